from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.comparisons.assignments import (
    assign,
    assign_with_overrides,
    by_week,
    can_be_assigned,
    largest_remainder,
    surplus,
    weightings,
)
from renovation.comparisons.goals import Goal
from renovation.comparisons.results import Results


def goal_named(results: Results, name: str) -> Goal:
    return next(goal for goal in results.goals if goal.goal == name)


@pytest.mark.parametrize(
    ("weighting", "shares"),
    [
        ("equally", [38, 38, 37, 37, 37, 37, 37, 37]),
        ("targets", [17, 144, 16, 3, 8, 66, 24, 20]),
        ("so_far", [26, 65, 53, 14, 8, 71, 35, 26]),
    ],
)
def test_298_projects_are_split_to_the_last_one(results: Results, weighting: str, shares: list[int]) -> None:
    """By targets: 298 × 4.2 ÷ 72.25 = 17.32, 298 × 34.8 ÷ 72.25 = 143.53, …; so far: 298 × 17 ÷ 196 = 25.85, …"""
    assigned = assign(goal_named(results, "started_share"), results.units, results.table("figures"), weighting)
    assert assigned.totals.tolist() == shares
    assert assigned.totals.sum() == assigned.remaining == 298
    assert surplus(assigned) == 0


def test_units_of_one_quota_share_the_largest_share_though_rounding_parts_them(results: Results) -> None:
    """298 ÷ 8 is 37.25 for each: two get 38 and six 37. So far, 埭溪镇's 47 of 196 are the most."""
    goal, figures = goal_named(results, "started_share"), results.table("figures")
    equally = assign(goal, results.units, figures, "equally")
    assert (len(equally.largest), equally.largest.min(), equally.largest.max()) == (8, 37, 38)
    so_far = assign(goal, results.units, figures, "so_far")
    assert so_far.largest.to_dict() == {"埭溪镇": 71}
    assert so_far.units_so_far == 196
    assert np.isnan(assign(goal_named(results, "first_in_city"), results.units, figures, "so_far").units_so_far)


def test_each_week_and_each_unit_adds_up(results: Results) -> None:
    assigned = assign(goal_named(results, "started_share"), results.units, results.table("figures"), "targets")
    assert assigned.weeks.shape == (8, 11)
    assert (assigned.weeks.columns[0], assigned.weeks.columns[-1]) == (dt.date(2013, 10, 22), dt.date(2013, 12, 31))
    assert set(assigned.weeks.sum()) == {27, 28}, "298 over 11 weeks is 27.1 a week"
    assert assigned.weeks.sum(axis=1).tolist() == assigned.totals.tolist()
    assert (assigned.weeks.loc["织里镇"]).between(12, 14).all(), "144 over 11 weeks is 13.1 a week"


def test_area_goes_out_in_hundredths_and_reaches_the_goal(results: Results) -> None:
    """145.987 − 107.79 = 38.197: rounded up, so that the sum is enough."""
    assigned = assign(goal_named(results, "first_in_city"), results.units, results.table("figures"), "so_far")
    assert assigned.remaining == 38.2
    assert round(assigned.totals.sum(), 9) == 38.2
    assert round(float(assigned.weeks.to_numpy().sum()), 6) == 38.2


def test_a_key_is_offered_only_where_every_unit_has_a_number(results: Results) -> None:
    goal, figures = goal_named(results, "started_share"), results.table("figures")
    assert weightings(goal, results.units, figures) == ("so_far", "targets", "equally")
    hole = results.units.assign(annual_target_area=results.units["annual_target_area"].where(results.units.index > 0))
    assert weightings(goal, hole, figures) == ("so_far", "equally")
    assert weightings(goal, results.units.assign(projects_started=0), figures) == ("targets", "equally")
    assert weightings(goal, results.units.iloc[0:0], figures) == ()
    with pytest.raises(ValueError, match="schedule"):
        assign(goal, results.units, figures, "schedule")
    scheduled = figures.head(8).assign(subject=results.units["unit"], measure="projects_scheduled", value=125.0)
    assert "schedule" in weightings(goal, results.units, scheduled)


def test_edited_shares_are_spread_over_the_weeks_with_their_surplus(results: Results) -> None:
    goal = goal_named(results, "started_share")
    edited = by_week(goal, pd.Series({"高新区": 300.0, "织里镇": np.nan, "道场乡": -5.0}), "equally")
    assert edited.totals.tolist() == [300, 0, 0]
    assert surplus(edited) == 2
    assert edited.weeks.loc["高新区"].sum() == 300


def set_by_hand(results: Results, **shares: float) -> pd.Series:
    return pd.Series(shares, dtype="float64").reindex(results.units["unit"].tolist())


def test_around_shares_set_by_hand_the_others_make_up_the_rest(results: Results) -> None:
    """298 − 100 = 198 over 7 units equally: 28.29 each, two of them 29; by targets 198 × 4.2 ÷ 37.45 = 22.2, …"""
    goal, figures = goal_named(results, "started_share"), results.table("figures")
    by_hand = set_by_hand(results, 织里镇=100)
    equally = assign_with_overrides(goal, results.units, figures, "equally", by_hand)
    assert equally.totals.tolist() == [29, 100, 29, 28, 28, 28, 28, 28]
    assert (surplus(equally), equally.overridden) == (0, 1)
    targets = assign_with_overrides(goal, results.units, figures, "targets", by_hand)
    assert targets.totals.tolist() == [22, 100, 20, 4, 10, 85, 31, 26]
    assert targets.weeks.sum(axis=1).tolist() == targets.totals.tolist()


def test_overrides_beyond_the_shortfall_are_a_surplus_and_leave_the_others_nothing(results: Results) -> None:
    goal, figures = goal_named(results, "started_share"), results.table("figures")
    assigned = assign_with_overrides(
        goal, results.units, figures, "so_far", set_by_hand(results, 织里镇=300, 道场乡=-7)
    )
    assert assigned.totals.tolist() == [0, 300, 0, 0, 0, 0, 0, 0]
    assert surplus(assigned) == 2
    every = assign_with_overrides(goal, results.units, figures, "so_far", set_by_hand(results).fillna(1))
    assert (every.totals.tolist(), surplus(every)) == ([1] * 8, -290)
    nothing_so_far = results.units.assign(projects_started=[0, 43, 0, 0, 0, 0, 0, 0])
    rest = assign_with_overrides(goal, nothing_so_far, figures, "so_far", set_by_hand(results, 织里镇=200))
    assert rest.totals.tolist() == [14, 200, 14, 14, 14, 14, 14, 14], "98 over seven, as none of them has started any"


def test_a_goal_that_is_reached_or_overdue_cannot_be_assigned(results: Results) -> None:
    goal = goal_named(results, "started_share")
    assert can_be_assigned(goal)
    assert not can_be_assigned(dataclasses.replace(goal, needed_per_week=0.0))
    assert not can_be_assigned(dataclasses.replace(goal, needed_per_week=None, weeks_left=0.0))
    assert not can_be_assigned(dataclasses.replace(goal, subject="织里镇"))
    assert not can_be_assigned(dataclasses.replace(goal, target=1_000_203.0)), "more than can be split piece by piece"


counts = st.lists(st.integers(0, 400), min_size=1, max_size=12)


@given(counts, st.integers(1, 364))
def test_any_totals_add_up_by_unit_and_stay_near_an_even_pace(totals: list[int], days: int) -> None:
    goal = dataclasses.replace(GOAL, as_of=GOAL.deadline - dt.timedelta(days=days))
    weeks = by_week(
        goal, pd.Series(totals, index=[str(n) for n in range(len(totals))], dtype="float64"), "equally"
    ).weeks
    assert (weeks >= 0).all(axis=None)
    assert weeks.sum(axis=1).tolist() == totals
    passed = np.array([(end - goal.as_of).days / days for end in weeks.columns])
    even = np.outer(totals, passed)
    # each other unit may be half a piece early or late, and the unit itself one piece and a half
    assert (np.abs(weeks.cumsum(axis=1).to_numpy() - even) < 1.5 + len(totals) / 2).all()
    assert (np.abs(weeks.sum().cumsum().to_numpy() - even.sum(axis=0)) <= 0.5 + 1e-9).all()


@given(st.integers(0, 5000), st.lists(st.floats(0, 1e6), min_size=1, max_size=12).filter(lambda w: sum(w) > 1e-3))
def test_the_largest_remainder_adds_up_and_is_never_a_whole_off(whole: int, weights: list[float]) -> None:
    given_weights = np.array(weights)
    shares = largest_remainder(whole, given_weights)
    assert shares.sum() == whole
    assert (np.abs(shares - whole * given_weights / given_weights.sum()) < 1 + 1e-6).all()


GOAL = Goal(
    "g", "projects_started", "个", dt.date(2013, 1, 1), dt.date(2013, 12, 31), 10, 0, -10, 52, 1.0, 0.1, "red"
)  # fmt: skip
