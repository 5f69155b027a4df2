"""Frees the memory of files that visitors uploaded before they closed the page.

Streamlit keeps the session of a closed tab, with its uploaded files, for two minutes, in case only the connection was
lost, and longer if no other session ends: 20 files of 46 MB held 900 MB.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from streamlit.runtime import Runtime, get_instance

GRACE_SECONDS: Final = 40
"""The number of seconds for which the browser of a tab with an upload may be disconnected before its session is closed.
A reload takes a second or two."""
LOOK_SECONDS: Final = 5
_LOG: Final = logging.getLogger("renovation")


class AbandonedUploads:
    """Closes the Streamlit sessions of visitors who uploaded files and then closed the page, to free the files' memory.

    A session is closed if its browser has been gone for GRACE_SECONDS. `runtime` is Streamlit's runtime, which knows
    all sessions; `now` returns the present time in seconds.
    """

    def __init__(self, runtime: Runtime, now: Callable[[], float] = time.monotonic) -> None:
        self._runtime, self._now = runtime, now
        self._left: dict[str, float] = {}

    def close(self) -> int:
        """Closes the sessions that hold uploaded files and whose browser has been gone for GRACE_SECONDS.

        Returns the number of closed sessions. Must run in Streamlit's event loop.
        """
        files = self._runtime.uploaded_file_mgr
        now = self._now()
        absent = [session for session in list(files.file_storage) if not self._runtime.is_active_session(session)]  # type: ignore[attr-defined]
        self._left = {session: self._left.get(session, now) for session in absent}
        over = [session for session, since in self._left.items() if now - since >= GRACE_SECONDS]
        for session in over:
            self._runtime.close_session(session)
            files.remove_session_files(session)  # of a session that Streamlit has forgotten already
        return len(over)


@asynccontextmanager
async def freeing_abandoned_uploads() -> AsyncIterator[None]:
    """During the `async with` block, closes abandoned sessions every LOOK_SECONDS (see AbandonedUploads)."""
    task = asyncio.create_task(_free_again_and_again(AbandonedUploads(get_instance())))
    try:
        yield
    finally:
        task.cancel()


async def _free_again_and_again(uploads: AbandonedUploads) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            if closed := uploads.close():
                await asyncio.to_thread(_return_memory)
                _LOG.info("Freed the uploads of %s closed tabs.", closed)
        except Exception:  # noqa: BLE001 the next look may succeed, and nobody waits for this one
            _LOG.exception("The uploads of closed tabs could not be freed.")


def _return_memory() -> None:
    """Frees unused objects that refer to each other, and on Linux returns free memory to the system."""
    gc.collect()
    if sys.platform == "linux":
        getattr(ctypes.CDLL(None), "malloc_trim", lambda _kept: 0)(0)
