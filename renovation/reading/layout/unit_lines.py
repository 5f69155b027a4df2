"""The line 单位：个、万平方米 that says for a whole table in what its numbers are typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from renovation.domain.cells import Cell
from renovation.domain.tables.declaration import Column
from renovation.reading.files.workbook import address
from renovation.reading.layout.regions import Region
from renovation.reading.layout.scales import factor

_UNIT_LINE: Final = re.compile(r"(?<![一-鿿])(?:计量|面积)?单位(?::|均?为|是)\s*(?P<units>[^()。;]*)")
_COUNTED_IN: Final = re.compile(r"(?:以|按)(?P<units>[^()。,、;:]{1,6}?)(?:为单位|计)")

_OF_MONEY: Final = re.compile("补助|奖励|补贴|资金")
"""By what money is paid says nothing of how the table counts."""


@dataclass(frozen=True)
class SaidUnit:
    """A unit said for the whole table, as typed, with its cell's address."""

    where: str
    unit: str

    def factor_to(self, column: Column) -> Fraction | None:
        """What turns it into the column's unit; None where it measures something else."""
        return factor(self.unit, column.unit) if column.unit else None


def said_units(region: Region, notes: Sequence[int]) -> list[SaidUnit]:
    """The units above the table's headings and in its notes; those at the head of the sheet where it has none."""
    own = [*range(region.start, region.headings.top), *notes]
    return list(_in_rows(region, own, region.own)) or list(_in_rows(region, range(region.head), slice(None)))


def _in_rows(region: Region, rows: Iterable[int], columns: slice) -> Iterator[SaidUnit]:
    for row in rows:
        cells = region.sheet.rows[row][: columns.stop]
        for position, cell in enumerate(cells[columns.start :], columns.start or 0):
            if isinstance(cell, str):
                yield from (SaidUnit(address(row, position), unit) for unit in _units_in(cell, cells[position + 1 :]))


def _units_in(text: str, right: Sequence[Cell]) -> list[str]:
    """The words after 单位： in a text or, where nothing follows there, in the next cell."""
    plain = unicodedata.normalize("NFKC", text)
    line = _UNIT_LINE.search(plain) or _COUNTED_IN.search(plain)
    if not line or _OF_MONEY.search(plain):
        return []
    following = next((cell for cell in right if isinstance(cell, str)), "")
    written = line["units"].strip() or unicodedata.normalize("NFKC", following)
    return [unit for unit in re.split(r"[、,/\s]+", written) if unit]
