"""What is said calmly when the data cannot be had as they were asked for."""

from __future__ import annotations

from typing import Literal

from renovation.language import Words

DataFailure = Literal["unknown_release", "damaged_release", "database", "no_workbook", "bad_workbook"]


def failure_sentence(trouble: DataFailure, something_shown: bool, words: Words) -> str:
    """What is wrong and what still works; `{number}` stands for the release shown."""
    _ = words.gettext
    if trouble == "damaged_release":
        if something_shown:
            return _("The release asked for is damaged and was not opened; release {number} is shown instead.")
        return _(
            "No sound release can be opened. The figures cannot be shown until the administrator restores the database."
        )
    if trouble == "database":
        if something_shown:
            return _("The database does not answer. The last good figures, release {number}, stay on the screen.")
        return _(
            "The database cannot be opened, so there are no figures to show. The administrator finds "
            "the reason in the server's log; this page works again as soon as the database does."
        )
    if trouble == "no_workbook":
        return _(
            "No data has been published yet, and the first workbook is missing. "
            "The administrator finds its name in the server's log."
        )
    return _(
        "No data has been published yet, and the first workbook cannot be read without errors. "
        "The administrator finds them in the server's log."
    )
