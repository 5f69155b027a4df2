"""The workbook handed back: its cells as read, those with problems marked, and a sheet that lists every problem.

It is written anew from what was read, so that nothing hidden in the clerk's file comes back out of the server; mended,
it can be uploaded as it is.
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
from renovation.reading.files.workbook import Area, Book, Sheet, address
from renovation.reading.problems import Problem
from renovation.reading.template import LISTS

_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_FONT: Final = {"font_name": "微软雅黑", "font_size": 11, "valign": "vcenter"}
_PAINT: Final = {"error": "#f8c9b8", "warning": "#fbe7a1"}
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\']")
_NUMBER_FORMATS: Final = {"percent": "0.0%", "day": "yyyy-mm-dd"}
_NARROWEST: Final = 9
_WIDEST: Final = 40
_ROWS_MEASURED: Final = 200


def annotated_workbook(book: Book, problems: tuple[Problem, ...], words: Words) -> bytes:
    """An xlsx with the sheets of `book`, problem cells marked and noted, behind a sheet of all problems."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as made:
        formats = _formats(made)
        listed = LISTS[words.language == "en"]
        _list(made.add_worksheet(listed), problems, words, formats)
        taken = {listed.lower()}
        for number, sheet in enumerate(book.sheets, 1):
            name = _NOT_IN_NAMES.sub("", sheet.name)[:25] or str(number)
            name = f"{name} {number}" if name.lower() in taken else name
            taken.add(name.lower())
            marked = {p.cell: p for p in reversed(problems) if p.sheet == sheet.name}
            _copy(made.add_worksheet(name), sheet, marked, words, formats)
    return stream.getvalue()


def _formats(made: xlsxwriter.Workbook) -> dict[str, Format]:
    """By what a cell is (`` for words, percent, day), and by its paint before that: `error`, `error percent`."""
    formats = {"heading": made.add_format({**_FONT, "bold": True, "bottom": 1})}
    for paint, colour in {"": None, **_PAINT}.items():
        fill = {"bg_color": colour} if colour else {}
        formats[paint] = made.add_format({**_FONT, **fill})
        for kind, code in _NUMBER_FORMATS.items():
            formats[f"{paint} {kind}".strip()] = made.add_format({**_FONT, **fill, "num_format": code})
    return formats


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
    _merge(page, sheet, formats[""])
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width)
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            problem = marked.get(address(row, column))
            if cell is None and problem is None:
                continue
            shown = "percent" if sheet.remarks.get((row, column)) == "percent_format" else ""
            paint = problem.severity if problem else ""
            _write(page, row, column, cell, paint, shown, formats)
            if problem:
                page.write_comment(row, column, problem.message(words), {"x_scale": 2})


def _merge(page: Worksheet, sheet: Sheet, plain: Format) -> None:
    """The merged areas within what was read; a file may claim any, and one over another."""
    for area in sheet.merged:
        if area.bottom < len(sheet.rows) and area.right < len(sheet.rows[0]) and area != _single(area):
            with contextlib.suppress(OverlappingRange):
                page.merge_range(area.top, area.left, area.bottom, area.right, "", plain)


def _single(area: Area) -> Area:
    return Area(area.top, area.left, area.top, area.left)


def _widths(sheet: Sheet) -> list[int]:
    """A width for each column that its cells mostly fit into; a title over all columns does not count."""
    lines = [[cell for cell in cells if cell is not None] for cells in sheet.rows[:_ROWS_MEASURED]]
    rows = [cells for cells, line in zip(sheet.rows, lines, strict=False) if len(line) > 1]
    return [
        max([_NARROWEST, *(min(_WIDEST, 2 * len(str(cell)) + 1) for cell in column if isinstance(cell, str))])
        for column in zip(*rows, strict=True)
    ]


def _write(
    page: Worksheet, row: int, column: int, cell: Cell, paint: str, shown: str, formats: dict[str, Format]
) -> None:
    if isinstance(cell, bool) or cell is None or isinstance(cell, dt.time | dt.timedelta):
        page.write_string(row, column, "" if cell is None else str(cell), formats[paint])
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell, formats[f"{paint} {shown}".strip()])
    elif isinstance(cell, dt.date):
        page.write_datetime(row, column, cell, formats[f"{paint} day".strip()])
    else:
        page.write_string(row, column, cell, formats[paint])
