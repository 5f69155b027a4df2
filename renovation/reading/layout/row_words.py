"""A column of words that says what each row holds: 计划 and 完成, or 本周 and 累计, below each other for every unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from renovation.domain.cells import typed_text
from renovation.reading.layout.body import name_in
from renovation.reading.layout.grammar import parse
from renovation.reading.layout.meanings import Sense, sense_of
from renovation.reading.layout.place_names import place_column
from renovation.reading.layout.region import Region

_MOST_WORDS: Final = 6
_TARGET: Final = "annual_target_area"
_COUNTED: Final = ("projects_started", "projects_completed", "area_renovated", "area_reported")
_QUALIFIED: Final = ("whole", "total", "actual", "done", "year", "present")


@dataclass(frozen=True)
class RowKinds:
    """Rows told apart by the words of a column: those of `word` hold the data, `others` are left out.

    `targets` holds the position and rows of planned areas, None where the sheet has none in rows of their own.
    """

    position: int
    data: list[int]
    others: list[int]
    word: str
    targets: tuple[int, list[int]] | None


def split_rows(region: Region, rows: Sequence[int], as_of: dt.date | None) -> RowKinds | None:
    """Tells the rows apart where one column's words say what they hold; None where no column does."""
    if place_column(region.table) != region.table.key[0] or region.names is None:
        return None
    for position in range(region.positions.start, region.positions.stop):
        words = _words(region, position, rows)
        if words:
            return _split(region, position, words, as_of)
    return None


def _words(region: Region, position: int, rows: Sequence[int]) -> dict[int, str]:
    """By row, the words of a column that holds only a few, and each of them once for every name."""
    sense = region.senses.get(position)
    if position == region.names or (sense and sense.column):
        return {}
    cells = dict(zip(rows, region.column_cells(position, rows), strict=True))
    if not cells or not all(isinstance(cell, str) for cell in cells.values()):
        return {}
    found = {row: typed_text(cell) for row, cell in cells.items()}
    distinct = set(found.values())
    pairs = {(str(name_in(region, region.names or 0, row)), word) for row, word in found.items()}
    is_regular = len(pairs) == len(rows) == len(distinct) * len({name for name, _ in pairs})
    return found if 2 <= len(distinct) <= _MOST_WORDS and is_regular else {}


def _split(region: Region, position: int, words: Mapping[int, str], as_of: dt.date | None) -> RowKinds | None:
    """The rows of the one word that fits best and says so; None where two fit equally well."""
    ranks = {word: rank for word in set(words.values()) if (rank := _rank(region, word, as_of)) is not None}
    best = [word for word, rank in ranks.items() if rank == min(ranks.values())]
    if len(best) != 1 or not (parse((best[0],)).says(*_QUALIFIED) or parse((best[0],)).times):
        return None
    data = [row for row, word in words.items() if word == best[0]]
    others = [row for row, word in words.items() if word != best[0]]
    return RowKinds(position, data, others, best[0], _planned(region, list(words), words))


def _rank(region: Region, word: str, as_of: dt.date | None) -> int | None:
    """How well the rows of a word fit all counted columns; None where a column is none of ours in them."""
    paths = [region.paths[position] for position, sense in region.senses.items() if sense.column in _COUNTED
             and sense.standing != "aside"]  # fmt: skip
    senses = [sense_of((*path, word), region.table.name, as_of) for path in paths]
    if not senses or any(sense.column not in _COUNTED or sense.standing != "ours" for sense in senses):
        return None
    return sum(sense.rank for sense in senses) - parse((word,)).says("whole")


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
