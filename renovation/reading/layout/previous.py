"""Compares a column of a sheet with the same figures of the previous release, place by place."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from renovation.domain.cells import is_numeric, parse_number
from renovation.domain.dated_tables import Tables
from renovation.reading.layout.meanings import Sense, sense_of
from renovation.reading.layout.region import Region

COUNTS: Final = ("projects_started", "projects_completed")
_FIGURES: Final = (*COUNTS, "area_renovated", "area_reported")
WEEKS: Final = (("本周", "上周"), ("本期", "上期"), ("本旬", "上旬"), ("本月", "上月"))
_SURELY_SQUARE_METRES: Final = 1_000
"""If a number is this many times the previous one in 万㎡, it was surely typed in ㎡."""


def pairs_with(
    region: Region, rows: Sequence[int], position: int, before: pd.DataFrame, column: str
) -> Iterator[tuple[float, float]]:
    """Yields (number on the sheet, number in the previous release) for each place that has both.

    `position` is the column number on the sheet. `before` is the table of the previous release, with the column `unit`
    or `county` and the column named `column`; the numbers in it have the unit of measurement that the table declares.
    """
    if region.names is None or len(region.table.key) > 1:
        return
    known = dict(zip(before[region.table.key[0]], before[column], strict=True))
    rule = region.table.column(region.table.key[0]).type
    for row in rows:
        cell, name = region.sheet.rows[row][position], region.sheet.rows[row][region.names]
        name = region.spread.get((row, region.names), name)
        if name is None or not is_numeric(cell):
            continue
        try:
            was = known.get(rule.parse(name))
        except ValueError:
            continue
        if was is not None and not pd.isna(was):
            yield parse_number(cell), float(was)


def share_below(region: Region, rows: Sequence[int], position: int, before: pd.DataFrame, column: str) -> float:
    """Returns the share (0 to 1) of places whose number is lower than in the previous release; 0 if no place has both.

    `position` is the column number on the sheet. `before` is the table of the previous release, with the column `unit`
    or `county` and the column named `column`.
    """
    pairs = list(pairs_with(region, rows, position, before, column))
    return sum(now < was for now, was in pairs) / len(pairs) if pairs else 0.0


def continues_previous(
    region: Region, rows: Sequence[int], position: int, before: pd.DataFrame, column: str, *, is_fixed: bool
) -> bool:
    """Returns whether the numbers of most places continue those of the previous release, taken as 万㎡ or as ㎡.

    A number continues the previous one if it is equal or, unless `is_fixed`, larger. `position` is the column number on
    the sheet. `before` is the table of the previous release, with the column `unit` or `county` and the column named
    `column`.
    """
    pairs = [(now, was) for now, was in pairs_with(region, rows, position, before, column) if was]
    scale = 10_000 if pairs and statistics.median(now / was for now, was in pairs) > _SURELY_SQUARE_METRES else 1
    same = [math.isclose(now, was * scale, rel_tol=1e-6) for now, was in pairs]
    fitting = same if is_fixed else [now >= was * scale or one for one, (now, was) in zip(same, pairs, strict=True)]
    return 2 * sum(fitting) > len(pairs)


def continues_last_week(region: Region, rows: Sequence[int], position: int, previous: Tables, column: str) -> bool:
    """Returns whether most numbers of a column 上周 (last week) equal those of the previous release.

    If so, the column 上周 holds the cumulative figures of last week, and the column 本周 (this week) beside it the
    cumulative figures of this week, not increases. `position` is the number of the column 上周 on the sheet, `column`
    the name of the table's column that is compared with it.
    """
    table = previous.get(region.table.name)
    return table is not None and continues_previous(region, rows, position, table.frame, column, is_fixed=True)


def this_week_beside_last(
    region: Region, rows: Sequence[int], senses: Mapping[int, Sense], previous: Tables, as_of: dt.date | None
) -> dict[int, Sense]:
    """Returns the meaning of each column 本周 (this week) beside a column 上周 (last week), if no column 累计 is there.

    The keys are column numbers. 本周 holds cumulative figures if 上周 repeats the figures of the previous release, or
    if no place has fallen: each figure in 上周 is at least that of the previous release, and each figure in 本周 at
    least that in 上周. Otherwise the meaning of 本周 is doubtful, because both columns may be increases.
    """
    places = {"/".join(path): position for position, path in region.paths.items()}
    sure = {sense.column for sense in senses.values() if sense.status == "accepted"}
    pairs: dict[int, tuple[int, Sense]] = {}
    for text, position in places.items():
        this, last = next(((this, last) for this, last in WEEKS if this in text), ("", ""))
        beside = places.get(text.replace(this, last)) if this else None
        total = sense_of(tuple(part.replace(this, "累计") for part in region.paths[position]), region.table.name, as_of)
        is_open = senses[position].status != "accepted" and total.status == "accepted" and total.column not in sure
        if beside is not None and is_open and total.column:
            pairs[position] = (beside, total)
    counted = [(this, beside, total.column) for this, (beside, total) in pairs.items() if total.column in _FIGURES]
    repeats = any(continues_last_week(region, rows, beside, previous, column) for _, beside, column in counted)
    table = previous.get(region.table.name)
    if repeats or (counted and table and all(_grow(region, rows, *one, table.frame) for one in counted)):
        return {position: total for position, (_, total) in pairs.items()}
    return {p: replace(total, status="doubtful", reason="unclear_time") for p, (_, total) in pairs.items()}


def _grow(region: Region, rows: Sequence[int], this: int, last: int, column: str, before: pd.DataFrame) -> bool:
    """Returns whether the figures of all places grow or stay, from the previous release over 上周 to 本周."""
    olds, news = (list(pairs_with(region, rows, position, before, column)) for position in (last, this))
    have_grown = all(was <= old <= new for (old, was), (new, _) in zip(olds, news, strict=False))
    return len(olds) == len(news) and have_grown and any(was for _, was in olds)
