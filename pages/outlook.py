"""目标与进度: the open goals, the units' weekly tasks, a what-if calculation, and the counties' competition."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd
import streamlit as st

from renovation.charts.outlook import goal_line, race_bars
from renovation.comparisons.annual_targets import AnnualTarget, all_annual_targets
from renovation.comparisons.assignments import (
    Assignment,
    Weighting,
    assign,
    assign_with_overrides,
    can_be_assigned,
    weightings,
)
from renovation.comparisons.assumptions import deadline_range, pace_range
from renovation.comparisons.goal_history import closed_goals
from renovation.comparisons.goals import Goal
from renovation.comparisons.outlook import Outlook, allows_what_if, district_first, what_if
from renovation.comparisons.race import first_place_requirements, projected_totals
from renovation.language import Words
from renovation.web import data
from renovation.web.charts import Chart, ChartSection
from renovation.web.components import download_table
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.selections import forget, selections, write_selections
from renovation.web.tables import as_arrow
from renovation.web.widgets import AmountFormat, amount_slider, segmented_control, select_box, slider
from renovation.wording.alerts import made_good_label
from renovation.wording.annual_targets import annual_targets_basis, annual_targets_finding, annual_targets_table
from renovation.wording.assignments import (
    about_goal,
    by_hand_heading,
    method_paragraph,
    race_finding,
    race_table,
    shares_table,
    weekly_tasks_title,
    weeks_table,
)
from renovation.wording.cells import numbers_in_words
from renovation.wording.goal_outlook import GoalOutlook, goal_outlook, goal_path_of
from renovation.wording.goals import (
    LIGHT_ICONS,
    closed_goal_sentence,
    goal_basis_line,
    goal_title,
    light_reason_sentence,
    light_rule_sentence,
    light_with_icon,
    weekly_decimals,
)
from renovation.wording.headlines import basis_line
from renovation.wording.outlook import (
    assignment_finding,
    consequence_sentence,
    outlook_finding,
    shares_sum_sentence,
    weighting_label,
)

FIRST_WEEKS = 4  # shown at once: the month until the next summary
DAY_FORMATS = {"zh": "YYYY年M月D日", "en": "D MMM YYYY"}  # of the slider, in the letters of moment.js


def draw(page: PageContext) -> None:
    """Draws the page 目标与进度: open goals, the units' tasks, a what-if, and the race for the first place."""
    targets = page.cached("annual-targets", lambda: all_annual_targets(page.results))
    st.title(page.cached("outlook-title", lambda: _title(page, targets)), anchor=False)
    outlooks = {outlook.goal.goal: outlook for outlook in page.results.outlooks}
    if outlooks:
        st.caption(light_rule_sentence(page.words))
    for goal in district_first(page.results.goals):
        _goal(page, outlooks[goal.goal])
    _annual_targets(page, targets)
    _assignment(page)
    _what_if(page)
    _race(page)
    _past_goals(page)


def _title(page: PageContext, targets: tuple[AnnualTarget, ...]) -> str:
    """Returns the title of the page: about the goals, or about the year's targets if the release sets no goals.

    `targets` are the district's targets for the year.
    """
    if targets and not _has_goals(page):
        return annual_targets_finding(targets, page.words, beside_goals=False)
    return outlook_finding(page.results, page.words)


def _has_goals(page: PageContext) -> bool:
    return bool(page.results.goals or page.results.past_goals)


def _annual_targets(page: PageContext, targets: tuple[AnnualTarget, ...]) -> None:
    """Draws the targets of the year as a table, below a heading if the title of the page is about goals."""
    if not targets:
        return
    if _has_goals(page):
        st.header(annual_targets_finding(targets, page.words, beside_goals=True), anchor=False)
    page.text_table("annual-targets-table", lambda: annual_targets_table(targets, page.words))
    st.caption(escaped(annual_targets_basis(targets, page.results, page.words)))


def _goal(page: PageContext, outlook: Outlook) -> None:
    words, goal = page.words, outlook.goal
    points = data.history(page.release, page.results).points
    described = page.cached(f"goal-outlook-{goal.goal}", lambda: goal_outlook(outlook, points, words))
    with st.container(border=True, gap="small"):
        st.header(f"{escaped(goal_title(goal, words))}　{light_with_icon(goal, words)}", anchor=False)
        _reason(page, goal)
        st.markdown(escaped(described.sentence))
        if outlook.is_drawn:
            _course(page, outlook, described)
        st.caption(goal_basis_line(goal, page.results, words))


def _reason(page: PageContext, goal: Goal) -> None:
    """Draws a line that says why a goal has its light, and whether the light was red in the last weeks."""
    made_good = made_good_label(data.alerts(page.release, page.results), goal, page.words)
    lines = [line for line in (light_reason_sentence(goal, page.words), made_good) if line]
    if lines:
        st.caption(escaped("　".join(lines)))


def _course(page: PageContext, outlook: Outlook, described: GoalOutlook) -> None:
    goal = outlook.goal
    chart, table = st.columns([1.5, 1], gap="large", vertical_alignment="center")
    with chart:
        page.chart(
            f"course-{goal.goal}",
            lambda: goal_line(goal_path_of(outlook), described.course, page.words, page.dark),
            page.release.release,
            alt=goal_title(goal, page.words),
            finding=described.sentence,
        )
    with table:
        page.text_table(f"facts-{goal.goal}", lambda: described.facts)


@st.fragment
def _assignment(page: PageContext) -> None:
    goals = {goal.goal: goal for goal in page.results.goals if can_be_assigned(goal)}
    units, figures = page.results.units, page.results.table("figures")
    if not goals or units.empty:
        return
    st.header(page.words("Tasks of each unit"), anchor=False)
    goal, weighting, available = _choose_split(page, goals)
    proposed = page.cached(f"assign-{goal.goal}", lambda: assign(goal, units, figures, weighting), weighting)
    st.markdown(bold(escaped(about_goal(goal, assignment_finding(proposed, page.words), page.words))))
    with st.container(key="shares-on-screen"):
        by_hand = _edit_shares(page, proposed)
    assigned = assign_with_overrides(goal, units, figures, weighting, by_hand) if by_hand.notna().any() else proposed
    _weeks(
        page,
        assigned,
        method_paragraph(proposed, available, page.words),
        goal.goal,
        weighting,
        *by_hand.dropna().items(),
    )
    write_selections(page.release.release)


def _choose_split(page: PageContext, goals: dict[str, Goal]) -> tuple[Goal, Weighting, tuple[Weighting, ...]]:
    """Draws the controls for the goal to split among the units and for its weighting.

    `goals` maps codes of goals to goals. Returns (the selected goal, the selected weighting, all weightings that the
    data allows).
    """
    words = page.words
    goal_column, key_column = st.columns([1.3, 1])
    with goal_column:
        select_box("goal", words("Goal"), lambda name: goal_title(goals[name], words), tuple(goals))
    goal = goals[selections().goal or next(iter(goals))]
    results = page.results
    available = page.cached("weightings", lambda: weightings(goal, results.units, results.table("figures")), goal.goal)
    with key_column:
        segmented_control(
            "weighting", words("Split by"), lambda weighting: weighting_label(weighting, words), available, wrap=True
        )
    return goal, next(weighting for weighting in available if weighting == selections().weighting), available


def _edit_shares(page: PageContext, proposed: Assignment) -> pd.Series:
    """Draws a table in which the visitor can set the tasks of units by hand.

    Returns the tasks that were set, in the goal's unit of measurement: a Series of float64, whose index is the units'
    names, with NaN for the other units.
    """
    words, goal = page.words, proposed.goal
    heading, factor = by_hand_heading(words), page.words.factor(goal.measurement_unit)
    listed = page.cached(
        "shares", lambda: shares_table(proposed, page.results.units, words), goal.goal, proposed.weighting
    )
    st.markdown(
        words("If you set the task of a unit by hand, the rest is split among the other units by the selected method.")
    )
    edited = st.data_editor(
        listed,
        hide_index=True,
        disabled=listed.columns.drop(heading),
        placeholder="",
        column_config={heading: st.column_config.NumberColumn(min_value=0, step=1 if goal.is_count else 0.01 * factor)},
        key=f"shares-{page.release.release}-{goal.goal}-{proposed.weighting}-{words.language}",
    )
    st.caption(basis_line(page.results, "unit_progress", words))
    return pd.Series(edited[heading].to_numpy(dtype="float64") / factor, index=proposed.totals.index)


def _weeks(page: PageContext, assigned: Assignment, explanation: str, *depends_on: Hashable) -> None:
    words, title = page.words, weekly_tasks_title(assigned, page.words)
    basis, sums = (
        goal_basis_line(assigned.goal, page.results, words),
        shares_sum_sentence(assigned, page.results, words),
    )
    st.markdown(f"{bold(escaped(title))}　{escaped(sums)}")
    _weeks_table(page, assigned, title, FIRST_WEEKS, *depends_on)
    count = len(assigned.week_ends)
    if count > FIRST_WEEKS:
        with st.expander(words("Tasks of all {count} weeks", count=count)):
            _weeks_table(page, assigned, title, None, *depends_on)
    st.caption(escaped(words.joined((words("Each column with a date shows one week, which ends on that day."), basis))))
    st.caption(explanation)
    download_table(
        words("Download the tasks of the units"),
        lambda: weeks_table(assigned, words),
        words("Tasks of each unit"),
        about_goal(assigned.goal, title, words),
        f"{basis} · {sums}",
        assigned.goal.as_of,
    )


def _weeks_table(page: PageContext, assigned: Assignment, title: str, first: int | None, *depends_on: Hashable) -> None:
    """Draws a table of the units' weekly tasks; `title` describes it for screen readers.

    If `first` is a number, the table has a column for each of the first weeks, as many as this number, and one for the
    rest. If it is None, it has a column for each week.
    """
    words = page.words
    tasks = page.cached("weeks", lambda: as_arrow(weeks_table(assigned, words, first)), first, *depends_on)
    st.dataframe(tasks, hide_index=True, alt=title)
    if first:
        page.table_on_paper(
            "weeks",
            lambda: numbers_in_words(weeks_table(assigned, words, first), words),
            *depends_on,
        )


@st.fragment
def _what_if(page: PageContext) -> None:
    words = page.words
    goals = {goal.goal: goal for goal in page.results.goals if allows_what_if(goal)}
    if not goals:
        return
    st.header(words("Try another pace or deadline"), anchor=False)
    goal = _assumed_goal(goals, words)
    pace, until = st.columns(2, gap="large")
    with pace:
        assumed = _assumed_pace(goal, words)
    with until:
        *days, own = deadline_range(goal)
        key = f"deadline-{goal.goal}"
        deadline = slider(
            "assumed_deadline", words("Assumed deadline"), days, own, key, format=DAY_FORMATS[words.language]
        )
    consequence = what_if(goal, assumed, deadline)
    sentence = about_goal(goal, consequence_sentence(goal, consequence, words), words)
    st.markdown(f"{LIGHT_ICONS[consequence.light]} {bold(escaped(sentence))}")
    st.caption(
        " · ".join(
            (goal_basis_line(goal, page.results, words), words("A calculation from assumptions, not a forecast."))
        )
    )
    write_selections(page.release.release)


def _assumed_goal(goals: dict[str, Goal], words: Words) -> Goal:
    """Draws the list in which the visitor selects the goal for the what-if, and returns this goal.

    `goals` maps codes of goals to goals. If another goal is selected, the assumed pace and deadline are set back.
    """
    if selections().assumed_goal not in goals:
        forget("assumed_pace", "assumed_deadline")
    select_box(
        "assumed_goal",
        words("Goal"),
        lambda name: goal_title(goals[name], words),
        tuple(goals),
        on_change=lambda: forget("assumed_pace", "assumed_deadline"),
    )
    return goals[selections().assumed_goal or next(iter(goals))]


def _assumed_pace(goal: Goal, words: Words) -> float:
    label = words.with_amount_measurement_unit_of(words("Assumed pace per week"), goal.measure)
    *limits, so_far, step = pace_range(goal)
    shown = AmountFormat(words.factor(goal.measurement_unit), weekly_decimals(goal))
    return amount_slider("assumed_pace", label, limits, so_far, f"pace-{goal.goal}-{words.language}", step, shown)


def _race(page: PageContext) -> None:
    words, counties = page.words, page.results.counties
    as_of = page.results.dated_table("county_progress").as_of
    if counties.empty or as_of.year < page.results.as_of.year:
        return
    requirements = page.cached("first-place", lambda: first_place_requirements(counties, as_of))
    if requirements.empty:
        return
    page.charts("race", lambda: _race_section(page, requirements))
    st.markdown(bold(words("Total that our district needs for first place, if the other counties go faster or slower")))
    page.text_table("race-table", lambda: race_table(requirements, words))
    page.source_line(
        "county_progress",
        words("Areas in {unit}", unit=words.amount_measurement_unit("万㎡")),
        words(
            "The current pace is the weekly average since 1 January. The only forecast is a projection at this pace."
        ),
    )


def _race_section(page: PageContext, requirements: pd.DataFrame) -> ChartSection:
    words, as_of = page.words, page.results.dated_table("county_progress").as_of
    finding, last = race_finding(requirements, words), requirements[requirements["percent"] == 100].iloc[-1]
    totals = projected_totals(page.results.counties, as_of, last["day"])
    figure = race_bars(totals, last["needed"], as_of, last["day"], words, page.dark)
    alt = page.described(words("First place in the city by the end of the year"), finding)
    return ChartSection((Chart(figure, alt),), finding)


def _past_goals(page: PageContext) -> None:
    """Lists the goals whose deadline has passed, each with the last figure up to its deadline."""
    words, points = page.words, data.history(page.release, page.results).points
    closed = page.cached("past-goals", lambda: closed_goals(page.results.past_goals, points))
    if not closed:
        return
    st.header(words("Goals whose deadline has passed"), anchor=False)
    for goal in closed:
        st.markdown(f"- {escaped(closed_goal_sentence(goal, words))}")


draw(page_context())
