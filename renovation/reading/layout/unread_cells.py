"""Reports every number that is not read, so that no figure is lost without notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from renovation.domain.cells import Cell, is_numeric, typed_text
from renovation.domain.places import UNITS
from renovation.reading.files.workbook import Sheet, address
from renovation.reading.layout.body import Body
from renovation.reading.layout.columns import heading_cell
from renovation.reading.layout.dates import announces_date, joined_day
from renovation.reading.layout.days_in_words import without_dates
from renovation.reading.layout.decisions import Interpretation
from renovation.reading.layout.grammar import folded
from renovation.reading.layout.heading_rows import names_measure
from renovation.reading.layout.lexicon import SERIAL
from renovation.reading.layout.meanings import REASONS
from renovation.reading.layout.noted_signs import defines_one_unit
from renovation.reading.layout.place_names import places_named
from renovation.reading.layout.region import Region
from renovation.reading.layout.scales import RECOGNISED, is_measurement_unit
from renovation.reading.problems import Problem

_LISTED: Final = 20
_WITH_MEASUREMENT_UNIT: Final = re.compile(r"约?[+-]?[\d,]+(?:\.\d+)?[余多]?([^\d.,%]*)%?")
_TELEPHONE: Final = re.compile(r"电话|手机|邮编|传真")
_SERIAL: Final = re.compile(rf"{SERIAL}|电话|联系电话|手机号?码?")
_FIGURE: Final = re.compile(rf"\d\.\d|\d[余多]?(?:%|{'|'.join(map(re.escape, RECOGNISED))})")
"""Matches a number with decimals, or with a unit of measurement in which some column may be typed: 完工66个, 1.2万㎡;
not 318国道 or 第3次."""
# 34.8/93.1, 45(16); not 2013/10/15 nor (45)
_TWO_NUMBERS: Final = re.compile(r"\d[\d,.]*[^\d/()|;]{0,3}[/(|;]\d[\d,.]*[^\d/]{0,3}\)?")
_ENOUGH_PAIRS: Final = 3
"""Cells of a column; a single one may be the number of a document."""
_SEARCHED: Final = 40
_LONGEST_MEASURE: Final = 20


@dataclass(frozen=True)
class Sentence:
    """A text on a sheet that mentions a figure but is not read as data.

    `sheet` is the name of the sheet, and `cell` the reference of the cell with the text, such as `C7`.
    """

    sheet: str
    cell: str
    text: str


def sentences(part: Interpretation) -> Iterator[Sentence]:
    """Yields the texts with figures that were not read: above a table, in its notes, and in columns that are not read.

    `part` is the interpreted layout of the table.
    """
    region, body, sheet = part.region, part.body, part.region.sheet
    lines = (*range(region.start, region.top), *body.notes)
    across = range(len(sheet.rows[0]))[region.own]
    others = [position for position in region.paths if position not in part.fields.values()]
    places = [(row, position) for row in lines for position in across]
    places += [(row, position) for row in (*body.data, *body.totals) for position in others]
    for row, position in places:
        cell = sheet.rows[row][position]
        if isinstance(cell, str) and not is_figure(cell) and _FIGURE.search(without_dates(folded(cell))):
            yield Sentence(sheet.name, address(row, position), cell.strip())


def is_figure(cell: Cell) -> bool:
    """Returns whether a cell contains a number, alone or with a unit of measurement or 约 (about).

    1.2万㎡ is such a cell, 318国道 (National Road 318) is not.
    """
    if is_numeric(cell):
        return True
    match = _WITH_MEASUREMENT_UNIT.fullmatch(folded(cell)) if isinstance(cell, str) else None
    return match is not None and (match[1] == "" or is_measurement_unit(match[1]))


def has_numbers(sheet: Sheet) -> bool:
    """Returns whether any cell of a sheet contains a number."""
    return any(is_figure(cell) for row in sheet.rows for cell in row)


def problems_of_leftovers(part: Interpretation) -> Iterator[Problem]:
    """Yields a warning for each part of a table whose numbers were not read, and for comments and hidden columns.

    `part` is the interpreted layout of the table. The parts whose numbers are not read are columns, notes, and rows
    that are left out; a column with an open question is not reported. If a row lacks a figure and has a number to the
    right of the last heading, there is an error.
    """
    region, body, sheet = part.region, part.body, part.region.sheet
    rows = [*body.data, *body.totals]
    ours = {*part.fields.values(), *part.asked_positions}
    for position, path in region.paths.items():
        cells = () if position in ours or _SERIAL.fullmatch(folded(path[-1])) else region.column_cells(position, rows)
        if any(map(is_figure, cells)):
            heading = path[-1] if len(path) == 1 else "".join(path)
            where = heading_cell(region, position)
            reason = sense.reason if (sense := region.senses.get(position)) else None
            code, why = ("column_left_out", REASONS[reason]) if reason else ("unknown_column", None)
            yield Problem("warning", code, sheet.name, where, None, heading, why)
    for row in body.notes:
        yield from _numbers_in_line(sheet, row, region.positions)
        for position, cell in enumerate(sheet.rows[row]):
            if isinstance(cell, str) and defines_one_unit(cell):
                yield Problem("warning", "note_on_unit", sheet.name, address(row, position), None, cell.strip())
    yield from _rows_left_out(part)
    yield from _shifted_rows(part)
    yield from _other_table(region, body)
    for row, position, text in region.comments:
        yield Problem("warning", "comment", sheet.name, address(row, position), None, text)
    hidden = sorted(position for position in part.fields.values() if position in sheet.hidden_columns)
    if hidden:
        listed = "、".join(address(0, position).rstrip("1") for position in hidden)
        yield Problem("warning", "hidden_columns", sheet.name, None, None, listed)


def _rows_left_out(part: Interpretation) -> Iterator[Problem]:
    """Yields a warning for each row that is not read, and one for all rows beside others of the same units."""
    region, sheet = part.region, part.region.sheet
    of_words = {row for rows in part.other_rows.values() for row in rows}
    of_words.update(row for _, rows in part.elsewhere.values() for row in rows)
    if part.other_rows:
        first, listed = next(iter(part.other_rows.values()))[0], "、".join([*part.other_rows][:_LISTED])
        where = address(first, region.names or region.positions.start)
        yield Problem("warning", "rows_left_out", sheet.name, where, None, listed)
    for row in sorted({*part.body.comparisons, *part.body.parts} - of_words):
        position = next(place for place in region.positions if sheet.rows[row][place] is not None)
        found = typed_text(sheet.rows[row][position])
        yield Problem("warning", "row_left_out", sheet.name, address(row, position), None, found)


def _shifted_rows(part: Interpretation) -> Iterator[Problem]:
    """Yields an error for each row that lacks a figure and has a number right of the headings, as if it was shifted."""
    region = part.region
    after = [position for position in range(len(region.sheet.rows[0]))[region.own] if position >= region.positions.stop]
    needed = [position for name, position in part.fields.items() if region.table.column(name).required]
    for row in part.body.data:
        cells = region.sheet.rows[row]
        moved = next((position for position in after if is_figure(cells[position])), None)
        if moved is not None and any(cells[position] is None for position in needed):
            where, found = address(row, moved), typed_text(cells[moved])
            yield Problem("error", "shifted_row", region.sheet.name, where, None, found)


def _other_table(region: Region, body: Body) -> Iterator[Problem]:
    rows, positions = range(body.end, region.end), region.positions
    if any(is_figure(cell) for row in rows for cell in region.sheet.rows[row][positions.start : positions.stop]):
        heads = [place for place in positions if region.sheet.rows[body.end][place] is not None]
        found = "、".join(typed_text(region.sheet.rows[body.end][place]) for place in heads)
        yield Problem("warning", "other_table", region.sheet.name, address(body.end, heads[0]), None, found)


def cells_with_two_numbers(sheet: Sheet, positions: Iterable[int] | None = None) -> Iterator[Problem]:
    """Yields an error for each column in which at least three cells contain two numbers, such as 34.8/93.1.

    The error names the first such cell. `positions` are the numbers of the columns to examine; None means all columns.
    """
    for position in range(len(sheet.rows[0]) if sheet.rows else 0) if positions is None else positions:
        column = [(row, cells[position]) for row, cells in enumerate(sheet.rows)]
        pairs = [(row, cell) for row, cell in column if isinstance(cell, str) and _TWO_NUMBERS.fullmatch(folded(cell))]
        if len(pairs) >= _ENOUGH_PAIRS:
            row, found = pairs[0]
            yield Problem("error", "two_numbers", sheet.name, address(row, position), None, found.strip())


def lists_measures(sheet: Sheet) -> bool:
    """Returns whether rows of a sheet consist of the name of a measure and a number.

    Returns False for a sheet that is named after a unit.
    """
    if places_named(folded(sheet.name), UNITS):
        return False
    rows = (cells for cells in sheet.rows[:_SEARCHED] if any(map(is_figure, cells)))
    names = [next((cell for cell in cells if isinstance(cell, str)), "") for cells in rows]
    return sum(map(names_measure, names)) >= _ENOUGH_PAIRS


def near_tables(sheet: Sheet) -> Iterator[Problem]:
    """Yields an error for a sheet on which no table was recognised although it seems to have headings.

    The error lists the texts that name a measure. Nothing is yielded if no text names a measure.
    """
    lines = enumerate(sheet.rows[:_SEARCHED])
    cells = ((row, position, cell) for row, line in lines for position, cell in enumerate(line))
    said = [(row, position, cell) for row, position, cell in cells if isinstance(cell, str) and names_measure(cell)]
    if said:
        found = "、".join(dict.fromkeys(_with_group(sheet, *one) for one in said[:_LISTED]))
        yield Problem("error", "near_table", sheet.name, address(*said[0][:2]), None, found)


def _with_group(sheet: Sheet, row: int, position: int, text: str) -> str:
    """Returns a measure, shortened if long, with the heading of its group before it: 低效用地再开发/开工项目数."""
    measure = text[:_LONGEST_MEASURE]
    over = next((area for area in sheet.merged if area.bottom == row - 1 and area.left <= position <= area.right), None)
    if over is None or over.left == over.right or sum(cell is not None for cell in sheet.rows[row - 1]) < 2:
        return measure
    return f"{sheet.rows[over.top][over.left]}/{measure}"


def problems_outside(sheet: Sheet, regions: Sequence[Region]) -> Iterator[Problem]:
    """Yields a warning for numbers above the first headings, and for columns of numbers without a heading.

    `regions` are the tables on the sheet, at least one.
    """
    for row in range(regions[0].first_heading_row):
        yield from _numbers_in_line(sheet, row, range(len(sheet.rows[row])))
    for top in dict.fromkeys(region.top for region in regions):
        side_by_side = [region for region in regions if region.top == top]
        yield from _numbers_without_heading(sheet, side_by_side)


def _numbers_in_line(sheet: Sheet, row: int, positions: range) -> Iterator[Problem]:
    """Yields a warning for numbers in a line that is not a row of a table, except serial and telephone numbers."""
    label: Cell = None
    cells = joined_day(sheet.rows[row])
    for position in positions:
        cell = cells[position] if position < len(cells) else None
        if is_figure(cell) and not _is_no_figure(label):
            yield Problem("warning", "number_left_out", sheet.name, address(row, position), None, typed_text(cell))
        label = cell if cell is not None else label


def _is_no_figure(label: Cell) -> bool:
    return isinstance(label, str) and (announces_date(label) or bool(_TELEPHONE.search(folded(label))))


def _numbers_without_heading(sheet: Sheet, regions: Sequence[Region]) -> Iterator[Problem]:
    first = min(region.bottom for region in regions) + 1
    named = {position for region in regions for position in region.paths}
    rows = range(first, regions[0].end)
    width = len(sheet.rows[0])
    for position in sorted(set(range(width)) - named):
        cells = regions[0].column_cells(position, rows)
        found = next(((row, cell) for row, cell in zip(rows, cells, strict=True) if is_figure(cell)), None)
        if found:
            where = address(found[0], position)
            yield Problem("warning", "unnamed_column", sheet.name, where, None, typed_text(found[1]))
