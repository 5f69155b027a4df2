"""A region: a table on a sheet with its headings, its rows, and the lines above and below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Final

from renovation.domain.cells import Cell, is_numeric, typed_text
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import CITY_BASIS, DISTRICT_BASIS, Table
from renovation.reading.files.workbook import Remark, Sheet, address
from renovation.reading.layout.grammar import HeadingPath, folded, parse
from renovation.reading.layout.heading_rows import visible_cells
from renovation.reading.layout.meanings import Sense
from renovation.reading.layout.noted_signs import Signs, signs_in
from renovation.reading.layout.place_names import is_any_place, is_total_label, place_column, place_of_total
from renovation.reading.layout.scopes import PROGRAMME

Locate = Callable[[int, int], tuple[str, int, int]]
"""Returns the original sheet, row and column (counted from zero) of a cell in a rearranged sheet, given row and column.
"""

_SUM: Final = "小计"
_ROWS_OF_NOTES: Final = 40
AS_OF_LABEL: Final = "截至"
BASIS_LABEL: Final = "口径"


@dataclass(frozen=True)
class Region:
    """A table on a sheet; rows and columns count from zero.

    - `sheet`: the sheet with the table.
    - `table`: the table of the release as which the region is read.
    - `top`, `bottom`: the first and the last row of the headings.
    - `paths`: the heading cells above each column, from the top down: {3: ('改造面积', '年度目标')}.
    - `senses`: the meaning of each column's heading. The keys are column numbers. The meanings are decided before the
      as-of date is known, so that times in headings, such as 10月, are not compared with it.
    - `names`: the number of the column with the names of units or counties; None if there is no such column.
    - `start`: the row in which the lines of text above the headings begin.
    - `end`: the row before which the table ends.
    - `next_title`: the row from which lines of text belong to the next table.
    - `first_heading_row`: the first row of headings of any table on the sheet; the lines above it belong to all tables.
    - `own`: the columns of this table, if several tables are side by side.
    - `grouped`: whether a list of sites has no column of units. Then a row above the sites names their unit, or `place`
      is the unit of all sites.
    - `place`: the unit or county that all rows of the table are about; None if the rows name it themselves.
    - `by_cells`: the meanings of columns that follow from the cells below the headings. The keys are column numbers.
    - `locate`: if the sheet was rearranged, the function that returns the sheet, row and column in the clerk's workbook
      for a row and column of this sheet; otherwise None.
    - `explanations`: texts on sheets without a table, each with its place in words.
    """

    sheet: Sheet
    table: Table
    top: int
    bottom: int
    paths: Mapping[int, HeadingPath]
    senses: Mapping[int, Sense]
    names: int | None
    start: int = 0
    end: int = 0
    next_title: int = 0
    first_heading_row: int = 0
    own: slice = field(default_factory=lambda: slice(None))
    grouped: bool = False
    place: str | None = None
    by_cells: Mapping[int, Sense] = field(default_factory=dict)
    locate: Locate | None = None
    explanations: tuple[tuple[str, Label], ...] = ()

    @property
    def positions(self) -> range:
        """The numbers of the columns on the sheet that belong to the table, counted from zero."""
        return range(min([*self.paths, *([self.names] if self.names is not None else [])]), max(self.paths) + 1)

    def texts(self, rows: Sequence[int], columns: slice | None = None) -> Iterator[tuple[int, int, str]]:
        """Yields each visible text in the given rows of the sheet, as (row, column, text).

        Only the columns of the table are searched, or the columns `columns` if they are given.
        """
        columns = columns or self.own
        for row in rows:
            for position, cell in enumerate(visible_cells(self.sheet, row)[columns], columns.start or 0):
                if isinstance(cell, str):
                    yield row, position, cell

    @cached_property
    def comments(self) -> list[tuple[int, int, str]]:
        """The comments on cells of the table and of the lines above it, as (row, column, text)."""
        found = ((row, position, text) for (row, position), text in sorted(self.sheet.comments.items()))
        return [one for one in found if self.start <= one[0] < self.end and one[1] in self.positions]

    @property
    def above(self) -> list[Sequence[Cell]]:
        """The rows of text above the headings; cells that a merged cell covers are None."""
        return [visible_cells(self.sheet, row)[self.own] for row in range(self.start, self.top)]

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The columns of the table that the headings mean, each with its column number on the sheet.

        If several headings mean the same column of the table, it has the number of the last of them.
        """
        return {sense.column: position for position, sense in self.senses.items() if sense.column}

    @property
    def related(self) -> frozenset[str]:
        """The names of those columns of the table that the headings mention, even if the columns cannot be read."""
        place = place_column(self.table) if self.names is not None or self.grouped else None
        return frozenset({*self.columns, place} if place else self.columns)

    @cached_property
    def spread(self) -> Mapping[tuple[int, int], Cell]:
        """The values of cells that do not contain their value themselves; the keys are (row, column).

        Only cells below the headings, in columns of the table, are included. A cell of a merged range has the value of
        the range's first cell. In the column of names, a blank cell or 小计 has the name above it, if this name is that
        of several rows. A cell such as 织里镇小计 has the name 织里镇, if no row has only the name of a place in this
        column.
        """
        ours = {position for position, sense in self.senses.items() if sense.column} | {self.names or 0}
        return {**_names_over_blanks(self), **_names_of_sums(self), **dict(_spread(self.sheet, self.bottom + 1, ours))}

    @cached_property
    def remarks(self) -> Mapping[int, Mapping[int, Remark]]:
        """The reasons why cells below the headings display something other than their content: {column: {row: reason}}.

        A reason is a remark of the sheet, such as `percent_format`.
        """
        found: dict[int, dict[int, Remark]] = {}
        for (row, position), remark in self.sheet.remarks.items():
            if row > self.bottom:
                found.setdefault(position, {})[row] = remark
        return found

    @cached_property
    def repetitions(self) -> frozenset[int]:
        """The rows that repeat the headings, as in a table that covers several pages."""
        lines = self.sheet.rows
        own = set(lines[self.top : self.bottom + 1])
        return frozenset(row for row in range(self.bottom + 1, self.end) if lines[row] in own)

    @cached_property
    def names_programme(self) -> bool:
        """Whether the name of the sheet, a line above the headings or a heading names the programme."""
        lines = (text for *_, text in self.texts(range(self.start, self.top)))
        headings = map("".join, self.paths.values())
        return any(PROGRAMME.search(folded(text)) for text in (self.sheet.name, *lines, *headings))

    @property
    def basis(self) -> str:
        """The basis of the figures: whose statistic they are.

        A line above the headings may state it; otherwise it is the basis that the table declares.
        """
        beside = (pair for cells in self.above for pair in pairwise(cells))
        said = next((value for label, value in beside if label == BASIS_LABEL and value is not None), None)
        if said is not None:
            return typed_text(said)
        text = " ".join(cell for cells in self.above for cell in cells if isinstance(cell, str))
        return next((basis for basis in (CITY_BASIS, DISTRICT_BASIS) if basis in text), self.table.basis)

    @cached_property
    def signs(self) -> Signs:
        """The signs in cells that the lines around the table and its comments explain, such as a dash for zero."""
        below = range(max(self.bottom + 1, self.end - _ROWS_OF_NOTES), self.end)
        rows = [self.sheet.rows[row] for row in (*range(self.start, self.top), *below)]
        cells = (cell for row in rows if not any(map(is_numeric, row)) for cell in row)
        return signs_in([*(cell for cell in cells if isinstance(cell, str)), *self.sheet.comments.values()])

    def cell(self, row: int, position: int) -> Cell:
        """Returns the content of the cell in the row `row` and the column number `position` of the sheet.

        If the content of another cell also holds for this cell, for instance in a merged range, that content is
        returned (see `spread`).
        """
        return self.spread.get((row, position), self.sheet.rows[row][position])

    def where(self, row: int, position: int) -> tuple[str, str]:
        """Returns the sheet's name and the reference (`C7`) that a cell of the region has in the clerk's workbook.

        `row` and `position` are the cell's row and column number in the region's sheet, which may have been rearranged.
        """
        sheet, row, position = self.locate(row, position) if self.locate else (self.sheet.name, row, position)
        return sheet, address(row, position)

    def column_cells(self, position: int, rows: Sequence[int]) -> list[Cell]:
        """Returns the cells of the column number `position` in the given rows of the sheet."""
        return list(map(itemgetter(position), map(self.sheet.rows.__getitem__, rows)))


def _names_over_blanks(region: Region) -> dict[tuple[int, int], Cell]:
    """Returns the place of each blank cell and of each 小计 in the column of names: the place named above the cell.

    The result is empty unless the rows of every place are complete. They are complete if all places have the same
    number of rows (such as 计划 and 完成), or if each place with several rows has a row 小计.
    """
    if region.names is None or place_column(region.table) != region.table.key[0]:
        return {}
    groups: list[list[int]] = []

    def names_at(row: int) -> Cell:
        return region.sheet.rows[row][region.names or 0]

    rows, cells_of = range(region.bottom + 1, region.end), region.sheet.rows
    counted = [row for row in rows if names_at(row) is None and any(map(is_numeric, cells_of[row]))]
    have_blanks = any(not _has_sum(region, row) for row in counted)
    for row in rows:
        is_own_sum = have_blanks and bool(groups) and _sums_up_group(names_at(row), names_at(groups[-1][0]))
        if names_at(row) is not None and not is_own_sum:
            groups.append([row])
        elif groups and groups[-1][-1] == row - 1 and any(map(is_numeric, cells_of[row])):
            groups[-1].append(row)
    groups = [rows for rows in groups if is_any_place(str(names_at(rows[0])))]
    are_whole = all(len(rows) == 1 or any(_has_sum(region, row) for row in rows) for rows in groups)
    if not are_whole and len({len(rows) for rows in groups}) != 1:
        return {}
    return {(row, region.names): names_at(rows[0]) for rows in groups for row in rows[1:]}


def _names_of_sums(region: Region) -> dict[tuple[int, int], Cell]:
    """Returns the place that each cell such as 织里镇小计 names; empty if a cell names only a place, such as 织里镇."""
    if region.names is None or place_column(region.table) != region.table.key[0]:
        return {}
    rows = range(region.bottom + 1, region.end)
    texts = {row: cell for row in rows if isinstance(cell := region.sheet.rows[row][region.names], str)}
    if any(map(is_any_place, texts.values())):
        return {}
    return {(row, region.names): name for row, text in texts.items() if (name := place_of_total(text)) is not None}


def _sums_up_group(label: Cell, name: Cell) -> bool:
    """Returns whether the text `label` names the sum of the rows of the place `name`: 小计, or 织里镇小计."""
    is_of_place = isinstance(label, str) and (label.strip() == _SUM or str(name) in label)
    return is_of_place and parse((str(label),)).says("whole")


def _has_sum(region: Region, row: int) -> bool:
    return any(isinstance(cell, str) and is_total_label(folded(cell)) for cell in region.sheet.rows[row])


def _spread(sheet: Sheet, start: int, ours: Set[int]) -> Iterator[tuple[tuple[int, int], Cell]]:
    for area in sheet.merged:
        if area.top < start:
            continue
        value = sheet.rows[area.top][area.left]
        for position in ours & set(range(area.left, area.right + 1)):
            for row in range(area.top, area.bottom + 1):
                if (row, position) != (area.top, area.left):
                    yield (row, position), value
