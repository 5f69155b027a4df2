"""A check, in a process of its own where the file is large: `python -m renovation.checking`.

Judging 100,000 rows keeps an interpreter busy for seconds, and all visitors' pages are drawn by one interpreter. The
process is ours from end to end, the file is opened by children of its own as ever, so its answer is believed.
"""

from __future__ import annotations

import datetime as dt
import gc
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from renovation.publishing import Checked, check
from renovation.reading.workbook import UnreadableWorkbook
from renovation.releases.database import StoreError, StoreUnavailable
from renovation.releases.store import Source, Store

LARGE: Final = 256 * 1024
"""Bytes from which on a file is checked apart; a week's tables are a tenth of it. Starting a process takes a second."""
_SECONDS: Final = 120
_AT_ONCE: Final = threading.BoundedSemaphore(2)
"""Checks apart that run at the same time; further ones wait."""
_BEHIND_VISITORS: Final = 5
_ROOT: Final = Path(__file__).parents[1]
_LOG: Final = logging.getLogger(__name__)


def check_for_page(store: Store, source: Source, as_of: dt.date | None, meant: Mapping[str, str]) -> Checked:
    """As `publishing.check`, without keeping the pages of other visitors waiting.

    Raises UnreadableWorkbook and StoreError.
    """
    if len(source.content) < LARGE:
        return check(store, source, as_of, meant)
    with _AT_ONCE:
        return _apart(pickle.dumps((store.url, source, as_of, dict(meant))), source)


def _apart(request: bytes, source: Source) -> Checked:
    """Raises UnreadableWorkbook, also for a check that takes too long or breaks down, and StoreError."""
    command = [sys.executable, "-m", "renovation.checking"]
    try:
        done = subprocess.run(command, cwd=_ROOT, input=request, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 — our own interpreter and module
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        _LOG.exception("A check apart broke down: %s", (error.stderr or b"").decode(errors="replace")[-2000:])
        raise UnreadableWorkbook("too_heavy") from error
    except OSError as error:
        raise UnreadableWorkbook("no_start") from error
    answer = pickle.loads(done.stdout)  # noqa: S301 — our own process wrote it
    if isinstance(answer, Checked):
        return replace(answer, source=source)
    raise _refusal(*answer)


def _refusal(kind: str, said: str, details: Mapping[str, str]) -> UnreadableWorkbook | StoreError:
    return UnreadableWorkbook(said, **details) if kind == "unreadable" else StoreUnavailable(said)


def main() -> None:
    """Answers one request on standard output; a breakdown is told on standard error."""
    os.nice(_BEHIND_VISITORS)
    gc.disable()  # millions of cells that all live to the end: looking through them again and again costs a quarter
    url, source, as_of, meant = pickle.load(sys.stdin.buffer)  # noqa: S301 — the dashboard wrote it
    answer: Checked | tuple[str, str, dict[str, str]]
    try:
        answer = replace(check(Store(url), source, as_of, meant), source=Source(source.name, b""))
    except UnreadableWorkbook as error:
        answer = ("unreadable", error.code, dict(error.details))
    except StoreError as error:
        answer = ("store", str(error), {})
    pickle.dump(answer, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
