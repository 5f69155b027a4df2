"""Scans an ods file for the properties of cells, rows and columns that are in a SheetScan.

An ods file can say that a cell or a row is repeated a million times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from renovation.reading.files.addresses import LAST_COLUMN, LAST_ROW, parse_count
from renovation.reading.files.archive import Archive, Attributes, XmlPart, local
from renovation.reading.files.cell_marks import CellStyle, Remark
from renovation.reading.files.limits import LONGEST_COMMENT
from renovation.reading.files.sheet_scan import SheetScan
from renovation.reading.files.unreadable import UnreadableWorkbook

_CELLS: Final = ("table-cell", "covered-table-cell")
_HIDDEN: Final = ("collapse", "filter")
_FORMATS: Final = ("number-style", "currency-style", "percentage-style", "date-style", "time-style", "boolean-style")
_NUMBERS: Final = ("number", "fraction", "scientific-number")
_MOST_PARENTS: Final = 20
"""Parents of a style that are followed; they can refer to each other in a circle."""


def scan(archive: Archive) -> Iterator[SheetScan]:
    """Scans an ods file for what calamine ignores, such as hidden rows; yields a SheetScan for each sheet.

    Raises UnreadableWorkbook for a protected or damaged file, and for more rows or columns than a sheet can have.
    """
    if "META-INF/manifest.xml" in archive:
        archive.parse("META-INF/manifest.xml", _Manifest())
    styles = _Styles()
    if "styles.xml" in archive:
        archive.parse("styles.xml", styles)
    sheets = _Sheets(styles)
    archive.parse("content.xml", sheets)
    if not sheets.in_sheets:
        raise UnreadableWorkbook("other_kind", kind="OpenDocument")
    yield from sheets.found


class _Manifest(XmlPart):
    def element(self, name: str, attributes: Attributes) -> None:  # noqa: ARG002
        if name == "encryption-data":
            raise UnreadableWorkbook("password")


@dataclass
class _Style:
    """A cell style as written in the file; a property that it does not define comes from its parent."""

    parent: str = ""
    number_format: str | None = None
    struck_out: bool | None = None


class _Styles(XmlPart):
    """The cell styles, and the number formats that they refer to."""

    def __init__(self) -> None:
        self._format = ""
        self._in_words = ""
        self._scaled: set[str] = set()
        self._hidden: set[str] = set()
        self._units: dict[str, str] = {}
        self._of_positive: dict[str, str] = {}
        self._styles: dict[str, _Style] = {}
        self._style: _Style | None = None
        self._known: dict[str, CellStyle] = {}

    def parser(self) -> expat.XMLParserType:
        """Returns a parser that also reads text: number formats can contain decimal points or units of measurement."""
        parser = super().parser()
        parser.CharacterDataHandler = self.text
        return parser

    def element(self, name: str, attributes: Attributes) -> None:
        """Handles the start of a number format, a part of a number format, or a cell style."""
        plain = {local(key): value for key, value in attributes.items()}
        self._in_words = name if name in ("embedded-text", "text") else ""
        if name in _FORMATS:
            self._format = plain.get("name", "")
            if name == "number-style":
                self._hidden.add(self._format)
        elif name == "map" and self._format:
            self._of_positive.setdefault(self._format, plain.get("apply-style-name", ""))
        elif name in _NUMBERS:
            self._hidden.discard(self._format)
            if plain.get("display-factor", "1") not in ("", "1"):
                self._scaled.add(self._format)
        elif name == "style":
            self._format = ""
            self._style = _Style(plain.get("parent-style-name", ""), plain.get("data-style-name"))
            if plain.get("family") == "table-cell":
                self._styles[plain.get("name", "")] = self._style
        elif name == "text-properties" and self._style and "text-line-through-style" in plain:
            self._style.struck_out = plain["text-line-through-style"] != "none"

    def text(self, data: str) -> None:
        """Adds a text within a number format, such as a unit of measurement."""
        if self._in_words == "embedded-text" and data.strip() == ".":
            self._scaled.add(self._format)
        elif self._in_words == "text":
            self._units[self._format] = self._units.get(self._format, "") + data.strip()

    def style(self, name: str) -> CellStyle:
        """Returns the effect of a cell style on a cell."""
        if name not in self._known:
            self._known[name] = self._resolved(name)
        return self._known[name]

    def _resolved(self, name: str) -> CellStyle:
        number_format, struck_out = None, None
        for _ in range(_MOST_PARENTS):
            style = self._styles.get(name)
            if style is None:
                break
            number_format = style.number_format if number_format is None else number_format
            struck_out = style.struck_out if struck_out is None else struck_out
            name = style.parent
        form = self._of_positive.get(number_format or "", number_format or "")
        remark: Remark | None = None
        if form in self._scaled or form in self._hidden:
            remark = "scaled_format" if form in self._scaled else "hidden_format"
        return CellStyle(remark, "" if remark else self._units.get(form, ""), False, bool(struck_out))


class _Sheets(XmlPart):
    """Reads the sheets of an ods; `_rows` and `_columns` are how often the current row and column are repeated."""

    def __init__(self, styles: _Styles) -> None:
        self.found: list[SheetScan] = []
        self._styles = styles
        self.in_sheets = False
        self._row = self._column = self._rows = self._columns = 0
        self._comment: str | None = None
        self._row_style = ""
        self._column_styles: list[tuple[int, str]] = []

    def parser(self) -> expat.XMLParserType:
        """Returns a parser that also handles end tags, because cells and rows may be repeated, and text."""
        parser = super().parser()
        parser.EndElementHandler = self._closed
        parser.CharacterDataHandler = self._styles.text
        self._parser = parser
        return parser

    def element(self, name: str, attributes: Attributes) -> None:
        """Handles a start tag. In the file, the styles come before the sheets."""
        if self.in_sheets:
            self._in_spreadsheet(name, attributes)
        elif name == "spreadsheet":
            self.in_sheets = True
            self._parser.CharacterDataHandler = None
        else:
            self._styles.element(name, attributes)

    def _closed(self, tag: str) -> None:
        name = local(tag)
        if name == "annotation" and self._comment is not None:
            self.found[-1].comment(self._row, self._column, self._comment)
            self._comment = None
        elif name == "p":
            self._parser.CharacterDataHandler = None
        elif name in _CELLS:
            self._column += self._columns
        elif name == "table-row":
            self._row += self._rows

    def _in_spreadsheet(self, name: str, attributes: Attributes) -> None:
        if name in _CELLS:
            self._cell({local(key): value for key, value in attributes.items()})
        elif name == "table-row":
            self._begin_row(attributes)
        elif name == "table":
            self.found.append(SheetScan(attributes.get("table:name", "")))
            self._row = self._column = 0
            self._row_style, self._column_styles = "", []
        elif name == "table-column":
            self._begin_column(attributes)
        elif name == "annotation":
            self._comment = ""
        elif name == "p" and self._comment is not None:
            self._parser.CharacterDataHandler = self._add_to_comment

    def _add_to_comment(self, text: str) -> None:
        self._comment = ((self._comment or "") + text)[:LONGEST_COMMENT]

    def _begin_row(self, attributes: Attributes) -> None:
        self._rows = _repeated(attributes.get("table:number-rows-repeated", "1"), LAST_ROW - self._row)
        self._column = 0
        self._row_style = attributes.get("table:default-cell-style-name", "")
        if attributes.get("table:visibility") in _HIDDEN:
            self.found[-1].hidden_rows.add("hidden", self._row, 0, self._rows)

    def _begin_column(self, attributes: Attributes) -> None:
        columns = _repeated(attributes.get("table:number-columns-repeated", "1"), LAST_COLUMN - self._column)
        if attributes.get("table:visibility") in _HIDDEN:
            self.found[-1].hidden_columns.append((self._column, self._column + columns - 1))
        self._column += columns
        self._column_styles.append((self._column - 1, attributes.get("table:default-cell-style-name", "")))

    def _cell(self, plain: Attributes) -> None:
        self._columns = _repeated(plain.get("number-columns-repeated", "1"), LAST_COLUMN - self._column)
        kind = plain.get("value-type")
        remark = self._remark(kind, plain)
        if kind or remark:
            self.found[-1].fill(self._row + self._rows - 1, self._column + self._columns - 1)
            self._mark(remark, kind, plain.get("style-name") or self._default_style())
        down = _repeated(plain.get("number-rows-spanned", "1"), LAST_ROW)
        across = _repeated(plain.get("number-columns-spanned", "1"), LAST_COLUMN)
        if down > 1 or across > 1:
            self.found[-1].merge(self._row, self._column, self._row + down - 1, self._column + across - 1)

    def _mark(self, remark: Remark | None, kind: str | None, style_name: str) -> None:
        style = self._styles.style(style_name)
        found = self.found[-1]
        for column in range(self._column, self._column + self._columns):
            if kind:
                found.style(style, self._row, column, self._rows, is_number=kind == "float")
            if remark:
                found.remarks.add(remark, self._row, column, self._rows)

    def _default_style(self) -> str:
        """Returns the style of a cell that has none of its own: that of its row, otherwise that of its column."""
        if self._row_style:
            return self._row_style
        return next((style for last, style in self._column_styles if self._column <= last), "")

    def _remark(self, kind: str | None, plain: Attributes) -> Remark | None:
        """Returns the mark for a cell, given its attributes without prefix.

        A cell can have two attributes `value-type`; only calcext's, which comes last, can be "error".
        """
        if kind == "error":
            return "error_value"
        if not kind:
            return "formula_without_value" if plain.get("formula") else None
        return "percent_format" if kind == "percentage" else None


def _repeated(typed: str, most: int) -> int:
    """Converts a number of repetitions. Raises UnreadableWorkbook if no sheet has room for so many."""
    count = parse_count(typed)
    if not 1 <= count <= most:
        raise UnreadableWorkbook("unsafe")
    return count
