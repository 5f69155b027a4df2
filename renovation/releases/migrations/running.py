"""Checks whether the tables of a database are up to date, and runs the missing migrations.

The table `alembic_version` holds the number of the last migration. Databases from before 2026-11-29 lack this table.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Final

import sqlalchemy as sa

from renovation.releases.database import NewerStore, transaction

_FOLDER: Final = Path(__file__).parent
_VERSION: Final = sa.table("alembic_version", sa.column("version_num"))
_DATABASE_LOCK: Final = 3_305_020
"""Any number that no other program uses for a lock in the same database."""
_PROCESS_LOCK: Final = Lock()
"""Alembic runs one migration at a time in a process: its `context` is a global variable."""


def bring_up_to_date(engine: sa.Engine, last: str | None = None) -> None:
    """Runs the migrations that a database lacks, all in one transaction; in an empty database this creates the tables.

    `last` is the number of the last migration to run, by default the newest. If several processes open the database at
    the same time, one runs the migrations and the others wait. If no migration is missing, this function only runs two
    short queries. Raises NewerStore if a newer version of this program has written the database, StoreUnavailable if
    the database does not respond.
    """
    last = last or newest_migration()
    with transaction(engine) as connection:
        if stored_migration(connection) == last:
            return
    with transaction(engine, writes=True) as connection:  # on SQLite, this takes the write lock
        _lock(connection)
        if stored_migration(connection) != last:
            _run(connection, last)


def newest_migration() -> str:
    """Returns the number of the newest migration that this program contains, such as `0002`."""
    return _numbers()[-1]


def stored_migration(connection: sa.Connection) -> str | None:
    """Returns the number of the last migration that was run in a database, such as `0002`.

    Returns None for an empty database, and for one from before 2026-11-29, which has no such number. Raises NewerStore
    if this program does not know the migration.
    """
    if not sa.inspect(connection).has_table(_VERSION.name):
        return None
    stored, known = connection.scalar(sa.select(_VERSION.c.version_num)), _numbers()
    if stored is not None and stored not in known:
        raise NewerStore(stored, known[-1])
    return stored


def _numbers() -> list[str]:
    return sorted(path.name[:4] for path in (_FOLDER / "versions").glob("[0-9]*.py"))


def _lock(connection: sa.Connection) -> None:
    """Makes other processes that want to run migrations wait until the transaction of `connection` ends.

    The migrations may take any time: the limit on the time of a statement is switched off.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_DATABASE_LOCK)))
        connection.execute(sa.text("set local statement_timeout = 0"))


def _run(connection: sa.Connection, last: str) -> None:
    from alembic import command, config  # importing it takes 0.2 s, and most starts need no migration

    migrations = config.Config(attributes={"connection": connection})
    migrations.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    with _PROCESS_LOCK:
        command.upgrade(migrations, last)
