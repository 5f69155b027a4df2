"""Limits how many pages run at the same time; the other pages wait in the order in which they were requested.

Each Streamlit session runs its page in a thread, and all threads share one interpreter. Without a queue, a hundred tabs
opened at once would all be slow, and the health check too. With the queue, the first tabs are drawn at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, local
from typing import Final

MOST_RUNS: Final = 2
"""The number of pages that run at the same time. Measured with 100 tabs opened within a second (tests/load/burst.py):
without a limit, all tabs waited 8 s and the health check up to 3.5 s. With a limit of four the health check waited 2.0
s, with two 0.8 s, with one 0.3 s; but with one, a page that waits for the disk would delay all others."""
LOOK_SECONDS: Final = 1.0
SWITCH_SECONDS: Final = 0.0005
"""The time after which Python lets another thread run; Python's default is 5 ms. The thread that answers all requests
gives up the interpreter whenever it sends, and then waits this long behind each running page. Measured with 300 tabs
opened within a second: the health check took up to 1.3 s instead of 2.3 s, the last tab 12 s instead of 21 s."""


class RunQueue:
    """Limits how many pages run at once, like a semaphore, but callers get their turns in the order of their calls.

    A page that waits can leave the queue before its turn.
    """

    def __init__(self, most: int = MOST_RUNS) -> None:
        """Creates a queue in which at most `most` runs have a turn at the same time."""
        self._free = most
        self._lock = Lock()
        self._waiting: deque[Event] = deque()
        self._holds = local()

    @property
    def waiting(self) -> int:
        """The number of page runs that wait for their turn."""
        return len(self._waiting)

    @contextmanager
    def turn(self, still_wanted: Callable[[], object] = lambda: None) -> Iterator[None]:
        """Waits until the calling page may run, and counts it as running during the `with` block.

        While the page waits, `still_wanted` is called every LOOK_SECONDS; if it raises an exception, the waiting ends
        with this exception.
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
        """Lets another page run during the `with` block, because the calling page only waits for another process.

        After the block, the calling page goes on without queuing, because others may be waiting for its result.
        Therefore one run more than the limit is possible for a short time. A run that is not limited, such as that of a
        fragment, is not affected.
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
        """Removes a page that no longer wants its turn from the queue; `ticket` stands for this page.

        If the page was given its turn at the same moment, the next page gets this turn.
        """
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
