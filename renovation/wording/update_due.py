"""Sentences about data that is overdue for an update."""

from __future__ import annotations

from renovation.domain.update_due import UpdateDue
from renovation.language import Words


def overdue_notice(due: UpdateDue | None, words: Words) -> str:
    """Says since which day an update is overdue, and for how many days; empty if it is not overdue.

    The notice stands beside the as-of date, and so leaves out the year if it is the same. Of data that is overdue for
    more than a year it says only that.
    """
    if due is None or due.days_overdue == 0:
        return ""
    if not due.is_counted:
        return words("Not updated for over a year")
    is_same_year = due.day.year == due.as_of.year
    return words.plural(
        "Update due {day}, {count} day late",
        "Update due {day}, {count} days late",
        count=due.days_overdue,
        day=words.short_day(due.day) if is_same_year else words.day(due.day),
    )
