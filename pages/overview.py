"""总览: where the district stands, in ten seconds."""

from __future__ import annotations

import streamlit as st

from renovation.charts.goals import goal_bullet
from renovation.charts.units import bullet_bars
from renovation.comparisons.goals import Goal
from renovation.comparisons.units import select_and_sort
from renovation.domain.dated_tables import records
from renovation.web import data
from renovation.web.frame import PageContext, cards, page_context, show_alerts, show_goal
from renovation.web.markdown import escaped
from renovation.wording.alerts import alerts_finding, made_good_in_words
from renovation.wording.checks import checks_finding
from renovation.wording.district import overview, standing
from renovation.wording.goals import goal_basis, goal_distance, goal_title, light_rule
from renovation.wording.headlines import headlines
from renovation.wording.listings import benefits_listed
from renovation.wording.units import leads_listed, unit_finding

MOST_GOALS = 4
MOST_EXCEPTIONS = 6


def draw(shown: PageContext) -> None:
    """The page from top to bottom."""
    st.title(overview(shown.answers, shown.words), anchor=False)
    st.markdown(standing(shown.answers, shown.words))
    cards(headlines(shown.answers, shown.words))
    _exceptions(shown)
    _goals(shown)
    _units(shown)
    _leads_and_benefits(shown)
    _notes(shown)
    _checks(shown)


def _exceptions(shown: PageContext) -> None:
    words, found = shown.words, data.alerts(shown.release, shown.answers)
    _ = words.gettext
    st.subheader(alerts_finding(found, words), anchor=False)
    with st.container(border=True, gap="xsmall"):
        show_alerts(found[:MOST_EXCEPTIONS], words)
        if not found:
            st.markdown(_("The rules and their thresholds stand in the workbook's sheet of warning rules."))
        if len(found) > MOST_EXCEPTIONS:
            with st.expander(_("{count} more").format(count=len(found) - MOST_EXCEPTIONS)):
                show_alerts(found[MOST_EXCEPTIONS:], words)


def _units(shown: PageContext) -> None:
    _ = shown.words.gettext
    st.subheader(unit_finding(shown.answers, shown.words), anchor=False)
    units = select_and_sort(shown.answers.units, (), "area_renovated", "highest")
    shown.chart(
        "overview-units",
        lambda: bullet_bars(units, shown.words, shown.dark),
        alt=_("Area renovated by each unit with its annual target"),
    )
    shown.foot("unit_progress")


def _goals(shown: PageContext) -> None:
    _, goals = shown.words.gettext, shown.answers.goals[:MOST_GOALS]
    if not goals:
        return
    st.subheader(_("The year's goals"), anchor=False)
    with st.grid(min(2, len(goals)), min_column_width=330, gap="small"):
        for goal in goals:
            with st.container(border=True, height="stretch", gap="xxsmall"):
                _goal(shown, goal)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(light_rule(shown.words), width="content")
        st.page_link(shown.pages["outlook"], label=_("See the outlook"), icon=":material/arrow_forward:")


def _goal(shown: PageContext, goal: Goal) -> None:
    words = shown.words
    show_goal(goal, words)
    if goal.light is not None:
        shown.chart(
            f"goal-{goal.goal}",
            lambda: goal_bullet(goal.actual, goal.target, goal.unit, words, shown.dark, goal.rival_at_deadline),
            alt=goal_title(goal, words),
        )
    st.markdown(goal_distance(goal, words))
    mark = made_good_in_words(data.alerts(shown.release, shown.answers), goal, words)
    if mark:
        st.markdown(mark)
    st.caption(goal_basis(goal, shown.answers, words))


def _leads_and_benefits(shown: PageContext) -> None:
    _ = shown.words.gettext
    leads, benefits = st.columns([1.55, 1], gap="large")
    with leads:
        st.subheader(_("Who leads and who is behind, on what"), anchor=False)
        st.table(leads_listed(shown.answers, shown.words), border="horizontal", hide_index=True)
        shown.foot("unit_progress")
    with benefits:
        st.subheader(_("Benefits, a first estimate"), anchor=False)
        listed = benefits_listed(shown.answers, shown.words)
        if listed.empty:
            st.markdown(shown.words.missing)
            return
        st.table(listed, border="horizontal", hide_index=True)
        shown.foot("figures", _("Estimated without a baseline."))


def _notes(shown: PageContext) -> None:
    _ = shown.words.gettext
    notes = shown.answers.table("notes")
    titles = {"progress": _("Progress"), "problem": _("Problems"), "next": _("Next steps")}
    for column, (kind, title) in zip(st.columns(3, gap="large"), titles.items(), strict=True):
        with column:
            st.subheader(title, anchor=False)
            for note in records(notes[notes["kind"] == kind]):
                st.markdown(f"- **{escaped(shown.words.place(note['unit']))}**　{escaped(note['text'])}")
    shown.foot("notes")


def _checks(shown: PageContext) -> None:
    _ = shown.words.gettext
    with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f":material/fact_check: **{checks_finding(shown.answers, shown.words)}**", width="content")
        st.page_link(shown.pages["checks"], label=_("See the checks"), icon=":material/arrow_forward:", width="content")


draw(page_context())
