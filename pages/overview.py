"""总览: where the district stands, in ten seconds."""

from __future__ import annotations

import streamlit as st

from renovation.charts.goals import goal_bullet
from renovation.charts.units import bullet_bars
from renovation.comparisons.goals import Goal
from renovation.comparisons.units import select_and_sort
from renovation.domain.dated_tables import records
from renovation.web import data
from renovation.web.components import alert_list, goal_heading, has_statements, headline_cards, statement_list
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext, page_context
from renovation.wording.alerts import alerts_finding, made_good_label
from renovation.wording.checks import checks_finding
from renovation.wording.district import benefits_table, district_finding, ranking_paragraph
from renovation.wording.goals import goal_basis_line, goal_gap_sentence, goal_title, light_rule_sentence
from renovation.wording.headlines import district_headlines
from renovation.wording.units import extremes_table, missing_units_sentence, units_finding
from renovation.wording.updates import late_sentences

MOST_GOALS = 4
MOST_ALERTS = 6


def draw(page: PageContext) -> None:
    """Draws the page from top to bottom."""
    st.title(district_finding(page.answers, page.words), anchor=False)
    st.markdown(ranking_paragraph(page.answers, page.words))
    headline_cards(district_headlines(page.answers, page.words))
    missing = missing_units_sentence(page.answers, page.words)
    for line in filter(None, (missing, *late_sentences(page.answers.tables, page.words))):
        st.markdown(f":orange[:material/schedule:] {escaped(line)}")
    _alerts(page)
    _goals(page)
    _units(page)
    _leads_and_benefits(page)
    _notes(page)
    _requirements(page)
    _checks(page)


def _alerts(page: PageContext) -> None:
    words, alerts = page.words, data.alerts(page.release, page.answers)
    st.subheader(alerts_finding(alerts, words), anchor=False)
    first, others = alerts[:MOST_ALERTS], alerts[MOST_ALERTS:]
    with st.container(border=True, gap="xsmall"):
        alert_list(first, words)
        if not first:
            st.markdown(words("The rules and their limits are in the workbook, on the sheet of warning rules."))
        if others:
            with st.expander(words("{count} more", count=len(others))):
                alert_list(others, words)


def _goals(page: PageContext) -> None:
    words, goals = page.words, page.answers.goals[:MOST_GOALS]
    if not goals:
        return
    st.subheader(words("The year's goals"), anchor=False)
    with st.grid(min(2, len(goals)), min_column_width=330, gap="small"):
        for goal in goals:
            with st.container(border=True, height="stretch", gap="xxsmall"):
                _goal(page, goal)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(light_rule_sentence(words), width="content")
        st.page_link(page.pages["outlook"], label=words("See the outlook"), icon=":material/arrow_forward:")


def _goal(page: PageContext, goal: Goal) -> None:
    words = page.words
    goal_heading(goal, words)
    if goal.light is not None:
        page.chart(
            f"goal-{goal.goal}",
            lambda: goal_bullet(goal, goal_title(goal, words), words, page.dark),
            alt=goal_title(goal, words),
        )
    st.markdown(goal_gap_sentence(goal, words))
    made_good = made_good_label(data.alerts(page.release, page.answers), goal, words)
    if made_good:
        st.markdown(made_good)
    st.caption(goal_basis_line(goal, page.answers, words))


def _units(page: PageContext) -> None:
    words = page.words
    st.subheader(units_finding(page.answers, words), anchor=False)
    units = select_and_sort(page.answers.units, (), "area_renovated", "highest")
    page.chart(
        "overview-units",
        lambda: bullet_bars(units, page.answers.as_of, words, page.dark),
        alt=words("Area renovated by each unit with its annual target"),
    )
    page.source_line("unit_progress")


def _leads_and_benefits(page: PageContext) -> None:
    words = page.words
    leads, benefits = st.columns([1.55, 1], gap="large")
    with leads:
        st.subheader(words("First and last by each measure"), anchor=False)
        st.table(extremes_table(page.answers, words), border="horizontal", hide_index=True)
        page.source_line("unit_progress")
    with benefits:
        st.subheader(words("Benefits, a first estimate"), anchor=False)
        listed = benefits_table(page.answers, words)
        if listed.empty:
            st.markdown(words.missing)
            return
        st.table(listed, border="horizontal", hide_index=True)
        page.source_line("figures", words("Estimated without a baseline."))


def _notes(page: PageContext) -> None:
    words, notes = page.words, page.answers.table("notes")
    titles = {"progress": words("Progress"), "problem": words("Problems"), "next": words("Next steps")}
    kinds = [kind for kind in titles if (notes["kind"] == kind).any()]
    if not kinds:
        return
    for column, kind in zip(st.columns(len(kinds), gap="large"), kinds, strict=True):
        with column:
            st.subheader(titles[kind], anchor=False)
            for note in records(notes[notes["kind"] == kind]):
                st.markdown(f"- {bold(escaped(words.place(note['unit'])))}　{escaped(note['text'])}")
    page.source_line("notes")


def _requirements(page: PageContext) -> None:
    """What the report asks for beside its figures, folded; nothing for tables of other reports."""
    words = page.words
    titles = {
        "requirement": words("Requirements by kind of enterprise"),
        "policy": words("Policies"),
        "slogan": words("Campaigns and slogans"),
        "rule": words("Rules"),
        "step": words("Next steps"),
    }
    if not has_statements(page, *titles):
        return
    with st.expander(words("Policies and requirements")):
        statement_list(page, "event")
        for kind, title in titles.items():
            st.markdown(bold(title))
            statement_list(page, kind)


def _checks(page: PageContext) -> None:
    words = page.words
    with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f":material/fact_check: {bold(checks_finding(page.answers, words))}", width="content")
        link = words("See the checks")
        st.page_link(page.pages["checks"], label=link, icon=":material/arrow_forward:", width="content")


draw(page_context())
