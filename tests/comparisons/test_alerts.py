from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from renovation.comparisons.alerts import Alert, find_alerts, thresholds_from
from renovation.comparisons.history import history_of, points_of
from renovation.comparisons.outlook import Outlook, outlook
from renovation.comparisons.results import Results, results_of
from renovation.comparisons.units import compare_units
from renovation.comparisons.workbook_goals import workbook_goals
from renovation.domain.dated_tables import DatedTable, empty_frame
from renovation.domain.warning_rules import WARNING_RULES
from renovation.language import words_in
from renovation.publishing.release_history import alerts_of
from renovation.wording.alerts import alert_sentence
from tests import first_dataset
from tests.comparisons.test_history import release_points

USUAL = thresholds_from(empty_frame("thresholds"))
NO_CHECKS = pd.DataFrame({"verdict": [], "measure": [], "subject": []})
NO_UNITS = compare_units(empty_frame("unit_progress"))


def alerts(
    *outlooks: Outlook, history: pd.DataFrame | None = None, day: dt.date = first_dataset.UNITS_AS_OF, **limits: float
) -> tuple[Alert, ...]:
    """The alerts about goals and a history alone."""
    points = history_of([]) if history is None else history
    return find_alerts(outlooks, NO_UNITS, {}, NO_CHECKS, points, day, USUAL | limits)


def found(history: pd.DataFrame, as_of: str, **thresholds: float) -> list[tuple[str, str, str, float]]:
    day = dt.date.fromisoformat(f"2013-{as_of}")
    caught = alerts(history=history, day=day, **thresholds)
    return [(c.rule, c.subject, c.measure, round(c.amount, 1)) for c in caught if c.measure == "projects_started"]


def weekly(**started: list[float | None]) -> pd.DataFrame:
    """One release a week from 1 October on."""
    days = [dt.date(2013, 10, 1) + dt.timedelta(weeks=n) for n in range(len(next(iter(started.values()))))]
    return history_of(
        [
            release_points(n + 1, f"{day:%m-%d}", **{unit: counts[n] for unit, counts in started.items()})
            for n, day in enumerate(days)
        ]
    )


def with_goal(number: int, day: str, started: int, target: float) -> dict[str, DatedTable]:
    """A release in which 甲 has started so many projects, of a target for the year's end."""
    when = dt.date.fromisoformat(f"2013-{day}")
    return {
        "unit_progress": first_dataset.table("unit_progress", [("甲", started, number, 1.0, 2.0, None)], when),
        "goals": first_dataset.table("goals", [("甲", "projects_started", target, None, "2013", None, None)], when),
    }


def test_a_figure_that_was_replaced_on_another_basis_did_not_fall() -> None:
    """52 on 10-08; 10-15 is first published with 51 on the same basis, then with 51 on the city's: nothing to compare."""
    before = [release_points(1, "10-08", 甲=52), release_points(2, "10-15", 甲=51)]
    assert found(history_of(before), "10-15") == [("fell_back", "甲", "projects_started", 1.0)]
    assert found(history_of([*before, release_points(3, "10-15", "上报市口径", 甲=51)]), "10-15") == []


def test_the_first_release_wants_three_decisions(results: Results) -> None:
    caught = alerts_of(results, history_of([]))
    assert [(c.rule, c.subject, round(c.amount, 1), c.basis) for c in caught] == [
        ("behind_schedule", "全区", 38.5, "区口径"),
        ("behind_schedule", "吴兴区", 3.2, "上报市口径"),
        ("mismatch", "全区", 2, "区口径"),
    ]


def mismatch(results: Results, **columns: list[str | None]) -> list[Alert]:
    """The alert of 185.4 % and 202, the two mismatches of the first release, with further columns of their checks."""
    wrong = results.checks[results.checks["verdict"] == "mismatch"].assign(**columns)
    caught = find_alerts((), NO_UNITS, {}, wrong, history_of([]), results.as_of, USUAL)
    return [alert for alert in caught if alert.rule == "mismatch"]


def test_new_and_larger_mismatches_are_named_first(results: Results) -> None:
    [alert] = mismatch(results, state=["unchanged", "larger"])
    assert (alert.amount, alert.measure, alert.grew) == (2, "projects_started", ("projects_started",))
    assert alert_sentence(alert, words_in("en")).endswith(
        "the difference is new or has grown since the previous release: Projects started."
    )


def test_mismatches_of_the_district_and_of_units_name_whose_figures_they_are(results: Results) -> None:
    wrong = results.checks[results.checks["verdict"] == "mismatch"]
    of_units = pd.concat([wrong, wrong.assign(subject=["妙西镇", "埭溪镇"], measure="completion_rate")])
    caught = find_alerts((), NO_UNITS, results.tables, of_units, history_of([]), results.as_of, USUAL)
    assert [alert_sentence(alert, words_in("zh")) for alert in caught] == [
        "全区：与复算值不相符且未说明原因的原报值2项。", "妙西镇、埭溪镇：与复算值不相符且未说明原因的原报值2项。",
    ]  # fmt: skip


def test_an_explained_mismatch_raises_no_alert(results: Results) -> None:
    [alert] = mismatch(results, reason=["只算超出上报市的部分", None])
    assert alert.amount == 1
    assert mismatch(results, reason=["只算超出上报市的部分", "两个镇漏报"]) == []


def test_thresholds_of_the_workbook_count(results: Results) -> None:
    table = first_dataset.table("thresholds", [("behind_schedule", 5, None), ("mismatch", 3, None)], results.as_of)
    thresholds = thresholds_from(table.frame)
    assert thresholds["stood_still"] == WARNING_RULES["stood_still"].threshold
    held = results.tables
    caught = find_alerts(
        results.outlooks, results.units, held, results.checks, history_of([]), results.as_of, thresholds
    )
    assert [(c.rule, c.subject) for c in caught] == [("behind_schedule", "全区")]


def test_four_weeks_without_growth_raise_an_alert_and_three_do_not() -> None:
    history = weekly(甲=[5, 7, 7, 7, 7, 7], 乙=[5, 5, 8, 8, 8, 8])
    assert found(history, "11-05") == [("stood_still", "甲", "projects_started", 4.0)]
    assert found(history, "11-05", stood_still=3) == [
        ("stood_still", "甲", "projects_started", 4.0),
        ("stood_still", "乙", "projects_started", 3.0),
    ]
    assert found(history, "11-05", stood_still=0) == found(history, "11-05", stood_still=1), "never less than a week"


def test_one_release_has_not_stood_still() -> None:
    assert found(weekly(甲=[5]), "10-01") == []


def test_a_fall_is_an_alert_until_the_next_report_and_comes_before_a_standstill() -> None:
    history = weekly(甲=[5, 7, 4], 乙=[1, 2, 2])
    assert found(history, "10-15", stood_still=1) == [
        ("fell_back", "甲", "projects_started", 3.0),
        ("stood_still", "甲", "projects_started", 1.0),
        ("stood_still", "乙", "projects_started", 1.0),
    ]
    assert found(history, "10-15", fell_back=3) == []
    assert found(weekly(甲=[5, 4, 6]), "10-15") == []


def test_a_unit_that_no_longer_reports_raises_no_alert() -> None:
    assert found(weekly(甲=[5, 5, 5, 5, 5, None], 乙=[1, 2, 3, 4, 5, 6]), "11-05") == []


def test_a_goal_made_good_stays_marked_for_its_time() -> None:
    """Of 500, 300 on 10-08 needs 200 in 12 weeks and had 7.5 a week: red; 450 on 10-15 had 10.9 for 4.5: green."""
    released = [
        with_goal(number + 1, day, started, 500)
        for number, (day, started) in enumerate([("10-01", 100), ("10-08", 300), ("10-15", 450)])
    ]
    history = history_of([points_of(number + 1, tables) for number, tables in enumerate(released)])
    (goal,) = workbook_goals(released[-1]["goals"].frame, points_of(3, released[-1]), dt.date(2013, 10, 15))
    caught = [one for one in alerts(outlook(goal), history=history) if one.rule == "made_good"]
    assert [(c.since, c.amount) for c in caught] == [(dt.date(2013, 10, 8), 1.0)]
    again = alerts(outlook(goal), history=history, made_good=0.5)
    assert "made_good" not in {one.rule for one in again}
    reached = dataclasses.replace(goal, actual=500.0, gap=0.0)
    assert "made_good" not in {one.rule for one in alerts(outlook(reached), history=history)}, "nothing left to watch"


def test_a_goal_off_course_comes_before_one_at_risk_that_lags_more(results: Results) -> None:
    started, race = results.outlooks
    near = dataclasses.replace(started, ahead_of_schedule=-0.5)
    far = dataclasses.replace(race, ahead_of_schedule=-30.0)
    caught = alerts(far, near)
    assert [(c.outlook.goal.light, c.amount) for c in caught if c.outlook] == [("red", 0.5), ("amber", 30.0)]


def test_completed_projects_stand_still_too() -> None:
    """Every unit of `weekly` has completed none and renovated 1 万㎡ in all six weeks."""
    caught = alerts(history=weekly(甲=[1, 2, 3, 4, 5, 6]), day=dt.date(2013, 11, 5))
    assert [(c.rule, c.measure, c.amount) for c in caught] == [
        ("stood_still", "projects_completed", 5.0),
        ("stood_still", "area_renovated", 5.0),
    ]


def test_a_county_and_the_whole_district_must_not_fall_either() -> None:
    """德清县 falls from 112.39 to 110, as of 10-15; 全区 from 202 to 200 projects started, as of 10-22."""
    before = first_dataset.tables()
    counties = first_dataset.table("county_progress", [("德清县", 110), ("吴兴区", 108)], dt.date(2013, 10, 15))
    figures = first_dataset.table(
        "figures", [("全区", "projects_started", 200, "个", "2013-10-22", "reported", None)], dt.date(2013, 10, 22)
    )
    after = before | {"county_progress": counties, "figures": figures}
    history = history_of([points_of(1, before), points_of(2, after)])
    caught = alerts(history=history, day=dt.date(2013, 10, 22))
    assert [(c.subject, c.measure, round(c.amount, 2), c.as_of.isoformat(), c.basis) for c in caught] == [
        ("德清县", "area_reported", 2.39, "2013-10-15", "上报市口径"),
        ("全区", "projects_started", 2, "2013-10-22", "区口径"),
    ]


def test_units_short_of_their_own_target_by_the_schedule_are_one_alert_the_furthest_behind_first() -> None:
    """288 of 365 days are 78.9 %: 甲 has 1.2 of 2 (60 %), 乙 78 of 100, 丙 1.6 of 2 (80 %), 丁 no target."""
    rows = [("甲", 1, 0, 1.2, 2.0, None), ("乙", 1, 0, 78.0, 100.0, None), ("丙", 1, 0, 1.6, 2.0, None),
            ("丁", 1, 0, 1.6, None, None)]  # fmt: skip
    table = first_dataset.table("unit_progress", rows, first_dataset.UNITS_AS_OF)

    def caught(held: DatedTable, **limits: float) -> tuple[Alert, ...]:
        units = compare_units(held.frame)
        tables = {"unit_progress": held}
        return find_alerts((), units, tables, NO_CHECKS, history_of([]), held.as_of, USUAL | limits)

    (alert,) = caught(table)
    assert [(lag.unit, round(lag.rate, 1), round(lag.lag, 1)) for lag in alert.lags] == [
        ("甲", 60.0, 18.9), ("乙", 78.0, 0.9),
    ]  # fmt: skip
    assert [(lag.shortfall, lag.is_new) for lag in alert.lags] == [(0.38, False), (0.9, False)]
    assert (alert.rule, alert.subject, alert.as_of, alert.basis) == (
        "behind_schedule", "甲", first_dataset.UNITS_AS_OF, "区口径",
    )  # fmt: skip
    assert [lag.unit for lag in caught(table, behind_schedule=5)[0].lags] == ["甲"]
    assert caught(dataclasses.replace(table, as_of=dt.date(2013, 1, 20))) == (), "20 days are less than three weeks"
    assert caught(dataclasses.replace(table, as_of=dt.date(2013, 12, 31)))[0].lags[-1].unit == "丙"


def test_a_unit_that_was_on_schedule_a_week_before_is_newly_behind() -> None:
    """On 10-08 the schedule is 77.0 %: 甲 had 1.5 of 2 (75 %), 乙 77.5 of 100."""
    day = first_dataset.UNITS_AS_OF
    weeks = [
        {"unit_progress": first_dataset.table("unit_progress", [("甲", 1, 0, a, 2.0, None), ("乙", 1, 0, b, 100.0, None)], on)}
        for on, a, b in ((day - dt.timedelta(days=7), 1.5, 77.5), (day, 1.52, 78.0))
    ]  # fmt: skip
    history = history_of([points_of(number, one) for number, one in enumerate(weeks, 1)])
    units = compare_units(weeks[1]["unit_progress"].frame)
    (alert,) = find_alerts((), units, weeks[1], NO_CHECKS, history, day, {**USUAL, "stood_still": 9})
    assert [(lag.unit, lag.is_new) for lag in alert.lags] == [("甲", False), ("乙", True)]


def test_a_unit_whose_annual_target_is_a_goal_is_told_once() -> None:
    """织里镇 has 20 of 34.8 on 10-15 and a goal of the same 34.8."""
    units = first_dataset.with_unit_value("织里镇", "area_renovated", 20)
    goals = first_dataset.table("goals", [("织里镇", "area_renovated", 34.8, None, "2013", None, None)], units.as_of)
    told = alerts_of(results_of(2, first_dataset.tables() | {"unit_progress": units, "goals": goals}), history_of([]))
    assert [one.lags for one in told if one.subject == "织里镇"] == [()]

    other = first_dataset.table("goals", [("织里镇", "area_renovated", 40, None, "2013", None, None)], units.as_of)
    told = alerts_of(results_of(2, first_dataset.tables() | {"unit_progress": units, "goals": other}), history_of([]))
    assert len([one for one in told if one.subject == "织里镇"]) == 2


def test_a_mismatch_bears_the_date_of_its_table() -> None:
    """The units are of 10-22, the district figures that do not add up of 10-15."""
    units = first_dataset.with_unit_value("道场乡", "projects_started", 10, dt.date(2013, 10, 22))
    later = results_of(2, first_dataset.tables() | {"unit_progress": units})
    (mismatch,) = [one for one in alerts_of(later, history_of([])) if one.rule == "mismatch"]
    assert (mismatch.amount, mismatch.as_of) == (1, dt.date(2013, 10, 15))


@pytest.mark.parametrize("rule", list(WARNING_RULES))
def test_every_rule_says_its_threshold(rule: str) -> None:
    declared = WARNING_RULES[rule]
    for label in (declared.meaning, declared.default_meaning):
        assert label.zh
        assert label.en
    assert "{limit}" in declared.meaning.zh
    assert f"{declared.threshold:g}" in declared.default_meaning.zh


def test_a_concern_is_worst_first() -> None:
    history = weekly(甲=[9, 8], 乙=[9, 2])
    assert [c[1] for c in found(history, "10-08")] == ["乙", "甲"]
    assert isinstance(alerts(history=history, day=dt.date(2013, 10, 8))[0], Alert)
