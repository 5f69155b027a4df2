"""Configures the server's log: each line has the time, the level, the logger, and the request or session.

A repeated error is logged once a minute.
"""

from __future__ import annotations

import logging
import secrets
import sys
import time
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.scriptrunner import get_script_run_ctx

FORMAT: Final = "%(asctime)s %(levelname)s %(name)s [%(origin)s]: %(message)s"
REQUEST_HEADER: Final = "X-Request-ID"
_REQUEST: ContextVar[str] = ContextVar("request", default="")
SILENCE_SECONDS: Final = 60.0
MOST_FAULTS: Final = 256
"""The most different errors that are remembered; if there are more, the oldest is forgotten."""
_PLACES: Final = 8
"""The number of frames of a traceback by which two errors are compared."""


class RequestIds:
    """ASGI middleware that gives each request a random id.

    The log states this id, and the response has it in the header REQUEST_HEADER. An operator who knows the id can find
    the lines that the request has left in the log.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on with a new random id, and its response back with this id in a header."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        identifier = secrets.token_hex(4)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_HEADER] = identifier
            await send(message)

        _REQUEST.set(identifier)
        await self._app(scope, receive, send_with_id)


class RecordOrigin(logging.Filter):
    """A log filter that adds the field `origin` to each record: the session or the request in which it was logged.

    The field is `session 1a2b3c4d` if a page was running, otherwise `request` with the request's random id, or `-` if
    the record belongs to neither. It says nothing about the visitor.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Adds the field `origin` to `record`. Returns True, so that every record is logged."""
        run, request = get_script_run_ctx(suppress_warning=True), _REQUEST.get()
        record.origin = f"session {run.session_id[:8]}" if run else f"request {request}" if request else "-"
        return True


@dataclass
class _Seen:
    since: float
    repeats: int = 0


class Repeats(logging.Filter):
    """A log filter that lets the same warning or error pass at most once in SILENCE_SECONDS.

    When it passes again after this time, the line says how often it was left out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock, self._lock = clock, Lock()
        self._seen: OrderedDict[tuple[object, ...], _Seen] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Returns False for a warning or error that was logged less than SILENCE_SECONDS ago, otherwise True.

        Before it returns True, it adds to the message of `record` how often the same message was left out.
        """
        if record.levelno < logging.WARNING:
            return True
        key, now = _fault(record), self._clock()
        with self._lock:
            seen = self._seen.get(key)
            if seen is not None and now - seen.since < SILENCE_SECONDS:
                seen.repeats += 1
                return False
            self._seen[key] = _Seen(now)
            self._seen.move_to_end(key)
            while len(self._seen) > MOST_FAULTS:
                self._seen.popitem(last=False)
        if seen is not None and seen.repeats:
            record.msg, record.args = f"{record.getMessage()} (repeated {seen.repeats} times since)", ()
        return True


def _fault(record: logging.LogRecord) -> tuple[object, ...]:
    """Returns a key that two records of the same error share.

    It consists of the logger, the level, the message, and the type of the exception with the last lines of its
    traceback.
    """
    frames: list[tuple[str, int]] = []
    kind: object = None
    if record.exc_info and record.exc_info[0] is not None:
        kind, trace = record.exc_info[0], record.exc_info[2]
        while trace is not None:
            frames.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
            trace = trace.tb_next
    return record.name, record.levelno, record.getMessage(), kind, tuple(frames[-_PLACES:])


def configure_logging(level: int = logging.INFO) -> None:
    """Makes the dashboard's loggers write to standard error, each record once; Streamlit's loggers are not changed.

    Records below `level` are left out.
    """
    logger = logging.getLogger("renovation")
    if logger.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(Repeats())
    handler.addFilter(RecordOrigin())
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
