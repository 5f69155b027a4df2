from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest

from renovation.comparisons.history import (
    added_and_dropped_units,
    by_period,
    effective_releases,
    gains,
    history_of,
    last_effective_release,
    points_of,
    series,
    spans_differ,
)
from renovation.domain.dated_tables import DatedTable
from tests import first_dataset


@dataclass(frozen=True)
class ReleaseStub:
    release: int
    as_of: dt.date
    action: str = "publish"
    withdrawn_by: str | None = None


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2013-{text}")


def release_points(release: int, when: str, basis: str = "区口径", **started: float | None) -> pd.DataFrame:
    """A release in which units have started so many projects."""
    rows = [(unit, count, 0, 1.0, 2.0, None) for unit, count in started.items()]
    dated = first_dataset.table("unit_progress", rows, day(when))
    return points_of(release, {"unit_progress": DatedTable(dated.frame, dated.as_of, basis)})


def started_by_period(history: pd.DataFrame, interval: str = "weekly") -> pd.DataFrame:
    return by_period(history, "unit_progress", "projects_started", interval, 2013)


def as_tuples(rows: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(None if pd.isna(value) else value for value in row) for row in rows[list(columns)].to_numpy()]


def test_the_first_release_is_one_point_of_each_figure(tables: dict[str, DatedTable]) -> None:
    history = history_of([points_of(1, tables)])
    about = history.set_index(["table", "unit", "measure"])
    assert about.loc[("unit_progress", "织里镇", "area_renovated"), "value"] == 91.3
    assert round(about.loc[("unit_progress", "高新区", "completion_rate"), "value"], 1) == 800.0
    own = about.loc[("county_progress", "吴兴区", "area_reported")]
    assert (own["value"], own["basis"], own["as_of"].date()) == (107.79, "上报市口径", dt.date(2013, 10, 8))
    assert about.loc[("figures", "全区", "projects_started"), "value"] == 202
    assert ("figures", "全区", "projects_scheduled") not in about.index, "a plan is no point"
    assert not history["corrected"].any()


def test_the_newest_release_counts_for_its_date_and_is_marked_as_a_correction() -> None:
    history = history_of(
        [release_points(1, "10-01", 甲=5), release_points(2, "10-08", 甲=8), release_points(3, "10-01", 甲=6)]
    )
    rows = series(history, "unit_progress", "甲", "projects_started", day("12-31"))
    assert as_tuples(rows, "value", "release", "corrected") == [(6, 3, True), (8, 2, False)]


def test_a_carried_over_value_keeps_the_release_that_published_it() -> None:
    history = history_of([release_points(n, "10-01", 甲=5) for n in (1, 2, 3)])
    assert as_tuples(history[history["measure"] == "projects_started"], "release", "corrected") == [(1, False)]


def test_a_value_that_is_corrected_back_is_still_marked() -> None:
    history = history_of(
        [release_points(1, "10-01", 甲=5), release_points(2, "10-01", 甲=9), release_points(3, "10-01", 甲=5)]
    )
    assert as_tuples(history[history["measure"] == "projects_started"], "value", "release", "corrected") == [
        (5, 3, True)
    ]


def test_a_restore_removes_later_dates_and_keeps_corrections_of_earlier_ones() -> None:
    lines = [
        ReleaseStub(1, day("10-01")), ReleaseStub(2, day("10-08")), ReleaseStub(3, day("10-15")),
        ReleaseStub(4, day("10-01"), "correct"), ReleaseStub(5, day("10-08"), "restore"), ReleaseStub(6, day("10-22")),
    ]  # fmt: skip

    def counted(shown: ReleaseStub) -> list[int]:
        return [line.release for line in effective_releases(lines[::-1], shown, last_effective_release(lines, shown))]

    assert counted(lines[5]) == [1, 2, 4, 5, 6]
    assert counted(lines[2]) == [1, 2, 3, 4], "corrected while it was the newest"
    assert counted(lines[1]) == [1, 2], "corrected when it was no longer the newest"
    assert counted(lines[3]) == [1, 4], "nothing later than the day shown"
    assert [line.release for line in effective_releases(lines, lines[2], 3)] == [1, 2, 3]


def test_a_withdrawn_release_is_in_no_history_and_ends_none() -> None:
    lines = [
        ReleaseStub(1, day("10-08")),
        ReleaseStub(2, day("10-01"), withdrawn_by="李四"),
        ReleaseStub(3, day("10-08"), "restore", withdrawn_by="李四"),
        ReleaseStub(4, day("10-01"), "correct"),
    ]
    assert last_effective_release(lines, lines[0]) == 4
    assert [line.release for line in effective_releases(lines, lines[0], 4)] == [1, 4]
    assert [line.release for line in effective_releases(lines, lines[2], 3)] == [1, 3], "its own, looked at alone"


def test_earlier_weeks_that_are_published_after_the_newest_count() -> None:
    lines = [
        ReleaseStub(1, day("10-15")),
        ReleaseStub(2, day("10-01"), "correct"),
        ReleaseStub(3, day("10-08"), "correct"),
    ]
    assert last_effective_release(lines, lines[0]) == 3
    assert [line.release for line in effective_releases(lines, lines[0], 3)] == [1, 2, 3]


def test_a_week_without_a_report_stays_a_gap() -> None:
    history = history_of([release_points(1, "10-01", 甲=5), release_points(2, "10-15", 甲=8)])
    weekly = started_by_period(history)
    assert as_tuples(weekly, "value") == [(5,), (None,), (8,)]
    assert as_tuples(started_by_period(history, "monthly"), "value") == [(8,)]
    assert as_tuples(started_by_period(history, "quarterly"), "value", "as_of") == [(8, pd.Timestamp("2013-10-15"))]


def test_dates_out_of_order_are_sorted() -> None:
    history = history_of(
        [release_points(1, "10-15", 甲=8), release_points(2, "10-01", 甲=5), release_points(3, "10-08", 甲=6)]
    )
    assert as_tuples(started_by_period(history), "value") == [(5,), (6,), (8,)]


def test_two_bases_never_share_a_line_a_rank_or_a_gain() -> None:
    history = history_of([release_points(1, "10-01", 甲=5, 乙=4), release_points(2, "10-08", "上报市口径", 甲=3, 乙=9)])
    weekly = started_by_period(history)
    assert as_tuples(weekly, "unit", "basis", "value", "rank") == [
        ("甲", "区口径", 5, 1), ("甲", "区口径", None, None),
        ("乙", "区口径", 4, 2), ("乙", "区口径", None, None),
        ("甲", "上报市口径", None, None), ("甲", "上报市口径", 3, 2),
        ("乙", "上报市口径", None, None), ("乙", "上报市口径", 9, 1),
    ]  # fmt: skip
    assert gains(weekly)["gain"].isna().all()


def test_a_day_that_is_published_again_on_another_basis_keeps_the_last_one_alone() -> None:
    """甲 5 by the district on 10-01, 9 on 10-08; then 10-08 is published again on the city's basis: 甲 4, 乙 not named."""
    history = history_of(
        [
            release_points(1, "10-01", 甲=5, 乙=4),
            release_points(2, "10-08", 甲=9, 乙=6),
            release_points(3, "10-08", "上报市口径", 甲=4),
        ]
    )
    weekly = started_by_period(history)
    assert as_tuples(weekly.dropna(subset=["value"]), "unit", "basis", "value", "corrected") == [
        ("甲", "区口径", 5, False), ("乙", "区口径", 4, False), ("甲", "上报市口径", 4, False),
    ]  # fmt: skip
    assert as_tuples(gains(weekly), "unit", "gain") == [("甲", None), ("乙", None)]


def test_a_place_that_a_later_release_of_the_day_leaves_out_has_no_figure_on_that_day() -> None:
    history = history_of(
        [
            release_points(1, "10-01", 甲=5, 乙=4),
            release_points(2, "10-08", 甲=9, 乙=6),
            release_points(3, "10-08", 甲=8),
        ]
    )
    weekly = started_by_period(history)
    assert as_tuples(weekly, "unit", "value", "corrected") == [
        ("甲", 5, False), ("甲", 8, True), ("乙", 4, False), ("乙", None, False),
    ]  # fmt: skip


def test_the_last_figure_of_a_period_decides_the_basis_of_a_gain() -> None:
    """Within October 甲 grew by 3 on the district's basis; its last figure of the month is on the city's, the first there."""
    history = history_of(
        [
            release_points(1, "09-24", 甲=5),
            release_points(2, "10-08", 甲=8),
            release_points(3, "10-29", "上报市口径", 甲=6),
        ]
    )
    assert as_tuples(gains(started_by_period(history, "monthly")), "unit", "basis", "now", "gain") == [
        ("甲", "上报市口径", 6, None)
    ]


def test_gains_name_both_dates_and_may_span_a_gap() -> None:
    history = history_of([release_points(1, "10-01", 甲=5, 乙=4), release_points(2, "10-15", 甲=5, 乙=7)])
    gained = gains(started_by_period(history))
    assert as_tuples(gained, "unit", "gain", "before", "now") == [("乙", 3, 4, 7), ("甲", 0, 5, 5)]
    assert set(gained["since"].dt.date) == {day("10-01")}


def test_gains_of_two_weeks_are_compared_with_gains_of_one_by_the_week() -> None:
    """乙 did not report on 10-08: its 12 took two weeks, 甲's 7 one."""
    history = history_of(
        [
            release_points(1, "10-01", 甲=1, 乙=4),
            release_points(2, "10-08", 甲=5),
            release_points(3, "10-15", 甲=12, 乙=16),
        ]
    )
    gained = gains(started_by_period(history))
    assert as_tuples(gained, "unit", "gain", "weeks", "per_week") == [("甲", 7, 1, 7), ("乙", 12, 2, 6)]
    assert spans_differ(gained)
    assert not spans_differ(gains(started_by_period(history_of([release_points(1, "10-01", 甲=5, 乙=4)]))))


def test_there_is_no_gain_from_one_year_to_the_next() -> None:
    old = release_points(1, "12-31", 甲=90)
    new = release_points(2, "12-31", 甲=2).assign(as_of=pd.Timestamp("2014-01-07"))
    history = history_of([old, new])
    assert gains(by_period(history, "unit_progress", "projects_started", "weekly", 2014))["gain"].isna().all()


def test_units_that_are_added_dropped_or_renamed_are_found() -> None:
    history = history_of([release_points(1, "10-01", 甲=5, 乙=4), release_points(2, "10-08", 甲=6, 丙=1)])
    weekly = started_by_period(history)
    come, gone = added_and_dropped_units(weekly)
    assert as_tuples(come, "unit", "as_of") == [("丙", pd.Timestamp("2013-10-08"))]
    assert as_tuples(gone, "unit", "as_of") == [("乙", pd.Timestamp("2013-10-01"))]
    assert as_tuples(gains(weekly), "unit", "gain") == [("甲", 1), ("乙", None), ("丙", None)]
    known = history_of([release_points(1, "10-01", 环渚乡=5), release_points(2, "10-08", 环渚街道=6)])
    assert as_tuples(started_by_period(known), "unit", "value") == [("环渚街道", 5), ("环渚街道", 6)], (
        "a former name is one unit"
    )


@pytest.mark.parametrize("measure", ["projects_started", "beauty"])
def test_no_history_is_no_error(measure: str) -> None:
    empty = by_period(history_of([]), "unit_progress", measure, "weekly", 2013)
    assert empty.empty
    assert gains(empty).empty


def test_a_missing_cell_is_a_gap_of_that_unit_alone() -> None:
    history = history_of([release_points(1, "10-01", 甲=5, 乙=1), release_points(2, "10-08", 甲=None, 乙=2)])
    assert as_tuples(started_by_period(history), "unit", "value", "rank") == [
        ("甲", 5, 1), ("甲", None, None), ("乙", 1, 2), ("乙", 2, 1),
    ]  # fmt: skip
