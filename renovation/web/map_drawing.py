"""Draws the map as the visitor's browser can show it: with WebGL, or as a Plotly figure."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final

import plotly.graph_objects as go
import pydeck as pdk
import streamlit as st

from renovation.maps.deck import HEIGHT, SITES_LAYER, UNITS_LAYER
from renovation.web import data
from renovation.web.browser import BrowserCapabilities
from renovation.web.page_context import PageContext
from renovation.web.selections import select_unit, selectable_key, selection_in, selections

_LAYERS: Final = (SITES_LAYER, UNITS_LAYER)
"""The layers from which a unit can be selected; sites come first because they are drawn above the circles."""


def draw_map(
    page: PageContext,
    name: str,
    browser: BrowserCapabilities | None,
    figure: Callable[[], go.Figure],
    deck: Callable[[], pdk.Deck],
    *depends_on: Hashable,
    alt: str,
    finding: str,
) -> None:
    """Draws a map with pydeck or as a Plotly figure; a click on a circle or a point selects its unit.

    `name` is the beginning of the map's Streamlit key. `deck` is called if the browser has WebGL, `figure` if it has no
    WebGL or the visitor prefers the static map. The result is cached for each `name` and `depends_on`, so `depends_on`
    must contain all values that the map depends on. As long as `browser` is None, because the browser has not reported
    its capabilities yet, an empty space of the same height is drawn. `alt` names the map for screen readers, `finding`
    says what it shows.
    """
    height = round(page.scale * HEIGHT)
    if selections().drawn or (browser is not None and not browser.webgl):
        if browser is not None and not browser.webgl:
            st.caption(
                page.words("WebGL is not available in this browser, so a static map is shown; it works the same way.")
            )
        page.chart(f"{name}-drawn", figure, *depends_on, alt=alt, finding=finding, selects_unit=True)
    elif browser is None:
        st.container(height=height, border=False)
    else:
        key = selectable_key(name)
        content = page.cached(f"{name}-deck", deck, page.dark, page.scale, *depends_on)
        described = page.described(alt, finding)
        st.pydeck_chart(content, height=height, key=key, on_select=lambda: _select_from_deck(key), alt=described)


def warn_of_missing_base_map(page: PageContext) -> None:
    """Draws a warning that the map cannot be shown, because files of the base map are missing, and logs the exception.

    Call it in an `except` block.
    """
    data.LOG.exception("The map's base cannot be read.")
    st.warning(
        page.words("The map cannot be shown, because the base map is missing. The table below has the same figures."),
        icon=":material/info:",
    )


def _select_from_deck(key: str) -> None:
    selection = selection_in(key)
    objects = selection.get("objects", {}) if selection else {}
    selected = [one for layer in _LAYERS for one in objects.get(layer, []) if one.get("unit")]
    if selected:
        select_unit(selected[0]["unit"], selected[0].get("site", ""))
