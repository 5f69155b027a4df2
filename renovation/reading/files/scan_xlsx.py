"""Scans an xlsx file for the properties of cells, rows and columns that are in a SheetScan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from renovation.reading.files.addresses import LAST_COLUMN, LAST_ROW, address, cell_position, parse_count, range_bounds
from renovation.reading.files.archive import Archive, Attributes, XmlPart, local
from renovation.reading.files.cell_marks import PLAIN, CellStyle
from renovation.reading.files.plain_cells import plain_cells
from renovation.reading.files.sheet_scan import SheetScan
from renovation.reading.files.unreadable import UnreadableWorkbook
from renovation.reading.files.xlsx_package import TRUE, Package, is_struck_out

_NUMERIC: Final = (None, "n")
_BYTE_BY_BYTE: Final = (None, "n", "s", "b", "e")
"""The types of cells whose value calamine takes as written, without resolving references to characters."""
_OF_CELLS: Final = ("row", "c", "v", "f", "is")
_PAGE_MARGINS: Final = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


def scan(archive: Archive) -> Iterator[SheetScan]:
    """Scans an xlsx file for what calamine ignores, such as hidden rows; yields a SheetScan for each worksheet.

    Raises UnreadableWorkbook for a zip file of another kind, and for content from which calamine and Excel would read
    different values, such as two values in one cell.
    """
    package = Package(archive)
    styles, struck_out = package.styles(), package.struck_out_strings()
    for sheet in package.worksheets:
        worksheet = _Worksheet(sheet.name, styles, struck_out)
        archive.parse(sheet.path, worksheet)
        for row, column, text in package.comments(sheet):
            worksheet.result.comment(row, column, text)
        worksheet.result.page_texts += filter(str.strip, package.text_boxes(sheet))
        yield worksheet.result


class _Worksheet(XmlPart):
    """Collects the properties of one worksheet, cell by cell."""

    def __init__(self, name: str, styles: dict[str, CellStyle], struck_out: frozenset[int]) -> None:
        self.result = SheetScan(name)
        self._styles = styles
        self._struck_out = struck_out
        self._plain_cells = plain_cells(styles, all_strings=bool(struck_out))
        self._waiting = b""
        self._value = ""
        self._seen_rows = bytearray(LAST_ROW)
        self._rows_prefix: str | None = None
        self._in_rows = False
        self._row = self._column = -1
        self._style = PLAIN
        self._begin_cell({})

    def piece(self, chunk: bytes) -> bytes:
        """Returns the bytes to parse, without ordinary cells; bytes after the last `<` are kept for the next chunk."""
        joined = self._waiting + chunk
        cut = max(joined.rfind(b"<"), 0)
        self._waiting = joined[cut:]
        return self._plain_cells.sub(rb"\1", joined[:cut])

    def rest(self) -> bytes:
        return self._waiting

    def parser(self) -> expat.XMLParserType:
        self._parser = super().parser()
        self._parser.EndElementHandler = self._closed
        return self._parser

    def opened(self, tag: str, attributes: Attributes) -> None:
        prefix, _, name = tag.rpartition(":")
        if not self._in_rows:
            self._outside_rows(prefix, name, attributes)
        elif name in _OF_CELLS and prefix != self._rows_prefix:
            raise UnreadableWorkbook("unsafe")  # calamine takes a cell of an extension for one of the sheet
        elif name == "c":
            self._place_cell(attributes)
            self._begin_cell(attributes)
        elif name == "v":
            self._begin_value()
        elif name == "row":
            self._begin_row(attributes)
        elif name == "f":
            self._has_formula = True
            self._refuse_behind_value()
        elif name == "is":
            self._has_text = True
        elif name == "strike":
            self._style = self._style._replace(is_struck_out=is_struck_out(attributes))

    def _closed(self, tag: str) -> None:
        name = local(tag)
        if name in _PAGE_MARGINS and not self._in_rows:
            self._parser.CharacterDataHandler = None
            self.result.page(self._value)
            self._value = ""
        elif not self._in_rows:
            return
        elif name == "v":
            self._parser.DefaultHandler = None
        elif name == "c":
            self._end_cell()
        elif name == "sheetData":
            self._in_rows = False

    def _outside_rows(self, prefix: str, name: str, attributes: Attributes) -> None:
        if name == "sheetData":
            if self._rows_prefix is not None:
                raise UnreadableWorkbook("unsafe")  # of two lots of rows, calamine takes the first alone
            self._rows_prefix = prefix
            self._in_rows = True
        elif name in _PAGE_MARGINS:
            self._value = ""
            self._parser.CharacterDataHandler = self._add_text
        elif name == "mergeCell":
            try:
                self.result.merge(*range_bounds(attributes.get("ref", "")))
            except ValueError as error:
                raise UnreadableWorkbook("unsafe") from error
        elif name == "col" and attributes.get("hidden") in TRUE:
            first, last = parse_count(attributes.get("min", "0")), parse_count(attributes.get("max", "0"))
            self.result.hidden_columns.append((first - 1, min(last, LAST_COLUMN) - 1))

    def _add_text(self, text: str) -> None:
        self._value += text

    def _begin_row(self, attributes: Attributes) -> None:
        typed = attributes.get("r")
        self._row = self._row + 1 if typed is None else parse_count(typed) - 1
        if not 0 <= self._row < LAST_ROW or self._seen_rows[self._row]:
            raise UnreadableWorkbook("unsafe")
        self._seen_rows[self._row] = 1
        self._column = -1
        if attributes.get("hidden") in TRUE or attributes.get("ht") == "0":
            self.result.hidden_rows.add("hidden", self._row, 0)

    def _place_cell(self, attributes: Attributes) -> None:
        """Finds the column of a cell. Refuses a cell that names another row than its own: calamine would move it."""
        typed = attributes.get("r")
        if typed is None:
            self._column += 1
            return
        try:
            row, self._column = cell_position(typed)
        except ValueError as error:
            raise UnreadableWorkbook("unsafe") from error
        if row != self._row:
            raise UnreadableWorkbook("unsafe")

    def _begin_cell(self, attributes: Attributes) -> None:
        self._type = attributes.get("t")
        self._style = self._styles.get(attributes.get("s", "0"), PLAIN)
        self._has_formula = self._has_value = self._has_text = False
        self._value = ""

    def _begin_value(self) -> None:
        self._refuse_behind_value()
        self._has_value = True
        self._parser.DefaultHandler = self._add_to_value

    def _add_to_value(self, written: str) -> None:
        """Adds a piece of text to the value of the current cell, as written in the file, such as `1` or `&#55;`.

        Refuses a comment or CDATA, because calamine reads only the part before it, or nothing; and a reference in a
        cell of which calamine takes the value as written.
        """
        if written[0] == "<" or (written[0] == "&" and self._type in _BYTE_BY_BYTE):
            raise UnreadableWorkbook("unsafe")
        self._value += written

    def _refuse_behind_value(self) -> None:
        """Refuses the file if the cell has a value already, as Excel and calamine would read different values then."""
        if self._has_value:
            raise UnreadableWorkbook("unsafe")

    def _end_cell(self) -> None:
        if self._type == "s" and self._has_value and self._value:
            self._look_up_string()
        elif self._type in _NUMERIC and self._value.strip():
            self._check_number()
        if self._has_formula and not (self._has_value and (self._value.strip() or self._type == "str")):
            self.result.remarks.add("formula_without_value", self._row, self._column)
        elif self._has_value or self._has_text:
            self.result.fill(self._row, self._column)
            self.result.style(self._style, self._row, self._column, is_number=self._type in _NUMERIC)
            if self._type == "e":
                self.result.remarks.add("error_value", self._row, self._column)

    def _check_number(self) -> None:
        """Refuses a number that cannot be parsed and names its cell; calamine would not say which cell it is."""
        try:
            float(self._value)
        except ValueError as error:
            cell = address(self._row, self._column)
            raise UnreadableWorkbook("damaged_number", sheet=self.result.sheet, cell=cell, found=self._value) from error

    def _look_up_string(self) -> None:
        """Refuses an invalid index of a shared string, for which calamine would take the first string."""
        if parse_count(self._value) >= 1 << 32:
            raise UnreadableWorkbook("damaged")
        if int(self._value) in self._struck_out:
            self._style = self._style._replace(is_struck_out=True)
