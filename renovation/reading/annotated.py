"""Writes the annotated workbook: the cells as read, comments on the cells with problems, and a list of all problems.

The workbook is written anew from the cells that were read, so that nothing hidden in the clerk's file leaves the
server. The clerk can correct it and upload it again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
from typing import Final

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from renovation.domain.cells import Cell
from renovation.language import Words
from renovation.reading.files.workbook import Book, Sheet, address
from renovation.reading.files.xlsx_package import OUR_AUTHOR
from renovation.reading.problems import Problem
from renovation.reading.template import FONT, OPTIONS, PROBLEM_LISTS

_FILL_COLOURS: Final = {"error": "#f8c9b8", "warning": "#fbe7a1"}
_NOT_IN_SHEET_NAMES: Final = re.compile(r"[\[\]:*?/\\']")  # the slash of 1/2, not the hyphen of 1-2
_NUMBER_FORMATS: Final = {"percent": "0.0%", "day": "yyyy-mm-dd"}
_MIN_WIDTH: Final = 9
_MAX_WIDTH: Final = 40
_ROWS_FOR_WIDTH: Final = 200


def annotated_workbook(book: Book, problems: tuple[Problem, ...], words: Words) -> bytes:
    """Returns the annotated workbook as xlsx bytes: a list of all problems, then the sheets of `book` with comments."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        formats = _formats(workbook)
        list_name = PROBLEM_LISTS[words.language == "en"]
        _write_list(workbook.add_worksheet(list_name), problems, words, formats)
        taken = {list_name.lower()}
        for number, sheet in enumerate(book.sheets, 1):
            name = _NOT_IN_SHEET_NAMES.sub("", sheet.name)[:25] or str(number)
            name = f"{name} {number}" if name.lower() in taken else name
            taken.add(name.lower())
            by_cell = {p.cell: p for p in reversed(problems) if p.sheet == sheet.name}
            _write_sheet(workbook.add_worksheet(name), sheet, by_cell, words, formats)
    return stream.getvalue()


def _formats(workbook: xlsxwriter.Workbook) -> dict[str, Format]:
    """Returns the cell formats by name: a severity, a kind of number, or both, such as `error percent`."""
    formats = {"heading": workbook.add_format({**FONT, "bold": True, "bottom": 1})}
    for severity, colour in {"": None, **_FILL_COLOURS}.items():
        fill = {"bg_color": colour} if colour else {}
        formats[severity] = workbook.add_format({**FONT, **fill})
        for kind, code in _NUMBER_FORMATS.items():
            formats[f"{severity} {kind}".strip()] = workbook.add_format({**FONT, **fill, "num_format": code})
    return formats


def problem_rows(problems: tuple[Problem, ...], words: Words) -> list[tuple[str, ...]]:
    """Returns the rows of the list of problems in the annotated workbook: the headings, then one row for each problem.

    The texts in a row say where the problem is, which value was found, and what to do.
    """
    headings = (words("Severity"), words("Sheet"), words("Cell"), words("Column"), words("Content of the cell"))
    rows = [
        (severity_in_words(one, words), one.sheet or "", one.cell or "", one.heading or "", one.found or "")
        for one in problems
    ]
    messages = [words("Problem and what to do"), *(problem.message(words) for problem in problems)]
    return [(*row, message) for row, message in zip([headings, *rows], messages, strict=True)]


def severity_in_words(problem: Problem, words: Words) -> str:
    """Returns the severity of a problem as text with a sign, `✕ error` or `! warning`, so that it needs no colour."""
    return words("✕ error") if problem.severity == "error" else words("! warning")


def _write_list(page: Worksheet, problems: tuple[Problem, ...], words: Words, formats: dict[str, Format]) -> None:
    for row, texts in enumerate(problem_rows(problems, words)):
        for position, text in enumerate(texts):
            severity = problems[row - 1].severity if row and position == 0 else ""
            page.write_string(row, position, text, formats[severity if row else "heading"])
    page.set_column(0, 4, 16)
    page.set_column(5, 5, 90)
    page.freeze_panes(1, 0)


def _write_sheet(
    page: Worksheet, sheet: Sheet, by_cell: dict[str | None, Problem], words: Words, formats: dict[str, Format]
) -> None:
    _merge_areas(page, sheet, formats[""])
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width)
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            problem = by_cell.get(address(row, column))
            if cell is None and problem is None:
                continue
            kind = "percent" if sheet.remarks.get((row, column)) == "percent_format" else ""
            severity = problem.severity if problem else ""
            _write(page, row, column, cell, severity, kind, formats)
            if problem:
                page.write_comment(row, column, problem.message(words), {"x_scale": 2, "author": OUR_AUTHOR})


def _merge_areas(page: Worksheet, sheet: Sheet, plain: Format) -> None:
    """Merges the cells that are merged on the clerk's sheet; of overlapping ranges, only the first is merged."""
    for area in sheet.merged:
        if area.bottom < len(sheet.rows) and area.right < len(sheet.rows[0]) and not area.is_single_cell:
            with contextlib.suppress(OverlappingRange):
                page.merge_range(area.top, area.left, area.bottom, area.right, "", plain)


def _widths(sheet: Sheet) -> list[int]:
    """Returns a width for each column, in which most texts fit; a row with a single text, a title, does not count."""
    lines = [[cell for cell in cells if cell is not None] for cells in sheet.rows[:_ROWS_FOR_WIDTH]]
    rows = [cells for cells, line in zip(sheet.rows, lines, strict=False) if len(line) > 1]
    return [
        max([_MIN_WIDTH, *(min(_MAX_WIDTH, 2 * len(str(cell)) + 1) for cell in column if isinstance(cell, str))])
        for column in zip(*rows, strict=True)
    ]


def _write(
    page: Worksheet, row: int, column: int, cell: Cell, severity: str, kind: str, formats: dict[str, Format]
) -> None:
    if isinstance(cell, bool) or cell is None or isinstance(cell, dt.time | dt.timedelta):
        page.write_string(row, column, "" if cell is None else str(cell), formats[severity])
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell, formats[f"{severity} {kind}".strip()])
    elif isinstance(cell, dt.date):
        page.write_datetime(row, column, cell, formats[f"{severity} day".strip()])
    else:
        page.write_string(row, column, cell, formats[severity])
