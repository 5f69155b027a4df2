"""The targets of a year that the figures are compared with, as goals whose deadline is the end of that year."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from renovation.comparisons.district import RATES, value_of
from renovation.comparisons.goals import Goal, total_goal, year_end
from renovation.comparisons.results import Results
from renovation.comparisons.workbook_goals import goal_name
from renovation.domain import places
from renovation.domain.columns import ANNUAL_TARGET_AREA, AREA_RENOVATED, PROJECTS_SCHEDULED, UNIT


def annual_targets(results: Results, place: str, measure: str) -> tuple[Goal, ...]:
    """Returns the targets that the city, the district or a unit has for a figure of the year, each as a goal.

    `place` is the Chinese name of the district or a unit; `measure` is the figure. Targets or figures that are missing
    are left out. The number of scheduled projects is not a target.
    """
    if place == places.DISTRICT.name:
        return _district_targets(results, measure)
    units = results.units[results.units[UNIT] == place]
    if measure != AREA_RENOVATED or units.empty:
        return ()
    target = unit_target(units.iloc[0], results.dated_table("unit_progress").as_of)
    return (target,) if target else ()


def unit_target(unit: pd.Series, as_of: dt.date) -> Goal | None:
    """Returns a unit's own annual target of area as a goal, with its area on the date `as_of`.

    `unit` is a row of `compare_units`. Returns None if its target or its area is missing.
    """
    target, area = float(unit[ANNUAL_TARGET_AREA]), float(unit[AREA_RENOVATED])
    return _target(str(unit[UNIT]), AREA_RENOVATED, target, area, as_of, "unit_progress")


def _district_targets(results: Results, measure: str) -> tuple[Goal, ...]:
    as_of, amount = results.dated_table("figures").as_of, value_of(results.district, measure)
    targets = (one.denominator for one in RATES if one.numerator == measure and one.denominator != PROJECTS_SCHEDULED)
    found = (
        _target(places.DISTRICT.name, measure, value_of(results.district, name), amount, as_of, "figures")
        for name in targets
    )
    return tuple(filter(None, found))


def _target(place: str, measure: str, target: float, actual: float, as_of: dt.date, table: str) -> Goal | None:
    if pd.isna(actual) or not target > 0:
        return None
    name = goal_name(place, measure, str(as_of.year))
    return total_goal(name, measure, as_of, year_end(as_of), target, actual, subject=place, table=table)
