"""Runs a worker process that opens one file. The parent process does not trust what the worker sends.

The worker limits its own memory and CPU time before it opens the file, or the parent checks them (`process_limits`).
The parent limits the elapsed time and the size of the result.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Final, Literal, Self

from renovation.reading.files import limits
from renovation.reading.files.kinds import Kind
from renovation.reading.files.process_limits import Watch, broke_a_limit, worker_environment
from renovation.reading.files.unreadable import UnreadableWorkbook

Task = Literal["scan", "read"]

_ROOT: Final = Path(__file__).parents[3]
_MODULE: Final = "renovation.reading.files.worker"
_TAGS: Final[dict[str, Callable[[Any], object]]] = {
    "moment": dt.datetime.fromisoformat,
    "day": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "seconds": lambda seconds: dt.timedelta(seconds=seconds),
}
_LOG: Final = logging.getLogger(__name__)


class Worker:
    """A worker process that scans or reads one file; it is killed at the end of the `with` block.

    `longest_answer` is the largest result that is accepted, in bytes. Raises UnreadableWorkbook if the process cannot
    be started.
    """

    def __init__(self, task: Task, kind: Kind, path: Path, longest_answer: int = limits.LARGEST_ANSWER) -> None:
        self._task = task
        self._longest_answer = longest_answer
        command = [sys.executable, "-E", "-s", "-B", "-m", _MODULE, task, kind, str(path)]
        nothing = subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(  # noqa: S603 — our own interpreter, our own module, our own path
                command, cwd=_ROOT, stdin=nothing, stdout=subprocess.PIPE, stderr=nothing, env=worker_environment()
            )
        except OSError as error:
            raise UnreadableWorkbook("no_start") from error
        self._watch = Watch(self._process, limits.READER)
        self._is_late = False
        self._alarm = threading.Timer(limits.WALL_SECONDS, self._stop_late)
        self._alarm.daemon = True
        self._alarm.start()

    def __enter__(self) -> Self:
        self._watch.__enter__()
        return self

    def __exit__(self, *_error: object) -> None:
        self._alarm.cancel()
        self._watch.__exit__()
        self.stop()
        self._process.wait()
        self._stream.close()

    def stop(self) -> None:
        """Kills the worker process at once."""
        self._process.kill()

    def _stop_late(self) -> None:
        self._is_late = True
        self.stop()

    def documents(self) -> Iterator[Any]:
        """Yields the JSON documents that the worker sends, until the end mark.

        Raises UnreadableWorkbook if the worker refuses the file, exceeds a limit, or sends a result that is too large,
        damaged or incomplete.
        """
        for line in self._lines():
            document = _decoded(line)
            if isinstance(document, dict) and "refused" in document:
                raise _refusal(document)
            if document == {"end": True}:
                return
            yield document
        raise self._breakdown()

    @property
    def _stream(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _lines(self) -> Iterator[bytes]:
        left = self._longest_answer
        while line := self._stream.readline(limits.LONGEST_LINE):
            left -= len(line)
            if left < 0 or len(line) == limits.LONGEST_LINE:
                raise UnreadableWorkbook("too_large")
            yield line

    def _breakdown(self) -> UnreadableWorkbook:
        status = self._process.wait()
        _LOG.warning("The worker that was to %s a file ended with status %s.", self._task, status)
        was_ended = self._is_late or self._watch.has_ended or broke_a_limit(status)
        return UnreadableWorkbook("too_heavy" if was_ended else "damaged")


def _decoded(line: bytes) -> object:
    try:
        return json.loads(line, parse_constant=_refuse_constant, object_hook=_untagged)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise UnreadableWorkbook("damaged") from error


def _untagged(document: dict[str, Any]) -> object:
    """Returns the date or time that a JSON object of the worker stands for; any other object unchanged."""
    if len(document) == 1:
        tag, value = next(iter(document.items()))
        if tag in _TAGS:
            return _TAGS[tag](value)
    return document


def _refuse_constant(typed: str) -> float:
    raise ValueError(typed)


def _refusal(document: dict[str, Any]) -> UnreadableWorkbook:
    """Converts the worker's reason for refusing a file to an exception, with the code `damaged` if it is malformed."""
    try:
        return UnreadableWorkbook(document["refused"], **{key: str(text) for key, text in document["details"].items()})
    except (KeyError, TypeError, ValueError, AttributeError):
        return UnreadableWorkbook("damaged")
