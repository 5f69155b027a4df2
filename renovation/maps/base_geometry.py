"""What of the base a frame needs: borders as fine as the zoom is worth, and lines cut to dashes."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import Final

from renovation.domain.geography import Feature, Geography
from renovation.maps.views import KM_PER_DEGREE_EAST, KM_PER_DEGREE_NORTH, View

FINE_FROM_ZOOM: Final = 10.2
"""From here on ±0.5 km, the light borders' error, is more than 9 pixels."""
_BEYOND_PX: Final = 1_100
"""So far from the middle, in pixels, borders are fine: some way past the widest screen's edge."""
_EVERY: Final = 8
"""Of the corners farther away only every eighth is sent."""

PLACE_NAMES: Final = (
    ("太湖", "Lake Tai", 120.205, 30.958),
    ("318国道", "G318", 119.965, 30.963),
    ("104国道", "G104", 120.078, 30.735),
)
"""What is written on the base, in both languages, and where its middle stands."""

Line = list[list[float]]


def is_detailed(view: View) -> bool:
    """Whether a frame is so close that the detailed borders (±0.1–0.3 km) are shown."""
    return view.zoom >= FINE_FROM_ZOOM


def is_schematic(line: Feature) -> bool:
    """Whether a road or canal is only roughly where it is drawn."""
    return "schematic" in line["properties"]["precision"]


def counties_for_view(base: Geography, view: View) -> list[Feature]:
    """The counties for a frame: light ones from afar, detailed ones near, thinned beyond what the frame can show."""
    if not is_detailed(view):
        return list(base.outlines)
    return [_thinned(county, view) for county in base.counties]


def _thinned(county: Feature, view: View) -> Feature:
    reach = _BEYOND_PX / view.px_per_km
    ring = county["geometry"]["coordinates"][0]
    kept = [
        [round(lon, 4), round(lat, 4)]
        for place, (lon, lat) in enumerate(ring)
        if place % _EVERY == 0 or place == len(ring) - 1 or _distance_km([lon, lat], [view.lon, view.lat]) <= reach
    ]
    return {**county, "geometry": {"type": "Polygon", "coordinates": [kept]}}


def dashes(way: Line, dash_km: float, gap_km: float) -> list[Line]:
    """A line cut to dashes of one length with gaps between; corners inside a dash are kept."""
    return _dashes(tuple((lon, lat) for lon, lat in way), dash_km, gap_km)


@cache
def _dashes(way: tuple[tuple[float, float], ...], dash_km: float, gap_km: float) -> list[Line]:
    cut: list[Line] = [[list(way[0])]]
    drawing, left = True, dash_km
    for start, end in pairwise(way):
        length, gone = _distance_km(start, end), 0.0
        while length - gone > left:
            gone += left
            share = gone / length
            here = [round(start[axis] + share * (end[axis] - start[axis]), 5) for axis in (0, 1)]
            if drawing:
                cut[-1].append(here)
            else:
                cut.append([here])
            drawing, left = not drawing, gap_km if drawing else dash_km
        left -= length - gone
        if drawing:
            cut[-1].append(list(end))
    return cut


def _distance_km(one: tuple[float, float] | list[float], other: tuple[float, float] | list[float]) -> float:
    east, north = (other[0] - one[0]) * KM_PER_DEGREE_EAST, (other[1] - one[1]) * KM_PER_DEGREE_NORTH
    return math.hypot(east, north)
