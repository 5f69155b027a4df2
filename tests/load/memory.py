"""How much memory the dashboard holds after many releases were opened and many large files were checked.

    python -m tests.load.memory [--releases 59] [--uploads 20] [--megabytes 20]

Opens each release once on a server, the overview and the units page, and checks each upload (the first workbook with a
picture of so many megabytes) in a process of its own, as the page does. Prints the resident memory before and after.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import io
import multiprocessing
import os
import random
import sys
import tempfile
import zipfile
from pathlib import Path

from renovation.publishing.uploads import check_upload
from renovation.reading.template import write_workbook
from renovation.releases.store import Source, Store
from renovation.settings import DATABASE_VARIABLE
from renovation.web import data
from tests import first_dataset
from tests.load.servers import our_app
from tests.load.visitor import visit
from tests.simulated_year import publish_year


def resident(process: int) -> float:
    """Megabytes of a process that are in memory now."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def open_release(port: int, release: int) -> None:
    """Opens a release on two pages, as somebody who follows a link does, and leaves."""
    for page in ("", "units"):
        async with visit(port, page, f"release={release}"):
            pass


def releases_opened(folder: Path, count: int) -> tuple[float, float]:
    """The server's memory with the newest release opened, and with each of `count` opened once."""
    database = folder / "year.db"
    publish_year(Store(f"sqlite:///{database}"), count)
    with our_app(folder, database) as server:
        asyncio.run(open_release(server.port, count))
        before = resident(server.process.pid)
        for release in range(1, count):
            asyncio.run(open_release(server.port, release))
        return before, resident(server.process.pid)


def upload(megabytes: int, number: int) -> Source:
    """The first workbook with a picture that cannot be compressed."""
    content = io.BytesIO(write_workbook(first_dataset.tables()))
    with zipfile.ZipFile(content, "a") as package:
        package.writestr("xl/media/image1.png", random.Random(number).randbytes(megabytes * 2**20))
    return Source(f"{number}.xlsx", content.getvalue())


def check_uploads(database: Path, count: int, megabytes: int) -> None:
    """Checks `count` uploads one after the other and prints the memory before and after."""
    os.environ[DATABASE_VARIABLE] = f"sqlite:///{database}"
    check_upload(data.store(), upload(1, 0), None, {}, data.CACHE)
    gc.collect()
    before = resident(os.getpid())
    for number in range(1, count + 1):
        check_upload(data.store(), upload(megabytes, number), None, {}, data.CACHE)
    gc.collect()
    print(f"{count} uploads of {megabytes} MB checked: {before:.0f} → {resident(os.getpid()):.0f} MB")
    for kind, usage in data.CACHE.usage().items():
        print(f"  {kind}: {usage.entries} entries, {usage.bytes / 1000:.0f} kB")


def main() -> int:
    """Measures both and reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--releases", type=int, default=59, help="%(default)s unless given")
    parser.add_argument("--uploads", type=int, default=20, help="%(default)s unless given")
    parser.add_argument("--megabytes", type=int, default=20, help="of each upload; %(default)s unless given")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        before, after = releases_opened(Path(name), asked.releases)
        print(f"{asked.releases} releases opened once each: {before:.0f} → {after:.0f} MB")
        request = (Path(name) / "year.db", asked.uploads, asked.megabytes)
        process = multiprocessing.get_context("spawn").Process(target=check_uploads, args=request)
        process.start()
        process.join()
    return process.exitcode or 0


if __name__ == "__main__":
    sys.exit(main())
