"""Visitors who select a measure, look at the charts for some seconds, and select the next one: how long each waits."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle
from typing import Any, Final

import httpx2

from renovation.domain.measures import RANKED_MEASURES
from tests.load.reruns import changes
from tests.load.servers import Server
from tests.load.visitor import visit

THOUGHT: Final = 10.0
"""Seconds of thought between two selections, on average; they are spread evenly from none to twice as many."""
Select = Callable[[], Awaitable[object]]


async def waits(ours: Server, dash: Server | None, visitors: int, seconds: float) -> list[list[float]]:
    """Returns the seconds that visitors of our units page waited for each answer; then those of the page in Dash.

    Both pages are visited at the same time, each by as many: what else the machine does hits both alike.
    """
    pages = [_our_visitor(ours)] if dash is None else [_our_visitor(ours), _dash_visitor(dash)]
    async with AsyncExitStack() as stack:
        selects = [[await stack.enter_async_context(visitor()) for _ in range(visitors)] for visitor in pages]
        end = time.monotonic() + seconds
        found = [asyncio.gather(*(_think_and_select(select, end) for select in some)) for some in selects]
        return [[wait for one in await some for wait in one] for some in found]


async def _think_and_select(select: Select, end: float) -> list[float]:
    waited = []
    while (thought := random.uniform(0, 2 * THOUGHT)) < end - time.monotonic():
        await asyncio.sleep(thought)
        began = time.perf_counter()
        await select()
        waited.append(time.perf_counter() - began)
    return waited


def _our_visitor(server: Server) -> Callable[[], Any]:
    @asynccontextmanager
    async def visitor() -> AsyncIterator[Select]:
        async with visit(server.port, "units") as tab:
            yield await changes(tab)

    return visitor


def _dash_visitor(server: Server) -> Callable[[], Any]:
    address = f"http://127.0.0.1:{server.port}/_dash-"

    @asynccontextmanager
    async def visitor() -> AsyncIterator[Select]:
        async with httpx2.AsyncClient(timeout=60) as client:
            (callback,) = (await client.get(f"{address}dependencies")).json()
            measures = cycle(RANKED_MEASURES)

            async def select() -> None:
                answer = await client.post(f"{address}update-component", json=_dash_request(callback, next(measures)))
                answer.raise_for_status()

            await select()
            yield select

    return visitor


def _dash_request(callback: dict[str, Any], measure: str) -> dict[str, Any]:
    """Returns what Dash's front end sends when a measure is selected."""
    values = {"units": [], "measure": measure, "order": "highest"}
    outputs = [name.rpartition(".") for name in callback["output"].strip(".").split("...")]
    return {
        "output": callback["output"],
        "outputs": [{"id": name, "property": kind} for name, _dot, kind in outputs],
        "inputs": [{**one, "value": values[one["id"]]} for one in callback["inputs"]],
        "changedPropIds": ["measure.value"],
    }
