"""What is wrong with the data, and what still works."""

from __future__ import annotations

from renovation.language import Words


def trouble_in_words(trouble: str, something_shown: bool, words: Words) -> str:
    """A trouble of `data.Trouble` in the reader's language; `{number}` stands for the release that is shown instead."""
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
