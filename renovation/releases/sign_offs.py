"""Stores which releases wait for a sign-off, who confirmed them, and who withdrew a release instead.

A sign-off is the confirmation of a release by a second publisher.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from renovation.domain.persons import same_person
from renovation.releases.audit import add_audit_line
from renovation.releases.database import Conflict, StoreError, lock_table, now, transaction
from renovation.releases.schema import HEAD, RELEASE, SIGN_OFF


class OwnRelease(StoreError):
    """Somebody tried to sign off a release that they have published themselves."""


class SignOffs:
    """The releases in a database that wait for a sign-off, which can be confirmed or withdrawn.

    Every method raises StoreUnavailable if the database does not respond.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def confirm(self, number: int, by: str, origin: str = "") -> None:
        """Stores that the publisher `by` signs off the release `number`, and writes an audit line.

        `origin` is the way of confirming, such as "command line". The earlier releases that still wait for a sign-off
        are confirmed too. Raises Conflict if the release `number` no longer waits for a sign-off, or if a later release
        was published. Raises OwnRelease if `by` published this release or one of the earlier releases that still wait.
        """
        with transaction(self._engine, writes=True) as connection:
            if any(same_person(by, line.by) for line in _waiting_up_to(connection, number)):
                raise OwnRelease(f"{by} published a release that waits, and so cannot sign it off")
            _decide(connection, number, by=by, at=now())
            add_audit_line(connection, "sign off", by, {"release": number, "from": origin})

    def withdraw(self, number: int, by: str, origin: str = "") -> None:
        """Stores that the publisher `by` withdraws the release `number` instead of signing it off.

        An audit line is written, and the former head becomes the head again. `origin` is the way of withdrawing, such
        as "command line". Raises Conflict if the release no longer waits for a sign-off, or if a later release was
        published.
        """
        with transaction(self._engine, writes=True) as connection:
            lock_table(connection, RELEASE)
            newest = _waiting_up_to(connection, number)[0]
            _decide(connection, number, withdrawn_by=by, withdrawn_at=now())
            if newest.action != "correct":
                connection.execute(HEAD.update().values(release=newest.parent))
            add_audit_line(connection, "withdraw", by, {"release": number, "from": origin})


def add_waiting(connection: sa.Connection, release: int) -> None:
    """Stores that the release with the number `release` waits for a sign-off.

    This happens in the transaction of `connection`, which also stores the release.
    """
    connection.execute(SIGN_OFF.insert().values(release=release, by=None, at=None))


def awaiting(sign_offs: Iterable[tuple[int, bool, str | None, str | None]]) -> frozenset[int]:
    """Returns the numbers of the releases that still wait for a sign-off.

    `sign_offs` contains four values for each release: its number, whether it needs a sign-off, who has signed it off
    (None if nobody has), and who has withdrawn it (None if nobody has). A release that needs no sign-off or has been
    signed off confirms all earlier releases too, because it was published on top of them.
    """
    lines = [(number, needed, by) for number, needed, by, withdrawn_by in sign_offs if withdrawn_by is None]
    last_clear = max((number for number, needed, by in lines if not needed or by is not None), default=0)
    return frozenset(number for number, *_rest in lines if number > last_clear)


def _waiting_up_to(connection: sa.Connection, number: int) -> list[sa.Row[*tuple[Any, ...]]]:
    """Returns the releases that wait for a sign-off, newest first, each as a row of the database.

    A row has `release` (the number), `by` (the publisher), `action` and `parent`. Withdrawn releases are left out.
    Raises Conflict if the newest release that is not withdrawn is not the release `number`, or if it does not wait.
    """
    releases = (RELEASE.c.release, RELEASE.c.by, RELEASE.c.action, RELEASE.c.parent)
    decided = (SIGN_OFF.c.release.label("needed"), SIGN_OFF.c.by.label("confirmed_by"), SIGN_OFF.c.withdrawn_by)
    joined = sa.select(*releases, *decided).outerjoin_from(RELEASE, SIGN_OFF).order_by(RELEASE.c.release.desc())
    lines = [line for line in connection.execute(joined) if line.withdrawn_by is None]
    numbers = awaiting((line.release, line.needed is not None, line.confirmed_by, None) for line in lines)
    if number not in numbers or lines[0].release != number:
        raise Conflict(f"release {number} was confirmed or withdrawn, or a later one was published, in between")
    return [line for line in lines if line.release in numbers]


def _decide(connection: sa.Connection, release: int, **values: str) -> None:
    """Stores who has confirmed or withdrawn the release with the number `release`.

    `values` are the values to set in the table `sign_off`, such as `by` and `at`. Raises Conflict if somebody else has
    confirmed or withdrawn the release.
    """
    undecided = (SIGN_OFF.c.by.is_(None), SIGN_OFF.c.withdrawn_by.is_(None))
    line = SIGN_OFF.update().where(SIGN_OFF.c.release == release, *undecided)
    if connection.execute(line.values(**values)).rowcount != 1:
        raise Conflict(f"release {release} was confirmed or withdrawn at the same time")
