"""Comments on cells are read from every kind of workbook, texts in text boxes and page margins from xlsx."""

from __future__ import annotations

import io
import struct

import openpyxl
import pytest
import xlsxwriter
import xlwt

from renovation.reading.files.workbook import Book
from tests.reading.files import offices
from tests.reading.files.conftest import Opened

pytestmark = pytest.mark.usefixtures("without_workers")

_EOF = struct.pack("<HH", 0x0A, 0)


def test_comments_in_an_ods_are_read_without_their_author_and_day(opened: Opened) -> None:
    note = (
        "<office:annotation><dc:creator>旧改办</dc:creator><dc:date>2013-10-22T09:00:00</dc:date>"
        "<text:p>单位为</text:p><text:p>亩</text:p></office:annotation>"
    )
    cell = f'<table:table-cell office:value-type="float" office:value="1">{note}<text:p>1</text:p></table:table-cell>'
    table = offices.ods_table(f"<table:table-row><table:table-cell/>{cell}</table:table-row>")
    book = opened(offices.ods(table))
    assert isinstance(book, Book)
    assert dict(book.sheets[0].comments) == {(0, 1): "单位为亩"}


def test_comments_in_an_xls_are_read_even_if_their_text_is_in_two_records(opened: Opened) -> None:
    """The records are laid out as in [MS-XLS] 2.4.179 (Note), 2.4.181 (Obj) and 2.4.329 (TxO)."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("改造项目")
    sheet.write(0, 0, 1)
    sheet.write(2, 3, 33.6)
    stream = book.get_biff_data()
    comments = comment(1, 2, 3, "单位为", "亩") + comment(2, 0, 0, "ok")
    content = offices.ole({"Workbook": stream.removesuffix(_EOF) + comments + _EOF})
    read = opened(content)
    assert isinstance(read, Book)
    assert dict(read.sheets[0].comments) == {(2, 3): "单位为亩", (0, 0): "ok"}


def comment(number: int, row: int, column: int, *parts: str) -> bytes:
    """The records of one comment; its text is divided into `parts`."""
    obj = struct.pack("<HHHHH12x", 0x15, 0x12, 0x19, number, 0x4011) + struct.pack("<HH", 0, 0)
    txo = struct.pack("<HH6xHHH2x", 0x212, 0, sum(map(len, parts)), 16, 0)
    texts = [b"\1" + part.encode("utf-16-le") if not part.isascii() else b"\0" + part.encode() for part in parts]
    note = struct.pack("<HHHHHB", row, column, 0, number, 1, 0) + b"a\0"
    records = [(0x5D, obj), (0x1B6, txo), *((0x3C, text) for text in texts), (0x3C, bytes(16)), (0x1C, note)]
    return b"".join(struct.pack("<HH", kind, len(content)) + content for kind, content in records)


def test_texts_in_the_margins_of_pages_are_read_without_their_codes(opened: Opened) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "镇"
    sheet.oddHeader.left.text, sheet.oddHeader.center.text = "征求意见稿", "&D"
    sheet.oddHeader.left.size = 10
    sheet.evenFooter.right.text = "第&P页，共&N页"
    stream = io.BytesIO()
    book.save(stream)
    read = opened(stream.getvalue())
    assert isinstance(read, Book)
    assert read.sheets[0].page_texts == ("征求意见稿", "第页，共页")


def test_texts_in_the_margins_of_pages_of_an_old_file_are_read(opened: Opened) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("进度")
    sheet.write(0, 0, "镇")
    vars(sheet)["_Worksheet__header_str"] = "&C初稿，未经审核"  # the setter takes only the bytes of Python 2
    stream = io.BytesIO()
    book.save(stream)
    read = opened(stream.getvalue())
    assert isinstance(read, Book)
    assert read.sheets[0].page_texts == ("初稿，未经审核",)


def test_texts_in_boxes_are_read(opened: Opened) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "镇")
        sheet.insert_textbox(3, 3, "本表数据未经核实")
        sheet.insert_textbox(9, 3, "")
    read = opened(stream.getvalue())
    assert isinstance(read, Book)
    assert read.sheets[0].page_texts == ("本表数据未经核实",)
