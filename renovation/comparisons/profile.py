"""Collects everything about one unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from renovation.comparisons.annual_targets import unit_target
from renovation.comparisons.assignments import Assignment, assign, can_be_assigned, weightings
from renovation.comparisons.goals import Goal
from renovation.comparisons.outlook import Outlook, outlook
from renovation.domain.columns import SUBJECT, UNIT


@dataclass(frozen=True)
class Profile:
    """Everything that a release contains about one unit.

    `unit` is the unit's row in the result of `compare_units`, `checks` its rows in the result of `reconcile`. `sites`
    and `notes` are the unit's rows in the tables of these names; `mentioned` are its rows in the table `figures`.
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
    """Collects everything that a release contains about the unit whose Chinese name is `name`.

    `units` is the result of `compare_units`, `checks` the result of `reconcile`; `sites`, `notes` and `figures` are
    tables of the release, with the columns that `TABLES` declares. Raises KeyError if `units` lacks the unit.
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


def target_outlook(unit: pd.Series, as_of: dt.date) -> Outlook | None:
    """Projects a unit's area to the end of the year, and compares it with the unit's own annual target.

    `unit` is a row of the result of `compare_units`, `as_of` the date of its figures. Returns None if the unit's target
    or its area is missing.
    """
    goal = unit_target(unit, as_of)
    return None if goal is None else outlook(goal)


def assigned_shares(
    name: str, goals: Iterable[Goal], units: pd.DataFrame, figures: pd.DataFrame
) -> tuple[Assignment, ...]:
    """Splits each of `goals` among all units; returns the assignments in which one unit has a task.

    `name` is the Chinese name of this unit. Each goal is split by its default weighting. `units` is the result of
    `compare_units`, `figures` is the release's table of this name, with one row for each figure of the district. Goals
    that cannot be split are left out.
    """
    found = []
    for goal in filter(can_be_assigned, goals):
        available = weightings(goal, units, figures)
        assigned = assign(goal, units, figures, available[0]) if available else None
        if assigned is not None and assigned.totals.get(name, 0.0) > 0:
            found.append(assigned)
    return tuple(found)
