"""Stores attempts with the publisher's key, so that all processes count them together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from renovation.releases.database import lock_table, transaction
from renovation.releases.schema import KEY_ATTEMPT


class StoredAttempts:
    """The attempts in the database, in an open transaction in which nobody else adds one.

    Times are seconds since the epoch. A client is named by a text of 64 characters.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def forget(self, before: float) -> None:
        """Deletes the attempts from before a time."""
        self._connection.execute(KEY_ATTEMPT.delete().where(KEY_ATTEMPT.c.at < before))

    def has_failed(self, client: str) -> bool:
        """Returns whether the client gave a wrong key."""
        failed = sa.select(KEY_ATTEMPT.c.line).where(KEY_ATTEMPT.c.client == client, KEY_ATTEMPT.c.wrong)
        return self._connection.execute(failed.limit(1)).first() is not None

    def counted(self, repeated: bool) -> tuple[int, float]:
        """Returns the number of attempts and the time of the last one, 0 if there is none.

        `repeated` chooses between the attempts of clients that had failed before and those of the others.
        """
        found = sa.select(sa.func.count(), sa.func.max(KEY_ATTEMPT.c.at)).where(KEY_ATTEMPT.c.repeated == repeated)
        count, last = self._connection.execute(found).one()
        return count, last or 0.0

    def add(self, at: float, client: str, repeated: bool) -> None:
        """Adds an attempt whose key is not checked yet."""
        row = {"at": at, "client": client, "repeated": repeated, "wrong": False}
        self._connection.execute(KEY_ATTEMPT.insert().values(row))

    def record(self, client: str, is_right: bool) -> None:
        """Deletes the client's attempts that are not checked yet if the key was right, else marks them as wrong."""
        begun = (KEY_ATTEMPT.c.client == client, ~KEY_ATTEMPT.c.wrong)
        if is_right:
            self._connection.execute(KEY_ATTEMPT.delete().where(*begun))
        else:
            self._connection.execute(KEY_ATTEMPT.update().where(*begun).values(wrong=True))


@contextmanager
def key_attempts(engine: sa.Engine) -> Iterator[StoredAttempts]:
    """Opens a transaction on the attempts; others wait until it ends. Raises StoreUnavailable."""
    with transaction(engine, writes=True) as connection:
        lock_table(connection, KEY_ATTEMPT)
        yield StoredAttempts(connection)
