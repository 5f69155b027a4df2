"""What an xlsx holds that its reader drops: error values, formulas never computed, telling formats, hidden rows."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from renovation.reading.files.addresses import LAST_COLUMN, LAST_ROW, parse_count, position
from renovation.reading.files.cell_marks import CellStyle
from renovation.reading.files.scan import Archive, Attributes, Text, Walk
from renovation.reading.files.scan_result import Findings
from renovation.reading.files.shared_parts import SharedStrings, Styles
from renovation.reading.files.sheet_bytes import SheetBytes
from renovation.reading.files.unreadable import UnreadableWorkbook

_ROOT: Final = "_rels/.rels"
_TRUE: Final = ("1", "true")
_TYPED_TEXT: Final = ("inlineStr", "str")
_SPECIAL: Final = ("e", *_TYPED_TEXT)
_NUMERIC: Final = (None, "n")
_BYTE_BY_BYTE: Final = (None, "n", "s", "b", "e")


def scan(archive: Archive) -> list[Findings]:
    """What each worksheet holds beside its values.

    Raises UnreadableWorkbook for a zip of another kind and for every attack that a reader must not meet.
    """
    book = _workbook(archive)
    relations = _relations(archive, book)
    names = _SheetNames()
    archive.walk(book, names)
    shared = _Shared(_formats(archive, relations), _strings(archive, relations))
    found = []
    for name, relation in names.sheets:
        target = next(iter(_targets(archive, [r for r in relations if r.key == relation], "worksheet")), None)
        if target is not None:
            found.append(_findings(archive, target, name, shared))
    return found


@dataclass(frozen=True)
class _Shared:
    """What all sheets refer to: the styles that change what is seen, and how many strings there are."""

    formats: dict[str, CellStyle]
    strings: int


def _formats(archive: Archive, relations: list[_Relation]) -> dict[str, CellStyle]:
    styles = Styles()
    part = _only(archive, relations, "styles")
    if part:
        archive.walk(part, styles)
    return styles.by_number()


def _strings(archive: Archive, relations: list[_Relation]) -> int:
    part = _only(archive, relations, "sharedStrings")
    if not part:
        return 0
    strings = SharedStrings(archive.names[part].file_size)
    archive.walk(part, strings)
    return strings.count


def _findings(archive: Archive, target: str, name: str, shared: _Shared) -> Findings:
    sheet = SheetWalk(archive, name, shared)
    archive.walk(target, sheet)
    return sheet.findings


@dataclass(frozen=True)
class _Relation:
    key: str
    kind: str
    target: str


def _workbook(archive: Archive) -> str:
    """The part that lists the sheets, else a refusal that names the kind of the zip."""
    root = archive.find(_ROOT)
    main = _targets(archive, _relations_in(archive, root, ""), "officeDocument") if root else []
    for part in main:
        if part.lower().endswith("workbook.xml"):
            return part
    raise UnreadableWorkbook("other_kind", kind=_other_kind(archive))


def _other_kind(archive: Archive) -> str:
    marks = {
        "xl/workbook.bin": "xlsb",
        "mimetype": "OpenDocument",
        "word/document.xml": "Word",
        "ppt/presentation.xml": "PowerPoint",
    }
    return next((kind for mark, kind in marks.items() if archive.find(mark)), "ZIP")


def _relations(archive: Archive, part: str) -> list[_Relation]:
    folder, name = posixpath.split(part)
    listed = archive.find(f"{folder}/_rels/{name}.rels")
    return _relations_in(archive, listed, folder) if listed else []


def _relations_in(archive: Archive, listed: str, folder: str) -> list[_Relation]:
    walk = _Relations(folder)
    archive.walk(listed, walk)
    return walk.found


def _targets(archive: Archive, relations: list[_Relation], kind: str) -> list[str]:
    found = (archive.find(relation.target) for relation in relations if relation.kind == kind)
    return [name for name in found if name]


def _only(archive: Archive, relations: list[_Relation], kind: str) -> str | None:
    """The one part of a kind that there may be but once: of two, the reader might take the other."""
    found = _targets(archive, relations, kind)
    if len(found) > 1:
        raise UnreadableWorkbook("unsafe")
    return found[0] if found else None


class _Relations(Walk):
    """What a part refers to, by its key. Of a key given twice, the reader might take the other target."""

    def __init__(self, folder: str) -> None:
        self.found: list[_Relation] = []
        self._folder = folder
        self._keys: set[str] = set()

    def element(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            key = attributes.get("Id", "")
            if key in self._keys:
                raise UnreadableWorkbook("unsafe")
            self._keys.add(key)
            self.found.append(_Relation(key, kind, target.lstrip("/")))


class _SheetNames(Walk):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def element(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation))


class SheetWalk(Walk):
    """One worksheet, cell by cell: the hot loop of every check, hence written flat and without ends of elements.

    Nine cells of ten are plain numbers and short texts in a plain style with another cell behind: they are cut out
    before the parser sees them, which halves the time. What stands last in its row remains and tells the width.
    A cell counts as filled when its value begins. Only of a formula is the value's text looked at, since some writers
    leave an empty one; such a cell is settled when the next one begins. Where a reader would go its own way, the
    bytes of the value are looked at.
    """

    def __init__(self, archive: Archive, name: str, shared: _Shared) -> None:
        self.findings = Findings(name)
        self.last_row = self.last_column = -1
        self._archive = archive
        self._formats = shared.formats
        self._strings = shared.strings
        self._bytes = SheetBytes(shared.formats, shared.strings)
        self._columns: dict[str, int] = {}
        self._met = bytearray(LAST_ROW)
        self._prefix: str | None = None
        self._row, self._row_text, self._column = -1, "0", -1
        self._type: str | None = None
        self._style: CellStyle | None = None
        self._unstyled = shared.formats.get("0")
        self._formula = self._valued = self._special = self._behind_value = False
        self._plain = True
        self._text = Text()

    def thinned(self, chunk: bytes) -> bytes:
        """A piece of the sheet without the plain cells that begin a row, written as Excel and WPS write them."""
        return self._bytes.piece(chunk)

    def rest(self) -> bytes:
        """The end of the sheet."""
        return self._bytes.rest

    def parser(self) -> expat.XMLParserType:
        """The parser is kept: text is listened to only where it matters."""
        self._parser = super().parser()
        self._parser.CommentHandler = self._interrupted
        self._parser.StartCdataSectionHandler = self._interrupted
        self._parser.ProcessingInstructionHandler = self._interrupted
        return self._parser

    def opened(self, tag: str, attributes: Attributes) -> None:
        """One element of the sheet; what holds no cell is left to `element`."""
        if tag == "v":
            if self._behind_value:
                raise UnreadableWorkbook("unsafe")
            self._behind_value = True
            if self._type == "s" or self._bytes.refers:
                self._check_written()
            if not self._plain:
                self._value()
            elif self._column > self.last_column or self._row > self.last_row:
                self._grow()
        elif tag == "c":
            self._behind_value = False
            if self._formula:
                self._settle()
            if "r" in attributes:
                typed = attributes["r"]
                column = self._columns.get(typed.removesuffix(self._row_text))
                self._column = self._address(typed) if column is None else column
            else:
                self._column += 1
            kind = attributes.get("t")
            if kind != self._type:
                self._change_type(kind)
            self._style = self._formats.get(attributes["s"]) if "s" in attributes else self._unstyled
            self._plain = self._style is None and not self._special
        elif ":" in tag:
            self._prefixed(tag, attributes)
        else:
            self.element(tag, attributes)

    def element(self, name: str, attributes: Attributes) -> None:
        """A row, a formula, a text within its cell, a merged area, a column's width."""
        if name == "row":
            self._begin_row(attributes)
        elif name == "f":
            if self._behind_value:
                raise UnreadableWorkbook("unsafe")
            self._formula, self._valued, self._plain = True, False, False
            self._parser.CharacterDataHandler = self._text.add
        elif name == "is":
            self._fill()
        elif name == "sheetData":
            self._begin_rows("")
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in _TRUE:
            first, last = parse_count(attributes.get("min", "0")), parse_count(attributes.get("max", "0"))
            self.findings.hidden_columns.append((first - 1, min(last, LAST_COLUMN) - 1))

    def finish(self) -> None:
        """The last cell is settled, and the area counted."""
        if self._formula:
            self._settle()
        self._archive.cover(self.findings.sheet, self.last_row, self.last_column)

    def _prefixed(self, tag: str, attributes: Attributes) -> None:
        """An element with a prefix, which all rows and cells bear alike; what bears another belongs to an extension.

        Among the cells such an element is none for Excel, but one for the reader.
        """
        prefix, _, name = tag.rpartition(":")
        if name == "sheetData":
            self._begin_rows(prefix)
        elif self._prefix in (None, prefix):
            self.opened(name, attributes)
        elif self._bytes.in_rows(self._parser.CurrentByteIndex):
            raise UnreadableWorkbook("unsafe")

    def _begin_rows(self, prefix: str) -> None:
        """The rows begin, once: of two lots, the reader takes the first alone."""
        if self._prefix is not None:
            raise UnreadableWorkbook("unsafe")
        self._prefix = prefix

    def _change_type(self, kind: str | None) -> None:
        self._type = kind
        self._special = kind in _SPECIAL
        self._text.length = 0
        self._parser.CharacterDataHandler = self._text.add if kind in _TYPED_TEXT else None

    def _interrupted(self, *_what: str) -> None:
        """A comment or CDATA behind a value's beginning: a reader takes only what stands before it, or nothing."""
        if self._behind_value and self._bytes.in_rows(self._parser.CurrentByteIndex):
            raise UnreadableWorkbook("unsafe")

    def _check_written(self) -> None:
        """A value that a reader takes byte by byte: no reference to a character, and a string that exists.

        Of no such string, a reader takes the first one.
        """
        index = self._parser.CurrentByteIndex
        if self._type not in _BYTE_BY_BYTE or (self._type == "s" and self._bytes.is_string(index)):
            return
        written = self._bytes.text(index)
        if b"&" in written:
            raise UnreadableWorkbook("unsafe")
        if self._type == "s" and written and parse_count(written.decode("latin-1")) >= self._strings:
            raise UnreadableWorkbook("damaged")

    def _begin_row(self, attributes: Attributes) -> None:
        if self._formula:
            self._settle()
        typed = attributes.get("r")
        self._row = self._row + 1 if typed is None else parse_count(typed) - 1
        if not 0 <= self._row < LAST_ROW:
            raise UnreadableWorkbook("unsafe")
        if self._met[self._row]:
            raise UnreadableWorkbook("unsafe")
        self._met[self._row] = 1
        self._row_text = str(self._row + 1)
        self._column = -1
        if attributes.get("hidden") in _TRUE or attributes.get("ht") == "0":
            self.findings.hide_rows(self._row)

    def _address(self, typed: str) -> int:
        """The column of an address not met before; its row must be the row's own, or a reader would go elsewhere."""
        try:
            row, column = position(typed)
        except ValueError as error:
            raise UnreadableWorkbook("unsafe") from error
        if row != self._row:
            raise UnreadableWorkbook("unsafe")
        self._columns[typed.removesuffix(self._row_text)] = column
        return column

    def _value(self) -> None:
        """A value begins that is a formula's, or of a telling type or format."""
        if self._formula:
            self._valued = True
            self._text.length = 0
        else:
            self._fill()

    def _fill(self) -> None:
        """The cell holds a value."""
        self._text.length = 0
        if self._column > self.last_column or self._row > self.last_row:
            self._grow()
        if self._style:
            self.findings.style(self._style, self._row, self._column, is_number=self._type in _NUMERIC)
        if self._type == "e":
            self.findings.remarks.add("error_value", self._row, self._column)

    def _grow(self) -> None:
        self.last_column = max(self._column, self.last_column)
        self.last_row = max(self._row, self.last_row)
        self._archive.check_area(self.findings.sheet, self.last_row, self.last_column)

    def _settle(self) -> None:
        """A formula's cell has ended: filled if its value holds text, or is text and may well be empty."""
        self._formula = False
        if self._valued and (self._text.length or self._type == "str"):
            self._fill()
        else:
            self.findings.remarks.add("formula_without_value", self._row, self._column)
        self._change_type(self._type)

    def _merge(self, typed: str) -> None:
        first, _, last = typed.partition(":")
        try:
            self.findings.merge(*position(first), *position(last or first))
        except ValueError as error:
            raise UnreadableWorkbook("unsafe") from error
