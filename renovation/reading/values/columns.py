"""The columns of a table after reading: their cells, values and problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from renovation.reading.values.cells import NOTHING, Read, read_cell, read_cells, typed_number
from renovation.reading.values.percents import PARTS, Printed, Ratio

_ONE: Final = Fraction(1)
_DECIMALS_OF_A_RATE: Final = 2
_VALUE: Final = attrgetter("value")
_CODE: Final = attrgetter("code")


@dataclass(frozen=True)
class TypedColumn:
    """One column of a table, row by row: its cells as typed and the results of reading them.

    `sheet` is the name of the sheet, `rows` are the row numbers on the sheet, and `position` is the column number, all
    counted from zero; `position` is None if the sheet lacks the column. The numbers were multiplied by `factor` to
    convert them to the column's unit of measurement: 1/10000 from ㎡ to 万㎡.
    """

    sheet: str
    rows: Sequence[int]
    column: Column
    position: int | None
    factor: Fraction
    cells: Sequence[Cell]
    reads: Sequence[Read]

    @cached_property
    def values(self) -> list[object]:
        """The values of the rows; None for an empty cell and for a cell with an error."""
        return list(map(_VALUE, self.reads))

    @cached_property
    def series(self) -> pd.Series[Any]:
        """The values of the rows in the column's dtype; percentages are rounded to two decimals."""
        held = pd.Series(self.values, dtype=self.column.type.dtype)
        if isinstance(self.column.type, Percent):
            return pd.Series(half_up_all(held, _DECIMALS_OF_A_RATE))
        return held

    @cached_property
    def flagged_reads(self) -> list[tuple[int, Read]]:
        """The cells that were read with a problem, as pairs (row number in the table, what was read)."""
        if not any(map(_CODE, self.reads)):
            return []
        return [(index, read) for index, read in enumerate(self.reads) if read.code]

    @property
    def is_clean(self) -> bool:
        """Whether no cell of the column has an error; warnings are allowed."""
        return not any(read.severity == "error" for _, read in self.flagged_reads)

    def printed(self, index: int) -> Printed | None:
        """Returns the number in a row with its possible rounding error; None if there is no number.

        `index` is the number of the row in the table, counted from zero.
        """
        value, number = self.reads[index].value, typed_number(self.cells[index], self.column)
        if not isinstance(value, int | float) or number is None:
            return None
        factor = Fraction(as_decimal(value)) / Fraction(as_decimal(number)) if number else self.factor
        return Printed.typed(number, factor)

    def problem(self, index: int, code: str, severity: Severity, expected: Label | None) -> Problem:
        """Returns a problem of the cell in the row `index` of the table, counted from zero.

        `code` selects the sentence for the clerk, `severity` is "error" or "warning", and `expected` says in words what
        the cell should contain, or is None.
        """
        cell = self.cells[index]
        where = None if self.position is None else address(self.rows[index], self.position)
        found = None if cell is None else typed_text(cell)
        return Problem(severity, code, self.sheet, where, self.column.heading.zh, found, expected)


Columns = Mapping[str, TypedColumn]
"""Columns by their declared names; every column of the table is present."""


def rows_where(holds: pd.Series[bool]) -> list[int]:
    """Returns the numbers of the rows for which a condition is true, counted from zero in the table.

    `holds` says for each row whether it is true; a missing value counts as false.
    """
    return [int(row) for row in holds.to_numpy(dtype="bool", na_value=False).nonzero()[0]]


def ratio_at(columns: Columns, column: Column, index: int) -> Ratio | None:
    """Returns the ratio that the rate in the row `index` of a table should equal, computed from the other columns.

    `column` is the column of the rate. Returns None if the column is no rate, if the numerator or the denominator is
    missing, or if the denominator may be zero.
    """
    if column.name not in PARTS:
        return None
    part, whole = (columns[name].printed(index) for name in PARTS[column.name])
    return Ratio.of(part, whole) if part and whole else None


def read_column(
    region: Region, rows: Sequence[int], column: Column, position: int | None, factor: Fraction
) -> TypedColumn:
    """Reads the column number `position` of the sheet in the given rows; if `position` is None, all values are missing.

    `column` declares the column. `factor` converts the numbers to the column's unit of measurement.
    """
    sheet, is_text = region.sheet, column.type.dtype == "str"
    if position is None:
        return TypedColumn(sheet.name, rows, column, None, _ONE, [None] * len(rows), [NOTHING] * len(rows))
    cells = region.column_cells(position, rows)
    if is_text and region.spread:
        cells = [region.cell(row, position) for row in rows]
    elif not is_text and any(region.signs):
        cells = list(map(region.signs.applied, cells))
    reads = read_cells(cells, column, factor)
    for index, row in enumerate(rows if region.spread or sheet.struck_out else ()):
        if not is_text and region.spread.get((row, position)) is not None:  # which row does the number belong to?
            reads[index] = Read(None, "merged_number", "error", column.type.expected)
        if (row, position) in sheet.struck_out:
            reads[index] = Read(None, "struck_out", "error", column.type.expected)
    for index, remark in remarks_of(region, rows, position):
        reads[index] = _read_remarked(cells[index], remark, reads[index], column)
    return TypedColumn(sheet.name, rows, column, position, factor, cells, reads)


def remarks_of(region: Region, rows: Sequence[int], position: int) -> list[tuple[int, Remark]]:
    """Returns the remarks on the cells of a column as pairs (row number in the table, remark such as `percent_format`).

    `position` is the column number on the sheet, `rows` are the rows of the table on the sheet.
    """
    remarks = region.remarks.get(position)
    return [(index, remarks[row]) for index, row in enumerate(rows) if row in remarks] if remarks else []


def _read_remarked(cell: Cell, remark: Remark, read: Read, column: Column) -> Read:
    """Returns what is read from a cell that displays something other than its content.

    In a column of rates, 2.62 shown as 262 % is read as 262. Any other such number is an error; the clerk must type it.
    """
    if remark != "percent_format":
        return Read(None, remark, "error", column.type.expected)
    if not isinstance(cell, int | float):
        return read
    if isinstance(column.type, Percent) or (isinstance(column.type, Quantity) and column.measurement_unit is None):
        return read_cell(cell, column, Fraction(100))
    return Read(None, "scaled_format", "error", column.type.expected)
