"""Collects what the page 目标与进度 shows about one goal: its figures by week, its projection in words, and a table."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from renovation.charts.outlook import GoalPath
from renovation.comparisons.goals import Goal
from renovation.comparisons.history import by_period
from renovation.comparisons.outlook import Outlook, recent_pace
from renovation.language import Words
from renovation.wording.outlook import goal_table, outlook_paragraph


@dataclass(frozen=True)
class GoalOutlook:
    """What the page 目标与进度 shows about one goal.

    `course` is the result of `weekly_course`, the goal's figure by week. `sentence` is a text about the projection,
    which can be read aloud. `facts` is a table of texts with two columns: the name of a figure, and the figure.
    """

    course: pd.DataFrame
    sentence: str
    facts: pd.DataFrame


def goal_outlook(outlook: Outlook, points: pd.DataFrame, words: Words) -> GoalOutlook:
    """Collects what the page 目标与进度 shows about one goal, whose projection is `outlook`.

    `points` is `History.points`, the figures of all releases; its columns `as_of`, `unit`, `measure`, `value`, `basis`,
    `table` and `corrected` are read.
    """
    course = weekly_course(outlook.goal, points)
    recent = recent_pace(course.dropna(subset=["value"]))
    return GoalOutlook(course, outlook_paragraph(outlook, words), goal_table(outlook, recent, words))


def weekly_course(goal: Goal, points: pd.DataFrame) -> pd.DataFrame:
    """Returns the figure of a goal week by week, from 1 January to the date `goal.as_of`.

    `points` is `History.points`, the figures of all releases. The result has a row for each week, with the columns of
    the result of `by_period`, such as `period` (the first day of the week), `as_of` (the date of the figure) and
    `value` (in the goal's unit of measurement, missing in a week without a figure). If there are figures on several
    bases, only those on the basis of the last figure are returned.
    """
    until = points[points["as_of"] <= pd.Timestamp(goal.as_of)]
    rows = by_period(until, goal.table, goal.measure, "weekly", goal.as_of.year)
    rows = rows[(rows["unit"] == goal.subject) & (rows["as_of"] <= pd.Timestamp(goal.as_of))]
    reported = rows.dropna(subset=["value"]).sort_values("as_of", kind="stable")
    return rows[rows["basis"] == reported["basis"].iloc[-1]] if len(reported) else rows


def goal_path_of(outlook: Outlook) -> GoalPath:
    """Returns the figures of a goal's projection that the chart of the goal needs, as a GoalPath."""
    goal = outlook.goal
    return GoalPath(
        goal.measure,
        goal.measurement_unit,
        goal.as_of,
        goal.actual,
        goal.deadline,
        goal.target_at_deadline,
        outlook.at_deadline,
        goal.rivals,
        goal.subject,
    )
