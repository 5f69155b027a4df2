"""Sentences for visitors if the data cannot be shown: what is wrong, and what still works."""

from __future__ import annotations

from typing import Literal

from renovation.language import Words

DataFailure = Literal["unknown_release", "damaged_release", "database", "newer_store", "no_workbook", "bad_workbook"]


def failure_sentence(trouble: DataFailure, something_shown: bool, words: Words) -> str:
    """Returns sentences that say why the data cannot be shown, and what still works.

    `something_shown` says whether another release is shown instead; the placeholder `{number}` for it is not filled in.
    """
    if trouble == "damaged_release":
        if something_shown:
            return words("The selected release is damaged and cannot be opened. Release {number} is shown instead.")
        return words(
            "No data can be shown, because no release can be opened. Ask the administrator to restore the database."
        )
    if trouble == "database":
        if something_shown:
            return words(
                "The database is not responding. This page shows the last figures that could be read "
                "(release {number}), which may not be the newest."
            )
        return words(
            "There are no figures to show, because the database cannot be opened. The administrator "
            "can find the reason in the server's log. This page will work again as soon as the "
            "database is available."
        )
    if trouble == "newer_store":
        return words.joined(newer_store(words))
    if trouble == "no_workbook":
        return words(
            "No data has been published yet, because the file with the first workbook is missing. The "
            "administrator can find the file's name in the server's log."
        )
    return words(
        "No data has been published yet, because the first workbook has errors. The administrator can "
        "find the errors in the server's log."
    )


def newer_store(words: Words) -> tuple[str, str]:
    """Returns two texts: that a newer version of this program wrote the database, and what the administrator can do."""
    return (
        words("The database was written by a newer version of this dashboard."),
        words("Install that version again, or restore a backup that was made before that version was installed."),
    )
