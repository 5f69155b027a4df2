"""Sentences for visitors and the operator if the data cannot be shown or changed: what is wrong, and what to do."""

from __future__ import annotations

from typing import Literal

from renovation.language import Words
from renovation.releases.database import (
    Conflict,
    DamagedRelease,
    NewerStore,
    StoreError,
    StoreUnavailable,
    UnknownRelease,
)
from renovation.releases.sign_offs import OwnRelease

DataFailure = Literal["unknown_release", "damaged_release", "database", "newer_store", "no_workbook", "bad_workbook"]


def failure_sentence(trouble: DataFailure, something_shown: bool, words: Words) -> str:
    """Returns sentences that tell the visitor why data cannot be shown, and what still works.

    `trouble` is the kind of failure. If `something_shown` is True, another release is shown instead; the result then
    has the placeholder `{number}`, which the caller must fill with the number of that release.
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


def store_failure(error: StoreError, words: Words) -> str:
    """Returns the text that the command line prints for an error of the store.

    It is a sentence about this kind of error and, on the next line, the text of the exception. For an error of an
    unknown kind, it is only the text of the exception.
    """
    sentences = {
        OwnRelease: words("You published a release that is waiting for sign-off. Another publisher has to confirm it."),
        NewerStore: words.joined(newer_store(words)),
        Conflict: words(
            "Somebody else published or confirmed a release in the meantime. Nothing was changed. Try again."
        ),
        UnknownRelease: words("There is no such release, or it is not waiting for sign-off."),
        DamagedRelease: words("This stored release is damaged. Choose another release, or restore a backup."),
        StoreUnavailable: words("The database does not respond."),
    }
    found = (sentence for kind, sentence in sentences.items() if isinstance(error, kind))
    return "\n".join([*found, str(error)])


def file_failure(error: OSError, words: Words) -> str:
    """Returns the sentence that the command line prints if a file cannot be read or written.

    The sentence covers a file that does not exist, a folder, and missing permissions. For any other error, the function
    returns the text of the exception.
    """
    if isinstance(error, FileNotFoundError):
        return words("There is no file {file}. Check its name and folder.", file=error.filename)
    if isinstance(error, IsADirectoryError):
        return words("{file} is a folder. Enter the name of a file.", file=error.filename)
    if isinstance(error, PermissionError):
        return words("The current user has no permission to read or write {file}.", file=error.filename)
    return str(error)


def newer_store(words: Words) -> tuple[str, str]:
    """Returns two texts: that a newer version of the program wrote the database, and what the administrator can do."""
    return (
        words("The database was written by a newer version of this dashboard."),
        words("Install the newer version again, or restore a backup that was made before it was installed."),
    )
