"""Opens a zip file after checking its list of files, and parses the XML files in it piece by piece.

Endless compressed files, deep nesting and a false number of cells are not checked here: the worker process that reads
the file has limits on time and memory, which stop them.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from typing import Final
from xml.parsers import expat

from renovation.reading.files.limits import HARMLESS_UNZIPPED, LARGEST_UNZIPPED, MOST_ENTRIES, STRONGEST_COMPRESSION
from renovation.reading.files.unreadable import UnreadableWorkbook

_CHUNK: Final = 1 << 18
_CLIMBING: Final = re.compile(
    r"^/"  # /etc/passwd, not xl/workbook.xml
    r"|^[A-Za-z]:"  # C:\x, not xl/c:x
    r"|(^|/)\.\.(/|$)"  # xl/../../x, not xl/..x
    r"|\0"
)
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1
_UTF_16: Final = b"\0"
"""This byte never occurs in XML of another encoding. calamine reads no cells of a worksheet in UTF-16."""
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, KeyError)

Attributes = dict[str, str]


class Archive:
    """The files in a zip file, by name; upper and lower case do not matter.

    Every method raises UnreadableWorkbook if the file cannot be read; its code is "damaged", "not_supported",
    "password", "too_large" or "unsafe".
    """

    def __init__(self, path: str) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except _DAMAGE as error:
            raise UnreadableWorkbook("damaged") from error
        entries = self._zip.infolist()
        _check_names(entries)
        _check_sizes(entries)
        self._entries = {_plain(entry.filename): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def read(self, name: str) -> bytes:
        """Returns the bytes of the file `name`."""
        try:
            return self._zip.read(self._entries[_plain(name)])
        except _DAMAGE as error:
            raise UnreadableWorkbook("damaged") from error

    def parse(self, name: str, part: XmlPart) -> None:
        """Parses the XML file `name` piece by piece, without loading it whole; `part` handles its tags."""
        parser = part.parser()
        try:
            with self._zip.open(self._entries[_plain(name)]) as stream:
                while chunk := stream.read(_CHUNK):
                    if _UTF_16 in chunk:
                        raise UnreadableWorkbook("not_supported")
                    parser.Parse(part.piece(chunk))
                parser.Parse(part.rest(), True)
        except (expat.ExpatError, *_DAMAGE) as error:
            raise UnreadableWorkbook("damaged") from error


class XmlPart:
    """Base class of the handlers for one XML file in an xlsx or ods file; subclasses override `opened` or `element`.

    An XML file with a DOCTYPE is refused. A DOCTYPE can declare entities (names for pieces of text). This parser would
    replace the entities by their text, but calamine, the library that reads the cells, would not, so that the scan
    would check another content than calamine reads. Office programs never write a DOCTYPE.
    """

    def parser(self) -> expat.XMLParserType:
        """Returns an expat parser that calls the methods of this object."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self.opened
        return parser

    def piece(self, chunk: bytes) -> bytes:
        """Returns the bytes to parse now, given `chunk`, the next bytes of the file.

        Subclasses may drop bytes, or hold bytes back until `rest` returns them.
        """
        return chunk

    def rest(self) -> bytes:
        """Returns the bytes that `piece` has held back; called at the end of the file."""
        return b""

    def opened(self, tag: str, attributes: Attributes) -> None:
        """Handles a start tag; `tag` is its name as written, such as `x:row`."""
        self.element(local(tag), attributes)

    def element(self, name: str, attributes: Attributes) -> None:
        """Handles a start tag; `name` is its name without the prefix: `row` for `x:row`."""


def local(tag: str) -> str:
    """Returns the name of a tag or an attribute without its prefix: `row` for `x:row`."""
    return tag.rpartition(":")[2]


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower()


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    """Refuses too many entries, and two with the same name: the scan might read one of them and calamine the other."""
    names = [entry.orig_filename.replace("\\", "/") for entry in entries]
    repeated = max(Counter(map(_plain, names)).values(), default=0) > 1
    if len(names) > MOST_ENTRIES or repeated or any(_CLIMBING.search(name) for name in names):
        raise UnreadableWorkbook("unsafe")


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    """Refuses a file that declares too large a size when unzipped (a zip bomb)."""
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableWorkbook("password")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise UnreadableWorkbook("unsafe")
    declared = sum(entry.file_size for entry in entries)
    if declared > LARGEST_UNZIPPED or any(map(_is_bomb, entries)):
        raise UnreadableWorkbook("too_large")


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > max(HARMLESS_UNZIPPED, STRONGEST_COMPRESSION * entry.compress_size)


def _refuse(*_declaration: object) -> None:
    raise UnreadableWorkbook("unsafe")
