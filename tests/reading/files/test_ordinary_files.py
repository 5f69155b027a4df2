"""Files that a person opens without a thought: each is read, however its program wrote it."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Final

import pytest
import xlwt

from renovation.reading.files.workbook import Book, UnreadableWorkbook
from tests.reading.files import offices
from tests.reading.files.conftest import Opened
from tests.reading.files.offices import MAIN, ONE_CELL, packed, relations, replaced, with_entries, xlsx

WORKBOOK_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
MACROS: Final = "xl/macrosheets/sheet1.xml"
EXTENSION: Final = (
    '<extLst><ext xmlns:mx="urn:mac" uri="{64002731}"><mx:PLV Mode="0"/></ext><ext xmlns:x14="urn:x14"><x14:dataValidations>'
    '<x14:dataValidation><x14:formula1><xm:f xmlns:xm="urn:xm">Sheet2!$A$1</xm:f></x14:formula1></x14:dataValidation>'
    "</x14:dataValidations></ext></extLst>"
)
CONTROL: Final = '<x:anchor xmlns:x="urn:drawing"><x:from><x:row>0</x:row></x:from></x:anchor>'


def rows_of(outcome: Book | UnreadableWorkbook) -> list[tuple[tuple[object, ...], ...]]:
    assert isinstance(outcome, Book), outcome
    return [sheet.rows for sheet in outcome.sheets]


@pytest.mark.parametrize("rows", ["<sheetData/>", "<sheetData></sheetData>", f"<sheetData>{ONE_CELL}</sheetData>"])
@pytest.mark.parametrize("behind", [EXTENSION, CONTROL], ids=["lists", "control"])
def test_extensions_behind_the_rows_are_passed_over(rows: str, behind: str, opened: Opened) -> None:
    """As Excel for Mac and Excel 2010 write them, also on an empty sheet."""
    sheet = f'<worksheet xmlns="{MAIN}">{rows}{behind}</worksheet>'
    assert rows_of(opened(xlsx(sheet=sheet))) == [((1,),) if ONE_CELL in rows else ()]


def test_an_excel_4_macro_sheet_is_named_and_left_out(opened: Opened) -> None:
    content = with_entries(xlsx(workbook=offices.workbook("甲", "宏")), (MACROS, "<xm:macrosheet xmlns:xm='urn:m'/>"))
    listed = offices.workbook("甲", "宏").replace('sheetId="2" r:id="rId1"', 'sheetId="2" r:id="rId9"')
    related = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId9", "xlMacrosheet", "macrosheets/sheet1.xml")
    )
    outcome = opened(replaced(replaced(content, "xl/workbook.xml", listed), WORKBOOK_RELATIONS, related))
    assert isinstance(outcome, Book), outcome
    assert ([sheet.name for sheet in outcome.sheets], outcome.macro_sheets) == (["甲"], ("宏",))


def test_a_package_whose_parts_lie_in_its_root_is_read(opened: Opened) -> None:
    """As some report generators write it; the names are as in a folder."""
    whole = xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        parts = {name.removeprefix("xl/"): file.read(name) for name in file.namelist()}
    parts["_rels/.rels"] = relations(("rId1", "officeDocument", "workbook.xml")).encode()
    parts["sharedStrings.xml"] = f'<sst xmlns="{MAIN}"><si><t>织里镇</t></si></sst>'.encode()
    assert rows_of(opened(packed(parts))) == [(("织里镇",),)]


def test_a_sheet_that_is_listed_but_missing_is_passed_over(opened: Opened) -> None:
    listed = offices.workbook("甲", "乙").replace('sheetId="2" r:id="rId1"', 'sheetId="2" r:id="rId8"')
    assert rows_of(opened(xlsx(workbook=listed))) == [((1,),)]


def test_whole_columns_may_be_merged_within_what_is_read(opened: Opened) -> None:
    """A merged area that reaches to the sheet's end, as PhpSpreadsheet writes it."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    outcome = opened(xlsx(rows, around='<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>'))
    assert isinstance(outcome, Book), outcome
    assert [(area.top, area.bottom) for area in outcome.sheets[0].merged] == [(0, 1)]


@pytest.mark.parametrize("blank", [" ", "\u3000", "\n"])
def test_a_blank_in_the_last_row_does_not_make_a_sheet_too_large(blank: str, opened: Opened) -> None:
    last = f'<row r="1048576"><c r="H1048576" t="inlineStr"><is><t xml:space="preserve">{blank}</t></is></c></row>'
    assert rows_of(opened(xlsx(ONE_CELL + last))) == [((1,),)]


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#GETTING_DATA", "#数值!"])
def test_an_error_that_the_library_does_not_know_is_marked_like_any_other(error: str, opened: Opened) -> None:
    """An empty cell of the kind error stands before it, and a number of the same row behind it."""
    cells = f'<c r="A1" t="e"/><c r="B1"><v>1</v></c><c r="C1" t="e"><f>甲</f><v>{error}</v></c><c r="D1"><v>2</v></c>'
    outcome = opened(xlsx(f'<row r="1">{cells}</row>'))
    assert rows_of(outcome) == [((None, 1, None, 2),)]
    assert isinstance(outcome, Book)
    assert dict(outcome.sheets[0].remarks) == {(0, 2): "error_value"}


@pytest.mark.parametrize(
    ("before", "around"),
    [('<dimension ref="1:4"/>', ""), ("", '<mergeCells><mergeCell ref="A:A"/><mergeCell ref="3:4"/></mergeCells>')],
    ids=["dimension", "merged"],
)
def test_a_range_may_be_of_whole_rows_or_columns(before: str, around: str, opened: Opened) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    outcome = opened(xlsx(rows, before=before, around=around))
    assert rows_of(outcome) == [((1, None), (None, 2))]
    assert isinstance(outcome, Book)
    assert [(area.top, area.bottom) for area in outcome.sheets[0].merged] == ([(0, 1)] if around else [])


@pytest.mark.parametrize(("state", "hidden"), [("show", ()), ("hidden", ("改造项目",))])
def test_an_unknown_word_for_a_visible_sheet_is_passed_over(
    state: str, hidden: tuple[str, ...], opened: Opened
) -> None:
    listed = offices.workbook("改造项目").replace("r:id", f'state="{state}" r:id')
    outcome = opened(xlsx(workbook=listed))
    assert isinstance(outcome, Book), outcome
    assert outcome.hidden == hidden


INDENTED: Final = """
  <table:table-column/>
  <table:table-row>
    <table:table-cell office:value-type="string">
      <text:p>织里 镇</text:p>
    </table:table-cell>
    <table:table-cell office:value-type="float" office:value="43">
      <text:p>43</text:p>
    </table:table-cell>
  </table:table-row>
"""


def test_an_indented_ods_is_read(opened: Opened) -> None:
    assert rows_of(opened(offices.ods(offices.ods_table(INDENTED)))) == [(("织里 镇", 43),)]


@pytest.mark.parametrize("shown", ["true", "false"])
def test_what_libreoffice_keeps_of_a_linked_file_is_no_sheet(shown: str, opened: Opened) -> None:
    """A path can be longer than any name of a sheet."""
    display = f'<style:style style:name="ta3" style:family="table"><style:table-properties table:display="{shown}"/>'
    rows = offices.ods_rows([["甲", 1]])
    kept = offices.ods_table(rows, f"'file:///D:/{'上周/' * 90}表.xlsx'#Sheet1", ' table:style-name="ta3"')
    outcome = opened(offices.ods(offices.ods_table(rows) + kept, styles=f"{display}</style:style>"))
    assert isinstance(outcome, Book), outcome
    assert ([sheet.name for sheet in outcome.sheets], outcome.hidden) == (["改造项目"], ())


@pytest.mark.parametrize("order", [["content.xml", "mimetype"], ["content.xml"]], ids=["last", "none"])
def test_the_mimetype_of_an_ods_need_not_come_first(order: list[str], opened: Opened) -> None:
    parts = {
        "mimetype": offices.ODS_MIMETYPE,
        "content.xml": offices.part_of(offices.ods(offices.ods_table(offices.ods_rows([["甲", 1]]))), "content.xml"),
    }
    assert rows_of(opened(packed({name: parts[name] for name in order}))) == [(("甲", 1),)]


def old_stream(name: str = "甲") -> bytes:
    content = offices.xls([[name, 1]])
    start = content.index("Workbook".encode("utf-16-le"))
    first, size = struct.unpack_from("<II", content, start + 116)
    return content[512 * (first + 1) :][:size]


@pytest.mark.parametrize("name", ["Workbook", "WORKBOOK", "Book", "BOOK"])
def test_the_stream_of_an_xls_may_be_spelt_in_any_way(name: str, opened: Opened) -> None:
    assert rows_of(opened(offices.ole({name: old_stream()}))) == [(("甲", 1),)]


def test_an_xls_with_an_embedded_word_document_is_read(opened: Opened) -> None:
    assert rows_of(opened(offices.ole({"WordDocument": b"x", "Workbook": old_stream()}))) == [(("甲", 1),)]


def test_an_xls_that_speaks_of_word_documents_is_read(opened: Opened) -> None:
    assert rows_of(opened(offices.xls([["WordDocument", "EncryptedPackage"]]))) == [
        (("WordDocument", "EncryptedPackage"),)
    ]


def test_an_xls_of_which_calamine_would_read_an_embedded_workbook_is_refused(opened: Opened) -> None:
    """The stream of the folder stands behind another of its name."""
    outcome = opened(offices.ole({"Workbook": old_stream("旧"), "WORKBOOK": old_stream()}))
    assert isinstance(outcome, UnreadableWorkbook)
    assert outcome.code == "not_supported"


def test_a_macro_sheet_of_an_xls_is_left_out(opened: Opened) -> None:
    book = xlwt.Workbook()
    book.add_sheet("甲").write(0, 0, 1)
    book.add_sheet("宏").write(0, 0, 2)
    content = offices.saved(book)
    place = content.rindex("宏".encode("utf-16-le"))
    changed = content[: place - 3] + b"\x01" + content[place - 2 :]
    outcome = opened(changed)
    assert isinstance(outcome, Book), outcome
    assert [sheet.name for sheet in outcome.sheets] == ["甲"]
    assert outcome.macro_sheets == ("宏",)
