"""Remembers some releases, which the pages show while the database does not respond."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from renovation.comparisons.results import Results
from renovation.releases.store import Release

RECENT: Final = 4
"""The number of releases that are remembered besides the newest; each takes about 200 kB."""


@dataclass(frozen=True)
class Remembered:
    """A release with its results, kept in memory for times when the database does not respond.

    `newest` is the number of the release that was the newest when the database last responded.
    """

    release: Release
    results: Results
    newest: int


@dataclass
class Fallback:
    """The releases that pages show while the database does not respond.

    These are the newest release, and the RECENT other releases that visitors opened last, all from one database. They
    stay in memory as long as the process lives, even if the cache drops them.
    """

    _url: str = ""
    _newest: int = 0
    _opened: OrderedDict[int, tuple[Release, Results]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def remember(self, url: str, release: Release, results: Results, newest: int) -> None:
        """Keeps an opened release in memory.

        `url` is the URL of its database, `newest` the number of the newest release. Drops the releases of another
        database, and the releases that were opened earliest if there are more than RECENT besides the newest.
        """
        with self._lock:
            if url != self._url:
                self._opened.clear()
            self._url, self._newest = url, newest
            self._opened[release.release] = (release, results)
            self._opened.move_to_end(release.release)
            recent = [number for number in self._opened if number != newest]
            for number in recent[:-RECENT]:
                del self._opened[number]

    def find(self, url: str, wanted: int | None) -> Remembered | None:
        """Returns the release with the number `wanted` if it is in memory, otherwise the newest release.

        If the newest release is not in memory either, returns the release with the highest number. Returns None if no
        release of the database at `url` is in memory.
        """
        with self._lock:
            if url != self._url or not self._opened:
                return None
            latest = self._newest if self._newest in self._opened else max(self._opened)
            release, results = self._opened[wanted if wanted is not None and wanted in self._opened else latest]
            return Remembered(release, results, self._newest)
