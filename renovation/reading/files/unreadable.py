"""The reasons why a file cannot be opened, with a sentence for the clerk.

Imports nothing heavy, because every worker process imports this module.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from renovation.language import Words

LONGEST_DETAIL: Final = 100


class UnreadableWorkbook(Exception):
    """Raised if a file cannot be opened as a workbook.

    `code` is the reason; `details` fill the placeholders of its sentence. `str()` of the exception is the sentence in
    English, for the log; `message` returns the sentence in the clerk's language.
    """

    def __init__(self, code: str, **details: str) -> None:
        if code not in refusal_sentences(str):
            raise ValueError(code)
        self.code = code
        self.details: Mapping[str, str] = {name: text[:LONGEST_DETAIL] for name, text in details.items()}
        super().__init__(_filled(code, self.details, str))

    def message(self, words: Words) -> str:
        """Returns the sentence for the clerk in the language of `words`: why the file cannot be opened, what to do."""
        return _filled(self.code, self.details, words)


def _filled(code: str, details: Mapping[str, str], look_up: Callable[[str], str]) -> str:
    """Returns the sentence for a code with its placeholders filled in; a value that was not sent shows as “?”."""
    return refusal_sentences(look_up)[code].format_map(defaultdict(lambda: "?", details))


def refusal_sentences(_: Callable[[str], str]) -> dict[str, str]:
    """Returns the sentence for each reason why a file cannot be opened; the keys are the codes of UnreadableWorkbook.

    `_` translates a sentence. Placeholders are not filled in.
    """
    return {**_file_refusals(_), **_content_refusals(_)}


def _file_refusals(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "empty": _("The file is empty. Check that it is saved, and choose it again."),
        "too_big": _("The file is larger than {limit} MB. Upload a workbook that contains only this week's tables."),
        "other_kind": _(
            "This is a {kind} file, not a spreadsheet that can be read. Save the table as xlsx in WPS or Excel and "
            "upload that."
        ),
        "unknown_kind": _(
            "This file is not a spreadsheet that can be read. Save the table as xlsx in WPS or Excel and upload that."
        ),
        "lock": _("This file (~$) only marks a workbook as open. Close WPS or Excel, and choose the workbook itself."),
        "password": _(
            "The workbook is protected with a password. Remove the password, save the workbook and upload it again."
        ),
        "not_supported": _(
            "The file's format cannot be read. Open it in WPS or Excel, save it as xlsx and upload that."
        ),
        "damaged": _("The file is damaged or incomplete. Open it in WPS or Excel, save it as xlsx and upload that."),
        "unsafe": _(
            "The file has an unusual structure and was not opened, for safety. Copy the table "
            "into a new workbook and upload that."
        ),
        "no_start": _("The server cannot read files just now. Try again in a few minutes."),
    }


def _content_refusals(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "too_large": _(
            "The workbook is much larger than a statistical report should be. Copy the table into a "
            "new workbook as values only and upload that."
        ),
        "far_cell": _(
            "The content of sheet “{sheet}” extends to cell {cell}, which is too much to read. Delete "
            "what is outside the table and save again."
        ),
        "long_text": _(
            "A cell has more than 32,767 characters, the most that a spreadsheet allows. Shorten the "
            "text and upload the file again."
        ),
        "not_finite": _(
            "Cell {cell} on sheet “{sheet}” has a number that is too large to be stored. Correct it and save again."
        ),
        "damaged_number": _(
            "Cell {cell} on sheet “{sheet}” is damaged: “{found}” is not a number. Type the number again and save."
        ),
        "too_heavy": _(
            "Reading the file takes too much time or memory; it may be damaged. Copy the table "
            "into a new workbook and upload that."
        ),
        "encoding": _("The text file's encoding is not recognised. Save it as xlsx, or as CSV in UTF-8."),
        "quotes": _(
            "The quotation marks in line {line} of the CSV file do not match. Correct them, or save the table as xlsx."
        ),
        "no_columns": _("The text file has no table: no line has commas, semicolons or tabs. Save the table as xlsx."),
    }
