"""The rows below headings: data, totals, and notes and signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from renovation.places import OWN_COUNTY, nearest
from renovation.reading.layout.headings import folded
from renovation.reading.layout.regions import Region
from renovation.rules import Cell, Reporter, is_numeric, is_percentage, number, typed_text

_TOTAL: Final = re.compile(r"(合计|小计|总计|共计|总数|全区|全市|.*(合计|小计|总计|共计))(数|:)?|(grand|sub)?total")
_NOTE: Final = re.compile(
    r"(备?注|说明|附|填报?表?说明|资料来源|数据来源|统计口径|口径|单位|填报?表?[人时日单]|填报|制表|审[核批定]|复核|校对|经办|(单位|部门|分管)"
    r"?(主要)?(负责|领导)|联系[人电]|电话|日期|时间|报送|上报(日|时|单位)|签[字名章]|盖章|打印|抄[送报]|截至|统计(时间|日期|人))[^。]{0,8}?([:(]|$)"
    r"|[(]?(盖章|公章|签字|签章)|注[:\d、.]|备注:|^\*"
)
_COLUMN_NUMBERS: Final = re.compile(r"甲|栏次|列次|列号")
_SECTION: Final = re.compile(r"([一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)).*")

_REMEMBERED: Final = 4096
"""Names of a sheet that are judged once; a ledger's never come again, and must not fill the server's memory."""

Kind = Literal["data", "total", "note", "blank"]


@dataclass
class Body:
    """The rows of a region by what they are; `footers` are the texts of its notes."""

    data: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)


def body_of(region: Region) -> Body:
    """Sorts the rows below a region's headings; once notes have begun, rows of words alone are notes too."""
    body = Body()
    first, naming = region.headings.bottom + 1, _naming(region)
    others = [position for position, _ in region.headings.fields.values() if position != naming]
    headings = region.headings.paths.get(naming, ())
    for row in range(first, region.end):
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
        {"data": body.data, "total": body.totals, "note": body.notes}[kind].append(row)
    return body


def _kind_of_odd_row(region: Region, row: int, notes_began: bool) -> Kind:
    """What a row is whose name is missing, strange, or stands alone."""
    bounds = region.headings.positions
    cells = region.sheet.rows[row][bounds.start : bounds.stop]
    filled = [cell for cell in cells if cell is not None and typed_text(cell) != ""]
    if not filled:
        remarked = any((row, position) in region.sheet.remarks for position in bounds)
        return "data" if remarked else "blank"
    if _is_total(region, [*filled[:2], *cells[_naming(region) - bounds.start :][:1]]):
        return "total"
    if row in region.repetitions:
        return "blank"
    first = filled[0]
    if isinstance(first, str) and _NOTE.match(folded(first)) and not _is_name(region, first):
        return "note"
    if any(is_numeric(cell) for cell in filled):
        return "data"
    return "note" if _only_words(region, row, filled, notes_began) else "data"


def _only_words(region: Region, row: int, filled: Sequence[Cell], notes_began: bool) -> bool:
    """Whether a row without a number is no row of the table: a note, the title of what follows, or of a section."""
    cells = region.sheet.rows[row]
    place = _naming(region)
    name = cells[place] if cells[place] is not None else region.spread.get((row, place))
    named = isinstance(name, str) and _is_name(region, name)
    counted = any(column.required and column.rule.dtype != "str" for column in region.table.columns)
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
    rule = region.table.column(region.table.key[0]).rule
    if not isinstance(rule, Reporter):
        return False
    return nearest(text, rule.among) is not None


def _is_total(region: Region, words: Sequence[Cell]) -> bool:
    """Whether one of these words says total, and is no name that the table takes (全区 in 全区指标)."""
    rule = region.table.column(region.table.key[0]).rule
    for cell in words:
        if not isinstance(cell, str):
            continue
        if isinstance(rule, Reporter):
            if _takes(rule, cell):
                return False
            if folded(cell) == OWN_COUNTY.name:
                return True
        if _says_total(cell):
            return True
    return False


@lru_cache(_REMEMBERED)
def _takes(rule: Reporter, text: str) -> bool:
    try:
        rule.value(text)
    except ValueError:
        return False
    return True


def _says_total(text: str) -> bool:
    return len(text) < 20 and bool(_TOTAL.fullmatch(folded(text)))


@lru_cache(_REMEMBERED)
def _plain_name(name: str) -> bool:
    """Whether a name is neither a total nor the beginning of a note."""
    text = folded(name)
    return text != "" and text != OWN_COUNTY.name and not _TOTAL.fullmatch(text) and not _NOTE.match(text)


def _numbers_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: 甲, 1, 2, 3."""
    filled = [cell for cell in cells if cell is not None]
    words = [cell for cell in filled if isinstance(cell, str) and not is_numeric(cell)]
    figures = [number(cell) for cell in filled if is_numeric(cell) and not is_percentage(cell)]
    if len(figures) < 2 or len(words) + len(figures) != len(filled):
        return False
    consecutive = all(after - before == 1 for before, after in pairwise(figures))
    return consecutive and figures[0] in (0, 1, 2) and all(_COLUMN_NUMBERS.match(folded(word)) for word in words)
