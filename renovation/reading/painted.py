"""The workbook handed back: its cells as read, those with problems painted, and a sheet that lists every problem.

It is written anew from what was read, so that nothing hidden in the clerk's file comes back out of the server.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from renovation.language import Words
from renovation.reading.problems import Problem
from renovation.reading.workbook import Book, Sheet, address
from renovation.rules import Cell

_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_FONT: Final = {"font_name": "微软雅黑", "font_size": 11, "valign": "vcenter"}
_PAINT: Final = {"error": "#f8c9b8", "warning": "#fbe7a1"}
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\']")


def painted(book: Book, problems: tuple[Problem, ...], words: Words) -> bytes:
    """An xlsx with the sheets of `book`, problem cells painted and noted, behind a sheet of all problems."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as made:
        formats = {name: made.add_format({**_FONT, "bg_color": colour}) for name, colour in _PAINT.items()}
        formats |= {
            "": made.add_format(_FONT),
            "day": made.add_format({**_FONT, "num_format": "yyyy-mm-dd"}),
            "heading": made.add_format({**_FONT, "bold": True, "bottom": 1}),
        }
        _list(made.add_worksheet(words.gettext("Problems")[:31]), problems, words, formats)
        for number, sheet in enumerate(book.sheets, 1):
            name = _NOT_IN_NAMES.sub("", sheet.name)[:25] or str(number)
            page = made.add_worksheet(name if not made.get_worksheet_by_name(name) else f"{name} {number}")
            _copy(page, sheet, {p.cell: p for p in reversed(problems) if p.sheet == sheet.name}, words, formats)
    return stream.getvalue()


def problem_rows(problems: tuple[Problem, ...], words: Words) -> list[tuple[str, ...]]:
    """The problems in words: severity, sheet, cell, column, what was found, what to do."""
    return [
        (
            severity_in_words(problem, words),
            problem.sheet or "",
            problem.cell or "",
            problem.heading or "",
            problem.found or "",
            problem.message(words),
        )
        for problem in problems
    ]


def problem_headings(words: Words) -> tuple[str, ...]:
    """The headings of `problem_rows`."""
    _ = words.gettext
    return (_("Severity"), _("Sheet"), _("Cell"), _("Column"), _("Found"), _("What to do"))


def severity_in_words(problem: Problem, words: Words) -> str:
    """A severity's name, with a sign of its own."""
    _ = words.gettext
    return _("✕ error") if problem.severity == "error" else _("! warning")


def _list(page: Worksheet, problems: tuple[Problem, ...], words: Words, formats: dict[str, Format]) -> None:
    for position, heading in enumerate(problem_headings(words)):
        page.write_string(0, position, heading, formats["heading"])
    for row, (problem, told) in enumerate(zip(problems, problem_rows(problems, words), strict=True), 1):
        for position, word in enumerate(told):
            page.write_string(row, position, word, formats[problem.severity if position == 0 else ""])
    page.set_column(0, 4, 16)
    page.set_column(5, 5, 90)
    page.freeze_panes(1, 0)


def _copy(
    page: Worksheet, sheet: Sheet, marked: dict[str | None, Problem], words: Words, formats: dict[str, Format]
) -> None:
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            where = address(row, column)
            problem = marked.get(where)
            _write(page, row, column, cell, formats[problem.severity] if problem else None, formats)
            if problem:
                page.write_comment(row, column, problem.message(words), {"x_scale": 2})


def _write(
    page: Worksheet, row: int, column: int, cell: Cell, paint: Format | None, formats: dict[str, Format]
) -> None:
    if isinstance(cell, bool) or cell is None or isinstance(cell, dt.time | dt.timedelta):
        page.write_string(row, column, "" if cell is None else str(cell), paint or formats[""])
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell, paint or formats[""])
    elif isinstance(cell, dt.date):
        page.write_string(row, column, cell.isoformat()[:10], paint or formats["day"])
    else:
        page.write_string(row, column, cell, paint or formats[""])
