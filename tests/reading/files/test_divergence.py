"""Files that the scan and the reader, or Excel, would see differently: refused, since a figure might be misread."""

from __future__ import annotations

import pytest

from renovation.reading.files.workbook import Book, UnreadableWorkbook
from tests.reading.files import offices
from tests.reading.files.conftest import Opened, Refused
from tests.reading.files.offices import replaced, with_entries, xlsx

pytestmark = pytest.mark.usefixtures("without_workers")

RELATIONS = "xl/_rels/workbook.xml.rels"
STRINGS = f'<sst xmlns="{offices.MAIN}"><si><t>高新区</t></si><si/><si><t>织里镇</t></si></sst>'
PARTS = (
    ("rId1", "worksheet", "worksheets/sheet1.xml"),
    ("rId2", "styles", "styles.xml"),
    ("rId3", "sharedStrings", "sharedStrings.xml"),
)
BEHIND = '<c r="Y1"><v>1</v></c><c r="Z1"><v>2</v></c>'
"""With cells behind it a plain cell is cut out before it is parsed."""


def row(cells: str, behind: str) -> str:
    return f'<row r="1">{cells}{behind}</row>'


def test_a_relation_given_twice_is_unsafe(scanned: Refused) -> None:
    relations = offices.relations(*PARTS, ("rId1", "worksheet", "worksheets/sheet2.xml"))
    two = with_entries(xlsx(), ("xl/worksheets/sheet2.xml", "<worksheet><sheetData/></worksheet>"))
    assert scanned(replaced(two, RELATIONS, relations)) == "unsafe"


@pytest.mark.parametrize("kind", ["styles", "sharedStrings"])
def test_a_second_part_of_what_there_is_one_of_is_unsafe(kind: str, scanned: Refused) -> None:
    two = with_entries(xlsx(), ("xl/other.xml", "<other/>"))
    assert scanned(replaced(two, RELATIONS, offices.relations(*PARTS, ("rId4", kind, "other.xml")))) == "unsafe"


@pytest.mark.parametrize("behind", ["", BEHIND], ids=["last", "plain"])
@pytest.mark.parametrize(
    "string", ["-1", "abc", "3", "10", "99999999999999999999", "1000000000000000000001", " 2 ", "2.0"]
)
def test_a_string_that_does_not_exist_is_refused(string: str, behind: str, refused: Refused) -> None:
    cell = f'<c r="A1" t="s"><v>{string}</v></c>'
    assert refused(xlsx(row(cell, behind), strings=STRINGS)) in ("damaged", "not_supported")


@pytest.mark.parametrize("behind", ["", BEHIND], ids=["last", "plain"])
@pytest.mark.parametrize("number", ["33.6.", "abc", "1,5", "--1", "1_0_"])
def test_a_damaged_number_is_named_by_its_cell(number: str, behind: str, opened: Opened) -> None:
    outcome = opened(xlsx(row(f'<c r="A1"><v>{number}</v></c>', behind)))
    assert isinstance(outcome, UnreadableWorkbook)
    assert (outcome.code, outcome.details["cell"], outcome.details["found"]) == ("damaged_number", "A1", number)


@pytest.mark.parametrize("number", ["33.6", ".5", "5.", "+7", "1e-05", "1.5E+300", "0.30000000000000004"])
def test_a_number_may_be_written_in_many_ways(number: str, opened: Opened) -> None:
    book = opened(xlsx(row(f'<c r="A1"><v>{number}</v></c>', BEHIND)))
    assert isinstance(book, Book), book
    assert book.sheets[0].rows[0][0] == float(number)


@pytest.mark.parametrize("count", [1, 2, 10, 11, 1234])
def test_every_string_that_exists_is_read(count: int, opened: Opened) -> None:
    strings = "".join(f"<si><t>{number}号</t></si>" for number in range(count))
    rows = "".join(
        f'<row r="{n + 1}"><c r="A{n + 1}" t="s"><v>{n}</v></c><c r="B{n + 1}" t="s"><v>{n}</v></c></row>'
        for n in range(count)
    )
    book = opened(xlsx(rows, strings=f'<sst xmlns="{offices.MAIN}">{strings}</sst>'))
    assert isinstance(book, Book), book
    assert book.sheets[0].rows == tuple((f"{n}号", f"{n}号") for n in range(count))


@pytest.mark.parametrize("behind", ["", BEHIND], ids=["last", "plain"])
@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><v>1<!-- -->7</v></c>',
        '<c r="A1"><v><![CDATA[17]]></v></c>',
        '<c r="A1"><v>1<?x y?>7</v></c>',
        '<c r="A1"><v>1&#55;</v></c>',
        '<c r="A1" t="s"><v>&#50;</v></c>',
        '<c r="A1" t="str"><f>B1</f><v>1<![CDATA[7]]></v></c>',
        '<c r="A1"><v>1</v><v>7</v></c>',
        '<c r="A1"><v>17</v><f>B1</f></c>',
        '<c r="A1"><v>17</v><z:v xmlns:z="urn:x">71</z:v></c>',
        '<c r="A1"><v>1<!--</v></c><c r="B1"><v>7</v></c>--></v></c>',
    ],
)
def test_a_value_that_is_read_in_part_is_unsafe(cell: str, behind: str, scanned: Refused) -> None:
    assert scanned(xlsx(row(cell, behind), strings=STRINGS)) == "unsafe"


def test_a_value_on_the_seam_of_two_pieces_is_looked_at_whole(scanned: Refused) -> None:
    head = f'<worksheet xmlns="{offices.MAIN}"><sheetData><row r="1"><c r="A1"><v>1'
    for at in range(-3, 8):
        blanks = " " * (262_144 - len(head) + at)
        sheet = head.replace("<sheetData>", f"<sheetData>{blanks}") + "&#55;</v></c></row></sheetData></worksheet>"
        assert scanned(xlsx(sheet=sheet)) == "unsafe"


@pytest.mark.parametrize("text", ["高新<!-- -->区", "<![CDATA[高新区]]>", "&#x9AD8;新区"])
def test_a_text_is_read_however_it_is_written(text: str, opened: Opened) -> None:
    book = opened(xlsx(row(f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>', "")))
    assert isinstance(book, Book), book
    assert book.sheets[0].rows == (("高新区",),)


def test_a_formula_may_give_a_text_with_references(opened: Opened) -> None:
    book = opened(
        xlsx(row('<c r="A1" t="str"><f>B1&amp;C1</f><v>a&amp;b</v></c>', "")),
    )
    assert isinstance(book, Book), book
    assert book.sheets[0].rows == (("a&b",),)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="3"><c r="B3"><v>71</v></c></row><row r="4"/><row r="3"><c r="A3"><v>17</v></c></row>',
        '<row r="2"/><row r="1"/><row/>',
        '<row r="3"/><z:row xmlns:z="urn:x" r="4"><z:c r="B4"><z:v>71</z:v></z:c></z:row>',
        '<row r="3"><z:c xmlns:z="urn:x" r="B3"><v>71</v></z:c></row>',
        '</sheetData><sheetData><row r="3"><c r="B3"><v>71</v></c></row>',
    ],
    ids=["twice", "counted twice", "foreign row", "foreign cell", "foreign lot"],
)
def test_a_row_that_only_one_of_two_sees_is_unsafe(rows: str, scanned: Refused) -> None:
    assert scanned(xlsx(rows)) == "unsafe"


def test_rows_may_stand_in_any_order(opened: Opened) -> None:
    book = opened(xlsx('<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'))
    assert isinstance(book, Book), book
    assert book.sheets[0].rows == ((1,), (2,))


def test_elements_of_an_extension_behind_the_rows_are_no_cells(opened: Opened) -> None:
    """As Excel writes a list of choices that stands on another sheet, and a button."""
    extension = (
        '<x:anchor xmlns:x="urn:drawing"><x:from><x:row>0</x:row></x:from></x:anchor><extLst><ext>'
        '<xm:f xmlns:xm="urn:main">$A$1:$A$9</xm:f></ext></extLst><!-- the end -->'
    )
    book = opened(xlsx(around=extension))
    assert isinstance(book, Book), book
    assert (book.sheets[0].rows, dict(book.sheets[0].remarks)) == (((1,),), {})


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_sheet_in_utf_16_is_refused(encoding: str, scanned: Refused) -> None:
    """Calamine would read it as empty."""
    sheet = f'<worksheet xmlns="{offices.MAIN}"><sheetData>{offices.ONE_CELL}</sheetData></worksheet>'
    assert scanned(xlsx(sheet=sheet.encode(encoding))) == "not_supported"
