"""What wants a decision today? Told by rule, with the rule that caught it, most urgent first.

The rules and their usual thresholds are declared in `WARNING_RULES`; the workbook's table of thresholds may set
them anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from renovation.comparisons.goals import Goal, first_in_city, needed_per_week, traffic_light, weeks_elapsed, weeks_left
from renovation.comparisons.history import series
from renovation.comparisons.outlook import Outlook
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.warning_rules import WARNING_RULES

MUST_NOT_FALL: Final = ("projects_started", "projects_completed", "area_renovated")
"""The units' cumulative figures that must not fall."""
MUST_GROW: Final = ("projects_started", "area_renovated")
"""Those that are not to stand still."""


@dataclass(frozen=True)
class Alert:
    """One thing that wants a decision.

    `rule` of `WARNING_RULES` caught it at `threshold`. `amount` is by how much (percentage points behind, the
    fall, weeks without growth, figures that do not add up); `since` the day from which it counts, `value` and `before`
    the figures now and before. `outlook` belongs to a goal.
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

    @property
    def is_off_course(self) -> bool:
        """Whether it belongs to a goal whose light is red."""
        return self.outlook is not None and self.outlook.goal.light == "red"


def thresholds_from(table: pd.DataFrame) -> dict[str, float]:
    """The threshold of each rule: the workbook's, else the usual one."""
    usual = {name: rule.threshold for name, rule in WARNING_RULES.items()}
    return usual | dict(zip(table["rule"], table["threshold"].astype("float64"), strict=True))


def find_alerts(
    outlooks: Sequence[Outlook],
    bases: Mapping[str, str],
    checks: pd.DataFrame,
    history: pd.DataFrame,
    as_of: dt.date,
    thresholds: Mapping[str, float],
) -> tuple[Alert, ...]:
    """Everything that a rule catches, in the order of the rules; of each rule red lights first, then the worst.

    `bases` are the tables' bases by name; `checks` as `reconcile` gives them; `history` as `history_of`, up to `as_of`.
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
    """Goals that lag the schedule, unless today's pace still reaches them."""
    return [
        Alert(
            "behind_schedule",
            threshold,
            seen.goal.subject,
            seen.goal.measure,
            seen.goal.as_of,
            bases.get(seen.goal.table, ""),
            -seen.lag,
            value=seen.goal.actual,
            outlook=seen,
        )
        for seen in outlooks
        if seen.goal.light in ("amber", "red") and -seen.lag > threshold
    ]


def _steps(history: pd.DataFrame, as_of: dt.date, measures: tuple[str, ...]) -> pd.DataFrame:
    """The units' points of this year with the one before, on one basis; the unit's last point marked.

    Adds `before`, `before_as_of` and `is_last`; a unit that does not report on the last day has no last point.
    """
    rows = history[(history["table"] == "unit_progress") & history["measure"].isin(measures)]
    in_time = (rows["as_of"].dt.year == as_of.year) & (rows["as_of"] <= pd.Timestamp(as_of))
    rows = rows.loc[in_time].dropna(subset=["value"])
    by_series = rows.groupby(["unit", "measure", "basis"], sort=False)
    steps: pd.DataFrame = rows.assign(
        before=by_series["value"].shift(),
        before_as_of=by_series["as_of"].shift(),
        is_last=rows["as_of"] == rows["as_of"].max(),
    )
    return steps


def _fell_back(history: pd.DataFrame, as_of: dt.date, threshold: float) -> list[Alert]:
    steps = _steps(history, as_of, MUST_NOT_FALL)
    fallen = steps[steps["is_last"] & (steps["before"] - steps["value"] > max(threshold, 1e-9))]
    return [
        _of_unit("fell_back", threshold, row, row["before"] - row["value"], row["before_as_of"], row["before"])
        for row in records(fallen)
    ]


def _stood_still(history: pd.DataFrame, as_of: dt.date, threshold: float) -> list[Alert]:
    """Units whose figure is as it was at least `threshold` weeks ago, without growth in between."""
    steps = _steps(history, as_of, MUST_GROW)
    grown = steps["before"].isna() | (steps["value"] > steps["before"])
    since = steps["as_of"].where(grown).groupby([steps["unit"], steps["measure"], steps["basis"]], sort=False).ffill()
    steps = steps.assign(since=since, weeks=(steps["as_of"] - since).dt.days / 7)
    still = steps[steps["is_last"] & (steps["weeks"] >= max(threshold, 1.0))]
    return [_of_unit("stood_still", threshold, row, row["weeks"], row["since"]) for row in records(still)]


def _of_unit(
    rule: str, threshold: float, row: dict[str, Any], amount: float, since: pd.Timestamp, before: float | None = None
) -> Alert:
    return Alert(
        rule,
        threshold,
        row["unit"],
        row["measure"],
        row["as_of"].date(),
        row["basis"],
        float(amount),
        since.date(),
        row["value"],
        before,
    )


def _mismatches(checks: pd.DataFrame, bases: Mapping[str, str], as_of: dt.date, threshold: float) -> list[Alert]:
    """The printed figures that do not add up, together: no table holds an answer to any of them."""
    wrong = checks[checks["verdict"] == "mismatch"]
    if wrong.empty or len(wrong) < threshold:
        return []
    measure = str(wrong["measure"].iloc[0])
    basis = bases.get("figures", "")
    return [Alert("mismatch", threshold, places.DISTRICT.name, measure, as_of, basis, float(len(wrong)))]


def _made_good(
    outlooks: Sequence[Outlook], bases: Mapping[str, str], history: pd.DataFrame, threshold: float
) -> list[Alert]:
    """Goals that are on course again and were off course not longer than `threshold` weeks ago."""
    found = []
    for seen in outlooks:
        goal = seen.goal
        if goal.light != "green":
            continue
        lights = lights_over_time(goal, history)
        red = lights[lights["light"] == "red"]["as_of"]
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
                    outlook=seen,
                )
            )
    return found


def lights_over_time(goal: Goal, history: pd.DataFrame) -> pd.DataFrame:
    """The goal's light on each day of its year that has a figure, judged by its present target: `as_of`, `light`."""
    if goal.rival is not None:
        return _race_lights(goal, history)
    course = series(history, goal.table, goal.subject, goal.measure, goal.as_of)
    lights = [_light_on(goal, day.date(), value) for day, value in zip(course["as_of"], course["value"], strict=True)]
    return pd.DataFrame({"as_of": course["as_of"].to_numpy(), "light": pd.Series(lights, dtype="object")})


def _light_on(goal: Goal, day: dt.date, actual: float) -> str:
    needed = needed_per_week(goal.target - actual, weeks_left(day, goal.deadline))
    return traffic_light(actual >= goal.target, actual / weeks_elapsed(day), needed)


def _race_lights(goal: Goal, history: pd.DataFrame) -> pd.DataFrame:
    """The race judged anew on each day that the counties have reported for, on the basis of our own last figure."""
    own = series(history, goal.table, goal.subject, goal.measure, goal.as_of)
    on_basis = history["basis"].isin(own["basis"]) & (history["as_of"].dt.year == goal.as_of.year)
    rows = history[(history["table"] == goal.table) & on_basis]
    wants_first = pd.Series({"goal_city_rank_by_area": 1.0})
    found = {}
    for day, reported in rows[rows["as_of"] <= pd.Timestamp(goal.as_of)].groupby("as_of"):
        counties = reported.rename(columns={"unit": "county", "value": "area_reported"})
        then = first_in_city(wants_first, counties, pd.Timestamp(str(day)).date())
        if then is not None and then.light is not None:
            found[day] = then.light
    return pd.DataFrame(
        {"as_of": pd.to_datetime(list(found)), "light": pd.Series(list(found.values()), dtype="object")}
    )
