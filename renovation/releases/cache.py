"""A cache for values computed from releases and uploads; its size in bytes is limited."""

from __future__ import annotations

import logging
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, NamedTuple, TypeVar

from renovation.releases.sizes import size_of

Value = TypeVar("Value")
Key = tuple[str, Hashable]
_LOG: Final = logging.getLogger("renovation")


class Usage(NamedTuple):
    """Statistics about the cached values of one kind, such as all opened releases; `/metrics` shows them.

    `entries` is the number of values that are cached now, `bytes` their estimated size. `hits` and `misses` count the
    look-ups since the process started.
    """

    entries: int
    bytes: int
    hits: int
    misses: int


class _Entry(NamedTuple):
    value: Any
    bytes: int


@dataclass
class _Making:
    """A value that is being computed; `threads` is the number of threads that compute it or wait for it."""

    lock: Lock = field(default_factory=Lock)
    threads: int = 0


class Cache:
    """Caches values by kind and key; all threads and visitors of a process share them.

    When the estimated size of all values exceeds the limit, the least recently used values are dropped. Callers must
    not change a value that they get. A look-up takes about a microsecond; in `st.cache_resource` it would take a
    hundred, because `st.cache_resource` hashes its arguments each time.
    """

    def __init__(self, limit: int) -> None:
        """Creates an empty cache for at most `limit` bytes, as `size_of` estimates them."""
        self._limit = limit
        self._bytes = 0
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._makings: dict[Key, _Making] = {}
        self._hits: defaultdict[str, int] = defaultdict(int)
        self._misses: defaultdict[str, int] = defaultdict(int)
        self._lock = Lock()

    def get(self, kind: str, key: Hashable, make: Callable[[], Value]) -> Value:
        """Returns the cached value for `kind` and `key`; if there is no such value, calls `make` and caches its result.

        `kind` is the name under which `usage` counts the value. `key` must contain everything that the value depends
        on. If several threads ask for the same missing value, one thread calls `make` and the others wait. An exception
        in `make` is raised to the caller; then nothing is cached, and the next thread calls `make` again.
        """
        whole = (kind, key)
        with self._lock:
            entry = self._find(whole)
            if entry is None:
                making = self._makings.setdefault(whole, _Making())
                making.threads += 1
        found: Value = self._made(whole, making, make) if entry is None else entry.value
        return found

    def usage(self) -> dict[str, Usage]:
        """Returns the statistics about each kind of cached value; the keys are the kinds.

        A kind whose values were all dropped is still listed, with its hits and misses.
        """
        with self._lock:
            bytes_of: defaultdict[str, list[int]] = defaultdict(list)
            for (kind, _), entry in self._entries.items():
                bytes_of[kind].append(entry.bytes)
            return {
                kind: Usage(len(bytes_of[kind]), sum(bytes_of[kind]), self._hits[kind], self._misses[kind])
                for kind in sorted({*self._hits, *self._misses})
            }

    def _find(self, whole: Key) -> _Entry | None:
        """Returns the cached entry with the key `whole` and marks it as the most recently used; None if there is none.

        `whole` is the pair (kind, key). The caller must hold the lock.
        """
        entry = self._entries.get(whole)
        if entry is not None:
            self._entries.move_to_end(whole)
            self._hits[whole[0]] += 1
        return entry

    def _made(self, whole: Key, making: _Making, make: Callable[[], Any]) -> Any:
        """Returns the value with the key `whole`: the cached value if another thread has just computed it, or `make()`.

        `whole` is the pair (kind, key). A value that `make` has computed is cached. `making` counts the threads that
        wait for it.
        """
        try:
            with making.lock:
                with self._lock:
                    entry = self._find(whole)
                if entry is None:
                    value = make()
                    entry = _Entry(value, size_of(whole) + size_of(value))
                    self._add(whole, entry)
                return entry.value
        finally:
            with self._lock:
                making.threads -= 1
                if not making.threads:
                    del self._makings[whole]

    def _add(self, whole: Key, entry: _Entry) -> None:
        """Caches `entry` under the key `whole`, and drops the least recently used entries until it fits.

        An entry that alone exceeds the limit is not cached.
        """
        with self._lock:
            self._misses[whole[0]] += 1
            if entry.bytes > self._limit:
                _LOG.warning("A value of kind %s is too large to be cached: %d bytes.", whole[0], entry.bytes)
                return
            self._entries[whole] = entry
            self._bytes += entry.bytes
            while self._bytes > self._limit:
                (kind, _), dropped = self._entries.popitem(last=False)
                self._bytes -= dropped.bytes
                _LOG.debug("The cache drops %d bytes of kind %s.", dropped.bytes, kind)
