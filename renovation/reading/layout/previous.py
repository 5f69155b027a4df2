"""Compares a column of a sheet with the same figures of the previous release, place by place."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd

from renovation.domain.cells import is_numeric, parse_number
from renovation.reading.layout.region import Region

_SURELY_SQUARE_METRES: Final = 1_000
"""If a number is this many times the previous one in 万㎡, it was surely typed in ㎡."""


def pairs_with(
    region: Region, rows: Sequence[int], position: int, before: pd.DataFrame, column: str
) -> Iterator[tuple[float, float]]:
    """Yields the number typed now and that of the previous release, for each place that has both.

    `position` is the column on the sheet. `before` is the table of the previous release: `unit` or `county`, and the
    numbers in the column named `column`, in its own unit of measurement.
    """
    if region.names is None or len(region.table.key) > 1:
        return
    known = dict(zip(before[region.table.key[0]], before[column], strict=True))
    rule = region.table.column(region.table.key[0]).type
    for row in rows:
        cell, name = region.sheet.rows[row][position], region.sheet.rows[row][region.names]
        if name is None or not is_numeric(cell):
            continue
        try:
            was = known.get(rule.parse(name))
        except ValueError:
            continue
        if was is not None and not pd.isna(was):
            yield parse_number(cell), float(was)


def share_below(region: Region, rows: Sequence[int], position: int, before: pd.DataFrame, column: str) -> float:
    """Returns the share (0 to 1) of places whose number is lower than in the previous release; 0 if none has both.

    `position` is the column on the sheet. `before` has `unit` or `county`, and the numbers in the column `column`.
    """
    pairs = list(pairs_with(region, rows, position, before, column))
    return sum(now < was for now, was in pairs) / len(pairs) if pairs else 0.0


def goes_on(
    region: Region, rows: Sequence[int], position: int, before: pd.DataFrame, column: str, *, is_fixed: bool
) -> bool:
    """Returns whether the numbers of most places continue those of the previous release, in 万㎡ or ㎡.

    A number continues the previous one if it is equal or, unless `is_fixed`, larger. `position` is the column on the
    sheet. `before` has `unit` or `county`, and the numbers in the column named `column`.
    """
    pairs = [(now, was) for now, was in pairs_with(region, rows, position, before, column) if was]
    scale = 10_000 if pairs and statistics.median(now / was for now, was in pairs) > _SURELY_SQUARE_METRES else 1
    same = [math.isclose(now, was * scale, rel_tol=1e-6) for now, was in pairs]
    fitting = same if is_fixed else [now >= was * scale or one for one, (now, was) in zip(same, pairs, strict=True)]
    return 2 * sum(fitting) > len(pairs)
