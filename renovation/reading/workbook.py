"""Bytes to sheets of cells, as typed."""

from __future__ import annotations

import io
from dataclasses import dataclass

import python_calamine

from renovation.rules import Cell


class UnreadableWorkbook(Exception):
    """The bytes are no workbook that can be opened; the text says why."""


@dataclass(frozen=True)
class Sheet:
    """One visible sheet: its name and its cells by row, from A1 on."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def open_sheets(content: bytes) -> tuple[Sheet, ...]:
    """The visible worksheets of an xlsx workbook.

    Raises UnreadableWorkbook for bytes that calamine cannot open.
    """
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        return tuple(
            Sheet(meta.name, _cells(book.get_sheet_by_name(meta.name)))
            for meta in book.sheets_metadata
            if meta.visible == python_calamine.SheetVisibleEnum.Visible
        )
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableWorkbook(str(error)) from error


def _cells(sheet: python_calamine.CalamineSheet) -> tuple[tuple[Cell, ...], ...]:
    rows = sheet.to_python(skip_empty_area=False)
    return tuple(tuple(None if cell == "" else cell for cell in row) for row in rows)


def address(row: int, column: int) -> str:
    """The spreadsheet's address of a cell counted from zero: (6, 2) is `C7`."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"
