"""Lets open pages ask the server for the number of the newest release; they run again if it has changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import anyio
import streamlit as st
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from renovation.web.base_path import under
from renovation.web.selections import mark_changed

PATH: Final = "newest"
POLL_SECONDS: Final = 3
"""The interval in seconds at which an open page asks; a page in a hidden tab does not ask."""
_ANSWER_SECONDS: Final = 1.0
"""The time in seconds for which one answer of the store is used for all pages, so that there is one query a second."""
_WAIT_SECONDS: Final = 5.0
_SCRIPT: Final = """
export default function ({ data, parentElement, setTriggerValue }) {
  const look = async () => {
    if (document.hidden || parentElement.asking) return
    parentElement.asking = true
    try {
      const { release } = await (await fetch(data.address, { cache: "no-store" })).json()
      if (release !== null && release !== data.shown && release !== parentElement.reported) {
        parentElement.reported = release
        setTriggerValue("published", release)
      }
    } catch {
      // the server restarts or the network is away: the next look tells
    } finally {
      parentElement.asking = false
    }
  }
  parentElement.stop?.()
  const timer = setInterval(look, data.seconds * 1000)
  document.addEventListener("visibilitychange", look)
  return (parentElement.stop = () => {
    clearInterval(timer)
    document.removeEventListener("visibilitychange", look)
  })
}
"""


class _Newest:
    """The number of the newest release; the store is asked at most once a second, by one request at a time."""

    def __init__(self, ask: Callable[[], int | None]) -> None:
        self._ask = ask
        self._number: int | None = None
        self._asked_at = float("-inf")
        self._lock = anyio.Lock()

    async def number(self) -> int | None:
        """Returns the number; None if the store does not respond, or not within a few seconds."""
        async with self._lock:
            if time.monotonic() - self._asked_at >= _ANSWER_SECONDS:
                self._number = None
                with anyio.move_on_after(_WAIT_SECONDS):
                    self._number = await to_thread.run_sync(self._ask, abandon_on_cancel=True)
                self._asked_at = time.monotonic()
            return self._number


def route(ask: Callable[[], int | None], base_path: str = "") -> Route:
    """Returns a route that responds with the number of the newest release, as `{"release": N}` or `{"release": null}`.

    `ask` returns the number, or None if the database does not respond; it logs the reason.
    """
    newest = _Newest(ask)

    async def answer(_request: Request) -> Response:
        return JSONResponse({"release": await newest.number()}, headers={"Cache-Control": "no-store"})

    return Route(under(base_path, PATH), answer)


def watch_newest_release(shown: int) -> None:
    """Runs the page again as soon as another release is the newest; `shown` is the newest one now.

    This is not a fragment with `run_every`: if such a fragment runs right after another one, Streamlit 1.67 marks the
    other one as interrupted (ForwardMsgQueue.clear), and its old elements stay on the screen below the new ones.
    """
    watch = st.components.v2.component("newest_release", js=_SCRIPT)
    address = under(str(st.get_option("server.baseUrlPath") or ""), PATH)
    data = {"address": address, "shown": shown, "seconds": POLL_SECONDS}
    watch(key="newest_release", data=data, on_published_change=mark_changed)
