"""The map with pydeck: the units' circles, one unit's sites, the counties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import pydeck as pdk

from renovation.charts.style import FONT
from renovation.geography import Geography
from renovation.language import Words
from renovation.maps.base import map_style
from renovation.maps.look import look
from renovation.maps.marks import View, county_shades, hex_to_rgb

UNITS_LAYER: Final = "units"
SITES_LAYER: Final = "sites"
HEIGHT: Final = 560
_FONT: Final = pdk.types.String(FONT.replace("'", '"'))
_ALL_LETTERS: Final = pdk.types.String("auto")
_TOOLTIP: Final = "<b>{name}</b><br/>{first}<br/>{second}<br/>{third}<br/><small>{exact}</small>"
_NAMED: Final = (
    ("太湖", "Lake Tai", 120.205, 30.958),
    ("318国道", "G318", 119.965, 30.963),
    ("104国道", "G104", 120.078, 30.735),
)


@dataclass(frozen=True)
class Ground:
    """What every map needs: the base, what part of it is shown, the theme, and 天地图's key if there is one."""

    base: Geography
    view: View
    words: Words
    dark: bool
    tianditu_key: str = ""


def units_map(
    circles: pd.DataFrame, sites: pd.DataFrame, ground: Ground, unit: str | None, site: str | None
) -> pdk.Deck:
    """The units' circles with the sites given; a strong edge marks the chosen `unit` and `site`.

    `circles` and `sites` as `marks` makes them; `sites` may be bins with `count` instead of names.
    """
    layers = [_names(ground), _circles(circles, unit, ground.dark), *_sites(sites, site, ground)]
    layers.append(_labels(circles, ground))
    return _deck(layers, ground.view, map_style(ground.base, ground.dark, ground.tianditu_key))


def counties_map(counties: pd.DataFrame, ground: Ground) -> pdk.Deck:
    """The five counties coloured by their place, each with its name and figure.

    `counties` is a comparison of counties: `county`, `area_reported`, `rank`.
    """
    words, colours = ground.words, look(ground.dark)
    shades = county_shades(counties, ground.dark)
    labels = county_labels(counties, ground.base, words)
    layer = _text("county-labels", labels, hex_to_rgb(colours.text), ground.dark, 15)
    style = map_style(ground.base, ground.dark, "", shades)
    return _deck([layer], ground.view, style)


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


def _deck(layers: list[pdk.Layer], view: View, style: str) -> pdk.Deck:
    state = pdk.ViewState(longitude=view.lon, latitude=view.lat, zoom=view.zoom, min_zoom=7.5, max_zoom=15)
    tooltip = {"html": _TOOLTIP, "style": {"fontSize": "15px", "maxWidth": "320px", "fontFamily": FONT}}
    return pdk.Deck(layers, initial_view_state=state, map_provider=None, map_style=style, tooltip=tooltip)


def _circles(circles: pd.DataFrame, unit: str | None, dark: bool) -> pdk.Layer:
    shown = circles.assign(
        fill=_objects([*hex_to_rgb(colour), 215] for colour in circles["colour"]),
        edge=_objects(hex_to_rgb(look(dark).text if name == unit else look(dark).border) for name in circles["unit"]),
        width=[3.5 if name == unit else 1.2 for name in circles["unit"]],
        radius=circles["radius_px"].round(1),
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


def _sites(sites: pd.DataFrame, site: str | None, ground: Ground) -> list[pdk.Layer]:
    if sites.empty:
        return []
    text = hex_to_rgb(look(ground.dark).text)
    shown = sites.assign(
        fill=_objects(
            [*hex_to_rgb(colour), 0 if ring else 255]
            for colour, ring in zip(sites["colour"], sites["on_ring"], strict=True)
        ),
        edge=_objects(
            hex_to_rgb(colour) if ring else text for colour, ring in zip(sites["colour"], sites["on_ring"], strict=True)
        ),
        width=[
            5.0 if name and name == site else 2.6 if ring else 1.4
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
        shown.assign(radius=sites.get("radius", 7))[columns],
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


def _labels(circles: pd.DataFrame, ground: Ground) -> pdk.Layer:
    return _text("labels", circles, hex_to_rgb(look(ground.dark).text), ground.dark, 13 if ground.view.narrow else 15)


def _names(ground: Ground) -> pdk.Layer:
    """Lake, roads and neighbours by name, so that a place is found."""
    english = ground.words.language == "en"
    named = [{"label": en if english else zh, "lon": lon, "lat": lat} for zh, en, lon, lat in _NAMED]
    return _text(
        "names",
        pd.DataFrame(named).assign(anchor="middle", dx=0.0, dy=0.0),
        hex_to_rgb(look(ground.dark).quiet),
        None,
        13,
    )


def _text(name: str, labels: pd.DataFrame, colour: list[int], dark: bool | None, size: int) -> pdk.Layer:
    shown = labels[["label", "lon", "lat", "anchor"]].assign(
        off=_objects(labels[["dx", "dy"]].round().to_numpy().tolist())
    )
    chip: Mapping[str, Any] = {}
    if dark is not None:
        ground = [*hex_to_rgb(look(dark).chip), 205]
        chip = {"background": True, "get_background_color": ground, "background_padding": [4, 2]}
    return pdk.Layer(
        "TextLayer",
        shown,
        id=name,
        get_position="[lon, lat]",
        get_text="label",
        get_size=size,
        get_color=colour,
        get_pixel_offset="off",
        get_text_anchor="anchor",
        character_set=_ALL_LETTERS,
        font_family=_FONT,
        pickable=False,
        **chip,
    )
