"""Types of columns. Each parses a cell and says in both languages what it expects."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from renovation.domain import places
from renovation.domain.cells import LARGEST_NUMBER, Cell, parse_date, parse_number, typed_text
from renovation.domain.labels import Label

_SEXAGESIMAL = re.compile(
    r"(?:东经|北纬|[EN])?(\d{1,3}(?:\.\d+)?)[°度](?:(\d{1,2}(?:\.\d+)?)['′’分])?"
    r"(?:(\d{1,2}(?:\.\d+)?)(?:\"|″|”|''|′′|秒))?[EN]?"
)

"""Matches 120°12′16″, 东经120度12分 and 30.89°N, but not 120.2045 or 120-12-16."""

_YEAR = re.compile(r"(\d{4})年?度?")
"""Matches 2013, 2013年 and 2013年度, but not 13年."""

_SYNONYMS: Final[Mapping[object, str]] = {"在建": "开工", "已开工": "开工", "已完工": "完工"}


class ColumnType(Protocol):
    """Parses the filled cells of a column; empty cells are not passed to it."""

    @property
    def dtype(self) -> str:
        """The pandas dtype of the column."""
        ...

    @property
    def expected(self) -> Label:
        """Says what a clerk should type."""
        ...

    def parse(self, cell: Cell) -> object:
        """Returns the value for the table. Raises ValueError if the cell is not valid."""
        ...


@dataclass(frozen=True)
class Count:
    """A whole number from 0 to LARGEST_NUMBER."""

    dtype: str = "Int64"
    expected: Label = Label("不小于0的整数", "a whole number, 0 or more")

    def parse(self, cell: Cell) -> int:
        """Returns the whole number. Raises ValueError for a fraction and outside the limits."""
        typed = parse_number(cell)
        if not 0 <= typed <= LARGEST_NUMBER or not typed.is_integer():
            raise ValueError(cell)
        return int(typed)


@dataclass(frozen=True)
class Quantity:
    """A decimal number within limits, with the digits that were typed."""

    low: float = 0.0
    high: float = LARGEST_NUMBER
    dtype: str = "float64"

    @property
    def expected(self) -> Label:
        """Says the limits."""
        if self.high == LARGEST_NUMBER:
            return Label(f"不小于{self.low:g}的数字", f"a number, {self.low:g} or more")
        return Label(f"{self.low:g}至{self.high:g}之间的数字", f"a number from {self.low:g} to {self.high:g}")

    def parse(self, cell: Cell) -> float:
        """Returns the number. Raises ValueError outside the limits."""
        typed = parse_number(cell)
        if not self.low <= typed <= self.high:
            raise ValueError(cell)
        return typed


@dataclass(frozen=True)
class Percent(Quantity):
    """A percentage, typed as 262 or 262%; 2.62 means 2.62 %."""

    @property
    def expected(self) -> Label:
        """Says how to type a percentage."""
        return Label("百分数，如262或262%", "a percentage such as 262 or 262%")

    def parse(self, cell: Cell) -> float:
        """Returns the percentage. Raises ValueError for a negative number or other text."""
        if isinstance(cell, str):
            cell = unicodedata.normalize("NFKC", cell).strip().removesuffix("%")
        return super().parse(cell)


@dataclass(frozen=True)
class Coordinate(Quantity):
    """A longitude or latitude: 120.2045, 120.2045°E, or 120°12′16″."""

    @property
    def expected(self) -> Label:
        """Says the limits and both forms."""
        return Label(
            f"{self.low:g}至{self.high:g}之间的度数，如120.2045或120°12′16″",
            f"degrees from {self.low:g} to {self.high:g}, such as 120.2045 or 120°12′16″",
        )

    def parse(self, cell: Cell) -> float:
        """Returns decimal degrees. Raises ValueError outside the limits and for minutes or seconds from 60."""
        return super().parse(_decimal_degrees(cell) if isinstance(cell, str) else cell)


@dataclass(frozen=True)
class FreeText:
    """Any text."""

    dtype: str = "str"
    expected: Label = Label("文字", "words")

    def parse(self, cell: Cell) -> str:
        """Returns the text as typed."""
        return typed_text(cell)


@dataclass(frozen=True)
class PlaceName:
    """The name or an alias of one of the `allowed` places."""

    allowed: tuple[places.Place, ...]
    dtype: str = "str"

    @property
    def expected(self) -> Label:
        """Says the names."""
        return Label("、".join(p.name for p in self.allowed), ", ".join(p.name for p in self.allowed))

    def parse(self, cell: Cell) -> str:
        """Returns the name of the place. Raises ValueError for an unknown one."""
        name = places.parse_place_name(typed_text(cell), self.allowed)
        if name is None:
            raise ValueError(cell)
        return name


@dataclass(frozen=True)
class OneOf:
    """One of a few words; the table holds its code. 竣工 is read as 完工, 在建 as 开工."""

    options: Mapping[str, Label]
    dtype: str = "str"

    @property
    def expected(self) -> Label:
        """Says the words."""
        words = self.options.values()
        return Label("、".join(w.zh for w in words), ", ".join(w.zh for w in words))

    def parse(self, cell: Cell) -> str:
        """Returns the code of the word. Raises ValueError for another word."""
        typed = re.sub(r"\s", "", typed_text(cell)).replace("竣工", "完工") if isinstance(cell, str) else cell
        typed = _SYNONYMS.get(typed, typed)
        for code, word in self.options.items():
            if typed in (code, word.zh, re.sub(r"\s", "", word.en)):
                return code
        raise ValueError(cell)


@dataclass(frozen=True)
class DayOrYear:
    """A date, or a year for a target; the table holds `2013-10-15` or `2013`."""

    dtype: str = "str"
    expected: Label = Label("日期（2013-10-15）或年度（2013年）", "a date (2013-10-15) or a year (2013)")

    def parse(self, cell: Cell) -> str:
        """Returns the ISO date or the year. Raises ValueError for anything else."""
        day = parse_date(cell)
        if day is not None:
            return day.isoformat()
        year = _YEAR.fullmatch(typed_text(cell))
        if not year:
            raise ValueError(cell)
        return year[1]


def _decimal_degrees(typed: str) -> float | str:
    """Converts degrees, minutes and seconds to decimal degrees, to a centimetre; returns other texts unchanged."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    parts = _SEXAGESIMAL.fullmatch(text)
    if not parts:
        return typed
    degrees, minutes, seconds = (float(part or 0) for part in parts.groups())
    if minutes >= 60 or seconds >= 60:
        raise ValueError(typed)
    return round(degrees + minutes / 60 + seconds / 3600, 7)
