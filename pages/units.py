"""乡镇对比: the units compared with their targets and with one another, and the details of one unit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from renovation.charts.units import bullet_bars, contribution_dots, measure_bars, rank_matrix, rate_dots
from renovation.comparisons.units import select_and_sort
from renovation.domain.measures import RANKED_MEASURES
from renovation.web import data
from renovation.web.address import Address
from renovation.web.components import download_table
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.selections import select_unit, selectable_key, selected_row, selections, write_selections
from renovation.web.tables import packed
from renovation.web.unit_profile import unit_profile
from renovation.web.widgets import pills, segmented_control, select_box
from renovation.wording.district import district_total_sentence, totals_paragraphs
from renovation.wording.headlines import basis_line
from renovation.wording.target_changes import target_change_sentences
from renovation.wording.units import (
    measure_finding,
    selected_unit_finding,
    shown_contribution_finding,
    shown_measure_finding,
    small_target_warning,
    table_decimals,
    units_in_contribution_finding,
    units_table,
    units_table_heading,
    units_table_with_total,
)

ALL_UNITS = ""
UNIT_WIDTH = 190


@st.fragment
def draw(page: PageContext) -> None:
    """Draws the page. It is a fragment: if a filter changes, only this function runs again, not the frame."""
    title = st.container()
    _filters(page)
    selected = selections()
    units = page.cached(
        "units",
        lambda: select_and_sort(page.results.units, selected.units, selected.measure, selected.order, selected.unit),
        selected.units_shown,
    )
    heading = page.cached("units-title", lambda: _finding(page, units, selected), selected.units_shown)
    title.title(heading, anchor=False)
    for line in page.cached("units-targets", lambda: _changed_targets(page)):
        st.markdown(f":orange[:material/schedule:] {escaped(line)}")
    if selected.unit:
        unit_profile(page, selected.unit)
    _bars(page, units, selected)
    if not selected.unit:
        _rate_and_contribution(page, units, selected)
        _ranks(page, units, selected)
        _table(page, units, selected)
    write_selections(page.release.release)


def _finding(page: PageContext, units: pd.DataFrame, selected: Address) -> str:
    if selected.unit:
        return selected_unit_finding(selected.unit, page.results, page.words)
    return shown_measure_finding(units, selected.measure, page.results, page.words)


def _changed_targets(page: PageContext) -> tuple[str, ...]:
    points, year = data.history(page.release, page.results).points, page.results.as_of.year
    return target_change_sentences(points, "weekly", year, (), page.words)


def _filters(page: PageContext) -> None:
    words = page.words
    names = page.cached("unit-names", lambda: page.results.units["unit"].tolist())
    orders = {
        "highest": words("highest first"),
        "lowest": words("lowest first"),
        "reported": words("in the order of the source"),
    }
    pills("units", words("Units (all are shown if you select none)"), words.place, names)
    with st.container(horizontal=True, gap="medium"):
        segmented_control("measure", words("Measure"), words.short, RANKED_MEASURES, wrap=True)
        segmented_control("order", words("Sort order"), orders.__getitem__, wrap=True)
        options, all_units = (ALL_UNITS, *names), words("all units")
        select_box(
            "unit",
            words("Show one unit"),
            lambda name: words.place(name) if name else all_units,
            options,
            width=UNIT_WIDTH,
        )


def _bars(page: PageContext, units: pd.DataFrame, selected: Address) -> None:
    words, measure = page.words, selected.measure
    st.header(words.heading(measure), anchor=False)
    page.chart(
        "units-bars",
        lambda: (
            bullet_bars(units, page.results.as_of, words, page.dark, selected.unit)
            if measure == "area_renovated"
            else measure_bars(units, measure, page.results.as_of, words, page.dark, selected.unit)
        ),
        selected.units_shown,
        alt=words("{measure} of each unit", measure=words.heading(measure)),
        finding=_measure_finding(page, units, measure, selected),
        selects_unit=True,
    )
    page.source_line("unit_progress", words("Select a bar to see that unit's figures."))


def _measure_finding(page: PageContext, units: pd.DataFrame, measure: str, selected: Address) -> str:
    return page.cached(
        "measure-finding", lambda: measure_finding(units, measure, page.words), measure, selected.units_shown
    )


def _rate_and_contribution(page: PageContext, units: pd.DataFrame, selected: Address) -> None:
    words = page.words
    finding = page.cached(
        "units-contribution-finding",
        lambda: shown_contribution_finding(units, page.results, words),
        selected.units_shown,
    )
    st.header(finding, anchor=False)
    if units["completion_rate"].isna().all():
        return
    named = page.cached(
        "units-contribution-named",
        lambda: units_in_contribution_finding(units, page.results, words),
        selected.units_shown,
    )
    rate, share = st.columns(2, gap="large")
    with rate:
        st.markdown(bold(words.heading("completion_rate")))
        total = float(page.results.total["completion_rate"])
        page.chart(
            "units-rate",
            lambda: rate_dots(units, total, page.results.as_of, words, page.dark, named),
            selected.units_shown,
            alt=words("Completion rate of each unit"),
            finding=_measure_finding(page, units, "completion_rate", selected),
            selects_unit=True,
        )
    with share:
        st.markdown(bold(words("Share of all targets → share of all area renovated")))
        page.chart(
            "units-contribution",
            lambda: contribution_dots(units, page.results.as_of, words, page.dark, named),
            selected.units_shown,
            alt=words("Each unit's share of all targets and of all area renovated"),
            finding=finding,
            selects_unit=True,
        )
    page.source_line(
        "unit_progress", words("Completion rate of all units = total area renovated ÷ total of the targets.")
    )


def _ranks(page: PageContext, units: pd.DataFrame, selected: Address) -> None:
    words = page.words
    st.header(words("Rank of each unit on five measures"), anchor=False)
    warning = page.cached("units-small-targets", lambda: small_target_warning(units, words), selected.units_shown)
    if warning:
        st.markdown(escaped(warning))
    page.chart(
        "units-ranks",
        lambda: rank_matrix(units, len(page.results.units), page.results.as_of, words, page.dark),
        selected.units_shown,
        alt=words("Rank of each unit on five measures"),
        finding=words("; ").join(
            filter(None, (_measure_finding(page, units, one, selected) for one in RANKED_MEASURES))
        ),
    )
    page.source_line(
        "unit_progress",
        words(
            "Each cell shows the rank among all units and, below it, the value. Units with equal values share a rank."
        ),
    )


def _table(page: PageContext, units: pd.DataFrame, selected: Address) -> None:
    words = page.words
    st.header(words("All figures"), anchor=False)
    key = selectable_key("units-table")
    st.dataframe(
        page.cached("units-listed", lambda: packed(units_table(units, words)), selected.units_shown),
        hide_index=True,
        column_config=_column_config(page, units, selected),
        key=key,
        on_select=lambda: _select_row(key, units["unit"].tolist()),
        selection_mode="single-row",
        placeholder=words.missing,
        alt=words("All figures for the units"),
    )
    st.markdown(
        page.cached("units-totals", lambda: totals_paragraphs(units, page.results, words), selected.units_shown)
    )
    page.source_line("unit_progress", words("Areas in {unit}.", unit=words.unit("万㎡")))
    download_table(
        words("Download this table"),
        lambda: units_table_with_total(units, page.results, words),
        words("Units"),
        words("Old factory renovation by the units of Wuxing District"),
        page.cached("units-footer", lambda: _footer(page)),
        page.release.as_of,
    )


def _column_config(page: PageContext, units: pd.DataFrame, selected: Address) -> dict[str, Any]:
    """Returns how `st.dataframe` shows the columns: shares with a percent sign, areas with their decimals in line."""
    percent = st.column_config.NumberColumn(format="%.1f%%")
    bar = st.column_config.ProgressColumn(format="%.1f%%", min_value=0, max_value=100)
    columns = {
        "completion_rate": percent,
        "share_of_target": percent,
        "share_of_area": bar,
        "completed_to_started": bar,
    }
    shown = page.cached("units-decimals", lambda: table_decimals(units, page.words), selected.units_shown)
    areas = {heading: st.column_config.NumberColumn(format=f"%.{decimals}f") for heading, decimals in shown.items()}
    return areas | {units_table_heading(name, page.words): column for name, column in columns.items()}


def _footer(page: PageContext) -> str:
    """Returns the line below a downloaded table: its day and basis, its release, the district's own total."""
    words = page.words
    parts = (
        basis_line(page.results, "unit_progress", words),
        words("Release {number}", number=page.release.release),
        district_total_sentence(page.results, words),
    )
    return " · ".join(filter(None, parts))


def _select_row(key: str, units: list[str]) -> None:
    row = selected_row(key, len(units))
    if row is not None:
        select_unit(units[row])


draw(page_context())
