"""Converts between cell references such as `C7` and row and column numbers."""

from __future__ import annotations

import re
from typing import Final

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
_ADDRESS: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)  # C7, not C07


def address(row: int, column: int) -> str:
    """Returns the reference of a cell, given its row and column counted from zero: `C7` for (6, 2)."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


def cell_position(typed: str) -> tuple[int, int]:
    """Returns the row and the column of a cell reference, counted from zero: (6, 2) for `C7` or `$C$7`.

    Raises ValueError if the text `typed` is no reference of a cell within a sheet.
    """
    parts = _ADDRESS.fullmatch(typed)
    if not parts:
        raise ValueError(typed[:20])
    column = 0
    for letter in parts[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(parts[2])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise ValueError(typed)
    return row - 1, column - 1


def range_bounds(typed: str) -> tuple[int, int, int, int]:
    """Returns the first row, first column, last row and last column of a range, counted from zero.

    `typed` is the range as written in a file: `B1:C3`, which gives (0, 1, 2, 2), or `A1`, `A:C` or `2:3`. Raises
    ValueError if `typed` is no range within a sheet.
    """
    first, _, last = typed.partition(":")
    last = last or first
    if first.isalpha() and last.isalpha():
        first, last = f"{first}1", f"{last}{LAST_ROW}"
    elif first.isdigit() and last.isdigit():
        first, last = f"A{first}", f"XFD{last}"
    return (*cell_position(first), *cell_position(last))


def parse_count(typed: str) -> int:
    """Converts a count or row number that is written in a file to int.

    A text that is no number gives 10**12, which exceeds every limit, so that the file is refused.
    """
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else 10**12
