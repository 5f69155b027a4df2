"""Files as office programs write them, and as they never would: each made in memory, down to the bytes where need be."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import xlwt

Rows = Sequence[Sequence[Any]]

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET: Final = "xl/worksheets/sheet1.xml"
STRINGS: Final = "xl/sharedStrings.xml"
STYLES: Final = "xl/styles.xml"
ODS_MIMETYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_NONE: Final = 0xFFFFFFFF
ONE_CELL: Final = '<row r="1"><c r="A1"><v>1</v></c></row>'


# xlsx


def xlsx(cells: str = ONE_CELL, *, around: str = "", styles: Sequence[str] = (), **parts: str | bytes) -> bytes:
    """A workbook of one sheet: its rows as XML, what stands `around` them, the number formats of its styles 1, 2, …

    `parts` replace or add whole parts, by `sheet`, `strings`, `workbook`, or `sheet_open` for what precedes the rows.
    """
    before = parts.get("before", "")
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": parts.get("workbook", workbook("改造项目")),
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ),
        SHEET: parts.get(
            "sheet", f'<worksheet xmlns="{MAIN}">{before}<sheetData>{cells}</sheetData>{around}</worksheet>'
        ),
        STYLES: _styles(styles),
        STRINGS: parts.get("strings", f'<sst xmlns="{MAIN}" uniqueCount="0"/>'),
    }
    return packed(made)


def workbook(*names: str, hidden: Sequence[str] = ()) -> str:
    """The list of the sheets; all are the one sheet where there is but one part."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId1"{" state=" + quoteattr("hidden") if name in hidden else ""}/>'
        for number, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'


def relations(*listed: tuple[str, str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for key, kind, target in listed
    )
    return f'<Relationships xmlns="{PACKAGE}">{entries}</Relationships>'


def _styles(formats: Sequence[str]) -> str:
    codes = "".join(f"<numFmt numFmtId='{200 + n}' formatCode={quoteattr(code)}/>" for n, code in enumerate(formats))
    used = "".join(f"<xf numFmtId='{200 + n}'/>" for n in range(len(formats)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'
    )


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts in this order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method, compresslevel=1) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def with_entries(content: bytes, *further: tuple[str, str | bytes]) -> bytes:
    """The same zip with further entries, whatever they are called."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as file:
        for name, added in further:
            file.writestr(name, added)
    return stream.getvalue()


def replaced(content: bytes, part: str, by: str | bytes) -> bytes:
    """The same zip with one part replaced."""
    file = zipfile.ZipFile(io.BytesIO(content))
    return packed({name: by if name == part else file.read(name) for name in file.namelist()})


def part_of(content: bytes, part: str) -> bytes:
    """One part of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read(part)


def raw_xlsx(part: str, deflated: bytes, declared: int) -> bytes:
    """A workbook one part of which is deflated already, and declared to be of any size."""
    whole = zipfile.ZipFile(io.BytesIO(xlsx()))
    entries = []
    for entry in whole.infolist():
        plain = whole.read(entry)
        squeezed = deflated if entry.filename == part else _deflated(plain)
        size = declared if entry.filename == part else len(plain)
        entries.append((entry.filename.encode(), squeezed, size, zlib.crc32(plain)))
    return raw_zip(entries)


def raw_zip(entries: Sequence[tuple[bytes, bytes, int, int]]) -> bytes:
    """A zip of entries: name, deflated content, declared size and checksum, all believed."""
    body, directory = bytearray(), bytearray()
    for name, squeezed, size, checksum in entries:
        common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, checksum, len(squeezed), size, len(name), 0)
        directory += (
            b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        )
        body += b"PK\x03\x04" + common + name + squeezed
    count = len(entries) & 0xFFFF
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def bomb(head: bytes, again: bytes, times: int, tail: bytes) -> tuple[bytes, int]:
    """Deflated `head`, then `again` over and over, then `tail`, and how much that unzips to; made without unzipping it."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = squeezer.compress(head) + squeezer.flush(zlib.Z_FULL_FLUSH)
    block = squeezer.compress(again) + squeezer.flush(zlib.Z_FULL_FLUSH)
    last = squeezer.compress(tail) + squeezer.flush(zlib.Z_FINISH)
    return first + block * times + last, len(head) + len(again) * times + len(tail)


def _deflated(plain: bytes) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeezer.compress(plain) + squeezer.flush()


# ods


def ods(table: str, *, styles: str = "", **parts: str) -> bytes:
    """A spreadsheet of one table: the table as XML, its automatic styles, and whole parts to replace or add."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
        for name, uri in (("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"))
    )
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" {spaces} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", ODS_MIMETYPE, zipfile.ZIP_STORED)
        file.writestr("content.xml", parts.get("content", content))
        file.writestr("META-INF/manifest.xml", parts.get("manifest", manifest))
    return stream.getvalue()


def ods_table(inside: str, name: str = "改造项目", more: str = "") -> str:
    return f"<table:table table:name={quoteattr(name)}{more}>{inside}</table:table>"


def ods_rows(rows: Rows) -> str:
    return "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'


# xls


def xls(rows: Rows, name: str = "改造项目") -> bytes:
    """An Excel 97 workbook of one sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell is not None:
                sheet.write(row, column, cell)
    return saved(book)


def saved(book: xlwt.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file of these streams, in sectors of 512 bytes."""
    chains, entries, body = [], [_ole_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)], bytearray()
    for number, (name, content) in enumerate(streams.items(), 1):
        content = content.ljust(4096, b"\0")
        first, count = 2 + len(body) // 512, -(-len(content) // 512)
        sibling = number + 1 if number < len(streams) else _NONE
        entries.append(_ole_entry(name, 2, first, len(content), sibling=sibling))
        body += content.ljust(count * 512, b"\0")
        chains += [*range(first + 1, first + count), 0xFFFFFFFE]
    allocation = [0xFFFFFFFD, 0xFFFFFFFE, *chains]
    allocation += [0xFFFFFFFF] * (128 - len(allocation))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + b"\xff" * 4 * 108
    return head + struct.pack("<128I", *allocation) + b"".join(entries).ljust(512, b"\0") + bytes(body)


def _ole_entry(name: str, kind: int, first: int, size: int, *, child: int = _NONE, sibling: int = _NONE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB", len(written), kind, 1)
        + struct.pack("<III", _NONE, sibling, child)
        + bytes(36)
        + struct.pack("<III", first, size, 0)
    )
