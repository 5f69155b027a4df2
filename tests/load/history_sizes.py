"""What a rerun costs the server with 1, 12, 52 and 520 releases behind it: a long history is to cost about what none does.

    python -m tests.load.history_sizes [--reruns 40]

Prints CPU milliseconds a rerun of each page side by side, each with its ratio to the first size, and the seconds until the
first visitor after a start has the page. The sizes take turns in blocks, so that whatever else the machine does hits
all alike; the figure is the median block's. An error on a page ends the run.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Final

from renovation.releases.store import Store
from tests.load.servers import Server, our_app
from tests.load.visitor import Visitor, visit
from tests.simulated_year import publish_year

SIZES: Final = (1, 12, 52, 520)
PAGES: Final = ("", "outlook", "history")
BLOCKS: Final = 5
WARM_UP: Final = 6
PAUSE: Final = 0.03


async def block(server: Server, visitor: Visitor, count: int) -> float:
    """CPU milliseconds a rerun, over `count` reruns one after the other."""
    began = server.cpu_seconds()
    for _ in range(count):
        await visitor.rerun()
        await asyncio.sleep(PAUSE)
    return 1000 * (server.cpu_seconds() - began) / count


async def measure(servers: dict[int, Server], page: str, count: int) -> tuple[dict[int, float], dict[int, float]]:
    """The median block's CPU and the first visit's seconds, by size."""
    blocks: dict[int, list[float]] = {size: [] for size in servers}
    first: dict[int, float] = {}
    async with AsyncExitStack() as open_until_here:
        visitors = {}
        for size, server in servers.items():
            began = time.perf_counter()
            visitors[size] = await open_until_here.enter_async_context(visit(server.port, page))
            first[size] = time.perf_counter() - began
        for size, server in servers.items():
            await block(server, visitors[size], WARM_UP)
        for _ in range(BLOCKS):
            for size, server in servers.items():
                blocks[size].append(await block(server, visitors[size], max(1, count // BLOCKS)))
    return {size: statistics.median(found) for size, found in blocks.items()}, first


def main() -> int:
    """Fills a store for each size, starts a server on each, measures each page, reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reruns", type=int, default=40, help="of each page and size; %(default)s unless told")
    count: int = parser.parse_args().reruns
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        servers = {}
        for size in SIZES:
            database = Path(folder) / f"{size}-releases.db"
            publish_year(Store(f"sqlite:///{database}"), size)
            servers[size] = running.enter_context(our_app(Path(folder), database))
        print(f"{'releases':24}" + "".join(f"{size:>16}" for size in SIZES))
        for page in PAGES:
            cpu, first = asyncio.run(measure(servers, page, count))
            cells = "".join(f"{cpu[size]:8.1f} ({cpu[size] / cpu[SIZES[0]]:4.2f}×)" for size in SIZES)
            print(f"{'/' + page + ' CPU ms':24}{cells}")
            print(f"{'/' + page + ' first visit s':24}" + "".join(f"{first[size]:16.2f}" for size in SIZES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
