"""What an ods holds that its reader drops, and the cells and rows that it repeats by a mere number."""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from renovation.reading.files.addresses import LAST_COLUMN, LAST_ROW
from renovation.reading.files.cell_marks import Remark
from renovation.reading.files.scan import Archive, Attributes, Text, Walk, local
from renovation.reading.files.scan_result import Findings
from renovation.reading.files.unreadable import UnreadableWorkbook

_CONTENT: Final = "content.xml"
_CELLS: Final = ("table-cell", "covered-table-cell")
_HIDDEN: Final = ("collapse", "filter")


def scan(archive: Archive) -> list[Findings]:
    """What each sheet holds beside its values.

    Raises UnreadableWorkbook for a protected file and for every attack that a reader must not meet.
    """
    _check_password(archive)
    content = archive.find(_CONTENT)
    if content is None:
        raise UnreadableWorkbook("damaged")
    formats = _Formats()
    styles = archive.find("styles.xml")
    if styles is not None:
        archive.walk(styles, formats)
    tables = _Tables(archive, formats)
    archive.walk(content, tables)
    return tables.found


def _check_password(archive: Archive) -> None:
    manifest = archive.find("META-INF/manifest.xml")
    if manifest is not None:
        archive.walk(manifest, _Manifest())


class _Manifest(Walk):
    def element(self, name: str, attributes: Attributes) -> None:  # noqa: ARG002
        """An entry of the archive; a protected one says how."""
        if name == "encryption-data":
            raise UnreadableWorkbook("password")


class _Formats(Walk):
    """The cell styles that show a number scaled: by a display factor, or by a decimal point that is mere text."""

    def __init__(self) -> None:
        self._data_style = ""
        self._in_point = False
        self._scaled: set[str] = set()
        self._of_cell: dict[str, str] = {}

    def parser(self) -> expat.XMLParserType:
        """Text is listened to for decimal points that are mere text."""
        parser = super().parser()
        parser.CharacterDataHandler = self.text
        return parser

    def element(self, name: str, attributes: Attributes) -> None:
        """A number format, a part of one, or a cell style that names one."""
        plain = {local(key): value for key, value in attributes.items()}
        self._in_point = name == "embedded-text"
        if name == "number-style":
            self._data_style = plain.get("name", "")
        elif name == "number" and plain.get("display-factor", "1") not in ("", "1"):
            self._scaled.add(self._data_style)
        elif name == "style" and plain.get("family") == "table-cell":
            self._of_cell[plain.get("name", "")] = plain.get("data-style-name", "")

    def text(self, data: str) -> None:
        """A literal within a number format."""
        if self._in_point and data.strip() == ".":
            self._scaled.add(self._data_style)

    def remark(self, cell_style: str) -> Remark | None:
        """The remark on cells of a style."""
        return "scaled_format" if self._of_cell.get(cell_style) in self._scaled else None


class _Tables(Walk):
    """The sheets of an ods, cell by cell; `_rows` and `_columns` are how often the present ones are repeated."""

    def __init__(self, archive: Archive, formats: _Formats) -> None:
        self.found: list[Findings] = []
        self._archive = archive
        self._formats = formats
        self._in_sheets = self._in_cell = False
        self._row = self._column = self._rows = self._columns = 0
        self._last_row = self._last_column = -1
        self._text = Text()

    def parser(self) -> expat.XMLParserType:
        """Ends count here: a cell or row may stand for many."""
        parser = super().parser()
        parser.EndElementHandler = self.closed
        parser.CharacterDataHandler = self.text
        return parser

    def opened(self, tag: str, attributes: Attributes) -> None:
        """One element; those before the sheets are the document's own styles."""
        if not self._in_cell:
            self._text.length = 0
        name = local(tag)
        if self._in_sheets:
            self._in_spreadsheet(name, attributes)
        elif name == "spreadsheet":
            self._in_sheets = True
        else:
            self._formats.element(name, attributes)

    def closed(self, tag: str) -> None:
        """A cell, a row or a sheet ends."""
        if not self._in_sheets:
            return
        name = local(tag)
        if name in _CELLS:
            self._in_cell = False
            self._column += self._columns
        elif name == "table-row":
            self._row += self._rows
        elif name == "table":
            self._archive.cover(self.found[-1].sheet, self._last_row, self._last_column)

    def text(self, data: str) -> None:
        """A cell's words, or a literal within a number format."""
        self._text.add(data)
        if not self._in_sheets:
            self._formats.text(data)

    def _in_spreadsheet(self, name: str, attributes: Attributes) -> None:
        if name in _CELLS:
            self._cell({local(key): value for key, value in attributes.items()})
        elif name == "table-row":
            self._begin_row(attributes)
        elif name == "table":
            self.found.append(Findings(attributes.get("table:name", "")))
            self._row = self._column = 0
            self._last_row = self._last_column = -1
        elif name == "table-column":
            self._begin_column(attributes)

    def _begin_row(self, attributes: Attributes) -> None:
        self._rows = _repeated(attributes.get("table:number-rows-repeated", "1"), LAST_ROW - self._row)
        self._column = 0
        if attributes.get("table:visibility") in _HIDDEN:
            self.found[-1].hide_rows(self._row, self._rows)

    def _begin_column(self, attributes: Attributes) -> None:
        columns = _repeated(attributes.get("table:number-columns-repeated", "1"), LAST_COLUMN - self._column)
        if attributes.get("table:visibility") in _HIDDEN:
            self.found[-1].hidden_columns.append((self._column, self._column + columns - 1))
        self._column += columns

    def _cell(self, plain: Attributes) -> None:
        self._in_cell = True
        self._columns = _repeated(plain.get("number-columns-repeated", "1"), LAST_COLUMN - self._column)
        kind = plain.get("value-type")
        remark = self._remark(kind, plain)
        if kind or remark:
            self._cover()
        if remark:
            for column in range(self._column, self._column + self._columns):
                self.found[-1].remarks.add(remark, self._row, column, self._rows)
        down = _repeated(plain.get("number-rows-spanned", "1"), LAST_ROW)
        across = _repeated(plain.get("number-columns-spanned", "1"), LAST_COLUMN)
        if down > 1 or across > 1:
            self.found[-1].merge(self._row, self._column, self._row + down - 1, self._column + across - 1)

    def _cover(self) -> None:
        self._last_row = max(self._last_row, self._row + self._rows - 1)
        self._last_column = max(self._last_column, self._column + self._columns - 1)
        self._archive.check_area(self.found[-1].sheet, self._last_row, self._last_column)

    def _remark(self, kind: str | None, plain: Attributes) -> Remark | None:
        """Attributes without prefix: `value-type` twice means that calcext's, which alone knows errors, comes last."""
        if kind == "error":
            return "error_value"
        if not kind:
            return "formula_without_value" if plain.get("formula") else None
        if kind == "percentage":
            return "percent_format"
        return self._formats.remark(plain.get("style-name", "")) if kind == "float" else None


def _repeated(typed: str, most: int) -> int:
    """A number of repetitions. Raises UnreadableWorkbook for what no sheet has room for."""
    if typed.isascii() and typed.isdigit() and len(typed) < 12 and 1 <= int(typed) <= most:
        return int(typed)
    raise UnreadableWorkbook("unsafe")
