"""Projects the total of a goal to its deadline, at the current pace or at an assumed one.

The schedule (序时进度) is the share of the days from 1 January to the deadline that has passed. The current pace is the
average per week since 1 January. Cumulative figures start at zero each year, so nothing is projected beyond the year of
the deadline, nor in the first three weeks of a year.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from renovation.comparisons.extremes import RATE_DECIMALS, as_printed
from renovation.comparisons.goals import (
    Goal,
    Light,
    is_too_early,
    needed_per_week,
    traffic_light,
    weeks_elapsed,
    weeks_left,
    year_end,
)
from renovation.domain.columns import AS_OF, COMPLETION_RATE, VALUE
from renovation.domain.numbers import half_up

RECENT: Final = pd.Timedelta(weeks=4)


@dataclass(frozen=True)
class Outlook:
    """The projection of one goal at the current pace.

    `schedule` is the share of the time to the deadline that has passed, in percent. `share_reached` is the total so far
    in percent of the target at the deadline (`Goal.target_at_deadline`). `ahead_of_schedule` is `share_reached` −
    `schedule` in percentage points, each rounded as displayed: 40.4 − 78.9 = −38.5 is 38.5 points behind. `on_schedule`
    is the total that the schedule requires by now, `at_deadline` the projected total at the deadline (NaN in the first
    weeks of a year); both are in the goal's unit of measurement.

    `arrival` is the date on which the goal is reached, None if this date is not in the year of the deadline. The goal
    to be first in the city is reached when the district overtakes its rivals, whose pace is assumed to stay the same.
    Other values that cannot be computed are NaN.
    """

    goal: Goal
    schedule: float
    share_reached: float
    ahead_of_schedule: float
    on_schedule: float
    at_deadline: float
    arrival: dt.date | None

    @property
    def is_drawn(self) -> bool:
        """Whether a chart can show the goal, because its total so far and its target at the deadline are both known."""
        return self.goal.is_measured and bool(pd.notna(self.goal.target_at_deadline))


@dataclass(frozen=True)
class RecentPace:
    """The average increase of a figure per week since the date `since`.

    `per_week` is in the unit of measurement of the figure.
    """

    since: dt.date
    per_week: float


@dataclass(frozen=True)
class WhatIfResult:
    """The projection of a goal at a `pace` and a `deadline` that a visitor has assumed.

    `at_deadline` is the projected total at the assumed deadline. `target_at_deadline` is the number to reach by then:
    the goal's target or, if the goal is to be first in the city, the area that the rivals will have by then. `gap` is
    `at_deadline` − `target_at_deadline`; all are in the goal's unit of measurement. `pace` and `needed_per_week` are in
    this unit of measurement per week; `needed_per_week` is None if no time is left. `arrival` is the date on which the
    projection reaches the target, None if it is not in the year of the goal's own deadline.
    """

    pace: float
    deadline: dt.date
    target_at_deadline: float
    at_deadline: float
    gap: float
    needed_per_week: float | None
    arrival: dt.date | None
    light: Light


def worst_first(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    """Sorts goals by their lights: red, amber, green, without a light.

    Goals with the same light are sorted by the ratio of their pace to the needed pace, the lowest ratio first.
    """
    lights = ("red", "amber", "green", None)

    def urgency(goal: Goal) -> tuple[int, float]:
        pace = goal.pace_of_needed
        return lights.index(goal.light), np.inf if pd.isna(pace) else pace

    return tuple(sorted(goals, key=urgency))


def district_first(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    """Sorts goals: those of the district come before those of a unit, in each group in the order of `worst_first`."""
    return tuple(sorted(worst_first(goals), key=lambda goal: goal.is_of_unit))


def outlook(goal: Goal) -> Outlook:
    """Projects the total of a goal to its deadline at the current pace."""
    schedule = schedule_share(goal.as_of, goal.deadline)
    target_at_deadline = goal.target_at_deadline if goal.target_at_deadline > 0 else np.nan
    share_reached = 100 * goal.actual / target_at_deadline
    return Outlook(
        goal=goal,
        schedule=schedule,
        share_reached=share_reached,
        ahead_of_schedule=ahead_of_schedule(
            half_up(share_reached, RATE_DECIMALS), goal.as_of, goal.deadline, goal.gap >= 0
        ),
        on_schedule=target_at_deadline * schedule / 100,
        at_deadline=np.nan if goal.is_too_early else goal.actual + goal.pace_per_week * goal.weeks_left,
        arrival=None if goal.is_too_early else _arrival(goal, goal.pace_per_week),
    )


def schedule_share(as_of: dt.date, deadline: dt.date) -> float:
    """Returns the share of the days from 1 January to the deadline that has passed at the end of `as_of`, in percent.

    For 2013-10-15 and the end of the year, the result is 288 ÷ 365 = 78.9 %. From the deadline on it is 100.
    """
    if as_of >= deadline:
        return 100.0
    elapsed, total = schedule_days(as_of, deadline)
    return 100 * elapsed / total


def ahead_of_schedule(printed_share: float, as_of: dt.date, deadline: dt.date, is_reached: bool = False) -> float:
    """Returns by how many percentage points a share is ahead of the schedule; the result is negative if it is behind.

    `printed_share` is this share, such as a completion rate, in percent and rounded as displayed. The schedule is the
    share of the days from 1 January to `deadline` that has passed on the date `as_of`, rounded in the same way. In the
    first three weeks of a year the result is NaN, unless `is_reached` says that the target is reached.
    """
    if not is_reached and is_too_early(as_of):
        return np.nan
    return half_up(printed_share - half_up(schedule_share(as_of, deadline), RATE_DECIMALS), 2)


def behind_schedule(rates: pd.Series, as_of: dt.date) -> pd.Series:
    """Returns by how many percentage points each unit's completion rate is behind the schedule of the year.

    `rates` are in percent, on the date `as_of`. A result is negative for a unit that is ahead. It is NaN for a unit
    without a rate, and for all units in the first weeks of a year.
    """
    printed = as_printed(rates, COMPLETION_RATE)
    return -printed.map(lambda rate: ahead_of_schedule(rate, as_of, year_end(as_of))).astype("float64")


def schedule_days(as_of: dt.date, deadline: dt.date) -> tuple[int, int]:
    """Returns two numbers of days: from 1 January to `as_of`, and from 1 January to the deadline.

    1 January and the last day are both counted; the year is that of `as_of`.
    """
    new_year_eve = dt.date(as_of.year, 1, 1) - dt.timedelta(days=1)
    return (as_of - new_year_eve).days, (deadline - new_year_eve).days


def allows_what_if(goal: Goal) -> bool:
    """Returns whether a visitor can try other paces and deadlines for a goal (the what-if on 目标与进度).

    The goal must have a light, and more than a week must be left until the end of its year. A goal that is reached is
    excluded, except the goal to be first in the city, because our county can lose the first place again.
    """
    is_open = goal.light is not None and (goal.gap < 0 or bool(goal.rivals))
    return is_open and goal.as_of + dt.timedelta(weeks=1) < year_end(goal.deadline)


def what_if(goal: Goal, pace: float, deadline: dt.date) -> WhatIfResult:
    """Projects a goal with an assumed `pace` and an assumed `deadline`; the pace of its rivals stays the same.

    `pace` is in the goal's unit of measurement per week. Raises ValueError if the target or the total so far is
    missing.
    """
    if pd.isna(goal.gap):
        raise ValueError(goal.goal)
    weeks = weeks_left(goal.as_of, deadline)
    target_at_deadline = goal.target + _rival_pace(goal) * weeks
    at_deadline = goal.actual + pace * weeks
    needed = needed_per_week(target_at_deadline - goal.actual, weeks)
    reached = at_deadline >= target_at_deadline - 1e-9
    return WhatIfResult(
        pace=pace,
        deadline=deadline,
        target_at_deadline=target_at_deadline,
        at_deadline=at_deadline,
        gap=at_deadline - target_at_deadline,
        needed_per_week=needed,
        arrival=_arrival(goal, pace),
        light=traffic_light(reached, pace, needed),
    )


def recent_pace(points: pd.DataFrame) -> RecentPace | None:
    """Returns the average increase of a figure per week over the last four weeks, in the figure's unit of measurement.

    `points` is the result of `series`, oldest first; `as_of` and `value` are read. If there is no figure from exactly
    four weeks before the last one, the nearest earlier figure is used. Returns None if there is none.
    """
    before = points[points[AS_OF] <= points[AS_OF].max() - RECENT]
    if before.empty:
        return None
    last, first = points.iloc[-1], before.iloc[-1]
    weeks = (last[AS_OF] - first[AS_OF]).days / 7
    return RecentPace(first[AS_OF].date(), float((last[VALUE] - first[VALUE]) / weeks))


def _rival_pace(goal: Goal) -> float:
    return goal.target / weeks_elapsed(goal.as_of) if goal.rivals else 0.0


def _arrival(goal: Goal, pace: float) -> dt.date | None:
    """Returns the date on which a goal is reached at an assumed pace; None if it is not in the year of the deadline.

    `pace` is in the goal's unit of measurement per week. If the goal is reached already, the date of its figure is
    returned.
    """
    if pd.isna(goal.gap) or pd.isna(pace):
        return None
    closing = pace - _rival_pace(goal)
    if goal.gap >= 0:
        return goal.as_of
    if closing <= 0:
        return None
    days = round(-goal.gap / closing * 7, 9)
    is_in_year = days <= (year_end(goal.deadline) - goal.as_of).days
    return goal.as_of + dt.timedelta(days=math.ceil(days)) if is_in_year else None
