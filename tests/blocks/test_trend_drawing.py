"""The lines of a trend: to the scale of days and figures, with names that can be read at their ends."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from renovation.blocks.model import Day, Figure, Trend, TrendLine, TrendPoint
from renovation.blocks.trend_drawing import label_heights, trend_drawing


def point(day: int, value: float) -> TrendPoint:
    date = dt.date(2013, 10, day)
    return TrendPoint(Day(date, str(date)), Figure(value, str(value)))


def test_days_run_across_and_figures_up_from_zero() -> None:
    line = TrendLine("zhili", "织里镇", (point(1, 0.0), point(2, 50.0), point(11, 100.0)))
    drawn = trend_drawing(Trend("面积", (line,)), is_alone=False, is_low=False)
    places = [tuple(map(float, pair.split(","))) for pair in drawn.lines[0].path.split()]
    assert [x for x, _y in places] == [24.0, 54.7, 331.0], "a tenth of the way after one day of ten"
    heights = [drawn.base - y for _x, y in places]
    assert heights[0] == 0
    assert abs(heights[2] - 2 * heights[1]) < 0.2
    assert (drawn.first_day, drawn.last_day) == ("2013-10-01", "2013-10-11")


def test_a_line_of_one_day_is_a_mark_at_the_end() -> None:
    line = TrendLine("zhili", "织里镇", (point(1, 5.0),))
    [drawn] = trend_drawing(Trend("面积", (line,)), is_alone=True, is_low=True).lines
    assert drawn.marks == (drawn.end,)
    assert drawn.end[0] == 795.8


def test_lines_are_as_long_as_their_names_allow() -> None:
    short, long = (
        TrendLine("one", name, (point(1, 5.0), point(2, 6.0))) for name in ("全区", "吴兴区旧厂区改造办公室")
    )
    drawn = [trend_drawing(Trend("面积", lines), is_alone=False, is_low=False) for lines in ((short,), (short, long))]
    assert [round(430.0 - one.right) for one in drawn] == [71, 192], "4.2 and 13.2 characters, each of 13.5, and a gap"


@given(st.lists(st.floats(20, 300), min_size=1, max_size=12))
def test_names_stand_apart_in_the_order_of_their_lines(heights: list[float]) -> None:
    labels = label_heights(heights, 16.5, 340.0)
    order = sorted(range(len(heights)), key=heights.__getitem__)
    stacked = [labels[place] for place in order]
    assert all(below - above > 16.3 for above, below in pairwise(stacked))
    assert min(labels) >= 16.4
    assert max(labels) <= 340.0


def test_a_name_with_room_stands_at_the_end_of_its_line() -> None:
    assert label_heights([100.0, 200.0], 16.5, 340.0) == [100.0, 200.0]
    assert label_heights([100.0, 101.0], 16.5, 340.0) == [100.0, 116.5]
    assert label_heights([335.0, 338.0], 16.5, 340.0) == [323.5, 340.0]
