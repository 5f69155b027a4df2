"""One table on a sheet: its headings, what each column may be, and what stands above and below them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Final

from renovation.domain.cells import Cell, is_numeric, typed_text
from renovation.domain.tables.declaration import CITY_BASIS, DISTRICT_BASIS, Table
from renovation.reading.files.workbook import Remark, Sheet
from renovation.reading.layout.grammar import Path
from renovation.reading.layout.heading_rows import (
    seen,
)
from renovation.reading.layout.meanings import Sense
from renovation.reading.layout.place_names import is_any_place, place_column

Locate = Callable[[int, int], tuple[str, int, int]]
"""The sheet, row and column that a cell of a view (row, column) came from, counted from zero."""

AS_OF_LABEL: Final = "截至"
BASIS_LABEL: Final = "口径"


@dataclass(frozen=True)
class Region:
    """One table on a sheet.

    `senses` says what each column may be, before the as-of day is known; `names` is the column that holds the names of
    places, None where there is none. Its own lines above the headings begin in row `start`; its rows end before `end`,
    where lines of words from `next_title` on belong to the table below; `head` is the sheet's first row of headings.
    `own` are the columns that the lines above speak for, all of them where no table stands beside. `grouped` marks a
    ledger whose places stand in rows above their projects. `locate` says where the cells of a view came from.
    """

    sheet: Sheet
    table: Table
    top: int
    bottom: int
    paths: Mapping[int, Path]
    senses: Mapping[int, Sense]
    names: int | None
    start: int = 0
    end: int = 0
    next_title: int = 0
    head: int = 0
    own: slice = field(default_factory=lambda: slice(None))
    grouped: bool = False
    locate: Locate | None = None

    @property
    def positions(self) -> range:
        """All columns of the sheet that belong to the table."""
        return range(min([*self.paths, *([self.names] if self.names is not None else [])]), max(self.paths) + 1)

    @property
    def above(self) -> list[Sequence[Cell]]:
        """The table's own lines above its headings, as a person sees them."""
        return [seen(self.sheet, row)[self.own] for row in range(self.start, self.top)]

    @property
    def related(self) -> frozenset[str]:
        """The columns of the table that its headings speak of, whether they can be taken or not."""
        found = {sense.column for sense in self.senses.values() if sense.column}
        place = place_column(self.table) if self.names is not None or self.grouped else None
        return frozenset({*found, place} if place else found)

    @cached_property
    def spread(self) -> Mapping[tuple[int, int], Cell]:
        """What reaches over a cell in our columns below the headings: a merged cell, or a name over its blank rows."""
        ours = {position for position, sense in self.senses.items() if sense.column} | {self.names or 0}
        return {**_names_over_blanks(self), **dict(_spread(self.sheet, self.bottom + 1, ours))}

    @cached_property
    def remarks(self) -> Mapping[int, Mapping[int, Remark]]:
        """What is special about cells below the headings, by column and row."""
        found: dict[int, dict[int, Remark]] = {}
        for (row, position), remark in self.sheet.remarks.items():
            if row > self.bottom:
                found.setdefault(position, {})[row] = remark
        return found

    @cached_property
    def repetitions(self) -> frozenset[int]:
        """The rows that print the headings again, as a ledger does on each page."""
        lines = self.sheet.rows
        own = set(lines[self.top : self.bottom + 1])
        return frozenset(row for row in range(self.bottom + 1, self.end) if lines[row] in own)

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


def _names_over_blanks(region: Region) -> dict[tuple[int, int], Cell]:
    """The names of places by the blank cells below them, where each has equally many rows: 小计, 拆除, 提升."""
    if region.names is None or place_column(region.table) != region.table.key[0]:
        return {}
    groups: list[list[int]] = []
    for row in range(region.bottom + 1, region.end):
        cells = region.sheet.rows[row]
        if cells[region.names] is not None:
            groups.append([row])
        elif groups and groups[-1][-1] == row - 1 and any(map(is_numeric, cells)):
            groups[-1].append(row)
    names = {rows[0]: region.sheet.rows[rows[0]][region.names] for rows in groups}
    sizes = {len(rows) for rows in groups if is_any_place(str(names[rows[0]]))}
    if len(sizes) != 1 or sizes == {1}:
        return {}
    return {(row, region.names): names[rows[0]] for rows in groups if {len(rows)} == sizes for row in rows[1:]}


def _spread(sheet: Sheet, start: int, ours: Set[int]) -> Iterator[tuple[tuple[int, int], Cell]]:
    for area in sheet.merged:
        if area.top < start:
            continue
        value = sheet.rows[area.top][area.left]
        for position in ours & set(range(area.left, area.right + 1)):
            for row in range(area.top, area.bottom + 1):
                if (row, position) != (area.top, area.left):
                    yield (row, position), value
