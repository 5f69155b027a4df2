"""Rearranges sheets for reading: transposes a table, joins the parts of a table. Cells keep their original address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

from renovation.domain import places
from renovation.domain.cells import Cell, is_numeric
from renovation.reading.files.workbook import Remark, Sheet, address
from renovation.reading.layout.interpretation import Interpretation
from renovation.reading.layout.region import Locate
from renovation.reading.problems import Problem
from renovation.reading.questions import Question, Understood

Placed = TypeVar("Placed", Problem, Question, Understood)

_LARGEST_TURNED: Final = 200
_NAMES_ACROSS: Final = 3


def relocated(item: Placed, locate: Locate | None) -> Placed:
    """Returns a problem, question or decision with the original sheet and address of its cell.

    Without `locate`, which finds the original cell, `item` is returned unchanged.
    """
    place = re.fullmatch(r"([A-Z]+)(\d+)", item.cell or "") if locate else None
    if place is None or locate is None:
        return item
    sheet, row, column = locate(int(place[2]) - 1, _column_number(place[1]))
    return replace(item, sheet=sheet, cell=address(row, column))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def turned(sheet: Sheet) -> tuple[Sheet, Locate] | None:
    """Transposes a table that has the names of units in a row; returns None if no row has them.

    Also returns the function that finds the original place of a cell.
    """
    rows = sheet.rows
    if not rows or max(len(rows), len(rows[0])) > _LARGEST_TURNED:
        return None
    top = next((row for row, cells in enumerate(rows) if _names_across(cells)), None)
    if top is None:
        return None
    bottom = top
    while bottom == top or (bottom < len(rows) and any(map(is_numeric, rows[bottom]))):
        bottom += 1
    block = [list(line) for line in zip(*rows[top:bottom], strict=True)]
    width = max(len(rows[0]), bottom - top)
    lines = [*rows[:top], *block, *rows[bottom:]]

    def locate(row: int, column: int) -> tuple[str, int, int]:
        if row < top:
            return sheet.name, row, column
        if row >= top + len(block):
            return sheet.name, row - top - len(block) + bottom, column
        return sheet.name, top + column, row - top

    marks = {(top + column, row - top): value for (row, column), value in sheet.remarks.items() if top <= row < bottom}
    return Sheet(sheet.name, tuple(_padded(line, width) for line in lines), (), marks), locate


def _names_across(cells: Sequence[Cell]) -> bool:
    words = [cell for cell in cells if isinstance(cell, str)]
    for among in (places.UNITS, places.COUNTIES):
        if sum(places.parse_place_name(word, among) is not None for word in words) >= _NAMES_ACROSS:
            return True
    return False


def _padded(cells: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    return (*cells, *[None] * (width - len(cells)))


def joined(parts: Sequence[Interpretation]) -> Interpretation:
    """Joins the parts of one table: returns the first part with the rows of the others below its own."""
    first = parts[0]
    region = first.region
    lines: list[tuple[Cell, ...]] = [*region.sheet.rows[: region.bottom + 1]]
    origins: list[tuple[Interpretation, int, dict[int, int]]] = [(first, row, {}) for row in range(len(lines))]
    body = replace(first.body, data=[], totals=[], notes=[], groups=[], parts=[], comparisons=[], end=0)
    remarks: dict[tuple[int, int], Remark] = {}
    for part in parts:
        columns = {first.fields[name]: position for name, position in part.fields.items() if name in first.fields}
        for row in sorted([*part.body.data, *part.body.totals]):
            kind = body.totals if row in set(part.body.totals) else body.data
            kind.append(len(lines))
            remarks |= {(len(lines), own): part.region.sheet.remarks[row, position] for own, position in columns.items()
                        if (row, position) in part.region.sheet.remarks}  # fmt: skip
            lines.append(_placed(part, row, columns, len(region.sheet.rows[0])))
            origins.append((part, row, columns))
    body.end = len(lines)
    sheet = Sheet(region.sheet.name, tuple(lines), (), remarks)

    def locate(row: int, column: int) -> tuple[str, int, int]:
        part, source, columns = origins[row]
        position = columns.get(column, column)
        further = part.region.locate
        return further(source, position) if further else (part.region.sheet.name, source, position)

    whole = replace(region, sheet=sheet, end=len(lines), next_title=len(lines), locate=locate)
    return replace(first, region=whole, body=body)


def _placed(part: Interpretation, row: int, columns: dict[int, int], width: int) -> tuple[Cell, ...]:
    """Returns a row of a part in the order of the first part's columns; a name merged downwards is repeated."""
    cells: list[Cell] = [None] * width
    for own, position in columns.items():
        cell = part.region.sheet.rows[row][position]
        text_column = part.region.spread.get((row, position)) if position == part.region.names else None
        cells[own] = cell if cell is not None else text_column
    return tuple(cells)
