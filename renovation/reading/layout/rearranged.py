"""Makes a sheet from the cells of other sheets; for each cell, the cell of the clerk's workbook can still be found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from renovation.domain.cells import Cell
from renovation.reading.files.workbook import MergedRange, Sheet
from renovation.reading.layout.region import Locate

Place = tuple[int, int, int]
"""Where a cell is: the number of a sheet, and the row and the column of the cell on it; all count from zero."""


def rearranged(
    sources: Sequence[tuple[Sheet, Locate | None]],
    lines: Sequence[Sequence[Place | None]],
    texts: Mapping[tuple[int, int], Cell] | None = None,
) -> tuple[Sheet, Locate]:
    """Makes a new sheet from cells of other sheets; returns it and a function that finds the origin of its cells.

    The function takes a row and a column of the new sheet and returns the sheet, row and column in the clerk's
    workbook. `sources` are the other sheets, each with such a function of its own; None for a sheet of the clerk's
    workbook. `lines` are the rows of the new sheet: a cell is (index in `sources`, row, column), or None if it is
    empty. `texts` maps (row, column) of the new sheet to new contents. A merged range stays merged if its shape is the
    same. A row is hidden if all of its cells were hidden before, a column if most were.
    """
    sheets, width = [sheet for sheet, _ in sources], max(map(len, lines))
    rows = [[place and sheets[place[0]].rows[place[1]][place[2]] for place in line] for line in lines]
    rows = [row + [None] * (width - len(row)) for row in rows]
    for (row, column), text in (texts or {}).items():
        rows[row][column] = text
    is_plain = not any(map(_is_marked, sheets))
    new = {} if is_plain else {old: (r, c) for r, line in enumerate(lines) for c, old in enumerate(line) if old}

    def marks(name: str) -> dict[tuple[int, int], Any]:
        known = ((number, cell, mark) for number, sheet in enumerate(sheets)
                 for cell, mark in getattr(sheet, name).items())  # fmt: skip
        return {new[number, *cell]: mark for number, cell, mark in known if (number, *cell) in new}

    def locate(row: int, column: int) -> tuple[str, int, int]:
        line = [place for place in lines[row][: column + 1] if place] or [place for place in lines[row] if place]
        number, *cell = line[-1] if line else (0, row, column)
        sheet, further = sources[number]
        return further(*cell) if further else (sheet.name, cell[0], cell[1])

    struck = frozenset(new[n, *cell] for n, one in enumerate(sheets) for cell in one.struck_out if (n, *cell) in new)
    across = [] if is_plain else zip_longest(*lines)
    return Sheet(
        sheets[0].name, tuple(map(tuple, rows)), tuple(_moved(sheets, new)), marks("remarks"),
        frozenset(row for row, line in enumerate([] if is_plain else lines) if _hidden_share(sheets, line) == 1),
        frozenset(column for column, line in enumerate(across) if _hidden_share(sheets, line) > 0.5),
        struck, marks("shown_measurement_units"), marks("comments"),
    ), locate  # fmt: skip


def line_of(sheet: Sheet, row: int, number: int = 0) -> list[Place | None]:
    """Returns an item of the parameter `lines` of `rearranged`, with which a row of `sheet` is taken over unchanged.

    The item has (`number`, `row`, column) for each column of the sheet; no cell is None. `row` is the number of the
    row. `number` is the index of `sheet` in the parameter `sources` of `rearranged`.
    """
    return [(number, row, column) for column in range(len(sheet.rows[row]))]


def _is_marked(sheet: Sheet) -> bool:
    marks = (sheet.merged, sheet.remarks, sheet.struck_out, sheet.shown_measurement_units, sheet.comments)
    return any(map(len, marks)) or bool(sheet.hidden_rows or sheet.hidden_columns)


def _moved(sheets: Sequence[Sheet], new: Mapping[Place, tuple[int, int]]) -> Iterator[MergedRange]:
    """Yields the merged ranges whose first and last cells are as far from each other as before."""
    for number, sheet in enumerate(sheets):
        for area in sheet.merged:
            first, last = new.get((number, area.top, area.left)), new.get((number, area.bottom, area.right))
            height, width = area.bottom - area.top, area.right - area.left
            if first and last and last == (first[0] + height, first[1] + width):
                yield MergedRange(*first, *last)


def _hidden_share(sheets: Sequence[Sheet], line: Sequence[Place | None]) -> float:
    cells = [(sheets[place[0]], place[1], place[2]) for place in line if place]
    hidden = [row in sheet.hidden_rows or column in sheet.hidden_columns for sheet, row, column in cells]
    return sum(hidden) / len(hidden) if hidden else 0.0
