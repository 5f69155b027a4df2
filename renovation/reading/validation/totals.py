"""Compares total rows, which are not published, with the sums of the rows above or below them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from renovation.domain.column_types import Count
from renovation.domain.columns import MEASURE, SUBJECT, VALUE
from renovation.domain.labels import Label
from renovation.domain.numbers import as_decimal, plain_number
from renovation.domain.places import DISTRICT
from renovation.reading.layout.body import Body
from renovation.reading.layout.decisions import Interpretation
from renovation.reading.layout.grammar import folded
from renovation.reading.layout.region import Region
from renovation.reading.problems import Problem
from renovation.reading.questions import Choice
from renovation.reading.validation.slips import without_slip
from renovation.reading.validation.within_row import rate_problems
from renovation.reading.values.columns import Columns, TypedColumn, read_column

_SUMMED_MEASUREMENT_UNITS: Final = frozenset({"万㎡", "个", "家", "户"})
_ROWS: Final = Choice("rows", Label("各行的数正确，照常读取", "The rows are right: read them"))
_TOTAL: Final = Choice("total", Label("合计正确，须先更正各行的数", "The total is right: the rows must be corrected"))


@dataclass(frozen=True)
class _Mismatch:
    """A number in the row `index` of the totals that is not the sum of the rows `group` of the column `name`."""

    name: str
    column: TypedColumn
    group: Sequence[int]
    total: TypedColumn
    index: int

    @property
    def sum(self) -> float:
        return float(_sum(self.column, self.group))

    @property
    def value(self) -> float:
        value = self.total.reads[self.index].value
        return float(value) if isinstance(value, int | float) else math.nan

    @property
    def rows(self) -> str:
        """The sum in the unit of measurement in which the total was typed."""
        return plain_number(float(_sum(self.column, self.group) / self.column.factor))

    @property
    def warning(self) -> Problem:
        return self.total.problem(self.index, "total_mismatch", "warning", Label(self.rows, self.rows))


def problems_of_totals(of: Interpretation, columns: Columns, *, may_ask: bool) -> Iterator[Problem]:
    """Yields a warning for each number in a total row that cannot be read, or that is not the sum of its rows.

    `columns` are the columns of the table after reading. A rate in a total row is compared with the ratio of the
    totals.

    If `may_ask` is True, the clerk is asked whether the total or the rows are right. If the clerk answers that the
    total is right, there is an error instead of the warning. The clerk is not asked about a total that the previous
    release contains: either it was not updated, or it includes more than the rows.
    """
    region, body = of.region, of.body
    if not body.totals:
        return
    totals = {
        name: read_column(region, body.totals, typed.column, typed.position, typed.factor)
        for name, typed in columns.items()
        if typed.column.type.dtype != "str"
    }
    off: list[_Mismatch] = []
    for name, total in totals.items():
        yield from _unreadable(total)
        if total.position is not None and total.column.measurement_unit in _SUMMED_MEASUREMENT_UNITS:
            off += _against_sums(region, body, name, columns[name], total)
    asked = [one for one in off if may_ask and not _is_published(of, one)]
    yield from (one.warning for one in off if one not in asked)
    if asked and _ask(of, asked) == _TOTAL.value:
        yield from (replace(one.warning, severity="error") for one in asked)
    yield from rate_problems(totals)


def _unreadable(total: TypedColumn) -> Iterator[Problem]:
    for index, read in enumerate(total.reads):
        if read.code and read.code not in ("missing_value", "not_reported"):
            yield total.problem(index, read.code, "warning", read.expected)


def _against_sums(
    region: Region, body: Body, name: str, column: TypedColumn, total: TypedColumn
) -> Iterator[_Mismatch]:
    """Yields each total in a column that is not the sum of any group of rows that it may sum up."""
    if not column.is_clean or any(read.value is None for read in column.reads):
        return
    for index, row in enumerate(body.totals):
        if total.reads[index].value is None:
            continue
        groups = [group for group in _groups(region, body, row) if group]
        if groups and not any(_adds_up(column, group, total, index) for group in groups):
            yield _Mismatch(name, column, groups[0], total, index)


def _is_published(of: Interpretation, off: _Mismatch) -> bool:
    """Returns whether a total equals that in the previous release: the sum of its rows, or the district's figure."""
    known: list[float] = []
    if (name := of.region.table.name) in of.previous:
        known.append(float(of.previous[name].frame[off.name].sum()))
    if "figures" in of.previous:
        frame = of.previous["figures"].frame
        known += frame.loc[(frame[SUBJECT] == DISTRICT.name) & (frame[MEASURE] == off.name), VALUE].tolist()
    return any(math.isclose(off.value, value) for value in known)


def _ask(of: Interpretation, off: Sequence[_Mismatch]) -> str | None:
    """Asks the clerk whether the rows or the totals are right; returns the answer, or else the likely one, or None."""
    zh, en, cells = [], [], []
    for one in off:
        cells.append(of.region.where(one.total.rows[one.index], one.total.position or 0)[1])
        heading, found, rows = one.warning.heading, one.warning.found, one.rows
        zh.append(f"{cells[-1]}“{heading}”为{found}，各行相加为{rows}")
        en.append(f"{cells[-1]} “{heading}” is {found}, but the rows add up to {rows}")
    text = Label(
        f"合计与各行之和不符：{'；'.join(zh)}。以哪一个为准？",
        f"A total is not the sum of its rows: {'; '.join(en)}. Which is right?",
    )
    likely, evidence = _slip(of, off[0]) if len(off) == 1 else (None, None)
    key = f"total:{';'.join(zh)}"
    return of.ask("row", key, text, (_ROWS, _TOTAL), likely, cells[0], off[0].warning.heading, evidence)


def _slip(of: Interpretation, off: _Mismatch) -> tuple[str | None, Label | None]:
    """Returns which one a typing error leaves right, the rows or the total, and that error; (None, None) if neither."""
    meant = without_slip(off.value, _near(off.sum))
    if meant is not None:
        total = plain_number(meant)
        return _ROWS.value, Label(f"合计疑为{total}的笔误", f"the total may be a typing error for {total}")
    own = {row: part.value for row in off.group if (part := off.column.printed(row))}
    slips = {row: without_slip(value, _near(value + off.value - off.sum)) for row, value in own.items()}
    found = [
        f"{of.region.cell(off.column.rows[row], of.region.names or 0)} {plain_number(own[row])} → {plain_number(value)}"
        for row, value in slips.items()
        if value is not None
    ]
    if len(found) != 1:
        return None, None
    return _TOTAL.value, Label(f"{found[0]}，即与合计相符", f"with {found[0]} the rows add up to the total")


def _near(wanted: float) -> Callable[[float], bool]:
    return lambda value: math.isclose(value, wanted, abs_tol=1e-6)


def _groups(region: Region, body: Body, row: int) -> list[Sequence[int]]:
    """Returns the groups of rows that a total may sum up, the likeliest first, as indices of rows in the table."""
    data, totals = body.data, body.totals
    index = totals.index(row)
    before = bisect_left(data, totals[index - 1]) if index else 0
    here = bisect_left(data, row)
    after = bisect_left(data, totals[index + 1]) if index + 1 < len(totals) else len(data)
    everything, above, below, so_far = range(len(data)), range(before, here), range(here, after), range(here)
    words = "".join(folded(cell) for cell in region.sheet.rows[row] if isinstance(cell, str))
    return [above, below, everything] if "小计" in words else [everything, above, below, so_far]  # so_far: 承前页


def _sum(column: TypedColumn, group: Sequence[int]) -> Fraction:
    values = (column.reads[index].value for index in group)
    return sum((Fraction(as_decimal(value)) for value in values if isinstance(value, int | float)), Fraction(0))


def _adds_up(column: TypedColumn, group: Sequence[int], total: TypedColumn, index: int) -> bool:
    """Returns whether a group of rows adds up to a total, if the rounding of the numbers is allowed for.

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
