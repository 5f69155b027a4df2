"""Every comparison of a release in one answer: pages, documents and `figures --json` share it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pandas as pd

from renovation.comparisons.counties import BasisComparison, compare_bases, compare_counties
from renovation.comparisons.coverage import coverage
from renovation.comparisons.district import benefits_of, district_rates, district_values
from renovation.comparisons.goals import Goal, report_goals, workbook_goals
from renovation.comparisons.history import is_simulated, points_of
from renovation.comparisons.outlook import Outlook, outlook
from renovation.comparisons.reconciliation import ReconciliationInput, reconcile
from renovation.comparisons.units import compare_units, total_units
from renovation.domain.dated_tables import DatedTable, Tables, empty_frame, frame_of
from renovation.domain.measures import MEASURES
from renovation.domain.tables import TABLES
from renovation.domain.tables.declaration import CITY_BASIS, DISTRICT_BASIS

BENEFITS: Final = frozenset(m.name for m in MEASURES.values() if m.section == "benefit")


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
    bases: BasisComparison | None
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

    def dated_table(self, name: str) -> DatedTable:
        """A table with its day and basis; where the release does not hold it, an empty one of the release's day."""
        return self.tables.get(name) or DatedTable(empty_frame(name), self.as_of, TABLES[name].basis)


def answer(release: int, tables: Tables) -> Answers:
    """Every comparison of one release's tables."""
    progress = tables["unit_progress"]
    units = compare_units(progress.frame)
    figures, figures_as_of, figures_basis = _figures(tables, progress)
    counties = _counties(tables)
    district = district_values(figures)
    bases = compare_bases(counties, figures, figures_basis)
    same_day = figures_as_of == progress.as_of
    reported = tables["county_progress"].as_of if "county_progress" in tables else None
    goals = report_goals(district, figures_as_of, counties, reported)
    goals += workbook_goals(frame_of(tables, "goals"), points_of(release, tables), progress.as_of)
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
        checks=reconcile(ReconciliationInput(units, counties, figures, figures_basis, bases, same_day)),
        outlooks=tuple(outlook(goal) for goal in goals),
        benefits=benefits_of(figures, set(BENEFITS)),
        coverage=coverage(tables),
        simulated=is_simulated(tables),
    )


def _figures(tables: Tables, progress: DatedTable) -> tuple[pd.DataFrame, dt.date, str]:
    figures = tables.get("figures")
    if figures is None:
        return empty_frame("figures"), progress.as_of, DISTRICT_BASIS
    return figures.frame, figures.as_of, figures.basis


def _counties(tables: Tables) -> pd.DataFrame:
    empty = DatedTable(empty_frame("county_progress"), dt.date.min, CITY_BASIS)
    return compare_counties(tables.get("county_progress", empty))
