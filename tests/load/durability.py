"""Kills publishers in mid-publish, and lets many publish at once: `python -m tests.load.durability`.

A child publishes release after release and sends each number once the store has acknowledged it. Afterwards, every
acknowledged release must be in the store, whole, in one line of parents, and numbered without gaps.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime as dt
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

from renovation.publishing.publish import ensure_first_release
from renovation.releases.database import Conflict, StoreError
from renovation.releases.store import Draft, Source, Store
from tests import first_dataset, forked
from tests.postgresql import running_server

KILLS: Final = 200
PUBLISHERS: Final = 8
RELEASES_EACH: Final = 25
LONGEST_LIFE_SECONDS: Final = 0.2
"""A child is killed within this time after its first release: in every phase of the next ones, on a busy machine too."""
KINDS: Final = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Report:
    """What a trial left in the store.

    `acknowledged` releases were told to a publisher, `stored` ones are there; `lost` were told and are not there.
    `gaps` counts missing numbers, `damaged` the releases that cannot be loaded. `is_linear` is whether each release's
    parent is the one before.
    """

    acknowledged: int
    stored: int
    lost: int
    gaps: int
    damaged: int
    is_linear: bool

    @property
    def is_sound(self) -> bool:
        return self.is_linear and not (self.lost or self.gaps or self.damaged)


def kill_publishers(url: str, kills: int = KILLS, seed: int = 2013) -> Report:
    """Kills a publishing child `kills` times, each after a random moment of publishing."""
    moments = random.Random(seed)
    ensure_first_release(Store(url))
    acknowledged: set[int] = set()
    for _ in range(kills):
        child, numbers = _publisher(url, 10**6)
        acknowledged.add(numbers.recv())
        time.sleep(moments.uniform(0, LONGEST_LIFE_SECONDS))
        child.kill()
        child.join()
        acknowledged |= _received(numbers)
    return _report(url, acknowledged)


def run_publishers(url: str, publishers: int = PUBLISHERS, releases_each: int = RELEASES_EACH) -> Report:
    """Lets many children publish at once, each trying again when somebody was faster."""
    ensure_first_release(Store(url))
    acknowledged: set[int] = set()
    children = [_publisher(url, releases_each) for _ in range(publishers)]
    for child, numbers in children:
        child.join()
        acknowledged |= _received(numbers)
    report = _report(url, acknowledged)
    return dataclasses.replace(report, lost=report.lost + publishers * releases_each - len(acknowledged))


def publish_repeatedly(url: str, count: int, acknowledged: Connection) -> None:
    """The child: publishes `count` releases and sends each number once it is acknowledged."""
    store = Store(url)
    for turn in range(count):
        while True:
            head = store.head()
            try:
                release = store.publish(_draft(turn), head)
            except Conflict:
                continue
            acknowledged.send(release.release)
            break


def _publisher(url: str, count: int) -> tuple[ForkServerProcess, Connection]:
    receiver, sender = forked.CONTEXT.Pipe(duplex=False)
    child = forked.begin(publish_repeatedly, url, count, sender)
    sender.close()
    return child, receiver


def _received(numbers: Connection) -> set[int]:
    """What a child sent before it ended."""
    received: set[int] = set()
    with numbers, contextlib.suppress(EOFError):
        while True:
            received.add(numbers.recv())
    return received


def _draft(turn: int) -> Draft:
    units = first_dataset.tables()["unit_progress"]
    frame = units.frame.assign(projects_started=units.frame["projects_started"] + turn)
    tables = {"unit_progress": dataclasses.replace(units, frame=frame, as_of=dt.date(2013, 10, 22))}
    return Draft(tables, "publisher", source=Source("week.xlsx", random.randbytes(40_000)))


def _report(url: str, acknowledged: set[int]) -> Report:
    store = Store(url)
    history = store.releases()[::-1]
    numbers, parents = [release.release for release in history], [release.parent for release in history]
    gaps = numbers[-1] - len(numbers)
    is_linear = parents == [None, *numbers[:-1]]
    return Report(len(acknowledged), len(history), len(acknowledged - set(numbers)), gaps, _damaged(store), is_linear)


def _damaged(store: Store) -> int:
    damaged = 0
    for release in store.releases():
        try:
            whole = set(store.load(release.release)) == set(first_dataset.tables())
        except StoreError:
            whole = False
        damaged += not whole
    return damaged


@contextmanager
def databases(kind: str) -> Iterator[Iterator[str]]:
    """URLs of empty databases; a PostgreSQL server is started for them and writes as durably as in an office."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield (f"sqlite:///{Path(folder) / f'{number}.db'}" for number in range(10))
        return
    with running_server(is_durable=True) as server:
        yield (server.new_database() for _ in range(10))


def main() -> None:
    """Runs both trials on each database and prints a row for each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=KINDS, help="without it, both")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--publishers", type=int, default=PUBLISHERS)
    parser.add_argument("--each", type=int, default=RELEASES_EACH, help="releases of each publisher")
    call = parser.parse_args()
    print(
        "| database | trial | acknowledged | stored | lost | gaps | damaged | linear | seconds |\n" + "|---" * 9 + "|"
    )
    for kind in [call.database] if call.database else KINDS:
        with databases(kind) as urls:
            for trial in (f"{call.kills} kills", f"{call.publishers} × {call.each} publishers"):
                begun, url = time.monotonic(), next(urls)
                kills = trial.endswith("kills")
                report = kill_publishers(url, call.kills) if kills else run_publishers(url, call.publishers, call.each)
                cells = (report.acknowledged, report.stored, report.lost, report.gaps, report.damaged)
                linear = "yes" if report.is_linear else "no"
                print(
                    f"| {kind} | {trial} | {' | '.join(map(str, cells))} | {linear} | {time.monotonic() - begun:.0f} |"
                )


if __name__ == "__main__":
    # a child finds its function only in a module that it can import
    from tests.load import durability

    durability.main()
