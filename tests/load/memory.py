"""How much memory the dashboard holds after many releases were opened and many large files were checked."""

from __future__ import annotations

import asyncio
import gc
import io
import multiprocessing
import os
import random
import time
import zipfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from renovation.publishing.uploads import check_upload
from renovation.reading.template import write_workbook
from renovation.releases.store import Source, Store
from renovation.settings import database_url
from renovation.web import data
from tests import first_dataset
from tests.load.servers import our_app
from tests.load.visitor import visit
from tests.simulated_year import publish_year

LONGEST_SECONDS: Final = 240
"""A measurement does as many steps as fit into this time: a release takes 0.8 s of CPU, an upload 2 s."""


@dataclass(frozen=True)
class Growth:
    """Megabytes of memory before and after a number of steps, and the seconds that these took."""

    before: float
    after: float
    steps: int
    seconds: float


def resident(process: int) -> float:
    """Megabytes of a process that are in memory now."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def heap(process: int) -> float:
    """Megabytes of a process's own memory, without the files that it has mapped: Python's objects and the arrays."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Anonymous:"))


async def open_release(port: int, release: int) -> None:
    """Opens a release on two pages, as somebody who follows a link does, and leaves."""
    for page in ("", "units"):
        async with visit(port, page, f"release={release}"):
            pass


def releases_opened(folder: Path, count: int) -> Growth:
    """The server's memory with the newest of `count` releases opened, and with the others opened once each."""
    database = folder / "year.db"
    publish_year(Store(f"sqlite:///{database}"), count)
    with our_app(folder, database) as server:
        asyncio.run(open_release(server.port, count))
        before = resident(server.process.pid)
        steps, seconds = _as_many(range(1, count), lambda number: asyncio.run(open_release(server.port, number)))
        return Growth(before, resident(server.process.pid), steps, seconds)


def _as_many(numbers: Iterable[int], do: Callable[[int], object]) -> tuple[int, float]:
    """Does something with one number after the other for LONGEST_SECONDS; returns how often, and the seconds."""
    began, steps = time.monotonic(), 0
    for number in numbers:
        if time.monotonic() - began > LONGEST_SECONDS:
            break
        do(number)
        steps += 1
    return steps, time.monotonic() - began


def upload(megabytes: int, number: int) -> Source:
    """The first workbook with a picture that cannot be compressed."""
    content = io.BytesIO(write_workbook(first_dataset.tables()))
    with zipfile.ZipFile(content, "a") as package:
        package.writestr("xl/media/image1.png", random.Random(number).randbytes(megabytes * 2**20))
    return Source(f"{number}.xlsx", content.getvalue())


def uploads_checked(folder: Path, count: int, megabytes: int) -> Growth:
    """The memory of a process before and after it checks `count` uploads, each as the page does."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as pool:
        return pool.submit(_check_uploads, folder / "uploads.db", count, megabytes).result()


def _check_uploads(database: Path, count: int, megabytes: int) -> Growth:
    os.environ[database_url.variable] = f"sqlite:///{database}"
    check_upload(data.store(), upload(1, 0), None, {}, data.CACHE)
    gc.collect()
    before = resident(os.getpid())
    steps, seconds = _as_many(
        range(1, count + 1), lambda number: check_upload(data.store(), upload(megabytes, number), None, {}, data.CACHE)
    )
    gc.collect()
    return Growth(before, resident(os.getpid()), steps, seconds)
