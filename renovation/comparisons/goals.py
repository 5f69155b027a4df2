"""Computes the goals: the gap to the target, the pace needed to reach it, and the pace so far.

The report sets two goals (section 四), both for the end of the year: at least half of the scheduled projects started,
and first place in the city by floor area. The table `goals` of the workbook sets others. The pace so far is the
average per week of seven days since 1 January.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from renovation.comparisons.district import value_of
from renovation.domain import places
from renovation.domain.columns import (
    AREA_REPORTED,
    AS_OF,
    COUNTY,
    GOAL_CITY_RANK_BY_AREA,
    GOAL_SHARE_OF_SCHEDULED_STARTED,
    MEASURE,
    PROJECTS_SCHEDULED,
    PROJECTS_STARTED,
    SUBJECT,
    UNIT,
    VALUE,
)
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES
from renovation.domain.tables.figures import FIGURES

Light = Literal["green", "amber", "red"]
AMBER_SHARE: Final = 0.8
"""The share of the needed pace from which a goal is amber instead of red."""

FIRST_PLACE: Final = 1


@dataclass(frozen=True)
class Goal:
    """One goal, as of the date of its figure.

    `target`, `actual` and `gap` (actual − target) are in `unit`; `needed_per_week` and `pace_per_week` are in `unit` a
    week. `table` is the table that holds the figure, `base` the whole that the target is a part of, `source` the
    document that set the goal. `needed_per_week` is None from the deadline on.

    For first place, `rival` is the county to overtake, `target` its area today, and `rival_at_deadline` its area at
    the deadline if it keeps its pace so far.

    If the target is missing or zero, or no table holds the measure, what cannot be computed is NaN or None.
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
        """The total needed at the deadline: the target, or what the rival will have at its pace so far."""
        return self.target if self.rival_at_deadline is None else self.rival_at_deadline

    @property
    def pace_of_needed(self) -> float | None:
        """The pace so far in percent of the pace needed; None if no pace is needed."""
        return 100 * self.pace_per_week / self.needed_per_week if self.needed_per_week else None

    @property
    def last_days(self) -> int | None:
        """The number of days left if less than a week is left, so that a weekly pace makes no sense; else None."""
        days = (self.deadline - self.as_of).days
        return days if 0 < days < 7 else None


def report_goals(
    district: pd.Series, figures_as_of: dt.date, counties: pd.DataFrame, counties_as_of: dt.date | None
) -> tuple[Goal, ...]:
    """Returns the goals of the report that the data allows to compute: `started_share` and `first_in_city`.

    `district` has the figures of `district_values`, `counties` the columns of `compare_counties`.
    """
    first = first_in_city(district, counties, counties_as_of) if counties_as_of else None
    return tuple(goal for goal in (started_share(district, figures_as_of), first) if goal is not None)


def started_share(district: pd.Series, as_of: dt.date) -> Goal | None:
    """Returns the goal of starting a share of the scheduled projects by the end of the year.

    `district` has the figures of `district_values`. 一半以上 includes exactly half. Returns None if a figure is
    missing.
    """
    share = value_of(district, GOAL_SHARE_OF_SCHEDULED_STARTED)
    base, actual = value_of(district, PROJECTS_SCHEDULED), value_of(district, PROJECTS_STARTED)
    if pd.isna(share) or pd.isna(base) or pd.isna(actual) or base <= 0:
        return None
    target = float(-(-base * share // 100))
    return _goal(
        "started_share",
        PROJECTS_STARTED,
        as_of,
        year_end(as_of),
        target,
        actual,
        base=base,
        source=FIGURES.sheet,
    )


def first_in_city(district: pd.Series, counties: pd.DataFrame, as_of: dt.date) -> Goal | None:
    """Returns the goal of first place by area in the city, on the basis of the city.

    `district` has the figures of `district_values`; `counties` has the columns `county` and `area_reported` (万㎡). The
    rival is the largest other county, assumed to keep its pace since January. Returns None if the report sets no such
    goal or a figure is missing.
    """
    own = counties[counties[COUNTY] == places.OWN_COUNTY.name][AREA_REPORTED].dropna()
    rivals = counties[counties[COUNTY] != places.OWN_COUNTY.name].dropna(subset=[AREA_REPORTED])
    if value_of(district, GOAL_CITY_RANK_BY_AREA) != FIRST_PLACE or own.empty or rivals.empty:
        return None
    leader = rivals.iloc[int(rivals[AREA_REPORTED].argmax())]
    actual, best = float(own.iloc[0]), float(leader[AREA_REPORTED])
    weeks, elapsed = weeks_left(as_of, year_end(as_of)), weeks_elapsed(as_of)
    at_end, pace = best * (elapsed + weeks) / elapsed, actual / elapsed
    needed = needed_per_week(at_end - actual, weeks)
    return Goal(
        goal="first_in_city",
        measure=AREA_REPORTED,
        unit=MEASURES[AREA_REPORTED].unit,
        as_of=as_of,
        deadline=year_end(as_of),
        target=best,
        actual=actual,
        gap=actual - best,
        weeks_left=weeks,
        needed_per_week=needed,
        pace_per_week=pace,
        light=traffic_light(actual * (elapsed + weeks) / elapsed >= at_end, pace, needed),
        subject=places.OWN_COUNTY.name,
        table="county_progress",
        source=FIGURES.sheet,
        rival=str(leader[COUNTY]),
        rival_at_deadline=at_end,
    )


def workbook_goals(goals: pd.DataFrame, points: pd.DataFrame, as_of: dt.date) -> tuple[Goal, ...]:
    """Returns the goals of the workbook, in its order.

    `goals` has the columns of `GOALS`, `points` those of `points_of`. The figure of a unit comes from the unit table,
    else from the district figures. `as_of` is the date of a goal that has no figure.
    """
    order = points["table"].map({"county_progress": 0, "unit_progress": 0, "figures": 1})
    last = points.assign(order=order).sort_values([AS_OF, "order"], ascending=[False, True], kind="stable")
    last = last.drop_duplicates([UNIT, MEASURE]).dropna(subset=[VALUE]).rename(columns={UNIT: SUBJECT})
    owned = goals.assign(owner=_owners(goals))
    joined = owned.merge(last, how="left", left_on=["owner", MEASURE], right_on=[SUBJECT, MEASURE])
    return tuple(_workbook_goal(row, as_of) for row in records(joined))


def _owners(goals: pd.DataFrame) -> pd.Series:
    """The place whose figure a goal is measured by: the district reports to the city as a county."""
    to_city = (goals[MEASURE] == AREA_REPORTED) & (goals[SUBJECT] == places.DISTRICT.name)
    return goals[SUBJECT].where(~to_city, places.OWN_COUNTY.name)


def _workbook_goal(row: dict[str, Any], as_of: dt.date) -> Goal:
    day = as_of if pd.isna(row[AS_OF]) else row[AS_OF].date()
    return _goal(
        f"{places.code_of(row['owner'])}-{row['measure']}-{row['deadline']}",
        row[MEASURE],
        day,
        deadline_of(row["deadline"]),
        np.nan if pd.isna(row["target"]) or row["target"] <= 0 else row["target"],
        row[VALUE],
        subject=row["owner"],
        table="figures" if pd.isna(row["table"]) else row["table"],
        base=None if pd.isna(row["base"]) or row["base"] <= 0 else row["base"],
        source=None if pd.isna(row["source"]) else row["source"],
    )


def _goal(
    name: str, measure: str, as_of: dt.date, deadline: dt.date, target: float, actual: float, **details: Any
) -> Goal:
    """A goal for a total. `details` are further fields of Goal."""
    weeks, pace = weeks_left(as_of, deadline), actual / weeks_elapsed(as_of)
    is_known = pd.notna(target) and pd.notna(actual)
    needed = needed_per_week(target - actual, weeks) if is_known else None
    return Goal(
        goal=name,
        measure=measure,
        unit=MEASURES[measure].unit,
        as_of=as_of,
        deadline=deadline,
        target=target,
        actual=actual,
        gap=actual - target,
        weeks_left=weeks,
        needed_per_week=needed,
        pace_per_week=pace,
        light=traffic_light(actual >= target, pace, needed) if is_known else None,
        **details,
    )


def traffic_light(reached: bool, pace: float, needed: float | None) -> Light:
    """Returns green if the goal is reached or today's pace reaches it in time, else amber or red.

    Amber: the pace is at least AMBER_SHARE of the pace needed. Red: it is lower, or the deadline has come (`needed` is
    None).
    """
    if reached:
        return "green"
    if needed is None:
        return "red"
    if pace >= needed:
        return "green"
    return "amber" if pace >= AMBER_SHARE * needed else "red"


def needed_per_week(remaining: float, weeks: float) -> float | None:
    """Returns the amount needed each week; 0 if nothing remains, None if no time is left."""
    if remaining <= 0:
        return 0.0
    return remaining / weeks if weeks > 0 else None


def deadline_of(period: str) -> dt.date:
    """Returns the date of a DayOrYear value: `2013-10-15` itself, 31 December for `2013`."""
    return dt.date.fromisoformat(period) if "-" in period else dt.date(int(period), 12, 31)


def year_end(day: dt.date) -> dt.date:
    """Returns 31 December of the year of a date."""
    return dt.date(day.year, 12, 31)


def weeks_left(day: dt.date, deadline: dt.date) -> float:
    """Returns the weeks from a date to the deadline, 0 from the deadline on."""
    return max(0, (deadline - day).days) / 7


def weeks_elapsed(day: dt.date) -> float:
    """Returns the weeks of the year up to and including a date."""
    return day.timetuple().tm_yday / 7
