"""What a rerun of the units page costs the server beside a rerun of an empty Streamlit page.

The kinds take turns in blocks, so that whatever else the machine does hits all alike; CPU is the median block's.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import cycle
from typing import Final

from tests.load.servers import Server
from tests.load.visitor import PageFailed, Rerun, Visitor, visit

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

    def kilobytes(self) -> float:
        """Kilobytes sent a rerun, on average."""
        return statistics.fmean(rerun.bytes for rerun in self.reruns) / 1000


async def measure(ours: Server, empty: Server, count: int) -> list[Kind]:
    """The empty page first, then a full rerun of the units page and a rerun by a changed measure."""
    async with visit(empty.port) as nobody, visit(ours.port, "units") as reader, visit(ours.port, "units") as chooser:
        kinds = [
            Kind("empty page", empty, nobody.rerun),
            Kind("/units, full rerun", ours, reader.rerun),
            Kind("/units, measure changed", ours, await changes(chooser)),
        ]
        for kind in kinds:
            await kind.warm_up()
        for _ in range(BLOCKS):
            for kind in kinds:
                await kind.run(count // BLOCKS)
    return kinds


async def changes(visitor: Visitor) -> Callable[[], Awaitable[Rerun]]:
    """What chooses the next measure, round and round. Raises PageFailed when the figures do not follow the choice."""
    control = visitor.choice("measure")
    if not control.fragment:
        raise PageFailed("the measure stands in no fragment")
    shown = {(await visitor.choose(control, option)).figures for option in control.options}
    if len(shown) != len(control.options):
        raise PageFailed("two measures show the same figures")
    options = cycle(control.options)
    return lambda: visitor.choose(control, next(options))
