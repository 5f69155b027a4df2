"""Copies an SQLite store to a file, and overwrites a store with such a file, both while the dashboard runs."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from renovation.language import Words
from renovation.releases.contents import count_verified
from renovation.releases.database import DamagedRelease, StoreError, open_engine
from renovation.releases.migrations.running import bring_up_to_date
from renovation.releases.schema import RELEASE

UNCHANGING: Final = "immutable=1"
EXISTING: Final = "mode=rw"
BUSY_SECONDS: Final = 10.0


def copy_file(store: Path, target: Path) -> None:
    """Copies the SQLite file of a store to `target`.

    The copy shows the store at one moment, even if others write to it meanwhile.
    """
    with closing(_open(store, EXISTING)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
        keep_in_one_file(copy)


def keep_in_one_file(copy: sqlite3.Connection) -> None:
    """Ends write-ahead logging in an SQLite database, so that the database is a single file.

    Logging needs further files beside that of the database.
    """
    copy.execute("pragma journal_mode=delete")


def file_holds_releases(store: Path) -> bool:
    """Returns whether the SQLite file of a store contains releases, which restoring a backup would replace.

    Returns True if the file is damaged, because a damaged file may contain releases.
    """
    if not store.exists():
        return False
    try:
        with closing(_open(store, EXISTING)) as opened:
            tables = {name for (name,) in opened.execute("select name from sqlite_master")}
            return RELEASE.name in tables and opened.execute("select count(*) from release").fetchone()[0] > 0
    except sqlite3.Error:
        return True


def verify(path: Path, how: str) -> tuple[int, str | None]:
    """Checks the SQLite file of a store against its hashes; returns (number of releases, damage).

    `damage` is a text that names the damaged part, None if there is none. `how` says how the file is opened: it is
    UNCHANGING for a file that nobody writes, and EXISTING for a store in use.
    """
    engine = sa.create_engine("sqlite://", creator=lambda: _open(path, how), poolclass=sa.NullPool)
    try:
        with engine.connect() as connection:
            state = str(connection.exec_driver_sql("pragma integrity_check").scalar())
            return (count_verified(connection), None) if state == "ok" else (0, state)
    except (sqlite3.Error, sa.exc.SQLAlchemyError, DamagedRelease) as error:
        return 0, str(getattr(error, "orig", error))


@contextmanager
def up_to_date(file: Path, place: Path) -> Iterator[Path]:
    """Yields the path of a copy of the backup `file`, whose tables are updated to this version of the program.

    The copy is in the folder of `place`, the file of the store that will be replaced. It is deleted after the `with`
    block. Raises NewerStore if a newer version of the program wrote the backup.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.part")
    try:
        shutil.copyfile(file, part)
        bring_up_to_date(open_engine(f"sqlite:///{part}"))
        yield part
    finally:
        part.unlink(missing_ok=True)


def replace_file(file: Path, store: Path, words: Words) -> Path | None:
    """Overwrites the SQLite file `store` with the backup `file`.

    Returns the path of the file to which the former store was copied, None if there was no store. Raises StoreError if
    the store differs from the backup afterwards.
    """
    former = _put_in_place(file, store, words)
    if verify(store, EXISTING) != verify(file, UNCHANGING) and former is not None:
        raise StoreError(
            words("The restored database does not match the backup. The former database is in {file}.", file=former)
        )
    return former


def former_file(file: Path) -> Path:
    """Returns an unused path in the folder of `file`, to which the store is copied before a backup is restored."""
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return file.with_name(f"{file.stem}-before-{moment}{file.suffix}")


def _open(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True)


class _KeepFormer:
    """Copies the former store to another file while a backup overwrites it.

    SQLite calls the object after the first page; then the write lock is held, so that no release is missed.
    """

    def __init__(self, store: Path, former: Path, words: Words) -> None:
        self._store, self._former, self.words = store, former, words
        self._waits_until = time.monotonic() + BUSY_SECONDS

    def __call__(self, status: int, _left: int, _all: int) -> None:
        """Copies the former store if it has not been copied yet; SQLite calls this after each page of the backup.

        `status` is a code of SQLite. Raises StoreError if another process keeps the write lock for too long.
        """
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if time.monotonic() > self._waits_until:
                raise StoreError(
                    self.words("Another process keeps writing to the database. Nothing was changed. Try again later.")
                )
        elif not self._former.exists():
            copy_file(self._store, self._former)


def _put_in_place(file: Path, store: Path, words: Words) -> Path | None:
    """Overwrites the SQLite file `store` with the backup `file`, even if `store` is damaged.

    Returns the path of the file to which the former store was copied; None if there was no store.
    """
    if not store.exists():
        _overwrite(file, store, lambda *_progress: None)
        return None
    former = former_file(store)
    try:
        _overwrite(file, store, _KeepFormer(store, former, words))
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:  # the file is damaged: SQLite writes nothing into it
        for suffix in ("", "-wal", "-shm"):
            beside = store.with_name(store.name + suffix)
            if beside.exists():
                beside.replace(former.with_name(former.name + suffix))
        _overwrite(file, store, lambda *_progress: None)
    return former


def _overwrite(file: Path, store: Path, progress: Callable[[int, int, int], object]) -> None:
    wait = BUSY_SECONDS / 2  # SQLite's own wait comes before each call of `progress`
    with closing(_open(file, UNCHANGING)) as backup, closing(sqlite3.connect(store, timeout=wait)) as target:
        target.execute("pragma journal_mode=wal")
        backup.backup(target, pages=1, progress=progress)  # after the first page, the write lock is held
