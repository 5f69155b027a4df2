"""Reads those parts of an xlsx file that are not cells: the list of sheets, the cell styles, the shared strings."""

from __future__ import annotations

import posixpath
from typing import Final, NamedTuple
from xml.parsers import expat

from renovation.reading.files.addresses import cell_position
from renovation.reading.files.archive import Archive, Attributes, XmlPart, local
from renovation.reading.files.cell_marks import PLAIN, CellStyle
from renovation.reading.files.limits import LONGEST_COMMENT, MOST_COMMENTS
from renovation.reading.files.number_formats import BUILT_IN_PERCENT, style_of
from renovation.reading.files.unreadable import UnreadableWorkbook

_OTHER_KINDS: Final = {
    "xl/workbook.bin": "xlsb",
    "mimetype": "OpenDocument",
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
}
_KNOWN_KINDS: Final = ("worksheet", "chartsheet", "dialogsheet")
_WHITE: Final = "FFFFFF"
TRUE: Final = ("1", "true")
OUR_AUTHOR: Final = "renovation"
"""The author of the comments in an annotated workbook, which do not count when the clerk uploads it again."""


class Relationship(NamedTuple):
    """A reference from one part of an xlsx file to another: its id, and the kind and the path of the other part."""

    id: str
    kind: str
    path: str


class SheetEntry(NamedTuple):
    """A sheet in the workbook's list of sheets.

    `state` says whether the sheet is hidden, `kind` whether it has cells, a chart or macros; `path` is the path of its
    file. `kind` and `path` are empty if the file is missing.
    """

    name: str
    state: str
    kind: str
    path: str


class Package:
    """The workbook in an xlsx file, and the other files in it to which the workbook refers.

    Raises UnreadableWorkbook for a zip file of another kind, and if it is not clear which file a reference means.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.workbook = _workbook(archive)
        self.relationships = relationships_of(archive, self.workbook)
        listed = _Workbook()
        archive.parse(self.workbook, listed)
        self.has_1904_dates = listed.has_1904_dates
        self.sheets = [self._entry(*sheet) for sheet in listed.sheets]

    def _entry(self, name: str, state: str, id: str) -> SheetEntry:  # noqa: A002 — as in the file
        found = next((r for r in self.relationships if r.id == id and r.path in self.archive), None)
        return SheetEntry(name, state, found.kind if found else "", found.path if found else "")

    @property
    def is_usual(self) -> bool:
        """Whether calamine, the library that reads the cells, finds all parts of the file and knows all sheets."""
        usual = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedstrings.xml"}
        elsewhere = any(r.path.lower() != usual.get(r.kind, r.path.lower()) for r in self.relationships)
        known = all(sheet.kind in _KNOWN_KINDS for sheet in self.sheets)
        return known and not elsewhere and self.workbook.lower() == "xl/workbook.xml"

    @property
    def macro_sheets(self) -> list[str]:
        """The names of the sheets with Excel 4 macros, which are not read."""
        return [sheet.name for sheet in self.sheets if "macro" in sheet.kind.lower()]

    @property
    def worksheets(self) -> list[SheetEntry]:
        """The sheets that contain cells, without charts, dialogs and macro sheets."""
        return [sheet for sheet in self.sheets if sheet.kind == "worksheet"]

    def styles(self) -> dict[str, CellStyle]:
        """Returns the styles that change how a cell is displayed, by the number in the attribute `s` of a cell."""
        styles = _Styles()
        self._parse("styles", styles)
        return styles.by_number()

    def struck_out_strings(self) -> frozenset[int]:
        """Returns the indices of the shared strings of which all or some characters are struck out."""
        strings = _SharedStrings()
        self._parse("sharedStrings", strings)
        return frozenset(strings.struck_out)

    def comments(self, sheet: SheetEntry) -> list[tuple[int, int, str]]:
        """Returns the comments on the cells of a sheet as (row, column, text).

        The comments of OUR_AUTHOR are left out: this program wrote them into a workbook with its problems marked.
        """
        comments = _Comments()
        for relationship in relationships_of(self.archive, sheet.path):
            if relationship.kind == "comments" and relationship.path in self.archive:
                self.archive.parse(relationship.path, comments)
        return comments.found

    def text_boxes(self, sheet: SheetEntry) -> list[str]:
        """Returns the texts of the boxes that float above the cells of a sheet."""
        boxes = _TextBoxes()
        for relationship in relationships_of(self.archive, sheet.path):
            if relationship.kind == "drawing" and relationship.path in self.archive:
                self.archive.parse(relationship.path, boxes)
        return boxes.found

    def part(self, kind: str) -> str | None:
        """Returns the path of the part of the xlsx file with the kind `kind`, such as `styles`; None if there is none.

        Raises UnreadableWorkbook if there are two such files, because calamine might read another file than Excel.
        """
        paths = [r.path for r in self.relationships if r.kind == kind and r.path in self.archive]
        if len(paths) > 1:
            raise UnreadableWorkbook("unsafe")
        return paths[0] if paths else None

    def _parse(self, kind: str, part: XmlPart) -> None:
        name = self.part(kind)
        if name:
            self.archive.parse(name, part)


def relationships_of(archive: Archive, part: str) -> list[Relationship]:
    """Returns the references that the file `part` contains; those of the xlsx file as a whole if `part` is empty."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    relationships = _Relationships(folder)
    if listed in archive:
        archive.parse(listed, relationships)
    return relationships.found


def _workbook(archive: Archive) -> str:
    for relationship in relationships_of(archive, ""):
        is_workbook = relationship.path.lower().endswith("workbook.xml")
        if relationship.kind == "officeDocument" and is_workbook and relationship.path in archive:
            return relationship.path
    other = next((kind for mark, kind in _OTHER_KINDS.items() if mark in archive), "ZIP")
    raise UnreadableWorkbook("other_kind", kind=other)


class _Relationships(XmlPart):
    """Collects the references of a file. Refuses an id that is given twice: calamine might take the other file."""

    def __init__(self, folder: str) -> None:
        self.found: list[Relationship] = []
        self._folder = folder

    def element(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            path = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            if any(attributes.get("Id", "") == known.id for known in self.found):
                raise UnreadableWorkbook("unsafe")
            self.found.append(Relationship(attributes.get("Id", ""), kind, path.lstrip("/")))


class _Workbook(XmlPart):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.has_1904_dates = False

    def element(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            id = next((value for key, value in attributes.items() if key.endswith(":id")), "")  # noqa: A001
            self.sheets.append((attributes.get("name", ""), attributes.get("state", ""), id))
        elif name == "workbookPr":
            self.has_1904_dates = attributes.get("date1904") in TRUE


class _Styles(XmlPart):
    def __init__(self) -> None:
        self._codes = {str(number): "0%" for number in BUILT_IN_PERCENT}
        self._fonts: list[tuple[bool, str]] = []
        self._fills: list[str] = []
        self._used: list[tuple[str, str, str]] = []
        self._is_solid = False
        self._list = ""

    def element(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in ("fonts", "fills", "borders", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._list = name
        elif name == "font" and self._list == "fonts":
            self._fonts.append((False, ""))
        elif name == "strike" and self._fonts and self._list == "fonts":
            self._fonts[-1] = (is_struck_out(attributes), self._fonts[-1][1])
        elif name == "color" and self._fonts and self._list == "fonts":
            self._fonts[-1] = (self._fonts[-1][0], _colour(attributes))
        elif name == "fill" and self._list == "fills":
            self._fills.append(_WHITE)
        elif name == "patternFill":
            self._is_solid = attributes.get("patternType") == "solid"
        elif name == "fgColor" and self._fills and self._is_solid and self._list == "fills":
            self._fills[-1] = _colour(attributes)
        elif name == "xf" and self._list == "cellXfs":
            number, font, fill = (attributes.get(key, "") for key in ("numFmtId", "fontId", "fillId"))
            self._used.append((number, font, fill))

    def by_number(self) -> dict[str, CellStyle]:
        fonts = {str(number): font for number, font in enumerate(self._fonts)}
        fills = {str(number): fill for number, fill in enumerate(self._fills)}
        styles = []
        for code, font, fill in self._used:
            is_struck, colour = fonts.get(font, (False, ""))
            style = style_of(self._codes.get(code, ""), is_struck)
            styles.append(style._replace(is_invisible=colour != "" and colour == fills.get(fill, _WHITE)))
        return {str(number): style for number, style in enumerate(styles) if style != PLAIN}


def _colour(attributes: Attributes) -> str:
    """Returns a text that identifies a colour; two spellings of white are equal. Empty for the automatic colour."""
    rgb, theme = attributes.get("rgb", "").upper()[-6:], attributes.get("theme", "")
    is_white = rgb == _WHITE or attributes.get("indexed") in ("1", "9") or (theme == "0" and "tint" not in attributes)
    return _WHITE if is_white else rgb or (f"{theme}/{attributes.get('tint', '')}" if theme else "")


class _SharedStrings(XmlPart):
    def __init__(self) -> None:
        self.struck_out: list[int] = []
        self._count = 0

    def element(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self._count += 1
        elif name == "strike" and is_struck_out(attributes):
            self.struck_out.append(self._count - 1)


class _TextBoxes(XmlPart):
    """Collects the texts of the shapes on a sheet, one for each shape."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._is_text = False

    def parser(self) -> expat.XMLParserType:
        parser = super().parser()
        parser.CharacterDataHandler = self._add
        parser.EndElementHandler = self._closed
        return parser

    def element(self, name: str, _attributes: Attributes) -> None:
        self._is_text = name == "t"
        if name == "txBody" and len(self.found) < MOST_COMMENTS:
            self.found.append("")

    def _add(self, text: str) -> None:
        if self._is_text and self.found:
            self.found[-1] = (self.found[-1] + text)[:LONGEST_COMMENT]

    def _closed(self, _tag: str) -> None:
        self._is_text = False


class _Comments(XmlPart):
    """Collects the comments on the cells of a sheet; pinyin guides in them are taken for text."""

    def __init__(self) -> None:
        self.found: list[tuple[int, int, str]] = []
        self._authors: list[str] = []
        self._place: tuple[int, int] | None = None
        self._text = ""

    def parser(self) -> expat.XMLParserType:
        parser = super().parser()
        parser.CharacterDataHandler = self._add
        parser.EndElementHandler = self._closed
        return parser

    def element(self, name: str, attributes: Attributes) -> None:
        if name in ("author", "comment"):
            self._text = ""
        if name == "comment":
            authors = dict(enumerate(self._authors))
            try:
                is_ours = authors.get(int(attributes.get("authorId", "-1"))) == OUR_AUTHOR
                self._place = None if is_ours else cell_position(attributes.get("ref", ""))
            except ValueError:
                self._place = None  # at no cell, so nobody sees it

    def _add(self, text: str) -> None:
        self._text = (self._text + text)[: LONGEST_COMMENT + 1]

    def _closed(self, tag: str) -> None:
        if local(tag) == "author":
            self._authors.append(self._text)
        elif local(tag) == "comment" and self._place:
            self.found.append((*self._place, self._text))


def is_struck_out(attributes: Attributes) -> bool:
    """Returns whether the tag `strike` with these attributes strikes a text out: all but `<strike val="0"/>` do."""
    return attributes.get("val") not in ("0", "false")
