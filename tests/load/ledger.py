"""What a check of a large ledger costs beside a bare read of the same file, and what other visitors feel of it.

    python -m tests.load.ledger [--rows 100000] [--turns 3] [--seconds 20]

Writes a ledger of twelve columns in the form of the sites' table and prints the time of a bare calamine read, of
`open_book`, of the whole check against a store, and of the check in a process of its own, as the page has it done,
each as a ratio to the bare read: that says more than the seconds do. They take turns, and the ratio is the median
turn's, so that whatever else the machine does hits all alike.
Then the memory of the largest child, and the p95 of reruns of ten browsing sessions, each for some seconds, with and
without checks of the ledger under way in the same server. Exit 1 when an aim is missed; a page that fails ends the run.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Final

import python_calamine
import xlsxwriter

from renovation.domain.places import UNITS
from renovation.domain.tables import TABLES
from renovation.domain.vocabulary import LEADERS, MODES, STAGES
from renovation.publishing.publish import ensure_first_release
from renovation.publishing.uploads import check, check_upload
from renovation.reading.files.workbook import open_book
from renovation.reading.template import HEADING_ROW
from renovation.releases.cache import Cache
from renovation.releases.store import Source, Store
from tests.load.servers import checking_app
from tests.load.visitor import Visitor, visit

AIM: Final = 4.0
"""Times a bare read of the same file."""
LARGEST_CHILD: Final = 1 << 30
SESSIONS: Final = 10
PAUSE: Final = 1.0
"""Seconds that a visitor looks at a page, on average."""
LEFT_OUT: Final = ("datum", "remark")
COLUMNS: Final = 12
WORKS: Final = ("拆除重建", "立面整治", "设备更新", "腾笼换鸟")
POLL: Final = 0.01


def write_ledger(path: Path, rows: int) -> None:
    """The sites' table with `rows` sites and all its columns but the datum and the remark, in constant memory."""
    chance = random.Random(0)
    table = TABLES["sites"]
    units = [unit.name for unit in UNITS]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(table.sheet)
        sheet.write_row(0, 0, [table.title.zh])
        sheet.write_row(1, 0, ["截至", "2013-10-15"])
        sheet.write_row(
            HEADING_ROW,
            0,
            [column.heading_with_measurement_unit for column in table.columns if column.name not in LEFT_OUT],
        )
        for row in range(rows):
            sheet.write_row(HEADING_ROW + 1 + row, 0, _site(row, units, chance))


def _site(row: int, units: list[str], chance: random.Random) -> tuple[str | float, ...]:
    return (
        f"第{row + 1}号地块",
        chance.choice(units),
        chance.choice(WORKS),
        chance.choice([word.zh for word in MODES.values()]),
        chance.choice([word.zh for word in LEADERS.values()]),
        chance.choice([word.zh for word in STAGES.values()]),
        round(chance.uniform(0.01, 9), 2),
        chance.randrange(1, 200),
        chance.randrange(1, 40),
        round(chance.uniform(119.9, 120.4), 5),
        round(chance.uniform(30.6, 30.95), 5),
        round(chance.uniform(0.1, 3), 1),
    )


def bare_read(path: Path) -> int:
    """What nobody can do without: calamine in this process, unjudged."""
    return len(python_calamine.load_workbook(path).get_sheet_by_index(0).to_python())


def seconds(task: Callable[[], object]) -> float:
    """The time that a task takes."""
    began = time.perf_counter()
    task()
    return time.perf_counter() - began


@contextmanager
def peaks() -> Iterator[dict[str, int]]:
    """The largest VmHWM and VmPeak of any child of this process while the block runs, in bytes."""
    largest = {"VmHWM": 0, "VmPeak": 0}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(POLL):
            for child in _children():
                for name, size in _memory(child):
                    largest[name] = max(largest.get(name, 0), size)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield largest
    finally:
        over.set()
        watcher.join()


def _children() -> list[str]:
    found = [task.read_text().split() for task in Path("/proc/self/task").glob("*/children")]
    return [child for children in found for child in children]


def _memory(child: str) -> list[tuple[str, int]]:
    """Only once the child has become another program than this one."""
    try:
        if b"renovation.reading.files.worker" not in Path(f"/proc/{child}/cmdline").read_bytes():
            return []
        lines = Path(f"/proc/{child}/status").read_text().splitlines()
    except OSError:
        return []
    fields = (line.split() for line in lines if line.startswith(("VmHWM", "VmPeak")))
    return [(name.rstrip(":"), int(size) * 1024) for name, size, _ in fields]


def compare(path: Path, folder: Path, turns: int) -> list[list[float]]:
    """The seconds of bare read, opening, check, and check as the page does it, turn by turn."""
    store = Store(f"sqlite:///{folder / 'ledger.db'}")
    ensure_first_release(store)
    content = path.read_bytes()
    tasks = (
        lambda: bare_read(path),
        lambda: open_book(content),
        lambda: check(store, Source(path.name, content)),
        lambda: check_upload(store, Source(path.name, content), None, {}, Cache(0)),
    )
    return [[seconds(task) for task in tasks] for _ in range(turns)]


def ratios(measured: Sequence[Sequence[float]]) -> list[float]:
    """How many times the bare read's time, in the median turn."""
    return [statistics.median(turn[place] / turn[0] for turn in measured) for place in range(len(measured[0]))]


async def browse(port: int, period: float) -> list[float]:
    """The seconds of every rerun of ten visitors who look at the units page."""
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(visit(port, "units")) for _ in range(SESSIONS)]
        until = time.monotonic() + period
        felt = await asyncio.gather(*(_reruns(visitor, until, random.Random(n)) for n, visitor in enumerate(visitors)))
    return [one for session in felt for one in session]


async def _reruns(visitor: Visitor, until: float, chance: random.Random) -> list[float]:
    felt = []
    while time.monotonic() < until:
        await asyncio.sleep(chance.uniform(0, 2 * PAUSE))
        felt.append((await visitor.rerun()).seconds)
    return felt


def p95(felt: Sequence[float]) -> float:
    """Milliseconds within which 95 reruns of 100 are answered."""
    return 1000 * statistics.quantiles(felt, n=100)[94]


def disturbed(path: Path, folder: Path, period: float) -> tuple[float, float, int]:
    """The visitors' p95 in milliseconds without and with checks under way, and how many checks were done."""
    flag = folder / "check"
    with checking_app(folder, path, flag) as server:
        asyncio.run(browse(server.port, period / 4))
        alone = p95(asyncio.run(browse(server.port, period)))
        flag.touch()
        together = p95(asyncio.run(browse(server.port, period)))
    return alone, together, len(flag.read_text())


def main() -> int:
    """Writes the ledger, measures, reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="of the ledger; %(default)s unless told")
    parser.add_argument("--turns", type=int, default=3, help="of read, opening and check; %(default)s unless told")
    parser.add_argument("--seconds", type=float, default=20, help="of browsing, each time; %(default)s unless told")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "ledger.xlsx"
        write_ledger(path, told.rows)
        print(f"{told.rows} rows of {COLUMNS} columns, {path.stat().st_size / 1e6:.1f} MB")
        with peaks() as largest:
            measured = compare(path, folder, told.turns)
        times = ratios(measured)
        for place, task in enumerate(("bare read", "open_book", "check", "check apart")):
            print(f"{task:12}{statistics.median(turn[place] for turn in measured):8.2f} s{times[place]:8.1f} times")
        print(f"largest child: {largest['VmHWM'] / 1e6:.0f} MB used, {largest['VmPeak'] / 1e6:.0f} MB asked for")
        alone, together, checks = disturbed(path, folder, told.seconds)
        print(f"p95 of {SESSIONS} sessions' reruns: {alone:.0f} ms; with {checks} checks under way {together:.0f} ms")
    missed = times[2] > AIM or largest["VmPeak"] > LARGEST_CHILD
    print(f"At most {AIM:g} times the bare read, and 1 GB: {'missed' if missed else 'reached'} ({times[2]:.1f}).")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
