"""A check, or a file with its problems marked, in a process of its own where the file is large.

Judging 100,000 rows keeps an interpreter busy for seconds, and all visitors' pages are drawn by one interpreter. The
process is ours from end to end, the file is opened by children of its own as ever, so its answer is believed.
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
"""Bytes from which on a file is checked apart; a week's tables are a tenth of it. Starting a process takes a second."""
LARGE_CELLS: Final = 100_000
"""A file of some hundred bytes may hold millions of them; a week's tables have a few thousand."""
_SECONDS: Final = 120
_MEMORY: Final = 2 << 30
"""Six times what a ledger of 100,000 rows needs."""
_AT_ONCE: Final = threading.BoundedSemaphore(2)
"""Checks apart that run at the same time; further ones wait."""
_BEHIND_VISITORS: Final = 5
_ROOT: Final = Path(__file__).parents[2]
_LOG: Final = logging.getLogger(__name__)
Answer = TypeVar("Answer")
Task = Literal["check", "paint"]


def check_without_blocking(store: Store, source: Source, as_of: dt.date | None, answers: AnswersById) -> Checked:
    """As `publishing.check`, without keeping the pages of other visitors waiting.

    Raises UnreadableWorkbook and StoreError.
    """
    checked = _here(source, lambda: check(store, source, as_of, answers, LARGE_CELLS))
    if checked is None:
        checked = replace(_apart("check", store.url, source, as_of, dict(answers)), source=source)
    return checked


def annotate_without_blocking(source: Source, problems: tuple[Problem, ...], words: Words) -> bytes:
    """As `reading.painted.painted`, without keeping the pages of other visitors waiting. Raises UnreadableWorkbook."""
    made = _here(source, lambda: annotated_workbook(open_book(source.content, LARGE_CELLS), problems, words))
    return _apart("paint", source.content, problems, words.language) if made is None else made


def _here(source: Source, work: Callable[[], Answer]) -> Answer | None:
    """What the work gives in this process; None where the file is too large for that."""
    if len(source.content) >= LARGE:
        return None
    try:
        return work()
    except UnreadableWorkbook as error:
        if error.code == "too_large":
            return None
        raise


def _apart(task: Task, *request: object) -> Any:
    """Raises UnreadableWorkbook, also for a task that takes too long or breaks down, and StoreError."""
    with _AT_ONCE:
        return _answered(pickle.dumps((task, request)))


def _answered(request: bytes) -> Any:
    command = [sys.executable, "-m", "renovation.publishing.worker"]
    try:
        done = subprocess.run(command, cwd=_ROOT, input=request, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 — our own interpreter and module
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        _LOG.exception("A check apart broke down: %s", (error.stderr or b"").decode(errors="replace")[-2000:])
        raise UnreadableWorkbook("too_heavy") from error
    except OSError as error:
        raise UnreadableWorkbook("no_start") from error
    answer = pickle.loads(done.stdout)  # noqa: S301 — our own process wrote it
    if isinstance(answer, tuple):
        raise _refusal(*answer)
    return answer


def _refusal(kind: str, said: str, details: Mapping[str, str]) -> UnreadableWorkbook | StoreError:
    return UnreadableWorkbook(said, **details) if kind == "unreadable" else StoreUnavailable(said)


def main() -> None:
    """Answers one request on standard output; a breakdown is told on standard error."""
    os.nice(_BEHIND_VISITORS)
    gc.disable()  # millions of cells that all live to the end: looking through them again and again costs a quarter
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    task, request = pickle.load(sys.stdin.buffer)  # noqa: S301 — the dashboard wrote it
    answer: Checked | bytes | tuple[str, str, dict[str, str]]
    try:
        answer = _check(*request) if task == "check" else _paint(*request)
    except UnreadableWorkbook as error:
        answer = ("unreadable", error.code, dict(error.details))
    except StoreError as error:
        answer = ("store", str(error), {})
    pickle.dump(answer, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


def _check(url: str, source: Source, as_of: dt.date | None, answers: AnswersById) -> Checked:
    """Without the file, which who asked has."""
    return replace(check(Store(url), source, as_of, answers), source=Source(source.name, b""))


def _paint(content: bytes, problems: tuple[Problem, ...], language: str) -> bytes:
    return annotated_workbook(open_book(content), problems, words_in(language))


if __name__ == "__main__":
    main()
