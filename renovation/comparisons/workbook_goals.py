"""Turns the rows of the table `goals` into goals with their figures, and lists the targets of all goals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from renovation.comparisons.goals import STARTED_SHARE, Goal, stated_started_target, stated_year, total_goal
from renovation.comparisons.units import SUMMED_MEASURES
from renovation.domain import places
from renovation.domain.columns import (
    AREA_REPORTED,
    AS_OF,
    GOAL_SHARE_OF_SCHEDULED_STARTED,
    MEASURE,
    PROJECTS_STARTED,
    SUBJECT,
    UNIT,
    VALUE,
)
from renovation.domain.dated_tables import records


def workbook_goals(goals: pd.DataFrame, points: pd.DataFrame, as_of: dt.date) -> tuple[Goal, ...]:
    """Returns the goals that the workbook sets, with their figures, in the order of the workbook.

    `goals` is the release's table of this name, `points` is the result of `points_of`, `as_of` the date of the release.
    The figure of a goal is the last figure of its place and measure in the year of the deadline, up to the deadline; a
    figure in the table of units or counties has precedence over one of the same date in the table `figures`. If there
    is no such figure, the goal has no value; its date is then the date of the latest figure of its place and measure
    from another time, or `as_of` if there is none.
    """
    order = points["table"].map({"county_progress": 0, "unit_progress": 0, "figures": 1})
    figures = points.assign(order=order).dropna(subset=["order"]).rename(columns={UNIT: "owner"})
    figures = figures.sort_values([AS_OF, "order"], ascending=[False, True], kind="stable")
    deadlines = pd.to_datetime(goals["deadline"].map(deadline_of))
    owners = [_owner(*row) for row in zip(goals[SUBJECT], goals[MEASURE], strict=True)]
    owned = goals.assign(owner=pd.Series(owners, goals.index, "str"), last_day=deadlines, goal=range(len(goals)))
    of_owner = owned.merge(figures, on=["owner", MEASURE])
    is_in_time = (of_owner[AS_OF] <= of_owner["last_day"]) & (of_owner[AS_OF].dt.year == of_owner["last_day"].dt.year)
    last = of_owner[is_in_time].drop_duplicates("goal").dropna(subset=[VALUE])
    latest = of_owner.dropna(subset=[VALUE]).drop_duplicates("goal").rename(columns={AS_OF: "latest"})
    joined = owned.merge(last[["goal", AS_OF, VALUE, "table"]], how="left", on="goal")
    joined = joined.merge(latest[["goal", "latest"]], how="left", on="goal")
    return tuple(_workbook_goal(row, as_of) for row in records(joined))


@dataclass(frozen=True)
class GoalTarget:
    """The target of a goal: the figure of `measure` of the place `place` must reach `value` in the year `year`.

    `goal` is the name of the goal. `value` is in the measure's unit of measurement, NaN if no target is set. `year` is
    the year of the deadline.
    """

    goal: str
    place: str
    measure: str
    value: float
    year: int


def goal_targets(goals: pd.DataFrame, figures: pd.DataFrame) -> Iterator[GoalTarget]:
    """Yields the target of each goal that a release sets, for the history of targets.

    The goal to be first in the city is left out, because it has no fixed target. `goals` is the release's table of this
    name; its columns `subject`, `measure`, `deadline` and `target` are read. `figures` is the release's table of this
    name (one row for each figure of the district).
    """
    year = stated_year(figures, GOAL_SHARE_OF_SCHEDULED_STARTED)
    if year is not None:
        target = stated_started_target(figures)
        yield GoalTarget(STARTED_SHARE, places.DISTRICT.name, PROJECTS_STARTED, target, year)
    for row in records(goals):
        owner, measure, deadline = _owner(row[SUBJECT], row[MEASURE]), row[MEASURE], row["deadline"]
        target = row["target"] if row["target"] > 0 else np.nan
        yield GoalTarget(goal_name(owner, measure, deadline), owner, measure, target, deadline_of(deadline).year)


def goal_name(owner: str, measure: str, deadline: str) -> str:
    """Returns the code by which pages and URLs identify a goal of the workbook, such as `zhili-area_renovated-2013`.

    `owner` is the Chinese name of the place whose figure must reach the target, `measure` the measure of this figure;
    `deadline` is an ISO date or a year.
    """
    return f"{places.code_of(owner)}-{measure}-{deadline}"


def _owner(subject: str, measure: str) -> str:
    """Returns the Chinese name of the place whose figure must reach a goal.

    This is `subject`, except that the area reported to the city belongs to our county (吴兴区), not to 全区.
    """
    is_to_city = measure == AREA_REPORTED and subject == places.DISTRICT.name
    return places.OWN_COUNTY.name if is_to_city else subject


def _workbook_goal(row: dict[str, Any], as_of: dt.date) -> Goal:
    day = next((known.date() for known in (row[AS_OF], row["latest"]) if pd.notna(known)), as_of)
    return total_goal(
        goal_name(row["owner"], row[MEASURE], row["deadline"]),
        row[MEASURE],
        day,
        deadline_of(row["deadline"]),
        np.nan if pd.isna(row["target"]) or row["target"] <= 0 else row["target"],
        row[VALUE],
        subject=row["owner"],
        table=_usual_table(row["owner"], row[MEASURE]) if pd.isna(row["table"]) else row["table"],
        base=None if pd.isna(row["base"]) or row["base"] <= 0 else row["base"],
        source=None if pd.isna(row["source"]) else row["source"],
    )


def _usual_table(owner: str, measure: str) -> str:
    """Returns the name of the table that usually holds the figures of a place and measure.

    It is used for a goal for whose year the release has no figure. `owner` is the Chinese name of the place.
    """
    if measure == AREA_REPORTED:
        return "county_progress"
    return "unit_progress" if owner != places.DISTRICT.name and measure in SUMMED_MEASURES else "figures"


def deadline_of(period: str) -> dt.date:
    """Converts a typed deadline to a date: `2013-10-15` to this date, `2013` to 31 December 2013."""
    return dt.date.fromisoformat(period) if "-" in period else dt.date(int(period), 12, 31)
