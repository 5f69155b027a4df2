"""Sheets to typed tables, and every problem in one pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from renovation import schema
from renovation.reading.layout import Layout, table_of, understand
from renovation.reading.problems import Problem
from renovation.reading.workbook import address, open_book
from renovation.rules import Cell, Label, typed_text
from renovation.schema import Column
from renovation.tables import DatedTable, Tables


@dataclass(frozen=True)
class Reading:
    """What a workbook held: the tables without errors, and all problems in the order of its sheets."""

    tables: Tables
    problems: tuple[Problem, ...]

    @property
    def as_of(self) -> dt.date | None:
        """The day of the units' table, None where the workbook brings none."""
        return self.tables["unit_progress"].as_of if "unit_progress" in self.tables else None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid publishing."""
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that a clerk may accept."""
        return tuple(p for p in self.problems if p.severity == "warning")


@dataclass(frozen=True)
class _Judged:
    """One cell after its rule: a value, or a problem."""

    value: object
    problem: Problem | None = None


def read_workbook(content: bytes, as_of: dt.date | None = None) -> Reading:
    """Reads and judges a workbook in the template's form; `as_of` dates the sheets that say no date.

    Raises UnreadableWorkbook for bytes that are no workbook.
    """
    known = [(sheet, table) for sheet in open_book(content).sheets if (table := table_of(sheet))]
    if not known:
        sheets = "、".join(table.sheet for table in schema.TABLES.values())
        return Reading({}, (Problem("error", "no_table", None, None, None, None, Label(sheets, sheets)),))
    tables: dict[str, DatedTable] = {}
    problems: list[Problem] = []
    for sheet, table in known:
        judged, found = _judge(understand(sheet, table, as_of))
        problems += found
        if judged is not None:
            tables[table.name] = judged
    if not tables and not any(problem.severity == "error" for problem in problems):
        problems.append(Problem("error", "nothing_filled", None, None, None, None, None))
    return Reading(tables, tuple(problems))


def _judge(layout: Layout) -> tuple[DatedTable | None, list[Problem]]:
    """The sheet's table, None where an error stands in it, and its problems."""
    problems = list(_problems_of_form(layout))
    if layout.heading_row is None or not layout.rows:
        return None, problems
    columns = {column.name: _judge_column(layout, column) for column in layout.table.columns}
    problems += [cell.problem for cells in columns.values() for cell in cells if cell.problem]
    problems += _repeated_rows(layout, columns)
    if layout.as_of is None or any(problem.severity == "error" for problem in problems):
        return None, problems
    frame = pd.DataFrame(
        {
            column.name: pd.Series([cell.value for cell in columns[column.name]], dtype=column.rule.dtype)
            for column in layout.table.columns
        }
    )
    return DatedTable(frame, layout.as_of, layout.basis), problems


def _problems_of_form(layout: Layout) -> Iterator[Problem]:
    """What is wrong with the sheet before any of its cells is read."""
    if layout.heading_row is None:
        yield Problem("error", "no_heading_row", layout.sheet, None, None, None, None)
        return
    if not layout.rows:
        yield Problem("warning", "no_rows", layout.sheet, None, None, None, None)
        return
    if layout.as_of is None:
        yield Problem("error", "no_as_of", layout.sheet, None, None, None, Label("2013-10-15", "2013-10-15"))
    for column in layout.table.columns:
        if column.required and column.name not in layout.places:
            yield Problem("error", "missing_column", layout.sheet, None, column.heading.zh, None, None)
    for position, typed in layout.unknown.items():
        yield Problem(
            "warning", "unknown_column", layout.sheet, address(layout.heading_row, position), None, typed, None
        )
    for position, typed in layout.repeated.items():
        yield Problem(
            "error", "repeated_column", layout.sheet, address(layout.heading_row, position), typed, typed, None
        )


def _judge_column(layout: Layout, column: Column) -> list[_Judged]:
    position = layout.places.get(column.name)
    return [
        _judge_cell(layout, column, row, None if position is None else position, cells)
        for row, cells in layout.rows.items()
    ]


def _judge_cell(layout: Layout, column: Column, row: int, position: int | None, cells: tuple[Cell, ...]) -> _Judged:
    if position is None:
        return _Judged(None)
    cell = cells[position] if position < len(cells) else None
    where = address(row, position)
    if cell is None or typed_text(cell) == "":
        missing = Problem("error", "missing_value", layout.sheet, where, column.heading.zh, None, column.rule.expected)
        return _Judged(None, missing if column.required else None)
    try:
        return _Judged(column.rule.value(cell))
    except ValueError:
        bad = Problem(
            "error", "bad_value", layout.sheet, where, column.heading.zh, typed_text(cell), column.rule.expected
        )
        return _Judged(None, bad)


def _repeated_rows(layout: Layout, columns: Mapping[str, list[_Judged]]) -> Iterator[Problem]:
    """Rows that share the table's key, aliases understood, with an earlier one."""
    if any(name not in layout.places for name in layout.table.key):
        return
    keys = pd.DataFrame({name: [c.value for c in columns[name]] for name in layout.table.key}, list(layout.rows))
    complete = keys[keys.notna().all(axis=1)]
    first = layout.table.column(layout.table.key[0])
    for row, key in complete[complete.duplicated()].iterrows():
        where = address(int(str(row)), layout.places[first.name])
        yield Problem("error", "repeated_row", layout.sheet, where, first.heading.zh, " ".join(map(str, key)), None)
