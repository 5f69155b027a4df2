"""Checks a workbook or marks its problems: a small file in this process, a large one in a worker process.

Checking 100,000 rows keeps an interpreter busy for seconds, and one interpreter draws all visitors' pages. The worker
runs only our own code, and it too opens the file in a sandbox, so that its result can be unpickled.
"""

from __future__ import annotations

import datetime as dt
import gc
import logging
import os
import pickle
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from renovation.language import Words, words_in
from renovation.publishing.publish import Checked, check
from renovation.reading.annotated import annotated_workbook
from renovation.reading.files.workbook import UnreadableWorkbook, open_book
from renovation.reading.problems import Problem
from renovation.reading.questions import AnswersById
from renovation.releases.database import StoreError, StoreUnavailable
from renovation.releases.store import Source, Store

LARGE: Final = 256 * 1024
"""Bytes from which a worker is used; a week's tables have a tenth of that. Starting a worker takes a second."""
LARGE_CELLS: Final = 100_000
"""More cells than this go to a worker: some hundred bytes may hold millions; a week's tables have a few thousand."""
_SECONDS: Final = 120
_MEMORY: Final = 2 << 30
"""Six times what a ledger of 100,000 rows needs."""
_WORKERS: Final = threading.BoundedSemaphore(2)
"""Workers that run at the same time; further requests wait."""
_NICENESS: Final = 5
"""Visitors' pages come first."""
_ROOT: Final = Path(__file__).parents[2]
_LOG: Final = logging.getLogger(__name__)
Result = TypeVar("Result")
Task = Literal["check", "annotate"]


def check_without_blocking(store: Store, source: Source, as_of: dt.date | None, answers: AnswersById) -> Checked:
    """Does what `publish.check` does, and lets other visitors' pages go on meanwhile.

    Raises UnreadableWorkbook and StoreError.
    """
    checked = _in_this_process(source, lambda: check(store, source, as_of, answers, LARGE_CELLS))
    if checked is None:
        checked = replace(_in_worker("check", store.url, source, as_of, dict(answers)), source=source)
    return checked


def annotate_without_blocking(source: Source, problems: tuple[Problem, ...], words: Words) -> bytes:
    """Does what `annotated_workbook` does without keeping other visitors waiting. Raises UnreadableWorkbook."""
    annotated = _in_this_process(
        source, lambda: annotated_workbook(open_book(source.content, LARGE_CELLS), problems, words)
    )
    return _in_worker("annotate", source.content, problems, words.language) if annotated is None else annotated


def _in_this_process(source: Source, work: Callable[[], Result]) -> Result | None:
    """Returns the work's result, or None when the file is too large for this process."""
    if len(source.content) >= LARGE:
        return None
    try:
        return work()
    except UnreadableWorkbook as error:
        if error.code == "too_large":
            return None
        raise


def _in_worker(task: Task, *request: object) -> Any:
    """Returns a worker's result.

    Raises UnreadableWorkbook, also when the worker takes too long or breaks down, and StoreError.
    """
    with _WORKERS:
        return _ask_worker(pickle.dumps((task, request)))


def _ask_worker(request: bytes) -> Any:
    command = [sys.executable, "-m", "renovation.publishing.worker"]
    try:
        done = subprocess.run(command, cwd=_ROOT, input=request, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 — our own interpreter and module
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        _LOG.exception("A worker broke down: %s", (error.stderr or b"").decode(errors="replace")[-2000:])
        raise UnreadableWorkbook("too_heavy") from error
    except OSError as error:
        raise UnreadableWorkbook("no_start") from error
    result = pickle.loads(done.stdout)  # noqa: S301 — our own process wrote it
    if isinstance(result, tuple):
        raise _refusal(*result)
    return result


def _refusal(kind: str, text: str, details: Mapping[str, str]) -> UnreadableWorkbook | StoreError:
    """Returns the error that a worker answered with; `text` is the code or the message."""
    return UnreadableWorkbook(text, **details) if kind == "unreadable" else StoreUnavailable(text)


def main() -> None:
    """Runs in the worker: reads one request from standard input and writes the result to standard output."""
    os.nice(_NICENESS)
    gc.disable()  # millions of cells that all live to the end: looking through them again and again costs a quarter
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    task, request = pickle.load(sys.stdin.buffer)  # noqa: S301 — the dashboard wrote it
    result: Checked | bytes | tuple[str, str, dict[str, str]]
    try:
        result = _run_check(*request) if task == "check" else _run_annotate(*request)
    except UnreadableWorkbook as error:
        result = ("unreadable", error.code, dict(error.details))
    except StoreError as error:
        result = ("store", str(error), {})
    pickle.dump(result, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


def _run_check(url: str, source: Source, as_of: dt.date | None, answers: AnswersById) -> Checked:
    """Checks the file and leaves it out of the result: whoever asked has it."""
    return replace(check(Store(url), source, as_of, answers), source=Source(source.name, b""))


def _run_annotate(content: bytes, problems: tuple[Problem, ...], language: str) -> bytes:
    return annotated_workbook(open_book(content), problems, words_in(language))


if __name__ == "__main__":
    main()
