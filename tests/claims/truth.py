"""What is true of a release, worked out from its tables with fractions and by the definitions of the product notes.

Nothing of renovation.comparisons or renovation.wording is used here.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from renovation.domain.dated_tables import DatedTable

OFFICE_UNITS = ("高新区", "织里镇", "八里店镇", "道场乡", "妙西镇", "埭溪镇", "东林镇", "环渚街道")
CITY_COUNTIES = ("吴兴区", "德清县", "长兴县", "南浔区", "安吉县")
OWN, DISTRICT = "吴兴区", "全区"
RATES = ("completion_rate", "completed_to_started")
Value = Fraction | None


def exact(cell: Any) -> Value:
    """The number that was typed into a cell, None for an empty one."""
    return None if pd.isna(cell) else Fraction(Decimal(repr(float(cell))))


def rounded(value: Fraction, places: int) -> Fraction:
    """To so many decimals, halves away from zero."""
    scaled = abs(value) * 10**places
    whole = int(scaled) + (1 if scaled - int(scaled) >= Fraction(1, 2) else 0)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def ratio(part: Value, whole: Value) -> Value:
    return None if part is None or not whole else 100 * part / whole


class Truth:
    """A release's figures by unit, county and measure, exact, and as a screen prints them."""

    def __init__(self, tables: dict[str, DatedTable]) -> None:
        self.tables = tables
        self.days: dict[str, dt.date] = {name: table.as_of for name, table in tables.items()}
        self.bases: dict[str, str] = {name: table.basis for name, table in tables.items()}
        rows = tables["unit_progress"].frame.to_dict("records")
        self.units: list[str] = [row["unit"] for row in rows]
        self.figures: dict[str, dict[str, Value]] = {
            measure: {row["unit"]: exact(row[measure]) for row in rows}
            for measure in (
                "projects_started",
                "projects_completed",
                "area_renovated",
                "annual_target_area",
                "completion_rate_reported",
            )
        }
        self.figures["completion_rate"] = self._ratios("area_renovated", "annual_target_area")
        self.figures["completed_to_started"] = self._ratios("projects_completed", "projects_started")
        counties = tables["county_progress"].frame.to_dict("records") if "county_progress" in tables else []
        self.counties: dict[str, Value] = {row["county"]: exact(row["area_reported"]) for row in counties}
        figures = tables["figures"].frame.to_dict("records") if "figures" in tables else []
        self.district: dict[str, Value] = {
            row["measure"]: exact(row["value"]) for row in figures if row["subject"] == DISTRICT
        }
        self.periods: dict[str, str] = {row["measure"]: row["period"] for row in figures if row["subject"] == DISTRICT}
        sites = tables["sites"].frame.to_dict("records") if "sites" in tables else []
        self.sites: list[dict[str, Any]] = [
            {str(k): None if pd.isna(v) else v for k, v in row.items()} for row in sites
        ]
        self.notes: list[dict[str, Any]] = []

    def _ratios(self, part: str, whole: str) -> dict[str, Value]:
        return {unit: ratio(self.figures[part][unit], self.figures[whole][unit]) for unit in self.units}

    def printed(self, measure: str) -> dict[str, Fraction]:
        """The values that the screens print, rates to one decimal; units without one are left out."""
        held = {unit: value for unit, value in self.figures[measure].items() if value is not None}
        return {unit: rounded(value, 1) for unit, value in held.items()} if measure in RATES else held

    def without(self, measure: str) -> list[str]:
        return [unit for unit in self.units if self.figures[measure][unit] is None]

    @property
    def absent(self) -> list[str]:
        known = [unit for unit in OFFICE_UNITS if unit in self.units]
        return [unit for unit in OFFICE_UNITS if unit not in self.units] if known else []

    @property
    def absent_counties(self) -> list[str]:
        silent = [name for name, area in self.counties.items() if area is None]
        return silent + [name for name in CITY_COUNTIES if name not in self.counties]

    @property
    def reporting(self) -> dict[str, Fraction]:
        return {name: area for name, area in self.counties.items() if area is not None}

    def sum_of(self, measure: str) -> tuple[Fraction | None, int]:
        held = [value for value in self.figures[measure].values() if value is not None]
        return (sum(held, Fraction(0)) if held else None), len(held)

    def small_targets(self) -> dict[str, Fraction]:
        """The targets under half of the average of those that are set."""
        held = {unit: value for unit, value in self.figures["annual_target_area"].items() if value is not None}
        return {unit: value for unit, value in held.items() if 2 * value * len(held) < sum(held.values())}

    def rate_of_district(self, part: str, whole: str) -> Value:
        """The rate of two figures of one year; a target of another year is not compared."""
        years = {self.periods.get(name, "")[:4] for name in (part, whole)}
        return ratio(self.district.get(part), self.district.get(whole)) if len(years) == 1 else None
