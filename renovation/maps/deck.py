"""Draws the map with pydeck: circles of the units and points of the sites, or counties in colours."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pydeck as pdk

from renovation.charts.style import FONT
from renovation.domain.geography import Geography
from renovation.domain.measures import MEASURES
from renovation.language import Words
from renovation.maps.base import base_layers, plain_style, tiles_style
from renovation.maps.base_geometry import PLACE_NAMES
from renovation.maps.counties import county_shades
from renovation.maps.labels import SMALL_TEXT_PX, TEXT_PX
from renovation.maps.layout import MapLayout
from renovation.maps.palette import hex_to_rgb, map_palette
from renovation.maps.points import MANY_POINTS
from renovation.maps.views import View

UNITS_LAYER: Final = "units"
SITES_LAYER: Final = "sites"
HEIGHT: Final = 560
_ZOOMS: Final = (7.5, 15.0)
_CONTROLLER: Final = {"scrollZoom": False}
"""The wheel scrolls the page, as everywhere else; buttons, a double click and two fingers zoom."""
_TOOLTIP_WIDTH_PX: Final = 320
_FONT: Final = pdk.types.String(FONT.replace("'", '"'))
_ALL_LETTERS: Final = pdk.types.String("auto")
_PIXELS: Final = pdk.types.String("pixels")
_TOOLTIP: Final = "<b>{name}</b><br/>{first}<br/>{second}<br/>{third}<br/><small>{exact}</small>"
_TOOLTIP_COLUMNS: Final = ("name", "first", "second", "third", "exact")


@dataclass(frozen=True)
class MapContext:
    """What every map needs besides its figures: base map, view, language and theme.

    `tianditu_key` is the operator's key for 天地图 (an online map), empty if there is no key. On a large screen,
    `scale` multiplies all sizes: those of circles, of text and of the lines of the base map.
    """

    base: Geography
    view: View
    words: Words
    dark: bool
    tianditu_key: str = ""
    scale: float = 1.0


class SerialisedDeck(pdk.Deck):  # type: ignore[misc]  # pydeck has no types
    """A pydeck map that is converted to JSON once, without indentation.

    Streamlit asks for the JSON text in each run of a page. Later changes to the map have no effect.
    """

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self._document = json.dumps(json.loads(super().to_json()), ensure_ascii=False, separators=(",", ":"))

    def to_json(self) -> str:
        """Returns the map as the JSON text that the browser draws."""
        return self._document


def units_map(layout: MapLayout, context: MapContext, unit: str | None, site: str | None) -> pdk.Deck:
    """Returns the pydeck map of the units and sites whose positions and colours are in `layout`.

    `unit` and `site` are the names of the selected unit and site, or None; both are drawn with a strong edge, and the
    site has a label.
    """
    text = map_palette(context.dark).text
    layers = [
        _place_names(context),
        _circle_layer(layout.circles, unit, context),
        *_site_layers(layout.points, site, context),
        _text_layer("labels", layout.circles, text, context),
    ]
    if len(layout.selected_site):
        layers.append(_text_layer("site-label", layout.selected_site, text, context))
    if context.tianditu_key:
        return _deck(layers, context, tiles_style(context.base, context.view, context.dark, context.tianditu_key))
    below = base_layers(context.base, context.view, context.dark, context.scale)
    return _deck([*below, *layers], context, plain_style(context.dark))


def counties_map(counties: pd.DataFrame, context: MapContext) -> pdk.Deck:
    """Returns the pydeck map of the counties, each coloured by the area that it reported.

    The labels have the county's name and area. `counties` is the result of `compare_counties`, with `county` and
    `area_reported` (万㎡).
    """
    shades = county_shades(counties, context.words, context.dark)
    labels = county_labels(counties, context)
    below = base_layers(context.base, context.view, context.dark, context.scale, shades)
    text = _text_layer("county-labels", labels, map_palette(context.dark).text, context)
    return _deck([*below, text], context, plain_style(context.dark))


def county_labels(counties: pd.DataFrame, context: MapContext) -> pd.DataFrame:
    """Returns one row for the label of each county: `label` (name and area), `lon`, `lat`, `anchor`, `dx`, `dy`.

    `lon` and `lat` are the county's centre in degrees. `anchor` is the SVG text-anchor; `dx` and `dy` are the pixels
    from the centre to the label, to the right and downwards. `counties` is the result of `compare_counties`, with
    `county` and `area_reported` (万㎡). On a phone, the label has two lines, the first word of the name and the area,
    so that neighbours do not touch.
    """
    words, narrow = context.words, context.view.narrow
    outlines = [outline["properties"] for outline in context.base.outlines]
    middles = pd.DataFrame([{"county": one["name"], "lon": one["cx"], "lat": one["cy"]} for one in outlines])
    placed = counties.merge(middles, on="county", how="inner")
    names = [words.place(name) for name in placed["county"]]
    between, shown = ("\n", [name.split(" ")[0] for name in names]) if narrow else (" ", names)
    texts = [
        f"{name}{between}{words.amount(value, MEASURES['area_reported'].measurement_unit)}"
        for name, value in zip(shown, placed["area_reported"], strict=True)
    ]
    return placed[["lon", "lat"]].assign(label=texts, anchor="middle", dx=0.0, dy=0.0)


def _deck(layers: list[pdk.Layer], context: MapContext, style: str) -> pdk.Deck:
    view, zoom_in = context.view, math.log2(context.scale)
    state = pdk.ViewState(
        longitude=view.lon,
        latitude=view.lat,
        zoom=view.zoom + zoom_in,
        min_zoom=_ZOOMS[0] + zoom_in,
        max_zoom=_ZOOMS[1] + zoom_in,
    )
    text = {
        "fontSize": f"{TEXT_PX * context.scale:g}px",
        "maxWidth": f"{_TOOLTIP_WIDTH_PX * context.scale:g}px",
        "fontFamily": FONT,
    }
    tooltip = {"html": _TOOLTIP, "style": text}
    return SerialisedDeck(
        layers=layers,
        views=[pdk.View(type="MapView", controller=_CONTROLLER)],
        initial_view_state=state,
        map_provider=None,
        map_style=style,
        tooltip=tooltip,
    )


def _circle_layer(circles: pd.DataFrame, unit: str | None, context: MapContext) -> pdk.Layer:
    colours = map_palette(context.dark)
    styled = circles.assign(
        fill=_objects([*hex_to_rgb(colour), 215] for colour in circles["colour"]),
        edge=_objects(hex_to_rgb(colours.text if name == unit else colours.border) for name in circles["unit"]),
        width=[context.scale * (3.5 if name == unit else 1.2) for name in circles["unit"]],
        radius=(context.scale * circles["radius_px"]).round(1),
    )
    return _scatter_layer(UNITS_LAYER, styled, ["unit"])


def _site_layers(points: pd.DataFrame, site: str | None, context: MapContext) -> list[pdk.Layer]:
    """Returns a list with the layer that draws the points of the sites; an empty list if there are no points.

    `points` is the result of `site_points`. A site that is drawn on a ring around its unit (`on_ring`) is a hollow
    point. `site` is the name of the selected site, or None.
    """
    if points.empty:
        return []
    colours, hollow = map_palette(context.dark), points["on_ring"].astype(bool)
    styled = points.assign(
        fill=_objects(hex_to_rgb(colour) for colour in points["colour"].where(~hollow, colours.ground)),
        edge=_objects(hex_to_rgb(colour) for colour in points["colour"].where(hollow, colours.text)),
        width=[context.scale * width for width in site_edge_widths(points, site)],
        radius=context.scale * points["radius"],
    )
    return [_scatter_layer(SITES_LAYER, styled, ["site", "unit"])]


def site_edge_widths(points: pd.DataFrame, site: str | None) -> list[float]:
    """Returns the width in pixels of the edge of each site's point on the map, in the order of `points`.

    The selected site, named `site`, has the widest edge. Sites without coordinates, which are drawn on a ring around
    their unit, have a wider edge than the other sites. `points` has the columns `site` (name) and `on_ring` (bool).
    """
    usual = 1.4 if len(points) <= MANY_POINTS else 0.8
    return [
        5.0 if name and name == site else 2.6 if ring else usual
        for name, ring in zip(points["site"], points["on_ring"], strict=True)
    ]


def _scatter_layer(name: str, rows: pd.DataFrame, keys: list[str]) -> pdk.Layer:
    """Returns a deck.gl layer of discs that react to the pointer.

    `name` is the id of the layer. `rows` has `lon` and `lat` (degrees), `radius` and `width` (of the edge; both in
    pixels), `fill` and `edge` (colours), and the columns of the tooltip. `keys` are the columns that identify a clicked
    disc, such as `["unit"]`.
    """
    columns = [*keys, "lon", "lat", "fill", "edge", "width", "radius", *_TOOLTIP_COLUMNS]
    return pdk.Layer(
        "ScatterplotLayer",
        rows[columns],
        id=name,
        get_position="[lon, lat]",
        get_radius="radius",
        radius_units=_PIXELS,
        get_fill_color="fill",
        stroked=True,
        get_line_color="edge",
        get_line_width="width",
        line_width_units=_PIXELS,
        pickable=True,
    )


def _objects(lists: Iterable[list[Any]]) -> npt.NDArray[np.object_]:
    """Converts `lists`, such as a colour for each circle, to a NumPy array whose elements are lists; pydeck needs this.

    A Series would be aligned by its index when it is assigned to a column, so that a label would lose its offset.
    """
    return pd.Series(list(lists), dtype="object").to_numpy()


def _place_names(context: MapContext) -> pdk.Layer:
    english = context.words.language == "en"
    names = [{"label": en if english else zh, "lon": lon, "lat": lat} for zh, en, lon, lat in PLACE_NAMES]
    labels = pd.DataFrame(names).assign(anchor="middle", dx=0.0, dy=0.0)
    return _text_layer("names", labels, map_palette(context.dark).quiet, context, background=False)


def _text_layer(
    name: str, labels: pd.DataFrame, colour: str, context: MapContext, background: bool = True
) -> pdk.Layer:
    """Returns a deck.gl layer of texts, which do not react to the pointer.

    `name` is the id of the layer. `labels` has `label` (the text), `lon` and `lat` (degrees), `dx` and `dy` (pixels by
    which the text is moved right and down) and `anchor` (the SVG text-anchor). `colour` is a CSS colour. If
    `background` is False, the texts are small and have no background.
    """
    offsets = (context.scale * labels[["dx", "dy"]]).round()
    rows = labels[["label", "lon", "lat", "anchor"]].assign(offset=_objects(offsets.to_numpy().tolist()))
    fill = [*hex_to_rgb(map_palette(context.dark).ground), 205]
    chip = {"background": True, "get_background_color": fill, "background_padding": [4, 2]} if background else {}
    is_small = context.view.narrow or not background
    return pdk.Layer(
        "TextLayer",
        rows,
        id=name,
        get_position="[lon, lat]",
        get_text="label",
        get_size=context.scale * (SMALL_TEXT_PX if is_small else TEXT_PX),
        get_color=hex_to_rgb(colour),
        get_pixel_offset="offset",
        get_text_anchor="anchor",
        character_set=_ALL_LETTERS,
        font_family=_FONT,
        pickable=False,
        **chip,
    )
