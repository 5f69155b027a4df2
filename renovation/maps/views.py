"""The part of the world that a map shows, and its scale in pixels per kilometre."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import pandas as pd

KM_PER_DEGREE_NORTH: Final = 110.9
KM_PER_DEGREE_EAST: Final = 111.32 * math.cos(math.radians(30.8))
FRAME_HALF_PX: Final = {False: (372.0, 268.0), True: (168.0, 268.0)}
"""Half of the width and half of the height, in pixels, that every screen can show; the key is True for phones."""
_CLOSEST_ZOOM: Final = 11.6
"""At a closer zoom, the error of a site's position would fill most of the screen."""
_MARGIN_PX: Final = 40.0
"""The room that a unit's view leaves beyond its outermost site."""
_DISTRICT: Final = (120.12, 30.79, 9.75)
_CITY: Final = (119.86, 30.76, 8.6)
_NARROW_PX: Final = 600
_PHONE_ZOOM_OUT: Final = 0.85


@dataclass(frozen=True)
class View:
    """The part of the world that a map shows.

    `lon` and `lat` are its centre in degrees, `zoom` is deck.gl's zoom level; `narrow` is True for the screen of a
    phone.
    """

    lon: float
    lat: float
    zoom: float
    narrow: bool

    @property
    def px_per_km(self) -> float:
        """The number of pixels per kilometre on the map, near the district.

        At deck.gl's zoom level 0, the world is 512 pixels wide.
        """
        return float(512 * 2.0**self.zoom / (360 * KM_PER_DEGREE_EAST))


def district_view(width: int | None) -> View:
    """Returns the view of the whole district for a screen `width` pixels wide (None: unknown)."""
    return _view(_DISTRICT, width)


def city_view(width: int | None) -> View:
    """Returns the view of all five counties for a screen `width` pixels wide (None: unknown)."""
    return _view(_CITY, width)


def unit_view(unit: str, points: pd.DataFrame, sites: pd.DataFrame, width: int | None) -> View:
    """Returns the view of the map that shows a unit and all its sites.

    `unit` is the name of the unit. `points` has `unit` and the `lon` and `lat` of its circle; if the unit is not in
    `points`, the view is that of the district. `sites` has the `lon` and `lat` of the unit's sites. `width` is the
    width of the screen in pixels (None: unknown). The zoom is limited, because a position can be wrong by kilometres:
    on a closer map, the true position could lie outside the screen.
    """
    own, district = points[points["unit"] == unit], district_view(width)
    if own.empty:
        return district
    lons, lats = [*own["lon"], *sites["lon"]], [*own["lat"], *sites["lat"]]
    east, north = (max(lons) - min(lons)) * KM_PER_DEGREE_EAST, (max(lats) - min(lats)) * KM_PER_DEGREE_NORTH
    wide, high = (2 * (half - _MARGIN_PX) for half in FRAME_HALF_PX[district.narrow])
    px_per_km = min(wide / max(east, 0.1), high / max(north, 0.1))
    zoom = district.zoom + math.log2(px_per_km / district.px_per_km)
    closest = _CLOSEST_ZOOM - _PHONE_ZOOM_OUT * district.narrow
    return View((max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2, min(zoom, closest), district.narrow)


def _view(place: tuple[float, float, float], width: int | None) -> View:
    narrow = width is not None and width < _NARROW_PX
    lon, lat, zoom = place
    return View(lon, lat, zoom - _PHONE_ZOOM_OUT * narrow, narrow)
