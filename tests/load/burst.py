"""Many tabs opened within one second: how long they wait, how many are lost, how long the health check takes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Final

import httpx2

from tests.load.servers import HEALTH, Server
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
        async with (
            asyncio.timeout(LONGEST_WAIT),
            visit(port, PAGES[place % len(PAGES)], cookie=f"visitor={place:032x}"),
        ):
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
