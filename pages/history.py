"""历史趋势: a measure over time, its increases in the latest period, and the ranks of the units."""

from __future__ import annotations

from collections.abc import Hashable

import plotly.graph_objects as go
import streamlit as st

from renovation.charts.history import gain_bars, history_line, rank_lines, shared_axis_end
from renovation.comparisons.history import years
from renovation.web import data
from renovation.web.charts import Chart, ChartSection
from renovation.web.components import download_table, link_to
from renovation.web.markdown import escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.selections import selections, write_selections
from renovation.web.tables import ON_THE_RIGHT, with_points_in_line
from renovation.web.widgets import segmented_control, select_box, select_units, toggle
from renovation.wording.headlines import simulated_notice
from renovation.wording.history import places_in_rank_finding, rank_finding
from renovation.wording.measure_history import (
    HistorySubject,
    MeasureHistory,
    history_subject,
    history_to_download,
    measure_history,
)

YEAR_WIDTH = 120
LATEST = 0  # stands for the latest year, whichever that is


@st.fragment
def draw(page: PageContext) -> None:
    """Draws the page 历史趋势: a measure over time, its increases in the latest period, and ranks.

    This function is a Streamlit fragment: if a filter changes, Streamlit runs only this function again, not the code
    that draws the navigation and the top of the page.
    """
    recorded = data.history(page.release, page.results)
    title = st.container()
    subject = _filters(page, page.cached("years", lambda: years(recorded.points)))
    selected, words = selections(), page.words
    history = page.cached(
        "history",
        lambda: measure_history(recorded, subject, selected.interval, selected.year, selected.units, words),
        *_depends_on(),
    )
    title.title(history.title, anchor=False)
    if history.simulated and not page.results.simulated:
        st.markdown(simulated_notice(words))
    if history.has_line:
        _lines(page, history)
        _gains(page, history)
        if subject.ranked and history.places > 1:
            page.charts("rank-lines", lambda: _ranks(page, history), *_depends_on())
    _table(page, history)
    for remark in history.remarks:
        st.caption(escaped(remark))
    link_to(page, "releases", words("See every release of the data"))
    write_selections(page.release.release)


def _filters(page: PageContext, years_held: tuple[int, ...]) -> HistorySubject:
    words = page.words
    scopes = {"units": words("the units"), "counties": words("the counties"), "district": words("the whole district")}
    intervals = {"weekly": words("weekly"), "monthly": words("monthly"), "quarterly": words("quarterly")}
    with st.container(horizontal=True, gap="medium"):
        segmented_control("scope", words("Scope of the figures"), scopes.__getitem__, wrap=True)
        segmented_control("interval", words("Period"), intervals.__getitem__, wrap=True)
        if len(years_held) > 1:
            options = (LATEST, *years_held[1:])
            select_box("year", words("Year"), lambda option: str(option or years_held[0]), options, width=YEAR_WIDTH)
        # last, since not every scope has it: a control that moved under a pointer would lose the click
        subject = history_subject(selections().scope, selections().measure)
        if len(subject.measures) > 1:
            segmented_control("measure", words("Measure"), words.short_heading, subject.measures, wrap=True)
    if subject.table == "unit_progress":
        names = page.cached("unit-names", lambda: page.results.units["unit"].tolist())
        select_units(words("Units (all are shown if you select none)"), names, words)
    return subject


def _depends_on() -> tuple[Hashable, ...]:
    selected = selections()
    return selected.scope, selected.measure, selected.interval, selected.year, selected.units


def _lines(page: PageContext, history: MeasureHistory) -> None:
    """Draws a small line chart for each place, or a large one if there is only one place.

    The small charts have a common scale, or each its own if the visitor has selected this.
    """
    words, units = page.words, history.units
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(words.amount_axis(history.subject.measure), anchor=False, width="content")
        if len(units) > 1:
            explanation = words(
                "Each line fills the height of its chart. Heights in different charts then cannot be compared."
            )
            toggle("own_scale", words("Separate scales"), explanation)
    own_scale = selections().own_scale
    page.charts("courses", lambda: _courses(page, history, own_scale), *_depends_on(), own_scale)


def _courses(page: PageContext, history: MeasureHistory, own_scale: bool) -> ChartSection:
    """Returns a section with a line chart for each place, in the order of `history.units`.

    If `own_scale` is True, each chart has its own scale, otherwise all have a common one.
    """
    words, units = page.words, history.units
    measure = words.heading(history.subject.measure)
    charts = tuple(
        Chart(
            _figure(page, history, unit, own_scale),
            page.described(f"{words.place(unit)} {measure}", history.ends(unit, words)),
            words.place(unit),
        )
        for unit in units
    )
    scale = (
        words("each chart has its own scale, so heights cannot be compared")
        if own_scale
        else words("all charts use the same scale")
    )
    source = " · ".join((history.span, scale)) if len(units) > 1 else history.span
    return ChartSection(charts, source=source, columns=min(4, len(units)), narrowest=250)


def _figure(page: PageContext, history: MeasureHistory, unit: str, own_scale: bool) -> go.Figure:
    periods, large = history.periods, len(history.units) == 1
    of_unit = periods[periods["unit"] == unit]
    end = shared_axis_end(of_unit if own_scale else periods)
    return history_line(of_unit, history.subject.measure, end, page.words, page.dark, large)


def _gains(page: PageContext, history: MeasureHistory) -> None:
    words = page.words
    heading = words("Increase in the latest period")
    st.header(heading, anchor=False)
    chart, table = st.columns([1.1, 1], gap="medium")
    with chart:
        page.chart(
            "gains",
            lambda: gain_bars(history.gained, history.subject.measure, words, page.dark),
            *_depends_on(),
            alt=heading,
            finding=history.title,
        )
    with table:
        page.text_table("gains-table", lambda: history.gains_table, *_depends_on())


def _ranks(page: PageContext, history: MeasureHistory) -> ChartSection:
    words, named = page.words, places_in_rank_finding(history.periods)
    heading, finding = words("Rank over time"), rank_finding(history.periods, words)
    figure = rank_lines(
        history.periods, history.subject.measure, history.places, selections().units, words, page.dark, named
    )
    explanation = words(
        "Units with equal values share a rank. Thick lines show the selected units. If no unit is "
        "selected, thick lines show the units whose rank has changed, and the units named in the "
        "title have blue lines."
    )
    source = " · ".join((history.span, words.heading(history.subject.measure), explanation))
    return ChartSection((Chart(figure, page.described(heading, finding)),), finding or heading, source=source)


def _table(page: PageContext, history: MeasureHistory) -> None:
    words, title = page.words, page.words.amount_axis(history.subject.measure)
    if history.history_table.empty:
        return
    st.header(words("Figures for all dates"), anchor=False)
    listed, numbers = page.cached(
        "history-table", lambda: with_points_in_line(history.history_table, words), *_depends_on()
    )
    st.dataframe(listed, hide_index=True, column_config=dict.fromkeys(numbers, ON_THE_RIGHT), alt=title)
    page.table_on_paper("history", lambda: history.history_table, *_depends_on())
    footer = " · ".join((title, history.span))
    st.caption(footer)
    download_table(
        words("Download this table"),
        lambda: history_to_download(history.periods, history.subject.measure, words),
        words("History"),
        title,
        footer,
        history.last_day,
    )


draw(page_context())
