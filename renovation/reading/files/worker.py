"""The worker process that opens a file: `python -m renovation.reading.files.worker (scan|read) KIND PATH`.

A workbook of 2 KB can make calamine allocate 500 GB or abort its process; in a worker, neither harms the server. The
module imports only what it needs, because it is started for every file. It writes one JSON document on each line of
standard output; the last one is {"end": true}.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from renovation.reading.files import limits
from renovation.reading.files.addresses import address
from renovation.reading.files.process_limits import limit_this_process
from renovation.reading.files.unreadable import UnreadableWorkbook

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

    from renovation.reading.files.sheet_scan import SheetScan

Row = Sequence[object]
Loaded = TypeVar("Loaded")

_COPY_OF_LINKED: Final = re.compile("'.*'#")  # 'file:///D:/上周.xlsx'#Sheet1, not Sheet1
"""Names of sheets that nobody sees in an ods file; LibreOffice keeps in them what formulas take from other files. No
office program lets a person begin a name with an apostrophe."""
CELLS_A_LINE: Final = 10_000
"""The most cells in one line of the answer. The parent process decodes a line in milliseconds, for which its other
threads wait."""


def main() -> None:
    """Runs in the worker process: scans or reads the file that the command line names, and writes the result.

    If the file is refused, writes the reason. Any other error ends the process without a result.
    """
    limit_this_process(limits.READER)
    task, kind, path = sys.argv[1:]
    try:
        _answer(_TASKS[task](kind, path))
    except UnreadableWorkbook as refusal:
        _refuse(refusal)
    except MemoryError:
        _refuse(UnreadableWorkbook("too_heavy"))


def _refuse(refusal: UnreadableWorkbook) -> None:
    _answer([_line({"refused": refusal.code, "details": dict(refusal.details)})])


def _answer(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def _line(document: object) -> str:
    """Returns a document as JSON. Raises ValueError for infinity and NaN, which JSON cannot represent."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_tagged)


def _tagged(value: object) -> dict[str, str | float]:
    """Returns a date, time or duration as a dictionary for JSON, whose key names the type: {"day": "2013-10-15"}."""
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, dt.time):
        return {"time": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"seconds": value.total_seconds()}
    raise TypeError(type(value))


def _scan(kind: str, path: str) -> Iterator[str]:
    from renovation.reading.files.sheet_scan import without_far_cells

    yield from (_line(scan.as_json()) for scan in without_far_cells(_scanned(kind, path)))
    yield _line({"end": True})


def _scanned(kind: str, path: str) -> Iterator[SheetScan]:
    if kind == "xls":
        from renovation.reading.files import scan_xls

        return scan_xls.scan(path)
    from renovation.reading.files import scan_ods, scan_xlsx
    from renovation.reading.files.archive import Archive

    return scan_ods.scan(Archive(path)) if kind == "ods" else scan_xlsx.scan(Archive(path))


def _read(kind: str, path: str) -> Iterator[str]:
    """Yields, as JSON, the names of the hidden worksheets, then each visible one: its name, its rows from A1 on."""
    yield from _read_text(path) if kind == "text" else _read_book(kind, path)
    yield _line({"end": True})


def _read_text(path: str) -> Iterator[str]:
    """Yields the only table of a CSV file as JSON, in the same form as a workbook."""
    from renovation.reading.files import text_files

    yield _line({"hidden": []})
    yield _line({"sheet": text_files.SHEET})
    rows = text_files.rows_of(Path(path).read_bytes())
    yield from map(_line, _portions(iter(rows), len(rows[0])))


def _read_book(kind: str, path: str) -> Iterator[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    book, macro_sheets = _load(kind, path)
    sheets = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet and not _COPY_OF_LINKED.match(m.name)]
    macro_sheets += [m.name for m in book.sheets_metadata if m.typ == SheetTypeEnum.MacroSheet]
    shown = [m.name for m in sheets if m.visible == SheetVisibleEnum.Visible]
    _check_names([m.name for m in sheets])
    yield _line({"hidden": [m.name for m in sheets if m.name not in shown], "macro_sheets": macro_sheets})
    left = limits.MOST_CELLS
    for name in shown:
        sheet = _sheet(book, name, kind, path)
        bottom, right = _end(sheet, left)
        left -= (bottom + 1) * (right + 1)
        if left < 0:
            raise UnreadableWorkbook("far_cell", sheet=name, cell=address(bottom, right))
        yield _line({"sheet": name})
        yield from _rows(sheet, bottom + 1, right + 1)


def _load(kind: str, path: str) -> tuple[CalamineWorkbook, list[str]]:
    """Returns the workbook, rewritten if calamine cannot open it as it is, and the names of its macro sheets."""
    from python_calamine import load_workbook

    from renovation.reading.files.archive import Archive
    from renovation.reading.files.xlsx_package import Package

    if kind == "xlsx" and not (package := Package(Archive(path))).is_usual:
        return _mended(kind, path), package.macro_sheets
    try:
        return _loaded(lambda: load_workbook(path)), []
    except UnreadableWorkbook:
        if kind == "xls":
            raise
        return _mended(kind, path), []


def _sheet(book: CalamineWorkbook, name: str, kind: str, path: str) -> CalamineSheet:
    """Returns a sheet of the workbook; if calamine cannot read it, from a rewritten copy of the xlsx or ods file."""
    try:
        return _loaded(lambda: book.get_sheet_by_name(name))
    except UnreadableWorkbook:
        if kind == "xls":
            raise
        mended = _mended(kind, path)
        return _loaded(lambda: mended.get_sheet_by_name(name))


def _mended(kind: str, path: str) -> CalamineWorkbook:
    """Rewrites an xlsx or ods file so that calamine can open it, and returns the workbook."""
    from python_calamine import load_workbook

    from renovation.reading.files.archive import Archive
    from renovation.reading.files.mending import mended_ods, mended_xlsx
    from renovation.reading.files.xlsx_package import Package

    archive = Archive(path)
    copy = mended_ods(archive) if kind == "ods" else mended_xlsx(Package(archive))
    return _loaded(lambda: load_workbook(copy))


def _loaded(load: Callable[[], Loaded]) -> Loaded:
    """Returns what `load` returns. Raises UnreadableWorkbook if calamine cannot read a file that the scan accepts."""
    from python_calamine import CalamineError, PasswordError

    try:
        return load()
    except PasswordError as error:
        raise UnreadableWorkbook("password") from error
    except CalamineError as error:
        raise UnreadableWorkbook("not_supported") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of Rust, which is no Exception and cannot be imported
            raise UnreadableWorkbook("not_supported") from error
        raise


def _end(sheet: CalamineSheet, most_cells: int) -> tuple[int, int]:
    """Returns the last row and column of a sheet; in a sheet with too many cells, those with the last filled cells."""
    bottom, right = sheet.end or (-1, -1)
    if (bottom + 1) * (right + 1) <= most_cells:
        return bottom, right
    top, left = sheet.start or (0, 0)
    bottom = right = -1
    for row, cells in enumerate(sheet.iter_rows(), top):
        filled = [place for place, cell in enumerate(cells) if not (isinstance(cell, str) and not cell.strip())]
        if filled:
            bottom, right = row, max(right, left + filled[-1])
    return bottom, right


def _check_names(names: Sequence[str]) -> None:
    """Refuses a workbook with too many sheets, with two sheets of one name, or with a name that is too long."""
    if len(names) > limits.MOST_SHEETS:
        raise UnreadableWorkbook("too_large")
    if len(set(names)) < len(names) or max(map(len, names), default=0) > limits.LONGEST_NAME:
        raise UnreadableWorkbook("unsafe")


def _rows(sheet: CalamineSheet, height: int, width: int) -> Iterator[str]:
    """Yields the rows of a sheet from A1 on, some hundred in a line of JSON; calamine omits empty first columns."""
    _top, left = sheet.start or (0, 0)
    margin: list[object] = [None] * left
    rows: Iterator[Row] = (
        (margin + [None if cell == "" else cell for cell in cells])[:width]
        for cells in islice(sheet.iter_rows(), height)
    )
    first = 0
    for portion in _portions(rows, width):
        if any(isinstance(cell, str) and len(cell) > limits.LONGEST_TEXT for cells in portion for cell in cells):
            raise UnreadableWorkbook("long_text")
        try:
            yield _line(portion)
        except ValueError as error:
            raise UnreadableWorkbook("not_finite", sheet=sheet.name, cell=_not_finite(portion, first)) from error
        first += len(portion)


def _portions(rows: Iterator[Row], width: int) -> Iterator[list[Row]]:
    """Yields lists of consecutive rows, each with about CELLS_A_LINE cells."""
    while portion := list(islice(rows, max(1, CELLS_A_LINE // max(1, width)))):
        yield portion


def _not_finite(rows: Sequence[Row], first: int) -> str:
    """Returns the reference of the cell with a number that JSON cannot represent."""
    places = ((row, column, cell) for row, cells in enumerate(rows, first) for column, cell in enumerate(cells))
    return next(address(row, column) for row, column, cell in places if isinstance(cell, float) and not isfinite(cell))


_TASKS: Final[dict[str, Callable[[str, str], Iterator[str]]]] = {"scan": _scan, "read": _read}

if __name__ == "__main__":
    main()
