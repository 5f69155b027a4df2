"""What a cell of a spreadsheet holds: its text, number or day as typed."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from typing import Final

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

LARGEST_NUMBER: Final = 1e9
"""More than any count or quantity of a district's campaign: what lies beyond is a slip of the hand."""

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+|\d+)(\.\d+)?")

_LONGEST_NUMBER: Final = 40

_NOTE_SIGNS: Final = "[\u00b2\u00b3\u00b9\u2070-\u209f\u2460-\u24ff\u2776-\u2793\u3220-\u32bf]"

_NOTE_SIGN: Final = re.compile(rf"\d\s*{_NOTE_SIGNS}|{_NOTE_SIGNS}\s*\d")

_DAY = re.compile(r"(\d{4})[-/.年—](\d{1,2})[-/.月—](\d{1,2})[日号]?")

_TIME_OF_DAY: Final = re.compile(r"(?<=[\d日号])[T\s]+\d{1,2}\s*[:时点]\s*\d{0,2}(?::\d{2})?分?")

_SERIAL: Final = re.compile(r"\d{5}", re.ASCII)

_SERIAL_ZERO: Final = dt.date(1899, 12, 30)

_SERIALS: Final = range(36_526, 73_051)
"""The days from 2000 to 2099 as a spreadsheet counts them."""

_SHORT: Final = 1e6
"""What has up to six decimals is as typed: the float next to a whole number of millionths."""

_DIGITS: Final = 12
"""The noise of a sum such as 33.6 + 0.1 + 0.2 − 0.3 is further behind; spreadsheets do not show it either."""


def typed_text(cell: Cell) -> str:
    """A cell as a person typed it, without outer blanks; a whole float without its `.0`, a truth value as TRUE."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def is_numeric(cell: Cell) -> bool:
    """Whether a cell carries a number: as such, or as a text that is nothing else."""
    if isinstance(cell, bool) or cell is None:
        return False
    if isinstance(cell, int | float):
        return True
    if not isinstance(cell, str) or len(cell) > _LONGEST_NUMBER or has_note_sign(cell):
        return False
    return bool(_NUMBER.fullmatch(unicodedata.normalize("NFKC", cell).strip().rstrip("%")))


def has_note_sign(text: str) -> bool:
    """Whether a raised, lowered or circled digit stands beside a number and marks a note: 33.6① is not 33.61."""
    return bool(_NOTE_SIGN.search(text))


def has_percent_sign(cell: Cell) -> bool:
    """Whether a text says by its sign that it is a percentage."""
    return isinstance(cell, str) and unicodedata.normalize("NFKC", cell).strip().endswith("%")


def parse_number(cell: Cell) -> float:
    """A finite number from a number cell or a text such as `1,215` or full-width digits.

    Raises ValueError for anything else, truth values and dates included.
    """
    if isinstance(cell, float) and -LARGEST_NUMBER <= cell <= LARGEST_NUMBER:
        return cell if cell == math.floor(cell * _SHORT + 0.5) / _SHORT else float(f"{cell:.{_DIGITS}g}")
    if isinstance(cell, bool) or cell is None or isinstance(cell, dt.date | dt.time | dt.timedelta):
        raise ValueError(cell)
    if isinstance(cell, str):
        text = unicodedata.normalize("NFKC", cell).strip()
        if len(cell) > _LONGEST_NUMBER or has_note_sign(cell) or not _NUMBER.fullmatch(text):
            raise ValueError(cell)
        cell = float(text.replace(",", "").replace(" ", ""))
    if not math.isfinite(cell):
        raise ValueError(cell)
    return float(cell)


def without_time_of_day(text: str) -> str:
    """A text in half width, its dates without the time of day that a spreadsheet puts behind them."""
    return _TIME_OF_DAY.sub("", unicodedata.normalize("NFKC", text))


def parse_date(cell: Cell) -> dt.date | None:
    """The day that a date cell, its serial number or a text such as `2013年10月15日` names, else None."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and _SERIALS.start <= cell < _SERIALS.stop:
        return _SERIAL_ZERO + dt.timedelta(days=int(cell))
    text = re.sub(r"\s", "", without_time_of_day(cell)) if isinstance(cell, str) else ""
    if _SERIAL.fullmatch(text):
        return parse_date(int(text))
    written = _DAY.fullmatch(text)
    try:
        return dt.date(*map(int, written.groups())) if written else None
    except ValueError:
        return None
