"""Makes a sheet from the cells of another sheet; the original address and the marks of each cell are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from renovation.reading.files.workbook import Sheet
from renovation.reading.layout.region import Locate

Place = tuple[int, int]
"""Row and column of a cell, counted from zero."""


def rearranged(
    sheet: Sheet, lines: Sequence[Sequence[Place | None]], texts: Mapping[Place, str] | None = None
) -> tuple[Sheet, Locate]:
    """Returns a new sheet that is made from cells of `sheet`, and the function that finds a cell's original place.

    `lines` has, for each row of the new sheet, the places (row, column) of its cells in `sheet`; None becomes an empty
    cell. `texts` replaces the text of cells, by their place in the new sheet. Merged ranges are kept if all of their
    cells stay where they are.
    """
    width, texts = max(map(len, lines)), texts or {}
    origins = {(row, column): old for row, line in enumerate(lines) for column, old in enumerate(line) if old}

    def cell(place: Place) -> Any:
        old = origins.get(place)
        return texts.get(place, sheet.rows[old[0]][old[1]] if old else None)

    def marks(known: Mapping[Place, Any]) -> dict[Place, Any]:
        found = dict(known)
        return {new: found[old] for new, old in origins.items() if old in found}

    def locate(row: int, column: int) -> tuple[str, int, int]:
        line = [place for place in lines[row][: column + 1] if place] or [place for place in lines[row] if place]
        return sheet.name, *(line[-1] if line else (row, column))

    rows = tuple(tuple(cell((row, column)) for column in range(width)) for row in range(len(lines)))
    areas = [((area.top, area.left), (area.bottom, area.right), area) for area in sheet.merged]
    merged = tuple(area for first, last, area in areas if origins.get(first) == first and origins.get(last) == last)
    struck = {new for new, old in origins.items() if old in sheet.struck_out}
    return Sheet(
        sheet.name, rows, merged, marks(sheet.remarks), struck_out=struck, shown_units=marks(sheet.shown_units),
        comments=marks(sheet.comments),
    ), locate  # fmt: skip


def line_of(sheet: Sheet, row: int) -> list[Place | None]:
    """Returns the places (row, column) of all cells in a row of a sheet."""
    return [(row, column) for column in range(len(sheet.rows[row]))]
