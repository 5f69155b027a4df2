"""Workbooks made by hand, part by part: what no office program would write."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def parts(sheet: str | bytes, strings: str | bytes | None = None, styles: str | None = None) -> dict[str, str | bytes]:
    """The parts of an xlsx with one sheet, Sheet1."""
    kinds = {"worksheet": "worksheets/sheet1.xml"}
    made: dict[str, str | bytes] = {"xl/worksheets/sheet1.xml": sheet}
    if strings is not None:
        kinds["sharedStrings"] = "sharedStrings.xml"
        made["xl/sharedStrings.xml"] = strings
    if styles is not None:
        kinds["styles"] = "styles.xml"
        made["xl/styles.xml"] = styles
    relations = "".join(
        f'<Relationship Id="r{place}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(kinds.items(), 1)
    )
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
        **made,
    }


def package(made: Mapping[str, str | bytes]) -> bytes:
    """The parts as a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return stream.getvalue()


def bomb(made: Mapping[str, str | bytes], name: str, head: bytes, filler: bytes, tail: bytes, size: int) -> bytes:
    """The parts with one of them swollen to `size` bytes of filler; written piecewise, never held whole."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for other, content in made.items():
            if other != name:
                archive.writestr(other, content)
        block = filler * (1 + (1 << 20) // len(filler))
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(head)
            for _ in range(size // len(block)):
                part.write(block)
            part.write(tail)
    return stream.getvalue()


def lying(content: bytes, declared: int) -> bytes:
    """A zip whose entries all claim another unzipped size, in the directory and before the entries."""
    data = bytearray(content)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset : place + offset + 4] = struct.pack("<I", declared)
            place = data.find(mark, place + 4)
    return bytes(data)


def ole(stream: str, content: bytes = b"", loop: bool = False) -> bytes:
    """An OLE file with one stream of 4 KB or more; with `loop`, its directory's chain of sectors never ends."""
    content = content.ljust(4096, b"\0")
    sectors = len(content) // 512
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chain = [table, 1 if loop else end, *range(3, 3 + sectors - 1), end]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    directory = _entry("Root Entry", 5, end, 0, child=1) + _entry(stream, 2, 2, len(content)) + bytes(256)
    fat = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    return header + fat + directory + content


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    entry = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36) + struct.pack("<IQ", start, size)
    return entry


def ods(table: str) -> bytes:
    """An OpenDocument spreadsheet whose only sheet holds these rows."""
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    names += 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    names += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{manifest}"/>')
    return stream.getvalue()
