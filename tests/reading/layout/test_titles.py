"""Titles with unknown words: asked about where such a word may change the figures, else taken as sender or document."""

from __future__ import annotations

import pytest

from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
ROWS = [[name, started + place, done, area, target]
        for place, (name, started, done, area, target, *_) in enumerate(first_dataset.UNIT_PROGRESS, -2)]  # fmt: skip
"""Some figures are lower than in the previous release, so that they do not prove what the table is."""
OURS = "吴兴区旧厂区改造进度表"


def read(*lines: str, name: str = "Sheet1", file_name: str | None = None) -> Reading:
    rows = [*([line] for line in lines), ["2013年11月19日"], HEADINGS, *ROWS]
    return read_book(opened(Grid(name, rows)), Hints(previous=first_dataset.tables(), file_name=file_name))


def asked(reading: Reading) -> list[str]:
    return [question.heading or "" for question in reading.questions]


@pytest.mark.parametrize(
    "title",
    [
        "吴兴区旧厂区改造磨砺表",
        "各地旧厂区改造进度表",
        "旧厂区改造开竣工情况表",
        "区领导联系片区旧厂区改造进度表",
        "争先进位——旧厂区改造位次表",
        "旧厂区改造红黑榜（报区委办）",
        "旧厂区改造进度表，11月20日报送市旧改办",
        "旧厂区改造工作晨报（呈李区长阅示）",
        "吴兴区旧厂区改造调度会材料",
        "吴兴区旧厂区改造红绿灯管理表",
        "旧厂区改造转型升级进度表",
        "加快推进旧厂区改造进度表",
        "吴兴区旧厂区改造比学赶超擂台榜",
        "吴兴经信系统 旧厂区改造进度表",
        "各乡镇、开发区旧厂区改造进度表",
        "重点工作督办系统－旧厂区改造模块",
        "旧厂区改造——在全区重点工作推进会上的汇报",
    ],
)
def test_an_unknown_word_where_no_scope_stands_is_the_sender_or_the_kind_of_document(title: str) -> None:
    reading = read(title)
    assert (asked(reading), reading.errors) == ([], ())
    frame = reading.tables["unit_progress"].frame
    assert frame["projects_started"].tolist() == [row[1] for row in ROWS]


def test_such_a_word_is_shown_with_its_reason() -> None:
    (line,) = [line for line in read("吴兴区旧厂区改造磨砺表").understood if line.id.split(":")[1] == "whole"]
    assert (line.heading, line.value) == ("吴兴区旧厂区改造磨砺表", "whole")
    assert "按发文单位、文种等理解" in line.evidence.zh


@pytest.mark.parametrize(
    "title",
    [
        "低效用地再开发进度表",
        "“三改一拆”进度表",
        "吴兴区三改一拆工作进度表",
        "五水共治进度表",
        "亩均论英雄进度表",
        "吴兴区磨砺表",  # nothing names the programme
        "沿太湖旧厂区改造进度表",
        "旧厂区改造沿太湖进度表",
        "旧厂区改造进度表（沿太湖）",
        "旧厂区改造进度表（甲）",
        "旧厂区改造纺织类进度表",
        "旧厂区改造印染企业进度表",
        "旧厂区改造国有资产进度表",
        "旧厂区改造二期进度表",
        "旧厂区改造龙溪进度表",
        "旧厂区改造停产进展情况",
        "旧学校、旧厂区改造进度表",
        "旧厂区改造国土口径表",
        "旧厂区改造三年行动进度表",
        "旧厂区改造构想表",
        "旧厂区改造实施方案",
        "旧厂区改造前十强榜",
        "重点工作项目旧厂区改造进度表",
        "旧厂区改造民生实事进度表",
        "旧厂区改造太湖沿岸进度表",
        "旧厂区改造织里以外进度表",
        "湖州开发区旧厂区改造进度表",
        "旧厂区改造规上进度表",
        "旧厂区改造亿元以上进度表",
        "旧厂区改造园中园进度表",
        "旧厂区改造摸底表",
        "旧厂区改造意向表",
        "旧厂区改造新老口径表",
        "旧厂区改造除砂洗城进度表",
        "旧厂区改造暨五水共治进度表",
        "旧厂区改造及低效用地再开发进度表",
        "旧厂区、旧粮库改造进度表",
        "童装园旧厂区改造进度表",
        "练市镇旧厂区改造进度表",
        "嘉善县旧厂区改造磨砺表",
        "规上企业——旧厂区改造进度表",
        "旧厂区改造磨砺面积表",
        "旧厂区改造砺剑开工表",
    ],
)
def test_an_unknown_word_that_may_change_the_figures_is_asked_about(title: str) -> None:
    assert asked(read(title)) == [title]


@pytest.mark.parametrize(("line", "is_asked"), [("红黑榜", False), ("沿太湖", True), ("化工企业榜", True)])
def test_a_line_below_the_title_may_be_the_name_of_a_document_only(line: str, is_asked: bool) -> None:
    assert asked(read(OURS, line)) == [line] * is_asked
    assert asked(read(OURS, name=line)) == [line] * is_asked


@pytest.mark.parametrize(("name", "is_asked"), [("任务分解", False), ("目标任务", False), ("重点项目", True)])
def test_the_name_of_a_sheet_may_list_targets_below_a_title_of_what_is_done(name: str, is_asked: bool) -> None:
    assert asked(read("旧厂区改造任务分解及完成情况", name=name)) == [name] * is_asked
    assert asked(read("旧厂区改造表", name=name)) == [name]


def test_a_label_of_a_number_is_no_title() -> None:
    rows = [[OURS], ["截至", "2013年11月19日", "记录数", 8], HEADINGS, *ROWS]
    reading = read_book(opened(Grid("导出", rows)), Hints(previous=first_dataset.tables()))
    assert asked(reading) == []
    alone = [[OURS], ["截至", "2013年11月19日", "记录数"], HEADINGS, *ROWS]
    assert asked(read_book(opened(Grid("导出", alone)), Hints(previous=first_dataset.tables()))) == ["记录数"]


@pytest.mark.parametrize(("name", "is_asked"), [("三改一拆", False), ("李科长发", False), ("纺织", True)])
def test_the_name_of_a_file_is_asked_about_only_if_it_narrows(name: str, is_asked: bool) -> None:
    assert asked(read(OURS, file_name=f"{name}.xlsx")) == [f"{name}.xlsx"] * is_asked
