from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from renovation.comparisons.alerts import Alert, find_alerts, lights_over_time, thresholds_from
from renovation.comparisons.answers import Answers
from renovation.comparisons.history import history_of, points_of
from renovation.comparisons.outlook import outlook
from renovation.domain.dated_tables import empty_frame
from renovation.domain.warning_rules import WARNING_RULES
from renovation.language import words_in
from renovation.wording.alerts import alert_sentence
from tests import first_dataset
from tests.comparisons.test_history import release_points

USUAL = thresholds_from(empty_frame("thresholds"))
NO_CHECKS = pd.DataFrame({"verdict": [], "measure": []})


def found(history: pd.DataFrame, as_of: str, **thresholds: float) -> list[tuple[str, str, str, float]]:
    day = dt.date.fromisoformat(f"2013-{as_of}")
    caught = find_alerts((), {}, NO_CHECKS, history, day, USUAL | thresholds)
    return [(c.rule, c.subject, c.measure, round(c.amount, 1)) for c in caught if c.measure != "area_renovated"]


def weekly(**started: list[float | None]) -> pd.DataFrame:
    """One release a week from 1 October on."""
    days = [dt.date(2013, 10, 1) + dt.timedelta(weeks=n) for n in range(len(next(iter(started.values()))))]
    return history_of(
        [
            release_points(n + 1, f"{day:%m-%d}", **{unit: counts[n] for unit, counts in started.items()})
            for n, day in enumerate(days)
        ]
    )


def test_the_first_release_wants_three_decisions(answers: Answers) -> None:
    bases = {name: table.basis for name, table in answers.tables.items()}
    caught = find_alerts(answers.outlooks, bases, answers.checks, history_of([]), answers.as_of, USUAL)
    assert [(c.rule, c.subject, round(c.amount, 1), c.basis) for c in caught] == [
        ("behind_schedule", "全区", 38.5, "区口径"),
        ("behind_schedule", "吴兴区", 3.2, "上报市口径"),
        ("mismatch", "全区", 2, "区口径"),
    ]


def mismatch(answers: Answers, **columns: list[str | None]) -> list[Alert]:
    """The alert of 185.4 % and 202, the two mismatches of the first release, with further columns of their checks."""
    wrong = answers.checks[answers.checks["verdict"] == "mismatch"].assign(**columns)
    caught = find_alerts((), {}, wrong, history_of([]), answers.as_of, USUAL)
    return [alert for alert in caught if alert.rule == "mismatch"]


def test_new_and_larger_mismatches_are_named_first(answers: Answers) -> None:
    [alert] = mismatch(answers, state=["unchanged", "larger"])
    assert (alert.amount, alert.measure, alert.grew) == (2, "projects_started", ("projects_started",))
    assert alert_sentence(alert, words_in("en")).endswith("new or larger since the previous release: Projects started.")


def test_an_explained_mismatch_raises_no_alert(answers: Answers) -> None:
    [alert] = mismatch(answers, reason=["只算超出上报市的部分", None])
    assert alert.amount == 1
    assert mismatch(answers, reason=["只算超出上报市的部分", "两个镇漏报"]) == []


def test_thresholds_of_the_workbook_count(answers: Answers) -> None:
    table = first_dataset.table("thresholds", [("behind_schedule", 5, None), ("mismatch", 3, None)], answers.as_of)
    thresholds = thresholds_from(table.frame)
    assert thresholds["stood_still"] == WARNING_RULES["stood_still"].threshold
    caught = find_alerts(answers.outlooks, {}, answers.checks, history_of([]), answers.as_of, thresholds)
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


def test_a_goal_made_good_stays_marked_for_its_time(answers: Answers) -> None:
    """Red on 10-01 (100 of 500), green on 10-15 (450 of 500)."""
    goal = dataclasses.replace(
        answers.goals[0], subject="甲", table="unit_progress", actual=450.0, gap=-50.0, light="green"
    )
    history = weekly(甲=[100, 300, 450])
    assert lights_over_time(goal, history)["light"].tolist() == ["red", "red", "green"]
    caught = find_alerts((outlook(goal),), {}, NO_CHECKS, history, dt.date(2013, 10, 15), USUAL)
    assert [(c.rule, c.since) for c in caught] == [("made_good", dt.date(2013, 10, 8))]
    assert not find_alerts((outlook(goal),), {}, NO_CHECKS, history, dt.date(2013, 10, 15), USUAL | {"made_good": 0.5})


def test_the_race_is_judged_anew_on_each_day(answers: Answers) -> None:
    then = first_dataset.table("county_progress", [("德清县", 100), ("吴兴区", 50)], dt.date(2013, 9, 24))
    history = history_of([points_of(1, {"county_progress": then}), points_of(2, first_dataset.tables())])
    lights = lights_over_time(answers.goals[1], history)
    assert lights["light"].tolist() == ["red", "amber"]


def test_the_race_is_judged_on_the_basis_of_our_last_figure_alone(answers: Answers) -> None:
    then = first_dataset.table("county_progress", [("德清县", 100), ("吴兴区", 50)], dt.date(2013, 9, 24))
    made_up = dataclasses.replace(then, basis="上报市口径（模拟）")
    history = history_of([points_of(1, {"county_progress": made_up}), points_of(2, first_dataset.tables())])
    assert lights_over_time(answers.goals[1], history)["light"].tolist() == ["amber"]


def test_a_goal_off_course_comes_before_one_at_risk_that_lags_more(answers: Answers) -> None:
    started, race = answers.outlooks
    near = dataclasses.replace(started, lag=-0.5)
    far = dataclasses.replace(race, lag=-30.0)
    caught = find_alerts((far, near), {}, NO_CHECKS, history_of([]), answers.as_of, USUAL)
    assert [(c.outlook.goal.light, c.amount) for c in caught if c.outlook] == [("red", 0.5), ("amber", 30.0)]


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
    assert isinstance(find_alerts((), {}, NO_CHECKS, history, dt.date(2013, 10, 8), USUAL)[0], Alert)
