"""Statements below or beside the figures that say these are old, unchecked, to be changed, or count something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from renovation.reading.files.workbook import Book
from renovation.reading.reader import Hints, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
PLAIN = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]


def asked(note: str = "", remark: str = "", heading: str = "") -> list[str | None]:
    """The cells of the questions about a table with a note below it and a remark beside its first unit."""
    lines = [["截至2013年10月15日"], [*HEADINGS, heading], [*PLAIN[0], remark], *PLAIN[1:], [note]]
    return [q.cell for q in read_book(opened(Grid("进度", lines)), Hints(previous=first_dataset.tables())).questions]


@pytest.mark.parametrize(
    "note",
    [
        "注：年度目标已调整，本表仍为原目标。",
        "注：织里镇数据待确认。",
        "注：织里镇另有2个项目未录入。",
        "注：织里镇面积应扣减0.5万㎡。",
        "注：完成面积中有3.2万㎡待拆。",
        "注：以上含旧住宅区改造面积。",
        "说明：统计范围扩大到村级工业点。",
        "*为合同面积。",
        "①为上周数据。",
        "注：开工数含未开工项目。",
        "注：含上周数。",
        "此列为计划完成数，实际完成数月底补。",
        "里面有练市镇2个项目，待剔除。",
        "注：包括计划项目。",
        "注：高新区数据并入八里店镇。",
        "注：完成面积=已拆除+已签约。",
        "注：完工项目含主体结顶项目。",
        "注：目标为2014年目标。",
        "本期数据尚待市里审定。",
        "注：妙西镇2个项目系重复统计。",
        "注：剔除重复后开工数为100个。",
        "以上数字为9月底数。",
        "注：含旧市场改造。",
        "注：本表为区级项目数，镇级项目另报。",
        "注：企业自改项目不在内。",
    ],
)
def test_a_note_that_the_figures_are_not_as_they_should_be_is_asked_about(note: str) -> None:
    assert asked(note) == ["A11"]


@pytest.mark.parametrize(
    "note",
    [
        "数字按四舍五入",
        "已扣除8月重复统计的0.3万㎡",
        "注：本期数据截至10月15日",
        "5户待拆",
        "不含意向项目",
        "请各乡镇于每周二前报送",
        "如有误请核对",
    ],
)
def test_a_note_on_conditions_or_projects_is_not(note: str) -> None:
    assert asked(note) == []


@pytest.mark.parametrize(
    ("heading", "remark"),
    [
        ("", "沿用上周数"),
        ("存在问题", "与台账不符"),
        ("本周是否更新", "否"),
        ("数据状态", "未审核"),
        ("备注", "同上周"),
        ("备注", "上周数"),
        ("备注", "数据截至10月8日"),
        ("备注", "其中0.5万㎡为危房改造"),
        ("审核意见", "退回"),
        ("数据时间", "10.8"),
    ],
)
def test_a_remark_under_any_heading_is_looked_at(heading: str, remark: str) -> None:
    assert asked("", remark, heading) == ["F3"]


@pytest.mark.parametrize(
    ("heading", "remark"),
    [
        ("存在问题", "5户未签"),
        ("是否完工", "否"),
        ("备注", "不符合规划"),
        ("备注", "土地已退回"),
        ("上报时间", "10.8"),
        ("存在问题", "不符合规划"),
    ],
)
def test_a_remark_on_projects_is_not_asked_about(heading: str, remark: str) -> None:
    assert asked("", remark, heading) == []


def test_a_number_format_that_says_estimated_is_asked_about() -> None:
    (sheet,) = opened(Grid("进度", [["截至2013年10月15日"], HEADINGS, *PLAIN])).sheets
    for shown, cells in (("（估）", ["D4"]), ("万㎡", [])):
        book = Book((replace(sheet, shown_measurement_units={(3, 3): shown}),))
        assert [question.cell for question in read_book(book).questions] == cells


@pytest.mark.parametrize("title", ["（上年同期数）", "（报市口径）"])
def test_a_subtitle_of_another_year_or_basis_is_asked_about(title: str) -> None:
    headings = ["单位", "累计开工项目数", "累计完工项目数", "累计完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
    lines = [["旧厂区改造进度表"], [title], ["截至2013年10月15日"], headings, *PLAIN]
    assert [question.cell for question in read_book(opened(Grid("进度", lines))).questions] == ["A2"]
