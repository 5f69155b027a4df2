"""总览: the state of the whole district, for a leader who has ten seconds."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from renovation.charts.units import bullet_bars
from renovation.comparisons.outlook import worst_first
from renovation.comparisons.units import select_and_sort
from renovation.domain.dated_tables import records
from renovation.language import Words
from renovation.web import data
from renovation.web.alerts import alert_lines
from renovation.web.components import has_statements, headline_cards, link_to, statement_list
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.page_html import goals_html
from renovation.web.tables import table_html
from renovation.wording.checks import checks_finding
from renovation.wording.district import benefits_table, district_finding, within_district_sentence
from renovation.wording.headline_changes import district_headlines_with_changes
from renovation.wording.outlook import outlook_finding
from renovation.wording.overview import goal_state
from renovation.wording.units import extremes_table, missing_units_sentence, units_finding
from renovation.wording.updates import late_sentences

MOST_GOALS = 4


def draw(page: PageContext) -> None:
    """Draws the page; the most important figures are on the first screen, without scrolling."""
    words, results, points = page.words, page.results, data.history(page.release, page.results).points
    with st.container(gap="xsmall", key="first-screen"):
        st.title(page.cached("overview-title", lambda: district_finding(results, words)), anchor=False)
        st.markdown(page.cached("overview-text", lambda: within_district_sentence(results, words)))
        headline_cards(
            page.cached("overview-headlines", lambda: district_headlines_with_changes(results, points, words)),
            words,
            page.dark,
        )
        alert_lines(page, data.alerts(page.release, page.results))
        _goals(page)
    _missing(page)
    _units(page)
    _leads_and_benefits(page)
    _notes(page)
    _requirements(page)
    _checks(page)


def _goals(page: PageContext) -> None:
    words = page.words
    if not page.results.outlooks:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        finding = page.cached("overview-outlook", lambda: outlook_finding(page.results, words))
        st.header(finding, anchor=False, width="content")
        link_to(page, "outlook", words("Go to Goals and progress"))
    st.html(page.cached("overview-goals", lambda: _goals_html(page), page.dark))


def _goals_html(page: PageContext) -> str:
    outlooks = {outlook.goal.goal: outlook for outlook in page.results.outlooks}
    goals = worst_first(page.results.goals)[:MOST_GOALS]
    states = [goal_state(outlooks[goal.goal], page.words) for goal in goals]
    return goals_html(states, "dark" if page.dark else "light")


def _missing(page: PageContext) -> None:
    for line in page.cached("overview-missing", lambda: _missing_lines(page)):
        st.markdown(f":orange[:material/schedule:] {escaped(line)}")


def _missing_lines(page: PageContext) -> tuple[str, ...]:
    missing = missing_units_sentence(page.results, page.words)
    return tuple(filter(None, (missing, *late_sentences(page.results.tables, page.words))))


def _units(page: PageContext) -> None:
    words = page.words
    finding = page.cached("overview-units-finding", lambda: units_finding(page.results, words))
    st.header(finding, anchor=False)
    page.chart(
        "overview-units",
        lambda: bullet_bars(
            select_and_sort(page.results.units, (), "area_renovated", "highest"), page.results.as_of, words, page.dark
        ),
        alt=words("Area renovated by each unit with its annual target"),
        finding=finding,
        opens="units",
    )
    page.source_line("unit_progress", words("Select a bar to see that unit's figures."))


def _leads_and_benefits(page: PageContext) -> None:
    words = page.words
    leads, benefits = st.columns([1.55, 1], gap="large")
    extremes = page.cached("overview-extremes", lambda: _table(extremes_table(page.results, words), words))
    if extremes:
        with leads:
            st.header(words("First and last unit on each measure"), anchor=False)
            st.html(extremes)
            page.source_line("unit_progress")
    with benefits:
        st.header(words("Benefits (first estimate)"), anchor=False)
        listed = page.cached("overview-benefits", lambda: _table(benefits_table(page.results, words), words))
        if not listed:
            st.markdown(words.missing)
            return
        st.html(listed)
        page.source_line(
            "figures", words("These are first estimates. There is no earlier figure to compare them with.")
        )


def _table(table: pd.DataFrame, words: Words) -> str:
    return "" if table.empty else table_html(table, words)


def _notes(page: PageContext) -> None:
    notes = page.cached("overview-notes", lambda: _note_lists(page))
    if not notes:
        return
    for column, (title, lines) in zip(st.columns(len(notes), gap="large"), notes, strict=True):
        with column:
            st.header(title, anchor=False)
            st.markdown(lines)
    page.source_line("notes")


def _note_lists(page: PageContext) -> list[tuple[str, str]]:
    """Returns the titles of the kinds of notes that there are, each with its notes as a list."""
    words, notes = page.words, page.results.table("notes")
    titles = {
        "progress": words("Progress of the work"),
        "problem": words("Problems so far"),
        "next": words("Next steps"),
    }
    lines = {
        kind: [
            f"- {bold(escaped(words.place(note['unit'])))}　{escaped(note['text'])}"
            for note in records(notes[notes["kind"] == kind])
        ]
        for kind in titles
    }
    return [(titles[kind], "\n".join(listed)) for kind, listed in lines.items() if listed]


def _requirements(page: PageContext) -> None:
    """Draws what the report demands besides its figures, in an expander; nothing for tables of another report."""
    words = page.words
    titles = {
        "requirement": words("Requirements by kind of enterprise"),
        "policy": words("Policies"),
        "slogan": words("Overall requirements and slogans"),
        "rule": words("Working rules"),
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
        finding = page.cached("overview-checks", lambda: checks_finding(page.results, words))
        st.markdown(f":material/fact_check: {bold(finding)}", width="content")
        link_to(page, "checks", words("Go to Checks"))


draw(page_context())
