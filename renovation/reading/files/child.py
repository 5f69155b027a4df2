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
from typing import TYPE_CHECKING, Final

from renovation.reading.files import limits
from renovation.reading.files.addresses import address
from renovation.reading.files.unreadable import UnreadableWorkbook

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

ROWS_A_LINE: Final = 500
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
    """What every sheet of a zip holds beside its values."""
    from renovation.reading.files import scan_ods, scan_xlsx
    from renovation.reading.files.scan import Archive

    found = (scan_ods if kind == "ods" else scan_xlsx).scan(Archive(path))
    yield from (_line(findings.as_json()) for findings in found)
    yield _line({"end": True})


def _read(_kind: str, path: str) -> Iterator[str]:
    """The names of the hidden worksheets, then every visible one: a head, and its rows from A1 on."""
    import python_calamine

    try:
        book = python_calamine.load_workbook(path)
    except python_calamine.PasswordError as error:
        raise UnreadableWorkbook("password") from error
    sheets = [m for m in book.sheets_metadata if m.typ == python_calamine.SheetTypeEnum.WorkSheet]
    shown = [m.name for m in sheets if m.visible == python_calamine.SheetVisibleEnum.Visible]
    yield _line({"hidden": [m.name for m in sheets if m.name not in shown]})
    cells = 0
    for name in shown:
        sheet = book.get_sheet_by_name(name)
        bottom, right = sheet.end or (-1, -1)
        cells += (bottom + 1) * (right + 1)
        if cells > limits.MOST_CELLS:
            raise UnreadableWorkbook("far_cell", sheet=name, cell=address(bottom, right))
        yield _line({"sheet": name, "merged": [[*first, *last] for first, last in sheet.merged_cell_ranges or []]})
        yield from _rows(sheet)
    yield _line({"end": True})


def _rows(sheet: CalamineSheet) -> Iterator[str]:
    """The rows from A1 on, some hundred a line; the reader begins in the first row, but in the first filled column."""
    _top, left = sheet.start or (0, 0)
    margin: list[object] = [None] * left
    rows: Iterator[list[object]] = (
        margin + [None if cell == "" else cell for cell in row] for row in sheet.iter_rows()
    )
    first = 0
    while chunk := list(islice(rows, ROWS_A_LINE)):
        try:
            yield _line(chunk)
        except ValueError as error:
            raise UnreadableWorkbook("not_finite", sheet=sheet.name, cell=_not_finite(chunk, first)) from error
        first += len(chunk)


def _not_finite(rows: Sequence[Sequence[object]], first: int) -> str:
    """The address of the cell that JSON could not hold."""
    places = ((row, column, cell) for row, cells in enumerate(rows, first) for column, cell in enumerate(cells))
    return next(address(row, column) for row, column, cell in places if isinstance(cell, float) and not isfinite(cell))


_TASKS: Final[dict[str, Callable[[str, str], Iterator[str]]]] = {"scan": _scan, "read": _read}

if __name__ == "__main__":
    main()
