"""Runs the dashboard under a steady load and prints what went wrong: `python -m tests.load.soak [--minutes N]`.

Several processes stand behind the printed nginx configuration, without its TLS, on one database. Visitors open a
release, check its figures, think, and change the measure; followers hold a meeting's events while a presenter moves it;
releases are published, workbooks uploaded, and one process after the other is killed. Each release has a figure of its
own, so that a page with the figures of another release is noticed.

With `--database postgresql`, the database is also stopped for ten seconds after a third of the time, and hangs for ten
seconds after two thirds; what visitors met then is printed apart. `--tabs N` only opens so many tabs at once.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Final
from urllib.request import urlopen

import httpx2
from websockets.exceptions import WebSocketException

from renovation.meeting import session
from renovation.meeting.agenda import Agenda
from renovation.publishing.publish import ensure_first_release
from renovation.releases.database import Conflict, StoreError
from renovation.releases.store import Draft, Store
from renovation.settings import database_url
from tests import first_dataset
from tests.load.burst import burst
from tests.load.followers import CODES, Follower
from tests.load.memory import heap
from tests.load.servers import REPOSITORY, Server
from tests.load.uploads import send
from tests.load.visitor import PageFailed, visit
from tests.operations.proxies import free_port, running_proxy
from tests.postgresql import Server as Database
from tests.postgresql import running_server

THINK_SECONDS: Final = 10.0
START_SECONDS: Final = 120
WARM_SECONDS: Final = 60
DISTURBED_SECONDS: Final = 10
RECOVERY_SECONDS: Final = 20
"""What visitors meet so long after the database is back still counts as met because of it."""
GONE: Final = (OSError, EOFError, TimeoutError, WebSocketException, httpx2.HTTPError)
"""What a visitor meets when the process that answers is killed."""


class Process:
    """One process of the dashboard, which can be killed and started again on its port."""

    def __init__(self, folder: Path, database: str) -> None:
        self.port, self._folder = free_port(), folder
        self._environment = {
            **os.environ,
            database_url.variable: database,
            "STREAMLIT_SERVER_COOKIE_SECRET": "the same in every process",
        }
        self.start()

    def start(self) -> None:
        """Starts it and waits until it answers."""
        options = {"port": self.port, "address": "127.0.0.1", "headless": "true"}
        command = ["run", "app.py", *(f"--server.{name}={value}" for name, value in options.items())]
        with (self._folder / f"{self.port}.log").open("ab") as log:
            whole = [sys.executable, "-m", "streamlit", *command]
            self.running = subprocess.Popen(whole, cwd=REPOSITORY, env=self._environment, stdout=log, stderr=log)
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            with suppress(OSError), urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return
            time.sleep(0.2)
        raise TimeoutError("the process does not answer")

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.running.send_signal(signal.SIGKILL)
        self.running.wait()

    def print_heap(self, moment: str) -> None:
        print(f"  heap of the process on port {self.port} {moment}: {heap(self.running.pid):.0f} MB", flush=True)


class Soak:
    """The load, and what it met."""

    def __init__(self, port: int, store: Store, processes: list[Process], database: Database | None) -> None:
        self.port, self.store, self.processes, self.database = port, store, processes, database
        self.met, self.seconds = Counter[str](), list[float]()
        self._during = ""
        self.acknowledged = [1]
        self.begun, self.key = session.start(store, 1, Agenda(), "overview")
        self.crowd: list[Follower] = []

    def meet(self, what: str) -> None:
        """Counts what somebody met, apart while the database is disturbed."""
        self.met[f"{what}{self._during}"] += 1

    async def visitor(self, number: int) -> None:
        """Opens releases and changes the measure, with a pause before each step."""
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, THINK_SECONDS))
        while True:
            try:
                await self._visit(chance, f"visitor={number:032x}")
                self.meet("visits")
            except PageFailed as failure:
                self.meet(f"pages with a message instead: {_shortened(failure)}")
            except GONE:
                self.meet("visits cut off")
            await asyncio.sleep(chance.expovariate(1 / THINK_SECONDS))

    async def _visit(self, chance: random.Random, cookie: str) -> None:
        release = chance.choice(self.acknowledged)
        query = f"release={release}&measure=area_renovated"
        async with visit(self.port, "units", query, cookie=cookie) as tab:
            self._check(release, tab.first.figures)
            self.seconds.append(tab.first.seconds)
            await asyncio.sleep(chance.expovariate(1 / THINK_SECONDS))
            measure = tab.choice("measure")
            changed = await tab.choose(measure, chance.choice(measure.options))
            self.seconds.append(changed.seconds)

    def _check(self, release: int, figures: tuple[str, ...]) -> None:
        if not any(re.search(rf"\b{re.escape(str(area(release)))}\b", figure) for figure in figures):
            self.meet("wrong answers")

    async def follower(self, number: int) -> None:
        """Follows the meeting, and connects again when the stream ends."""
        follower = Follower()
        self.crowd.append(follower)
        while True:
            with suppress(*GONE):
                await follower.follow(self.port, self.begun.id, cookie=f"visitor={number:032x}")
            self.meet("streams ended")
            await asyncio.sleep(random.uniform(1, 4))

    async def presenter(self) -> None:
        """Moves the meeting every ten seconds."""
        headers = {"Cookie": f"meeting_{self.begun.id}={self.key}"}
        async with httpx2.AsyncClient(timeout=30) as client:
            for turn in range(10**6):
                url = f"http://127.0.0.1:{self.port}/meeting/{self.begun.id}/move"
                with suppress(*GONE):
                    moved = await client.post(url, json={"screen": CODES[turn % 2]}, headers=headers)
                    self.meet(f"moves answered with {moved.status_code}")
                await asyncio.sleep(10)

    async def publisher(self, every: float) -> None:
        """Publishes a release with a figure of its own."""
        while True:
            await asyncio.sleep(every)
            try:
                self.acknowledged.append(await asyncio.to_thread(self._publish))
            except Conflict:
                self.meet("releases overtaken")
            except StoreError:
                self.meet("releases refused")

    def _publish(self) -> int:
        newest = self.store.head() or 0
        units = first_dataset.with_unit_value("织里镇", "area_renovated", area(newest + 1))
        return self.store.publish(Draft({"unit_progress": units}, "soak"), newest).release

    async def uploader(self, every: float) -> None:
        """Uploads a workbook for checking."""
        for number in range(10**6):
            await asyncio.sleep(every)
            try:
                await send(Server(self.processes[0].running, self.port), 1, number)
                self.meet("uploads")
            except PageFailed as failure:
                self.meet(f"uploads refused by the page: {_shortened(failure)}")
            except GONE as error:
                self.meet(f"uploads cut off: {type(error).__name__} {str(error)[:70]}")

    async def killer(self, every: float) -> None:
        """Kills one process after the other, and starts it again."""
        for turn in range(10**6):
            await asyncio.sleep(every)
            process = self.processes[turn % len(self.processes)]
            process.print_heap("before it is killed")
            process.kill()
            self.meet("kills")
            await asyncio.sleep(2)
            await asyncio.to_thread(process.start)
            await asyncio.sleep(min(WARM_SECONDS, every / 2))
            process.print_heap("after it was started again")

    async def disturber(self, minutes: float) -> None:
        """Stops the database in the meeting, later lets it hang, ten seconds each; does nothing with SQLite."""
        if self.database is None:
            return
        for name, disturbed in (("was stopped", _stopped), ("hung", _hanging)):
            await asyncio.sleep(minutes * 60 / 3)
            self._during = f" while the database {name}"
            async with disturbed(self.database):
                await asyncio.sleep(DISTURBED_SECONDS)
            await asyncio.sleep(RECOVERY_SECONDS)
            self._during = ""


@asynccontextmanager
async def _stopped(database: Database) -> AsyncIterator[None]:
    await asyncio.to_thread(database.stop, "fast")
    yield
    await asyncio.to_thread(database.start)


@asynccontextmanager
async def _hanging(database: Database) -> AsyncIterator[None]:
    with database.hanging():
        yield


def _shortened(failure: PageFailed) -> str:
    """The beginning of a message, the same for every release."""
    return re.sub(r"\d+", "N", str(failure))[:70]


def area(release: int) -> float:
    """The area of one unit in a release, which no other release has: release 1 has that of the first workbook."""
    return 91.3 if release == 1 else 700 + release / 10


async def run(soak: Soak, given: argparse.Namespace) -> None:
    """Puts the load on for the given time; stops early if a part of the load itself fails."""
    parts = [
        *(soak.visitor(number) for number in range(given.visitors)),
        *(soak.follower(10_000 + number) for number in range(given.followers)),
        soak.presenter(),
        soak.publisher(given.release_every),
        soak.uploader(given.upload_every),
        soak.killer(given.kill_every),
        soak.disturber(given.minutes),
    ]
    tasks = [asyncio.create_task(part) for part in parts]
    done, _rest = await asyncio.wait(tasks, timeout=given.minutes * 60, return_when=asyncio.FIRST_EXCEPTION)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


def report(soak: Soak) -> bool:
    """Prints what was met; returns whether no answer was wrong, no release lost and every follower up to date.

    A page may fail only while the database was disturbed.
    """
    stored = {release.release for release in soak.store.releases()}
    lost = [number for number in soak.acknowledged if number not in stored]
    meeting = session.find(soak.store, soak.begun.id)
    assert meeting is not None
    behind = sum(not one.told or max(one.told) < meeting.version - 1 for one in soak.crowd)
    for name, count in sorted(soak.met.items()):
        print(f"  {count:6} {name}")
    print(f"  {len(soak.acknowledged):6} releases published, {len(lost)} lost")
    print(f"  {len(soak.crowd):6} followers, {behind} behind the meeting by more than its last move")
    quarter = len(soak.seconds) // 4
    for name, steps in (
        ("all", soak.seconds),
        ("the first quarter of", soak.seconds[:quarter]),
        ("the last quarter of", soak.seconds[-quarter:]),
    ):
        if steps:
            print(f"  {name} pages and changes: {len(steps)}, p95 {_p95(steps):.2f} s, longest {max(steps):.2f} s")
    faults = [
        name for name in soak.met if "wrong answers" in name or ("with a message" in name and "while" not in name)
    ]
    return not (faults or lost or behind)


def _p95(steps: list[float]) -> float:
    return sorted(steps)[int(len(steps) * 0.95)]


def open_tabs(port: int, process: Process, tabs: int) -> None:
    """Opens tabs within a second and prints how long they waited."""
    opened = asyncio.run(burst(Server(process.running, port), tabs))
    waits, health = sorted(opened.waits), max(opened.health)
    middle = waits[len(waits) // 2]
    print(
        f"  {tabs} tabs: half after {middle:.1f} s, last {waits[-1]:.1f} s, lost {opened.lost}, health {health:.2f} s"
    )


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[tuple[str, Database | None]]:
    """The URL of an empty database, and its server, None for SQLite."""
    with running_server(is_durable=True) if kind == "postgresql" else nullcontext() as server:
        yield (server.new_database() if server else f"sqlite:///{folder / 'soak.db'}"), server


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    numbers = {"minutes": 30, "visitors": 100, "followers": 500, "processes": 2, "tabs": 0}
    seconds = {"release-every": 60, "upload-every": 20, "kill-every": 300}
    for name, usual in {**numbers, **seconds}.items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    return parser.parse_args()


def main() -> int:
    """Runs the soak and reports; exit code 1 if anything was wrong or lost."""
    given = _given()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        url, database = stack.enter_context(_database(given.database, folder))
        store = Store(url)
        ensure_first_release(store)
        processes = []
        for _ in range(given.processes):
            processes.append(Process(folder, store.url))
            stack.callback(lambda process=processes[-1]: process.kill())
        upstreams = [f"127.0.0.1:{process.port}" for process in processes]
        proxy = stack.enter_context(running_proxy("nginx", folder, "", upstreams, encrypted=False))
        if given.tabs:
            open_tabs(proxy.port, processes[0], given.tabs)
            return 0
        soak = Soak(proxy.port, store, processes, database)
        for process in processes:
            process.print_heap("at the start")
        asyncio.run(run(soak, given))
        for process in processes:
            process.print_heap("at the end")
        return 0 if report(soak) else 1


if __name__ == "__main__":
    sys.exit(main())
