"""Many tabs opened within one second: `python -m tests.load.burst [TABS]`.

Prints how long the first, the middle and the last tab waited for its page, how many were lost, and how long the health
check took meanwhile.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx2

from tests.load.servers import HEALTH, Server, our_app
from tests.load.visitor import PageFailed, visit

PAGES: Final = ("", "units", "map", "outlook")
WITHIN_SECONDS: Final = 1.0
LONGEST_WAIT: Final = 300.0


@dataclass(frozen=True)
class Burst:
    """What a burst of tabs met; times in seconds."""

    waits: tuple[float, ...]
    lost: int
    health: tuple[float, ...]
    cpu: float

    def line(self) -> str:
        """The measurement in one line."""
        waits = sorted(self.waits) or [float("nan")]
        return (
            f"{len(self.waits)} answered, {self.lost} lost; waited {waits[0]:.1f} to {waits[-1]:.1f} s, "
            f"median {waits[len(waits) // 2]:.1f} s; health at most {max(self.health):.2f} s; "
            f"CPU {self.cpu / max(len(self.waits), 1):.3f} s a tab"
        )


async def burst(server: Server, tabs: int) -> Burst:
    """Opens `tabs` tabs within WITHIN_SECONDS and waits until each has its page or is lost."""
    done = asyncio.Event()
    before = server.cpu_seconds()
    checking = asyncio.create_task(_check_health(server.port, done))
    waits = await asyncio.gather(*(_open(server.port, place, tabs) for place in range(tabs)))
    done.set()
    answered = tuple(wait for wait in waits if wait is not None)
    return Burst(answered, tabs - len(answered), await checking, server.cpu_seconds() - before)


async def _open(port: int, place: int, tabs: int) -> float | None:
    await asyncio.sleep(WITHIN_SECONDS * place / tabs)
    started = time.perf_counter()
    try:
        async with asyncio.timeout(LONGEST_WAIT), visit(port, PAGES[place % len(PAGES)]):
            return time.perf_counter() - started
    except (PageFailed, OSError, TimeoutError):
        return None


async def _check_health(port: int, done: asyncio.Event) -> tuple[float, ...]:
    times: list[float] = []
    async with httpx2.AsyncClient(timeout=LONGEST_WAIT) as client:
        while not done.is_set():
            started = time.perf_counter()
            await client.get(f"http://127.0.0.1:{port}{HEALTH}")
            times.append(time.perf_counter() - started)
            await asyncio.sleep(0.1)
    return tuple(times)


def main() -> None:
    """Opens one tab to warm up, then the burst."""
    tabs = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder, our_app(Path(folder)) as server:
        asyncio.run(burst(server, len(PAGES)))
        print(f"{tabs} tabs: {asyncio.run(burst(server, tabs)).line()}")


if __name__ == "__main__":
    main()
