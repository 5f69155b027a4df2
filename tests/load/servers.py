"""The servers that are measured: each a process of its own, on a free port of this machine, with a fresh database."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

from renovation.settings import database_url

REPOSITORY: Final = Path(__file__).parents[2]
START_SECONDS: Final = 60
HEALTH: Final = "/_stcore/health"
EMPTY_APP: Final = """
from pathlib import Path
import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

app = st.App(Path(__file__).parent / "shell.py",
             middleware=[Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)])
"""
EMPTY_SHELL: Final = """
import gc
from functools import cache
import streamlit as st

@st.cache_resource(show_spinner=False)
def freeze():
    gc.collect()
    gc.freeze()

freeze()
"""


@dataclass(frozen=True)
class Server:
    """A server that answers, by its process and port."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu_seconds(self) -> float:
        """CPU time of the process so far, its own and the kernel's for it.

        `/proc/<pid>/stat` says the same in steps of 10 ms, three reruns of an empty page; the process's CPU clock,
        numbered as clock_getcpuclockid(3) numbers it, says it in nanoseconds.
        """
        return time.clock_gettime(~self.process.pid << 3 | 2)


@contextmanager
def our_app(folder: Path, database: Path | None = None) -> Iterator[Server]:
    """The dashboard, on a new SQLite database in `folder`, or on one that is filled already."""
    with _streamlit(REPOSITORY, folder, database) as server:
        yield server


@contextmanager
def checking_app(folder: Path, ledger: Path, flag: Path) -> Iterator[Server]:
    """The dashboard; as long as `flag` exists, a thread of its process checks `ledger` over and over."""
    port = _free_port()
    command = ["-m", "tests.load.checking_server", str(ledger), str(flag), *_run_app(port)]
    with _serve(command, REPOSITORY, folder, port, HEALTH) as server:
        yield server


@contextmanager
def empty_page(folder: Path) -> Iterator[Server]:
    """A Streamlit page without anything, with our configuration and compression, its heap frozen like ours."""
    home = folder / "empty"
    home.mkdir()
    shutil.copytree(REPOSITORY / ".streamlit", home / ".streamlit")
    (home / "app.py").write_text(EMPTY_APP)
    (home / "shell.py").write_text(EMPTY_SHELL)
    with _streamlit(home, folder) as server:
        yield server


@contextmanager
def dash_page(folder: Path, python: Path) -> Iterator[Server]:
    """The units page rebuilt in Dash, run by a Python that has Dash."""
    port = _free_port()
    command = ["-m", "tests.load.dash_page", str(port)]
    with _serve(command, REPOSITORY, folder, port, "/", python=python) as server:
        yield server


@contextmanager
def _streamlit(home: Path, folder: Path, database: Path | None = None) -> Iterator[Server]:
    port = _free_port()
    with _serve(["-m", "streamlit", *_run_app(port)], home, folder, port, HEALTH, database) as server:
        yield server


def _run_app(port: int) -> list[str]:
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    return ["run", "app.py", *(f"--{name}={value}" for name, value in options.items())]


@contextmanager
def _serve(
    command: Sequence[str],
    home: Path,
    folder: Path,
    port: int,
    health: str,
    database: Path | None = None,
    python: Path = Path(sys.executable),
) -> Iterator[Server]:
    """Runs `python <command>` in `home` until the block ends; its words go to a file in `folder`."""
    said = folder / f"server-{port}.log"
    environment = {**os.environ, database_url.variable: f"sqlite:///{database or folder / f'{port}.db'}"}
    with said.open("wb") as log:
        process = subprocess.Popen([python, *command], cwd=home, env=environment, stdout=log, stderr=log)
    try:
        _wait_until_healthy(process, f"http://127.0.0.1:{port}{health}", said)
        yield Server(process, port)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_healthy(process: subprocess.Popen[bytes], url: str, said: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urlopen(url, timeout=1):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer; the server said:\n{said.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
