"""A zip's form judged before anybody parses it, in bounded memory and with real sizes, not declared ones.

`Archive` opens the zip, `Walk` streams one part through expat; what a part means is told by `scan_xlsx` and `scan_ods`.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from typing import Final
from xml.parsers import expat

from renovation.reading.files.addresses import address
from renovation.reading.files.limits import (
    DEEPEST_NESTING,
    HARMLESS_UNZIPPED,
    LARGEST_UNZIPPED,
    LONGEST_TEXT,
    MOST_CELLS,
    MOST_ENTRIES,
    STRONGEST_COMPRESSION,
)
from renovation.reading.files.unreadable import UnreadableWorkbook

_CHUNK: Final = 1 << 18
_ENTRY: Final = b"PK\x01\x02"
_CLIMBING: Final = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)|\0")
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, KeyError)

Attributes = dict[str, str]


class Archive:
    """A zip that has passed the checks of its directory, and the budget that its parts draw on.

    Raises UnreadableWorkbook from every method, for what is damaged, protected, too large or unsafe.
    """

    def __init__(self, path: str) -> None:
        _check_entry_count(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except _DAMAGE as error:
            raise UnreadableWorkbook("damaged") from error
        entries = self._zip.infolist()
        _check_names(entries)
        _check_sizes(entries)
        self.names = {entry.filename.replace("\\", "/"): entry for entry in entries}
        self._folded = {name.lower(): name for name in self.names}
        self._left = LARGEST_UNZIPPED
        self._cells = 0

    def find(self, name: str) -> str | None:
        """The entry of a name, however it is capitalised."""
        return self._folded.get(name.lower())

    def walk(self, name: str, part: Walk) -> None:
        """Streams one XML part through `part`."""
        parser = part.parser()
        entry = self.names[name]
        form = _Form()
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    form.check(chunk)
                    self._spend(len(chunk), form.size, entry.compress_size)
                    parser.Parse(part.thinned(chunk))
                parser.Parse(part.rest(), True)
            part.finish()
        except (expat.ExpatError, *_DAMAGE) as error:
            raise UnreadableWorkbook("damaged") from error

    def _spend(self, size: int, unzipped: int, compressed: int) -> None:
        self._left -= size
        bomb = unzipped > HARMLESS_UNZIPPED and unzipped > STRONGEST_COMPRESSION * compressed
        if self._left < 0 or bomb:
            raise UnreadableWorkbook("too_large")

    def cover(self, sheet: str, row: int, column: int) -> None:
        """Counts a sheet's area, up to the last row and column that hold a value."""
        self.check_area(sheet, row, column)
        self._cells += (row + 1) * (column + 1)

    def check_area(self, sheet: str, row: int, column: int) -> None:
        """Refuses a sheet whose filled area, from A1 on, is more than is read at once."""
        if self._cells + (row + 1) * (column + 1) > MOST_CELLS:
            raise UnreadableWorkbook("far_cell", sheet=sheet, cell=address(row, column))


class _Form:
    """The size, nesting and longest text of a part, told from its angle brackets alone: that costs next to nothing.

    Nesting is looked at where a chunk ends, and so bounded, though not counted to the level.
    """

    def __init__(self) -> None:
        self.size = 0
        self._depth = 0
        self._last = b""

    def check(self, chunk: bytes) -> None:
        """Counts one more chunk. Raises UnreadableWorkbook for deep nesting and for text without end."""
        self.size += len(chunk)
        if len(chunk) == _CHUNK and b"<" not in chunk:
            raise UnreadableWorkbook("unsafe" if chunk.isspace() else "long_text")
        seen = self._last + chunk
        self._depth += chunk.count(b"<") - seen.count(b"<?") - seen.count(b"<!")
        self._depth -= 2 * seen.count(b"</") + seen.count(b"/>")
        self._last = chunk[-1:]
        if self._depth > DEEPEST_NESTING:
            raise UnreadableWorkbook("unsafe")


def _check_entry_count(path: str) -> None:
    """Counted in the bytes, since the directory's own reader builds an object for each of 300,000 entries."""
    with open(path, "rb") as file:
        if file.read().count(_ENTRY) > MOST_ENTRIES:
            raise UnreadableWorkbook("unsafe")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.orig_filename.replace("\\", "/") for entry in entries]
    repeated = max(Counter(name.lower() for name in names).values(), default=0) > 1
    if repeated or any(_CLIMBING.search(name) for name in names):
        raise UnreadableWorkbook("unsafe")


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableWorkbook("password")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise UnreadableWorkbook("unsafe")
    declared = sum(entry.file_size for entry in entries)
    compressed = sum(entry.compress_size for entry in entries)
    if declared > LARGEST_UNZIPPED or declared > max(HARMLESS_UNZIPPED, STRONGEST_COMPRESSION * compressed):
        raise UnreadableWorkbook("too_large")


class Walk:
    """One XML part, element by element; a part's own walk overrides `element` or, where speed counts, `opened`.

    A DTD is refused: it carries entities, which expand without end, and no office program writes one.
    """

    def parser(self) -> expat.XMLParserType:
        """A parser that calls this walk."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = self.opened
        return parser

    def thinned(self, chunk: bytes) -> bytes:
        """A piece of the part as it comes, without what the walk need not see."""
        return chunk

    def rest(self) -> bytes:
        """What the walk has held back of the part, now that no piece follows."""
        return b""

    def opened(self, tag: str, attributes: Attributes) -> None:
        """An element begins, its name with the prefix as written."""
        self.element(local(tag), attributes)

    def element(self, name: str, attributes: Attributes) -> None:
        """An element begins, its name without prefix. By default nothing is made of it."""

    def finish(self) -> None:
        """The part has ended."""


class Text:
    """How long the text of a cell has grown."""

    def __init__(self) -> None:
        self.length = 0

    def add(self, data: str) -> None:
        """Some characters more; blanks count for nothing between elements, and little within."""
        self.length += len(data.strip())
        if self.length > LONGEST_TEXT:
            raise UnreadableWorkbook("long_text")


def local(tag: str) -> str:
    """A tag or attribute without its prefix."""
    return tag.rpartition(":")[2]


def _refuse(*_declaration: object) -> None:
    raise UnreadableWorkbook("unsafe")
