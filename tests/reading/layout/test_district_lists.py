"""Lists of the district's indicators with 上期 and 本期: the latter is read where the figures grow since the release."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

INDICATORS = ["开工项目数", "完工项目数", "完成改造建筑面积"]
UNITS = ["个", "个", "万㎡"]
LAST, THIS, GAINS = [208, 70, 247.3], [217, 76, 252.86], [9, 6, 5.56]


def read(headings: list[str], *columns: list[Any]) -> Reading:
    rows = [[None, *row] for row in zip(*columns, strict=True)]
    lines = [[None, "全区旧厂区改造主要指标"], [None, "截至2013年10月29日"], [None, *headings], *rows]
    return read_book(opened(Grid("主要指标", lines)), Hints(previous=first_dataset.tables()))


@pytest.mark.parametrize("number", ["", "一、", "1.", "（1）"])
@pytest.mark.parametrize(("last", "this"), [("上期", "本期"), ("上周", "本周"), ("上旬", "本旬"), ("上月", "本月")])
def test_figures_that_grow_over_the_last_period_are_cumulative(number: str, last: str, this: str) -> None:
    numbered = [f"{number.replace('一', '一二三'[place]).replace('1', str(place + 1))}{name}"
                for place, name in enumerate(INDICATORS)]  # fmt: skip
    reading = read(["指标名称", "单位", last, this, "增减"], numbered, UNITS, LAST, THIS, GAINS)
    assert (reading.questions, reading.errors) == ((), ())
    figures = reading.tables["figures"].frame
    assert figures[["measure", "value"]].to_numpy().tolist() == [
        ["projects_started", 217], ["projects_completed", 76], ["area_renovated", 252.86]
    ]  # fmt: skip
    assert reading.tables["figures"].as_of == dt.date(2013, 10, 29)


@pytest.mark.parametrize(("last", "this"), [("上期", "本期"), ("上周", "本周")])
@pytest.mark.parametrize(("before", "now"), [([3, 2, 1.8], GAINS), (THIS, LAST)])
def test_gains_and_figures_that_fall_are_not_read(last: str, this: str, before: list[Any], now: list[Any]) -> None:
    reading = read(["指标名称", "单位", last, this], INDICATORS, UNITS, before, now)
    assert reading.errors or reading.questions
    assert not any(value > 0 for value in (reading.tables["figures"].frame["value"] if reading.tables else ()))


@pytest.mark.parametrize(
    ("heading", "others"),
    [
        ("本期止累计", {}),
        ("1-10月", {"去年同期": LAST, "同比增长（%）": GAINS}),
        ("累计完成", {"代码": [1, 2, 3], "年度目标": LAST, "完成率（%）": GAINS}),
        ("2013年", {"2012年": LAST, "10月": GAINS}),
    ],
)
def test_forms_of_indicators_name_the_cumulative_column_in_many_ways(
    heading: str, others: dict[str, list[Any]]
) -> None:
    names = [f"累计{name}" for name in INDICATORS]
    reading = read(["主要指标", "计量单位", *others, heading], names, UNITS, *others.values(), THIS)
    assert (reading.questions, reading.errors) == ((), ())
    assert reading.tables["figures"].frame[["measure", "value"]].to_numpy().tolist() == [
        ["projects_started", 217], ["projects_completed", 76], ["area_renovated", 252.86]
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["10月", "2012年", "10月21日-29日", "第43周"])
def test_a_column_of_another_time_is_not_the_value_of_indicators(heading: str) -> None:
    reading = read(["主要指标", "计量单位", heading], INDICATORS, UNITS, GAINS)
    assert reading.errors or reading.questions
