"""The part of the world that a map shows, and how large a kilometre is on the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import pandas as pd

KM_PER_DEGREE_NORTH: Final = 110.9
KM_PER_DEGREE_EAST: Final = 111.32 * math.cos(math.radians(30.8))
_CLOSEST: Final = 11.6
"""The closest zoom: nearer, a site's error would be most of the screen."""
_MARGIN_PX: Final = 40.0
"""What a unit's frame leaves free beyond its outermost site."""
FRAME_HALF_PX: Final = {False: (372.0, 268.0), True: (168.0, 268.0)}
"""Half the width and height of what a screen or a phone is sure to show."""


@dataclass(frozen=True)
class View:
    """What part of the world a map shows: its middle, deck.gl's zoom, and whether the screen is a phone's."""

    lon: float
    lat: float
    zoom: float
    narrow: bool

    @property
    def px_per_km(self) -> float:
        """Pixels a kilometre in this latitude; deck.gl's zoom 0 shows the world on 512 pixels."""
        return float(512 * 2.0**self.zoom / (360 * KM_PER_DEGREE_EAST))


_DISTRICT: Final = (120.12, 30.79, 9.75)
_CITY: Final = (119.86, 30.76, 8.6)
_NARROW_PX: Final = 600
_FARTHER_ON_A_PHONE: Final = 0.85


def district_view(width: int | None) -> View:
    """The whole district on a screen so many pixels wide; None where that is not known."""
    return _view(_DISTRICT, width)


def city_view(width: int | None) -> View:
    """All five counties."""
    return _view(_CITY, width)


def unit_view(unit: str, points: pd.DataFrame, sites: pd.DataFrame, width: int | None) -> View:
    """A unit and all its placed sites, never closer than their error is worth; the district for one without a point."""
    here, district = points[points["unit"] == unit], district_view(width)
    if here.empty:
        return district
    lons, lats = [*here["lon"], *sites["lon"]], [*here["lat"], *sites["lat"]]
    east, north = (max(lons) - min(lons)) * KM_PER_DEGREE_EAST, (max(lats) - min(lats)) * KM_PER_DEGREE_NORTH
    wide, high = (2 * (half - _MARGIN_PX) for half in FRAME_HALF_PX[district.narrow])
    px_per_km = min(wide / max(east, 0.1), high / max(north, 0.1))
    zoom = district.zoom + math.log2(px_per_km / district.px_per_km)
    closest = _CLOSEST - _FARTHER_ON_A_PHONE * district.narrow
    return View((max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2, min(zoom, closest), district.narrow)


def _view(place: tuple[float, float, float], width: int | None) -> View:
    narrow = width is not None and width < _NARROW_PX
    lon, lat, zoom = place
    return View(lon, lat, zoom - _FARTHER_ON_A_PHONE * narrow, narrow)
