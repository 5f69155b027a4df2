"""Parses a CSV file; encoding and delimiter are recognised from its content, and cells stay as typed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Final

from renovation.reading.files.limits import LONGEST_TEXT, MOST_CELLS
from renovation.reading.files.unreadable import UnreadableWorkbook

SHEET: Final = "CSV"
"""The name of the only sheet of a CSV file."""

_DELIMITERS: Final = ",\t;"
_SAMPLE: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AS_FORMULA: Final = re.compile('="[^"]*"')  # ="18", not ="a"&"b"


def rows_of(content: bytes) -> tuple[tuple[str | None, ...], ...]:
    """Returns the rows of a CSV file, all of equal length; a cell is the text as typed, or None if it is empty.

    Raises UnreadableWorkbook for an unknown encoding, for quotation marks that do not match, and for a file that
    contains no table.
    """
    text = _decoded(content)
    rows: list[list[str]] = []
    width = 0
    for row in _parsed(text, max(_DELIMITERS, key=partial(_regularity, text))):
        rows.append(row)
        width = max(width, len(row))
        if len(rows) * max(width, 1) > MOST_CELLS:
            raise UnreadableWorkbook("too_large")
    if width < 2:
        raise UnreadableWorkbook("no_columns")
    return tuple(tuple(_plain(cell) or None for cell in row) + (None,) * (width - len(row)) for row in rows)


def _plain(cell: str) -> str:
    """Returns a cell as plain text: `18` for `="18"`, the formula by which some programs mark a text."""
    return cell[2:-1] if _AS_FORMULA.fullmatch(cell) else cell


def _decoded(content: bytes) -> str:
    """Decodes a text by its byte-order mark; without one as UTF-8, or as GB18030 if it is not valid UTF-8."""
    encodings = [name for mark, name in _MARKED if content.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise UnreadableWorkbook("encoding" if b"," in content and b"\n" in content else "unknown_kind")


def _regularity(text: str, delimiter: str) -> int:
    """Returns how well a delimiter fits a text: the number of delimiters in all lines of the most frequent width.

    Lines after an open quotation mark do not count.
    """
    widths: Counter[int] = Counter()
    with suppress(UnreadableWorkbook):
        widths.update(max(len(row) - 1, 0) for row in islice(_parsed(text, delimiter), _SAMPLE))
    return max((delimiters * count for delimiters, count in widths.items()), default=0)


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yields the rows of a CSV text as lists of cells.

    Raises UnreadableWorkbook for an open quotation mark, with the number of the line where its row begins.
    """
    csv.field_size_limit(LONGEST_TEXT)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in lines:
            yield row
            begins = lines.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error) and lines.line_num == begins:
            raise UnreadableWorkbook("long_text") from error
        raise UnreadableWorkbook("quotes", line=str(begins)) from error
