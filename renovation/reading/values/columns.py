"""The columns of a table as read: their cells, values and complaints, each with its place on the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import Any, Final

import pandas as pd

from renovation.domain.cells import Cell, typed_text
from renovation.domain.column_types import Percent, Quantity
from renovation.domain.labels import Label
from renovation.domain.numbers import as_decimal, half_up_all
from renovation.domain.tables.declaration import Column
from renovation.reading.files.workbook import Remark, address
from renovation.reading.layout.region import Region
from renovation.reading.problems import Problem, Severity
from renovation.reading.values.cells import (
    NOTHING,
    Read,
    is_bare_percent,
    is_missing,
    read_cell,
    read_cells,
    typed_number,
)
from renovation.reading.values.percents import PARTS, Printed, Ratio, bare_factor

_ONE: Final = Fraction(1)
_DECIMALS_OF_A_RATE: Final = 2
_VALUE: Final = attrgetter("value")
_CODE: Final = attrgetter("code")


@dataclass(frozen=True)
class TypedColumn:
    """One column: its cells as typed and as read, row by row; `position` is None where the sheet does not hold it.

    `by` turned the numbers into the column's unit.
    """

    column: Column
    position: int | None
    by: Fraction
    cells: Sequence[Cell]
    reads: Sequence[Read]

    @cached_property
    def values(self) -> list[object]:
        """What the table holds."""
        return list(map(_VALUE, self.reads))

    @cached_property
    def series(self) -> pd.Series[Any]:
        """What the table holds, in the column's dtype; a rate that a formula worked out with two decimals."""
        held = pd.Series(self.values, dtype=self.column.type.dtype)
        if isinstance(self.column.type, Percent):
            return pd.Series(half_up_all(held, _DECIMALS_OF_A_RATE))
        return held

    @cached_property
    def complaints(self) -> list[tuple[int, Read]]:
        """The cells with a problem of their own, by place."""
        if not any(map(_CODE, self.reads)):
            return []
        return [(place, read) for place, read in enumerate(self.reads) if read.code]

    @property
    def is_clean(self) -> bool:
        """Whether no cell is in error."""
        return not any(read.severity == "error" for _, read in self.complaints)

    def printed(self, place: int) -> Printed | None:
        """The number in a cell with the digits it was typed with, None where none was read."""
        value, number = self.reads[place].value, typed_number(self.cells[place], self.column)
        if not isinstance(value, int | float) or number is None:
            return None
        by = Fraction(as_decimal(value)) / Fraction(as_decimal(number)) if number else self.by
        return Printed.typed(number, by)

    def problem(
        self, sheet: str, row: int, place: int, code: str, severity: Severity, expected: Label | None
    ) -> Problem:
        """A problem of the cell in a sheet's row, the table's row number `place`."""
        cell = self.cells[place]
        where = None if self.position is None else address(row, self.position)
        found = None if cell is None else typed_text(cell)
        return Problem(severity, code, sheet, where, self.column.heading.zh, found, expected)


Columns = Mapping[str, TypedColumn]
"""By the names in the schema; every column of the table is there."""


def read_columns(
    region: Region, rows: Sequence[int], fields: Mapping[str, int], scales: Mapping[str, Fraction], percents: Set[str]
) -> dict[str, TypedColumn]:
    """The table's columns in the given rows, at the positions in `fields` and with the factors in `scales`.

    A bare column of percentages is decided once, from area ÷ target; `percents` names those whose heading says %.
    """
    found: dict[str, TypedColumn] = {}
    for column in region.table.columns:
        if not isinstance(column.type, Percent):
            by = scales.get(column.name, _ONE)
            found[column.name] = read_column(region, rows, column, fields.get(column.name), by)
    for column in region.table.columns:
        if isinstance(column.type, Percent):
            position, by = fields.get(column.name), scales.get(column.name, _ONE)
            decided = _bare_factor(region, rows, found, column, position, column.name in percents) if by == 1 else by
            read = read_column(region, rows, column, position, decided or _ONE)
            found[column.name] = read if decided else _asked(read)
    return found


def _bare_factor(
    region: Region, rows: Sequence[int], found: Columns, column: Column, position: int | None, says_percent: bool
) -> Fraction | None:
    """How the numbers without a percent sign or format in a column of percentages are meant."""
    if position is None:
        return _ONE
    cells = region.column_cells(position, rows)
    remarked = {place for place, _ in _remarks(region, rows, position)}
    bare = [
        (place, number)
        for place, cell in enumerate(cells)
        if place not in remarked and is_bare_percent(cell) and (number := typed_number(cell, column)) is not None
    ]
    ratios = [ratio_at(found, column, place) for place, _ in bare]
    return bare_factor([number for _, number in bare], ratios, says_percent)


def ratio_at(columns: Columns, column: Column, place: int) -> Ratio | None:
    """The ratio that a printed rate should be, None where one of its parts is missing."""
    if column.name not in PARTS:
        return None
    part, whole = (columns[name].printed(place) for name in PARTS[column.name])
    return Ratio.of(part, whole) if part and whole else None


def _asked(typed: TypedColumn) -> TypedColumn:
    """The column with a question at the first of its bare numbers, and nothing read from it."""
    first = next(place for place, cell in enumerate(typed.cells) if is_bare_percent(cell) and not is_missing(cell))
    asked = Read(None, "percent_unclear", "error", typed.column.type.expected)
    reads = [asked if place == first else read for place, read in enumerate(typed.reads)]
    return replace(typed, reads=reads)


def read_column(region: Region, rows: Sequence[int], column: Column, position: int | None, by: Fraction) -> TypedColumn:
    """One column at a position of the sheet, in the given rows; without a position, nothing in every row."""
    if position is None:
        return TypedColumn(column, None, _ONE, [None] * len(rows), [NOTHING] * len(rows))
    cells = region.column_cells(position, rows)
    if column.type.dtype == "str" and region.spread:
        cells = [region.spread.get((row, position), cell) for row, cell in zip(rows, cells, strict=True)]
    reads = read_cells(cells, column, by)
    if column.type.dtype != "str" and region.spread:
        for place in _under_another_row(region, rows, position):
            reads[place] = Read(None, "merged_number", "error", column.type.expected)
    for place in _struck(region, rows, position):
        reads[place] = Read(None, "struck_out", "error", column.type.expected)
    for place, remark in _remarks(region, rows, position):
        reads[place] = _read_remarked(cells[place], remark, reads[place], column)
    return TypedColumn(column, position, by, cells, reads)


def _struck(region: Region, rows: Sequence[int], position: int) -> list[int]:
    """The places of cells that are shown struck out, in rows that are not so as a whole."""
    struck = region.sheet.struck_out
    return [place for place, row in enumerate(rows) if (row, position) in struck] if struck else []


def _under_another_row(region: Region, rows: Sequence[int], position: int) -> list[int]:
    """The places whose cell is merged with one above that holds a number: nobody knows whose it is."""
    return [place for place, row in enumerate(rows) if region.spread.get((row, position)) is not None]


def read_alike(region: Region, rows: Sequence[int], typed: TypedColumn) -> TypedColumn:
    """The same column in other rows, with the unit and the kind of percentage already decided."""
    return read_column(region, rows, typed.column, typed.position, typed.by)


def _remarks(region: Region, rows: Sequence[int], position: int) -> list[tuple[int, Remark]]:
    """What is special about the column's cells, by their place among the rows."""
    remarks = region.remarks.get(position)
    return [(place, remarks[row]) for place, row in enumerate(rows) if row in remarks] if remarks else []


def _read_remarked(cell: Cell, remark: Remark, read: Read, column: Column) -> Read:
    """A cell that shows something else than it stores: 2.62 shown as 262 % is 262; all else must be typed anew."""
    if remark != "percent_format":
        return Read(None, remark, "error", column.type.expected)
    if not isinstance(cell, int | float):
        return read
    if isinstance(column.type, Percent) or (isinstance(column.type, Quantity) and column.unit is None):
        return read_cell(cell, column, Fraction(100))
    return Read(None, "scaled_format", "error", column.type.expected)
