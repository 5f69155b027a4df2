"""Finds figures of a workbook that contradict each other or the date of their table, and dates that lie ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from renovation.domain import places
from renovation.domain.columns import (
    AREA_RENOVATED,
    CITY_TARGET_AREA_RATE,
    CITY_TARGET_PROJECTS_RATE,
    DISTRICT_TARGET_AREA_RATE,
    MEASURE,
    PERIOD,
    PROJECTS_COMPLETED,
    PROJECTS_STARTED,
    SHARE_OF_SCHEDULED_STARTED,
    SUBJECT,
)
from renovation.domain.dated_tables import Tables
from renovation.domain.labels import Label
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import plain_number
from renovation.domain.relation_breaches import Breach, relation_breaches
from renovation.domain.tables import TABLES
from renovation.domain.tables.figures import FIGURES
from renovation.reading.problems import LocateValue, Problem, Severity
from renovation.reading.values.columns import rows_where

_LONGEST_AHEAD: Final = dt.timedelta(days=31)
_OF_THE_TABLES_DAY: Final = (
    PROJECTS_STARTED,
    PROJECTS_COMPLETED,
    AREA_RENOVATED,
    CITY_TARGET_PROJECTS_RATE,
    CITY_TARGET_AREA_RATE,
    DISTRICT_TARGET_AREA_RATE,
    SHARE_OF_SCHEDULED_STARTED,
)
"""The district's figures that the pages show with the date of the table `figures`."""


def problems_between_tables(tables: Tables, locate: LocateValue) -> tuple[Problem, ...]:
    """Returns a warning for each condition of `domain.relations` that the tables of a workbook violate.

    `tables` are the tables in the workbook, declared in `TABLES`; a condition is skipped if one of the figures that it
    compares is missing. `locate` returns the sheet and cell of a value.
    """
    return tuple(_problem(breach, locate) for breach in relation_breaches(tables))


def problems_of_row_dates(tables: Tables, locate: LocateValue) -> Iterator[Problem]:
    """Yields an error for each row of the table `figures` whose date is not the as-of date of that table.

    `tables` are the tables in the workbook; `locate` returns the sheet and cell of a value. `figures` has one figure in
    each row. Rows of the district's main measures, such as the area renovated, are checked, because the pages show
    these figures with the date of the table. Figures of a whole year, and rows of other measures, may have a date of
    their own.
    """
    if "figures" not in tables:
        return
    figures = tables["figures"]
    day, frame = figures.as_of.isoformat(), figures.frame
    is_dated = (frame[SUBJECT] == places.DISTRICT.name) & frame[MEASURE].isin(_OF_THE_TABLES_DAY)
    is_of_another_day = is_dated & frame[PERIOD].str.contains("-") & (frame[PERIOD] != day)
    for row in rows_where(is_of_another_day):
        sheet, cell = locate("figures", row, PERIOD)
        heading, found = FIGURES.column(PERIOD).heading.zh, str(frame[PERIOD].iloc[row])
        yield Problem("error", "row_of_another_day", sheet, cell, heading, found, Label(day, day))


def problems_of_dates_ahead(tables: Tables, today: dt.date, locate: LocateValue) -> Iterator[Problem]:
    """Yields a problem for each as-of date that lies in the future, at the first table that has this date.

    `tables` are the tables in the workbook; `locate` returns the sheet and cell of a value. A date more than 31 days
    after `today` is an error: until that date, the release would count as the newest, and every later release with a
    correct date would count as a correction of an earlier date. A date 2 to 31 days ahead is a warning, because an
    office may prepare the figures of a month's end some days before. The day after `today` is allowed, because this
    computer's time zone may be west of the office's time zone.
    """
    first_with = {tables[name].as_of: name for name in reversed(list(tables))}
    for day, name in sorted(first_with.items()):
        if day - today > dt.timedelta(days=1):
            severity: Severity = "error" if day - today > _LONGEST_AHEAD else "warning"
            sheet, _cell = locate(name, 0, TABLES[name].key[0])
            yield Problem(severity, "date_ahead", sheet, None, None, day.isoformat(), Label(str(today), str(today)))


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
