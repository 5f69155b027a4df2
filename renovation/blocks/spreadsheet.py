"""Writes a table as an Excel file that visitors download, with typed cells and print settings."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from itertools import accumulate
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
_PAGE_WIDTH: Final = 200.0
"""How many characters a row of a printed page may hold: A4 across holds 140 in the usual size, and these in 8 pt."""
_LINE_HEIGHT: Final = 17.0
"""The height of a line, in points."""
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
        widths = []
        for position, name in enumerate(frame.columns):
            sheet.write_string(_HEADING_ROW, position, str(name), heading)
            widths.append(_write_column(book, sheet, position, frame.iloc[:, position]))
        quiet = book.add_format({**_FONT, "font_color": "#5b6573", "text_wrap": True})
        _write_footer(sheet, _HEADING_ROW + len(frame) + 2, footer, widths, quiet)
        _set_up_print(sheet, math.ceil(sum(widths) / _PAGE_WIDTH))
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


def _write_footer(sheet: Worksheet, row: int, footer: str, widths: list[float], style: Format) -> None:
    """Writes `footer` into one cell, as wide as the columns that are printed on the first page, in as many lines."""
    columns = max(1, sum(end <= _PAGE_WIDTH for end in accumulate(widths)))
    if columns > 1:
        sheet.merge_range(row, 0, row, columns - 1, "", style)
    sheet.write_string(row, 0, footer, style)
    sheet.set_row(row, _LINE_HEIGHT * math.ceil(_letters(footer) / sum(widths[:columns])))


def _set_up_print(sheet: Worksheet, pages_across: int) -> None:
    """Sets how the sheet is printed: landscape A4, `pages_across` wide, headings and a page number on every page.

    If the table is wider than a page, the first column is repeated too.
    """
    sheet.freeze_panes(_HEADING_ROW + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(pages_across, 0)
    if pages_across > 1:
        sheet.repeat_columns(0)
    sheet.repeat_rows(_HEADING_ROW)
    sheet.set_footer("&C&P / &N")


def _write_column(book: xlsxwriter.Workbook, sheet: Worksheet, position: int, values: pd.Series[Any]) -> float:
    """Writes the cells of a column below its heading, and returns its width in characters."""
    cells = [value for value in values if pd.notna(value)]
    number = book.add_format({**_FONT, "num_format": _number_format(cells)})
    day = book.add_format({**_FONT, "num_format": "yyyy-mm-dd", "align": "left"})
    text = book.add_format({**_FONT, "text_wrap": True})
    for row, value in enumerate(values, _HEADING_ROW + 1):
        if pd.notna(value):
            _write_cell(sheet, row, position, value, (number, day, text))
    width = _width([str(values.name), *map(str, cells)])
    sheet.set_column(position, position, width)
    return width


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
    return min(max(max(map(_letters, texts)) + 2, _WIDTHS[0]), _WIDTHS[1])


def _letters(text: str) -> int:
    """Returns the width of a text in characters, of which a Chinese one counts two."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)
