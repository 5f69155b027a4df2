"""Lines, gains, ranks and a goal's way: what is drawn is what is held, and nothing is drawn between."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from renovation.charts.history import gain_bars, history_line, rank_lines, shared_axis_end
from renovation.charts.outlook import GoalPath, goal_line, race_bars
from renovation.charts.style import LIGHT
from renovation.comparisons.history import gains, history_of
from renovation.comparisons.race import first_place_requirements, projected_totals
from renovation.comparisons.results import Results
from renovation.language import words_in
from renovation.wording.goal_outlook import goal_path_of
from tests.charts.test_figures import texts
from tests.comparisons.test_history import release_points, started_by_period

ZH, EN = words_in("zh"), words_in("en")


def gappy() -> pd.DataFrame:
    return started_by_period(
        history_of(
            [
                release_points(1, "10-01", 甲=5, 乙=1),
                release_points(2, "10-15", 甲=5, 乙=8),
                release_points(3, "10-22", 甲=6, 乙=7),
            ]
        )
    )


def test_bars_of_periods_that_differ_are_the_gain_a_week() -> None:
    """乙 gained 3 in two weeks, 甲 1 in one."""
    history = history_of(
        [
            release_points(1, "10-01", 甲=5, 乙=1),
            release_points(2, "10-08", 甲=7),
            release_points(3, "10-15", 甲=8, 乙=4),
        ]
    )
    drawn = gain_bars(gains(started_by_period(history)), "projects_started", ZH, dark=False)
    assert [list(drawn.data[0].y), list(drawn.data[0].x)] == [["乙", "甲"], [1.5, 1.0]]
    assert "<b>每周+1.5</b> → 4" in texts(drawn)


def test_english_areas_over_time_are_in_square_metres() -> None:
    """5 and 7 万㎡ are 50,000 and 70,000 m²."""
    rows = started_by_period(history_of([release_points(1, "10-01", 甲=5), release_points(2, "10-08", 甲=7)]))
    line = history_line(rows, "area_renovated", 8, EN, dark=False)
    assert list(line.data[0].y) == [50_000, 70_000]
    assert (line.layout.yaxis.range, texts(line)) == ((0, 80_000), "<b>70,000</b>")
    drawn = gain_bars(gains(rows), "area_renovated", EN, dark=False)
    assert (list(drawn.data[0].x), texts(drawn)) == ([20_000], "<b>+20,000</b> → 70,000")
    chinese = gain_bars(gains(rows), "area_renovated", ZH, dark=False)
    assert (list(chinese.data[0].x), texts(chinese)) == ([2], "<b>+2.00</b> → 7")


def test_a_gap_is_not_bridged() -> None:
    (line,) = history_line(gappy().query("unit == '甲'"), "projects_started", 10, ZH, dark=False).data
    assert [None if pd.isna(value) else value for value in line.y] == [5, None, 5, 6]
    assert line.connectgaps is False
    assert line.mode == "lines+markers"


def test_one_point_is_a_mark_and_no_line(results: Results) -> None:
    rows = started_by_period(history_of([release_points(1, "10-01", 甲=5)]))
    assert history_line(rows, "projects_started", 10, ZH, dark=False).data[0].mode == "markers"
    way = goal_path_of(results.outlooks[0])
    assert goal_line(way, rows, ZH, dark=False).data[-1].mode == "markers"


def test_each_basis_is_a_line_of_its_own() -> None:
    rows = started_by_period(
        history_of([release_points(1, "10-01", 甲=5), release_points(2, "10-08", "上报市口径", 甲=3)])
    )
    lines = history_line(rows, "projects_started", 10, ZH, dark=False).data
    assert [[value for value in line.y if pd.notna(value)] for line in lines] == [[5], [3]]
    assert lines[0].line.dash != lines[1].line.dash


def test_a_corrected_day_is_an_open_diamond() -> None:
    rows = started_by_period(
        history_of(
            [release_points(1, "10-01", 甲=5), release_points(2, "10-08", 甲=7), release_points(3, "10-01", 甲=6)]
        )
    )
    (line,) = history_line(rows, "projects_started", 10, ZH, dark=False).data
    assert list(line.marker.symbol) == ["diamond", "circle"]


def test_gains_stand_with_what_they_come_to_and_falls_go_left() -> None:
    drawn = gain_bars(gains(gappy()), "projects_started", ZH, dark=False)
    assert list(drawn.data[0].x) == [1, -1]
    assert list(drawn.data[0].marker.color) == [LIGHT.actual, LIGHT.other]
    assert "<b>+1</b> → 6" in texts(drawn)
    assert "<b>−1</b> → 7" in texts(drawn)
    assert drawn.layout.xaxis.range[0] < 0
    alone = gains(started_by_period(history_of([release_points(1, "10-01", 甲=5)])))
    assert texts(gain_bars(alone, "projects_started", ZH, dark=False)) == "无数据"


def test_ranks_that_tie_are_named_under_each_other() -> None:
    rows = started_by_period(
        history_of([release_points(1, "10-01", 甲=5, 乙=5, 丙=9), release_points(2, "10-08", 甲=6, 乙=6, 丙=1)])
    )
    drawn = rank_lines(rows, "projects_started", 3, (), ZH, dark=False)
    assert [(note.y, note.text) for note in drawn.layout.annotations] == [
        (1, "<b>丙　1</b>"), (2, "<b>甲　2</b>"), (3, "<b>乙　2</b>"),
        (1, "<b>1　甲</b>"), (2, "<b>1　乙</b>"), (3, "<b>3　丙</b>"),
    ], "left of the first day, and right of the last one"  # fmt: skip
    chosen = rank_lines(rows, "projects_started", 3, ("乙",), ZH, dark=False)
    assert [line.line.color for line in chosen.data] == [LIGHT.other, LIGHT.other, LIGHT.actual]


def test_both_lines_of_a_long_name_keep_clear_of_its_rank() -> None:
    rows = started_by_period(
        history_of([release_points(1, "10-01", 高新区=5, 甲=1), release_points(2, "10-08", 高新区=6, 甲=7)])
    )
    drawn = rank_lines(rows, "projects_started", 2, (), EN, dark=False)
    names = [note.text for note in drawn.layout.annotations if "Zone" in note.text]
    assert names == ["<b>High-tech　\u2007<br>Zone　1</b>", "<b>2　High-tech<br>\u2007　Zone</b>"]


def test_filtered_places_keep_their_ranks_on_the_axis_and_a_rank_that_came_back_has_changed() -> None:
    rows = started_by_period(
        history_of(
            [
                release_points(1, "10-01", 甲=9, 乙=5, 丙=1),
                release_points(2, "10-08", 甲=9, 乙=10, 丙=1),
                release_points(3, "10-15", 甲=20, 乙=10, 丙=1),
            ]
        )
    )
    figure = rank_lines(rows, "projects_started", 3, (), ZH, dark=False)
    assert [line.line.width for line in figure.data] == [2, 3, 3], "甲 and 乙 changed places twice, 丙 never"
    named = rank_lines(rows, "projects_started", 3, (), ZH, dark=False, named=("甲",))
    assert [(line.line.width, line.line.color == LIGHT.actual) for line in named.data] == [
        (2, False),
        (3, False),
        (3, True),
    ]
    assert list(named.data[-1].y) == [1, 2, 1]
    first = rank_lines(rows[rows["unit"] == "甲"], "projects_started", 3, (), ZH, dark=False)
    assert first.layout.yaxis.range == (3.5, 0.5)
    assert list(first.data[0].y) == [1, 2, 1]


def test_neighbours_share_their_scale() -> None:
    assert shared_axis_end(gappy()) == pytest.approx(9.2)
    assert shared_axis_end(gappy().assign(value=float("nan"))) == 1.0


def test_todays_pace_is_hatched_and_named_so(results: Results) -> None:
    drawn = goal_line(goal_path_of(results.outlooks[0]), gappy().iloc[0:0], ZH, dark=False)
    by_name = {trace.name: trace for trace in drawn.data}
    pace = by_name["按目前进度推算"]
    assert pace.fillpattern.shape == "/"
    assert [round(value) for value in pace.y] == [202, 256]
    assert list(by_name["序时进度"].y) == [0, 500]
    assert "<b>256个</b>" in texts(drawn)


def test_a_goal_that_is_reached_needs_no_pace_and_corrected_days_are_marked() -> None:
    way = GoalPath("projects_started", "个", dt.date(2013, 10, 8), 7, dt.date(2013, 12, 31), 6, 9.1, ())
    rows = started_by_period(
        history_of(
            [release_points(1, "10-01", 甲=5), release_points(2, "10-08", 甲=7), release_points(3, "10-01", 甲=6)]
        )
    )
    drawn = {trace.name: trace for trace in goal_line(way, rows, ZH, dark=False).data}
    assert set(drawn) == {"序时进度", "按目前进度推算", "实际"}
    assert list(drawn["实际"].marker.symbol) == ["diamond", "circle"]


@pytest.mark.parametrize(("rivals", "label"), [(("德清县",), "德清县"), (("德清县", "长兴县"), "2个县区")])
def test_several_rivals_are_counted_beside_their_line_and_named_in_the_legend(
    rivals: tuple[str, ...], label: str
) -> None:
    way = GoalPath("area_reported", "万㎡", dt.date(2013, 10, 8), 98, dt.date(2013, 12, 31), 139.4, 124.2, rivals)
    drawn = goal_line(way, gappy().iloc[0:0], ZH, dark=False)
    assert f"{label}<br><b>139.4万㎡</b>" in texts(drawn)
    assert drawn.data[0].name == f"{'、'.join(rivals)}（按目前进度推算）"


def test_in_the_last_days_no_week_is_foretold() -> None:
    way = GoalPath("projects_started", "个", dt.date(2013, 12, 26), 480, dt.date(2013, 12, 31), 500, 486.5, ())
    drawn = goal_line(way, gappy().iloc[0:0], ZH, dark=False)
    assert {trace.name for trace in drawn.data} == {"序时进度", "实际"}
    assert "按目前进度推算" not in texts(drawn)


def test_after_the_deadline_nothing_is_foretold() -> None:
    way = GoalPath("projects_started", "个", dt.date(2013, 10, 15), 202, dt.date(2013, 9, 30), 500, 202, ())
    names = {trace.name for trace in goal_line(way, gappy().iloc[0:0], ZH, dark=False).data}
    assert names == {"序时进度", "实际"}


def test_the_race_is_solid_where_reported_and_hatched_beyond(results: Results) -> None:
    as_of, end = dt.date(2013, 10, 8), dt.date(2013, 12, 31)
    race, needed = projected_totals(results.counties, as_of, end), first_place_requirements(results.counties, as_of)
    most = float(needed[needed["percent"] == 100]["needed"].iloc[-1])
    solid, hatched, tick = race_bars(race, most, as_of, end, ZH, dark=False).data
    assert list(solid.x) == [112.39, 107.79, 89.5, 83.86, 47.31]
    assert hatched.marker.pattern.shape == "/"
    assert [round(a + b, 2) for a, b in zip(solid.x, hatched.x, strict=True)] == [145.99, 140.01, 116.25, 108.93, 61.45]
    assert (list(tick.y), round(tick.x[0], 2)) == (["吴兴区"], 145.99)
