"""A spreadsheet's cell addresses."""

from __future__ import annotations

import re
from typing import Final

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
_ADDRESS: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)  # C7, not C07


def address(row: int, column: int) -> str:
    """The spreadsheet's address of a cell counted from zero: (6, 2) is `C7`."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


def position(typed: str) -> tuple[int, int]:
    """Row and column of an address, counted from zero.

    Raises ValueError for what is no address of a spreadsheet.
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


def area(typed: str) -> tuple[int, int, int, int]:
    """Top, left, bottom and right of an area such as `A1:B2`, `A1`, `A:C` or `2:3`, counted from zero.

    Raises ValueError for what is no area of a spreadsheet.
    """
    first, _, last = typed.partition(":")
    last = last or first
    if first.isalpha() and last.isalpha():
        first, last = f"{first}1", f"{last}{LAST_ROW}"
    elif first.isdigit() and last.isdigit():
        first, last = f"A{first}", f"XFD{last}"
    return (*position(first), *position(last))


def parse_count(typed: str) -> int:
    """A count or row number; what is none is more than any file may hold."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else 10**12
