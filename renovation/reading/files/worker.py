"""The child process that opens a file: `python -m renovation.reading.files.child (scan|read) KIND PATH`.

A 2 KB workbook can ask its reader for 500 GB, and some readers end the whole process when it does: here that ends a
child and nobody's visit. Imports only what it needs, since it is started for every file, and answers on standard
output with one JSON document a line, the last of them {"end": true}.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Final

from renovation.reading.files import limits
from renovation.reading.files.addresses import address
from renovation.reading.files.unreadable import UnreadableWorkbook

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Row = Sequence[object]

CELLS_A_LINE: Final = 10_000
"""So few that a line is decoded in milliseconds and the parent's other threads wait no longer than that."""
_BEHIND_VISITORS: Final = 5


def main() -> None:
    """Does one task within the limits; a refusal is an answer, any other trouble ends the child without one."""
    _limit()
    task, kind, path = sys.argv[1:]
    try:
        _answer(_TASKS[task](kind, path))
    except UnreadableWorkbook as refusal:
        _answer([_line({"refused": refusal.code, "details": dict(refusal.details)})])
    except MemoryError:
        _answer([_line({"refused": "too_heavy", "details": {}})])


def _limit() -> None:
    """Irrevocable from here on. No file of any size can be written, and visitors' pages come first."""
    for what, most in (
        (resource.RLIMIT_AS, limits.MEMORY),
        (resource.RLIMIT_CPU, limits.CPU_SECONDS),
        (resource.RLIMIT_NOFILE, limits.OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(_BEHIND_VISITORS)


def _answer(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def _line(document: object) -> str:
    """Raises ValueError for infinity and for what is no number, which JSON does not know."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_tagged)


def _tagged(value: object) -> dict[str, str | float]:
    """Days and times, which JSON does not know either."""
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
    """What every sheet holds beside its values."""
    if kind == "xls":
        from renovation.reading.files import scan_xls

        found = scan_xls.scan(Path(path).read_bytes())
    else:
        from renovation.reading.files import scan_ods, scan_xlsx
        from renovation.reading.files.scan import Archive

        found = (scan_ods if kind == "ods" else scan_xlsx).scan(Archive(path))
    yield from (_line(findings.as_json()) for findings in found)
    yield _line({"end": True})


def _read(kind: str, path: str) -> Iterator[str]:
    """The names of the hidden worksheets, then every visible one: its name, and its rows from A1 on."""
    yield from _read_text(path) if kind == "text" else _read_book(path)
    yield _line({"end": True})


def _read_text(path: str) -> Iterator[str]:
    """The one table of a delimited text."""
    from renovation.reading.files import text_files

    yield _line({"hidden": []})
    yield _line({"sheet": text_files.SHEET})
    rows = text_files.rows_of(Path(path).read_bytes())
    yield from map(_line, _portions(iter(rows), len(rows[0])))


def _read_book(path: str) -> Iterator[str]:
    import python_calamine

    try:
        book = python_calamine.load_workbook(path)
    except python_calamine.PasswordError as error:
        raise UnreadableWorkbook("password") from error
    sheets = [m for m in book.sheets_metadata if m.typ == python_calamine.SheetTypeEnum.WorkSheet]
    shown = [m.name for m in sheets if m.visible == python_calamine.SheetVisibleEnum.Visible]
    _check_names([m.name for m in sheets])
    yield _line({"hidden": [m.name for m in sheets if m.name not in shown]})
    cells = 0
    for name in shown:
        sheet = book.get_sheet_by_name(name)
        bottom, right = sheet.end or (-1, -1)
        cells += (bottom + 1) * (right + 1)
        if cells > limits.MOST_CELLS:
            raise UnreadableWorkbook("far_cell", sheet=name, cell=address(bottom, right))
        yield _line({"sheet": name})
        yield from _rows(sheet, right + 1)


def _check_names(names: Sequence[str]) -> None:
    """A sheet is asked for and spoken of by its name."""
    if len(names) > limits.MOST_SHEETS:
        raise UnreadableWorkbook("too_large")
    if len(set(names)) < len(names) or max(map(len, names), default=0) > limits.LONGEST_NAME:
        raise UnreadableWorkbook("unsafe")


def _rows(sheet: CalamineSheet, width: int) -> Iterator[str]:
    """The rows from A1 on, some hundred a line; the reader begins in the first row, but in the first filled column."""
    _top, left = sheet.start or (0, 0)
    margin: list[object] = [None] * left
    rows: Iterator[Row] = (margin + [None if cell == "" else cell for cell in row] for row in sheet.iter_rows())
    first = 0
    for portion in _portions(rows, width):
        try:
            yield _line(portion)
        except ValueError as error:
            raise UnreadableWorkbook("not_finite", sheet=sheet.name, cell=_not_finite(portion, first)) from error
        first += len(portion)


def _portions(rows: Iterator[Row], width: int) -> Iterator[list[Row]]:
    """Some rows at a time."""
    while portion := list(islice(rows, max(1, CELLS_A_LINE // max(1, width)))):
        yield portion


def _not_finite(rows: Sequence[Row], first: int) -> str:
    """The address of the cell that JSON could not hold."""
    places = ((row, column, cell) for row, cells in enumerate(rows, first) for column, cell in enumerate(cells))
    return next(address(row, column) for row, column, cell in places if isinstance(cell, float) and not isfinite(cell))


_TASKS: Final[dict[str, Callable[[str, str], Iterator[str]]]] = {"scan": _scan, "read": _read}

if __name__ == "__main__":
    main()
