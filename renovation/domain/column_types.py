"""Declares the types of columns. A type says which cells are valid, and converts a cell to the value in the table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from renovation.domain import places
from renovation.domain.cells import LARGEST_NUMBER, Cell, half_width, parse_date, parse_number, typed_text
from renovation.domain.labels import Label

_SEXAGESIMAL = re.compile(
    r"(?:东经|北纬|[EN])?(\d{1,3}(?:\.\d+)?)[°度](?:(\d{1,2}(?:\.\d+)?)['′’分])?"
    r"(?:(\d{1,2}(?:\.\d+)?)(?:\"|″|”|''|′′|秒))?[EN]?"
)

"""Matches 120°12′16″, 东经120度12分 and 30.89°N, but not 120.2045 or 120-12-16."""

_YEAR = re.compile(r"(\d{4})年?度?")
"""Matches 2013, 2013年 and 2013年度, but not 13年."""


class ColumnType(Protocol):
    """The type of a column of a sheet: it says which cells are valid, and converts a cell to the value in the table.

    Empty cells are never passed to `parse`.
    """

    @property
    def dtype(self) -> str:
        """The pandas dtype of the column, such as `Int64`."""
        ...

    @property
    def expected(self) -> Label:
        """A phrase in Chinese and English that says which values are valid, for messages about wrong cells."""
        ...

    def parse(self, cell: Cell) -> object:
        """Returns the value that the table stores for `cell`. Raises ValueError if the cell is not valid."""
        ...


@dataclass(frozen=True)
class Count:
    """The type of a column of whole numbers from 0 to a billion (LARGEST_NUMBER)."""

    dtype: str = "Int64"
    expected: Label = Label("不小于0的整数", "a whole number, 0 or more")

    def parse(self, cell: Cell) -> int:
        """Returns the whole number in `cell`.

        Raises ValueError for a fraction, for a number below 0 or above LARGEST_NUMBER, and for a cell without a number.
        """
        typed = parse_number(cell)
        if not 0 <= typed <= LARGEST_NUMBER or not typed.is_integer():
            raise ValueError(cell)
        return int(typed)


@dataclass(frozen=True)
class Quantity:
    """The type of a column of decimal numbers from `low` to `high`, both included."""

    low: float = 0.0
    high: float = LARGEST_NUMBER
    dtype: str = "float64"

    @property
    def expected(self) -> Label:
        """A phrase in Chinese and English that says which numbers are valid, for messages about wrong cells."""
        if self.high == LARGEST_NUMBER:
            return Label(f"不小于{self.low:g}的数字", f"a number, {self.low:g} or more")
        return Label(f"{self.low:g}至{self.high:g}之间的数字", f"a number from {self.low:g} to {self.high:g}")

    def parse(self, cell: Cell) -> float:
        """Returns the number in `cell`.

        Raises ValueError for a number outside `low` to `high`, and for a cell without a number.
        """
        typed = parse_number(cell)
        if not self.low <= typed <= self.high:
            raise ValueError(cell)
        return typed


@dataclass(frozen=True)
class Percent(Quantity):
    """The type of a column of percentages, which are typed as 262 or 262% and stored as 262.0.

    A typed 2.62 means 2.62 %.
    """

    @property
    def expected(self) -> Label:
        """A phrase in Chinese and English that says how to type a percentage, for a message about a wrong cell."""
        return Label("百分数，如262或262%", "a percentage such as 262 or 262%")

    def parse(self, cell: Cell) -> float:
        """Returns the percentage in `cell`: 262.0 for `262%`.

        Raises ValueError for a negative number, and for a text that is no percentage.
        """
        if isinstance(cell, str):
            cell = half_width(cell).removesuffix("%")
        return super().parse(cell)


@dataclass(frozen=True)
class Coordinate(Quantity):
    """The type of a column of longitudes or latitudes, typed as `120.2045`, `120.2045°E` or `120°12′16″`."""

    @property
    def expected(self) -> Label:
        """A phrase in Chinese and English that states the valid range of a coordinate and two ways to type it.

        It is used in a message to the clerk about a wrong cell.
        """
        return Label(
            f"{self.low:g}至{self.high:g}之间的度数，如120.2045或120°12′16″",
            f"degrees from {self.low:g} to {self.high:g}, such as 120.2045 or 120°12′16″",
        )

    def parse(self, cell: Cell) -> float:
        """Returns the coordinate in `cell` in decimal degrees.

        Raises ValueError if the cell contains no coordinate, if the coordinate is outside the range of the column, and
        if its minutes or seconds are 60 or more.
        """
        return super().parse(_decimal_degrees(cell) if isinstance(cell, str) else cell)


@dataclass(frozen=True)
class FreeText:
    """The type of a column of any text."""

    dtype: str = "str"
    expected: Label = Label("文字", "words")

    def parse(self, cell: Cell) -> str:
        """Returns the content of `cell` as text without spaces around it."""
        return typed_text(cell)


@dataclass(frozen=True)
class PlaceName:
    """The type of a column of place names; the clerk may type the name or an alias of a place in `allowed`."""

    allowed: tuple[places.Place, ...]
    dtype: str = "str"

    @property
    def expected(self) -> Label:
        """The Chinese names of the allowed places, for a message about a wrong cell.

        The Chinese text separates the names with `、`, the English text separates the same Chinese names with commas.
        """
        return Label("、".join(p.name for p in self.allowed), ", ".join(p.name for p in self.allowed))

    def parse(self, cell: Cell) -> str:
        """Returns the official name of the place that `cell` names: `织里镇` for `织里`.

        Raises ValueError if the cell contains neither the name nor an alias of an allowed place.
        """
        name = places.parse_place_name(typed_text(cell), self.allowed)
        if name is None:
            raise ValueError(cell)
        return name


@dataclass(frozen=True)
class OneOf:
    """The type of a column with a fixed list of values: the clerk types a word, the table stores its code.

    `options` maps each code, such as `completed`, to its word in Chinese and English, such as 完工. 竣工 is always
    accepted for 完工. `in_words` maps a code to a regular expression that matches other words for it, such as 施工中.
    """

    options: Mapping[str, Label] = field(hash=False)
    in_words: Mapping[str, str] = field(default_factory=dict, hash=False)
    dtype: str = "str"

    @property
    def expected(self) -> Label:
        """The Chinese words that the clerk may type, for a message about a wrong cell.

        The Chinese text separates the words with `、`, the English text separates the same Chinese words with commas.
        """
        words = self.options.values()
        return Label("、".join(w.zh for w in words), ", ".join(w.zh for w in words))

    def parse(self, cell: Cell) -> str:
        """Returns the code for the word in `cell`, such as `completed` for 完工.

        Raises ValueError for a word that is neither in `options` nor in `in_words`.
        """
        typed = re.sub(r"\s", "", typed_text(cell)).replace("竣工", "完工")
        for code, word in self.options.items():
            is_same = typed in (code, word.zh, re.sub(r"\s", "", word.en))
            if is_same or (code in self.in_words and re.fullmatch(self.in_words[code], typed)):
                return code
        raise ValueError(cell)


@dataclass(frozen=True)
class DayOrYear:
    """The type of a column of dates that may also contain years, because some rows are about a whole year.

    The table stores the text `2013-10-15` or `2013`.
    """

    dtype: str = "str"
    expected: Label = Label("日期（2013-10-15）或年度（2013年）", "a date (2013-10-15) or a year (2013)")

    def parse(self, cell: Cell) -> str:
        """Returns the date in `cell` as `2013-10-15`, or the year as `2013`.

        Raises ValueError if the cell contains neither a date nor a year.
        """
        day = parse_date(cell)
        if day is not None:
            return day.isoformat()
        year = _YEAR.fullmatch(typed_text(cell))
        if not year:
            raise ValueError(cell)
        return year[1]


def _decimal_degrees(typed: str) -> float | str:
    """Converts a coordinate in degrees, minutes and seconds to decimal degrees: 120.2044444 for `120°12′16″`.

    The result has seven decimals, which is exact to a centimetre. Any other text is returned unchanged. Raises
    ValueError if the minutes or seconds are 60 or more.
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    parts = _SEXAGESIMAL.fullmatch(text)
    if not parts:
        return typed
    degrees, minutes, seconds = (float(part or 0) for part in parts.groups())
    if minutes >= 60 or seconds >= 60:
        raise ValueError(typed)
    return round(degrees + minutes / 60 + seconds / 3600, 7)
