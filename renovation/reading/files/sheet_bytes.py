"""A worksheet's bytes before they are parsed: cut where a tag begins, plain cells left out, values as written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from renovation.reading.files.cell_marks import CellStyle
from renovation.reading.files.unreadable import UnreadableWorkbook

_END: Final = re.compile(rb"</[^<>]*?sheetData\s*>")


class SheetBytes:
    """What is given to the parser, piece by piece; each ends where a tag begins, so that a value is never divided."""

    def __init__(self, formats: Mapping[str, CellStyle], strings: int) -> None:
        self.refers = False
        """Whether the piece at hand holds a reference to a character."""
        self.rest = b""
        """What has not been given yet."""
        self._plain_cells = _plain_cells(formats, strings)
        self._string = re.compile(f"<v>(?:{_below(strings)})<".encode())
        self._piece = b""
        self._before = 0
        self._end: int | None = None

    def piece(self, chunk: bytes) -> bytes:
        """What of a chunk, and of the rest of the one before, can be parsed."""
        joined = self.rest + chunk
        cut = max(joined.rfind(b"<"), 0)
        self.rest = joined[cut:]
        self._before += len(self._piece)
        self._piece = self._plain_cells.sub(rb"\1", joined[:cut])
        self.refers = b"&" in self._piece
        if self._end is None and b"sheetData" in self._piece:
            end = _END.search(self._piece)
            self._end = end and self._before + end.start()
        return self._piece

    def is_string(self, index: int) -> bool:
        """Whether the tag that begins at this byte holds the number of a string; not told of every way to write it."""
        return index >= self._before and self._string.match(self._piece, index - self._before) is not None

    def text(self, index: int) -> bytes:
        """The text behind the tag that begins at this byte, as written."""
        if index < self._before:
            raise UnreadableWorkbook("unsafe")
        begin = self._piece.find(b">", index - self._before) + 1
        if self._piece[begin - 2 : begin - 1] == b"/":
            return b""
        end = self._piece.find(b"<", begin)
        return self._piece[begin:] if end < 0 else self._piece[begin:end]

    def in_rows(self, index: int) -> bool:
        """Whether this byte stands before the end of the rows."""
        return self._end is None or index < self._end


def _plain_cells(formats: Mapping[str, CellStyle], strings: int) -> re.Pattern[bytes]:
    """The beginning of a row with the plain cells behind it, all of that row, and another cell behind them.

    A cell is plain that is empty or holds a short number or text, in a style that tells nothing. Without `s` a cell
    has the first style. A reference to a character within a value is not plain, nor is a string that does not exist.
    """
    telling = "|".join(map(re.escape, formats))
    style = rf' s="(?!(?:{telling})")[0-9]+"' if telling else ' s="[0-9]+"'
    styled = style if "0" in formats else f"(?:{style})?"
    value = r'(?: t="[nb]")?+(?:/>|><v>[^<&]{1,32}+</v></c>)'
    shared = rf' t="s"><v>(?:{_below(strings)})</v></c>'
    text = r' t="inlineStr"><is><t(?: xml:space="preserve")?>[^<]{1,200}+</t></is></c>'
    cell = rf'<c r="[A-Z]{{1,2}}(?P=row)"{styled}(?:{value}|{shared}|{text})'
    return re.compile(rf'(<row r="(?P<row>[0-9]{{1,7}})"[^>]*+>)(?:{cell})+(?=<c r=")'.encode())


def _below(count: int) -> str:
    """A pattern of the whole numbers from nought that are below a count."""
    if not count:
        return "(?!)"
    last = str(count - 1)
    shorter = [f"[0-9]{{1,{len(last) - 1}}}(?=<)"] if len(last) > 1 else []
    lower = [
        f"{last[:place]}[0-{int(digit) - 1}][0-9]{{{len(last) - place - 1}}}"
        for place, digit in enumerate(last)
        if digit > "0"
    ]
    return "|".join([*shorter, *lower, last])
