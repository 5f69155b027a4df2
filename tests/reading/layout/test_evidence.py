"""Figures that continue the previous release bear out a table whose title has an unknown word; nothing else is taken."""

from __future__ import annotations

from typing import Any

import pytest

from renovation.reading.files.workbook import Book, Sheet
from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
LATER = [[unit[0], unit[1] + 2, unit[2] + 1, round(unit[3] + 0.5, 2), unit[4]] for unit in first_dataset.UNIT_PROGRESS]
TITLE = "吴兴区磨砺表"
COUNTIES = [["县区", "上报市完成改造建筑面积（万㎡）"], ["德清县", 128.0], ["吴兴区", 127.5], ["长兴县", 104.0]]
COUNTIES += [["南浔区", 96.0], ["安吉县", 55.0]]


def read(*lines: list[Any], name: str = "进度", title: str = TITLE, day: str = "截至2013年10月29日") -> Reading:
    rows = [[title], [day], *(lines or ([HEADINGS, *LATER]))]
    return read_book(opened(Grid(name, rows)), Hints(previous=first_dataset.tables()))


def asked(reading: Reading) -> list[str]:
    return [question.heading or "" for question in reading.questions]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (TITLE, "进度"),
        ("吴兴区旧厂区改造瞭望简报", "进度"),
        ("争先进位——旧厂区改造位次表", "进度"),
        ("旧厂区改造进度表", "红蓝榜"),
        ("各乡镇（街道）、高新区完成情况", "进度"),  # names of places
        ("汇总单位：织里镇旧改办", "进度"),
        ("旧厂区改造进度表", "织里报区里"),
        ("织里镇旧厂区改造进度表", "进度"),
        ("吴兴区旧厂区改造及盘活土地情况表", "进度"),  # what other columns have
    ],
)
def test_an_unknown_word_is_borne_out_by_figures_that_continue(title: str, name: str) -> None:
    reading = read(title=title, name=name)
    assert (asked(reading), reading.errors) == ([], ())
    assert reading.tables["unit_progress"].frame["projects_started"].tolist() == [unit[1] for unit in LATER]
    doubtful = [line for line in reading.understood if line.id.split(":")[1] == "whole"]
    assert [line.value for line in doubtful] == ["whole"]


def changed(row: int, column: int, value: Any) -> list[list[Any]]:
    rows = [list(line) for line in LATER]
    rows[row][column] = value
    return rows


@pytest.mark.parametrize(
    ("title", "day", "rows"),
    [
        (TITLE, "截至2013年10月29日", changed(3, 1, 1)),  # one figure is lower
        (TITLE, "截至2013年10月29日", LATER[1:]),  # a unit is missing
        (TITLE, "截至2013年10月29日", [[row[0], 3 * row[1], *row[2:]] for row in LATER]),  # too many
        (TITLE, "2013年10月29日", LATER),  # a date without 截至 may be that of a plan
        ("纺织行业旧厂区改造情况表", "截至2013年10月29日", LATER),  # the word may say a part
        ("旧厂区改造进度表（仅织里镇）", "截至2013年10月29日", LATER),
        ("旧厂区改造及集中拆除情况表", "截至2013年10月29日", LATER),
        (TITLE, "截至2013年10月29日", changed(3, 1, None)),  # nothing says that it is not reported
        ("旧厂区改造进度表（老口径甲）", "截至2013年10月29日", LATER),  # or another basis
        ("吴兴区旧厂区改造预计完成表", "截至2013年10月29日", LATER),  # a known word is no unknown one
    ],
)
def test_it_is_asked_about_otherwise(title: str, day: str, rows: list[list[Any]]) -> None:
    assert asked(read(HEADINGS, *rows, title=title, day=day)) == [title]


def test_tables_below_each_other_are_read_by_their_own_rows() -> None:
    reading = read(*COUNTIES, [], ["表二　各责任单位"], HEADINGS, *LATER, title="旧厂区改造进度表")
    assert (asked(reading), reading.errors) == ([], ())
    assert reading.tables["county_progress"].frame["area_reported"].tolist() == [line[1] for line in COUNTIES[1:]]
    assert len(reading.tables["unit_progress"].frame) == len(LATER)


def test_a_row_whose_cells_have_moved_to_the_right_is_an_error() -> None:
    moved = [*LATER[:3], [LATER[3][0], None, *LATER[3][1:]], *LATER[4:]]
    errors = read(HEADINGS, *moved, title="旧厂区改造进度表").errors
    assert [(error.code, error.cell) for error in errors] == [("shifted_row", "F7")]


@pytest.mark.parametrize(
    "line",
    [
        "本周：2013年10月29日；上周：2013年10月22日",
        "监测时点：2013年10月29日",
    ],
)
def test_a_line_with_last_weeks_day_or_another_label_gives_the_day(line: str) -> None:
    reading = read(title="旧厂区改造进度表", day=line)
    assert (asked(reading), str(reading.as_of)) == ([], "2013-10-29")


def test_sentences_above_a_table_may_speak_of_other_figures() -> None:
    report = "截至2013年10月29日，全区开工219个。力争12月底前100个重点项目全部开工，各乡镇要抓紧推进。"
    assert asked(read(title="旧厂区改造进度表", day=report)) == []


@pytest.mark.parametrize(
    "line",
    [
        "截至2013年10月29日　统计口径：签约口径",
        "截至2013年10月29日（计划口径）",
        "填报单位：南浔区旧厂区改造办公室　截至2013年10月29日",
    ],
)
def test_another_basis_and_another_office_are_asked_about_although_figures_continue(line: str) -> None:
    assert asked(read(title="旧厂区改造进度表", day=line)) == [line]


@pytest.mark.parametrize("name", ["预排", "规上企业", "2012年"])
def test_the_name_of_a_sheet_that_says_something_else_is_asked_about_although_figures_continue(name: str) -> None:
    assert asked(read(title="旧厂区改造进度表", name=name)) == [name]


def test_the_number_of_a_document_is_no_unknown_word() -> None:
    assert asked(read(HEADINGS, *LATER, title="吴经信函〔2013〕27号", day="数据至10月29日止，2013年")) == []


def test_a_unit_that_is_marked_as_not_reported_need_not_continue() -> None:
    rows = [[*LATER[0][:1], "未报", "未报", "未报", LATER[0][4]], *LATER[1:]]
    assert asked(read(HEADINGS, *rows, title="旧厂区改造进度表（缺妙西）")) == []


def test_a_report_without_a_unit_of_the_previous_release_is_an_error() -> None:
    errors = read(HEADINGS, *LATER[:5], title="旧厂区改造进度表").errors
    assert [(error.code, error.expected and error.expected.zh) for error in errors] == [
        ("missing_places", "埭溪镇、东林镇、环渚街道")
    ]


@pytest.mark.parametrize(("gain", "is_asked"), [("1.17", False), (str(LATER[0][3]), True)])
def test_a_gain_in_a_remark_is_not_the_figure_beside_it(gain: str, is_asked: bool) -> None:
    remark = f"本周新增{gain}万㎡"
    rows = [[*HEADINGS, "备注"], [*LATER[0], remark], *([*row, None] for row in LATER[1:])]
    assert asked(read(*rows, title="旧厂区改造进度表")) == [remark] * is_asked


@pytest.mark.parametrize(("table", "is_asked"), [(COUNTIES, False), ([HEADINGS, *LATER], True)])
def test_figures_as_reported_are_the_basis_of_the_table_of_counties(table: list[list[Any]], is_asked: bool) -> None:
    note = "说明：本表按各县区上报数排名，未经市级核查。"
    assert asked(read(*table, [note], title="旧厂区改造进度表")) == [note] * is_asked


def test_how_areas_are_measured_changes_nothing() -> None:
    notes = ["注：面积以房产测绘成果为准，无产权的以实测面积为准。", "注：面积以预测面积为准。"]
    assert asked(read(HEADINGS, *LATER, *([note] for note in notes), title="旧厂区改造进度表")) == notes[1:]


@pytest.mark.parametrize(("rows", "is_asked"), [(LATER, False), (changed(3, 1, 1), True)])
def test_newly_started_projects_are_those_of_the_year_if_they_continue(rows: list[list[Any]], is_asked: bool) -> None:
    heading = "新开工项目"
    assert asked(read([HEADINGS[0], heading, *HEADINGS[2:]], *rows, title="旧厂区改造进度表")) == [heading] * is_asked


def test_numbered_indicators_in_groups_stand_before_the_units_across() -> None:
    names = ["1.开工项目数", "2.完工项目数", "3.完成改造建筑面积", "4.年度目标面积"]
    figures = zip(names, ["个", "个", "万㎡", "万㎡"], *(row[1:] for row in LATER), strict=True)
    (started, completed, *areas) = map(list, figures)
    heads = ["指标", "计量单位", *(row[0] for row in LATER)]
    reading = read(heads, ["一、项目", "—"], started, completed, ["二、面积", "—"], *areas, title="旧厂区改造进度表")
    assert (asked(reading), reading.errors) == ([], ())
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [row[3] for row in LATER]


@pytest.mark.parametrize(
    ("names", "codes"),
    [(["开工项目数（个）", "完工项目数（个）", "完成面积（万㎡）"], ["near_table"]), (["投资", "税收", "就业"], [])],
)
def test_a_sheet_that_lists_our_measures_is_not_left_out(names: list[str], codes: list[str]) -> None:
    others = Sheet("全区", tuple((name, 8.0) for name in names))
    units = opened(Grid("进度", [["旧厂区改造进度表"], ["截至2013年10月29日"], HEADINGS, *LATER]))
    reading = read_book(Book((others, *units.sheets)), Hints(previous=first_dataset.tables()))
    assert [error.code for error in reading.errors] == codes


@pytest.mark.parametrize(("line", "is_read"), [("（第45期）", True), ("第45周", False)])
def test_the_number_of_an_issue_above_all_columns_does_not_qualify_them(line: str, is_read: bool) -> None:
    rows = [["旧厂区改造周报"], [line], HEADINGS, *LATER, ["截至2013年10月29日"]]
    reading = read_book(opened(Grid("周报", rows, ("A1:E1", "A2:E2"))), Hints(previous=first_dataset.tables()))
    assert ("unit_progress" in reading.tables) is is_read


@pytest.mark.parametrize(
    "line",
    [
        "市旧厂区改造工作领导小组办公室编印",
        "区委办公室　区政府办公室",
        "编发：区委办 区府办",
        "2013年10月30日印发 区委区政府督查室",
        "报：市旧改办 送：区四套班子 发：各乡镇",
        "吴兴区“三改一拆”行动领导小组办公室编印",
        "一月一通报",
    ],
)
def test_a_line_that_only_names_who_made_or_gets_a_sheet_says_nothing_of_scope(line: str) -> None:
    rows = [[row[0], row[1] - 3, *row[2:]] for row in LATER]  # which do not continue
    assert asked(read([line], HEADINGS, *rows, title="旧厂区改造进度表")) == []


@pytest.mark.parametrize(
    "line",
    [
        "织里镇人民政府编",
        "南浔区旧改办编印",
        "童装园区指挥部编",
        "报送市旧改办口径",
        "市级督办",
        "市旧改办 2012年12月编印",
        "区旧改办编印 规上企业",
    ],
)
def test_a_line_that_names_a_part_or_another_place_beside_an_office_is_asked_about(line: str) -> None:
    rows = LATER[1:] if line.startswith("织里") else LATER
    assert asked(read([line], HEADINGS, *rows, title="旧厂区改造进度表")) == [line]


@pytest.mark.parametrize(
    "note",
    [
        "两家企业正在签约，未计入",
        "另有2家在谈，未纳入统计",
        "较上周净增项目已核对",
        "累计数含欣安村",
        "一月一小结",
        "本周新增1个",
        "注：本期与上期口径一致",
    ],
)
def test_a_note_on_what_is_checked_included_or_not_begun_is_harmless(note: str) -> None:
    assert asked(read(HEADINGS, *LATER, [note], title="旧厂区改造进度表")) == []


@pytest.mark.parametrize(
    "note",
    [
        "2家已开工企业未计入",
        "部分新增项目已核对",
        "累计数不含欣安村",
        "新增数已核对",
        "本周新增数",
        "本表为砂洗企业数",
        "注：与上期数一致",
    ],
)
def test_a_note_on_what_is_left_out_or_not_checked_is_asked_about(note: str) -> None:
    assert asked(read(HEADINGS, *LATER, [note], title="旧厂区改造进度表")) == [note]


def test_a_heading_with_its_own_unit_beside_a_group_is_no_line() -> None:
    groups = ["责任单位", "截至2013年10月29日累计", None, None, "年度目标（万㎡）"]
    rows = [["旧厂区改造进度表"], groups, [None, *HEADINGS[1:4], None], *LATER]
    reading = read_book(opened(Grid("进度", rows, ("A2:A3", "B2:D2", "E2:E3"))), Hints(previous=first_dataset.tables()))
    assert (asked(reading), reading.errors, str(reading.as_of)) == ([], (), "2013-10-29")


def test_the_day_may_be_written_in_wide_digits_or_behind_the_beginning_of_the_campaign() -> None:
    for day in ("截至２０１３年１０月２９日", "自2013年3月全面启动至2013年10月29日累计"):
        reading = read(
            ["单位", "开工", "竣工", "完成面积（万㎡）", "目标面积（万㎡）"], *LATER, title="旧厂区改造进度表", day=day
        )
        assert (asked(reading), str(reading.as_of)) == ([], "2013-10-29")
