"""改造地图: where the renovated area lies, and the sites that are named, by township."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from renovation.blocks.spreadsheet import file_name, write_table
from renovation.comparisons.profile import profile
from renovation.comparisons.sites import SITE_ATTRIBUTES, UNKNOWN, distinct_values, filter_sites
from renovation.domain.dated_tables import records
from renovation.domain.geography import MissingGeography, geography
from renovation.domain.tables.unit_progress import UNIT_PROGRESS
from renovation.maps.counties import county_classes
from renovation.maps.deck import HEIGHT, SITES_LAYER, UNITS_LAYER, MapContext, counties_map, units_map
from renovation.maps.drawn import counties_figure, units_figure
from renovation.maps.layout import Encoding, MapContent, MapLayout, map_layout
from renovation.maps.palette import SIZE_MEASURES
from renovation.maps.views import city_view, district_view
from renovation.settings import tianditu_key
from renovation.web import data
from renovation.web.address import COLOURS, VIEWS, Address
from renovation.web.frame import BrowserCapabilities, PageContext, bold, browser_capabilities, page_context
from renovation.web.map_legend import class_legend, map_legends
from renovation.web.markdown import escaped
from renovation.web.selections import (
    fit_units,
    pick,
    picking_key,
    remember,
    row_chosen,
    selection_of,
    selections,
    touched,
)
from renovation.wording.counties import counties_table, county_finding
from renovation.wording.headlines import basis_line
from renovation.wording.profile import unit_profile_table, unit_target_line
from renovation.wording.sites import (
    attribute_heading,
    attribute_label,
    base_map_line,
    filtered_sites_finding,
    map_finding,
    map_sites_table,
    named_sites_sentence,
    site_counts_line,
    site_lines,
    sites_to_download,
    units_without_position_sentence,
)

FILTERS = {"works": "work", "modes": "mode", "stages": "stage", "leaders": "led_by"}
SHOWN_ROWS = 500
SITES_IN_PROFILE = 6


@st.fragment
def draw(shown: PageContext) -> None:
    """The page from top to bottom; a choice reruns it alone."""
    fit_units(shown.answers)
    words, _ = shown.words, shown.words.gettext
    by_county = selections().view == "counties"
    sites = data.known_sites(shown.release, shown.answers)
    left = _left(sites)
    title = county_finding(shown.answers, words) if by_county else _title(shown, sites, left)
    st.title(escaped(title), anchor=False)
    if not by_county:
        st.markdown(escaped(shown.once("map-sites-line", lambda: named_sites_sentence(shown.answers, sites, words))))
    seen = browser_capabilities()
    _view(shown)
    if by_county:
        _counties(shown, seen)
    else:
        _settings(shown, sites)
        _units(shown, sites, left, seen)
        _table(shown, left)
    remember(shown.release.release)


def _left(sites: pd.DataFrame) -> pd.DataFrame:
    """The sites that the filters and the unit looked at leave."""
    state = selections()
    left = filter_sites(sites, state.units, {trait: getattr(state, name) for name, trait in FILTERS.items()})
    return left[left["unit"] == state.unit] if state.unit else left


def _is_filtered() -> bool:
    return any(getattr(selections(), name) for name in ("units", *FILTERS))


def _title(shown: PageContext, sites: pd.DataFrame, left: pd.DataFrame) -> str:
    """What the filters found where there are any; a unit looked at has its own."""
    if _is_filtered() and not selections().unit:
        return filtered_sites_finding(sites, left, shown.words)
    return map_finding(shown.answers, selections().unit, shown.words)


def _view(shown: PageContext) -> None:
    _ = shown.words.gettext
    views = {"units": _("Units and sites"), "counties": _("Counties")}
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.segmented_control(
            _("View"),
            VIEWS,
            format_func=views.__getitem__,
            key="view",
            required=True,
            persist_state="session",
            on_change=touched,
            label_visibility="collapsed",
        )
        st.toggle(
            _("Drawn map"),
            key="drawn",
            persist_state="session",
            on_change=touched,
            help=_("The same map without WebGL, for old computers and for printing."),
        )


def _settings(shown: PageContext, sites: pd.DataFrame) -> None:
    """What circles and points mean, and which sites are shown; open where the address says something of it."""
    state, usual = selections(), Address()
    said = _is_filtered() or any(getattr(state, name) != getattr(usual, name) for name in ("size", "colour", "told_by"))
    with st.expander(shown.words.gettext("What is shown, and how"), expanded=said):
        _meanings(shown)
        _filters(shown, sites)


def _meanings(shown: PageContext) -> None:
    words, _ = shown.words, shown.words.gettext
    size, colour, told_by = st.columns(3)
    size.selectbox(
        _("Circle's area"),
        SIZE_MEASURES,
        format_func=words.heading,
        key="size",
        persist_state="session",
        on_change=touched,
    )
    colour.selectbox(
        _("Circle's colour"),
        COLOURS,
        format_func=words.heading,
        key="colour",
        persist_state="session",
        on_change=touched,
    )
    told_by.selectbox(
        _("Sites told apart by"),
        SITE_ATTRIBUTES,
        format_func=partial(attribute_heading, words=words),
        key="told_by",
        persist_state="session",
        on_change=touched,
    )


def _filters(shown: PageContext, sites: pd.DataFrame) -> None:
    words, _ = shown.words, shown.words.gettext
    units, *traits = st.columns([1.4, 1, 1, 1, 1])
    units.multiselect(
        words.label(UNIT_PROGRESS.column("unit").heading),
        shown.answers.units["unit"].tolist(),
        format_func=words.place,
        key="units",
        persist_state="session",
        on_change=touched,
        placeholder=_("all"),
    )
    for place, (name, trait) in zip(traits, FILTERS.items(), strict=True):
        values = shown.once("map-values", partial(distinct_values, sites, trait), trait)
        options = _options(values, st.session_state[name])
        place.multiselect(
            attribute_heading(trait, words),
            options,
            key=name,
            persist_state="session",
            on_change=touched,
            format_func=partial(attribute_label, trait, words=words),
            placeholder=_("all"),
        )


def _options(values: Iterable[str], kept: Sequence[str]) -> list[str]:
    """The values that the sites have, the unknown last; and what the address asks for, though no site has it."""
    known = {*values, *kept}
    return [*sorted(known - {UNKNOWN}), *({UNKNOWN} & known)]


def _units(shown: PageContext, named: pd.DataFrame, sites: pd.DataFrame, seen: BrowserCapabilities | None) -> None:
    """The map of units and of the sites that are left of those named; beside it the unit looked at and the legend."""
    words, _, state = shown.words, shown.words.gettext, selections()
    try:
        base = geography()
    except MissingGeography:
        _say_no_base(shown)
        if state.unit:
            _profile(shown, state.unit, sites)
        return
    width = seen.width if seen else None
    asked = MapContent(shown.answers.units, named, sites, state.units, state.unit, state.site)
    meaning = Encoding(state.size, state.colour, state.told_by)
    key = (replace(state, release=None, drawn=False), district_view(width).narrow)
    found = shown.once(
        "map-scene", lambda: map_layout(asked, meaning, base, words, shown.dark, width), shown.dark, *key
    )
    ground = MapContext(base, found.view, words, shown.dark, tianditu_key(), shown.scale)
    drawing, side = st.columns([2.3, 1], gap="medium")
    with drawing:
        _draw_units(shown, found, ground, seen)
        shown.foot("unit_progress", base_map_line(found.view, bool(ground.tianditu_key), words))
        if found.units_without_position:
            st.caption(escaped(units_without_position_sentence(found.units_without_position, words)))
        if state.unit:
            map_legends(shown, found, st.columns([1.2, 1, 1]))
    with side:
        if state.unit:
            _profile(shown, state.unit, sites)
        else:
            st.caption(_("Choose a circle to see the unit."))
            map_legends(shown, found, [st.container() for _place in range(3)])


def _draw_units(shown: PageContext, found: MapLayout, ground: MapContext, seen: BrowserCapabilities | None) -> None:
    """With WebGL, or drawn where there is none or the visitor wants it so."""
    state, alt = selections(), shown.words.gettext("Map of the units and the renovation sites")
    if state.drawn or (seen is not None and not seen.webgl):
        _say_drawn(shown, seen)
        shown.chart(
            "map-drawn",
            lambda: units_figure(found, ground, state.unit, state.site),
            replace(state, release=None),
            found.view,
            alt=alt,
            picks_unit=True,
        )
    elif seen is None:
        st.container(height=round(shown.scale * HEIGHT), border=False)
    else:
        deck = shown.once(
            "map-deck",
            lambda: units_map(found, ground, state.unit, state.site),
            ground.tianditu_key,
            shown.dark,
            shown.scale,
            replace(state, release=None),
            found.view,
        )
        key = picking_key(f"map-{state.unit or 'all'}")
        st.pydeck_chart(deck, height=round(shown.scale * HEIGHT), key=key, on_select=lambda: _pick(key), alt=alt)


def _counties(shown: PageContext, seen: BrowserCapabilities | None) -> None:
    words, _, answers = shown.words, shown.words.gettext, shown.answers
    try:
        base = geography()
    except MissingGeography:
        _say_no_base(shown)
    else:
        ground = MapContext(base, city_view(seen.width if seen else None), words, shown.dark, scale=shown.scale)
        if selections().drawn or (seen is not None and not seen.webgl):
            _say_drawn(shown, seen)
            shown.chart(
                "map-counties",
                lambda: counties_figure(answers.counties, ground),
                ground.view,
                alt=_("Map of the five counties"),
            )
        elif seen is None:
            st.container(height=round(shown.scale * HEIGHT), border=False)
        else:
            st.pydeck_chart(
                counties_map(answers.counties, ground),
                height=round(shown.scale * HEIGHT),
                key="map-counties",
                alt=_("Map of the five counties"),
            )
        shown.foot("county_progress", base_map_line(ground.view, False, words))
        class_legend(county_classes(answers.counties, words, shown.dark), words.axis("area_reported"))
    st.table(counties_table(answers.counties, words).map(escaped), border="horizontal", hide_index=True)


def _say_drawn(shown: PageContext, seen: BrowserCapabilities | None) -> None:
    if seen is not None and not seen.webgl:
        st.caption(shown.words.gettext("This browser has no WebGL; the map is drawn instead, with the same choices."))


def _say_no_base(shown: PageContext) -> None:
    data.LOG.exception("The map's base cannot be read.")
    st.warning(
        shown.words.gettext("The map's base is missing, so the map cannot be shown; the table below holds the same."),
        icon=":material/info:",
    )


def _profile(shown: PageContext, name: str, sites: pd.DataFrame) -> None:
    """The unit looked at: figures with ranks, the sites that the filters leave of it, what the report says."""
    words, _, answers = shown.words, shown.words.gettext, shown.answers
    tables = (answers.table("sites"), answers.table("notes"), answers.checks, answers.table("figures"))
    one = profile(name, answers.units, *tables)
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(escaped(words.place(name)), anchor=False, width="content")
            st.button(_("Back to all units"), icon=":material/close:", on_click=_back)
        figures = unit_profile_table(one.unit, len(answers.units), words)
        st.table(figures.map(escaped), border="horizontal", hide_index=True)
        st.caption(escaped(unit_target_line(one.unit, words)))
        _lines(_("Sites"), site_lines(sites, words, SITES_IN_PROFILE))
        _lines(_("What the report says"), [note["text"] for note in records(one.notes)])


def _lines(heading: str, lines: Sequence[str]) -> None:
    if lines:
        st.markdown("\n".join([bold(heading), "", *(f"- {escaped(line)}" for line in lines)]))


def _back() -> None:
    st.session_state["site"] = ""
    pick(None)


def _table(shown: PageContext, sites: pd.DataFrame) -> None:
    """The same sites as rows; choosing one shows it on the map."""
    words, _ = shown.words, shown.words.gettext
    st.subheader(_("{count} sites").format(count=len(sites)), anchor=False)
    if sites.empty:
        st.markdown(_("No site is of this kind."))
        return
    st.markdown(escaped(_counts(shown, sites)))
    key = picking_key("sites")
    st.dataframe(
        map_sites_table(sites.head(SHOWN_ROWS), words),
        hide_index=True,
        key=key,
        on_select=lambda: _pick_row(key, sites.head(SHOWN_ROWS)),
        selection_mode="single-row",
        alt=_("Renovation sites"),
    )
    if len(sites) > SHOWN_ROWS:
        st.caption(_("The first {shown} of {all}; the download holds all.").format(shown=SHOWN_ROWS, all=len(sites)))
    shown.foot("sites")
    number = _("Release {number}").format(number=shown.release.release)
    footer = " · ".join((basis_line(shown.answers, "sites", words), number))
    title = _("Renovation sites of Wuxing District")
    st.download_button(
        _("Download as a spreadsheet"),
        lambda: write_table(sites_to_download(sites, words), _("Renovation sites"), title, footer),
        file_name=file_name(_("Renovation sites"), shown.release.as_of),
        icon=":material/download:",
        on_click="ignore",
    )


def _counts(shown: PageContext, sites: pd.DataFrame) -> str:
    state = selections()
    return shown.once(
        "map-counts", lambda: site_counts_line(sites, state.told_by, shown.words), replace(state, release=None)
    )


def _pick(key: str) -> None:
    """Opens the unit of the circle or point chosen on the map."""
    selection = selection_of(key)
    objects = selection.get("objects", {}) if selection else {}
    for layer in (SITES_LAYER, UNITS_LAYER):
        for found in objects.get(layer, []):
            if found.get("unit"):
                st.session_state["site"] = found.get("site", "")
                pick(found["unit"])
                return


def _pick_row(key: str, sites: pd.DataFrame) -> None:
    row = row_chosen(key, len(sites))
    if row is not None:
        site = sites.iloc[row]
        st.session_state["site"] = site["site"]
        pick(site["unit"])


draw(page_context())
