"""The rows below headings: data, totals, and notes and signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from renovation.domain.cells import Cell, has_percent_sign, is_numeric, parse_number, typed_text
from renovation.domain.column_types import ColumnType, PlaceName
from renovation.domain.places import OWN_COUNTY, closest_match
from renovation.reading.layout.headings import folded
from renovation.reading.layout.regions import Region

_TOTAL: Final = re.compile(
    r"(合计|小计|总计|共计|总数|全区|全市|.*(合计|小计|总计|共计))(数|:)?(\([^()]*\))?|(grand|sub)?total"
)
_NOTE: Final = re.compile(
    r"(备?注|说明|附|填报?表?说明|资料来源|数据来源|统计口径|口径|单位|填报?表?[人时日单]|填报|制表|审[核批定]|复核|校对|经办|(单位|部门|分管)"
    r"?(主要)?(负责|领导)|联系[人电]|电话|日期|时间|报送|上报(日|时|单位)|签[字名章]|盖章|打印|抄[送报]|截至|统计(时间|日期|人))[^。]{0,8}?([:(]|$)"
    r"|[(]?(盖章|公章|签字|签章)|注[:\d、.]|备注:|^\*"
)
_COLUMN_NUMBERS: Final = re.compile(r"[甲乙丙丁]|栏次|列次|列号|\d=\d[/÷]\d")
_SECTION: Final = re.compile(r"([一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)).*")

_REMEMBERED: Final = 4096
"""Names of a sheet that are judged once; a ledger's never come again, and must not fill the server's memory."""

_COMPARISON: Final = re.compile(
    r"(平均|均值|(去年|上年)?同期|同比|环比|上[周月期]|比?较?[上去][周月期年]?(增[减长幅]|增加)).*"
)
"""Rows that compare a table with another time or with its own middle."""

Kind = Literal["data", "total", "note", "aside", "blank"]


@dataclass
class Body:
    """The rows of a region by what they are.

    `aside` are rows of comparisons; from row `end` on stands a table that is none of ours.
    """

    end: int
    data: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    aside: list[int] = field(default_factory=list)


def body_of(region: Region) -> Body:
    """Sorts the rows below a region's headings; once notes have begun, rows of words alone are notes too."""
    body = Body(_end_of_table(region))
    first, naming = region.headings.bottom + 1, _naming(region)
    others = [position for position, _ in region.headings.fields.values() if position != naming]
    headings = region.headings.paths.get(naming, ())
    for row in range(first, body.end):
        cells = region.sheet.rows[row]
        name = cells[naming]
        plain = (
            isinstance(name, str)
            and _plain_name(name)
            and name not in headings
            and any(cells[position] is not None for position in others)
        )
        kind = "data" if plain else _kind_of_odd_row(region, row, bool(body.notes))
        if row == first and kind == "data" and _numbers_columns(region.sheet.rows[row]):
            continue
        if kind == "blank" or (kind == "note" and row >= region.next_title):
            continue
        {"data": body.data, "total": body.totals, "note": body.notes, "aside": body.aside}[kind].append(row)
    return body


def _end_of_table(region: Region) -> int:
    """Where headings of another table begin that is none of ours, below a gap; only tables of known names can tell."""
    if len(region.table.key) > 1 or not isinstance(_rule(region), PlaceName):
        return region.end
    rows = range(region.headings.bottom + 2, region.end - 1)
    return next((row for row in rows if _begins_another(region, row)), region.end)


def _begins_another(region: Region, row: int) -> bool:
    above, here, below = (_filled(region, place) for place in (row - 1, row, row + 1))
    if len(above) > 1 or len(here) < 2 or len(below) < 2 or row in region.repetitions:
        return False
    words = [cell for cell in here if isinstance(cell, str) and not is_numeric(cell)]
    first = words[0] if words else ""
    return (
        len(words) == len(here)
        and not _says_total(first)
        and not _NOTE.match(folded(first))
        and not any(_is_name(region, word) for word in words)
    )


def _filled(region: Region, row: int) -> list[Cell]:
    bounds = region.headings.positions
    cells = region.sheet.rows[row][bounds.start : bounds.stop]
    return [cell for cell in cells if cell is not None and typed_text(cell) != ""]


def _kind_of_odd_row(region: Region, row: int, notes_began: bool) -> Kind:
    """What a row is whose name is missing, strange, or stands alone."""
    bounds = region.headings.positions
    filled = _filled(region, row)
    if not filled:
        remarked = any((row, position) in region.sheet.remarks for position in bounds)
        return "data" if remarked else "blank"
    if _continues_a_name(region, row):
        return "data"
    if _is_total(region, [*filled[:2], *region.sheet.rows[row][_naming(region) :][:1]]):
        return "total"
    if any(_compares(cell) for cell in filled[:2]) and isinstance(_rule(region), PlaceName):
        return "aside"
    if row in region.repetitions:
        return "blank"
    first = filled[0]
    if isinstance(first, str) and _NOTE.match(folded(first)) and not _is_name(region, first):
        return "note"
    if any(is_numeric(cell) for cell in filled):
        return "data"
    return "note" if _only_words(region, row, filled, notes_began) else "data"


def _continues_a_name(region: Region, row: int) -> bool:
    """Whether a row is a further one of a unit whose merged name began above: 合计 there is the unit's own."""
    place = _naming(region)
    name = region.spread.get((row, place)) if region.sheet.rows[row][place] is None else None
    return isinstance(name, str) and _is_name(region, name)


def _only_words(region: Region, row: int, filled: Sequence[Cell], notes_began: bool) -> bool:
    """Whether a row without a number is no row of the table: a note, the title of what follows, or of a section."""
    cells = region.sheet.rows[row]
    place = _naming(region)
    name = cells[place] if cells[place] is not None else region.spread.get((row, place))
    named = isinstance(name, str) and _is_name(region, name)
    counted = any(column.required and column.type.dtype != "str" for column in region.table.columns)
    if counted:
        return not named and (notes_began or len(filled) == 1)
    if len(filled) > 1:
        return False
    return notes_began or not isinstance(name, str) or bool(_SECTION.fullmatch(folded(name))) or len(name) > 20


def _naming(region: Region) -> int:
    """Where the names of the rows stand."""
    headings = region.headings
    found = [headings.fields[name][0] for name in headings.table.key if name in headings.fields]
    return found[0] if found else headings.positions.start


def _is_name(region: Region, text: str) -> bool:
    """Whether the table's key takes the text as a name, or it is much like one that it takes."""
    rule = _rule(region)
    return isinstance(rule, PlaceName) and closest_match(text, rule.allowed) is not None


def _rule(region: Region) -> ColumnType:
    """What the table's key takes."""
    return region.table.column(region.table.key[0]).type


def _compares(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_COMPARISON.fullmatch(folded(cell)))


def _is_total(region: Region, words: Sequence[Cell]) -> bool:
    """Whether one of these words says total, and is no name that the table takes (全区 in 全区指标)."""
    rule = _rule(region)
    for cell in words:
        if not isinstance(cell, str):
            continue
        if isinstance(rule, PlaceName):
            if _takes(rule, cell):
                return False
            if folded(cell) == OWN_COUNTY.name:
                return True
        if _says_total(cell):
            return True
    return False


@lru_cache(_REMEMBERED)
def _takes(rule: PlaceName, text: str) -> bool:
    try:
        rule.parse(text)
    except ValueError:
        return False
    return True


def _says_total(text: str) -> bool:
    return len(text) < 20 and bool(_TOTAL.fullmatch(folded(text)))


@lru_cache(_REMEMBERED)
def _plain_name(name: str) -> bool:
    """Whether a name is neither a total nor the beginning of a note."""
    text = folded(name)
    odd = text in ("", OWN_COUNTY.name) or any(pattern.fullmatch(text) for pattern in (_TOTAL, _COMPARISON))
    return not odd and not _NOTE.match(text)


def _numbers_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: 甲, 1, 2, 3."""
    filled = [cell for cell in cells if cell is not None]
    words = [cell for cell in filled if isinstance(cell, str) and not is_numeric(cell)]
    figures = [parse_number(cell) for cell in filled if is_numeric(cell) and not has_percent_sign(cell)]
    if len(figures) < 2 or len(words) + len(figures) != len(filled):
        return False
    consecutive = all(after - before == 1 for before, after in pairwise(figures))
    return consecutive and figures[0] in (0, 1, 2) and all(_COLUMN_NUMBERS.match(folded(word)) for word in words)
