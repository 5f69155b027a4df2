"""Collects all data about one unit."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from renovation.domain.columns import SUBJECT, UNIT


@dataclass(frozen=True)
class Profile:
    """All data about one unit.

    `unit` is its row of `compare_units`. `sites`, `notes`, `checks` and `mentioned` are its rows of the tables `sites`
    and `notes`, of `reconcile` and of the table `figures`.
    """

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
    """Selects the rows of one unit.

    `units` has the columns of `compare_units`, `checks` those of `reconcile`; `sites`, `notes` and `figures` have the
    columns that `TABLES` declares. Raises KeyError if `units` lacks the unit.
    """
    rows = units[units[UNIT] == name]
    if rows.empty:
        raise KeyError(name)
    return Profile(
        unit=rows.iloc[0],
        sites=sites[sites[UNIT] == name],
        notes=notes[notes[UNIT] == name],
        checks=checks[checks[SUBJECT] == name],
        mentioned=figures[figures[SUBJECT] == name],
    )
