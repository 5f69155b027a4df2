"""One unit looked at closely: its figures with their ranks, and what is reported of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Profile:
    """A unit's row of `compare_units`, and its rows of sites, notes, checks and mentioned figures."""

    unit: pd.Series
    sites: pd.DataFrame
    notes: pd.DataFrame
    checks: pd.DataFrame
    mentioned: pd.DataFrame


def profile(
    name: str,
    units: pd.DataFrame,
    sites: pd.DataFrame,
    notes: pd.DataFrame,
    checks: pd.DataFrame,
    figures: pd.DataFrame,
) -> Profile:
    """What the tables hold of one unit. Raises KeyError where `units` has no such unit."""
    rows = units[units["unit"] == name]
    if rows.empty:
        raise KeyError(name)
    return Profile(
        unit=rows.iloc[0],
        sites=sites[sites["unit"] == name],
        notes=notes[notes["unit"] == name],
        checks=checks[checks["subject"] == name],
        mentioned=figures[figures["subject"] == name],
    )
