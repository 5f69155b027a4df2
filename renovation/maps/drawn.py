"""Draws the map as a Plotly figure, for browsers without WebGL, for documents, and for files that are read offline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from renovation.charts.drawing import Drawing
from renovation.charts.style import new_drawing, plain_text
from renovation.comparisons.sites import with_unknown_filled
from renovation.domain.geography import DISTRICT_CODE, Feature, Geography
from renovation.language import Words
from renovation.maps.base_geometry import PLACE_NAMES, counties_for_view, is_schematic
from renovation.maps.counties import county_shades
from renovation.maps.deck import HEIGHT, MapContext, county_labels, site_edge_widths
from renovation.maps.labels import SMALL_TEXT_PX, TEXT_PX
from renovation.maps.layout import Encoding, MapContent, MapLayout, map_layout
from renovation.maps.palette import MapPalette, map_palette
from renovation.maps.views import KM_PER_DEGREE_EAST, KM_PER_DEGREE_NORTH

_WIDTH_PX: Final = {False: 780, True: 350}
"""The width that a drawing is laid out for, and that of a phone's (True). A wider one shows more of the base map."""


def units_figure(layout: MapLayout, context: MapContext, unit: str | None, site: str | None) -> go.Figure:
    """Returns the map of the units and sites as a Plotly figure; the pydeck map of `units_map` has the same content.

    `unit` and `site` are the names of the selected unit and site, or None. Plotly's `customdata` of a circle is the
    name of its unit, and that of a point is the pair [unit, site], so that the page knows what a visitor has clicked.
    This function multiplies only the sizes of circles and points by `context.scale`; `charts.style.serialised` later
    multiplies all other sizes, such as those of texts.
    """
    colours = map_palette(context.dark)
    drawing = _base_drawing(context)
    drawing.add_scatter(**_polygon(context.base.lake, colours.water, colours.water, 1))
    for feature in counties_for_view(context.base, context.view):
        own = feature["properties"]["adcode"] == DISTRICT_CODE
        fill, width = (colours.district, 2.2) if own else (colours.land, 1.2)
        drawing.add_scatter(**_polygon(feature, fill, colours.border, width))
    for line in context.base.lines:
        _add_line(drawing, line, colours)
    drawing.add_scatter(**_circles(layout.circles, unit, context))
    if not layout.points.empty:
        drawing.add_scatter(**_points(layout.points, site, context))
    _add_place_names(drawing, context)
    _add_labels(drawing, layout.circles, context)
    _add_labels(drawing, layout.selected_site, context)
    return drawing.figure()


def district_figure(units: pd.DataFrame, sites: pd.DataFrame, base: Geography, words: Words, dark: bool) -> go.Figure:
    """Returns a map of the whole district with all its sites as a Plotly figure; the colour of a site shows its stage.

    If there are too many sites, points that are close together are combined into one disc. `units` is the result of
    `compare_units`; `unit`, `area_renovated` and `completion_rate` are read. `sites` is the table of sites; `site`,
    `unit`, `stage`, `lon` and `lat` are read.
    """
    filled = with_unknown_filled(sites)
    layout = map_layout(MapContent(units, filled, filled, every_site=True), Encoding(), base, words, dark, None)
    return units_figure(layout, MapContext(base, layout.view, words, dark), None, None)


def counties_figure(counties: pd.DataFrame, context: MapContext) -> go.Figure:
    """Returns the map of the counties, coloured by reported areas, as a Plotly figure.

    It has the same content as the pydeck map of `counties_map`. `counties` is the result of `compare_counties`, with
    `county` and `area_reported` (万㎡).
    """
    colours, shades = map_palette(context.dark), county_shades(counties, context.words, context.dark)
    drawing = _base_drawing(context)
    for feature in context.base.outlines:
        shade = shades.get(feature["properties"]["name"], colours.land)
        drawing.add_scatter(**_polygon(feature, shade, colours.border, 1.5))
    _add_labels(drawing, county_labels(counties, context), context)
    return drawing.figure()


def _base_drawing(context: MapContext) -> Drawing:
    """Returns an empty drawing whose axes cover the view of `context`.

    The x axis is the longitude, the y axis the latitude, both in degrees.
    """
    view, colours = context.view, map_palette(context.dark)
    east = _WIDTH_PX[view.narrow] / 2 / view.px_per_km / KM_PER_DEGREE_EAST
    north = HEIGHT / 2 / view.px_per_km / KM_PER_DEGREE_NORTH
    drawing = new_drawing(context.dark, HEIGHT, margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False)
    drawing.update_layout(plot_bgcolor=colours.outside)
    hidden: dict[str, Any] = {"visible": False, "fixedrange": True}
    drawing.update_layout(xaxis={"range": [view.lon - east, view.lon + east], **hidden})
    ratio = KM_PER_DEGREE_NORTH / KM_PER_DEGREE_EAST
    drawing.update_layout(
        yaxis={"range": [view.lat - north, view.lat + north], "scaleanchor": "x", "scaleratio": ratio, **hidden}
    )
    return drawing


def _polygon(feature: Feature, fill: str, border: str, width: float) -> dict[str, Any]:
    line = {"color": border, "width": width}
    return {**_path(feature["geometry"]["coordinates"][0]), "fill": "toself", "fillcolor": fill, "line": line}


def _add_line(drawing: Drawing, line: Feature, colours: MapPalette) -> None:
    if line["properties"]["kind"] == "shore":
        return
    colour = colours.road if line["properties"]["kind"] == "road" else colours.canal
    dash = "dash" if is_schematic(line) else "solid"
    drawing.add_scatter(**_path(line["geometry"]["coordinates"]), line={"color": colour, "width": 2, "dash": dash})


def _path(corners: list[list[float]]) -> dict[str, Any]:
    """Returns Plotly's settings that all lines of the base map share: their points, and no reaction to the pointer.

    `corners` are the points of a line as `[longitude, latitude]`.
    """
    return {
        "x": [corner[0] for corner in corners],
        "y": [corner[1] for corner in corners],
        "mode": "lines",
        "hoverinfo": "skip",
    }


def _circles(circles: pd.DataFrame, unit: str | None, context: MapContext) -> dict[str, Any]:
    colours, selected = map_palette(context.dark), circles["unit"] == unit
    edge = {
        "color": [colours.text if one else colours.border for one in selected],
        "width": [context.scale * (3.5 if one else 1.2) for one in selected],
    }
    marker = {"color": circles["colour"], "opacity": 0.88, "line": edge}
    return _marks(circles, 2 * context.scale * circles["radius_px"], circles["unit"], marker)


def _points(points: pd.DataFrame, site: str | None, context: MapContext) -> dict[str, Any]:
    colours, hollow = map_palette(context.dark), points["on_ring"].astype(bool)
    edge = {
        "color": points["colour"].where(hollow, colours.text),
        "width": [context.scale * width for width in site_edge_widths(points, site)],
    }
    marker = {"color": points["colour"].where(~hollow, colours.ground), "opacity": 1, "line": edge}
    names = points[["unit", "site"]].to_numpy().tolist()
    return _marks(points, 2 * context.scale * points["radius"], names, marker)


def _marks(rows: pd.DataFrame, diameters: pd.Series, custom_data: Any, marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "x": rows["lon"],
        "y": rows["lat"],
        "mode": "markers",
        "customdata": custom_data,
        "marker": {"size": diameters, **marker},
        "hovertext": list(_tooltips(rows)),
        "hoverinfo": "text",
    }


def _add_place_names(drawing: Drawing, context: MapContext) -> None:
    wide, high = drawing.axis_range("x"), drawing.axis_range("y")
    font = {"size": SMALL_TEXT_PX, "color": map_palette(context.dark).quiet}
    for zh, en, lon, lat in PLACE_NAMES:
        if wide[0] < lon < wide[1] and high[0] < lat < high[1]:
            text = en if context.words.language == "en" else zh
            drawing.add_annotation(x=lon, y=lat, text=text, showarrow=False, font=font)


def _add_labels(drawing: Drawing, labels: pd.DataFrame, context: MapContext) -> None:
    """Adds a text for each row of `labels` to the drawing.

    `labels` has `label` (the text), `lon` and `lat` (degrees), `dx` and `dy` (pixels by which the text is moved right
    and down) and `anchor` (the SVG text-anchor).
    """
    colours = map_palette(context.dark)
    columns = ["label", "lon", "lat", "anchor", "dx", "dy"]
    for label, lon, lat, anchor, dx, dy in labels[columns].itertuples(index=False):
        drawing.add_annotation(
            x=lon,
            y=lat,
            text=plain_text(label).replace("\n", "<br>"),
            showarrow=False,
            xshift=dx,
            yshift=-dy,
            xanchor={"start": "left", "middle": "center", "end": "right"}[anchor],
            bgcolor=colours.ground,
            opacity=0.92,
            borderpad=1,
            font={"size": SMALL_TEXT_PX if context.view.narrow else TEXT_PX, "color": colours.text},
        )


def _tooltips(rows: pd.DataFrame) -> Iterator[str]:
    columns = ["name", "first", "second", "third", "exact"]
    return ("<br>".join(map(plain_text, row)) for row in rows[columns].itertuples(index=False))
