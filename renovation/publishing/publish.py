"""Publishes checked workbooks: from the page, from the command line, and the first one at the first start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from renovation.publishing.uploads import CheckedUpload, check_against
from renovation.reading.reader import Hints, Reading
from renovation.releases.database import Conflict
from renovation.releases.store import Draft, Release, Source, Store
from renovation.settings import first_workbook

FIRST_PUBLISHER: Final = "首次启动"
FIRST_NOTE: Final = "2013年10月22日推进情况汇报"
FIRST_WORKBOOK_NAME: Final = "first-release.xlsx"


class RefusedWorkbook(Exception):
    """The workbook has errors, open questions, or warnings that nobody accepted; `reading` holds them."""

    def __init__(self, reading: Reading) -> None:
        counts = f"{len(reading.errors)} errors, {len(reading.warnings)} warnings"
        super().__init__(f"{counts}, {len(reading.questions)} open questions")
        self.reading = reading


@dataclass(frozen=True)
class Publisher:
    """Who publishes (`name`), from which network address or "command line" (`origin`), and a note for the history.

    `is_named` is False if the name was only typed beside the publisher's key, which several people may have.
    """

    name: str
    note: str = ""
    origin: str = ""
    is_named: bool = False


@dataclass(frozen=True)
class PublishResult:
    """A new release, and the reading of the workbook that it came from."""

    release: Release
    reading: Reading


def published_before(store: Store, source: Source) -> Release | None:
    """Returns the newest release that was published from this file, compared by its bytes; None if there is none."""
    return next((release for release in store.releases() if release.file_sha256 == source.sha256), None)


def publish(store: Store, checked: CheckedUpload, publisher: Publisher, accept_warnings: bool = False) -> PublishResult:
    """Publishes a checked workbook after the newest release that it was checked against, and stores its new answers.

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
    """Returns the number of the newest release; if the store is empty, it publishes the workbook in `data/` first.

    If another process publishes it at the same moment, the release of that process is returned. Raises
    FileNotFoundError if the workbook is missing, and everything that `check_against` and `publish` raise.
    """
    head = store.head()
    if head is not None:
        return head
    workbook = workbook or first_workbook()
    source = Source(workbook.name, workbook.read_bytes())
    try:
        checked = check_against(store, None, source, Hints(file_name=source.name))
        note = FIRST_NOTE if workbook.name == FIRST_WORKBOOK_NAME else workbook.name
        return publish(store, checked, Publisher(FIRST_PUBLISHER, note)).release.release
    except Conflict:
        there = store.head()
        if there is None:
            raise
        return there
