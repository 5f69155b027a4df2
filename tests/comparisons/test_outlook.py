from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.comparisons.goals import Goal, started_share
from renovation.comparisons.history import points_of
from renovation.comparisons.outlook import (
    Outlook,
    RecentPace,
    allows_what_if,
    outlook,
    recent_pace,
    schedule_share,
    what_if,
)
from renovation.comparisons.race import first_place_requirements, projected_totals
from renovation.comparisons.results import Results
from renovation.comparisons.workbook_goals import workbook_goals
from renovation.domain.dated_tables import DatedTable
from tests import first_dataset

END = dt.date(2013, 12, 31)


def seen(results: Results, name: str) -> Outlook:
    return next(one for one in results.outlooks if one.goal.goal == name)


def set_goals(tables: dict[str, DatedTable], *rows: tuple[object, ...]) -> tuple[Goal, ...]:
    goals = first_dataset.table("goals", [(*row, "会议", None) for row in rows], first_dataset.UNITS_AS_OF)
    return workbook_goals(goals.frame, points_of(1, tables), first_dataset.UNITS_AS_OF)


def test_288_of_365_days_is_78_9_percent(results: Results) -> None:
    started = seen(results, "started_share")
    assert round(started.schedule, 1) == 78.9
    assert round(started.share_reached, 1) == 40.4
    assert round(started.ahead_of_schedule, 1) == -38.5
    assert round(started.on_schedule, 1) == 394.5, "500 × 288 ÷ 365"
    assert round(started.at_deadline) == 256, "202 × 365 ÷ 288"
    assert started.arrival is None, "298 more at 202 in 288 days take 424.9 days, and the count ends with the year"


def test_at_both_paces_the_leader_is_never_overtaken(results: Results) -> None:
    race = seen(results, "first_in_city")
    assert round(race.schedule, 1) == 77.0, "281 of 365 days"
    assert race.on_schedule == pytest.approx(112.39), "the leader's own line"
    assert round(race.at_deadline, 2) == 140.01, "107.79 × 365 ÷ 281"
    assert race.arrival is None


def test_what_if_the_pace_were_the_one_needed(results: Results) -> None:
    goal = seen(results, "started_share").goal
    then = what_if(goal, goal.needed_per_week or 0, END)
    assert (round(then.gap, 9), then.arrival, then.light) == (0, END, "green")
    assert what_if(goal, 20, END).light == "red"
    assert round(what_if(goal, 20, END).at_deadline) == 422, "202 + 20 × 11"
    assert what_if(goal, 0, END).arrival is None
    assert what_if(goal, 20, END).arrival is None, "298 ÷ 20 is 14.9 weeks, 104.3 days: in the year after"
    assert what_if(goal, 28, END).arrival == dt.date(2013, 12, 29), "298 ÷ 28 is 10.64 weeks, 74.5 days"


def test_what_if_the_race_lasted_longer_the_rival_goes_on_too(results: Results) -> None:
    race = seen(results, "first_in_city").goal
    assert what_if(race, 3.2, END).light == "green"
    assert round(what_if(race, 3.2, END).target_at_deadline, 2) == 145.99
    assert what_if(race, 3.2, dt.date(2013, 10, 29)).target_at_deadline == pytest.approx(112.39 * 302 / 281)
    assert what_if(race, 2.69, END).light == "amber"


def test_goals_come_from_the_workbook(tables: dict[str, DatedTable]) -> None:
    done, area, city = set_goals(
        tables,
        ("全区", "projects_completed", 100, 1000, "2013-11-30"),
        ("织里镇", "area_renovated", 95, None, "2013"),
        ("全区", "area_reported", 120, None, "2013"),
    )
    assert (done.goal, done.actual, done.gap, done.base) == ("district-projects_completed-2013-11-30", 66, -34, 1000)
    assert done.needed_per_week == pytest.approx(34 / (46 / 7))
    assert (area.deadline, area.table, area.actual) == (END, "unit_progress", 91.3)
    assert (city.subject, city.as_of, city.actual) == ("吴兴区", dt.date(2013, 10, 8), 107.79), "on the city's basis"


@pytest.mark.parametrize("deadline", ["2012", "2014", "2014-06-30"])
def test_a_goal_of_another_year_is_not_judged_by_this_years_figures(
    tables: dict[str, DatedTable], deadline: str
) -> None:
    (goal,) = set_goals(tables, ("全区", "projects_completed", 60, None, deadline))
    assert (goal.is_measured, goal.light, goal.is_of_another_year) == (False, None, True)
    assert outlook(goal).arrival is None
    assert goal.is_past(first_dataset.UNITS_AS_OF) == (deadline == "2012")


def test_one_day_of_figures_projects_nothing() -> None:
    new_year = dt.date(2014, 1, 1)
    counties = pd.DataFrame({"county": ["德清县", "吴兴区"], "area_reported": [3.47, 3.0]})
    assert first_place_requirements(counties, new_year).empty
    assert not first_place_requirements(counties, dt.date(2014, 1, 21)).empty
    goal = started_share(
        pd.Series({"goal_share_of_scheduled_started": 50.0, "projects_scheduled": 1000.0, "projects_started": 4.0}),
        new_year,
    )
    assert goal is not None
    seen_then = outlook(goal)
    assert pd.isna(seen_then.at_deadline)
    assert seen_then.arrival is None
    assert not allows_what_if(goal)


def test_no_deadline_is_assumed_in_the_years_last_week(results: Results) -> None:
    goal = seen(results, "started_share").goal
    assert allows_what_if(dataclasses.replace(goal, as_of=dt.date(2013, 12, 23)))
    assert not allows_what_if(dataclasses.replace(goal, as_of=dt.date(2013, 12, 24)))


def test_the_last_day_leaves_no_time_and_divides_by_nothing(tables: dict[str, DatedTable]) -> None:
    missed, reached = set_goals(
        tables,
        ("全区", "projects_completed", 100, None, "2013-10-15"),
        ("全区", "projects_completed", 60, None, "2013-10-15"),
    )
    assert (missed.light, missed.needed_per_week, missed.weeks_left) == ("red", None, 0)
    assert (reached.light, reached.needed_per_week) == ("green", 0.0)
    assert (outlook(missed).schedule, outlook(missed).at_deadline) == (100.0, 66)


def test_a_figure_after_the_deadline_does_not_measure_a_goal(tables: dict[str, DatedTable]) -> None:
    (goal,) = set_goals(tables, ("全区", "projects_completed", 60, None, "2013-10-14"))
    assert (goal.is_measured, goal.light, goal.is_past(first_dataset.UNITS_AS_OF)) == (False, None, True)


@pytest.mark.parametrize("target", [0, None])
def test_a_target_of_zero_or_none_is_no_target(tables: dict[str, DatedTable], target: float | None) -> None:
    (goal,) = set_goals(tables, ("全区", "projects_completed", target, 0, "2013"))
    assert (goal.light, goal.needed_per_week, goal.actual, goal.base) == (None, None, 66, None)
    assert pd.isna(outlook(goal).share_reached)
    assert outlook(goal).arrival is None
    with pytest.raises(ValueError, match="projects_completed"):
        what_if(goal, 1, END)


def test_a_measure_without_figures_has_an_unknown_gap_and_no_light(tables: dict[str, DatedTable]) -> None:
    (goal,) = set_goals(tables, ("道场乡", "cod_cut", 5, None, "2013"))
    assert (goal.light, goal.as_of) == (None, first_dataset.UNITS_AS_OF)
    assert pd.isna(goal.actual)
    (none,) = workbook_goals(
        first_dataset.table("goals", [("全区", "cod_cut", 5, None, "2013", None, None)], END).frame,
        points_of(1, {}),
        END,
    )
    assert none.light is None


def test_the_recent_pace_needs_two_points_four_weeks_apart() -> None:
    days = pd.to_datetime(["2013-09-03", "2013-09-17", "2013-10-15"])
    course = pd.DataFrame({"as_of": days, "value": [10.0, 14.0, 22.0]})
    assert recent_pace(course) == RecentPace(dt.date(2013, 9, 17), 2.0), "8 in four weeks"
    assert recent_pace(course.tail(1)) is None
    assert recent_pace(course.iloc[:2]) is None


def test_first_place_by_day_and_by_the_pace_assumed(results: Results) -> None:
    needed = first_place_requirements(results.counties, dt.date(2013, 10, 8))
    last = needed[needed["day"] == END].set_index("percent")
    assert round(last.loc[100, "needed"], 2) == 145.99
    assert round(last.loc[100, "per_week"], 2) == 3.18
    assert round(last.loc[80, "needed"], 2) == 139.27, "112.39 + 0.8 × 33.597"
    assert round(last.loc[120, "needed"], 2) == 152.71
    assert (last["at_own_pace"] > last["needed"]).tolist() == [True, False, False], "our own pace brings 140.01"
    assert sorted(set(needed["day"])) == [dt.date(2013, 10, 31), dt.date(2013, 11, 30), END]


def test_a_race_without_rivals_figures_or_time_is_empty(results: Results) -> None:
    counties, day = results.counties, dt.date(2013, 10, 8)
    own = counties["county"] == "吴兴区"
    assert first_place_requirements(counties[own], day).empty
    assert first_place_requirements(counties[~own], day).empty
    assert first_place_requirements(counties, END).empty
    assert len(first_place_requirements(counties, dt.date(2013, 12, 30))) == 3
    assert projected_totals(counties.assign(area_reported=float("nan")), day, END).empty


days = st.dates(dt.date(2012, 1, 1), dt.date(2015, 12, 31))


@given(days, days, st.floats(0, 1e6), st.floats(0.01, 1e6), st.floats(0, 1e5))
def test_no_goal_divides_by_zero(as_of: dt.date, deadline: dt.date, actual: float, target: float, pace: float) -> None:
    goals = pd.DataFrame(
        {"subject": ["全区"], "measure": ["projects_started"], "target": [target], "base": [None],
         "deadline": [deadline.isoformat()], "source": [None]}
    )  # fmt: skip
    held = pd.DataFrame(
        {"as_of": [pd.Timestamp(as_of)], "unit": ["全区"], "measure": ["projects_started"], "value": [actual],
         "table": ["figures"]}
    )  # fmt: skip
    (goal,) = workbook_goals(goals, held, as_of)
    assert (goal.light is None) == (
        as_of.year != deadline.year or as_of > deadline or (goal.is_too_early and actual < target)
    )
    assert 0 < schedule_share(as_of, deadline) <= 100
    assert outlook(goal).arrival is None or as_of <= outlook(goal).arrival <= dt.date(deadline.year, 12, 31)
    if goal.is_measured:
        assert what_if(goal, pace, deadline).light in ("green", "amber", "red")
