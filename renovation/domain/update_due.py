"""Works out on which day the next update of the data is due, and since when it is overdue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

LONGEST_COUNTED: Final = dt.timedelta(days=365)
"""Data that is overdue for longer belongs to an earlier year's campaign, as the dataset that comes with the dashboard
does. Nobody is late with it, so its days are not counted."""


@dataclass(frozen=True)
class UpdateDue:
    """The day on which data must be updated, and for how many days the update is overdue.

    `as_of` is the as-of date of the data, `day` the last day on which the update is in time. `days_overdue` is 0 until
    the end of that day.
    """

    as_of: dt.date
    day: dt.date
    days_overdue: int

    @property
    def is_counted(self) -> bool:
        """Whether the number of days that the update is overdue is small enough to be shown."""
        return 0 < self.days_overdue <= LONGEST_COUNTED.days


def update_due(as_of: dt.date, interval_days: int, today: dt.date) -> UpdateDue | None:
    """Returns when data of the date `as_of` must be updated, `interval_days` later; `today` decides if it is overdue.

    Returns None if `interval_days` is 0: then no update is expected.
    """
    if interval_days == 0:
        return None
    day = as_of + dt.timedelta(days=interval_days)
    return UpdateDue(as_of, day, max(0, (today - day).days))
