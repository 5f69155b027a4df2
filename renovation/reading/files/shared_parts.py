"""The parts of an xlsx that all its sheets refer to: the cells' styles, and the strings."""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from renovation.reading.files.addresses import parse_count
from renovation.reading.files.cell_marks import PLAIN, CellStyle
from renovation.reading.files.number_formats import BUILT_IN_PERCENT, style_of
from renovation.reading.files.scan import Attributes, Text, Walk
from renovation.reading.files.unreadable import UnreadableWorkbook

_SMALLEST_STRING: Final = len("<si/>")


class Styles(Walk):
    """Which of the cells' styles change what is seen of a cell."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._struck_out: list[bool] = []
        self._used: list[tuple[str, str]] = []
        self._list = ""

    def element(self, name: str, attributes: Attributes) -> None:
        """A format, a font, a list of styles, or a style."""
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in ("fonts", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._list = name
        elif name == "font" and self._list == "fonts":
            self._struck_out.append(False)
        elif name == "strike" and self._struck_out and self._list == "fonts":
            self._struck_out[-1] = attributes.get("val") not in ("0", "false")
        elif name == "xf" and self._list == "cellXfs":
            self._used.append((attributes.get("numFmtId", ""), attributes.get("fontId", "")))

    def by_number(self) -> dict[str, CellStyle]:
        """The styles that change something, by the number that a cell's `s` gives."""
        codes = {str(number): "0%" for number in BUILT_IN_PERCENT} | self._codes
        fonts = {str(number) for number, is_struck_out in enumerate(self._struck_out) if is_struck_out}
        styles = {
            str(number): style_of(codes.get(code, ""), font in fonts) for number, (code, font) in enumerate(self._used)
        }
        return {number: style for number, style in styles.items() if style != PLAIN}


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
        elif name == "sst" and parse_count(attributes.get("uniqueCount", "0")) > self._most:
            raise UnreadableWorkbook("unsafe")
