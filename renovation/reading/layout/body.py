"""Classifies the rows below the headings of a table: data, totals, groups, comparisons, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from renovation.domain.cells import Cell, has_percent_sign, is_numeric, parse_number, typed_text
from renovation.domain.column_types import OneOf, PlaceName
from renovation.domain.numbers import decimal_places
from renovation.domain.places import closest_match
from renovation.reading.layout.grammar import REMEMBERED, folded, parse
from renovation.reading.layout.heading_rows import names_fields, names_measure, numbers_columns
from renovation.reading.layout.lexicon import MADE
from renovation.reading.layout.place_names import (
    accepts,
    is_total_label,
    is_total_of_places,
    place_column,
    place_of_group,
)
from renovation.reading.layout.region import Region

_NOTE: Final = re.compile(
    rf"(备?注|说明|附|(资料|数据)来源|(统计)?口径|单位|{MADE}|上报(日|时|单位)|审[核批定]|复核|校对|经办|联系[人电]|电话|日期|时间"
    r"|(单位|部门|分管)?(主要)?(负责|领导)|签[字名章]|盖章|抄[送报]|有效期|(统计|数据)?截至|统计(时间|日期|期间|时段|[人至到]))[^。]{0,8}?([:(]|$)"
    r"|[(]?(盖章|公章|签字|签章)|注[:\d、.]|备注:|^\*"
)
_NUMBERED: Final = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\))")
_SECTION: Final = re.compile(f"{_NUMBERED.pattern}.*")  # 一、乡镇, not 一线
_COUNTED: Final = re.compile(r"\(?共?[\d一二三四五六七八九十]+[个家项户处]?\)?:?$")  # 在建项目(2个), 共2个; not 项目
_PART: Final = re.compile(r"(其中|内含|#|--?|—+)[:、]?.*")  # 其中：童装园, not 织里镇
_COMPARED: Final = ("mean", "rank", "growth", "share", "gap", "schedule")

Kind = Literal["data", "totals", "notes", "comparisons", "parts", "groups", "blank"]


@dataclass
class Body:
    """The rows of a table by kind, as row numbers on the sheet counted from zero. The table ends before the row `end`.

    `data` are the rows to read, `totals` the rows of totals, `notes` the rows of notes. `comparisons` are rows with
    averages, ranks or figures of another period. `parts` are 其中 rows ("of which"). `groups` are headings of groups of
    rows; some of them contain the sums of the group. `numbering` are rows that number the columns. `places` maps the
    number of a row to the unit or county that the heading above its group names.
    """

    end: int
    data: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    comparisons: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    numbering: list[int] = field(default_factory=list)
    places: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Columns:
    """The columns by which rows are classified.

    `name` is the column of names, `others` the table's other columns, `closed` the columns that allow only the values
    of a list. `place` is the column of places in a table of something else, such as sites.
    """

    name: int
    others: tuple[int, ...]
    closed: tuple[tuple[int, PlaceName | OneOf], ...]
    headings: tuple[str, ...]
    of_places: bool
    place: int | None


def body_of(region: Region) -> Body:
    """Classifies the rows of a table below its headings: data, totals, notes and so on.

    Below the first note, rows without numbers are notes too.
    """
    columns = _columns(region)
    body = Body(_end_of_table(region))
    rows = region.sheet.rows
    place = region.place
    for row in range(region.bottom + 1, body.end):
        cells = rows[row]
        name = cells[columns.name]
        kind: Kind
        below = rows[row + 1 : row + 2]
        if row == region.bottom + 1 and (numbers_columns(cells) or (below and names_fields(cells, below[0]))):
            body.numbering.append(row)
            continue
        if isinstance(name, str) and _is_plain_row(name, cells, columns):
            kind = "data"
        else:
            kind = _kind_of_odd_row(region, columns, row, bool(body.notes))
        if region.grouped and kind != "blank":
            group = place_of_group(cells, columns.name, region.table)
            place, kind = (group, "groups") if group else (place, kind)
            if place and kind == "data":
                body.places[row] = place
        elif kind == "data" and _heads_group(region, columns, cells):
            kind = "groups"
        if kind != "blank" and not (kind == "notes" and row >= region.next_title):
            getattr(body, kind).append(row)
    _move_groups_and_parts(region, columns, body)
    _leave_out_other_measures(region, body)
    return body


def _leave_out_other_measures(region: Region, body: Body) -> None:
    """Moves the rows of a list of measures whose measure is unknown, and like no known one, to the comparisons."""
    rule = region.table.column("measure").type if region.table.has_measurement_unit_per_row else None
    position = region.columns.get("measure")
    if not isinstance(rule, OneOf) or position is None:
        return
    known = [word.zh for word in rule.options.values()]
    others = [
        row for row, cell in zip(body.data, region.column_cells(position, body.data), strict=True)
        if isinstance(cell, str) and not accepts(rule, cell) and not names_measure(cell)
        and not get_close_matches(cell.strip(), known, 1)
    ]  # fmt: skip
    if len(others) < len(body.data):
        body.data = [row for row in body.data if row not in others]
        body.comparisons += others


def _columns(region: Region) -> _Columns:
    table = region.table
    by_name = dict(region.columns)
    if region.names is not None:
        by_name[place_column(table) or ""] = region.names
    keys = [by_name[name] for name in table.key if name in by_name]
    name = keys[0] if keys else region.positions.start
    others = tuple(position for position, sense in region.senses.items() if sense.column and position != name)
    rules = [(position, table.column(column).type) for column, position in by_name.items() if position != name]
    closed = tuple((position, rule) for position, rule in rules if isinstance(rule, PlaceName | OneOf))
    of_places = isinstance(region.table.key_type, PlaceName)
    of_sites = None if of_places else by_name.get(place_column(table) or "")
    return _Columns(name, others, closed, region.paths.get(name, ()), of_places, of_sites)


def _is_plain_row(name: str, cells: Sequence[Cell], columns: _Columns) -> bool:
    """Returns whether a row is clearly data: it has a name and a value in another column of the table."""
    if name in columns.headings or not any(cells[position] is not None for position in columns.others):
        return False
    if columns.place is not None:
        labels = [
            cells[columns.place],
            *(cell for cell in cells[: columns.name] if "计" in str(cell)),
        ]  # 小计 below 序号
        if any(isinstance(label, str) and is_total_of_places(label) for label in labels):
            return False
    if _plain_name(name) and not (columns.of_places and _compares(folded(name))):
        return True
    return _is_known_row(name, cells, columns)


def _is_known_row(name: str, cells: Sequence[Cell], columns: _Columns) -> bool:
    """Returns whether a row is data because a column with fixed values has one of them, although its name is odd."""
    text = folded(name)
    if not text or is_total_label(text):
        return False
    return any(isinstance(cells[position], str) and accepts(rule, cells[position]) for position, rule in columns.closed)


@lru_cache(REMEMBERED)
def _plain_name(name: str) -> bool:
    """Returns whether the name of a row looks like that of a unit or site, not like a total, part, section or note."""
    text = folded(name)
    odd = not text or is_total_label(text) or any(pattern.fullmatch(text) for pattern in (_PART, _SECTION))
    return not odd and not _NOTE.match(text)


@lru_cache(REMEMBERED)
def _compares(text: str) -> bool:
    """Returns whether the name of a row says that its figures only compare, such as 平均, 排名 or 去年同期."""
    if len(text) > 12:
        return False
    heading = parse((text,))
    known = not heading.unknown and not heading.all_of("quantity") & {"projects", "area", "land"}
    return known and (heading.says(*_COMPARED) or heading.covered_time(None) == "other")


def _end_of_table(region: Region) -> int:
    """Returns the row before which a table ends; after a gap, it ends where another table's headings begin."""
    if len(region.table.key) > 1 or not isinstance(region.table.key_type, PlaceName):
        return region.end
    rows = range(region.bottom + 2, region.end - 1)
    return next((row for row in rows if _begins_another(region, row)), region.end)


def _begins_another(region: Region, row: int) -> bool:
    above, here, below = (_filled(region, place) for place in (row - 1, row, row + 1))
    if len(above) > 1 or len(here) < 2 or len(below) < 2 or row in region.repetitions:
        return False
    words = [cell for cell in here if isinstance(cell, str) and not is_numeric(cell)]
    first = words[0] if words else ""
    return (
        len(words) == len(here)
        and not is_total_label(folded(first))
        and not _NOTE.match(folded(first))
        and not any(_is_name(region, word) for word in words)
    )


def _filled(region: Region, row: int) -> list[Cell]:
    bounds = region.positions
    cells = region.sheet.rows[row][bounds.start : bounds.stop]
    return [cell for cell in cells if cell is not None and typed_text(cell) != ""]


def _kind_of_odd_row(region: Region, columns: _Columns, row: int, notes_began: bool) -> Kind:
    """Returns the kind of a row whose name is missing, unknown or the only text."""
    filled = _filled(region, row)
    if not filled:
        remarked = any((row, position) in region.sheet.remarks for position in region.positions)
        return "data" if remarked else "blank"
    if _continues_a_name(region, columns, row):
        return "notes" if _is_sentence(filled) else "data"
    if _is_total(region, [*filled[:2], region.cell(row, columns.name)]):
        return "totals"
    if row in region.repetitions:
        return "blank"
    first, rule, name = filled[0], region.table.key_type, region.sheet.rows[row][columns.name]
    if isinstance(rule, PlaceName) and not (isinstance(name, str) and accepts(rule, name)):
        words = [folded(cell) for cell in filled[:2] if isinstance(cell, str) and not _is_name(region, cell)]
        if any(map(_compares, words)):
            return "comparisons"
        if words and any(_PART.fullmatch(word) for word in words):
            return "parts"
    if isinstance(first, str) and _NOTE.match(folded(first)) and not _is_name(region, first):
        return "notes"
    if any(is_numeric(cell) for cell in filled):
        return "data"
    return "notes" if _only_words(region, columns, row, filled, notes_began) else "data"


def _heads_group(region: Region, columns: _Columns, cells: Sequence[Cell]) -> bool:
    """Returns whether a row is the heading of a group of sites, such as 织里镇（2个）, and not a site itself."""
    if columns.place is None or any(cells[position] is not None for position, _ in columns.closed):
        return False
    first = next((cell for cell in cells if cell is not None), None)
    return _heads_kind(first) or place_of_group(cells, columns.name, region.table) is not None


def _heads_kind(first: Cell) -> bool:
    """Returns whether a cell is a heading for a kind of sites, such as 一、已完工项目（2个）, with known words only."""
    text = folded(first) if isinstance(first, str) else ""
    words = _NUMBERED.sub("", _COUNTED.sub("", text))
    heading = parse((words,))
    return words != text and heading.says("projects") and not heading.unknown


def _continues_a_name(region: Region, columns: _Columns, row: int) -> bool:
    """Returns whether the name in a row is that of a unit above it, so that a 小计 in the row is the unit's own sum."""
    name = region.spread.get((row, columns.name))
    return isinstance(name, str) and _is_name(region, name)


def _is_sentence(filled: Sequence[Cell]) -> bool:
    """Returns whether a row has only one cell, with a sentence: 主要问题：2家企业资金紧张, but not 未报."""
    return len(filled) == 1 and isinstance(filled[0], str) and len(filled[0]) > 6 and not is_numeric(filled[0])


def _only_words(region: Region, columns: _Columns, row: int, filled: Sequence[Cell], notes_began: bool) -> bool:
    """Returns whether a row without numbers is a note or a title, and not a row of data."""
    name = region.cell(row, columns.name)
    named = isinstance(name, str) and _is_name(region, name)
    counted = any(column.required and column.type.dtype != "str" for column in region.table.columns)
    if counted:
        return not named and (notes_began or len(filled) == 1)
    if len(filled) > 1:
        return False
    if filled == [name] and region.sheet.rows[row][columns.name] is None:
        return True  # a title merged over the whole width, at the top of a page
    return notes_began or not isinstance(name, str) or bool(_SECTION.fullmatch(folded(name))) or len(name) > 20


def _move_groups_and_parts(region: Region, columns: _Columns, body: Body) -> None:
    """Moves rows with unknown names from the data to the groups or to the parts, if their figures show what they are.

    A group is the sum of the rows below it. Parts, such as 老虎潭片, add up to the place above them; or the total is
    the sum of the known places without them. A name that may be a misspelt place, such as 织理镇, stays in the data.
    """
    rule, names = region.table.key_type, {row: str(region.cell(row, columns.name) or "") for row in body.data}
    if not isinstance(rule, PlaceName):
        return
    known = {row: rule.parse(name) for row, name in names.items() if accepts(rule, name)}
    similar = {row: closest_match(name, rule.allowed) for row, name in names.items() if row not in known}
    heads = [row for row, place in similar.items() if place is None and names[row]]
    body.groups += [row for row, below in _groups(heads, body) if sums_up(region, row, below)]
    others = {row for row, place in similar.items() if place is None or place.name in known.values()} - {*body.groups}
    groups = [(row, others.intersection(below)) for row, below in _groups(known, body)]
    parts = [other for row, below in groups if sums_up(region, row, below) for other in below]
    body.parts += sorted(others if any(sums_up(region, row, known) for row in body.totals) else parts)
    body.data = [row for row in body.data if row not in (*body.groups, *body.parts)]


def _groups(heads: Iterable[int], body: Body) -> Iterator[tuple[int, list[int]]]:
    """Yields each row of `heads` with the data rows below it, up to the next head, total, group or note."""
    for row, after in pairwise(sorted({*heads, *body.totals, *body.groups, *body.notes, body.end})):
        if row in heads:
            yield row, [other for other in body.data if row < other < after]


def sums_up(region: Region, row: int, below: Iterable[int]) -> bool:
    """Returns whether a row is the sum of the rows `below`, in all columns of counts and areas that can be compared.

    `row` is the number of the row. `below` are the numbers of the rows below it that may be its parts. At least two
    columns must be comparable, or one column if the row has only one number.
    """
    summed = [position for position, sense in region.senses.items() if sense.column in _SUMMED]
    figures = [(region.sheet.rows[row][position], position) for position in summed]
    filled = [(cell, position) for cell, position in figures if is_numeric(cell) and not has_percent_sign(cell)]
    pairs = [(cell, parts) for cell, position in filled if any(parts := region.column_cells(position, [*below]))]
    return len(pairs) >= min(2, len(filled) or 1) and all(_is_sum(cell, parts) for cell, parts in pairs)


_SUMMED: Final = ("projects_started", "projects_completed", "area_renovated", "annual_target_area", "area_reported")


def _is_sum(cell: Cell, parts: Sequence[Cell]) -> bool:
    numbers = [parse_number(part) for part in parts if is_numeric(part) and not has_percent_sign(part)]
    whole = parse_number(cell)
    return bool(numbers) and abs(sum(numbers) - whole) <= 0.5000001 * 10.0 ** -decimal_places(whole)


def _is_name(region: Region, text: str) -> bool:
    """Returns whether a text is an allowed name of a row, or is very similar to one."""
    rule = region.table.key_type
    return isinstance(rule, PlaceName) and closest_match(text, rule.allowed) is not None


def _is_total(region: Region, words: Sequence[Cell]) -> bool:
    """Returns whether a row's first words name a total, such as 合计, and are not an allowed name of a row."""
    rule = region.table.key_type
    for cell in words:
        if not isinstance(cell, str):
            continue
        if isinstance(rule, PlaceName) and accepts(rule, cell):
            return False
        if is_total_label(folded(cell)) if isinstance(rule, PlaceName) else is_total_of_places(cell):
            return True
    return False
