"""The bytes of a file decide its kind; its name does not count."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from renovation.reading.files.kinds import kind_of
from renovation.reading.files.workbook import Book, UnreadableWorkbook, open_book
from tests.reading import office
from tests.reading.files import offices
from tests.reading.files.conftest import Opened, Refused
from tests.reading.files.offices import ole, packed, relations

pytestmark = pytest.mark.usefixtures("without_workers")

ROWS = [
    ["旧厂区改造", None, None],
    [None, None, None],
    ["点位", "责任单位", "备注"],
    ["东林\n老粮站", "东林镇", None],
    ["=1+1", "000123", "①"],
    ["埭溪镇", None, "最后"],
]
EXPECTED = tuple(tuple(row) for row in ROWS)
ODS_ENCRYPTED = '<m:manifest xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'


def as_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row, cells in enumerate(ROWS, 1):
        for column, cell in enumerate(cells, 1):
            if cell is not None:
                book.active.cell(row, column, cell).data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_xlsm() -> bytes:
    """A workbook with macros: another content type, and the macros beside."""
    return offices.with_entries(as_xlsx(), ("xl/vbaProject.bin", ole({"VBA": b"Sub Auto_Open()"})))


def as_csv() -> str:
    return "\r\n".join(",".join('"' + (cell or "").replace('"', '""') + '"' for cell in row) for row in ROWS) + "\r\n"


SAME = {
    "xlsx": as_xlsx,
    "xlsm": as_xlsm,
    "xls": lambda: offices.xls(ROWS),
    "et": lambda: offices.xls(ROWS),
    "ods": lambda: offices.ods(
        offices.ods_table(offices.ods_rows(ROWS).replace("老粮站", "老粮站").replace("\n", "</text:p><text:p>"))
    ),
    "csv": lambda: as_csv().encode(),
    "csv with a mark": lambda: as_csv().encode("utf-8-sig"),
    "csv in GB18030": lambda: as_csv().encode("gb18030"),
    "csv in UTF-16": lambda: as_csv().encode("utf-16"),
    "csv with tabs": lambda: as_csv().replace('","', '"\t"').encode(),
    "csv with semicolons": lambda: as_csv().replace('","', '";"').encode("gb18030"),
}


@pytest.mark.parametrize("kind", SAME)
def test_the_same_table_reads_equal_from_every_kind(kind: str, opened: Opened) -> None:
    book = opened(SAME[kind]())
    assert isinstance(book, Book), book
    assert [sheet.rows for sheet in book.sheets] == [EXPECTED]


def test_numbers_and_days_read_equal_from_every_workbook(opened: Opened) -> None:
    rows = [["甲", 33.6, 800, dt.date(2013, 10, 15), True]]
    book = openpyxl.Workbook()
    book.active.append(rows[0])
    stream = io.BytesIO()
    book.save(stream)
    old = xlwt.Workbook()
    sheet = old.add_sheet("a")
    for column, cell in enumerate(rows[0]):
        style = xlwt.easyxf(num_format_str="yyyy-mm-dd") if column == 3 else xlwt.Style.default_style
        sheet.write(0, column, cell, style)
    open_document = offices.ods_rows([rows[0][:3]]).replace(
        "</table:table-row>",
        '<table:table-cell office:value-type="date" office:date-value="2013-10-15"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>',
    )
    for content in (stream.getvalue(), offices.saved(old), offices.ods(offices.ods_table(open_document))):
        outcome = opened(content)
        assert isinstance(outcome, Book), outcome
        name, area, rate, day, truth = outcome.sheets[0].rows[0]
        assert (name, area, rate, truth) == ("甲", 33.6, 800, True)
        assert isinstance(day, dt.date)
        assert (day.year, day.month, day.day) == (2013, 10, 15)


OTHERS = {
    "PDF": b"%PDF-1.7\n" + bytes(100),
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "JPEG": b"\xff\xd8\xff\xe0" + bytes(100),
    "RTF": b"{\\rtf1\\ansi}",
    "RAR": b"Rar!\x1a\x07\x00" + bytes(100),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(100),
    "gzip": b"\x1f\x8b\x08" + bytes(100),
    "HTML": "<html><table><tr><td>织里镇</td></tr></table></html>".encode("gb18030"),
    "XML": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
    "MHTML": b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n",
    "Excel 4": b"\x09\x04\x06\x00" + bytes(100),
    "Word": ole({"WordDocument": b"x"}),
    "PowerPoint": ole({"PowerPoint Document": b"x"}),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_another_kind_is_named(kind: str, opened: Opened) -> None:
    outcome = opened(OTHERS[kind])
    assert isinstance(outcome, UnreadableWorkbook)
    assert (outcome.code, outcome.details) == ("other_kind", {"kind": kind})


ZIPS = {
    "Word": {"_rels/.rels": relations(("a", "officeDocument", "word/document.xml")), "word/document.xml": "<a/>"},
    "PowerPoint": {
        "_rels/.rels": relations(("a", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": "<a/>",
    },
    "xlsb": {"_rels/.rels": relations(("a", "officeDocument", "xl/workbook.bin")), "xl/workbook.bin": b"a"},
    "OpenDocument": {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"},
    "ZIP": {"readme.txt": "a"},
}


@pytest.mark.parametrize("kind", ZIPS)
def test_a_zip_of_another_kind_is_named(kind: str, opened: Opened) -> None:
    outcome = opened(packed(ZIPS[kind]))
    assert isinstance(outcome, UnreadableWorkbook)
    assert (outcome.code, outcome.details) == ("other_kind", {"kind": kind})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "password"),
        (ole({"Contents": b"x"}), "unknown_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged"),
        (b"\0\xff\x81" * 400, "unknown_kind"),
        (b"\x04Chen".ljust(55) + b"\x04\0" + "Chen".ljust(54).encode("utf-16-le"), "lock"),
        ("织里镇", "no_columns"),
        ("甲,乙\n丙,丁".encode("utf-16-le"), "encoding"),
        ("甲,乙\n丙,丁".encode("utf-16-be"), "encoding"),
        ("甲,乙\n丙,丁".encode() + b"\xff\xff", "encoding"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_holds_no_table_is_refused(content: bytes | str, code: str, refused: Refused) -> None:
    assert refused(content.encode() if isinstance(content, str) else content) == code


def test_a_workbook_with_a_password_says_so_in_every_form(refused: Refused) -> None:
    protected = bytearray(offices.xlsx())
    place = protected.index(b"PK\x01\x02")
    protected[place + 8] |= 1
    assert refused(bytes(protected)) == "password"
    assert refused(offices.ods("", manifest=ODS_ENCRYPTED)) == "password"
    old = offices.xls([["a"]])
    start = old.index(b"\x09\x08\x10\x00")
    with_password = old[: start + 20] + b"\x2f\x00" + old[start + 22 :]
    assert refused(with_password) == "password"


BEGINNINGS = st.sampled_from(
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xef\xbb\xbf", b"\xff\xfe", b"<", b"BM"]
)


@given(BEGINNINGS, st.binary(max_size=2000))
def test_any_bytes_have_a_kind_or_a_reason(beginning: bytes, rest: bytes) -> None:
    with suppress(UnreadableWorkbook):
        assert kind_of(beginning + rest) in ("xlsx", "ods", "xls", "text")


def test_the_workbook_in_data_is_opened_by_its_bytes() -> None:
    content = (Path(__file__).parents[3] / "data" / "first-release.xlsx").read_bytes()
    assert len(open_book(content).sheets) > 5


@pytest.mark.parametrize("write", [office.as_xlsx, office.as_xls, office.as_ods])
def test_blank_rows_and_columns_before_a_table_keep_every_address(write: Callable[[office.Grid], bytes]) -> None:
    [sheet] = open_book(write(office.Grid("表", [[], [], [None, None, "织里镇", 43], [], [None, "合计"]]))).sheets
    filled = {(r, c): cell for r, row in enumerate(sheet.rows) for c, cell in enumerate(row) if cell is not None}
    assert filled == {(2, 2): "织里镇", (2, 3): 43, (4, 1): "合计"}


def test_the_cells_of_a_text_stay_as_typed(opened: Opened) -> None:
    book = opened("单位,编号,数\n织里镇,000123,1E5\n高新区,NA,\n".encode())
    assert isinstance(book, Book), book
    assert book.sheets[0].rows == (("单位", "编号", "数"), ("织里镇", "000123", "1E5"), ("高新区", "NA", None))
