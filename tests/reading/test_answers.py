"""Answers decide what a sheet leaves open, for this sheet and next week's, and for no other layout."""

from __future__ import annotations

from typing import Any

import pytest

from renovation.reading.questions import Question
from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

UNITS = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]
HEADINGS = ["单位", "开工项目数", "完工项目数", "完成面积（万㎡）", "目标面积（万㎡）"]
AREAS = [unit[3] for unit in UNITS]


def read(rows: list[list[Any]], answers: dict[str, str] | None = None, sheet: str = "进度") -> Reading:
    return read_book(opened(Grid(sheet, rows)), Hints(answers=answers or {}))


def under(word: str, day: str = "截至2013年10月15日", headings: list[str] = HEADINGS) -> list[list[Any]]:
    """The units' sheet with a lone word below the heading of the area."""
    return [[day], headings, [None, None, None, word], *UNITS]


def asked(reading: Reading) -> Question:
    (question,) = reading.questions
    return question


def test_an_answer_takes_the_column_or_leaves_it_aside() -> None:
    question = asked(read(under("含在建")))
    taken, aside = (read(under("含在建"), {question.id: choice.value}) for choice in question.choices)
    assert taken.tables["unit_progress"].frame["area_renovated"].tolist() == AREAS
    assert [line.value for line in taken.understood if line.answered] == ["unit_progress.area_renovated"]
    assert (aside.questions, aside.tables) == ((), {})
    assert [problem.code for problem in aside.errors] == ["column_of_another_kind"]


def test_an_answer_holds_next_week_and_not_for_another_layout() -> None:
    question = asked(read(under("含在建")))
    answers = {question.id: "unit_progress.area_renovated"}
    assert not read(under("含在建", "截至2013年10月22日"), answers).questions
    assert asked(read(under("含续建"), answers)).id != question.id
    assert asked(read(under("含在建", headings=[*HEADINGS[:4], "年度目标（万㎡）"]), answers)).id != question.id
    assert asked(read(under("含在建"), answers, sheet="另一张表")).id != question.id


@pytest.mark.parametrize("chosen", [0, 1])
def test_of_two_equal_columns_the_answer_tells_which(chosen: int) -> None:
    rows = [["截至2013年10月15日"], [*HEADINGS[:4], "完成面积（万㎡）"], *[[*unit[:4], unit[3] + 1] for unit in UNITS]]
    question = asked(read(rows))
    assert question.likely is None
    reading = read(rows, {question.id: question.choices[chosen].value})
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [area + chosen for area in AREAS]


def test_an_answer_about_the_unit_scales_the_column() -> None:
    rows = [["截至2013年10月15日", "单位：平方米"], HEADINGS[:4], *[unit[:4] for unit in UNITS]]
    question = asked(read(rows))
    assert question.likely == "万㎡"
    reading = read(rows, {question.id: "㎡"})
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [
        pytest.approx(area / 10_000) for area in AREAS
    ]


def test_an_answer_about_the_day_names_a_place_and_so_holds_next_week() -> None:
    def week(first: str, second: str) -> list[list[Any]]:
        return [[f"统计日期：{first}", f"截至{second}"], HEADINGS, *UNITS]

    question = asked(read(week("2013年10月15日", "2013年10月16日")))
    answers = {question.id: question.choices[1].value}
    assert str(read(week("2013年10月15日", "2013年10月16日"), answers).as_of) == "2013-10-16"
    assert str(read(week("2013年10月22日", "2013年10月23日"), answers).as_of) == "2013-10-23"


def test_every_column_can_be_given_another_meaning() -> None:
    rows = [["截至2013年10月15日"], [*HEADINGS[:3], "腾退规模", "目标面积（万㎡）"], *UNITS]
    line = next(line for line in read(rows).understood if line.heading == "腾退规模")
    assert (line.kind, line.value) == ("left_aside", "left_aside")
    reading = read(rows, {line.id: "unit_progress.area_renovated"})
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == AREAS


def test_what_is_certain_asks_nothing() -> None:
    reading = read([["截至2013年10月15日"], HEADINGS, *UNITS])
    assert (reading.questions, reading.problems) == ((), ())
    assert {line.column for line in reading.understood if line.kind == "column"} == {
        f"unit_progress.{name}"
        for name in ("unit", "projects_started", "projects_completed", "area_renovated", "annual_target_area")
    }
