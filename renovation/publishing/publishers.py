"""The named publishers, each with a key of their own, so that the history shows with certainty who published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from renovation.domain.persons import same_person
from renovation.publishing.access import holds_key, key_fits, new_key_and_record, shared_key_record
from renovation.releases.database import StoreError, now
from renovation.releases.store import Store

LONGEST_NAME: Final = 60
LONGEST_NOTE: Final = 200
_CODE_LENGTH: Final = 6
"""A key begins with a code that finds its publisher, so that a key is compared with one hash and not with all."""


class NameTaken(StoreError):
    """Another publisher with the same name has a key already."""


@dataclass(frozen=True)
class NamedPublisher:
    """A publisher with a key of their own. `added_at` says when the publisher was added (an ISO timestamp in UTC)."""

    name: str
    added_at: str


@dataclass(frozen=True)
class KeyHolder:
    """The person who has entered a right key: a named publisher, or somebody with the shared key (`name` is None).

    `record` is the text (salt and hash) that the store held for the key when the person entered it. If the store holds
    a different text later, the key has been replaced since.
    """

    name: str | None
    record: str


def add_publisher(store: Store, name: str, by: str) -> str:
    """Adds the publisher `name` and returns their key, which can be shown only now, because only its hash is stored.

    `by` is the name of the person who adds the publisher, for the audit. Raises NameTaken if there is a publisher with
    the same name; spaces, letter case and full-width forms are ignored.
    """
    key, record = new_key_and_record()
    with store.publishers(writes=True) as rows:
        if any(same_person(row["name"], name) for row in rows.all()):
            raise NameTaken(f"发布人“{name}”已有密钥 / the publisher {name} has a key already")
        rows.put({"name": name, "code": key[:_CODE_LENGTH], "record": record, "added_at": now()})
    store.add_audit_line("add key", by, {"name": name})
    return key


def remove_publisher(store: Store, name: str, by: str) -> bool:
    """Removes the publisher `name`, whose key is invalid at once.

    `by` is the name of the person who removes the publisher, for the audit line. Returns False if there is no publisher
    with the name `name`.
    """
    with store.publishers(writes=True) as rows:
        found = [row["name"] for row in rows.all() if same_person(row["name"], name)]
        for stored in found:
            rows.delete(stored)
    if found:
        store.add_audit_line("end key", by, {"name": name})
    return bool(found)


def named_publishers(store: Store) -> tuple[NamedPublisher, ...]:
    """Returns the publishers who have a key of their own, sorted by name."""
    with store.publishers() as rows:
        return tuple(NamedPublisher(row["name"], row["added_at"]) for row in rows.all())


def key_holder(store: Store, key: str) -> KeyHolder | None:
    """Returns the person to whom `key` belongs; None if the key is wrong.

    Raises StoreUnavailable if the database does not respond.
    """
    with store.publishers() as rows:
        found = [row for row in rows.all() if row["code"] == key[:_CODE_LENGTH]]
    for row in found:
        if key_fits(key, row["record"]):
            return KeyHolder(row["name"], row["record"])
    return KeyHolder(None, shared_key_record(store)) if holds_key(store, key) else None


def still_holds_key(store: Store, holder: KeyHolder) -> bool:
    """Returns whether the key that `holder` entered earlier is still valid, neither replaced nor removed since."""
    if holder.name is None:
        return holder.record == shared_key_record(store)
    with store.publishers() as rows:
        row = rows.get(holder.name)
    return row is not None and row["record"] == holder.record
