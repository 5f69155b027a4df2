"""Publishes checked workbooks: from the page, from the command line, and the first workbook at the first start."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from renovation.publishing.uploads import CheckedUpload, check_against
from renovation.reading.reader import Hints, Reading
from renovation.releases.database import Conflict, StoreError
from renovation.releases.store import Draft, Release, Source, Store
from renovation.settings import first_workbook, sign_off_needed

FIRST_PUBLISHER: Final = "首次启动"
FIRST_NOTE: Final = "2013年10月22日推进情况汇报"
FIRST_WORKBOOK_NAME: Final = "first-release.xlsx"


class RefusedWorkbook(Exception):
    """A workbook cannot be published, because it has errors, open questions, or warnings that nobody has accepted.

    `reading` is the result of reading the workbook, with these errors, questions and warnings.
    """

    def __init__(self, reading: Reading) -> None:
        counts = f"{len(reading.errors)} errors, {len(reading.warnings)} warnings"
        super().__init__(f"{counts}, {len(reading.questions)} open questions")
        self.reading = reading


class UnnamedPublisher(StoreError):
    """Sign-off is on, but somebody publishes with the shared key, which does not say who they are."""


@dataclass(frozen=True)
class Publisher:
    """The person who publishes, restores, confirms or withdraws a release.

    `name` is the person's name, `note` a note for the history. `origin` is the network address of the person, or
    "command line". `is_named` is False if the name was only typed beside the shared key, which several people may have.
    """

    name: str
    note: str = ""
    origin: str = ""
    is_named: bool = False


@dataclass(frozen=True)
class PublishResult:
    """A release that was just published, and the result of reading the workbook from which it was made."""

    release: Release
    reading: Reading


def published_before(releases: tuple[Release, ...], source: Source) -> Release | None:
    """Returns the newest release that was published from the same file as `source`, compared byte by byte.

    `releases` are sorted, newest first. Withdrawn releases do not count. Returns None if there is no such release.
    """
    standing = (release for release in releases if release.withdrawn_by is None)
    return next((release for release in standing if release.file_sha256 == source.sha256), None)


def publish(store: Store, checked: CheckedUpload, publisher: Publisher, accept_warnings: bool = False) -> PublishResult:
    """Publishes a checked workbook, and stores the clerk's new answers to questions about it.

    If sign-off is on, the new release waits until another publisher confirms it. Raises RefusedWorkbook if the workbook
    has errors, open questions, or warnings while `accept_warnings` is False; UnnamedPublisher if sign-off is on and the
    publisher has no key of their own; Conflict if another release has become the head since the workbook was checked;
    StoreError if the database does not respond. If it raises, nothing is published.
    """
    return _publish(store, checked, publisher, accept_warnings, _needs_sign_off(publisher))


def restore(store: Store, number: int, publisher: Publisher, head: int | None) -> Release:
    """Publishes the tables of the release `number` again, as a new release after `head`; returns the new release.

    `head` is the number of the head that the publisher saw. If sign-off is on, the new release waits until another
    publisher confirms it. Raises UnnamedPublisher if sign-off is on and the publisher has no key of their own, Conflict
    if the head is no longer `head`, UnknownRelease if there is no release `number`, DamagedRelease if it is damaged,
    and StoreError if the database does not respond. If it raises, nothing is published.
    """
    waits = _needs_sign_off(publisher)
    return _as_listed(store.restore(number, publisher.name, publisher.note, head, publisher.origin, waits))


def _as_listed(release: Release) -> Release:
    """Returns a copy of a new release with `head` set to False if the release waits for a sign-off.

    Pages do not show it yet; `listed_releases` marks the head in the same way.
    """
    return replace(release, head=False) if release.awaits_sign_off else release


def _needs_sign_off(publisher: Publisher) -> bool:
    """Returns whether sign-off is on, so that the releases of `publisher` must be confirmed.

    Raises UnnamedPublisher if sign-off is on and the publisher has no key of their own.
    """
    if sign_off_needed() and not publisher.is_named:
        raise UnnamedPublisher("sign-off is switched on; publishing needs a key of one's own")
    return sign_off_needed()


def _publish(
    store: Store, checked: CheckedUpload, publisher: Publisher, accept_warnings: bool, needs_sign_off: bool
) -> PublishResult:
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
        needs_sign_off,
    )
    return PublishResult(_as_listed(store.publish(draft, checked.head)), reading)


def ensure_first_release(store: Store, workbook: Path | None = None) -> int:
    """Returns the number of the newest release; if there is no release, first publishes `workbook`.

    If `workbook` is None, this is the workbook that the setting `first_workbook` names. If another process publishes it
    at the same moment, the number of that release is returned. Raises FileNotFoundError if the workbook is missing,
    UnreadableWorkbook if it cannot be read, RefusedWorkbook if it has errors, warnings or open questions, and
    StoreError.
    """
    head = store.head()
    if head is not None:
        return head
    workbook = workbook or first_workbook()
    source = Source(workbook.name, workbook.read_bytes())
    try:
        checked = check_against(store, None, source, Hints(file_name=source.name))
        note = FIRST_NOTE if workbook.name == FIRST_WORKBOOK_NAME else workbook.name
        first = _publish(store, checked, Publisher(FIRST_PUBLISHER, note), accept_warnings=False, needs_sign_off=False)
        return first.release.release
    except Conflict:
        there = store.head()
        if there is None:
            raise
        return there
