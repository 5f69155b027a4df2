"""Opens the database of the releases, and transactions on it."""

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

_PRAGMAS: Final = ("busy_timeout=10000", "synchronous=full", "foreign_keys=on")
_WAL_TRIES: Final = 100
SLOW_SECONDS: Final = 2.0
"""If a connection fails only after this number of seconds, it was not refused: the server or the network hangs."""
SILENCE_SECONDS: Final = 5.0
"""A database that hangs is not asked again for this number of seconds, so that pages do not all wait for it in turn."""
_SILENT_UNTIL: Final[dict[sa.URL, float]] = {}


class StoreError(Exception):
    """The store (the database of the releases) could not do what was asked; the message contains the reason."""


class StoreUnavailable(StoreError):
    """The database cannot be opened or does not respond."""


class NewerStore(StoreError):
    """The database was written by a newer version of this program."""

    def __init__(self, stored: str, known: str) -> None:
        super().__init__(f"the store's tables have number {stored}, this version of the dashboard knows {known}")


class DamagedRelease(StoreError):
    """A stored part of a release is missing or does not match its hash."""


class UnknownRelease(StoreError):
    """There is no release with the requested number."""


class Conflict(StoreError):
    """Somebody else wrote to the database first, for example published another release."""


def sqlite_file(url: str) -> Path | None:
    """Returns the path of the SQLite database that an SQLAlchemy URL names.

    Returns None for another kind of database and for an invalid URL.
    """
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        return None
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def open_engine(url: str) -> sa.Engine:
    """Opens the database at an SQLAlchemy URL and returns its engine. The tables are neither created nor checked.

    SQLite uses write-ahead logging and synchronous=full; a writing transaction takes the write lock when it begins. If
    the file of an SQLite database is deleted later, transactions raise an error instead of creating an empty file.
    Raises StoreUnavailable if the database cannot be opened.
    """
    try:
        parsed, file = sa.make_url(url), sqlite_file(url)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        engine = _create_engine(parsed)
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _prepare_sqlite)
            sa.event.listen(engine, "begin", _begin_sqlite)
            _write_ahead(engine)
        if file is not None:
            sa.event.listen(engine, "do_connect", partial(_expect_file, file))
    except ImportError as error:
        raise StoreUnavailable(
            f"the driver of the database is not installed ({error.name}); for PostgreSQL, install the extra "
            "renovation[postgresql], for instance with: uv sync --extra postgresql"
        ) from error
    except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError, ValueError) as error:
        raise StoreUnavailable(f"the database cannot be opened: {_reason(error)}") from error
    return engine


def _create_engine(url: sa.URL) -> sa.Engine:
    """Returns an engine that opens a new connection for each transaction.

    Therefore a database that has replaced another one is used at once, and the limit on the time to connect notices a
    database that hangs.
    """
    if url.get_backend_name() == "postgresql":
        from renovation.releases import postgresql  # its driver is an extra

        return postgresql.create_engine(url)
    return sa.create_engine(url, poolclass=sa.NullPool)


def now() -> str:
    """Returns the current time in UTC as an ISO text to the second: `2026-11-28T21:30:00+00:00`."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}")


def _expect_file(path: Path, *_how: object) -> None:
    """Raises StoreUnavailable if the database file `path` was deleted, because SQLite would create an empty one."""
    if not path.exists():
        raise StoreUnavailable(f"the database {path} is gone")


def _write_ahead(engine: sa.Engine) -> None:
    """Switches write-ahead logging on; the database file stores this.

    SQLite does not wait for a lock here (it ignores busy_timeout). Therefore, if several processes start for the first
    time at once, this function tries again. Raises OperationalError if the database stays locked.
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
    """Opens a transaction that is committed at the end of the `with` block and rolled back after an exception.

    `writes` must be True for a transaction that writes; SQLite then takes the write lock at once. Raises Conflict if
    another transaction wrote the same row at the same time, StoreError if the database refuses a value, and
    StoreUnavailable for any other error. If a database server fails only after SLOW_SECONDS, it is assumed to hang;
    then every transaction of the next SILENCE_SECONDS raises StoreUnavailable without trying to connect.
    """
    begun = time.monotonic()
    if begun < _SILENT_UNTIL.get(engine.url, 0.0):
        raise StoreUnavailable("the database did not answer a moment ago")
    try:
        with engine.connect().execution_options(writes=writes) as connection, connection.begin():
            yield connection
    except sa.exc.IntegrityError as error:
        raise Conflict(f"somebody else wrote the same at the same time: {_reason(error)}") from error
    except (sa.exc.DataError, OverflowError, UnicodeError) as error:
        raise StoreError(f"the database refuses a value: {_reason(error)}") from error
    except (sa.exc.SQLAlchemyError, OSError) as error:
        ended = time.monotonic()
        if engine.dialect.name != "sqlite" and ended - begun > SLOW_SECONDS:
            _SILENT_UNTIL[engine.url] = ended + SILENCE_SECONDS
        raise StoreUnavailable(f"the database does not answer: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """Returns the message of the database driver, without the statement and the link that SQLAlchemy adds to it."""
    return str(error.orig if isinstance(error, sa.exc.DBAPIError) else error)


def lock_table(connection: sa.Connection, table: sa.Table) -> None:
    """Prevents other transactions from writing to a table until the transaction of `connection` ends.

    Other transactions that want to write wait; reading is still possible. Does nothing on SQLite, where a writing
    transaction locks the whole database from its beginning.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f'lock table "{table.name}" in share row exclusive mode')
