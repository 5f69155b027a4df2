"""Forms of statistics offices: their numbers, offices, validity and codes say nothing of the figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

HEADINGS = [
    "单位名称",
    "代码",
    "开工项目数（个）",
    "竣工项目数（个）",
    "完成改造建筑面积（万平方米）",
    "年度目标面积（万平方米）",
]
NUMBERS = ["甲", "乙", 1, 2, 3, "4"]
ROWS: list[list[Any]] = [
    [unit[0], f"{place:02d}", *unit[1:5]] for place, unit in enumerate(first_dataset.UNIT_PROGRESS)
]
SIGNED = ["单位负责人：丙", None, "统计负责人：丁", None, "填表人：戊", "报出日期：2013年10月17日"]
DAY = "统计截止日：2013年10月15日"
BESIDE: list[list[Any]] = [
    [None] * 4 + ["表　　号：", "吴改统1表"],
    [None] * 4 + ["制定机关：", "吴兴区统计局"],
    [None] * 4 + ["文　　号：", "吴统〔2013〕18号"],
    ["综合机关：吴兴区旧改办", None, DAY, None, "有效期至：", "2014年6月30日"],
]
IN_ONE_CELL: list[list[Any]] = [
    [None] * 4 + ["表号：J203表"],
    [None] * 4 + ["制表机关：国家统计局"],
    [None] * 4 + ["批准文号：浙统〔2012〕105号"],
    [None] * 4 + ["备案机关：省统计局"],
    [None] * 4 + ["有效期截止至：2014年12月31日"],
    ["填报单位：吴兴区旧改办", None, "2013年1-10月", None, "计量单位：个、万平方米"],
    [DAY],
]
CODED: list[list[Any]] = [
    ["表号：旧改统基1表", None, None, "受控编号：0012", "密级：", "内部"],
    ["制定单位：区三改一拆办", None, "批准文号：吴政办函〔2013〕7号"],
    ["组织机构代码：□□□□□□□□－□"],
    [DAY, None, None, "报送时间：次月3日前"],
]


def read(lines: list[list[Any]]) -> Reading:
    rows = [["旧厂区改造情况"], *lines, HEADINGS, NUMBERS, *ROWS, SIGNED]
    return read_book(opened(Grid("旧改1表", rows)), Hints(previous=first_dataset.tables()))


@pytest.mark.parametrize("lines", [BESIDE, IN_ONE_CELL, CODED])
def test_what_identifies_a_form_is_not_asked_about(lines: list[list[Any]]) -> None:
    reading = read(lines)
    assert not reading.questions
    assert not reading.errors
    assert reading.as_of == dt.date(2013, 10, 15)
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [row[4] for row in ROWS]


@pytest.mark.parametrize("line", ["有效期截止至：2014年12月31日", "有效期至2014年6月30日"])
def test_a_forms_validity_is_no_day_of_figures(line: str) -> None:
    reading = read([[line], ["制定机关：", None, "吴兴区统计局"]])
    assert not reading.questions
    assert [problem.code for problem in reading.errors] == ["no_as_of"]


def test_a_scope_beside_a_forms_number_is_asked_about() -> None:
    assert [one.cell for one in read([*BESIDE, ["统计范围：规上企业"]]).questions] == ["A6"]


@pytest.mark.parametrize(
    "issuer",
    [
        ["吴兴区旧改办", None, "第31期", None, None, "10月中旬"],
        [None, "区三改一拆办公室编", None, None, "2013年第32期"],
        ["吴兴区旧厂区改造工作领导小组", None, None, None, None, "总第31期"],
    ],
)
def test_the_line_of_the_issuer_is_no_heading(issuer: list[Any]) -> None:
    plain = [HEADINGS, *ROWS, [DAY]]
    parted = [["单位名称", "代码", "项目数（个）", None, "面积（万平方米）", None],
              [None, None, "开工", "竣工", "完成", "目标"], *ROWS, [DAY]]  # fmt: skip
    for rows in (plain, parted):
        reading = read_book(
            opened(Grid("旬报", [["旧厂区改造工作旬报"], issuer, *rows])), Hints(previous=first_dataset.tables())
        )
        assert (reading.questions, reading.errors) == ((), ())
        assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [row[4] for row in ROWS]


@pytest.mark.parametrize("parents", [["", "区统计局"], ["单位名称", "区统计局"], ["", "区统计局", "去年同期"]])
def test_an_office_that_heads_columns_is_asked_about(parents: list[str]) -> None:
    above = [parents[0] or None, None, parents[1], None, *parents[2:]]
    lines = [["旧厂区改造工作旬报"], [DAY], above, [None, *HEADINGS[1:]] if parents[0] else HEADINGS, *ROWS]
    grid = Grid("旬报", lines, ("C3:D3", "E3:F3") if parents[2:] else ("C3:F3",))
    reading = read_book(opened(grid), Hints(previous=first_dataset.tables()))
    assert reading.questions or reading.errors


@pytest.mark.parametrize("beside", ["重点项目", "规上企业", "12月份"])
def test_a_scope_beside_the_issuer_is_asked_about(beside: str) -> None:
    lines = [["旧厂区改造工作旬报"], ["吴兴区旧改办", None, None, beside], [DAY], HEADINGS, *ROWS]
    reading = read_book(opened(Grid("旬报", lines)), Hints(previous=first_dataset.tables()))
    assert [question.cell for question in reading.questions] == ["D2"]


@pytest.mark.parametrize("codes", [["01", "02", "03", "04"], [1, 2, 3, 4], ["A1", "A2", "A3", "A4"]])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_codes_of_indicators_are_no_unit_across(codes: list[Any], place: int) -> None:
    rows = [["指标名称", "计量单位", *(row[0] for row in ROWS)]]
    rows += [[name, unit, *(row[column] for row in ROWS)]
             for column, (name, unit) in enumerate(zip(("开工项目数", "竣工项目数", "完成改造建筑面积", "年度目标面积"),
                                                       ("个", "个", "万㎡", "万㎡"), strict=True), 2)]  # fmt: skip
    coded = [[*row[:place], code, *row[place:]] for row, code in zip(rows, ["代码", *codes], strict=True)]
    lines = [["旧厂区改造情况"], [DAY], *coded]
    reading = read_book(opened(Grid("旧改1表", lines)), Hints(previous=first_dataset.tables()))
    assert (reading.questions, reading.errors) == ((), ())
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [row[4] for row in ROWS]
