"""The database of the releases: its schema, how to open it, and transactions."""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

_META: Final = sa.MetaData()
BLOB: Final = sa.Table(
    "blob",
    _META,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
RELEASE: Final = sa.Table(
    "release",
    _META,
    sa.Column("release", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("as_of", sa.String(10), nullable=False),
    sa.Column("published_at", sa.String(32), nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("action", sa.String(10), nullable=False),
    sa.Column("parent", sa.Integer, sa.ForeignKey("release.release")),
    sa.Column("file", sa.String(400)),
    sa.Column("file_sha256", sa.String(64)),
    sa.Column("manifest", sa.Text, nullable=False),
    sa.Column("manifest_sha256", sa.String(64), nullable=False),
)
HEAD: Final = sa.Table(
    "head",
    _META,
    sa.Column("only", sa.Integer, primary_key=True),
    sa.Column("release", sa.Integer, sa.ForeignKey("release.release"), nullable=False),
)
AUDIT: Final = sa.Table(
    "audit",
    _META,
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("action", sa.String(10), nullable=False),
    sa.Column("release", sa.Integer, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)
SETTING: Final = sa.Table(
    "setting",
    _META,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
ANSWER: Final = sa.Table(
    "answer",
    _META,
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("value", sa.Text),
    sa.Column("question_zh", sa.Text, nullable=False),
    sa.Column("question_en", sa.Text, nullable=False),
    sa.Column("choice_zh", sa.Text, nullable=False),
    sa.Column("choice_en", sa.Text, nullable=False),
    sa.Column("sheet", sa.Text),
    sa.Column("heading", sa.Text),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("release", sa.Integer, sa.ForeignKey("release.release")),
)
"""Answers to the reader's questions. Lines are only added: the newest line of an id is valid, and a null `value` means
that the answer was withdrawn. Earlier lines stay as a record."""
_PRAGMAS: Final = ("busy_timeout=10000", "synchronous=full", "foreign_keys=on")
_WAL_TRIES: Final = 100
_SCHEMA_LOCK: Final = 3_305_020
"""Any number that no other program uses for a lock in the same database."""
_POSTGRESQL_LIMITS: Final = {
    "connect_timeout": "5",
    "tcp_user_timeout": "15000",
    "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000",
}
"""Seconds to connect; milliseconds for sent data to arrive, for a statement, for a lock, between two statements."""
SLOW_SECONDS: Final = 2.0
"""A connection that fails after so long was not refused: the server or the network hangs."""
SILENCE_SECONDS: Final = 5.0
"""How long a database that hangs is not asked again, so that pages do not wait for it one after the other."""
_SILENT_UNTIL: Final[dict[sa.URL, float]] = {}


class StoreError(Exception):
    """A request to the store failed; the message gives the reason."""


class StoreUnavailable(StoreError):
    """The database cannot be opened or does not answer."""


class DamagedRelease(StoreError):
    """A stored part of a release is missing or does not match its hash."""


class UnknownRelease(StoreError):
    """There is no release with the requested number."""


class Conflict(StoreError):
    """Somebody else wrote at the same time, such as a release between reading the head and publishing."""


def sqlite_file(url: str) -> Path | None:
    """Returns the path of the SQLite database at an SQLAlchemy URL; None for another database or an invalid URL."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        return None
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def open_engine(url: str) -> sa.Engine:
    """Opens the database at an SQLAlchemy URL, creates missing tables, and returns the engine.

    SQLite uses write-ahead logging and synchronous=full; a writing transaction takes the write lock when it begins. If
    the file of an SQLite database is deleted later, transactions raise an error instead of creating an empty file.
    Raises StoreUnavailable if the database cannot be opened.
    """
    try:
        parsed, file = sa.make_url(url), sqlite_file(url)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        # each transaction connects anew: a database put in the place of another is seen at once, and one that hangs
        # is noticed by the limit on connecting, which a statement on an open connection does not have
        engine = sa.create_engine(parsed, poolclass=sa.NullPool, connect_args=_connect_arguments(parsed))
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _prepare_sqlite)
            sa.event.listen(engine, "begin", _begin_sqlite)
            _write_ahead(engine)
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            if engine.dialect.name == "postgresql":  # of several first starts at once, the others would fail
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_SCHEMA_LOCK)))
            _META.create_all(connection)
        if file is not None:
            sa.event.listen(engine, "do_connect", partial(_expect_file, file))
    except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError, ImportError) as error:
        raise StoreUnavailable(f"the database cannot be opened: {error}") from error
    return engine


def _connect_arguments(url: sa.URL) -> dict[str, str]:
    """Returns the limits for a connection to PostgreSQL that the URL itself does not set; none for SQLite."""
    limits = _POSTGRESQL_LIMITS if url.get_backend_name() == "postgresql" else {}
    return {name: value for name, value in limits.items() if name not in url.query}


def now() -> str:
    """Returns the current time in UTC as an ISO text to the second: `2026-11-28T21:30:00+00:00`."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}")


def _expect_file(path: Path, *_how: object) -> None:
    """Raises StoreUnavailable when the file was deleted; SQLite would create an empty one."""
    if not path.exists():
        raise StoreUnavailable(f"the database {path} is gone")


def _write_ahead(engine: sa.Engine) -> None:
    """Turns write-ahead logging on; the database file remembers it.

    SQLite ignores busy_timeout here, so that several first starts at once must try again.
    Raises OperationalError when the database stays locked.
    """
    for tries_left in reversed(range(_WAL_TRIES)):
        try:
            with engine.connect() as connection:
                cursor = connection.connection.cursor()
                if cursor.execute("pragma journal_mode").fetchone()[0] != "wal":
                    cursor.execute("pragma journal_mode=wal")
                return
        except (sa.exc.OperationalError, sqlite3.OperationalError) as error:
            if tries_left == 0 or "locked" not in str(error):
                raise
            time.sleep(0.05)


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: sa.Engine, writes: bool = False) -> Iterator[sa.Connection]:
    """Opens a transaction that is committed at the end of the block and rolled back after an exception.

    With `writes`, SQLite takes the write lock at once; pass it for every transaction that writes. A row that another
    transaction wrote at the same time raises Conflict, any other error of the database StoreUnavailable. A server that
    hangs is asked again after SILENCE_SECONDS.
    """
    begun = time.monotonic()
    if begun < _SILENT_UNTIL.get(engine.url, 0.0):
        raise StoreUnavailable("the database did not answer a moment ago")
    try:
        with engine.connect().execution_options(writes=writes) as connection, connection.begin():
            yield connection
    except sa.exc.IntegrityError as error:
        raise Conflict(f"somebody else wrote the same at the same time: {error.orig}") from error
    except (sa.exc.SQLAlchemyError, OSError) as error:
        ended = time.monotonic()
        if engine.dialect.name != "sqlite" and ended - begun > SLOW_SECONDS:
            _SILENT_UNTIL[engine.url] = ended + SILENCE_SECONDS
        raise StoreUnavailable(f"the database does not answer: {error}") from error
