"""The workbook in `data/` is the report, and is read back as typed."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest

from renovation.domain.data_folder import DATA
from renovation.domain.tables import TABLES
from renovation.reading.reader import read_workbook
from renovation.reading.template import write_workbook
from tests import first_dataset
from tests.reading.office import Grid, as_xlsx


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
    optional = {table.sheet for table in TABLES.values() if table.optional}
    assert {problem.sheet for problem in again.problems} <= optional, "what may stay empty is the most that is told"
    pd.testing.assert_frame_equal(again.tables["figures"].frame, first_dataset.tables()["figures"].frame)


def test_the_blank_template_has_no_error_but_that_it_is_blank() -> None:
    reading = read_workbook(write_workbook({}))
    assert [problem.code for problem in reading.errors] == ["nothing_filled"]


def test_the_examples_are_marked_and_never_read_yet_would_be_sound() -> None:
    page = openpyxl.load_workbook(io.BytesIO(write_workbook({})))["填写示例"]
    examples = [row for row in page.iter_rows(values_only=True) if row[0] == "示例"]
    assert len(examples) == 2 * len(TABLES)
    for number, table in enumerate(TABLES.values()):
        end = 1 + len(table.columns)
        headings = [column.heading_with_measurement_unit for column in table.columns]
        rows = [list(row[1:end]) for row in examples[2 * number : 2 * number + 2]]
        reading = read_workbook(as_xlsx(Grid(table.sheet, [["截至2013年3月31日"], headings, *rows])))
        assert {problem.code for problem in reading.errors} <= {"missing_places"}  # two units are not enough
        assert reading.errors or len(reading.tables[table.name].frame) == 2


def test_a_filled_template_reads_without_its_examples() -> None:
    filled = openpyxl.load_workbook(io.BytesIO(write_workbook({})))
    sheet = filled["工作动态"]
    sheet["B2"] = "2013-10-22"
    for position, cell in enumerate(("进展", "织里镇", "两家企业已签约"), 1):
        sheet.cell(6, position, cell)
    stream = io.BytesIO()
    filled.save(stream)
    reading = read_workbook(stream.getvalue())
    assert reading.errors == ()
    assert {name: len(table.frame) for name, table in reading.tables.items()} == {"notes": 1}


def test_the_template_explains_other_wordings() -> None:
    page = openpyxl.load_workbook(io.BytesIO(write_workbook({})))["填写说明"]
    explained = {(row[0], row[1]): row[6] for row in page.iter_rows(values_only=True)}
    assert "竣工项目数" in str(explained["乡镇进度", "完工项目数"])


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "@SUM(A1)", "http://example.test"])
def test_no_cell_is_written_as_a_formula_or_a_link(name: str) -> None:
    sites = first_dataset.table("sites", [(name, "高新区", *[None] * 12)], first_dataset.SITES_AS_OF)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook({"sites": sites})))
    cell = book["改造项目"]["A6"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


@pytest.mark.parametrize(
    ("line", "cell", "typed"),
    [
        (["改造进展（截至2013年13月45日）"], "A1", "2013年13月45日"),
        ([None, "截至", "2013-02-30"], "C1", "2013-02-30"),
    ],
)
def test_a_day_that_no_calendar_has_is_named_with_its_cell(line: list[str | None], cell: str, typed: str) -> None:
    rows = [line, ["截至", "2013-10-22"], ["类别", "责任单位", "内容"], ["进展", "织里镇", "已签约"]]
    [problem] = read_workbook(as_xlsx(Grid("工作动态", rows))).problems
    assert (problem.code, problem.cell, problem.found) == ("impossible_date", cell, typed)
