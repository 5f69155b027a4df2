"""Compares a column of a sheet with the same figures of the previous release, for each unit or county."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from renovation.domain.cells import is_numeric, parse_number
from renovation.domain.column_types import OneOf
from renovation.domain.columns import UNIT_OF_MEASURE
from renovation.domain.dated_tables import Tables
from renovation.reading.layout.meanings import Sense, code_by_meaning, sense_of
from renovation.reading.layout.region import Region
from renovation.reading.values.cells import read_cell

COUNTS: Final = ("projects_started", "projects_completed")
FIGURES: Final = (*COUNTS, "area_renovated", "area_reported")
WEEKS: Final = (("本周", "上周"), ("本期", "上期"), ("本旬", "上旬"), ("本月", "上月"))
_SURELY_SQUARE_METRES: Final = 1_000
"""If a number is this many times the previous one in 万㎡, it was surely typed in ㎡."""


Pairs = Sequence[tuple[float, float]]
"""For each unit or county that has both: (number on the sheet, number in the previous release)."""


def pairs_with(region: Region, rows: Sequence[int], position: int, previous: Tables, column: str) -> Pairs:
    """Returns pairs (number on the sheet, number in the previous release), one for each unit or county that has both.

    `rows` are the rows of the table. `position` is the number of the column on the sheet, `column` the name of the same
    column in the previous release's table, where areas are in 万㎡. The pairs show whether the sheet uses another unit
    of measurement.
    """
    pairs: list[tuple[float, float]] = []
    if region.names is None or len(region.table.key) > 1 or region.table.name not in previous:
        return pairs
    before = previous[region.table.name].frame
    known = dict(zip(before[region.table.key[0]], before[column], strict=True))
    for row in rows:
        cell, name = region.sheet.rows[row][position], region.cell(row, region.names)
        number = read_cell(cell, region.table.column(column)).value
        if name is None or not isinstance(number, int | float):
            continue
        try:
            was = known.get(region.table.key_type.parse(name))
        except ValueError:
            continue
        if was is not None and not pd.isna(was):
            pairs.append((float(number), float(was)))
    return pairs


def share_below(pairs: Pairs) -> float:
    """Returns the share (0 to 1) of units or counties whose number is lower than in the previous release.

    `pairs` is the result of `pairs_with`. If there are no pairs, the share is 0.
    """
    return sum(now < was for now, was in pairs) / len(pairs) if pairs else 0.0


def median_change(pairs: Pairs) -> float | None:
    """Returns the median of the ratios of the numbers on the sheet to those of the previous release.

    `pairs` is the result of `pairs_with`. Pairs are ignored in which a number is not positive. Returns None if no pair
    is left.
    """
    ratios = [now / was for now, was in pairs if now > 0 and was > 0]
    return statistics.median(ratios) if ratios else None


def continues_previous(pairs: Pairs, *, is_fixed: bool) -> bool:
    """Returns whether a column continues the previous release: for most places, its number is the same or larger.

    `pairs` is the result of `pairs_with`. Pairs whose previous number is zero are ignored. If `is_fixed` is True, the
    quantity cannot grow, and only equal numbers count. If the median of the numbers is more than 1,000 times the
    previous number in 万㎡, the numbers on the sheet are taken as ㎡.
    """
    pairs = [(now, was) for now, was in pairs if was]
    scale = 10_000 if pairs and statistics.median(now / was for now, was in pairs) > _SURELY_SQUARE_METRES else 1
    same = [math.isclose(now, was * scale, rel_tol=1e-6) for now, was in pairs]
    fitting = same if is_fixed else [now >= was * scale or one for one, (now, was) in zip(same, pairs, strict=True)]
    return 2 * sum(fitting) > len(pairs)


def are_surely_cumulative(pairs: Pairs, places: int, most: float) -> bool:
    """Returns whether a column surely has cumulative figures of the same measure as in the previous release.

    `pairs` is the result of `pairs_with`, and `places` the number of units or counties that have a figure in the
    previous release. The figures are surely cumulative if each of these places has a number on the sheet, if no number
    is lower than before, and if the sum of the numbers is less than `most` times the sum before. If the sum is more
    than 1,000 times the sum before in 万㎡, the numbers on the sheet are taken as ㎡.
    """
    now, was = (sum(numbers) for numbers in zip(*pairs, strict=True)) if pairs else (0.0, 0.0)
    scale = 10_000 if was and now / was > _SURELY_SQUARE_METRES else 1
    have_grown = all(number >= before * scale for number, before in pairs)
    return 0 < was * scale <= now < most * was * scale and have_grown and len(pairs) == places


def this_week_beside_last(
    region: Region, rows: Sequence[int], senses: Mapping[int, Sense], previous: Tables, as_of: dt.date | None
) -> dict[int, Sense]:
    """Returns the meaning of each column 本周 (this week) beside a column 上周 (last week), if no column 累计 is there.

    The keys of the result are column numbers; `rows` are the rows of data, and `senses` maps column numbers to the
    meanings of the columns. The same applies to other pairs, such as 本月 and 上月. A column 本周 has cumulative
    figures if one of these conditions is met:

    - A column 上周 repeats the figures of the previous release.
    - For every unit or county, the figure in 上周 is at least that of the previous release, and the figure in 本周 is
      at least that in 上周.

    Otherwise the meaning of 本周 is doubtful, because the figures of both columns may be increases. In the table
    `figures`, only the second condition counts; if it is not met, the column is left out of the result.
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
    if region.table.name == "figures":
        return {
            this: total for this, (last, total) in pairs.items() if _district_grows(region, rows, this, last, previous)
        }
    counted = [(this, beside, total.column) for this, (beside, total) in pairs.items() if total.column in FIGURES]
    repeats = any(continues_previous(pairs_with(region, rows, beside, previous, column), is_fixed=True)
                  for _, beside, column in counted)  # fmt: skip
    if repeats or (counted and all(_grow(region, rows, *one, previous) for one in counted)):
        return {position: total for position, (_, total) in pairs.items()}
    return {p: replace(total, status="doubtful", reason="unclear_time") for p, (_, total) in pairs.items()}


def _district_grows(region: Region, rows: Sequence[int], this: int, last: int, previous: Tables) -> bool:
    """Returns whether no known measure of a list falls, from the previous release to 上期 and then to 本期."""
    places, rule = region.columns, region.table.column("measure").type
    if "figures" not in previous or not {"measure"} <= places.keys() <= {"measure", "value", UNIT_OF_MEASURE}:
        return False
    frame = previous["figures"].frame
    known = dict(zip(frame["measure"], frame["value"], strict=True))
    found = []
    for row in rows:
        name, *cells = (region.sheet.rows[row][position] for position in (places["measure"], last, this))
        was = known.get(code_by_meaning(rule, name)) if isinstance(rule, OneOf) and isinstance(name, str) else None
        if was is not None and all(map(is_numeric, cells)):
            found.append((was, *map(parse_number, cells)))
    return len(found) > 1 and all(was <= old <= new for was, old, new in found)


def _grow(region: Region, rows: Sequence[int], this: int, last: int, column: str, previous: Tables) -> bool:
    """Returns whether the figure of no place falls, from the previous release to 上周 and then to 本周."""
    olds, news = (pairs_with(region, rows, position, previous, column) for position in (last, this))
    have_grown = all(was <= old <= new for (old, was), (new, _) in zip(olds, news, strict=False))
    return len(olds) == len(news) and have_grown and any(was for _, was in olds)
