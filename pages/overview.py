"""总览: the state of the whole district, for a leader who has ten seconds."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from renovation.charts.units import bullet_bars
from renovation.comparisons.outlook import district_first
from renovation.comparisons.units import select_and_sort
from renovation.domain.dated_tables import records
from renovation.web import data
from renovation.web.alerts import alert_lines
from renovation.web.charts import Chart, ChartSection
from renovation.web.components import link_to, statement_lines
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.page_html import ColumnBlock, columns_html, figures_html, goals_html
from renovation.web.tables import table_html
from renovation.wording.checks import checks_finding
from renovation.wording.district import benefits_table, district_finding, within_district_sentence
from renovation.wording.headline_changes import district_headlines_with_changes, headlines_remark
from renovation.wording.headlines import basis_line
from renovation.wording.overview import goal_state, goals_finding, other_goals_sentence, rank_change_sentence
from renovation.wording.target_changes import target_change_sentences
from renovation.wording.units import extremes_table, missing_units_sentence, units_finding
from renovation.wording.updates import late_sentences

MOST_GOALS = 4


def draw(page: PageContext) -> None:
    """Draws the page 总览; its most important figures are on the first screen, so that nobody has to scroll to them."""
    words, results = page.words, page.results
    with st.container(gap="xsmall", key="first-screen"):
        st.title(page.cached("overview-title", lambda: district_finding(results, words)), anchor=False)
        st.markdown(page.cached("overview-text", lambda: within_district_sentence(results, words)))
        headlines = page.cached("overview-headlines", lambda: _headlines_html(page), page.dark)
        if headlines:
            st.html(headlines)
        alert_lines(page, data.alerts(page.release, page.results))
        _goals(page)
    _missing(page)
    _units(page)
    _leads_and_benefits(page)
    _notes(page)
    _requirements(page)
    _checks(page)


def _headlines_html(page: PageContext) -> str:
    points = data.history(page.release, page.results).points
    headlines = district_headlines_with_changes(page.results, points, page.words)
    remark = headlines_remark(page.results, points, page.words)
    return figures_html(headlines, page.words, "dark" if page.dark else "light", remark)


def _goals(page: PageContext) -> None:
    words = page.words
    if not page.results.outlooks:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        finding = page.cached("overview-outlook", lambda: goals_finding(page.results, words))
        st.header(finding, anchor=False, width="content")
        link_to(page, "outlook", words("Go to Goals and progress"))
    st.html(page.cached("overview-goals", lambda: _goals_html(page), page.dark))


def _goals_html(page: PageContext) -> str:
    outlooks = {outlook.goal.goal: outlook for outlook in page.results.outlooks}
    goals = district_first(page.results.goals)
    states = [goal_state(outlooks[goal.goal], page.words) for goal in goals[:MOST_GOALS]]
    others = other_goals_sentence(goals[MOST_GOALS:], page.words)
    return goals_html(states, "dark" if page.dark else "light", others)


def _missing(page: PageContext) -> None:
    for line in page.cached("overview-missing", lambda: _missing_lines(page)):
        st.markdown(f":orange[:material/schedule:] {escaped(line)}")


def _missing_lines(page: PageContext) -> tuple[str, ...]:
    missing = missing_units_sentence(page.results, page.words)
    history = data.history(page.release, page.results).points
    changed = target_change_sentences(history, "weekly", page.results.as_of.year, (), page.words)
    return tuple(filter(None, (missing, *late_sentences(page.results.tables, page.words), *changed)))


def _units(page: PageContext) -> None:
    page.charts("overview-units", lambda: _units_section(page), opens="units")


def _units_section(page: PageContext) -> ChartSection:
    words, results = page.words, page.results
    finding = units_finding(results, words)
    units = select_and_sort(results.units, (), "area_renovated", "highest")
    alt = page.described(words("Area renovated by each unit with its annual target"), finding)
    source, hint = page.source("unit_progress"), words("Select a bar to see that unit's figures.")
    ranks = rank_change_sentence(results, data.history(page.release, results).points, words)
    chart = Chart(bullet_bars(units, results.as_of, words, page.dark), alt)
    return ChartSection((chart,), finding, ranks, source, hint)


def _leads_and_benefits(page: PageContext) -> None:
    tables = page.cached("overview-tables", lambda: columns_html((*_extremes(page), *_benefits(page))))
    if tables:
        st.html(tables)


def _extremes(page: PageContext) -> Iterator[ColumnBlock]:
    words, table = page.words, extremes_table(page.results, page.words)
    if not table.empty:
        yield ColumnBlock(
            words("First and last unit on each measure"),
            table_html(table, words),
            caption=basis_line(page.results, "unit_progress", words),
            width=1.55,
        )


def _benefits(page: PageContext) -> Iterator[ColumnBlock]:
    words, table = page.words, benefits_table(page.results, page.words)
    if table.empty:
        return
    remark = words("These are preliminary estimates. There is no earlier figure to compare them with.")
    basis = basis_line(page.results, "figures", words)
    heading = words("Benefits (preliminary estimate)")
    yield ColumnBlock(heading, table_html(table, words), caption=f"{basis} · {remark}")


def _notes(page: PageContext) -> None:
    notes = page.cached("overview-notes", lambda: columns_html(_kinds_of_notes(page)))
    if notes:
        st.html(notes)
        page.source_line("notes")


def _kinds_of_notes(page: PageContext) -> Iterator[ColumnBlock]:
    words, notes = page.words, page.results.table("notes")
    titles = {
        "progress": words("Progress of the work"),
        "problem": words("Problems"),
        "next": words("Next steps"),
    }
    for kind, title in titles.items():
        listed = [(words.place(note["unit"]), note["text"]) for note in records(notes[notes["kind"] == kind])]
        if listed:
            yield ColumnBlock(title, notes=listed)


def _requirements(page: PageContext) -> None:
    """Draws the report's demands and policies in an expander; nothing if the tables come from another report."""
    listed = page.cached("overview-requirements", lambda: _requirements_text(page))
    if listed:
        with st.expander(page.words("Policies and requirements")):
            st.markdown(listed)


def _requirements_text(page: PageContext) -> str:
    words = page.words
    titles = {
        "requirement": words("Requirements by kind of enterprise"),
        "policy": words("Policies"),
        "slogan": words("Overall requirements and slogans"),
        "rule": words("Working rules"),
        "step": words("Next steps"),
    }
    listed = {kind: statement_lines(page, kind) for kind in titles}
    if not any(listed.values()):
        return ""
    parts = (f"{bold(title)}\n\n{listed[kind]}" for kind, title in titles.items())
    return "\n\n".join((statement_lines(page, "event"), *parts))


def _checks(page: PageContext) -> None:
    words = page.words
    with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        finding = page.cached("overview-checks", lambda: checks_finding(page.results, words))
        st.markdown(f":material/fact_check: {bold(finding)}", width="content")
        link_to(page, "checks", words("Go to Checks"))


draw(page_context())
