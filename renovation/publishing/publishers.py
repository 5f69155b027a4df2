"""The named publishers. Each has a key of their own, so that the history says truly who published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from renovation.domain.persons import same_person
from renovation.publishing.access import holds_key, key_fits, new_key_and_record, shared_key_record
from renovation.releases.database import StoreError, now
from renovation.releases.store import Store

LONGEST_NAME: Final = 60
_CODE_LENGTH: Final = 6
"""A key begins with a code that finds its publisher, so that a key is compared with one hash and not with all."""


class NameTaken(StoreError):
    """There is a publisher of this name."""


@dataclass(frozen=True)
class NamedPublisher:
    """A publisher with a key of their own, who was added at a time (ISO, UTC)."""

    name: str
    added_at: str


@dataclass(frozen=True)
class KeyHolder:
    """Who gave a right key: the `name` of its publisher, or None for the publisher's key, which is nobody's own.

    `record` is what was stored for the key at that time: once it changes, the key has been replaced.
    """

    name: str | None
    record: str


def add_publisher(store: Store, name: str, by: str) -> str:
    """Adds a publisher and returns their key, to be shown once; only its salted hash is stored.

    `by` is recorded as who added them. Raises NameTaken if a publisher has this name, written in whatever way.
    """
    key, record = new_key_and_record()
    with store.publishers(writes=True) as rows:
        if any(same_person(row["name"], name) for row in rows.all()):
            raise NameTaken(f"发布人“{name}”已有密钥 / the publisher {name} has a key already")
        rows.put({"name": name, "code": key[:_CODE_LENGTH], "record": record, "added_at": now()})
    store.add_audit_line("add key", by, {"name": name})
    return key


def remove_publisher(store: Store, name: str, by: str) -> bool:
    """Removes a publisher, whose key ends at once; returns False if there is none of this name."""
    with store.publishers(writes=True) as rows:
        found = [row["name"] for row in rows.all() if same_person(row["name"], name)]
        for stored in found:
            rows.delete(stored)
    if found:
        store.add_audit_line("end key", by, {"name": name})
    return bool(found)


def named_publishers(store: Store) -> tuple[NamedPublisher, ...]:
    """Returns the publishers with a key of their own, by name."""
    with store.publishers() as rows:
        return tuple(NamedPublisher(row["name"], row["added_at"]) for row in rows.all())


def key_holder(store: Store, key: str) -> KeyHolder | None:
    """Returns who holds a key; None if it is wrong. Raises StoreUnavailable if the database does not answer."""
    with store.publishers() as rows:
        found = [row for row in rows.all() if row["code"] == key[:_CODE_LENGTH]]
    for row in found:
        if key_fits(key, row["record"]):
            return KeyHolder(row["name"], row["record"])
    return KeyHolder(None, shared_key_record(store)) if holds_key(store, key) else None


def still_holds_key(store: Store, holder: KeyHolder) -> bool:
    """Returns whether the key that somebody gave is valid now: neither replaced nor removed since."""
    if holder.name is None:
        return holder.record == shared_key_record(store)
    with store.publishers() as rows:
        row = rows.get(holder.name)
    return row is not None and row["record"] == holder.record
