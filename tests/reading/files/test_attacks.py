"""Files made to harm: refused in plain words, the parent's memory and its other visitors untouched."""

from __future__ import annotations

import io
import os
import resource
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from renovation.language import words_in
from renovation.reading.files.workbook import UnreadableWorkbook, open_book
from tests.reading.files import packages
from tests.reading.files.packages import ONE_CELL, bomb, lying, ods, ole, package, parts, sheet_xml

MEGABYTE = 1 << 20
LEFT_IN_PARENT = 150 * MEGABYTE
"""What an attack may leave in this process: the file itself and the interpreter's own growth."""
STRINGS = f'<sst xmlns="{packages.MAIN}" count="1" uniqueCount="1"><si><t>x</t></si></sst>'
ROW = b"<row><c><v>1</v></c></row>"


def swollen_sheet(filler: bytes, size: int) -> bytes:
    head, tail = sheet_xml("|").encode().split(b"|")
    return bomb(parts(sheet_xml("")), "xl/worksheets/sheet1.xml", head, filler, tail, size)


def swollen_strings(filler: bytes, size: int) -> bytes:
    head = f'<sst xmlns="{packages.MAIN}">'.encode()
    return bomb(parts(sheet_xml(ONE_CELL), STRINGS), "xl/sharedStrings.xml", head, filler, b"</sst>", size)


def endless_string() -> bytes:
    head, tail = f'<sst xmlns="{packages.MAIN}"><si><t>|</t></si></sst>'.encode().split(b"|")
    return bomb(parts(sheet_xml(ONE_CELL), STRINGS), "xl/sharedStrings.xml", head, b"x", tail, 150 * MEGABYTE)


def many_entries() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(60_000):
            archive.writestr(str(number), "")
    return stream.getvalue()


def renamed(old: str, new: str) -> bytes:
    return package({new if name == old else name: part for name, part in parts(sheet_xml(ONE_CELL)).items()})


def twice() -> bytes:
    stream = io.BytesIO(package(parts(sheet_xml(ONE_CELL))))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml(ONE_CELL.replace("1</v>", "999</v>")))
    return stream.getvalue()


def protected_zip() -> bytes:
    data = bytearray(package(parts(sheet_xml(ONE_CELL))))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def cell(address: str, value: str = "1") -> bytes:
    row = "".join(c for c in address if c.isdigit()) or "1"
    return package(parts(sheet_xml(f'{ONE_CELL}<row r="{row}"><c r="{address}"><v>{value}</v></c></row>')))


DTD = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ATTACKS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "rows without end": (lambda: swollen_sheet(ROW, 700 * MEGABYTE), {"too_large", "far_cell"}),
    "blanks without end": (lambda: swollen_sheet(b" " * 64, 700 * MEGABYTE), {"too_large", "long_text"}),
    "strings without end": (lambda: swollen_strings(b"<si><t>x</t></si>", 700 * MEGABYTE), {"too_large"}),
    "one endless string": (endless_string, {"long_text", "too_large"}),
    "sizes that lie": (lambda: lying(swollen_sheet(ROW, 200 * MEGABYTE), 1000), {"damaged", "too_large", "far_cell"}),
    "a cell in the far corner": (lambda: cell("XFD1048576"), {"far_cell"}),
    "a cell beyond the sheet": (lambda: cell("ZZZZ1"), {"unsafe"}),
    "a row beyond the sheet": (lambda: cell("A99999999999"), {"unsafe"}),
    "an address of letters": (lambda: package(parts(sheet_xml('<row r="1"><c r="AAAA"><v>1</v></c></row>'))), {"unsafe"}),
    "more strings declared than there are": (
        lambda: package(parts(sheet_xml(ONE_CELL), STRINGS.replace('uniqueCount="1"', 'uniqueCount="4294967295"'))),
        {"too_heavy"},
    ),
    "entities that multiply": (lambda: package(parts(sheet_xml('<row r="1"><c r="A1"><v>&c;</v></c></row>', DTD))), {"unsafe"}),
    "an entity from outside": (lambda: package(parts(sheet_xml('<row r="1"><c r="A1"><v>&a;</v></c></row>', OUTSIDE))), {"unsafe"}),
    "too many entries": (many_entries, {"unsafe"}),
    "an entry twice": (twice, {"unsafe"}),
    "an entry that climbs": (lambda: renamed("xl/workbook.xml", "../../etc/cron.d/x"), {"unsafe"}),
    "an entry from the root": (lambda: renamed("xl/workbook.xml", "/etc/cron.d/x"), {"unsafe"}),
    "cut off": (lambda: package(parts(sheet_xml(ONE_CELL)))[:-300], {"damaged"}),
    "protected as a zip": (protected_zip, {"password"}),
    "protected by Excel": (lambda: ole("EncryptedPackage"), {"password"}),
    "an old workbook that loops": (lambda: ole("Workbook", loop=True), {"damaged", "too_heavy", "unsafe"}),
    "an old workbook of noise": (lambda: ole("Workbook", bytes(range(256)) * 40), {"damaged", "too_heavy", "not_supported"}),
    "Word": (lambda: ole("WordDocument"), {"other_kind"}),
    "PDF": (lambda: b"%PDF-1.7 ...", {"other_kind"}),
    "a page saved as xls": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", {"other_kind"}),
    "rows repeated without end": (
        lambda: ods('<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>'),
        {"far_cell", "too_large"},
    ),
    "rows repeated beyond the sheet": (
        lambda: ods('<table:table-row table:number-rows-repeated="99999999999"><table:table-cell/></table:table-row>'),
        {"unsafe"},
    ),
    "a number that is none": (lambda: cell("B2", "NaN"), {"not_finite", "damaged"}),
    "a number without bounds": (lambda: cell("B2", "1e999"), {"not_finite", "damaged"}),
    "UTF-16 without its mark": (lambda: "责任单位,开工\n高新区,17\n".encode("utf-16-le"), {"encoding", "unknown_kind"}),
    "a quotation mark left open": (lambda: '责任单位,开工\n"高新区,17\n'.encode(), {"quotes"}),
    "bytes without sense": (lambda: bytes(range(1, 256)) * 20, {"unknown_kind", "encoding", "no_columns"}),
    "nothing": (lambda: b"  \n", {"empty"}),
}  # fmt: skip


def memory() -> int:
    """What this process holds, in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def left_behind() -> list[str]:
    return [name for name in os.listdir(tempfile.gettempdir()) if name.startswith("renovation-")]


def children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporary files of this test alone, so that what is left behind is its own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_in_plain_words(name: str) -> None:
    make, codes = ATTACKS[name]
    content = make()
    before, running = memory(), children()
    with pytest.raises(UnreadableWorkbook) as refused:
        open_book(content)
    assert refused.value.code in codes
    assert memory() - before < LEFT_IN_PARENT
    assert children() == running
    assert left_behind() == []
    for language in ("zh", "en"):
        assert "{" not in refused.value.message(words_in(language))


@pytest.mark.parametrize("made", [sheet_xml(ONE_CELL), sheet_xml(""), sheet_xml(ONE_CELL, after="<mergeCells/>")])
def test_the_same_parts_without_an_attack_are_read(made: str) -> None:
    book: Any = open_book(package(parts(made)))
    assert [sheet.name for sheet in book.sheets] == ["Sheet1"]
