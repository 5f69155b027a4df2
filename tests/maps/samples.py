"""The first release's units and sites on a map, and as many more sites as a test needs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from renovation.comparisons.sites import with_positions, with_unknown_filled
from renovation.comparisons.units import compare_units
from renovation.domain.geography import geography
from renovation.language import Words
from renovation.maps.layout import Encoding, MapContent, MapLayout, map_layout
from renovation.maps.views import View
from tests import first_dataset

BASE = geography()
SITES = with_unknown_filled(first_dataset.tables()["sites"].frame)
POINTS = with_positions(SITES, BASE.points)
UNITS = compare_units(first_dataset.tables()["unit_progress"].frame)


def shown(words: Words, sites: pd.DataFrame = SITES, width: int | None = None, **looked_at: Any) -> MapLayout:
    """A scene of all units and of the sites given, those of the unit looked at where there is one."""
    unit = looked_at.get("unit")
    left = sites[sites["unit"] == unit] if unit else sites
    return map_layout(
        MapContent(UNITS, sites, left, **looked_at), Encoding(), BASE, words, looked_at.pop("dark", False), width
    )


def many_sites(count: int, unit: str | None = None) -> pd.DataFrame:
    """So many sites, each near its unit, all of one unit where it is named."""
    chance = np.random.default_rng(1)
    told = SITES.iloc[np.resize(np.arange(len(SITES)), count)].reset_index(drop=True)
    told = told.assign(site=[f"点位{number}" for number in range(count)], unit=unit or told["unit"])
    middles = BASE.points.set_index("unit")
    return told.assign(
        lon=told["unit"].map(middles["lon"]) + chance.uniform(-0.04, 0.04, count),
        lat=told["unit"].map(middles["lat"]) + chance.uniform(-0.035, 0.035, count),
    )


def on_screen(lon: float, lat: float, view: View) -> tuple[float, float]:
    east, north = (lon - view.lon) * 111.32 * np.cos(np.radians(30.8)), (lat - view.lat) * 110.9
    return east * view.px_per_km, -north * view.px_per_km
