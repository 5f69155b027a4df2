"""Writes a backup of an SQLite database and restores it, both while the dashboard runs.

A backup is one SQLite file, and a file beside it with its hash, in the form of `sha256sum -c`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from renovation.language import Words
from renovation.releases.contents import read_blob, read_manifest
from renovation.releases.database import DamagedRelease, StoreError, StoreUnavailable, open_engine, sqlite_file
from renovation.releases.migrations.running import bring_up_to_date
from renovation.releases.schema import RELEASE

_UNCHANGING: Final = "immutable=1"
_EXISTING: Final = "mode=rw"
BUSY_SECONDS: Final = 10.0


@dataclass(frozen=True)
class Backup:
    """The result of writing or restoring a backup.

    `releases` is the number of releases. `damage` names a part of the database that does not match its hash, None if
    all match. `former` is the file with the database from before restoring, None if there was none. `has_hash` is True
    if the backup was compared with the hash beside it.
    """

    releases: int
    sha256: str
    damage: str | None = None
    former: Path | None = None
    has_hash: bool = True

    def as_json(self) -> dict[str, str | int | None]:
        """Returns the backup as a dictionary for JSON."""
        former = str(self.former) if self.former else None
        return {"releases": self.releases, "sha256": self.sha256, "damage": self.damage, "former": former}

    def restored(self, file: Path, words: Words) -> str:
        """Returns sentences for the operator about the restored backup `file`."""
        sentences = [
            words(
                "The backup is restored. Number of releases: {count}. The publisher's key is the one of the backup.",
                count=self.releases,
            )
        ]
        if self.former:
            sentences.append(words("The store from before is kept in {file}.", file=self.former))
        if not self.has_hash:
            sentences.append(
                words(
                    "There was no {hashes} beside the backup. Its releases were verified, its other content was not.",
                    hashes=hash_file(file).name,
                )
            )
        return words.joined(sentences)


def back_up(url: str, file: Path, words: Words) -> Backup:
    """Copies the database at an SQLAlchemy URL to `file`, as it is at one moment, and verifies the copy.

    Raises StoreError, with a sentence in the language of `words`, if `file` exists or the database cannot be copied.
    """
    store = _store_file(url, words)
    if not store.is_file():
        raise StoreError(words("There is no store at {place}.", place=store))
    if file.exists():
        raise StoreError(words("{file} already exists. Choose another name: a backup replaces no file.", file=file))
    part = file.with_name(f"{file.name}.part")
    with _told_as_store_error():
        try:
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
            _copy(store, part)
            releases, damage = _verified(part, _UNCHANGING)
            sha256 = _sha256(part)
            hash_file(file).write_text(f"{sha256}  {file.name}\n", encoding="utf-8")
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    return Backup(releases, sha256, damage)


def restore_backup(url: str, file: Path, replace: bool, words: Words) -> Backup:
    """Replaces the database at an SQLAlchemy URL by a backup, in one transaction.

    The former database is kept in a file beside it. Raises StoreError, with a sentence in the language of `words`, if
    the backup is damaged, or if the database holds releases and `replace` is False; then nothing is changed.
    """
    store = _store_file(url, words)
    with _told_as_store_error():
        sha256, has_hash = _expected(file, words)
        releases, damage = _verified(file, _UNCHANGING)
        if damage is not None:
            raise StoreError(
                words("{file} is not a sound backup: {reason}. Nothing was changed.", file=file, reason=damage)
            )
        if _holds_releases(store) and not replace:
            raise StoreError(
                words(
                    "The store holds releases, so nothing was changed. Add --replace to put the backup in its place; "
                    "the present store is then kept beside it."
                )
            )
        with _up_to_date(file, store) as migrated:
            former = _put_in_place(migrated, store, words)
        if _verified(store, _EXISTING) != (releases, None) and former is not None:
            raise StoreError(
                words("The restored store does not match the backup. The former store is in {file}.", file=former)
            )
        return Backup(releases, sha256, None, former, has_hash)


def hash_file(file: Path) -> Path:
    """Returns the path of the file that contains the hash of a backup."""
    return file.with_name(f"{file.name}.sha256")


@contextmanager
def _told_as_store_error() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        raise StoreUnavailable(str(error)) from error


def _store_file(url: str, words: Words) -> Path:
    file = sqlite_file(url)
    if file is None:
        raise StoreError(
            words(
                "This command backs up a store in SQLite. For PostgreSQL, use pg_dump to back up and pg_restore to "
                "restore."
            )
        )
    return file.resolve()


def _open(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True)


def _copy(store: Path, target: Path) -> None:
    """Copies a store with SQLite's online backup, as it is at one moment; publishing can go on meanwhile."""
    with closing(_open(store, _EXISTING)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
        copy.execute("pragma journal_mode=delete")  # else the copy would need files beside it


def _verified(path: Path, how: str) -> tuple[int, str | None]:
    """Returns the number of releases, and None or, if the database is damaged, what is damaged."""
    engine = sa.create_engine("sqlite://", creator=lambda: _open(path, how), poolclass=sa.NullPool)
    try:
        with engine.connect() as connection:
            state = str(connection.exec_driver_sql("pragma integrity_check").scalar())
            if state != "ok":
                return 0, state
            numbers = connection.scalars(sa.select(RELEASE.c.release)).all()
            files = connection.scalars(sa.select(RELEASE.c.file_sha256).where(RELEASE.c.file_sha256.is_not(None)))
            stored = {str(entry["sha256"]) for n in numbers for entry in read_manifest(connection, n).values()}
            for sha256 in stored.union(map(str, files)):
                read_blob(connection, sha256)
            return len(numbers), None
    except (sqlite3.Error, sa.exc.SQLAlchemyError, DamagedRelease) as error:
        return 0, str(getattr(error, "orig", error))


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _expected(file: Path, words: Words) -> tuple[str, bool]:
    """Returns the hash of a backup, and whether a file with it exists. Raises StoreError if the two hashes differ."""
    sha256, hashes = _sha256(file), hash_file(file)
    if not hashes.is_file():
        return sha256, False
    if hashes.read_text(encoding="utf-8").split()[:1] != [sha256]:
        raise StoreError(
            words(
                "{file} does not match its hash in {hashes}: the backup is damaged. Nothing was changed.",
                file=file,
                hashes=hashes.name,
            )
        )
    return sha256, True


def _holds_releases(store: Path) -> bool:
    """Returns whether a store contains releases; True for a damaged store, because it may contain some."""
    if not store.exists():
        return False
    try:
        with closing(_open(store, _EXISTING)) as opened:
            tables = {name for (name,) in opened.execute("select name from sqlite_master")}
            return RELEASE.name in tables and opened.execute("select count(*) from release").fetchone()[0] > 0
    except sqlite3.Error:
        return True


class _KeepFormer:
    """Copies the former store to another file once the restoring has the write lock, so that no release is missed."""

    def __init__(self, store: Path, former: Path, words: Words) -> None:
        self._store, self._former, self.words = store, former, words
        self._waits_until = time.monotonic() + BUSY_SECONDS

    def __call__(self, status: int, _left: int, _all: int) -> None:
        """Called by SQLite after each copied page of the database.

        Raises StoreUnavailable if another process keeps the write lock.
        """
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if time.monotonic() > self._waits_until:
                raise StoreUnavailable(
                    self.words("Another process keeps writing to the store. Try again. Nothing was changed.")
                )
        elif not self._former.exists():
            _copy(self._store, self._former)


@contextmanager
def _up_to_date(file: Path, store: Path) -> Iterator[Path]:
    """Yields a copy of a backup, beside the store, with the tables that a running dashboard of this version expects.

    Raises NewerStore if the backup is from a newer version.
    """
    store.parent.mkdir(parents=True, exist_ok=True)
    part = store.with_name(f"{store.name}.part")
    try:
        shutil.copyfile(file, part)
        bring_up_to_date(open_engine(f"sqlite:///{part}"))
        yield part
    finally:
        part.unlink(missing_ok=True)


def _put_in_place(file: Path, store: Path, words: Words) -> Path | None:
    """Overwrites a store with a backup; returns the file with the former store, None if there was none."""
    if not store.exists():
        _overwrite(file, store, lambda *_progress: None)
        return None
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    former = store.with_name(f"{store.stem}-before-{moment}{store.suffix}")
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
    with closing(_open(file, _UNCHANGING)) as backup, closing(sqlite3.connect(store)) as target:
        target.execute("pragma journal_mode=wal")
        backup.backup(target, pages=1, progress=progress)  # after the first page, the write lock is held
