"""Titles, sheet names and notes that cast doubt on all figures are asked about; those of every week are not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from renovation.reading.files.workbook import Book
from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

DAY = ["截至2013年10月15日"]
HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
PLAIN = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]
TITLE = "吴兴区旧厂区改造工作进度统计表"


def read(title: str = TITLE, *, name: str = "进度", rows: list[list[Any]] = PLAIN, note: str | None = None) -> Reading:
    lines = [[title], DAY, HEADINGS, *rows, *([[note]] if note else [])]
    return read_book(opened(Grid(name, lines)), Hints(previous=first_dataset.tables()))


def doubted(reading: Reading) -> list[tuple[str | None, str]]:
    """The cell and the heading of each question."""
    return [(question.cell, question.heading or "") for question in reading.questions]


@pytest.mark.parametrize(
    "title",
    [
        "2012年吴兴区旧厂区改造进度表",
        "南浔区旧厂区改造进度表",
        "嘉兴市旧厂区改造进度表",
        "桐庐县旧厂区改造进度表",
        "湖州市旧厂区改造进度表",
        "吴兴区老旧小区改造进度表",
        "吴兴区旧厂区改造上周进度表",
        "吴兴区旧厂区改造9月份进度表",
        "吴兴区旧厂区集中拆除进度表",
        "吴兴区旧厂区改造任务分解表",
        "吴兴区旧厂区改造进度表（作废，以11月7日重新下发的为准）",
        "吴兴区旧厂区改造进度表（征求意见稿）",
        "吴兴区旧厂区改造进度表（老口径甲）",
        "吴兴区规上企业旧厂区改造进度表",
        "吴兴区经信局规上企业旧厂区改造进度表",
        "旧厂区改造考核项目进度表",
        "童装园区指挥部旧厂区改造进度表",
        "童装产业办旧厂区改造进度表",
        "纺织布局企业旧厂区改造进度表",
        "附件2：纺织行业旧厂区改造情况表",
        "吴兴区旧厂区改造进度目标表",
        "吴兴区旧厂区改造进度计划统计表",
    ],
)
def test_a_title_of_another_time_place_or_part_is_asked_about(title: str) -> None:
    assert doubted(read(title)) == [("A1", title)]


@pytest.mark.parametrize(
    "title",
    [
        "湖州市吴兴区2013年旧厂区改造进度表",
        "全市旧厂区改造吴兴区进度表",
        "高新区、织里镇、八里店镇等旧厂区改造进度表",
        "吴兴区旧住宅区、旧厂区、城中村改造进度表",
        "2013年1-10月旧厂区改造完成情况",
        "旧厂区改造第42周进度表",
        "吴兴区旧厂区改造计划执行情况",
        "填报单位：吴兴区旧改办",
        "吴政办发〔2012〕12号附件：旧厂区改造进度表",
        "旧厂区（企业）改造进度表（续）（分乡镇）",
        "浙江省湖州市吴兴区三改一拆办公室旧厂区改造简报第3号",
        "关于各乡镇、管委会旧厂区改造工作的通报",
        "各乡镇旧厂区改造目标任务完成情况统计表",
        "旧厂区改造进度与目标表",
        "吴兴区住房和城乡建设局旧厂区改造情况一览表",
        "湖州市吴兴区住房和城乡建设局",
        "全区旧厂区改造时序进度预警表",
        "导出时间：2013-10-20 09:15:33",
    ],
)
def test_a_title_of_ours_is_not_asked_about(title: str) -> None:
    assert doubted(read(title)) == []


@pytest.mark.parametrize(
    ("beside", "is_asked"), [("上报数", True), ("10月", True), ("单位：个、万㎡", False), ("10月15日", False)]
)
def test_a_word_beside_the_day_and_right_above_a_column_may_limit_the_column(beside: str, is_asked: bool) -> None:
    lines = [[TITLE], [*DAY, None, beside], HEADINGS, *PLAIN]
    reading = read_book(opened(Grid("进度", lines)), Hints(previous=first_dataset.tables()))
    assert doubted(reading) == [("C2", beside)] * is_asked


def test_a_title_of_the_one_unit_below_is_not_asked_about() -> None:
    assert doubted(read("织里镇旧厂区改造进度表", rows=PLAIN[1:2])) == []


def test_a_title_of_the_week_is_asked_about_where_the_figures_do_not_go_on() -> None:
    gains = [[name, 1, 0, 0.5, target] for name, *_, target in PLAIN]
    assert doubted(read("本周旧厂区改造进度表", rows=gains)) == [("A1", "本周旧厂区改造进度表")]
    assert doubted(read("本周旧厂区改造进度表")) == []


@pytest.mark.parametrize(
    ("this", "last"), [("2013年", "2012年同期"), ("2013年", "2012年"), (2013, 2012), ("2013年1-10月", "2012年1-10月")]
)
def test_a_title_may_announce_another_time_that_rows_of_the_table_have(this: Any, last: Any) -> None:
    title = "分乡镇旧厂区改造工作同期对比表"
    head = [HEADINGS[0], "年份", *HEADINGS[1:4]]
    rows = [line for name, started, done, area, _ in PLAIN
            for line in ([name, this, started, done, area], [None, last, 3, 1, 1.5])]  # fmt: skip
    reading = read_book(opened(Grid("对比", [[title], DAY, head, *rows])), Hints(previous=first_dataset.tables()))
    assert doubted(reading) == []
    assert reading.tables["unit_progress"].frame["area_renovated"].tolist() == [unit[3] for unit in PLAIN]
    assert doubted(read(title)) == [("A1", title)]


@pytest.mark.parametrize(
    "name", ["2012年", "南浔区", "本周新增", "作废", "规上企业", "进度目标", "重点项目", "考核企业"]
)
def test_the_name_of_a_sheet_may_say_so_as_well(name: str) -> None:
    assert doubted(read(name=name)) == [(None, name)]


def test_a_note_on_all_figures_is_asked_about() -> None:
    assert doubted(read(note="注：表中数据为预计数。")) == [("A12", "注：表中数据为预计数。")]
    assert doubted(read(note="注：2012年数据")) == [("A12", "注：2012年数据")]
    assert doubted(read(note="注：2013年数据")) == []
    assert doubted(read(note="注：完成率为完成面积与年度计划之比。")) == []


@pytest.mark.parametrize(
    "note",
    [
        "注：织里镇完成改造面积应为95.1万㎡，表内有误。",
        "更正：上表埭溪镇开工数49更正为48。",
        "备注：东林镇上周数填写有误，以镇里的数为准",
        "道场乡目标由0.7调整为0.8万㎡",
    ],
)
def test_a_note_that_corrects_a_figure_asks_whether_the_table_is_corrected(note: str) -> None:
    (question,) = read(note=note).questions
    assert (question.cell, question.heading, question.likely) == ("A12", note, None)
    assert "是否已经改好" in question.text.zh


@pytest.mark.parametrize("note", ["注：道场乡数据未上报，沿用上周数。", "说明：高新区面积含已签约未拆除的12万㎡。"])
def test_a_note_on_figures_that_are_old_or_not_done_is_asked_about(note: str) -> None:
    assert doubted(read(note=note)) == [("A12", note)]


@pytest.mark.parametrize(
    "note",
    [
        "数据为1—9月累计数",
        "本表为9月份数据，10月份待报",
        "上述面积为土地面积",
        "表中面积为拆除面积",
        "完工数包括已停产的企业",
        "其中织里镇含续建项目3个",
        "以上数据未经审核",
        "上表数字以统计局公布为准",
        "说明：开工数为新开工数",
        "此表为去年同期数",
        "数据为全市口径",
        "统计范围：规模以上企业",
        "织里镇与高新区数据填反了",
        "道场乡完工数多报2个，下期核减",
        "妙西镇面积漏报0.5万㎡",
    ],
)
def test_a_line_that_says_what_the_figures_are_is_asked_about_unless_every_word_is_known(note: str) -> None:
    assert doubted(read(note=note)) == [("A12", note)]


@pytest.mark.parametrize(
    "note",
    [
        "完成率为完成面积占年度目标的比重",
        "面积单位为万㎡",
        "填报人：王建新  联系电话：0572-2020202",
        "数据为累计数",
        "注：开工项目数为1月1日以来累计数",
    ],
)
def test_a_line_whose_words_change_nothing_is_not_asked_about(note: str) -> None:
    assert doubted(read(note=note)) == []


@pytest.mark.parametrize("remark", ["暂按上周数", "含停建2个", "此数为计划数", "含未完成1个", "含续建未完工1个"])
def test_a_remark_beside_a_unit_is_read_like_a_note(remark: str) -> None:
    lines = [[TITLE], DAY, [*HEADINGS, "备注"], [*PLAIN[0], remark], *PLAIN[1:]]
    reading = read_book(opened(Grid("进度", lines)), Hints(previous=first_dataset.tables()))
    assert doubted(reading) == [("F4", remark)]


@pytest.mark.parametrize("remark", ["含去年结转3个", "含砂洗城改造3.2万㎡", "含续建", "含续建1个，新建2个"])
def test_a_remark_on_what_a_figure_rightly_includes_is_not_asked_about(remark: str) -> None:
    lines = [[TITLE], DAY, [*HEADINGS, "备注"], [*PLAIN[0], remark], *PLAIN[1:]]
    assert doubted(read_book(opened(Grid("进度", lines)), Hints(previous=first_dataset.tables()))) == []


@pytest.mark.parametrize(
    ("comment", "is_asked"),
    [
        ("电话更正：33.6，原报336有误", False),
        ("33.6应为33.8", True),
        ("上周漏报1个，本周补上", False),
        ("含在建2.1", True),
        ("以竣工验收单为准", True),
        ("已与镇里核对", False),
        ("请埭溪镇补报项目清单", False),
        ("漏1个，下期补报", True),
    ],
)
def test_a_comment_is_asked_about_unless_its_correction_is_made(comment: str, is_asked: bool) -> None:
    plain = opened(Grid("进度", [[TITLE], DAY, HEADINGS, *PLAIN]))
    book = Book((replace(plain.sheets[0], comments={(3, 3): comment, (90, 90): "应为7"}),))
    reading = read_book(book, Hints(previous=first_dataset.tables()))
    assert doubted(reading) == ([("D4", comment)] if is_asked else [])


def test_a_files_name_that_says_it_is_withdrawn_is_asked_about() -> None:
    assert asked_of_file("进度表（作废）.xlsx") == [(None, "进度表（作废）.xlsx")]
    assert asked_of_file("进度表（定稿）.xlsx") == []


def asked_of_file(name: str) -> list[tuple[str | None, str]]:
    book = opened(Grid("进度", [[TITLE], DAY, HEADINGS, *PLAIN]))
    return doubted(read_book(book, Hints(file_name=name)))


@pytest.mark.parametrize(
    "name",
    [
        "2012年进度.xlsx",
        "南浔区旧厂区改造进度.xls",
        "规上企业进度.xlsx",
        "进度目标表.ods",
    ],
)
def test_a_files_name_of_another_time_place_or_part_is_asked_about(name: str) -> None:
    assert asked_of_file(name) == [(None, name)]


@pytest.mark.parametrize(
    "name",
    [
        "2013年进度.xlsx",
        "新建 Microsoft Excel 工作表.xlsx",
        "吴兴区旧厂区改造周报第42期（最新修改稿2）.xls",
        "新建 Microsoft Excel 97-2003 工作表.xls",
        "report-final.csv",
        "旧厂区改造进度（张三）.xlsx",
        "李科长发.xls",
        "重点工作进度.xls",
    ],
)
def test_a_files_name_of_ours_is_not_asked_about(name: str) -> None:
    assert asked_of_file(name) == []


@pytest.mark.parametrize(
    ("note", "unit"),
    [
        ("注：面积按㎡填报", "㎡"),
        ("注：面积单位为亩", "亩"),
        ("注：面积以平方米计，补助资金单位为元/平方米", "平方米"),
    ],
)
def test_a_unit_in_a_note_other_than_in_the_headings_is_asked_about(note: str, unit: str) -> None:
    assert units_asked(read(note=note)) == [("D3", "A12", unit), ("E3", "A12", unit)]


@pytest.mark.parametrize("remark", ["单位为亩", "按平方米填"])
def test_a_unit_in_a_remark_or_comment_other_than_in_the_headings_is_asked_about(remark: str) -> None:
    beside = read_book(opened(Grid("进度", [[TITLE], DAY, [*HEADINGS, "备注"], [*PLAIN[0], remark], *PLAIN[1:]])))
    assert [(cell, where) for cell, where, _ in units_asked(beside)] == [("D3", "F4"), ("E3", "F4")]
    plain = opened(Grid("进度", [[TITLE], DAY, HEADINGS, *PLAIN]))
    commented = Book((replace(plain.sheets[0], comments={(4, 3): remark}),))
    assert [(cell, where) for cell, where, _ in units_asked(read_book(commented))] == [("D3", "D5"), ("E3", "D5")]


def test_a_unit_in_the_name_of_the_file_or_the_sheet_other_than_in_the_headings_is_asked_about() -> None:
    book = opened(Grid("进度", [[TITLE], DAY, HEADINGS, *PLAIN]))
    reading = read_book(book, Hints(file_name="进度（平方米）.xlsx"))
    assert [where for _, where, _ in units_asked(reading)] == ["文件名"] * 2
    assert [where for _, where, _ in units_asked(read(name="进度（㎡）"))] == ["工作表名"] * 2


@pytest.mark.parametrize(
    "note",
    [
        "注：占地面积以亩计",
        "注：每亩补助2万元",
        "注：补助100元/平方米",
        "注：含八亩塘厂",
        "注：500平方米以上项目均已列入",
    ],
)
def test_a_unit_that_is_not_said_of_the_areas_is_not_asked_about(note: str) -> None:
    assert units_asked(read(note=note)) == []


def units_asked(reading: Reading) -> list[tuple[str | None, str, str]]:
    """Of each question about a unit: the column, and the place and unit that contradict the heading."""
    found = []
    for question in reading.questions:
        if question.evidence and "单位不一致" in question.evidence.zh:
            where, unit = question.evidence.zh.split("、")[-1].rstrip("”").split("“")
            found.append((question.cell, where, unit))
    return found


def test_an_unknown_unit_in_a_note_is_asked_about_beside_a_known_one_in_the_headings() -> None:
    (first, _) = read(note="面积单位均为百平方米").questions
    assert (first.cell, "百平方米" in (first.evidence.zh if first.evidence else "")) == ("D3", True)


def test_a_remark_or_a_line_that_withdraws_figures_is_asked_about() -> None:
    assert doubted(read(note="本表仅供参考")) == [("A12", "本表仅供参考")]
    assert doubted(read(rows=[[*PLAIN[0], "此行作废"], *PLAIN[1:]])) == [("F4", "此行作废")]


def test_a_day_of_a_year_before_the_last_release_is_asked_about() -> None:
    lines = [["旧厂区改造进度表"], ["截至2012年11月6日"], HEADINGS, *PLAIN]
    reading = read_book(opened(Grid("进度", lines)), Hints(previous=first_dataset.tables()))
    assert doubted(reading) == [("A2", "2012年11月6日")]
    assert doubted(read_book(opened(Grid("进度", lines)))) == []


@pytest.mark.parametrize(
    "note", ["如有误请及时反馈", "注：单位名称变更正式生效", "数据有误的请联系旧改办", "注：完成率应为完成面积除以目标"]
)
def test_a_note_that_corrects_nothing_is_not_asked_about(note: str) -> None:
    assert doubted(read(note=note)) == []
