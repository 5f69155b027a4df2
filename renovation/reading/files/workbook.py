"""Opens a file and returns its sheets with their cells as typed."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from renovation.domain.cells import Cell
from renovation.reading.files import limits
from renovation.reading.files.addresses import address
from renovation.reading.files.cell_marks import REMARKS, Remark
from renovation.reading.files.kinds import Kind, kind_of
from renovation.reading.files.private_files import private_file
from renovation.reading.files.sandbox import Worker
from renovation.reading.files.unreadable import UnreadableWorkbook

__all__ = ["Book", "MergedRange", "Remark", "Sheet", "UnreadableWorkbook", "address", "open_book"]

_READERS: Final = threading.BoundedSemaphore(2)
"""At most two files are read at the same time; others wait, so that uploads do not exhaust the machine."""
_INFINITE: Final = frozenset({float("inf"), float("-inf")})
_CELL_TYPES: Final = frozenset({str, int, float, bool, type(None), dt.date, dt.datetime, dt.time, dt.timedelta})


@dataclass(frozen=True)
class MergedRange:
    """A range of cells that are merged into one cell.

    Rows and columns count from zero; the four bounds are the first and last row and column, which belong to the range.
    """

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_single_cell(self) -> bool:
        """Whether the range has only one cell, so that nothing is merged."""
        return (self.top, self.left) == (self.bottom, self.right)


@dataclass(frozen=True)
class Sheet:
    """A visible sheet of a workbook; rows and columns count from zero.

    `rows` are the cells from A1 on, all rows of equal length. The value of a merged range is in its first cell.
    `hidden_rows` and `hidden_columns` are the numbers of the rows and columns that are hidden from view. The other
    fields identify cells by (row, column). `remarks` maps a cell that contains an error, or displays something other
    than its content, to the reason: {(4, 2): 'percent_format'} if 0.85 is shown as 85%. `struck_out` are the cells
    whose content is struck out, even in part; `invisible` those whose content is in the colour of the background, or
    whose text the format hides. `shown_measurement_units` maps a cell to the unit of measurement or other
    text that its number format shows beside the number: {(4, 3): '万㎡'}. `comments` maps a cell to the text of its
    comment. `page_texts` are the texts in the headers and footers of the printed pages and in text boxes.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[MergedRange, ...] = ()
    remarks: Mapping[tuple[int, int], Remark] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck_out: frozenset[tuple[int, int]] = frozenset()
    shown_measurement_units: Mapping[tuple[int, int], str] = field(default_factory=dict)
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    page_texts: tuple[str, ...] = ()
    invisible: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def merged_by_row(self) -> Mapping[int, tuple[MergedRange, ...]]:
        """The merged ranges of the sheet, grouped by the row in which they begin."""
        top = attrgetter("top")
        return {row: tuple(areas) for row, areas in groupby(sorted(self.merged, key=top), key=top)}

    def merged_from(self, rows: range) -> list[MergedRange]:
        """Returns the merged ranges that begin in one of the given rows."""
        return [area for row in rows for area in self.merged_by_row.get(row, ())]


@dataclass(frozen=True)
class Book:
    """A workbook: its visible `sheets` in order, and the names of the sheets that are not read.

    Sheets are not read if they are `hidden` or contain macros (`macro_sheets`).
    """

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    macro_sheets: tuple[str, ...] = ()


def open_book(content: bytes, most_cells: int | None = None) -> Book:
    """Opens a workbook or CSV file, given its bytes, and returns its sheets; its kind is recognised from the bytes.

    `most_cells` is the largest number of cells that the file may have; None means the usual limit, MOST_CELLS. Raises
    UnreadableWorkbook if the file cannot be opened or exceeds a limit. The `code` of the exception says why:
    "too_large" if `most_cells` is given and the file has more cells.
    """
    if len(content) > limits.LARGEST_FILE:
        raise UnreadableWorkbook("too_big", limit=str(limits.LARGEST_FILE // limits.MEGABYTE))
    kind = kind_of(content)
    with _READERS, private_file(content, kind) as path:
        return _read(path, kind, most_cells) if kind == "text" else _scanned(path, kind, most_cells)


def _read(path: Path, kind: Kind, most_cells: int | None) -> Book:
    with Worker("read", kind, path) as reader:
        return _book(reader.documents(), most_cells)


def _scanned(path: Path, kind: Kind, most_cells: int | None) -> Book:
    """Opens a file in two worker processes at the same time, one to scan and one to read it; returns the workbook.

    If both refuse the file, the scan's exception is raised, because it names the reason; the reader may only crash.
    """
    with ExitStack() as stack:
        scanner = stack.enter_context(Worker("scan", kind, path, limits.LARGEST_FINDINGS))
        reader = stack.enter_context(Worker("read", kind, path))
        pool = stack.enter_context(ThreadPoolExecutor(1))
        verdict = pool.submit(lambda: list(scanner.documents()))
        verdict.add_done_callback(lambda done: reader.stop() if done.exception() else None)
        try:
            book = _book(reader.documents(), most_cells)
        except UnreadableWorkbook:
            verdict.result()
            raise
        return with_scans(book, verdict.result())


def _book(documents: Iterable[Any], most_cells: int | None = None) -> Book:
    """Returns the sheets in a worker's answer.

    Raises UnreadableWorkbook for an answer of another form and for too many cells.
    """
    hidden: tuple[str, ...] = ()
    macro_sheets: tuple[str, ...] = ()
    sheets: list[tuple[str, list[tuple[Cell, ...]]]] = []
    left = limits.MOST_CELLS if most_cells is None else most_cells
    try:
        for document in documents:
            if isinstance(document, list):
                rows = sheets[-1][1]
                width = len(rows[0] if rows else document[0])
                rows += _checked(document, width)
                left -= len(document) * max(width, 1)
                if left < 0:
                    raise UnreadableWorkbook("damaged" if most_cells is None else "too_large")
            elif "hidden" in document:
                hidden = tuple(map(str, document["hidden"]))
                macro_sheets = tuple(map(str, document.get("macro_sheets", ())))
            else:
                sheets.append((str(document["sheet"]), []))
                _require(len(sheets) <= limits.MOST_SHEETS)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise UnreadableWorkbook("damaged") from error
    return Book(tuple(Sheet(name, tuple(rows)) for name, rows in sheets), hidden, macro_sheets)


def _checked(rows: list[Any], width: int) -> list[tuple[Cell, ...]]:
    """Returns the rows as tuples. Raises ValueError or TypeError if a row's length or a cell's type is wrong."""
    for row in rows:
        _require(len(row) == width and _CELL_TYPES.issuperset(map(type, row)) and _INFINITE.isdisjoint(row))
    return list(map(tuple, rows))


def with_scans(book: Book, scans: list[Any]) -> Book:
    """Returns `book` with what the scan has found on each sheet, such as its hidden rows.

    `scans` are the dictionaries of `SheetScan.as_json`, in any order. Raises UnreadableWorkbook if there is none for a
    sheet, or if one has wrong keys or values.
    """
    try:
        found = {str(scan["sheet"]): scan for scan in scans}
        return replace(book, sheets=tuple(_with(sheet, found[sheet.name]) for sheet in book.sheets))
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableWorkbook("damaged") from error


def _with(sheet: Sheet, scan: Any) -> Sheet:
    """Returns the sheet with the scan's results; ranges end at its last cell, because a file can claim any length."""
    height, width = len(sheet.rows), len(sheet.rows[0]) if sheet.rows else 0
    _require(all(run[3] in REMARKS for run in scan["remarks"]))
    return replace(
        sheet,
        merged=tuple(_merged(scan["merged"], height, width)),
        remarks=_marks(scan["remarks"], height, width),
        struck_out=frozenset(_marks(scan["struck_out"], height, width)),
        invisible=frozenset(_marks(scan["invisible"], height, width)),
        shown_measurement_units=_marks(scan["measurement_units"], height, width),
        hidden_rows=_within(scan["hidden_rows"], height),
        hidden_columns=_within(scan["hidden_columns"], width),
        comments={(int(row), int(column)): str(text) for row, column, text in scan["comments"]},
        page_texts=tuple(map(str, scan["page_texts"])),
    )


def _merged(ranges: list[Any], height: int, width: int) -> Iterator[MergedRange]:
    """Yields the merged areas that join at least two cells of the sheet."""
    for top, left, bottom, right in ranges:
        merged = MergedRange(int(top), int(left), min(int(bottom), height - 1), min(int(right), width - 1))
        if merged.top <= merged.bottom and merged.left <= merged.right and not merged.is_single_cell:
            yield merged


def _marks(runs: list[Any], height: int, width: int) -> dict[tuple[int, int], Any]:
    """Returns the mark of each cell, by (row, column). Raises ValueError if the runs have more cells than the sheet."""
    inside = [run for run in runs if int(run[0]) < width]
    cut = [
        (int(column), range(int(first), min(int(last) + 1, height)), str(mark)) for column, first, last, mark in inside
    ]
    _require(sum(len(rows) for _, rows, _ in cut) <= height * width)
    return {(row, column): mark for column, rows, mark in cut for row in rows}


def _within(ranges: list[Any], end: int) -> frozenset[int]:
    """Returns all numbers in the ranges (first, last) that are below `end`; overlapping ranges cost no extra time."""
    places: set[int] = set()
    next_free = 0
    for first, last in sorted(ranges):
        places.update(range(max(int(first), next_free), min(int(last) + 1, end)))
        next_free = max(next_free, min(int(last) + 1, end))
    return frozenset(places)


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError
