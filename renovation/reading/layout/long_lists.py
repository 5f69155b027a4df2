"""Converts a long list, which has a row for each figure of each unit, to a table with one row for each unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from renovation.domain.cells import typed_text
from renovation.reading.files.workbook import Sheet
from renovation.reading.layout.body import body_of
from renovation.reading.layout.grammar import parse
from renovation.reading.layout.rearranged import Place, line_of, rearranged
from renovation.reading.layout.region import Locate, Region
from renovation.reading.layout.regions import as_table
from renovation.reading.layout.row_words import WordsOfRows, words_of_rows
from renovation.reading.layout.scales import is_measurement_unit

_LONGEST: Final = 200
"""The most rows of a sheet that is examined; the units have few figures each, but a ledger may have 100,000 rows."""
_OF_PLACES: Final = ("unit_progress", "county_progress")
_MEASURES: Final = frozenset({"started", "completed", "area"})


def widened(region: Region) -> tuple[Sheet, Locate] | None:
    """Converts a long list to a sheet with one row for each unit; returns None if the region is no long list.

    A long list has one row for each figure of each unit, with the name of the figure's measure in a column. Returns the
    new sheet, and the function that returns the sheet, row and column in the clerk's workbook for a cell of the new
    sheet.
    """
    if len(region.sheet.rows) > _LONGEST:
        return None
    as_tables = (as_table(region, name) for name in _OF_PLACES)
    return next((found for one in as_tables if one.names is not None and (found := _widened(one, one.names))), None)


def _widened(region: Region, names: int) -> tuple[Sheet, Locate] | None:
    sheet = region.sheet
    body = body_of(region)
    rows = sorted([*body.data, *body.totals])
    words = words_of_rows(region, rows)
    if words is None:
        return None
    measures = {measure for word in words.distinct for measure in parse((word,)).all_of("quantity") & _MEASURES}
    by_name: dict[str, dict[str, int]] = {}
    for row, word in words.by_row.items():
        by_name.setdefault(typed_text(region.cell(row, names)), {})[word] = row
    if min(len(measures), len(by_name)) < 2 or any(len(own) < len(words.distinct) for own in by_name.values()):
        return None
    units_at = _measurement_unit_column(region, list(words.by_row))
    columns = list(_columns(region, words, units_at))
    first = {word: row for row, word in reversed(list(words.by_row.items()))}
    head: list[list[Place | None]] = [
        [None, *((0, first[word], words.position) for word, _ in columns)],
        [(0, region.bottom, names), *((0, region.bottom, position) for _, position in columns)],
    ]
    lines = [*(line_of(sheet, row) for row in range(region.top)), *head]
    lines += [
        [(0, min(own.values()), names), *((0, own[word], position) for word, position in columns)]
        for own in by_name.values()
    ]
    lines += [line_of(sheet, row) for row in range(max(rows) + 1, len(sheet.rows))]
    units = {} if units_at is None else {word: f"（{sheet.rows[row][units_at]}）" for row, word in words.by_row.items()}
    texts = {(region.top, place): word + units.get(word, "") for place, (word, _) in enumerate(columns, 1)}
    texts |= {(region.top + 1, place): "/".join(region.paths[at]) for place, (_, at) in enumerate(columns, 1)}
    return rearranged([(sheet, None)], lines, texts)


def _columns(region: Region, words: WordsOfRows, units_at: int | None) -> Iterator[tuple[str, int]]:
    """Yields pairs (word in the list, column of the list) for each column of the new table that has figures."""
    for word in words.distinct:
        rows = [row for row, own in words.by_row.items() if own == word]
        for position in region.paths:
            is_free = position not in (words.position, region.names, units_at)
            if is_free and any(cell is not None for cell in region.column_cells(position, rows)):
                yield word, position


def _measurement_unit_column(region: Region, rows: Sequence[int]) -> int | None:
    """Returns the column whose cells all are units of measurement; None if there is none."""
    cells = ((position, region.column_cells(position, rows)) for position in region.paths)
    found = ((place, all(isinstance(cell, str) and is_measurement_unit(cell) for cell in own)) for place, own in cells)
    return next((position for position, is_found in found if is_found), None)
