"""A fault that repeats is written once a minute, and everything carries its time."""

from __future__ import annotations

import logging

from renovation.web.log import FORMAT, MOST_FAULTS, SILENCE_SECONDS, Repeats


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def record(message: str, *args: object, level: int = logging.ERROR, error: BaseException | None = None):
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("renovation", level, "data.py", 1, message, args, info)


def raised(text: str) -> OSError:
    try:
        raise OSError(text)
    except OSError as error:
        return error


def test_a_fault_is_written_once_and_counted_afterwards() -> None:
    clock = Clock()
    repeats = Repeats(clock)
    written = [repeats.filter(record("The store does not answer.", error=raised(str(n)))) for n in range(1000)]
    assert written == [True] + [False] * 999
    clock.now = SILENCE_SECONDS
    later = record("The store does not answer.", error=raised("again"))
    assert repeats.filter(later)
    assert later.getMessage() == "The store does not answer. (repeated 999 times since)"


def test_other_faults_and_plain_information_are_always_written() -> None:
    repeats = Repeats(Clock())
    assert repeats.filter(record("Release %s is damaged.", 3))
    assert repeats.filter(record("A page failed."))
    assert [repeats.filter(record("Ready.", level=logging.INFO)) for _ in range(2)] == [True, True]


def test_what_is_remembered_is_bounded() -> None:
    repeats = Repeats(Clock())
    for number in range(MOST_FAULTS * 3):
        repeats.filter(record(f"fault {number}"))
    assert len(repeats._seen) == MOST_FAULTS


def test_a_line_has_time_level_and_logger() -> None:
    line = logging.Formatter(FORMAT).format(record("A page failed."))
    assert line.endswith("ERROR renovation: A page failed.")
    assert line[:2] == "20"
