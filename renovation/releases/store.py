"""Publishes, restores and loads releases. The release that the pages show is called the head.

Content is serialised and hashed before the transaction. Blobs, the release, its audit line and the move of the head (a
compare-and-swap) are written in one transaction, so that readers never see a half-published release.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import sqlalchemy as sa

from renovation.domain.dated_tables import DatedTable, Tables
from renovation.domain.tables import LEADING_TABLE
from renovation.releases.answers import GivenAnswer, StoredAnswers, add_answers
from renovation.releases.audit import add_audit_line
from renovation.releases.contents import (
    Manifest,
    add_blobs,
    manifest_entry,
    parquet_of,
    read_blob,
    read_manifest,
    sha256_of,
    table_from,
)
from renovation.releases.database import (
    Conflict,
    StoreError,
    UnknownRelease,
    lock_table,
    now,
    open_engine,
    transaction,
)
from renovation.releases.followers import Followers
from renovation.releases.key_attempts import StoredAttempts, key_attempts
from renovation.releases.migrations.running import bring_up_to_date
from renovation.releases.rows import Rows, open_rows
from renovation.releases.schema import AGENDA, AUDIT, HEAD, MEETING, PUBLISHER, RELEASE, SIGN_OFF
from renovation.releases.settings import Settings
from renovation.releases.sign_offs import SignOffs, add_waiting, awaiting
from renovation.releases.until_written import UntilWritten

Action = Literal["publish", "restore", "correct"]
Accepted = str | Mapping[str, Any]
"""A warning that the publisher accepted, as it is stored in the audit line; the store does not interpret it."""


@dataclass(frozen=True)
class Release:
    """The record of one release, without its tables.

    `release` is its number. `head` is True for the release that the pages show. `published_at` is an ISO timestamp in
    UTC, `by` the publisher's name. `action` is `publish`, `restore` (an old release was published again) or `correct`
    (a correction of an earlier date). `parent` is the number of the release that was the head just before, None for the
    first release. `file` is the name of the clerk's file, None for a restored release. `awaits_sign_off` is True until
    a second publisher confirms this or a later release, or somebody withdraws it. `signed_off_by` and `withdrawn_by`
    are publishers' names, None if nobody did this. Pages never show a withdrawn release.
    """

    release: int
    as_of: dt.date
    published_at: str
    by: str
    note: str
    action: Action
    parent: int | None
    file: str | None
    file_sha256: str | None
    manifest_sha256: str
    head: bool
    awaits_sign_off: bool = False
    signed_off_by: str | None = None
    signed_off_at: str | None = None
    withdrawn_by: str | None = None
    withdrawn_at: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Returns the record of the release as a dictionary for JSON, as `renovation releases --json` prints it."""
        return {**self.__dict__, "as_of": self.as_of.isoformat()}


@dataclass(frozen=True)
class Source:
    """The clerk's file from which a release is made: its name, and its bytes as they were received."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 digest of the clerk's file, under which its bytes are stored."""
        return sha256_of(self.content)


@dataclass(frozen=True)
class Draft:
    """A release that has not been published yet.

    `tables` are the new tables; all other tables are copied from an earlier release. `by` is the publisher's name,
    `origin` the way of publishing, such as "command line". `source` is the clerk's file, `accepted_warnings` the
    warnings that the publisher accepted, `answers` the clerk's answers to store with the release. If `needs_sign_off`
    is True, the release waits until a second publisher confirms it.
    """

    tables: Tables
    by: str
    note: str = ""
    source: Source | None = None
    accepted_warnings: tuple[Accepted, ...] = ()
    origin: str = ""
    answers: tuple[GivenAnswer, ...] = ()
    needs_sign_off: bool = False


@dataclass(frozen=True)
class Audit:
    """What the database records about the publication of a release, besides its tables.

    `origin` is the way of publishing, such as "command line"; `accepted_warnings` are the warnings that the publisher
    accepted. `base` is the number of the release from which missing tables were copied; None if no table was copied.
    """

    origin: str
    accepted_warnings: tuple[Accepted, ...]
    base: int | None


@dataclass(frozen=True)
class Plan:
    """How a draft (a release that is not published yet) would be published.

    `as_of` is the as-of date of the draft. `base` is the release from which missing tables are copied (None if there is
    no such release), `action` the kind of publication. `moves_head` says whether the draft becomes the head, the
    release that the pages show.
    """

    as_of: dt.date
    base: Release | None
    action: Action
    moves_head: bool


class Store:
    """The releases in one database. Every method raises StoreUnavailable if the database does not respond."""

    def __init__(self, url: str) -> None:
        """Opens the database at an SQLAlchemy URL and brings its tables up to date.

        Raises StoreUnavailable if it cannot be opened, NewerStore if a newer version of this program wrote it.
        """
        self.url = url
        self._engine = open_engine(url)
        bring_up_to_date(self._engine)
        self.settings = Settings(self._engine)
        self.answers = StoredAnswers(self._engine)
        self.followers = Followers(self._engine)
        self.until_written = UntilWritten(url)
        self.sign_offs = SignOffs(self._engine)

    def meetings(self, writes: bool = False) -> AbstractContextManager[Rows]:
        """Opens a transaction on the running meetings. If `writes` is True, nobody else can write to them meanwhile."""
        return open_rows(self._engine, MEETING, writes)

    def agendas(self, writes: bool = False) -> AbstractContextManager[Rows]:
        """Opens a transaction on the saved agendas. If `writes` is True, nobody else can write to them meanwhile."""
        return open_rows(self._engine, AGENDA, writes)

    def publishers(self, writes: bool = False) -> AbstractContextManager[Rows]:
        """Opens a transaction on the publishers with keys. If `writes` is True, nobody else can write to them."""
        return open_rows(self._engine, PUBLISHER, writes)

    def key_attempts(self) -> AbstractContextManager[StoredAttempts]:
        """Opens a transaction on the attempts to sign in with the publisher's key.

        Other processes wait until the transaction ends.
        """
        return key_attempts(self._engine)

    def __reduce__(self) -> tuple[type[Store], tuple[str]]:
        """Pickles only the URL of the database; a worker process that unpickles the object opens the database anew."""
        return Store, (self.url,)

    def head(self) -> int | None:
        """Returns the number of the head, even if it still waits for a sign-off; None if the store is empty."""
        with transaction(self._engine) as connection:
            return connection.scalar(sa.select(HEAD.c.release))

    def releases(self) -> tuple[Release, ...]:
        """Returns the records of all releases, newest first."""
        with transaction(self._engine) as connection:
            return _history(connection)

    def release(self, number: int) -> Release:
        """Returns the record of the release `number`. Raises UnknownRelease if there is no such release."""
        return _found(self.releases(), number)

    def load(self, number: int, only: Collection[str] | None = None) -> dict[str, DatedTable]:
        """Returns the tables of the release `number`; the keys are table names.

        If `only` is given, just the tables that it names are loaded. Raises UnknownRelease if there is no such release,
        DamagedRelease if a table is missing or does not match its hash.
        """
        with transaction(self._engine) as connection:
            whole = read_manifest(connection, number)
            manifest = {name: entry for name, entry in whole.items() if only is None or name in only}
            contents = {name: read_blob(connection, entry["sha256"]) for name, entry in manifest.items()}
        return {name: table_from(name, contents[name], entry) for name, entry in manifest.items()}

    def file(self, number: int) -> bytes | None:
        """Returns the clerk's file of the release `number` as bytes; None if the release has no file.

        Raises UnknownRelease if there is no such release, DamagedRelease if the file is missing or does not match its
        hash.
        """
        with transaction(self._engine) as connection:
            sha256 = _found(_history(connection), number).file_sha256
            return read_blob(connection, sha256) if sha256 else None

    def publish(self, draft: Draft, expected_head: int | None) -> Release:
        """Publishes a draft and returns the record of its release.

        `expected_head` is the number of the head that the publisher saw, None if there was none. If the draft's date is
        that of the head or later, tables that it lacks are copied from the head, and the new release becomes the head.
        Otherwise it is a correction of its date: tables that it lacks are copied from the nearest release at or before
        this date, and the head stays. Raises Conflict if the head is no longer `expected_head`, StoreError if the store
        is empty and the draft has no table of units, whose as-of date becomes that of the release.
        """
        return self._write(draft, self.plan(draft.tables, expected_head), expected_head)

    def audit(self, number: int) -> Audit:
        """Returns what the database records about the publication of the release `number`.

        Raises UnknownRelease if there is no such release.
        """
        with transaction(self._engine) as connection:
            detail = connection.scalar(sa.select(AUDIT.c.detail).where(AUDIT.c.release == number))
        if detail is None:
            raise UnknownRelease(f"there is no release {number}")
        line = json.loads(detail)
        return Audit(line["from"], tuple(line["accepted_warnings"]), line["carried_over_from"])

    def plan(self, tables: Tables, expected_head: int | None) -> Plan:
        """Returns how `tables` would be published if the head were the release `expected_head`; nothing is published.

        Raises StoreError if there is no head and `tables` has no table of units, whose as-of date becomes that of the
        release.
        """
        history = self.releases()
        head = next((release for release in history if release.release == expected_head), None)
        return _plan(tables, head, history)

    def restore(
        self,
        number: int,
        by: str,
        note: str,
        expected_head: int | None,
        origin: str = "",
        needs_sign_off: bool = False,
    ) -> Release:
        """Publishes the tables of the release `number` again, as a new release that always becomes the head.

        `by` is the publisher's name, `note` a note for the history, `origin` the way of restoring, such as "command
        line". If `needs_sign_off` is True, the new release waits until a second publisher confirms it. Raises
        UnknownRelease if there is no release `number`, DamagedRelease if it is damaged (then nothing is published), and
        Conflict if the head is no longer `expected_head`.
        """
        old = self.release(number)
        self.load(number)
        draft = Draft({}, by, note, origin=origin, needs_sign_off=needs_sign_off)
        return self._write(draft, Plan(old.as_of, old, "restore", True), expected_head)

    def add_audit_line(self, action: str, by: str, detail: Mapping[str, str]) -> None:
        """Adds a line to the audit, the record of who did what, for an action that publishes no release.

        `action` is a code of what was done, such as "explain", `by` the name of the person. `detail` is stored as JSON.
        """
        with transaction(self._engine, writes=True) as connection:
            add_audit_line(connection, action, by, detail)

    def _write(self, draft: Draft, plan: Plan, expected_head: int | None) -> Release:
        contents = {name: parquet_of(table.frame) for name, table in draft.tables.items()}
        entries = {name: manifest_entry(draft.tables[name], content) for name, content in contents.items()}
        files = [draft.source.content] if draft.source else []
        blobs = {sha256_of(content): content for content in [*contents.values(), *files]}
        with transaction(self._engine, writes=True) as connection:
            lock_table(connection, RELEASE)
            _expect_head(connection, expected_head)
            carried = read_manifest(connection, plan.base.release) if plan.base else {}
            add_blobs(connection, blobs)
            number = _insert(connection, draft, plan, {**carried, **entries}, expected_head)
            if plan.moves_head:
                _move_head(connection, expected_head, number)
            return _found(_history(connection), number)


def _plan(tables: Tables, head: Release | None, history: tuple[Release, ...]) -> Plan:
    if LEADING_TABLE in tables:
        as_of = tables[LEADING_TABLE].as_of
    elif head:
        as_of = head.as_of
    else:
        raise StoreError("the first release needs the units' table, which dates it")
    if head is None or as_of >= head.as_of:
        return Plan(as_of, head, "publish", moves_head=True)
    earlier = [release for release in history if release.as_of <= as_of and release.withdrawn_by is None]
    return Plan(as_of, max(earlier, key=lambda r: (r.as_of, r.release), default=None), "correct", moves_head=False)


def _expect_head(connection: sa.Connection, expected: int | None) -> None:
    head = connection.scalar(sa.select(HEAD.c.release))
    if head != expected:
        raise Conflict(f"release {head} was published in between (expected {expected})")


def _move_head(connection: sa.Connection, expected: int | None, number: int) -> None:
    """Makes the release `number` the head; raises Conflict if the head is no longer the release `expected`."""
    if expected is None:
        connection.execute(HEAD.insert().values(only=1, release=number))
        return
    moved = connection.execute(HEAD.update().where(HEAD.c.release == expected).values(release=number))
    if moved.rowcount != 1:
        raise Conflict(f"release {expected} is no longer the head")


def _insert(connection: sa.Connection, draft: Draft, plan: Plan, manifest: Manifest, parent: int | None) -> int:
    """Inserts a release with its audit line and its answers; returns the number of the release.

    `plan` says how `draft` is published; `parent` is the number of the head until now. The caller has locked the table
    of releases. The number is the largest so far plus 1; a sequence of the database would leave gaps after failures.
    """
    newest = connection.scalar(sa.select(sa.func.max(RELEASE.c.release)))
    number = (newest or 0) + 1
    written = json.dumps(manifest, sort_keys=True)
    moment = now()
    line = RELEASE.insert().values(
        release=number,
        as_of=plan.as_of.isoformat(),
        published_at=moment,
        by=draft.by,
        note=draft.note,
        action=plan.action,
        parent=parent,
        file=draft.source.name if draft.source else None,
        file_sha256=draft.source.sha256 if draft.source else None,
        manifest=written,
        manifest_sha256=sha256_of(written.encode()),
    )
    connection.execute(line)
    base = plan.base.release if plan.base else None
    detail = json.dumps(
        {
            "from": draft.origin,
            "file_sha256": draft.source.sha256 if draft.source else None,
            "accepted_warnings": draft.accepted_warnings,
            "carried_over_from": base,
            "note": draft.note,
        },
        ensure_ascii=False,
    )
    connection.execute(AUDIT.insert().values(at=moment, by=draft.by, action=plan.action, release=number, detail=detail))
    add_answers(connection, draft.answers, draft.by, moment, number)
    if draft.needs_sign_off:
        add_waiting(connection, number)
    return number


def _history(connection: sa.Connection) -> tuple[Release, ...]:
    head = connection.scalar(sa.select(HEAD.c.release))
    columns = [RELEASE.c[name] for name in Release.__dataclass_fields__ if name in RELEASE.c]
    decided = (SIGN_OFF.c.by, SIGN_OFF.c.at, SIGN_OFF.c.withdrawn_by, SIGN_OFF.c.withdrawn_at)
    sign_offs = (SIGN_OFF.c.release.is_not(None), *decided)
    joined = sa.select(*columns, *sign_offs).outerjoin_from(RELEASE, SIGN_OFF).order_by(RELEASE.c.release.desc())
    rows = connection.execute(joined).all()
    waiting = awaiting((row[0], row[-5], row[-4], row[-2]) for row in rows)
    return tuple(_line(row, row[0] == head, row[0] in waiting) for row in rows)


def _line(row: Sequence[Any], head: bool, awaits_sign_off: bool) -> Release:
    release, as_of, *rest, _needed, by, at, withdrawn_by, withdrawn_at = row
    decided = (by, at, withdrawn_by, withdrawn_at)
    fields: tuple[Any, ...] = (release, dt.date.fromisoformat(as_of), *rest, head, awaits_sign_off, *decided)
    return Release(*fields)


def _found(history: tuple[Release, ...], number: int) -> Release:
    release = next((release for release in history if release.release == number), None)
    if release is None:
        raise UnknownRelease(f"there is no release {number}")
    return release
