"""A CSV's bytes to rows of text: encoding and delimiter told from the content, cells kept as typed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from renovation.reading.files.limits import LONGEST_TEXT, MOST_CELLS
from renovation.reading.files.unreadable import UnreadableWorkbook

SHEET: Final = "CSV"
"""What the one sheet of a delimited text is called."""

_DELIMITERS: Final = ",\t;"
_SAMPLE: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def rows_of(content: bytes) -> tuple[tuple[str | None, ...], ...]:
    """The rows of a delimited text, all equally long, every cell as it was typed and None where empty.

    Raises UnreadableWorkbook where encoding or quotation marks do not hold, or where there is no table.
    """
    text = _decoded(content)
    rows: list[list[str]] = []
    width = 0
    for row in _parsed(text, _delimiter(text)):
        rows.append(row)
        width = max(width, len(row))
        if len(rows) * max(width, 1) > MOST_CELLS:
            raise UnreadableWorkbook("too_large")
    return tuple(tuple(cell or None for cell in row) + (None,) * (width - len(row)) for row in rows)


def _decoded(content: bytes) -> str:
    """By byte-order mark, else strict UTF-8, else GB18030: text in UTF-8 hardly ever is anything else by chance."""
    encodings = [name for mark, name in _MARKED if content.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise UnreadableWorkbook("encoding" if b"," in content and b"\n" in content else "unknown_kind")


def _delimiter(text: str) -> str:
    """The character that divides most lines alike.

    Raises UnreadableWorkbook where none divides any line, and where the quotation marks fail under each.
    """
    best, failure = (0, ""), None
    for delimiter in _DELIMITERS:
        try:
            best = max(best, (_regularity(text, delimiter), delimiter), key=lambda pair: pair[0])
        except UnreadableWorkbook as error:
            failure = error
    if best[0]:
        return best[1]
    raise failure or UnreadableWorkbook("no_columns")


def _regularity(text: str, delimiter: str) -> int:
    """How many divisions the lines of the commonest width hold together."""
    widths = Counter(len(row) for row in islice(_parsed(text, delimiter), _SAMPLE) if len(row) > 1)
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    """Raises UnreadableWorkbook by the line where the row begins: an open quotation mark swallows all behind it."""
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
