"""Rewrites workbooks that Excel, WPS or LibreOffice can open but calamine, the library that reads the cells, cannot.

An xlsx file keeps only its worksheets, at the usual places: calamine refuses a workbook that lists a macro sheet or a
missing sheet, contains an error such as #SPILL!, or merges whole columns, and it looks for styles and strings at the
usual places only. An ods file loses its indentation, which calamine takes for cells, and gets the two files without
which calamine does not recognise it.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final
from xml.sax.saxutils import quoteattr

from renovation.reading.files.archive import Archive
from renovation.reading.files.xlsx_package import Package, SheetEntry

_INDENTED: Final = re.compile(
    rb"(</?(?:table|office):[^<>]*>|</text:p>)\s+(?=<)"
)  # </table:table-row>⏎ <, not <text:p> <
_ERROR: Final = re.compile(
    rb"""(<(?:\w+:)?c\s[^<>]*\bt=(["'])e\2[^<>]*(?<!/)>"""  # <c r="A1" t="e">, not <c r="A1" t="e"/>
    rb"(?:<(?!/?(?:\w+:)?c[\s>/])|[^<])*?"  # <f>1/0</f>, not </c><c r="B1">
    rb"<(?:\w+:)?v>)[^<]*"  # <v>#SPILL!
)
_RANGE: Final = re.compile(rb"<(?:\w+:)?(?:dimension|mergeCell)\s[^<>]*/>")  # <dimension ref="1:4"/>, not <mergeCells>
_STATES: Final = ("hidden", "veryHidden")
_MIMETYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST: Final = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_IDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


def mended_ods(archive: Archive) -> io.BytesIO:
    """Returns a copy of an ods file that calamine can read, with the same cells.

    Raises UnreadableWorkbook if the file is damaged.
    """
    content = _INDENTED.sub(rb"\1", archive.read("content.xml"))
    return _zipped({"mimetype": _MIMETYPE, "META-INF/manifest.xml": _MANIFEST, "content.xml": content})


def mended_xlsx(package: Package) -> io.BytesIO:
    """Returns a copy of an xlsx file that calamine can read, with the same sheets; every error in a cell becomes #N/A.

    The merged ranges are left out, because the scan reads them from the original file. Raises UnreadableWorkbook if the
    file is damaged.
    """
    numbered = list(enumerate(package.worksheets, 1))
    sheets = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" r:id="r{n}" state="{_state(sheet)}"/>'
        for n, sheet in numbered
    )
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{_IDS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered
    )
    dates = ' date1904="1"' if package.has_1904_dates else ""
    workbook = f'<workbook xmlns="{_MAIN}" xmlns:r="{_IDS}"><workbookPr{dates}/><sheets>{sheets}</sheets></workbook>'
    root = f'<Relationship Id="r1" Type="{_IDS}/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONSHIPS}">{root}</Relationships>'.encode(),
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONSHIPS}">{listed}</Relationships>'.encode(),
    }
    read = package.archive.read
    parts |= {f"xl/worksheets/sheet{n}.xml": _mended_cells(read(sheet.path)) for n, sheet in numbered}
    for kind in ("styles", "sharedStrings"):
        part = package.part(kind)
        if part:
            parts[f"xl/{kind}.xml"] = read(part)
    return _zipped(parts)


def _mended_cells(content: bytes) -> bytes:
    return _RANGE.sub(b"", _ERROR.sub(rb"\1#N/A", content))


def _state(sheet: SheetEntry) -> str:
    """Returns the state of a sheet, such as hidden; "visible" if calamine does not know the word in the file."""
    return sheet.state if sheet.state in _STATES else "visible"


def _zipped(parts: dict[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    stream.seek(0)
    return stream
