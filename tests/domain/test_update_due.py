"""The day of the next update, and how late it is."""

from __future__ import annotations

import datetime as dt

from renovation.domain.update_due import update_due

WEDNESDAY = dt.date(2026, 10, 21)


def days_overdue(interval: int, today: dt.date) -> tuple[int, bool]:
    due = update_due(WEDNESDAY, interval, today)
    assert due
    return due.days_overdue, due.is_late


def test_an_update_is_overdue_from_the_day_after_it_was_due() -> None:
    due = update_due(WEDNESDAY, 7, dt.date(2026, 10, 28))
    assert due
    assert (due.day, due.days_overdue, due.is_late) == (dt.date(2026, 10, 28), 0, False)
    assert days_overdue(7, dt.date(2026, 10, 29)) == (1, True)
    assert days_overdue(7, dt.date(2026, 10, 20)) == (0, False), "data of a day to come"
    assert days_overdue(14, dt.date(2026, 11, 5)) == (1, True)


def test_after_a_year_the_days_are_counted_no_more() -> None:
    assert days_overdue(7, dt.date(2027, 10, 28)) == (365, True)
    assert days_overdue(7, dt.date(2027, 10, 29)) == (366, False)


def test_the_last_days_of_the_calendar_have_an_update_due() -> None:
    due = update_due(dt.date.max, 7, dt.date(2027, 1, 1))
    assert due
    assert (due.day, due.days_overdue) == (dt.date.max, 0)


def test_without_an_interval_no_update_is_due() -> None:
    assert update_due(WEDNESDAY, 0, dt.date(2027, 1, 1)) is None
