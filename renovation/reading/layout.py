"""Where a sheet holds what: its table, as-of date, basis, headings and rows."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from renovation import schema
from renovation.reading.workbook import Sheet
from renovation.rules import Cell, as_day, typed_text
from renovation.schema import Column, Table

AS_OF_LABEL: Final = "截至"
BASIS_LABEL: Final = "口径"
_BRACKETED_UNIT: Final = re.compile(r"^(?P<heading>.*?)[(（](?P<unit>[^()（）]*)[)）]$")


@dataclass(frozen=True)
class Layout:
    """A sheet understood: `places` maps each column found to its position, `rows` the filled rows to theirs."""

    table: Table
    sheet: str
    as_of: dt.date | None
    basis: str
    heading_row: int | None
    places: Mapping[str, int]
    unknown: Mapping[int, str]
    repeated: Mapping[int, str]
    rows: Mapping[int, tuple[Cell, ...]]


def table_of(sheet: Sheet) -> Table | None:
    """The table that a sheet's name stands for, None where it is none of ours."""
    return {table.sheet: table for table in schema.TABLES.values()}.get(sheet.name.strip())


def understand(sheet: Sheet, table: Table, as_of: dt.date | None = None) -> Layout:
    """Finds the headings (the first row that names two of the table's columns) and what stands round them.

    `as_of` dates the sheet where it says no date itself.
    """
    heading_row = next((row for row, cells in enumerate(sheet.rows) if _named(cells, table) >= 2), None)
    above = sheet.rows if heading_row is None else sheet.rows[:heading_row]
    headings = () if heading_row is None else sheet.rows[heading_row]
    found = [
        (position, _column(cell, table), typed_text(cell)) for position, cell in enumerate(headings) if cell is not None
    ]
    places: dict[str, int] = {}
    repeated: dict[int, str] = {}
    for position, column, typed in found:
        if column and column.name in places:
            repeated[position] = typed
        elif column:
            places[column.name] = position
    return Layout(
        table=table,
        sheet=sheet.name,
        as_of=as_day(_beside(above, AS_OF_LABEL)) or as_of,
        basis=str(_beside(above, BASIS_LABEL) or table.basis),
        heading_row=heading_row,
        places=places,
        unknown={position: typed for position, column, typed in found if column is None},
        repeated=repeated,
        rows={} if heading_row is None else dict(_filled(sheet, heading_row + 1)),
    )


def _filled(sheet: Sheet, start: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    return ((row, cells) for row, cells in enumerate(sheet.rows[start:], start) if any(c is not None for c in cells))


def _named(cells: tuple[Cell, ...], table: Table) -> int:
    return len({column.name for cell in cells if (column := _column(cell, table))})


def _column(cell: Cell, table: Table) -> Column | None:
    """The column that a heading names; a unit in brackets must be the column's own, else the heading is unknown."""
    if not isinstance(cell, str):
        return None
    heading = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell))
    for column in table.columns:
        names = {_folded(name) for name in (column.heading.zh, column.heading.en, *column.aliases)}
        if heading in names:
            return column
        split = _BRACKETED_UNIT.match(heading)
        if split and column.unit and split["heading"] in names and split["unit"] == _folded(column.unit):
            return column
    return None


def _folded(heading: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", heading))


def _beside(rows: tuple[tuple[Cell, ...], ...], label: str) -> Cell:
    """What stands right of a label above the headings."""
    pairs = (pair for cells in rows for pair in pairwise(cells))
    return next((value for key, value in pairs if key == label), None)
