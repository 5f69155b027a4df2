"""All comparisons of one release, shared by the pages, the documents and `figures --json`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from renovation.comparisons.counties import BasisComparison, compare_bases, compare_counties
from renovation.comparisons.coverage import coverage
from renovation.comparisons.district import benefits_of, district_rates, district_values, figures_of_year
from renovation.comparisons.goals import Goal, report_goals
from renovation.comparisons.history import is_simulated, points_of
from renovation.comparisons.outlook import Outlook, outlook
from renovation.comparisons.reconciliation import ReconciliationInput, reconcile
from renovation.comparisons.units import compare_units, total_units
from renovation.comparisons.workbook_goals import workbook_goals
from renovation.domain.dated_tables import DatedTable, Tables, empty_frame, frame_of
from renovation.domain.measures import BENEFIT_MEASURES
from renovation.domain.tables import TABLES
from renovation.domain.tables.declaration import CITY_BASIS, DISTRICT_BASIS


@dataclass(frozen=True)
class Results:
    """The tables of one release, and the results of all comparisons of its figures.

    `release` is the number of the release, `as_of` the date of the table of units. `district` holds the reported
    figures of the district, with the measures as index. `district_rates` maps measures to recomputed rates in percent.
    `units`, `total`, `counties`, `bases`, `checks`, `benefits` and `coverage` are the results of `compare_units`,
    `total_units`, `compare_counties`, `compare_bases`, `reconcile`, `benefits_of` and `coverage`. `outlooks` holds the
    projection of each goal whose deadline has not passed, `past_goals` the goals whose deadline has passed. `simulated`
    is True if the figures were made up.
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
    past_goals: tuple[Goal, ...]
    benefits: pd.DataFrame
    coverage: pd.DataFrame
    simulated: bool

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The goals whose deadline has not passed.

        First come those of the district's report (`started_share` and `first_in_city`), then those of the table `goals`
        in the workbook.
        """
        return tuple(outlook.goal for outlook in self.outlooks)

    def table(self, name: str) -> pd.DataFrame:
        """Returns the release's table called `name`, such as "sites", with the columns that `TABLES` declares.

        The DataFrame has no rows if the release lacks the table.
        """
        return frame_of(self.tables, name)

    def dated_table(self, name: str) -> DatedTable:
        """Returns the release's table called `name`, such as "sites", with its as-of date and basis.

        If the release lacks the table, the result has no rows, the release's date and the table's usual basis.
        """
        return self.tables.get(name) or DatedTable(empty_frame(name), self.as_of, TABLES[name].basis)


def results_of(release: int, tables: Tables) -> Results:
    """Computes all comparisons of one release; `release` is its number, `tables` are its tables by name."""
    progress, inputs = tables["unit_progress"], _inputs(tables)
    district = district_values(inputs.figures)
    figures, figures_as_of, _ = _figures(tables, progress)
    reported = tables["county_progress"].as_of if "county_progress" in tables else None
    goals = report_goals(figures, figures_as_of, inputs.counties, reported)
    if "goals" in tables:
        goals += workbook_goals(tables["goals"].frame, points_of(release, tables), progress.as_of)
    current = [goal for goal in goals if not goal.is_past(progress.as_of)]
    return Results(
        release=release,
        as_of=progress.as_of,
        tables=tables,
        district=district,
        district_rates=dict(district_rates(district)),
        units=inputs.units,
        total=total_units(progress.frame),
        counties=inputs.counties,
        bases=inputs.bases,
        checks=reconcile(inputs),
        outlooks=tuple(outlook(goal) for goal in current),
        past_goals=tuple(goal for goal in goals if goal.is_past(progress.as_of)),
        benefits=benefits_of(figures, BENEFIT_MEASURES),
        coverage=coverage(tables),
        simulated=is_simulated(tables),
    )


def checks_of(tables: Tables) -> pd.DataFrame:
    """Returns the checks of a release (the result of `reconcile`), without computing the other comparisons.

    `tables` are the tables of the release by name.
    """
    return reconcile(_inputs(tables))


def _inputs(tables: Tables) -> ReconciliationInput:
    progress = tables["unit_progress"]
    figures, as_of, basis = _figures(tables, progress)
    counties, of_year = _counties(tables), figures_of_year(figures, as_of.year)
    bases = compare_bases(counties, figures, basis)
    units = compare_units(progress.frame)
    return ReconciliationInput(units, counties, of_year, basis, bases, as_of, progress.as_of, progress.basis)


def _figures(tables: Tables, progress: DatedTable) -> tuple[pd.DataFrame, dt.date, str]:
    figures = tables.get("figures")
    if figures is None:
        return empty_frame("figures"), progress.as_of, DISTRICT_BASIS
    return figures.frame, figures.as_of, figures.basis


def _counties(tables: Tables) -> pd.DataFrame:
    empty = DatedTable(empty_frame("county_progress"), dt.date.min, CITY_BASIS)
    return compare_counties(tables.get("county_progress", empty))
