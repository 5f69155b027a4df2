"""Where a sheet holds what: its tables, their headings, and what stands above, within and below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from operator import itemgetter
from typing import Final

from renovation.domain.cells import Cell, is_numeric, typed_text
from renovation.domain.column_types import OneOf, PlaceName
from renovation.domain.tables import TABLES
from renovation.domain.tables.declaration import CITY_BASIS, DISTRICT_BASIS, Table
from renovation.reading.files.workbook import Remark, Sheet
from renovation.reading.layout.headings import Named, Path, may_be_heading, recognise
from renovation.reading.layout.scales import is_unit

AS_OF_LABEL: Final = "截至"
BASIS_LABEL: Final = "口径"
_DEEPEST: Final = 3
_SAMPLE: Final = 40
_TITLE_ROWS: Final = 6
_MOST_SOUGHT: Final = 150
"""Rows of a sheet that are looked at closely for headings: one of words alone would be sought through for hours."""
_NUMBERS: Final = frozenset({int, float})


@dataclass(frozen=True)
class Headings:
    """The rows of headings of one table and what they name.

    `fields` by the column's name; `repeated` are positions with the name of the column that is there already,
    `unknown` positions with their headings as typed, `positions` all columns of the sheet that belong to the table.
    """

    table: Table
    top: int
    bottom: int
    fields: Mapping[str, tuple[int, Named]]
    repeated: Mapping[int, str]
    unknown: Mapping[int, str]
    paths: Mapping[int, Path]
    positions: range

    @property
    def required(self) -> int:
        """How many of the columns that must be there are."""
        return sum(column.required and column.name in self.fields for column in self.table.columns)

    @property
    def has_key(self) -> bool:
        """Whether the column that names the rows is there."""
        return self.table.key[0] in self.fields


@dataclass(frozen=True)
class Region:
    """One table on a sheet.

    Its own lines above the headings begin in row `start`; its rows end before `end`, where lines of words from
    `next_title` on belong to the table below; `head` is the sheet's first row of headings. `own` are the columns that
    the lines above speak for, all of them where no table stands beside.
    """

    sheet: Sheet
    headings: Headings
    start: int
    end: int
    next_title: int
    head: int
    own: slice

    @property
    def above(self) -> list[Sequence[Cell]]:
        """The table's own lines above its headings."""
        return [cells[self.own] for cells in self.sheet.rows[self.start : self.headings.top]]

    @property
    def table(self) -> Table:
        """The table that the headings name."""
        return self.headings.table

    @cached_property
    def spread(self) -> Mapping[tuple[int, int], Cell]:
        """What merged areas in our columns below the headings hold, by each of their cells but the first."""
        ours = {position for position, _ in self.headings.fields.values()}
        return dict(_spread(self.sheet, self.headings.bottom + 1, ours))

    @cached_property
    def remarks(self) -> Mapping[int, Mapping[int, Remark]]:
        """What is special about cells below the headings, by column and row."""
        found: dict[int, dict[int, Remark]] = {}
        for (row, position), remark in self.sheet.remarks.items():
            if row > self.headings.bottom:
                found.setdefault(position, {})[row] = remark
        return found

    @cached_property
    def repetitions(self) -> frozenset[int]:
        """The rows that print the headings again, as a ledger does on each page."""
        lines = self.sheet.rows
        own = set(lines[self.headings.top : self.headings.bottom + 1])
        return frozenset(row for row in range(self.headings.bottom + 1, self.end) if lines[row] in own)

    @property
    def basis(self) -> str:
        """Whose statistic the lines above say it is, the table's own where they say nothing."""
        beside = (pair for cells in self.above for pair in pairwise(cells))
        said = next((value for label, value in beside if label == BASIS_LABEL and value is not None), None)
        if said is not None:
            return typed_text(said)
        text = " ".join(cell for cells in self.above for cell in cells if isinstance(cell, str))
        return next((basis for basis in (CITY_BASIS, DISTRICT_BASIS) if basis in text), self.table.basis)

    def column_cells(self, position: int, rows: Sequence[int]) -> list[Cell]:
        """A column's cells in the given rows."""
        return list(map(itemgetter(position), map(self.sheet.rows.__getitem__, rows)))


def regions(sheet: Sheet) -> list[Region]:
    """Every table of ours on a sheet, from top to bottom; headings printed again on a later page start no table."""
    found: list[list[Headings]] = []
    row = lowest = sought = 0
    while row < len(sheet.rows) and sought < _MOST_SOUGHT:
        likely = _may_start(sheet, row)
        sought += likely
        best = headings_at(sheet, row, lowest) if likely else []
        if not best:
            row += 1
            continue
        if not (found and [h.paths for h in found[-1]] == [h.paths for h in best]):
            found.append(best)
        row = lowest = best[0].bottom + 1
    return list(_bounded(sheet, found))


def _bounded(sheet: Sheet, found: list[list[Headings]]) -> Iterator[Region]:
    """The groups of headings with the lines between them."""
    if not found:
        return
    ends = [*(group[0].top for group in found[1:]), len(sheet.rows)]
    starts = [_first_line_above(sheet, group[0].top, before[0].bottom + 1) for before, group in pairwise(found)]
    for group, start, end, below in zip(found, [0, *starts], ends, [*starts, len(sheet.rows)], strict=True):
        for headings, own in zip(group, _own_columns(group), strict=True):
            yield Region(sheet, headings, start, end, below, found[0][0].top, own)


def _own_columns(group: list[Headings]) -> list[slice]:
    """For tables side by side: from a table's first column to the next table; the first has what stands left of it."""
    firsts = [headings.positions.start for headings in group]
    return [slice(first, after) for first, after in pairwise([0, *firsts[1:], None])]


def _first_line_above(sheet: Sheet, top: int, lowest: int) -> int:
    """Where the title of a table begins that stands below another one."""
    row = top
    while row > max(lowest, top - _TITLE_ROWS) and _may_be_title(sheet.rows[row - 1]):
        row -= 1
    return row


def _may_be_title(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell is not None]
    if any(isinstance(cell, str) and AS_OF_LABEL in cell for cell in filled):
        return True
    return len(filled) < 4 and not any(is_numeric(cell) for cell in filled)


def _may_start(sheet: Sheet, row: int) -> bool:
    """A quick look, for ledgers of 100,000 rows: two cells that may be headings, in this row and the next."""
    cells = sheet.rows[row]
    if not _NUMBERS.isdisjoint(map(type, cells)):
        return False
    here = _likely(cells)
    return here >= 2 or (here == 1 and row + 1 < len(sheet.rows) and _likely(sheet.rows[row + 1]) >= 1)


def _likely(cells: Sequence[Cell]) -> int:
    return sum(isinstance(cell, str) and may_be_heading(cell) for cell in cells)


def headings_at(sheet: Sheet, row: int, lowest: int) -> list[Headings]:
    """The headings round this row, none above `lowest`: those that name most columns, in fewest rows.

    Rows above count too, since a parent heading (本周新增) makes another measure of what stands below it. Two tables
    side by side give two; rows that name none give none.
    """
    tops = range(max(row - _DEEPEST + 1, lowest), min(row + _DEEPEST, len(sheet.rows)))
    choices = [
        group
        for top in tops
        for depth in range(1, _DEEPEST + 1)
        if top + depth <= len(sheet.rows) and (group := _group(sheet, top, top + depth - 1))
    ]
    if not choices:
        return []
    best = max(choices, key=partial(_rank, sheet))
    return _with_units_below(sheet, best)


def _rank(sheet: Sheet, group: list[Headings]) -> tuple[int, int, int, int]:
    """Most columns first, then headings that cut no merged cell in two, then the fewest and the lowest rows."""
    matched = sum(len(h.fields) - len(h.repeated) for h in group)
    top, bottom = group[0].top, group[0].bottom
    cut = sum(bottom < area.bottom <= top + _DEEPEST for area in sheet.merged_from(range(top, bottom + 1)))
    return matched, -cut, top - bottom, top


def _group(sheet: Sheet, top: int, bottom: int) -> list[Headings]:
    """The tables whose headings are these rows: one over the whole width, or several parted by blank columns."""
    if any(is_numeric(cell) for row in sheet.rows[top : bottom + 1] for cell in row):
        return []
    paths = _paths(sheet, top, bottom)
    if not paths or _begins_within_a_merged_cell(sheet, top):
        return []
    parts = [h for part in _parts(sheet, top, paths) if (h := _best(sheet, top, bottom, part)) and h.has_key]
    if len(parts) > 1:
        return parts
    whole = _best(sheet, top, bottom, paths)
    return [whole] if whole else []


def _begins_within_a_merged_cell(sheet: Sheet, top: int) -> bool:
    """Whether headings stand beside the row's own that began higher up: its parents would be lost."""
    above = sheet.merged_from(range(top - _DEEPEST + 1, top))
    return any(top <= area.bottom < area.top + _DEEPEST for area in above)


def _paths(sheet: Sheet, top: int, bottom: int) -> dict[int, Path]:
    """Each column's heading from its top row down, what merged cells hold repeated over their width."""
    lines = [_heading_line(sheet, row, bottom) for row in range(top, bottom + 1)]
    paths = {}
    for position, cells in enumerate(zip(*lines, strict=True)):
        parts = [typed_text(cell) for cell in cells if cell is not None]
        path = tuple(part for place, part in enumerate(parts) if part and part not in parts[:place])
        if path:
            paths[position] = path
    return paths


def _heading_line(sheet: Sheet, row: int, bottom: int) -> list[Cell]:
    """One row of headings; where the file tells of no merged cells, a parent reaches over the blanks to its right."""
    cells = list(sheet.rows[row])
    areas = [area for area in sheet.merged_from(range(row - _DEEPEST, row + 1)) if row <= area.bottom]
    for area in areas:
        value = sheet.rows[area.top][area.left]
        cells[area.left : area.right + 1] = [value] * (area.right + 1 - area.left)
    if areas or row == bottom:
        return cells
    below = sheet.rows[row + 1]
    for position in range(1, len(below)):
        if cells[position] is None and below[position] is not None:
            cells[position] = cells[position - 1]
    return cells


def _parts(sheet: Sheet, top: int, paths: Mapping[int, Path]) -> list[dict[int, Path]]:
    """The headings parted where a whole column is blank."""
    parts: list[dict[int, Path]] = [{}]
    for position in range(max(paths) + 1):
        if position in paths:
            parts[-1][position] = paths[position]
        elif parts[-1] and not any(len(row) > position and row[position] is not None for row in sheet.rows[top:]):
            parts.append({})
    return [part for part in parts if part]


def _best(sheet: Sheet, top: int, bottom: int, paths: Mapping[int, Path]) -> Headings | None:
    """The table that the headings fit best, None where they fit none.

    What the rows below hold counts first: 单位 and 完成面积 stand over towns as well as over counties.
    """
    fitting = [h for table in TABLES.values() if (h := _headings(table, top, bottom, paths)).fields]
    known = [h for h in fitting if is_enough(h, sheet.name)]
    if not known:
        return None
    return max(
        known,
        key=lambda h: (
            _names_fit(sheet, h) >= 0.5,
            h.table.sheet == sheet.name.strip(),
            len(h.fields),
            h.required - sum(column.required for column in h.table.columns),
        ),
    )


def is_enough(headings: Headings, sheet_name: str) -> bool:
    """Whether so few headings may be a table: two of ours under its own name, else half of those that must be there."""
    if headings.table.sheet == sheet_name.strip():
        return len(headings.fields) >= 2
    musts = sum(column.required for column in headings.table.columns)
    return headings.required >= max(2, musts / 2)


def _headings(table: Table, top: int, bottom: int, paths: Mapping[int, Path]) -> Headings:
    fields: dict[str, tuple[int, Named]] = {}
    repeated: dict[int, str] = {}
    unknown: dict[int, str] = {}
    for position, path in paths.items():
        named = recognise(path, table)
        if named is None:
            unknown[position] = path[-1] if len(path) == 1 else "".join(path)
        elif named.column.name in fields:
            repeated[position] = named.column.name
        else:
            fields[named.column.name] = position, named
    return Headings(table, top, bottom, fields, repeated, unknown, paths, range(min(paths), max(paths) + 1))


def _names_fit(sheet: Sheet, headings: Headings) -> float:
    """The share of the first rows whose names are of those that the table's key takes."""
    rules = [(headings.fields[name][0], headings.table.column(name).type) for name in headings.table.key
             if name in headings.fields]  # fmt: skip
    typed = [
        (rule, row[position])
        for row in sheet.rows[headings.bottom + 1 : headings.bottom + 1 + _SAMPLE]
        for position, rule in rules
        if isinstance(rule, PlaceName | OneOf) and position < len(row) and isinstance(row[position], str)
    ]
    return sum(_takes(rule, cell) for rule, cell in typed) / len(typed) if typed else 0.0


def _takes(rule: PlaceName | OneOf, cell: Cell) -> bool:
    try:
        rule.parse(cell)
    except ValueError:
        return False
    return True


def _with_units_below(sheet: Sheet, group: list[Headings]) -> list[Headings]:
    """The headings with the row of units (万㎡, 个) under them, where there is one."""
    below = group[0].bottom + 1
    filled = [cell for cell in sheet.rows[below] if cell is not None] if below < len(sheet.rows) else []
    if not filled or not all(isinstance(cell, str) and is_unit(cell.strip("()（） ")) for cell in filled):
        return group
    return _group(sheet, group[0].top, below) or group


def _spread(sheet: Sheet, start: int, ours: Set[int]) -> Iterator[tuple[tuple[int, int], Cell]]:
    for area in sheet.merged:
        if area.top < start:
            continue
        value = sheet.rows[area.top][area.left]
        for position in ours & set(range(area.left, area.right + 1)):
            for row in range(area.top, area.bottom + 1):
                if (row, position) != (area.top, area.left):
                    yield (row, position), value
