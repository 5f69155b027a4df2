"""Rows of a unit, totals and columns of two sources: told apart by their words, else asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from renovation.reading.files.workbook import Book
from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

DAY = ["截至2013年10月15日"]
HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
PLAIN: list[list[Any]] = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]
SUMS = [196, 66, 241.91, 72.25]


def read(*lines: list[Any], merged: tuple[str, ...] = ()) -> Reading:
    return read_book(opened(Grid("进度", [DAY, *lines], merged)), Hints(previous=first_dataset.tables()))


def areas(reading: Reading) -> list[float]:
    return list(reading.tables["unit_progress"].frame["area_renovated"])


def rows_of(words: list[str], whole: str) -> list[list[Any]]:
    """For every unit a row a word, the unit's figures in that of `whole`, its name in the first."""
    found: list[list[Any]] = []
    for name, *figures in PLAIN:
        for place, word in enumerate(words):
            own = figures if word == whole else [1, 0, 0.1, 0.1]
            found.append([None if place else name, word, *own])
    return found


@pytest.mark.parametrize("is_merged", [True, False])
@pytest.mark.parametrize(
    ("words", "whole"),
    [
        (["小计", "拆除", "提升"], "小计"),
        (["政府主体", "企业主体", "小计"], "小计"),
        (["本周", "累计"], "累计"),
        (["2012年", "2013年"], "2013年"),
        (["总数", "其中重点项目"], "总数"),
    ],
)
def test_of_the_rows_of_a_unit_the_whole_is_read(words: list[str], whole: str, is_merged: bool) -> None:
    rows, each = rows_of(words, whole), len(words)
    merged = tuple(f"A{first}:A{first + each - 1}" for first in range(3, 3 + len(rows), each)) if is_merged else ()
    reading = read([HEADINGS[0], "类别", *HEADINGS[1:]], *rows, merged=merged)
    assert (reading.errors, reading.questions) == ((), ())
    assert areas(reading) == [row[3] for row in PLAIN]


def in_parts(figures: list[Any], parts: int) -> list[list[Any]]:
    """The figures of a unit in one part or in two, which add up to them."""
    if parts == 1:
        return [["拆除", *figures]]
    first = [figures[0] // 2, figures[1] // 2, 0.5, 0.25]
    return [["拆除", *first], ["提升", *(round(all_ - own, 2) for all_, own in zip(figures, first, strict=True))]]


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("sum below", (2, 2)),
        ("sum below", (1, 2)),
        ("sum with name", (1, 2)),
        ("sum first", (2, 2)),
        ("sum first", (1, 2)),
        ("name is the sum", (2, 2)),
    ],
)
def test_the_subtotal_of_a_unit_whose_name_is_above_blanks_is_its_figure(form: str, parts: tuple[int, int]) -> None:
    rows: list[list[Any]] = []
    for place, (name, *figures) in enumerate(PLAIN):
        own = [[None, *part] for part in in_parts(figures, parts[place % 2])]
        if form == "sum first":
            own = [[None, "小计", *figures], *own]
        elif form == "name is the sum":
            own = [[None, None, *figures], *own]
        else:
            own.append([name + "小计" if form == "sum with name" else "小计", None, *figures])
        own[0][0] = name
        rows += own
    reading = read([HEADINGS[0], "类别", *HEADINGS[1:]], *rows, ["合计", None, *SUMS])
    assert (reading.errors, reading.questions) == ((), ())
    assert areas(reading) == [row[3] for row in PLAIN]


def test_the_subtotal_of_several_units_is_no_figure_of_the_last() -> None:
    rows = [["片区", *HEADINGS], *[["东片" if place == 0 else None, *row] for place, row in enumerate(PLAIN[:4])]]
    rows += [[None, "小计", *[round(sum(row[at] for row in PLAIN[:4]), 2) for at in range(1, 5)]]]
    rows += [["西片" if place == 0 else None, *row] for place, row in enumerate(PLAIN[4:])]
    reading = read(*rows, merged=("A3:A7",))
    assert (reading.errors, reading.questions) == ((), ())
    assert areas(reading) == [row[3] for row in PLAIN]


def test_of_many_villages_of_a_unit_the_sum_is_read() -> None:
    rows: list[list[Any]] = []
    for place, (name, *figures) in enumerate(PLAIN):
        villages = [[None, f"{place}村{part[0]}", *part[1:]] for part in in_parts([*figures[:-1], 0], 2)]
        villages[0][0] = name
        rows += [*villages, [None, "小计", *figures]]
    merged = tuple(f"A{first}:A{first + 2}" for first in range(3, 3 + len(rows), 3))
    reading = read([HEADINGS[0], "村", *HEADINGS[1:]], *rows, ["总计", None, *SUMS], merged=merged)
    assert (reading.errors, reading.questions) == ((), ())
    assert areas(reading) == [row[3] for row in PLAIN]


@pytest.mark.parametrize("total", ["合计", "全区"])
def test_subtotals_of_groups_are_no_figures_of_the_unit_above(total: str) -> None:
    rows: list[list[Any]] = []
    for group, members in (("第一组", PLAIN[:3]), ("第二组", PLAIN[3:])):
        rows += [[None if place else group, *row] for place, row in enumerate(members)]
        rows.append([None, "小计", *(round(sum(row[at] for row in members), 2) for at in range(1, 5))])
    reading = read(["组别", *HEADINGS], *rows, [total, None, *SUMS], merged=("A3:A6", "A7:A12", "A13:B13"))
    assert (reading.errors, reading.questions) == ((), ())
    assert areas(reading) == [row[3] for row in PLAIN]


@pytest.mark.parametrize(
    ("trouble", "is_asked"), [("主要问题：5户未签，2个续建项目缓慢", False), ("存在问题：完工数据未核实", True)]
)
def test_a_line_of_troubles_below_a_unit_is_no_row(trouble: str, is_asked: bool) -> None:
    rows = [line for row in PLAIN for line in (row, [None, trouble, None, None, None])]
    merged = [area for row in range(3, 19, 2) for area in (f"A{row}:A{row + 1}", f"B{row + 1}:E{row + 1}")]
    reading = read(HEADINGS, *rows, merged=tuple(merged))
    assert (reading.errors, bool(reading.questions)) == ((), is_asked)
    assert areas(reading) == [row[3] for row in PLAIN]


@pytest.mark.parametrize("split", [4, 7])
@pytest.mark.parametrize("second", [HEADINGS[1], "其中开工项目数"])
def test_units_across_in_two_blocks_are_one_table_if_the_indicators_repeat(second: str, split: int) -> None:
    labels, blocks = ["指标", *HEADINGS[1:]], (PLAIN[:split], [*PLAIN[split:], ["全区", *SUMS]])
    first, last = ([list(line) for line in zip(labels, *units, strict=True)] for units in blocks)
    last[1][0] = second
    reading = read(*first, [], *last)
    assert bool(reading.errors) is (second != HEADINGS[1])
    if not reading.errors:
        assert areas(reading) == [row[3] for row in PLAIN]


@pytest.mark.parametrize(
    ("note", "sign", "completed"),
    [
        ("注：表中“—”表示零", "—", 0),
        ("“-”代表0。", "--", 0),
        ("说明：空白处为零", None, 0),
        ("注：“/”为0", "/", 0),
        ("注：“—”表示无数据", "—", None),
        ("注：“/”为0", "—", None),
        ("注：①含跨镇实施项目2个；②已扣除重复统计的1个。", "7①", 7),
        ("注：②已扣除重复统计的1个。", "7②", 7),
    ],
)
def test_a_note_decides_what_a_sign_in_a_cell_means(note: str, sign: str | None, completed: int | None) -> None:
    rows = [[*PLAIN[0][:2], sign, *PLAIN[0][3:]], *PLAIN[1:]]
    reading = read(HEADINGS, *rows, [note])
    assert (reading.errors, reading.questions) == ((), ())
    found = reading.tables["unit_progress"].frame["projects_completed"].iloc[0]
    assert (None if pd.isna(found) else found) == completed


@pytest.mark.parametrize(
    ("note", "bracket", "is_read"),
    [
        ("括号内为本周新增数", "（+1）", True),
        ("（）中数字为较上周增加数", "(-1)", True),
        ("括号内为重点项目数", "（+1）", False),
        ("括号内为本周新增数", "（1）", False),
    ],
)
def test_a_gain_in_brackets_behind_a_figure_is_left_out_if_a_line_explains_it(
    note: str, bracket: str, is_read: bool
) -> None:
    rows = [[row[0], *(f"{figure}{bracket}" for figure in row[1:4]), row[4]] for row in PLAIN]
    reading = read([note], ["责任单位", *(f"累计{heading}" for heading in HEADINGS[1:4]), HEADINGS[4]], *rows)
    assert bool(reading.errors) is not is_read
    if is_read:
        assert areas(reading) == [row[3] for row in PLAIN]


def test_hidden_rows_are_asked_about_and_others_are_asked_about_again() -> None:
    plain = opened(Grid("进度", [DAY, HEADINGS, *PLAIN]))

    def read_hiding(*rows: int, answers: dict[str, str] | None = None) -> Reading:
        book = Book((replace(plain.sheets[0], hidden_rows=frozenset(rows)),))
        return read_book(book, Hints(answers=answers or {}, previous=first_dataset.tables()))

    (question,) = read_hiding(3, 4).questions
    assert (question.cell, question.likely) == ("A4", None)
    left_out = read_hiding(3, 4, answers={question.id: "not_read"})
    assert left_out.questions == ()
    assert areas(left_out) == [row[3] for row in (PLAIN[0], *PLAIN[3:])]
    assert areas(read_hiding(3, 4, answers={question.id: "data"})) == [row[3] for row in PLAIN]
    assert read_hiding(5, answers={question.id: "not_read"}).questions


def test_units_in_hidden_columns_of_a_table_across_are_asked_about() -> None:
    across = [list(line) for line in zip(*[HEADINGS, *PLAIN], strict=True)]
    plain = opened(Grid("进度", [DAY, *across]))
    book = Book((replace(plain.sheets[0], hidden_columns=frozenset({2, 3})),))
    (question,) = read_book(book, Hints(previous=first_dataset.tables())).questions
    assert (question.cell, PLAIN[1][0] in question.text.zh, PLAIN[2][0] in question.text.zh) == ("C2", True, True)


def test_rows_of_a_unit_that_nothing_tells_apart_are_refused() -> None:
    reading = read([HEADINGS[0], "类别", *HEADINGS[1:]], *rows_of(["甲类", "乙类"], "甲类"))
    assert {problem.code for problem in reading.errors} == {"repeated_row"}


@pytest.mark.parametrize("total", ["累计", "汇总", "总计", "全区", "吴兴区", "全区汇总", "总 数", "八个单位合计"])
@pytest.mark.parametrize("place", [0, 8])
def test_a_total_has_many_names(total: str, place: int) -> None:
    reading = read(HEADINGS, *PLAIN[:place], [total, *SUMS], *PLAIN[place:])
    assert (reading.problems, reading.questions) == ((), ())
    assert areas(reading) == [row[3] for row in PLAIN]


def test_a_total_of_other_rows_is_asked_about() -> None:
    reading = read(HEADINGS, *PLAIN, ["累计", 200, *SUMS[1:]])
    assert [(question.cell, question.heading) for question in reading.questions] == [("B11", "开工项目数")]


def two_sources(first: str, second: str, growth: float) -> Reading:
    """Two columns of area, the second `growth` times the first."""
    headings = [*HEADINGS[:3], f"{first}完成面积（万㎡）", f"{second}完成面积（万㎡）", HEADINGS[4]]
    return read(headings, *[[*row[:4], round(row[3] * growth, 2), row[4]] for row in PLAIN])


def test_figures_of_two_sources_are_asked_about() -> None:
    reading = two_sources("核定", "自报", 1.1)
    assert [(question.cell, question.likely) for question in reading.questions] == [("E2", None)]


def test_of_two_sources_the_one_that_goes_on_from_the_last_release_is_suggested() -> None:
    (question,) = two_sources("自报", "核定", 0.9).questions
    assert question.evidence is not None
    assert (question.likely, question.evidence.zh) == ("自报完成面积（万㎡）", "与上一期相符")


def test_targets_set_by_two_are_asked_about_unless_rates_tell() -> None:
    headings = [*HEADINGS[:4], "区下达目标（万㎡）", "自加压目标（万㎡）"]
    rows = [[*row[:4], round(row[4] * 1.1, 2), round(row[4] * 1.2, 2)] for row in PLAIN]
    assert [question.cell for question in read(headings, *rows).questions] == ["F2"]
    rated = [[*row, round(100 * row[3] / row[4], 1)] for row in rows]
    reading = read([*headings, "完成率（%）"], *rated)
    assert reading.questions == ()
    assert list(reading.tables["unit_progress"].frame["annual_target_area"]) == [row[4] for row in rows]


@pytest.mark.parametrize("rated", [True, False])
def test_of_two_goals_the_one_of_the_last_release_is_the_target(rated: bool) -> None:
    headings = [*HEADINGS[:4], "奋斗目标面积（万㎡）", "年度目标面积（区下达，万㎡）"]
    rows = [[*row[:4], round(row[4] * 1.5, 2), row[4]] for row in PLAIN]
    if rated:
        headings += ["完成奋斗目标（%）", "完成年度目标（%）"]
        rows = [[*row, *(round(100 * row[3] / goal, 1) for goal in row[4:])] for row in rows]
    reading = read(headings, *rows)
    assert (reading.errors, reading.questions) == ((), ())
    frame = reading.tables["unit_progress"].frame
    assert list(frame["annual_target_area"]) == [row[4] for row in PLAIN]
    assert not rated or list(frame["completion_rate_reported"]) == [row[7] for row in rows]


@pytest.mark.parametrize(
    ("place", "heading"), [(1, "在建项目数"), (3, "剩余面积（万㎡）"), (2, "验收项目数"), (3, "应完成面积（万㎡）")]
)
def test_a_missing_column_names_the_nearest(place: int, heading: str) -> None:
    reading = read([*HEADINGS[:place], heading, *HEADINGS[place + 1 :]], *PLAIN)
    assert [(problem.code, problem.found) for problem in reading.errors] == [("column_of_another_kind", heading)]


PIECES: list[list[Any]] = [["老虎潭片", 20, 5, 18.0, 6.0], ["埭溪集镇片", 27, 7, 20.66, 10.0]]
"""The parts of 埭溪镇 by area, which add up to its figures."""


@pytest.mark.parametrize("has_total", [True, False])
@pytest.mark.parametrize("pieces", [PIECES, PIECES[:1], [PIECES[0], ["埭溪集镇片", 27, 7, 21.66, 10.0]]])
def test_parts_of_a_town_in_rows_of_their_own_are_left_out_or_asked_about(
    pieces: list[list[Any]], has_total: bool
) -> None:
    rows = [*PLAIN[:6], *pieces, *PLAIN[6:], *([["合计", *SUMS]] if has_total else [])]
    reading = read(HEADINGS, *rows)
    cells = [f"A{9 + place}" for place in range(len(pieces))]
    if has_total or pieces == PIECES:
        assert not reading.errors
        assert areas(reading) == [row[3] for row in PLAIN]
        assert [(problem.code, problem.cell) for problem in reading.warnings] == [("row_left_out", c) for c in cells]
    else:
        assert [problem.cell for problem in reading.errors] == cells


def test_a_misspelt_town_is_no_part_even_if_its_figures_are_zero() -> None:
    rows = [*PLAIN[:1], ["织理镇", 0, 0, 0, 0], *PLAIN[2:]]
    sums = [round(sum(row[at] for row in rows), 2) for at in range(1, 5)]
    (problem,) = read(HEADINGS, *rows, ["合计", *sums]).errors
    assert (problem.code, problem.cell, problem.expected and problem.expected.zh) == ("misspelt_place", "A4", "织里镇")


def test_one_town_alone_may_have_rows_of_parts_and_their_sum() -> None:
    rows = [[[row[0], None, *row[1:]]] for row in PLAIN]
    rows[5] = [["埭溪镇", "小计", *PLAIN[5][1:]], *([None, *piece] for piece in PIECES)]
    reading = read([HEADINGS[0], "片区", *HEADINGS[1:]], *(row for group in rows for row in group))
    assert (reading.errors, reading.questions) == ((), ())
    assert areas(reading) == [row[3] for row in PLAIN]
