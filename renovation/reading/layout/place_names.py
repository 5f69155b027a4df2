"""Recognises names of places in cells and in the headings of groups of rows, and the labels of their totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from renovation.domain import places
from renovation.domain.cells import Cell
from renovation.domain.column_types import OneOf, PlaceName
from renovation.domain.tables.declaration import Table
from renovation.reading.layout.grammar import REMEMBERED, folded, parse
from renovation.reading.layout.meanings import code_by_meaning

_LONGEST: Final = 20
_NO_NAME: Final = re.compile(r"^(其中|注)|[:。]")  # 其中：产业园, 填表人：张三; not 织里镇
_BESIDE_NAME: Final = re.compile(
    r"^[一二三四五六七八九十]+、|\([\d一二三四五六七八九十]+[个家项户处]?(?:项目|企业)?\)$|:$"
)  # 织里镇（2个）, 一、织里镇（2个项目）; not 织里镇

_TOTAL: Final = re.compile(
    r".*(合计|小计|总计|共计)(数|:)?(\([^()]*\))?|(grand|sub)total|过次页|承前页|[转接][下上]页"
)  # 吴兴区合计(8个), not 合计电器厂
_MAY_BE_TOTAL: Final = re.compile("计|总|全|所有|吴兴|total|页")
_OF_TOTALS: Final = frozenset(
    {("statistic", "whole"), ("period", "total"), ("scope", "district"), ("scope", "city"), ("scope", "all")}
)
_LONGEST_TOTAL: Final = 20


def place_column(table: Table) -> str | None:
    """Returns the name of the table's column that contains units or counties; None if it has no such column."""
    for column in table.columns:
        if isinstance(column.type, PlaceName) and column.type.allowed in (places.UNITS, places.COUNTIES):
            return column.name
    return None


@lru_cache(REMEMBERED)
def is_place(word: str, among: tuple[places.Place, ...]) -> bool:
    """Returns whether the text `word` is the name or an alias of one of the places `among`."""
    return len(word) <= _LONGEST and places.parse_place_name(word, among) is not None


@lru_cache(REMEMBERED)
def accepts(rule: PlaceName | OneOf, text: str) -> bool:
    """Returns whether `text` is a value that a column allows.

    `rule` is the type of the column, which lists the allowed values.
    """
    if isinstance(rule, OneOf):
        return code_by_meaning(rule, text) is not None
    try:
        rule.parse(text)
    except ValueError:
        return False
    return True


@lru_cache(REMEMBERED)
def may_be_name(word: str) -> bool:
    """Returns whether a text below the headings can be the name of a row; totals, notes and numbers cannot."""
    text = folded(word)
    if not 1 < len(text) <= _LONGEST or _NO_NAME.search(text):
        return False
    return bool(parse((word,)).unknown) or is_any_place(word)


def is_any_place(word: str) -> bool:
    """Returns whether a word is the name or an alias of a unit or a county."""
    return is_place(word, places.UNITS) or is_place(word, places.COUNTIES)


def place_of_group(cells: Sequence[Cell], position: int, table: Table) -> str | None:
    """Returns the place that the heading of a group of rows names, such as 织里镇（2个）; None if it names no place.

    `cells` is the row of this heading. The name is in the column number `position`, or in the only filled cell of the
    row.
    """
    filled = [cell for cell in cells if cell is not None]
    name = cells[position] if cells[position] is not None else filled[0] if len(filled) == 1 else None
    rule = table.column(place_column(table) or "").type
    if not isinstance(name, str) or not isinstance(rule, PlaceName):
        return None
    return places.parse_place_name(_BESIDE_NAME.sub("", folded(name)), rule.allowed)


def places_named(text: str, among: tuple[places.Place, ...]) -> set[str]:
    """Returns the names of those places in `among` whose name or alias occurs in `text`.

    `text` must be normalised by `folded`.
    """
    return {place.name for place in among if any(folded(name) in text for name in (place.name, *place.aliases))}


@lru_cache(REMEMBERED)
def is_total_of_places(text: str) -> bool:
    """Returns whether a text is the label of a total, such as 合计 or 织里镇小计, but not 织里镇 alone."""
    return is_total_label(folded(text)) or place_of_total(text) is not None


@lru_cache(REMEMBERED)
def place_of_total(text: str) -> str | None:
    """Returns the name of the place in the label of its total: 织里镇 for 织里镇小计.

    Returns None if the text is no label of a total, or if the label names no place.
    """
    parts = ((text[:end], folded(text[end:])) for end in range(2, len(text) - 1))
    return next((name for name, label in parts if is_any_place(name) and is_total_label(label)), None)


@lru_cache(REMEMBERED)
def is_total_label(text: str) -> bool:
    """Returns whether a text is the label of a total, such as 合计, 全区汇总 or 累计, but not 上周合计 or 计量仪器厂.

    `text` must be normalised by `folded`.
    """
    if not 1 < len(text) < _LONGEST_TOTAL or not _MAY_BE_TOTAL.search(text):
        return False
    heading = parse((text,))
    if _TOTAL.fullmatch(text):
        return not heading.says("previous", "last_year")  # 上周合计, whose rows are not these
    others = heading.features - {("statistic", "count"), ("period", "year"), *_OF_TOTALS}
    return not heading.unknown and not heading.times and {kind for kind, _ in others} <= {"neutral"} and any(
        feature in _OF_TOTALS for feature in heading.features
    )  # fmt: skip
