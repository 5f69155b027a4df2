"""The same map as a figure: where there is no WebGL, in documents and in files that are read offline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from renovation.charts.style import new_figure, plain_text
from renovation.comparisons.sites import with_unknown_filled
from renovation.domain.geography import DISTRICT_CODE, Feature, Geography
from renovation.language import Words
from renovation.maps.base_geometry import PLACE_NAMES, counties_for_view, is_schematic
from renovation.maps.counties import county_shades
from renovation.maps.deck import HEIGHT, MapContext, county_labels
from renovation.maps.labels import SMALL_TEXT_PX, TEXT_PX
from renovation.maps.layout import Encoding, MapContent, MapLayout, map_layout
from renovation.maps.palette import MapPalette, map_palette
from renovation.maps.points import MANY_POINTS
from renovation.maps.views import KM_PER_DEGREE_EAST, KM_PER_DEGREE_NORTH

_WIDE_PX: Final = 780
_NARROW_PX: Final = 350
"""How wide the drawing is taken to be: a wider one shows more of the base, a narrower one is drawn smaller."""


def units_figure(found: MapLayout, ground: MapContext, unit: str | None, site: str | None) -> go.Figure:
    """A scene as `deck.units_map` shows it; each circle carries its unit, each point its unit and its own name.

    Sizes that are one for each mark are `ground.scale` times as large here; `Finished` enlarges all others.
    """
    colours, circles = map_palette(ground.dark), found.circles
    drawn = _empty(ground)
    for feature in counties_for_view(ground.base, ground.view):
        own = feature["properties"]["adcode"] == DISTRICT_CODE
        fill = colours.district if own else colours.land
        drawn.add_trace(_polygon(feature, fill, colours.border, 2.2 if own else 1.2))
    for line in ground.base.lines:
        _add_line(drawn, line, colours)
    edges = [colours.text if name == unit else colours.border for name in circles["unit"]]
    drawn.add_scatter(
        x=circles["lon"],
        y=circles["lat"],
        mode="markers",
        customdata=circles["unit"],
        marker={
            "size": 2 * ground.scale * circles["radius_px"],
            "color": circles["colour"],
            "opacity": 0.88,
            "line": {
                "color": edges,
                "width": [ground.scale * (3.5 if name == unit else 1.2) for name in circles["unit"]],
            },
        },
        hovertext=list(_hover(circles)),
        hoverinfo="text",
    )
    if not found.points.empty:
        drawn.add_trace(_points(found.points, site, ground))
    _add_names(drawn, ground)
    _add_labels(drawn, circles, ground)
    _add_labels(drawn, found.selected_site, ground)
    return drawn


def district_figure(units: pd.DataFrame, sites: pd.DataFrame, base: Geography, words: Words, dark: bool) -> go.Figure:
    """The whole district with all its sites by stage, from a comparison of units and the sites as reported.

    However many they are, each is somewhere in it.
    """
    told = with_unknown_filled(sites)
    found = map_layout(MapContent(units, told, told, every_site=True), Encoding(), base, words, dark, None)
    return units_figure(found, MapContext(base, found.view, words, dark), None, None)


def counties_figure(counties: pd.DataFrame, ground: MapContext) -> go.Figure:
    """The five counties coloured by their place, each with its name and figure."""
    colours, shades = map_palette(ground.dark), county_shades(counties, ground.words, ground.dark)
    drawn = _empty(ground)
    for feature in ground.base.outlines:
        shade = shades.get(feature["properties"]["name"], colours.land)
        drawn.add_trace(_polygon(feature, shade, colours.border, 1.5))
    _add_labels(drawn, county_labels(counties, ground.base, ground.words), ground)
    return drawn


def _empty(ground: MapContext) -> go.Figure:
    view = ground.view
    east = (_NARROW_PX if view.narrow else _WIDE_PX) / 2 / view.px_per_km / KM_PER_DEGREE_EAST
    north = HEIGHT / 2 / view.px_per_km / KM_PER_DEGREE_NORTH
    colours = map_palette(ground.dark)
    drawn = new_figure(ground.dark, HEIGHT, margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False)
    drawn.update_layout(plot_bgcolor=colours.ground)
    hidden: dict[str, Any] = {"visible": False, "fixedrange": True}
    drawn.update_xaxes(range=[view.lon - east, view.lon + east], **hidden)
    drawn.update_yaxes(
        range=[view.lat - north, view.lat + north],
        scaleanchor="x",
        scaleratio=KM_PER_DEGREE_NORTH / KM_PER_DEGREE_EAST,
        **hidden,
    )
    drawn.add_trace(_polygon(ground.base.lake, colours.water, colours.water, 1))
    return drawn


def _polygon(feature: Feature, fill: str, border: str, width: float) -> go.Scatter:
    ring = feature["geometry"]["coordinates"][0]
    return go.Scatter(
        x=[point[0] for point in ring],
        y=[point[1] for point in ring],
        mode="lines",
        fill="toself",
        fillcolor=fill,
        line={"color": border, "width": width},
        hoverinfo="skip",
    )


def _add_line(drawn: go.Figure, line: Feature, colours: MapPalette) -> None:
    told = line["properties"]
    if told["kind"] == "shore":
        return
    road = told["kind"] == "road"
    way = line["geometry"]["coordinates"]
    drawn.add_scatter(
        x=[point[0] for point in way],
        y=[point[1] for point in way],
        mode="lines",
        line={
            "color": colours.road if road else colours.canal,
            "width": 2,
            "dash": "dash" if is_schematic(line) else "solid",
        },
        hoverinfo="skip",
    )


def _points(sites: pd.DataFrame, site: str | None, ground: MapContext) -> go.Scatter:
    colours, rings = map_palette(ground.dark), sites["on_ring"].astype(bool)
    thin = 1.6 if len(sites) <= MANY_POINTS else 0.8
    return go.Scatter(
        x=sites["lon"],
        y=sites["lat"],
        mode="markers",
        customdata=sites[["unit", "site"]].to_numpy().tolist(),
        marker={
            "size": 2 * ground.scale * sites["radius"],
            "color": sites["colour"].where(~rings, colours.chip),
            "opacity": 1,
            "line": {
                "color": sites["colour"].where(rings, colours.text),
                "width": [
                    ground.scale * (4.0 if name and name == site else 2.6 if ring else thin)
                    for name, ring in zip(sites["site"], rings, strict=True)
                ],
            },
        },
        hovertext=list(_hover(sites)),
        hoverinfo="text",
    )


def _add_names(drawn: go.Figure, ground: MapContext) -> None:
    """Lake and roads by name, where the frame shows them."""
    wide, high = drawn.layout.xaxis.range, drawn.layout.yaxis.range
    for zh, en, lon, lat in PLACE_NAMES:
        if wide[0] < lon < wide[1] and high[0] < lat < high[1]:
            text = en if ground.words.language == "en" else zh
            font = {"size": SMALL_TEXT_PX, "color": map_palette(ground.dark).quiet}
            drawn.add_annotation(x=lon, y=lat, text=text, showarrow=False, font=font)


def _add_labels(drawn: go.Figure, labels: pd.DataFrame, ground: MapContext) -> None:
    colours = map_palette(ground.dark)
    columns = ["label", "lon", "lat", "anchor", "dx", "dy"]
    for label, lon, lat, anchor, dx, dy in labels[columns].itertuples(index=False):
        drawn.add_annotation(
            x=lon,
            y=lat,
            text=plain_text(label),
            showarrow=False,
            xshift=dx,
            yshift=-dy,
            xanchor={"start": "left", "middle": "center", "end": "right"}[anchor],
            bgcolor=colours.chip,
            opacity=0.92,
            borderpad=1,
            font={"size": SMALL_TEXT_PX if ground.view.narrow else TEXT_PX, "color": colours.text},
        )


def _hover(marks: pd.DataFrame) -> Iterator[str]:
    """Words for a hover; what Plotly would read as markup stays letters."""
    columns = ["name", "first", "second", "third", "exact"]
    return ("<br>".join(map(plain_text, row)) for row in marks[columns].itertuples(index=False))
