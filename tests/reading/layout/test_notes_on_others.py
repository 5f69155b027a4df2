"""Notes on what is not in the table, in alarming words: read; the same words of what is in it: asked about."""

from __future__ import annotations

import pytest

from renovation.reading.reader import Hints, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

DAY = ["截至2013年10月15日"]
HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
PLAIN = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]


def asked(note: str, title: str = "吴兴区旧厂区改造进度表", name: str = "进度") -> list[str | None]:
    """The cells of the questions about a sheet with a note below the table."""
    book = opened(Grid(name, [[title], DAY, HEADINGS, *PLAIN, [note]]))
    return [question.cell for question in read_book(book, Hints(previous=first_dataset.tables())).questions]


@pytest.mark.parametrize(
    "note",
    [
        "注：以上均为实际开工、实际完工数，不含意向、在谈及签约未开工项目。",
        "说明：未包括储备项目和前期项目",
        "注：1．各项数据自2013年1月1日起累计，2012年及以前完成的不计入；",
        "2．旧仓储用房、老旧市场改造另表统计，不在本表；",
        "城中村改造、老旧小区改造单独统计，不列入本表",
        "注：2012年及以前完成的另表统计。",
        "说明：1.项目数以经信局认定为准；2.表中面积均以万平方米计；3.完成率=已完成改造面积/全年目标面积。",
        "注：开工项目由区发改委审定的结果为准",
    ],
)
def test_what_no_figure_counts_may_be_left_out(note: str) -> None:
    assert asked(note) == []


@pytest.mark.parametrize(
    "note",
    [
        "注：以上数据仅含签约项目",
        "本表数据含意向项目",
        "以上为计划数",
        "注：9月份数据",
        "注：数据以经信局核定为准",
        "注：项目数以上周数为准",
        "注：项目数以市经信局认定为准",
        "注：不含技术改造项目",
        "注：2013年新开工的不计入",
        "注：2013年及以前完成的不计入",
        "织里镇另行统计，不列入本表",
        "规下企业不在本表",
        "注：在建项目完成面积按进度折算计入（主体结顶按50%折算）",
    ],
)
def test_what_figures_count_or_lack_is_asked_about(note: str) -> None:
    assert asked(note) == ["A12"]


@pytest.mark.parametrize(
    ("note", "cells"),
    [
        ("下周计划：全区拟新开工6个、预计完工8个，拟完成改造建筑面积5万㎡。", []),
        ("下一步工作：加快未开工项目进度，确保年底完工数超计划数", []),
        ("下步打算：预计完工8个", []),
        ("下周计划数", ["A12"]),
        ("下周计划：以上数据为预计数", ["A12"]),
    ],
)
def test_next_week_is_not_in_the_table_unless_a_note_says_so(note: str, cells: list[str]) -> None:
    assert asked(note) == cells


@pytest.mark.parametrize(
    ("note", "cells"),
    [
        ("注：上期埭溪镇完工数漏报2个，本期数据中已补入。", []),
        ("埭溪镇上期多报1个，已按要求核减", []),
        ("埭溪镇上期漏报2个，待下周补入", ["A12"]),
        ("说明：11月20日印发的第10期统计表作废，以本表为准。", []),
        ("备注：东林镇上周数填写有误，以本表为准", []),
        ("此表作废，以重新下发的为准", ["A12"]),
    ],
)
def test_a_correction_that_is_made_already_asks_nothing(note: str, cells: list[str]) -> None:
    assert asked(note) == cells


@pytest.mark.parametrize(
    ("note", "cells"),
    [
        ("主要问题：常溪村12家企业腾退补偿未谈妥，5户未签", []),
        ("2家企业土壤检测未出结果", []),
        ("2家企业数据未确认", ["A12"]),
        ("2家企业未经审核", ["A12"]),
    ],
)
def test_what_is_not_settled_on_a_site_says_nothing_of_the_figures(note: str, cells: list[str]) -> None:
    assert asked(note) == cells


@pytest.mark.parametrize("name", ["统计站", "分组", "按园区", "10月小结", "分村（园区）", "双目标"])
def test_the_name_of_a_sheet_may_be_an_office_or_say_how_rows_are_sorted(name: str) -> None:
    assert asked("", name=name) == []


def test_a_title_may_name_the_source_of_another_column() -> None:
    title = "旧厂区改造进度表（区、市两套口径）"
    assert asked("", title) == ["A1"]
    heading = [*HEADINGS, "上报市口径完成改造建筑面积（万㎡）"]
    rows = [[*row, round(row[3] * 1.3, 2)] for row in PLAIN]
    reading = read_book(opened(Grid("进度", [[title], DAY, heading, *rows])), Hints(previous=first_dataset.tables()))
    assert reading.questions == ()
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [row[3] for row in PLAIN]


def test_of_two_targets_with_their_rates_the_assigned_one_counts() -> None:
    more = ["奋斗目标面积（自加压，万㎡）", "完成年度目标（%）", "完成奋斗目标（%）"]
    rows = [[*row, round(row[4] * 1.5, 2), round(100 * row[3] / row[4], 1), round(100 * row[3] / row[4] / 1.5, 1)]
            for row in PLAIN]  # fmt: skip
    lines = [DAY, [*HEADINGS[:4], "年度目标面积（区下达，万㎡）", *more], *rows]
    reading = read_book(opened(Grid("进度", lines)), Hints(previous=first_dataset.tables()))
    assert reading.questions == ()
    frame = reading.tables["unit_progress"].frame
    assert frame["annual_target_area"].tolist() == [row[4] for row in PLAIN]
    assert frame["completion_rate_reported"].tolist() == [row[6] for row in rows]


def test_when_a_target_was_set_is_no_time_of_its_figures() -> None:
    heading = "区政府年初下达的全年改造建筑面积目标任务（万平方米）"
    reading = read_book(opened(Grid("进度", [DAY, [*HEADINGS[:4], heading], *PLAIN])))
    assert reading.questions == ()
    reading = read_book(
        opened(Grid("进度", [DAY, [*HEADINGS[:3], "年初完成改造建筑面积（万㎡）", HEADINGS[4]], *PLAIN]))
    )
    assert [question.cell for question in reading.questions] == ["D2"]
    since = [HEADINGS[0], *(f"年初至10月底{heading}" for heading in HEADINGS[1:4]), HEADINGS[4]]
    assert read_book(opened(Grid("进度", [["截至2013年10月31日"], since, *PLAIN]))).questions == ()
