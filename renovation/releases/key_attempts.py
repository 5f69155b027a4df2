"""Stores the attempts to sign in with the publisher's key, so that all server processes count them together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from renovation.releases.database import lock_table, transaction
from renovation.releases.schema import KEY_ATTEMPT


class StoredAttempts:
    """The stored attempts to sign in with a publisher's key, inside an open transaction.

    No other process can add an attempt while the transaction is open. Times are seconds since the epoch. A client is
    identified by a text of 64 characters.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def forget(self, before: float) -> None:
        """Deletes the attempts to sign in that are older than the time `before` (seconds since the epoch)."""
        self._connection.execute(KEY_ATTEMPT.delete().where(KEY_ATTEMPT.c.at < before))

    def has_failed(self, client: str) -> bool:
        """Returns whether `client` has given a wrong key in one of the stored attempts."""
        failed = sa.select(KEY_ATTEMPT.c.line).where(KEY_ATTEMPT.c.client == client, KEY_ATTEMPT.c.wrong)
        return self._connection.execute(failed.limit(1)).first() is not None

    def counted(self, repeated: bool) -> tuple[int, float]:
        """Returns (number of stored attempts to sign in, time of the last one); the time is 0 if there are none.

        If `repeated` is True, the attempts of clients that have given a wrong key before are counted; if it is False,
        those of the other clients. The time is in seconds since the epoch.
        """
        found = sa.select(sa.func.count(), sa.func.max(KEY_ATTEMPT.c.at)).where(KEY_ATTEMPT.c.repeated == repeated)
        count, last = self._connection.execute(found).one()
        return count, last or 0.0

    def add(self, at: float, client: str, repeated: bool) -> None:
        """Stores an attempt of `client` to sign in, before its key is checked.

        `at` is the time (seconds since the epoch); `repeated` says whether the client has given a wrong key before.
        """
        row = {"at": at, "client": client, "repeated": repeated, "wrong": False}
        self._connection.execute(KEY_ATTEMPT.insert().values(row))

    def record(self, client: str, is_right: bool) -> None:
        """Stores the result of an attempt: whether the key that `client` gave was right (`is_right`).

        If it was right, the attempts of the client that are not marked as wrong are deleted; otherwise they are marked.
        """
        begun = (KEY_ATTEMPT.c.client == client, ~KEY_ATTEMPT.c.wrong)
        if is_right:
            self._connection.execute(KEY_ATTEMPT.delete().where(*begun))
        else:
            self._connection.execute(KEY_ATTEMPT.update().where(*begun).values(wrong=True))


@contextmanager
def key_attempts(engine: sa.Engine) -> Iterator[StoredAttempts]:
    """Yields the stored sign-in attempts in a transaction; another process that calls this waits until the block ends.

    Raises StoreUnavailable if the database does not respond.
    """
    with transaction(engine, writes=True) as connection:
        lock_table(connection, KEY_ATTEMPT)
        yield StoredAttempts(connection)
