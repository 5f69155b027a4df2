"""Finds what a leader must decide on, by the rules of `WARNING_RULES`.

The workbook's table of thresholds overrides the default thresholds of the rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from renovation.comparisons.check_states import GREW, REASON, STATE
from renovation.comparisons.goals import Goal, first_in_city, needed_per_week, traffic_light, weeks_elapsed, weeks_left
from renovation.comparisons.history import is_in_year_to, series
from renovation.comparisons.outlook import Outlook
from renovation.domain import places
from renovation.domain.columns import (
    AREA_RENOVATED,
    AREA_REPORTED,
    AS_OF,
    BASIS,
    COUNTY,
    GOAL_CITY_RANK_BY_AREA,
    MEASURE,
    PROJECTS_COMPLETED,
    PROJECTS_STARTED,
    UNIT,
    VALUE,
)
from renovation.domain.dated_tables import records
from renovation.domain.warning_rules import WARNING_RULES

MUST_NOT_FALL: Final = (PROJECTS_STARTED, PROJECTS_COMPLETED, AREA_RENOVATED)
"""The cumulative figures of a unit that must not fall."""

MUST_GROW: Final = (PROJECTS_STARTED, AREA_RENOVATED)
"""The cumulative figures of a unit that must not stand still."""


@dataclass(frozen=True)
class Alert:
    """One finding that needs a decision.

    `rule` is the name in `WARNING_RULES`, `threshold` the value it was applied with. `amount` is the extent: percentage
    points behind, the fall in the unit of the measure, weeks without growth, or the number of mismatches. `since` is
    the date from which it counts, `value` the figure now and `before` the previous one. `outlook` is set for a goal.
    `grew` names the measures whose mismatch is new or larger since the previous release.
    """

    rule: str
    threshold: float
    subject: str
    measure: str
    as_of: dt.date
    basis: str
    amount: float
    since: dt.date | None = None
    value: float | None = None
    before: float | None = None
    outlook: Outlook | None = None
    grew: tuple[str, ...] = ()

    @property
    def is_off_course(self) -> bool:
        """Whether the alert is about a goal whose light is red."""
        return self.outlook is not None and self.outlook.goal.light == "red"


def thresholds_from(table: pd.DataFrame) -> dict[str, float]:
    """Returns the threshold of each rule: the one in `table`, else the default.

    `table` has the columns of `THRESHOLDS`; `rule` and `threshold` are used.
    """
    defaults = {name: rule.threshold for name, rule in WARNING_RULES.items()}
    return defaults | dict(zip(table["rule"], table["threshold"].astype("float64"), strict=True))


def find_alerts(
    outlooks: Sequence[Outlook],
    bases: Mapping[str, str],
    checks: pd.DataFrame,
    history: pd.DataFrame,
    as_of: dt.date,
    thresholds: Mapping[str, float],
) -> tuple[Alert, ...]:
    """Returns the alerts in the order of the rules; within a rule, red goals first, then by `amount`, largest first.

    `bases` holds the basis of each table by its name. `checks` has the columns of `reconcile`, `history` those of
    `history_of`; rows after `as_of` are not used.
    """
    found = [
        *_behind(outlooks, bases, thresholds["behind_schedule"]),
        *_fell_back(history, as_of, thresholds["fell_back"]),
        *_stood_still(history, as_of, thresholds["stood_still"]),
        *_mismatches(checks, bases, as_of, thresholds["mismatch"]),
        *_made_good(outlooks, bases, history, thresholds["made_good"]),
    ]
    order = list(WARNING_RULES)
    return tuple(sorted(found, key=lambda alert: (order.index(alert.rule), not alert.is_off_course, -alert.amount)))


def _behind(outlooks: Sequence[Outlook], bases: Mapping[str, str], threshold: float) -> list[Alert]:
    """Goals behind schedule, unless today's pace still reaches them."""
    return [
        Alert(
            "behind_schedule",
            threshold,
            outlook.goal.subject,
            outlook.goal.measure,
            outlook.goal.as_of,
            bases.get(outlook.goal.table, ""),
            -outlook.lag,
            value=outlook.goal.actual,
            outlook=outlook,
        )
        for outlook in outlooks
        if outlook.goal.light in ("amber", "red") and -outlook.lag > threshold
    ]


def _steps(history: pd.DataFrame, as_of: dt.date, measures: tuple[str, ...]) -> pd.DataFrame:
    """The points of the units in this year, each with the previous point on the same basis.

    Adds `before`, `before_as_of` and `is_last` to the columns of `history_of`. `is_last` marks the points of the latest
    date, so a unit that does not report then has none.
    """
    rows = history[(history["table"] == "unit_progress") & history[MEASURE].isin(measures)]
    rows = rows[is_in_year_to(rows, as_of)].dropna(subset=[VALUE])
    by_series = rows.groupby([UNIT, MEASURE, BASIS], sort=False)
    steps: pd.DataFrame = rows.assign(
        before=by_series[VALUE].shift(),
        before_as_of=by_series[AS_OF].shift(),
        is_last=rows[AS_OF] == rows[AS_OF].max(),
    )
    return steps


def _fell_back(history: pd.DataFrame, as_of: dt.date, threshold: float) -> list[Alert]:
    steps = _steps(history, as_of, MUST_NOT_FALL)
    fallen = steps[steps["is_last"] & (steps["before"] - steps[VALUE] > max(threshold, 1e-9))]
    return [
        _unit_alert("fell_back", threshold, row, row["before"] - row[VALUE], row["before_as_of"], row["before"])
        for row in records(fallen)
    ]


def _stood_still(history: pd.DataFrame, as_of: dt.date, threshold: float) -> list[Alert]:
    """Units whose figure has not grown for at least `threshold` weeks."""
    steps = _steps(history, as_of, MUST_GROW)
    grown = steps["before"].isna() | (steps[VALUE] > steps["before"])
    since = steps[AS_OF].where(grown).groupby([steps[UNIT], steps[MEASURE], steps[BASIS]], sort=False).ffill()
    steps = steps.assign(since=since, weeks=(steps[AS_OF] - since).dt.days / 7)
    unchanged = steps[steps["is_last"] & (steps["weeks"] >= max(threshold, 1.0))]
    return [_unit_alert("stood_still", threshold, row, row["weeks"], row["since"]) for row in records(unchanged)]


def _unit_alert(
    rule: str, threshold: float, row: dict[str, Any], amount: float, since: pd.Timestamp, before: float | None = None
) -> Alert:
    return Alert(
        rule,
        threshold,
        row[UNIT],
        row[MEASURE],
        row[AS_OF].date(),
        row[BASIS],
        float(amount),
        since.date(),
        row[VALUE],
        before,
    )


def _mismatches(checks: pd.DataFrame, bases: Mapping[str, str], as_of: dt.date, threshold: float) -> list[Alert]:
    """One alert for all printed figures that do not add up and that nobody has explained."""
    wrong = checks[checks["verdict"] == "mismatch"]
    if REASON in wrong:
        wrong = wrong[wrong[REASON].isna()]
    if wrong.empty or len(wrong) < threshold:
        return []
    grew = tuple(wrong[wrong[STATE].isin(GREW)][MEASURE]) if STATE in wrong else ()
    measure = grew[0] if grew else str(wrong[MEASURE].iloc[0])
    basis = bases.get("figures", "")
    return [Alert("mismatch", threshold, places.DISTRICT.name, measure, as_of, basis, float(len(wrong)), grew=grew)]


def _made_good(
    outlooks: Sequence[Outlook], bases: Mapping[str, str], history: pd.DataFrame, threshold: float
) -> list[Alert]:
    """Goals that are green again and were red within the last `threshold` weeks."""
    found = []
    for outlook in outlooks:
        goal = outlook.goal
        if goal.light != "green":
            continue
        lights = lights_over_time(goal, history)
        red = lights[lights["light"] == "red"][AS_OF]
        if len(red) and (pd.Timestamp(goal.as_of) - red.max()).days <= 7 * threshold:
            last, weeks = red.max().date(), (goal.as_of - red.max().date()).days / 7
            found.append(
                Alert(
                    "made_good",
                    threshold,
                    goal.subject,
                    goal.measure,
                    goal.as_of,
                    bases.get(goal.table, ""),
                    weeks,
                    last,
                    goal.actual,
                    outlook=outlook,
                )
            )
    return found


def lights_over_time(goal: Goal, history: pd.DataFrame) -> pd.DataFrame:
    """Returns the light of a goal for each date of its year that has a figure, judged by today's target.

    `history` has the columns of `history_of`. Columns: `as_of`, `light` (green, amber or red).
    """
    if goal.rival is not None:
        return _race_lights(goal, history)
    course = series(history, goal.table, goal.subject, goal.measure, goal.as_of)
    lights = [_light_on(goal, day.date(), value) for day, value in zip(course[AS_OF], course[VALUE], strict=True)]
    return pd.DataFrame({AS_OF: course[AS_OF].to_numpy(), "light": pd.Series(lights, dtype="object")})


def _light_on(goal: Goal, day: dt.date, actual: float) -> str:
    needed = needed_per_week(goal.target - actual, weeks_left(day, goal.deadline))
    return traffic_light(actual >= goal.target, actual / weeks_elapsed(day), needed)


def _race_lights(goal: Goal, history: pd.DataFrame) -> pd.DataFrame:
    """The light of the goal `first_in_city` for each date of the counties' reports, on the basis of the latest one."""
    latest = series(history, goal.table, goal.subject, goal.measure, goal.as_of)
    on_basis = history[BASIS].isin(latest[BASIS]) & is_in_year_to(history, goal.as_of)
    rows = history[(history["table"] == goal.table) & on_basis]
    district = pd.Series({GOAL_CITY_RANK_BY_AREA: 1.0})
    lights: dict[pd.Timestamp, str] = {}
    for day, reported in rows.groupby(AS_OF):
        counties = reported.rename(columns={UNIT: COUNTY, VALUE: AREA_REPORTED})
        goal_then = first_in_city(district, counties, pd.Timestamp(str(day)).date())
        if goal_then is not None and goal_then.light is not None:
            lights[pd.Timestamp(str(day))] = goal_then.light
    return pd.DataFrame(
        {AS_OF: pd.to_datetime(list(lights)), "light": pd.Series(list(lights.values()), dtype="object")}
    )
