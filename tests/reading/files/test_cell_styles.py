"""What a cell's style does to what is seen of it, in every kind of workbook: struck out, not shown, shown with a unit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import xlwt

from renovation.reading.files.number_formats import style_of
from renovation.reading.files.workbook import Book, Sheet
from tests.reading.files import offices
from tests.reading.files.conftest import Opened

pytestmark = pytest.mark.usefixtures("without_workers")

CODES = ("General", ";;;", '0.00"万㎡"', '"完成"')
"""Of the columns B to E. The name in A2 and the number in B3 are struck out."""


def as_xlsx() -> bytes:
    styles = (
        f'<styleSheet xmlns="{offices.MAIN}"><numFmts><numFmt numFmtId="200" formatCode=";;;"/>'
        '<numFmt numFmtId="201" formatCode="0.00&quot;万㎡&quot;"/><numFmt numFmtId="202" formatCode="&quot;完成&quot;"/></numFmts>'
        '<fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts><fills/>'
        '<cellStyleXfs><xf fontId="1"/></cellStyleXfs><cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="200" fontId="2"/>'
        '<xf numFmtId="201"/><xf numFmtId="202"/><xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>'
    )
    row = (
        '<row r="{0}"><c r="A{0}" t="inlineStr"{1}><is><t>甲</t></is></c><c r="B{0}"{2}><v>1</v></c><c r="C{0}" s="1"><v>2</v></c>'
        '<c r="D{0}" s="2"><v>3</v></c><c r="E{0}" s="3"><v>4</v></c><c r="F{0}" s="1" t="str"><v>乙</v></c></row>'
    )
    rows = row.format(1, "", "") + row.format(2, ' s="4"', "") + row.format(3, "", ' s="4"')
    return offices.replaced(offices.xlsx(rows), offices.STYLES, styles)


def as_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("改造项目")
    struck_out = xlwt.easyxf("font: struck_out on")
    plain, *others = [xlwt.easyxf(num_format_str=code) for code in CODES]
    for row in range(3):
        sheet.write(row, 0, "甲", struck_out if row == 1 else plain)
        sheet.write(row, 1, 1, struck_out if row == 2 else plain)
        for column, style in enumerate(others, 2):
            sheet.write(row, column, column, style)
        sheet.write(row, 5, "乙", others[0])
    return offices.saved(book)


def as_ods() -> bytes:
    """The struck-out style is inherited, and the unit's style is the column's."""
    styles = (
        '<number:number-style style:name="N0"/>'
        '<number:number-style style:name="N1"><number:number number:decimal-places="2"/><number:text>万㎡</number:text></number:number-style>'
        '<number:number-style style:name="N2"><number:text>完成</number:text></number:number-style>'
        '<number:number-style style:name="N3P0"><number:number/></number:number-style>'
        '<number:number-style style:name="N3"><style:map style:condition="value()&gt;0" style:apply-style-name="N3P0"/></number:number-style>'
        '<style:style style:name="old" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="struck" style:family="table-cell" style:parent-style-name="old"/>'
        '<style:style style:name="plain" style:family="table-cell" style:data-style-name="N3"/>'
        '<style:style style:name="hidden" style:family="table-cell" style:data-style-name="N0"/>'
        '<style:style style:name="unit" style:family="table-cell" style:data-style-name="N1"/>'
        '<style:style style:name="words" style:family="table-cell" style:data-style-name="N2"/>'
    )
    columns = '<table:table-column table:number-columns-repeated="3"/><table:table-column table:default-cell-style-name="unit"/><table:table-column/>'
    number = '<table:table-cell office:value-type="float" office:value="{}"{}/>'
    rows = "".join(
        f'<table:table-row><table:table-cell office:value-type="string"{_named("struck", row == 1)}><text:p>甲</text:p></table:table-cell>'
        + number.format(1, _named("struck" if row == 2 else "plain"))
        + number.format(2, _named("hidden"))
        + number.format(3, "")
        + number.format(4, _named("words"))
        + "</table:table-row>"
        for row in range(3)
    )
    return offices.ods(offices.ods_table(columns + rows), styles=styles)


def _named(style: str, is_named: bool = True) -> str:
    return f' table:style-name="{style}"' if is_named else ""


@pytest.fixture(params=[as_xlsx, as_xls, as_ods], ids=lambda make: make.__name__)
def sheet(request: pytest.FixtureRequest, opened: Opened) -> Sheet:
    make: Callable[[], bytes] = request.param
    book = opened(make())
    assert isinstance(book, Book), book
    return book.sheets[0]


def test_struck_out_cells_are_marked(sheet: Sheet) -> None:
    assert set(sheet.struck_out) == {(1, 0), (2, 1)}
    assert (1, 0) in sheet.struck_out
    assert (0, 0) not in sheet.struck_out


def test_a_number_that_is_not_shown_is_marked(sheet: Sheet) -> None:
    numbers = {cell: remark for cell, remark in sheet.remarks.items() if cell[1] < 5}
    assert numbers == {(row, column): "hidden_format" for row in range(3) for column in (2, 4)}


def test_the_unit_that_a_number_format_shows_is_marked(sheet: Sheet) -> None:
    assert dict(sheet.shown_measurement_units) == dict.fromkeys([(0, 3), (1, 3), (2, 3)], "万㎡")


@pytest.mark.parametrize("make", [as_xlsx, as_xls])
def test_a_text_under_a_format_that_shows_nothing_is_marked(make: Callable[[], bytes], opened: Opened) -> None:
    book = opened(make())
    assert isinstance(book, Book), book
    assert book.sheets[0].remarks[0, 5] == "hidden_format"


def test_a_text_of_which_some_characters_are_struck_out_is_marked(opened: Opened) -> None:
    """The new number beside the old one, which is read with it: 33.634.8."""
    runs = "<r><rPr><strike/></rPr><t>33.6</t></r><r><t>34.8</t></r>"
    row = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        f'<c r="C1" t="inlineStr"><is>{runs}</is></c><c r="D1"><v>1</v></c></row>'
    )
    book = opened(offices.xlsx(row, strings=f'<sst xmlns="{offices.MAIN}"><si><t>甲</t></si><si>{runs}</si></sst>'))
    assert isinstance(book, Book), book
    assert set(book.sheets[0].struck_out) == {(0, 1), (0, 2)}


@pytest.mark.parametrize(
    ("code", "measurement_unit"),
    [
        ('0.00"万㎡"', "万㎡"),
        ("0.00㎡", "㎡"),
        ('0"%"', "%"),
        ('General"户"', "户"),
        ("General", ""),
        ("#,##0.00_);[Red](#,##0.00)", ""),
        ('yyyy"年"m"月"', ""),
        ('0!.0000"万"', ""),
        ('0%"率"', ""),
    ],
)
def test_the_words_beside_a_number_are_its_unit_of_measurement(code: str, measurement_unit: str) -> None:
    assert style_of(code).measurement_unit == measurement_unit
