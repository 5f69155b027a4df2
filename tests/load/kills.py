"""Kills publishers in mid-publish, and lets many publish at once, on SQLite: `python -m tests.load.kills`.

A child publishes release after release and says each number once the store has acknowledged it. The parent kills it
at a random moment and looks whether everything said is there, whole and in one line of parents.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import random
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

from renovation.publishing.publish import ensure_first_release
from renovation.releases.database import Conflict, StoreError
from renovation.releases.store import Draft, Source, Store
from tests import first_dataset, forked

KILLS: Final = 200
PUBLISHERS: Final = 8
RELEASES_EACH: Final = 25


@dataclass(frozen=True)
class KillReport:
    """How many were killed, how many acknowledged releases were lost, how many that are there are unsound."""

    kills: int
    acknowledged: int
    lost: int
    unsound: int


@dataclass(frozen=True)
class CrowdReport:
    """What many publishers at once left: releases, conflicts refused, one line of parents, unsound releases."""

    releases: int
    linear: bool
    unsound: int


def kill_publishers(database: Path, kills: int = KILLS, seed: int = 2013) -> KillReport:
    """Kills a publishing child `kills` times, each after a random moment of publishing."""
    url, moments = f"sqlite:///{database}", random.Random(seed)
    ensure_first_release(Store(url))
    said: set[int] = set()
    for _ in range(kills):
        child, acknowledged = _publisher(url, 10**6)
        said.add(acknowledged.recv())
        time.sleep(moments.uniform(0, 0.05))
        child.kill()
        child.join()
        with acknowledged, contextlib.suppress(EOFError):
            while True:
                said.add(acknowledged.recv())
    store = Store(url)
    there = {release.release for release in store.releases()}
    return KillReport(kills, len(said), len(said - there), _unsound(store))


def run_publishers(database: Path, publishers: int = PUBLISHERS, releases_each: int = RELEASES_EACH) -> CrowdReport:
    """Lets many children publish at once, each trying again when somebody was faster."""
    url = f"sqlite:///{database}"
    ensure_first_release(Store(url))
    for child, _ in [_publisher(url, releases_each) for _ in range(publishers)]:
        child.join()
    store = Store(url)
    history = store.releases()
    parents = [release.parent for release in reversed(history)]
    return CrowdReport(len(history), parents == [None, *range(1, len(history))], _unsound(store))


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


def _draft(turn: int) -> Draft:
    units = first_dataset.tables()["unit_progress"]
    frame = units.frame.assign(projects_started=units.frame["projects_started"] + turn)
    tables = {"unit_progress": dataclasses.replace(units, frame=frame, as_of=dt.date(2013, 10, 22))}
    return Draft(tables, "publisher", source=Source("week.xlsx", random.randbytes(40_000)))


def _unsound(store: Store) -> int:
    """How many releases of the history cannot be loaded whole."""
    unsound = 0
    for release in store.releases():
        try:
            whole = set(store.load(release.release)) == set(first_dataset.tables())
        except StoreError:
            whole = False
        unsound += not whole
    return unsound


def main() -> None:
    """Runs both trials and prints what was found."""
    with tempfile.TemporaryDirectory() as place:
        print(kill_publishers(Path(place) / "kills.db"))
        print(run_publishers(Path(place) / "crowd.db"))


if __name__ == "__main__":
    main()
