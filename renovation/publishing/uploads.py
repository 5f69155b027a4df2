"""Checks an uploaded workbook: reads it and compares it with the release after which it would be published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from renovation.domain.dated_tables import Tables
from renovation.domain.labels import Label
from renovation.domain.tables import LEADING_TABLE
from renovation.domain.update_due import current_date
from renovation.language import Words, words_in
from renovation.publishing.check_problems import mismatch_problems
from renovation.publishing.recent import recent_points
from renovation.publishing.worker import run_in_worker
from renovation.reading.annotated import annotated_workbook
from renovation.reading.files.workbook import UnreadableWorkbook, open_book
from renovation.reading.problems import Problem
from renovation.reading.questions import AnswersById, Understood
from renovation.reading.reader import Hints, Reading, read_workbook
from renovation.reading.validation.against_previous import earlier_date, problems_against_previous
from renovation.reading.validation.between_tables import (
    problems_between_tables,
    problems_of_dates_ahead,
    problems_of_row_dates,
)
from renovation.releases.answers import GivenAnswer, StoredAnswer
from renovation.releases.cache import Cache
from renovation.releases.differences import Differences, differences
from renovation.releases.store import Plan, Source, Store

LARGE: Final = 256 * 1024
"""Files of this many bytes or more are checked in a worker process, which takes a second to start. A week's tables have
a tenth of that."""
LARGE_CELLS: Final = 100_000
"""Files with more cells than this are checked in a worker process, because even a file of some hundred bytes can
contain millions of cells. A week's tables have a few thousand."""
PREVIOUS_READ: Final = ("unit_progress", "county_progress", "figures")
"""The tables of the previous release with which the reader compares a sheet, in order to understand its layout."""
Result = TypeVar("Result")


@dataclass(frozen=True)
class CheckedUpload:
    """A workbook that was read and compared with the release after which it would be published.

    `source` is the clerk's file. `head` is the number of the release that was the newest when the workbook was checked.
    `reading` holds every problem and question. `before` are the tables of the previous release. `after` are the tables
    that would be published; those that the workbook lacks are copied from `before`. `changes` are the differences
    between the two. `plan` says how the workbook would be published; None if it cannot be published. `hints` are the
    as-of date and the answers that were used to read the workbook. `stored` maps the ids of questions to the stored
    answers.
    """

    source: Source
    head: int | None
    reading: Reading
    before: Tables
    after: Tables
    changes: Differences
    plan: Plan | None
    hints: Hints
    stored: Mapping[str, StoredAnswer] = field(default_factory=dict)

    @property
    def depends_on(self) -> tuple[Hashable, ...]:
        """A cache key for values that are computed from this object.

        It consists of the file's bytes and name, the number of the newest release, the date and the answers.
        """
        return self.source.sha256, self.source.name, self.head, self.hints.as_of, *sorted(self.hints.answers.items())

    @property
    def new_answers(self) -> tuple[GivenAnswer, ...]:
        """The clerk's answers with which the workbook was read and which the database does not store yet."""
        return tuple(
            _given(line, line.value)
            for line in self.reading.understood
            if line.answered and line.value is not None and not _is_stored(line, self.stored)
        )

    @property
    def carried_over(self) -> tuple[str, ...]:
        """The names of the tables that the workbook lacks and that are therefore copied from the previous release."""
        return tuple(name for name in self.after if name not in self.reading.tables)


def check_upload(
    store: Store, source: Source, as_of: dt.date | None, answers: AnswersById, cache: Cache
) -> CheckedUpload:
    """Reads an uploaded workbook and compares it with the newest release; the result is cached in `cache`.

    `source` is the clerk's file. `as_of` is the date for sheets that state no date, None if the clerk has not entered
    it; `answers` maps ids of questions to the clerk's answers. There is one cached result for each file, date, set of
    answers, newest release and day. A large file is checked in a worker process, so that other visitors' pages are not
    delayed. The file itself is not cached, because the caller has it. Raises UnreadableWorkbook if the workbook cannot
    be read, StoreError if the database does not respond.
    """
    stored = tuple(store.answers.in_force().items())
    given = (as_of, tuple(sorted(answers.items())))
    key = (store.url, source.sha256, source.name, *given, store.head(), stored, current_date())

    def check() -> CheckedUpload:
        return _in_worker_if_large(_check_without_content, source, store, source, as_of, dict(answers))

    return replace(cache.get("checked upload", key, check), source=source)


def annotate_upload(source: Source, problems: tuple[Problem, ...], words: Words) -> bytes:
    """Returns a copy of an uploaded workbook in which the cells with problems are marked, as the bytes of an xlsx file.

    `source` is the clerk's file. The copy of a large workbook is made in a worker process. Raises UnreadableWorkbook if
    the workbook cannot be read.
    """
    return _in_worker_if_large(_annotate, source, source.content, problems, words.language)


def check(
    store: Store,
    source: Source,
    as_of: dt.date | None = None,
    answers: AnswersById | None = None,
    most_cells: int | None = None,
) -> CheckedUpload:
    """Reads a workbook in this process and compares it with the newest release.

    `source` is the clerk's file. `as_of` is the date for sheets that state no date. `answers` maps ids of questions to
    the clerk's answers; stored answers are used for the other questions. Raises StoreError if the database does not
    respond, UnreadableWorkbook if the workbook cannot be read or has more than `most_cells` cells (None: the usual
    limit).
    """
    stored = store.answers.in_force()
    decided = {key: one.answer.value for key, one in stored.items()} | (dict(answers) if answers else {})
    checked = check_against(store, store.head(), source, Hints(as_of, source.name, decided), most_cells)
    return replace(checked, stored=stored)


def check_against(
    store: Store, head: int | None, source: Source, hints: Hints, most_cells: int | None = None
) -> CheckedUpload:
    """Reads a workbook and compares it with the release whose number is `head`, with no release if `head` is None.

    `hints` are what the workbook itself does not say: the date for sheets that state no date, and answers to questions.
    `most_cells` lowers the limit on the number of cells; None keeps the usual limit. Raises UnreadableWorkbook if the
    workbook cannot be read, StoreError if the database does not respond.
    """
    newest = store.load(head) if head is not None else {}
    evidence = {name: table for name, table in newest.items() if name in PREVIOUS_READ}
    reading = read_workbook(source.content, replace(hints, previous=evidence), most_cells)
    if not reading.tables or (head is None and reading.as_of is None):
        return CheckedUpload(source, head, reading, {}, {}, differences({}, {}), None, hints)
    plan = store.plan(reading.tables, head)
    before = _tables_before(store, plan, head, newest)
    judged = reading.with_problems(_problems(store, reading, plan, head, before))
    after = {**before, **reading.tables}
    return CheckedUpload(source, head, judged, before, after, differences(before, after), plan, hints)


def _in_worker_if_large(task: Callable[..., Result], source: Source, *request: object) -> Result:
    """Calls `task` with the arguments `request` and returns its result; for a large file, in a worker process.

    A file is large if it has at least LARGE bytes or more than LARGE_CELLS cells. The cells are counted while `task`
    reads the file in this process; if there are too many, it starts again in the worker process.
    """
    if len(source.content) < LARGE:
        try:
            return task(*request, most_cells=LARGE_CELLS)
        except UnreadableWorkbook as error:
            if error.code != "too_large":
                raise
    return run_in_worker(task, *request)


def _check_without_content(
    store: Store, source: Source, as_of: dt.date | None, answers: AnswersById, most_cells: int | None = None
) -> CheckedUpload:
    return replace(check(store, source, as_of, answers, most_cells), source=Source(source.name, b""))


def _annotate(content: bytes, problems: tuple[Problem, ...], language: str, most_cells: int | None = None) -> bytes:
    return annotated_workbook(open_book(content, most_cells), problems, words_in(language))


def _tables_before(store: Store, plan: Plan, head: int | None, newest: Tables) -> Tables:
    """Returns the tables of the release from which `plan` copies missing tables; empty if there is none.

    `newest` are the tables of the release whose number is `head`; other tables are loaded from the store.
    """
    if plan.base is None:
        return {}
    return newest if plan.base.release == head else store.load(plan.base.release)


def _problems(store: Store, reading: Reading, plan: Plan, head: int | None, before: Tables) -> Iterator[Problem]:
    tables, locate = reading.tables, reading.locate
    yield from _problems_of_date(store, reading, plan, head)
    yield from problems_against_previous(before, tables, locate, recent_points(store, plan.base, before))
    yield from problems_between_tables(tables, locate)
    yield from problems_of_row_dates(tables, locate)
    yield from problems_of_dates_ahead(tables, current_date(), locate)
    yield from mismatch_problems(before, {**before, **tables}, tables, locate)


def _problems_of_date(store: Store, reading: Reading, plan: Plan, head: int | None) -> Iterator[Problem]:
    """Yields a warning if the workbook is older than the release `head`, which the screens will continue to show."""
    if not plan.moves_head and head is not None:
        sheet, _cell = reading.locate(LEADING_TABLE, 0, "unit")
        yield earlier_date(sheet, plan.as_of, store.release(head).as_of)


def _is_stored(line: Understood, stored: Mapping[str, StoredAnswer]) -> bool:
    return line.id in stored and stored[line.id].answer.value == line.value


def _given(line: Understood, value: str) -> GivenAnswer:
    """Returns the clerk's answer `value` to the question of `line` in the form in which it is stored.

    It contains the texts that the clerk has read: the question and the selected answer.
    """
    labels = {choice.value: choice.label for choice in line.choices}
    choice = labels.get(value, Label(value, value))
    return GivenAnswer(line.id, value, line.question or line.evidence, choice, line.sheet, line.heading)
