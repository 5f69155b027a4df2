"""Which column a heading names, however an office writes it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from renovation.domain.column_types import Count, Quantity
from renovation.domain.tables import TABLES
from renovation.domain.tables.declaration import Column, Table
from renovation.reading.layout.scales import factor, is_unit, looks_like_a_unit, split_unit

Path = tuple[str, ...]
"""A heading from its top row to its lowest, as typed: `("项目数", "开工")`."""

_BRACKETED: Final = re.compile(r"\(([^()]*)\)")
_DECORATION: Final = re.compile(
    r"截至[\d年月日.\-/]*(目前|底)?|20\d\d年度?|今年以来|年初以来|累计|实际|至今|目前|本年|全年|当年|其中:?|\*|已(?=完成|开工|完工|改造)"
)
_ANOTHER_MEASURE: Final = re.compile(
    r"[本上当][周月期季旬]|新增|去年|上年|同期|同比|环比|增幅|增长|增减|排名|名次|计划|拟|占比|比重|序时|时序"
)
_NEUTRAL_PARENT: Final = re.compile(
    r"(实际|吴兴区|全区|旧厂区|旧厂房|改造|工作|项目|建筑|面积|建设|推进|完成|进展|目标|任务|实施|主要|总体|情况|进度|"
    r"指标|数据|统计|信息|基本|数|年度|的|及|和|与|[、,:])*"
)
_REMEMBERED: Final = 4096
"""Words that are judged once; a ledger's names never come again, and must not fill the server's memory."""
_OF_PROJECTS: Final = re.compile(r"项目(个|总)?数|个数|数量|^(改造|实施)?项目$")
_WHOLE: Final = re.compile(r"总数|合计|小计|总计|共计")
_SERIAL: Final = re.compile(r"序号|编号|顺序号?|行号|no\.?|电话|联系电话|手机号?码?")


@dataclass(frozen=True)
class Named:
    """A heading understood: its column, and the unit it is typed in (None where the heading says none).

    `wording` is the heading without unit and decoration; `known_unit` is False where the unit is none that the column
    may be typed in.
    """

    column: Column
    wording: str
    unit: str | None
    known_unit: bool = True


@lru_cache(_REMEMBERED)
def folded(text: str) -> str:
    """A heading in one spelling: half-width, no blanks, small letters, 竣工 as 完工, 截止 as 截至."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower().replace("〔", "(").replace("〕", ")")
    return plain.replace("[", "(").replace("]", ")").replace("竣工", "完工").replace("截止", "截至")


def is_serial(heading: str) -> bool:
    """Whether a column under this heading holds numbers that say nothing: serial and telephone numbers."""
    return bool(_SERIAL.fullmatch(folded(heading)))


@cache
def names_of_columns(table: str) -> Mapping[str, str]:
    """Every folded heading and alias of a table with the name of its column; the heading itself wins."""
    columns = TABLES[table].columns
    named = {_bare(alias): column.name for column in columns for alias in column.aliases}
    return named | {_bare(word): column.name for column in columns for word in (column.heading.zh, column.heading.en)}


def _bare(heading: str) -> str:
    return re.sub(r"[()]", "", folded(heading))


@cache
def _all_aliases() -> str:
    return "|".join(alias for table in TABLES for alias in names_of_columns(table))


@lru_cache(_REMEMBERED)
def may_be_heading(cell: str) -> bool:
    """A quick look: whether a text is, or is a part of, some heading of ours."""
    if len(cell) > 40:
        return False
    text = _DECORATION.sub("", _BRACKETED.sub("", folded(cell)))
    return len(text) > 1 and (text in _all_aliases() or split_unit(text)[0] in _all_aliases())


def recognise(path: Path, table: Table) -> Named | None:
    """The column of the table that a heading names, None where it names none.

    A parent heading is joined before or behind its children (项目数 over 开工 is 开工项目数); it is left aside only
    where it says nothing (完成情况), never where it makes another measure of it (本周新增, 重点项目).
    """
    return _recognised(tuple(folded(part) for part in path), table.name)


@lru_cache(_REMEMBERED)
def _recognised(path: Path, table: str) -> Named | None:
    if any(_ANOTHER_MEASURE.search(part) and _bare(part) not in names_of_columns(table) for part in path):
        return None
    if len(path) > 1 and _WHOLE.fullmatch(path[-1]):
        return _recognised(path[:-1], table)
    for start in range(len(path)):
        if not all(is_neutral(parent) for parent in path[:start]):
            return None
        found = _joined(path[start:], table)
        if found:
            return found if _go_together(path[:start], found) else None
    return None


def _go_together(parents: Path, named: Named) -> bool:
    """Whether parents left aside speak of the same kind of number: under 项目数 or 进展（个）, 目标 is no area."""
    column = named.column
    if not isinstance(column.type, Count | Quantity):
        return True
    said = [unit for parent in parents for unit in _BRACKETED.findall(parent) if is_unit(unit)]
    if named.unit is None and column.unit and any(factor(unit, column.unit) is None for unit in said):
        return False
    is_count = isinstance(column.type, Count)
    other = re.compile("面积") if is_count else _OF_PROJECTS
    return not any(other.search(_DECORATION.sub("", _BRACKETED.sub("", parent))) for parent in parents)


def is_neutral(parent: str) -> bool:
    """Whether a folded heading says nothing that its children do not: 完成情况, 项目数, but not 重点项目."""
    words = _DECORATION.sub("", _BRACKETED.sub(lambda found: "" if is_unit(found[1]) else found[1], parent))
    says_target = re.search("目标|任务", words) and not re.search("完成|情况", words)
    return bool(_NEUTRAL_PARENT.fullmatch(words)) and not says_target


def _joined(path: Path, table: str) -> Named | None:
    """The column that all parts together name, in either order."""
    split = [_parted(part) for part in path]
    words = [word for word, _, _ in split]
    units = [unit for _, unit, _ in split if unit]
    notes = [note for _, _, rest in split for note in rest]
    for text in _orders(words, notes):
        found = _named(text, units[-1] if units else None, table)
        if found:
            return found
    return _with_strange_unit("".join(words), notes, table)


def _parted(part: str) -> tuple[str, str | None, tuple[str, ...]]:
    """A folded heading's words, its unit, and what else stands in brackets."""
    inside = [text.removeprefix("单位:") for text in _BRACKETED.findall(part)]
    words = _BRACKETED.sub("", part).removeprefix("单位:") if part.startswith("单位:") else _BRACKETED.sub("", part)
    units = [text for text in inside if is_unit(text)]
    notes = tuple(text for text in inside if not is_unit(text) and _DECORATION.sub("", text))
    if is_unit(words):
        return "", words, notes
    return words.rstrip(":"), units[-1] if units else None, notes


def _orders(words: list[str], notes: list[str]) -> Iterator[str]:
    """The words in the orders that an office may mean: as read, child before parent, and with what is in brackets."""
    parts = [word for word in words if word]
    if not notes:
        yield "".join(parts)
        yield "".join(reversed(parts))
        return
    yield "".join(parts + notes)
    yield "".join(notes + parts)
    yield "".join([*parts[-1:], *notes, *parts[:-1]])


def _named(text: str, unit: str | None, table: str) -> Named | None:
    names = names_of_columns(table)
    for words in (text, _DECORATION.sub("", text)):
        if words in names:
            return _fitting(names[words], words, unit, table)
        bare, tail = split_unit(words)
        if tail and bare in names:
            return _fitting(names[bare], bare, unit or tail, table)
    return None


def _fitting(name: str, wording: str, unit: str | None, table: str) -> Named:
    column = TABLES[table].column(name)
    fits = unit is None or (column.unit is not None and factor(unit, column.unit) is not None)
    return Named(column, wording, unit, fits)


def _with_strange_unit(words: str, notes: list[str], table: str) -> Named | None:
    """A heading of ours with something in brackets: an unknown unit, or a word that changes nothing."""
    name = names_of_columns(table).get(words) or names_of_columns(table).get(_DECORATION.sub("", words))
    if name is None or not notes:
        return None
    column = TABLES[table].column(name)
    if column.unit and isinstance(column.type, Quantity):
        return Named(column, words, notes[-1], known_unit=False)
    if isinstance(column.type, Count):
        return Named(column, words, notes[-1], known_unit=False) if looks_like_a_unit(notes[-1]) else None
    return Named(column, words, None)
