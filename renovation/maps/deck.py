"""The map with pydeck: the units' circles, one unit's sites, the counties."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import pydeck as pdk

from renovation.charts.style import FONT
from renovation.domain.geography import Geography
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
_FONT: Final = pdk.types.String(FONT.replace("'", '"'))
_ALL_LETTERS: Final = pdk.types.String("auto")
_TOOLTIP: Final = "<b>{name}</b><br/>{first}<br/>{second}<br/>{third}<br/><small>{exact}</small>"


@dataclass(frozen=True)
class MapContext:
    """What every map needs: the base, what part of it is shown, the theme, and 天地图's key if there is one.

    On a wide screen all is `scale` times as large: circles, type and the ground alike, so that the picture is the same.
    """

    base: Geography
    view: View
    words: Words
    dark: bool
    tianditu_key: str = ""
    scale: float = 1.0


class SerialisedDeck(pdk.Deck):  # type: ignore[misc]  # pydeck has no types
    """A deck as it is shown again and again: written once, without the blanks that pydeck indents with."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self._written = json.dumps(json.loads(super().to_json()), ensure_ascii=False, separators=(",", ":"))

    def to_json(self) -> str:
        """What the browser draws from; never changed."""
        return self._written


def units_map(found: MapLayout, ground: MapContext, unit: str | None, site: str | None) -> pdk.Deck:
    """The units' circles with a scene's sites; a strong edge marks the chosen `unit` and `site`, a label the site."""
    text = map_palette(ground.dark).text
    layers = [_names(ground), _circles(found.circles, unit, ground), *_sites(found.points, site, ground)]
    layers.append(_text("labels", found.circles, text, ground, True))
    if len(found.selected_site):
        layers.append(_text("site-label", found.selected_site, text, ground, True))
    if ground.tianditu_key:
        style = tiles_style(ground.base, ground.view, ground.dark, ground.tianditu_key)
        return _deck(layers, ground, style)
    beneath = base_layers(ground.base, ground.view, ground.dark, ground.scale)
    return _deck([*beneath, *layers], ground, plain_style(ground.dark))


def counties_map(counties: pd.DataFrame, ground: MapContext) -> pdk.Deck:
    """The five counties coloured by their place, each with its name and figure.

    `counties` is a comparison of counties: `county`, `area_reported`, `rank`.
    """
    words, colours = ground.words, map_palette(ground.dark)
    shades = county_shades(counties, words, ground.dark)
    labels = county_labels(counties, ground.base, words)
    beneath = base_layers(ground.base, ground.view, ground.dark, ground.scale, shades)
    return _deck(
        [*beneath, _text("county-labels", labels, colours.text, ground, True)], ground, plain_style(ground.dark)
    )


def county_labels(counties: pd.DataFrame, base: Geography, words: Words) -> pd.DataFrame:
    """`label`, `lon`, `lat`, `anchor`, `dx`, `dy`: each county's place, name and figure in the middle of it."""
    middles = pd.DataFrame(
        [
            {"county": one["properties"]["name"], "lon": one["properties"]["cx"], "lat": one["properties"]["cy"]}
            for one in base.outlines
        ]
    )
    here = counties.merge(middles, on="county", how="inner")
    texts = [
        f"{words.place(name)} {words.number(value)}"
        for name, value in zip(here["county"], here["area_reported"], strict=True)
    ]
    return here[["lon", "lat"]].assign(label=texts, anchor="middle", dx=0.0, dy=0.0)


def _deck(layers: list[pdk.Layer], ground: MapContext, style: str) -> pdk.Deck:
    view, closer = ground.view, math.log2(ground.scale)
    state = pdk.ViewState(
        longitude=view.lon, latitude=view.lat, zoom=view.zoom + closer, min_zoom=7.5 + closer, max_zoom=15 + closer
    )
    words = {"fontSize": f"{TEXT_PX * ground.scale:g}px", "maxWidth": f"{320 * ground.scale:g}px", "fontFamily": FONT}
    tooltip = {"html": _TOOLTIP, "style": words}
    return SerialisedDeck(layers=layers, initial_view_state=state, map_provider=None, map_style=style, tooltip=tooltip)


def _circles(circles: pd.DataFrame, unit: str | None, ground: MapContext) -> pdk.Layer:
    colours = map_palette(ground.dark)
    shown = circles.assign(
        fill=_objects([*hex_to_rgb(colour), 215] for colour in circles["colour"]),
        edge=_objects(hex_to_rgb(colours.text if name == unit else colours.border) for name in circles["unit"]),
        width=[ground.scale * (3.5 if name == unit else 1.2) for name in circles["unit"]],
        radius=(ground.scale * circles["radius_px"]).round(1),
    )
    columns = ["unit", "lon", "lat", "radius", "fill", "edge", "width", "name", "first", "second", "third", "exact"]
    return pdk.Layer(
        "ScatterplotLayer",
        shown[columns],
        id=UNITS_LAYER,
        get_position="[lon, lat]",
        get_radius="radius",
        radius_units=pdk.types.String("pixels"),
        get_fill_color="fill",
        stroked=True,
        get_line_color="edge",
        get_line_width="width",
        line_width_units=pdk.types.String("pixels"),
        pickable=True,
    )


def _sites(sites: pd.DataFrame, site: str | None, ground: MapContext) -> list[pdk.Layer]:
    if sites.empty:
        return []
    colours = map_palette(ground.dark)
    thin = 1.4 if len(sites) <= MANY_POINTS else 0.8
    shown = sites.assign(
        fill=_objects(
            hex_to_rgb(colours.chip if ring else colour)
            for colour, ring in zip(sites["colour"], sites["on_ring"], strict=True)
        ),
        edge=_objects(
            hex_to_rgb(colour if ring else colours.text)
            for colour, ring in zip(sites["colour"], sites["on_ring"], strict=True)
        ),
        width=[
            ground.scale * (5.0 if name and name == site else 2.6 if ring else thin)
            for name, ring in zip(sites["site"], sites["on_ring"], strict=True)
        ],
    )
    columns = [
        "site",
        "unit",
        "lon",
        "lat",
        "fill",
        "edge",
        "width",
        "radius",
        "name",
        "first",
        "second",
        "third",
        "exact",
    ]
    layer = pdk.Layer(
        "ScatterplotLayer",
        shown.assign(radius=ground.scale * sites["radius"])[columns],
        id=SITES_LAYER,
        get_position="[lon, lat]",
        get_radius="radius",
        radius_units=pdk.types.String("pixels"),
        get_fill_color="fill",
        stroked=True,
        get_line_color="edge",
        get_line_width="width",
        line_width_units=pdk.types.String("pixels"),
        pickable=True,
    )
    return [layer]


def _objects(lists: Iterable[list[Any]]) -> pd.Series:
    """Lists, one a row: pydeck takes colours and offsets so."""
    return pd.Series(list(lists), dtype="object")


def _names(ground: MapContext) -> pdk.Layer:
    """Lake, roads and neighbours by name, so that a place is found."""
    english = ground.words.language == "en"
    named = [{"label": en if english else zh, "lon": lon, "lat": lat} for zh, en, lon, lat in PLACE_NAMES]
    shown = pd.DataFrame(named).assign(anchor="middle", dx=0.0, dy=0.0)
    return _text("names", shown, map_palette(ground.dark).quiet, ground, False)


def _text(name: str, labels: pd.DataFrame, colour: str, ground: MapContext, on_chip: bool) -> pdk.Layer:
    off = (ground.scale * labels[["dx", "dy"]]).round()
    shown = labels[["label", "lon", "lat", "anchor"]].assign(off=_objects(off.to_numpy().tolist()))
    chip: Mapping[str, Any] = {}
    if on_chip:
        fill = [*hex_to_rgb(map_palette(ground.dark).chip), 205]
        chip = {"background": True, "get_background_color": fill, "background_padding": [4, 2]}
    return pdk.Layer(
        "TextLayer",
        shown,
        id=name,
        get_position="[lon, lat]",
        get_text="label",
        get_size=ground.scale * (SMALL_TEXT_PX if ground.view.narrow or not on_chip else TEXT_PX),
        get_color=hex_to_rgb(colour),
        get_pixel_offset="off",
        get_text_anchor="anchor",
        character_set=_ALL_LETTERS,
        font_family=_FONT,
        pickable=False,
        **chip,
    )
