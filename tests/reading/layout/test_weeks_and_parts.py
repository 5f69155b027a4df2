"""Two weeks in one file, tables in parts, groups without a column of their own: read when nothing else can be meant."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from renovation.reading.files.workbook import Book
from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

DAY = "截至2013年10月22日"
HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
LAST: list[list[Any]] = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]
THIS: list[list[Any]] = [[unit[0], unit[1] + 2, unit[2] + 1, round(unit[3] + 0.5, 2), unit[4]] for unit in LAST]
PAIRS = list(zip(LAST, THIS, strict=True))


def read(*grids: Grid) -> Reading:
    sheets = tuple(sheet for grid in grids for sheet in opened(grid).sheets)
    return read_book(Book(sheets), Hints(previous=first_dataset.tables()))


def on(*lines: list[Any], name: str = "进度", merged: tuple[str, ...] = ()) -> Grid:
    return Grid(name, [*lines], merged)


def units_of(reading: Reading) -> list[list[Any]]:
    assert (reading.errors, reading.questions) == ((), ())
    frame = reading.tables["unit_progress"].frame
    return frame[["unit", "projects_started", "projects_completed", "area_renovated"]].to_numpy().tolist()


def sites_of(reading: Reading) -> list[list[Any]]:
    assert (reading.errors, reading.questions) == ((), ())
    return reading.tables["sites"].frame[["site", "unit", "stage", "area"]].to_numpy().tolist()


THIS_WEEK = [row[:4] for row in THIS]


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_two_dated_blocks_on_a_sheet_the_later_is_read(newest_first: bool) -> None:
    blocks = [[["上周（截至2013年10月15日）"], HEADINGS, *LAST], [[f"本周（{DAY}）"], HEADINGS, *THIS]]
    first, second = reversed(blocks) if newest_first else blocks
    reading = read(on(*first, [], *second))
    assert units_of(reading) == THIS_WEEK
    assert reading.as_of == dt.date(2013, 10, 22)


def test_headings_repeated_below_the_same_date_continue_the_table() -> None:
    assert units_of(read(on([DAY], HEADINGS, *THIS[:4], [f"续表（{DAY}）"], HEADINGS, *THIS[4:]))) == THIS_WEEK


def weeks(last: list[list[Any]]) -> Grid:
    """The columns 上周, 本周 and 增减 below each measure."""
    top = ["单位", "开工（个）", None, None, "竣工（个）", None, None, "完成面积（万㎡）", None, None]
    rows = [
        [new[0], *[cell for k in (1, 2, 3) for cell in (old[k], new[k], round(new[k] - old[k], 2))]]
        for old, new in zip(last, THIS, strict=True)
    ]
    return on([DAY], top, [None, *["上周", "本周", "增减"] * 3], *rows, merged=("B2:D2", "E2:G2", "H2:J2"))


def test_this_week_is_cumulative_beside_a_last_week_that_repeats_the_previous_release() -> None:
    assert units_of(read(weeks(LAST))) == THIS_WEEK


def test_this_week_beside_another_last_week_is_asked_about() -> None:
    reading = read(weeks([[name, 1, 0, 0.3, target] for name, *_, target in LAST]))
    assert {question.cell for question in reading.questions} == {"C3", "F3", "I3"}


def test_the_rows_of_this_week_are_read_where_last_weeks_repeat_the_previous_release() -> None:
    rows = [row for old, new in PAIRS for row in ([old[0], "上周", *old[1:]], [None, "本周", *new[1:]])]
    reading = read(on([DAY], [HEADINGS[0], "时间", *HEADINGS[1:]], *rows))
    assert units_of(reading) == THIS_WEEK
    gains = [row for name, *_ in LAST for row in ([name, "上周", 2, 1, 0.5, 1], [None, "本周", 1, 0, 0.2, 1])]
    assert read(on([DAY], [HEADINGS[0], "时间", *HEADINGS[1:]], *gains)).questions


def test_targets_and_rates_in_rows_of_their_own_are_read() -> None:
    rows = [
        row
        for name, started, done, area, target in THIS
        for row in (
            [name, "全年任务", started + 9, done + 9, target],
            [None, "实际完成", started, done, area],
            [None, "完成比例", "90%", "80%", f"{area / target:.1%}"],
        )
    ]
    reading = read(on([DAY], ["乡镇", "项 目", "开工（个）", "竣工（个）", "改造面积（万㎡）"], *rows))
    assert units_of(reading) == THIS_WEEK
    frame = reading.tables["unit_progress"].frame
    assert frame["annual_target_area"].tolist() == [row[4] for row in THIS]
    assert frame["completion_rate_reported"].tolist() == [round(row[3] / row[4] * 100, 1) for row in THIS]


def counts(day: str = DAY) -> list[list[Any]]:
    return [[day], ["表一：项目数"], ["单位", "开工数", "竣工数"], *[row[:3] for row in THIS], ["合计", 212, 74]]


def areas(day: str = "", unit: str = "平方米", times: int = 10_000) -> list[list[Any]]:
    rows = [[name, round(area * times, 2), round(target * times, 2)] for name, _, _, area, target in reversed(THIS)]
    return [[day or None], [f"表二：面积（{unit}）"], ["单位", "完成面积", "目标面积"], *rows]


def test_counts_and_areas_in_two_tables_of_the_same_units_are_one() -> None:
    assert units_of(read(on(*counts(), [], *areas()[1:]))) == THIS_WEEK
    assert units_of(read(on(*counts(), name="项目"), on(*areas(DAY), name="面积"))) == THIS_WEEK


@pytest.mark.parametrize(
    "second",
    [
        areas("截至2013年10月15日"),
        [["重点项目面积表"], *areas()[1:]],
        [*areas(), ["注：面积含在建面积。"]],
        [*areas()[:-1], ["别处", 1, 1]],
    ],
)
def test_two_tables_that_may_not_belong_together_are_asked_about(second: list[list[Any]]) -> None:
    reading = read(on(*counts(), name="项目"), on(*second, name="面积"))
    assert reading.questions or reading.errors


def test_a_problem_of_joined_tables_is_placed_where_the_clerk_typed() -> None:
    second = areas("", "万㎡", 1)
    second[5][1] = "待定"
    reading = read(on(*counts(), name="项目"), on(*second, name="面积"))
    assert [(problem.sheet, problem.cell) for problem in reading.errors] == [("面积", "B6")]


def test_groups_above_the_names_of_a_turned_table_are_no_part_of_its_measures() -> None:
    names = [row[0] for row in THIS]
    lines = [[heading, *[row[place] for row in THIS]] for place, heading in enumerate(HEADINGS) if place]
    groups = ["指标", "开发区", "乡镇", *[None] * 5, "街道"]
    assert units_of(read(on([DAY], groups, [None, *names], *lines))) == THIS_WEEK
    part = ["指标", "其中：重点", "其他", *[None] * 6]
    assert read(on([DAY], part, [None, *names], *lines)).questions


def test_started_of_all_projects_is_the_whole() -> None:
    top = ["单位", "项目总数", "其中", None, "完成面积（万㎡）", "目标（万㎡）"]
    rows = [[row[0], row[1] + 30, *row[1:]] for row in THIS]
    merged = ("A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3")
    assert units_of(read(on([DAY], top, [None, None, "开工", "竣工"], *rows, merged=merged))) == THIS_WEEK


SITES = [
    ["利济路", "织里镇", "started", 2.25],
    ["沿河", "织里镇", "completed", 0.8],
    ["上强", "埭溪镇", "completed", 4.1],
]
SITE_DAY = "项目表（截至2013年10月22日）"
STAGES = {"started": "已开工", "completed": "已竣工"}


def rows_of(unit: str) -> list[list[Any]]:
    return [[n, site, area, STAGES[stage]] for n, (site, own, stage, area) in enumerate(SITES, 1) if own == unit]


SITE_HEADINGS = ["序号", "项目名称", "建筑面积（万㎡）", "目前状态"]


def test_a_sheet_of_sites_for_each_unit_is_read_whole() -> None:
    grids = [on([f"{unit}{SITE_DAY}"], SITE_HEADINGS, *rows_of(unit), name=unit) for unit in ("织里镇", "埭溪镇")]
    assert sites_of(read(*grids)) == SITES


def test_a_merged_row_with_a_unit_groups_the_sites_below_it() -> None:
    lines = [line for unit in ("织里镇", "埭溪镇") for line in ([unit], *rows_of(unit))]
    assert sites_of(read(on([SITE_DAY], SITE_HEADINGS, *lines, merged=("A3:D3", "A6:D6")))) == SITES


@pytest.mark.parametrize(
    ("heading", "is_stage"), [("目前状态", True), ("现状", True), ("上月状态", False), ("下步计划", False)]
)
def test_cells_that_are_stages_tell_the_column_unless_its_heading_speaks_of_another_time(
    heading: str, is_stage: bool
) -> None:
    rows = [[unit, site, area, STAGES[stage]] for site, unit, stage, area in SITES]
    reading = read(on([SITE_DAY], ["乡镇", "项目名称", "建筑面积（万㎡）", heading], *rows))
    assert reading.tables["sites"].frame["stage"].notna().tolist() == [is_stage] * 3


def test_several_projects_of_a_unit_are_sites_whatever_their_other_columns() -> None:
    rows = [[unit, site, area, "√", None] for site, unit, _, area in SITES]
    reading = read(on([SITE_DAY], ["乡镇", "项目名称", "建筑面积（万㎡）", "已开工", "已竣工"], *rows))
    assert list(reading.tables) == ["sites"]


@pytest.mark.parametrize(
    ("title", "is_read"), [("吴兴区主要指标", True), ("织里镇主要指标", False), ("湖州市主要指标", False)]
)
def test_a_short_list_of_indicators_is_the_districts_unless_its_title_names_another_place(
    title: str, is_read: bool
) -> None:
    lines: list[list[Any]] = [["开工项目数", "个", 216], ["完工项目数", "个", 76]]
    reading = read(on([f"{title}（截至2013年10月22日）"], ["指标", "单位", "数值"], *lines))
    assert (not reading.questions and "figures" in reading.tables) is is_read


def test_numbers_before_indicators_are_no_part_of_their_names() -> None:
    lines: list[list[Any]] = [["一、项目进度"], ["1.开工项目数", "个", 216], ["（2）完工项目数", "个", 76]]
    reading = read(on(["吴兴区主要指标（截至2013年10月22日）"], ["指标", "单位", "数值"], *lines))
    assert (reading.errors, reading.questions) == ((), ())
    assert list(reading.tables["figures"].frame["measure"]) == ["projects_started", "projects_completed"]


def test_figures_without_a_table_say_what_came_near() -> None:
    grid = on(["织里镇情况表"], [DAY], ["开工项目数（个）", 19, "完工项目数（个）", 8])
    assert [(problem.code, problem.cell) for problem in read(grid).errors] == [("no_table", None), ("near_table", "A3")]


@pytest.mark.parametrize(("text", "is_asked"), [("此数有误，应为47", True), ("已与国土核对", False)])
def test_a_comment_is_named_and_a_correction_in_it_asked_about(text: str, is_asked: bool) -> None:
    (sheet,) = opened(on([DAY], HEADINGS, *THIS)).sheets
    reading = read_book(Book((replace(sheet, comments={(3, 1): text}),)))
    assert [(problem.code, problem.cell) for problem in reading.warnings] == [("comment", "B4")]
    assert [question.cell for question in reading.questions] == ["B4"] * is_asked


@pytest.mark.parametrize(
    ("line", "note", "day"),
    [
        ("截至10月22日24时", "制表日期：2013年10月23日", dt.date(2013, 10, 22)),
        ("截至12月31日", "制表日期：2014年1月3日", None),
        ("数据截至昨日（2013年10月22日）", "", dt.date(2013, 10, 22)),
        ("2013年10月28日（星期一）报，数据统计至上周五", "", None),
        ("2013年10月28日上报，数字统计到昨天", "", None),
        ("2013年10月28日编，汇总截止周五", "", None),
        ("统计至2013年10月22日（周二）", "", dt.date(2013, 10, 22)),
        ("2013年10月28日上午汇总，昨天数据", "", None),
        ("2013年10月22日（星期二），较上周五有增加", "", dt.date(2013, 10, 22)),
    ],
)
def test_a_date_below_the_table_lends_its_year_if_it_is_near(line: str, note: str, day: dt.date | None) -> None:
    reading = read(on([line], HEADINGS, *THIS, [note or None]))
    assert reading.as_of == day


def test_thousands_of_square_metres_are_a_unit() -> None:
    headings = [heading.replace("万㎡", "千平方米") for heading in HEADINGS]
    rows = [[*row[:3], round(row[3] * 10, 2), row[4] * 10] for row in THIS]
    assert units_of(read(on([DAY], headings, *rows))) == THIS_WEEK


def test_a_block_of_one_row_belongs_to_the_unit_in_the_line_above() -> None:
    heads = HEADINGS[1:]
    blocks = [line for unit in THIS for line in ([f"一、{unit[0]}"], heads, unit[1:], [])]
    assert units_of(read(on([f"各乡镇旧厂区改造进度（{DAY}）"], *blocks))) == THIS_WEEK
    nameless = [line for unit in THIS[:2] for line in (["第一片"], heads, unit[1:], [])]
    assert "missing_column" in [problem.code for problem in read(on([DAY], *nameless)).errors]


def test_an_indicator_that_the_dashboard_lacks_is_named_and_left_out() -> None:
    head = ["指标", "计量单位", "上周累计", "本周数", "本年累计数"]
    rows: list[list[Any]] = [["开工项目数", "个", 202, 7, 209], ["拆除违章厂房", "户", 96, 5, 101]]
    reading = read(on([DAY], head, *rows, name="主要指标"))
    assert reading.tables["figures"].frame[["measure", "value"]].to_numpy().tolist() == [["projects_started", 209]]
    assert [(p.cell, p.found) for p in reading.warnings if p.code == "row_left_out"] == [("A4", "拆除违章厂房")]
    misspelt = read(on([DAY], head, rows[0], ["完成改造建筑面级", "万㎡", 1, 2, 3], name="主要指标"))
    assert [(p.cell, p.code) for p in misspelt.errors] == [("A4", "bad_value")]


@pytest.mark.parametrize("form", ["towns", "halves", "squares"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_summary_beside_sheets_that_repeat_its_rows_is_read(is_first: bool, form: str) -> None:
    summary = on([DAY], HEADINGS, *THIS, name="汇总")
    groups = [THIS[:4], THIS[4:]] if form == "halves" else [[row] for row in THIS]
    headings = HEADINGS
    if form == "squares":
        headings = [*HEADINGS[:3], "完成改造建筑面积（㎡）", "年度目标面积（㎡）"]
        groups = [[[*row[:3], round(row[3] * 10_000), round(row[4] * 10_000)]] for row in THIS]
    others = [on([DAY], headings, *rows, name=f"表{place}") for place, rows in enumerate(groups)]
    reading = read(*([summary, *others] if is_first else [*others, summary]))
    assert units_of(reading) == THIS_WEEK
    assert not reading.warnings


def test_a_summary_and_a_sheet_that_contradict_each_other_are_asked_about() -> None:
    towns = [on([DAY], HEADINGS, row, name=row[0]) for row in [[*THIS[0][:3], 35.5, THIS[0][4]], *THIS[1:]]]
    (question,) = read(on([DAY], HEADINGS, *THIS, name="汇总"), *towns).questions
    assert [choice.value for choice in question.choices] == ["汇总", "高新区"]


def test_a_list_of_figures_of_a_town_is_no_list_of_its_sites() -> None:
    lines = [["开工项目数（个）", 19], ["完工项目数（个）", 8], ["改造建筑面积（万㎡）", 34.1]]
    reading = read(on([DAY], HEADINGS, *THIS, name="汇总"), on([DAY], ["项目", "数值"], *lines, name="高新区"))
    assert units_of(reading) == THIS_WEEK
    assert set(reading.tables) == {"unit_progress"}


def test_a_column_of_formulas_without_values_is_not_passed_over_for_its_parts() -> None:
    parts = ["其中：拆除面积（万㎡）", "其中：整治面积（万㎡）"]
    rows = [[*unit[:3], 1.5, 2.5, None, unit[4]] for unit in THIS]
    (sheet,) = opened(on([DAY], [*HEADINGS[:3], *parts, *HEADINGS[3:]], *rows)).sheets
    remarks = {(row, 5): "formula_without_value" for row in range(2, 10)}
    reading = read_book(Book((replace(sheet, remarks=remarks),)))  # type: ignore[arg-type]
    assert {(problem.code, problem.cell) for problem in reading.errors} >= {("formula_without_value", "F3")}


def test_a_long_list_of_indicators_is_read_like_a_table_of_units() -> None:
    head = ["乡镇", "指标", "计量单位", "年度目标", "累计完成"]
    body = [[[unit[0], "开工项目数", "个", None, unit[1]], [None, "竣工项目数", "个", None, unit[2]],
             [None, "完成改造建筑面积", "万㎡", unit[4], unit[3]]] for unit in THIS]  # fmt: skip
    rows = [row for unit in body for row in unit]
    merged = tuple(f"A{row}:A{row + 2}" for row in range(3, 27, 3))
    reading = read(on([DAY], head, *rows, merged=merged))
    assert units_of(reading) == THIS_WEEK
    assert reading.tables["unit_progress"].frame["annual_target_area"].tolist() == [unit[4] for unit in THIS]
    assert reading.locate("unit_progress", 1, "projects_completed") == ("进度", "E7")
    odd = [*rows[:1], [None, "竣工项目数", "个", None, "多"], *rows[2:]]
    assert read(on([DAY], head, *odd, merged=merged)).errors
    (question,) = read(on([DAY], head, *rows[:-1], merged=merged)).questions
    assert (question.cell, question.heading) == ("A2", "乡镇")


def test_counts_in_chinese_numerals_and_a_day_in_several_cells() -> None:
    rows: list[list[Any]] = [["高新区", "四十五", "十八个", 3.5, 4], ["织里镇", "一百零五", "二十", 2.5, 1]]
    reading = read(on(["截至", 2013, "年", 10, "月", 22, "日"], HEADINGS, *rows, *THIS[2:]))
    assert units_of(reading)[:2] == [["高新区", 45, 18, 3.5], ["织里镇", 105, 20, 2.5]]
    assert reading.as_of == dt.date(2013, 10, 22)
    for unclear in ("一百二", "三四", "十几"):
        odd = read(on([DAY], HEADINGS, ["高新区", unclear, 18, 3.5, 4], *THIS[1:]))
        assert [problem.code for problem in odd.errors] == ["bad_value"]


@pytest.mark.parametrize(
    ("typed", "stage"),
    [
        ("竣工投产", "completed"),
        ("已动工", "started"),
        ("部分完工", None),
        ("未开工", "preparing"),
        ("未竣工", None),
        ("前期准备", "preparing"),
        ("前期工作中", "preparing"),
        ("前期已完成", None),
        ("正在施工", "started"),
        ("在建中", "started"),
        ("停止施工", None),
    ],
)
def test_a_stage_in_other_words_of_the_same_meaning(typed: str, stage: str | None) -> None:
    head = ["项目名称", "责任单位", "进度状态", "建筑面积（万㎡）"]
    reading = read(on([DAY], head, ["甲厂", "织里镇", typed, 1.5], ["乙厂", "织里镇", "前期", 2]))
    read_as = reading.tables["sites"].frame["stage"].tolist() if "sites" in reading.tables else [None]
    assert read_as[0] == stage
    assert [problem.code for problem in reading.errors] == ([] if stage else ["bad_value"])


def test_units_across_with_target_and_result_below_each() -> None:
    names = [cell for unit in THIS for cell in (unit[0], None)]
    kinds = ["目标", "完成"] * len(THIS)
    figures = [
        [title, *(cell for unit in THIS for cell in (target or unit[4], unit[position]))]
        for title, position, target in (
            ("开工项目数（个）", 1, 30),
            ("竣工项目数（个）", 2, 15),
            ("改造建筑面积（万㎡）", 3, 0),
        )
    ]
    reading = read(on([DAY], ["指标", *names], [None, *kinds], *figures))
    assert units_of(reading) == THIS_WEEK
    assert reading.tables["unit_progress"].frame["annual_target_area"].tolist() == [unit[4] for unit in THIS]


def test_three_numbered_tables_of_the_same_units_are_read_as_one() -> None:
    parts = [(f"表{place}  {title}", heading, place) for place, title, heading in (
        (1, "项目开工情况", "累计开工项目数（个）"), (2, "项目竣工情况", "累计竣工项目数（个）"),
        (3, "面积完成情况", "累计完成改造建筑面积（万㎡）"))]  # fmt: skip
    lines = [line for title, heading, place in parts for line in (
        [title], ["责任单位", heading, "其中：本周新增"], *([unit[0], unit[place], 0] for unit in THIS), [])]  # fmt: skip
    assert units_of(read(on([f"旧厂区改造（{DAY}）"], *lines))) == THIS_WEEK
