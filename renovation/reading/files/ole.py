"""The streams of an OLE file, each put together from its chain of sectors; a chain that bites its tail is refused.

After [MS-CFB], Compound File Binary File Format.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from renovation.reading.files.unreadable import UnreadableWorkbook

_SECTOR_SHIFTS: Final = (9, 12)
_MINI_SHIFT: Final = 6
_MINI_BELOW: Final = 4096
"""Streams shorter than this stand in the mini stream, in sectors of 64 bytes."""
_LAST_REGULAR: Final = 0xFFFFFFFA
_IN_HEADER: Final = 109
_STREAM: Final = 2
_ROOT: Final = 5


class _Entry(NamedTuple):
    kind: int
    start: int
    size: int


class Ole:
    """The directory of an OLE file and its streams by name, each read when asked for.

    Raises UnreadableWorkbook from every method: unsafe for a chain without end, damaged for one that leads nowhere.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in _SECTOR_SHIFTS or mini_shift != _MINI_SHIFT:
            raise UnreadableWorkbook("damaged")
        self._size = 1 << shift
        self._next = self._allocation()
        self._entries = dict(self._directory())
        root = next((entry for entry in self._entries.values() if entry.kind == _ROOT), None)
        if root is None:
            raise UnreadableWorkbook("damaged")
        self._mini = self._chained(root.start)
        self._mini_next = _numbers(self._chained(self._header("<I", 60)))

    def stream(self, *names: str) -> bytes | None:
        """The bytes of the first of these streams that is there."""
        entry = next((self._entries[name.lower()] for name in names if name.lower() in self._entries), None)
        if entry is None:
            return None
        if entry.size >= _MINI_BELOW:
            return self._chained(entry.start)[: entry.size]
        places = _chain(entry.start, self._mini_next)
        return b"".join(self._mini[at << _MINI_SHIFT : at + 1 << _MINI_SHIFT] for at in places)[: entry.size]

    def _header(self, form: str, offset: int) -> int:
        return int(struct.unpack_from(form, self._content, offset)[0])

    def _sector(self, number: int) -> bytes:
        """Sector 0 follows the header, which fills one; nothing for one behind the file's end."""
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _allocation(self) -> tuple[int, ...]:
        """Which sector follows each; its own sectors are named in the header and then in a chain of lists."""
        own = list(struct.unpack_from(f"<{_IN_HEADER}I", self._content, 76))
        further, seen = self._header("<I", 68), 0
        while further < _LAST_REGULAR:
            seen += 1
            if seen * self._size > len(self._content):
                raise UnreadableWorkbook("unsafe")
            *listed, further = _numbers(self._sector(further)) or (_LAST_REGULAR,)
            own += listed
        used = [number for number in own if number < _LAST_REGULAR]
        if len(set(used)) < len(used):
            raise UnreadableWorkbook("unsafe")
        return _numbers(b"".join(map(self._sector, used)))

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(start, self._next)))

    def _directory(self) -> Iterator[tuple[str, _Entry]]:
        listed = self._chained(self._header("<I", 48))
        for offset in range(0, len(listed) - 127, 128):
            length, kind = struct.unpack_from("<HB", listed, offset + 64)
            start, size = struct.unpack_from("<II", listed, offset + 116)
            if kind in (_STREAM, _ROOT):
                name = listed[offset : offset + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                yield name.lower(), _Entry(kind, start, size)


def _chain(start: int, following: tuple[int, ...]) -> Iterator[int]:
    """The sectors from `start` on; more of them than there are means that they run in a circle."""
    steps = 0
    while start < _LAST_REGULAR:
        if start >= len(following):
            raise UnreadableWorkbook("damaged")
        steps += 1
        if steps > len(following):
            raise UnreadableWorkbook("unsafe")
        yield start
        start = following[start]


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
