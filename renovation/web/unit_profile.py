"""Draws the details of one unit: figures, target and schedule, tasks for the goals, sites, checks."""

from __future__ import annotations

import streamlit as st

from renovation.charts.outlook import goal_line
from renovation.comparisons.profile import Profile, assigned_shares, profile, target_outlook
from renovation.domain.dated_tables import records
from renovation.web import data
from renovation.web.components import (
    bullet_list,
    headline_cards,
    link_to,
    statement_list,
    unit_heading_with_back_button,
)
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext
from renovation.web.tables import text_table
from renovation.wording.assignments import unit_share_sentence
from renovation.wording.checks import checks_table, figures_in_text_table
from renovation.wording.explanations import explanation_sentence
from renovation.wording.goal_outlook import goal_outlook, goal_path_of
from renovation.wording.goals import goal_title, light_with_icon
from renovation.wording.headline_changes import unit_headlines_with_changes
from renovation.wording.sites import sites_table


def unit_profile(page: PageContext, name: str) -> None:
    """Draws the details of one unit, with links to the pages that show more; `name` is the unit's Chinese name."""
    results = page.results
    tables = (results.table("sites"), results.table("notes"), results.checks, results.table("figures"))
    unit = profile(name, results.units, *tables)
    points = data.history(page.release, results).points
    with st.container(border=True):
        unit_heading_with_back_button(page, name)
        headline_cards(unit_headlines_with_changes(unit, results, points, page.words), page.words, page.dark)
        bullet_list(note["text"] for note in records(unit.notes))
        _target(page, unit)
        _shares(page, name)
        _sites(page, unit)
        _checks(page, unit)


def _target(page: PageContext, unit: Profile) -> None:
    """Draws the unit's area in percent of its own target, compared with the schedule; nothing without a target."""
    words, outlook = page.words, target_outlook(unit.unit, page.results.as_of)
    if outlook is None:
        return
    goal, points = outlook.goal, data.history(page.release, page.results).points
    described = goal_outlook(outlook, points, words)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        heading = bold(escaped(words("Annual target and schedule")))
        st.markdown(f"{heading}　{light_with_icon(goal, words)}", width="content")
        link_to(page, "history", words("See the history of this unit"), scope="units", units=(goal.subject,))
    st.markdown(escaped(described.sentence))
    chart, table = st.columns([1.7, 1], gap="large", vertical_alignment="center")
    with chart:
        page.chart(
            f"unit-course-{goal.subject}",
            lambda: goal_line(goal_path_of(outlook), described.course, words, page.dark),
            alt=goal_title(goal, words),
            finding=described.sentence,
        )
    with table:
        text_table(described.facts, words)
    page.source_line("unit_progress")


def _shares(page: PageContext, name: str) -> None:
    words, results = page.words, page.results
    shares = page.cached(
        "unit-shares", lambda: assigned_shares(name, results.goals, results.units, results.table("figures")), name
    )
    if not shares:
        return
    _heading_with_link(
        page, words("This unit's tasks for the district's goals"), "outlook", words("See the tasks of all units")
    )
    bullet_list(unit_share_sentence(share, name, words) for share in shares)


def _sites(page: PageContext, unit: Profile) -> None:
    words = page.words
    if not unit.mentioned.empty:
        text_table(figures_in_text_table(unit.mentioned, words), words)
    if unit.sites.empty:
        return
    _heading_with_link(page, words("Sites listed in the source"), "map", words("See this unit on the map"))
    text_table(sites_table(unit.sites, words), words)
    page.source_line("sites")
    statement_list(page, "inferred")


def _checks(page: PageContext, unit: Profile) -> None:
    words = page.words
    if unit.checks.empty:
        return
    _heading_with_link(page, words("Checks"), "checks", words("See the checks of all figures"))
    text_table(checks_table(unit.checks, words), words)
    for check in records(unit.checks[unit.checks["explanation"].notna()]):
        st.markdown(escaped(explanation_sentence(check, words) or ""))


def _heading_with_link(page: PageContext, heading: str, target: str, label: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(bold(heading), width="content")
        link_to(page, target, label)
