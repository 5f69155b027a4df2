"""Converts the content of one spreadsheet cell to text, a number or a date."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from typing import Final

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

LARGEST_NUMBER: Final = 1e9
"""The largest number that any figure of the district can have."""

_NUMBER: Final = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+|\d+)(\.\d+)?")
"""Matches 1215, 1,215, 1 215 and -3.5, but not 1,21 or 3."""

_LONGEST_NUMBER: Final = 40

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

_NOTE_SIGNS: Final = "[\u00b2\u00b3\u00b9\u2070-\u209f\u2460-\u24ff\u2776-\u2793\u3220-\u32bf]"

_NOTE_SIGN: Final = re.compile(rf"\d\s*{_NOTE_SIGNS}|{_NOTE_SIGNS}\s*\d")
"""Matches 33.6① and ①33.6, but not ①织里镇."""

_CHINESE_DIGITS: Final = str.maketrans("〇○零一二两三四五六七八九", "0001223456789")
_CHINESE_POWERS: Final = {"十": 10, "百": 100, "千": 1000}
_ONE: Final = "[一二两三四五六七八九]"
_BELOW_100: Final = rf"(?:{_ONE}?十{_ONE}?)"
_HUNDREDS: Final = rf"{_ONE}百(?:零{_ONE}|{_ONE}十{_ONE}?)?"
_WHOLE: Final = re.compile(
    rf"\d+|[〇○零\d一二三四五六七八九]{{4}}|[零{_ONE[1:]}|{_BELOW_100}"  # 2013, 二〇一三, 四十五; not 三四
    rf"|{_HUNDREDS}|{_ONE}千(?:零(?:{_BELOW_100}|{_ONE})|{_HUNDREDS})?"  # 一百零五; not 一百二, which is 120
)

_DATE: Final = re.compile(r"(\d{4})[-/.年—](\d{1,2})[-/.月—](\d{1,2})[日号]?")
"""Matches 2013-10-15, 2013/10/15, 2013.10.15 and 2013年10月15日, but not 13-10-15."""

_TIME_OF_DAY: Final = re.compile(r"(?<=[\d日号])[T\s]+\d{1,2}\s*[:时点]\s*\d{0,2}(?::\d{2})?分?")
"""Matches the time in 2013-10-15T08:30:00 and 10月15日 8时30分, but not the one in 会议 8:30."""

_SERIAL: Final = re.compile(r"\d{5}", re.ASCII)
"""Matches 41562, a date as the spreadsheet counts days, but not 2013."""

_SERIAL_ZERO: Final = dt.date(1899, 12, 30)

_SERIALS: Final = range(36_526, 73_051)
"""The serial numbers of the dates from 2000 to 2099."""

_MILLIONTHS: Final = 1e6
"""A number with up to six decimals is kept as typed.

A float that is the nearest one to such a number is therefore not rounded.
"""

_DIGITS: Final = 12
"""All other numbers are rounded to this number of significant digits.

This removes the binary error of a sum such as 33.6 + 0.1 + 0.2 − 0.3.
"""


def typed_text(cell: Cell) -> str:
    """Returns the content of a spreadsheet cell as text without spaces around it.

    The number 12.0 becomes `12`, a Boolean becomes `TRUE` or `FALSE`.
    """
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def is_numeric(cell: Cell) -> bool:
    """Returns whether `cell` contains a number, or a text that is only a number, such as `1,215` or `262%`."""
    if isinstance(cell, bool) or cell is None:
        return False
    if isinstance(cell, int | float):
        return True
    if not isinstance(cell, str) or len(cell) > _LONGEST_NUMBER or has_note_sign(cell):
        return False
    return bool(_NUMBER.fullmatch(half_width(cell).rstrip("%")))


def half_width(text: str) -> str:
    """Returns `text` with half-width characters in place of full-width ones, and without spaces around it.

    `１２％（㎡）` becomes `12%(m2)` (Unicode normalisation NFKC). Invisible characters, such as the zero-width spaces
    in text that was copied from a web page, are removed.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain if plain.isprintable() else _INVISIBLE.sub("", plain).strip()


def has_note_sign(text: str) -> bool:
    """Returns whether `text` has a footnote mark (a superscript, subscript or circled digit) beside a number.

    An example is `33.6①`, which must not be read as 33.61.
    """
    return bool(_NOTE_SIGN.search(text))


def has_percent_sign(cell: Cell) -> bool:
    """Returns whether a cell contains a text that ends with a percent sign, `%` or the full-width `％`."""
    return isinstance(cell, str) and half_width(cell).endswith("%")


def parse_number(cell: Cell) -> float:
    """Returns the number in `cell`, which may be a text such as `1,215` or `１２１５` (full-width digits).

    Raises ValueError for any other content: an empty cell, a Boolean, a date, infinity, other text, a number with a
    footnote mark.
    """
    if isinstance(cell, float) and -LARGEST_NUMBER <= cell <= LARGEST_NUMBER:
        return cell if cell == math.floor(cell * _MILLIONTHS + 0.5) / _MILLIONTHS else float(f"{cell:.{_DIGITS}g}")
    if isinstance(cell, bool) or cell is None or isinstance(cell, dt.date | dt.time | dt.timedelta):
        raise ValueError(cell)
    if isinstance(cell, str):
        text = half_width(cell)
        if len(cell) > _LONGEST_NUMBER or has_note_sign(cell) or not _NUMBER.fullmatch(text):
            raise ValueError(cell)
        cell = float(text.replace(",", "").replace(" ", ""))
    if not math.isfinite(cell):
        raise ValueError(cell)
    return float(cell)


def whole_number(written: str) -> int:
    """Returns the whole number that a text states in digits or in Chinese numerals.

    It is 45 for `45` and `四十五`, and 2013 for `二〇一三`. Raises ValueError for any other text.
    """
    if not _WHOLE.fullmatch(written):
        raise ValueError(written)
    total, digits = 0, ""
    for sign in written.translate(_CHINESE_DIGITS):
        if sign in _CHINESE_POWERS:
            total += int(digits or 1) * _CHINESE_POWERS[sign]
            digits = ""
        else:
            digits += sign
    return total + int(digits or 0)


def without_time_of_day(text: str) -> str:
    """Returns `text` without a time of day after a date, and in half-width characters.

    `2013-10-15 08:30` becomes `2013-10-15`.
    """
    return _TIME_OF_DAY.sub("", unicodedata.normalize("NFKC", text))


def parse_date(cell: Cell) -> dt.date | None:
    """Returns the date in `cell`, or None if it contains no date.

    A date can be a date value, a text such as `2013年10月15日`, or a serial number such as 41562, which is how
    spreadsheets store dates.
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and _SERIALS.start <= cell < _SERIALS.stop:
        return _SERIAL_ZERO + dt.timedelta(days=int(cell))
    text = re.sub(r"\s", "", without_time_of_day(cell)) if isinstance(cell, str) else ""
    if _SERIAL.fullmatch(text):
        return parse_date(int(text))
    match = _DATE.fullmatch(text)
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
