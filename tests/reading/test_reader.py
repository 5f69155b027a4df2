"""What a clerk may type, any layout: a table or a problem, and the same figures however they are laid out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.domain.cells import Cell
from renovation.language import words_in
from renovation.reading.files.workbook import Book, MergedRange, Sheet, UnreadableWorkbook, address
from renovation.reading.reader import Hints, Reading, read_book, read_workbook
from tests import first_dataset
from tests.reading.bad_sheets import HEADINGS, book, units
from tests.reading.office import Grid, as_xlsx

UNITS = first_dataset.UNIT_PROGRESS
OTHER_WORDINGS = [
    ("责任单位", "单位", "乡镇（街道）", "责 任 单 位"),
    ("开工项目数", "开工数", "开工项目数（个）", "累计开工项目数"),
    ("完工项目数", "竣工项目数", "竣工数", "完工项目数(个)"),
    ("完成改造建筑面积（万㎡）", "完成面积（万平方米）", "改造建筑面积(万㎡)", "完成改造建筑面积"),
    ("年度目标面积（万㎡）", "目标任务（万平方米）", "年度目标任务数", "任务数（万㎡）"),
    ("完成率（%）", "目标完成率(%)", "完成率（％）", "完成率原报值（%）"),
]


def found(reading: Reading) -> list[tuple[str, str | None, str | None]]:
    return [(problem.code, problem.cell, problem.found) for problem in reading.problems]


def read_rows(rows: list[list[Cell]], name: str = "Sheet1", merged: tuple[MergedRange, ...] = ()) -> Reading:
    """The reading of one sheet that was already opened."""
    width = max(map(len, rows))
    padded = tuple((*row, *[None] * (width - len(row))) for row in rows)
    return read_book(Book((Sheet(name, padded, merged),)))


def test_the_day_may_be_given_from_outside_but_the_sheet_wins() -> None:
    later = Hints(dt.date(2013, 10, 16))
    assert read_workbook(book(A1=None, B1=None), later).as_of == dt.date(2013, 10, 16)
    reading = read_workbook(book(), later)
    assert reading.as_of == dt.date(2013, 10, 15)
    assert found(reading) == [("given_date_conflict", None, "2013-10-16")]


def test_a_file_name_of_another_day_is_said() -> None:
    reading = read_workbook(book(), Hints(file_name="进度20131022.xlsx"))
    assert (reading.as_of, found(reading)) == (dt.date(2013, 10, 15), [("file_date_conflict", None, "2013-10-22")])


def test_which_of_two_sheets_is_meant_can_be_said() -> None:
    twice = as_xlsx(Grid("表1", units()), Grid("表2", units(B3=18)))
    asked = read_workbook(twice)
    (question,) = asked.questions
    assert [choice.value for choice in question.choices] == ["表1", "表2"]
    assert (question.likely, asked.tables, found(asked)) == (None, {}, [])
    answered = read_workbook(twice, Hints(answers={question.id: "表2"}))
    assert answered.tables["unit_progress"].frame["projects_started"].iloc[0] == 18
    assert found(answered) == []
    assert [(line.id, line.value, line.question) for line in answered.understood if line.answered] == [
        (question.id, "表2", question.text)
    ]
    assert not answered.questions


def test_an_answer_that_is_no_choice_any_more_is_asked_again() -> None:
    twice = as_xlsx(Grid("表1", units()), Grid("表2", units(B3=18)))
    (question,) = read_workbook(twice).questions
    assert read_workbook(twice, Hints(answers={question.id: "表3"})).questions == (question,)


def test_what_stands_where_is_known_afterwards() -> None:
    reading = read_workbook(book())
    assert reading.locate("unit_progress", 1, "area_renovated") == ("乡镇进度", "D4")
    assert reading.locate("sites", 0, "site") == (None, None)


def test_a_workbook_without_our_sheets_says_which_are_expected() -> None:
    reading = read_workbook(as_xlsx(Grid("Sheet1", [])))
    assert found(reading) == [("no_table", None, None)]
    assert "乡镇进度" in reading.problems[0].message(words_in("zh"))


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 cut off"])
def test_bytes_that_are_no_workbook_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableWorkbook):
        read_workbook(content)


def test_addresses_are_the_spreadsheets() -> None:
    assert [address(0, 0), address(6, 2), address(0, 25), address(0, 26), address(9, 701), address(0, 702)] == [
        "A1", "C7", "Z1", "AA1", "ZZ10", "AAA1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("本周新增开工项目数", 2),
        ("去年同期完成面积（万㎡）", 20),
        ("占全区比重（%）", 13.9),
        ("全区排名", 4),
        ("序时进度（%）", 78.9),
        ("下月计划开工", 5),
        ("较上周增减", 1),
        ("重点项目开工数", 3),
    ],
)
def test_a_column_of_another_measure_is_never_taken_for_ours(heading: str, value: float) -> None:
    rows: list[list[Cell]] = [[*row, value] for row in units()[2:]]
    reading = read_rows([["截至2013年10月15日"], [*HEADINGS, heading], *rows])
    assert found(reading) == [("column_left_out", "G2", heading)]
    pd.testing.assert_frame_equal(reading.tables["unit_progress"].frame, first_dataset.tables()["unit_progress"].frame)


@pytest.mark.parametrize("parent", ["其中：重点项目", "本周新增", "去年同期", "上年", "下周计划"])
def test_a_parent_heading_that_makes_it_another_measure_is_heeded(parent: str) -> None:
    top: list[Cell] = [*[None] * 6, parent, None]
    head: list[Cell] = [*HEADINGS, "开工项目数", "完工项目数"]
    rows: list[list[Cell]] = [[*row, 1, 0] for row in units()[2:]]
    areas = (MergedRange(1, 6, 1, 7),)
    reading = read_rows([["截至2013年10月15日"], top, head, *rows], merged=areas)
    assert {code for code, _, _ in found(reading)} == {"column_left_out"}
    assert reading.tables["unit_progress"].frame["projects_started"].tolist() == [unit[1] for unit in UNITS]


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
    reading = read_rows([["截至2013年10月15日"], list(HEADINGS), *rows], "乡镇进度")
    assert reading.questions or bool(reading.tables) != bool(reading.errors)


@given(st.lists(st.lists(cells, max_size=8), min_size=1, max_size=12))
def test_whatever_a_sheet_holds_is_read_or_refused(rows: list[list[Any]]) -> None:
    reading = read_rows(rows)
    assert all(problem.message(words_in("zh")) for problem in reading.problems)


@st.composite
def layouts(draw: st.DrawFn) -> list[list[Cell]]:
    """The units' sheet in some office's way: wording, order, titles, blanks, widths of digits, serials, total."""
    order = draw(st.permutations(range(6)))
    head: list[Cell] = [draw(st.sampled_from(OTHER_WORDINGS[place])) for place in order]
    wide = draw(st.booleans())
    body = [[_dressed(unit[place], wide) for place in order] for unit in draw(st.permutations(UNITS))]
    if draw(st.booleans()):
        total = ("合计", 196, 66, 241.91, 72.25, 334.8)
        body.insert(draw(st.sampled_from([0, len(body)])), [total[place] for place in order])
    if draw(st.booleans()):
        head, body = ["序号", *head], [[number, *row] for number, row in enumerate(body, 1)]
    if draw(st.booleans()):
        head, body = [*head, "备注"], [[*row, "已核"] for row in body]
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(head)))
        head, body = [*head[:place], None, *head[place:]], [[*row[:place], None, *row[place:]] for row in body]
    for _ in range(draw(st.integers(0, 2))):
        body.insert(draw(st.integers(0, len(body))), [None])
    day = draw(st.sampled_from(["截至2013年10月15日", "统计时间：2013.10.15", "（截止２０１３年１０月１５日）"]))
    titles: list[list[Cell]] = draw(st.permutations([["吴兴区旧厂区改造进度表"], [day], [None]]))
    footers: list[list[Cell]] = draw(
        st.sampled_from([[], [["填表人：张三", None, "审核：李四"]], [[None], ["注：以上为累计数"]]])
    )
    return [*titles, head, *body, *footers]


def _dressed(cell: Cell, wide: bool) -> Cell:
    digits = str.maketrans("0123456789.", "０１２３４５６７８９．")
    return str(cell).translate(digits) if wide and not isinstance(cell, str) else cell


@given(layouts())
def test_no_layout_changes_a_figure(rows: list[list[Cell]]) -> None:
    reading = read_rows(rows)
    assert found(reading) == []
    assert reading.as_of == first_dataset.UNITS_AS_OF
    by_unit = reading.tables["unit_progress"].frame.set_index("unit").loc[[unit[0] for unit in UNITS]]
    pd.testing.assert_frame_equal(by_unit.reset_index(), first_dataset.tables()["unit_progress"].frame)
