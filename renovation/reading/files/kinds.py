"""Recognises the kind of a file by its bytes, because a file's name often has the wrong ending."""

from __future__ import annotations

import struct
from typing import Final, Literal

from renovation.reading.files.unreadable import UnreadableWorkbook

Kind = Literal["xlsx", "ods", "xls", "text"]
"""The kind of a file. `xlsx` stands for every zip file except ods, `xls` for every OLE file, such as the et files of
WPS; the worker process looks at them more closely."""

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_END: Final = b"PK\x05\x06"
_BEFORE_MARKUP: Final = b"\xef\xbb\xbf\xff\xfe \t\r\n"
"""The bytes of byte-order marks, and blanks."""
_OTHERS: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "WebP"),
    (b"BM", "BMP"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (_ZIP_END, "ZIP"),
    (b"\x09\x00\x04\x00", "Excel 2"),
    (b"\x09\x02\x06\x00", "Excel 3"),
    (b"\x09\x04\x06\x00", "Excel 4"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
    (b"MIME-Version:", "MHTML"),
)
_LOCK_SIZE: Final = 165  # ~$name.xlsx: the owner's name in 55 bytes, then in UTF-16, filled up with blanks
_BINARY_ONLY: Final = frozenset({"BMP", "EXE", "WebP"})
"""Kinds whose first bytes can also begin a text: a file is of this kind only if a NUL byte follows."""


def kind_of(content: bytes) -> Kind:
    """Returns the kind of a file that can contain a table, such as `xlsx`, recognised from its bytes.

    Raises UnreadableWorkbook for an empty file and for a file of a kind that cannot contain a table; the message names
    that kind if it is known.
    """
    if not content.strip():
        raise UnreadableWorkbook("empty")
    if content.startswith(ZIP):
        return "ods" if _is_open_document(content) else "xlsx"
    if content.startswith(OLE):
        return "xls"
    other = _other_kind(content)
    if other:
        raise UnreadableWorkbook("other_kind", kind=other)
    return "text"


def _is_open_document(content: bytes) -> bool:
    """Returns whether the list of contents of a zip file names the files of an ods."""
    end = content.rfind(_ZIP_END)
    if end < 0 or end + 20 > len(content):
        return False
    size, begin = struct.unpack_from("<II", content, end + 12)
    directory = content[begin : begin + size]
    return b"content.xml" in directory and b"[Content_Types].xml" not in directory


def _other_kind(content: bytes) -> str | None:
    if len(content) == _LOCK_SIZE and content.endswith(b" \0"):
        raise UnreadableWorkbook("lock")
    for mark, name in _OTHERS:
        if content.startswith(mark) and (name not in _BINARY_ONLY or b"\0" in content[:64]):
            return name
    return _markup(content)


def _markup(content: bytes) -> str | None:
    """Returns "HTML" or "XML" if a file is markup, under whatever name it was saved; otherwise None."""
    head = content[:4096].replace(b"\0", b"").lstrip(_BEFORE_MARKUP).lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body")):
        return "HTML"
    return ("HTML" if b"<html" in head else "XML") if head.startswith(b"<") else None
