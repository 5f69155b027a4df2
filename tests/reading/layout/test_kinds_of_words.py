"""Words of offices by kind: shares of the target, aims, slogans, English, other names of measures, read or asked."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from renovation.reading.reader import Hints, Reading, read_book
from tests import first_dataset
from tests.reading.office import Grid, opened

DAY = ["截至2013年10月15日"]
TITLE = "吴兴区旧厂区改造进度表"
HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
PLAIN: list[list[Any]] = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]
RATES = [unit[5] for unit in first_dataset.UNIT_PROGRESS]
OTHERS = [row[4] * 1.7 for row in PLAIN]
"""Figures of another kind, which no column of the table has."""
COLUMNS = ("unit", "projects_started", "projects_completed", "area_renovated", "annual_target_area")


def read(
    *lines: list[Any],
    title: str = TITLE,
    name: str = "进度",
    file_name: str | None = None,
    merged: tuple[str, ...] = (),
    known: bool = True,
) -> Reading:
    hints = Hints(previous=first_dataset.tables() if known else {}, file_name=file_name)
    return read_book(opened(Grid(name, [[title], DAY, *lines], merged)), hints)


def figures(reading: Reading, column: str) -> list[Any]:
    return reading.tables["unit_progress"].frame[column].tolist()


def is_right(reading: Reading, columns: tuple[str, ...] = COLUMNS) -> bool:
    if reading.questions or reading.errors:
        return False
    return all(figures(reading, name) == [row[COLUMNS.index(name)] for row in PLAIN] for name in columns)


def with_column(heading: str, cells: list[Any], after: int = 5) -> list[list[Any]]:
    """The headings and rows with a further column before the column `after`."""
    rows = [[*row[:after], cell, *row[after:]] for row, cell in zip(PLAIN, cells, strict=True)]
    return [[*HEADINGS[:after], heading, *HEADINGS[after:]], *rows]


SHARES = [
    "占年度任务%",
    "占年度目标任务的比例",
    "占全年任务%",
    "占任务比",
    "占年度计划（%）",
    "占目标任务百分比",
    "完成率占全年（%）",
]


@pytest.mark.parametrize("share", SHARES)
def test_a_share_of_the_target_is_the_rate_of_the_area(share: str) -> None:
    reading = read(*with_column(share, RATES))
    assert is_right(reading)
    assert figures(reading, "completion_rate_reported") == RATES
    below = [[*HEADINGS[:3], "改造建筑面积（万㎡）", None], [None] * 3 + ["累计完成", share]]
    rows = [[*row[:4], f"{rate}%"] for row, rate in zip(PLAIN, RATES, strict=True)]
    reading = read(*below, *rows, merged=("A3:A4", "B3:B4", "C3:C4", "D3:E3"))
    assert is_right(reading, COLUMNS[:4])
    assert figures(reading, "completion_rate_reported") == RATES


@pytest.mark.parametrize("share", SHARES)
def test_a_share_of_the_target_beside_or_below_a_count_is_none_of_the_area(share: str) -> None:
    shares = [5.0 * row[1] for row in PLAIN]
    reading = read(*with_column(share, shares, 2))
    assert is_right(reading)
    assert figures(reading, "completion_rate_reported") != shares
    assert [(problem.code, problem.cell) for problem in reading.warnings] == [("column_left_out", "C3")]
    both = [[*row[:2], other, *row[2:], rate] for row, other, rate in zip(PLAIN, shares, RATES, strict=True)]
    reading = read([*HEADINGS[:2], share, *HEADINGS[2:], share], *both)
    assert figures(reading, "completion_rate_reported") == RATES
    below = [[HEADINGS[0], "开工（个）", None, *HEADINGS[2:4]], [None, "累计", share]]
    rows = [[*row[:2], f"{other}%", *row[2:4]] for row, other in zip(PLAIN, shares, strict=True)]
    reading = read(*below, *rows, merged=("A3:A4", "B3:C3", "D3:D4", "E3:E4"))
    assert not any(rate > 0 for rate in figures(reading, "completion_rate_reported"))


@pytest.mark.parametrize(
    "share",
    ["占全区任务%", "目标占比（%）", "占序时任务%", "占三季度任务%", "目标任务占全区比重（%）", "占全区比重（%）"],
)
def test_another_share_is_no_rate(share: str) -> None:
    reading = read(*with_column(share, OTHERS))
    assert is_right(reading)
    assert [(problem.code, problem.cell) for problem in reading.warnings] == [("column_left_out", "F3")]


@pytest.mark.parametrize(
    ("time", "verb"),
    list(
        product(
            ["年末", "年底", "全年", "年内", "年度", "2013年", "2013年底", "12月底", "到年底"],
            ["应完成", "须完成", "计划完成", "需完成", "确保完成", "力争完成", "应改造"],
        )
    ),
)
def test_what_is_to_be_done_by_the_end_of_the_year_is_the_target(time: str, verb: str) -> None:
    for area in ("目标面积", "面积"):
        assert is_right(read([*HEADINGS[:4], f"{time}{verb}{area}（万㎡）"], *PLAIN)), area
    rows = [[*row[:3], other, row[4]] for row, other in zip(PLAIN, OTHERS, strict=True)]
    reading = read([*HEADINGS[:3], f"{time}{verb}面积（万㎡）", HEADINGS[4]], *rows)
    assert [problem.cell for problem in reading.errors] == ["D3"]


@pytest.mark.parametrize(
    "heading",
    ["截至目前应完成面积", "1-10月应完成面积", "需改造面积", "三季度应完成面积", "2014年底应完成面积", "拟改造面积"],
)
def test_what_is_to_be_done_at_another_time_is_no_target_of_the_year(heading: str) -> None:
    rows = [[*row[:4], other] for row, other in zip(PLAIN, OTHERS, strict=True)]
    reading = read([*HEADINGS[:4], f"{heading}（万㎡）"], *rows)
    cells = [one.cell for one in (*reading.questions, *reading.warnings)]
    assert cells == ["E3"]
    if not reading.questions:
        assert not any(value > 0 for value in figures(reading, "annual_target_area"))


@pytest.mark.parametrize("rate", ["污染减排完成率（%）", "重污染行业整治完成率（%）"])
def test_a_rate_of_another_matter_that_area_and_target_do_not_give_is_left_out(rate: str) -> None:
    others = [50.0 + place for place in range(len(PLAIN))]
    reading = read(*with_column(rate, others))
    assert is_right(reading)
    assert reading.tables["unit_progress"].frame["completion_rate_reported"].isna().all()
    assert [(problem.code, problem.cell) for problem in reading.warnings] == [("column_left_out", "F3")]
    alone = [[*row[:4], other] for row, other in zip(PLAIN, others, strict=True)]
    assert [question.cell for question in read([*HEADINGS[:4], rate], *alone).questions] == ["E3"]


VERBS = ["大干一百天", "百日攻坚", "决战四季度", "奋战三季度", "冲刺年底", "打好四季度攻坚战", "大干100天", "双月攻坚"]
PERIODICALS = ["一周动态", "每周动态", "周报", "工作动态", "百日攻坚（动态）", "一周一报"]


@pytest.mark.parametrize("slogan", [*VERBS, *PERIODICALS])
def test_a_slogan_or_a_periodicals_name_says_nothing_of_the_figures(slogan: str) -> None:
    assert is_right(read(HEADINGS, *PLAIN, title=f"{slogan}——{TITLE}"))
    assert is_right(read(HEADINGS, *PLAIN, title=f"吴兴区旧厂区改造“{slogan}”进度表"))
    assert is_right(read(HEADINGS, *PLAIN, name=slogan, file_name=f"旧厂区改造{slogan}.xlsx"))


@pytest.mark.parametrize("title", ["四季度进度表", "本周新增情况表", "一周动态", "攻坚四季度任务分解表", "攻坚项目表"])
def test_a_time_or_a_part_without_a_slogan_is_asked_about(title: str) -> None:
    reading = read(HEADINGS, *PLAIN, title=f"旧厂区改造{title}", known=False)
    assert [question.cell for question in reading.questions] == ["A1"]


def test_gains_below_a_slogan_are_asked_about_with_the_reason() -> None:
    gains = [[row[0], 1, 1, 0.3, row[4]] for row in PLAIN]
    (question,) = read(HEADINGS, *gains, title=f"大干四季度——{TITLE}").questions
    assert "多数比上一期少" in question.text.zh


@pytest.mark.parametrize(
    "headings",
    [
        [
            "Unit 单位",
            "Started 开工（个）",
            "Completed 完工（个）",
            "Area renovated 改造面积（万㎡）",
            "Target 目标（万㎡）",
        ],
        [
            "单位 Unit",
            "开工 Started",
            "完工 Completed",
            "改造面积 Area renovated (10,000 m2)",
            "目标面积 Target (万㎡)",
        ],
        ["单位(Unit)", "开工(Started)", "完工(Completed)", "改造面积(Area renovated)(万㎡)", "目标面积(Target)(万㎡)"],
        ["Unit", "Projects started", "Projects completed", "Area renovated (10,000 m²)", "Annual target (10,000 m²)"],
        ["Township", "Started", "Completed", "Renovated area (10,000 sqm)", "Annual target (10,000 sqm)"],
    ],
)
def test_english_words_mean_what_the_chinese_ones_do(headings: list[str]) -> None:
    assert is_right(read(headings, *PLAIN))


@pytest.mark.parametrize(
    "heading",
    ["Land area", "Area to be renovated", "Area demolished", "Area renovated last year", "New area renovated"],
)
def test_other_english_words_are_asked_about(heading: str) -> None:
    reading = read([*HEADINGS[:3], f"{heading} (10,000 m²)", HEADINGS[4]], *PLAIN)
    assert [one.cell for one in (*reading.questions, *reading.errors)] == ["D3"]


@pytest.mark.parametrize(
    ("position", "heading"),
    [
        *((1, word) for word in ("动工（家）", "已启动（个）", "破土动工数", "进场施工（个）", "开工点位（个）")),
        *((2, word) for word in ("建成（个）", "完成改造（家）", "已改造（户）", "改造到位（家）", "完结（个）")),
        *(
            (3, f"{word}（万方）")
            for word in ("建筑体量", "完成建面", "改造规模", "已改面积", "改造到位面积", "完成方量")
        ),
        *((4, f"{word}（万㎡）") for word in ("年度指标", "考核任务", "年计划", "责任书目标", "全年任务数")),
    ],
)
def test_other_names_of_a_measure_are_read(position: int, heading: str) -> None:
    headings = [*HEADINGS[:position], heading, *HEADINGS[position + 1 :]]
    assert is_right(read(headings, *PLAIN))


@pytest.mark.parametrize(("below", "is_read"), [("今年累计", True), ("累计", True), ("2013年", True), ("本周", False)])
def test_newly_begun_projects_are_those_begun_where_they_are_cumulative(below: str, is_read: bool) -> None:
    reading = read([HEADINGS[0], "新开工项目（个）", *HEADINGS[2:]], [None, below], *PLAIN, merged=("A3:A4",))
    assert is_right(reading) is is_read


def test_a_refused_sheet_of_another_programme_names_the_heading_above_its_measures() -> None:
    head = [[HEADINGS[0], "低效用地再开发", None, None, HEADINGS[4]], [None, *HEADINGS[1:4], None]]
    reading = read(*head, *PLAIN, merged=("A1:E1", "A3:A4", "B3:D3", "E3:E4"))
    assert [problem.code for problem in reading.errors] == ["no_table", "near_table"]
    assert f"低效用地再开发/{HEADINGS[1]}" in (reading.errors[1].found or "")
    assert TITLE not in (reading.errors[1].found or "")
