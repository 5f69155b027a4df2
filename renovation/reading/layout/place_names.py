"""Names of places on a sheet: as cells, and as headings of groups of rows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from renovation.domain import places
from renovation.domain.cells import Cell
from renovation.domain.column_types import PlaceName
from renovation.domain.tables.declaration import Table
from renovation.reading.layout.grammar import REMEMBERED, folded, parse

_LONGEST: Final = 20
_NO_NAME: Final = re.compile(r"^(其中|注)|[:。]")  # 其中：产业园, 填表人：张三; not 织里镇
_BESIDE_NAME: Final = re.compile(r"\([\d一二三四五六七八九十]+[个家项户处]?\)$|:$")  # 织里镇（2个）, not 织里镇


def place_column(table: Table) -> str | None:
    """The column of the units or counties that a table has a row for, or that its sites lie in."""
    for column in table.columns:
        if isinstance(column.type, PlaceName) and column.type.allowed in (places.UNITS, places.COUNTIES):
            return column.name
    return None


@lru_cache(REMEMBERED)
def is_place(word: str, among: tuple[places.Place, ...]) -> bool:
    """Whether a word names one of the places."""
    return len(word) <= _LONGEST and places.parse_place_name(word, among) is not None


@lru_cache(REMEMBERED)
def may_be_name(word: str) -> bool:
    """Whether a word below headings is no total, note, 其中 or number of a column, and so may name a row."""
    text = folded(word)
    if not 1 < len(text) <= _LONGEST or _NO_NAME.search(text):
        return False
    return bool(parse((word,)).unknown) or is_any_place(word)


def is_any_place(word: str) -> bool:
    """Whether a word names a unit or a county."""
    return is_place(word, places.UNITS) or is_place(word, places.COUNTIES)


def place_of_group(name: Cell, table: Table) -> str | None:
    """The place that a group row names, such as 织里镇（2个）."""
    rule = table.column(place_column(table) or "").type
    text = _BESIDE_NAME.sub("", folded(str(name)))
    return places.parse_place_name(text, rule.allowed) if isinstance(rule, PlaceName) else None
