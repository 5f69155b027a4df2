"""The as-of day as the end of a period, with 为止, and in cells beside its label, above the table or below it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
PLAIN: list[list[Any]] = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]
DAY, LATER = dt.date(2013, 10, 15), dt.date(2013, 10, 17)


def read(above: list[Any], below: list[Any]) -> Reading:
    rows = [["旧厂区改造工作统计报表"], above, HEADINGS, *PLAIN, [], below]
    return read_book(opened(Grid("进度", rows)), Hints(previous=first_dataset.tables()))


def days(line: list[Any]) -> list[dt.date | None]:
    """The day that is read with the line above the table, and that with the line below it; both without a question."""
    readings = [read(line, []), read([], line)]
    assert not any(reading.questions for reading in readings)
    assert {problem.code for reading in readings for problem in reading.errors} <= {"no_as_of"}
    return [reading.as_of for reading in readings]


@pytest.mark.parametrize(
    "line",
    [
        ["填报单位：区旧厂区改造办公室", None, "统计期间：2013年1月1日至2013年10月15日"],
        ["填报单位：区旧改办", "报告期：2013年1月1日-10月15日"],
        ["统计时段：2013年1月1日至10月15日"],
        ["数据期间：2013.1.1-2013.10.15"],
        ["统计期间：", "2013年1月1日至2013年10月15日", None, "填表人：", "张三"],
        ["统计到2013年10月15日为止"],
        ["数据统计至2013年10月15日24时"],
        ["本表数据统计到2013年10月15日"],
        ["自2013年1月1日起统计到2013年10月15日为止"],
        ["上报数据至2013年10月15日"],
        ["截止日期：", DAY, None, "填表日期：", LATER],
        ["填表日期：", LATER, None, "截止日期：", DAY],
        ["数据截止时间", DAY, "填报时间", LATER],
        ["统计截止日", DAY, None, "报出日期", LATER],
        ["统计截止日：2013年10月15日", None, "有效期至：", "2014年6月30日"],
    ],
)
def test_the_end_of_a_period_or_the_day_beside_its_label_is_the_day(line: list[Any]) -> None:
    assert days(line) == [DAY, DAY]


@pytest.mark.parametrize(
    "line",
    [
        ["填表日期：", LATER],
        ["报出日期：2013年10月17日"],
        ["上报截止日：2013年10月17日"],
        ["填报期间：2013年10月16日至2013年10月17日"],
        ["有效期至：", "2014年6月30日"],
        ["有效期至2014年6月30日"],
        ["填报人：张三", "2013年10月17日"],
        ["编制单位：区旧改办", "2013年10月17日"],
    ],
)
def test_the_day_of_a_report_or_of_a_forms_validity_is_not_the_day(line: list[Any]) -> None:
    assert days(line) == [None, None]


def test_a_period_that_begins_later_than_the_year_is_asked_about() -> None:
    gains = [[row[0], 1, 0, 0.3, row[4]] for row in PLAIN]
    rows = [["旧厂区改造工作统计报表"], ["统计期间：2013年10月8日至2013年10月15日"], HEADINGS, *gains]
    reading = read_book(opened(Grid("进度", rows)), Hints(previous=first_dataset.tables()))
    assert [question.cell for question in reading.questions] == ["A2"]


def compared(*days: Any) -> Reading:
    """Each measure below the given days, the figures growing from one to the next, as of 29 October."""
    measures = [[heading, *[None] * (len(days) - 1)] for heading in HEADINGS[1:4]]
    headings = [HEADINGS[0], *(cell for cells in measures for cell in cells), HEADINGS[4]]
    rows = [[row[0], *(row[at] + step for at in (1, 2, 3) for step in range(len(days))), row[4]] for row in PLAIN]
    lines = [["周进度对比表"], ["截至2013年10月29日"], headings, [None, *days * 3, None], *rows]
    return read_book(opened(Grid("进度", lines)), Hints(previous=first_dataset.tables()))


@pytest.mark.parametrize(
    "days",
    [
        ("10.22", "10.29", "增加"),
        (10.22, 10.29, "增加"),
        (10.22, 10.29),
        ("10/22", "10/29", "增减"),
        ("10-22", "10-29", "新增"),
        (dt.date(2013, 10, 22), dt.date(2013, 10, 29), "净增"),
        ("10月22日", "10月29日", "增加"),
    ],
)
def test_days_below_a_measure_are_days_and_that_of_the_figures_counts(days: tuple[Any, ...]) -> None:
    reading = compared(*days)
    assert (reading.as_of, reading.questions, reading.errors) == (dt.date(2013, 10, 29), (), ())
    progress = reading.tables["unit_progress"].frame
    assert progress["projects_started"].tolist() == [row[1] + 1 for row in PLAIN]
    assert progress["area_renovated"].tolist() == [row[3] + 1 for row in PLAIN]


@pytest.mark.parametrize("days", [(10.23, 10.3), (10.29, 10.22), ("10.15", "10.22"), (3.15, 10.29)])
def test_numbers_that_may_be_no_days_and_other_days_are_not_taken_for_the_figures(days: tuple[Any, ...]) -> None:
    reading = compared(*days)
    assert reading.questions or reading.errors
