"""The store of releases: content-addressed blobs, a linear history, one head.

Everything is serialised and hashed before the transaction; blobs, the release, its audit line and the move of the
head (a compare-and-swap) are one transaction, so that nothing half-published is ever seen.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import sqlalchemy as sa

from renovation.domain.dated_tables import DatedTable, Tables
from renovation.domain.tables import LEADING_TABLE
from renovation.releases.answers import GivenAnswer, StoredAnswers, add_answers
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
    AUDIT,
    HEAD,
    RELEASE,
    Conflict,
    StoreError,
    UnknownRelease,
    now,
    open_engine,
    transaction,
)
from renovation.releases.settings import Settings

Action = Literal["publish", "restore", "correct"]
_NO_RELEASE: Final = 0
"""What an audit line that is not about a release names."""
Accepted = str | Mapping[str, Any]
"""An accepted warning as the audit records it; the store does not look into it."""


@dataclass(frozen=True)
class Release:
    """One release of the history, without its tables. `head` says whether it is the newest."""

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

    def as_json(self) -> dict[str, Any]:
        """Returns the release as `releases --json` prints it."""
        return {**self.__dict__, "as_of": self.as_of.isoformat()}


@dataclass(frozen=True)
class Source:
    """The clerk's file as received."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The hash that the file is stored under."""
        return sha256_of(self.content)


@dataclass(frozen=True)
class Draft:
    """What is to be published: the tables it brings, who brings them, from which file, and from where (`origin`).

    `answers` are stored with the release, for the next workbook of the same layout.
    """

    tables: Tables
    by: str
    note: str = ""
    source: Source | None = None
    accepted_warnings: tuple[Accepted, ...] = ()
    origin: str = ""
    answers: tuple[GivenAnswer, ...] = ()


@dataclass(frozen=True)
class Audit:
    """What is remembered of a publication beside its release.

    From where it came, which warnings were accepted, and the release that it was laid upon (`base`): of a correction
    that is the one before it in time, not the head of the day.
    """

    origin: str
    accepted_warnings: tuple[Accepted, ...]
    base: int | None


@dataclass(frozen=True)
class Plan:
    """Where a draft goes: its date, the release it carries over from, and whether the screen will show it."""

    as_of: dt.date
    base: Release | None
    action: Action
    moves_head: bool


class Store:
    """The releases of one database."""

    def __init__(self, url: str) -> None:
        """Opens the database at an SQLAlchemy URL. Raises StoreUnavailable."""
        self.url = url
        self._engine = open_engine(url)
        self.settings = Settings(self._engine)
        self.answers = StoredAnswers(self._engine)

    def __reduce__(self) -> tuple[type[Store], tuple[str]]:
        """Pickles the URL alone: a worker process opens the database anew."""
        return Store, (self.url,)

    def head(self) -> int | None:
        """Returns the newest release's number, or None when the store is empty."""
        with transaction(self._engine) as connection:
            return connection.scalar(sa.select(HEAD.c.release))

    def releases(self) -> tuple[Release, ...]:
        """Returns every release, newest first."""
        with transaction(self._engine) as connection:
            return _history(connection)

    def release(self, number: int) -> Release:
        """Returns one release. Raises UnknownRelease."""
        with transaction(self._engine) as connection:
            return _found(_history(connection), number)

    def load(self, number: int, only: Collection[str] | None = None) -> dict[str, DatedTable]:
        """Returns a release's tables by name, or only those named; each is checked against its hash.

        Raises UnknownRelease and DamagedRelease.
        """
        with transaction(self._engine) as connection:
            whole = read_manifest(connection, number)
            manifest = {name: entry for name, entry in whole.items() if only is None or name in only}
            contents = {name: read_blob(connection, entry["sha256"]) for name, entry in manifest.items()}
        return {name: table_from(name, contents[name], entry) for name, entry in manifest.items()}

    def file(self, number: int) -> bytes | None:
        """Returns the clerk's file as received, or None when the release has none.

        Raises UnknownRelease and DamagedRelease.
        """
        with transaction(self._engine) as connection:
            sha256 = _found(_history(connection), number).file_sha256
            return read_blob(connection, sha256) if sha256 else None

    def publish(self, draft: Draft, expected_head: int | None) -> Release:
        """Publishes a draft on top of `expected_head`.

        Tables that the draft does not bring are carried over. An as-of date equal to or later than the head's moves the
        head. An earlier one is stored as a correction of its date: it carries over from the nearest release at or
        before that date, and the head stays.
        Raises Conflict when the head is no longer `expected_head`, StoreError when no unit table dates the draft.
        """
        return self._write(draft, self.plan(draft.tables, expected_head), expected_head)

    def audit(self, number: int) -> Audit:
        """Returns the audit line of a release. Raises UnknownRelease."""
        with transaction(self._engine) as connection:
            detail = connection.scalar(sa.select(AUDIT.c.detail).where(AUDIT.c.release == number))
        if detail is None:
            raise UnknownRelease(f"there is no release {number}")
        line = json.loads(detail)
        return Audit(line["from"], tuple(line["accepted_warnings"]), line["carried_over_from"])

    def plan(self, tables: Tables, expected_head: int | None) -> Plan:
        """Returns where these tables would go on top of `expected_head`.

        Raises StoreError when no unit table dates them.
        """
        history = self.releases()
        head = next((release for release in history if release.release == expected_head), None)
        return _plan(tables, head, history)

    def restore(self, number: int, by: str, note: str, expected_head: int | None, origin: str = "") -> Release:
        """Publishes an old release's tables again; the head always moves.

        Raises UnknownRelease, DamagedRelease (a damaged release is not restored) and Conflict.
        """
        self.load(number)
        old = self.release(number)
        return self._write(Draft({}, by, note, origin=origin), Plan(old.as_of, old, "restore", True), expected_head)

    def add_audit_line(self, action: str, by: str, detail: Mapping[str, str]) -> None:
        """Adds an audit line about the store itself, not about a release."""
        written = json.dumps(detail, ensure_ascii=False)
        line = AUDIT.insert().values(at=now(), by=by, action=action, release=_NO_RELEASE, detail=written)
        with transaction(self._engine, writes=True) as connection:
            connection.execute(line)

    def _write(self, draft: Draft, plan: Plan, expected_head: int | None) -> Release:
        contents = {name: parquet_of(table.frame) for name, table in draft.tables.items()}
        entries = {name: manifest_entry(draft.tables[name], content) for name, content in contents.items()}
        files = [draft.source.content] if draft.source else []
        blobs = {sha256_of(content): content for content in [*contents.values(), *files]}
        with transaction(self._engine, writes=True) as connection:
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
    earlier = [release for release in history if release.as_of <= as_of]
    return Plan(as_of, max(earlier, key=lambda r: (r.as_of, r.release), default=None), "correct", moves_head=False)


def _expect_head(connection: sa.Connection, expected: int | None) -> None:
    head = connection.scalar(sa.select(HEAD.c.release))
    if head != expected:
        raise Conflict(f"release {head} was published in between (expected {expected})")


def _move_head(connection: sa.Connection, expected: int | None, number: int) -> None:
    """Compare and swap: the head moves only from where the publisher saw it."""
    if expected is None:
        try:
            connection.execute(HEAD.insert().values(only=1, release=number))
        except sa.exc.IntegrityError as error:
            raise Conflict("a first release was published in between") from error
        return
    moved = connection.execute(HEAD.update().where(HEAD.c.release == expected).values(release=number))
    if moved.rowcount != 1:
        raise Conflict(f"release {expected} is no longer the head")


def _insert(connection: sa.Connection, draft: Draft, plan: Plan, manifest: Manifest, parent: int | None) -> int:
    """Writes the release, its audit line and its answers; returns its number."""
    written = json.dumps(manifest, sort_keys=True)
    moment = now()
    line = RELEASE.insert().values(
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
    number: int = connection.execute(line.returning(RELEASE.c.release)).scalar_one()
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
    return number


def _history(connection: sa.Connection) -> tuple[Release, ...]:
    head = connection.scalar(sa.select(HEAD.c.release))
    columns = [RELEASE.c[name] for name in Release.__dataclass_fields__ if name != "head"]
    rows = connection.execute(sa.select(*columns).order_by(RELEASE.c.release.desc()))
    return tuple(_line(*row, head=row[0] == head) for row in rows)


def _line(release: int, as_of: str, *rest: Any, head: bool) -> Release:
    fields: tuple[Any, ...] = (release, dt.date.fromisoformat(as_of), *rest, head)
    return Release(*fields)


def _found(history: tuple[Release, ...], number: int) -> Release:
    release = next((release for release in history if release.release == number), None)
    if release is None:
        raise UnknownRelease(f"there is no release {number}")
    return release
