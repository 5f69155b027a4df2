"""历史趋势: any measure of any units from date to date, who moved, how the ranks changed."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from renovation.charts.history import gain_bars, history_line, rank_lines, shared_axis_end
from renovation.comparisons.history import years
from renovation.web import data
from renovation.web.components import download_table
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.selections import selections, write_selections
from renovation.web.widgets import pills, segmented_control, select_box
from renovation.wording.headlines import simulated_notice
from renovation.wording.history import history_to_download
from renovation.wording.measure_history import HistorySubject, MeasureHistory, history_subject, measure_history

LATEST = 0
"""Stands for the latest year, whichever that is."""


@st.fragment
def draw(page: PageContext) -> None:
    """Draws the page from top to bottom; a filter draws only the page again."""
    history = data.history(page.release, page.answers)
    title = st.empty()
    subject = _filters(page, years(history.points))
    selected, words = selections(), page.words
    shown = page.cached(
        "history",
        lambda: measure_history(history, subject, selected.interval, selected.year, selected.units, words),
        *_depends_on(page),
    )
    title.title(shown.title, anchor=False)
    if shown.simulated and not page.answers.simulated:
        st.markdown(simulated_notice(words))
    if shown.has_line:
        _lines(page, shown)
        _gains(page, shown)
        if subject.ranked:
            _ranks(page, shown)
    _table(page, shown)
    for remark in shown.remarks:
        st.caption(escaped(remark))
    st.page_link(page.pages["releases"], label=words("See every release of the data"), icon=":material/history:")
    write_selections(page.release.release)


def _filters(page: PageContext, years_held: tuple[int, ...]) -> HistorySubject:
    words = page.words
    scopes = {"units": words("the units"), "counties": words("the counties"), "district": words("the whole district")}
    intervals = {"weekly": words("weekly"), "monthly": words("monthly"), "quarterly": words("quarterly")}
    scope, interval, year = st.columns([1.4, 1.4, 1], vertical_alignment="bottom")
    with scope:
        segmented_control("scope", words("Scope"), scopes.__getitem__, wrap=True)
    with interval:
        segmented_control("interval", words("Period"), intervals.__getitem__, wrap=True)
    if len(years_held) > 1:
        with year:
            options = (LATEST, *years_held[1:])
            select_box("year", words("Year"), lambda option: str(option or years_held[0]), options)
    subject = history_subject(selections().scope, selections().measure)
    if len(subject.measures) > 1:
        segmented_control("measure", words("Measure"), words.short, subject.measures, wrap=True)
    if subject.table == "unit_progress":
        pills("units", words("Units (none chosen: all)"), words.place, page.answers.units["unit"].tolist())
    return subject


def _depends_on(page: PageContext) -> tuple[Hashable, ...]:
    """Returns what is shown of a history besides its name; the release's number, as a restored one is like another."""
    selected = selections()
    return page.release.release, selected.scope, selected.measure, selected.interval, selected.year, selected.units


def _lines(page: PageContext, shown: MeasureHistory) -> None:
    """Draws small multiples on one scale, or one large chart where there is one line."""
    words, units = page.words, shown.units
    st.subheader(words.axis(shown.subject.measure), anchor=False)
    with st.grid(min(4, len(units)), min_column_width=250, gap="small"):
        for unit in units:
            _line(page, shown, unit, large=len(units) == 1)
    st.caption(" · ".join((shown.span, words("one scale for all"))) if len(units) > 1 else shown.span)


def _line(page: PageContext, shown: MeasureHistory, unit: str, large: bool) -> None:
    words, measure, periods = page.words, shown.subject.measure, shown.periods
    with st.container(gap="xxsmall"):
        st.markdown(bold(escaped(words.place(unit))))
        page.chart(
            f"course-{unit}",
            lambda: history_line(
                periods[periods["unit"] == unit], measure, shared_axis_end(periods), words, page.dark, large
            ),
            *_depends_on(page),
            alt=f"{words.place(unit)} {words.heading(measure)}",
        )


def _gains(page: PageContext, shown: MeasureHistory) -> None:
    words = page.words
    heading = words("Gains of the last period")
    st.subheader(heading, anchor=False)
    chart, table = st.columns([1.1, 1], gap="medium")
    with chart:
        page.chart(
            "gains",
            lambda: gain_bars(shown.gained, shown.subject.measure, words, page.dark),
            *_depends_on(page),
            alt=heading,
        )
    table.table(shown.gains_listed.map(escaped), border="horizontal", hide_index=True)


def _ranks(page: PageContext, shown: MeasureHistory) -> None:
    words, units = page.words, selections().units
    heading = words("Rank from date to date")
    st.subheader(heading, anchor=False)
    page.chart(
        "rank-lines", lambda: rank_lines(shown.periods, units, words, page.dark), *_depends_on(page), alt=heading
    )
    explanation = words("Ties share a rank. Thick lines: the selected units, or all units whose rank has changed.")
    st.caption(" · ".join((shown.span, words.heading(shown.subject.measure), explanation)))


def _table(page: PageContext, shown: MeasureHistory) -> None:
    words, title = page.words, page.words.axis(shown.subject.measure)
    if shown.listed.empty:
        return
    st.subheader(words("All dates"), anchor=False)
    st.dataframe(shown.listed, hide_index=True, alt=title)
    footer = " · ".join((title, shown.span))
    st.caption(footer)
    download_table(
        words("Download as a spreadsheet"),
        lambda: history_to_download(shown.periods, words),
        words("History"),
        title,
        footer,
        page.release.as_of,
    )


draw(page_context())
