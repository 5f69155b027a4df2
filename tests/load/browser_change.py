"""How long a reader waits from the click on another measure to the changed main chart, beside the same page in Dash.

    python -m tests.load.browser_change [--clicks 15]

Measured inside Chromium: from the click event to the frame after the chart's axis bears the new measure's name. Both
pages stand open in one browser and take turns in blocks. Dash is no dependency of the project; where it is missing,
our half alone is measured. An environment that has both:

    python3 -m venv /tmp/dashenv && /tmp/dashenv/bin/pip install uv
    /tmp/dashenv/bin/uv pip install --python /tmp/dashenv/bin/python -e . dash playwright websockets
    /tmp/dashenv/bin/python -m tests.load.browser_change
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from renovation.domain.measures import RANKED_MEASURES
from renovation.language import words_in
from tests.load.servers import Server, dash_page, our_app

WORDS: Final = words_in("zh")
BLOCKS: Final = 3
PAUSE: Final = 800
"""Milliseconds of rest after each change: a reader looks, and the rest of the page follows the main chart."""
CHROMIUM: Final = [
    "--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--disable-background-networking", "--no-first-run",
]  # fmt: skip
WAIT_FOR_CHANGE: Final = """
([chart, title]) => { window.change = new Promise(done => {
    let clicked;
    addEventListener("click", event => { clicked = event.timeStamp }, {once: true, capture: true});
    const look = () => {
        const titles = [...document.querySelectorAll(chart + " .xtitle")].map(found => found.textContent);
        const changed = clicked !== undefined && titles.includes(title);
        requestAnimationFrame(changed ? () => done(performance.now() - clicked) : look);
    };
    look();
}) }
"""


@dataclass
class Tab:
    """A page under measurement: where its main chart and its measures are found, and what was measured."""

    name: str
    server: Server
    page: Page
    chart: str
    options: str
    milliseconds: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Opens the page and waits until its main chart shows the usual measure."""
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"http://127.0.0.1:{self.server.port}{path}")
        self.page.locator(f"{self.chart} .xtitle", has_text=WORDS.axis(RANKED_MEASURES[0])).wait_for()
        self.page.wait_for_timeout(PAUSE)

    def change(self, measure: str) -> float:
        """Clicks a measure; milliseconds until the main chart shows it."""
        self.page.evaluate(WAIT_FOR_CHANGE, [self.chart, WORDS.axis(measure)])
        self.page.locator(self.options).get_by_text(WORDS.short(measure), exact=True).click()
        waited = float(self.page.evaluate("window.change"))
        self.page.wait_for_timeout(PAUSE)
        return waited

    def measure(self, measures: Sequence[str]) -> None:
        """Changes to each measure in turn, and counts."""
        self.page.bring_to_front()
        began = self.server.cpu_seconds()
        self.milliseconds += [self.change(measure) for measure in measures]
        self.cpu_seconds += self.server.cpu_seconds() - began

    @property
    def cpu(self) -> float:
        """Milliseconds of the server's CPU a change."""
        return 1000 * self.cpu_seconds / len(self.milliseconds)

    @property
    def median(self) -> float:
        """Milliseconds that a change takes, as a rule."""
        return statistics.median(self.milliseconds)


def open_tabs(stack: ExitStack, browser: Browser, folder: Path) -> list[Tab]:
    """Our page, and the one in Dash where Dash is installed."""
    bars = '[class*="st-key-units-bars"]'
    tabs = [Tab("ours", stack.enter_context(our_app(folder)), _new_page(browser), bars, ".st-key-measure")]
    tabs[0].open("/units")
    if find_spec("dash"):
        tabs.append(Tab("Dash", stack.enter_context(dash_page(folder)), _new_page(browser), "#units-bars", "#measure"))
        tabs[1].open("/")
    return tabs


def _new_page(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 1400, "height": 1000})


def measure(tabs: Sequence[Tab], clicks: int) -> None:
    """Every measure once to warm up, then blocks of counted clicks by turns. Raises RuntimeError on errors of a page."""
    for tab in tabs:
        tab.page.bring_to_front()
        for measure in (*RANKED_MEASURES[1:], RANKED_MEASURES[0]):
            tab.change(measure)
    following = cycle((*RANKED_MEASURES[1:], RANKED_MEASURES[0]))
    for _ in range(BLOCKS):
        block = [next(following) for _ in range(clicks // BLOCKS)]
        for tab in tabs:
            tab.measure(block)
    for tab in tabs:
        if tab.errors or tab.page.locator('[data-testid="stException"], [data-testid="stAlert"]').count():
            raise RuntimeError(f"{tab.name} shows an error. {tab.errors}")


def report(tabs: Sequence[Tab]) -> str:
    """A line for each page, and our ratio to Dash where that was measured."""
    lines = [
        f"{tab.name:6} median {tab.median:6.0f} ms, fastest {min(tab.milliseconds):.0f}, slowest {max(tab.milliseconds):.0f}; "
        f"server {tab.cpu:.1f} ms of CPU a change"
        for tab in tabs
    ]
    if len(tabs) < 2:
        return "\n".join([*lines, "Dash is not installed here: its half was left out."])
    ours, dash = tabs
    return "\n".join(
        [*lines, f"ratio  {ours.median / dash.median:.2f} of Dash's time, {ours.cpu / dash.cpu:.2f} of its CPU"]
    )


def main() -> int:
    """Starts the servers and the browser, measures, reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clicks", type=int, default=15, help="on each page; %(default)s unless told")
    clicks: int = parser.parse_args().clicks
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, ExitStack() as stack:
        browser = stack.enter_context(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM))
        tabs = open_tabs(stack, browser, Path(folder))
        measure(tabs, clicks)
        print(f"{len(tabs[0].milliseconds)} changes of the measure on each page, from click to changed main chart")
        print(report(tabs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
