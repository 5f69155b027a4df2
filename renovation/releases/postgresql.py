"""Connects to PostgreSQL with time limits, so that no visitor waits for a server that does not respond.

Needs the optional dependency group `postgresql`.
"""

from __future__ import annotations

import time
from typing import Any, Final, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg.abc import PQGen

_LIMITS: Final = {
    "connect_timeout": "5",
    "tcp_user_timeout": "15000",
    "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000",
}
"""Seconds to connect; milliseconds for sent data to arrive, for a statement, for a lock, between two statements."""
ANSWER_SECONDS: Final = 40.0
"""The seconds to wait for the answer to a statement. The server ends a statement earlier by itself, unless it hangs;
the network does not notice this, because the kernel of the server's machine still answers."""
Result = TypeVar("Result")


def create_engine(url: sa.URL) -> sa.Engine:
    """Returns the SQLAlchemy engine for a PostgreSQL URL, with time limits and without a connection pool."""
    engine = sa.create_engine(url, poolclass=sa.NullPool, connect_args=_limits(url))
    if engine.dialect.driver == "psycopg":
        sa.event.listen(engine, "do_connect", _connect)
    return engine


def _limits(url: sa.URL) -> dict[str, str]:
    """Returns the connection parameters with time limits, without those that the query of the URL sets itself."""
    return {name: value for name, value in _LIMITS.items() if name not in url.query}


class _Connection(psycopg.Connection[Any]):
    """A connection that is closed when the server does not respond."""

    def wait(self, gen: PQGen[Result], interval: float = 0.1, timeout: float | None = None) -> Result:
        """Waits for the server's answer, as psycopg does, but raises OperationalError after ANSWER_SECONDS.

        `gen` is psycopg's generator for the answer, `interval` its time between two checks in seconds.
        """
        limit = timeout or ANSWER_SECONDS
        begun = time.monotonic()
        try:
            return super().wait(gen, interval, limit)
        except psycopg.OperationalError:
            if time.monotonic() - begun >= limit:
                self.pgconn.finish()  # else rolling back would wait for the server once more
            raise


def _connect(_dialect: object, _record: object, _arguments: object, parameters: dict[str, Any]) -> _Connection:
    return _Connection.connect(**parameters)
