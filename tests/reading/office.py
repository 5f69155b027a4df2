"""Workbooks as offices make them: a grid of cells, written as xlsx, xls, ods or CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt
from openpyxl.utils.cell import range_boundaries

from renovation.reading.files.workbook import Book, MergedRange, Sheet

AsTyped = str | int | float | dt.date | None


@dataclass(frozen=True)
class Shown:
    """A number under a number format: `Shown(2.62, "0%")` shows 262 %."""

    value: float
    number_format: str


@dataclass(frozen=True)
class Grid:
    """One sheet: rows of cells from A1 on, merged areas such as `A1:C1`, and whether people see it."""

    name: str
    rows: Sequence[Sequence[Any]]
    merged: Sequence[str] = field(default_factory=tuple)
    hidden: bool = False


def opened(grid: Grid) -> Book:
    """What opening such a file gives, without the file: for the hundreds of tests of what is made of the cells."""
    width = max(map(len, grid.rows))
    rows = tuple((*row, *[None] * (width - len(row))) for row in grid.rows)
    return Book((Sheet(grid.name, rows, tuple(map(_area, grid.merged))),))


def _area(written: str) -> MergedRange:
    left, top, right, bottom = range_boundaries(written)
    return MergedRange(top - 1, left - 1, bottom - 1, right - 1)


def as_xlsx(*grids: Grid) -> bytes:
    """An Excel workbook of 2007 and later."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        for row, column, cell in _cells(grid):
            written = sheet.cell(row + 1, column + 1)
            written.value = cell.value if isinstance(cell, Shown) else cell
            if isinstance(cell, Shown):
                written.number_format = cell.number_format
        for area in grid.merged:
            sheet.merge_cells(area)
        sheet.sheet_state = "hidden" if grid.hidden else "visible"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_xls(*grids: Grid) -> bytes:
    """An Excel workbook of 97 to 2003, which is WPS's et as well."""
    book = xlwt.Workbook(encoding="utf-8")
    for grid in grids:
        sheet = book.add_sheet(grid.name)
        for row, column, cell in _cells(grid):
            style = xlwt.XFStyle()
            if isinstance(cell, Shown):
                style.num_format_str = cell.number_format
            elif isinstance(cell, dt.date):
                style.num_format_str = "yyyy-mm-dd"
            sheet.write(row, column, cell.value if isinstance(cell, Shown) else cell, style)
        sheet.visibility = int(grid.hidden)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_csv(grid: Grid, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A delimited text."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(
        ["" if cell is None else str(cell) for cell in row] for row in grid.rows
    )
    return stream.getvalue().encode(encoding)


def as_ods(*grids: Grid) -> bytes:
    """An OpenDocument spreadsheet, with the trailing repetitions that LibreOffice writes."""
    tables = "".join(_ods_table(grid) for grid in grids)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return stream.getvalue()


def _ods_table(grid: Grid) -> str:
    rows = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}{_REST_OF_ROW}</table:table-row>" for row in grid.rows
    )
    end = f'<table:table-row table:number-rows-repeated="{1_048_576 - len(grid.rows)}">{_REST_OF_ROW}</table:table-row>'
    return f"<table:table table:name={quoteattr(grid.name)}>{rows}{end}</table:table>"


_REST_OF_ROW = '<table:table-cell table:number-columns-repeated="1000"/>'


def _ods_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, Shown):
        return f'<table:table-cell office:value-type="percentage" office:value="{cell.value}"/>'
    if isinstance(cell, dt.date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'


def _cells(grid: Grid) -> Iterator[tuple[int, int, Any]]:
    return (
        (row, column, cell)
        for row, cells in enumerate(grid.rows)
        for column, cell in enumerate(cells)
        if cell is not None
    )
