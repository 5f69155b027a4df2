"""Bytes to sheets of cells, as typed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import python_calamine

from renovation.language import Words
from renovation.rules import Cell

Remark = Literal["error_value", "formula_without_value", "percent_format", "scaled_format"]
"""What a reader would drop without a word: `#DIV/0!`, a formula never computed, 2.62 shown as 262 %, a format that
shows 26200 as 2.62."""


class UnreadableWorkbook(Exception):
    """The bytes are no workbook that can be opened; the text says why, for the log."""

    def message(self, words: Words) -> str:
        """What a clerk should do."""
        return words.gettext("This file cannot be read as a workbook. Save it as xlsx in WPS or Excel and upload that.")


@dataclass(frozen=True)
class Area:
    """Cells that are merged into one, counted from zero, all bounds included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One visible sheet: its name and its cells by row, from A1 on.

    `merged` are its merged areas (a value stands in the first cell of one), `remarks` what is special about a cell
    (row, column), `hidden_rows` the rows a person does not see; all counted from zero.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Area, ...] = ()
    remarks: Mapping[tuple[int, int], Remark] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Book:
    """A workbook: its visible sheets in order, and the names of its hidden ones, which are left out."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


def open_book(content: bytes) -> Book:
    """The sheets of a workbook.

    Raises UnreadableWorkbook for bytes that cannot be opened.
    """
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        shown = [m.name for m in book.sheets_metadata if m.visible == python_calamine.SheetVisibleEnum.Visible]
        hidden = [m.name for m in book.sheets_metadata if m.name not in shown]
        return Book(tuple(Sheet(name, _cells(book.get_sheet_by_name(name))) for name in shown), tuple(hidden))
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
