"""Runs a function on a large file in a separate process.

Checking 100,000 rows keeps a Python interpreter busy for seconds, and one interpreter draws the pages of all visitors.
The worker runs only our own code, and opens the file in a sandbox, so it is safe to unpickle its result.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from renovation.reading.files.unreadable import UnreadableWorkbook
from renovation.releases.database import StoreError, StoreUnavailable

_CPU_SECONDS: Final = 120
_SECONDS: Final = 300
"""Elapsed time, for a worker that waits: longer than _CPU_SECONDS, because a busy machine runs other work meanwhile."""
_MEMORY: Final = 2 << 30
"""The memory limit of a worker in bytes: six times as much as a ledger of 100,000 rows needs."""
_WORKERS: Final = threading.BoundedSemaphore(2)
"""Two workers run at the same time; further requests wait."""
_NICENESS: Final = 5
"""The lower priority of a worker, so that the pages of visitors come first."""
_ROOT: Final = Path(__file__).parents[2]
_LOG: Final = logging.getLogger(__name__)
Result = TypeVar("Result")


def run_in_worker(function: Callable[..., Result], *arguments: object) -> Result:
    """Returns `function(*arguments)`, computed in a worker process; all of it must be picklable.

    Raises UnreadableWorkbook, also when the worker takes too long or breaks down, and StoreError.
    """
    with _WORKERS:
        refusal, result = _ask_worker(pickle.dumps((function, arguments)))
    if refusal is not None:
        raise _error_of(*refusal)
    answer: Result = result
    return answer


def _ask_worker(request: bytes) -> Any:
    command = [sys.executable, "-m", "renovation.publishing.worker"]
    try:
        done = subprocess.run(command, cwd=_ROOT, input=request, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 — our own interpreter and module
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        _LOG.exception("A worker broke down: %s", (error.stderr or b"").decode(errors="replace")[-2000:])
        raise UnreadableWorkbook("too_heavy") from error
    except OSError as error:
        raise UnreadableWorkbook("no_start") from error
    return pickle.loads(done.stdout)  # noqa: S301 — our own process wrote it


def _error_of(kind: str, text: str, details: Mapping[str, str]) -> UnreadableWorkbook | StoreError:
    """Returns the error that a worker answered with; `text` is the code or the message."""
    return UnreadableWorkbook(text, **details) if kind == "unreadable" else StoreUnavailable(text)


def main() -> None:
    """Runs in the worker: reads a request from standard input, writes the error and the result to standard output.

    One of the two is None.
    """
    os.nice(_NICENESS)
    gc.disable()  # millions of cells that all live to the end: looking through them again and again costs a quarter
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    refusal, result = None, None
    try:
        function, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 — the dashboard wrote it
        result = function(*arguments)
    except UnreadableWorkbook as error:
        refusal = ("unreadable", error.code, dict(error.details))
    except StoreError as error:
        refusal = ("store", str(error), {})
    pickle.dump((refusal, result), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
