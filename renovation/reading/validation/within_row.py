"""Checks the values of one table against one another; the type of a column checks each cell alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from renovation.domain.cells import has_percent_sign
from renovation.domain.column_types import PlaceName
from renovation.domain.dated_tables import DatedTable
from renovation.domain.labels import Label
from renovation.domain.numbers import half_up, plain_number
from renovation.reading.files.workbook import address
from renovation.reading.layout.context import places_of_rows
from renovation.reading.layout.region import Region
from renovation.reading.problems import Problem, Severity
from renovation.reading.values.columns import Columns, ratio_at, rows_where
from renovation.reading.values.percents import PARTS, Printed

_LARGEST_PLAUSIBLE: Final[Mapping[str, float]] = {
    "projects_started": 20_000,
    "projects_completed": 20_000,
    "area_renovated": 5_000,
    "annual_target_area": 5_000,
    "area_reported": 5_000,
    "completion_rate_reported": 100_000,
    "area": 1_000,
    "households": 200_000,
    "enterprises": 20_000,
}
"""Largest plausible values by column, far more than a town of this district can have (5,000 万㎡ are 50 km² of floors).
㎡ typed for 万㎡ exceed them."""

_SMALLEST_PLAUSIBLE: Final = 0.01
"""100 ㎡: a unit or county reports more; a smaller figure was typed in 万㎡ under a heading in ㎡."""

_BEYOND_TARGET: Final = 100
"""An area of more than this many times its target is implausible; in the first dataset the highest is 8.7 times."""

_RATE_ERRORS: Final[tuple[tuple[str, Severity], ...]] = (("rate_mismatch", "warning"), ("rate_as_share", "error"))


def problems_between(region: Region, columns: Columns, previous: DatedTable | None) -> Iterator[Problem]:
    """Yields a problem for each contradiction between values of a table, in one row or in several.

    Contradictions are a repeated or missing row, a part larger than its whole, an area that is far too large for its
    target or far too small, and a wrong rate. `columns` are the columns of the table after reading, `previous` is the
    table of the previous release.
    """
    yield from _repeated_rows(region, columns)
    yield from _missing_places(region, columns, previous)
    absurd = list(_absurd_sizes(columns))
    yield from absurd
    yield from _tiny_sizes(region, columns)
    yield from _far_beyond_target(columns)
    yield from _more_than_started(columns)
    if not absurd:
        yield from rate_problems(columns)


def _repeated_rows(region: Region, columns: Columns) -> Iterator[Problem]:
    """Yields an error for each row with the same key as an earlier one; an alias of a place counts as its name."""
    key = [columns[name] for name in region.table.key]
    first = key[0].position
    if first is None or any(typed.position is None for typed in key):
        return
    keys = pd.DataFrame({typed.column.name: pd.Series(typed.values, dtype="object") for typed in key})
    complete = keys[keys.notna().all(axis=1)]
    for index, names in complete[complete.duplicated()].iterrows():
        where = address(key[0].rows[int(str(index))], first)
        found = " ".join(map(str, names))
        yield Problem("error", "repeated_row", region.sheet.name, where, key[0].column.heading.zh, found)


def _missing_places(region: Region, columns: Columns, previous: DatedTable | None) -> Iterator[Problem]:
    """Yields a problem that names the units or counties without a row, in a table with one row for each of them.

    It is an error if most of them are missing, or if one of them has figures in the previous release; else a warning.
    """
    if len(region.table.key) != 1:
        return
    key = columns[region.table.key[0]]
    if not isinstance(key.column.type, PlaceName):
        return
    there = set(key.values)
    absent = [place for place in key.column.type.allowed if place.name not in there]
    if absent and key.is_clean:
        names = Label("、".join(p.name for p in absent), ", ".join(p.english for p in absent))
        known = set() if previous is None else {*previous.frame[key.column.name]} - places_of_rows(region)
        is_removed = len(absent) > len(there) or any(place.name in known for place in absent)
        severity: Severity = "error" if is_removed else "warning"
        yield Problem(severity, "missing_places", region.sheet.name, None, key.column.heading.zh, None, names)


def _absurd_sizes(columns: Columns) -> Iterator[Problem]:
    for name, largest in _LARGEST_PLAUSIBLE.items():
        if name not in columns:
            continue
        typed = columns[name]
        measurement_unit = typed.column.measurement_unit or ""
        expected = Label(f"不超过{largest:g}{measurement_unit}", f"{largest:,g} {measurement_unit} at most")
        for index in rows_where(typed.series > largest):
            yield typed.problem(index, "absurd_size", "error", expected)


def _tiny_sizes(region: Region, columns: Columns) -> Iterator[Problem]:
    if region.table.name not in ("unit_progress", "county_progress"):
        return
    expected = Label(f"一般不小于{_SMALLEST_PLAUSIBLE:g}万㎡", f"usually {_SMALLEST_PLAUSIBLE:g} 万㎡ or more")
    for typed in columns.values():
        if typed.column.measurement_unit != "万㎡":
            continue
        for index in rows_where((typed.series > 0) & (typed.series < _SMALLEST_PLAUSIBLE)):
            yield typed.problem(index, "tiny_size", "warning", expected)


def _far_beyond_target(columns: Columns) -> Iterator[Problem]:
    for part_name, whole_name in PARTS.values():
        if part_name not in columns:
            continue
        part, whole = columns[part_name], columns[whole_name]
        expected = Label(f"{whole.column.heading.zh}的{_BEYOND_TARGET}倍", f"{_BEYOND_TARGET} times the target")
        for index in rows_where((part.series > _BEYOND_TARGET * whole.series) & (whole.series > 0)):
            yield part.problem(index, "far_beyond_target", "warning", expected)


def _more_than_started(columns: Columns) -> Iterator[Problem]:
    """Yields an error if more projects are completed than started: both are cumulative in the year."""
    if "projects_completed" in columns:
        part, whole = columns["projects_completed"], columns["projects_started"]
        for index in rows_where(part.series > whole.series):
            most = whole.reads[index].value
            expected = Label(f"不超过{whole.column.heading.zh}{most}", f"no more than the {most} started")
            yield part.problem(index, "more_than_started", "error", expected)


def rate_problems(columns: Columns) -> Iterator[Problem]:
    """Yields a problem for each rate on the sheet that differs from its numerator ÷ denominator.

    It is an error if the rate is written as a share of 1 (0.29) among percentages, otherwise a warning. A rate that
    results from rounding the ratio, or from cutting off its digits, does not differ: 66.66% for 2 ÷ 3.
    """
    for name in PARTS:
        if name not in columns:
            continue
        typed = columns[name]
        for index in range(len(typed.rows)):
            rate, ratio = typed.printed(index), ratio_at(columns, typed.column, index)
            if rate is not None and ratio is not None and not ratio.explains(rate):
                recomputed = plain_number(half_up(ratio.value, 1))
                expected = Label(f"{recomputed}%", f"{recomputed}%")
                is_share = not has_percent_sign(typed.cells[index]) and ratio.explains(
                    Printed(100 * rate.value, 100 * rate.half)
                )
                code, severity = _RATE_ERRORS[is_share]
                yield typed.problem(index, code, severity, expected)
