"""Figures that continue the previous release bear out a table whose title has an unknown word; nothing else is taken."""

from __future__ import annotations

from typing import Any

import pytest

from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
LATER = [[unit[0], unit[1] + 2, unit[2] + 1, round(unit[3] + 0.5, 2), unit[4]] for unit in first_dataset.UNIT_PROGRESS]
TITLE = "吴兴区旧厂区改造磨砺表"
COUNTIES = [["县区", "上报市完成改造建筑面积（万㎡）"], ["德清县", 128.0], ["吴兴区", 127.5], ["长兴县", 104.0]]
COUNTIES += [["南浔区", 96.0], ["安吉县", 55.0]]


def read(*lines: list[Any], name: str = "进度", title: str = TITLE, day: str = "截至2013年10月29日") -> Reading:
    rows = [[title], [day], *(lines or ([HEADINGS, *LATER]))]
    return read_book(opened(Grid(name, rows)), Hints(previous=first_dataset.tables()))


def asked(reading: Reading) -> list[str]:
    return [question.heading or "" for question in reading.questions]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (TITLE, "进度"),
        ("吴兴区旧厂区改造瞭望简报", "进度"),
        ("争先进位——旧厂区改造位次表", "进度"),
        ("旧厂区改造进度表", "红蓝榜"),
    ],
)
def test_an_unknown_word_is_borne_out_by_figures_that_continue(title: str, name: str) -> None:
    reading = read(title=title, name=name)
    assert (asked(reading), reading.errors) == ([], ())
    assert reading.tables["unit_progress"].frame["projects_started"].tolist() == [unit[1] for unit in LATER]
    doubtful = [line for line in reading.understood if line.id.split(":")[1] == "whole"]
    assert [line.value for line in doubtful] == ["whole"]


def changed(row: int, column: int, value: Any) -> list[list[Any]]:
    rows = [list(line) for line in LATER]
    rows[row][column] = value
    return rows


@pytest.mark.parametrize(
    ("title", "day", "rows"),
    [
        (TITLE, "截至2013年10月29日", changed(3, 1, 1)),  # one figure is lower
        (TITLE, "截至2013年10月29日", LATER[1:]),  # a unit is missing
        (TITLE, "截至2013年10月29日", [[row[0], 3 * row[1], *row[2:]] for row in LATER]),  # too many
        (TITLE, "2013年10月29日", LATER),  # a date without 截至 may be that of a plan
        ("纺织行业旧厂区改造情况表", "截至2013年10月29日", LATER),  # the word may say a part
        ("旧厂区改造进度表（老口径甲）", "截至2013年10月29日", LATER),  # or another basis
        ("吴兴区旧厂区改造预计完成表", "截至2013年10月29日", LATER),  # a known word is no unknown one
    ],
)
def test_it_is_asked_about_otherwise(title: str, day: str, rows: list[list[Any]]) -> None:
    assert asked(read(HEADINGS, *rows, title=title, day=day)) == [title]


def test_tables_below_each_other_are_read_by_their_own_rows() -> None:
    reading = read(*COUNTIES, [], ["表二　各责任单位"], HEADINGS, *LATER, title="旧厂区改造进度表")
    assert (asked(reading), reading.errors) == ([], ())
    assert reading.tables["county_progress"].frame["area_reported"].tolist() == [line[1] for line in COUNTIES[1:]]
    assert len(reading.tables["unit_progress"].frame) == len(LATER)


def test_a_row_whose_cells_have_moved_to_the_right_is_an_error() -> None:
    moved = [*LATER[:3], [LATER[3][0], None, *LATER[3][1:]], *LATER[4:]]
    errors = read(HEADINGS, *moved, title="旧厂区改造进度表").errors
    assert [(error.code, error.cell) for error in errors] == [("shifted_row", "F7")]


@pytest.mark.parametrize(
    "line",
    [
        "本周：2013年10月29日；上周：2013年10月22日",
        "监测时点：2013年10月29日",
    ],
)
def test_a_line_with_last_weeks_day_or_another_label_gives_the_day(line: str) -> None:
    reading = read(title="旧厂区改造进度表", day=line)
    assert (asked(reading), str(reading.as_of)) == ([], "2013-10-29")


def test_sentences_above_a_table_may_speak_of_other_figures() -> None:
    report = "截至2013年10月29日，全区开工219个。力争12月底前100个重点项目全部开工，各乡镇要抓紧推进。"
    assert asked(read(title="旧厂区改造进度表", day=report)) == []


@pytest.mark.parametrize(
    "line",
    [
        "截至2013年10月29日　统计口径：签约口径",
        "截至2013年10月29日（计划口径）",
        "填报单位：南浔区旧厂区改造办公室　截至2013年10月29日",
    ],
)
def test_another_basis_and_another_office_are_asked_about_although_figures_continue(line: str) -> None:
    assert asked(read(title="旧厂区改造进度表", day=line)) == [line]


@pytest.mark.parametrize("name", ["预排", "规上企业", "2012年"])
def test_the_name_of_a_sheet_that_says_something_else_is_asked_about_although_figures_continue(name: str) -> None:
    assert asked(read(title="旧厂区改造进度表", name=name)) == [name]


def test_the_number_of_a_document_is_no_unknown_word() -> None:
    assert asked(read(HEADINGS, *LATER, title="吴经信函〔2013〕27号", day="数据至10月29日止，2013年")) == []
