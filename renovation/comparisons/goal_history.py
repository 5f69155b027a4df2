"""Computes what a goal looked like on each earlier date of its year, with the target that was valid on that date."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd

from renovation.comparisons.goals import FIRST_IN_CITY, Goal, first_in_city, total_goal
from renovation.comparisons.history import TARGETS, is_in_year_to, series
from renovation.domain.columns import (
    AREA_REPORTED,
    AS_OF,
    BASIS,
    COUNTY,
    GOAL_CITY_RANK_BY_AREA,
    MEASURE,
    UNIT,
    VALUE,
)
from renovation.domain.dated_tables import records


def goal_over_time(goal: Goal, history: pd.DataFrame) -> tuple[Goal, ...]:
    """Returns a goal as it was on each date of its year that has a figure: one Goal for each date, the oldest first.

    The last date is `goal.as_of` or the deadline, whichever is earlier. `history` is the result of `history_of`; only
    figures on the same basis as the last figure are used. The target on a date is the one that the release of this date
    states. On a date without a target, the goal has no light.
    """
    if goal.goal == FIRST_IN_CITY:
        return _race_over_time(goal, history)
    figures = series(history, goal.table, goal.subject, goal.measure, _last_day(goal))
    targets = history[(history["table"] == TARGETS) & (history[UNIT] == goal.goal) & (history[MEASURE] == goal.measure)]
    targets = targets[[AS_OF, BASIS, VALUE]].rename(columns={VALUE: "target"})
    dated = figures.merge(targets, how="left", on=[AS_OF, BASIS])
    return tuple(_on_day(goal, row) for row in records(dated))


def closed_goals(past: tuple[Goal, ...], history: pd.DataFrame) -> tuple[Goal, ...]:
    """Returns goals whose deadlines have passed, each with its final figure, which decides whether it was reached.

    `past` are these goals, with any figure. The final figure of a goal is the last figure of its year up to its
    deadline; a goal without one is returned unchanged. `history` is the result of `history_of`.
    """
    return tuple((goal_over_time(goal, history) or (goal,))[-1] for goal in past)


def _last_day(goal: Goal) -> dt.date:
    return min(goal.as_of, goal.deadline)


def _on_day(goal: Goal, row: dict[str, Any]) -> Goal:
    then = total_goal(goal.goal, goal.measure, row[AS_OF].date(), goal.deadline, row["target"], row[VALUE])
    return replace(then, subject=goal.subject, table=goal.table, base=goal.base, share=goal.share, source=goal.source)


def _race_over_time(goal: Goal, history: pd.DataFrame) -> tuple[Goal, ...]:
    """Returns the goal to be first in the city as it was on each date on which the counties reported, oldest first."""
    until = _last_day(goal)
    basis = series(history, goal.table, goal.subject, goal.measure, until)[BASIS]
    rows = history[(history["table"] == goal.table) & history[BASIS].isin(basis) & is_in_year_to(history, until)]
    district = pd.Series({GOAL_CITY_RANK_BY_AREA: 1.0})
    races = (
        first_in_city(
            district,
            reported.rename(columns={UNIT: COUNTY, VALUE: AREA_REPORTED}),
            pd.Timestamp(str(day)).date(),
        )
        for day, reported in rows.groupby(AS_OF)
    )
    return tuple(race for race in races if race is not None)
