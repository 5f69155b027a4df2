"""A table as a spreadsheet to download."""

from __future__ import annotations

import io
from typing import Any, Final

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_FONT: Final = {"font_name": "微软雅黑", "font_size": 11, "valign": "vcenter"}
_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_table(frame: pd.DataFrame, title: str, footer: str) -> bytes:
    """Writes one table as an xlsx file: the title, the headings, the rows, and a footer with date and basis."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        heading = book.add_format({**_FONT, "bold": True, "bg_color": "#e8eef4", "bottom": 1, "text_wrap": True})
        cell = book.add_format(_FONT)
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, title, book.add_format({**_FONT, "font_size": 14, "bold": True}))
        for position, name in enumerate(frame.columns):
            sheet.write_string(2, position, str(name), heading)
            _write_cells(sheet, 3, position, frame.iloc[:, position], cell)
        sheet.write_string(len(frame) + 4, 0, footer, book.add_format({**_FONT, "font_color": "#5b6573"}))
        sheet.set_column(0, len(frame.columns) - 1, 16)
        sheet.freeze_panes(3, 1)
    return stream.getvalue()


def _write_cells(sheet: Worksheet, row: int, position: int, values: pd.Series[Any], cell: Format) -> None:
    for offset, value in enumerate(values):
        if pd.isna(value):
            continue
        if isinstance(value, str):
            sheet.write_string(row + offset, position, value, cell)
        else:
            sheet.write_number(row + offset, position, value, cell)
