"""The title of the overview: a result of last year names its year, and nothing is judged in a year's first weeks."""

from __future__ import annotations

import datetime as dt

import pytest

from renovation.comparisons.alerts import find_alerts, thresholds_from
from renovation.comparisons.history import history_of, points_of
from renovation.comparisons.results import Results, results_of
from renovation.domain.dated_tables import DatedTable, empty_frame
from renovation.language import words_in
from renovation.wording.district import district_finding, within_district_sentence
from renovation.wording.outlook import outlook_paragraph
from tests import first_dataset

ZH, EN = words_in("zh"), words_in("en")


def units(day: dt.date) -> DatedTable:
    """Two units below every schedule: 0.1 of 34.8 and 0 of 20."""
    return first_dataset.table("unit_progress", [("织里镇", 1, 0, 0.1, 34.8, None), ("高新区", 0, 0, 0, 20, None)], day)


def january(day: int) -> Results:
    """A release of January 2014 for the year 2014: 4 of 72.4 are done, 8 of 500 are started, 1,000 are scheduled."""
    when = dt.date(2014, 1, day)
    now = {"area_renovated": 4.0, "projects_started": 8}
    rows = [
        (subject, measure, now.get(measure, value), unit, when.isoformat() if "-" in period else "2014", nature, note)
        for subject, measure, value, unit, period, nature, note in first_dataset.FIGURES
    ]
    return results_of(1, {"unit_progress": units(when), "figures": first_dataset.table("figures", rows, when)})


@pytest.mark.parametrize(
    ("target", "said", "said_in_english"),
    [
        (72.4, "已完成：全区2013年度面积目标（334.3%）", "Met: the district's area target for 2013 (334.3%)"),
        (
            300,
            "未完成：全区2013年度面积目标（截至2013年10月15日为80.7%）",
            "Not met: the district's area target for 2013 (80.7% as of 15 Oct 2013)",
        ),
    ],
)
def test_last_years_result_is_not_told_as_this_years(target: float, said: str, said_in_english: str) -> None:
    """242.01 ÷ 72.4 and ÷ 300; the units have reported in January, the figures of the district have not."""
    rows = [(*row[:2], target, *row[3:]) if row[1] == "district_target_area" else row for row in first_dataset.FIGURES]
    late = results_of(
        1,
        {
            "unit_progress": units(dt.date(2014, 1, 7)),
            "figures": first_dataset.table("figures", rows, first_dataset.UNITS_AS_OF),
        },
    )
    assert district_finding(late, ZH) == said
    assert district_finding(late, EN) == said_in_english


def test_in_the_first_three_weeks_title_goals_and_alerts_judge_nothing() -> None:
    early = january(20)
    assert district_finding(early, ZH) == "进度待判定：开工目标、区定面积目标"
    assert [goal.light for goal in early.goals] == [None]
    assert "序时" not in outlook_paragraph(early.outlooks[0], ZH)
    assert behind(early) == []


def test_after_three_weeks_title_goals_and_alerts_judge_alike() -> None:
    """21 of 365 days are 5.8 %: 5.5 % of the area is 0.3 behind, 8 of 500 are 1.6 %, 4.2 behind."""
    judged = january(21)
    assert district_finding(judged, ZH) == "落后序时：开工目标（4.2个百分点）、区定面积目标（0.3）"
    assert [goal.light for goal in judged.goals] == ["red"]
    assert "落后序时进度4.2个百分点" in outlook_paragraph(judged.outlooks[0], ZH)
    assert behind(judged) == [("高新区", 5.8), ("全区", 4.2)]


def behind(results: Results) -> list[tuple[str, float]]:
    history = history_of([points_of(1, results.tables)])
    found = find_alerts(
        results.outlooks,
        results.units,
        results.tables,
        results.checks,
        history,
        results.as_of,
        thresholds_from(empty_frame("thresholds")),
    )
    return [(alert.subject, alert.amount) for alert in found if alert.rule == "behind_schedule"]


def test_the_last_unit_is_not_taken_for_a_lagging_one_where_all_have_reached_their_targets() -> None:
    reached = "东林镇居末（125.9%）；各单位均已完成年度目标；开工项目完工率："
    assert reached in within_district_sentence(results_of(1, first_dataset.tables()), ZH)
    rows = [("织里镇", 10, 1, 9.99, 10, None), ("高新区", 10, 2, 12, 10, None)]
    one_short = results_of(1, {"unit_progress": first_dataset.table("unit_progress", rows, dt.date(2014, 4, 15))})
    assert "年度目标" not in within_district_sentence(one_short, ZH)


def test_a_unit_is_not_ranked_only_where_its_figure_is_missing() -> None:
    """道场乡 has no area, so no rate, but it leads by completed ÷ started; 妙西镇 in the second case has neither."""
    rows = [("织里镇", 10, 1, 5, 10, None), ("高新区", 10, 2, 6, 10, None), ("道场乡", 10, 4, None, 10, None)]
    day = dt.date(2014, 4, 15)
    some = results_of(1, {"unit_progress": first_dataset.table("unit_progress", rows, day)})
    assert within_district_sentence(some, ZH) == (
        "完成率：高新区居首（60.0%），织里镇居末（50.0%）；"
        "开工项目完工率：道场乡居首（40.0%），织里镇居末（10.0%）；道场乡缺少数据，未参与完成率排名。"
    )
    rows[2] = ("妙西镇", None, None, None, 10, None)
    none = results_of(1, {"unit_progress": first_dataset.table("unit_progress", rows, day)})
    assert within_district_sentence(none, ZH).endswith("；妙西镇缺少数据，未参与排名。")


def test_the_district_is_named_in_small_letters_within_a_sentence() -> None:
    day, goal = dt.date(2014, 4, 15), ("全区", "projects_completed", 150, None, "2014", "年初任务", None)
    rows = [("全区", "projects_completed", 10, "个", day.isoformat(), "reported", None)]
    tables = {
        "unit_progress": first_dataset.table("unit_progress", [("织里镇", 10, 1, 5, 10, None)], day),
        "figures": first_dataset.table("figures", rows, day),
        "goals": first_dataset.table("goals", [goal], day),
    }
    results = results_of(1, tables)
    assert district_finding(results, EN).startswith("Behind schedule: projects completed (")
    assert "As of 15 Apr 2014, projects completed in the whole district stood at 10, " in outlook_paragraph(
        results.outlooks[0], EN
    )


def test_each_goal_stands_below_its_verdict_with_its_number_the_districts_goal_first() -> None:
    """Day 105 of 365 is 28.8 %: 30 % of the area is 1.2 ahead; 130, 120, 110 and 100 of 500 are 2.8, 4.8, 6.8 and 8.8 behind."""
    day = dt.date(2014, 4, 15)
    now = {"area_renovated": 21.72, "projects_started": 130}
    rows = [
        (subject, measure, now.get(measure, value), unit, day.isoformat() if "-" in period else "2014", nature, note)
        for subject, measure, value, unit, period, nature, note in first_dataset.FIGURES
    ]
    starts = (("织里镇", 120), ("高新区", 110), ("东林镇", 100))
    goals = [(unit, "projects_started", 500, None, "2014", "年初任务", None) for unit, _count in starts]
    tables = {
        "unit_progress": first_dataset.table(
            "unit_progress", [(unit, count, 0, 9, 20, None) for unit, count in starts], day
        ),
        "figures": first_dataset.table("figures", rows, day),
        "goals": first_dataset.table("goals", goals, day),
    }
    results = results_of(1, tables)
    assert district_finding(results, ZH) == (
        "落后序时：开工目标（2.8个百分点）、东林镇开工项目数（8.8）、高新区开工项目数（6.8）、另有1项目标；"
        "快于序时：区定面积目标（1.2）"
    )
    assert district_finding(results, EN) == (
        "Behind schedule: goal for project starts (2.8\N{NO-BREAK SPACE}percentage points), "
        "Donglin Town's projects started (8.8), High-tech Zone's projects started (6.8) and 1 more goal; "
        "ahead of schedule: district's target of area (1.2)"
    )
