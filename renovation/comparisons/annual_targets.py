"""Lists the annual targets of the district and its units, as goals whose deadline is 31 December."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from renovation.comparisons.district import RATES, Rate, value_of
from renovation.comparisons.goals import Goal, total_goal, year_end
from renovation.comparisons.outlook import Outlook, outlook
from renovation.comparisons.results import Results
from renovation.comparisons.workbook_goals import goal_name
from renovation.domain import places
from renovation.domain.columns import ANNUAL_TARGET_AREA, AREA_RENOVATED, PROJECTS_SCHEDULED, UNIT

_TARGET_RATES = tuple(rate for rate in RATES if rate.denominator != PROJECTS_SCHEDULED)
"""The number of scheduled projects is not a target."""


@dataclass(frozen=True)
class AnnualTarget:
    """A target for the end of the year, such as the area that a unit must renovate in this year.

    `measure` is the measure of the target itself, such as `annual_target_area`. `outlook` projects the figure that must
    reach the target, such as the area renovated, to the end of the year.
    """

    measure: str
    outlook: Outlook


def all_annual_targets(results: Results) -> tuple[AnnualTarget, ...]:
    """Returns the targets that the city and the district set for the district, then those of the units.

    A target is left out if there is no figure to compare it with, or if it is also one of the goals of the release
    (`Results.goals`). `results` are the comparisons of the release.
    """
    as_of = results.dated_table("unit_progress").as_of
    stated = [
        *((rate.denominator, _district_target(results, rate)) for rate in _TARGET_RATES),
        *((ANNUAL_TARGET_AREA, unit_target(unit, as_of)) for _place, unit in results.units.iterrows()),
    ]
    open_goals = {(goal.subject, goal.measure, goal.target) for goal in results.goals}
    return tuple(
        AnnualTarget(measure, outlook(goal))
        for measure, goal in stated
        if goal and (goal.subject, goal.measure, goal.target) not in open_goals
    )


def annual_targets(results: Results, place: str, measure: str) -> tuple[Goal, ...]:
    """Returns the targets that a figure must reach by the end of its year, each as a goal.

    `place` is the Chinese name of the district or a unit, `measure` the measure of the figure. The district has targets
    set by the city and targets set by itself; a unit has at most one, for its area. A target is left out if the target
    or the figure is missing.
    """
    if place == places.DISTRICT.name:
        of_measure = (_district_target(results, rate) for rate in _TARGET_RATES if rate.numerator == measure)
        return tuple(filter(None, of_measure))
    units = results.units[results.units[UNIT] == place]
    if measure != AREA_RENOVATED or units.empty:
        return ()
    target = unit_target(units.iloc[0], results.dated_table("unit_progress").as_of)
    return (target,) if target else ()


def unit_target(unit: pd.Series, as_of: dt.date) -> Goal | None:
    """Returns a unit's annual target for renovated area as a goal, whose figure is the unit's area on the date `as_of`.

    `unit` is a row of the result of `compare_units`. Returns None if the unit's target or its area is missing, or if
    the target is zero.
    """
    target, area = float(unit[ANNUAL_TARGET_AREA]), float(unit[AREA_RENOVATED])
    return _target(str(unit[UNIT]), AREA_RENOVATED, target, area, as_of, "unit_progress")


def _district_target(results: Results, rate: Rate) -> Goal | None:
    """Returns the annual target in the denominator of `rate` as a goal, whose figure is the rate's numerator.

    For the rate `city_target_area_rate`, this is the area that the city has set for the district. Returns None if the
    target or the figure is missing.
    """
    as_of = results.dated_table("figures").as_of
    amount, target = (value_of(results.district, name) for name in (rate.numerator, rate.denominator))
    return _target(places.DISTRICT.name, rate.numerator, target, amount, as_of, "figures")


def _target(place: str, measure: str, target: float, actual: float, as_of: dt.date, table: str) -> Goal | None:
    if pd.isna(actual) or not target > 0:
        return None
    name = goal_name(place, measure, str(as_of.year))
    return total_goal(name, measure, as_of, year_end(as_of), target, actual, subject=place, table=table)
