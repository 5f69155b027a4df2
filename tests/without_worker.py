"""Does what a worker process of the reader does in this process: for the files that the tests write themselves.

A process for the scan and one for the reading cost ten times as much as the reading. `tests/reading/files`, the command
line's tests and the clerk's way in the browser start real ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from renovation.reading.files import worker
from renovation.reading.files.kinds import Kind
from renovation.reading.files.sandbox import Task, Worker
from renovation.reading.files.unreadable import UnreadableWorkbook


class NoWorker(Worker):
    """A worker whose answer is made here, and read as that of a process is."""

    def __init__(self, task: Task, kind: Kind, path: Path, *_limits: int) -> None:
        self._answer = worker._TASKS[task](kind, str(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: Any) -> None: ...

    def stop(self) -> None: ...

    def _lines(self) -> Iterator[bytes]:
        try:
            yield from (line.encode() for line in self._answer)
        except UnreadableWorkbook as refusal:
            yield json.dumps({"refused": refusal.code, "details": dict(refusal.details)}).encode()
        except Exception:  # noqa: BLE001 — ends a process without an answer
            return

    def _breakdown(self) -> UnreadableWorkbook:
        return UnreadableWorkbook("damaged")
