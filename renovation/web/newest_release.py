"""Responds to open pages that ask for the number of the newest release (see `page_watch`)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import anyio
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from renovation.web.base_path import under

PATH: Final = "newest"
_ANSWER_SECONDS: Final = 1.0
"""The time in seconds for which one answer of the store is used for all pages, so that there is one query a second."""
_WAIT_SECONDS: Final = 5.0


class _Newest:
    """Finds out the number of the newest release, and remembers it for one second.

    `ask` is the query to the store; it runs at most once a second, and never twice at the same time.
    """

    def __init__(self, ask: Callable[[], int | None]) -> None:
        self._ask = ask
        self._number: int | None = None
        self._asked_at = float("-inf")
        self._lock = anyio.Lock()

    async def number(self) -> int | None:
        """Returns the number of the newest release; None if the database does not respond within a few seconds."""
        async with self._lock:
            if time.monotonic() - self._asked_at >= _ANSWER_SECONDS:
                self._number = None
                with anyio.move_on_after(_WAIT_SECONDS):
                    self._number = await to_thread.run_sync(self._ask, abandon_on_cancel=True)
                self._asked_at = time.monotonic()
            return self._number


def route(ask: Callable[[], int | None], base_path: str = "") -> Route:
    """Returns the route at which open pages ask every few seconds whether a new release was published.

    The response is `{"release": N}` with the number of the newest release, or `{"release": null}` if it is unknown.
    `ask` returns this number, or None if the database does not respond; `ask` must log the reason. `base_path` is the
    path under which the dashboard is served, such as `kanban`; empty if it is the root.
    """
    newest = _Newest(ask)

    async def answer(_request: Request) -> Response:
        return JSONResponse({"release": await newest.number()}, headers={"Cache-Control": "no-store"})

    return Route(under(base_path, PATH), answer)
