"""Totals that are not the sum of their rows: which of the two is right is asked, unless the total is a known one."""

from __future__ import annotations

from typing import Any

import pytest

from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
ROWS = [[unit[0], unit[1] + 1, unit[2] + 1, round(unit[3] + 0.5, 2), unit[4]] for unit in first_dataset.UNIT_PROGRESS]
SUMS = [round(sum(row[column] for row in ROWS), 2) for column in range(1, 5)]
BEFORE = [round(sum(unit[column] for unit in first_dataset.UNIT_PROGRESS), 2) for column in range(1, 5)]


def read(total: list[Any], rows: list[list[Any]] = ROWS, answers: dict[str, str] | None = None) -> Reading:
    lines = [["吴兴区旧厂区改造进度表"], ["截至2013年10月22日"], HEADINGS, *rows, ["合计", *total]]
    hints = Hints(previous=first_dataset.tables(), answers=answers or {})
    return read_book(opened(Grid("进度", lines)), hints)


def with_area(row: int, area: float) -> list[list[Any]]:
    return [[*line[:3], area if place == row else line[3], line[4]] for place, line in enumerate(ROWS)]


def test_a_total_that_contradicts_its_rows_is_asked_about_and_never_published_unasked() -> None:
    (question,) = read([*SUMS[:2], round(SUMS[2] + 10, 2), SUMS[3]]).questions
    assert (question.cell, question.heading, question.likely) == ("D12", "完成改造建筑面积", None)
    assert f"各行相加为{SUMS[2]:g}" in question.text.zh


@pytest.mark.parametrize(("answer", "is_error"), [("rows", False), ("total", True)])
def test_the_answer_decides_whether_the_rows_are_read_or_must_be_corrected(answer: str, is_error: bool) -> None:
    total = [SUMS[0] + 10, SUMS[1] + 10, *SUMS[2:]]
    (question,) = read(total).questions
    reading = read(total, answers={question.id: answer})
    assert reading.questions == ()
    assert [problem.cell for problem in reading.errors] == (["B12", "C12"] if is_error else [])
    assert ("unit_progress" in reading.tables) != is_error
    other = read([SUMS[0] + 11, *SUMS[1:]], answers={question.id: answer})
    assert len(other.questions) == 1  # an answer is of these numbers only


def test_a_slip_in_the_total_or_in_one_row_says_which_reading_fits() -> None:
    (question,) = read([*SUMS[:2], round(SUMS[2] * 10, 1), SUMS[3]]).questions
    assert (question.likely, f"{SUMS[2]:g}" in (question.evidence.zh if question.evidence else "")) == ("rows", True)
    (question,) = read(SUMS, with_area(1, 19.8)).questions  # for 91.8
    assert (question.likely, question.evidence and question.evidence.zh) == (
        "total", "织里镇 19.8 → 91.8，即与合计相符",
    )  # fmt: skip


def test_a_total_that_was_published_before_is_only_warned_of() -> None:
    for total in ([*SUMS[:2], BEFORE[2], SUMS[3]], [*SUMS[:2], 253.61, SUMS[3]]):
        reading = read(total)
        assert (reading.questions == (), reading.errors) == (total[2] == BEFORE[2], ())
    assert [problem.code for problem in read([*SUMS[:2], BEFORE[2], SUMS[3]]).warnings] == ["total_mismatch"]
    assert read(SUMS).warnings == ()


def test_rows_with_errors_are_corrected_first() -> None:
    reading = read([SUMS[0] + 10, *SUMS[1:]], [*ROWS[:7], ["不明镇", *ROWS[7][1:]]])
    assert (reading.questions, "total_mismatch" in {problem.code for problem in reading.warnings}) == ((), True)
