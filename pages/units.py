"""乡镇对比: the units compared with their targets and with one another, and the details of one unit."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import streamlit as st

from renovation.charts.unit_ranks import rank_matrix
from renovation.charts.units import bullet_bars, contribution_dots, measure_bars, rate_dots
from renovation.comparisons.units import reported_measures, select_and_sort
from renovation.domain.measures import RANKED_MEASURES
from renovation.web import data
from renovation.web.address import Address
from renovation.web.charts import Chart, ChartSection
from renovation.web.components import download_table
from renovation.web.markdown import escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.selections import select_unit, selectable_key, selected_row, selections, write_selections
from renovation.web.tables import as_arrow
from renovation.web.unit_profile import unit_profile
from renovation.web.widgets import segmented_control, select_box, select_units
from renovation.wording.district import district_total_sentence, totals_paragraphs
from renovation.wording.headlines import basis_line
from renovation.wording.target_changes import target_change_sentences
from renovation.wording.units import (
    measure_finding,
    no_contributions_reason,
    selected_unit_finding,
    shown_contribution_finding,
    shown_units_finding,
    small_target_warning,
    units_in_contribution_finding,
)
from renovation.wording.units_table import (
    table_decimals,
    units_table,
    units_table_heading,
    units_table_in_words,
    units_table_with_total,
)

ALL_UNITS = ""
ORDERS = ("highest", "lowest", "reported")
UNIT_WIDTH = 190


@st.fragment
def draw(page: PageContext) -> None:
    """Draws the page 乡镇对比: the units compared with their targets and with one another, and the details of one unit.

    This function is a Streamlit fragment: if a filter changes, Streamlit runs only this function again, not the code
    that draws the navigation and the top of the page.
    """
    title = st.container()
    _filters(page)
    selected = selections()
    units = _units_shown(page, selected)
    heading = page.cached("units-title", lambda: _finding(page, units, selected.unit), selected.units_shown)
    title.title(heading, anchor=False)
    for line in page.cached("units-targets", lambda: _changed_targets(page)):
        st.markdown(f":orange[:material/schedule:] {escaped(line)}")
    if selected.unit:
        unit_profile(page, selected.unit)
    shown = selected.units_shown
    page.charts_with_choices(
        "units-bars",
        lambda address: _bars(page, address),
        lambda address: address.units_shown,
        {"measure": _measures(page), "order": ORDERS},
    )
    if not selected.unit:
        are_compared = len(page.results.units) > 1
        if are_compared and units["completion_rate"].notna().any():
            page.charts("units-contribution", lambda: _rate_and_contribution(page, units), *shown, selects_unit=True)
        if are_compared:
            page.charts("units-ranks", lambda: _ranks(page, units), *shown)
        _table(page, units, selected)
    write_selections(page.release.release)


def _units_shown(page: PageContext, selected: Address) -> pd.DataFrame:
    """Returns the rows of the selected units in the selected order; the result of `select_and_sort`."""
    return page.cached(
        "units",
        lambda: select_and_sort(page.results.units, selected.units, selected.measure, selected.order, selected.unit),
        selected.units_shown,
    )


def _finding(page: PageContext, units: pd.DataFrame, unit: str | None) -> str:
    if unit:
        return selected_unit_finding(unit, page.results, page.words)
    return shown_units_finding(units, page.results, page.words)


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
    select_units(words("Units (all are shown if you select none)"), names, words)
    with st.container(horizontal=True, gap="medium"):
        segmented_control("measure", words("Measure"), words.short_heading, _measures(page), wrap=True)
        segmented_control("order", words("Sort order"), orders.__getitem__, ORDERS, wrap=True)
        options, all_units = (ALL_UNITS, *names), words("all units")
        select_box(
            "unit",
            words("Show one unit"),
            lambda name: words.place(name) if name else all_units,
            options,
            width=UNIT_WIDTH,
        )


def _measures(page: PageContext) -> tuple[str, ...]:
    """Returns the measures that can be selected: those with a figure of any unit, or all if there are no figures."""
    return page.cached("units-measures", lambda: reported_measures(page.results.units)) or RANKED_MEASURES


def _bars(page: PageContext, selected: Address) -> ChartSection:
    words, measure, as_of = page.words, selected.measure, page.results.as_of
    units = _units_shown(page, selected)
    heading, finding = words.heading(measure), measure_finding(units, measure, words)
    figure = (
        bullet_bars(units, as_of, words, page.dark, selected.unit)
        if measure == "area_renovated"
        else measure_bars(units, measure, as_of, words, page.dark, selected.unit)
    )
    alt = page.described(words("{measure} of each unit", measure=heading), finding)
    source, hint = page.source("unit_progress"), words("Select a bar to see that unit's figures.")
    # of the area and of one unit, the page's title says the finding
    is_in_title = measure == "area_renovated" or selected.unit is not None
    return ChartSection((Chart(figure, alt),), heading if is_in_title else finding or heading, source=source, hint=hint)


def _rate_and_contribution(page: PageContext, units: pd.DataFrame) -> ChartSection:
    words, results = page.words, page.results
    finding = shown_contribution_finding(units, results, words)
    why_no_shares = no_contributions_reason(results.units, words)
    emphasised = units_in_contribution_finding(units, results, words)
    total = float(results.total["completion_rate"])
    remark = words("Completion rate of all units = total area renovated ÷ total of the targets.")
    source = page.source("unit_progress", *([remark] if pd.notna(total) else []))
    rates = Chart(
        rate_dots(units, total, results.as_of, words, page.dark, emphasised),
        page.described(words("Completion rate of each unit"), measure_finding(units, "completion_rate", words)),
        "" if why_no_shares else words.heading("completion_rate"),
    )
    if why_no_shares:
        heading = measure_finding(units, "completion_rate", words) or words.heading("completion_rate")
        return ChartSection((rates,), heading, words("{finding}.", finding=why_no_shares), source)
    shares = Chart(
        contribution_dots(units, results.as_of, words, page.dark, emphasised),
        page.described(words("Each unit's share of all targets and of all area renovated"), finding),
        words("Share of all targets → share of all area renovated"),
    )
    return ChartSection((rates, shares), finding, source=source, columns=2)


def _ranks(page: PageContext, units: pd.DataFrame) -> ChartSection:
    words, heading = page.words, page.words("Rank of each unit on each measure")
    figure = rank_matrix(units, len(page.results.units), page.results.as_of, words, page.dark)
    findings = words("; ").join(filter(None, (measure_finding(units, one, words) for one in RANKED_MEASURES)))
    source = page.source(
        "unit_progress",
        words(
            "Each cell shows the rank among all units and, below it, the value. Units with equal values share a rank."
        ),
    )
    chart = Chart(figure, page.described(heading, findings))
    return ChartSection((chart,), heading, small_target_warning(units, words) or "", source)


def _table(page: PageContext, units: pd.DataFrame, selected: Address) -> None:
    words = page.words
    st.header(words("All measures"), anchor=False)
    key = selectable_key("units-table")
    st.dataframe(
        page.cached("units-listed", lambda: as_arrow(units_table(units, words)), selected.units_shown),
        hide_index=True,
        column_config=_column_config(page, units, selected),
        key=key,
        on_select=lambda: _select_row(key, units["unit"].tolist()),
        selection_mode="single-row",
        placeholder=words.missing,
        alt=words("All measures of the units"),
    )
    page.table_on_paper("units", lambda: units_table_in_words(units, words), *selected.units_shown)
    st.markdown(
        page.cached("units-totals", lambda: totals_paragraphs(units, page.results, words), selected.units_shown)
    )
    page.source_line("unit_progress", words("Areas in {unit}", unit=words.amount_measurement_unit("万㎡")))
    download_table(
        words("Download this table"),
        lambda: units_table_with_total(units, page.results, words),
        words("Units"),
        words("Progress of old factory renovation in Wuxing District, by unit"),
        page.cached("units-footer", lambda: _footer(page)),
        page.release.as_of,
    )


def _column_config(page: PageContext, units: pd.DataFrame, selected: Address) -> dict[str, Any]:
    """Returns the settings of `st.dataframe` for its columns; the keys are the headings of the columns.

    Shares are shown with a percent sign, areas with as many decimals as their column needs.
    """
    # the front end measures numbers alone, and would cut the words for a missing one
    width: Literal["small"] | None = "small" if units["completion_rate"].isna().any() else None
    percent = st.column_config.NumberColumn(format="%.1f%%", width=width)
    bar = st.column_config.ProgressColumn(format="%.1f%%", min_value=0, max_value=100)
    columns = {
        "completion_rate": percent,
        "share_of_target": percent,
        "share_of_area": bar,
        "completed_to_started": bar,
    }
    shown = page.cached("units-decimals", lambda: table_decimals(units, page.words), selected.units_shown)
    areas = {
        heading: st.column_config.NumberColumn(
            format="localized" if page.words.language == "en" else f"%.{decimals}f", width=width
        )
        for heading, decimals in shown.items()
    }
    return areas | {units_table_heading(name, page.words): column for name, column in columns.items()}


def _footer(page: PageContext) -> str:
    """Returns the line below the downloaded table: date and basis, the release's number, the district's own total."""
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
