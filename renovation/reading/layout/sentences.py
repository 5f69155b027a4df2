"""Sentences on a sheet that tell a figure: no table holds them, yet none is dropped in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from renovation.domain.cells import Cell
from renovation.reading.files.workbook import address
from renovation.reading.layout.body import Body
from renovation.reading.layout.days_in_words import without_days
from renovation.reading.layout.headings import folded
from renovation.reading.layout.regions import Region
from renovation.reading.layout.scales import UNITS
from renovation.reading.layout.unread_cells import is_figure

_FIGURE: Final = re.compile(rf"\d\.\d|\d[余多]?(?:%|{'|'.join(map(re.escape, UNITS))})")
"""A number with decimals, or with a unit that some column may be typed in: 完工66个, 1.2万㎡; not 318国道 nor 第3次."""


@dataclass(frozen=True)
class Sentence:
    """Words that were not read as data, with their place."""

    sheet: str
    cell: str
    text: str


def sentences(region: Region, body: Body) -> Iterator[Sentence]:
    """What the lines above a table, its notes and remarks in columns that are not ours tell in words."""
    sheet = region.sheet
    lines = (*range(region.start, region.headings.top), *body.notes)
    across = range(len(sheet.rows[0]))[region.own]
    places = [(row, position) for row in lines for position in across]
    places += [(row, position) for row in (*body.data, *body.totals) for position in region.headings.unknown]
    for row, position in places:
        cell = sheet.rows[row][position]
        if _tells_figure(cell):
            yield Sentence(sheet.name, address(row, position), str(cell).strip())


def _tells_figure(cell: Cell) -> bool:
    return isinstance(cell, str) and not is_figure(cell) and bool(_FIGURE.search(without_days(folded(cell))))
