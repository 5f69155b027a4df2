"""Stores which releases wait for a sign-off, and who gave it. A sign-off is the confirmation by a second publisher."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from renovation.domain.persons import same_person
from renovation.releases.database import Conflict, StoreError
from renovation.releases.schema import SIGN_OFF


class OwnRelease(StoreError):
    """Somebody tried to sign off a release that they published themselves."""


def add_waiting(connection: sa.Connection, release: int) -> None:
    """Stores that a release waits for a sign-off, in the transaction that stores the release."""
    connection.execute(SIGN_OFF.insert().values(release=release, by=None, at=None))


def awaiting(sign_offs: Iterable[tuple[int, bool, str | None]]) -> frozenset[int]:
    """Returns the numbers of the releases that still wait for a sign-off.

    `sign_offs` contains, for each release, its number, whether it needs a sign-off, and who gave it (None: nobody yet).
    A release that needs none or has been signed off confirms all earlier releases too, because it was published on top
    of them.
    """
    lines = list(sign_offs)
    last_clear = max((number for number, needed, by in lines if not needed or by is not None), default=0)
    return frozenset(number for number, *_rest in lines if number > last_clear)


def record_sign_off(connection: sa.Connection, release: int, publishers: Iterable[str], by: str, at: str) -> None:
    """Stores that `by` signs off a release at the time `at` (ISO in UTC).

    `publishers` are the publishers of all releases that are not signed off yet. Raises OwnRelease if `by` is one of
    them, Conflict if somebody else signed the release off at the same time.
    """
    if any(same_person(by, publisher) for publisher in publishers):
        raise OwnRelease(f"{by} published a release that waits, and so cannot sign it off")
    waits = SIGN_OFF.update().where(SIGN_OFF.c.release == release, SIGN_OFF.c.by.is_(None))
    if connection.execute(waits.values(by=by, at=at)).rowcount != 1:
        raise Conflict(f"release {release} was signed off at the same time")
