"""The URLs `/healthz` (the process is alive) and `/readyz` (it can show figures), for a service manager or a proxy."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from renovation.web.base_path import under
from renovation.web.store_requests import ask_store

_LOG: Final = logging.getLogger("renovation.health")

Ready = Callable[[], int | None]
"""A function that loads the newest release and returns its number, or None if no release can be shown. It may raise an
exception."""


def routes(ready: Ready, base_path: str = "") -> list[Route]:
    """Returns the routes `/healthz` (the process runs) and `/readyz` (status 503 if no release can be shown).

    `ready` returns the number of the newest release, None if it cannot be shown. `base_path` is the path under which
    the dashboard is served, such as `kanban`; empty if it is the root.
    """

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"alive": True})

    async def readyz(_request: Request) -> Response:
        release = await ask_store(ready, _LOG, "The store is not ready.")
        answer: dict[str, Any] = {"ready": release is not None, "release": release}
        return JSONResponse(answer, 200 if release is not None else 503)

    return [Route(under(base_path, "healthz"), healthz), Route(under(base_path, "readyz"), readyz)]
