"""One way into the store: read, judge, publish, for the first workbook and for every later one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from renovation.reading.judging import Reading, read_workbook
from renovation.releases.database import Conflict
from renovation.releases.store import Draft, Release, Source, Store
from renovation.settings import first_workbook

FIRST_PUBLISHER: Final = "首次启动"
FIRST_NOTE: Final = "2013年10月22日推进情况汇报"


class RefusedWorkbook(Exception):
    """The workbook has problems that forbid publishing it."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(f"{len(reading.errors)} errors, {len(reading.warnings)} warnings")
        self.reading = reading


@dataclass(frozen=True)
class Published:
    """A release and what was found in the workbook that it came from."""

    release: Release
    reading: Reading


def publish_workbook(
    store: Store,
    source: Source,
    by: str,
    note: str = "",
    accept_warnings: bool = False,
    as_of: dt.date | None = None,
) -> Published:
    """Reads, judges and publishes a workbook on top of the present head; `as_of` dates sheets that say no date.

    Raises UnreadableWorkbook, RefusedWorkbook (errors, or warnings not accepted), Conflict and StoreError.
    """
    head = store.head()
    return _publish(store, source, by, note, accept_warnings, as_of, head)


def _publish(
    store: Store, source: Source, by: str, note: str, accept_warnings: bool, as_of: dt.date | None, head: int | None
) -> Published:
    reading = read_workbook(source.content, as_of)
    if reading.errors or (reading.warnings and not accept_warnings):
        raise RefusedWorkbook(reading)
    draft = Draft(reading.tables, by, note, source, tuple(problem.code for problem in reading.warnings))
    return Published(store.publish(draft, head), reading)


def ensure_first_release(store: Store, workbook: Path | None = None) -> int:
    """The head's number; on an empty store the workbook in `data/` is published first.

    Another process that does the same at the same time wins quietly.
    Raises FileNotFoundError where the workbook is missing, and what `publish_workbook` raises.
    """
    head = store.head()
    if head is not None:
        return head
    workbook = workbook or first_workbook()
    source = Source(workbook.name, workbook.read_bytes())
    try:
        return _publish(store, source, FIRST_PUBLISHER, FIRST_NOTE, False, None, head=None).release.release
    except Conflict:
        there = store.head()
        if there is None:
            raise
        return there
