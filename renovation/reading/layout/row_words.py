"""Handles tables with several rows for each unit, distinguished by a column of words such as 计划 and 完成."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from renovation.domain.cells import Cell, has_percent_sign, typed_text
from renovation.reading.layout.grammar import parse
from renovation.reading.layout.meanings import Sense, sense_of
from renovation.reading.layout.place_names import place_column
from renovation.reading.layout.previous import FIGURES
from renovation.reading.layout.region import Region
from renovation.reading.layout.scopes import names_programme_alone

_WHOLE, _SUM = "合计", "小计"
_YEAR: Final = re.compile("年[份度]?$")  # 年份, with 2013 and 2012 below; not 年度目标
_TARGET: Final = "annual_target_area"
_RATE: Final = "completion_rate_reported"
_QUALIFIED: Final = ("whole", "total", "actual", "done", "year", "present")


@dataclass(frozen=True)
class WordsOfRows:
    """A column whose words distinguish several rows of the same unit, such as 计划 and 完成.

    `position` is the number of this column. `by_row` maps row numbers to words: {4: '计划', 5: '完成'}.
    """

    position: int
    by_row: Mapping[int, str]

    @property
    def distinct(self) -> list[str]:
        """The different words in the column, in the order of their first rows."""
        return list(dict.fromkeys(self.by_row.values()))


def words_of_rows(region: Region, rows: Sequence[int]) -> WordsOfRows | None:
    """Returns the first column whose texts differ in rows of the same unit, with these texts; None without one.

    `rows` are the numbers of the rows to compare, of one or several units.
    """
    if place_column(region.table) != region.table.key[0] or region.names is None:
        return None
    found = ((position, _words(region, position, rows)) for position in region.positions)
    return next((WordsOfRows(position, words) for position, words in found if words), None)


def _words(region: Region, position: int, rows: Sequence[int]) -> dict[int, str]:
    """Returns the words of a column that distinguish rows of one name, by row number; empty if they do not.

    All names must have the same words, or all names with several rows must share one word, which is 小计 or stands
    beside names of parts.
    """
    sense = region.senses.get(position)
    if position == region.names or (sense and sense.column):
        return {}
    names = {row: str(region.cell(row, region.names or 0)) for row in rows}
    counts = Counter(names.values())
    cells = {row: _word_at(region, position, row) for row in rows}
    whole = next((cell for cell in cells.values() if isinstance(cell, str) and _is_whole(cell)), None)
    cells = {row: whole if cell is None and counts[names[row]] == 1 else cell for row, cell in cells.items()}
    if not cells or not all(isinstance(cell, str) for cell in cells.values()):
        return {}
    found = {row: typed_text(cell) for row, cell in cells.items()}
    distinct = set(found.values())
    by_name: dict[str, list[str]] = {}
    for row, word in found.items():
        by_name.setdefault(names[row], []).append(word)
    several = [set(own) for own in by_name.values() if len(own) > 1]
    common = set.intersection(*several) if several else set()
    count = Counter(found.values())
    are_names = bool(common) and all(count[word] == 1 for word in distinct - common)
    is_full = len(rows) == len(distinct) * len(by_name)
    is_regular = is_full or are_names or any(map(_is_whole, common))
    has_repetition = any(len(own) > len(set(own)) for own in by_name.values())
    return found if len(distinct) > 1 and is_regular and not has_repetition else {}


def _word_at(region: Region, position: int, row: int) -> Cell:
    """Returns the word of a row, in the column of words or in the column of names; it may be missing."""
    cell, name = region.sheet.rows[row][position], region.sheet.rows[row][region.names or 0]
    if cell is None and (row, region.names or 0) in region.spread:
        return name and _SUM
    if isinstance(cell, int) and _YEAR.search("".join(region.paths.get(position, ()))):
        return f"{cell}年"
    return _WHOLE if cell is None and (row + 1, region.names or 0) in region.spread else cell


def _is_whole(word: str) -> bool:
    return parse((word,)).says("whole")


def best_words(region: Region, words: WordsOfRows, as_of: dt.date | None) -> list[str]:
    """Returns the words that say best that their rows contain the figures to read, such as 完成.

    Usually this is one word. If several words fit equally well, all of them are returned; if none fits, the list is
    empty. `as_of` is the as-of date of the table (None: unknown).
    """
    ranks = {word: rank for word in words.distinct if (rank := _rank(region, word, as_of)) is not None}
    best = [word for word, rank in ranks.items() if rank == min(ranks.values())]
    best += [word for word in words.distinct if word not in best and any(_rivals(word, other, ranks) for other in best)]
    return [word for word in best if len(best) > 1 or parse((word,)).says(*_QUALIFIED) or parse((word,)).times]


def _rivals(word: str, best: str, ranks: Mapping[str, int]) -> bool:
    """Returns whether the clerk must choose between two words: 当年 beside 累计, or 其中旧厂区 beside 项目总数."""
    said, found = parse((word,)), parse((best,))
    is_year = word in ranks and said.says("year") and found.says("total") and not found.says("year")
    return is_year or names_programme_alone(word, best)


def rows_with(region: Region, words: WordsOfRows, word: str) -> list[int]:
    """Returns the numbers of the rows whose word is `word`, such as 完成, in a table with several rows for a unit.

    `words` has the word of each row. If `word` means the whole, such as 合计, the only row of a unit or county is
    returned too, whatever its word is.
    """
    names = {row: str(region.cell(row, region.names or 0)) for row in words.by_row}
    counts = Counter(names.values())
    return [row for row, own in words.by_row.items() if own == word or (_is_whole(word) and counts[names[row]] == 1)]


def _rank(region: Region, word: str, as_of: dt.date | None) -> int | None:
    """Returns how well the rows with a word fit all columns of figures; None if they mean something else.

    The lowest number is the best.
    """
    paths = [region.paths[position] for position, sense in region.senses.items() if sense.column in FIGURES
             and sense.status != "rejected"]  # fmt: skip
    senses = [sense_of((*path, word), region.table.name, as_of) for path in paths]
    if not senses or any(sense.column not in FIGURES or sense.status != "accepted" for sense in senses):
        return None
    return sum(sense.rank for sense in senses) - parse((word,)).says("whole")


def sense_in_rows(region: Region, position: int, word: str, sense: Sense) -> Sense:
    """Returns the meaning of the column at `position` in the rows with the word `word`.

    The word can change the meaning: the column 建筑面积 in rows of 实际 is the area renovated. Returns `sense`, the
    meaning of the heading alone, if the word does not change it.
    """
    found = sense_of((*region.paths[position], word), region.table.name, None)
    is_known = found.status != "rejected" and not parse((word,)).unknown  # else an answer or the sums chose the word
    is_sure = is_known and found.column == sense.column
    return found if sense.column in FIGURES and is_sure else sense


def columns_in_rows(region: Region, words: WordsOfRows) -> dict[str, tuple[int, list[int]]]:
    """Returns where targets and rates are on the sheet if they have rows of their own, such as 计划 and 完成率.

    Such rows are below the heading of areas. The keys are names of columns of the table; the values are the column
    number and the row numbers on the sheet: {'annual_target_area': (2, [5, 8, 11])}. Rates are included only if every
    rate has a percent sign, because nothing beside them says whether they are percentages or shares.
    """
    columns = region.columns
    found: dict[str, tuple[int, list[int]]] = {}
    if "area_renovated" not in columns:
        return found
    area = columns["area_renovated"]
    for word in words.distinct:
        name = sense_of((*region.paths[area], word), region.table.name, None).column or ""
        rows = [row for row, own in words.by_row.items() if own == word]
        is_sure = name == _TARGET or (name == _RATE and _have_percent_signs(region, area, rows))
        if is_sure and name not in columns and name not in found:
            found[name] = area, rows
    return found


def _have_percent_signs(region: Region, position: int, rows: Sequence[int]) -> bool:
    remarks, cells = region.sheet.remarks, region.column_cells(position, rows)
    return all(
        cell is None or has_percent_sign(cell) or remarks.get((row, position)) == "percent_format"
        for row, cell in zip(rows, cells, strict=True)
    )
