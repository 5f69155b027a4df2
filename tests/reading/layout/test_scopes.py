"""A line, note or pair of cells that limits the figures to a part of the programme is asked about; its whole is not."""

from __future__ import annotations

from typing import Any

import pytest

from renovation.reading.layout.scopes import unknown_words
from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

TITLE = ["吴兴区旧厂区改造工作进度统计表"]
HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
PLAIN: list[list[Any]] = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]


def read(lines: list[list[Any]], notes: list[list[Any]]) -> Reading:
    rows = [TITLE, *lines, ["截至2013年10月15日"], HEADINGS, *PLAIN, *notes]
    return read_book(opened(Grid("进度", rows)), Hints(previous=first_dataset.tables()))


def asked(reading: Reading) -> list[str | None]:
    assert not reading.errors
    return [question.cell for question in reading.questions]


@pytest.mark.parametrize(
    "scope",
    [
        "统计范围：仅规模以上工业企业",
        "统计范围：规上企业　　　　统计时间：2013年10月15日",
        "填报范围：占地10亩以上的旧厂区",
        "统计对象：规模以上工业企业",
        "数据范围：已签约项目",
        "汇总范围：十个工业园区",
        "统计范围：旧厂区中的规上企业",
        "范围：织里镇童装园区",
        "口径：规上企业",
        "统计口径为本周新增数",
        "仅规模以上工业企业",
        "（限规模以上企业）",
        "只含镇级以上工业园区",
        "只统计面积5000平方米以上的厂房",
        "本表只反映列入市级计划的项目",
        "以上数据仅包括国有厂房",
    ],
)
def test_a_scope_that_is_not_the_whole_programme_is_asked_about(scope: str) -> None:
    assert asked(read([[scope]], [])) == ["A2"]
    assert asked(read([], [[scope]])) == ["A12"]
    label, _, value = scope.partition("：")
    if value and "　" not in value:
        assert asked(read([[label, value]], [])) == ["B2"]


@pytest.mark.parametrize(
    "scope",
    [
        "统计范围：全区",
        "统计范围：全区各乡镇、街道和高新区",
        "填报范围：各乡镇（街道）、高新区",
        "填表范围：辖区内所有改造项目",
        "统计对象：各乡镇、街道旧厂区",
        "统计范围：列入“三改一拆”行动的旧厂区",
        "统计范围：吴兴区行政区域内的旧厂区",
        "统计口径：年初以来累计",
        "口径：区级",
    ],
)
def test_the_whole_programme_is_no_doubt(scope: str) -> None:
    assert asked(read([[scope]], [])) == []
    assert asked(read([], [[scope]])) == []


@pytest.mark.parametrize("note", ["仅织里镇完成全年目标", "本表数据仅限内部使用"])
def test_a_note_on_one_unit_or_on_the_reader_is_no_scope(note: str) -> None:
    assert asked(read([], [[note]])) == []


@pytest.mark.parametrize(
    ("name", "unknown"),
    [
        ("旧改统1表", []),
        ("预警", []),
        ("旧厂区改造目标责任制考核进度表", []),
        ("统筹项目", ["统筹"]),
        ("规上考核", ["规上考核"]),
    ],
)
def test_numbers_of_forms_and_words_of_reports_are_no_scope(name: str, unknown: list[str]) -> None:
    assert unknown_words(name) == unknown
