"""Problems by cell: each bad sheet gets exactly its report."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.language import words_in
from renovation.reading.judging import Reading, read_workbook
from renovation.reading.workbook import UnreadableWorkbook, address

HEADINGS = [
    "责任单位",
    "开工项目数",
    "完工项目数",
    "完成改造建筑面积（万㎡）",
    "年度目标面积（万㎡）",
    "完成率原报值（%）",
]
ROW = ["高新区", 17, 7, 33.6, 4.2, 800]


def sheet(*rows: list[Any], headings: list[Any] = HEADINGS, as_of: Any = dt.date(2013, 10, 15)) -> bytes:
    """A workbook with the units' sheet alone: headings in row 4, data from row 5 on."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "乡镇进度"
    for row in ([["截至", as_of]], [["口径", "区口径"]], [[None]], [headings], rows):
        for cells in row:
            page.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def found(reading: Reading) -> list[tuple[str, str | None, str | None]]:
    return [(problem.code, problem.cell, problem.found) for problem in reading.problems]


def test_a_sound_sheet_has_no_problem() -> None:
    reading = read_workbook(sheet(ROW))
    assert found(reading) == []
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [33.6]


@pytest.mark.parametrize(
    ("position", "typed", "problem"),
    [
        (0, "高新去", ("bad_value", "A5", "高新去")),
        (0, None, ("missing_value", "A5", None)),
        (1, 17.5, ("bad_value", "B5", "17.5")),
        (1, -1, ("bad_value", "B5", "-1")),
        (1, "十七", ("bad_value", "B5", "十七")),
        (2, 10**12, ("bad_value", "C5", "1000000000000")),
        (3, "约33", ("bad_value", "D5", "约33")),
        (3, True, ("bad_value", "D5", "True")),
        (4, -4.2, ("bad_value", "E5", "-4.2")),
        (5, "八成", ("bad_value", "F5", "八成")),
    ],
)
def test_a_bad_cell_is_named_with_what_was_found(
    position: int, typed: Any, problem: tuple[str, str, str | None]
) -> None:
    reading = read_workbook(sheet([typed if place == position else cell for place, cell in enumerate(ROW)]))
    assert found(reading) == [problem]
    assert reading.tables == {}
    assert reading.problems[0].severity == "error"


def test_all_problems_are_said_in_one_pass() -> None:
    reading = read_workbook(
        sheet(["高新区", "x", 7, None, 4.2, 800], ["湖州南太湖高新区", 1, 1, 1, 1, "?"], as_of=None)
    )
    assert found(reading) == [
        ("no_as_of", None, None),
        ("bad_value", "B5", "x"),
        ("missing_value", "D5", None),
        ("bad_value", "F6", "?"),
        ("repeated_row", "A6", "高新区"),
    ]


def test_an_alias_is_read_as_its_unit_and_full_width_digits_as_digits() -> None:
    frame = (
        read_workbook(sheet(["湖州南太湖高新区", "１７", " 7 ", "33.6", "1,004.2", "800%"]))
        .tables["unit_progress"]
        .frame
    )
    assert frame.iloc[0].tolist() == ["高新区", 17, 7, 33.6, 1004.2, 800.0]


def test_a_missing_column_a_strange_one_and_a_repeated_one_are_told_apart() -> None:
    headings = ["责任单位", "开工项目数", "开工数", "完成改造建筑面积（㎡）", "完工项目数", None]
    reading = read_workbook(sheet(["高新区", 17, 17, 336000, 7, None], headings=headings))
    assert [(p.code, p.cell, p.heading) for p in reading.problems] == [
        ("missing_column", None, "完成改造建筑面积"),
        ("unknown_column", "D4", None),
        ("repeated_column", "C4", "开工数"),
    ]


def test_the_day_may_be_text_or_be_given_from_outside() -> None:
    assert read_workbook(sheet(ROW, as_of="2013年10月15日")).as_of == dt.date(2013, 10, 15)
    assert read_workbook(sheet(ROW, as_of=None), as_of=dt.date(2013, 10, 16)).as_of == dt.date(2013, 10, 16)
    assert read_workbook(sheet(ROW), as_of=dt.date(2013, 10, 16)).as_of == dt.date(2013, 10, 15)


def test_a_workbook_without_our_sheets_says_which_are_expected() -> None:
    book = openpyxl.Workbook()
    stream = io.BytesIO()
    book.save(stream)
    reading = read_workbook(stream.getvalue())
    assert found(reading) == [("no_table", None, None)]
    assert "乡镇进度" in reading.problems[0].message(words_in("zh"))


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 cut off"])
def test_bytes_that_are_no_workbook_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableWorkbook):
        read_workbook(content)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_problem_is_a_sentence_in_both_languages(language: str) -> None:
    bad = sheet(["高新", "x", 7, None, 4.2, 800], headings=[*HEADINGS[:5], "备查"], as_of=None)
    for problem in read_workbook(bad).problems:
        sentence = problem.message(words_in(language))
        assert "{" not in sentence
        assert "None" not in sentence


def test_addresses_are_the_spreadsheets() -> None:
    assert [address(0, 0), address(6, 2), address(0, 25), address(0, 26), address(9, 701), address(0, 702)] == [
        "A1", "C7", "Z1", "AA1", "ZZ10", "AAA1",
    ]  # fmt: skip


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31)),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).filter(lambda text: not text.startswith("=")),
)


@given(st.lists(st.lists(cells, min_size=6, max_size=6), min_size=1, max_size=5))
def test_whatever_a_clerk_types_is_a_table_or_a_problem(rows: list[list[Any]]) -> None:
    reading = read_workbook(sheet(*rows))
    assert bool(reading.tables) != bool(reading.errors)


@given(st.permutations(range(6)))
def test_the_order_of_columns_changes_nothing(order: list[int]) -> None:
    straight = read_workbook(sheet(ROW)).tables["unit_progress"].frame
    shuffled = read_workbook(sheet([ROW[place] for place in order], headings=[HEADINGS[place] for place in order]))
    assert shuffled.tables["unit_progress"].frame.equals(straight)
