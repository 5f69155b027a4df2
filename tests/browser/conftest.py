"""The running app in Debian's Chromium: one server for all tests, a fresh visit for each."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = next(
    (path for path in map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")) if path.exists()),
    Path("/usr/bin/chromium"),
)
"""Debian's Chromium, without a window where that is installed: it draws the same and costs a third less."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
ARGUMENTS += ["--disable-background-networking", "--no-first-run"]
SIZES = {"1920": (1920, 1080), "1280": (1280, 720), "390": (390, 844)}
PATIENCE = 60_000
"""Milliseconds: a machine that draws a map without a graphics card may be slow, and busy besides."""
SLOW_PICKING = "GPU stall due to ReadPixels"
"""What Chromium notes about itself where the map's pointer is picked without a graphics card."""
expect.set_options(timeout=PATIENCE / 2)
Theme = Literal["light", "dark"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped with a reason; in CI that is a failure."""
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
        if not CHROMIUM.exists() and not os.environ.get("CI"):
            item.add_marker(pytest.mark.skip(reason=f"no browser at {CHROMIUM}"))


class Server:
    """The dashboard as an operator starts it, on a database of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.log_path = folder / "server.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.database = f"sqlite:///{folder / 'browser.db'}"
        self._folder = folder
        self._environment = {**os.environ, "RENOVATION_DATABASE_URL": self.database, **settings}
        self.start()

    def start(self) -> None:
        """Starts it, on the same port and database when it was stopped before."""
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
        command += ["--server.port", str(self.port), "--server.headless", "true", "--server.fileWatcherType", "none"]
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=self._folder, env=self._environment, stdout=log, stderr=log)
        self._wait()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def troubles(self) -> list[str]:
        """The lines of the log that speak of an error or a warning."""
        lines = self.log_path.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if re.search(r"error|warning|traceback|exception", line, re.IGNORECASE)]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)

    def _wait(self) -> None:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1):
                    return
            except OSError:
                assert self._process.poll() is None, self.log_path.read_text(encoding="utf-8")
                time.sleep(0.1)
        raise TimeoutError(self.log_path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("server"))
    yield started
    started.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


_FORGET: Final = """
if (!sessionStorage.getItem("begun")) {
  localStorage.clear()
  sessionStorage.setItem("begun", "yes")
}
"""
"""A visit begins without what an earlier one left, as an open menu."""
_RESTING: Final[dict[tuple[int, str], list[BrowserContext]]] = {}
"""Contexts between two visits, by browser and settings: what one has fetched need not be fetched for the next."""


@contextmanager
def watched(browser: Browser, size: str = "1280", theme: Theme = "light", **settings: Any) -> Iterator[Page]:
    """A visit whose console must stay clean and which may ask nobody but our server.

    Nothing moves by itself on its screen, as where a visitor wants reduced motion: that halves what a page costs.
    """
    with _context(browser, settings) as context:
        page, troubles = context.new_page(), []
        width, height = SIZES[size]
        page.add_init_script(_FORGET)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.on("console", lambda said: troubles.append(said.text) if _is_trouble(said) else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda asked: None if _ours(asked.url) else troubles.append(f"asked {asked.url}"))
        page.on(
            "response",
            lambda answer: troubles.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
        )
        yield page
        page.close()
        assert troubles == []


@contextmanager
def _context(browser: Browser, settings: dict[str, Any]) -> Iterator[BrowserContext]:
    """A context that nobody else uses and that keeps nothing of an earlier visit but its cache."""
    resting = _RESTING.setdefault((id(browser), repr(sorted(settings.items()))), [])
    context = resting.pop() if resting else browser.new_context(**settings)
    try:
        yield context
    except BaseException:
        context.close()
        raise
    for page in context.pages:
        page.close()
    context.clear_cookies()
    context.unroute_all()
    context.set_offline(False)
    resting.append(context)


def _is_trouble(said: ConsoleMessage) -> bool:
    return said.type in ("error", "warning") and SLOW_PICKING not in said.text


def _ours(url: str) -> bool:
    return url.startswith(("http://localhost:", "ws://localhost:", "data:", "blob:"))


def settle(page: Page) -> None:
    """Waits until the page has a title, the run is over, what it replaced is gone and every chart is drawn."""
    page.wait_for_selector("[data-testid=stMainBlockContainer] h1", timeout=PATIENCE)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=PATIENCE)
    waiting = "document.querySelectorAll('[data-testid=stSkeleton], [data-stale=true]').length === 0"
    page.wait_for_function(waiting, timeout=PATIENCE)
    page.wait_for_function(
        "[...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(c => c.querySelector('.main-svg'))",
        timeout=PATIENCE,
    )
