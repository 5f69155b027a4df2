"""Lets only a few pages run at once, in the order in which they were asked for.

A Streamlit session runs its page in a thread of its own, and all threads share one interpreter. A hundred tabs opened
at once would all crawl, and the health check with them. In a queue the first ones are answered at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, local
from typing import Final

MOST_RUNS: Final = 2
"""Measured with 100 tabs opened within a second (tests/load/burst.py): without a limit all waited 8 s and the health
check up to 3.5 s; with four turns 2.0 s, with two 0.8 s, with one 0.3 s, but one
page that waits for the disk would hold up all."""
LOOK_SECONDS: Final = 0.25


class RunQueue:
    """A semaphore that serves its callers in the order in which they came; a caller may stop waiting by raising."""

    def __init__(self, most: int = MOST_RUNS) -> None:
        """At most `most` runs hold a turn at once."""
        self._free = most
        self._lock = Lock()
        self._waiting: deque[Event] = deque()
        self._holds = local()

    @property
    def waiting(self) -> int:
        """How many runs wait for their turn."""
        return len(self._waiting)

    @contextmanager
    def turn(self, still_wanted: Callable[[], object] = lambda: None) -> Iterator[None]:
        """Waits for a turn and holds it during the block.

        While waiting, `still_wanted` is called every LOOK_SECONDS; an exception in it ends the waiting.
        """
        self._enter(still_wanted)
        self._holds.turn = True
        try:
            yield
        finally:
            self._holds.turn = False
            self._leave()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Gives the turn back during the block, for a run that waits for another process, and then takes one at once.

        It does not queue again, because others may wait for what it made during the block: until one of them leaves,
        one run more than the limit has a turn. A run without a turn, such as a fragment's, just runs the block.
        """
        if not getattr(self._holds, "turn", False):
            yield
            return
        self._leave()
        try:
            yield
        finally:
            with self._lock:
                self._free -= 1

    def _enter(self, still_wanted: Callable[[], object]) -> None:
        ticket = Event()
        with self._lock:
            if self._free > 0 and not self._waiting:
                self._free -= 1
                return
            self._waiting.append(ticket)
        try:
            while not ticket.wait(LOOK_SECONDS):
                still_wanted()
        except BaseException:
            self._abandon(ticket)
            raise

    def _abandon(self, ticket: Event) -> None:
        """Leaves the queue; a turn that was given at the same moment is passed on."""
        with self._lock:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                return
        self._leave()

    def _leave(self) -> None:
        with self._lock:
            if self._waiting and self._free >= 0:
                self._waiting.popleft().set()
            else:
                self._free += 1


RUNS: Final = RunQueue()
