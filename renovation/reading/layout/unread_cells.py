"""What of a sheet is not read: named wherever it carries a number, so that none is dropped in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from renovation.domain.cells import Cell, is_numeric, typed_text
from renovation.domain.labels import Label
from renovation.reading.files.workbook import Sheet, address
from renovation.reading.layout.body import Body
from renovation.reading.layout.dates import speaks_of_a_day
from renovation.reading.layout.headings import folded, is_serial
from renovation.reading.layout.regions import Region
from renovation.reading.layout.scales import is_unit
from renovation.reading.problems import Problem

_LISTED: Final = 20
_WITH_UNIT: Final = re.compile(r"约?[+-]?[\d,]+(?:\.\d+)?[余多]?([^\d.,%]*)%?")
_TELEPHONE: Final = re.compile(r"电话|手机|邮编|传真")


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number, alone or with 约 or a unit: 1.2万㎡ is one, 318国道 is none."""
    if is_numeric(cell):
        return True
    with_unit = _WITH_UNIT.fullmatch(folded(cell)) if isinstance(cell, str) else None
    return with_unit is not None and (with_unit[1] == "" or is_unit(with_unit[1]))


def carries_numbers(sheet: Sheet) -> bool:
    """Whether a sheet holds any number."""
    return any(is_figure(cell) for row in sheet.rows for cell in row)


def problems_of_leftovers(region: Region, body: Body) -> Iterator[Problem]:
    """Columns that are not ours but hold numbers, columns named twice, numbers in notes, and hidden rows."""
    sheet, headings = region.sheet, region.headings
    rows = [*body.data, *body.totals]
    for position, typed in headings.unknown.items():
        if not is_serial(typed) and any(map(is_figure, region.column_cells(position, rows))):
            where = address(headings.bottom, position)
            yield Problem("warning", "unknown_column", sheet.name, where, None, typed, None)
    for position, name in headings.repeated.items():
        if all(cell is None for cell in region.column_cells(position, rows)):
            continue  # the other half of a cell that is merged over two columns
        where, heading = address(headings.bottom, position), region.table.column(name).heading.zh
        typed, first = ("".join(headings.paths[place]) for place in (position, headings.fields[name][0]))
        yield Problem("error", "repeated_column", sheet.name, where, heading, typed, Label(first, first))
    for row in body.notes:
        yield from _numbers_in_line(sheet, row, headings.positions)
    for row in body.aside:
        yield _row_left_out(region, row)
    yield from _other_table(region, body)
    yield from _hidden(region, body)


def _row_left_out(region: Region, row: int) -> Problem:
    """A row of averages or of last year's figures."""
    cells = region.sheet.rows[row]
    position = next(place for place in region.headings.positions if cells[place] is not None)
    return Problem(
        "warning", "row_left_out", region.sheet.name, address(row, position), None, typed_text(cells[position]), None
    )


def _other_table(region: Region, body: Body) -> Iterator[Problem]:
    """A table below that is none of ours, where it holds numbers."""
    rows, positions = range(body.end, region.end), region.headings.positions
    if any(is_figure(cell) for row in rows for cell in region.sheet.rows[row][positions.start : positions.stop]):
        heads = [place for place in positions if region.sheet.rows[body.end][place] is not None]
        found = "、".join(typed_text(region.sheet.rows[body.end][place]) for place in heads)
        yield Problem("warning", "other_table", region.sheet.name, address(body.end, heads[0]), None, found, None)


def _hidden(region: Region, body: Body) -> Iterator[Problem]:
    """What was read though a person does not see it."""
    sheet = region.sheet
    positions = sorted(position for position, _ in region.headings.fields.values() if position in sheet.hidden_columns)
    columns = [address(0, position).rstrip("1") for position in positions]
    rows = [str(row + 1) for row in body.data if row in sheet.hidden_rows]
    for code, found in (("hidden_rows", rows), ("hidden_columns", columns)):
        if found:
            listed = "、".join(found[:_LISTED]) + ("…" if len(found) > _LISTED else "")
            yield Problem("warning", code, sheet.name, None, None, listed, None)


def problems_outside(sheet: Sheet, regions: Sequence[Region]) -> Iterator[Problem]:
    """Numbers above the first headings, and in columns of a table's rows that have no heading."""
    for row in range(regions[0].head):
        yield from _numbers_in_line(sheet, row, range(len(sheet.rows[row])))
    for top in dict.fromkeys(region.headings.top for region in regions):
        side_by_side = [region for region in regions if region.headings.top == top]
        yield from _numbers_without_heading(sheet, side_by_side)


def _numbers_in_line(sheet: Sheet, row: int, positions: range) -> Iterator[Problem]:
    """The numbers of a line that is no row of a table, but for the serial number of a day and telephones."""
    label: Cell = None
    cells = sheet.rows[row]
    for position in positions:
        cell = cells[position] if position < len(cells) else None
        if is_figure(cell) and not _is_no_figure(label):
            yield Problem(
                "warning", "number_left_out", sheet.name, address(row, position), None, typed_text(cell), None
            )
        label = cell if cell is not None else label


def _is_no_figure(label: Cell) -> bool:
    return isinstance(label, str) and (speaks_of_a_day(label) or bool(_TELEPHONE.search(folded(label))))


def _numbers_without_heading(sheet: Sheet, regions: Sequence[Region]) -> Iterator[Problem]:
    """The first number of each column that no heading stands over."""
    first = min(region.headings.bottom for region in regions) + 1
    named = {position for region in regions for position in region.headings.paths}
    rows = range(first, regions[0].end)
    width = len(sheet.rows[0])
    for position in sorted(set(range(width)) - named):
        cells = regions[0].column_cells(position, rows)
        found = next(((row, cell) for row, cell in zip(rows, cells, strict=True) if is_figure(cell)), None)
        if found:
            where = address(found[0], position)
            yield Problem("warning", "unnamed_column", sheet.name, where, None, typed_text(found[1]), None)
