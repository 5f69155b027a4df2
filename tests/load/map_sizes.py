"""What a rerun of the map costs with 20, 1,000, 10,000 and 100,000 sites: the whole district, and one unit chosen.

    python -m tests.load.map_sizes [--reruns 20]

Prints kilobytes sent to a new visitor, kilobytes and CPU milliseconds a rerun side by side, each CPU with its ratio to the
first size. The sizes take turns in blocks, so that whatever else the machine does hits all alike; the figure is the
median block's. The sites are made up: copies of the first dataset's, each with a coordinate of its own near its unit.
The visitor tells no WebGL, so the map sent is the drawn one; a deck's bytes are printed beside it, as pydeck writes it.
An error on a page ends the run.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Final

import numpy as np

from renovation.comparisons.sites import with_unknown_filled
from renovation.comparisons.units import compare_units
from renovation.domain.dated_tables import DatedTable
from renovation.domain.geography import geography
from renovation.language import words_in
from renovation.maps.deck import MapContext, units_map
from renovation.maps.layout import Encoding, MapContent, map_layout
from renovation.publishing.publish import ensure_first_release
from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.load.servers import Server, our_app
from tests.load.visitor import Visitor, visit

SIZES: Final = (20, 1_000, 10_000, 100_000)
UNIT: Final = "织里镇"
PAGES: Final = {"district": "map=drawn", "one unit": "map=drawn&unit=zhili"}
BLOCKS: Final = 4
WARM_UP: Final = 3
PAUSE: Final = 0.03


def many_sites(count: int) -> DatedTable:
    """The first dataset's sites over and over, numbered, each up to 4 km from its unit's point."""
    table, chance = first_dataset.tables()["sites"], np.random.default_rng(1)
    frame = table.frame.iloc[np.resize(np.arange(len(table.frame)), count)].reset_index(drop=True)
    if count > len(table.frame):
        middles = geography().points.set_index("unit")
        frame = frame.assign(
            site=[f"{name} {number}" for number, name in enumerate(frame["site"])],
            lon=frame["unit"].map(middles["lon"]) + chance.uniform(-0.04, 0.04, count).round(5),
            lat=frame["unit"].map(middles["lat"]) + chance.uniform(-0.035, 0.035, count).round(5),
        )
    return dataclasses.replace(table, frame=frame)


def fill(database: Path, count: int) -> None:
    """The first release, and one with so many sites."""
    store = Store(f"sqlite:///{database}")
    ensure_first_release(store)
    store.publish(Draft({"sites": many_sites(count)}, "benchmark"), store.head())


def deck_bytes(count: int, unit: str | None) -> int:
    """Bytes of the WebGL map as pydeck writes it."""
    words, base = words_in("zh"), geography()
    units = compare_units(first_dataset.tables()["unit_progress"].frame)
    sites = with_unknown_filled(many_sites(count).frame)
    left = sites[sites["unit"] == unit] if unit else sites
    found = map_layout(MapContent(units, sites, left, (), unit), Encoding(), base, words, dark=False, width=None)
    deck = units_map(found, MapContext(base, found.view, words, False), unit, None)
    return len(deck.to_json().encode())


async def block(server: Server, visitor: Visitor, count: int) -> tuple[float, float]:
    """CPU milliseconds and kilobytes a rerun, over `count` reruns one after the other."""
    began, sent = server.cpu_seconds(), 0
    for _ in range(count):
        sent += (await visitor.rerun()).bytes
        await asyncio.sleep(PAUSE)
    return 1000 * (server.cpu_seconds() - began) / count, sent / count / 1000


async def measure(servers: dict[int, Server], query: str, count: int) -> dict[int, tuple[float, float, float]]:
    """By size: kilobytes of the first run, CPU and kilobytes of the median block."""
    blocks: dict[int, list[tuple[float, float]]] = {size: [] for size in servers}
    async with AsyncExitStack() as open_until_here:
        visitors, first = {}, {}
        for size, server in servers.items():
            visitors[size] = await open_until_here.enter_async_context(visit(server.port, "map", query))
            first[size] = visitors[size].first.bytes / 1000
        for size, server in servers.items():
            await block(server, visitors[size], WARM_UP)
        for _ in range(BLOCKS):
            for size, server in servers.items():
                blocks[size].append(await block(server, visitors[size], max(1, count // BLOCKS)))
    return {
        size: (first[size], statistics.median(cpu for cpu, _ in found), statistics.median(sent for _, sent in found))
        for size, found in blocks.items()
    }


def line(name: str, cells: Sequence[str]) -> str:
    """One row of what is printed."""
    return f"{name:26}" + "".join(f"{cell:>17}" for cell in cells)


def main() -> int:
    """Fills a store for each size, starts a server on each, measures both views, reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reruns", type=int, default=20, help="of each view and size; %(default)s unless told")
    count: int = parser.parse_args().reruns
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        servers = {}
        for size in SIZES:
            database = Path(folder) / f"{size}-sites.db"
            fill(database, size)
            servers[size] = running.enter_context(our_app(Path(folder), database))
        print(line("sites", [f"{size:,}" for size in SIZES]))
        for name, query in PAGES.items():
            found = asyncio.run(measure(servers, query, count))
            base = found[SIZES[0]][1]
            unit = UNIT if "unit=" in query else None
            print(line(f"{name}: CPU ms", [f"{cpu:.1f} ({cpu / base:.2f}×)" for _, cpu, _ in found.values()]))
            print(line(f"{name}: rerun kB", [f"{sent:.1f}" for *_, sent in found.values()]))
            print(line(f"{name}: first kB", [f"{first:.1f}" for first, *_ in found.values()]))
            print(line(f"{name}: deck kB", [f"{deck_bytes(size, unit) / 1000:.1f}" for size in SIZES]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
