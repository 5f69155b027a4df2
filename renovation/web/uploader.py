"""Lets the clerk choose a workbook and its as-of date with Streamlit's own elements, in the visitor's language."""

from __future__ import annotations

import datetime as dt
from typing import Final

import streamlit as st

from renovation.language import Words
from renovation.reading.files.limits import LARGEST_FILE, MEGABYTE
from renovation.releases.store import Source

_UPLOADER: Final = "[data-testid=stFileUploader]"
_BUTTON: Final = "[data-testid=stFileUploaderDropzone] button [data-testid=stMarkdownContainer]"
_LIMIT: Final = "[data-testid=stFileUploaderDropzoneInstructions]"
_REFUSED: Final = ":has([data-testid=stFileChipIconError])"
_REMOVE: Final = "[data-testid=stFileChipDeleteBtn]"


def choose_workbook(words: Words) -> Source | None:
    """Draws the field in which the clerk chooses a file to upload; returns the file, or None if none is chosen.

    All kinds of files are accepted here: the kind is recognised later by the bytes, and a refusal names the reason.
    Streamlit refuses files larger than `server.maxUploadSize` with a tooltip in English; our style replaces its text.
    """
    st.html(f"<style>{_style(words)}</style>")
    uploaded = st.file_uploader(words("Spreadsheet (xlsx, xlsm, xls, et, ods or csv)"), key="upload")
    return Source(uploaded.name, uploaded.getvalue()) if uploaded else None


def choose_day(words: Words) -> dt.date | None:
    """Draws a field for the as-of date of sheets that state no date; returns the entered date, or None.

    Streamlit's placeholder is always "yyyy-mm-dd"; our style replaces its parts.
    """
    placeholders = {"year": words("yyyy"), "month": words("mm"), "day": words("dd")}
    rules = (
        f"[data-testid=stDateInput] [data-placeholder][data-type={part}]{{font-size:0}}"
        f"[data-testid=stDateInput] [data-placeholder][data-type={part}]::after{{content:'{text}';font-size:1rem}}"
        for part, text in placeholders.items()
    )
    st.html(f"<style>{''.join(rules)}</style>")
    label = words("Date of the figures (if the sheet has none)")
    day = st.date_input(label, None, key="upload_day", format="YYYY-MM-DD")
    return day if isinstance(day, dt.date) else None


def _style(words: Words) -> str:
    largest = LARGEST_FILE // MEGABYTE
    limit = words("one file of at most {limit} MB", limit=largest)
    refused = words(
        "The file could not be uploaded. If it is larger than {limit} MB, or if you chose several files, choose "
        "one workbook that contains only this week's tables. Otherwise the connection was lost, or others are "
        "uploading large files: try again in a minute."
    ).format(limit=largest)
    replaced = {_BUTTON: words("Choose a file"), _LIMIT: limit}
    rules = [f"{at} > *{{display:none}}{at}::after{{content:'{text}'}}" for at, text in replaced.items()]
    chip = f"[data-testid=stFileChip]{_REFUSED}"
    rules.append(f"{chip}{{pointer-events:none}}{chip} {_REMOVE}{{pointer-events:auto}}")
    rules.append(f'{_UPLOADER}{_REFUSED}::after{{content:"{refused}";display:block;padding-top:.5rem;font-weight:600}}')
    return "".join(rules)
