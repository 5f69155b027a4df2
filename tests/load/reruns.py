"""What a rerun of the units page costs the server beside a rerun of an empty Streamlit page.

    python -m tests.load.reruns [--reruns 120]

Prints CPU, latency and bytes of three kinds of rerun, and the ratio to the empty page's, which says more than the
milliseconds do: it is much the same on every machine. The kinds take turns in blocks, so that whatever else the
machine does hits all alike; CPU is the median block's, and its ratio the median turn's. Exit 1 when the page uses more than AIM times the empty page's CPU; an error on a page
ends the run.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Final

from tests.load.servers import Server, empty_page, our_app
from tests.load.visitor import PageFailed, Rerun, Visitor, visit

AIM: Final = 6.0
"""Times the CPU of the empty page."""
BLOCKS: Final = 8
WARM_UP: Final = 15
PAUSE: Final = 0.05
"""Seconds between reruns: what a server does after its answer is no part of the next answer's time."""


@dataclass
class Kind:
    """One kind of rerun, on the server that runs it, with what was measured."""

    name: str
    server: Server
    ask: Callable[[], Awaitable[Rerun]]
    reruns: list[Rerun] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Milliseconds a rerun, of each block."""

    async def run(self, count: int) -> None:
        """Measures `count` reruns, one after the other."""
        began = self.server.cpu_seconds()
        for _ in range(count):
            self.reruns.append(await self.ask())
            await asyncio.sleep(PAUSE)
        self.cpu.append(1000 * (self.server.cpu_seconds() - began) / count)

    async def warm_up(self) -> None:
        """Reruns that are not counted, until every cache is filled and every import done."""
        for _ in range(WARM_UP):
            await self.ask()
            await asyncio.sleep(PAUSE)

    def cpu_beside(self, other: Kind) -> float:
        """How many times the other's CPU."""
        return statistics.median(mine / its for mine, its in zip(self.cpu, other.cpu, strict=True))

    def latency(self, percent: int) -> float:
        """Milliseconds from the request to the end of the answer, at a percentile."""
        return 1000 * statistics.quantiles((rerun.seconds for rerun in self.reruns), n=100)[percent - 1]

    def kilobytes(self) -> float:
        """Kilobytes sent a rerun, on average."""
        return statistics.fmean(rerun.bytes for rerun in self.reruns) / 1000


async def measure(ours: Server, empty: Server, count: int) -> list[Kind]:
    """The empty page first, then a full rerun of the units page and a rerun by a changed measure."""
    async with visit(empty.port) as nobody, visit(ours.port, "units") as reader, visit(ours.port, "units") as chooser:
        kinds = [
            Kind("empty page", empty, nobody.rerun),
            Kind("/units, full rerun", ours, reader.rerun),
            Kind("/units, measure changed", ours, await _changes(chooser)),
        ]
        for kind in kinds:
            await kind.warm_up()
        for _ in range(BLOCKS):
            for kind in kinds:
                await kind.run(count // BLOCKS)
    return kinds


async def _changes(visitor: Visitor) -> Callable[[], Awaitable[Rerun]]:
    """What chooses the next measure, round and round. Raises PageFailed when the figures do not follow the choice."""
    control = visitor.choice("measure")
    if not control.fragment:
        raise PageFailed("the measure stands in no fragment")
    shown = {(await visitor.choose(control, option)).figures for option in control.options}
    if len(shown) != len(control.options):
        raise PageFailed("two measures show the same figures")
    options = cycle(control.options)
    return lambda: visitor.choose(control, next(options))


def report(kinds: Sequence[Kind]) -> str:
    """One line for each kind, with its ratios to the first."""
    heading = "".join(f"{name:>9}{'ratio':>7}" for name in ("CPU ms", "p50 ms", "p95 ms", "kB"))
    return "\n".join([f"{'':26}{heading}", *(f"{kind.name:26}{_cells(kind, kinds[0])}" for kind in kinds)])


def _cells(kind: Kind, base: Kind) -> str:
    pairs = (
        (statistics.median(kind.cpu), kind.cpu_beside(base)),
        (kind.latency(50), kind.latency(50) / base.latency(50)),
        (kind.latency(95), kind.latency(95) / base.latency(95)),
        (kind.kilobytes(), kind.kilobytes() / base.kilobytes()),
    )
    return "".join(f"{value:9.1f}{ratio:7.1f}" for value, ratio in pairs)


def main() -> int:
    """Starts both servers, measures, reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reruns", type=int, default=120, help="of each kind; %(default)s unless told")
    count: int = parser.parse_args().reruns
    with tempfile.TemporaryDirectory() as folder, our_app(Path(folder)) as ours, empty_page(Path(folder)) as empty:
        kinds = asyncio.run(measure(ours, empty, count))
    print(f"{len(kinds[0].reruns)} reruns of each kind, in {BLOCKS} blocks by turns")
    print(report(kinds))
    worst = max(kind.cpu_beside(kinds[0]) for kind in kinds[1:])
    print(f"At most {AIM:g} times the empty page's CPU: {'reached' if worst <= AIM else 'missed'} ({worst:.1f}).")
    return 0 if worst <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
