"""Writes a table as an Excel file that visitors download, with typed cells and print settings."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from typing import Any, Final

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_FONT: Final = {"font_name": "微软雅黑", "font_size": 11, "valign": "vcenter"}
_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_HEADING_ROW: Final = 2
_WIDTHS: Final = (10, 40)
"""The narrowest and the widest column, in characters."""
_MOST_DECIMALS: Final = 4
_A4: Final = 9
_NOT_IN_SHEET_NAMES: Final = re.compile(r"[\[\]:*?/\\]|^'|'$")
"""Characters that Excel refuses: matches the colon of `a:b` and the quote of `'a`, not the quote of `a'b`."""
_LONGEST_SHEET_NAME: Final = 31
_RESERVED_SHEET_NAME: Final = "history"
"""Excel keeps this name for itself, in any letter case."""


def write_table(frame: pd.DataFrame, sheet_name: str, title: str, footer: str) -> bytes:
    """Returns an xlsx file as bytes, with one sheet: `title`, the headings, the rows, and `footer` (date and basis).

    `frame` may have any columns, such as `unit` and `area_renovated`; their names are the headings. Numbers and dates
    become cells with a number format, text stays text even if it looks like a formula, and a missing value leaves its
    cell empty. Characters that Excel forbids are removed from `sheet_name`.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        sheet = book.add_worksheet(_valid_sheet_name(sheet_name))
        heading = book.add_format({**_FONT, "bold": True, "bg_color": "#e8eef4", "bottom": 1, "text_wrap": True})
        sheet.write_string(0, 0, title, book.add_format({**_FONT, "font_size": 14, "bold": True}))
        for position, name in enumerate(frame.columns):
            sheet.write_string(_HEADING_ROW, position, str(name), heading)
            _write_column(book, sheet, position, frame.iloc[:, position])
        last_row = _HEADING_ROW + len(frame) + 2
        sheet.write_string(last_row, 0, footer, book.add_format({**_FONT, "font_color": "#5b6573"}))
        _set_up_print(sheet)
    return stream.getvalue()


def file_name(title: str, as_of: dt.date, extension: str = "xlsx") -> str:
    """Returns the name of a file that visitors download: its title, its as-of date and its file extension.

    For the title `乡镇对比` it is, for instance, `乡镇对比-2013-10-15.xlsx`. `extension` has no dot.
    """
    return f"{_without_forbidden(title)}-{as_of.isoformat()}.{extension}"


def _valid_sheet_name(name: str) -> str:
    valid = _without_forbidden(name)
    return f"{valid} 1" if valid.casefold() == _RESERVED_SHEET_NAME else valid


def _without_forbidden(name: str) -> str:
    return _NOT_IN_SHEET_NAMES.sub(" ", name)[:_LONGEST_SHEET_NAME].strip() or "Sheet1"


def _set_up_print(sheet: Worksheet) -> None:
    """Sets how the sheet is printed: landscape A4, one page wide, headings and a page number on every page."""
    sheet.freeze_panes(_HEADING_ROW + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADING_ROW)
    sheet.set_footer("&C&P / &N")


def _write_column(book: xlsxwriter.Workbook, sheet: Worksheet, position: int, values: pd.Series[Any]) -> None:
    cells = [value for value in values if pd.notna(value)]
    number = book.add_format({**_FONT, "num_format": _number_format(cells)})
    day = book.add_format({**_FONT, "num_format": "yyyy-mm-dd", "align": "left"})
    text = book.add_format({**_FONT, "text_wrap": True})
    for row, value in enumerate(values, _HEADING_ROW + 1):
        if pd.notna(value):
            _write_cell(sheet, row, position, value, (number, day, text))
    sheet.set_column(position, position, _width([str(values.name), *map(str, cells)]))


def _write_cell(
    sheet: Worksheet, row: int, position: int, value: object, formats: tuple[Format, Format, Format]
) -> None:
    number, day, text = formats
    if isinstance(value, str):
        sheet.write_string(row, position, value, text)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, position, dt.datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
    else:
        sheet.write_number(row, position, float(str(value)), number)


def _number_format(cells: list[Any]) -> str:
    """Returns an Excel number format with as many decimals as the numbers among `cells` need.

    For 91.3 and 38.66 it is `#,##0.00`. Texts and dates among the cells are ignored.
    """
    numbers = [float(cell) for cell in cells if not isinstance(cell, str | dt.date)]
    decimals = max((_decimals(number) for number in numbers), default=0)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _decimals(number: float) -> int:
    written = f"{number:.{_MOST_DECIMALS}f}".rstrip("0")
    return len(written) - written.index(".") - 1 if math.isfinite(number) else 0


def _width(texts: list[str]) -> float:
    """Returns the width of a column in characters: that of the longest of `texts`, but at least 10 and at most 40.

    A Chinese character is as wide as two others.
    """
    longest = max(sum(2 if ord(letter) > 0x2E80 else 1 for letter in text) for text in texts)
    return min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1])
