"""Which goals are still open, how fast must it go, how fast did it go?

The two goals are the report's own (section 四): at least half of the scheduled projects started, and first in
the city by floor area. Both end with the year. A week has seven days; the pace so far is counted from 1 January.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from renovation import places
from renovation.comparisons.district import value_of

Light = Literal["green", "amber", "red"]
AMBER_SHARE: Final = 0.8
FIRST_PLACE: Final = 1


@dataclass(frozen=True)
class Goal:
    """One open goal on its day.

    `target`, `actual` and `gap` (actual − target or leader) are in `unit`; `needed_per_week` and
    `pace_per_week` in `unit` a week, as are `weeks_left` until `deadline`. `rival` is who must be overtaken and
    `rival_at_deadline` what it ends with at its own pace so far. `needed_per_week` is None once the deadline has come.
    """

    goal: str
    measure: str
    unit: str
    as_of: dt.date
    deadline: dt.date
    target: float
    actual: float
    gap: float
    weeks_left: float
    needed_per_week: float | None
    pace_per_week: float
    light: Light
    base: float | None = None
    rival: str | None = None
    rival_at_deadline: float | None = None


def open_goals(
    district: pd.Series, counted: dt.date, counties: pd.DataFrame, reported: dt.date | None
) -> tuple[Goal, ...]:
    """The goals that the data allows to be told: `started_share` and `first_in_city`."""
    goals = (started_share(district, counted), first_in_city(district, counties, reported) if reported else None)
    return tuple(goal for goal in goals if goal is not None)


def started_share(district: pd.Series, as_of: dt.date) -> Goal | None:
    """The share of the scheduled projects that must have started by the year's end; 以上 includes the bound itself."""
    share = value_of(district, "goal_share_of_scheduled_started")
    base, actual = value_of(district, "projects_scheduled"), value_of(district, "projects_started")
    if pd.isna(share) or pd.isna(base) or pd.isna(actual) or base <= 0:
        return None
    target = float(-(-base * share // 100))
    weeks, pace = _weeks_left(as_of), actual / _weeks_gone(as_of)
    needed = _needed(target - actual, weeks)
    light = _light(actual >= target, pace, needed)
    return Goal(
        "started_share",
        "projects_started",
        "个",
        as_of,
        _year_end(as_of),
        target,
        actual,
        actual - target,
        weeks,
        needed,
        pace,
        light,
        base=base,
    )


def first_in_city(district: pd.Series, counties: pd.DataFrame, as_of: dt.date) -> Goal | None:
    """First place by area on the city's basis, if every rival keeps the pace it has had since January."""
    own = counties[counties["county"] == places.OWN_COUNTY.name]["area_reported"].dropna()
    rivals = counties[counties["county"] != places.OWN_COUNTY.name].dropna(subset=["area_reported"])
    if value_of(district, "goal_city_rank_by_area") != FIRST_PLACE or own.empty or rivals.empty:
        return None
    actual = float(own.iloc[0])
    leader = rivals.iloc[int(rivals["area_reported"].argmax())]
    best = float(leader["area_reported"])
    year = _weeks_gone(as_of) + _weeks_left(as_of)
    at_end = best * year / _weeks_gone(as_of)
    weeks, pace = _weeks_left(as_of), actual / _weeks_gone(as_of)
    needed = _needed(at_end - actual, weeks)
    return Goal(
        "first_in_city",
        "area_reported",
        "万㎡",
        as_of,
        _year_end(as_of),
        best,
        actual,
        actual - best,
        weeks,
        needed,
        pace,
        _light(actual * year / _weeks_gone(as_of) >= at_end, pace, needed),
        rival=str(leader["county"]),
        rival_at_deadline=at_end,
    )


def _light(reached: bool, pace: float, needed: float | None) -> Light:
    """Green: reached, or today's pace reaches it in time. Amber: pace at least 80 % of what is needed.

    Red: less, or the deadline has come (`needed` is None) and the goal is not reached.
    """
    if reached:
        return "green"
    if needed is None:
        return "red"
    if pace >= needed:
        return "green"
    return "amber" if pace >= AMBER_SHARE * needed else "red"


def _needed(remaining: float, weeks: float) -> float | None:
    if remaining <= 0:
        return 0.0
    return remaining / weeks if weeks > 0 else None


def _year_end(day: dt.date) -> dt.date:
    return dt.date(day.year, 12, 31)


def _weeks_left(day: dt.date) -> float:
    return (_year_end(day) - day).days / 7


def _weeks_gone(day: dt.date) -> float:
    return day.timetuple().tm_yday / 7
