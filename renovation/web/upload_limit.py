"""Limits the memory of all uploads together: an upload that does not fit waits until other uploads have ended.

Streamlit limits each upload, and keeps it in memory until its tab is closed: 20 uploads of 46 MB took 2.2 GB.
"""

from __future__ import annotations

import asyncio
import re
import time
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime, get_instance

from renovation.reading.files.limits import LARGEST_FILE, MEGABYTE

MOST_BYTES: Final = 4 * LARGEST_FILE
"""The most bytes of all uploads together that are being received or are kept for an open tab."""
SMALL_UPLOAD: Final = MEGABYTE
"""Uploads of at most this many bytes have room for LARGEST_FILE bytes of their own, so that large uploads of others do
not keep the clerk from publishing. A week's tables have a tenth of this size."""
WAIT_SECONDS: Final = 120.0
"""The longest that an upload waits. This is longer than the check of some large files takes, and longer than the
uploads of a closed tab are kept (`abandoned_uploads`)."""
_RETRY: Final = {"Retry-After": "60"}
_LOOK_SECONDS: Final = 0.25
_PATH: Final = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/[^/]+$")
"""`/kanban/_stcore/upload_file/SESSION/FILE`, not `/_stcore/upload_file/SESSION`."""


class UploadLimit:
    """ASGI middleware that makes an upload wait while other uploads take too much memory.

    An upload that has waited for WAIT_SECONDS gets the response 503. An upload for a session of another server process
    gets the response 404; the proxy then asks the next process.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._receiving = app, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Makes an upload wait until it fits into the limit; passes every other request on at once."""
        found = _PATH.search(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        runtime = get_instance()
        if not runtime.is_active_session(found["session"]):
            await PlainTextResponse("", 404)(scope, receive, send)
            return
        size = _announced_size(scope)
        if not await self._has_room(runtime, size):
            await PlainTextResponse("", 503, headers=_RETRY)(scope, receive, send)
            return
        self._receiving += size
        try:
            await self._app(scope, receive, send)
        finally:
            self._receiving -= size

    async def _has_room(self, runtime: Runtime, size: int) -> bool:
        """Waits until there is room for an upload of `size` bytes.

        Returns False if there is none after WAIT_SECONDS.
        """
        most = MOST_BYTES + (LARGEST_FILE if size <= SMALL_UPLOAD else 0)
        give_up = time.monotonic() + WAIT_SECONDS
        while self._receiving + _kept(runtime) + size > most:
            if time.monotonic() > give_up:
                return False
            await asyncio.sleep(_LOOK_SECONDS)
        return True


def _announced_size(scope: Scope) -> int:
    """Returns the size of an upload in bytes as its header states it, but at most the size that Streamlit reads."""
    size = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return min(int(size), LARGEST_FILE) if size.isdigit() else LARGEST_FILE


def _kept(runtime: Runtime) -> int:
    """Returns how many bytes all uploads that Streamlit keeps in memory have together."""
    sessions = runtime.uploaded_file_mgr.file_storage.values()  # type: ignore[attr-defined]
    return sum(len(file.data) for files in list(sessions) for file in list(files.values()))
