"""Sheets to typed tables, and every problem in one pass."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from renovation.domain.dated_tables import DatedTable, Tables
from renovation.domain.labels import Label
from renovation.domain.tables import TABLES
from renovation.reading.files.workbook import Book, Sheet, address, open_book
from renovation.reading.layout.ambiguities import problems_of_headings
from renovation.reading.layout.body import Body, body_of
from renovation.reading.layout.candidates import select_regions
from renovation.reading.layout.dates import AsOf, as_of_day, day_of_file, impossible_days
from renovation.reading.layout.regions import Region, regions
from renovation.reading.layout.sentences import Sentence, sentences
from renovation.reading.layout.understood import understood_of
from renovation.reading.layout.unit_lines import said_units
from renovation.reading.layout.unread_cells import carries_numbers, problems_of_leftovers, problems_outside
from renovation.reading.problems import Problem
from renovation.reading.questions import AnswersById, Question, Understood
from renovation.reading.template import AIDS
from renovation.reading.validation.totals import problems_of_totals
from renovation.reading.validation.within_row import problems_between
from renovation.reading.values.columns import Columns, read_columns
from renovation.reading.values.coordinates import in_wgs84, point_problems
from renovation.reading.values.declared_units import in_declared_units


@dataclass(frozen=True)
class Origin:
    """Where a table stood: its sheet, the sheet's row of each of its rows, and each column's position."""

    sheet: str
    rows: Sequence[int]
    positions: Mapping[str, int]

    def cell(self, row: int, column: str) -> str | None:
        """The address of a column's cell in the table's row number `row`; None where the sheet lacks the column."""
        return address(self.rows[row], self.positions[column]) if column in self.positions else None


@dataclass(frozen=True)
class Reading:
    """What a workbook held: tables without errors, where they stood, and all problems in the order of its sheets.

    While `questions` is not empty, `tables` holds what the likely answers make of the workbook, for a preview; a
    table whose question has no likely answer is missing. Such a reading must not be published.
    """

    tables: Tables
    problems: tuple[Problem, ...]
    origins: Mapping[str, Origin] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    understood: tuple[Understood, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    """Words on the sheets that tell a figure and are not read as data."""

    @property
    def as_of(self) -> dt.date | None:
        """The day of the units' table, None where the workbook brings none."""
        return self.tables["unit_progress"].as_of if "unit_progress" in self.tables else None

    def locate(self, table: str, row: int, column: str) -> tuple[str | None, str | None]:
        """The sheet and cell that a table's value was read from."""
        origin = self.origins.get(table)
        return (origin.sheet, origin.cell(row, column)) if origin else (None, None)

    def with_problems(self, further: Iterable[Problem]) -> Reading:
        """The same reading with further problems behind its own."""
        return replace(self, problems=(*self.problems, *further))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid publishing."""
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that a clerk may accept."""
        return tuple(p for p in self.problems if p.severity == "warning")


@dataclass(frozen=True)
class Hints:
    """What a clerk says of a workbook beside its content.

    `as_of` dates the sheets that say no date, before the date that `file_name` may say. `answers` decide questions of
    this or an earlier reading by their ids; an id of another layout, or a value that is no choice, changes nothing.
    """

    as_of: dt.date | None = None
    file_name: str | None = None
    answers: AnswersById = field(default_factory=dict)


def read_workbook(content: bytes, hints: Hints | None = None, most_cells: int | None = None) -> Reading:
    """Reads and judges a workbook as an office makes it.

    Raises UnreadableWorkbook for bytes that are no workbook, or one of more than `most_cells`.
    """
    return read_book(open_book(content, most_cells), hints)


def read_book(book: Book, hints: Hints | None = None) -> Reading:
    """Finds and judges the tables of an opened workbook."""
    hints = hints or Hints()
    problems = [Problem("warning", "hidden_sheet", name, None, None, name, None) for name in book.hidden]
    problems += [Problem("warning", "macro_sheet", name, None, None, name, None) for name in book.macro_sheets]
    found = [(sheet, regions(sheet)) for sheet in book.sheets if sheet.name.strip() not in AIDS]
    selection = select_regions([region for _, there in found for region in there], hints.answers)
    known = {table.sheet for table in TABLES.values()}
    nameless = [sheet for sheet, there in found if not there and sheet.name.strip() in known]
    if not any(there for _, there in found) and not nameless:
        sheets = "、".join(table.sheet for table in TABLES.values())
        missing = Problem("error", "no_table", None, None, None, None, Label(sheets, sheets))
        return Reading({}, (*problems, missing))
    tables: dict[str, DatedTable] = {}
    origins: dict[str, Origin] = {}
    told: list[Sentence] = []
    understood: list[Understood] = list(selection.answered)
    problems += selection.problems
    for sheet, there in found:
        problems += _problems_of_sheet(sheet, there, is_known=sheet in nameless)
        for region in selection.regions:
            if region.sheet is sheet:
                body = body_of(region)
                judged, complaints = _judge(region, body, hints)
                problems += complaints
                told += sentences(region, body)
                understood += understood_of(region, body, hints.file_name, hints.as_of)
                if judged is not None:
                    tables[region.table.name] = judged
                    origins[region.table.name] = _origin(region, body)
    problems += _contradicted(tables, hints)
    if not tables and not selection.questions and not any(problem.severity == "error" for problem in problems):
        problems.append(Problem("error", "nothing_filled", None, None, None, None, None))
    return Reading(tables, tuple(problems), origins, selection.questions, tuple(understood), tuple(told))


def _origin(region: Region, body: Body) -> Origin:
    positions = {name: position for name, (position, _) in region.headings.fields.items()}
    return Origin(region.sheet.name, body.data, positions)


def _problems_of_sheet(sheet: Sheet, there: Sequence[Region], is_known: bool) -> Iterator[Problem]:
    """What a sheet holds beside its tables, or instead of one."""
    if there:
        yield from problems_outside(sheet, there)
    elif is_known:
        yield Problem("error", "no_heading_row", sheet.name, None, None, None, None)
    elif carries_numbers(sheet):
        yield Problem("warning", "unused_sheet", sheet.name, None, None, sheet.name, None)


def _judge(region: Region, body: Body, hints: Hints) -> tuple[DatedTable | None, list[Problem]]:
    """The region's table, None where an error or nothing at all stands in it, and its problems by row."""
    if not body.data:
        return None, list(problems_of_leftovers(region, body))
    day = as_of_day(region, body.notes, hints.file_name, hints.as_of)
    units = said_units(region, body.notes)
    columns = read_columns(region, body.data, units)
    if region.table.has_unit_per_row:
        columns = in_declared_units(columns)
    points: list[Problem] = []
    if region.table.has_coordinates:
        columns = in_wgs84(columns)
        points = list(point_problems(region.sheet.name, body.data, columns))
    problems = [
        *_problems_of_day(region, day),
        *_missing_columns(region),
        *problems_of_headings(region, day.day, units, columns),
        *problems_of_leftovers(region, body),
        *_problems_of_cells(region, body, columns),
        *points,
        *problems_between(region, body.data, columns),
        *problems_of_totals(region, body, columns),
    ]
    problems.sort(key=_by_row)
    if day.day is None or any(problem.severity == "error" for problem in problems):
        return None, problems
    frame = pd.DataFrame({name: typed.series for name, typed in columns.items()})
    names = [column.name for column in region.table.columns]
    return DatedTable(frame[names], day.day, region.basis), problems


def _by_row(problem: Problem) -> tuple[int, int, str]:
    """Problems of the whole sheet first, then as one reads: by row, and from left to right."""
    place = re.fullmatch(r"([A-Z]+)(\d+)", problem.cell or "")
    return (int(place[2]), len(place[1]), place[1]) if place else (0, 0, "")


def _problems_of_day(region: Region, day: AsOf) -> Iterator[Problem]:
    sheet = region.sheet.name
    expected = Label("2013-10-15", "2013-10-15")
    impossible = list(impossible_days(region))
    for row, position, typed in impossible:
        yield Problem("error", "impossible_date", sheet, address(row, position), None, typed, expected)
    if impossible:
        return
    if day.day is None:
        code = "no_year" if day.typed else "no_as_of"
        yield Problem("error", code, sheet, None, None, day.typed, expected)
    elif day.others:
        days = dict.fromkeys([day.day, *(other.day for other in day.others if other.day)])
        taken = day.day.isoformat()
        yield Problem("warning", "as_of_conflict", sheet, None, None, "、".join(map(str, days)), Label(taken, taken))


def _contradicted(tables: Tables, hints: Hints) -> Iterator[Problem]:
    """A day in the file's name, or given by the clerk, that none of the tables speaks of."""
    days = dict.fromkeys(table.as_of.isoformat() for table in tables.values())
    said = "、".join(days)
    told = {"file_date_conflict": day_of_file(hints.file_name), "given_date_conflict": hints.as_of}
    for code, day in told.items():
        if day and days and day.isoformat() not in days:
            yield Problem("warning", code, None, None, None, day.isoformat(), Label(said, said))


def _missing_columns(region: Region) -> Iterator[Problem]:
    for column in region.table.columns:
        if column.required and column.name not in region.headings.fields:
            yield Problem("error", "missing_column", region.sheet.name, None, column.heading.zh, None, None)


def _problems_of_cells(region: Region, body: Body, columns: Columns) -> Iterator[Problem]:
    for typed in columns.values():
        for place, read in typed.complaints:
            code = read.code or ""
            yield typed.problem(region.sheet.name, body.data[place], place, code, read.severity, read.expected)
