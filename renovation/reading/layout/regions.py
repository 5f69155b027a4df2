"""Finds the regions of a sheet: tables with their headings, their rows, and the lines above and below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from renovation.domain import places
from renovation.domain.cells import Cell, is_numeric
from renovation.domain.column_types import OneOf, PlaceName
from renovation.domain.tables import TABLES
from renovation.domain.tables.declaration import Table
from renovation.reading.files.workbook import Sheet
from renovation.reading.layout.days_in_words import dates_in
from renovation.reading.layout.grammar import REMEMBERED, HeadingPath, folded, parse
from renovation.reading.layout.heading_rows import (
    DEEPEST,
    LABELLED,
    LONGEST_PARENT,
    can_continue_heading,
    heading_paths,
    holds_number,
    is_label,
    is_line,
    is_parent_row,
    names_measure,
    numbers_columns,
)
from renovation.reading.layout.meanings import NOTHING, Sense, sense_of
from renovation.reading.layout.place_names import (
    accepts,
    is_any_place,
    is_place,
    may_be_name,
    place_column,
    place_of_group,
    places_named,
)
from renovation.reading.layout.region import AS_OF_LABEL, Region
from renovation.reading.layout.scales import is_measurement_unit

_MOST_PARENTS: Final = 3
_SAMPLE: Final = 40
_TITLE_ROWS: Final = 6
_LONGEST_HEADING: Final = 40
_MOST_SOUGHT: Final = 150
"""Rows of a sheet that are examined closely for headings; a sheet of words only would take hours otherwise."""
_MOSTLY: Final = 0.6
_UNIT_LABELS: Final = ("单位", "计量单位", "—", "-", "/")
_NO_WORDS: Final = frozenset({int, float})


@dataclass(frozen=True)
class Block:
    """The heading rows of one table or of several tables side by side: the rows `top` to `bottom` of a sheet.

    `paths` maps a column number to the heading cells above the column, from the top down.
    """

    top: int
    bottom: int
    paths: Mapping[int, HeadingPath]


def find_regions(sheet: Sheet) -> list[Region]:
    """Returns the tables on a sheet from top to bottom; headings repeated on a later page begin no new table."""
    found: list[list[Region]] = []
    row = lowest = sought = 0
    while row < len(sheet.rows) and sought < _MOST_SOUGHT:
        likely = _may_start(sheet, row)
        sought += likely
        group = _regions_at(sheet, row, lowest) if likely else []
        if not group:
            row += 1
            continue
        is_repeated = found and [region.paths for region in found[-1]] == [region.paths for region in group]
        is_repeated = is_repeated and group[0].place == found[-1][0].place
        if not is_repeated or _has_own_day(sheet, found[-1][0].bottom + 1, group[0].top):
            found.append(group)
        row = lowest = group[0].bottom + 1
    return list(_bounded(sheet, found))


def _has_own_day(sheet: Sheet, lowest: int, top: int) -> bool:
    """Returns whether a date stands above headings that are repeated, so that they begin a table of another day."""
    lines = range(_first_line_above(sheet, top, lowest), top)
    return any(dates_in(cell) for row in lines for cell in sheet.rows[row] if isinstance(cell, str))


def _bounded(sheet: Sheet, found: list[list[Region]]) -> Iterator[Region]:
    """Yields the tables, each with the bounds of the lines of text around it."""
    if not found:
        return
    ends = [*(group[0].top for group in found[1:]), len(sheet.rows)]
    starts = [_first_line_above(sheet, group[0].top, before[0].bottom + 1) for before, group in pairwise(found)]
    for group, start, end, below in zip(found, [0, *starts], ends, [*starts, len(sheet.rows)], strict=True):
        firsts = [region.positions.start for region in group]
        for region, (first, after) in zip(group, pairwise([0, *firsts[1:], None]), strict=True):
            own = slice(first, after)
            yield replace(region, start=start, end=end, next_title=below, first_heading_row=found[0][0].top, own=own)


def _first_line_above(sheet: Sheet, top: int, lowest: int) -> int:
    """Returns the first row of the title above a table that is below another table."""
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
    """Returns whether a row may be the first of the headings, because two of its or the next row's cells look like one.

    This check is quick, because a sheet can have 100,000 rows.
    """
    cells = sheet.rows[row]
    if not _NO_WORDS.isdisjoint(map(type, cells)) or any(isinstance(c, str) and is_any_place(c) for c in cells):
        return False
    here = _likely(cells)
    return here >= 2 or (here == 1 and row + 1 < len(sheet.rows) and _likely(sheet.rows[row + 1]) >= 1)


def _likely(cells: Sequence[Cell]) -> int:
    return sum(isinstance(cell, str) and _may_be_heading(cell) for cell in cells)


@lru_cache(REMEMBERED)
def _may_be_heading(cell: str) -> bool:
    """Returns whether a text alone can be the heading of a column of some table."""
    if not 0 < len(cell) <= _LONGEST_HEADING or (LABELLED.search(cell) and not names_measure(cell)):
        return False
    speaks = parse((cell,)).all_of("quantity") - {"projects", "other"}
    return bool(speaks) or any(sense_of((cell,), table, None) != NOTHING for table in TABLES)


def _regions_at(sheet: Sheet, row: int, lowest: int) -> list[Region]:
    """Returns the tables, one or several side by side, whose headings are around `row` and not above `lowest`."""
    top = row
    while top > max(lowest, row - _MOST_PARENTS) and is_parent_row(sheet, top - 1, top):
        top -= 1
    if is_line(sheet, row) or any(holds_number(sheet, place) for place in range(top, row + 1)):
        return []
    bottom = row
    group = _group(sheet, Block(top, bottom, heading_paths(sheet, top, bottom)))
    while bottom + 1 < min(len(sheet.rows), top + DEEPEST) and _goes_on(sheet, bottom + 1, top, group):
        bottom += 1
        group = _group(sheet, Block(top, bottom, heading_paths(sheet, top, bottom)))
    return group


def _goes_on(sheet: Sheet, row: int, top: int, group: list[Region]) -> bool:
    """Returns whether a row continues the headings above it, for instance with 万㎡, and is not a row of the table."""
    cells = sheet.rows[row]
    filled = [position for position, cell in enumerate(cells) if cell is not None]
    if numbers_columns(cells) and row + 1 < len(sheet.rows):
        return _is_unit_row(sheet.rows[row + 1])
    if not filled or holds_number(sheet, row):
        return False
    covered = {position for area in sheet.merged_from(range(top, row)) if area.bottom >= row
               for position in range(area.left, area.right + 1)}  # fmt: skip
    keys = {key for region in group for key in _key_positions(region)} or {filled[0]}
    if any(cells[key] is not None and key not in covered and not is_label(str(cells[key])) for key in keys):
        return False
    texts = [str(cells[position]) for position in filled if position not in covered]
    if keys <= covered:  # the names' heading reaches down to this row
        return all(len(text) <= LONGEST_PARENT for text in texts)
    counted = not group or any(isinstance(region.table.key_type, PlaceName)
                               and len(region.table.key) == 1 for region in group)  # fmt: skip
    return all(len(text) <= LONGEST_PARENT and (counted or can_continue_heading(text)) for text in texts)


def _is_unit_row(cells: Sequence[Cell]) -> bool:
    """Returns whether a row has at least two units of measurement and nothing else; 计量单位 may precede them."""
    units = [isinstance(cell, str) and is_measurement_unit(cell) for cell in cells if cell not in (None, *_UNIT_LABELS)]
    return len(units) > 1 and all(units)


def _key_positions(region: Region) -> list[int]:
    if region.names is not None:
        return [region.names]
    return [position for position, sense in region.senses.items() if sense.column in region.table.key][:1]


def _group(sheet: Sheet, block: Block) -> list[Region]:
    """Returns the tables below the heading rows `block`: one over the whole width, or several side by side."""
    if not block.paths:
        return []
    names = _place_positions(sheet, block)
    for parts in (_parts_by_names(names, block), _parts_by_blanks(sheet, block)):
        regions = [region for part in parts if (region := _best(sheet, Block(block.top, block.bottom, part), names))]
        if len(parts) > 1 and len(regions) == len(parts) and all(_key_positions(region) for region in regions):
            return regions
    whole = _best(sheet, block, names)
    return [whole] if whole else []


def _place_positions(sheet: Sheet, block: Block) -> dict[int, tuple[places.Place, ...]]:
    """Returns the columns in which most cells name units, or counties; the values are all units or all counties."""
    rows = [sheet.rows[row] for row in _first_rows(sheet, block.bottom)]
    found: dict[int, tuple[places.Place, ...]] = {}
    for position in range(max(block.paths) + 1):
        words = [cell for row in rows if isinstance(cell := row[position], str) and may_be_name(cell)]
        for among in (places.UNITS, places.COUNTIES):
            hits = sum(is_place(str(word), among) for word in words)
            if hits and hits >= _MOSTLY * (len(words) + sum(is_numeric(row[position]) for row in rows)):
                found[position] = among
    return found


def _first_rows(sheet: Sheet, bottom: int) -> range:
    """Returns the first rows below headings, at most 40; words below a blank row end them: they begin another table."""
    below = range(bottom + 1, min(len(sheet.rows), bottom + 1 + _SAMPLE))
    blank = (row for row in below[1:-1] if not any(sheet.rows[row]))
    words = (row for row in blank if any(cells := sheet.rows[row + 1]) and not any(map(is_numeric, cells)))
    return range(below.start, next(words, below.stop))


def _parts_by_names(names: Mapping[int, tuple[places.Place, ...]], block: Block) -> list[dict[int, HeadingPath]]:
    """Returns the headings in parts, one for each column of names; all parts but the first begin at this column."""
    starts = sorted(names)[1:]
    bounds = [0, *starts, max(block.paths) + 1]
    parts = [{position: path for position, path in block.paths.items() if first <= position < after}
             for first, after in pairwise(bounds)]  # fmt: skip
    return [part for part in parts if part]


def _parts_by_blanks(sheet: Sheet, block: Block) -> list[dict[int, HeadingPath]]:
    """Returns the headings divided into parts, between which a column is completely blank."""
    parts: list[dict[int, HeadingPath]] = [{}]
    for position in range(max(block.paths) + 1):
        if position in block.paths:
            parts[-1][position] = block.paths[position]
        elif parts[-1] and not any(
            len(row) > position and row[position] is not None for row in sheet.rows[block.top :]
        ):
            parts.append({})
    return [part for part in parts if part]


def _best(sheet: Sheet, block: Block, names: Mapping[int, tuple[places.Place, ...]]) -> Region | None:
    """Returns the table that the headings fit best; None if they fit none.

    The rows below count first, because towns and counties have the headings 单位 and 完成面积 in common.
    """
    known = [region for table in TABLES.values() if is_enough(region := _region(sheet, table, block, names))]
    return max(known, key=_fit) if known else None


def _fit(region: Region) -> tuple[bool, bool, bool, int, int]:
    must = {column.name for column in region.table.columns if column.required}
    own_sheet = region.table.sheet == region.sheet.name.strip()
    return _names_fit(region), own_sheet, _lists_names(region), len(region.related), -len(must - region.related)


def _lists_names(region: Region) -> bool:
    """Returns whether a column such as 项目名称 lists different names, several of a unit: these are sites, no units."""
    key = region.table.key[0]
    keys = [position for position, sense in region.senses.items() if sense.column == key and sense.exact]
    if isinstance(region.table.key_type, PlaceName) or not keys or region.names in (None, keys[0]):
        return False
    rows = _first_rows(region.sheet, region.bottom)
    names, units = region.column_cells(keys[0], rows), region.column_cells(region.names or 0, rows)
    names = [name for name in names if name is not None]
    is_list = len(set(names)) == len(names) and not any(map(is_numeric, names))
    return is_list and any(count > 1 for unit, count in Counter(units).items() if unit is not None)


def as_table(region: Region, name: str) -> Region:
    """Returns the region with its headings interpreted as those of the release's table with the name `name`."""
    block = Block(region.top, region.bottom, region.paths)
    other = _region(region.sheet, TABLES[name], block, _place_positions(region.sheet, block))
    return replace(region, table=other.table, senses=other.senses, names=other.names, grouped=other.grouped,
                   place=other.place, by_cells=other.by_cells)  # fmt: skip


def _region(sheet: Sheet, table: Table, block: Block, names: Mapping[int, tuple[places.Place, ...]]) -> Region:
    senses = {position: sense_of(path, table.name, None) for position, path in block.paths.items()}
    named = _names_of(table, senses, names, block)
    by_cells = _stages_by_cells(sheet, table, block, senses)
    senses |= by_cells
    place = _place_of_all(sheet, table, block) if named is None else None
    grouped = named is None and _has_group_rows(sheet, table, block, senses)
    return Region(sheet, table, block.top, block.bottom, block.paths, senses, named, grouped=grouped or bool(place),
                  place=place, by_cells=by_cells)  # fmt: skip


def _stages_by_cells(sheet: Sheet, table: Table, block: Block, senses: Mapping[int, Sense]) -> dict[int, Sense]:
    """Returns the meaning of a column whose cells are all stages of sites; empty if a heading names such a column."""
    rule = table.column("stage").type if table.name == "sites" else None
    if not isinstance(rule, OneOf) or any(sense.column == "stage" for sense in senses.values()):
        return {}
    rows = [sheet.rows[row] for row in _first_rows(sheet, block.bottom)]
    for position, path in block.paths.items():
        heading, cells = parse(path), [row[position] for row in rows if row[position] is not None]
        is_taken = (
            senses[position].column or heading.all_of("nature") or heading.covered_time(None) in ("other", "gain")
        )
        if cells and not is_taken and all(isinstance(cell, str) and accepts(rule, cell) for cell in cells):
            return {position: Sense("stage")}
    return {}


def _place_of_all(sheet: Sheet, table: Table, block: Block) -> str | None:
    """Returns the place of all rows: the only one that the sheet's name, or else a line above the headings, names.

    In a table of units or counties, only the line right above counts, and the table must have a single row of figures.
    """
    rule = table.column(place_column(table) or table.key[0]).type
    if place_column(table) is None or not isinstance(rule, PlaceName):
        return None
    is_row = place_column(table) == table.key[0]
    if is_row and (len(table.key) > 1 or not _is_single_row(sheet, block)):
        return None
    lines = [cell for row in sheet.rows[max(0, block.top - (1 if is_row else _TITLE_ROWS)) : block.top] for cell in row]
    for text in (sheet.name, " ".join(cell for cell in lines if isinstance(cell, str))):
        named = places_named(folded(text), rule.allowed)
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def _is_single_row(sheet: Sheet, block: Block) -> bool:
    """Returns whether exactly one row of figures is directly below the headings, without any name in it."""
    below = [[cell for cell in row if cell is not None] for row in sheet.rows[block.bottom + 1 : block.bottom + 3]]
    are_numbers = [bool(row) and all(map(is_numeric, row)) for row in below]
    return are_numbers[:1] == [True] and not any(are_numbers[1:])


def _has_group_rows(sheet: Sheet, table: Table, block: Block, senses: Mapping[int, Sense]) -> bool:
    """Returns whether rows with the name of a place are above its sites, in the same column as the sites' names."""
    keys = [position for position, sense in senses.items() if sense.column == table.key[0]]
    if place_column(table) in (None, table.key[0]) or not keys:
        return False
    rows = [sheet.rows[row] for row in _first_rows(sheet, block.bottom)]
    return any(place_of_group(row, keys[0], table) for row in rows)


def _names_of(
    table: Table, senses: Mapping[int, Sense], names: Mapping[int, tuple[places.Place, ...]], block: Block
) -> int | None:
    """Returns the number of the column with names of places, found by its cells or else by its heading; or None."""
    column = place_column(table)
    if column is None:
        return None
    rule = table.column(column).type
    within = range(max(0, min(block.paths) - 1), max(block.paths) + 1)
    filled = [
        place for place in names if place in within and isinstance(rule, PlaceName) and names[place] == rule.allowed
    ]
    headed = [place for place, sense in senses.items() if sense.column == column and sense.exact]
    both = [place for place in headed if place in filled]
    return next(iter([*both, *filled, *headed]), None)


def is_enough(region: Region) -> bool:
    """Returns whether the headings of a region mention enough columns of its table, so that it is surely this table.

    If the sheet has the name that the table's sheet has in the template, any two columns are enough. Otherwise half of
    the required columns are enough, but at least two.
    """
    if region.table.sheet == region.sheet.name.strip():
        return len(region.related) >= 2
    must = {column.name for column in region.table.columns if column.required}
    return len(region.related & must) >= max(2, len(must) / 2) and not _names_measures(region)


def _names_measures(region: Region) -> bool:
    """Returns whether most names of sites are measures, such as 开工项目数, so that they are no sites."""
    if "site" not in region.columns:
        return False
    cells = region.column_cells(region.columns["site"], _first_rows(region.sheet, region.bottom))
    names = [cell for cell in cells if isinstance(cell, str)]
    return 2 * sum(names_measure(name) and not parse((name,)).unknown for name in names) > len(names)


def _names_fit(region: Region) -> bool:
    """Returns whether at least half of the names in the first rows are allowed in the table."""
    table = region.table
    by_name = dict(region.columns)
    if region.names is not None:
        by_name[place_column(table) or ""] = region.names
    typed = [
        (rule, row[by_name[name]])
        for row in map(region.sheet.rows.__getitem__, _first_rows(region.sheet, region.bottom))
        for name in table.key
        if name in by_name and isinstance(rule := table.column(name).type, PlaceName | OneOf)
        if isinstance(row[by_name[name]], str)
    ]
    return bool(typed) and sum(accepts(rule, cell) for rule, cell in typed) >= len(typed) / 2
