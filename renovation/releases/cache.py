"""Answers kept in memory, the longest unused dropped first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

Answer = TypeVar("Answer")


@dataclass
class _Place:
    """Where one answer stands, once it is made."""

    lock: Lock = field(default_factory=Lock)
    made: bool = False
    answer: Any = None


class Cache:
    """What was worked out once, by a key that holds everything it depends on; shared by all visitors of a process.

    A look-up takes a microsecond; `st.cache_resource`, which hashes its arguments anew each time, takes a hundred.
    """

    def __init__(self, entries: int) -> None:
        """Keeps at most `entries` answers."""
        self._entries = entries
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer under a key, made where it is missing: once, however many ask for it at the same moment.

        Raises what `make` raises; then nothing is kept, and the next to ask tries again.
        """
        place = self._place(key)
        if not place.made:
            with place.lock:
                if not place.made:
                    place.answer = make()
                    place.made = True
        found: Answer = place.answer
        return found

    def _place(self, key: Hashable) -> _Place:
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._entries:
                self._places.popitem(last=False)
            return place
