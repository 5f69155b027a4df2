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
    """Returns the targets that a figure must reach by the end of its year, each as a goal.

    `place` is the Chinese name of the district or a unit, `measure` the measure of the figure. The district has targets
    set by the city and targets set by itself; a unit has at most one, for its area. A target is left out if the target
    or the figure is missing. The number of scheduled projects is not a target.
    """
    if place == places.DISTRICT.name:
        return _district_targets(results, measure)
    units = results.units[results.units[UNIT] == place]
    if measure != AREA_RENOVATED or units.empty:
        return ()
    target = unit_target(units.iloc[0], results.dated_table("unit_progress").as_of)
    return (target,) if target else ()


def unit_target(unit: pd.Series, as_of: dt.date) -> Goal | None:
    """Returns a unit's annual target of area as a goal, with the unit's area on the date `as_of`.

    `unit` is a row of the result of `compare_units`. Returns None if the unit's target or its area is missing, or if
    the target is zero.
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
