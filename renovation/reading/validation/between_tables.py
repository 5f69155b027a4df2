"""Warns of figures of a workbook that contradict each other."""

from __future__ import annotations

from renovation.domain.dated_tables import Tables
from renovation.domain.labels import Label
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import plain_number
from renovation.domain.relation_breaches import Breach, relation_breaches
from renovation.reading.problems import LocateValue, Problem


def problems_between_tables(tables: Tables, locate: LocateValue) -> tuple[Problem, ...]:
    """Returns a warning for each condition of `domain.relations` that the tables of a workbook violate.

    `tables` are the tables in the workbook, declared in `TABLES`; a condition is skipped if one of the figures that it
    compares is missing. `locate` finds the sheet and cell of a value.
    """
    return tuple(_problem(breach, locate) for breach in relation_breaches(tables))


def _problem(breach: Breach, locate: LocateValue) -> Problem:
    sheet, cell = locate(breach.cell.table, breach.cell.row, breach.cell.column)
    code = "too_large" if breach.kind == "at_most" else "same_fact_differs"
    found = plain_number(breach.value)
    return Problem("warning", code, sheet, cell, breach.heading.zh, found, _expected(breach, locate))


def _expected(breach: Breach, locate: LocateValue) -> Label:
    value = plain_number(breach.other)
    if breach.kind == "at_most":
        return _at_most(value, breach.whole)
    if breach.other_cell is None:
        return Label(f"文字中写的是{value}", f"the text mentions {value}")
    sheet, cell = locate(breach.other_cell.table, breach.other_cell.row, breach.other_cell.column)
    return Label(f"“{sheet}”{cell}为{value}", f"cell {cell} of “{sheet}” has {value}")


def _at_most(value: str, whole: str | None) -> Label:
    if whole is None:
        return Label(f"不超过{value}", f"{value} at most")
    heading = MEASURES[whole].heading
    return Label(f"不超过全区{heading.zh}{value}", f"{value} at most, the district's “{heading.en}”")
