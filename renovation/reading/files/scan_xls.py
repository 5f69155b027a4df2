"""Scans an xls or et file for the properties of cells, rows and columns that are in a SheetScan.

The source of the format is [MS-XLS], Excel Binary File Format, which describes BIFF8 (Excel 97 and later); the older
BIFF5 (Excel 5 and 95) differs only in how it writes texts. A formula that was never calculated is recognised only if
the file marks it; otherwise it reads as 0 or as an empty text, as in Excel itself.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from renovation.reading.files.number_formats import BUILT_IN_PERCENT, style_of
from renovation.reading.files.ole_streams import workbook_stream
from renovation.reading.files.sheet_scan import SheetScan
from renovation.reading.files.unreadable import UnreadableWorkbook

_BOF: Final = 0x809
_EOF: Final = 0x0A
_FILEPASS: Final = 0x2F
_CODEPAGE: Final = 0x42
_BOUNDSHEET: Final = 0x85
_FORMAT: Final = 0x41E
_FONT: Final = 0x31
_XF: Final = 0xE0
_FORMULA: Final = 0x06
_BOOLERR: Final = 0x205
_NUMBER: Final = 0x203
_RK: Final = 0x27E
_MULRK: Final = 0xBD
_LABELSST_LABEL_RSTRING: Final = (0xFD, 0x204, 0xD6)
_ROW: Final = 0x208
_COLINFO: Final = 0x7D
_MERGECELLS: Final = 0xE5
_NOTE: Final = 0x1C
_OBJ: Final = 0x5D
_TXO: Final = 0x1B6
_CONTINUE: Final = 0x3C
_HEADER_FOOTER: Final = (0x14, 0x15)

_BIFF8: Final = 0x0600
_CHINESE: Final = 936
_WORKSHEET_TYPE: Final = 0
_ROW_IS_HIDDEN: Final = 0x20
_COLUMN_IS_HIDDEN: Final = 0x01
_RESULT_IS_NO_NUMBER: Final = 0xFFFF
_RESULT_IS_ERROR: Final = 2
_FONT_IS_STRUCK_OUT: Final = 0x08
_MISSING_FONT: Final = 4
"""Fonts are counted from 0, and none has this number."""
_LEAST_OF_COMMENT: Final = 12
"""The bytes of the shortest record about a comment, other than one that continues a text."""
_CALCULATE_ON_LOAD: Final = 0x03
"""Marks a formula to be calculated when the file is opened; with a result of 0 it was never calculated."""


class _Globals:
    """The data that all sheets share: their names, their positions in the stream, and the cell styles."""

    def __init__(self, book: bytes) -> None:
        self.sheets: list[tuple[str, int]] = []
        self._is_biff8, self._encoding = True, "cp1252"
        self._codes = dict.fromkeys(BUILT_IN_PERCENT, "0%")
        self._struck_out: list[bool] = []
        self._used: list[tuple[int, int]] = []
        for record in _substream(book, 0):
            self._take(*record)
        self.styles = [style_of(self._codes.get(code, ""), self._is_struck_out(font)) for font, code in self._used]

    def _take(self, kind: int, content: bytes) -> None:
        if kind == _FILEPASS:
            raise UnreadableWorkbook("password")
        if kind == _BOF:
            self._is_biff8 = _word(content, 0) >= _BIFF8
        elif kind == _CODEPAGE:
            self._encoding = "gb18030" if _word(content, 0) == _CHINESE else "cp1252"
        elif kind == _FORMAT:
            self._codes[_word(content, 0)] = self.text(content, 2, wide_length=True)
        elif kind == _FONT:
            self._struck_out.append(bool(_word(content, 2) & _FONT_IS_STRUCK_OUT))
        elif kind == _XF:
            self._used.append((_word(content, 0), _word(content, 2)))
        elif kind == _BOUNDSHEET and content[5] == _WORKSHEET_TYPE:
            self.sheets.append((self.text(content, 6), struct.unpack_from("<I", content)[0]))

    def _is_struck_out(self, font: int) -> bool:
        position = font - (font > _MISSING_FONT)
        return position < len(self._struck_out) and self._struck_out[position]

    def text(self, content: bytes, offset: int, wide_length: bool = False) -> str:
        """Returns the text at `offset`, which begins with its length (of two bytes in BIFF8, if `wide_length`).

        In BIFF8 it is in UTF-16 or has only the lower bytes of UTF-16, in BIFF5 it is in the file's code page.
        """
        if not self._is_biff8:
            length = content[offset]
            return content[offset + 1 : offset + 1 + length].decode(self._encoding, "replace")
        length = _word(content, offset) if wide_length else content[offset]
        offset += 2 if wide_length else 1
        wide, offset = content[offset] & 1, offset + 1
        end = offset + length * (1 + wide)
        return content[offset:end].decode("utf-16-le" if wide else "latin-1", "replace")


def scan(path: str) -> Iterator[SheetScan]:
    """Scans an xls or et file for what calamine ignores, such as hidden rows; yields a SheetScan for each worksheet.

    Raises UnreadableWorkbook for a file of another kind and for a protected or damaged file.
    """
    try:
        yield from _scan(workbook_stream(path))
    except (struct.error, IndexError, OSError, ValueError) as error:
        raise UnreadableWorkbook("damaged") from error


def _scan(book: bytes) -> Iterator[SheetScan]:
    common = _Globals(book)
    for name, place in common.sheets:
        cells = _Cells(name, common)
        for record in _substream(book, place):
            cells.take(*record)
        yield cells.complete()


def _substream(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yields (kind, content) of the records of one part of the file, from its BOF record at `place`, without charts."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", book, place)
        depth += kind == _BOF
        if depth <= 1:
            yield kind, book[place + 4 : place + 4 + length]
        place += 4 + length
        depth -= kind == _EOF
        if depth <= 0:
            return


class _Cells:
    """Collects the properties of one worksheet, record by record."""

    def __init__(self, name: str, common: _Globals) -> None:
        self.result = SheetScan(name)
        self._common = common
        self._object = self._characters_left = 0
        self._texts: dict[int, str] = {}
        self._comments: list[tuple[int, ...]] = []

    def complete(self) -> SheetScan:
        """Adds the comments to the result and returns it; must be called after the last record."""
        for row, column, _flags, number in self._comments:
            self.result.comment(row, column, self._texts.get(number, ""))
        return self.result

    def take(self, kind: int, content: bytes) -> None:
        """Handles one record of the sheet; records that concern no cell, row or column are ignored."""
        if kind in (_NUMBER, _RK):
            self._fill(*struct.unpack_from("<HHH", content), is_number=True)
        elif kind == _MULRK:
            self._numbers(content)
        elif kind in _LABELSST_LABEL_RSTRING:
            self._fill(*struct.unpack_from("<HHH", content), is_number=False)
        elif kind == _FORMULA:
            self._formula(content)
        elif kind == _BOOLERR:
            self._truth_or_error(content)
        elif kind == _ROW and _word(content, 12) & _ROW_IS_HIDDEN:
            self.result.hidden_rows.add("hidden", _word(content, 0), 0)
        elif kind == _COLINFO and _word(content, 8) & _COLUMN_IS_HIDDEN:
            self.result.hidden_columns.append((_word(content, 0), _word(content, 2)))
        elif kind == _MERGECELLS:
            for top, bottom, left, right in struct.iter_unpack("<4H", content[2 : 2 + 8 * _word(content, 0)]):
                self.result.merge(top, left, bottom, right)
        elif kind in _HEADER_FOOTER and content:
            self.result.page(self._common.text(content, 0, wide_length=True))
        elif content and (kind == _CONTINUE or len(content) >= _LEAST_OF_COMMENT):
            self._text_of_comment(kind, content)

    def _text_of_comment(self, kind: int, content: bytes) -> None:
        """Handles a record of a comment: its cell, its object, or a part of its text, which follows the object."""
        if kind == _NOTE:
            self._comments.append(struct.unpack_from("<4H", content))
        elif kind == _OBJ:
            self._object = _word(content, 6)
        elif kind == _TXO:
            self._texts[self._object], self._characters_left = "", _word(content, 10)
        elif kind == _CONTINUE and self._characters_left > 0:
            text = content[1:].decode("utf-16-le" if content[0] & 1 else "latin-1", "replace")
            self._texts[self._object] += text[: self._characters_left]
            self._characters_left -= len(text)

    def _fill(self, row: int, column: int, style: int, *, is_number: bool) -> None:
        self.result.fill(row, column)
        self.result.style(self._common.styles[style], row, column, is_number=is_number)

    def _numbers(self, content: bytes) -> None:
        row, column = struct.unpack_from("<HH", content)
        for place, offset in enumerate(range(4, len(content) - 2, 6)):
            self._fill(row, column + place, _word(content, offset), is_number=True)

    def _formula(self, content: bytes) -> None:
        """Records a formula's cell as filled, and marks it if its result is an error or was never calculated."""
        row, column, style = struct.unpack_from("<HHH", content)
        if _word(content, 12) != _RESULT_IS_NO_NUMBER:
            if _word(content, 14) & _CALCULATE_ON_LOAD and not any(content[6:14]):
                self.result.remarks.add("formula_without_value", row, column)
            self._fill(row, column, style, is_number=True)
            return
        self._fill(row, column, style, is_number=False)
        if content[6] == _RESULT_IS_ERROR:
            self.result.remarks.add("error_value", row, column)

    def _truth_or_error(self, content: bytes) -> None:
        row, column = struct.unpack_from("<HH", content)
        self.result.fill(row, column)
        if content[7]:
            self.result.remarks.add("error_value", row, column)


def _word(content: bytes, offset: int) -> int:
    return int(struct.unpack_from("<H", content, offset)[0])
