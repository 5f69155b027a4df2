"""Figures that were listed, assigned, nearly finished, carried over or not yet checked are never read in silence."""

from __future__ import annotations

from typing import Any

import pytest

from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造面积（万㎡）", "年度目标面积（万㎡）"]
PLAIN: list[list[Any]] = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]
TITLE = "吴兴区旧厂区改造进度表"


def read(
    headings: list[Any], rows: list[list[Any]], *notes: str, title: str = TITLE, sheet: str = "进度", line: str = ""
) -> Reading:
    lines = [[title], ["截至2013年10月15日"], [line], headings, *rows, *([note] for note in notes)]
    return read_book(opened(Grid(sheet, lines)), Hints(previous=first_dataset.tables()))


def is_refused(reading: Reading) -> bool:
    return bool(reading.questions or reading.errors)


@pytest.mark.parametrize("word", ["已下达改造面积", "实有厂房面积", "目前厂房面积", "纳入改造面积"])
def test_an_area_that_was_assigned_or_exists_is_not_taken_for_the_completed_one(word: str) -> None:
    rows = [[*row[:3], row[3] * 2, *row[3:]] for row in PLAIN]
    reading = read([*HEADINGS[:3], f"{word}（万㎡）", *HEADINGS[3:]], rows)
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [row[3] for row in PLAIN]
    assert is_refused(read([*HEADINGS[:3], f"{word}（万㎡）"], [[*row[:3], row[3] * 1.5] for row in PLAIN]))


@pytest.mark.parametrize(
    ("headings", "position"),
    [(("已下达开工项目数", "开工项目数"), 1), (("基本完工项目数", "完工项目数"), 2)],
)
def test_projects_that_were_assigned_or_nearly_finished_are_others(headings: tuple[str, ...], position: int) -> None:
    rows = [[*row[:position], row[position] + 3, *row[position:]] for row in PLAIN]
    reading = read([*HEADINGS[:position], *headings, *HEADINGS[position + 1 :]], rows)
    frame = reading.tables["unit_progress"].frame
    assert frame.iloc[:, [1, 2]].to_numpy().tolist() == [row[1:3] for row in PLAIN]


def test_a_target_that_was_changed_is_asked_about_beside_that_of_the_beginning() -> None:
    rows = [[*row, row[4] * 1.1] for row in PLAIN]
    assert is_refused(read([*HEADINGS[:4], "年初目标（万㎡）", "调整后目标（万㎡）"], rows))


def test_an_area_beside_the_number_of_all_projects_may_be_that_of_all() -> None:
    rows = [[row[0], row[1] * 2, *row[1:4]] for row in PLAIN]
    assert is_refused(read(["责任单位", "总数（个）", *HEADINGS[1:3], "面积（万㎡）"], rows))


@pytest.mark.parametrize("words", [("当年", "累计"), ("项目总数", "其中旧厂区"), ("实有", "完成")])
def test_rows_of_this_year_and_of_the_programme_are_not_left_out_in_silence(words: tuple[str, str]) -> None:
    rows = [[row[0], word, *row[1:4]] for row in PLAIN for word in words]
    for place, row in enumerate(rows):
        row[2:] = [figure + 1 for figure in row[2:]] if place % 2 else row[2:]
    reading = read(["责任单位", "类别", *HEADINGS[1:4]], rows)
    taken = [row[2] for row in rows[1::2]]
    assert is_refused(reading) or reading.tables["unit_progress"].frame["projects_started"].tolist() == taken


@pytest.mark.parametrize(
    "note",
    [
        "注：八里店镇本周数据同上周。",
        "注：年度目标已于10月调整，本表仍为原目标。",
        "注：以上含旧住宅区改造面积。",
        "注：织里镇数据待确认。",
        "请各乡镇核对后于10月31日前反馈。",
        "注：织里镇面积应扣减0.5万㎡。",
        "注：织里镇另有2个项目、0.8万㎡未录入。",
        "注：完工数含基本完工项目。",
        "注：埭溪镇按前期数列示。",
        "注：东林镇、妙西镇为10月8日数据。",
        "注：道场乡含2012年完成3.2万㎡。",
    ],
)
def test_a_note_on_figures_of_another_day_or_not_final_ones_is_asked_about(note: str) -> None:
    assert is_refused(read(HEADINGS, PLAIN, note))


@pytest.mark.parametrize(
    ("title", "sheet", "line"),
    [
        ("吴兴区旧厂区、旧住宅区改造进度表", "进度", ""),
        ("吴兴区旧厂区改造拟完成情况表", "进度", ""),
        ("吴兴区旧厂区改造年底完成情况表", "进度", ""),
        ("吴兴区旧厂区改造三年累计进度表", "进度", ""),
        (TITLE, "年底数", ""),
        (TITLE, "进度", "（含上年结转项目）"),
        (TITLE, "进度（待核对）", ""),
    ],
)
def test_a_title_or_name_of_other_figures_is_asked_about(title: str, sheet: str, line: str) -> None:
    headings = [HEADINGS[0], "累计开工项目数", *HEADINGS[2:]] if line else HEADINGS
    assert is_refused(read(headings, PLAIN, title=title, sheet=sheet, line=line))


@pytest.mark.parametrize("title", ["吴兴区旧厂区改造镇街进度表", "旧厂区改造年底目标完成情况", "镇街"])
def test_such_words_in_other_places_change_nothing(title: str) -> None:
    assert not is_refused(read(HEADINGS, PLAIN, title=title))
    assert not is_refused(read(HEADINGS, PLAIN, "注：与上周相比增加3个。", sheet="各镇街"))


@pytest.mark.parametrize("of_projects", [True, False])
def test_a_rate_that_no_target_checks_is_left_out_if_it_is_another(of_projects: bool) -> None:
    total = sum(row[3] for row in PLAIN)
    rates = [f"{100 * (row[2] / row[1] if of_projects else row[3] / total):.1f}%" for row in PLAIN]
    rows = [[*row[:4], rate] for row, rate in zip(PLAIN, rates, strict=True)]
    reading = read([*HEADINGS[:4], "完成率"], rows)
    assert reading.tables["unit_progress"].frame["completion_rate_reported"].isna().all()


@pytest.mark.parametrize(
    ("heading", "remark"), [(None, "沿用上周数"), ("存在问题", "数据未报，沿用上周"), ("数据状态", "未审核")]
)
def test_a_remark_in_any_column_is_looked_at(heading: str | None, remark: str) -> None:
    rows = [[*row, remark if place == 1 else None] for place, row in enumerate(PLAIN)]
    assert is_refused(read([*HEADINGS, heading], rows))


@pytest.mark.parametrize(
    "title",
    ["2014年拟实施旧厂区改造储备项目表", "吴兴区旧住宅区改造项目表", "旧厂区改造项目表（征求意见稿）"],
)
def test_a_list_of_other_sites_is_asked_about(title: str) -> None:
    sites = [["金牛纺织", "织里镇", "技术改造", "开工", 0.8], ["金农麦芽", "东林镇", "技术改造", "完工", 1.2]]
    lines = [[title], ["截至2013年10月15日"], ["项目名称", "乡镇", "改造方式", "进展", "建筑面积（万㎡）"], *sites]
    assert is_refused(read_book(opened(Grid("项目", lines)), Hints()))
    lines[0] = ["旧厂区改造项目表"]
    assert not is_refused(read_book(opened(Grid("项目", lines)), Hints()))


def test_areas_in_thousands_of_square_metres_are_converted() -> None:
    rows = [[*row[:3], row[3] * 10, row[4] * 10] for row in PLAIN]
    reading = read([*HEADINGS[:3], "完成改造面积", "年度目标面积"], rows, "注：面积计量单位为千平。")
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [row[3] for row in PLAIN]


@pytest.mark.parametrize("word", ["龙溪", "滨湖", "环塘"])
def test_the_name_of_a_water_where_a_documents_name_stands_may_be_a_part_of_the_area(word: str) -> None:
    assert is_refused(read(HEADINGS, PLAIN, title=f"旧厂区改造{word}表"))
    assert is_refused(read(HEADINGS, PLAIN, sheet=f"{word}榜"))
    lines = [[TITLE], ["截至2013年10月15日"], HEADINGS, *PLAIN]
    assert read_book(opened(Grid("进度", lines)), Hints(file_name=f"{word}表.xlsx")).questions
    assert not is_refused(read(HEADINGS, PLAIN, title="旧厂区改造磨砺表"))
