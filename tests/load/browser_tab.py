"""A page in Chromium under measurement: how long it takes to open and to change, and how steadily."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from renovation.domain.measures import RANKED_MEASURES
from renovation.language import words_in
from tests.browser.conftest import CHROMIUM
from tests.load.servers import Server

WORDS: Final = words_in("zh")
REST: Final = 600
"""Milliseconds of rest after each change: a reader looks, and the rest of the page follows the main chart."""
LONGEST_WAIT: Final = 120_000
ARGUMENTS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
_NOTE_WHEN_SEEN: Final = """
(() => {
  window.seen = {};
  const look = () => {
    for (const [name, selector] of Object.entries(SELECTORS)) {
      const found = document.querySelector(selector);
      if (!(name in window.seen) && found?.textContent.trim() && found.getBoundingClientRect().width) window.seen[name] = performance.now();
    }
    requestAnimationFrame(look);
  };
  look();
})()
"""
_WATCH_CHANGE: Final = """
([chart, title]) => { window.change = new Promise(done => {
    let clicked, blank = 0, shift = 0;
    const shifts = new PerformanceObserver(list => list.getEntries().forEach(entry => { shift += entry.value }));
    shifts.observe({ type: "layout-shift" });
    addEventListener("click", event => { clicked = event.timeStamp }, { once: true, capture: true });
    const count = document.querySelectorAll(".js-plotly-plot").length;
    let waited, last = 0;
    const note = () => requestAnimationFrame(() => { last = performance.now() });
    document.querySelectorAll(".js-plotly-plot").forEach(one => one.once("plotly_afterplot", note));
    const look = () => {
        const charts = [...document.querySelectorAll(".js-plotly-plot")];
        if (charts.length < count || charts.some(one => !one.querySelector(".main-svg .ytick"))) blank++;
        const titles = [...document.querySelectorAll(chart + " .xtitle")].map(found => found.textContent);
        if (waited === undefined && clicked !== undefined && titles.includes(title)) {
            requestAnimationFrame(() => { waited = performance.now() - clicked });
            setTimeout(() => { shifts.disconnect(); done({ waited, all: Math.max(waited, last - clicked), blank, shift }) }, REST);
            waited = NaN;
        }
        if (waited === undefined || Number.isNaN(waited) || performance.now() - clicked < waited + REST) requestAnimationFrame(look);
    };
    look();
}) }
""".replace("REST", str(REST))
"""The time to the frame after the chart's axis bears the name, and to the frame after the last chart was drawn; frames
without a chart's names, and shifts, until REST later."""


@dataclass(frozen=True)
class Opening:
    """What opening a page took: milliseconds until its first figures and its first chart, and bytes received."""

    figures: float
    chart: float
    bytes: int


@dataclass(frozen=True)
class Change:
    """What a click took: milliseconds until the main chart and until all had changed, blank frames, and layout shift."""

    waited: float
    all: float
    blank: int
    shift: float


@dataclass(frozen=True)
class Site:
    """Where a page, its first figures, its main chart and its measures are found."""

    server: Server
    path: str
    figures: str
    chart: str
    options: str

    @property
    def address(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self.server.port}{self.path}"


def opened(context: BrowserContext, site: Site) -> Opening:
    """Opens a page in a tab of its own; cold in a new context, warm in one that has opened it before."""
    page, size = context.new_page(), 0

    def add(event: dict[str, float]) -> None:
        nonlocal size
        size += int(event["encodedDataLength"])

    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.on("Network.loadingFinished", add)
    selectors = {"figures": site.figures, "chart": f"{site.chart} .xtitle"}
    page.add_init_script(_NOTE_WHEN_SEEN.replace("SELECTORS", str(selectors)))
    page.goto(site.address, timeout=LONGEST_WAIT)
    page.wait_for_function("() => 'figures' in seen && 'chart' in seen", timeout=LONGEST_WAIT)
    seen = page.evaluate("seen")
    page.wait_for_timeout(REST)
    page.close()
    return Opening(seen["figures"], seen["chart"], size)


class Tab:
    """A page that stays open, and on which measures are selected."""

    def __init__(self, browser: Browser, site: Site) -> None:
        """Opens the page and waits until its main chart shows the default measure."""
        self.site = site
        self._page: Page = browser.new_page(viewport={"width": 1400, "height": 1000})
        self._page.goto(site.address)
        title = self._page.locator(f"{site.chart} .xtitle", has_text=WORDS.amount_axis(RANKED_MEASURES[0]))
        title.wait_for(timeout=LONGEST_WAIT)
        self._page.wait_for_timeout(2 * REST)

    def change(self, measure: str) -> Change:
        """Clicks a measure and waits until the page has come to rest."""
        self._page.bring_to_front()
        self._page.evaluate(_WATCH_CHANGE, [self.site.chart, WORDS.amount_axis(measure)])
        self._page.locator(self.site.options).get_by_text(WORDS.short_heading(measure), exact=True).click()
        return Change(**self._page.evaluate("window.change"))

    def trouble(self) -> bool:
        """Returns whether the page shows an error."""
        return self._page.locator('[data-testid="stException"], [data-testid="stAlert"]').count() > 0


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for one measurement."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()
