"""What a reader drops without a word is remarked upon, alike in every kind of workbook."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import xlwt

from renovation.reading.files.cell_marks import Run, RunWriter
from renovation.reading.files.number_formats import style_of
from renovation.reading.files.sheet_scan import SheetScan
from renovation.reading.files.workbook import Book, MergedRange, Sheet, UnreadableWorkbook, with_scans
from tests.reading.files import offices
from tests.reading.files.conftest import Opened

pytestmark = pytest.mark.usefixtures("without_workers")

REMARKS = {
    (1, 0): "percent_format",
    (1, 1): "scaled_format",
    (2, 0): "error_value",
    (3, 1): "formula_without_value",
}
MERGED = (MergedRange(4, 0, 4, 1),)
"""A percentage and a scaled number, an error, a formula never computed; row 2 and column C hidden; A5:B6 merged, of
which the sheet holds the upper half."""


def as_xlsx() -> bytes:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
        '<row r="2" hidden="1"><c r="A2" s="1"><v>2.62</v></c><c r="B2" s="2"><v>26200</v></c></row>'
        '<row r="3"><c r="A3" t="e"><v>#DIV/0!</v></c><c r="B3"><f>1+1</f><v>2</v></c></row>'
        '<row r="4"><c r="A4" t="str"><f>""</f><v></v></c><c r="B4"><f>A1+1</f></c><c r="C4"><v>9</v></c></row>'
        '<row r="5"><c r="A5"><v>7</v></c></row>'
    )
    return offices.xlsx(
        rows,
        styles=["0%", '0!.0000"万"'],
        before='<cols><col min="3" max="3" hidden="1"/></cols>',
        around='<mergeCells><mergeCell ref="A5:B6"/></mergeCells>',
    )


def as_prefixed_xlsx() -> bytes:
    """As some report tools write it: every element with a prefix, no addresses, shared strings behind."""
    rows = (
        '<x:row r="1"><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c><x:c><x:v>3</x:v></x:c></x:row>'
        '<x:row ht="0"><x:c s="1"><x:v>2.62</x:v></x:c><x:c s="2"><x:v>26200</x:v></x:c></x:row>'
        '<x:row><x:c t="e"><x:v>#N/A</x:v></x:c><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row>'
        '<x:row><x:c t="str"><x:f>""</x:f><x:v/></x:c><x:c><x:f>A1+1</x:f><x:v></x:v></x:c><x:c><x:v>9</x:v></x:c></x:row>'
        "<x:row><x:c><x:v>7</x:v></x:c></x:row>"
    )
    sheet = (
        f'<x:worksheet xmlns:x="{offices.MAIN}"><x:cols><x:col min="3" max="3" hidden="true"/></x:cols>'
        f'<x:sheetData>{rows}</x:sheetData><x:mergeCells><x:mergeCell ref="A5:B6"/></x:mergeCells></x:worksheet>'
    )
    return offices.xlsx(sheet=sheet, styles=["0.00%", "0!.0000"])


def as_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("改造项目")
    for column, number in enumerate((1, 2, 3)):
        sheet.write(0, column, number)
    sheet.write(1, 0, 2.62, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(1, 1, 26200, xlwt.easyxf(num_format_str='0!.0000"万"'))
    sheet.row(1).hidden = True
    sheet.row(2).set_cell_error(0, "#DIV/0!")
    sheet.write(2, 1, 2)
    sheet.write(3, 1, xlwt.Formula("A1+1"))
    sheet.write(3, 2, 9)
    sheet.write_merge(4, 5, 0, 1, 7)
    sheet.col(2).hidden = True
    return _never_computed(offices.saved(book))


def _never_computed(content: bytes) -> bytes:
    """The result of the formula in row 4 becomes nought, to be calculated when opened."""
    result = content.index(b"\x03\0\0\0\0\0\xff\xff\0\0")
    return content[:result] + bytes(8) + b"\x02\0" + content[result + 10 :]


def as_ods() -> bytes:
    number = '<table:table-cell office:value-type="float" office:value="{}"{}/>'
    rows = (
        f"<table:table-row>{''.join(number.format(n, '') for n in (1, 2, 3))}</table:table-row>",
        '<table:table-row table:visibility="collapse"><table:table-cell office:value-type="percentage" office:value="2.62"/>'
        + number.format(26200, ' table:style-name="ce1"')
        + "</table:table-row>",
        '<table:table-row><table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        + number.format(2, ' table:formula="of:=1+1"')
        + "</table:table-row>",
        '<table:table-row><table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""/>'
        '<table:table-cell table:formula="of:=[.A1]+1"/>' + number.format(9, "") + "</table:table-row>",
        "<table:table-row>"
        + number.format(7, ' table:number-columns-spanned="2" table:number-rows-spanned="2"')
        + "<table:covered-table-cell/></table:table-row>",
    )
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    styles = (
        '<number:number-style style:name="N1"><number:number number:min-integer-digits="5">'
        '<number:embedded-text number:position="4">.</number:embedded-text></number:number></number:number-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    )
    return offices.ods(offices.ods_table(columns + "".join(rows)), styles=styles)


@pytest.fixture(params=[as_xlsx, as_prefixed_xlsx, as_xls, as_ods], ids=lambda make: make.__name__)
def sheet(request: pytest.FixtureRequest, opened: Opened) -> Sheet:
    make: Callable[[], bytes] = request.param
    book = opened(make())
    assert isinstance(book, Book), book
    return book.sheets[0]


def test_remarks_hidden_parts_and_merged_areas_are_read(sheet: Sheet) -> None:
    assert dict(sheet.remarks) == REMARKS
    assert sheet.hidden_rows == {1}
    assert sheet.hidden_columns == {2}
    assert sheet.merged == MERGED
    assert [row[2] for row in sheet.rows] == [3, None, None, 9, None]


def test_a_formula_of_an_xls_that_gave_nought_is_believed(opened: Opened) -> None:
    book = opened(as_xls().replace(bytes(8) + b"\x02\0", bytes(10)))
    assert isinstance(book, Book), book
    assert (3, 1) not in book.sheets[0].remarks


def hidden_in_xlsx() -> bytes:
    return offices.xlsx(workbook=offices.workbook("看得见", "藏起来", hidden=["藏起来"]))


def hidden_in_xls() -> bytes:
    book = xlwt.Workbook()
    book.add_sheet("看得见").write(0, 0, 1)
    secret = book.add_sheet("藏起来")
    secret.write(0, 0, 1)
    secret.visibility = 2
    return offices.saved(book)


def hidden_in_ods() -> bytes:
    styles = (
        '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    tables = [
        offices.ods_table(offices.ods_rows([[1]]), name, f' table:style-name="{style}"')
        for name, style in (("看得见", "ta1"), ("藏起来", "ta2"))
    ]
    return offices.ods("".join(tables), styles=styles)


@pytest.mark.parametrize("make", [hidden_in_xlsx, hidden_in_xls, hidden_in_ods])
def test_a_hidden_sheet_is_named_and_left_out(make: Callable[[], bytes], opened: Opened) -> None:
    book = opened(make())
    assert isinstance(book, Book), book
    assert ([sheet.name for sheet in book.sheets], book.hidden) == (["看得见"], ("藏起来",))
    assert book.sheets[0].rows == ((1.0,),)


@pytest.mark.parametrize(
    ("code", "remark"),
    [
        ("General", None),
        ("0.00", None),
        ("#,##0.00", None),
        ("#,##0.00_);[Red](#,##0.00)", None),
        ('0"%"', None),
        (r"0\%", None),
        ('0.00"万㎡"', None),
        ("yyyy/m/d", None),
        ("0%", "percent_format"),
        ("0.00%;-0.00%", "percent_format"),
        ("0;-0%", None),
        ("0,", "scaled_format"),
        ('#,##0.0,,"百万"', "scaled_format"),
        ('0!.0000"万"', "scaled_format"),
        (r'0\.0,"万"', "scaled_format"),
        ('0"."0000', "scaled_format"),
        ('[>=10000]0!.0,"万";0', "scaled_format"),
        ('[<10000]0;0!.0000"万"', "scaled_format"),
        ("[=1]0;[>1]0%;0", "percent_format"),
        ("", None),
        ("G/通用格式", None),
        ("@", None),
        ("[DBNum1][$-804]General", None),
        ('yyyy"年"m"月"d"日"', None),
        ("0;-0;;@", None),
        (";;;", "hidden_format"),
        ('"完成"', "hidden_format"),
        ('[=1]"是";"否"', "hidden_format"),
    ],
)
def test_a_format_that_shows_another_number_is_known(code: str, remark: str | None) -> None:
    assert style_of(code).remark == remark


def test_remarks_are_sent_as_runs_and_found_by_cell() -> None:
    writer = RunWriter()
    for row in (1, 2, 3, 7):
        writer.add("percent_format", row, 4)
    writer.add("error_value", 8, 4)
    assert sorted(writer.runs()) == [
        Run(4, 1, 3, "percent_format"),
        Run(4, 7, 7, "percent_format"),
        Run(4, 8, 8, "error_value"),
    ]
    scan = SheetScan("甲", remarks=writer).as_json()
    sheet = with_scans(Book((Sheet("甲", ((None,) * 5,) * 8),)), [scan]).sheets[0]
    assert sheet.remarks == dict.fromkeys([(1, 4), (2, 4), (3, 4), (7, 4)], "percent_format")


def test_marks_on_more_cells_than_a_sheet_has_are_refused() -> None:
    """They would keep the parent process busy for hours."""
    scan = {**SheetScan("甲").as_json(), "struck_out": [(0, 0, 10**6, "struck_out")] * 2}
    with pytest.raises(UnreadableWorkbook):
        with_scans(Book((Sheet("甲", ((1,),)),)), [scan])


@pytest.mark.parametrize("scans", [[], [{"sheet": "乙"}], [{"sheet": "甲"}], [7]])
def test_a_sheet_that_the_scan_did_not_see_is_refused(scans: list[object]) -> None:
    """Its errors and formats would go unseen."""
    with pytest.raises(UnreadableWorkbook) as refusal:
        with_scans(Book((Sheet("甲", ((1,),)),)), scans)
    assert refusal.value.code == "damaged"
