"""Runs a function on a large file in a separate process.

Checking 100,000 rows keeps a Python interpreter busy for seconds, and one interpreter draws the pages of all visitors.
The worker runs only our own code, and opens the file in a sandbox, so it is safe to unpickle its result.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from renovation.reading.files.process_limits import ProcessLimits, Watch, limit_this_process, worker_environment
from renovation.reading.files.unreadable import UnreadableWorkbook
from renovation.releases.database import StoreError, StoreUnavailable

_LIMITS: Final = ProcessLimits(memory=2 << 30, cpu_seconds=120, kind="DATA")
"""Six times as much memory as a ledger of 100,000 rows needs."""
_SECONDS: Final = 300
"""Elapsed time, for a worker that waits: longer than the CPU time, because a busy machine runs other work meanwhile."""
_WORKERS: Final = threading.BoundedSemaphore(2)
"""Two workers run at the same time; further requests wait."""
_ROOT: Final = Path(__file__).parents[2]
_LOG: Final = logging.getLogger(__name__)
Result = TypeVar("Result")


def run_in_worker(function: Callable[..., Result], *arguments: object) -> Result:
    """Returns `function(*arguments)`, computed in a worker process; function, arguments and result must be picklable.

    If `function` raises UnreadableWorkbook, this function raises it too; if `function` raises a StoreError, this
    function raises StoreUnavailable with the same message. UnreadableWorkbook is also raised if `function` raises
    another exception, or if the worker crashes, takes more than 300 seconds or too much memory, or cannot be started.
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
        return pickle.loads(_answer_of(command, request))  # noqa: S301 — our own process wrote it
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        _LOG.exception("A worker broke down: %s", (error.stderr or b"").decode(errors="replace")[-2000:])
        raise UnreadableWorkbook("too_heavy") from error
    except OSError as error:
        raise UnreadableWorkbook("no_start") from error


def _answer_of(command: list[str], request: bytes) -> bytes:
    """Returns the bytes that a worker writes to standard output.

    `command` is the command that starts the worker, `request` the bytes that it reads. Raises TimeoutExpired if the
    worker takes too long, CalledProcessError if it fails, and OSError if it cannot be started.
    """
    pipe, environment = subprocess.PIPE, {**os.environ, **worker_environment()}
    started = subprocess.Popen(command, cwd=_ROOT, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)  # noqa: S603 — our own interpreter and module
    with started as process, Watch(process, _LIMITS):
        try:
            answer, said = process.communicate(request, timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, answer, said)
    return answer


def _error_of(kind: str, text: str, details: Mapping[str, str]) -> UnreadableWorkbook | StoreError:
    """Returns the exception that a worker reports: UnreadableWorkbook if `kind` is "unreadable", else StoreUnavailable.

    `text` is the code of the UnreadableWorkbook, or the message of the StoreUnavailable; `details` are the further
    arguments of UnreadableWorkbook.
    """
    return UnreadableWorkbook(text, **details) if kind == "unreadable" else StoreUnavailable(text)


def main() -> None:
    """Runs in the worker process: reads a function and its arguments from standard input, and calls the function.

    Writes (error, result) to standard output, where either the error or the result is None.
    """
    gc.disable()  # millions of cells that all live to the end: looking through them again and again costs a quarter
    limit_this_process(_LIMITS)
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
    sys.stdout.flush()
    # Arrow's threads may still be starting: if the interpreter ended in order, it could abort, and the answer be lost
    os._exit(0)
