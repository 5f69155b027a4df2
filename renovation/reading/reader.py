"""Reads all tables of a workbook and collects all problems and questions in one pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from renovation.domain.dated_tables import DatedTable, Tables
from renovation.domain.labels import Label
from renovation.domain.tables import TABLES
from renovation.reading.files.addresses import cell_position
from renovation.reading.files.workbook import Book, Sheet, open_book
from renovation.reading.layout.dates import day_of_file
from renovation.reading.layout.decisions import Interpretation
from renovation.reading.layout.heading_rows import with_days_spelled_out
from renovation.reading.layout.interpretation import interpret
from renovation.reading.layout.long_lists import widened
from renovation.reading.layout.noted_signs import without_gains
from renovation.reading.layout.outside_texts import decide_texts, explanations
from renovation.reading.layout.parts import select_parts
from renovation.reading.layout.region import Region
from renovation.reading.layout.regions import find_regions
from renovation.reading.layout.ticks import with_stages
from renovation.reading.layout.unread_cells import (
    Sentence,
    cells_with_two_numbers,
    has_numbers,
    lists_measures,
    near_tables,
    problems_of_leftovers,
    problems_outside,
    sentences,
)
from renovation.reading.layout.views import joined, relocated, side_by_side, transposed
from renovation.reading.problems import Problem
from renovation.reading.questions import AnswersById, Question, Understood
from renovation.reading.table_parsing import parse_table
from renovation.reading.template import UNREAD_SHEETS


@dataclass(frozen=True)
class Reading:
    """The result of reading a workbook: the tables without errors, their layouts, and all problems.

    If `questions` is not empty, the reader has assumed the likely answers. Then `tables` is only meant for a preview
    and must not be published; a table whose question has no likely answer may be missing from it. `layouts` maps the
    name of a table to its interpreted layout. `understood` are the decisions about the layouts. `sentences` are texts
    on the sheets that mention figures and are not read as data.
    """

    tables: Tables
    problems: tuple[Problem, ...]
    layouts: Mapping[str, Interpretation] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    understood: tuple[Understood, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    @property
    def as_of(self) -> dt.date | None:
        """The as-of date of the table of units; None if the workbook does not contain this table."""
        return self.tables["unit_progress"].as_of if "unit_progress" in self.tables else None

    def locate(self, table: str, row: int, column: str) -> tuple[str | None, str | None]:
        """Returns the sheet's name and the cell reference (`C7`) of a value.

        `table` is the name of the value's table, `row` its row number in the table, `column` the name of its column. If
        the table was not read, both results are None. If the sheet does not have the column, the cell reference is
        None.
        """
        if table not in self.layouts:
            return None, None
        layout = self.layouts[table]
        if column not in layout.fields:
            return layout.region.sheet.name, None
        return layout.region.where(layout.body.data[row], layout.fields[column])

    def with_problems(self, further: Iterable[Problem]) -> Reading:
        """Returns a copy of the result with the problems `further` added at the end."""
        return replace(self, problems=(*self.problems, *further))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that prevent publishing."""
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that the clerk can accept to publish nevertheless."""
        return tuple(p for p in self.problems if p.severity == "warning")


@dataclass(frozen=True)
class Hints:
    """Facts about a workbook that its cells do not contain.

    `as_of` is the date that the clerk entered for sheets that state no date; None if the clerk entered none. `as_of`
    has precedence over a date in `file_name`. `file_name` is the name of the file, None if unknown. `answers` maps ids
    of questions to the clerk's answers; unknown ids and values have no effect. `previous` are the tables of the
    previous release, which help to recognise the unit of measurement of the figures.
    """

    as_of: dt.date | None = None
    file_name: str | None = None
    answers: AnswersById = field(default_factory=dict)
    previous: Tables = field(default_factory=dict)


def read_workbook(content: bytes, hints: Hints | None = None, most_cells: int | None = None) -> Reading:
    """Reads a workbook from its bytes and returns its tables, problems and questions.

    `hints` are facts that the cells do not contain, such as the file's name; None if there are none. `most_cells` is
    the largest number of cells that the workbook may have; None means the usual limit. Raises UnreadableWorkbook if the
    bytes are no workbook or exceed the limits.
    """
    return read_book(open_book(content, most_cells), hints)


def read_book(book: Book, hints: Hints | None = None) -> Reading:
    """Finds, parses and validates the tables of an opened workbook; `hints` are facts that its cells do not contain."""
    hints = hints or Hints()
    problems = [Problem("warning", "hidden_sheet", name, None, None, name) for name in book.hidden]
    problems += [Problem("warning", "macro_sheet", name, None, None, name) for name in book.macro_sheets]
    sheets = [(sheet, _regions(sheet)) for sheet in book.sheets if sheet.name.strip() not in UNREAD_SHEETS]
    known = {table.sheet for table in TABLES.values()}
    nameless = [sheet for sheet, there in sheets if not there and sheet.name.strip() in known]
    if not any(there for _, there in sheets) and not nameless:
        listed = "、".join(table.sheet for table in TABLES.values())
        missing = Problem("error", "no_table", None, None, None, None, Label(listed, listed))
        pairs = [problem for sheet, _ in sheets for problem in cells_with_two_numbers(sheet)]
        near = [problem for sheet, _ in sheets for problem in near_tables(sheet)]
        return Reading({}, (*problems, missing, *(pairs or near[:1])))
    explained = explanations([sheet for sheet, there in sheets if not there])
    regions = side_by_side([replace(one, explanations=explained) for _, there in sheets for one in there])
    found = [_interpreted(region, hints) for region in regions]
    asked, decided = _decided_outside(sheets, found, hints.answers)
    tables, own, questions, answered = select_parts(found, hints.answers)
    collected = _Collected([*problems, *own], [*asked, *questions], [*decided, *answered])
    for sheet, there in sheets:
        collected.problems += _problems_of_sheet(sheet, there, is_known=sheet in nameless)
        for parts in tables:
            if there and parts[0].region.sheet.name == sheet.name:
                collected.add(parts)
    collected.add_unread([one for one in found if not one.is_read])
    return collected.reading(hints)


def _decided_outside(
    sheets: Sequence[tuple[Sheet, list[Region]]], found: Sequence[Interpretation], answers: AnswersById
) -> tuple[list[Question], list[Understood]]:
    """Decides about texts outside of all tables; returns the questions and decisions. An answer may drop all tables."""
    days = list(dict.fromkeys(one.day.day for one in found if one.day.day))
    without_tables = [sheet for sheet, there in sheets if not there]
    is_read, questions, decided = decide_texts((sheet for sheet, _ in sheets), without_tables, days, answers)
    for one in found:
        one.is_read = one.is_read and is_read
    return questions, decided


def _regions(sheet: Sheet) -> list[Region]:
    """Returns the tables of a sheet.

    If the only table of the sheet is a long list or a list with ticks, it is replaced by the table that is made from
    it. If the sheet has no table, the transposed sheet is searched.
    """
    sheet = with_days_spelled_out(without_gains(sheet))
    found = find_regions(sheet)
    one = found[0] if len(found) == 1 else None
    view = (widened(one) or with_stages(one)) if one else None if found else transposed(sheet)
    return [replace(region, locate=view[1]) for region in find_regions(view[0])] if view else found


def _interpreted(region: Region, hints: Hints) -> Interpretation:
    found = interpret(region, hints.answers, hints.previous, hints.file_name, hints.as_of)
    found.questions = [relocated(question, region) for question in found.questions]
    found.understood = [relocated(line, region) for line in found.understood]
    found.problems = [relocated(problem, region) for problem in found.problems]
    return found


@dataclass
class _Collected:
    """Collects the results of reading, table by table."""

    problems: list[Problem]
    questions: list[Question]
    understood: list[Understood]
    tables: dict[str, DatedTable] = field(default_factory=dict)
    layouts: dict[str, Interpretation] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)

    def add(self, parts: Sequence[Interpretation]) -> None:
        """Adds a table that consists of `parts`, with its problems, questions and decisions."""
        own: list[Problem] = []
        for part in parts:
            self.sentences += sentences(part)
            own += part.problems
            told, left = {problem.cell for problem in part.problems}, problems_of_leftovers(part)
            own += [relocated(problem, part.region) for problem in left if problem.cell not in told]
        whole = joined(parts) if len(parts) > 1 else parts[0]
        table, problems = parse_table(whole, bool(own and any(problem.severity == "error" for problem in own)))
        own += [relocated(problem, whole.region) for problem in problems]
        self.questions += [question for part in parts for question in part.questions]
        self.understood += [line for part in parts for line in part.understood]
        self.problems += sorted(own, key=_by_row)
        name = whole.region.table.name
        if table is not None:
            self.tables[name] = table
            self.layouts[name] = whole

    def add_unread(self, unread: Sequence[Interpretation]) -> None:
        """Adds a warning for each table that the clerk has excluded by an answer."""
        for one in unread:
            self.understood += [line for line in one.understood if line.answered]
            sheet = one.region.sheet.name
            self.problems.append(Problem("warning", "left_aside", sheet, None, None, one.region.table.sheet, None))

    def reading(self, hints: Hints) -> Reading:
        """Returns all collected results; adds an error if nothing was read and no error says why."""
        self.problems += _contradicted(self.tables, hints)
        silent = not self.tables and not self.questions
        if silent and not any(problem.severity == "error" for problem in self.problems):
            self.problems.append(Problem("error", "nothing_filled", None, None, None, None, None))
        return Reading(
            self.tables, tuple(self.problems), self.layouts, tuple(self.questions), tuple(self.understood),
            tuple(self.sentences),
        )  # fmt: skip


def _problems_of_sheet(sheet: Sheet, there: Sequence[Region], is_known: bool) -> Iterator[Problem]:
    """Yields problems outside the tables of a sheet; for a sheet without a table, the problem that it has none.

    `there` are the tables that were found. `is_known` means that the sheet has the name of a table.
    """
    if there and there[0].locate is None:
        yield from problems_outside(sheet, there)
    elif is_known:
        yield Problem("error", "no_heading_row", sheet.name)
    elif not there and lists_measures(sheet):
        yield from near_tables(sheet)
    elif not there and has_numbers(sheet):
        yield Problem("warning", "unused_sheet", sheet.name, None, None, sheet.name)


def _by_row(problem: Problem) -> tuple[int, int]:
    """Returns a key to sort problems: those of the whole sheet first, then by row and from left to right."""
    return cell_position(problem.cell) if problem.cell else (-1, 0)


def _contradicted(tables: Tables, hints: Hints) -> Iterator[Problem]:
    """Yields a warning for a date in the file's name, or entered by the clerk, that none of the tables has."""
    days = dict.fromkeys(table.as_of.isoformat() for table in tables.values())
    said = "、".join(days)
    told = {"file_date_conflict": day_of_file(hints.file_name), "given_date_conflict": hints.as_of}
    for code, day in told.items():
        if day and days and day.isoformat() not in days:
            yield Problem("warning", code, None, None, None, day.isoformat(), Label(said, said))
