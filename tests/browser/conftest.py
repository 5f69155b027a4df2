"""The running app in Debian's Chromium: one server for all tests, a fresh visit for each."""

from __future__ import annotations

import os
import re
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from streamlit.web import cli

from tests.forked import begin

ROOT = Path(__file__).parents[2]
CHROMIUM = next(
    (path for path in map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")) if path.exists()),
    Path("/usr/bin/chromium"),
)
"""Debian's Chromium, without a window where that is installed: it draws the same and costs a third less."""
_PLAIN: Final = ["--no-sandbox", "--disable-background-networking", "--no-first-run", "--renderer-process-limit=1"]
WITHOUT_WEBGL: Final = [*_PLAIN, "--disable-gpu", "--disable-3d-apis"]
"""What most visits do with: WebGL in software costs more than all the rest of a page."""
WITH_WEBGL: Final = [*_PLAIN, "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
SIZES = {"1920": (1920, 1080), "1280": (1280, 720), "390": (390, 844)}
TELEPHONE: Final = {
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36",
}
"""The narrowest size is a telephone's in all else: its menu closes when a page is chosen."""
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
    """The dashboard on a database of its own; `operated` as an operator starts it, else without the seconds of imports."""

    def __init__(self, folder: Path, operated: bool = False, **settings: str) -> None:
        self.log_path = folder / "server.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.database = f"sqlite:///{folder / 'browser.db'}"
        self._folder, self._operated = folder, operated
        self._environment = {**os.environ, "RENOVATION_DATABASE_URL": self.database, **settings}
        self.start()

    def start(self) -> None:
        """Starts it, on the same port and database when it was stopped before."""
        command = ["run", str(ROOT / "app.py"), "--server.port", str(self.port)]
        command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
        self._process = begin(_serve, self._folder, self._environment, self.log_path, command, self._operated)
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
        self._process.join(20)
        assert not self._process.is_alive()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1):
                    return
            except OSError:
                assert self._process.is_alive(), self.log_path.read_text(encoding="utf-8")
                time.sleep(0.1)
        raise TimeoutError(self.log_path.read_text(encoding="utf-8"))


def _serve(folder: Path, environment: dict[str, str], log_path: Path, command: list[str], operated: bool) -> None:
    """Becomes `streamlit run`, in `folder`, with a log for all that it says."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, sys.stdout.fileno())
    os.dup2(log, sys.stderr.fileno())
    if operated:
        os.execv(sys.executable, [sys.executable, "-m", "streamlit", *command])
    sys.argv = ["streamlit", *command]
    cli.main()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("server"))
    yield started
    started.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=WITHOUT_WEBGL)
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
_NOWHERE: Final = "http://localhost/nowhere"


@contextmanager
def watched(browser: Browser, size: str = "1280", theme: Theme = "light", **settings: Any) -> Iterator[Page]:
    """A visit whose console must stay clean and which may ask nobody but our server.

    Nothing moves by itself on its screen, as where a visitor wants reduced motion: that halves what a page costs.
    """
    with in_context(browser, **{**(TELEPHONE if size == "390" else {}), **settings}) as context:
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
def in_context(browser: Browser, **settings: Any) -> Iterator[BrowserContext]:
    """A context that nobody else uses and that keeps nothing of an earlier visit but its cache."""
    resting = _RESTING.setdefault((id(browser), repr(sorted(settings.items()))), [])
    context = resting.pop() if resting else _new_context(browser, **settings)
    keeper, *_none = context.pages
    try:
        yield context
    except BaseException:
        context.close()
        raise
    for page in context.pages:
        if page is not keeper:
            page.close()
    context.clear_cookies()
    context.unroute_all()
    context.set_offline(False)
    resting.append(context)


def _new_context(browser: Browser, **settings: Any) -> BrowserContext:
    """A context with one tab that stays open.

    It keeps the process that draws pages alive, and with it every script that was compiled: that halves a visit's cost.
    """
    context = browser.new_context(**settings)
    keeper = context.new_page()
    keeper.route(_NOWHERE, lambda route: route.fulfill(body=""))
    keeper.goto(_NOWHERE)
    return context


def _is_trouble(said: ConsoleMessage) -> bool:
    return said.type in ("error", "warning") and SLOW_PICKING not in said.text


def _ours(url: str) -> bool:
    return url.startswith(("http://localhost:", "ws://localhost:", "data:", "blob:"))


CUT_OFF: Final = """() => {
  const main = document.querySelector('[data-testid=stMainBlockContainer]');
  const cut = [];
  if (document.documentElement.scrollWidth > window.innerWidth) cut.push('the page scrolls sideways');
  for (const e of main.querySelectorAll('h1,h2,h3,p,li,button,label,[data-testid=stMetricValue],[data-testid=stMetricLabel]')) {
    if (e.closest('[data-testid=stDataFrame]')) continue;
    const style = getComputedStyle(e);
    if (e.scrollWidth > e.clientWidth + 1 && style.overflowX !== 'visible' && e.clientWidth > 0) cut.push('cut: ' + e.innerText);
  }
  for (const chart of main.querySelectorAll('[data-testid=stPlotlyChart]')) {
    const box = chart.getBoundingClientRect();
    for (const text of chart.querySelectorAll('text')) {
      const at = text.getBoundingClientRect();
      if (at.width && (at.left < box.left - 2 || at.right > box.right + 2)) cut.push('outside its chart: ' + text.textContent);
    }
  }
  return cut;
}"""
COVERED: Final = """() => {
  const boxes = [];
  for (const chart of document.querySelectorAll('[data-testid=stPlotlyChart]')) {
    const texts = [...chart.querySelectorAll('text')].filter(t => t.textContent.trim() && t.getBoundingClientRect().width);
    for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
      const a = texts[i].getBoundingClientRect(), b = texts[j].getBoundingClientRect();
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 3 && high > 5) boxes.push(texts[i].textContent + ' / ' + texts[j].textContent);
    }
  }
  return boxes;
}"""


DRAWN: Final = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => {
  const drawn = chart.querySelector('.main-svg');
  return drawn && Math.abs(drawn.getBoundingClientRect().width - chart.getBoundingClientRect().width) < 3;
})"""
"""Every chart is there, as wide as its place: after a change of the window's width it follows a moment later."""


def click_bar(page: Page, row: int) -> None:
    """Clicks near the end of a bar of the first chart, counted from 0 in the order of the data."""
    bar = page.locator("[data-testid=stPlotlyChart]").first.locator(".barlayer .point path").nth(row)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)


def resize(page: Page, size: str) -> None:
    """As who drags the window to another screen."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    settle(page)


def switch(page: Page, theme: Theme) -> None:
    """Into the other theme, of which the page hears a moment later and is drawn anew."""
    page.evaluate(_COUNT_RUNS)
    page.emulate_media(color_scheme=theme)
    page.wait_for_function("window.runs > 0")
    settle(page)


_COUNT_RUNS: Final = """() => {
  window.runs = 0;
  window.counting?.disconnect();
  const app = document.querySelector('[data-testid=stApp]');
  window.counting = new MutationObserver(() => { if (app.dataset.testScriptState === 'running') window.runs++; });
  window.counting.observe(app, { attributes: true, attributeFilter: ['data-test-script-state'] });
}"""


def is_whole(page: Page) -> None:
    """Nothing is cut off, no words of a chart lie upon others."""
    assert page.evaluate(CUT_OFF) == [], page.url
    assert page.evaluate(COVERED) == [], page.url


def walk(page: Page, path: str) -> None:
    """To another page by its link, which a telephone keeps in its menu: that costs a third of a visit."""
    menu = page.get_by_test_id("stExpandSidebarButton")
    if menu.is_visible():
        menu.click()
    page.locator(f"a[data-testid$=NavLink][href$='/{path}']").click()
    expect(page).to_have_url(re.compile(rf"/{path}\?release="))
    settle(page)


def settle(page: Page) -> None:
    """Waits until the page has a title, the run is over, what it replaced is gone and every chart is DRAWN."""
    page.wait_for_selector("[data-testid=stMainBlockContainer] h1", timeout=PATIENCE)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=PATIENCE)
    waiting = "document.querySelectorAll('[data-testid=stSkeleton], [data-stale=true]').length === 0"
    page.wait_for_function(waiting, timeout=PATIENCE)
    page.wait_for_function(DRAWN, timeout=PATIENCE)
