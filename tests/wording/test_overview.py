"""The first screen: what changed for the better or the worse, the most urgent alert first, in a line each."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from renovation.comparisons.alerts import Alert, UnitLag
from renovation.comparisons.history import history_of, points_of
from renovation.comparisons.outlook import district_first
from renovation.comparisons.profile import profile
from renovation.comparisons.results import Results, results_of
from renovation.domain.dated_tables import Tables
from renovation.language import words_in
from renovation.web.page_html import figure_block
from renovation.wording.alerts import (
    alert_action,
    alert_label,
    alert_parts,
    alert_sentence,
    alerts_finding,
    label_rule_sentence,
)
from renovation.wording.counties import bases_remark
from renovation.wording.headline_changes import (
    district_headlines_with_changes,
    no_earlier_figures_remark,
    unit_headlines_with_changes,
)
from renovation.wording.headlines import district_headlines
from renovation.wording.overview import (
    alert_line,
    goal_state,
    goals_finding,
    most_severe_first,
    other_goals_sentence,
    rank_change_sentence,
    severity,
)
from tests import first_dataset
from tests.meeting.releases import many_goals

ZH, EN = words_in("zh"), words_in("en")
DAY = dt.date(2014, 8, 5)


def lagging(*rates: float, new: int = 0) -> Alert:
    """Units with these rates, which lack 0.25 each; the first `new` of them were on schedule before."""
    lags = tuple(UnitLag(f"{one}号镇", rate, 60.0 - rate, 0.25, one <= new) for one, rate in enumerate(rates, 1))
    return Alert("behind_schedule", 0, lags[0].unit, "completion_rate", DAY, "区口径", 1, lags=lags, schedule=60.0)


def alert(rule: str) -> Alert:
    return Alert(rule, 1, "织里镇", "projects_started", DAY, "区口径", 2, DAY, 3.0, 5.0)


def test_what_fell_or_is_far_behind_is_an_alarm_and_comes_first() -> None:
    """At 60 % of the year: 54.6 ÷ 60 is over 80 % of the pace needed, 45.4 ÷ 40; 54.5 ÷ 60 is under that of 45.5 ÷ 40."""
    near, far, fell, still = lagging(54.6), lagging(54.5), alert("fell_back"), alert("stood_still")
    assert [severity(one) for one in (near, far, fell, still)] == ["warning", "alarm", "alarm", "warning"]
    assert [alert_label(one, ZH) for one in (near, far)] == ["存在风险", "明显滞后"]
    assert most_severe_first((near, far, fell, still)) == (far, fell, near, still)


def test_a_line_names_the_units_furthest_behind_and_counts_all() -> None:
    assert alert_line(lagging(1.0, 2.0, 3.0), ZH) == (
        "3个单位年度面积目标完成率低于序时进度60.0%：1号镇1.0%、2号镇2.0%、3号镇3.0%；距序时进度共差0.75万㎡。"
    )
    assert alert_line(lagging(1.0, 2.0, 3.0, 4.0, 5.0, new=2), ZH) == (
        "5个单位年度面积目标完成率低于序时进度60.0%：1号镇1.0%、2号镇2.0%、3号镇3.0%，另有2个单位；距序时进度共差1.25万㎡；较上期新增的滞后单位：1号镇、2号镇。"
    )
    assert alert_sentence(lagging(1.0), ZH) == (
        "1个单位年度面积目标完成率低于序时进度60.0%：1号镇1.0%（落后序时进度59个百分点，差0.25万㎡）；距序时进度差0.25万㎡。"
    )


def test_an_alerts_subject_is_whole_even_if_it_contains_a_colon() -> None:
    fell = dataclasses.replace(alert("fell_back"), subject="高新区：东片")
    assert alert_parts(fell, ZH)[0] == "高新区：东片"
    assert alert_sentence(fell, ZH).startswith("高新区：东片：")


def test_a_goal_in_a_line_says_where_it_is_and_where_it_should_be(results: Results) -> None:
    started, race = (goal_state(outlook, ZH) for outlook in results.outlooks)
    assert (started.light_words, started.amounts) == ("明显滞后", "目前 202个；目标 500个")
    assert started.shares == "已完成40.4%；竖线为序时进度78.9%"
    assert race.amounts == "目前 107.79万㎡；德清县 112.39万㎡"
    assert race.shares == "按德清县周均推算至12月31日的145.99万㎡计，已完成73.8%；序时进度77.0%"
    unknown = dataclasses.replace(results.outlooks[0].goal, light=None, actual=float("nan"), gap=float("nan"))
    state = goal_state(dataclasses.replace(results.outlooks[0], goal=unknown), ZH)
    assert (state.reached, state.amounts) == (None, "")
    assert state.shares


def test_a_card_says_from_which_figures_a_wrong_rate_was_probably_computed(results: Results) -> None:
    area = district_headlines(results, ZH)[0]
    assert area.lines[0] == (
        "区定面积目标72.4万㎡的**334.3%**；原报185.4%（可能按(242.01 − 107.79) ÷ 72.4计算），见数据核对"
    )


def test_the_title_above_the_goals_says_that_it_leaves_out_the_area_target(results: Results) -> None:
    counted = "共2项目标：1项明显滞后、1项存在风险"
    assert goals_finding(results, ZH) == f"{counted}（不含区定面积目标）"
    without = {**results.district_rates, "district_target_area_rate": float("nan")}
    assert goals_finding(dataclasses.replace(results, district_rates=without), ZH) == counted


def test_the_target_of_one_unit_is_called_so_among_the_districts() -> None:
    states = [goal_state(outlook, ZH) for outlook in results_of(1, many_goals()).outlooks]
    of_units = [state.title[:3] for state in states if "；单位目标 " in state.amounts]
    assert of_units == ["高新区", "织里镇", "东林镇"], "妙西镇 has no target yet"
    assert len(states) == 6, "the report's own two goals are the district's"


@pytest.fixture
def week_later() -> tuple[Results, object]:
    """The first release, and one a week later: 3.5 of area more, a start fewer, rank 3 instead of 2."""
    first = first_dataset.tables()
    figures, counties = first["figures"], first["county_progress"]
    later = dt.date(2013, 10, 22)
    now = {"area_renovated": 245.51, "projects_started": 201}
    value = figures.frame["measure"].map(now).fillna(figures.frame["value"])
    period = figures.frame["period"].replace("2013-10-15", later.isoformat())
    area = counties.frame["area_reported"].mask(counties.frame["county"] == "长兴县", 108.0)
    tables = {
        **first,
        "figures": dataclasses.replace(figures, frame=figures.frame.assign(value=value, period=period), as_of=later),
        "county_progress": dataclasses.replace(
            counties, frame=counties.frame.assign(area_reported=area), as_of=dt.date(2013, 10, 15)
        ),
    }
    return results_of(2, tables), history_of([points_of(1, first), points_of(2, tables)])


def test_headlines_say_what_got_better_or_worse(week_later: tuple[Results, object]) -> None:
    headlines = district_headlines_with_changes(*week_later, ZH)
    changes = [(one.change.words, one.change.direction) for one in headlines if one.change]
    assert changes == [
        ("较10月15日+3.5万㎡", "up"),
        ("较10月15日−1个", "down"),
        ("较10月15日持平", "level"),
        ("较10月8日位次下降1位", "down"),
    ]
    assert [amount for _day, amount in headlines[0].course] == [242.01, 245.51]


def started_on(day: dt.date, count: int) -> Tables:
    """The first dataset with so many started projects, of 500 that its goal asks for until 31 Dec 2013."""
    first = first_dataset.tables()
    figures = first["figures"]
    value = figures.frame["value"].mask(figures.frame["measure"] == "projects_started", count)
    period = figures.frame["period"].replace("2013-10-15", day.isoformat())
    dated = dataclasses.replace(figures, frame=figures.frame.assign(value=value, period=period), as_of=day)
    return {**first, "figures": dated}


@pytest.mark.parametrize(
    ("before", "now", "change", "direction"),
    [
        # on 22 Oct, 10 weeks are left: 99 ÷ 10 = 9.9
        ((10, 15, 392), (10, 22, 401), "较10月15日+9个，低于每周所需9.9个", "slow"),
        ((10, 15, 391), (10, 22, 401), "较10月15日+10个，高于每周所需9.9个，但年初以来周均仅9.5个", "level"),
        ((10, 15, 401), (10, 22, 401), "较10月15日持平，低于每周所需9.9个", "slow"),
        ((10, 15, 402), (10, 22, 401), "较10月15日−1个", "down"),
        # on 23 Oct, 69 days are left: 99 × 7 ÷ 69 = 10.04, printed 10
        ((10, 16, 391), (10, 23, 401), "较10月16日+10个，等于每周所需10个，但年初以来周均仅9.5个", "level"),
        # 11 in eight days are 9.6 in seven, so nothing is said; 9 are fewer either way
        ((10, 15, 390), (10, 23, 401), "较10月15日+11个", "up"),
        ((10, 15, 392), (10, 23, 401), "较10月15日+9个，低于每周所需10个", "slow"),
        ((10, 8, 392), (10, 22, 401), "较10月8日+9个", "up"),
        # reached, and five days before the deadline
        ((10, 15, 491), (10, 22, 500), "较10月15日+9个", "up"),
        ((12, 19, 392), (12, 26, 401), "较12月19日+9个", "up"),
    ],
)
def test_an_increase_in_about_a_week_is_compared_with_what_the_goal_needs(
    before: tuple[int, int, int], now: tuple[int, int, int], change: str, direction: str
) -> None:
    first, last = (started_on(dt.date(2013, month, day), count) for month, day, count in (before, now))
    history = history_of([points_of(1, first), points_of(2, last)])
    _area, started, *_others = district_headlines_with_changes(results_of(2, last), history, ZH)
    assert started.change is not None
    assert (started.change.words, started.change.direction) == (change, direction)


@pytest.mark.parametrize(
    ("target", "change", "direction"),
    [
        # on 22 Oct, 10 weeks are left: (300 - 245.51) ÷ 10 = 5.45
        (300, "较10月15日+3.5万㎡，低于每周所需5.45万㎡", "level"),  # the year so far is ahead of schedule: no alarm
        (320, "较10月15日+3.5万㎡，低于每周所需7.45万㎡", "slow"),
        (275, "较10月15日+3.5万㎡，高于每周所需2.95万㎡", "up"),
        (72.4, "较10月15日+3.5万㎡", "up"),
        (None, "较10月15日+3.5万㎡", "up"),
    ],
)
def test_an_increase_is_compared_with_what_the_target_of_the_year_needs(
    week_later: tuple[Results, object], target: float | None, change: str, direction: str
) -> None:
    tables, (_results, history) = week_later[0].tables, week_later
    figures = tables["figures"].frame
    value = figures["value"].mask(figures["measure"] == "district_target_area", target)
    figures = figures.assign(value=value)[value.notna()]
    results = results_of(2, {**tables, "figures": dataclasses.replace(tables["figures"], frame=figures)})
    area = district_headlines_with_changes(results, history, ZH)[0].change
    assert area is not None
    assert (area.words, area.direction) == (change, direction)


def test_a_units_increase_is_compared_with_what_its_own_target_needs() -> None:
    """On 22 Oct, 织里镇 lacks 100 - 80 in 10 weeks; 高新区 has reached its target."""
    days = (dt.date(2013, 10, 15), dt.date(2013, 10, 22))
    tables = [
        {"unit_progress": first_dataset.table("unit_progress", [("织里镇", 9, 5, area, 100, None),
                                                                ("高新区", 9, 5, area, 9, None)], day)}
        for day, area in zip(days, (78.5, 80), strict=True)
    ]  # fmt: skip
    history = history_of([points_of(number, one) for number, one in enumerate(tables, 1)])
    results = results_of(2, tables[1])
    said = []
    for unit in ("织里镇", "高新区"):
        held = (results.table("sites"), results.table("notes"), results.checks, results.table("figures"))
        area, *_others = unit_headlines_with_changes(profile(unit, results.units, *held), results, history, ZH)
        assert area.change is not None
        said.append(area.change.words)
    assert said == ["较10月15日+1.5万㎡，低于每周所需2.00万㎡", "较10月15日+1.5万㎡"]


def test_a_block_says_its_day_and_basis_once(week_later: tuple[Results, object]) -> None:
    block = figure_block(district_headlines_with_changes(*week_later, ZH), ZH)
    assert block.basis == "截至2013年10月22日 · 区口径（另有标注的除外）"
    assert [one.basis for one in block.cards] == ["", "", "", "截至2013年10月15日"]
    own = [dataclasses.replace(one, basis="截至2013年10月22日 · 区口径") for one in block.cards]
    assert figure_block(own, ZH).basis == "截至2013年10月22日 · 区口径"


def test_two_bases_are_told_apart_by_the_labels_of_their_figures(week_later: tuple[Results, object]) -> None:
    area, *_counts, rank = district_headlines_with_changes(*week_later, ZH)
    assert (area.label, rank.label) == ("完成改造建筑面积（区口径，万㎡）", "全市位次（上报市口径）")
    assert rank.lines[0] == "上报市107.79万㎡，全市排名以此为准"


def test_the_line_below_the_headlines_says_that_the_two_areas_differ(results: Results) -> None:
    said = "完成面积与上报市口径相差134.22万㎡，材料未说明原因"
    assert bases_remark(results, ZH) == said
    block = figure_block(district_headlines(results, ZH), ZH, said)
    assert block.basis == f"截至2013年10月15日 · 区口径（另有标注的除外） · {said}"
    assert results.bases is not None
    level = dataclasses.replace(results.bases, difference=0.0)
    assert [bases_remark(dataclasses.replace(results, bases=one), ZH) for one in (level, None)] == ["", ""]


def test_shares_of_two_bases_stand_with_their_bases(results: Results) -> None:
    started = district_headlines(results, ZH)[1]
    assert started.lines == ("排定项目数1000个的**20.2%**", "开工目标500个的**40.4%**")


def test_the_card_of_the_rank_says_the_pace_that_first_place_needs(results: Results) -> None:
    """38.20 in 12 weeks, if 德清县 keeps its pace; 107.79 in 281 days. 吴兴区 with 130.00 is ahead of 112.39, which
    ends at 145.99, and needs 15.99 in 12 weeks."""
    *_others, race = district_headlines(results, ZH)[3].lines
    assert race == "争第一每周需**3.18万㎡**，目前周均2.69万㎡"
    ahead = [(name, 130.0 if name == "吴兴区" else area) for name, area in first_dataset.COUNTY_PROGRESS]
    table = first_dataset.table("county_progress", ahead, first_dataset.COUNTIES_AS_OF)
    leading = results_of(1, {**first_dataset.tables(), "county_progress": table})
    *_others, race = district_headlines(leading, ZH)[3].lines
    assert race == "保第一每周需**1.33万㎡**，目前周均3.24万㎡"
    without = {**first_dataset.tables(), "figures": first_dataset.table("figures", [], DAY)}
    assert "每周" not in "".join(district_headlines(results_of(1, without), ZH)[3].lines)


def test_a_label_that_is_a_light_is_explained_with_its_limit() -> None:
    """A goal can be far behind the schedule and only at risk: the light compares paces."""
    sentence = label_rule_sentence([lagging(54.6)], ZH)
    assert sentence.startswith("各条前面的标签按年初以来周均进度与所需周进度之比判定，不按落后序时的百分点判定。")
    assert "不低于所需进度的80%" in sentence
    assert "多个单位" not in sentence
    assert "多个单位" in label_rule_sentence([lagging(54.6, 55.0)], ZH)
    assert label_rule_sentence([alert("fell_back")], ZH) == ""


@pytest.mark.parametrize(
    ("rule", "action"),
    [
        ("fell_back", "请织里镇核实是更正还是误报。"),
        ("stood_still", "请织里镇说明原因，并明确恢复推进的时间。"),
        ("mismatch", "请数据员核对不相符的数字并说明原因。"),
        ("made_good", "暂不需决策，继续观察。"),
    ],
)
def test_an_alert_says_who_is_to_do_what(rule: str, action: str) -> None:
    assert alert_action(alert(rule), ZH) == action


@pytest.mark.parametrize("place", ["全区", "德清县"])
def test_a_fall_of_what_no_unit_reports_is_for_the_clerk(place: str) -> None:
    assert alert_action(dataclasses.replace(alert("fell_back"), subject=place), ZH) == "请数据员核实是更正还是误报。"


def test_an_alert_about_a_goal_names_the_decision_and_the_amount(results: Results) -> None:
    started = next(one for one in results.outlooks if one.goal.goal == "started_share")
    behind = dataclasses.replace(alert("behind_schedule"), outlook=started, subject="全区")
    assert alert_action(behind, ZH) == "需确定：周均须再提高22.2个，由哪些单位承担。"
    assert alert_action(lagging(1.0), ZH) == "需确定：滞后单位赶上进度的措施和期限。"


def test_what_is_only_watched_is_not_counted_as_a_decision() -> None:
    assert alerts_finding([alert("fell_back"), alert("made_good")], ZH) == "需要决策的事项：1项；另有1项继续观察"


def test_what_the_clerk_checks_is_no_decision_and_comes_after_what_a_leader_decides() -> None:
    of_district = dataclasses.replace(alert("fell_back"), subject="全区")
    mismatch, still, fell = alert("mismatch"), alert("stood_still"), alert("fell_back")
    assert alerts_finding([of_district, mismatch, still], ZH) == "需要决策的事项：1项；待核对数据2项"
    assert (
        alerts_finding([mismatch], EN) == "Nothing needs a decision under the warning rules; for the clerk to check: 1"
    )
    assert most_severe_first((mismatch, of_district, still, fell)) == (fell, of_district, still, mismatch)


def test_without_a_release_before_there_is_no_change(results: Results) -> None:
    points = history_of([points_of(1, results.tables)])
    assert [one.change for one in district_headlines_with_changes(results, points, EN)] == [None] * 4
    assert no_earlier_figures_remark(results, points, ZH) == "首期数据，暂无上期可比"
    earlier = points.assign(release=0, as_of=points["as_of"] - pd.Timedelta(days=7))
    assert no_earlier_figures_remark(results, pd.concat([earlier, points]), ZH) == ""
    a_year_ago = points.assign(release=0, as_of=points["as_of"] - pd.Timedelta(days=365))
    assert no_earlier_figures_remark(results, pd.concat([a_year_ago, points]), ZH) == "本年首期数据，暂无上期可比"


def test_goals_without_a_line_of_their_own_are_named_with_their_lights() -> None:
    results = results_of(1, many_goals())
    goals = district_first(results.goals)
    assert [(goal.subject, goal.light) for goal in goals] == [
        ("全区", "red"), ("吴兴区", "amber"), ("东林镇", "red"), ("高新区", "green"), ("织里镇", "green"), ("妙西镇", None)
    ]  # fmt: skip
    *_shown, last, unknown = goals
    assert other_goals_sentence((last, unknown), ZH) == (
        "另有2项目标：织里镇完成改造建筑面积到2013年12月31日应达到90万㎡：进度正常；妙西镇开工项目数（到2013年12月31日）：进度无法判定"
    )
    assert other_goals_sentence((), ZH) == ""


@pytest.mark.parametrize(
    ("areas", "line"),
    [
        ((100, 90, 80), "与首位德清县相差**10.00万㎡**"),
        ((100, 80, 90), "与首位德清县相差**20.00万㎡**"),
        ((90, 100, 95.5), "领先第二位长兴县**4.50万㎡**"),
        ((100, 100, 90), None),
        ((100, 80, 100), "与首位德清县、长兴县相差**20.00万㎡**"),
    ],
)
def test_the_card_of_the_rank_says_how_far_the_first_or_the_second_county_is(
    areas: tuple[float, ...], line: str | None
) -> None:
    rows = list(zip(("德清县", "吴兴区", "长兴县"), areas, strict=True))
    counties = first_dataset.table("county_progress", rows, first_dataset.COUNTIES_AS_OF)
    rank = district_headlines(results_of(1, {**first_dataset.tables(), "county_progress": counties}), ZH)[3]
    said = [one for one in rank.lines if "首位" in one or "领先" in one]
    assert said == ([line] if line else [])


def test_the_units_that_changed_rank_in_the_last_week_are_named() -> None:
    """Of 100 each: 甲 goes from 50 to 51, 乙 from 45 to 55, and two weeks before 乙 was first."""
    days = [dt.date(2013, 10, day) for day in (1, 8, 15)]
    areas = [(40, 44), (50, 45), (51, 55)]
    weeks = [
        {"unit_progress": first_dataset.table("unit_progress", [("甲", 9, 5, a, 100, None), ("乙", 9, 5, b, 100, None)], day)}
        for day, (a, b) in zip(days, areas, strict=True)
    ]  # fmt: skip
    history = history_of([points_of(number, one) for number, one in enumerate(weeks, 1)])
    results = results_of(3, weeks[-1])
    assert rank_change_sentence(results, history, ZH).startswith("完成率位次：")
    assert "甲（1 → 2）" in rank_change_sentence(results, history, ZH)
    alone = results_of(1, weeks[0])
    assert rank_change_sentence(alone, history_of([points_of(1, weeks[0])]), ZH) == ""
