"""A column of words that says what each row holds: 计划 and 完成, or 本周 and 累计, below each other for every unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from renovation.domain.cells import Cell, typed_text
from renovation.reading.layout.grammar import parse
from renovation.reading.layout.meanings import Sense, sense_of
from renovation.reading.layout.place_names import place_column
from renovation.reading.layout.regions import Region

_MOST_WORDS: Final = 4
_TARGET: Final = "annual_target_area"
_COUNTED: Final = ("projects_started", "projects_completed", "area_renovated", "area_reported")


@dataclass(frozen=True)
class RowWords:
    """The rows that hold the data, those of other words, and the position and rows of planned areas."""

    data: list[int]
    others: list[int]
    word: str
    target: tuple[int, list[int]] | None


def split_rows(region: Region, rows: Sequence[int], as_of: dt.date | None) -> RowWords | None:
    """Tells the rows apart where one column's words say what they hold; None where no column does."""
    if place_column(region.table) != region.table.key[0] or region.names is None:
        return None
    for position in range(region.positions.start, region.positions.stop):
        words = _words(region, position, rows)
        if words:
            return _split(region, rows, words, as_of)
    return None


def _words(region: Region, position: int, rows: Sequence[int]) -> dict[int, str]:
    """By row, the words of a column that holds only a few, each known, and for every name each of them once."""
    sense = region.senses.get(position)
    if position == region.names or (sense and sense.column):
        return {}
    cells = dict(zip(rows, region.column_cells(position, rows), strict=True))
    if not cells or not all(isinstance(cell, str) for cell in cells.values()):
        return {}
    found = {row: typed_text(cell) for row, cell in cells.items()}
    distinct = set(found.values())
    known = all(_is_known(word) for word in distinct)
    return found if 2 <= len(distinct) <= _MOST_WORDS and known and _repeat(region, rows, len(distinct)) else {}


def _is_known(word: str) -> bool:
    heading = parse((word,))
    says = heading.times or heading.says("plan", "actual", "done", "target", "whole", "total", "gain", "year")
    return not heading.unknown and bool(says or heading.all_of("period") or heading.all_of("statistic"))


def _repeat(region: Region, rows: Sequence[int], times: int) -> bool:
    """Whether every name has that many rows, its merged or blank cells counted."""
    counts: dict[str, int] = {}
    name: Cell = None
    for row in rows:
        name = region.sheet.rows[row][region.names or 0] or region.spread.get((row, region.names or 0)) or name
        counts[str(name)] = counts.get(str(name), 0) + 1
    return set(counts.values()) == {times}


def _split(region: Region, rows: Sequence[int], words: Mapping[int, str], as_of: dt.date | None) -> RowWords | None:
    ranks = {word: rank for word in set(words.values()) if (rank := _rank(region, word, as_of)) is not None}
    best = [word for word, rank in ranks.items() if rank == min(ranks.values())]
    if len(best) != 1:
        return None
    data = [row for row in rows if words[row] == best[0]]
    others = [row for row in rows if words[row] != best[0]]
    return RowWords(data, others, best[0], _planned(region, rows, words))


def _rank(region: Region, word: str, as_of: dt.date | None) -> int | None:
    """How well the rows of a word fit all counted columns; None where a column is none of ours in them."""
    paths = [region.paths[position] for position, sense in region.senses.items() if sense.column in _COUNTED
             and sense.standing != "aside"]  # fmt: skip
    senses = [sense_of((*path, word), region.table.name, as_of) for path in paths]
    if not senses or any(sense.column not in _COUNTED or sense.standing != "ours" for sense in senses):
        return None
    return sum(sense.rank for sense in senses)


def sense_in_rows(region: Region, position: int, word: str, sense: Sense) -> Sense:
    """What a counted column means in the rows of a word: 建筑面积 in those of 实际 is the area completed."""
    found = sense_of((*region.paths[position], word), region.table.name, None)
    return found if sense.column in _COUNTED and found.column == sense.column else sense


def _planned(region: Region, rows: Sequence[int], words: Mapping[int, str]) -> tuple[int, list[int]] | None:
    """Where the target stands if it stands in rows of its own: below 改造面积, in those of 计划 or 目标."""
    if any(sense.column == _TARGET for sense in region.senses.values()):
        return None
    for position, sense in region.senses.items():
        if sense.column == "area_renovated":
            for word in dict.fromkeys(words.values()):
                if sense_of((*region.paths[position], word), region.table.name, None).column == _TARGET:
                    return position, [row for row in rows if words[row] == word]
    return None
