"""Writes a backup of a store and restores it, both while the dashboard runs.

A backup is one SQLite file, even of a store in PostgreSQL, and a file beside it with its hash, in the format that
`sha256sum -c` reads. Therefore a backup can also move a store from one kind of database to the other.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from renovation.language import Words
from renovation.operations import backup_postgresql, backup_sqlite
from renovation.releases.database import StoreError, StoreUnavailable, sqlite_file


@dataclass(frozen=True)
class Backup:
    """The result of writing or restoring a backup of the store.

    `releases` is the number of releases in the backup, `sha256` the hash of its file. `damage` names a part of the
    backup that does not match its hash, None if all parts match. `former` is the file to which the store was copied
    before it was replaced, None if there was no store. `has_hash` is True if the backup was compared with the file
    beside it that contains its hash.
    """

    releases: int
    sha256: str
    damage: str | None = None
    former: Path | None = None
    has_hash: bool = True

    def as_json(self) -> dict[str, str | int | None]:
        """Returns the result of writing or restoring a backup as a dictionary, which `--json` prints."""
        former = str(self.former) if self.former else None
        return {"releases": self.releases, "sha256": self.sha256, "damage": self.damage, "former": former}

    def restored(self, file: Path, words: Words) -> str:
        """Returns sentences for the operator that say how the backup `file` was restored."""
        sentences = [
            words(
                "The backup is restored. Number of releases: {count}. The publisher's key is now the one in "
                "the backup.",
                count=self.releases,
            )
        ]
        if self.former:
            sentences.append(words("The former database is kept in {file}.", file=self.former))
        if not self.has_hash:
            sentences.append(
                words(
                    "There was no file {hashes} beside the backup. The releases were verified; the rest of the "
                    "content was not.",
                    hashes=hash_file(file).name,
                )
            )
        return words.joined(sentences)


def back_up(url: str, file: Path, words: Words) -> Backup:
    """Copies the store at the SQLAlchemy URL `url` to the file `file`, and verifies the copy.

    The copy shows the store at one moment, even if others write to it meanwhile. Raises StoreError, with a sentence in
    the language of `words`, if `file` exists or the store cannot be copied.
    """
    if file.exists():
        raise StoreError(
            words("{file} already exists. Choose another name. A backup never overwrites a file.", file=file)
        )
    part = file.with_name(f"{file.name}.part")
    with _told_as_store_error():
        try:
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
            _copy(url, part, words)
            releases, damage = backup_sqlite.verify(part, backup_sqlite.UNCHANGING)
            sha256 = _sha256(part)
            hash_file(file).write_text(f"{sha256}  {file.name}\n", encoding="utf-8")
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    return Backup(releases, sha256, damage)


def restore_backup(url: str, file: Path, replace: bool, words: Words) -> Backup:
    """Replaces the store at the SQLAlchemy URL `url` by the backup `file`, in one transaction.

    The former store is first copied to a file, whose path is in the returned Backup: in the folder of the database if
    it is an SQLite file, and in the folder of `file` if it is PostgreSQL. Raises StoreError, with a sentence in the
    language of `words`, if the backup is damaged, or if the store holds releases and `replace` is False; then nothing
    is changed.
    """
    with _told_as_store_error():
        sha256, has_hash = _expected(file, words)
        releases, damage = backup_sqlite.verify(file, backup_sqlite.UNCHANGING)
        if damage is not None:
            raise StoreError(
                words("{file} is not a valid backup: {reason}. Nothing was changed.", file=file, reason=damage)
            )
        if _holds_releases(url) and not replace:
            raise StoreError(
                words(
                    "The database already contains releases, so nothing was changed. Add --replace to "
                    "replace it with the backup; the present database is then kept in a file."
                )
            )
        return Backup(releases, sha256, None, _replace(file, url, words), has_hash)


def hash_file(file: Path) -> Path:
    """Returns the path of the file that contains the hash of the backup `file`."""
    return file.with_name(f"{file.name}.sha256")


def _copy(url: str, target: Path, words: Words) -> None:
    store = sqlite_file(url)
    if store is None:
        backup_postgresql.copy_tables(url, target, words)
    elif store.is_file():
        backup_sqlite.copy_file(store, target)
    else:
        raise StoreError(words("There is no database at {place}.", place=store))


def _holds_releases(url: str) -> bool:
    store = sqlite_file(url)
    return backup_postgresql.tables_hold_releases(url) if store is None else backup_sqlite.file_holds_releases(store)


def _replace(file: Path, url: str, words: Words) -> Path | None:
    """Replaces the store at the SQLAlchemy URL `url` by the backup `file`.

    Returns the path of the file to which the former store was copied; None if there was no store.
    """
    store = sqlite_file(url)
    place = file if store is None else store.resolve()
    with backup_sqlite.up_to_date(file, place) as migrated:
        if store is None:
            return backup_postgresql.replace_tables(migrated, url, file)
        return backup_sqlite.replace_file(migrated, place, words)


@contextmanager
def _told_as_store_error() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        raise StoreUnavailable(str(error)) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _expected(file: Path, words: Words) -> tuple[str, bool]:
    """Returns (SHA-256 of the backup `file`, whether the file beside it with its hash exists).

    Raises StoreError if that file contains a different hash.
    """
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
