"""The workbook in `data/` is the report, and is read back as typed."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from renovation import schema
from renovation.reading.judging import read_workbook
from renovation.reading.template import write_workbook
from renovation.settings import DATA
from tests import first_dataset


def test_the_workbook_in_data_holds_the_report_and_nothing_else() -> None:
    reading = read_workbook((DATA / "first-release.xlsx").read_bytes())
    assert reading.problems == ()
    expected = first_dataset.tables()
    assert set(reading.tables) == set(expected)
    for name, table in expected.items():
        pd.testing.assert_frame_equal(reading.tables[name].frame, table.frame)
        assert (reading.tables[name].as_of, reading.tables[name].basis) == (table.as_of, table.basis)


def test_an_empty_cell_stays_empty() -> None:
    sites = read_workbook((DATA / "first-release.xlsx").read_bytes()).tables["sites"].frame
    assert sites.notna().sum()[["mode", "stage", "area", "lon"]].tolist() == [2, 9, 1, 14]


def test_the_counties_keep_their_own_day_and_basis() -> None:
    reading = read_workbook((DATA / "first-release.xlsx").read_bytes())
    counties = reading.tables["county_progress"]
    assert (counties.as_of, counties.basis) == (dt.date(2013, 10, 8), "上报市口径")
    assert reading.as_of == dt.date(2013, 10, 15)


def test_what_is_written_is_read_back() -> None:
    again = read_workbook(write_workbook(first_dataset.tables()))
    optional = {table.sheet for table in schema.TABLES.values() if table.optional}
    assert {problem.sheet for problem in again.problems} <= optional, "what may stay empty is the most that is told"
    pd.testing.assert_frame_equal(again.tables["figures"].frame, first_dataset.tables()["figures"].frame)


def test_the_blank_template_has_no_error_but_that_it_is_blank() -> None:
    reading = read_workbook(write_workbook({}))
    assert [problem.code for problem in reading.errors] == ["nothing_filled"]


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "@SUM(A1)", "http://example.test"])
def test_no_cell_is_written_as_a_formula_or_a_link(name: str) -> None:
    import io

    import openpyxl

    sites = first_dataset.table("sites", [(name, "高新区", *[None] * 12)], first_dataset.WRITTEN)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook({"sites": sites})))
    cell = book["改造项目"]["A6"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)
