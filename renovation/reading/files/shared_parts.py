"""The parts of an xlsx that all its sheets refer to: the cells' styles, and the strings."""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from renovation.reading.files.addresses import number
from renovation.reading.files.cell_marks import Remark
from renovation.reading.files.number_formats import BUILT_IN_PERCENT, remark_on
from renovation.reading.files.scan import Attributes, Text, Walk
from renovation.reading.files.unreadable import UnreadableWorkbook

_SMALLEST_STRING: Final = len("<si/>")


class Styles(Walk):
    """Which of the cells' styles show another number than the cell holds."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._used: list[str] = []
        self._in_cells = False

    def element(self, name: str, attributes: Attributes) -> None:
        """A format, a list of styles, or a style."""
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._in_cells = name == "cellXfs"
        elif name == "xf" and self._in_cells:
            self._used.append(attributes.get("numFmtId", ""))

    def remarks(self) -> dict[str, Remark]:
        """The remark by the number that a cell's `s` gives."""
        known: dict[str, Remark | None] = {str(place): "percent_format" for place in BUILT_IN_PERCENT}
        known |= {key: remark_on(code) for key, code in self._codes.items()}
        return {str(place): remark for place, key in enumerate(self._used) if (remark := known.get(key))}


class SharedStrings(Walk):
    """A reader makes room for as many strings as are declared: they must fit into the part."""

    def __init__(self, size: int) -> None:
        self.count = 0
        self._most = size // _SMALLEST_STRING
        self._text = Text()

    def parser(self) -> expat.XMLParserType:
        """Text is measured, string by string."""
        parser = super().parser()
        parser.CharacterDataHandler = self._text.add
        return parser

    def element(self, name: str, attributes: Attributes) -> None:
        """A string, or the declaration of how many there are."""
        if name == "si":
            self.count += 1
            self._text.length = 0
        elif name == "sst" and number(attributes.get("uniqueCount", "0")) > self._most:
            raise UnreadableWorkbook("unsafe")
