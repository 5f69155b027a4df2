"""A zip whose directory has been checked, and its XML parts, parsed one by one.

What the worker's limits hold anyway is not checked: a part that unzips without end, deep nesting, a false count.
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
_ENTRY: Final = b"PK\x01\x02"
_CLIMBING: Final = re.compile(
    r"^/"  # /etc/passwd, not xl/workbook.xml
    r"|^[A-Za-z]:"  # C:\x, not xl/c:x
    r"|(^|/)\.\.(/|$)"  # xl/../../x, not xl/..x
    r"|\0"
)
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1
_UTF_16: Final = b"\0"
"""Never in XML of another encoding. Of a worksheet in UTF-16, calamine reads no cell."""
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, KeyError)

Attributes = dict[str, str]


class Archive:
    """The parts of a zip by name, however it is capitalised.

    Raises UnreadableWorkbook from every method: damaged, not_supported, password, too_large or unsafe.
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
        self._entries = {_plain(entry.filename): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def names(self) -> list[str]:
        """Returns the names of all parts."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """Returns a part whole."""
        try:
            return self._zip.read(self._entries[_plain(name)])
        except _DAMAGE as error:
            raise UnreadableWorkbook("damaged") from error

    def parse(self, name: str, part: XmlPart) -> None:
        """Streams an XML part through `part`. A part that is longer than it declares is damaged: its checksum fails."""
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
    """Base class of the handlers for one XML file within an xlsx or ods; subclasses override `opened` or `element`.

    A document type is refused: it declares entities, which the reader drops, and no office program writes one.
    """

    def parser(self) -> expat.XMLParserType:
        """Returns a parser that calls this object."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = self.opened
        return parser

    def piece(self, chunk: bytes) -> bytes:
        """Returns what of the next bytes is to be parsed."""
        return chunk

    def rest(self) -> bytes:
        """Returns what is still to be parsed when no bytes follow."""
        return b""

    def opened(self, tag: str, attributes: Attributes) -> None:
        """Handles the beginning of an element, its name with the prefix as written."""
        self.element(local(tag), attributes)

    def element(self, name: str, attributes: Attributes) -> None:
        """Handles the beginning of an element, its name without prefix."""


def local(tag: str) -> str:
    """A tag or attribute without its prefix."""
    return tag.rpartition(":")[2]


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower()


def _check_entry_count(path: str) -> None:
    """Counts in the bytes, since zipfile builds an object for each of 300,000 entries."""
    with open(path, "rb") as file:
        if file.read().count(_ENTRY) > MOST_ENTRIES:
            raise UnreadableWorkbook("unsafe")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    """Of two parts of one name, the scan might see one and the reader the other."""
    names = [entry.orig_filename.replace("\\", "/") for entry in entries]
    repeated = max(Counter(map(_plain, names)).values(), default=0) > 1
    if repeated or any(_CLIMBING.search(name) for name in names):
        raise UnreadableWorkbook("unsafe")


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    """Names a bomb as too large before it has used up the worker's time; zipfile reads no more than is declared."""
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
