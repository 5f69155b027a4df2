"""Computes the goals: how much is missing, the pace needed to reach the target, and the pace so far.

The district's report of 2013-10-22, from which the first dataset was typed, sets two goals in its section 四, both for
the end of the year: to start at least half of the scheduled projects, and to be first in the city by floor area. The
table `goals` of the workbook sets other goals (see `workbook_goals`). The pace so far is the average per week of seven
days since 1 January.

Cumulative figures start at zero on 1 January, so a goal is assessed by figures of its own year, up to its deadline. In
the first three weeks of a year (FEWEST_WEEKS) nothing is projected, because a few days say nothing about a year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from renovation.comparisons.district import district_values, figures_of_year, value_of
from renovation.comparisons.extremes import highest
from renovation.domain import places
from renovation.domain.columns import (
    AREA_REPORTED,
    COUNTY,
    GOAL_CITY_RANK_BY_AREA,
    GOAL_SHARE_OF_SCHEDULED_STARTED,
    MEASURE,
    PERIOD,
    PROJECTS_SCHEDULED,
    PROJECTS_STARTED,
    SUBJECT,
)
from renovation.domain.measurement_units import COUNTS
from renovation.domain.measures import MEASURES
from renovation.domain.tables.figures import FIGURES

Light = Literal["green", "amber", "red"]
AMBER_SHARE: Final = 0.8
"""The share of the needed pace at which a goal is amber; below it, the goal is red."""

FIRST_PLACE: Final = 1
FEWEST_WEEKS: Final = 3
"""The number of weeks of a year that must have passed before a goal is assessed."""

_FLOAT_ERROR: Final = 1e-9  # 0.8 × 3.5 is a little over 2.8 in binary

STARTED_SHARE: Final = "started_share"
FIRST_IN_CITY: Final = "first_in_city"


@dataclass(frozen=True)
class Goal:
    """A goal, with its figures on the date `as_of`.

    `goal` is its name. `target`, `actual` (the figure so far) and `gap` (actual − target) are in `measurement_unit`,
    the unit of measurement of `measure`; `needed_per_week` (None from the deadline on) and `pace_per_week` are in this
    unit of measurement per week. `subject` is the place whose figure counts, `table` the name of the table with this
    figure, `source` the document that set the goal. A goal that was set as a share has this `share` in percent and
    `base`, the number that the share refers to.

    If the goal is to be first in the city, `rivals` are the counties to overtake (several if they share the largest
    area), `target` is the present area of each rival, and `rival_at_deadline` the area that each rival will have
    at the deadline if its pace stays the same. `rivals` is empty for other goals.

    If the target is missing or zero, or no table has a figure for the goal's year, fields that cannot be computed are
    NaN or None; `as_of` is then the date of the available figures. In the first weeks of a year, `light` is None unless
    the target is reached, and `rival_at_deadline` is None.
    """

    goal: str
    measure: str
    measurement_unit: str
    as_of: dt.date
    deadline: dt.date
    target: float
    actual: float
    gap: float
    weeks_left: float
    needed_per_week: float | None
    pace_per_week: float
    light: Light | None
    subject: str = places.DISTRICT.name
    table: str = "figures"
    base: float | None = None
    share: float | None = None
    source: str | None = None
    rivals: tuple[str, ...] = ()
    rival_at_deadline: float | None = None

    @property
    def target_at_deadline(self) -> float:
        """The number to reach at the deadline, in `measurement_unit`.

        For the goal to be first in the city, this is the area that each rival will have at the deadline (NaN if
        unknown). For other goals it is `target`.
        """
        if not self.rivals:
            return self.target
        return np.nan if self.rival_at_deadline is None else self.rival_at_deadline

    @property
    def is_count(self) -> bool:
        """Whether the goal counts whole things, such as projects."""
        return self.measurement_unit in COUNTS

    @property
    def is_of_unit(self) -> bool:
        """Whether a single unit must reach the goal, not the district."""
        return self.table == "unit_progress"

    @property
    def is_measured(self) -> bool:
        """Whether both the target and a figure of the goal's year are known."""
        return bool(pd.notna(self.gap))

    @property
    def is_of_another_year(self) -> bool:
        """Whether the latest figures are from another year than the deadline.

        Such figures are not compared with the target, because cumulative figures start at zero each year.
        """
        return self.as_of.year != self.deadline.year

    def is_past(self, day: dt.date) -> bool:
        """Returns whether the deadline is before `day`, or before the date of the available figures."""
        return self.deadline < max(day, self.as_of)

    @property
    def is_too_early(self) -> bool:
        """Whether it is too early to assess the goal: fewer than three weeks of the year have passed (FEWEST_WEEKS)."""
        return is_too_early(self.as_of)

    @property
    def pace_of_needed(self) -> float | None:
        """The pace so far as a percentage of the pace needed; None if no pace is needed."""
        return 100 * self.pace_per_week / self.needed_per_week if self.needed_per_week else None

    @property
    def last_days(self) -> int | None:
        """The number of days to the deadline if fewer than seven are left, otherwise None.

        An amount needed per week would be misleading then. From the deadline on, the result is None too.
        """
        days = (self.deadline - self.as_of).days
        return days if 0 < days < 7 else None


def report_goals(
    figures: pd.DataFrame, figures_as_of: dt.date, counties: pd.DataFrame, counties_as_of: dt.date | None
) -> tuple[Goal, ...]:
    """Returns the goals that the district's report of 2013-10-22 sets: `started_share` and `first_in_city`.

    `figures` is the release's table of this name (one row for each figure of the district), `counties` is the result of
    `compare_counties`; `figures_as_of` and `counties_as_of` are their dates (None if there is no table of the
    counties). The year of a goal is that in the column `period` of its row in `figures`. A goal that cannot be computed
    is left out.
    """
    found = [_in_own_year(started_share, figures, GOAL_SHARE_OF_SCHEDULED_STARTED, figures_as_of)]
    if counties_as_of is not None:
        race = partial(first_in_city, counties=counties)
        found.append(_in_own_year(race, figures, GOAL_CITY_RANK_BY_AREA, counties_as_of))
    return tuple(goal for goal in found if goal is not None)


def _in_own_year(
    compute: Callable[..., Goal | None], figures: pd.DataFrame, measure: str, as_of: dt.date
) -> Goal | None:
    """Returns the goal that the district's figure of `measure` sets, computed from figures of the same year.

    `compute` is the function that computes the goal, `as_of` the date of the figures that must reach it. If the goal is
    for another year than `as_of`, it has no figure. Returns None if there is no such goal, or if it cannot be computed.
    """
    year = stated_year(figures, measure)
    if year is None:
        return None
    district = district_values(figures_of_year(figures, year))
    goal = compute(district=district, as_of=as_of if year == as_of.year else dt.date(year, 12, 31))
    if goal is None or year != as_of.year:
        return goal and _unmeasured(goal, as_of)
    return goal if goal.is_measured else None


def stated_year(figures: pd.DataFrame, measure: str) -> int | None:
    """Returns the year that the district's figure of `measure` is about; None if there is no such figure.

    `figures` is the release's table of this name (one row for each figure of the district); the year is taken from the
    column `period`.
    """
    named = zip(figures[SUBJECT], figures[MEASURE], figures[PERIOD], strict=True)
    periods = (period for subject, name, period in named if (subject, name) == (places.DISTRICT.name, measure))
    return next((int(period[:4]) for period in periods), None)


def _unmeasured(goal: Goal, as_of: dt.date) -> Goal:
    """Returns a copy of `goal` without a figure, because the figures of the date `as_of` are of another year."""
    target = np.nan if goal.rivals else goal.target
    unknown = total_goal(goal.goal, goal.measure, as_of, goal.deadline, target, np.nan)
    return replace(
        unknown, subject=goal.subject, table=goal.table, base=goal.base, share=goal.share, source=goal.source
    )


def started_share(district: pd.Series, as_of: dt.date) -> Goal | None:
    """Returns the goal that a certain share of the scheduled projects is started by the end of the year.

    `district` is the result of `district_values`, `as_of` its date. The wording 一半以上 of the district's report
    includes exactly half. Returns None if the share or the number of scheduled projects is missing.
    """
    target, base = started_target(district), value_of(district, PROJECTS_SCHEDULED)
    if pd.isna(target):
        return None
    return total_goal(
        STARTED_SHARE,
        PROJECTS_STARTED,
        as_of,
        year_end(as_of),
        target,
        value_of(district, PROJECTS_STARTED),
        base=base,
        share=value_of(district, GOAL_SHARE_OF_SCHEDULED_STARTED),
        source=FIGURES.sheet,
    )


def started_target(district: pd.Series) -> float:
    """Returns the number of projects that must be started for the goal `started_share`; NaN if it cannot be computed.

    `district` is the result of `district_values`.
    """
    share, base = (value_of(district, name) for name in (GOAL_SHARE_OF_SCHEDULED_STARTED, PROJECTS_SCHEDULED))
    return float(-(-base * share // 100)) if pd.notna(share) and base > 0 else np.nan


def stated_started_target(figures: pd.DataFrame) -> float:
    """Returns the number of projects that must be started for the goal `started_share`; NaN if it cannot be computed.

    `figures` is the release's table of this name (one row for each figure of the district). Only figures of the year
    for which the goal's share is stated are used.
    """
    year = stated_year(figures, GOAL_SHARE_OF_SCHEDULED_STARTED)
    return np.nan if year is None else started_target(district_values(figures_of_year(figures, year)))


def first_in_city(district: pd.Series, counties: pd.DataFrame, as_of: dt.date) -> Goal | None:
    """Returns the goal that our own county (吴兴区) is first in the city by area reported to the city.

    `district` is the result of `district_values`; `counties` has the columns `county` and `area_reported` (万㎡), and
    `as_of` is the date of these areas. The rivals are the other counties with the largest area; their pace since
    January is assumed to continue. Returns None if `district` holds no such goal or an area is missing.
    """
    own = counties[counties[COUNTY] == places.OWN_COUNTY.name][AREA_REPORTED].dropna()
    others = counties[counties[COUNTY] != places.OWN_COUNTY.name]
    leaders = highest(others[COUNTY], others[AREA_REPORTED], AREA_REPORTED)
    if value_of(district, GOAL_CITY_RANK_BY_AREA) != FIRST_PLACE or own.empty or leaders is None:
        return None
    actual, best = float(own.iloc[0]), leaders.value
    race = Goal(
        goal=FIRST_IN_CITY,
        measure=AREA_REPORTED,
        measurement_unit=MEASURES[AREA_REPORTED].measurement_unit,
        as_of=as_of,
        deadline=year_end(as_of),
        target=best,
        actual=actual,
        gap=actual - best,
        weeks_left=weeks_left(as_of, year_end(as_of)),
        needed_per_week=None,
        pace_per_week=actual / weeks_elapsed(as_of),
        light=None,
        subject=places.OWN_COUNTY.name,
        table="county_progress",
        source=FIGURES.sheet,
        rivals=leaders.places,
    )
    return race if race.is_too_early else _projected_race(race)


def _projected_race(race: Goal) -> Goal:
    """Returns a copy of the goal to be first in the city, with the rivals' projected area, needed pace and light.

    The rivals' area at the deadline is projected at their average pace since 1 January.
    """
    elapsed = weeks_elapsed(race.as_of)
    at_end = race.target * (elapsed + race.weeks_left) / elapsed
    needed = needed_per_week(at_end - race.actual, race.weeks_left)
    return replace(
        race,
        rival_at_deadline=at_end,
        needed_per_week=needed,
        light=traffic_light(race.actual * (elapsed + race.weeks_left) / elapsed >= at_end, race.pace_per_week, needed),
    )


def total_goal(
    name: str, measure: str, as_of: dt.date, deadline: dt.date, target: float, actual: float, **details: Any
) -> Goal:
    """Returns the goal that a figure reaches a target by a deadline, with its gap, paces and light.

    `name` is the goal's name, `measure` the measure of the figure. `actual` is the figure so far, on the date `as_of`.
    `target` and `actual` are in the measure's unit of measurement, NaN if missing; `details` sets further fields of
    Goal.
    """
    weeks, pace = weeks_left(as_of, deadline), actual / weeks_elapsed(as_of)
    is_known = pd.notna(target) and pd.notna(actual)
    needed = needed_per_week(target - actual, weeks) if is_known else None
    is_judged = is_known and (actual >= target or not is_too_early(as_of))
    return Goal(
        goal=name,
        measure=measure,
        measurement_unit=MEASURES[measure].measurement_unit,
        as_of=as_of,
        deadline=deadline,
        target=target,
        actual=actual,
        gap=actual - target,
        weeks_left=weeks,
        needed_per_week=needed,
        pace_per_week=pace,
        light=traffic_light(actual >= target, pace, needed) if is_judged else None,
        **details,
    )


def traffic_light(reached: bool, pace: float, needed: float | None) -> Light:
    """Returns the light of a goal: green, amber or red.

    `pace` is the amount per week so far; `needed` is the amount needed per week, None if no time is left. The light is
    green if the goal is reached (`reached`), or will be reached at this pace. It is amber if the pace is at least 80 %
    of the needed pace (AMBER_SHARE), and red if the pace is lower or no time is left.
    """
    if reached:
        return "green"
    if needed is None:
        return "red"
    if pace >= needed - _FLOAT_ERROR:
        return "green"
    return "amber" if pace >= AMBER_SHARE * needed - _FLOAT_ERROR else "red"


def needed_per_week(remaining: float, weeks: float) -> float | None:
    """Returns the amount needed each week to make up `remaining`; 0 if nothing is missing, None if no time is left.

    The result has the unit of measurement of `remaining`; `weeks` is the number of weeks left.
    """
    if remaining <= 0:
        return 0.0
    return remaining / weeks if weeks > 0 else None


def is_too_early(day: dt.date) -> bool:
    """Returns whether fewer than three weeks (FEWEST_WEEKS) of the year have passed at the end of `day`."""
    return weeks_elapsed(day) < FEWEST_WEEKS


def year_end(day: dt.date) -> dt.date:
    """Returns 31 December of the year of `day`."""
    return dt.date(day.year, 12, 31)


def weeks_left(day: dt.date, deadline: dt.date) -> float:
    """Returns the number of weeks from `day` to the deadline; 0 if the deadline has passed."""
    return max(0, (deadline - day).days) / 7


def weeks_elapsed(day: dt.date) -> float:
    """Returns the number of weeks of the year that have passed at the end of `day`."""
    return day.timetuple().tm_yday / 7
