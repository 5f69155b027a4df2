"""Runs a PostgreSQL server of the tests' own; Debian's package `postgresql` must be installed, its service need not run."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil
import sqlalchemy as sa

from renovation.publishing.publish import ensure_first_release
from renovation.releases.schema import METADATA
from renovation.releases.store import Store

_FAST: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For tests that never lose the machine's power."""
_TABLES: Final = [table.name for table in METADATA.sorted_tables]
_OWNER: Final = "postgres"
"""The user of Debian's package. The server refuses to run as root."""


def programs() -> Path | None:
    """The folder of the newest server's programs; None where there is none."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


@dataclass
class Server:
    """A server that listens on a socket in `folder`, and on no port."""

    folder: Path
    is_durable: bool = False
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def start(self) -> None:
        """Starts it and waits until it answers."""
        settings = ("listen_addresses=", f"unix_socket_directories={self.folder}", *(() if self.is_durable else _FAST))
        options = " ".join(f"-c {setting}" for setting in settings)
        _run("pg_ctl", "-D", self.folder / "data", "-o", options, "-l", self.folder / "log", "-w", "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stops it; `mode` is one of pg_ctl's."""
        _run("pg_ctl", "-D", self.folder / "data", "-m", mode, "-w", "stop")

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """During the block, none of its processes runs: connections are neither answered nor refused."""
        first = psutil.Process(int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0]))
        stopped = [first, *first.children(recursive=True)]
        for process in stopped:
            process.suspend()
        try:
            yield
        finally:
            for process in stopped:
                with suppress(psutil.NoSuchProcess):
                    process.resume()

    def new_database(self) -> str:
        """Returns the URL of an empty place: a schema of its own, which is made a hundred times faster than a database."""
        url, name = f"postgresql://{_OWNER}@/{_OWNER}?host={self.folder}", f"test{next(self._numbers)}"
        with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
            connection.exec_driver_sql(f"create schema {name}")
        return f"{url}&options=-csearch_path%3D{name}"


class FirstRelease:
    """A database that holds the first release; `restored` gives it back as it was, which is faster than a new one."""

    def __init__(self, server: Server) -> None:
        self.url = server.new_database()
        ensure_first_release(Store(self.url))
        self._execute("create schema saved", *(f"create table saved.{name} as table {name}" for name in _TABLES))

    def restored(self) -> str:
        """Returns its URL after undoing what a test has changed."""
        self._execute(f"truncate {', '.join(_TABLES)}", *(f"insert into {name} table saved.{name}" for name in _TABLES))
        return self.url

    def _execute(self, *statements: str) -> None:
        with sa.create_engine(self.url, poolclass=sa.NullPool).begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)


@contextmanager
def running_server(is_durable: bool = False) -> Iterator[Server]:
    """A new server, which is deleted at the end. With `is_durable` it writes as a server in an office does."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _OWNER)
    _run("initdb", "-D", folder / "data", "-U", _OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    server = Server(folder, is_durable)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _run(program: str, *arguments: str | Path) -> None:
    folder = programs()
    assert folder
    user = _OWNER if os.geteuid() == 0 else None
    # the server keeps what it inherits open: a pipe would never end
    subprocess.run(
        [folder / program, *arguments],
        user=user,
        group=user,
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
