"""Compares total rows, which are not published, with the sums of the rows above or below them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from renovation.domain.column_types import Count
from renovation.domain.labels import Label
from renovation.domain.numbers import as_decimal, plain_number
from renovation.reading.layout.body import Body
from renovation.reading.layout.grammar import folded
from renovation.reading.layout.region import Region
from renovation.reading.problems import Problem
from renovation.reading.validation.within_row import rate_problems
from renovation.reading.values.columns import Columns, TypedColumn, read_column

_SUMMED_MEASUREMENT_UNITS: Final = frozenset({"万㎡", "个", "家", "户"})


def problems_of_totals(region: Region, body: Body, columns: Columns) -> Iterator[Problem]:
    """Yields a warning for each number in a total row that cannot be read, or is not the sum of its rows.

    `columns` are the columns of the table after reading. A rate in a total row is compared with the ratio of the
    totals.
    """
    if not body.totals:
        return
    totals = {
        name: read_column(region, body.totals, typed.column, typed.position, typed.factor)
        for name, typed in columns.items()
        if typed.column.type.dtype != "str"
    }
    for name, total in totals.items():
        yield from _unreadable(total)
        if total.position is not None and total.column.measurement_unit in _SUMMED_MEASUREMENT_UNITS:
            yield from _against_sums(region, body, columns[name], total)
    yield from rate_problems(totals)


def _unreadable(total: TypedColumn) -> Iterator[Problem]:
    for index, read in enumerate(total.reads):
        if read.code and read.code not in ("missing_value", "not_reported"):
            yield total.problem(index, read.code, "warning", read.expected)


def _against_sums(region: Region, body: Body, column: TypedColumn, total: TypedColumn) -> Iterator[Problem]:
    """Yields a warning if a total is not the sum of all rows, nor of those up to the total before or after it."""
    if not column.is_clean or any(read.value is None for read in column.reads):
        return
    for index, row in enumerate(body.totals):
        if total.reads[index].value is None:
            continue
        groups = [group for group in _groups(region, body, row) if group]
        if groups and not any(_adds_up(column, group, total, index) for group in groups):
            expected = plain_number(float(_sum(column, groups[0]) / column.factor))
            yield total.problem(index, "total_mismatch", "warning", Label(expected, expected))


def _groups(region: Region, body: Body, row: int) -> list[Sequence[int]]:
    """Returns the groups of rows that a total may sum up, the likeliest first, as indices of rows in the table."""
    data, totals = body.data, body.totals
    index = totals.index(row)
    before = bisect_left(data, totals[index - 1]) if index else 0
    here = bisect_left(data, row)
    after = bisect_left(data, totals[index + 1]) if index + 1 < len(totals) else len(data)
    everything, above, below = range(len(data)), range(before, here), range(here, after)
    words = "".join(folded(cell) for cell in region.sheet.rows[row] if isinstance(cell, str))
    return [above, below, everything] if "小计" in words else [everything, above, below]


def _sum(column: TypedColumn, group: Sequence[int]) -> Fraction:
    values = (column.reads[index].value for index in group)
    return sum((Fraction(as_decimal(value)) for value in values if isinstance(value, int | float)), Fraction(0))


def _adds_up(column: TypedColumn, group: Sequence[int], total: TypedColumn, index: int) -> bool:
    """Returns whether a group of rows adds up to a total, if the rounding of printed decimals is allowed for.

    `group` are indices of the rows, `index` is that of the total.
    """
    printed = total.printed(index)
    if printed is None:
        return True
    distance = abs(float(_sum(column, group)) - printed.value)
    if isinstance(column.column.type, Count) or distance < 1e-9:
        return distance < 1e-9
    slack = sum(part.half for row in group if (part := column.printed(row)))
    return distance <= slack + printed.half + 1e-9
