"""目标与进度: each open goal, what every unit must bring to reach it, the race in the city, and what if."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from renovation.blocks.spreadsheet import file_name, write_table
from renovation.charts.outlook import goal_line, race_bars
from renovation.comparisons.assignments import Assignment, assign, assign_with_overrides, can_be_assigned, split_keys
from renovation.comparisons.goals import Goal
from renovation.comparisons.outlook import Outlook, allows_what_if, what_if
from renovation.comparisons.race import first_place_requirements, projected_totals
from renovation.web import data, schedules
from renovation.web.frame import PageContext, bold, page_context
from renovation.web.markdown import escaped
from renovation.web.selections import remember, selections, touched
from renovation.wording.alerts import made_good_label
from renovation.wording.goals import (
    LIGHT_ICONS,
    goal_basis_line,
    goal_title,
    light_label,
    light_reason_sentence,
    light_rule_sentence,
)
from renovation.wording.headlines import basis_line
from renovation.wording.outlook import (
    assignment_finding,
    consequence_sentence,
    method_paragraph,
    outlook_finding,
    race_finding,
    shares_sum_sentence,
    split_key_label,
)


def draw(shown: PageContext) -> None:
    """The page from top to bottom."""
    words, _ = shown.words, shown.words.gettext
    st.title(outlook_finding(shown.answers, words), anchor=False)
    st.caption(light_rule_sentence(words))
    for seen in shown.answers.outlooks:
        _goal(shown, seen)
    _assignment(shown)
    _what_if(shown)
    _race(shown)


def _goal(shown: PageContext, seen: Outlook) -> None:
    words, goal, number = shown.words, seen.goal, shown.release.release
    points = data.history(shown.release, shown.answers).points
    told = shown.once(f"told-{goal.goal}", lambda: schedules.goal_told(seen, points, words), number)
    with st.container(border=True, gap="small"):
        st.subheader(
            f"{escaped(goal_title(goal, words))}　{LIGHT_ICONS[goal.light]} {light_label(goal, words)}", anchor=False
        )
        _rule(shown, goal)
        st.markdown(escaped(told.aloud))
        if goal.light is not None:
            chart, table = st.columns([1.7, 1], gap="large", vertical_alignment="center")
            with chart:
                shown.chart(
                    f"course-{goal.goal}",
                    lambda: goal_line(schedules.goal_path_of(seen), told.course, words, shown.dark),
                    number,
                    alt=goal_title(goal, words),
                )
            table.table(told.facts.map(escaped), border="horizontal", hide_index=True)
        st.caption(goal_basis_line(goal, shown.answers, words))


def _rule(shown: PageContext, goal: Goal) -> None:
    """Beside a light: the rule it was judged by, and whether it was red not long ago."""
    mark = made_good_label(data.alerts(shown.release, shown.answers), goal, shown.words)
    told = [line for line in (light_reason_sentence(goal, shown.words), mark) if line]
    if told:
        st.caption(escaped("　".join(told)))


@st.fragment
def _assignment(shown: PageContext) -> None:
    words, _ = shown.words, shown.words.gettext
    goals = {goal.goal: goal for goal in shown.answers.goals if can_be_assigned(goal)}
    units, figures = shown.answers.units, shown.answers.table("figures")
    if not goals or units.empty:
        return
    st.subheader(_("From ranking to assignment"), anchor=False)
    chosen, split = st.columns([1.3, 1], vertical_alignment="bottom")
    with chosen:
        goal = _choose_goal(shown, goals)
    keys = split_keys(goal, units, figures)
    if st.session_state["split_key"] not in keys:
        st.session_state["split_key"] = keys[0]
    with split:
        st.segmented_control(
            _("Split"),
            keys,
            format_func=lambda key: split_key_label(key, words),
            key="split_key",
            required=True,
            persist_state="session",
            on_change=touched,
            wrap=True,
        )
    key = next(key for key in keys if key == selections().key)
    proposed = shown.once(f"assign-{goal.goal}", lambda: assign(goal, units, figures, key), key)
    st.markdown(bold(assignment_finding(proposed, words)))
    by_hand = _by_hand(shown, proposed)
    planned = assign_with_overrides(goal, units, figures, key, by_hand) if by_hand.notna().any() else proposed
    _plan(shown, planned, method_paragraph(proposed, keys, words))
    remember(shown.release.release)


def _choose_goal(shown: PageContext, goals: dict[str, Goal]) -> Goal:
    """The goal that is split; the address names it."""
    words, _ = shown.words, shown.words.gettext
    if st.session_state["goal"] not in goals:
        st.session_state["goal"] = next(iter(goals))
    st.selectbox(
        _("Goal"),
        list(goals),
        format_func=lambda name: goal_title(goals[name], words),
        key="goal",
        persist_state="session",
        on_change=touched,
    )
    return goals[st.session_state["goal"]]


def _by_hand(shown: PageContext, proposed: Assignment) -> pd.Series:
    """The shares that the reader sets by hand, missing for the others."""
    words, _, goal = shown.words, shown.words.gettext, proposed.goal
    heading, listed = schedules.by_hand_heading(words), schedules.shares_listed(proposed, shown.answers.units, words)
    st.markdown(_("Where a unit's share is set by hand, the others make up the rest by the chosen key."))
    edited = st.data_editor(
        listed,
        hide_index=True,
        disabled=listed.columns.drop(heading),
        placeholder="",
        column_config={heading: st.column_config.NumberColumn(min_value=0, step=1 if goal.unit == "个" else 0.01)},
        key=f"shares-{shown.release.release}-{goal.goal}-{proposed.key}-{words.language}",
    )
    st.caption(basis_line(shown.answers, "unit_progress", words))
    return pd.Series(edited[heading].to_numpy(dtype="float64"), index=proposed.totals.index)


def _plan(shown: PageContext, assigned: Assignment, how: str) -> None:
    words, _ = shown.words, shown.words.gettext
    plan, title = schedules.weeks_listed(assigned, words), schedules.plan_title(assigned, words)
    st.markdown(f"{bold(escaped(title))}　{escaped(shares_sum_sentence(assigned, words))}")
    st.dataframe(plan, hide_index=True, alt=title)
    footer = f"{goal_basis_line(assigned.goal, shown.answers, words)} · {shares_sum_sentence(assigned, words)}"
    st.caption(_("Each column is a week, named by its last day.") + " " + escaped(footer))
    st.caption(how)
    st.download_button(
        _("Download the assignment"),
        lambda: write_table(plan, _("From ranking to assignment"), title, footer),
        file_name=file_name(_("From ranking to assignment"), assigned.goal.as_of),
        icon=":material/download:",
        on_click="ignore",
    )


@st.fragment
def _what_if(shown: PageContext) -> None:
    words, _ = shown.words, shown.words.gettext
    goals = {goal.goal: goal for goal in shown.answers.goals if allows_what_if(goal)}
    if not goals:
        return
    st.subheader(_("What if"), anchor=False)
    name = st.selectbox(
        _("Goal"), list(goals), format_func=lambda name: goal_title(goals[name], words), key="assumed_goal"
    )
    goal = goals[name]
    pace, until = st.columns(2, gap="large")
    start, step, most = schedules.pace_range(goal)
    assumed = pace.slider(
        words.with_unit_of(_("Pace assumed, a week"), goal.measure),
        0.0,
        most,
        start,
        step,
        format="%.1f" if goal.unit == "个" else "%.2f",
        key=f"pace-{goal.goal}",
    )
    first, usual, last = schedules.deadline_range(goal)
    deadline = until.slider(_("Deadline assumed"), first, last, usual, format="YYYY-MM-DD", key=f"deadline-{goal.goal}")
    seen = what_if(goal, assumed, deadline)
    st.markdown(f"{LIGHT_ICONS[seen.light]} {bold(escaped(consequence_sentence(goal, seen, words)))}")
    st.caption(" · ".join((goal_basis_line(goal, shown.answers, words), _("An assumption, not a forecast."))))


def _race(shown: PageContext) -> None:
    words, _, answers = shown.words, shown.words.gettext, shown.answers
    if answers.counties.empty:
        return
    as_of = answers.dated_table("county_progress").as_of
    needed = shown.once("first-place", lambda: first_place_requirements(answers.counties, as_of))
    if needed.empty:
        return
    st.subheader(race_finding(needed, words), anchor=False)
    last = needed[needed["percent"] == 100].iloc[-1]
    shown.chart(
        "race",
        lambda: race_bars(
            projected_totals(answers.counties, as_of, last["day"]), last["needed"], last["day"], words, shown.dark
        ),
        alt=race_finding(needed, words),
    )
    st.markdown(bold(_("What first place takes, by the rivals' pace")))
    st.table(schedules.race_listed(needed, words).map(escaped), border="horizontal", hide_index=True)
    shown.foot("county_progress", _("A pace is the average of a week since 1 January; nothing else is foretold."))


draw(page_context())
