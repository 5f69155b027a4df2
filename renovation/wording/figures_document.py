"""Builds the JSON document of the command `renovation figures --json`: every comparison that the pages show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from renovation.comparisons.alerts import Alert
from renovation.comparisons.annual_targets import all_annual_targets
from renovation.comparisons.check_states import PREVIOUS_DIFFERENCE, REASON, STATE
from renovation.comparisons.district import RATES, value_of
from renovation.comparisons.goal_history import closed_goals
from renovation.comparisons.goals import Goal
from renovation.comparisons.history import History
from renovation.comparisons.outlook import Outlook
from renovation.comparisons.results import Results
from renovation.comparisons.units import SUMMED_MEASURES
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.numbers import half_up
from renovation.language import Words
from renovation.publishing.release_history import alerts_of
from renovation.wording.explanations import explanation_sentence, formula
from renovation.wording.goals import weekly_decimals

HISTORY_DISTRICT_FIGURES: Final = ("projects_started", "projects_completed", "area_renovated")

DISTRICT_FIGURES: Final = (
    "projects_started",
    "projects_completed",
    "area_renovated",
    "city_target_projects",
    "city_target_projects_rate",
    "city_target_area",
    "city_target_area_rate",
    "district_target_area",
    "district_target_area_rate",
    "projects_scheduled",
    "share_of_scheduled_started",
)

SHARES: Final = ("share_of_area", "share_of_target", "completed_to_started")

_AREA_DECIMALS: Final = 4


def release_figures(results: Results, words: Words) -> dict[str, Any]:
    """Returns the part of the JSON document of `renovation figures --json` that depends on one release alone.

    `results` are the comparisons of this release. Percentages have one decimal, areas are in 万㎡, and missing figures
    are null.
    """
    return {
        "release": results.release,
        "as_of": results.as_of.isoformat(),
        "simulated": results.simulated,
        "district": _district_json(results),
        "units": [_unit_json(unit) for unit in records(results.units)],
        "units_total": _total_json(results.total),
        "counties": [_county_json(county) for county in records(results.counties)],
        "checks": [
            {
                "subject": check["subject"],
                "measure": check["measure"],
                "reported": json_number(check["reported"]),
                "recomputed": _recomputed(check["form"], check["recomputed"]),
                "verdict": check["verdict"],
                **_state_json(check),
                "formula": formula(check, words),
                "explanation": explanation_sentence(check, words),
            }
            for check in records(results.checks)
        ],
        "goals": [_goal_json(outlook) for outlook in results.outlooks],
        "annual_targets": [
            {"target_measure": target.measure, **_goal_json(target.outlook)} for target in all_annual_targets(results)
        ],
        "benefits": [
            {"measure": row["measure"], "value": json_number(row["value"]), "unit": row["unit_of_measure"]}
            for row in records(results.benefits)
        ],
    }


def _state_json(check: dict[str, Any]) -> dict[str, Any]:
    """Returns the `state`, the `previous_difference` and the `reason` of a check; a missing value is None.

    `check` is a row of `Results.checks`.
    """
    state, before = check.get(STATE), check.get(PREVIOUS_DIFFERENCE)
    difference = None if before is None else json_number(before)
    return {STATE: state, PREVIOUS_DIFFERENCE: difference, REASON: check.get(REASON)}


def _district_json(results: Results) -> dict[str, Any]:
    rates = {rate.measure for rate in RATES}
    figures: dict[str, Any] = {}
    for measure in DISTRICT_FIGURES:
        printed = json_number(value_of(results.district, measure))
        figures[measure] = json_percent(results.district_rates[measure]) if measure in rates else printed
        if measure in rates:
            figures[f"{measure}_reported"] = printed
    return figures


def _unit_json(unit: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": unit["unit"],
        **{measure: json_number(unit[measure]) for measure in SUMMED_MEASURES},
        "completion_rate": json_percent(unit["completion_rate"]),
        "completion_rate_reported": json_number(unit["completion_rate_reported"]),
        "gap_area": _area(unit["gap_area"]),
        **_shares_json(unit),
        "rank_by_rate": json_number(unit["rank_completion_rate"]),
        "rank_by_area": json_number(unit["rank_area_renovated"]),
    }


def _total_json(total: pd.Series) -> dict[str, Any]:
    return {
        **{measure: json_number(total[measure]) for measure in ("projects_started", "projects_completed")},
        **{measure: _area(total[measure]) for measure in ("area_renovated", "annual_target_area", "gap_area")},
        "completion_rate": json_percent(total["completion_rate"]),
        "completion_rate_reported": None,
        **_shares_json(total.to_dict()),
    }


def _shares_json(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Returns each of SHARES in percent, and for each a key that ends with `_reported`, whose value is always None.

    No source reports these shares; the keys make the document uniform.
    """
    return {
        name: value
        for share in SHARES
        for name, value in ((share, json_percent(row[share])), (f"{share}_reported", None))
    }


def _county_json(county: dict[str, Any]) -> dict[str, Any]:
    return {
        "county": county["county"],
        "area_reported": json_number(county["area_reported"]),
        "rank": json_number(county["rank"]),
        "gap_to_first": _area(county["gap_to_first"]),
        "gap_to_next": _area(county["gap_to_next"]),
        "as_of": county["as_of"],
        "basis": county["basis"],
    }


def _goal_facts(goal: Goal) -> dict[str, Any]:
    """Returns the fields of the JSON document that open goals and goals past their deadline have in common."""
    return {
        "goal": goal.goal,
        "subject": goal.subject,
        "measure": goal.measure,
        "unit": goal.measurement_unit,
        "as_of": goal.as_of.isoformat(),
        "deadline": goal.deadline.isoformat(),
        "target": json_number(goal.target),
        "source": goal.source,
        "actual": json_number(goal.actual),
        "gap": _area(goal.gap),
        "rivals": list(goal.rivals),
    }


def _goal_json(outlook: Outlook) -> dict[str, Any]:
    goal = outlook.goal
    decimals = weekly_decimals(goal)
    return {
        **_goal_facts(goal),
        "base": json_number(goal.base),
        "weeks_left": _rounded(goal.weeks_left, 1),
        "needed_per_week": _rounded(goal.needed_per_week, decimals),
        "pace_per_week": _rounded(goal.pace_per_week, decimals),
        "light": goal.light,
        "rival_at_deadline": _rounded(goal.rival_at_deadline, 2),
        "schedule": json_percent(outlook.schedule),
        "reached": json_percent(outlook.share_reached),
        "at_deadline": _rounded(outlook.at_deadline, decimals),
        "arrival": outlook.arrival.isoformat() if outlook.arrival else None,
    }


def _closed_goal_json(goal: Goal) -> dict[str, Any]:
    """Returns the fields of the JSON document for a goal whose deadline has passed, with its last figure.

    `reached` says whether the goal was reached; it is None if this is unknown.
    """
    return {
        **_goal_facts(goal),
        "reached": goal.gap >= 0 if goal.is_measured and not goal.rivals else None,
    }


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None or pd.isna(value) else half_up(value, decimals)


def json_number(value: Any) -> float | int | None:
    """Converts a figure for JSON: a float without a fraction becomes an int, a missing value becomes None."""
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def json_percent(value: float) -> float | None:
    """Returns a percentage, rounded to one decimal, for a JSON document; None for a missing value."""
    return None if pd.isna(value) else half_up(value, 1)


def _area(value: float) -> float | int | None:
    return None if pd.isna(value) else json_number(half_up(value, _AREA_DECIMALS))


def _recomputed(form: str, value: float) -> float | int | None:
    return json_percent(value) if form == "ratio" else _area(value)


HISTORY_RATES: Final = frozenset({"completion_rate", "completed_to_started"})

HISTORY_UNIT_FIGURES: Final = (
    "projects_started",
    "projects_completed",
    "area_renovated",
    "annual_target_area",
    "completion_rate",
    "completed_to_started",
)


def figures_document(results: Results, history: History, words: Words) -> dict[str, Any]:
    """Returns the JSON document that the command `renovation figures --json` prints.

    `history` is the release's History object. The document contains every comparison of the release, and also `history`
    (the figures of each date), `exceptions` (the alerts) and `closed_goals` (the goals whose deadline has passed). The
    key `goals` has only the goals whose deadline has not passed.
    """
    found = alerts_of(results, history.points)
    return release_figures(results, words) | {
        "closed_goals": [_closed_goal_json(goal) for goal in closed_goals(results.past_goals, history.points)],
        "history": _history_json(history.points),
        "exceptions": [_alert_json(alert) for alert in found],
    }


def _history_json(points: pd.DataFrame) -> list[dict[str, Any]]:
    """Returns an entry for each date on which the units or the district have figures, the oldest first.

    A date with figures on two bases has an entry for each basis.
    """
    by_unit = (points["table"] == "unit_progress") & points["measure"].isin(HISTORY_UNIT_FIGURES)
    of_district = (points["table"] == "figures") & (points["unit"] == places.DISTRICT.name)
    by_district = of_district & points["measure"].isin(HISTORY_DISTRICT_FIGURES)
    return [
        _day_json(pd.Timestamp(str(day)), rows)
        for (day, _basis), rows in points[by_unit | by_district].groupby(["as_of", "basis"])
    ]


def _day_json(day: pd.Timestamp, both: pd.DataFrame) -> dict[str, Any]:
    units, district = both[both["table"] == "unit_progress"], both[both["table"] == "figures"]
    held = {
        str(name): dict(zip(rows["measure"], rows["value"], strict=True))
        for name, rows in units.groupby("unit", sort=False)
    }
    whole = dict(zip(district["measure"], district["value"], strict=True))
    return {
        "as_of": day.date().isoformat(),
        "release": int(both["release"].max()),
        "corrected": bool(both["corrected"].any()),
        "basis": str(both["basis"].iloc[0]),
        "units": [{"unit": name, **_values_json(values, HISTORY_UNIT_FIGURES)} for name, values in held.items()],
        "district": _values_json(whole, HISTORY_DISTRICT_FIGURES),
    }


def _values_json(values: Mapping[str, float], measures: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: (json_percent if name in HISTORY_RATES else json_number)(values.get(name, float("nan")))
        for name in measures
    }


def _alert_json(alert: Alert) -> dict[str, Any]:
    return {
        "rule": alert.rule,
        "threshold": json_number(alert.threshold),
        "subject": alert.subject,
        "measure": alert.measure,
        "goal": alert.outlook.goal.goal if alert.outlook else None,
        "as_of": alert.as_of.isoformat(),
        "basis": alert.basis,
        "amount": json_percent(alert.amount),
        "since": alert.since.isoformat() if alert.since else None,
        "units": [lag.unit for lag in alert.lags],
    }
