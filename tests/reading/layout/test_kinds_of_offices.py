"""Ordinary forms of other offices: deadlines, translations, numbered rows, notes; read, or asked about where unclear."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.reading.files.workbook import Book
from renovation.reading.layout.grammar import parse
from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

DAY = ["截至2013年10月15日"]
HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
PLAIN: list[list[Any]] = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]
RATES = [unit[5] for unit in first_dataset.UNIT_PROGRESS]


def read(
    *lines: list[Any], merged: tuple[str, ...] = (), comments: dict[tuple[int, int], str] | None = None
) -> Reading:
    book = opened(Grid("进度", [["吴兴区旧厂区改造工作进度统计表"], DAY, *lines], merged))
    return read_book(Book((replace(book.sheets[0], comments=comments or {}),)), Hints(previous=first_dataset.tables()))


def asked(reading: Reading) -> list[str | None]:
    return [question.cell for question in reading.questions]


def figures(reading: Reading, column: str) -> list[Any]:
    return reading.tables["unit_progress"].frame[column].tolist()


def is_read_whole(reading: Reading) -> bool:
    columns = ("unit", "projects_started", "projects_completed", "area_renovated", "annual_target_area")
    read_rows = [list(row) for row in zip(*(figures(reading, column) for column in columns), strict=True)]
    return not reading.questions and not reading.errors and read_rows == PLAIN


@pytest.mark.parametrize(
    "due",
    [
        "至2013年12月31日目标面积",
        "12月31日前目标面积",
        "2013.12.31之前目标面积",
        "2013年12月底目标面积",
        "年底目标面积",
    ],
)
def test_a_target_due_at_the_end_of_the_year_is_that_of_the_year(due: str) -> None:
    assert is_read_whole(read([*HEADINGS[:4], f"{due}（万㎡）"], *PLAIN))


@pytest.mark.parametrize("due", ["至11月30日目标面积", "9月底目标面积", "至2014年12月31日目标面积"])
def test_a_target_due_earlier_or_in_another_year_is_left_out_with_a_warning(due: str) -> None:
    reading = read([*HEADINGS[:4], f"{due}（万㎡）"], *PLAIN)
    assert [(problem.code, problem.cell) for problem in reading.warnings] == [("column_left_out", "E3")]


def test_an_area_of_the_years_end_is_no_total_of_today() -> None:
    assert asked(read([*HEADINGS[:3], "年底完成改造建筑面积（万㎡）"], *(row[:4] for row in PLAIN))) == ["D3"]


def test_targets_of_the_city_and_the_district_are_asked_about_unless_rates_or_the_last_release_tell() -> None:
    headings = [*HEADINGS[:4], "市下达目标面积（万㎡）", "区下达目标面积（万㎡）"]
    rows = [[*row[:4], row[4] / 2, row[4]] for row in PLAIN]
    assert figures(read(headings, *rows), "annual_target_area") == [row[4] for row in PLAIN]
    rows = [[*row[:4], row[4] / 2, round(row[4] * 1.1, 2)] for row in PLAIN]
    (question,) = read(headings, *rows).questions
    assert [choice.value for choice in question.choices] == [headings[5], headings[4]]
    rated = [[*row, round(100 * row[3] / row[5], 1)] for row in rows]
    assert figures(read([*headings, "完成率（%）"], *rated), "annual_target_area") == [row[5] for row in rows]


@pytest.mark.parametrize(
    ("first", "second"),
    [("年初目标面积", "调整后目标面积"), ("全年目标面积", "调整后目标面积"), ("目标面积", "新定目标面积")],
)
def test_of_two_targets_the_one_by_which_rates_are_reckoned_is_the_target_or_both_are_asked_about(
    first: str, second: str
) -> None:
    headings = [*HEADINGS[:4], f"{first}（万㎡）", f"{second}（万㎡）", "完成率（%）"]
    rows = [[*row[:4], round(row[4] * 0.9, 2), row[4], rate] for row, rate in zip(PLAIN, RATES, strict=True)]
    reading = read(headings, *rows)
    assert asked(reading) == ["F3"] * ("新定" in second)
    assert figures(reading, "annual_target_area") == [row[4] for row in PLAIN]
    if "新定" not in second:
        assert asked(read(headings[:6], *([*row[:4], row[4] * 0.9, row[4] * 1.1] for row in PLAIN))) == ["F3"]


def test_rates_by_a_target_to_strive_for_do_not_make_it_the_target() -> None:
    headings = [*HEADINGS[:4], "目标面积（万㎡）", "奋斗目标面积（万㎡）", "完成率（%）"]
    rows = [[*row, row[4] * 2, round(50 * row[3] / row[4], 1)] for row in PLAIN]
    reading = read(headings, *rows)
    assert figures(reading, "annual_target_area") == [row[4] for row in PLAIN]
    assert {problem.code for problem in reading.warnings} >= {"rate_mismatch"}


def test_the_citys_projects_and_the_districts_area_are_told_apart() -> None:
    headings = [HEADINGS[0], "市下达任务（个）", "区定目标（万㎡）", *HEADINGS[1:4]]
    assert is_read_whole(read(headings, *([row[0], 3, row[4], *row[1:4]] for row in PLAIN)))


def test_a_rate_written_as_a_share_among_percentages_is_an_error() -> None:
    rates = [*RATES[:2], RATES[2] / 100, *RATES[3:]]
    reading = read([*HEADINGS, "完成率"], *([*row, rate] for row, rate in zip(PLAIN, rates, strict=True)))
    assert [(problem.code, problem.cell) for problem in reading.errors] == [("rate_as_share", "F6")]


def test_this_weeks_rate_that_area_and_target_give_is_the_rate() -> None:
    below = [None] * 5 + ["上周", "本周"]
    rows = [[*row, rate - 1, rate] for row, rate in zip(PLAIN, RATES, strict=True)]
    merged = ("F3:G3", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4")
    reading = read([*HEADINGS, "完成率（%）", None], below, *rows, merged=merged)
    assert not reading.questions
    assert figures(reading, "completion_rate_reported") == RATES
    other = [[*row, rate - 1, rate / 9] for row, rate in zip(PLAIN, RATES, strict=True)]
    assert asked(read([*HEADINGS, "完成率（%）", None], below, *other, merged=merged)) == ["G4"]


@pytest.mark.parametrize(
    "translated",
    ["累计开工（个）Started", "累计开工（个）/ Projects started", "累计开工\n(Projects under construction)"],
)
def test_a_translation_behind_a_heading_is_not_asked_about(translated: str) -> None:
    assert is_read_whole(read([HEADINGS[0], translated, *HEADINGS[2:]], *PLAIN))


@pytest.mark.parametrize(
    "translated", ["开工（个）New projects", "开工（个）/Planned", "开工数A", "开工（个）Last week"]
)
def test_a_translation_that_says_more_is_asked_about(translated: str) -> None:
    assert asked(read([HEADINGS[0], translated, *HEADINGS[2:]], *PLAIN)) == ["B3"]


@given(st.from_regex(r"[A-Za-z]{3,9}( [A-Za-z]{2,9}){0,3}", fullmatch=True))
def test_a_translation_never_changes_what_a_heading_means(words: str) -> None:
    plain, translated = parse(("完成面积（万㎡）",)), parse((f"完成面积（万㎡）\n{words}",))
    assert translated.features == plain.features | parse((words,)).features or translated.unknown


@pytest.mark.parametrize(
    "numbers",
    [
        ["（1）", "（2）", "（3）", "（4）", "（5）=（4）/（3）"],
        ["（一）", "（二）", "（三）", "（四）", "（五）"],
        ["甲", 1, 2, 3, 4],
    ],
)
def test_a_row_that_numbers_the_columns_may_stand_above_their_units(numbers: list[Any]) -> None:
    headings = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积", "年度目标面积"]
    rows = [[*row[:3], row[3] * 10_000, row[4] * 10_000] for row in PLAIN]
    assert is_read_whole(read(headings, numbers, ["计量单位", "个", "个", "平方米", "平方米"], *rows))


def test_a_row_of_translations_continues_the_headings() -> None:
    assert is_read_whole(read(HEADINGS, ["Township", "Started", "Completed", "Area", "Target"], *PLAIN))
    assert asked(read(HEADINGS, ["Township", "Started", "Completed", "Demolished", "Target"], *PLAIN)) == ["D4"]


def test_a_row_of_a_programs_fields_below_the_headings_is_no_data() -> None:
    assert is_read_whole(read(HEADINGS, ["dw", "kgs", "WGS", "wc_mj", "mbmj1"], *PLAIN))
    assert read(HEADINGS, ["dw", "kgs", "wgs", 3.5, 4], *PLAIN).errors


def test_a_childs_unit_wins_only_where_the_parents_serves_another_area() -> None:
    merged = ("A3:A4", "B3:B4", "C3:C4", "D3:E3")
    above = [*HEADINGS[:3], "建筑面积（平方米）", None]
    rows = [[*row[:3], row[3] * 10_000, row[4]] for row in PLAIN]
    assert is_read_whole(read(above, [None] * 3 + ["已完成", "年度目标（万㎡）"], *rows, merged=merged))
    both = [None] * 3 + ["已完成（万㎡）", "年度目标（万㎡）"]
    assert asked(read(above, both, *PLAIN, merged=merged)) == ["D4", "E4"]


def test_clauses_of_a_note_give_each_column_its_unit() -> None:
    headings = [*HEADINGS[:3], "完成面积", "目标任务"]
    rows = [[*row[:3], row[3] * 10_000, row[4]] for row in PLAIN]
    assert is_read_whole(read(headings, *rows, ["注：表中完成面积单位为平方米，目标任务单位为万平方米"]))
    assert asked(read(headings, *rows, ["注：面积单位为平方米，或为万平方米"])) == ["D3", "E3"]
    headings = [*HEADINGS[:3], "完成面积（平方米）", "目标任务（万平方米）"]
    assert is_read_whole(read(headings, *rows, ["注：目标数按年初区政府下达任务，单位万平方米；完成面积由各镇上报。"]))
    assert asked(read(headings, *rows, ["注：完成面积由各镇上报，单位为万平方米。"])) == ["D3"]


def test_land_for_floor_area_is_refused_with_the_way_out() -> None:
    (problem,) = read([*HEADINGS[:3], "完成改造建筑面积（公顷）"], *(row[:4] for row in PLAIN)).errors
    assert (problem.code, problem.cell) == ("land_unit", "D3")
    assert "1公顷＝1万㎡" in str(problem.expected)


@pytest.mark.parametrize("note", ["注：合计数含区属企业改造项目6个。", "合计数大于各单位之和，含区直部门"])
def test_a_note_on_the_total_concerns_no_unit(note: str) -> None:
    assert is_read_whole(read(HEADINGS, *PLAIN, [note]))


def test_a_note_on_the_places_of_one_unit_is_a_warning_and_of_other_things_a_question() -> None:
    reading = read(HEADINGS, *PLAIN, ["* 妙西镇不含风景区。"])
    assert is_read_whole(reading)
    assert [(problem.code, problem.cell) for problem in reading.warnings] == [("note_on_unit", "A12")]
    for note in ("妙西镇不含在建项目", "本表不含风景区", "织里镇仅含镇区", "织里镇含未核实的园区"):
        assert asked(read(HEADINGS, *PLAIN, [note])) == ["A12"], note


def test_a_comment_that_tells_a_gain_and_its_number_leaves_the_figure() -> None:
    history = {(3, 3): f"10月8日为30.11，本周新增{PLAIN[0][3] - 30.11:.2f}"}
    assert is_read_whole(read(HEADINGS, *PLAIN, comments=history))
    for text in ("上周为30.11，本周含漾西片区", "上期30.11，本期起含漾西片区", "上次报30.11，含原高新区2家"):
        assert is_read_whole(read(HEADINGS, *PLAIN, comments={(3, 3): text})), text
    for text in ("沿用上周数", "上周为30.11，本周含未验收的3个", "上周漏报2家"):
        assert asked(read(HEADINGS, *PLAIN, comments={(3, 3): text})) == ["D4"], text
    assert asked(read(HEADINGS, *PLAIN, comments={(3, 3): f"本周新增{PLAIN[0][3]}"})) == ["D4"]
    assert asked(read(HEADINGS, *PLAIN, comments={(3, 3): "为本周新增数"})) == ["D4"]


def test_pages_and_slogans_are_no_doubt_but_campaigns_of_some_projects_are() -> None:
    page = ["", "", "第1页  共2页"]
    assert is_read_whole(read(HEADINGS, *PLAIN[:4], page, HEADINGS, *PLAIN[4:], ["", "", "第2页 共2页"]))
    titles = {"全区“旧厂区改造”攻坚进度表": True, "旧厂区改造百日会战进度表": True, "旧厂区改造攻坚项目进度表": False}
    for title, is_plain in titles.items():
        reading = read_book(opened(Grid("进度", [[title], DAY, HEADINGS, *PLAIN])))
        assert is_read_whole(reading) is is_plain, title


@pytest.mark.parametrize(
    ("page", "next_page"),
    [
        ("（转下页）", "统计表（续）"),
        ("转下页", "（续表）"),
        ("（下接第2页）", "（上接第1页）"),
        ("过次页", "承前页"),
        ("未完待续", "续表一"),
        ("（未完，转下页）", "（接上页）"),
        (None, "统计表（续一）"),
    ],
)
@pytest.mark.parametrize("day", [DAY, []])
def test_the_second_page_of_a_paper_form_continues_the_first(page: str | None, next_page: str, day: list[str]) -> None:
    rows = [HEADINGS, *PLAIN[:4], [page], [], [next_page], day, HEADINGS, *PLAIN[4:]]
    assert is_read_whole(read(*rows))


@pytest.mark.parametrize("group", ["织里镇（2个）", "一、织里镇（2个项目）"])
def test_a_row_that_heads_the_sites_of_a_place_is_no_site(group: str) -> None:
    lines = [
        ["项目名称", "所在乡镇", "建筑面积（万㎡）", "进度"],
        [group, None, 2.77, None],
        ["甲厂", "织里镇", 1.85, "开工"],
        ["乙厂", "织里镇", 0.92, "完工"],
    ]
    reading = read(*lines)
    assert not reading.errors
    assert reading.tables["sites"].frame["site"].tolist() == ["甲厂", "乙厂"]
    missing = read(*lines[:1], ["织里镇", None, 0.5, "开工"], *lines[2:])
    assert [problem.cell for problem in missing.errors] == ["B4"]


@pytest.mark.parametrize(
    ("done", "is_group"),
    [
        ("一、已完工项目（1个）", True),
        ("（一）完工项目", True),
        ("完工项目1个：", True),
        ("一、织里砖瓦厂项目", False),
        ("旧厂区改造项目", False),
    ],
)
def test_a_row_that_heads_the_sites_of_a_stage_is_no_site(done: str, is_group: bool) -> None:
    lines = [
        ["项目名称", "所在乡镇", "建筑面积（万㎡）", "进度"],
        [done, None, 1.85, None],
        ["甲厂", "织里镇", 1.85, "完工"],
        ["二、在建项目（1个）", None, 0.92, None],
        ["乙厂", "织里镇", 0.92, "开工"],
    ]
    reading = read(*lines)
    assert [problem.cell for problem in reading.errors] == ([] if is_group else ["B4"])
    assert not is_group or reading.tables["sites"].frame["site"].tolist() == ["甲厂", "乙厂"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("改造前建筑面积", "改造建筑面积"),
        ("原建筑面积", "改造建筑面积"),
        ("原有建筑面积", "改造后建筑面积"),
        ("改前建筑面积", "改后建筑面积"),
        ("现有建筑面积", "改造建筑面积"),
        ("现状面积", "建筑面积"),
    ],
)
def test_the_area_before_the_renovation_is_not_that_of_the_site(before: str, after: str) -> None:
    headings = ["项目名称", "所在乡镇", f"{before}（㎡）", f"{after}（㎡）", "进度"]
    sites = [["甲厂", "织里镇", 10080, 12600, "开工"], ["乙厂", "埭溪镇", 11750, 9400, "完工"]]
    for place in (1, -1):
        columns = [*headings[:2], *headings[2:4][::place], headings[4]]
        reading = read(columns, *([*row[:2], *row[2:4][::place], row[4]] for row in sites))
        assert not reading.questions
        assert reading.tables["sites"].frame["area"].tolist() == [1.26, 0.94]
