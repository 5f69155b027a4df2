"""Sheets of which a column, a row or a unit could be taken for another: asked about or refused, never read in silence."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from renovation.reading.reader import Hints, Reading, read_book, read_workbook
from renovation.reading.validation.against_previous import problems_against_previous
from tests import first_dataset
from tests.reading.office import Grid, as_csv, as_xlsx, opened

AREA, TARGET = "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"
UNITS = [list(unit) for unit in first_dataset.UNIT_PROGRESS]
TITLE = ["截至2013年10月15日"]
HEADINGS = ["责任单位", "开工项目数", "完工项目数", AREA, TARGET]
PLAIN = [unit[:5] for unit in UNITS]


def told(*lines: list[Any], merged: tuple[str, ...] = ()) -> Reading:
    grid = Grid("进度", list(lines))
    return read_book(opened(dataclasses.replace(grid, merged=merged)))


def found(reading: Reading) -> set[tuple[str, str]]:
    return {(problem.severity, problem.code) for problem in reading.problems}


def asked(reading: Reading) -> set[str]:
    """The cells that questions are about."""
    return {question.cell or "" for question in reading.questions}


def test_of_a_unit_in_two_rows_the_total_is_read() -> None:
    """本周 and 合计 below each other: the week's figures must not pass for the year's."""
    rows: list[list[Any]] = []
    for name, *figures in PLAIN:
        rows += [[name, "本周", 1, 0, 0.5, figures[3]], [None, "合计", *figures]]
    merged = tuple(f"A{row}:A{row + 1}" for row in range(3, 3 + len(rows), 2))
    reading = told(TITLE, ["责任单位", "时段", *HEADINGS[1:]], *rows, merged=merged)
    assert [(warning.code, warning.cell, warning.found) for warning in reading.warnings] == [
        ("rows_left_out", "A3", "本周")
    ]
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [unit[3] for unit in PLAIN]


def test_a_unit_in_two_rows_of_unknown_kinds_is_refused() -> None:
    rows: list[list[Any]] = []
    for name, *figures in PLAIN:
        rows += [[name, "甲类", 1, 0, 0.5, figures[3]], [None, "乙类", *figures]]
    merged = tuple(f"A{row}:A{row + 1}" for row in range(3, 3 + len(rows), 2))
    reading = told(TITLE, ["责任单位", "时段", *HEADINGS[1:]], *rows, merged=merged)
    assert [problem.code for problem in reading.errors] == ["repeated_row"] * 8


def test_a_number_merged_over_two_units_is_nobodys() -> None:
    rows = [list(unit) for unit in PLAIN]
    rows[3][4], rows[4][4] = 2.7, None
    reading = told(TITLE, HEADINGS, *rows, merged=("E6:E7",))
    assert [(problem.code, problem.cell) for problem in reading.errors] == [("merged_number", "E7")]


@pytest.mark.parametrize("span", ["10月9日—10月15日", "10.9-10.15", "第42周", "当周"])
def test_columns_under_a_part_of_the_time_are_gains(span: str) -> None:
    reading = told(TITLE, [None, span], HEADINGS, *PLAIN)
    assert [(problem.code, problem.cell) for problem in reading.errors] == [
        ("column_of_another_kind", cell) for cell in ("B3", "C3", "D3")
    ]


def test_columns_under_a_period_that_may_be_either_are_asked_about() -> None:
    assert asked(told(TITLE, [None, "本期"], HEADINGS, *PLAIN)) == {"B3", "C3", "D3", "E3"}


def parted(*pair: str) -> Reading:
    """The units' sheet with two columns of area, the right one behind."""
    rows = [[*unit[:3], round(unit[3] - 0.5, 2), unit[3], unit[4]] for unit in PLAIN]
    return told(TITLE, [*HEADINGS[:4], None, TARGET], [None, None, None, *pair], *rows)


def test_words_below_a_heading_tell_its_columns_apart() -> None:
    assert parted("计划", "实际").tables["unit_progress"].frame["area_renovated"].tolist() == [row[3] for row in PLAIN]
    assert asked(parted("上周", "本周")) == {"E3"}
    assert asked(parted("去年同期", "本期")) == {"E3"}


def test_what_grants_are_counted_by_is_no_unit_of_the_table() -> None:
    plain = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积", "年度目标面积"]
    reading = told(TITLE, ["单位：个、万㎡"], plain, *PLAIN, ["注：奖励补助按平方米计。"])
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [unit[3] for unit in PLAIN]


@pytest.mark.parametrize(
    "headings",
    [
        ["责任单位", "年度目标", "开工项目数", "完工项目数", AREA],
        ["责任单位", "年度任务", "开工项目数", "完工项目数", AREA],
    ],
)
def test_a_target_that_may_be_one_of_projects_is_asked_about(headings: list[str]) -> None:
    rows = [[name, 5, started, done, area] for name, started, done, area, _ in PLAIN]
    assert asked(told(TITLE, headings, *rows)) == {"B2"}
    above = [None, "项目情况", None, None, None]
    assert asked(told(TITLE, ["单位：个、万㎡"], above, headings, *rows, merged=("B3:D3",))) == {"B4"}


def test_a_target_with_decimals_is_no_number_of_projects() -> None:
    headings = [*HEADINGS[:3], AREA, "年度任务数"]
    assert told(TITLE, headings, *PLAIN).tables["unit_progress"].frame["annual_target_area"].tolist() == [
        unit[4] for unit in PLAIN
    ]


def test_a_target_under_a_heading_that_counts_is_no_area() -> None:
    rows = [[name, 5, started, done, area] for name, started, done, area, _ in PLAIN]
    above = ["责任单位", "项目推进情况（个）", None, None, AREA]
    below = [None, "年度任务", "开工", "完工", None]
    reading = told(TITLE, above, below, *rows, merged=("B2:D2", "A2:A3", "E2:E3"))
    assert reading.tables["unit_progress"].frame["annual_target_area"].isna().all()
    assert found(reading) == {("warning", "column_left_out")}


def test_the_area_that_stands_there_is_not_taken_for_the_one_done() -> None:
    rows = [[name, started, done, area + 20, area] for name, started, done, area, _ in PLAIN]
    reading = told(TITLE, [*HEADINGS[:3], "改造建筑面积（万㎡）", "已翻整面积（万㎡）"], *rows)
    assert asked(reading) == {"E2"}  # of both
    assert reading.questions[0].likely is None


def test_a_target_that_is_gone_is_told() -> None:
    before = first_dataset.tables()
    units = before["unit_progress"]
    gone = units.frame.assign(
        annual_target_area=units.frame["annual_target_area"].where(units.frame["unit"] != "妙西镇")
    )
    after = {"unit_progress": dataclasses.replace(units, frame=gone, as_of=dt.date(2013, 10, 22))}
    told = problems_against_previous(before, after, lambda _table, row, _column: ("乡镇进度", f"E{row}"))
    assert [(problem.code, problem.cell, problem.found) for problem in told] == [
        ("target_changed", "E4", "妙西镇 2 → —")
    ]


@pytest.mark.parametrize("written", ["一、{}", "1 {}", "08{}", "（二）{}"])
def test_numbers_before_the_units_are_understood(written: str) -> None:
    reading = told(TITLE, HEADINGS, *([written.format(unit[0]), *unit[1:]] for unit in PLAIN))
    assert not reading.problems
    assert reading.tables["unit_progress"].frame["unit"].tolist() == [unit[0] for unit in PLAIN]


def test_of_two_weeks_sheets_the_later_is_read() -> None:
    old = Grid("10.8", [["截至2013年10月8日"], HEADINGS, *PLAIN[::-1]])
    reading = read_workbook(as_xlsx(old, Grid("10.15", [TITLE, HEADINGS, *PLAIN])))
    assert found(reading) == {("warning", "other_candidate")}
    assert reading.as_of == dt.date(2013, 10, 15)


def test_of_a_sheet_for_each_programme_that_of_the_old_factories_is_read() -> None:
    others = [Grid(name, [[f"{name}改造进度表"], TITLE, HEADINGS, *PLAIN[::-1]]) for name in ("旧住宅区", "城中村")]
    ours = Grid("旧厂区", [["旧厂区改造进度表"], TITLE, HEADINGS, *PLAIN])
    reading = read_workbook(as_xlsx(others[0], ours, others[1]))
    assert (found(reading), reading.questions) == ({("warning", "other_candidate")}, ())
    assert reading.tables["unit_progress"].frame["unit"].tolist() == [unit[0] for unit in PLAIN]
    assert asked(read_workbook(as_xlsx(*others)))


@pytest.mark.parametrize(
    "title", ["附：其中挂牌督战重点项目（已含在上表内）", "2012年进度", "上周新增", "旧住宅区改造进度"]
)
def test_a_table_of_a_part_below_that_of_the_whole_is_left_out(title: str) -> None:
    part = [["单位", "开工（个）", "完工（个）", AREA], *([row[0], 1, 0, 0.2] for row in PLAIN)]
    reading = told(["旧厂区改造进度表"], TITLE, HEADINGS, *PLAIN, [], [title], *part)
    assert (reading.errors, reading.questions) == ((), ())
    assert ("warning", "other_candidate") in found(reading)
    assert reading.tables["unit_progress"].frame["projects_started"].tolist() == [row[1] for row in PLAIN]
    assert asked(
        told(["旧厂区改造进度表"], TITLE, HEADINGS, *PLAIN, ["注：以上为计划数"], [], [title], HEADINGS, *part)
    )
    assert asked(told([title], TITLE, HEADINGS, *PLAIN, [], ["各乡镇磨砺表"], HEADINGS, *part))


def test_the_sheet_of_last_week_is_not_preferred_for_its_name() -> None:
    old = Grid("乡镇进度", [["截至2013年10月8日"], HEADINGS, *PLAIN])
    reading = read_workbook(as_xlsx(old, Grid("10.15", [TITLE, HEADINGS, *PLAIN])))
    (question,) = reading.questions
    assert [choice.value for choice in question.choices] == ["乡镇进度", "10.15"]


def test_columns_of_two_merged_cells_each_are_one() -> None:
    wide = [cell for heading in HEADINGS for cell in (heading, None)]
    rows = [[cell for figure in unit for cell in (figure, None)] for unit in PLAIN]
    merged = tuple(f"{'ACEGI'[n]}{row}:{'BDFHJ'[n]}{row}" for row in range(2, 11) for n in range(5))
    reading = told(TITLE, wide, *rows, merged=merged)
    assert not reading.problems
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [unit[3] for unit in PLAIN]


WEEK = [["2013年10月16日—22日"], HEADINGS[:4]]


def test_a_weeks_dates_over_figures_without_a_word_are_asked_about_unless_they_go_on_from_the_last_release() -> None:
    before = first_dataset.tables()
    gains = opened(Grid("进度", [*WEEK, *([name, 1, 0, 0.5] for name, *_ in PLAIN)]))
    totals = opened(Grid("进度", [*WEEK, *(row[:4] for row in PLAIN)]))
    assert asked(read_book(gains)) == asked(read_book(totals)) == {"A1"}
    assert asked(read_book(gains, Hints(previous=before))) == {"A1"}
    assert asked(read_book(totals, Hints(previous=before))) == set()


def test_counts_below_the_last_release_may_be_gains() -> None:
    rows = [["截至2013年10月22日"], HEADINGS[:4], *([name, 1, 0, 0.5] for name, *_ in PLAIN)]
    reading = read_book(opened(Grid("进度", rows)), Hints(previous=first_dataset.tables()))
    assert asked(reading) == {"B2"}


def test_a_unit_ten_thousand_times_off_the_last_release_is_asked_about() -> None:
    rows = [["截至2013年10月22日"], HEADINGS[:4], *([*row[:3], row[3] * 10_000] for row in PLAIN)]
    (question,) = read_book(opened(Grid("进度", rows)), Hints(previous=first_dataset.tables())).questions
    assert (question.cell, question.likely) == ("D2", "㎡")


def test_two_numbers_in_a_cell_are_named_where_their_column_is_missed() -> None:
    area = [[name, started, completed, f"{target}/{area}"] for name, started, completed, area, target in PLAIN]
    reading = told(TITLE, [*HEADINGS[:3], "面积（目标/完成）万㎡"], *area)
    assert [(problem.code, problem.cell) for problem in reading.errors][-1] == ("two_numbers", "D3")
    every = [[name, f"{started}/{completed}", f"{target}/{area}"] for name, started, completed, area, target in PLAIN]
    reading = told(TITLE, ["单位", "开工/完工", "目标/完成"], *every)
    assert [problem.cell for problem in reading.problems] == [None, "B3", "C3"]


def test_a_target_typed_with_its_unit_of_area_is_no_number_of_projects() -> None:
    headings = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积", "年度目标"]
    rows = [[*counts, f"{area}万㎡", f"{target}万㎡"] for *counts, area, target in PLAIN]
    reading = told(TITLE, headings, *rows)
    assert reading.questions == ()
    assert reading.tables["unit_progress"].frame["annual_target_area"].tolist() == [unit[4] for unit in PLAIN]
    counted = told(TITLE, headings, *([*row[:4], f"{place}个"] for place, row in enumerate(rows, 5)))
    assert "E2" in {problem.cell for problem in counted.problems} | asked(counted)


SITES_HEADINGS = ["责任单位", "点位", "改造方式", "建筑面积（万㎡）"]


def test_subtotals_below_the_sites_of_a_unit_are_totals() -> None:
    sites = [["织里镇", "印染厂", "技术改造", 1.2], ["织里镇", "童装城", "集中拆除", 0.3]]
    lines = [*sites, ["织里镇小计", "2个", None, 1.5], ["埭溪镇", "水泥厂", "集中拆除", 2], ["合计", "3个", None, 3.5]]
    reading = told(TITLE, SITES_HEADINGS, *lines)
    assert reading.errors == ()
    assert reading.tables["sites"].frame["site"].tolist() == ["印染厂", "童装城", "水泥厂"]
    headings = [SITES_HEADINGS[0], "序号", *SITES_HEADINGS[1:]]
    numbered = [[unit, place, *site] for place, (unit, *site) in enumerate([*sites, *lines[3:4]], 1)]
    subtotals = [[None, "小计", "2个", None, 1.5], [None, "小计", "1个", None, 2], [None, "合计", "3个", None, 3.5]]
    lines = [*numbered[:2], subtotals[0], numbered[2], *subtotals[1:]]
    reading = told(TITLE, headings, *lines, merged=("A3:A5", "A6:A7"))
    assert (reading.problems, reading.questions) == ((), ())
    assert reading.tables["sites"].frame["site"].tolist() == ["印染厂", "童装城", "水泥厂"]
    lines[2] = [None, "小计", "2个", None, 1.1]
    assert asked(told(TITLE, headings, *lines, merged=("A3:A5", "A6:A7"))) == {"E5"}


def test_names_of_companies_are_no_kinds_of_leaders() -> None:
    headings = [*SITES_HEADINGS, "实施主体"]
    sites = [["织里镇", "印染厂", "技术改造", 1.2, None], ["埭溪镇", "水泥厂", None, 2, "湖州水泥有限公司"]]
    reading = told(TITLE, headings, *sites)
    assert [(problem.severity, problem.code, problem.cell) for problem in reading.problems] == [
        ("warning", "names_left_out", "E4")
    ]
    assert reading.tables["sites"].frame["led_by"].isna().all()
    sites[0][4] = "企业主体"
    assert [problem.cell for problem in told(TITLE, headings, *sites).errors] == ["E4"]


def test_a_site_that_sounds_like_a_note_is_read_beside_a_mode() -> None:
    reading = told(
        TITLE, SITES_HEADINGS[::-1], [0.5, "腾笼盘活", "注塑一厂", "埭溪镇"], [1, "集中拆除", "水泥厂", "埭溪镇"]
    )
    assert reading.tables["sites"].frame["site"].tolist() == ["注塑一厂", "水泥厂"]


def test_an_area_beside_that_of_one_mode_may_be_a_part_and_is_asked_about() -> None:
    headings = [*HEADINGS[:3], "拆除面积（万㎡）", "改造面积（万㎡）", TARGET]
    rows = [[*counts, round(area * 0.3, 2), round(area * 0.7, 2), target] for *counts, area, target in PLAIN]
    (question,) = told(TITLE, headings, *rows).questions
    assert (question.cell, question.likely) == ("E2", "not_read")
    above = [*HEADINGS[:3], "完成面积（万㎡）", None, TARGET]
    merged = ("A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3")
    (question,) = told(TITLE, above, [None] * 3 + ["拆除", "改造"], *rows, merged=merged).questions
    assert (question.cell, question.likely) == ("E3", "not_read")
    rated = [[*row, round(100 * row[4] / row[5], 1)] for row in rows]
    assert told(TITLE, [*headings, "完成率（%）"], *rated).questions == ()
    summed = [[*row[:4], round(row[3] + row[4], 2), row[5]] for row in rows]
    reading = told(TITLE, above, [None] * 3 + ["拆除", "小计"], *summed, merged=merged)
    assert reading.questions == ()
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [row[4] for row in summed]


def test_an_area_beside_all_its_modes_or_one_of_which_is_the_whole() -> None:
    modes = ["拆除面积（万㎡）", "整治面积（万㎡）", "改造面积（万㎡）"]
    rows = [[*counts, round(area * 0.3, 3), round(area * 0.7, 3), area, target] for *counts, area, target in PLAIN]
    assert told(TITLE, [*HEADINGS[:3], *modes, TARGET], *rows).questions == ()
    rows = [[*counts, area, round(area * 0.3, 3), target] for *counts, area, target in PLAIN]
    assert told(TITLE, [*HEADINGS[:4], "其中：拆除（万㎡）", TARGET], *rows).questions == ()


def test_what_was_done_this_year_is_asked_about_beside_what_was_done_since_the_start() -> None:
    headings = [*HEADINGS[:3], "累计完成面积（万㎡）", "其中：今年完成（万㎡）", TARGET]
    rows = [[*counts, round(area * 1.8, 2), area, target] for *counts, area, target in PLAIN]
    (question,) = told(TITLE, headings, *rows).questions
    assert [choice.label.zh[:2] for choice in question.choices] == ["D2", "E2"]


SITE_HEADINGS = ["责任单位", "项目名称", "进度", "建筑面积（万㎡）"]
SITES: list[list[Any]] = [["织里镇", "王母兜纺织厂", "完工", 0.52], ["埭溪镇", "小羊山石料厂", "开工", 1.46]]


def test_a_column_with_land_and_floor_area_in_one_cell_is_refused() -> None:
    rows = [[*site[:3], f"{12 + place}.5/8300"] for place, site in enumerate([*SITES, *SITES])]
    reading = told(TITLE, [*SITE_HEADINGS[:3], "占地面积/建筑面积（亩/㎡）"], *rows)
    assert ("error", "two_numbers") in found(reading)


def test_of_the_stages_that_are_ticked_the_furthest_is_read() -> None:
    head = [["责任单位", "项目名称", "进度", None, "建筑面积（万㎡）"], [None, None, "开工", "完工", None]]
    rows: list[list[Any]] = [["织里镇", "王母兜纺织厂", None, "√", 0.52], ["织里镇", "清水兜印染点", "√", None, 0.38]]
    rows += [["埭溪镇", "小羊山石料厂", "√", "√", 1.46], ["埭溪镇", "西山矿点", None, None, 0.2]]
    reading = told(TITLE, *head, *rows, merged=("A2:A3", "B2:B3", "C2:D2", "E2:E3"))
    assert (reading.errors, reading.questions) == ((), ())
    assert list(reading.tables["sites"].frame["stage"].fillna("")) == ["completed", "started", "completed", ""]
    rows[0][3] = "8月"
    assert asked(told(TITLE, *head, *rows, merged=("A2:A3", "B2:B3", "C2:D2", "E2:E3"))) == {"D3"}


def test_pages_of_one_list_with_their_sums_are_one_list() -> None:
    page = [["改造项目一览表", None, None, None], TITLE, SITE_HEADINGS]
    again = [["改造项目一览表（第2页）", None, None, None], *page[1:]]
    reading = told(
        *page, SITES[0], ["过次页", None, None, 0.52], *again, ["承前页", None, None, 0.52], SITES[1],
        ["总计", None, None, 1.98], merged=("A1:D1", "A6:D6"),
    )  # fmt: skip
    assert (reading.errors, reading.questions) == ((), ())
    assert list(reading.tables["sites"].frame["site"]) == [site[1] for site in SITES]


def test_numbers_with_invisible_characters_or_marked_as_text_are_numbers() -> None:
    rows = [
        [f"\u200b{name}", f"{started}\u00a0", f"{done}", f"{area}\u200b", target]
        for name, started, done, area, target in PLAIN
    ]
    (table,) = told(TITLE, HEADINGS, *rows).tables.values()
    assert list(table.frame["area_renovated"]) == [unit[3] for unit in UNITS]
    lines = [[unit[0], *(f'="{figure}"' for figure in unit[1:])] for unit in PLAIN]
    marked = read_workbook(as_csv(Grid("", [TITLE, HEADINGS, *lines]))).tables["unit_progress"]
    assert list(marked.frame["area_renovated"]) == [unit[3] for unit in UNITS]


def test_a_sheet_whose_figures_are_in_sentences_names_the_first_of_them() -> None:
    lines = [[unit[0], f"累计开工{unit[1]}个，完成改造面积{unit[3]}万平方米"] for unit in UNITS]
    (near,) = [problem for problem in told(TITLE, ["责任单位", "进展情况"], *lines).errors if problem.cell]
    assert (near.code, near.cell) == ("near_table", "B3")


GROWN = [[name, started, done, round(area + 0.2, 2), target] for name, started, done, area, target in PLAIN]


def after(headings: list[str], rows: list[list[Any]]) -> Reading:
    """A sheet two weeks after the first dataset."""
    return read_book(
        opened(Grid("进度", [["截至2013年10月29日"], headings, *rows])), Hints(previous=first_dataset.tables())
    )


@pytest.mark.parametrize(
    ("heading", "other", "cells"),
    [
        ("原报完成面积（万㎡）", "复勘后完成面积（万㎡）", {"E2"}),  # an unknown word does not decide
        ("完成面积（万㎡）", "纺织完成面积（万㎡）", {"E2"}),
        ("全部完成面积（万㎡）", "其中旧厂区完成面积（万㎡）", {"E2"}),  # the programme is ours
        ("已下达改造面积（万㎡）", "完成面积（万㎡）", {"D2"}),  # perhaps the target, but nothing that is done
        ("实有厂房面积（万㎡）", "完成面积（万㎡）", set()),  # what is there
        ("目前厂房面积（万㎡）", "完成面积（万㎡）", set()),
    ],
)
def test_of_two_areas_neutral_and_unknown_words_do_not_choose(heading: str, other: str, cells: set[str]) -> None:
    rows = [[*row[:3], round(row[3] * 1.04, 2), row[3]] for row in GROWN]
    reading = after([*HEADINGS[:3], heading, other], rows)
    assert asked(reading) == cells
    if cells == {"E2"}:
        assert heading in reading.questions[0].text.zh
        assert other in reading.questions[0].text.zh
    else:
        assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [row[3] for row in GROWN]
        assert "unknown_column" not in {code for _, code in found(reading)}


def test_a_column_with_an_unknown_word_that_is_below_the_last_release_is_a_part() -> None:
    rows = [[*row[:4], round(row[3] / 2, 2)] for row in GROWN]
    reading = after([*HEADINGS[:3], AREA, "纺织完成面积（万㎡）"], rows)
    assert asked(reading) == set()
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [row[3] for row in GROWN]


def test_a_count_that_was_assigned_has_not_been_started() -> None:
    rows = [[row[0], row[1] + 3, *row[1:4]] for row in GROWN]
    reading = after(["责任单位", "已下达开工项目数", "开工项目数", "完工项目数", AREA], rows)
    assert reading.tables["unit_progress"].frame["projects_started"].tolist() == [row[1] for row in GROWN]


@pytest.mark.parametrize("heading", ["调整后目标（万㎡）", "最终任务（万㎡）"])
def test_an_adjusted_target_is_asked_about_beside_the_first_one(heading: str) -> None:
    rows = [[*row, round(row[4] * 1.1, 2)] for row in GROWN]
    reading = after([*HEADINGS[:4], "年初目标（万㎡）", heading], rows)
    assert asked(reading) == {"F2"}
    assert reading.questions[0].likely is None


@pytest.mark.parametrize(
    ("heading", "factor", "cells"),
    [
        ("厂房面积（万㎡）", 1.5, {"D2"}),
        ("厂房面积（万㎡）", 1.01, set()),  # it continues the previous release
        ("纳入改造面积（万㎡）", 1.5, {"D2"}),
        ("改造面积（万㎡）", 1.5, {"D2"}),
        ("改造面积（万㎡）", 1.01, set()),
    ],
)
def test_a_lone_vague_area_is_read_if_it_continues(heading: str, factor: float, cells: set[str]) -> None:
    rows = [[*row[:3], round(row[3] * factor, 2)] for row in PLAIN]
    assert asked(after([*HEADINGS[:3], heading], rows)) == cells


def test_an_area_beside_the_number_of_all_projects_is_asked_about() -> None:
    rows = [[row[0], 2 * row[1], *row[1:4]] for row in GROWN]
    assert asked(after(["责任单位", "总数（个）", *HEADINGS[1:3], "面积（万㎡）"], rows)) == {"E2"}


SUM = sum(row[3] for row in GROWN)


@pytest.mark.parametrize(
    "rates",
    [
        [row[3] / SUM for row in GROWN],
        [row[2] / row[1] for row in GROWN],
        [row[2] / row[1] / 2 for row in GROWN],  # of all projects
    ],
)
def test_a_rate_of_something_else_is_left_out(rates: list[float]) -> None:
    rows = [[*row[:4], 2 * row[1], f"{rate:.1%}"] for row, rate in zip(GROWN, rates, strict=True)]
    reading = after([*HEADINGS[:4], "项目总数", "完成比例"], rows)
    assert ("warning", "column_left_out") in found(reading)
    assert reading.tables["unit_progress"].frame["completion_rate_reported"].isna().all()


@pytest.mark.parametrize(
    ("first", "second"), [("当年", "累计"), ("累计", "当年"), ("项目总数", "其中旧厂区"), ("实有", "完成")]
)
def test_of_two_rows_of_a_unit_that_may_be_the_whole_none_is_taken(first: str, second: str) -> None:
    rows = [line for row in GROWN for line in ([row[0], first, *row[1:4]], [row[0], second, row[1] + 3, *row[2:4]])]
    assert asked(after(["单位", "类别", *HEADINGS[1:4]], rows)) == {"B3"}


def test_of_the_figures_of_a_list_those_of_this_year_are_asked_about_beside_the_total() -> None:
    rows = [["开工项目数", "个", 268, 206], ["完工项目数", "个", 94, 72], ["完成改造建筑面积", "万㎡", 328, 252.5]]
    for headings, cells in ((["累计", "当年"], {"D2"}), (["已下达数", "完成数"], set())):
        lines = [["吴兴区旧厂区改造主要指标（2013年10月29日）"], ["指标", "单位", *headings], *rows]
        assert asked(read_book(opened(Grid("指标", lines)))) == cells


def test_thousands_of_square_metres_in_a_note_are_a_unit() -> None:
    rows = [[*row[:3], 10 * row[3]] for row in GROWN]
    reading = after([*HEADINGS[:3], "完成改造面积"], [*rows, ["注：面积计量单位为千平。"]])
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [round(row[3], 2) for row in GROWN]


def test_rows_of_targets_are_not_said_to_be_left_out() -> None:
    rows = [
        line
        for n, s, d, a, t in GROWN
        for line in ([n, "计划", None, None, t], [n, "完成", s, d, a], [n, "上周", 1, 0, 1])
    ]
    reading = after(["单位", "类别", *HEADINGS[1:3], "改造建筑面积（万㎡）"], rows)
    left = [(warning.code, warning.found) for warning in reading.warnings if "left_out" in warning.code]
    assert left == [("rows_left_out", "上周")]
    assert reading.tables["unit_progress"].frame["annual_target_area"].tolist() == [row[4] for row in GROWN]
