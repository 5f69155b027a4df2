"""Villages and other parts of a unit: the row of their sum is the unit's, by its name or by arithmetic."""

from __future__ import annotations

from typing import Any

import pytest

from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

HEADINGS = ["责任单位", "村", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
PLAIN: list[list[Any]] = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]


def read(headings: list[str], rows: list[list[Any]], merged: tuple[str, ...] = ()) -> Reading:
    lines = [["截至2013年10月15日"], headings, *rows]
    return read_book(opened(Grid("进度", lines, merged)), Hints(previous=first_dataset.tables()))


def is_read(reading: Reading) -> bool:
    if reading.errors or reading.questions:
        return False
    return list(reading.tables["unit_progress"].frame["area_renovated"]) == [row[3] for row in PLAIN]


def halves(place: int, figures: list[Any], words: tuple[str, str] = ("南村", "北村")) -> list[list[Any]]:
    """Two rows that add up to a unit's figures; the target is only the unit's."""
    first = [figures[0] // 2, figures[1] // 2, round(figures[2] / 4, 2)]
    others = [round(whole - own, 2) for whole, own in zip(figures, first, strict=False)]
    return [[f"{words[0]}{place}", *first, None], [f"{words[1]}{place}", *others, None]]


@pytest.mark.parametrize("label", ["镇合计", "本级汇总", "全镇"])
@pytest.mark.parametrize("error", [0, 1])
def test_a_row_that_adds_up_the_villages_of_every_unit_is_the_units(label: str, error: int) -> None:
    rows: list[list[Any]] = []
    for place, (name, *figures) in enumerate(PLAIN):
        villages = [[None, *village] for village in halves(place, figures)]
        villages[0][:3] = [name, villages[0][1], villages[0][2] + error]
        rows += [*villages, [None, label, *figures]]
    merged = tuple(f"A{first}:A{first + 2}" for first in range(3, 3 + len(rows), 3))
    assert is_read(read(HEADINGS, rows, merged)) is (error == 0)


def test_a_row_of_all_projects_is_no_sum_of_those_done_and_not_done() -> None:
    rows: list[list[Any]] = []
    for place, (name, *figures) in enumerate(PLAIN):
        parts = [[None, *part] for part in halves(place, figures)]
        parts[0][:2], parts[1][1] = [name, "已拆"], "未拆"
        rows += [*parts, [None, "盘面", *figures]]
    merged = tuple(f"A{first}:A{first + 2}" for first in range(3, 3 + len(rows), 3))
    assert not is_read(read(HEADINGS, rows, merged))


def test_villages_below_a_unit_that_add_up_to_it_need_no_total_of_all() -> None:
    rows = [line for place, row in enumerate(PLAIN) for line in (row, *halves(place, row[1:]))]
    reading = read([HEADINGS[0], *HEADINGS[2:]], rows)
    assert is_read(reading)
    assert {problem.code for problem in reading.warnings} == {"row_left_out"}


@pytest.mark.parametrize("label", ["小计", "合计"])
def test_the_sum_of_a_unit_below_its_villages_has_the_units_name(label: str) -> None:
    total = ["总计", *(round(sum(row[at] for row in PLAIN), 2) for at in range(1, 5))]
    rows = [line for place, row in enumerate(PLAIN)
            for line in (*halves(place, row[1:]), [row[0] + label, *row[1:]])]  # fmt: skip
    assert is_read(read([HEADINGS[0], *HEADINGS[2:]], [*rows, total]))
    assert not is_read(read([HEADINGS[0], *HEADINGS[2:]], rows))
