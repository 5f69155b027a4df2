"""The alerts and the goals of the overview, one line for each, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from renovation.comparisons.alerts import Alert
from renovation.comparisons.goals import Goal, Light
from renovation.comparisons.history import by_period, is_in_year_to
from renovation.comparisons.outlook import Outlook
from renovation.comparisons.results import Results
from renovation.domain.columns import AREA_RENOVATED, COMPLETION_RATE, PERIOD
from renovation.domain.places import DISTRICT
from renovation.language import Words
from renovation.wording.alerts import alert_sentence, alert_task
from renovation.wording.goals import (
    goal_amount,
    goal_title,
    is_behind,
    light_label,
    no_light_sentence,
    rival_names,
)
from renovation.wording.history import rank_finding
from renovation.wording.outlook import outlook_finding

Severity = Literal["alarm", "warning", "watch"]
_SEVERITIES: tuple[Severity, ...] = ("alarm", "warning", "watch")
MOST_UNITS_NAMED = 3


@dataclass(frozen=True)
class GoalState:
    """What the overview shows about one goal on one line.

    `code` identifies the goal, such as `started_share`; `light_words` is the name of its light, `amounts` a text with
    its total and target. `shares` is a text with the share of the target that has been reached and the share of the
    time that has passed, or with the reason why these shares are unknown. `reached` and `schedule` are the same two
    shares as numbers from 0 to 100 (%); both are None if the goal cannot be assessed.
    """

    code: str
    title: str
    light: Light | None
    light_words: str
    amounts: str
    shares: str
    reached: float | None
    schedule: float | None


def severity(alert: Alert) -> Severity:
    """Returns how urgent an alert is: "alarm", "warning" or "watch".

    - "alarm": a goal or a unit is well behind (red light), or a total fell.
    - "watch": a goal that was well behind is on course again.
    - "warning": any other alert, such as one about a goal at risk or a mismatch.
    """
    if alert.rule == "made_good":
        return "watch"
    return "alarm" if alert.is_off_course or alert.rule == "fell_back" else "warning"


def most_severe_first(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Sorts alerts by severity, alarms first; among alerts of the same severity, those for the clerk come last."""
    return tuple(sorted(alerts, key=lambda alert: (_SEVERITIES.index(severity(alert)), alert_task(alert) == "check")))


def alert_line(alert: Alert, words: Words) -> str:
    """Returns the line of an alert in the list on the overview.

    If many units are behind the schedule, the line names only the units furthest behind.
    """
    return alert_sentence(alert, words, MOST_UNITS_NAMED)


def rank_change_sentence(results: Results, history: pd.DataFrame, words: Words) -> str:
    """Returns a sentence with the units whose rank by completion rate changed since the previous week with figures.

    `history` is the result of `history_of`. The text is empty if there is no earlier week of the year, or if the units
    are not ranked.
    """
    points = history[is_in_year_to(history, results.as_of)]
    periods = by_period(points, "unit_progress", COMPLETION_RATE, "weekly", results.as_of.year)
    weeks = sorted(set(periods.dropna(subset=["rank"])[PERIOD]))[-2:]
    finding = rank_finding(periods[periods[PERIOD].isin(weeks)], words) if len(results.units) > 1 else ""
    if not finding:
        return ""
    ranked = words("Rank by {measure}", measure=words.in_sentence(words.heading(COMPLETION_RATE)))
    return words("{heading}: {listed}", heading=ranked, listed=words("{finding}.", finding=finding))


def goal_state(outlook: Outlook, words: Words) -> GoalState:
    """Collects what the overview shows about a goal on one line; `outlook` is the projection of this goal.

    For a goal without a light, the line says why it has no light. The target of a single unit is called “the unit's
    target”, because the line stands among the goals of the whole district.
    """
    goal = outlook.goal
    can_be_assessed = goal.light is not None and pd.notna(outlook.share_reached)
    return GoalState(
        goal.goal,
        goal_title(goal, words),
        goal.light,
        light_label(goal, words),
        _amounts(outlook, words) if can_be_assessed else "",
        _shares(outlook, words) if can_be_assessed else no_light_sentence(goal, words),
        min(max(outlook.share_reached, 0.0), 100.0) if can_be_assessed else None,
        outlook.schedule if can_be_assessed else None,
    )


def goals_finding(results: Results, words: Words) -> str:
    """Returns the title above the goals on the overview: `outlook_finding`, and that it leaves out the area target.

    The title of the page also speaks of the district's own area target, which is not one of the goals that are counted.
    """
    finding = outlook_finding(results, words)
    goals = {(goal.subject, goal.measure) for goal in results.goals}
    if pd.isna(results.district_rates["district_target_area_rate"]) or (DISTRICT.name, AREA_RENOVATED) in goals:
        return finding
    target = words.in_sentence(words.heading("district_target_area"))
    return words("{finding} (not counting the {target})", finding=finding, target=target)


def other_goals_sentence(goals: Sequence[Goal], words: Words) -> str:
    """Returns a sentence with the titles and the lights of `goals`, which have no line of their own on the overview.

    Returns an empty text if `goals` is empty.
    """
    if not goals:
        return ""
    named = (words("{goal}: {light}", goal=goal_title(one, words), light=light_label(one, words)) for one in goals)
    listed = words("; ").join(named)
    return words.plural("{count} more goal: {goals}", "{count} more goals: {goals}", count=len(goals), goals=listed)


def _amounts(outlook: Outlook, words: Words) -> str:
    goal = outlook.goal
    actual, target = (goal_amount(value, goal, words) for value in (goal.actual, goal.target))
    aim = (
        words("{rival} {value}")
        if goal.rivals
        else words("the unit's target {value}")
        if goal.is_of_unit
        else words("target {value}")
    )
    return words("; ").join(
        (words("so far {value}", value=actual), aim.format(value=target, rival=rival_names(goal, words)))
    )


def _shares(outlook: Outlook, words: Words) -> str:
    goal = outlook.goal
    sentence = (
        words("{share} of {rival}'s {end} by {day} at average pace; due by now: {schedule}")
        if goal.rivals
        else words("{share} done; due by now: {schedule} (vertical line)")
    )
    schedule = words.percent(outlook.schedule)
    if outlook.ahead_of_schedule == 0 and is_behind(goal):
        schedule = words.bracketed(schedule, words("slightly more than the share done"))
    return sentence.format(
        share=words.percent_below(outlook.share_reached),
        schedule=schedule,
        rival=rival_names(goal, words),
        day=words.short_day(goal.deadline),
        end=goal_amount(goal.target_at_deadline, goal, words),
    )
