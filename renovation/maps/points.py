"""Computes the points of the sites on a map: position, colour, tooltip.

If there are too many sites to draw a point for each, sites that are close together share one disc (a bin).

The parameter `sites` comes from `comparisons.sites.with_positions`: the columns of the table `sites`, `lon` and `lat`
in degrees, `error_km` (how far the position may be from the true place), and `on_ring`, True for a site that has no
coordinate and is drawn on a ring around its unit.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from renovation.comparisons.sites import UNKNOWN, bin_sites
from renovation.domain.tables.sites import SITES
from renovation.domain.vocabulary import DATUMS
from renovation.language import Words
from renovation.maps.palette import LegendClass, map_palette, site_class
from renovation.maps.views import KM_PER_DEGREE_EAST, KM_PER_DEGREE_NORTH, View
from renovation.reading.values.coordinates import CONVERTED

MOST_POINTS: Final = 1_500
"""The most points of one unit that can be distinguished and load quickly; more are gathered in bins."""
MOST_DISTRICT_POINTS: Final = 150
"""The most points that leave the district's circles visible; if there are more, each unit's label shows their number.
"""
MANY_POINTS: Final = 60
"""If a map has more points than this, they are small, so that they hide less of each other and of the circles."""
POINT_RADIUS_PX: Final = {False: 7.0, True: 4.5}
"""The radius of a point in pixels: the key is True for a map with more than MANY_POINTS points."""
_BIN_PX: Final = 26.0
"""The width and height of a bin on the screen."""
_SMALLEST_BIN_PX: Final = 2.5


def site_points(sites: pd.DataFrame, attribute: str, classes: tuple[LegendClass, ...], words: Words) -> pd.DataFrame:
    """Returns one row for each site; its colour shows its value of `attribute`, a column such as `stage`.

    `classes` is the result of `site_classes`. Columns returned: `site` and `unit` (names), `lon` and `lat` (degrees),
    `on_ring` (True for a site without coordinates, drawn on a ring around its unit), `colour`, `radius` (pixels). The
    tooltip shows the columns `name` (of the site), `first` (the unit), `second` (the work done there), `third` (the
    site's value of `attribute`) and `exact` (a sentence about the accuracy of the position).
    """
    by_value = {one.value: one for one in classes}
    own_classes = [by_value[value] for value in site_class(sites, attribute, classes)]
    heading = words.label(SITES.column(attribute).heading)
    return pd.DataFrame(
        {
            "site": sites["site"],
            "unit": sites["unit"],
            "lon": sites["lon"].round(5),
            "lat": sites["lat"].round(5),
            "on_ring": sites["on_ring"],
            "colour": [one.colour for one in own_classes],
            "radius": POINT_RADIUS_PX[len(sites) > MANY_POINTS],
            "name": sites["site"],
            "first": [words.place(unit) for unit in sites["unit"]],
            "second": sites["work"].where(sites["work"] != UNKNOWN, words("Kind of work not stated")),
            "third": [f"{heading}: {one.text}" for one in own_classes],
            "exact": [
                position_accuracy(bool(ring), error, datum, words)
                for ring, error, datum in zip(sites["on_ring"], sites["error_km"], sites["datum"], strict=True)
            ],
        }
    ).reset_index(drop=True)


def overlapping_sites(points: pd.DataFrame, unit: str, site: str, view: View) -> list[tuple[str, str]]:
    """Returns the sites whose points overlap the point of one site on the map, as pairs (unit, site), that site first.

    The one site is named `site` and belongs to the unit named `unit`. `points` is the result of `site_points`, `view`
    the part of the world that the map shows. Returns an empty list if the site has no point.
    """
    named = points[points["site"] != ""]
    is_own = (named["unit"] == unit) & (named["site"] == site)
    if not is_own.any():
        return []
    own = named[is_own].iloc[0]
    east = (named["lon"] - own["lon"]) * KM_PER_DEGREE_EAST * view.px_per_km
    north = (named["lat"] - own["lat"]) * KM_PER_DEGREE_NORTH * view.px_per_km
    others = named[(np.hypot(east, north) < named["radius"] + own["radius"]) & ~is_own]
    return [(unit, site), *zip(others["unit"], others["site"], strict=True)]


def site_bins(sites: pd.DataFrame, view: View, words: Words, dark: bool) -> pd.DataFrame:
    """Combines sites that are close together on the screen; returns one row for each group of them (a bin).

    The bins are squares of equal size on the screen. A bin is drawn as a disc whose area is in proportion to its number
    of sites; the largest disc fills its bin. All discs have one neutral colour. The columns are those of `site_points`,
    such as `lon`, `lat`, `radius` and `colour`; `unit` is empty if the sites belong to several units.
    """
    bins = bin_sites(sites, _BIN_PX / view.px_per_km / KM_PER_DEGREE_EAST)
    radius = _BIN_PX / 2 * np.sqrt(bins["sites"] / bins["sites"].max())
    return pd.DataFrame(
        {
            "site": "",
            "unit": bins["unit"],
            "lon": bins["lon"].round(5),
            "lat": bins["lat"].round(5),
            "on_ring": False,
            "colour": map_palette(dark).quiet,
            "radius": np.clip(radius, _SMALLEST_BIN_PX, None).round(1),
            "name": [words.plural("{count} site", "{count} sites", count=count) for count in bins["sites"]],
            "first": [words.place(unit) if unit else "" for unit in bins["unit"]],
            "second": "",
            "third": "",
            "exact": words("Several sites, shown as one"),
        }
    )


def position_accuracy(on_ring: bool, error_km: float, datum: object, words: Words) -> str:
    """Returns a sentence about how exact the position of a site is, and from which datum it was converted.

    `on_ring` is True if the site has no coordinates. `error_km` says how far the position may be from the true place;
    it may be NaN. `datum` is the code of the coordinate system in the source, such as `gcj02`; it may be missing.
    """
    km = f"{error_km:g}"
    if on_ring:
        return words("No coordinates: placed near its unit; approximate, ±{km} km", km=km)
    accuracy = (
        words("Position from the uploaded coordinates")
        if pd.isna(error_km)
        else words("Position accurate to ±{km} km", km=km)
    )
    if isinstance(datum, str) and datum in CONVERTED.values():
        return f"{accuracy} · {words.label(DATUMS[datum])}"
    return accuracy
