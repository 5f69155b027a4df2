"""A light with its rule beside it: the figures it was judged by, never contradicting themselves by rounding."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from renovation.comparisons.alerts import Alert
from renovation.comparisons.assignments import assign
from renovation.comparisons.counties import BasisComparison
from renovation.comparisons.district import district_values
from renovation.comparisons.goals import Goal, started_share, total_goal
from renovation.comparisons.history import points_of
from renovation.comparisons.outlook import Outlook, outlook, what_if
from renovation.comparisons.race import first_place_requirements
from renovation.comparisons.results import Results, results_of
from renovation.comparisons.workbook_goals import workbook_goals
from renovation.language import words_in
from renovation.wording.alerts import alert_action, alert_sentence
from renovation.wording.assignments import race_finding
from renovation.wording.counties import bases_headlines
from renovation.wording.explanations import bases_sentence
from renovation.wording.goals import (
    goal_gap_sentence,
    goal_source_label,
    last_days_clause,
    light_reason_sentence,
    rival_clause,
)
from renovation.wording.outlook import consequence_sentence, outlook_finding, outlook_paragraph, shares_sum_sentence
from renovation.wording.overview import goal_state
from tests import first_dataset

ZH, EN = words_in("zh"), words_in("en")


def test_each_light_of_the_report_says_why(results: Results) -> None:
    """202 in 288 days is 4.91 a week, 18.1 % of 298 ÷ 11; 107.79 in 281 days is 2.685, 84.4 % of 38.197 ÷ 12."""
    started, race = results.goals
    assert (
        light_reason_sentence(started, ZH)
        == "判定为“明显滞后”的理由：年初以来周均4.9个，为今后每周所需27.1个的18.1%（低于80%）。"
    )
    assert (
        light_reason_sentence(race, ZH)
        == "判定为“存在风险”的理由：年初以来周均2.69万㎡，为今后每周所需3.18万㎡的84.4%（不低于80%）。"
    )
    assert "18.1% of the 27.1 a week still needed (less than 80%)." in light_reason_sentence(started, EN)
    assert goal_source_label(started, ZH) == "全区指标"


@pytest.mark.parametrize(
    ("started", "told"),
    [
        (374, "79.4%（低于80%"),
        (375, "80.2%（不低于80%"),
        (394, "99.4%（不低于80%"),
        (395, "100.6%。"),
        (500, "目标已达到"),
    ],
)
def test_the_words_follow_the_light(started: int, told: str) -> None:
    """The share is s × 7 ÷ 288 over (500 − s) ÷ 11: for 374 it is 9.0903 ÷ 11.4545."""
    figures = first_dataset.tables()["figures"]
    rows = figures.frame.assign(
        value=figures.frame["value"].where(figures.frame["measure"] != "projects_started", started)
    )
    goal = started_share(district_values(rows), first_dataset.UNITS_AS_OF)
    assert goal is not None
    assert told in light_reason_sentence(goal, ZH)


def test_a_share_just_short_of_its_bound_is_not_rounded_up_to_it(results: Results) -> None:
    goal = dataclasses.replace(results.goals[0], pace_per_week=7.998, needed_per_week=10.0, light="red")
    assert "79.9%（低于80%" in light_reason_sentence(goal, ZH)
    nearly = dataclasses.replace(goal, pace_per_week=9.9999, light="amber")
    assert "99.9%（不低于80%" in light_reason_sentence(nearly, ZH)


def test_no_time_and_no_light_are_said_without_a_share() -> None:
    def goal(target: float | None, deadline: str) -> Goal:
        rows = [("全区", "projects_completed", target, None, deadline, "会议", None)]
        goals = first_dataset.table("goals", rows, first_dataset.UNITS_AS_OF)
        return workbook_goals(goals.frame, points_of(1, first_dataset.tables()), dt.date(2013, 10, 15))[0]

    assert light_reason_sentence(goal(100, "2013-10-15"), ZH) == "判定为“明显滞后”的理由：到期未完成目标。"
    assert light_reason_sentence(goal(60, "2013-12-31"), ZH) == "判定为“进度正常”的理由：目标已达到。"
    assert light_reason_sentence(goal(0, "2013-12-31"), ZH) == ""
    assert "余下时间日均所需进度的1.3%（低于80%" in light_reason_sentence(goal(100, "2013-10-17"), ZH)
    assert goal_source_label(goal(60, "2013"), ZH) == "会议"


def race_with(own: float) -> Outlook:
    """The race with the own county at `own` and 德清县 at 112.39 on 8 October, day 281 of 365."""
    counties = [(name, own if name == "吴兴区" else area) for name, area in first_dataset.COUNTY_PROGRESS]
    table = first_dataset.table("county_progress", counties, first_dataset.COUNTIES_AS_OF)
    return results_of(1, {**first_dataset.tables(), "county_progress": table}).outlooks[1]


def test_a_lead_is_told_as_it_will_be_and_a_tie_is_no_lead() -> None:
    """At 120 our county ends the year at 155.87, 德清县 at 145.99; without further work it stays at 120."""
    ahead = race_with(120)
    assert "累计155.87万㎡，届时我区位列第一。" in outlook_paragraph(ahead, ZH)
    none = what_if(ahead.goal, 0, ahead.goal.deadline)
    assert "届时我区不能位列第一" in consequence_sentence(ahead.goal, none, ZH)
    assert "可保持领先" in goal_gap_sentence(ahead.goal, ZH)
    level = race_with(112.39).goal
    assert "领先" not in goal_gap_sentence(level, ZH)
    assert goal_gap_sentence(level, EN).startswith("Our district is level with Deqing County. ")


def test_nothing_is_projected_on_the_last_day() -> None:
    race = race_with(100)
    last = outlook(dataclasses.replace(race.goal, as_of=race.goal.deadline, needed_per_week=None, weeks_left=0.0))
    assert "推算" in outlook_paragraph(race, ZH)
    assert "推算" not in outlook_paragraph(last, ZH)
    first = dataclasses.replace(race_with(120).goal, as_of=race.goal.deadline, needed_per_week=0.0, weeks_left=0.0)
    assert "推算" not in outlook_paragraph(outlook(first), ZH)


def test_goals_past_their_deadline_are_counted_beside_the_others(results: Results) -> None:
    """The release of 15 October sets two goals for the year; one of September is past."""
    goals = [("全区", "projects_completed", 100, None, "2013-09-30", None, None)]
    table = first_dataset.table("goals", goals, first_dataset.UNITS_AS_OF)
    with_past = results_of(1, {**results.tables, "goals": table})
    assert outlook_finding(results, ZH) == "共2项目标：1项明显滞后、1项存在风险"
    assert outlook_finding(with_past, ZH) == "共2项目标：1项明显滞后、1项存在风险；另有1项目标期限已过"
    assert outlook_finding(dataclasses.replace(with_past, outlooks=()), ZH) == "目标期限均已过（共1项）"


def test_one_day_is_not_written_as_days(results: Results) -> None:
    goal = dataclasses.replace(results.goals[0], deadline=results.goals[0].as_of + dt.timedelta(days=1))
    assert last_days_clause(goal, EN).endswith("to go, 1 day left")
    two = dataclasses.replace(goal, deadline=goal.as_of + dt.timedelta(days=2))
    assert last_days_clause(two, EN).endswith("to go, 2 days left")


def nearly_on_schedule() -> Outlook:
    """7,890 of 10,000 on day 288 of 365: 78.90 % against 78.904 %, and 191.77 a week against 191.82 needed."""
    goal = total_goal("workbook", "projects_completed", dt.date(2013, 10, 15), dt.date(2013, 12, 31), 10_000, 7890)
    assert goal.light == "amber"
    return outlook(goal)


def test_a_light_that_two_equal_printed_numbers_do_not_support_says_why() -> None:
    nearly = nearly_on_schedule()
    assert nearly.ahead_of_schedule == 0
    assert outlook_paragraph(nearly, ZH).startswith(
        "截至2013年10月15日，全区完工项目数7890个，完成目标10000个的78.9%，还差2110个。"
        "序时进度78.9%，落后序时进度不足0.1个百分点。余下11周，每周需完成191.8个，年初以来周均191.8个（略低于所需）。"
    )
    assert (
        "progress is behind the schedule, but by less than 0.1\N{NO-BREAK SPACE}percentage points"
        in outlook_paragraph(nearly, EN)
    )
    assert goal_gap_sentence(nearly.goal, EN).endswith(
        "the weekly average since January is 191.8 (slightly less than needed)."
    )
    assert goal_state(nearly, ZH).shares == "已完成78.9%；竖线为序时进度78.9%（略高于完成比例）"


def test_no_decision_asks_for_nothing_more_a_week() -> None:
    nearly = nearly_on_schedule()
    alert = Alert("behind_schedule", 0, "全区", "projects_completed", nearly.goal.as_of, "", 0.1, outlook=nearly)
    assert alert_action(alert, ZH) == "需确定：剩余任务由哪些单位承担。"
    assert alert_action(alert, EN) == "Decide which units take on the rest of the task."


@pytest.mark.parametrize(
    ("days_before", "told"),
    [
        (1, "1 day left"),
        (0, "At the deadline, the goal was missed by 60."),
    ],
)
def test_on_the_deadlines_own_day_it_has_not_passed(days_before: int, told: str) -> None:
    deadline = dt.date(2013, 10, 31)
    day = deadline - dt.timedelta(days=days_before)
    goal = total_goal("workbook", "projects_completed", day, deadline, 100, 40)
    assert told in goal_gap_sentence(goal, EN)
    alert = Alert("behind_schedule", 0, "全区", "projects_completed", day, "", 60, outlook=outlook(goal))
    said = " ".join((outlook_paragraph(outlook(goal), EN), light_reason_sentence(goal, EN), alert_sentence(alert, EN)))
    assert "deadline has passed" not in said
    assert ("behind the schedule at the deadline" in said) == (days_before == 0)


def test_a_race_in_which_all_stand_at_zero_is_level() -> None:
    """Nobody has reported more than 0: first place takes more, and our total is as high as the rival's, not higher."""
    day = dt.date(2013, 10, 22)
    counties = [("德清县", 0.0), ("吴兴区", 0.0)]
    tables = {**first_dataset.tables(), "county_progress": first_dataset.table("county_progress", counties, day)}
    zeros = results_of(1, tables)
    words = words_in("zh")
    assert race_finding(first_place_requirements(zeros.counties, day), words) == (
        "我区2013年12月31日要独居第一，须超过0.00万㎡；按目前进度恰好达到0.00万㎡"
    )
    race = next(goal for goal in zeros.goals if goal.rivals)
    assert "按年初以来周均进度推算，德清县到期时的总量不会超过我区目前总量" in light_reason_sentence(race, words)


def test_a_goal_of_the_new_year_is_not_told_to_lack_a_figure_that_is_shown_beside_it() -> None:
    """The district's figures are still those of December, the units' are of January."""
    new_year, first = dt.date(2014, 1, 28), first_dataset.tables()
    goals = first_dataset.table("goals", [("全区", "projects_completed", 100, None, "2014", None, None)], new_year)
    units = dataclasses.replace(first["unit_progress"], as_of=new_year)
    (goal,) = results_of(1, {"unit_progress": units, "figures": first["figures"], "goals": goals}).goals[-1:]
    assert goal_gap_sentence(goal, ZH) == ("该目标为2014年度目标，现有数据截至2013年10月15日，年度不一致，不作比较。")


def test_the_note_beside_the_tasks_dates_both_figures_if_they_differ() -> None:
    """The units are of 10-22, the figure that counts is of 10-15."""
    first = first_dataset.tables()
    for day, source in ((dt.date(2013, 10, 15), ""), (dt.date(2013, 10, 22), "（截至2013年10月22日 · 区口径）")):
        results = results_of(1, {**first, "unit_progress": dataclasses.replace(first["unit_progress"], as_of=day)})
        split = assign(results.goals[0], results.units, first["figures"].frame, "so_far")
        counting = "（截至2013年10月15日 · 区口径）" if source else ""
        assert f"各单位数据合计196个{source}，与目标考核采用的数据202个{counting}不同" in shares_sum_sentence(
            split, results, ZH
        )


@pytest.mark.parametrize(
    ("own", "place"),
    [(40.0, "落后德清县、长兴县10.00万㎡"), (50.0, "与德清县、长兴县持平"), (51.5, "领先德清县、长兴县1.50万㎡")],
)
def test_every_county_that_shares_the_largest_area_is_a_rival(own: float, place: str) -> None:
    areas = [("德清县", 50.0), ("安吉县", 7.0), ("吴兴区", own), ("长兴县", 50.0)]
    counties = first_dataset.table("county_progress", areas, dt.date(2013, 10, 8))
    results = results_of(1, {**first_dataset.tables(), "county_progress": counties})
    (race,) = (one for one in results.outlooks if one.goal.rivals)
    words = words_in("zh")
    assert rival_clause(race.goal, words) == place
    assert goal_gap_sentence(race.goal, words).startswith(f"我区{place}")
    assert "德清县、长兴县按年初以来周均进度" in outlook_paragraph(race, words)
    assert goal_state(race, words).amounts == f"目前 {own:g}万㎡；德清县、长兴县 50万㎡"
    kept = consequence_sentence(race.goal, what_if(race.goal, race.goal.pace_per_week, race.goal.deadline), words)
    assert ("0.00万㎡" in kept, "将与" in kept or "与德清县、长兴县持平" in kept) == (False, own == 50.0)


def test_two_statistics_that_agree_do_not_differ_by_nothing() -> None:
    same = BasisComparison(107.79, "区口径", "2013-10-15", 107.79, "上报市口径", "2013-10-15", 0.0)
    assert bases_sentence(same, words_in("zh")) == (
        "107.79万㎡（区口径，截至2013年10月15日）；107.79万㎡（上报市口径，截至2013年10月15日）。两者一致。"
    )


@pytest.mark.parametrize(
    ("city_day", "area", "note"),
    [
        ("2013-10-15", 107.79, "口径不同，截至日期相同"),
        ("2013-10-08", 107.79, "口径不同，截至日期不同"),
        ("2013-10-08", 242.01, "口径不同，截至日期不同"),
    ],
)
def test_the_card_of_the_difference_says_what_the_dates_are(city_day: str, area: float, note: str) -> None:
    bases = BasisComparison(242.01, "区口径", "2013-10-15", area, "上报市口径", city_day, 242.01 - area)
    card = bases_headlines(bases, ZH)[-1]
    assert (card.lines, card.basis) == ((), note), "the heading above the cards says that no reason is given"


@pytest.mark.parametrize(
    ("own", "place"), [(110.0, "与德清县持平"), (111.0, "领先德清县1.00万㎡"), (109.0, "落后德清县1.00万㎡")]
)
def test_on_the_last_day_of_the_year_no_race_is_foretold(own: float, place: str) -> None:
    day = dt.date(2013, 12, 31)
    counties = first_dataset.table("county_progress", [("德清县", 110.0), ("吴兴区", own)], day)
    (race,) = (
        goal for goal in results_of(1, {**first_dataset.tables(), "county_progress": counties}).goals if goal.rivals
    )
    assert goal_gap_sentence(race, ZH) == f"到期时，我区{place}。"


def test_a_lead_of_a_thousandth_is_no_draw() -> None:
    """107.790 against 107.789: the counties' page ranks us first, so the goal says by how much."""
    day = dt.date(2013, 10, 8)
    counties = first_dataset.table("county_progress", [("德清县", 107.789), ("吴兴区", 107.79)], day)
    race = next(
        goal for goal in results_of(1, {**first_dataset.tables(), "county_progress": counties}).goals if goal.rivals
    )
    assert rival_clause(race, words_in("zh")) == "领先德清县0.001万㎡"


def test_a_pace_that_is_all_that_is_needed_is_a_hundred_percent_of_it() -> None:
    """Both counties stand at 100: each needs 100 ÷ 288 × 7 a week, which is our pace; in binary it is 99.99999999999999 %."""
    day = dt.date(2013, 10, 15)
    counties = first_dataset.table("county_progress", [("德清县", 100.0), ("吴兴区", 100.0)], day)
    race = next(
        goal for goal in results_of(1, {**first_dataset.tables(), "county_progress": counties}).goals if goal.rivals
    )
    assert "年初以来周均2.43万㎡，为今后每周所需2.43万㎡的100.0%" in light_reason_sentence(race, words_in("zh"))
