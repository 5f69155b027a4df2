"""Finds out whether the displayed data is overdue for an update."""

from __future__ import annotations

import datetime as dt

from renovation.comparisons.results import Results
from renovation.domain.update_due import UpdateDue, current_date, update_due
from renovation.language import Words
from renovation.releases.store import Release
from renovation.settings import update_days
from renovation.wording.update_due import overdue_notice


def newest_due(as_of: dt.date) -> UpdateDue | None:
    """Returns when the newest data, with the as-of date `as_of`, must be updated; None if no update is expected."""
    return update_due(as_of, update_days(), current_date())


def notice(release: Release, results: Results, newest: int | None, words: Words) -> str:
    """Returns the sentence that the update of the displayed data is overdue; an empty text if it is not overdue.

    `results` are the comparisons of `release`, `newest` is the number of the newest release. The text is also empty if
    `release` is not the newest, because visitors open older releases on purpose, and for simulated figures, which
    nobody updates.
    """
    if results.simulated or (newest is not None and release.release != newest):
        return ""
    return overdue_notice(newest_due(release.as_of), words)
