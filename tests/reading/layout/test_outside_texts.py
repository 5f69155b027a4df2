"""Texts on cover sheets, explanations and page margins, which say what the figures of all tables are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from renovation.reading.files.workbook import Book
from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
UNITS = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]
(TABLE,) = opened(Grid("进度", [["截至2013年10月15日"], HEADINGS, *UNITS])).sheets


def read(cover: list[list[Any]], answers: dict[str, str] | None = None, margin: str = "") -> Reading:
    """A book with the table of units behind a sheet without a table, and a text in the margin of the table's page."""
    table = replace(TABLE, page_texts=(margin,) if margin else ())
    book = Book((*opened(Grid("说明", cover)).sheets, table))
    return read_book(book, Hints(previous=first_dataset.tables(), answers=answers or {}))


@pytest.mark.parametrize(
    "text",
    [
        "本表数据未经核实",
        "2.本次报送的数据为年度计划数。",
        "统计范围：规上企业",
        "征求意见稿",
        "讨论稿，请勿外传",
        "表内数据含意向项目",
        "以上数据为上周数，本周未更新",
        "本表反映的是本周新增情况",
        "各表面积含旧住宅区改造面积",
        "3.完成面积：按占地面积填报。",
        "在建项目完成面积按进度折算计入（主体结顶按50%折算）",
    ],
)
def test_a_text_that_changes_the_figures_is_asked_about_once(text: str) -> None:
    assert [question.cell for question in read([["旧厂区改造进度"], [text]]).questions] == ["A2"]


@pytest.mark.parametrize(
    "text",
    [
        "本表每周五前报送，数据以经信局核定为准",
        "统计范围：全区旧厂区改造项目",
        "1.开工项目数：指年初以来累计开工的项目个数，以进场施工为准。",
        "2.完工项目数：指竣工并通过验收的项目，不含在建。",
        "4.未开工的项目填0，未上报的填“未报”。",
        "3.完成面积：指建筑面积，不含占地面积。",
        "3.腾出用地面积：按占地面积填报。",
        "节能量折算标准煤填报。",
        "5.各单位应于每周二下班前报送，逾期未报的沿用上期数。",
        "6.数据须经主要负责人审核签字后上报。",
        "本表为周报，每周三更新。",
        "本表数据已经区旧改办核实。",
    ],
)
def test_instructions_and_definitions_are_not(text: str) -> None:
    assert read([["填表说明"], [text]]).questions == ()


def test_a_label_and_its_value_in_two_cells_are_one_text() -> None:
    assert [question.heading for question in read([["统计范围", "规上企业"]]).questions] == ["统计范围:规上企业"]


def test_a_heading_of_other_figures_is_not_asked_about() -> None:
    assert read([["项目", "计划数"], ["道路", 12]]).questions == ()


def test_the_answer_holds_for_all_tables() -> None:
    (question,) = read([["未经核实"]]).questions
    taken, dropped = (read([["未经核实"]], {question.id: choice.value}) for choice in question.choices)
    assert [*taken.tables] == ["unit_progress"]
    assert (dropped.tables, dropped.questions) == ({}, ())
    assert [line.value for line in dropped.understood if line.answered] == ["not_read"]


@pytest.mark.parametrize(
    ("title", "is_asked"),
    [
        ("吴兴区旧住宅区改造进度报表", True),
        ("德清县旧厂区改造进度报表", True),
        ("2012年度吴兴区旧厂区改造报表", True),
        ("数据截止：2013年9月30日", True),
        ("截至2013年10月15日", False),
        ("报送截止日期：2013年10月20日", False),
        ("2013年吴兴区旧厂区改造报表", False),
    ],
)
def test_the_title_and_the_day_on_a_cover_are_compared(title: str, is_asked: bool) -> None:
    assert [question.cell for question in read([[title]]).questions] == ["A1"] * is_asked


@pytest.mark.parametrize("margin", ["征求意见稿", "数据未经核实"])
def test_the_margin_of_a_page_is_looked_at(margin: str) -> None:
    assert [question.heading for question in read([["封面"]], margin=margin).questions] == [margin]


def test_another_unit_in_the_margin_is_asked_about() -> None:
    asked = read([["封面"]], margin="单位：平方米").questions
    assert ["页眉、页脚或文本框" in str(question.evidence) for question in asked] == [True, True]


@pytest.mark.parametrize(("comment", "is_asked"), [("含在建面积", True), ("含谋划项目", True), ("指竣工面积", False)])
def test_a_comment_on_a_heading_is_looked_at(comment: str, is_asked: bool) -> None:
    book = Book((replace(TABLE, comments={(1, 3): comment}),))
    assert [question.cell for question in read_book(book).questions] == ["D2"] * is_asked


def test_an_explanation_states_the_unit_of_areas_and_is_asked_about_if_the_table_states_another() -> None:
    unsaid = replace(TABLE, rows=[[str(cell).replace("（万㎡）", "") if isinstance(cell, str) else cell for cell in row]
                                  for row in TABLE.rows])  # fmt: skip
    thousands = [[cell * 10 if isinstance(cell, float) else cell for cell in row] for row in unsaid.rows]
    (cover,) = opened(Grid("说明", [["填表说明"], ["2.面积单位为千平方米。"]])).sheets
    told = [read_book(Book((cover, table)), Hints(previous=first_dataset.tables())) for table in
            (replace(unsaid, rows=thousands), unsaid, TABLE)]  # fmt: skip
    assert told[0].tables["unit_progress"].frame["area_renovated"].tolist() == [unit[3] for unit in UNITS]
    assert [len(reading.questions) for reading in told] == [0, 2, 2]
    assert "“说明”A2“千平方米”" in told[2].questions[0].evidence.zh
