"""The running app in Debian's Chromium: one server for all tests, a fresh visit for each."""

from __future__ import annotations

import contextlib
import os
import random
import re
import socket
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Final, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect, sync_playwright
from streamlit.web import cli

from renovation.reading.files import workbook
from renovation.releases.store import Store
from renovation.web import middleware, page_watch
from tests.conftest import copied
from tests.forked import begin
from tests.simulated_year import publish_year
from tests.without_worker import NoWorker

ROOT = Path(__file__).parents[2]
CHROMIUM = next(
    (path for path in map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")) if path.exists()),
    Path("/usr/bin/chromium"),
)
"""Debian's Chromium, without a window where that is installed: it draws the same and costs a third less."""
_PLAIN: Final = [
    "--no-sandbox",
    "--disable-background-networking",
    "--no-first-run",
    "--renderer-process-limit=1",
    "--js-flags=--no-turbofan --no-maglev",  # a visit is too short for optimised code to be worth its making
]
WITHOUT_WEBGL: Final = [*_PLAIN, "--disable-gpu", "--disable-3d-apis"]
"""What most visits do with: WebGL in software costs more than all the rest of a page."""
WITH_WEBGL: Final = [*_PLAIN, "--use-angle=swiftshader-webgl", "--enable-unsafe-swiftshader"]
"""WebGL is drawn in software, and the rest of a page without it: to draw that with WebGL too costs a third more."""
SIZES = {"1920": (1920, 1080), "1280": (1280, 720), "390": (390, 844)}
TELEPHONE: Final = {
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36",
}
"""The narrowest size is a telephone's in all else: its menu closes when a page is chosen."""
PATIENCE = 60_000
"""Milliseconds: a machine that draws a map without a graphics card may be slow, and busy besides."""
START_SECONDS: Final = 180
_PORTS: Final = range(20_000, 32_000)
"""Below those that the system gives to outgoing connections: nothing takes a port while its server is stopped."""
_LEFT: Final[set[int]] = set()
"""Ports of servers that have stopped. The next server takes one: what a browser has fetched and compiled counts for an
address, and all of Streamlit's scripts would be fetched and compiled anew for another port."""
_ROW_HEIGHT: Final = 35
"""Pixels of a table's headings and of each of its rows."""
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

    prepared: ClassVar[Path | None] = None
    """What a server that has no database begins with a copy of, unless it is operated."""

    def __init__(
        self, folder: Path, operated: bool = False, base_path: str = "", database: Path | None = None, **settings: str
    ) -> None:
        self.log_path = folder / "server.log"
        self.port = next(iter(_LEFT), None) or _free_port()
        path = database or folder / "browser.db"
        if self.prepared and not operated and not path.exists():
            copied(self.prepared, path)
        self.database = f"sqlite:///{path}"
        self._folder, self._operated, self._base_path = folder, operated, base_path
        ours = {"RENOVATION_DATABASE_URL": self.database, "TMPDIR": str(folder)}
        self._environment = {**os.environ, **ours, **settings}
        self.start()

    def start(self) -> None:
        """Starts it, on the same port and database when it was stopped before."""
        _LEFT.discard(self.port)
        command = ["run", str(ROOT / "app.py"), "--server.port", str(self.port)]
        command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
        command += ["--server.baseUrlPath", self._base_path] if self._base_path else []
        self._process = begin(_serve, self._folder, self._environment, self.log_path, command, self._operated)
        self._wait()

    @property
    def address(self) -> str:
        return "/".join((f"http://localhost:{self.port}", *filter(None, [self._base_path])))

    def troubles(self) -> list[str]:
        """The lines of the log that speak of an error or a warning."""
        lines = self.log_path.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if re.search(r"error|warning|traceback|exception", line, re.IGNORECASE)]

    def stop(self) -> None:
        self._process.terminate()
        self._process.join(START_SECONDS)
        assert not self._process.is_alive()
        _LEFT.add(self.port)

    def _wait(self) -> None:
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=START_SECONDS):
                    return
            except OSError:
                assert self._process.is_alive(), self.log_path.read_text(encoding="utf-8")
                time.sleep(0.1)
        raise TimeoutError(self.log_path.read_text(encoding="utf-8"))


def _free_port() -> int:
    for port in random.SystemRandom().sample(_PORTS, len(_PORTS)):
        with socket.socket() as tried, contextlib.suppress(OSError):
            tried.bind(("", port))
            return port
    raise OSError("no port is free")


def _serve(folder: Path, environment: dict[str, str], log_path: Path, command: list[str], operated: bool) -> None:
    """Becomes `streamlit run`, in `folder`, with a log for all that it says.

    Where nobody operates it, a page waits for its first figures however busy the machine is, and soon follows a release;
    files are read without the two processes that each of them has where the server is operated.
    """
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, sys.stdout.fileno())
    os.dup2(log, sys.stderr.fileno())
    if operated:
        os.execv(sys.executable, [sys.executable, "-m", "streamlit", *command])
    tempfile.tempdir = None  # what TMPDIR says is looked for once
    middleware.FIRST_VIEW_SECONDS = START_SECONDS
    page_watch.POLL_SECONDS = 0.5  # type: ignore[misc,assignment]
    workbook.Worker = NoWorker  # type: ignore[misc]
    sys.argv = ["streamlit", *command]
    cli.main()


@pytest.fixture(scope="session", autouse=True)
def prepared(first_database: Path) -> Iterator[None]:
    """The first release is published once for all servers, but by the one that is begun as its operator begins it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Server, "prepared", first_database)
        yield


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("server"))
    yield started
    started.stop()


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose store holds a simulated year of 52 releases, which nobody changes."""
    folder = tmp_path_factory.mktemp("year")
    publish_year(Store(f"sqlite:///{folder / 'browser.db'}"))
    started = Server(folder)
    yield started
    started.stop()


@pytest.fixture(scope="package")
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
def watched(
    browser: Browser, size: str = "1280", theme: Theme = "light", beside: Page | None = None, **settings: Any
) -> Iterator[Page]:
    """A visit whose console must stay clean and which may ask nobody but our server.

    Nothing moves by itself on its screen, as where a visitor wants reduced motion: that halves what a page costs.
    In a tab `beside` another one it uses what that has fetched and compiled, and has the same cookies.
    """
    own = in_context(browser, **{**(TELEPHONE if size == "390" else {}), **settings})
    with contextlib.nullcontext(beside.context) if beside else own as context:
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
    context.set_default_timeout(PATIENCE)
    keeper = context.new_page()
    keeper.route(_NOWHERE, lambda route: route.fulfill(body=""))
    keeper.goto(_NOWHERE)
    return context


def _is_trouble(said: ConsoleMessage) -> bool:
    return said.type in ("error", "warning") and SLOW_PICKING not in said.text


def _ours(url: str) -> bool:
    return url.startswith(("http://localhost:", "ws://localhost:", "data:", "blob:"))


BOTTOM_OF_GOALS: Final = "() => document.querySelector('[data-testid=stMain] .goals').getBoundingClientRect().bottom"
"""Where the last of 总览's first screen ends, in pixels from the top."""
DRAWN: Final = """() => [...document.querySelectorAll('[data-testid=stBidiComponentRegular]')].every(section => {
  const charts = [...section.querySelectorAll('.changing-chart')];
  return charts.length && charts.every(chart => {
    const drawn = chart.matches(':not([aria-busy])') && chart.querySelector('.main-svg');
    return drawn && Math.abs(drawn.getBoundingClientRect().width - chart.parentElement.getBoundingClientRect().width) < 3;
  });
})"""
"""Every chart is there, as wide as its place: after a change of the window's width it follows a moment later."""


def resize(page: Page, size: str) -> None:
    """As who drags the window to another screen."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    settle(page)


def switch(page: Page, theme: Theme) -> None:
    """Into the other theme, of which the page hears a moment later and is drawn anew."""
    page.evaluate(_COUNT_RUNS)
    page.emulate_media(color_scheme=theme)
    until(page, "window.runs > 0")
    settle(page)


_COUNT_RUNS: Final = """() => {
  window.runs = 0;
  window.counting?.disconnect();
  const app = document.querySelector('[data-testid=stApp]');
  window.counting = new MutationObserver(() => { if (app.dataset.testScriptState === 'running') window.runs++; });
  window.counting.observe(app, { attributes: true, attributeFilter: ['data-test-script-state'] });
}"""


def click_cell(table: Locator, row: int, x: float) -> None:
    """Clicks `x` pixels from the left into a row, once the table has drawn its canvas and listed its cells there."""
    table.locator("[role=gridcell]").first.wait_for(state="attached")
    table.click(position={"x": x, "y": _ROW_HEIGHT * (row + 1.5)})


def click_part(chart: Locator, part: Locator, from_right: float | None = None) -> None:
    """Clicks the middle of a chart's part, or so many pixels before its right end.

    The chart takes the click, since it lies above its parts and may still move with the page.
    """
    part.wait_for()
    outer, inner = chart.bounding_box(), part.bounding_box()
    assert outer
    assert inner
    x = inner["x"] + (inner["width"] / 2 if from_right is None else inner["width"] - from_right)
    chart.click(position={"x": x - outer["x"], "y": inner["y"] + inner["height"] / 2 - outer["y"]})


def walk(page: Page, path: str) -> None:
    """To another page by its link, which a telephone keeps in its menu: that costs a third of a visit."""
    assert page.viewport_size
    if page.viewport_size["width"] <= SIZES["390"][0]:
        page.get_by_test_id("stExpandSidebarButton").click()
    page.locator(f"a[data-testid$=NavLink][href$='/{path}']").click()
    expect(page).to_have_url(re.compile(rf"/{path}\?release="))
    settle(page)


def until(page: Page, expression: str) -> None:
    """Waits until an expression or a function in the page is true.

    `Page.wait_for_function` evaluates a string in the page, which the pages' content policy forbids.
    """
    give_up = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < give_up, expression
        page.wait_for_timeout(50)


def settle(page: Page) -> None:
    """Waits until the page has a title, the run is over, what it replaced is gone and every chart is DRAWN.

    The figures of the first HTML are gone then too: until they are, they lie over the page and take every click.
    """
    page.wait_for_selector("[data-testid=stMainBlockContainer] h1", timeout=PATIENCE)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=PATIENCE)
    waiting = "!document.querySelector('[data-testid=stSkeleton], [data-stale=true], #first-figures')"
    until(page, waiting)
    until(page, DRAWN)
