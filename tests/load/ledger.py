"""What a check of a large ledger costs beside a bare read of the same file, and what other visitors feel of it.

    python -m tests.load.ledger [--rows 100000] [--turns 3] [--without-visitors]

Writes a ledger of twelve columns in the form of the sites' table and prints the time of a bare calamine read, of
`open_book` and of the whole check against a store, each as a ratio to the bare read: that says more than the seconds
do. The three take turns, and the ratio is the median turn's, so that whatever else the machine does hits all alike.
Then the memory of the largest child, and the p95 of reruns of ten browsing sessions, with and without checks of the
ledger under way in the same server. Exit 1 when an aim is missed; a page that fails ends the run.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import python_calamine
import xlsxwriter

from renovation import schema
from renovation.places import UNITS
from renovation.publishing import check, ensure_first_release
from renovation.reading.files import limits
from renovation.reading.judging import read_book
from renovation.reading.template import HEADING_ROW
from renovation.reading.workbook import open_book
from renovation.releases.store import Source, Store

AIM: Final = 4.0
"""Times a bare read of the same file."""
COLUMNS: Final = 12
WORKS: Final = ("拆除重建", "立面整治", "设备更新", "腾笼换鸟")
LEADERS: Final = ("政府", "企业")
POLL: Final = 0.01


def write_ledger(path: Path, rows: int) -> None:
    """The sites' table with `rows` sites and all its columns but the remark, in constant memory."""
    chance = random.Random(0)
    table = schema.TABLES["sites"]
    units = [unit.name for unit in UNITS]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(table.sheet)
        sheet.write_row(0, 0, [table.title.zh])
        sheet.write_row(1, 0, ["截至", "2013-10-15"])
        sheet.write_row(HEADING_ROW, 0, [column.heading_with_unit for column in table.columns[:COLUMNS]])
        for row in range(rows):
            sheet.write_row(HEADING_ROW + 1 + row, 0, _site(row, units, chance))


def _site(row: int, units: list[str], chance: random.Random) -> tuple[str | float, ...]:
    return (
        f"第{row + 1}号地块",
        chance.choice(units),
        chance.choice(WORKS),
        chance.choice([word.zh for word in schema.MODES.values()]),
        chance.choice([word.zh for word in schema.LEADERS.values()]),
        chance.choice([word.zh for word in schema.STAGES.values()]),
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
        if b"renovation.reading.files.child" not in Path(f"/proc/{child}/cmdline").read_bytes():
            return []
        lines = Path(f"/proc/{child}/status").read_text().splitlines()
    except OSError:
        return []
    fields = (line.split() for line in lines if line.startswith(("VmHWM", "VmPeak")))
    return [(name.rstrip(":"), int(size) * 1024) for name, size, _ in fields]
