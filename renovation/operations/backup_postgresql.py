"""Copies a store from PostgreSQL to an SQLite file, table by table, and back, while the dashboard runs.

The file has the same format as a backup of an SQLite store, so that a backup can move between the two databases.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from renovation.language import Words
from renovation.operations.backup_sqlite import former_file, keep_in_one_file
from renovation.releases.contents import count_verified
from renovation.releases.database import StoreError, lock_table, open_engine, transaction
from renovation.releases.migrations.running import bring_up_to_date, stored_migration
from renovation.releases.schema import METADATA, RELEASE

_ROWS: Final = 10
"""How many rows are copied at once: a row may hold a clerk's file of some megabytes."""


def copy_tables(url: str, target: Path, words: Words) -> None:
    """Copies the PostgreSQL store at the SQLAlchemy URL `url` to the SQLite file `target`.

    The copy shows the store at one moment, even if others write to it meanwhile. Raises StoreError if there is no store
    at the URL.
    """
    snapshot = open_engine(url).execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with transaction(snapshot) as source:
        migration = stored_migration(source)
        if migration is None:
            raise StoreError(words("There is no database at {place}.", place=sa.make_url(url).render_as_string()))
        _write(source, migration, target)


def tables_hold_releases(url: str) -> bool:
    """Returns whether the PostgreSQL database at the SQLAlchemy URL `url` contains releases."""
    with transaction(open_engine(url)) as connection:
        return _holds_releases(connection)


def replace_tables(file: Path, url: str, beside: Path) -> Path | None:
    """Replaces the content of the PostgreSQL store at `url` by that of the SQLite file `file`, and verifies the result.

    Both happen in one transaction. The former store is copied to a new file in the folder of `beside`, the backup that
    is restored. Returns this new file, or None if there was no store. `file` must have the tables of this version of
    the program. Raises DamagedRelease if the result does not match; then nothing is changed.
    """
    engine, backup = open_engine(url), open_engine(f"sqlite:///{file}")
    bring_up_to_date(engine)
    with transaction(backup) as source, transaction(engine, writes=True) as target:
        for table in (RELEASE, *METADATA.sorted_tables):  # the order in which publishing takes its locks
            lock_table(target, table)
        former = _kept_aside(target, beside)
        for table in reversed(METADATA.sorted_tables):
            target.execute(table.delete())
        _copy_rows(source, target, METADATA.sorted_tables)
        for table in METADATA.sorted_tables:
            _count_on(target, table)
        count_verified(target)
    return former


def _kept_aside(connection: sa.Connection, beside: Path) -> Path | None:
    if not _holds_releases(connection):
        return None
    former, migration = former_file(beside), stored_migration(connection)
    former.touch(mode=0o600)
    _write(connection, str(migration), former)
    return former


def _holds_releases(connection: sa.Connection) -> bool:
    inspected = sa.inspect(connection)
    return inspected.has_table(RELEASE.name) and connection.scalar(sa.select(sa.func.count(RELEASE.c.release))) != 0


def _write(source: sa.Connection, migration: str, target: Path) -> None:
    """Writes the rows of a store to the SQLite file `target`, whose tables are those after the migration `migration`.

    `source` is a connection to the store; `migration` is the number of a migration, such as `0002`.
    """
    engine = open_engine(f"sqlite:///{target}")
    bring_up_to_date(engine, migration)
    tables = sa.MetaData()
    tables.reflect(engine)
    with transaction(engine, writes=True) as copy:
        _copy_rows(source, copy, (table for table in tables.sorted_tables if table.name != "alembic_version"))
    with closing(sqlite3.connect(target)) as opened:
        keep_in_one_file(opened)


def _copy_rows(source: sa.Connection, target: sa.Connection, tables: Iterable[sa.Table]) -> None:
    for table in tables:
        query = sa.select(table).order_by(*table.primary_key)  # a release after its parent
        rows = source.execute(query, execution_options={"yield_per": _ROWS})
        for part in rows.mappings().partitions():
            target.execute(table.insert(), [dict(row) for row in part])


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """Makes PostgreSQL number the next new row of `table` one higher than the highest number in the table."""
    column = table.autoincrement_column
    if column is not None:
        sequence = sa.func.pg_get_serial_sequence(f'"{table.name}"', column.name)
        following = sa.func.coalesce(sa.func.max(column), 0) + 1
        connection.execute(sa.select(sa.func.setval(sequence, following, False)))
