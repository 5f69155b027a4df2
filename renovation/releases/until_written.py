"""Caches what was read from an SQLite database until some process writes to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

from renovation.releases.database import sqlite_file

Value = TypeVar("Value")
RECENT_SECONDS: Final = 3.0
"""If the file was changed in this number of seconds, it may change again without a new time stamp, because some file
systems store times only to two seconds. Git takes the same care ("racy git")."""


class UntilWritten:
    """Caches the results of queries to an SQLite database until any process writes to this database.

    If it is uncertain whether a process has written, the query runs again. With write-ahead logging, each transaction
    that writes changes the database's file or the log beside it. Checking both takes 10 µs; a query on a new connection
    takes 1 ms. Nothing is cached for PostgreSQL.
    """

    def __init__(self, url: str) -> None:
        """Creates an empty cache for queries to the database at the SQLAlchemy URL `url`."""
        self._file = sqlite_file(url)
        self._log = [self._file.with_name(f"{self._file.name}-wal")] if self._file else []
        self._results: dict[str, tuple[Hashable, Any]] = {}

    def get(self, name: str, read: Callable[[], Value]) -> Value:
        """Returns the result of the query `read`; if it is cached under `name`, `read` is not called.

        The result must depend on nothing but the database. All threads get the same object and must not change it. An
        exception in `read` is raised to the caller, and then nothing is cached.
        """
        state = self._state()  # before reading: what is written meanwhile counts as a change
        remembered = self._results.get(name)
        if state is not None and remembered is not None and remembered[0] == state:
            found: Value = remembered[1]
            return found
        value = read()
        self._results[name] = (state, value)
        return value

    def _state(self) -> Hashable | None:
        """Returns a value that changes whenever a process writes to the database.

        Returns None, so that nothing is taken from the cache, if the database is no SQLite file, if its file cannot be
        found, or if it was changed in the last RECENT_SECONDS.
        """
        if self._file is None:
            return None
        try:
            files = [self._file.stat(), *(log.stat() for log in self._log if log.exists())]
        except OSError:
            return None
        written = [file for file in files if file.st_size]  # readers create an empty log, and delete it
        if any(time.time() - file.st_mtime < RECENT_SECONDS for file in written):
            return None
        return tuple((file.st_ino, file.st_size, file.st_mtime_ns) for file in written)
