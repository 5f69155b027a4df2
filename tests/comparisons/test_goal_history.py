"""A goal on each past day: its own year's figures, the target of that day."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from renovation.comparisons.goal_history import closed_goals, goal_over_time
from renovation.comparisons.history import History, history_of, points_of
from renovation.comparisons.results import Results, results_of
from renovation.comparisons.workbook_goals import workbook_goals
from renovation.domain.dated_tables import DatedTable
from renovation.language import words_in
from renovation.wording.figures_document import figures_document
from renovation.wording.goals import closed_goal_sentence
from tests import first_dataset, simulated_year

NEW_YEAR = dt.date(2014, 1, 7)


def released(number: int, day: str, started: int, target: float | None) -> dict[str, DatedTable]:
    """A release in which 织里镇 has started so many projects, and its target for the year's end."""
    when = dt.date.fromisoformat(f"2013-{day}")
    goals = [("织里镇", "projects_started", target, None, "2013", None, None)] if target else []
    return {
        "unit_progress": first_dataset.table("unit_progress", [("织里镇", started, number, 1.0, 2.0, None)], when),
        "goals": first_dataset.table("goals", goals, when),
    }


def test_a_past_day_is_judged_by_the_target_of_that_day() -> None:
    """80 on day 274 was more than 100 × 274 ÷ 365 = 75.1: green, though of today's 300 it would be red."""
    releases = [released(1, "09-24", 70, None), released(2, "10-01", 80, 100), released(3, "10-08", 90, 300)]
    history = history_of([points_of(number, tables) for number, tables in enumerate(releases, start=1)])
    (goal,) = workbook_goals(releases[-1]["goals"].frame, points_of(3, releases[-1]), dt.date(2013, 10, 8))
    then = goal_over_time(goal, history)
    assert [(one.as_of.isoformat()[5:], one.actual, one.light) for one in then] == [
        ("09-24", 70, None), ("10-01", 80, "green"), ("10-08", 90, "red"),
    ]  # fmt: skip
    assert then[-1] == goal


def test_the_race_is_judged_anew_on_each_day(results: Results) -> None:
    then = first_dataset.table("county_progress", [("德清县", 100), ("吴兴区", 50)], dt.date(2013, 9, 24))
    history = history_of([points_of(1, {"county_progress": then}), points_of(2, first_dataset.tables())])
    assert [one.light for one in goal_over_time(results.goals[1], history)] == ["red", "amber"]


def test_the_race_is_judged_on_the_basis_of_our_last_figure_alone(results: Results) -> None:
    then = first_dataset.table("county_progress", [("德清县", 100), ("吴兴区", 50)], dt.date(2013, 9, 24))
    made_up = dataclasses.replace(then, basis="上报市口径（模拟）")
    history = history_of([points_of(1, {"county_progress": made_up}), points_of(2, first_dataset.tables())])
    assert [one.light for one in goal_over_time(results.goals[1], history)] == ["amber"]


def after_new_year(tables: dict[str, DatedTable]) -> dict[str, DatedTable]:
    """The first report of 2014, which still states the goals of 2013: 9 started, 1.2 and 1 万㎡."""
    figures = tables["figures"]
    frame = figures.frame.assign(
        value=figures.frame["value"].where(figures.frame["measure"] != "projects_started", 9),
        period=figures.frame["period"].replace("2013-10-15", NEW_YEAR.isoformat()),
    )
    counties = first_dataset.table("county_progress", [("德清县", 1.2), ("吴兴区", 1.0)], NEW_YEAR)
    units = first_dataset.table("unit_progress", [("织里镇", 9, 0, 1.0, 34.8, None)], NEW_YEAR)
    return {
        "unit_progress": units,
        "county_progress": counties,
        "figures": DatedTable(frame, NEW_YEAR, figures.basis),
        "goals": first_dataset.table("goals", [("织里镇", "projects_started", 60, None, "2013", None, None)], NEW_YEAR),
    }


def test_after_the_turn_of_the_year_the_goals_of_last_year_are_past_and_closed_with_its_last_figures(
    tables: dict[str, DatedTable],
) -> None:
    new_year = results_of(2, after_new_year(tables))
    assert new_year.goals == ()
    assert [(one.goal, one.deadline.year, one.is_measured, one.light) for one in new_year.past_goals] == [
        ("started_share", 2013, False, None),
        ("first_in_city", 2013, False, None),
        ("zhili-projects_started-2013", 2013, False, None),
    ]
    goals = first_dataset.table(
        "goals", [("织里镇", "projects_started", 60, None, "2013", None, None)], dt.date(2013, 10, 15)
    )
    history = history_of([points_of(1, tables | {"goals": goals}), points_of(2, after_new_year(tables))])
    closed = closed_goals(new_year.past_goals, history)
    assert [(one.actual, one.target, one.as_of.isoformat()) for one in closed] == [
        (202, 500, "2013-10-15"), (107.79, 112.39, "2013-10-08"), (43, 60, "2013-10-15"),
    ]  # fmt: skip
    assert pytest.approx(closed[0].gap) == -298
    document = figures_document(new_year, History(history), words_in("zh"))
    assert document["goals"] == []
    assert [
        (one["goal"], one["deadline"], one["actual"], one["target"], one["gap"], one["reached"])
        for one in document["closed_goals"]
    ] == [
        ("started_share", "2013-12-31", 202, 500, -298, False),
        ("first_in_city", "2013-12-31", 107.79, 112.39, -4.6, None),
        ("zhili-projects_started-2013", "2013-12-31", 43, 60, -17, False),
    ]


def test_the_goal_of_a_new_year_does_not_judge_the_last_figures_of_the_old_one() -> None:
    """In January the workbook states half of 400 for 2014, beside the figures of December: 2013 had half of 1,000."""
    december, january = dt.date(2013, 12, 24), dt.date(2014, 1, 7)

    def week(day: dt.date, year: str, scheduled: int) -> dict[str, DatedTable]:
        rows = [
            ("全区", "projects_started", 202, "个", december.isoformat(), "reported", None),
            ("全区", "projects_scheduled", scheduled, "个", year, "plan", None),
            ("全区", "goal_share_of_scheduled_started", 50, "%", year, "goal", None),
        ]
        units = first_dataset.table("unit_progress", [("织里镇", 43, 1, 1.0, 34.8, None)], day)
        return {"unit_progress": units, "figures": first_dataset.table("figures", rows, december)}

    releases = [week(december, "2013", 1000), week(january, "2014", 400)]
    history = history_of([points_of(number, tables) for number, tables in enumerate(releases, start=1)])
    (goal,) = results_of(1, releases[0]).goals
    (closed,) = closed_goals((goal,), history)
    assert (closed.actual, closed.target) == (202, 500)


@pytest.mark.parametrize("shown", [2, 3])
def test_a_goal_due_in_june_stays_as_it_stood_on_its_deadline(shown: int) -> None:
    """40 of 60 on 25 June; neither the 65 of October nor the 2 of the next January reach the goal of 30 June."""
    counted = [("2013-06-25", 40), ("2013-10-15", 65), ("2014-01-07", 2)][:shown]
    releases = [due_in_june(dt.date.fromisoformat(day), started) for day, started in counted]
    last = results_of(shown, releases[-1])
    assert last.goals == (), "its deadline has passed"
    history = history_of([points_of(number, tables) for number, tables in enumerate(releases, start=1)])
    (closed,) = closed_goals(last.past_goals, history)
    assert (closed.actual, closed.target, closed.gap, closed.as_of) == (40, 60, -20, dt.date(2013, 6, 25))
    assert closed_goal_sentence(closed, words_in("zh")).endswith(
        "截至2013年6月25日为40个，目标为60个，未达到，差20个。"
    )


def test_a_goal_due_in_june_has_no_result_without_a_figure_up_to_june() -> None:
    (closed,) = closed_goals(results_of(1, due_in_june(dt.date(2013, 7, 1), 65)).past_goals, history_of([]))
    assert closed_goal_sentence(closed, words_in("zh")).endswith("期限前没有该年度数据。")


def test_on_its_last_day_a_goal_is_still_open() -> None:
    (goal,) = results_of(1, due_in_june(dt.date(2013, 6, 30), 40)).goals
    assert (goal.actual, goal.light, goal.needed_per_week) == (40, "red", None)


def due_in_june(day: dt.date, started: int) -> dict[str, DatedTable]:
    """A release in which 织里镇 has started so many projects; it should start 60 by 30 June 2013."""
    goals = [("织里镇", "projects_started", 60, None, "2013-06-30", None, None)]
    return {
        "unit_progress": first_dataset.table("unit_progress", [("织里镇", started, 1, 1.0, 2.0, None)], day),
        "goals": first_dataset.table("goals", goals, day),
    }


def test_neither_the_targets_of_another_year_make_rates(tables: dict[str, DatedTable]) -> None:
    new_year = results_of(2, after_new_year(tables))
    assert new_year.district["projects_started"] == 9
    assert "projects_scheduled" not in new_year.district.index
    assert all(rate != rate for rate in new_year.district_rates.values()), "NaN"


def test_every_week_of_a_year_has_its_lights_but_the_first_two() -> None:
    """Weekly from 7 January: on the 7th and the 14th less than three weeks have passed, on the 21st three have."""
    reports = simulated_year.weekly_reports(4)
    history = history_of([points_of(number, week.tables) for number, week in enumerate(reports, start=1)])
    started = results_of(4, reports[-1].tables).goals[0]
    lights = [one.light for one in goal_over_time(started, history)]
    assert lights[:2] == [None, None]
    assert None not in lights[2:]
