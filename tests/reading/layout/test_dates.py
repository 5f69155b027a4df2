"""The as-of day, however an office words it: the right one, or a question to the clerk, never another day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from renovation.reading.files.workbook import Book
from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

PLAIN = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）", "完成率（%）"]
DAY = first_dataset.UNITS_AS_OF


def read(*lines: str, sheet: str = "进度", file: str | None = None, given: dt.date | None = None) -> Reading:
    rows = [*([line] for line in lines), PLAIN, *first_dataset.UNIT_PROGRESS]
    return read_book(opened(Grid(sheet, rows)), Hints(given, file))


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    "line",
    [
        "（2013年10月16日上报，截至10月15日）",
        "（2013年10月16日上报，截至2013年10月15日）",
        "根据2013年9月14日推进会要求，现将截至10月15日进度统计如下",
        "根据2013年9月14日推进会要求，现将截至2013年10月15日进度统计如下",
        "截至2013年10月15日，下期2013年10月22日",
        "截至10月15日，2013年10月16日印发",
        "截至2013年10月15日较2013年10月8日",
        "截至日期：2013年10月15日",
        "截至目前（2013年10月15日）",
        "2013年10月15日截止",
        "截至2013年10月15日上报市完成情况",
        "2013年10月15日后续推进情况",
    ],
)
def test_the_day_behind_as_of_comes_before_every_other_of_its_line(line: str) -> None:
    assert (read(line).as_of, codes(read(line))) == (DAY, [])


@pytest.mark.parametrize(
    "line",
    [
        "统计时间：2013年1月1日起至10月15日",
        "统计时间：自2013年1月1日起至2013年10月15日止",
        "2013年1月1日以来，截至10月15日",
        "2013年10月9日（周三）至10月15日（周二）",
        "2013年10月9日周三-10月15日周二",
        "统计时段：2013.10.9～2013.10.15",
        "统计时段：2013/10/9-10/15",
        "2013-10-9至2013-10-15",
        "2013年1月1日至2013.10.15",
        "2012年12月28日至2013年10月15日",
        "20131009-20131015",
        "20131009-1015",
        "截至2013年1-10月15日",
    ],
)
def test_of_a_span_the_end_is_the_day(line: str) -> None:
    assert (read(line).as_of, codes(read(line))) == (DAY, [])


def test_a_span_over_new_year_ends_in_the_next_year() -> None:
    assert read("2012年12月28日至1月3日").as_of == dt.date(2013, 1, 3)


@pytest.mark.parametrize(
    "lines",
    [
        ("吴政办发〔2012〕112号文件附表", "2013年吴兴区旧厂区改造进度表", "截至10月15日"),
        ("吴政办发[2012]112号文件附表", "2013年吴兴区旧厂区改造进度表", "截至10月15日"),
        ("总投资2000万元以上旧厂区改造项目，2013年", "截至10月15日"),
        ("总投资2000余万元旧厂区改造进度", "2013年，截至10月15日"),
        ("旧厂区改造三年行动（2012—2014年）进度表", "2013年  截至10月15日"),
        ("2012年至2014年旧厂区改造进度表", "2013年  截至10月15日"),
        ("2013年度旧厂区改造进度表", "截至10月15日（2012年同期数另表）"),
        ("2013年度旧厂区改造进度表", "截至10月15日，较2012年增长"),
        ("2013年1-10月旧厂区改造进度表", "截至10月15日"),
        ("旧厂区改造进度2013", "截至10月15日"),
        ("2013年度旧厂区改造进度表", "根据2012年12月14日会议要求，截至10月15日"),
    ],
)
def test_the_year_of_a_day_without_one(lines: tuple[str, ...]) -> None:
    assert (read(*lines).as_of, "no_year" in codes(read(*lines))) == (DAY, False)


@pytest.mark.parametrize(
    "lines",
    [
        ("吴政办发〔2012〕112号文件附表", "截至10月15日"),
        ("总投资2000万元以上旧厂区改造项目", "截至10月15日"),
        ("旧厂区改造三年行动（2012—2014年）进度表", "截至10月15日"),
        ("截至10月15日（2012年同期数另表）",),
        ("2012年度结转、2013年度新增旧厂区改造进度表", "截至10月15日"),
        ("2012年旧厂区改造进度表", "2013年，截至10月15日"),
        ("2012年以来旧厂区改造进度表", "截至10月15日"),
        ("根据2012年12月14日会议要求，截至10月15日",),
        ("（2014年1月16日上报，截至12月31日）",),
    ],
)
def test_a_year_that_may_be_another_is_asked_for(lines: tuple[str, ...]) -> None:
    assert (read(*lines).as_of, [code for code in codes(read(*lines)) if code != "narrower_title"]) == (
        None,
        ["no_year"],
    )


def test_a_day_without_a_year_is_not_passed_over_for_another_day() -> None:
    lines = ("2012年旧厂区改造进度表", "2013年，截至10月15日")
    assert codes(read(*lines, "2013年9月14日")) == ["no_year"]
    assert read(*lines, "2013年10月15日").as_of == DAY
    assert read(*lines, given=DAY).as_of == DAY


@pytest.mark.parametrize(
    "number", ["附表1-1", "附件2-1", "附件 2-1", "表1.1", "附件2-1 ", "图1-2", "第1-2", "进度表1-1"]
)
def test_the_number_of_an_attachment_is_no_day(number: str) -> None:
    title = "2013年吴兴区旧厂区改造工作进度表"
    assert codes(read(title, sheet=number)) == ["no_as_of"]
    assert codes(read(title, file=f"2013年旧厂区改造进度 {number}.xlsx")) == ["no_as_of"]
    assert codes(read(title, file=f"{number} 2013年进度.xlsx")) == ["no_as_of"]


@pytest.mark.parametrize(
    "name", ["附件2 2013年10月15日", "附表2-1 2013.10.15", "进度表10.15", "附件1 10.15", "附表10月15日"]
)
def test_a_day_may_stand_behind_an_attachments_number(name: str) -> None:
    assert read("2013年旧厂区改造", sheet=name).as_of == DAY
    assert read("2013年旧厂区改造", file=f"{name}.xlsx").as_of == DAY


@pytest.mark.parametrize(
    "lines",
    [
        ("截至2013年十月十五日",),
        ("截至二0一三年十月十五日",),
        ("2013年旧厂区改造进度表", "截至十月十五日"),
        ("2013年旧厂区改造进度表（10.15）",),
        ("2013年旧厂区改造进度表", "截至10/15"),
        ("2013年旧厂区改造进度表", "截至10.15"),
    ],
)
def test_a_day_in_other_digits_and_a_short_one_in_a_title(lines: tuple[str, ...]) -> None:
    assert (read(*lines).as_of, codes(read(*lines))) == (DAY, [])


def test_the_end_of_a_month_in_words() -> None:
    assert read("2013年旧厂区改造进度表", "截至十月底").as_of == dt.date(2013, 10, 31)


def test_a_short_day_in_a_title_gives_way_to_every_other() -> None:
    assert (read("旧厂区改造进度表（10.8）", "截至2013年10月15日").as_of) == DAY
    assert codes(read("旧厂区改造进度表（10.8）", "截至2013年10月15日")) == []


@pytest.mark.parametrize(
    "line",
    [
        "请于2013年10月16日前报改造办",
        "请于2013年10月16日之前报改造办",
        "请各单位于2013年10月16日下班前报领导小组办公室",
        "请各单位于2013年10月16日报送",
        "确保2013年10月底前完成72.4万㎡",
        "2013年旧厂区改造，确保10月底前完成",
        "2013年旧厂区改造，力争10月底完成",
        "根据2013年9月14日推进会要求",
        "2013年10月16日上报",
        "2013年1月1日以来",
        "2013年1月1日起",
    ],
)
def test_a_deadline_a_meeting_or_a_beginning_is_no_as_of_day(line: str) -> None:
    assert [code for code in codes(read(line)) if code in ("no_as_of", "no_year", "as_of_conflict")] == ["no_as_of"]
    assert (read(line, "2013年10月15日").as_of) == DAY
    assert "as_of_conflict" not in codes(read("2013年10月15日", line))


def test_a_day_in_the_same_line_as_a_deadline() -> None:
    reading = read("2013年10月15日  确保10月底前完成72.4万㎡")
    assert (reading.as_of, "as_of_conflict" in codes(reading)) == (DAY, False)


def headed(*days: str) -> Reading:
    """The plain sheet without a line for the day; the headings of the figures say it instead."""
    headings = [PLAIN[0], *(f"{heading}（{day}）" for heading, day in zip(PLAIN[1:4], days, strict=True)), *PLAIN[4:]]
    return read_book(opened(Grid("进度", [["2013年旧厂区改造进度"], headings, *first_dataset.UNIT_PROGRESS])), Hints())


def test_a_day_in_the_headings_is_the_day_where_no_line_says_one() -> None:
    assert headed(*["截至10月15日"] * 3).as_of == DAY


def test_the_year_of_a_day_in_one_heading_may_stand_in_another() -> None:
    for targets, day in {"2013年目标面积": DAY, "2012年目标面积": None}.items():
        own = "2013年" if day is None else ""
        headings = [*PLAIN[:3], "完成改造建筑面积（万㎡，截至10月15日）", targets, f"{own}完成率（%）"]
        rows = [["旧厂区改造进度"], headings, *first_dataset.UNIT_PROGRESS]
        assert read_book(opened(Grid("进度", rows)), Hints()).as_of == day


def test_different_days_in_the_headings_are_asked_about() -> None:
    (question,) = headed("截至10月15日", "截至10月15日", "截至10月8日").questions
    assert [choice.label.zh[:10] for choice in question.choices] == ["2013-10-15", "2013-10-15", "2013-10-08"]


def test_the_day_of_an_export_is_not_the_day() -> None:
    rows = [["数据时点：2013年10月15日", None, "导出时间：2013-10-28 16:42:10"], PLAIN, *first_dataset.UNIT_PROGRESS]
    reading = read_book(opened(Grid("进度", rows)), Hints())
    assert (reading.as_of, reading.questions) == (DAY, ())


@pytest.mark.parametrize(
    "lines",
    [
        ("上期：截至2013年10月8日", "本期：截至2013年10月15日"),
        ("本期截至2013年10月15日，上期截至2013年10月8日",),
        ("上期截至2013年10月8日，本期截至2013年10月15日",),
        ("截至2013年10月15日（上周：截至2013年10月8日）",),
    ],
)
def test_the_day_of_the_last_period_is_not_the_day(lines: tuple[str, ...]) -> None:
    reading = read(*lines)
    assert (reading.as_of, reading.questions) == (DAY, ())


def test_several_days_of_one_cell_are_all_asked_about() -> None:
    questions = read("截至2013年10月15日，部分截至2013年10月8日").questions
    (question,) = [question for question in questions if "几个日期" in question.text.zh]
    assert [choice.label.zh[:10] for choice in question.choices] == ["2013-10-15", "2013-10-08"]


@pytest.mark.parametrize("days", [("10月8日", "10月15日"), ("10月15日", "10月8日")])
@pytest.mark.parametrize("line", ["单位：万㎡　　　2013年", "单位：万㎡"])
def test_of_two_days_below_one_heading_the_later_is_that_of_the_figures(days: tuple[str, str], line: str) -> None:
    head = [["县区", "上报市完成改造建筑面积", None], [None, *days]]
    rows = [[county, area, area] for county, area, *_ in first_dataset.COUNTY_PROGRESS]
    reading = read_book(opened(Grid("对比", [[line], *head, *rows], ("A2:A3", "B2:C2"))))
    assert bool(reading.tables) is ("年" in line)
    assert not reading.tables or reading.tables["county_progress"].as_of == DAY


@pytest.mark.parametrize(("last", "is_read"), [("10月15日", True), ("12月31日", False)])
def test_of_two_days_above_groups_of_columns_the_later_counts_unless_it_is_far_away(last: str, is_read: bool) -> None:
    head = [["责任单位", "10月8日", None, None, last, None, None], [None, *PLAIN[1:4], *PLAIN[1:4]]]
    rows = [[unit[0], *(figure - 1 for figure in unit[1:4]), *unit[1:4]] for unit in first_dataset.UNIT_PROGRESS]
    merged = ("A2:A3", "B2:D2", "E2:G2")
    reading = read_book(opened(Grid("进度", [["2013年"], *head, *rows], merged)))
    assert ((reading.as_of, reading.questions) == (DAY, ())) is is_read
    assert is_read or reading.as_of is None


SENT = "旧厂区改造进度（2013年10月28日）"


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("2013年10月28日晨报，反映25日情况",), dt.date(2013, 10, 25)),
        (("2013年10月28日上报，数据为25日24时",), dt.date(2013, 10, 25)),
        (("10月28日印发，25号数据", "2013年"), dt.date(2013, 10, 25)),
        (("2013年10月2日上报，反映28日情况",), dt.date(2013, 9, 28)),
        ((SENT, "截至二十五日"), dt.date(2013, 10, 25)),
        ((SENT, "数据时间：25日"), dt.date(2013, 10, 25)),
        ((SENT, "反映上月25日情况"), dt.date(2013, 9, 25)),
        ((SENT, "截至上月末"), dt.date(2013, 9, 30)),
        (("旧厂区改造进度（2013年10月）", "截至25日"), dt.date(2013, 10, 25)),
        ((SENT, "每月25日上报"), dt.date(2013, 10, 28)),
        ((SENT, "较25日增加3个"), dt.date(2013, 10, 28)),
        ((SENT, "与上月末相比"), dt.date(2013, 10, 28)),
        ((SENT, "吴旧改办〔2013〕12号"), dt.date(2013, 10, 28)),
        ((SENT, "五日行动"), dt.date(2013, 10, 28)),
        (("2013年10月28日，星期一",), dt.date(2013, 10, 28)),
    ],
)
def test_a_day_without_its_month_is_the_last_one_before_the_report(lines: tuple[str, ...], day: dt.date) -> None:
    assert read(*lines).as_of == day
    assert not codes(read(*lines)) or set(codes(read(*lines))) == {"narrower_title"}


@pytest.mark.parametrize(
    "line",
    [
        *("周五数据", "本周五数据", "上一日情况", "前日情况", "次日数据", "上个工作日数据", "三天前数据", "T-1数据"),
        *("周末数据", "截至今日", "1-25日情况"),
        *("10.25数据", "统计时间：每周二17时"),
    ],
)
def test_a_day_that_is_told_by_its_distance_only_is_asked_for(line: str) -> None:
    assert codes(read(SENT, line))[:1] == ["no_year"]
    assert read(SENT, line).as_of is None


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        (("截至10月底（2013年10月28日报）",), ""),
        (("截至2013年10月31日", "2013年10月28日"), ""),
        (("截至2013年10月31日", "填报日期：2013年10月28日"), ""),
        (("截至2013年10月31日", "2013年10月28日上报"), ""),
        (("旧厂区改造进度（2013年10月31日）", "打印时间：2013年10月28日"), ""),
        (("截至2013年10月31日",), "填报日期：2013年10月28日"),
        ((SENT, "25日"), ""),
    ],
)
def test_a_report_before_the_day_of_its_figures_and_a_second_day_are_asked_about(
    lines: tuple[str, ...], note: str
) -> None:
    rows = [*([line] for line in lines), PLAIN, *first_dataset.UNIT_PROGRESS, [note]]
    assert [question.id[13:] for question in read_book(opened(Grid("进度", rows)), Hints()).questions] == ["day"]


@pytest.mark.parametrize(
    "line", ["根据2013年9月14日会议", "吴政办2013年3月1日印发", "上期：2013年10月8日", "2013年3月1日开始"]
)
def test_an_earlier_day_of_something_else_is_no_contradiction(line: str) -> None:
    asked = read("截至2013年10月15日", line).questions
    assert not [question for question in asked if question.id.endswith(":day")]


@pytest.mark.parametrize(
    ("line", "note", "day"),
    [
        ("数据更新至2013年10月25日", "", dt.date(2013, 10, 25)),
        ("数据为10月25日上报数", "", dt.date(2013, 10, 25)),
        ("", "注：全区为10月25日上报数。", dt.date(2013, 10, 25)),
        ("统计时间：2013.10.25", "", dt.date(2013, 10, 25)),
        ("下期截止日期：2013年11月5日", "", dt.date(2013, 10, 28)),
        ("", "下一次统计时间：2013年11月5日", dt.date(2013, 10, 28)),
        ("", "上次统计时间：2013年10月22日", dt.date(2013, 10, 28)),
        ("", "注：道场乡数据截至10月22日。", None),
        ("", "注：全市排名按截至10月8日的上报数。", None),
    ],
)
def test_days_of_the_figures_are_told_from_those_of_a_part_or_of_another_table(
    line: str, note: str, day: dt.date | None
) -> None:
    rows = [[SENT], [line], PLAIN, *first_dataset.UNIT_PROGRESS, [note]]
    reading = read_book(opened(Grid("进度", rows)), Hints())
    asked = [question for question in reading.questions if question.id.endswith(":day")]
    assert (not asked and reading.as_of) == (day or False)


def test_a_day_in_a_number_beside_its_label_is_read_and_a_hidden_one_asked_about() -> None:
    rows = [[SENT], ["统计日期", 20131025], PLAIN, *first_dataset.UNIT_PROGRESS]
    assert read_book(opened(Grid("进度", rows)), Hints()).as_of == dt.date(2013, 10, 25)
    (sheet,) = opened(Grid("进度", [[SENT], ["截至2013年10月15日"], *rows[2:]])).sheets
    (question,) = read_book(Book((replace(sheet, hidden_rows=frozenset({1})),)), Hints()).questions
    assert question.id.endswith(":day")
