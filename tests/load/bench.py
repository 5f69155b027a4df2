"""How fast the dashboard is beside the same page in Dash and an empty Streamlit page.

    python -m tests.load.bench [--short]

Every row is measured in turns in one run: the machine's other work then hits both sides alike, and the ratio says more
than the milliseconds. The page in Dash runs in an environment that this makes at its first run (about 300 MB in
~/.cache/renovation-bench); without Dash its figures are left out. Exit 1 when a part cannot be measured in two attempts;
a missed aim is only printed. `--short` takes the
fewest repetitions, to see that every row runs. The long form takes half an hour.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import statistics
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from renovation.domain.measures import RANKED_MEASURES
from tests.load import followers, memory, reruns, thinking
from tests.load.browser_tab import Change, Opening, Site, Tab, chromium, opened
from tests.load.burst import PAGES, burst
from tests.load.dash_environment import dash_python
from tests.load.servers import Server, dash_page, empty_page, our_app
from tests.load.visitor import visit

DASH: Final = "Dash"
EMPTY: Final = "empty page"
HEADINGS: Final = ("measured", "ours", "beside", "ratio", "aim")
MEASURES: Final = (*RANKED_MEASURES[1:], RANKED_MEASURES[0])


@dataclass(frozen=True)
class Size:
    """How often each thing is measured."""

    openings: int
    sessions: int
    reruns: int
    changes: int
    tabs: tuple[int, ...]
    visitors: int
    seconds_of_visits: float
    followers: int
    releases: int
    uploads: int


LONG: Final = Size(5, 40, 120, 20, (100, 300), 50, 90, 1500, 520, 40)
SHORT: Final = Size(1, 2, 8, 2, (10,), 10, 20, 50, 2, 1)


@dataclass(frozen=True)
class Row:
    """One line of the table: our figure, the other's if there is one, and the aim for the ratio or for our figure."""

    what: str
    unit: str
    ours: float
    other: float | None = None
    beside: str = ""
    aim: float | None = None
    enough: float = 0
    """A figure of ours that reaches the aim whatever the ratio is."""

    def cells(self) -> tuple[str, ...]:
        """Returns the line's cells as text."""
        judged = self.ours if self.other is None else self.ours / self.other
        verdict = "" if self.aim is None else self._verdict(self.aim, judged)
        other = "" if self.other is None else f"{self.other:.4g} ({self.beside})"
        ratio = "" if self.other is None else f"{judged:.2f}"
        return f"{self.what}, {self.unit}", f"{self.ours:.4g}", other, ratio, verdict

    def _verdict(self, aim: float, judged: float) -> str:
        enough = f" or {self.enough:g} {self.unit}" if self.enough else ""
        return f"≤ {aim:g}{enough} {'reached' if judged <= aim or self.ours <= self.enough else 'missed'}"


@dataclass(frozen=True)
class Setting:
    """The servers that are measured; `dash` is None where Dash cannot be installed."""

    ours: Server
    empty: Server
    dash: Server | None
    size: Size
    folder: Path

    def sites(self) -> list[Site]:
        """Returns the pages that are opened and changed: our overview, our units, the units in Dash."""
        bars, figures = '[class*="st-key-units-bars"]', "#first-figures .value, .figures .value"
        ours = [
            Site(self.ours, "/", figures, '[class*="st-key-overview-units"]', ""),
            Site(self.ours, "/units", "h1", bars, ".st-key-measure"),
        ]
        return ours if self.dash is None else [*ours, Site(self.dash, "/", "h1", "#units-bars", "#measure")]


def openings(at: Setting) -> list[Row]:
    """Opens each page in turn in a new browser profile, and again in the same one."""
    found: dict[tuple[int, str], list[tuple[Opening, float]]] = {}
    with chromium() as browser:
        for _ in range(at.size.openings):
            for place, site in enumerate(at.sites()):
                context = browser.new_context(viewport={"width": 1400, "height": 1000})
                for state in ("cold", "warm"):
                    began = site.server.cpu_seconds()
                    opening = opened(context, site)
                    found.setdefault((place, state), []).append((opening, 1000 * (site.server.cpu_seconds() - began)))
                context.close()

    def row(
        what: str,
        unit: str,
        place: int,
        state: str,
        aim: float,
        take: Callable[[Opening, float], float],
        enough: float = 0,
    ) -> Row:
        pages = [(key, state) for key in (place, 2) if (key, state) in found]
        ours, *other = (statistics.median(take(*one) for one in found[page]) for page in pages)
        return Row(f"{what}, {state}", unit, ours, other[0] if other else None, DASH, aim if other else None, enough)

    rows = []
    for state in ("cold", "warm"):
        rows += [
            row("first figures visible", "ms", 0, state, 0.35, lambda one, _cpu: one.figures, 500),
            row("first chart drawn", "ms", 1, state, 1.0, lambda one, _cpu: one.chart),
            row("received", "kB", 1, state, 1.0, lambda one, _cpu: one.bytes / 1000),
            row("server's CPU for a page", "ms", 1, state, 1.3, lambda _one, cpu: cpu),
        ]
    return rows


def changes(at: Setting) -> list[Row]:
    """Selects one measure after the other on the units page and on the page in Dash, in turns."""
    sites = at.sites()[1:]
    found: list[list[Change]] = [[] for _ in sites]
    cpu: list[list[float]] = [[] for _ in sites]
    with chromium() as browser:
        tabs = [Tab(browser, site) for site in sites]
        for measure in islice(cycle(MEASURES), len(MEASURES) + at.size.changes):
            for place, tab in enumerate(tabs):
                began = tab.site.server.cpu_seconds()
                found[place].append(tab.change(measure))
                cpu[place].append(1000 * (tab.site.server.cpu_seconds() - began))
        if any(tab.trouble() for tab in tabs):
            raise RuntimeError("A page shows an error.")
    counted = [some[len(MEASURES) :] for some in found]
    waited = [statistics.median(one.waited for one in some) for some in counted]
    whole = [statistics.median(one.all for one in some) for some in counted]
    each = [statistics.median(some[len(MEASURES) :]) for some in cpu]
    other = len(sites) > 1
    return [
        Row("click → chart changed", "ms", waited[0], waited[1] if other else None, DASH, 0.7 if other else None),
        Row("click → all charts changed", "ms", whole[0], whole[1] if other else None, DASH),
        Row("server's CPU for a change", "ms", each[0], each[1] if other else None, DASH, 1.0 if other else None),
        Row("blank frames in all changes", "frames", sum(one.blank for one in counted[0]), aim=0),
        Row("largest layout shift of a change", "CLS", max(one.shift for one in counted[0]), aim=0.02),
    ]


def sessions(at: Setting) -> list[Row]:
    """Opens sessions on our pages and on the empty one, and runs their scripts again, in turns."""
    cost = asyncio.run(_costs_of_opening((at.ours, at.empty), at.size.sessions + len(PAGES)))
    ours, empty = (statistics.median(cost[server][len(PAGES) :]) for server in (at.ours, at.empty))
    base, full, changed = asyncio.run(reruns.measure(at.ours, at.empty, at.size.reruns))
    rows = [Row("server's CPU for an opened session", "ms", ours, empty, EMPTY, 1.5)]
    for name, kind in (("a rerun of the units page", full), ("a changed measure", changed)):
        rows.append(Row(f"server's CPU for {name}", "ms", *(statistics.median(one.cpu) for one in (kind, base)), EMPTY))
        rows.append(Row(f"sent for {name}", "kB", kind.kilobytes(), base.kilobytes(), EMPTY))
    return rows


async def _costs_of_opening(servers: tuple[Server, Server], count: int) -> dict[Server, list[float]]:
    """Returns milliseconds of CPU for each session that is opened on our pages (the first server) and on the other.

    One more tab stays open on each server, as there are other visitors in practice: when the last tab is closed,
    Streamlit drops its compiled scripts.
    """
    cost: dict[Server, list[float]] = {server: [] for server in servers}
    ours, other = servers
    async with visit(ours.port), visit(other.port):
        for place in range(count):
            for server, page in ((ours, PAGES[place % len(PAGES)]), (other, "")):
                began = server.cpu_seconds()
                async with visit(server.port, page):
                    await asyncio.sleep(0.05)
                cost[server].append(1000 * (server.cpu_seconds() - began))
    return cost


def visits(at: Setting) -> list[Row]:
    """Lets many visitors select measures, each with seconds of thought between two."""
    found = asyncio.run(thinking.waits(at.ours, at.dash, at.size.visitors, at.size.seconds_of_visits))
    what = f"{at.size.visitors} visitors with {thinking.THOUGHT:g} s of thought"
    rows = []
    for name, place, aim in (("median", 49, None), ("95th percentile", 94, 1.0)):
        ours, *other = (1000 * statistics.quantiles(waited, n=100)[place] for waited in found)
        rows.append(Row(f"{what}, {name}", "ms", ours, other[0] if other else None, DASH, aim if other else None))
    return rows


def bursts(at: Setting) -> list[Row]:
    """Opens many tabs within one second."""
    rows = []
    for tabs in at.size.tabs:
        found = asyncio.run(burst(at.ours, tabs))
        what = f"{tabs} tabs at once"
        rows += [
            Row(f"{what}, the last one's wait", "s", max(found.waits, default=float("nan"))),
            Row(f"{what}, lost", "tabs", found.lost, aim=0),
            Row(f"{what}, slowest health check", "s", max(found.health), aim=1),
        ]
    return rows


def meeting(at: Setting) -> list[Row]:
    """Moves a meeting with few and with many followers."""
    few, many = followers.costs_of(at.folder, (50, at.size.followers), 10)
    told = f"{many.followers} followers, the last one told"
    return [
        Row(told, "ms", 1000 * many.last),
        Row("memory beside 50 followers", "MB", many.memory / 1e6, few.memory / 1e6, "50"),
    ]


def memories(at: Setting) -> list[Row]:
    """Opens many releases once each, and checks many uploads; each for some minutes at most."""
    opened = memory.releases_opened(at.folder, at.size.releases)
    checked = memory.uploads_checked(at.folder, at.size.uploads, 20)
    return [
        _growth(opened, f"{opened.steps} of {at.size.releases} releases opened", "one release"),
        _growth(checked, f"{checked.steps} uploads of 20 MB", "none"),
    ]


def _growth(grown: memory.Growth, what: str, beside: str) -> Row:
    return Row(f"memory after {what} in {grown.seconds:.0f} s", "MB", grown.after, grown.before, beside)


PARTS: Final[tuple[Callable[[Setting], list[Row]], ...]] = (
    openings,
    changes,
    sessions,
    visits,
    bursts,
    meeting,
    memories,
)


def line(cells: Sequence[str]) -> str:
    """Returns a line of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


def measured(part: Callable[[Setting], list[Row]], setting: Setting) -> list[Row] | None:
    """Returns the rows of a part; a second attempt is made if the first one fails, and None is returned if both fail."""
    for attempt in ("first", "second"):
        with tempfile.TemporaryDirectory() as folder:
            try:
                return part(replace(setting, folder=Path(folder)))
            except Exception:  # noqa: BLE001 the other parts are measured all the same
                print(f"The {attempt} attempt at {part.__name__} has failed:", file=sys.stderr)
                traceback.print_exc()
    return None


def started_dash(folder: Path, stack: ExitStack) -> Server | None:
    """Returns the running page in Dash; None if Dash cannot be installed or does not start, which is printed."""
    python = dash_python()
    try:
        if python is not None:
            return stack.enter_context(dash_page(folder, python))
        print("Dash cannot be installed here: its figures are left out.", file=sys.stderr)
    except (OSError, RuntimeError) as error:
        print(f"The page in Dash does not start: its figures are left out. {error}", file=sys.stderr)
    return None


def main() -> int:
    """Starts the servers, measures every part, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="the fewest repetitions")
    size = SHORT if parser.parse_args().short else LONG
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(line(HEADINGS), line(("---",) * len(HEADINGS)), sep="\n", flush=True)
    failed = 0
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        ours, empty = stack.enter_context(our_app(folder)), stack.enter_context(empty_page(folder))
        setting = Setting(ours, empty, started_dash(folder, stack), size, folder)
        for part in PARTS:
            rows = measured(part, setting)
            failed += rows is None
            for row in rows or ():
                print(line(row.cells()), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
