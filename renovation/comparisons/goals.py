"""Which goals are still open, how fast must it go, how fast did it go?

Two goals are the report's own (section 四): at least half of the scheduled projects started, and first in the city
by floor area. Both end with the year. Others come from the workbook's table of goals. A week has seven days; the
pace so far is counted from 1 January.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from renovation.comparisons.district import value_of
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES
from renovation.domain.tables.figures import FIGURES

Light = Literal["green", "amber", "red"]
AMBER_SHARE: Final = 0.8
FIRST_PLACE: Final = 1


@dataclass(frozen=True)
class Goal:
    """One goal on its day.

    `target`, `actual` and `gap` (actual − target or leader) are in `unit`; `needed_per_week` and
    `pace_per_week` in `unit` a week, as are `weeks_left` until `deadline`. `table` holds the figure, `base` is
    the whole that the target is a part of, `source` says who set it; the report's own stand in 全区指标. `rival` is
    who must be overtaken and `rival_at_deadline` what it ends with at its own pace so far. `needed_per_week` is None
    once the deadline has come.
    Where the target is missing or zero, or no table holds the measure, what cannot be told is NaN or None, as is
    the light.
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
    light: Light | None
    subject: str = places.DISTRICT.name
    table: str = "figures"
    base: float | None = None
    source: str | None = None
    rival: str | None = None
    rival_at_deadline: float | None = None

    @property
    def required_total(self) -> float:
        """What the total must come to by the deadline: the target, or what the rival will have at its own pace."""
        return self.target if self.rival_at_deadline is None else self.rival_at_deadline

    @property
    def pace_of_needed(self) -> float | None:
        """The pace so far in percent of the pace needed, by which the light is judged; None where none is needed."""
        return 100 * self.pace_per_week / self.needed_per_week if self.needed_per_week else None

    @property
    def last_days(self) -> int | None:
        """The days left where a week's pace says nothing any more, because less than a week is left."""
        days = (self.deadline - self.as_of).days
        return days if 0 < days < 7 else None


def report_goals(
    district: pd.Series, counted: dt.date, counties: pd.DataFrame, reported: dt.date | None
) -> tuple[Goal, ...]:
    """The report's goals that the data allows to be told: `started_share` and `first_in_city`."""
    goals = (started_share(district, counted), first_in_city(district, counties, reported) if reported else None)
    return tuple(goal for goal in goals if goal is not None)


def started_share(district: pd.Series, as_of: dt.date) -> Goal | None:
    """The share of the scheduled projects that must have started by the year's end; 以上 includes the bound itself."""
    share = value_of(district, "goal_share_of_scheduled_started")
    base, actual = value_of(district, "projects_scheduled"), value_of(district, "projects_started")
    if pd.isna(share) or pd.isna(base) or pd.isna(actual) or base <= 0:
        return None
    target = float(-(-base * share // 100))
    about = {"base": base, "source": FIGURES.sheet}
    return _goal("started_share", "projects_started", as_of, year_end(as_of), target, actual, **about)


def first_in_city(district: pd.Series, counties: pd.DataFrame, as_of: dt.date) -> Goal | None:
    """First place by area on the city's basis, if every rival keeps the pace it has had since January."""
    own = counties[counties["county"] == places.OWN_COUNTY.name]["area_reported"].dropna()
    rivals = counties[counties["county"] != places.OWN_COUNTY.name].dropna(subset=["area_reported"])
    if value_of(district, "goal_city_rank_by_area") != FIRST_PLACE or own.empty or rivals.empty:
        return None
    leader = rivals.iloc[int(rivals["area_reported"].argmax())]
    actual, best = float(own.iloc[0]), float(leader["area_reported"])
    weeks, gone = weeks_left(as_of, year_end(as_of)), weeks_elapsed(as_of)
    at_end, pace = best * (gone + weeks) / gone, actual / gone
    needed = needed_per_week(at_end - actual, weeks)
    return Goal(
        "first_in_city",
        "area_reported",
        "万㎡",
        as_of,
        year_end(as_of),
        best,
        actual,
        actual - best,
        weeks,
        needed,
        pace,
        traffic_light(actual * (gone + weeks) / gone >= at_end, pace, needed),
        subject=places.OWN_COUNTY.name,
        table="county_progress",
        source=FIGURES.sheet,
        rival=str(leader["county"]),
        rival_at_deadline=at_end,
    )


def workbook_goals(goals: pd.DataFrame, points: pd.DataFrame, as_of: dt.date) -> tuple[Goal, ...]:
    """The goals that the workbook sets, in its order.

    `goals` as the schema declares it, `points` as `points_of` gives a release's figures; `as_of` dates a goal
    whose measure no table holds. A unit's figure is taken from the units' table, else from the district figures.
    """
    order = points["table"].map({"county_progress": 0, "unit_progress": 0, "figures": 1})
    last = points.assign(order=order).sort_values(["as_of", "order"], ascending=[False, True], kind="stable")
    last = last.drop_duplicates(["unit", "measure"]).dropna(subset=["value"]).rename(columns={"unit": "subject"})
    held = goals.assign(held=_held_by(goals))
    joined = held.merge(last, how="left", left_on=["held", "measure"], right_on=["subject", "measure"])
    return tuple(_set(row, as_of) for row in records(joined))


def _held_by(goals: pd.DataFrame) -> pd.Series:
    """Whose figure tells a goal: what is reported to the city, the district reports as a county."""
    to_city = (goals["measure"] == "area_reported") & (goals["subject"] == places.DISTRICT.name)
    return goals["subject"].where(~to_city, places.OWN_COUNTY.name)


def _set(row: dict[str, Any], as_of: dt.date) -> Goal:
    day = as_of if pd.isna(row["as_of"]) else row["as_of"].date()
    return _goal(
        f"{places.code_of(row['held'])}-{row['measure']}-{row['deadline']}",
        row["measure"],
        day,
        deadline_of(row["deadline"]),
        np.nan if pd.isna(row["target"]) or row["target"] <= 0 else row["target"],
        row["value"],
        subject=row["held"],
        table="figures" if pd.isna(row["table"]) else row["table"],
        base=None if pd.isna(row["base"]) or row["base"] <= 0 else row["base"],
        source=None if pd.isna(row["source"]) else row["source"],
    )


def _goal(
    name: str, measure: str, as_of: dt.date, deadline: dt.date, target: float, actual: float, **about: Any
) -> Goal:
    """A goal that a total is to reach by a day."""
    weeks, pace = weeks_left(as_of, deadline), actual / weeks_elapsed(as_of)
    told = pd.notna(target) and pd.notna(actual)
    needed = needed_per_week(target - actual, weeks) if told else None
    return Goal(
        name,
        measure,
        MEASURES[measure].unit,
        as_of,
        deadline,
        target,
        actual,
        actual - target,
        weeks,
        needed,
        pace,
        traffic_light(actual >= target, pace, needed) if told else None,
        **about,
    )


def traffic_light(reached: bool, pace: float, needed: float | None) -> Light:
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


def needed_per_week(remaining: float, weeks: float) -> float | None:
    """What each week must bring; 0 where nothing remains, None where no time is left."""
    if remaining <= 0:
        return 0.0
    return remaining / weeks if weeks > 0 else None


def deadline_of(period: str) -> dt.date:
    """The day that a period of the schema ends on: the day itself, or 31 December of a year."""
    return dt.date.fromisoformat(period) if "-" in period else dt.date(int(period), 12, 31)


def year_end(day: dt.date) -> dt.date:
    """31 December of a day's year."""
    return dt.date(day.year, 12, 31)


def weeks_left(day: dt.date, deadline: dt.date) -> float:
    """Weeks from a day to the deadline, 0 once it has come."""
    return max(0, (deadline - day).days) / 7


def weeks_elapsed(day: dt.date) -> float:
    """Weeks of the year up to and with a day."""
    return day.timetuple().tm_yday / 7
