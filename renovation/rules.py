"""Rules for cells: each judges a value as typed and says in both languages what it expects."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from renovation import places

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

LARGEST: Final = 1e9
"""More than any count or quantity of a district's campaign: what lies beyond is a slip of the hand."""

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+|\d+)(\.\d+)?")
_LONGEST_NUMBER: Final = 40
_NOTE_SIGNS: Final = "[\u00b2\u00b3\u00b9\u2070-\u209f\u2460-\u24ff\u2776-\u2793\u3220-\u32bf]"
_NOTE_SIGN: Final = re.compile(rf"\d\s*{_NOTE_SIGNS}|{_NOTE_SIGNS}\s*\d")
_DAY = re.compile(r"(\d{4})[-/.年—](\d{1,2})[-/.月—](\d{1,2})[日号]?")
_TIME_OF_DAY: Final = re.compile(r"(?<=[\d日号])[T\s]+\d{1,2}\s*[:时点]\s*\d{0,2}(?::\d{2})?分?")
_SERIAL: Final = re.compile(r"\d{5}", re.ASCII)
_SEXAGESIMAL = re.compile(
    r"(?:东经|北纬|[EN])?(\d{1,3}(?:\.\d+)?)[°度](?:(\d{1,2}(?:\.\d+)?)['′’分])?"
    r"(?:(\d{1,2}(?:\.\d+)?)(?:\"|″|”|''|′′|秒))?[EN]?"
)
_YEAR = re.compile(r"(\d{4})年?度?")
_SAME_WORD: Final[Mapping[object, str]] = {"在建": "开工", "已开工": "开工", "已完工": "完工"}
_SERIAL_ZERO: Final = dt.date(1899, 12, 30)
_SERIALS: Final = range(36_526, 73_051)
"""The days from 2000 to 2099 as a spreadsheet counts them."""
_SHORT: Final = 1e6
"""What has up to six decimals is as typed: the float next to a whole number of millionths."""
_DIGITS: Final = 12
"""The noise of a sum such as 33.6 + 0.1 + 0.2 − 0.3 is further behind; spreadsheets do not show it either."""


@dataclass(frozen=True)
class Label:
    """One wording in both languages of the screen."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """The wording in `language` ("zh" or "en")."""
        return self.en if language == "en" else self.zh


class Rule(Protocol):
    """Judges one cell.

    `value` returns what the table holds and raises ValueError for what it cannot take; an empty cell never
    reaches it. `expected` says in words what would be taken.
    """

    @property
    def dtype(self) -> str:
        """The pandas dtype of the column."""
        ...

    @property
    def expected(self) -> Label:
        """What a clerk should type."""
        ...

    def value(self, cell: Cell) -> object:
        """The typed value of a filled cell."""
        ...


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


def is_percentage(cell: Cell) -> bool:
    """Whether a text says by its sign that it is a percentage."""
    return isinstance(cell, str) and unicodedata.normalize("NFKC", cell).strip().endswith("%")


def number(cell: Cell) -> float:
    """A finite number from a number cell or a text such as `1,215` or full-width digits.

    Raises ValueError for anything else, truth values and dates included.
    """
    if isinstance(cell, float) and -LARGEST <= cell <= LARGEST:
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


@dataclass(frozen=True)
class Count:
    """An exact whole number from zero to LARGEST."""

    dtype: str = "Int64"
    expected: Label = Label("不小于0的整数", "a whole number, 0 or more")

    def value(self, cell: Cell) -> int:
        """The whole number. Raises ValueError for a fraction, a negative, or what no count can be."""
        typed = number(cell)
        if not 0 <= typed <= LARGEST or not typed.is_integer():
            raise ValueError(cell)
        return int(typed)


@dataclass(frozen=True)
class Quantity:
    """A decimal within bounds, kept with the digits that were typed."""

    low: float = 0.0
    high: float = LARGEST
    dtype: str = "float64"

    @property
    def expected(self) -> Label:
        """The bounds in words."""
        if self.high == LARGEST:
            return Label(f"不小于{self.low:g}的数字", f"a number, {self.low:g} or more")
        return Label(f"{self.low:g}至{self.high:g}之间的数字", f"a number from {self.low:g} to {self.high:g}")

    def value(self, cell: Cell) -> float:
        """The number. Raises ValueError outside the bounds."""
        typed = number(cell)
        if not self.low <= typed <= self.high:
            raise ValueError(cell)
        return typed


@dataclass(frozen=True)
class Percent(Quantity):
    """A percentage as printed: 262 or 262%, never 2.62 for 262 %."""

    @property
    def expected(self) -> Label:
        """How a percentage is typed."""
        return Label("百分数，如262或262%", "a percentage such as 262 or 262%")

    def value(self, cell: Cell) -> float:
        """The percentage. Raises ValueError for a negative or for words."""
        if isinstance(cell, str):
            cell = unicodedata.normalize("NFKC", cell).strip().removesuffix("%")
        return super().value(cell)


@dataclass(frozen=True)
class Degrees(Quantity):
    """A longitude or latitude: 120.2045, 120.2045°E, or 120°12′16″."""

    @property
    def expected(self) -> Label:
        """The bounds, and both ways to write them."""
        return Label(
            f"{self.low:g}至{self.high:g}之间的度数，如120.2045或120°12′16″",
            f"degrees from {self.low:g} to {self.high:g}, such as 120.2045 or 120°12′16″",
        )

    def value(self, cell: Cell) -> float:
        """Decimal degrees. Raises ValueError outside the bounds, and for minutes or seconds of 60 and more."""
        return super().value(_decimal_degrees(cell) if isinstance(cell, str) else cell)


@dataclass(frozen=True)
class Text:
    """Any words."""

    dtype: str = "str"
    expected: Label = Label("文字", "words")

    def value(self, cell: Cell) -> str:
        """The words as typed."""
        return typed_text(cell)


@dataclass(frozen=True)
class Reporter:
    """The name or a known alias of one of the given places."""

    among: tuple[places.Place, ...]
    dtype: str = "str"

    @property
    def expected(self) -> Label:
        """The names that are taken."""
        return Label("、".join(p.name for p in self.among), ", ".join(p.name for p in self.among))

    def value(self, cell: Cell) -> str:
        """The place's name. Raises ValueError for an unknown one."""
        name = places.recognised(typed_text(cell), self.among)
        if name is None:
            raise ValueError(cell)
        return name


@dataclass(frozen=True)
class Choice:
    """One of a few words, 竣工 understood as 完工 and 在建 as 开工; the table holds its code."""

    options: Mapping[str, Label]
    dtype: str = "str"

    @property
    def expected(self) -> Label:
        """The words that are taken."""
        words = self.options.values()
        return Label("、".join(w.zh for w in words), ", ".join(w.zh for w in words))

    def value(self, cell: Cell) -> str:
        """The code of the word. Raises ValueError for another word."""
        typed = re.sub(r"\s", "", typed_text(cell)).replace("竣工", "完工") if isinstance(cell, str) else cell
        typed = _SAME_WORD.get(typed, typed)
        for code, word in self.options.items():
            if typed in (code, word.zh, re.sub(r"\s", "", word.en)):
                return code
        raise ValueError(cell)


@dataclass(frozen=True)
class Period:
    """A day, or the whole year that a target is set for; held as `2013-10-15` or `2013`."""

    dtype: str = "str"
    expected: Label = Label("日期（2013-10-15）或年度（2013年）", "a date (2013-10-15) or a year (2013)")

    def value(self, cell: Cell) -> str:
        """The ISO day or the year. Raises ValueError for what is neither."""
        day = as_day(cell)
        if day is not None:
            return day.isoformat()
        year = _YEAR.fullmatch(typed_text(cell))
        if not year:
            raise ValueError(cell)
        return year[1]


def _decimal_degrees(typed: str) -> float | str:
    """Degrees, minutes and seconds in one number, to a centimetre; what is written otherwise as it is."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    parts = _SEXAGESIMAL.fullmatch(text)
    if not parts:
        return typed
    degrees, minutes, seconds = (float(part or 0) for part in parts.groups())
    if minutes >= 60 or seconds >= 60:
        raise ValueError(typed)
    return round(degrees + minutes / 60 + seconds / 3600, 7)


def without_time(text: str) -> str:
    """A text in half width, its dates without the time of day that a spreadsheet puts behind them."""
    return _TIME_OF_DAY.sub("", unicodedata.normalize("NFKC", text))


def as_day(cell: Cell) -> dt.date | None:
    """The day that a date cell, its serial number or a text such as `2013年10月15日` names, else None."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and _SERIALS.start <= cell < _SERIALS.stop:
        return _SERIAL_ZERO + dt.timedelta(days=int(cell))
    text = re.sub(r"\s", "", without_time(cell)) if isinstance(cell, str) else ""
    if _SERIAL.fullmatch(text):
        return as_day(int(text))
    written = _DAY.fullmatch(text)
    try:
        return dt.date(*map(int, written.groups())) if written else None
    except ValueError:
        return None
