"""Every comparison of a release in one answer: pages, documents and `figures --json` share it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from renovation import schema
from renovation.comparisons.counties import TwoBases, compare_counties, two_bases
from renovation.comparisons.coverage import coverage
from renovation.comparisons.district import RATES, benefits_of, district_rates, district_values, value_of
from renovation.comparisons.goals import Goal, goals_set, open_goals
from renovation.comparisons.history import is_simulated, points_of
from renovation.comparisons.outlook import Outlook, outlook
from renovation.comparisons.reconciliation import Evidence, reconcile
from renovation.comparisons.units import SUMMED, compare_units, total_units
from renovation.explanations import explain_check, formula
from renovation.language import Words
from renovation.numbers import half_up
from renovation.tables import DatedTable, Tables, empty_frame, frame_of, records

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
BENEFITS: Final = frozenset(m.name for m in schema.MEASURES.values() if m.section == "benefit")
_AREA_DECIMALS: Final = 4


@dataclass(frozen=True)
class Answers:
    """A release with every comparison of it.

    `district` holds the printed figures by measure, `district_rates` the recomputed ones in percent; `units`,
    `total`, `counties`, `checks` and `coverage` as their comparisons give them; `sites`, `notes` and `figures` as
    reported. `as_of` is the units' table's day; `outlooks` are those of `goals`, in the same order; `simulated` says
    that the figures were made up for trying.
    """

    release: int
    as_of: dt.date
    tables: Tables
    district: pd.Series
    district_rates: dict[str, float]
    units: pd.DataFrame
    total: pd.Series
    counties: pd.DataFrame
    bases: TwoBases | None
    checks: pd.DataFrame
    outlooks: tuple[Outlook, ...]
    benefits: pd.DataFrame
    coverage: pd.DataFrame
    simulated: bool

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The goals: the report's own two, then those that the workbook sets."""
        return tuple(seen.goal for seen in self.outlooks)

    def table(self, name: str) -> pd.DataFrame:
        """A table as reported; without rows where the release does not hold it."""
        return frame_of(self.tables, name)

    def dated(self, name: str) -> DatedTable:
        """A table with its day and basis; where the release does not hold it, an empty one of the release's day."""
        return self.tables.get(name) or DatedTable(empty_frame(name), self.as_of, schema.TABLES[name].basis)


def answer(release: int, tables: Tables) -> Answers:
    """Every comparison of one release's tables."""
    progress = tables["unit_progress"]
    units = compare_units(progress.frame)
    figures, figures_as_of, figures_basis = _figures(tables, progress)
    counties = _counties(tables)
    district = district_values(figures)
    bases = two_bases(counties, figures, figures_basis)
    same_day = figures_as_of == progress.as_of
    reported = tables["county_progress"].as_of if "county_progress" in tables else None
    goals = open_goals(district, figures_as_of, counties, reported)
    goals += goals_set(frame_of(tables, "milestones"), points_of(release, tables), progress.as_of)
    return Answers(
        release=release,
        as_of=progress.as_of,
        tables=tables,
        district=district,
        district_rates=dict(district_rates(district)),
        units=units,
        total=total_units(progress.frame),
        counties=counties,
        bases=bases,
        checks=reconcile(Evidence(units, counties, figures, figures_basis, bases, same_day)),
        outlooks=tuple(outlook(goal) for goal in goals),
        benefits=benefits_of(figures, set(BENEFITS)),
        coverage=coverage(tables),
        simulated=is_simulated(tables),
    )


def _figures(tables: Tables, progress: DatedTable) -> tuple[pd.DataFrame, dt.date, str]:
    figures = tables.get("figures")
    if figures is None:
        return empty_frame("figures"), progress.as_of, schema.DISTRICT_BASIS
    return figures.frame, figures.as_of, figures.basis


def _counties(tables: Tables) -> pd.DataFrame:
    empty = DatedTable(empty_frame("county_progress"), dt.date.min, schema.CITY_BASIS)
    return compare_counties(tables.get("county_progress", empty))


def as_json(answers: Answers, words: Words) -> dict[str, Any]:
    """The document of `figures --json`: percentages to one decimal, areas in 万㎡, null for what the data has not."""
    return {
        "release": answers.release,
        "as_of": answers.as_of.isoformat(),
        "simulated": answers.simulated,
        "district": _district_json(answers),
        "units": [_unit_json(unit) for unit in records(answers.units)],
        "units_total": _total_json(answers.total),
        "counties": [_county_json(county) for county in records(answers.counties)],
        "checks": [
            {
                "subject": check["subject"],
                "measure": check["measure"],
                "reported": given(check["reported"]),
                "recomputed": _recomputed(check["form"], check["recomputed"]),
                "verdict": check["verdict"],
                "formula": formula(check, words),
                "explanation": explain_check(check, words),
            }
            for check in records(answers.checks)
        ],
        "goals": [_goal_json(seen) for seen in answers.outlooks],
        "benefits": [
            {"measure": row["measure"], "value": given(row["value"]), "unit": row["unit_of_measure"]}
            for row in records(answers.benefits)
        ],
    }


def _district_json(answers: Answers) -> dict[str, Any]:
    rates = {rate.measure for rate in RATES}
    document: dict[str, Any] = {}
    for measure in DISTRICT_FIGURES:
        printed = given(value_of(answers.district, measure))
        document[measure] = percent(answers.district_rates[measure]) if measure in rates else printed
        if measure in rates:
            document[f"{measure}_reported"] = printed
    return document


def _unit_json(unit: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": unit["unit"],
        **{measure: given(unit[measure]) for measure in SUMMED},
        "completion_rate": percent(unit["completion_rate"]),
        "completion_rate_reported": given(unit["completion_rate_reported"]),
        "gap_area": _area(unit["gap_area"]),
        **_shares_json(unit),
        "rank_by_rate": given(unit["rank_completion_rate"]),
        "rank_by_area": given(unit["rank_area_renovated"]),
    }


def _total_json(total: pd.Series) -> dict[str, Any]:
    return {
        **{measure: given(total[measure]) for measure in ("projects_started", "projects_completed")},
        **{measure: _area(total[measure]) for measure in ("area_renovated", "annual_target_area", "gap_area")},
        "completion_rate": percent(total["completion_rate"]),
        "completion_rate_reported": None,
        **_shares_json(total.to_dict()),
    }


def _shares_json(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The shares with their reported twins, which no table prints."""
    return {
        name: value for share in SHARES for name, value in ((share, percent(row[share])), (f"{share}_reported", None))
    }


def _county_json(county: dict[str, Any]) -> dict[str, Any]:
    return {
        "county": county["county"],
        "area_reported": given(county["area_reported"]),
        "rank": given(county["rank"]),
        "gap_to_first": _area(county["gap_to_first"]),
        "gap_to_next": _area(county["gap_to_next"]),
        "as_of": county["as_of"],
        "basis": county["basis"],
    }


def _goal_json(seen: Outlook) -> dict[str, Any]:
    goal = seen.goal
    decimals = 1 if goal.unit == "个" else 2
    return {
        "goal": goal.goal,
        "subject": goal.subject,
        "measure": goal.measure,
        "unit": goal.unit,
        "as_of": goal.as_of.isoformat(),
        "deadline": goal.deadline.isoformat(),
        "target": given(goal.target),
        "base": given(goal.base),
        "source": goal.source,
        "actual": given(goal.actual),
        "gap": _area(goal.gap),
        "weeks_left": _rounded(goal.weeks_left, 1),
        "needed_per_week": _rounded(goal.needed_per_week, decimals),
        "pace_per_week": _rounded(goal.pace_per_week, decimals),
        "light": goal.light,
        "rival": goal.rival,
        "rival_at_deadline": _rounded(goal.rival_at_deadline, 2),
        "schedule": percent(seen.schedule),
        "reached": percent(seen.reached),
        "at_deadline": _rounded(seen.at_deadline, decimals),
        "arrival": seen.arrival.isoformat() if seen.arrival else None,
    }


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None or pd.isna(value) else half_up(value, decimals)


def given(value: Any) -> float | int | None:
    """A printed figure as JSON: whole numbers without `.0`, missing as null."""
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def percent(value: float) -> float | None:
    """A percentage as JSON: to one decimal, missing as null."""
    return None if pd.isna(value) else half_up(value, 1)


def _area(value: float) -> float | int | None:
    return None if pd.isna(value) else given(half_up(value, _AREA_DECIMALS))


def _recomputed(form: str, value: float) -> float | int | None:
    return percent(value) if form == "ratio" else _area(value)
