"""The URLs `/healthz` (the process is alive) and `/readyz` (it can show figures), for a service manager or a proxy."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

import anyio
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from renovation.web.base_path import under

PATHS: Final = ("healthz", "readyz")
SECONDS: Final = 5.0
"""The number of seconds that `/readyz` waits for the store; after that it answers "not ready"."""
_LOG: Final = logging.getLogger("renovation.health")

Ready = Callable[[], int | None]
"""A function that loads the newest release and returns its number, or None if no release can be shown. It may raise."""


def routes(ready: Ready, base_path: str = "") -> list[Route]:
    """Returns the two routes under a base path. The only data in their answers is the number of the newest release."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"alive": True})

    async def readyz(_request: Request) -> Response:
        release = await _newest(ready)
        answer: dict[str, Any] = {"ready": release is not None, "release": release}
        return JSONResponse(answer, 200 if release is not None else 503)

    return [Route(under(base_path, "healthz"), healthz), Route(under(base_path, "readyz"), readyz)]


async def _newest(ready: Ready) -> int | None:
    with anyio.move_on_after(SECONDS):
        try:
            return await to_thread.run_sync(ready, abandon_on_cancel=True)
        except Exception:  # noqa: BLE001 — whatever is wrong, the answer is "not ready", and the log says why
            _LOG.exception("The store is not ready.")
            return None
    _LOG.error("The store did not answer within %s seconds.", SECONDS)
    return None
