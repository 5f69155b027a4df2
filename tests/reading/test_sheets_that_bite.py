"""Sheets that a reader opens without harm and that could still break or stall the judging, or be read as another number."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from renovation.reading.reader import Reading, read_book, read_workbook
from tests import first_dataset
from tests.reading.office import Grid, as_csv, opened

HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）", "完成率（%）"]
UNITS = [list(unit) for unit in first_dataset.UNIT_PROGRESS]
AREAS = [unit[3] for unit in UNITS]


def sheet(*merged: str, last: str | None = None) -> bytes:
    """The units' table with merged areas, as an office program writes it, and perhaps one heading more."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "乡镇进度"
    for row in (["截至", "2013-10-15"], [*HEADINGS, last] if last else HEADINGS, *UNITS):
        page.append(row)
    for area in merged:
        page.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def areas(reading: Reading) -> list[float]:
    found: list[float] = reading.tables["unit_progress"].frame["area_renovated"].tolist()
    return found


@pytest.mark.parametrize(
    ("merged", "last"),
    [
        (("A14:F15",), None),
        (("A14:F1048576",), None),
        (("G2:Q2",), "备注"),
        (("H4:XFD1048576",), None),
        (("C1:XFD1",), None),
    ],
)
def test_merged_areas_that_reach_beyond_the_table_change_no_figure(merged: tuple[str, ...], last: str | None) -> None:
    reading = read_workbook(sheet(*merged, last=last) if "1048576" not in merged[0] else huge(merged[0]))
    assert not reading.problems
    assert areas(reading) == AREAS


def huge(area: str) -> bytes:
    """As `sheet`, but the area is written by hand: openpyxl would make each of its cells."""
    content = io.BytesIO(sheet("A14:F15"))
    stream = io.BytesIO()
    with zipfile.ZipFile(content) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"A14:F15", area.encode()))
    return stream.getvalue()


@pytest.mark.parametrize(
    "typed", ["9" * 400, "0." + "3" * 400, 5e-324, 1.7e308, "33.6①", "43²", "¹33.6", "33 ①②③", "①33.6"]
)
@pytest.mark.parametrize("place", [1, 3, 4, 5])
def test_no_number_breaks_the_judging_and_none_with_the_sign_of_a_note_is_read(typed: object, place: int) -> None:
    first = [*UNITS[0][:place], typed, *UNITS[0][place + 1 :]]
    reading = read_book(opened(Grid("乡镇进度", [["截至", "2013-10-15"], HEADINGS, first, *UNITS[1:]])))
    wrong = [problem for problem in reading.problems if problem.cell == f"{'ABCDEF'[place]}3"]
    if isinstance(typed, str):
        assert [problem.severity for problem in wrong] == ["error"]


def test_a_unit_with_a_raised_figure_is_a_unit() -> None:
    lines = [[unit[0], *unit[1:3], f"{unit[3]}万m²", *unit[4:]] for unit in UNITS]
    assert areas(read_workbook(as_csv(Grid("", [["截至", "2013-10-15"], HEADINGS, *lines])))) == AREAS


def test_a_sheet_of_nothing_but_words_like_headings_is_given_up() -> None:
    reading = read_workbook(as_csv(Grid("", [["备注"] * 30] * 1_000)))
    assert [problem.code for problem in reading.problems] == ["no_table"]
