"""Lists of sites: remarks that take a row away, notes that change the areas, areas without a unit of measurement."""

from __future__ import annotations

import pytest

from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened


def read(
    remark: str = "",
    title: str = "",
    note: str = "",
    area: float = 3000,
    heading: str = "建筑面积（㎡）",
    answers: dict[str, str] | None = None,
) -> Reading:
    rows = [[1, "织东印染厂", "织里镇", area, "开工", remark], [2, "东林机械厂", "东林镇", 2 * area, "完工", ""]]
    lines = [
        [title or "截至2013年10月29日"],
        ["序号", "项目名称", "责任单位", heading, "进度状态", "备注"],
        *rows,
        [note],
    ]
    return read_book(opened(Grid("项目清单", lines)), Hints(previous=first_dataset.tables(), answers=answers or {}))


@pytest.mark.parametrize(
    "remark",
    [
        "已取消",
        "项目已撤销",
        "已退出",
        "因规划调整停建",
        "与序号2重复",
        "重复登记",
        "不再实施",
        "已并入东林机械厂项目",
        "已调出本年度计划",
    ],
)
def test_a_remark_that_takes_a_site_away_is_asked_about(remark: str) -> None:
    assert [question.cell for question in read(remark).questions] == ["A3"]


@pytest.mark.parametrize(
    "remark", ["企业已退出", "不重复统计", "取消抵押手续已办", "停工整改", "已撤销原租赁合同", "重复利用原厂房"]
)
def test_a_remark_on_the_enterprise_or_the_work_is_not(remark: str) -> None:
    assert read(remark).questions == ()


def test_the_site_is_named_and_left_out_if_the_answer_says_so() -> None:
    (question,) = read("已取消").questions
    assert "织东印染厂" in question.text.zh
    kept = read("已取消", answers={question.id: "not_read"}).tables["sites"]
    assert kept.frame["site"].tolist() == ["东林机械厂"]


@pytest.mark.parametrize(
    ("note", "is_asked"),
    [
        ("注：表中面积为占地面积", True),
        ("说明：建筑面积按占地面积填报", True),
        ("注：本表数据未经核实", True),
        ("注：面积为建筑面积", False),
        ("注：含续建项目2个", False),
        ("注：序号2已取消", True),
        ("注：东林机械厂已退出，织东印染厂继续", True),
        ("注：织东印染厂面积应为3500", True),
        ("注：东林机械厂已完工", False),
    ],
)
def test_a_note_below_the_sites_is_looked_at(note: str, is_asked: bool) -> None:
    assert [question.cell for question in read(note=note).questions] == ["A5"] * is_asked


@pytest.mark.parametrize(
    ("area", "heading", "likely"),
    [(8, "面积", [None]), (300, "面积", ["㎡"]), (0.8, "面积", []), (8, "面积（万㎡）", [])],
)
def test_areas_without_a_unit_are_asked_about_if_too_large(area: float, heading: str, likely: list[str | None]) -> None:
    assert [question.likely for question in read(area=area, heading=heading).questions] == likely


@pytest.mark.parametrize(
    ("title", "is_asked"),
    [
        ("旧厂区改造储备项目清单（截至2013年10月29日）", True),
        ("旧厂区改造未开工项目清单（截至2013年10月29日）", True),
        ("2012年旧厂区改造项目清单（截至2013年10月29日）", True),
        ("德清县旧厂区改造项目清单（截至2013年10月29日）", True),
        ("低效用地项目清单（截至2013年10月29日）", True),
        ("2013年度旧厂区改造计划项目清单（截至2013年10月29日）", False),
        ("吴兴区重点旧厂区改造项目推进表（截至2013年10月29日）", False),
    ],
)
def test_a_title_of_other_sites_is_asked_about(title: str, is_asked: bool) -> None:
    assert [question.cell for question in read(title=title).questions] == ["A1"] * is_asked
