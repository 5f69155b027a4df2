"""The points of the sites, or bins of points where there are too many: place, colour and tooltip."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from renovation.comparisons.sites import UNKNOWN, bin_sites
from renovation.domain.tables.sites import SITES
from renovation.domain.vocabulary import DATUMS
from renovation.language import Words
from renovation.maps.palette import LegendClass, map_palette, site_class
from renovation.maps.views import KM_PER_DEGREE_EAST, View
from renovation.reading.values.coordinates import CONVERTED

MOST_POINTS: Final = 1_500
"""Points of one unit that are told apart and travel quickly; of more, bins are shown."""
MOST_DISTRICT_POINTS: Final = 150
"""Points of the whole district that leave its circles to be seen; of more, each unit tells how many it has."""
MANY_POINTS: Final = 60
"""From here on points are small, so that they cover each other and the circles less."""
POINT_RADIUS_PX: Final = {False: 7.0, True: 4.5}
"""A point's radius among few, and among many."""
_BIN_PX: Final = 26.0
"""What a bin takes of the screen in width and height."""


def site_points(sites: pd.DataFrame, trait: str, classes: tuple[LegendClass, ...], words: Words) -> pd.DataFrame:
    """One row a placed site: `site`, `unit`, `lon`, `lat`, `colour`, `on_ring`, `radius`, and words for tooltips."""
    by_value = {one.value: one for one in classes}
    found = [by_value[value] for value in site_class(sites, trait, classes)]
    heading = words.label(SITES.column(trait).heading)
    return pd.DataFrame(
        {
            "site": sites["site"],
            "unit": sites["unit"],
            "lon": sites["lon"].round(5),
            "lat": sites["lat"].round(5),
            "on_ring": sites["on_ring"],
            "colour": [one.colour for one in found],
            "radius": POINT_RADIUS_PX[len(sites) > MANY_POINTS],
            "name": sites["site"],
            "first": [words.place(unit) for unit in sites["unit"]],
            "second": sites["work"].where(sites["work"] != UNKNOWN, words.gettext("Work not said")),
            "third": [f"{heading}: {one.text}" for one in found],
            "exact": [
                position_accuracy(bool(ring), error, datum, words)
                for ring, error, datum in zip(sites["on_ring"], sites["error_km"], sites["datum"], strict=True)
            ],
        }
    ).reset_index(drop=True)


def site_bins(sites: pd.DataFrame, view: View, words: Words, dark: bool) -> pd.DataFrame:
    """Placed sites gathered to bins of one size on the screen, in the columns of `site_marks`.

    A bin's area is in proportion to its sites, and the fullest fills its place. It belongs to the unit of its sites, to
    none where they are of several; its colour is that of no class.
    """
    bins = bin_sites(sites, _BIN_PX / view.px_per_km / KM_PER_DEGREE_EAST)
    return pd.DataFrame(
        {
            "site": "",
            "unit": bins["unit"],
            "lon": bins["lon"].round(5),
            "lat": bins["lat"].round(5),
            "on_ring": False,
            "colour": map_palette(dark).quiet,
            "radius": np.clip(_BIN_PX / 2 * np.sqrt(bins["sites"] / bins["sites"].max()), 2.5, None).round(1),
            "name": [words.gettext("{count} sites").format(count=count) for count in bins["sites"]],
            "first": [words.place(unit) if unit else "" for unit in bins["unit"]],
            "second": "",
            "third": "",
            "exact": words.gettext("Gathered: too many to show one by one"),
        }
    )


def position_accuracy(on_ring: bool, error_km: float, datum: object, words: Words) -> str:
    """How exact a site's point is, and from what it was converted."""
    _, km = words.gettext, f"{error_km:g}"
    if on_ring:
        return _("No coordinate: set on a ring round its unit, schematic, ±{km} km").format(km=km)
    said = _("Position as uploaded") if pd.isna(error_km) else _("Position ±{km} km").format(km=km)
    converted = isinstance(datum, str) and datum in CONVERTED.values()
    return f"{said} · {words.label(DATUMS[str(datum)])}" if converted else said
