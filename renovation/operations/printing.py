"""Prints a page of the dashboard as PDF, with the Chromium that is installed on the server."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any, Final

from websockets.sync.client import ClientConnection, connect

PROGRAMS: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
SECONDS: Final = 60.0
"""The longest time that printing a page may take, including the start of Chromium."""
_LOOK_SECONDS: Final = 0.1
_WINDOW: Final = "1280,900"
_OPTIONS: Final = (
    "--headless",
    "--remote-debugging-port=0",
    "--no-sandbox",  # a service lacks the rights for it, and this browser opens nothing but our own pages
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-extensions",
    "--ignore-certificate-errors",  # the certificate is for the public name of this server
    f"--window-size={_WINDOW}",
)
MOST_AT_ONCE: Final = 3
"""The most calls at the same time: one prints and two wait. Each call holds one of the server's few threads."""
_ROOM: Final = BoundedSemaphore(MOST_AT_ONCE)
_LOCK: Final = Lock()
"""A browser takes some 300 MB: only one is started at a time."""


class CannotPrint(RuntimeError):
    """A page cannot be printed as PDF.

    Either Chromium did not start, or the page was not ready within a minute, or MOST_AT_ONCE calls are running already.
    """


@cache
def chromium() -> str | None:
    """Returns the path of the Chromium that is installed on the server; None if none is installed or it cannot run."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None) if os.name == "posix" else None


def print_page(address: str, ready: str) -> bytes:
    """Returns a page of the dashboard as PDF (bytes), in the paper size that the page itself sets.

    `address` is the URL of the page. `ready` is a JavaScript expression that is true once the page is drawn. Raises
    CannotPrint.
    """
    with _place(), _LOCK, tempfile.TemporaryDirectory(prefix="renovation-print-", ignore_cleanup_errors=True) as folder:
        give_up = time.monotonic() + SECONDS
        try:
            with _browser(Path(folder), give_up) as tab:
                tab.call("Page.navigate", url=address)
                while not tab.call("Runtime.evaluate", expression=ready)["result"].get("value"):
                    _wait(give_up)
                printed = tab.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        except (OSError, TimeoutError) as error:
            raise CannotPrint(address) from error
    return base64.b64decode(printed["data"])


@contextmanager
def _place() -> Iterator[None]:
    if not _ROOM.acquire(blocking=False):
        raise CannotPrint(f"{MOST_AT_ONCE} pages are already waiting to be printed")
    try:
        yield
    finally:
        _ROOM.release()


def _wait(give_up: float) -> None:
    if time.monotonic() > give_up:
        raise CannotPrint(f"not ready within {SECONDS:g} s")
    time.sleep(_LOOK_SECONDS)


@contextmanager
def _browser(folder: Path, give_up: float) -> Iterator[_Tab]:
    """Starts Chromium, yields its tab, and ends Chromium with all its processes after the `with` block.

    `folder` is the folder for the files of Chromium. `give_up` is the time (of `time.monotonic`) after which
    CannotPrint is raised.
    """
    program = chromium()
    if program is None:
        raise CannotPrint("no Chromium is installed")
    command = [program, *_OPTIONS, f"--user-data-dir={folder}", "about:blank"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603
    try:
        written = folder / "DevToolsActivePort"
        while not (written.exists() and len(lines := written.read_text(encoding="ascii").split()) == 2):
            if process.poll() is not None:
                raise CannotPrint(f"{program} ended with status {process.returncode}")
            _wait(give_up)
        port, path = lines
        with connect(f"ws://127.0.0.1:{port}{path}", max_size=None, proxy=None) as socket:
            yield _Tab(socket, give_up)
    finally:
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class _Tab:
    """A tab of Chromium, which is controlled through the Chrome DevTools Protocol."""

    def __init__(self, socket: ClientConnection, give_up: float) -> None:
        self._socket, self._give_up, self._sent, self._session = socket, give_up, 0, ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Calls a method of the Chrome DevTools Protocol, such as "Page.navigate", and returns its result.

        `parameters` are the method's parameters. Raises CannotPrint if Chromium reports an error, TimeoutError if it
        does not answer in time.
        """
        self._sent += 1
        session = {"sessionId": self._session} if self._session else {}
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": parameters, **session}))
        while True:
            answer = json.loads(self._socket.recv(timeout=max(0.0, self._give_up - time.monotonic())))
            if answer.get("id") == self._sent:
                if "error" in answer:
                    raise CannotPrint(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result
