"""Parses and validates the cells of a table whose layout has been interpreted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from renovation.domain.dated_tables import DatedTable
from renovation.domain.labels import Label
from renovation.domain.places import DISTRICT
from renovation.reading.files.workbook import address
from renovation.reading.layout.dates import AsOf, impossible_days
from renovation.reading.layout.decisions import Interpretation
from renovation.reading.layout.grammar import folded
from renovation.reading.layout.region import Region
from renovation.reading.problems import Problem
from renovation.reading.validation.totals import problems_of_totals
from renovation.reading.validation.within_row import problems_between
from renovation.reading.values.cells import Read
from renovation.reading.values.columns import TypedColumn, read_column
from renovation.reading.values.coordinates import in_wgs84, point_problems
from renovation.reading.values.declared_measurement_units import in_declared_measurement_units


def parse_table(of: Interpretation, has_errors: bool) -> tuple[DatedTable | None, list[Problem]]:
    """Parses the values of a table; returns (the table, its problems).

    `of` is the interpreted layout of the table. `has_errors` says whether errors were already found in this layout; the
    values are checked nevertheless. The table is None in each of these cases: its layout or its values have errors; it
    has no rows; it has no date; it lacks a required column.
    """
    region, body = of.region, of.body
    if not body.data:
        return None, []
    problems = list(_problems_of_day(region, of.day))
    if not all(c.name in of.fields or c.name in of.supplied for c in region.table.columns if c.required):
        return None, problems
    columns = _columns(of)
    if region.table.has_measurement_unit_per_row:
        columns = in_declared_measurement_units(columns)
    if region.table.has_coordinates:
        columns = in_wgs84(columns)
        problems += point_problems(columns)
    for typed in columns.values():
        problems += [
            typed.problem(at, read.code or "", read.severity, read.expected) for at, read in typed.flagged_reads
        ]
    problems += problems_between(region, columns, of.previous.get(region.table.name))
    may_ask = not has_errors and not any(problem.severity == "error" for problem in problems)
    problems += problems_of_totals(of, columns, may_ask=may_ask)
    if of.day.day is None or has_errors or any(problem.severity == "error" for problem in problems):
        return None, problems
    frame = pd.DataFrame({name: typed.series for name, typed in columns.items()})
    names = [column.name for column in region.table.columns]
    return DatedTable(frame[names], of.day.day, region.basis), problems


def _columns(of: Interpretation) -> dict[str, TypedColumn]:
    """Returns the columns that were read, and those whose values come from group rows or from the sheet as a whole."""
    region, rows = of.region, of.body.data
    scales = {name: scale.factor for name, scale in of.scales.items()}
    columns = {
        column.name: read_column(region, rows, column, of.fields.get(column.name), scales.get(column.name, Fraction(1)))
        for column in region.table.columns
    }
    for name, (position, own_rows) in of.elsewhere.items():
        columns[name] = read_column(region, own_rows, region.table.column(name), position, scales[name])
    for name, values in _supplied(of).items():
        reads = [Read(value) for value in values]
        columns[name] = replace(columns[name], position=None, cells=values, reads=reads)
    return columns


def _supplied(of: Interpretation) -> Mapping[str, list[str | None]]:
    """Returns, by column, values that have no cells of their own but follow from group rows or from the whole sheet."""
    rows = of.body.data
    whole = {"subject": DISTRICT.name, "period": str(of.day.day or ""), "nature": "reported"}
    return {
        name: [whole[name]] * len(rows) if name in whole else [of.body.places.get(row) for row in rows]
        for name in of.supplied
    }


def _problems_of_day(region: Region, day: AsOf) -> Iterator[Problem]:
    sheet = region.sheet.name
    expected = Label("2013-10-15", "2013-10-15")
    impossible = list(impossible_days(region))
    for row, position, typed in impossible:
        yield Problem("error", "impossible_date", sheet, address(row, position), None, typed, expected)
    if not impossible and day.day is None:
        code, texts = "no_year" if day.typed else "no_as_of", region.texts(range(region.end) if day.typed else ())
        where = next((address(*place) for *place, text in texts if (day.typed or "") in folded(text)), None)
        yield Problem("error", code, sheet, where, None, day.typed, expected)
