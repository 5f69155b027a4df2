"""Finds the unit of measurement of a column: in its heading, number formats, lines of text or the sheet's name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from renovation.domain.cells import Cell
from renovation.domain.tables.declaration import Column
from renovation.reading.files.workbook import address
from renovation.reading.layout.grammar import folded, parse
from renovation.reading.layout.heading_rows import visible_cells
from renovation.reading.layout.region import Region
from renovation.reading.layout.scales import conversion_factor, dimension, is_measurement_unit

_UNIT_LINE: Final = re.compile(
    r"(?<![一-鿿])(?:计量|面积|数据)?单位(?:均|统一)?(?::|为|是)+(?P<units>[^()。;]*)"  # 单位：个、万㎡, not 填报单位：
    r"|面积(?:单位)?(?:均|一律|统一|都)?(?::|为|是|以|按)+(?P<area>[^()。;,、计为]{1,6})"  # 面积：平方米, not 面积12万
)
_COUNTED_IN: Final = re.compile(r"(?:以|按)(?P<units>[^()。,、;:]{1,6}?)(?:为单位|计)")  # 以平方米计, not 以下
_OF_MONEY: Final = re.compile("补助|奖励|补贴|资金")
"""Matches a line about payments, whose units of measurement are not those of the table."""
_AS_A_PIECE: Final = re.compile(r"[\s()、,;:。]+")


@dataclass(frozen=True)
class SaidUnit:
    """A unit of measurement as typed, and the address of its cell (None if it is in the sheet's name)."""

    unit: str
    where: str | None = None


def units_of_lines(region: Region, notes: Sequence[int]) -> list[SaidUnit]:
    """Returns the units of measurement in the lines above the headings and in the notes.

    If there are none, those in the lines at the top of the sheet are returned.
    """
    own = [*range(region.start, region.top), *notes]
    found = list(_in_rows(region, own, region.own))
    return found or list(_in_rows(region, range(region.first_heading_row), slice(None)))


def _in_rows(region: Region, rows: Iterable[int], columns: slice) -> Iterator[SaidUnit]:
    for row in rows:
        cells = visible_cells(region.sheet, row)[: columns.stop]
        for position, cell in enumerate(cells[columns.start :], columns.start or 0):
            if isinstance(cell, str):
                yield from (SaidUnit(unit, address(row, position)) for unit in _units_in(cell, cells[position + 1 :]))


def _units_in(text: str, right: Sequence[Cell]) -> list[str]:
    """Returns a line's units of measurement: after 单位：, in the next cell if nothing follows, or in brackets."""
    plain = unicodedata.normalize("NFKC", text)
    if _OF_MONEY.search(plain):
        return []
    found: list[str] = []
    for line in [*_UNIT_LINE.finditer(plain), *_COUNTED_IN.finditer(plain)]:
        written = next(part for part in line.groupdict().values() if part is not None).strip()
        following = next((cell for cell in right if isinstance(cell, str)), "")
        written = written or unicodedata.normalize("NFKC", following)
        found += [unit for unit in re.split(r"[、,/\s]+", written) if unit]
    pieces = [piece for piece in _AS_A_PIECE.split(plain) if dimension(piece) == "area"]
    return list(dict.fromkeys([*found, *pieces]))


def area_units(column: Column, units: Iterable[SaidUnit]) -> list[SaidUnit]:
    """Returns those of `units` that measure floor area, even unknown ones; none for a column of another kind."""
    return [said for said in units if column.unit == "万㎡" and dimension(said.unit) in ("area", "strange")]


def unit_of_format(region: Region, position: int, rows: Sequence[int]) -> str | None:
    """Returns the unit of measurement in most number formats of a column, such as `万㎡`; None without any.

    `position` is the column on the sheet.
    """
    shown = region.sheet.shown_units
    found = Counter(unit for row in rows if (unit := shown.get((row, position)))) if shown else Counter[str]()
    return found.most_common(1)[0][0] if found else None


def unit_of_sheet(region: Region) -> str | None:
    """Returns the unit of measurement for areas in the sheet's name, as in 进度（单位：㎡）; None if there is none."""
    said = [unit for unit in parse((folded(region.sheet.name),)).units if dimension(unit) in ("area", "strange")]
    return said[0] if said else None


def factor_to(unit: str, column: Column) -> Fraction | None:
    """Returns the factor from a unit of measurement to that of a column; None if it is unknown or does not fit."""
    return conversion_factor(unit, column.unit) if column.unit else None


def fits(unit: str, column: Column) -> bool:
    """Returns whether the values of a column can be typed in this unit of measurement."""
    return is_measurement_unit(unit) and factor_to(unit, column) is not None
