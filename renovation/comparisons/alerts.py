"""Finds the matters that need a leader's decision, by the rules in `WARNING_RULES`.

Thresholds in the workbook replace the default thresholds of the rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from renovation.comparisons.check_states import GREW, REASON, STATE
from renovation.comparisons.extremes import as_printed
from renovation.comparisons.goal_history import goal_over_time
from renovation.comparisons.goals import Light, needed_per_week, traffic_light, year_end
from renovation.comparisons.history import SERIES, is_in_year_to
from renovation.comparisons.outlook import Outlook, behind_schedule, schedule_share
from renovation.domain import places
from renovation.domain.columns import (
    ANNUAL_TARGET_AREA,
    AREA_RENOVATED,
    AREA_REPORTED,
    AS_OF,
    BASIS,
    COMPLETION_RATE,
    MEASURE,
    PROJECTS_COMPLETED,
    PROJECTS_STARTED,
    SUBJECT,
    UNIT,
    VALUE,
)
from renovation.domain.dated_tables import DatedTable, Tables, records
from renovation.domain.numbers import half_up_all
from renovation.domain.warning_rules import WARNING_RULES

_UNIT_MEASURES: Final = (PROJECTS_STARTED, PROJECTS_COMPLETED, AREA_RENOVATED)
MUST_NOT_FALL: Final[Mapping[str, tuple[str, ...]]] = {
    "unit_progress": _UNIT_MEASURES,
    "figures": _UNIT_MEASURES,
    "county_progress": (AREA_REPORTED,),
}
"""For each table, the measures whose figures are cumulative and must not fall."""

MUST_GROW: Final[Mapping[str, tuple[str, ...]]] = {"unit_progress": _UNIT_MEASURES}
"""For each table, the measures whose figures are cumulative and must not stand still."""


@dataclass(frozen=True)
class UnitLag:
    """A unit whose completion rate is behind the schedule by more than the threshold of the rule `behind_schedule`.

    `rate` is the unit's completion rate in percent. `lag` is the number of percentage points by which it is behind the
    schedule (the share of the year that has passed). `shortfall` is the area (万㎡) that the unit lacks to be on
    schedule. All three are rounded as displayed. `is_new` is True if the unit was not behind at its previous figure of
    the year.
    """

    unit: str
    rate: float
    lag: float
    shortfall: float
    is_new: bool = False


@dataclass(frozen=True)
class Alert:
    """A matter that needs a decision, or that must be watched.

    `rule` is the name of the rule in `WARNING_RULES` that found the matter, `threshold` the threshold that was applied.
    `subject` is the place concerned and `measure` the measure. `value` is the place's figure, `as_of` and `basis` are
    its date and basis. The meaning of the other fields depends on the rule:

    - `behind_schedule`, for a goal: `outlook` is the goal's projection, `amount` the number of percentage points by
      which it is behind the schedule.
    - `behind_schedule`, for units behind their own targets: `lags` lists these units, the unit furthest behind first.
      `subject`, `value` and `amount` are about this first unit. `schedule` is the share of the year that has passed, in
      percent.
    - `fell_back`: `before` is the previous figure, `since` its date. `amount` is the fall, in the measure's unit of
      measurement.
    - `stood_still`: `since` is the date on which the figure last grew, `amount` the number of weeks since then.
    - `mismatch`: `amount` is the number of mismatches that no publisher has explained, `holders` are their places.
      `grew` are the measures whose difference is new or larger than in the previous release. `value` is None.
    - `made_good`: `outlook` is the projection of a goal whose light is green. `since` is the last date on which the
      light was red, `amount` the number of weeks since then.

    A field that is not listed for a rule is None or empty.
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
    lags: tuple[UnitLag, ...] = ()
    schedule: float | None = None
    grew: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()

    @property
    def light(self) -> Light | None:
        """The light of the goal, or of the unit furthest behind, that the alert is about; None for other alerts."""
        if self.outlook is not None:
            return self.outlook.goal.light
        if not self.lags or not self.schedule:
            return None
        rate = self.lags[0].rate
        return traffic_light(False, rate / self.schedule, needed_per_week(100 - rate, 100 - self.schedule))

    @property
    def is_off_course(self) -> bool:
        """Whether the goal or the unit that the alert is about is far behind: `light` is red."""
        return self.light == "red"


def thresholds_from(table: pd.DataFrame) -> dict[str, float]:
    """Returns the threshold of each rule of `WARNING_RULES`; the keys are the names of the rules.

    `table` is the table of thresholds in the workbook (columns of `THRESHOLDS`); `rule` and `threshold` are read. A
    rule without a row in `table` has its default threshold.
    """
    defaults = {name: rule.threshold for name, rule in WARNING_RULES.items()}
    return defaults | dict(zip(table["rule"], table["threshold"].astype("float64"), strict=True))


def find_alerts(
    outlooks: Sequence[Outlook],
    units: pd.DataFrame,
    tables: Tables,
    checks: pd.DataFrame,
    history: pd.DataFrame,
    as_of: dt.date,
    thresholds: Mapping[str, float],
) -> tuple[Alert, ...]:
    """Returns all alerts in the order of the rules; within a rule, red goals come first, then the largest `amount`.

    `outlooks` are the projections of the goals. `tables` are the release's tables, `as_of` is its date. `units` is the
    result of `compare_units`, `checks` of `reconcile`, `history` of `history_of`, `thresholds` of `thresholds_from`.
    Rows of `history` after `as_of` are not used.
    """
    bases = {name: table.basis for name, table in tables.items()}
    found = [
        *_behind(outlooks, bases, thresholds["behind_schedule"]),
        *_units_behind(
            _without_goals(units, outlooks), tables.get("unit_progress"), thresholds["behind_schedule"], history
        ),
        *_fell_back(history, as_of, thresholds["fell_back"]),
        *_stood_still(history, as_of, thresholds["stood_still"]),
        *_mismatches(checks, tables, as_of, thresholds["mismatch"]),
        *_made_good(outlooks, bases, history, thresholds["made_good"]),
    ]
    order = list(WARNING_RULES)
    return tuple(sorted(found, key=lambda alert: (order.index(alert.rule), not alert.is_off_course, -alert.amount)))


def _behind(outlooks: Sequence[Outlook], bases: Mapping[str, str], threshold: float) -> list[Alert]:
    """Returns an alert for each goal that is behind schedule, unless its light is green (its pace reaches it in time).

    `outlooks` are the projections of the goals. `bases` maps the names of tables to their bases. `threshold` is the
    number of percentage points by which a goal may be behind.
    """
    return [
        Alert(
            "behind_schedule",
            threshold,
            outlook.goal.subject,
            outlook.goal.measure,
            outlook.goal.as_of,
            bases.get(outlook.goal.table, ""),
            -outlook.ahead_of_schedule,
            value=outlook.goal.actual,
            outlook=outlook,
        )
        for outlook in outlooks
        if outlook.goal.light in ("amber", "red") and -outlook.ahead_of_schedule > threshold
    ]


def _without_goals(units: pd.DataFrame, outlooks: Sequence[Outlook]) -> pd.DataFrame:
    """Returns the rows of `units` without those units whose annual target is also one of the goals in `outlooks`.

    Such a goal gets an alert of its own.
    """
    goals = [(one.goal.subject, one.goal.target) for one in outlooks if one.goal.measure == AREA_RENOVATED]
    own = pd.Series(zip(units[UNIT], units[ANNUAL_TARGET_AREA], strict=True), index=units.index, dtype="object")
    without: pd.DataFrame = units[~own.isin(goals)]
    return without


def _units_behind(
    units: pd.DataFrame, table: DatedTable | None, threshold: float, history: pd.DataFrame
) -> list[Alert]:
    """Returns a list with one alert for all units that are behind schedule with their annual targets; empty if none is.

    `table` is the release's table of units. `threshold` is the number of percentage points by which a unit may be
    behind. In the first three weeks of a year no unit counts as behind.
    """
    if table is None:
        return []
    schedule = schedule_share(table.as_of, year_end(table.as_of))
    lags = units.assign(
        lag=behind_schedule(units[COMPLETION_RATE], table.as_of),
        shortfall=half_up_all(units[ANNUAL_TARGET_AREA] * schedule / 100 - units[AREA_RENOVATED], 2),
        is_new=units[UNIT].isin(_on_schedule_before(history, table.as_of, threshold)),
        **{COMPLETION_RATE: as_printed(units[COMPLETION_RATE], COMPLETION_RATE)},
    )
    lags = lags[(lags["lag"] > threshold) & (units[COMPLETION_RATE] < 100)]
    lags = lags.sort_values("lag", ascending=False, kind="stable")
    if lags.empty:
        return []
    behind = tuple(
        UnitLag(row[UNIT], row[COMPLETION_RATE], row["lag"], row["shortfall"], row["is_new"]) for row in records(lags)
    )
    return [
        Alert(
            "behind_schedule",
            threshold,
            behind[0].unit,
            COMPLETION_RATE,
            table.as_of,
            table.basis,
            behind[0].lag,
            value=behind[0].rate,
            lags=behind,
            schedule=schedule,
        )
    ]


def _on_schedule_before(history: pd.DataFrame, as_of: dt.date, threshold: float) -> list[str]:
    """Returns the names of the units whose completion rate before the latest one was not behind schedule.

    `as_of` is the date of the release; only dates of its year count. `threshold` is the number of percentage points by
    which a unit may be behind.
    """
    steps = _steps(history, as_of, {"unit_progress": (COMPLETION_RATE,)})
    before = steps[steps["is_last"]].dropna(subset=["before"])
    return [
        row[UNIT]
        for row in records(before)
        if behind_schedule(pd.Series([row["before"]]), row["before_as_of"].date()).iloc[0] <= threshold
    ]


def _steps(history: pd.DataFrame, as_of: dt.date, measures: Mapping[str, tuple[str, ...]]) -> pd.DataFrame:
    """Returns this year's figures of some measures, each beside the previous figure of the same series.

    `measures` maps the name of each table to the measures that are wanted from it. The result has the columns of
    `history_of` and three more: `before` and `before_as_of` are the value and the date of the previous figure of the
    same table, place, measure and basis. `is_last` is True for the figures of the table's latest date.
    """
    wanted = [(history["table"] == table) & history[MEASURE].isin(names) for table, names in measures.items()]
    rows = history[np.logical_or.reduce(wanted) & is_in_year_to(history, as_of)].dropna(subset=[VALUE])
    by_series = rows.groupby(SERIES, sort=False)
    steps: pd.DataFrame = rows.assign(
        before=by_series[VALUE].shift(),
        before_as_of=by_series[AS_OF].shift(),
        is_last=rows[AS_OF] == rows.groupby("table")[AS_OF].transform("max"),
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
    """Returns an alert for each figure of a unit that has not grown for at least `threshold` weeks."""
    steps = _steps(history, as_of, MUST_GROW)
    grown = steps["before"].isna() | (steps[VALUE] > steps["before"])
    since = steps[AS_OF].where(grown).groupby([steps[name] for name in SERIES], sort=False).ffill()
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


def _mismatches(checks: pd.DataFrame, tables: Tables, as_of: dt.date, threshold: float) -> list[Alert]:
    """Returns an alert for each table that has mismatches which no publisher has explained.

    The result is empty if there are fewer than `threshold` such mismatches in all. `checks` is the result of
    `reconcile`, with the columns `reason` and `state` if they are known.
    """
    wrong = checks[checks["verdict"] == "mismatch"]
    if REASON in wrong:
        wrong = wrong[wrong[REASON].isna()]
    if wrong.empty or len(wrong) < threshold:
        return []
    holder = np.where(wrong[SUBJECT] == places.DISTRICT.name, "figures", "unit_progress")
    found = []
    for name, figures in wrong.groupby(holder, sort=False):
        table = tables.get(str(name))
        day, basis = (as_of, "") if table is None else (table.as_of, table.basis)
        grew = tuple(figures[figures[STATE].isin(GREW)][MEASURE]) if STATE in figures else ()
        measure, count = grew[0] if grew else str(figures[MEASURE].iloc[0]), float(len(figures))
        holders = tuple(dict.fromkeys(figures[SUBJECT]))
        found.append(
            Alert("mismatch", threshold, places.DISTRICT.name, measure, day, basis, count, grew=grew, holders=holders)
        )
    return found


def _made_good(
    outlooks: Sequence[Outlook], bases: Mapping[str, str], history: pd.DataFrame, threshold: float
) -> list[Alert]:
    """Returns an alert for each goal whose light is green now and was red within the last `threshold` weeks.

    `outlooks` are the projections of the goals; `bases` maps the names of tables to their bases. A goal that has been
    reached is left out, unless it is the goal to be first in the city, which can be lost again.
    """
    found = []
    for outlook in outlooks:
        goal = outlook.goal
        if goal.light != "green" or (goal.gap >= 0 and not goal.rivals):
            continue
        last = max((then.as_of for then in goal_over_time(goal, history) if then.light == "red"), default=None)
        if last is not None and (goal.as_of - last).days <= 7 * threshold:
            weeks = (goal.as_of - last).days / 7
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
