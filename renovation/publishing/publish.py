"""One way into the store for the first workbook, the page and the command line: check, preview, publish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from renovation.domain.dated_tables import Tables
from renovation.domain.labels import Label
from renovation.domain.tables import LEADING_TABLE
from renovation.publishing.check_problems import mismatch_problems
from renovation.publishing.recent import recent_points
from renovation.reading.problems import Problem
from renovation.reading.questions import AnswersById, Understood
from renovation.reading.reader import Hints, Reading, read_workbook
from renovation.reading.validation.against_previous import earlier_date, problems_against_previous
from renovation.reading.validation.between_tables import problems_between_tables
from renovation.releases.answers import GivenAnswer, StoredAnswer
from renovation.releases.database import Conflict
from renovation.releases.differences import Differences, differences
from renovation.releases.store import Draft, Plan, Release, Source, Store
from renovation.settings import first_workbook

PREVIOUS_READ: Final = ("unit_progress", "county_progress")
"""The tables of the previous release that are evidence for how a sheet is read."""
FIRST_PUBLISHER: Final = "首次启动"
FIRST_NOTE: Final = "2013年10月22日推进情况汇报"
FIRST_WORKBOOK_NAME: Final = "first-release.xlsx"


class RefusedWorkbook(Exception):
    """The workbook has errors, open questions, or warnings that nobody accepted."""

    def __init__(self, reading: Reading) -> None:
        counts = f"{len(reading.errors)} errors, {len(reading.warnings)} warnings"
        super().__init__(f"{counts}, {len(reading.questions)} open questions")
        self.reading = reading


@dataclass(frozen=True)
class Checked:
    """A workbook that was read and compared with the release that it would follow.

    `head` is the newest release at that moment. `reading` holds every problem and question. `before` are the tables of
    the release that the workbook would follow, `after` those that would be published, with the tables carried over;
    `changes` are the differences. `plan` says which release it would become, None when it cannot be published.
    `hints` are those that it was read with, `stored` the stored answers in force by their ids.
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
        """Everything that the result depends on, as a key for caches: file, head, date given, answers."""
        return self.source.sha256, self.head, self.hints.as_of, *sorted(self.hints.answers.items())

    @property
    def new_answers(self) -> tuple[GivenAnswer, ...]:
        """The answers that decided something and are not stored yet."""
        return tuple(
            _given(line, line.value)
            for line in self.reading.understood
            if line.answered and line.value is not None and not _is_stored(line, self.stored)
        )

    @property
    def carried_over(self) -> tuple[str, ...]:
        """The tables that the workbook does not bring."""
        return tuple(name for name in self.after if name not in self.reading.tables)


@dataclass(frozen=True)
class Publisher:
    """Who publishes, from which address, and the note for the history."""

    name: str
    note: str = ""
    origin: str = ""


@dataclass(frozen=True)
class PublishResult:
    """A new release, and the reading of the workbook that it came from."""

    release: Release
    reading: Reading


def check(
    store: Store,
    source: Source,
    as_of: dt.date | None = None,
    answers: AnswersById | None = None,
    most_cells: int | None = None,
) -> Checked:
    """Reads a workbook and compares it with the release that it would follow.

    `as_of` dates sheets that have no date. `answers` answer `Reading.questions` by their ids; stored answers apply to
    the questions that `answers` leaves open.

    Raises UnreadableWorkbook, also for more than `most_cells` cells, and StoreError.
    """
    stored, head = store.answers.in_force(), store.head()
    previous = store.load(head) if head is not None else {}
    hints = Hints(as_of, source.name, {**values_of(stored), **(answers or {})}, previous)
    return replace(_check(store, source, hints, head, most_cells), stored=stored)


def published_before(store: Store, source: Source) -> Release | None:
    """Returns the newest release that came from this very file, None where it was never published."""
    return next((release for release in store.releases() if release.file_sha256 == source.sha256), None)


def values_of(stored: Mapping[str, StoredAnswer]) -> dict[str, str]:
    """Returns the values of stored answers by the ids of their questions."""
    return {key: one.answer.value for key, one in stored.items()}


def publish(store: Store, checked: Checked, publisher: Publisher, accept_warnings: bool = False) -> PublishResult:
    """Publishes a checked workbook on top of the head that it was checked against, and stores its new answers.

    Raises RefusedWorkbook (errors, open questions, or warnings not accepted), Conflict and StoreError.
    """
    reading = checked.reading
    if reading.errors or reading.questions or (reading.warnings and not accept_warnings):
        raise RefusedWorkbook(reading)
    accepted = tuple(warning.as_record() for warning in reading.warnings)
    draft = Draft(
        reading.tables,
        publisher.name,
        publisher.note,
        checked.source,
        accepted,
        publisher.origin,
        checked.new_answers,
    )
    return PublishResult(store.publish(draft, checked.head), reading)


def ensure_first_release(store: Store, workbook: Path | None = None) -> int:
    """Returns the number of the newest release; on an empty store it publishes the workbook in `data/` first.

    When another process publishes it at the same moment, that one's release is returned.
    Raises FileNotFoundError where the workbook is missing, and what `check` and `publish` raise.
    """
    head = store.head()
    if head is not None:
        return head
    workbook = workbook or first_workbook()
    source = Source(workbook.name, workbook.read_bytes())
    try:
        checked = _check(store, source, Hints(file_name=source.name), head=None)
        note = FIRST_NOTE if workbook.name == FIRST_WORKBOOK_NAME else workbook.name
        return publish(store, checked, Publisher(FIRST_PUBLISHER, note)).release.release
    except Conflict:
        there = store.head()
        if there is None:
            raise
        return there


def _check(store: Store, source: Source, hints: Hints, head: int | None, most_cells: int | None = None) -> Checked:
    previous = store.load(head, PREVIOUS_READ) if head is not None else {}
    reading = read_workbook(source.content, replace(hints, previous=previous), most_cells)
    if not reading.tables or (head is None and reading.as_of is None):
        return Checked(source, head, reading, {}, {}, differences({}, {}), None, hints)
    plan = store.plan(reading.tables, head)
    before = store.load(plan.base.release) if plan.base else {}
    after = {**before, **reading.tables}
    further = [
        *_problems_of_date(store, reading, plan, head),
        *problems_against_previous(before, reading.tables, reading.locate, recent_points(store, plan.base)),
        *problems_between_tables(reading.tables, reading.locate),
        *mismatch_problems(before, after, reading.tables, reading.locate),
    ]
    judged, changes = reading.with_problems(further), differences(before, after)
    return Checked(source, head, judged, before, after, changes, plan, hints)


def _is_stored(line: Understood, stored: Mapping[str, StoredAnswer]) -> bool:
    return line.id in stored and stored[line.id].answer.value == line.value


def _given(line: Understood, value: str) -> GivenAnswer:
    """Returns an answer as it is stored, with the texts that the clerk read."""
    labels = {choice.value: choice.label for choice in line.choices}
    choice = labels.get(value, Label(value, value))
    return GivenAnswer(line.id, value, line.question or line.evidence, choice, line.sheet, line.heading)


def _problems_of_date(store: Store, reading: Reading, plan: Plan, head: int | None) -> Iterator[Problem]:
    """Yields a warning when the screens will go on showing a later release."""
    if not plan.moves_head and head is not None:
        sheet, _cell = reading.locate(LEADING_TABLE, 0, "unit")
        yield earlier_date(sheet, plan.as_of, store.release(head).as_of)
