"""Prepares the shapes of the base map for a view: chooses detailed or simple borders, cuts lines into dashes.

The parameter `base` has these shapes.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import Final

from renovation.domain.geography import Feature, Geography
from renovation.maps.views import KM_PER_DEGREE_EAST, KM_PER_DEGREE_NORTH, View

PLACE_NAMES: Final = (
    ("太湖", "Lake Tai", 120.205, 30.958),
    ("318国道", "G318", 119.965, 30.963),
    ("104国道", "G104", 120.078, 30.735),
)
"""Names on the base map: Chinese, English, longitude and latitude of their centre."""
DETAILED_FROM_ZOOM: Final = 10.2
"""From this zoom on, the error of the simple borders, ±0.5 km, is more than 9 pixels."""
_DETAILED_PX: Final = 1_100
"""Borders keep all corners up to this distance from the centre, beyond the edge of the widest screen."""
_KEPT_CORNER: Final = 8
"""Farther away only every eighth corner is sent."""

Line = list[list[float]]


def is_detailed(view: View) -> bool:
    """Returns whether a view is so close that it needs the detailed borders, which are exact to 0.1 to 0.3 km."""
    return view.zoom >= DETAILED_FROM_ZOOM


def is_schematic(line: Feature) -> bool:
    """Returns whether the course of a road or canal in our files is only approximate."""
    return "schematic" in line["properties"]["precision"]


def counties_for_view(base: Geography, view: View) -> list[Feature]:
    """Returns the counties as GeoJSON features: with detailed borders for a close view, otherwise with simple borders.

    Where detailed borders lie outside the screen, some of their corners are left out.
    """
    if not is_detailed(view):
        return list(base.outlines)
    return [_thinned(county, view) for county in base.counties]


def _thinned(county: Feature, view: View) -> Feature:
    reach_km, centre = _DETAILED_PX / view.px_per_km, (view.lon, view.lat)
    ring = county["geometry"]["coordinates"][0]
    corners = [
        [round(lon, 4), round(lat, 4)]
        for number, (lon, lat) in enumerate(ring)
        if number in (0, len(ring) - 1) or number % _KEPT_CORNER == 0 or _distance_km((lon, lat), centre) <= reach_km
    ]
    return {**county, "geometry": {"type": "Polygon", "coordinates": [corners]}}


def dashes(line: Line, dash_km: float, gap_km: float) -> list[Line]:
    """Cuts a line into dashes of `dash_km` kilometres with gaps of `gap_km` kilometres between them.

    A line, and each dash returned, is a list of `[longitude, latitude]` in degrees. A dash follows the corners of the
    line.
    """
    return _dashes(tuple((lon, lat) for lon, lat in line), dash_km, gap_km)


@cache
def _dashes(line: tuple[tuple[float, float], ...], dash_km: float, gap_km: float) -> list[Line]:
    cut: list[Line] = [[list(line[0])]]
    drawing, left_km = True, dash_km
    for start, end in pairwise(line):
        length_km, done_km = _distance_km(start, end), 0.0
        while length_km - done_km > left_km:
            done_km += left_km
            corner = _point_between(start, end, done_km / length_km)
            if drawing:
                cut[-1].append(corner)
            else:
                cut.append([corner])
            drawing, left_km = not drawing, gap_km if drawing else dash_km
        left_km -= length_km - done_km
        if drawing:
            cut[-1].append(list(end))
    return cut


def _point_between(start: tuple[float, float], end: tuple[float, float], share: float) -> list[float]:
    return [round(start[axis] + share * (end[axis] - start[axis]), 5) for axis in (0, 1)]


def _distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    east, north = (other[0] - one[0]) * KM_PER_DEGREE_EAST, (other[1] - one[1]) * KM_PER_DEGREE_NORTH
    return math.hypot(east, north)
