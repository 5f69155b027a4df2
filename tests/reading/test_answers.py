"""Answers decide what a sheet leaves open, for this sheet and next week's, and for no other layout."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renovation.reading.questions import Question, Understood
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
    assert (line.kind, line.value) == ("not_read", "not_read")
    reading = read(rows, {line.id: "unit_progress.area_renovated"})
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == AREAS


def test_what_is_certain_asks_nothing() -> None:
    reading = read([["截至2013年10月15日"], HEADINGS, *UNITS])
    assert (reading.questions, reading.problems) == ((), ())
    assert {line.column for line in reading.understood if line.kind == "column"} == {
        f"unit_progress.{name}"
        for name in ("unit", "projects_started", "projects_completed", "area_renovated", "annual_target_area")
    }


def plain(*further: list[Any]) -> list[list[Any]]:
    return [["吴兴区旧厂区改造进度表（10.16）"], ["截至2013年10月15日"], HEADINGS, *UNITS, *further]


def line(reading: Reading, kind: str, heading: str | None = None) -> Understood:
    """The only line of a kind, and of a heading."""
    (found,) = (one for one in reading.understood if one.kind == kind and heading in (None, one.heading))
    return found


def test_the_table_can_be_left_aside_or_read_as_another() -> None:
    table = line(read(plain()), "table")
    assert table.value == "unit_progress"
    aside = read(plain(), {table.id: "not_read"})
    assert (aside.tables, line(aside, "table").value) == ({}, "not_read")
    counties = [["截至2013年10月8日"], ["县区", "上报市完成面积（万㎡）"], *map(list, first_dataset.COUNTY_PROGRESS)]
    assert {choice.value for choice in line(read(counties), "table").choices} == {"county_progress", "not_read"}


def test_a_sheet_that_fits_two_tables_can_be_read_as_either() -> None:
    rows = [
        ["截至2013年10月8日"],
        ["单位", "完成面积（万㎡）", "开工项目数", "完工项目数"],
        *([n, a, 3, 1] for n, a in first_dataset.COUNTY_PROGRESS),
    ]
    table = line(read(rows), "table")
    assert table.value == "county_progress"
    other = read(rows, {table.id: "unit_progress"})
    assert (line(other, "table").id, line(other, "table").value) == (table.id, "unit_progress")
    assert {problem.code for problem in other.errors} == {"unknown_place"}


def test_the_day_can_be_another_that_is_written_somewhere() -> None:
    rows = plain()
    rows[0] = ["吴兴区旧厂区改造进度表（2013年10月16日）"]
    day = line(read(rows), "day")
    other = next(choice.value for choice in day.choices if choice.label.zh.startswith("2013-10-16"))
    assert read(rows, {day.id: other}).as_of == dt.date(2013, 10, 16)
    entered = read_book(opened(Grid("进度", rows)), Hints(as_of=dt.date(2013, 10, 14), answers={day.id: "given"}))
    assert entered.as_of == dt.date(2013, 10, 14)


def test_a_row_can_be_read_as_data_or_not_at_all() -> None:
    rows = [
        ["截至2013年10月15日"],
        ["项目名称", "责任单位", "建筑面积（万㎡）"],
        ["单位：塑料厂", "织里镇", 1.2],
        ["备注", None, 3],
    ]
    rows += [["金牛", "织里镇", 2.0]]
    reading = read(rows, sheet="改造项目")
    assert list(reading.tables["sites"].frame["site"]) == ["单位：塑料厂", "金牛"]
    note = line(reading, "row", "备注")
    assert {choice.value for choice in note.choices} == {"notes", "data", "not_read"}
    as_data = read(rows, {note.id: "data"}, sheet="改造项目")
    assert [problem.cell for problem in as_data.errors] == ["B4"]


def test_a_total_can_be_left_out_of_the_checks() -> None:
    rows = plain(["合计", 1, 1, 1, 1])
    total = line(read(rows), "row", "合计")
    assert [question.cell for question in read(rows).questions] == ["B12"]
    reading = read(rows, {total.id: "not_read"})
    assert (reading.questions, reading.problems) == ((), ())


def test_of_the_rows_of_a_unit_another_word_can_be_chosen() -> None:
    rows: list[list[Any]] = [["截至2013年10月15日"], [HEADINGS[0], "时段", *HEADINGS[1:]]]
    for name, *figures in UNITS:
        rows += [[name, "本周", 1, 0, 0.5, figures[3]], [None, "累计", *figures]]
    word = line(read(rows), "row", "本周、累计")
    assert word.value == "累计"
    other = read(rows, {word.id: "本周"})
    assert other.tables["unit_progress"].frame["area_renovated"].tolist() == [0.5] * 8


def test_bare_rates_with_nothing_to_compare_with_are_asked_about() -> None:
    headings = [*HEADINGS[:4], "完成率（%）"]
    rows = [["截至2013年10月15日"], headings, *[[*unit[:4], 0.85] for unit in UNITS]]
    question = asked(read(rows))
    assert (question.cell, [choice.value for choice in question.choices]) == ("E2", ["percent", "share"])
    for value, rate in (("percent", 0.85), ("share", 85.0)):
        reading = read(rows, {question.id: value})
        assert reading.tables["unit_progress"].frame["completion_rate_reported"].tolist() == [rate] * 8


def test_the_rates_of_the_previous_release_say_which_is_likely() -> None:
    rows = [["截至2013年10月15日"], [*HEADINGS[:4], "完成率"]]
    rows += [[*unit[:4], unit[5] / 100] for unit in first_dataset.UNIT_PROGRESS]
    reading = read_book(opened(Grid("进度", rows)), Hints(previous=first_dataset.tables()))
    assert asked(reading).likely == "share"
