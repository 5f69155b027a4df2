"""Rearranges sheets before they are read: transposes a table, or joins the parts of a table.

For each cell of a rearranged sheet, the cell of the clerk's workbook can still be found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import zip_longest
from typing import Final, TypeVar

from renovation.domain import places
from renovation.domain.cells import Cell, is_numeric
from renovation.domain.column_types import PlaceName
from renovation.reading.files.addresses import cell_position
from renovation.reading.files.workbook import Sheet
from renovation.reading.layout.body import body_of
from renovation.reading.layout.dates import as_of_day
from renovation.reading.layout.decisions import Interpretation
from renovation.reading.layout.grammar import folded, parse
from renovation.reading.layout.heading_rows import is_parent_row
from renovation.reading.layout.lexicon import SERIAL
from renovation.reading.layout.place_names import is_any_place, place_column
from renovation.reading.layout.rearranged import Place, line_of, rearranged
from renovation.reading.layout.region import Locate, Region
from renovation.reading.problems import Problem
from renovation.reading.questions import Question, Understood

Placed = TypeVar("Placed", Problem, Question, Understood)

_LARGEST_TURNED: Final = 200
_NAMES_ACROSS: Final = 3
_FEWEST_GROUPS: Final = 2
_GROUP: Final = re.compile("[(（]?[一二三四五六七八九十]+[)）、.]")  # 二、投资; not 一期


def relocated(item: Placed, region: Region) -> Placed:
    """Returns a copy of a problem, question or decision that names its cell in the clerk's workbook.

    The `sheet` and `cell` of `item` name a cell in the sheet of `region`, which may have been rearranged before it was
    read. If it was rearranged, the copy has the sheet and the cell of the clerk's workbook. If it was not rearranged,
    or if `item` has no cell, `item` itself is returned.
    """
    if item.cell is None or region.locate is None:
        return item
    sheet, cell = region.where(*cell_position(item.cell))
    return replace(item, sheet=sheet, cell=cell)


def transposed(sheet: Sheet) -> tuple[Sheet, Locate] | None:
    """Transposes a sheet that has the names of units or counties in a row.

    The sheet may have several blocks, each with a row of names above the same measures. The new sheet lists the units
    or counties of all blocks below one another. Returns the new sheet, and the function that returns the sheet, row and
    column in the clerk's workbook for a cell of the new sheet. Returns None if no row contains names of units or
    counties, or if the sheet is too large to be such a table.
    """
    rows = sheet.rows
    if not rows or max(len(rows), len(rows[0])) > _LARGEST_TURNED:
        return None
    top = next((row for row, cells in enumerate(rows) if _names_across(cells)), None)
    if top is None:
        return None
    first = _block_across(sheet, top)
    above: list[list[Place | None]] = [line_of(sheet, row) for row in range(top)]
    if _only_groups(sheet, top):
        above[-1] = [None]
    labels, below = _indicators(sheet, first), [*range(first.stop, len(rows))]
    columns = [at for at, cell in enumerate(rows[top]) if not re.fullmatch(SERIAL, folded(str(cell)))]
    turned: list[list[Place | None]] = [[(0, row, column) for row in first] for column in columns]
    for block in [_block_across(sheet, row) for row in below]:
        if labels and _indicators(sheet, block) == labels:
            turned += [[(0, row, column) for row in block] for column in range(len(labels), len(rows[0]))]
            below = [row for row in below if row not in block]
    lines = [line_of(sheet, row) for row in below]
    return rearranged([(replace(sheet, merged=()), None)], [*above, *turned, *lines])


def _block_across(sheet: Sheet, top: int) -> range:
    """Returns the rows of the figures below the names of units in the row `top`, with this row."""
    rows, bottom = sheet.rows, top + 1
    if bottom < len(rows) and sum(isinstance(cell, str) for cell in rows[bottom]) >= _NAMES_ACROSS:
        bottom += not any(map(is_numeric, rows[bottom]))  # 目标, 完成 below each name
    while bottom < len(rows) and _continues_block(rows[bottom : bottom + 2]):
        bottom += 1
    return range(top, bottom)


def _continues_block(rows: Sequence[Sequence[Cell]]) -> bool:
    """Returns whether a block of rows goes on: the first of `rows` has figures, or is a heading such as 二、投资."""
    has_figures = [any(map(is_numeric, row)) for row in rows]
    is_group = [isinstance(cell, str) and bool(_GROUP.match(cell)) for cell in rows[0][:2]]
    return has_figures[0] or (has_figures == [False, True] and any(is_group))


def _indicators(sheet: Sheet, block: range) -> list[list[Cell]]:
    """Returns the columns left of the first name in a block, with the measures and their units of measurement."""
    names = (
        place for place, cell in enumerate(sheet.rows[block.start]) if isinstance(cell, str) and is_any_place(cell)
    )
    return [[sheet.rows[row][column] for row in block] for column in range(next(names, 0))]


def _only_groups(sheet: Sheet, top: int) -> bool:
    """Returns whether the row above the row of names only groups the units (乡镇, 街道)."""
    if not top or not is_parent_row(sheet, top - 1, top):
        return False
    texts = {cell for cell in sheet.rows[top - 1] if isinstance(cell, str)}
    return len(texts) >= _FEWEST_GROUPS and all(parse((text,)).is_name for text in texts)


def _names_across(cells: Sequence[Cell]) -> bool:
    words = [cell for cell in cells if isinstance(cell, str)]
    for among in (places.UNITS, places.COUNTIES):
        if sum(places.parse_place_name(word, among) is not None for word in words) >= _NAMES_ACROSS:
            return True
    return False


def joined(parts: Sequence[Interpretation]) -> Interpretation:
    """Joins several parts of one table, such as two regions with half of the units each, to one interpreted layout.

    The result is the first part, with the rows of the other parts below the rows of the first part.
    """
    first = parts[0]
    region, width = first.region, len(first.region.sheet.rows[0])
    lines: list[list[Place | None]] = [line_of(region.sheet, row) for row in range(region.bottom + 1)]
    names: dict[tuple[int, int], Cell] = {}
    body = replace(first.body, data=[], totals=[], notes=[], groups=[], parts=[], comparisons=[], places={}, end=0)
    elsewhere: dict[str, tuple[int, list[int]]] = {name: (place, []) for name, (place, _) in first.elsewhere.items()}
    for number, part in enumerate(parts):
        columns = {first.fields[name]: position for name, position in part.fields.items() if name in first.fields}
        kinds = dict.fromkeys(part.body.data, body.data) | dict.fromkeys(part.body.totals, body.totals)
        for name, (_, rows) in part.elsewhere.items():
            kinds |= dict.fromkeys(rows, elsewhere[name][1]) if name in elsewhere else {}
        for row in sorted(kinds):
            kinds[row].append(len(lines))
            if row in part.body.places:
                body.places[len(lines)] = part.body.places[row]
            above = part.region.spread.get((row, part.region.names or 0))
            own = next((own for own, position in columns.items() if position == part.region.names), None)
            if above is not None and own is not None:
                names[len(lines), own] = above
            places_of_row = {own: (number, row, position) for own, position in columns.items()}
            lines.append([places_of_row.get(own) for own in range(width)])
    body.end = len(lines)
    sheet, locate = rearranged([(part.region.sheet, part.region.locate) for part in parts], lines, names)
    whole = replace(region, sheet=sheet, end=len(lines), next_title=len(lines), locate=locate)
    return replace(first, region=whole, body=body, elsewhere=elsewhere)


def side_by_side(regions: Sequence[Region]) -> list[Region]:
    """Joins tables of the same units that have different columns, such as counts on one sheet and areas on another.

    `regions` are the regions of a workbook. Regions of one table are joined if all of these conditions are met: each
    region lacks a required column; together they have all required columns; they have the same names, and no other
    column twice; their dates do not contradict each other; they have no merged cells below the headings; none of their
    sheets was rearranged before. Other regions are returned unchanged.
    """
    joined_regions = list(regions)
    for table in {region.table.name: region.table for region in regions}.values():
        own = [region for region in regions if region.table is table]
        must = {column.name for column in table.columns if column.required}
        is_split = len(own) > 1 and all(must - region.related for region in own)
        if is_split and must <= frozenset().union(*(region.related for region in own)) and _are_complements(own):
            whole = reduce(_beside, own)
            joined_regions = [whole if one is own[0] else one for one in joined_regions if one not in own[1:]]
    return joined_regions


def _are_complements(regions: Sequence[Region]) -> bool:
    """Returns whether tables have the same units, no column in common but the names, and at most one date."""
    first = regions[0]
    key = place_column(first.table)
    if key != first.table.key[0] or any(region.names is None or region.locate for region in regions):
        return False
    columns = [column for region in regions for column in region.related - {key}]
    names = [{name for name in _rows_by_name(region) if not name.startswith("=")} for region in regions]
    found = (as_of_day(region, body_of(region).notes, None, None).day for region in regions)
    days = {day for day in found if day}
    is_merged = any(area.bottom > region.bottom and area.top < region.next_title
                    for region in regions for area in region.sheet.merged)  # fmt: skip
    same = len(columns) == len(set(columns)) and all(own == names[0] for own in names) and bool(names[0])
    return same and len(days) <= 1 and not is_merged


def _rows_by_name(region: Region) -> dict[str, int]:
    """Returns the rows below the headings by the unit that they name; by `=` and the text if they name none."""
    rule, found = region.table.key_type, {}
    for row in range(region.bottom + 1, region.next_title):
        name = region.sheet.rows[row][region.names or 0]
        if name is not None:
            place = places.parse_place_name(str(name), rule.allowed) if isinstance(rule, PlaceName) else None
            found[place or f"={folded(str(name))}"] = row
    return found


def _beside(first: Region, other: Region) -> Region:
    """Returns the first table with the columns of the other to its right, row by row of the same name."""
    width, match = len(first.sheet.rows[0]), _rows_by_name(other)
    pairs = _from_bottom(range(first.start, first.top), range(other.start, other.top))
    top = len(pairs)
    pairs += _from_bottom(range(first.top, first.bottom + 1), range(other.top, other.bottom + 1))
    bottom = len(pairs) - 1
    named = {row: name for name, row in _rows_by_name(first).items()}
    below = [(row, match.pop(named.get(row, ""), None)) for row in range(first.bottom + 1, first.next_title)]
    left_over = sorted({*range(other.bottom + 1, other.next_title)} - {row for _, row in below})
    pairs += [*below, *((None, row) for row in left_over)]
    lines: list[list[Place | None]] = []
    for place, (left, right) in enumerate(pairs):
        line = [None] * width if left is None else line_of(first.sheet, left)
        beside = [None] * len(other.sheet.rows[0]) if right is None else line_of(other.sheet, right, 1)
        if place > bottom and left is not None:
            beside[other.names or 0] = None  # the name is in the first table already
        lines.append([*line, *beside])
    sheet, locate = rearranged([(first.sheet, first.locate), (other.sheet, other.locate)], lines)
    shifted = {width + position: path for position, path in other.paths.items() if position != other.names}
    senses = {width + position: sense for position, sense in other.senses.items() if position != other.names}
    return replace(
        first, sheet=sheet, top=top, bottom=bottom, paths={**first.paths, **shifted}, senses={**first.senses, **senses},
        start=0, end=len(pairs), next_title=len(pairs), first_heading_row=top, own=slice(None), locate=locate,
    )  # fmt: skip


def _from_bottom(left: Sequence[int], right: Sequence[int]) -> list[tuple[int | None, int | None]]:
    """Pairs the row numbers of two ranges, beginning with the last; None stands for rows that the shorter one lacks."""
    return list(zip_longest(reversed(left), reversed(right)))[::-1]
