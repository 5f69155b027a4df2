"""Sentences for a leader when the wanted data cannot be shown: what is wrong, and what still works."""

from __future__ import annotations

from typing import Literal

from renovation.language import Words

DataFailure = Literal["unknown_release", "damaged_release", "database", "no_workbook", "bad_workbook"]


def failure_sentence(trouble: DataFailure, something_shown: bool, words: Words) -> str:
    """Says what is wrong and what still works; the blank `{number}` for the release shown is left open."""
    if trouble == "damaged_release":
        if something_shown:
            return words("The selected release is damaged and was not opened; release {number} is shown instead.")
        return words("No release can be opened. Ask the administrator to restore the database.")
    if trouble == "database":
        if something_shown:
            return words(
                "The database does not respond. The page shows the last figures that could be read (release {number})."
            )
        return words(
            "The database cannot be opened, so there are no figures to show. The reason is in "
            "the server's log for the administrator; this page works again as soon as the "
            "database does."
        )
    if trouble == "no_workbook":
        return words(
            "No data has been published yet, because the first workbook is missing. Its name is "
            "in the server's log for the administrator."
        )
    return words(
        "No data has been published yet, because the first workbook has errors. They are in "
        "the server's log for the administrator."
    )
