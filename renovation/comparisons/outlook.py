"""Does today's pace reach the goal, and what if it changed?

The schedule (序时进度) is the share that has passed of the time from 1 January to the deadline. A pace is what a week
has brought on average since 1 January. Nothing is foretold but what today's pace comes to.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from renovation.comparisons.goals import Goal, Light, needed_per_week, traffic_light, weeks_elapsed, weeks_left

FURTHEST_DAYS: Final = 3650
"""An arrival later than ten years says no more than that it does not arrive."""
RECENT: Final = pd.Timedelta(weeks=4)


@dataclass(frozen=True)
class Outlook:
    """One goal seen from its day.

    `schedule` is the share of the time that has passed, `share_reached` the share of the required total, both in
    percent; `lag` the percentage points between them, negative when behind. `on_schedule` is what the total should be
    by now, `at_deadline` what it comes to at today's pace. `arrival` is the day on which today's pace reaches the goal;
    for the race it is the day on which the district overtakes a rival that keeps its own pace. It is None where that
    day never comes. What cannot be computed is NaN.
    """

    goal: Goal
    schedule: float
    share_reached: float
    lag: float
    on_schedule: float
    at_deadline: float
    arrival: dt.date | None


@dataclass(frozen=True)
class WhatIfResult:
    """What an assumed pace and deadline lead to: `gap` is what the total then exceeds the required total by."""

    pace: float
    deadline: dt.date
    required_total: float
    at_deadline: float
    gap: float
    needed_per_week: float | None
    arrival: dt.date | None
    light: Light


def outlook(goal: Goal) -> Outlook:
    """The outlook of a goal at today's pace."""
    schedule = schedule_share(goal.as_of, goal.deadline)
    required_total = goal.required_total if goal.required_total > 0 else np.nan
    reached = 100 * goal.actual / required_total
    return Outlook(
        goal,
        schedule,
        reached,
        reached - schedule,
        required_total * schedule / 100,
        goal.actual + goal.pace_per_week * goal.weeks_left,
        _arrival(goal, goal.pace_per_week),
    )


def schedule_share(as_of: dt.date, deadline: dt.date) -> float:
    """The percentage of the days from 1 January to the deadline that have passed with `as_of`; 100 from then on.

    For 2013-10-15 and the year's end it is 288 ÷ 365 = 78.9 %.
    """
    if as_of >= deadline:
        return 100.0
    gone, whole = schedule_days(as_of, deadline)
    return 100 * gone / whole


def schedule_days(as_of: dt.date, deadline: dt.date) -> tuple[int, int]:
    """The days from 1 January that have passed with `as_of`, and those up to and with a later deadline."""
    before = dt.date(as_of.year, 1, 1) - dt.timedelta(days=1)
    return (as_of - before).days, (deadline - before).days


def allows_what_if(goal: Goal) -> bool:
    """Whether another pace or deadline can be assumed for a goal: it can be told, and is a race or not reached yet."""
    return goal.light is not None and (goal.gap < 0 or goal.rival is not None)


def what_if(goal: Goal, pace: float, deadline: dt.date) -> WhatIfResult:
    """What comes of another pace or another deadline; a rival keeps its own pace until that deadline.

    Raises ValueError for a goal whose target or total is not known.
    """
    if pd.isna(goal.gap):
        raise ValueError(goal.goal)
    weeks = weeks_left(goal.as_of, deadline)
    required_total = goal.target + _rival_pace(goal) * weeks
    at_deadline = goal.actual + pace * weeks
    needed = needed_per_week(required_total - goal.actual, weeks)
    reached = at_deadline >= required_total - 1e-9
    return WhatIfResult(
        pace,
        deadline,
        required_total,
        at_deadline,
        at_deadline - required_total,
        needed,
        _arrival(goal, pace),
        traffic_light(reached, pace, needed),
    )


def recent_pace(course: pd.DataFrame) -> float:
    """What a week brought on average over the last four weeks or the nearest longer time; NaN with fewer points.

    `course` are the points of one series, oldest first: `as_of`, `value`.
    """
    if len(course) < 2:
        return np.nan
    last = course.iloc[-1]
    before = course[course["as_of"] <= last["as_of"] - RECENT]
    if before.empty:
        return np.nan
    weeks = (last["as_of"] - before["as_of"].iloc[-1]).days / 7
    return float((last["value"] - before["value"].iloc[-1]) / weeks)


def _rival_pace(goal: Goal) -> float:
    return goal.target / weeks_elapsed(goal.as_of) if goal.rival else 0.0


def _arrival(goal: Goal, pace: float) -> dt.date | None:
    """The first day on which a pace has made good what lacks; the day of the figures where nothing lacks."""
    if pd.isna(goal.gap) or pd.isna(pace):
        return None
    closing = pace - _rival_pace(goal)
    if goal.gap >= 0:
        return goal.as_of
    if closing <= 0:
        return None
    days = round(-goal.gap / closing * 7, 9)
    return goal.as_of + dt.timedelta(days=math.ceil(days)) if days <= FURTHEST_DAYS else None
