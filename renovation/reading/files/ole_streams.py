"""Finds the sheets in an xls file, which is an OLE container of several streams.

Excel takes the stream from the root folder. Calamine, the library that reads the cells, takes the first stream with
this name from any folder, and embedded workbooks have such a stream too.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Final

import olefile

from renovation.reading.files.unreadable import UnreadableWorkbook

_NAMES: Final = ("workbook", "book")
_OTHER_KINDS: Final = {"worddocument": "Word", "powerpoint document": "PowerPoint"}
_ENTRY: Final = 128
_STREAM: Final = 2
_LAST_SECTOR: Final = 0xFFFFFFF9


def workbook_stream(path: str) -> bytes:
    """Returns the bytes of the stream that holds the sheets of the xls file at `path`.

    Raises OSError for a damaged file. Otherwise, if the stream cannot be used, raises UnreadableWorkbook with one of
    these codes:

    - "password": the file is an encrypted xlsx file, which is an OLE file too.
    - "other_kind": the file is a document of Word or PowerPoint.
    - "unknown_kind": the file has no sheets and is of no kind that is known.
    - "not_supported": calamine, the library that reads the cells, would take another stream than Excel does.
    - "unsafe": the stream has no end, because its chain of sectors leads back to itself.
    """
    with olefile.OleFileIO(path) as file:
        streams = {name: entry for name, entry in file.root.kids_dict.items() if entry.entry_type == _STREAM}
        name = next((name for name in _NAMES if name in streams), None)
        if name is None:
            raise _other_kind(streams)
        entry = streams[name]
        file.directory_fp.seek(0)
        starts = dict(reversed(list(_entries(file.directory_fp.read()))))
        if next(starts[name] for name in _NAMES if name in starts) != entry.isectStart:
            raise UnreadableWorkbook("not_supported")
        content: bytes = file.openstream(entry.name).read()
        _refuse_loop(entry.isectStart, file.minifat if entry.size < file.minisectorcutoff else file.fat)
        return content


def _other_kind(streams: dict[str, object]) -> UnreadableWorkbook:
    if "encryptedpackage" in streams:
        return UnreadableWorkbook("password")
    other = next((kind for name, kind in _OTHER_KINDS.items() if name in streams), None)
    return UnreadableWorkbook("other_kind", kind=other) if other else UnreadableWorkbook("unknown_kind")


def _entries(directory: bytes) -> Iterator[tuple[str, int]]:
    for offset in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, offset + 64)
        if kind == _STREAM:
            name = directory[offset : offset + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            yield name.lower(), struct.unpack_from("<I", directory, offset + 116)[0]


def _refuse_loop(sector: int, following: Sequence[int]) -> None:
    """Refuses a chain of sectors that leads back to itself: calamine would read its first rows as if they were all."""
    seen = set()
    while sector <= _LAST_SECTOR and sector < len(following):
        if sector in seen:
            raise UnreadableWorkbook("unsafe")
        seen.add(sector)
        sector = following[sector]
