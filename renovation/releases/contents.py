"""Writes and reads the content of a release: its tables, as Parquet files, and the clerk's workbook.

Each table and each workbook is stored as a blob (bytes) under the SHA-256 digest of these bytes. The manifest of a
release lists its blobs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections.abc import Mapping
from typing import Final

import pandas as pd
import sqlalchemy as sa

from renovation.domain.dated_tables import DatedTable, with_declared_columns
from renovation.releases.database import DamagedRelease, UnknownRelease
from renovation.releases.schema import BLOB, RELEASE

_RENAMED_TABLES: Final = {"milestones": "goals"}
"""Tables that had another name before 2026-12: old manifests contain the old name, and their hashes cover it."""
Manifest = Mapping[str, Mapping[str, str]]
"""Maps the name of each table of a release to its entry: `sha256` of the blob, `as_of` (an ISO date) and `basis`."""


def add_blobs(connection: sa.Connection, blobs: Mapping[str, bytes]) -> None:
    """Stores blobs (byte strings, such as tables as Parquet files) that the database does not store yet.

    The keys of `blobs` are the SHA-256 digests of the values.
    """
    stored = set(connection.scalars(sa.select(BLOB.c.sha256).where(BLOB.c.sha256.in_(list(blobs)))))
    new = [{"sha256": sha256, "content": content} for sha256, content in blobs.items() if sha256 not in stored]
    if new:
        connection.execute(BLOB.insert(), new)


def read_blob(connection: sa.Connection, sha256: str) -> bytes:
    """Returns the bytes that are stored under a SHA-256 digest.

    Raises DamagedRelease if they are missing or no longer match the digest.
    """
    content = connection.scalar(sa.select(BLOB.c.content).where(BLOB.c.sha256 == sha256))
    if content is None or sha256_of(bytes(content)) != sha256:
        raise DamagedRelease(f"stored content {sha256[:12]} is missing or does not match its hash")
    return bytes(content)


def read_manifest(connection: sa.Connection, number: int) -> Manifest:
    """Returns the manifest of the release `number`: the list of its tables, with the SHA-256 digest of each.

    A table that was renamed later is listed under its present name. Raises UnknownRelease if there is no such release,
    DamagedRelease if the manifest does not match its stored hash.
    """
    query = sa.select(RELEASE.c.manifest, RELEASE.c.manifest_sha256).where(RELEASE.c.release == number)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownRelease(f"there is no release {number}")
    if sha256_of(row.manifest.encode()) != row.manifest_sha256:
        raise DamagedRelease(f"the manifest of release {number} does not match its hash")
    manifest: Manifest = json.loads(row.manifest)
    return {_RENAMED_TABLES.get(name, name): entry for name, entry in manifest.items()}


def count_verified(connection: sa.Connection) -> int:
    """Compares every stored manifest, table and file with its hash; returns the number of releases.

    Raises DamagedRelease if a manifest, a table or a file is missing or does not match its hash.
    """
    numbers = connection.scalars(sa.select(RELEASE.c.release)).all()
    files = connection.scalars(sa.select(RELEASE.c.file_sha256).where(RELEASE.c.file_sha256.is_not(None)))
    stored = {str(entry["sha256"]) for number in numbers for entry in read_manifest(connection, number).values()}
    for sha256 in stored.union(map(str, files)):
        read_blob(connection, sha256)
    return len(numbers)


def manifest_entry(table: DatedTable, content: bytes) -> dict[str, str]:
    """Returns the entry for `table` in the manifest of a release, with the keys `sha256`, `as_of` and `basis`.

    `content` is the table as a Parquet file.
    """
    return {"sha256": sha256_of(content), "as_of": table.as_of.isoformat(), "basis": table.basis}


def table_from(name: str, content: bytes, entry: Mapping[str, str]) -> DatedTable:
    """Rebuilds the table `name` from its Parquet file `content` and from its entry in the manifest of a release.

    The table gets the columns that TABLES declares today: columns that TABLES declared later than the file was written
    are added empty, and columns that TABLES no longer declares are dropped.
    """
    frame = with_declared_columns(name, pd.read_parquet(io.BytesIO(content)))
    return DatedTable(frame, dt.date.fromisoformat(entry["as_of"]), entry["basis"])


def parquet_of(frame: pd.DataFrame) -> bytes:
    """Returns `frame`, a table declared in `TABLES`, as the bytes of a Parquet file."""
    stream = io.BytesIO()
    frame.to_parquet(stream, index=False)
    return stream.getvalue()


def sha256_of(content: bytes) -> str:
    """Returns the SHA-256 digest of `content` as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
