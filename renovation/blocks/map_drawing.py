"""Computes the positions of everything on an SVG map, in pixels from its upper left corner.

Labels are placed so that they do not overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from renovation.blocks.model import CircleMap, MapCircle
from renovation.domain.dated_tables import records
from renovation.domain.geography import DISTRICT_CODE, Feature, Geography, geography
from renovation.maps.base_geometry import is_schematic
from renovation.maps.circles import circle_radii
from renovation.maps.labels import with_label_positions
from renovation.maps.palette import MapPalette, map_palette
from renovation.maps.views import KM_PER_DEGREE_EAST, KM_PER_DEGREE_NORTH, View, district_view

WIDTH: Final = 780
HEIGHT: Final = 520
"""The height of the drawing in pixels (the line above has its width); a screen of 1080 lines shows it 1.4 times as
large."""
_PLAIN: Final = 2
"""The colour of circles that show no rate: the middle one of the classes of rates."""
_KEY_MARGIN: Final = 14
_KEY_GAP: Final = 8
_BASELINE: Final = 5
"""Pixels from the middle of a line of text down to its baseline."""


@dataclass(frozen=True)
class DrawnArea:
    """The outline of a county as an SVG path; `is_district` is True for our own district."""

    path: str
    is_district: bool


@dataclass(frozen=True)
class DrawnLine:
    """A road or a waterway on an SVG map; `points` is the attribute of the same name of an SVG polyline.

    `colour` is the colour of the line as CSS. If `is_schematic` is True, the line is only roughly where the road or
    waterway is.
    """

    points: str
    colour: str
    is_schematic: bool


@dataclass(frozen=True)
class DrawnName:
    """The name of a place on the base map of an SVG map.

    `words` is the name in the visitor's language; (`x`, `y`) is the middle of its baseline in pixels.
    """

    words: str
    x: float
    y: float


@dataclass(frozen=True)
class DrawnCircle:
    """The circle of a place on an SVG map and the position of its label, in pixels.

    `place` has the circle's data, such as the name in its label. (`x`, `y`) is the centre of the circle, `colour` its
    colour as CSS. (`label_x`, `label_y`) is the position of the label, and `anchor` its SVG text-anchor.
    """

    place: MapCircle
    x: float
    y: float
    radius: float
    colour: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class DrawnSize:
    """A circle in the legend that explains the sizes of circles, and the label beside it.

    `words` is the text of the label, such as `50万㎡`. (`x`, `y`) is the centre of the circle and (`label_x`,
    `label_y`) the position of the label, both in pixels.
    """

    words: str
    x: float
    y: float
    radius: float
    label_x: float
    label_y: float


@dataclass(frozen=True)
class MapDrawing:
    """All parts of an SVG map in the order in which they are painted, and the colours of the theme (`palette`).

    `lake` is the path of an SVG path element. `areas` are the counties, `lines` the roads and waterways, `names` the
    names on the base map, and `circles` the circles of the units. `sizes` are the circles in the legend of circle
    sizes, `swatches` the colours in the legend of colours. `width` and `height` are in pixels.
    """

    palette: MapPalette
    lake: str
    areas: tuple[DrawnArea, ...]
    lines: tuple[DrawnLine, ...]
    names: tuple[DrawnName, ...]
    circles: tuple[DrawnCircle, ...]
    sizes: tuple[DrawnSize, ...]
    swatches: tuple[str, ...]
    """The colours of the map's classes, in their order."""
    width: int = WIDTH
    height: int = HEIGHT


def map_drawing(block: CircleMap, dark: bool) -> MapDrawing:
    """Computes the positions and colours of all parts of the SVG map that shows `block`; `dark` selects the dark theme.

    Raises MissingGeography if the base map cannot be read.
    """
    base, view, colours = geography(), district_view(None), map_palette(dark)
    return MapDrawing(
        colours,
        _path(base.lake, view),
        tuple(DrawnArea(_path(area, view), area["properties"]["adcode"] == DISTRICT_CODE) for area in base.outlines),
        _lines(base, view, colours),
        tuple(DrawnName(name.words, *_lowered(_position(name.lon, name.lat, view))) for name in block.names),
        _circles(block, view, colours),
        _sizes(block),
        tuple(_colour_of(one.shade, colours) for one in block.classes),
    )


def _lines(base: Geography, view: View, colours: MapPalette) -> tuple[DrawnLine, ...]:
    return tuple(
        DrawnLine(
            " ".join(
                f"{x},{y}" for x, y in (_position(lon, lat, view) for lon, lat in line["geometry"]["coordinates"])
            ),
            colours.road if line["properties"]["kind"] == "road" else colours.canal,
            is_schematic(line),
        )
        for line in base.lines
        if line["properties"]["kind"] != "shore"
    )


def _circles(block: CircleMap, view: View, colours: MapPalette) -> tuple[DrawnCircle, ...]:
    """Returns the circles of the units and the positions of their labels, in the order of `block.circles`.

    The labels do not overlap.
    """
    frame = pd.DataFrame(
        {
            "unit": [place.code for place in block.circles],
            "lon": [place.lon for place in block.circles],
            "lat": [place.lat for place in block.circles],
            "radius_px": circle_radii(pd.Series([place.figure.value for place in block.circles], dtype="float64")),
            "label": [f"{place.name} {place.figure.words}" for place in block.circles],
        }
    )
    placed = with_label_positions(frame, frame.head(0), view)
    return tuple(
        _circle(place, row, view, colours, bool(block.classes))
        for place, row in zip(block.circles, records(placed), strict=True)
    )


def _circle(place: MapCircle, row: dict[str, Any], view: View, colours: MapPalette, has_classes: bool) -> DrawnCircle:
    x, y = _position(place.lon, place.lat, view)
    label_x, label_y = _lowered((x + row["dx"], y + row["dy"]))
    colour = _colour_of(place.shade, colours) if has_classes else colours.rates[_PLAIN]
    return DrawnCircle(place, x, y, round(row["radius_px"], 1), colour, label_x, label_y, str(row["anchor"]))


def _sizes(block: CircleMap) -> tuple[DrawnSize, ...]:
    """Returns the circles of the legend that explains the sizes of circles, in the lower right corner of the map.

    The circles lie within each other and touch at their lowest point; their labels stand beside them.
    """
    values = [*(place.figure.value for place in block.circles), *(size.value for size in block.sizes)]
    radii = circle_radii(pd.Series(values, dtype="float64")).tail(len(block.sizes)).tolist()
    right, bottom = WIDTH - _KEY_MARGIN, HEIGHT - _KEY_MARGIN
    largest = max(radii, default=0.0)
    return tuple(
        DrawnSize(
            size.words,
            round(right - largest, 1),
            round(bottom - radius, 1),
            round(radius, 1),
            round(right - 2 * largest - _KEY_GAP, 1),
            round(bottom - (2 * radius - 2 * _BASELINE if radius == largest else 0), 1),
        )
        for size, radius in zip(block.sizes, radii, strict=True)
    )


def _colour_of(shade: int | None, colours: MapPalette) -> str:
    return colours.unknown if shade is None else colours.rates[shade]


def _path(feature: Feature, view: View) -> str:
    parts = []
    for ring in feature["geometry"]["coordinates"]:
        points = [f"{x} {y}" for x, y in (_position(lon, lat, view) for lon, lat in ring)]
        parts.append(f"M{'L'.join(points)}Z")
    return "".join(parts)


def _position(lon: float, lat: float, view: View) -> tuple[float, float]:
    """Returns the position of a point on the map as (x, y), in pixels right and down from the upper left corner.

    `lon` and `lat` are the point's longitude and latitude in degrees.
    """
    x = WIDTH / 2 + (lon - view.lon) * KM_PER_DEGREE_EAST * view.px_per_km
    y = HEIGHT / 2 + (view.lat - lat) * KM_PER_DEGREE_NORTH * view.px_per_km
    return round(x, 1), round(y, 1)


def _lowered(position: tuple[float, float]) -> tuple[float, float]:
    """Returns the position (x, y) of a text's baseline, in pixels, if the middle of the text is at `position`."""
    x, y = position
    return round(x, 1), round(y + _BASELINE, 1)
