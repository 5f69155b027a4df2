"""The paces and deadlines that a "what if" offers, worked out by hand from the first release's goals."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from renovation.comparisons.assumptions import deadline_range, pace_range
from renovation.comparisons.goals import Goal
from renovation.comparisons.results import Results


def goal(results: Results, name: str) -> Goal:
    return next(one for one in results.goals if one.goal == name)


def test_paces_reach_three_times_what_is_needed(results: Results) -> None:
    started = pace_range(goal(results, "started_share"))
    assert started[:2] == (0.0, 82.0), "27.09 a week are needed, three times that is 81.3"
    assert started[2] == pytest.approx(4.91, abs=0.01), "202 projects in 288 days"
    assert started[3] == 0.1


def test_of_an_area_hundredths_are_offered(results: Results) -> None:
    slowest, fastest, so_far, step = pace_range(goal(results, "first_in_city"))
    assert (slowest, fastest, step) == (0.0, 10.0, 0.01), "3.18 a week are needed"
    assert so_far == pytest.approx(2.69, abs=0.01)


def test_where_nothing_is_needed_the_pace_so_far_is_within_the_range(results: Results) -> None:
    reached = dataclasses.replace(goal(results, "started_share"), needed_per_week=None)
    assert pace_range(reached)[1] == 10.0, "twice 4.91"
    idle = dataclasses.replace(reached, pace_per_week=0.0)
    assert pace_range(idle)[1] == 1.0


def test_deadlines_reach_to_the_end_of_the_goals_year(results: Results) -> None:
    first, last, start = deadline_range(goal(results, "started_share"))
    assert (first, start, last) == (dt.date(2013, 10, 22), dt.date(2013, 12, 31), dt.date(2013, 12, 31))


@pytest.mark.parametrize("deadline", [dt.date(2013, 9, 30), dt.date(2013, 10, 18)])
def test_a_deadline_that_is_near_or_over_starts_a_week_after_the_figures(results: Results, deadline: dt.date) -> None:
    first, last, start = deadline_range(dataclasses.replace(goal(results, "started_share"), deadline=deadline))
    assert first == start == dt.date(2013, 10, 22)
    assert last == dt.date(2013, 12, 31)
