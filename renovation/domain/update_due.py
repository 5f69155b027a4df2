"""Computes on which day the next update of the data is due, and for how many days it is overdue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

MOST_DAYS_LATE: Final = 365
"""Data that is overdue for more days than this is not counted as late: it belongs to the campaign of an earlier year,
as the dataset that comes with the dashboard does, and nobody will update it."""


def current_date() -> dt.date:
    """Returns today's date in the server's time zone, which is assumed to be that of the office."""
    return dt.datetime.now().astimezone().date()


@dataclass(frozen=True)
class UpdateDue:
    """The last day on which data can be updated in time, and the number of days by which the update is overdue.

    `as_of` is the as-of date of the data. `day` is the last day on which an update is in time. `days_overdue` is the
    number of days since `day`; it is 0 up to and including `day`.
    """

    as_of: dt.date
    day: dt.date
    days_overdue: int

    @property
    def is_late(self) -> bool:
        """Whether the update is overdue for at least one and at most 365 days.

        Only then do pages show the number of days, and does the webhook send a message. If an update is overdue for
        longer, the campaign is assumed to have ended, and nobody is reminded.
        """
        return 0 < self.days_overdue <= MOST_DAYS_LATE


def update_due(as_of: dt.date, interval_days: int, today: dt.date) -> UpdateDue | None:
    """Returns until when data with the as-of date `as_of` must be updated, and by how many days this update is overdue.

    The update is due `interval_days` days after `as_of`, but not later than 31 December 9999, the last date that Python
    can represent. It is overdue from the following day on; `today` is the current date. Returns None if `interval_days`
    is 0, which means that no update is expected.
    """
    if interval_days == 0:
        return None
    day = as_of + min(dt.timedelta(days=interval_days), dt.date.max - as_of)
    return UpdateDue(as_of, day, max(0, (today - day).days))
