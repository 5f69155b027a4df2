from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from renovation.comparisons.counties import compare_counties
from renovation.comparisons.district import district_rates, district_values
from renovation.comparisons.goals import first_in_city, report_goals, started_share, traffic_light
from renovation.domain.dated_tables import DatedTable, empty_frame
from tests import first_dataset

DAY = dt.date(2013, 10, 15)


def district(**figures: float) -> pd.Series:
    return pd.Series(figures, dtype="float64")


def test_half_of_the_scheduled_projects_needs_27_a_week(tables: dict[str, DatedTable]) -> None:
    goal = started_share(district_values(tables["figures"].frame), DAY)
    assert goal is not None
    assert (goal.target, goal.actual, goal.gap) == (500, 202, -298)
    assert goal.weeks_left == 11.0
    assert goal.needed_per_week == pytest.approx(298 / 11)
    assert goal.pace_per_week == pytest.approx(202 / (288 / 7))
    assert goal.light == "red"


def test_first_in_the_city_must_overtake_what_the_leader_will_have(tables: dict[str, DatedTable]) -> None:
    counties = compare_counties(tables["county_progress"])
    goal = first_in_city(district_values(tables["figures"].frame), counties, dt.date(2013, 10, 8))
    assert goal is not None
    assert goal.rivals == ("德清县",)
    assert goal.gap == pytest.approx(-4.60)
    assert goal.rival_at_deadline == pytest.approx(145.99, abs=5e-3)
    assert goal.weeks_left == 12.0
    assert goal.needed_per_week == pytest.approx(3.18, abs=5e-3)
    assert goal.pace_per_week == pytest.approx(2.69, abs=5e-3)
    assert goal.light == "amber"


def test_half_and_above_includes_the_half_itself() -> None:
    figures = {"goal_share_of_scheduled_started": 50, "projects_scheduled": 1000}
    reached = started_share(district(**figures, projects_started=500), DAY)
    short = started_share(district(**figures, projects_started=499), DAY)
    assert reached is not None
    assert short is not None
    assert (reached.light, reached.needed_per_week) == ("green", 0.0)
    assert short.gap == -1
    odd = started_share(district(goal_share_of_scheduled_started=50, projects_scheduled=1001, projects_started=0), DAY)
    assert odd is not None
    assert odd.target == 501


@pytest.mark.parametrize(("started", "light"), [(395, "green"), (394, "amber"), (375, "amber"), (374, "red")])
def test_the_light_follows_its_rule(started: int, light: str) -> None:
    """Green from s ÷ (288 ÷ 7) = (500 − s) ÷ 11 on, s = 394.6; amber from 0.8 of that need on, s = 374.8."""
    figures = {"goal_share_of_scheduled_started": 50, "projects_scheduled": 1000}
    goal = started_share(district(**figures, projects_started=started), DAY)
    assert goal is not None
    assert goal.light == light


def test_after_the_deadline_nothing_is_divided_by_zero() -> None:
    figures = {"goal_share_of_scheduled_started": 50, "projects_scheduled": 1000, "projects_started": 202}
    goal = started_share(district(**figures), dt.date(2013, 12, 31))
    assert goal is not None
    assert (goal.needed_per_week, goal.light, goal.weeks_left) == (None, "red", 0.0)


def test_a_goal_that_the_data_cannot_tell_is_left_out(tables: dict[str, DatedTable]) -> None:
    counties = compare_counties(tables["county_progress"])
    assert started_share(district(projects_started=202), DAY) is None
    assert (
        started_share(district(goal_share_of_scheduled_started=50, projects_scheduled=0, projects_started=1), DAY)
        is None
    )
    assert first_in_city(district(goal_city_rank_by_area=2), counties, DAY) is None
    assert report_goals(empty_frame("figures"), DAY, counties.iloc[0:0], None) == ()
    without = tables["figures"].frame[tables["figures"].frame["measure"] != "projects_started"]
    assert [goal.goal for goal in report_goals(without, DAY, counties, DAY)] == ["first_in_city"]


def test_in_the_first_three_weeks_no_goal_is_judged_by_its_pace() -> None:
    """4 of 1,000 on 7 January would be 209 by the end of the year; 500 are reached on any day."""
    figures = {"goal_share_of_scheduled_started": 50, "projects_scheduled": 1000}
    lights = {
        (day, started): goal.light
        for day, started in ((20, 4), (21, 4), (7, 500))
        if (goal := started_share(district(**figures, projects_started=started), dt.date(2014, 1, day)))
    }
    assert lights == {(20, 4): None, (21, 4): "red", (7, 500): "green"}


def test_in_the_first_three_weeks_no_rival_is_projected() -> None:
    """德清县's 3.47 on 1 January are no 1,266.55 on 31 December."""
    counties = pd.DataFrame({"county": ["德清县", "吴兴区"], "area_reported": [3.47, 3.0]})
    race = first_in_city(district(goal_city_rank_by_area=1), counties, dt.date(2014, 1, 1))
    assert race is not None
    assert (race.rival_at_deadline, race.light, race.needed_per_week) == (None, None, None)
    assert pd.isna(race.target_at_deadline)
    later = first_in_city(district(goal_city_rank_by_area=1), counties, dt.date(2014, 1, 21))
    assert later is not None
    assert later.rival_at_deadline == pytest.approx(3.47 * 365 / 21)


def test_the_district_against_the_city_and_itself() -> None:
    rates = district_rates(district_values(first_dataset.tables()["figures"].frame))
    assert rates["city_target_projects_rate"] == pytest.approx(100 * 66 / 34)
    assert rates["city_target_area_rate"] == pytest.approx(761.0, abs=0.05)
    assert rates["district_target_area_rate"] == pytest.approx(334.268, abs=1e-3)
    assert rates["share_of_scheduled_started"] == pytest.approx(20.2)
    assert pd.isna(district_rates(district(area_renovated=1.0, city_target_area=0.0))["city_target_area_rate"])


@pytest.mark.parametrize(("pace", "light"), [(3.5, "green"), (2.8, "amber"), (2.79, "red")])
def test_a_pace_of_exactly_four_fifths_is_at_risk(pace: float, light: str) -> None:
    """0.8 × 3.5 is 2.8000000000000003 in binary."""
    assert traffic_light(reached=False, pace=pace, needed=3.5) == light
