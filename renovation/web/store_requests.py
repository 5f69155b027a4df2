"""Asks the database on behalf of HTTP requests that must get a response soon, even if the database does not respond."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final, TypeVar

import anyio
from anyio import to_thread

SECONDS: Final = 5.0
"""The number of seconds to wait for the store."""
Result = TypeVar("Result")


async def ask_store(ask: Callable[[], Result], log: logging.Logger, failure: str) -> Result | None:
    """Returns the result of `ask`, a query to the database; None if it fails or takes more than five seconds.

    `ask` runs in a thread. Both cases are logged in `log`; for an exception, the log line is the text `failure`.
    """
    with anyio.move_on_after(SECONDS):
        try:
            return await to_thread.run_sync(ask, abandon_on_cancel=True)
        except Exception:  # whatever is wrong, the URL must answer, and the log says why
            log.exception(failure)
            return None
    log.error("The store did not answer within %s seconds.", SECONDS)
    return None
