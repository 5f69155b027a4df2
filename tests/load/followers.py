"""What followers of a meeting cost.

Holds followers on one server's event streams and moves the meeting. They run in this process, on the same machine:
their own work is part of the time until the last one is told.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from renovation.meeting import session
from renovation.meeting.agenda import Agenda
from renovation.releases.store import Store
from tests.load.servers import Server, our_app

AT_ONCE: Final = 100
"""Followers that connect at the same moment."""
FIRST_VERSION: Final = 1
CODES: Final = ("units", "counties")


@dataclass(frozen=True)
class Cost:
    """Medians of one number of followers: CPU of the server a move, and seconds until the first and last were told."""

    followers: int
    cpu: float
    first: float
    last: float
    memory: int


class Follower:
    """One open event stream; `told` holds the moment at which each version came."""

    def __init__(self) -> None:
        self.told: dict[int, float] = {}

    async def follow(self, port: int, meeting: str, cookie: str = "") -> None:
        """Reads the stream until it is cancelled."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /meeting/{meeting}/events HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())
        try:
            while line := await reader.readline():
                if line.startswith(b"id: "):
                    self.told[int(line[4:])] = time.perf_counter()
        finally:
            writer.close()


async def measure(server: Server, meeting: str, key: str, followers: int, moves: int) -> Cost:
    """Connects the followers, moves the meeting, and waits after each move until all were told."""
    crowd = [Follower() for _ in range(followers)]
    tasks = []
    for place in range(0, followers, AT_ONCE):
        some = crowd[place : place + AT_ONCE]
        tasks += [asyncio.create_task(one.follow(server.port, meeting)) for one in some]
        await _until(partial(_told, some, FIRST_VERSION))
    costs = []
    for turn in range(moves):
        cpu, began = server.cpu_seconds(), time.perf_counter()
        version = await asyncio.to_thread(_move, server.port, meeting, key, CODES[turn % 2])
        await _until(partial(_told, crowd, version))
        moments = [one.told[version] - began for one in crowd]
        await asyncio.sleep(0.3)
        costs.append((server.cpu_seconds() - cpu, min(moments), max(moments)))
    memory = _memory(server.process.pid)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    cpu, first, last = (statistics.median(column) for column in zip(*costs, strict=True))
    return Cost(followers, cpu, first, last, memory)


def _told(crowd: Sequence[Follower], version: int) -> bool:
    return all(one.told and max(one.told) >= version for one in crowd)


async def _until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 60
    while not holds():
        if time.monotonic() > give_up:
            raise TimeoutError("not every follower was told")
        await asyncio.sleep(0.005)


def _move(port: int, meeting: str, key: str, code: str) -> int:
    """Moves the meeting as the presenter's browser does, and gives its version."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Content-Type": "application/json", "Cookie": f"meeting_{meeting}={key}"}
    connection.request("POST", f"/meeting/{meeting}/move", json.dumps({"screen": code}), headers)
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    if answer.status != 200:
        raise RuntimeError(told)
    return int(told["version"])


def _memory(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def costs_of(folder: Path, crowds: Sequence[int], moves: int) -> list[Cost]:
    """Starts a server with a meeting, and measures each number of followers on it."""
    database = folder / "meeting.db"
    with our_app(folder, database) as server:
        begun, key = session.start(Store(f"sqlite:///{database}"), 1, Agenda(), "overview")
        return [asyncio.run(measure(server, begun.id, key, followers, moves)) for followers in crowds]
