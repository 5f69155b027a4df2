"""Notices that the data was not updated in time."""

from __future__ import annotations

from renovation.domain.update_due import UpdateDue
from renovation.language import Words


def overdue_notice(due: UpdateDue | None, words: Words) -> str:
    """Returns the notice on every page that an update of the data is overdue: since which day, and for how many days.

    The year of the day is left out if it is the year of the as-of date, which is shown beside the notice. If the update
    is overdue for more than a year, the notice does not state the number of days. Returns an empty text if the update
    is not overdue.
    """
    if due is None or due.days_overdue == 0:
        return ""
    if not due.is_late:
        return words("Not updated for over a year")
    is_same_year = due.day.year == due.as_of.year
    return words.plural(
        "Update due {day}, {count} day late",
        "Update due {day}, {count} days late",
        count=due.days_overdue,
        day=words.short_day(due.day) if is_same_year else words.day(due.day),
    )
