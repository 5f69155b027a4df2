"""Limits on the memory and the CPU time of a worker process.

On Linux the system enforces them. Windows has no such limits, and macOS does not enforce the one on memory; there the
parent process checks the worker every LOOK_SECONDS and ends it if it exceeds a limit. Between two checks such a worker
can use more memory; it can also open any number of files, and write files.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from renovation.settings import WATCHED, process_limits

if TYPE_CHECKING:
    import subprocess

LOOK_SECONDS: Final = 0.02
_BEHIND_VISITORS: Final = 5
_ENDED_ON_WINDOWS: Final = frozenset({3, 0xC0000005, 0xC0000017, 0xC0000409, 0xC00000FD})
"""Statuses after abort(), an access violation, no memory, a failed check of the stack, and a full stack."""


@dataclass(frozen=True)
class ProcessLimits:
    """The limits of a worker process: its memory in bytes and its CPU time in seconds.

    `kind` says which memory Linux limits: the address space ("AS") or the data ("DATA"). `open_files` is the number of
    files that the process may have open; None means the limit of the operating system. `writes_files` says whether the
    process may write files.
    """

    memory: int
    cpu_seconds: int
    kind: Literal["AS", "DATA"] = "AS"
    open_files: int | None = None
    writes_files: bool = True


def are_watched() -> bool:
    """Returns whether the parent process must enforce the limits, because a setting says so or the system cannot."""
    return process_limits() == WATCHED or sys.platform != "linux"


def worker_environment() -> dict[str, str]:
    """Returns the environment variables that a worker process needs; the keys are their names.

    Without SYSTEMROOT, Python does not start on Windows.
    """
    needed = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {**needed, process_limits.variable: WATCHED} if are_watched() else needed


def limit_this_process(limits: ProcessLimits) -> None:
    """Applies `limits` permanently to the calling process, and lowers its priority, so that visitors' pages come first.

    If the parent process enforces the limits (see `are_watched`), only the priority changes.
    """
    _lower_priority()
    if are_watched():
        return
    import resource  # missing on Windows

    most = {f"RLIMIT_{limits.kind}": limits.memory, "RLIMIT_CPU": limits.cpu_seconds, "RLIMIT_CORE": 0}
    if limits.open_files is not None:
        most["RLIMIT_NOFILE"] = limits.open_files
    if not limits.writes_files:
        most["RLIMIT_FSIZE"] = 0
    for name, value in most.items():
        resource.setrlimit(getattr(resource, name), (value, value))


def _lower_priority() -> None:
    if hasattr(os, "nice"):
        os.nice(_BEHIND_VISITORS)
        return
    import psutil

    psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)


def broke_a_limit(status: int) -> bool:
    """Returns whether a worker's exit status means that the system ended the worker or that it ran out of memory."""
    return status < 0 or (sys.platform == "win32" and status in _ENDED_ON_WINDOWS)


class Watch:
    """Ends a worker that exceeds its limits during a `with` block; does nothing if the system enforces the limits.

    `has_ended` is True if the worker was ended for this reason.
    """

    def __init__(self, process: subprocess.Popen[bytes], limits: ProcessLimits) -> None:
        self._process, self._limits = process, limits
        self.has_ended = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_until_over, daemon=True)

    def __enter__(self) -> Self:
        if are_watched():
            self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look_until_over(self) -> None:
        import psutil

        with suppress(psutil.Error):  # the worker is over
            worker = psutil.Process(self._process.pid)
            while not self._over.wait(LOOK_SECONDS):
                if _memory(worker) > self._limits.memory or _cpu_seconds(worker) > self._limits.cpu_seconds:
                    self.has_ended = True
                    for process in (*worker.children(recursive=True), worker):
                        process.kill()
                    return


def _memory(process: Any) -> int:
    """Returns the memory of a process in bytes; on Windows this includes memory that is reserved but not yet used."""
    held = process.memory_info()
    return int(getattr(held, "private", held.rss))


def _cpu_seconds(process: Any) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
