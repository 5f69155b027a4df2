"""Which tables are older than the units' figures, by their dates alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from renovation.comparisons.late_tables import late_tables
from renovation.domain.dated_tables import DatedTable
from tests import first_dataset


def with_units_of(day: dt.date) -> dict[str, DatedTable]:
    tables = first_dataset.tables()
    return {**tables, "unit_progress": replace(tables["unit_progress"], as_of=day)}


def test_no_table_of_the_first_release_is_late() -> None:
    """The city's statistic of 8 October stands beside the units' of 15 October, as in the report."""
    assert late_tables(first_dataset.tables()) == ()


def test_newer_units_leave_the_districts_figures_and_then_the_citys_behind() -> None:
    assert late_tables(with_units_of(dt.date(2013, 10, 16))) == ("figures", "county_progress")
    tables = with_units_of(dt.date(2013, 10, 22))
    up_to_date = {**tables, "figures": replace(tables["figures"], as_of=dt.date(2013, 10, 22))}
    assert late_tables(up_to_date) == ("county_progress",)
    assert late_tables({"figures": tables["figures"]}) == ()


def test_an_earlier_day_of_the_units_makes_nothing_late() -> None:
    assert late_tables(with_units_of(dt.date(2013, 10, 8))) == ()
