"""改造地图: the units and the renovation sites on a map, and the sites as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from renovation.comparisons.profile import profile
from renovation.domain.dated_tables import records
from renovation.domain.geography import Geography, MissingGeography, geography
from renovation.maps.counties import county_classes
from renovation.maps.deck import MapContext, counties_map, units_map
from renovation.maps.drawn import counties_figure, units_figure
from renovation.maps.layout import Encoding, MapContent, MapLayout, map_layout
from renovation.maps.points import overlapping_sites
from renovation.maps.views import city_view, district_view
from renovation.settings import tianditu_key
from renovation.web import data
from renovation.web.browser import BrowserCapabilities, browser_capabilities
from renovation.web.components import unit_heading_with_back_button
from renovation.web.map_drawing import draw_map, warn_of_missing_base_map
from renovation.web.map_legend import class_legend, map_legends
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.selections import (
    drop_unknown,
    select_unit,
    selectable_key,
    selections,
    selections_without_release,
    write_selections,
)
from renovation.web.site_filters import filtered_sites, is_filtered, map_settings
from renovation.web.site_list import site_list
from renovation.web.tables import text_table
from renovation.web.widgets import segmented_control, toggle
from renovation.wording.counties import counties_table, county_finding, no_rank_sentence
from renovation.wording.profile import unit_profile_table, unit_target_line
from renovation.wording.sites import (
    base_map_line,
    filtered_sites_finding,
    map_finding,
    named_sites_sentence,
    site_facts,
    site_lines,
    units_without_position_sentence,
    unnamed_units,
)

SITES_IN_PROFILE = 6


@st.fragment
def draw(page: PageContext) -> None:
    """Draws the page 改造地图: the units and sites on a map, and the sites as a table.

    This function is a Streamlit fragment: if a selection changes, Streamlit runs only this function again, not the code
    that draws the navigation and the top of the page.
    """
    drop_unknown(page.results.units["unit"], (goal.goal for goal in page.results.goals))
    by_county = selections().view == "counties"
    sites = data.known_sites(page.release, page.results)
    shown_sites = filtered_sites(sites)
    st.title(escaped(_title(page, sites, shown_sites)), anchor=False)
    if not by_county:
        units = selections().units
        sentence = page.cached(
            "map-sites-line", lambda: named_sites_sentence(page.results, sites, units, page.words), units
        )
        st.markdown(escaped(sentence))
    browser = browser_capabilities()
    _view(page)
    if by_county and not page.results.counties.empty:
        _counties(page, browser)
    elif not by_county:
        map_settings(page, sites)
        _units(page, sites, shown_sites, browser)
        if not sites.empty:
            site_list(page, shown_sites)
    write_selections(page.release.release)


def _title(page: PageContext, sites: pd.DataFrame, shown_sites: pd.DataFrame) -> str:
    """Returns the title of the page.

    It is about the counties, about the sites that match the filters (`shown_sites`), about the selected unit, or about
    all units.
    """
    selected = selections()
    if selected.view == "counties":
        return county_finding(page.results, page.words) or no_rank_sentence(page.results.counties, page.words)
    if is_filtered() and not selected.unit:
        return filtered_sites_finding(sites, shown_sites, page.words)
    return _finding(page, selected.unit)


def _finding(page: PageContext, unit: str | None) -> str:
    return page.cached("map-finding", lambda: map_finding(page.results, unit, page.words), unit)


def _view(page: PageContext) -> None:
    words = page.words
    views = {"units": words("Units and sites"), "counties": words("Counties")}
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        segmented_control("view", words("Map view"), views.__getitem__, label_visibility="collapsed")
        explanation = words("The same map without WebGL, for old computers and for printing.")
        toggle("drawn", words("Static map"), explanation)
        st.button(words("Show the whole map"), icon=":material/zoom_out_map:", on_click=select_unit, args=(None,))


def _units(
    page: PageContext, sites: pd.DataFrame, shown_sites: pd.DataFrame, browser: BrowserCapabilities | None
) -> None:
    """Draws the map of the units and sites; beside it the selected unit, or the legend if none is selected.

    The legend is below the selected unit, because on a phone the unit would otherwise be a screen below the map.
    `shown_sites` are the sites that match the filters. `browser` says what the visitor's browser can show; None if this
    is not known yet.
    """
    unit = selections().unit
    try:
        base = geography()
    except MissingGeography:
        warn_of_missing_base_map(page)
        if unit:
            _profile(page, unit, shown_sites, [])
        return
    layout = _layout(page, sites, shown_sites, base, browser.width if browser else None)
    drawing, side = st.columns([2.3, 1], gap="medium")
    with drawing:
        _drawing(page, layout, base, browser, _title(page, sites, shown_sites))
    with side:
        if unit:
            overlapping = overlapping_sites(layout.points, unit, selections().site or "", layout.view)
            _profile(page, unit, shown_sites, overlapping)
        else:
            if not layout.circles.empty:
                with st.container(key="circle-hint-on-screen"):
                    st.caption(page.words("Select a circle to see the unit."))
            map_legends(page, layout, [st.container() for _place in range(3)])
    if unit:
        map_legends(page, layout, st.columns([1.2, 1, 1]))


def _layout(
    page: PageContext, sites: pd.DataFrame, shown_sites: pd.DataFrame, base: Geography, width: int | None
) -> MapLayout:
    selected = selections()
    content = MapContent(page.results.units, sites, shown_sites, selected.units, selected.unit, selected.site)
    encoding = Encoding(selected.circle_size, selected.circle_colour, selected.site_attribute)
    return page.cached(
        "map-layout",
        lambda: map_layout(content, encoding, base, page.words, page.dark, width),
        page.dark,
        selections_without_release(),
        district_view(width).narrow,
    )


def _drawing(
    page: PageContext, layout: MapLayout, base: Geography, browser: BrowserCapabilities | None, finding: str
) -> None:
    words, selected = page.words, selections()
    context = MapContext(base, layout.view, words, page.dark, tianditu_key(), page.scale)
    draw_map(
        page,
        f"map-{selected.unit or 'all'}",
        browser,
        lambda: units_figure(layout, context, selected.unit, selected.site),
        lambda: units_map(layout, context, selected.unit, selected.site),
        selections_without_release(),
        layout.view,
        context.tianditu_key,
        alt=words("Map of the units and the renovation sites"),
        finding=finding,
    )
    page.source_line("unit_progress", base_map_line(layout.view, bool(context.tianditu_key), words))
    if layout.units_without_position:
        absent = layout.units_without_position
        names = escaped(unnamed_units(absent, words))
        st.caption(escaped(units_without_position_sentence(absent, words)), help=names or None)


def _counties(page: PageContext, browser: BrowserCapabilities | None) -> None:
    words, counties = page.words, page.results.counties
    try:
        base = geography()
    except MissingGeography:
        warn_of_missing_base_map(page)
    else:
        context = MapContext(base, city_view(browser.width if browser else None), words, page.dark, scale=page.scale)
        draw_map(
            page,
            "map-counties",
            browser,
            lambda: counties_figure(counties, context),
            lambda: counties_map(counties, context),
            context.view,
            alt=words("Map of the five counties"),
            finding=county_finding(page.results, words),
        )
        page.source_line("county_progress", base_map_line(context.view, False, words))
        class_legend(county_classes(counties, words, page.dark), words.heading("area_reported"))
    page.text_table("counties-table", lambda: counties_table(counties, words))


def _profile(page: PageContext, name: str, sites: pd.DataFrame, overlapping: Sequence[tuple[str, str]]) -> None:
    """Draws the selected unit: its figures with ranks, its sites, and what the report says about it.

    `name` is the Chinese name of the unit. `sites` are its sites that match the filters. `overlapping` are the sites
    whose points cover the selected site's point on the map, as pairs (unit, site), the selected site first.
    """
    words, results = page.words, page.results
    tables = (results.table("sites"), results.table("notes"), results.checks, results.table("figures"))
    unit = profile(name, results.units, *tables)
    with st.container(border=True):
        unit_heading_with_back_button(page, name)
        _choose_overlapping(page, overlapping)
        _site(page, sites)
        figures = unit_profile_table(unit.unit, results.units, words)
        text_table(figures, words)
        st.caption(escaped(unit_target_line(unit.unit, words)))
        _lines(words("Sites"), site_lines(sites, words, SITES_IN_PROFILE))
        _lines(words("What the source says"), [note["text"] for note in records(unit.notes)])


def _choose_overlapping(page: PageContext, sites: Sequence[tuple[str, str]]) -> None:
    """Draws a choice of the sites whose points overlap, because a click selects only the uppermost one."""
    if len(sites) > 1:
        key = selectable_key("overlapping")
        label = page.words("{count} sites overlap here: choose one", count=len(sites))
        st.selectbox(
            label,
            sites,
            format_func=lambda site: site[1],
            key=key,
            on_change=lambda: select_unit(*st.session_state[key]),
        )


def _site(page: PageContext, sites: pd.DataFrame) -> None:
    selected = sites[sites["site"] == selections().site]
    if selected.empty:
        return
    text_table(site_facts(selected, page.words), page.words)
    page.source_line("sites")


def _lines(heading: str, lines: Sequence[str]) -> None:
    if lines:
        st.markdown("\n".join([bold(heading), "", *(f"- {escaped(line)}" for line in lines)]))


draw(page_context())
