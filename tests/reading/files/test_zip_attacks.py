"""Workbooks that are bombs: each is refused with its reason, and the server keeps its memory."""

from __future__ import annotations

import io
import random
import zipfile
import zlib

import pytest

from renovation.reading.files import limits
from renovation.reading.files.workbook import Book, UnreadableWorkbook
from tests.reading.files import offices
from tests.reading.files.conftest import MEGABYTE, Opened, Refused
from tests.reading.files.offices import MAIN, SHEET, STRINGS, bomb, packed, raw_xlsx, raw_zip, with_entries, xlsx

SHEET_HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
SHEET_TAIL = b"</sheetData></worksheet>"
STRINGS_HEAD = f'<sst xmlns="{MAIN}">'.encode()
BOMBS = {
    "rows": (SHEET, SHEET_HEAD, b"<row><c><v>1</v></c></row>", SHEET_TAIL),
    "strings": (STRINGS, STRINGS_HEAD, b"<si><t>a</t></si>", b"</sst>"),
    "blanks": (SHEET, SHEET_HEAD, b" ", SHEET_TAIL),
    "texts": (STRINGS, STRINGS_HEAD, b"<si><t>" + b"a" * 30_000 + b"</t></si>", b"</sst>"),
    "a part that is not read": ("[Content_Types].xml", b"", b"\0", b""),
}
ENTITIES = '<!DOCTYPE a [<!ENTITY b "{}"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'.format("lol" * 1000)


def megabytes(kind: str, size: int) -> tuple[str, bytes, int]:
    """The part, its deflated content and the size that it unzips to."""
    part, head, again, tail = BOMBS[kind]
    deflated, unzipped = bomb(head, again * (MEGABYTE // len(again)), size, tail)
    return part, deflated, unzipped


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_that_declares_its_size_is_not_unzipped(kind: str, refused: Refused) -> None:
    part, deflated, unzipped = megabytes(kind, 3000)
    assert refused(raw_xlsx(part, deflated, unzipped)) == "too_large"


@pytest.mark.parametrize("kind", ["rows", "strings", "blanks"])
def test_a_bomb_that_declares_too_little_is_read_no_further(kind: str, refused: Refused) -> None:
    part, deflated, _ = megabytes(kind, 3000)
    assert refused(raw_xlsx(part, deflated, 1000)) == "damaged"


def test_a_bomb_hidden_among_stored_bytes_is_measured_by_itself(refused: Refused) -> None:
    part, deflated, unzipped = megabytes("texts", 80)
    noise = random.Random(0).randbytes(2 * MEGABYTE)
    hidden = with_entries(raw_xlsx(part, deflated, unzipped), ("xl/media/image1.png", noise))
    assert refused(hidden) == "too_large"


def harmless(outcome: Book | UnreadableWorkbook) -> bool:
    """Whether a file was read as if what makes it an attack were not there."""
    return isinstance(outcome, Book) and outcome.sheets[0].rows == ((1,),)


def test_blanks_without_end_are_harmless(opened: Opened) -> None:
    assert harmless(opened(xlsx(around=" " * MEGABYTE)))


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD200"])
def test_a_far_corner_is_named(cell: str, opened: Opened) -> None:
    row = cell.lstrip("XFDA")
    rows = f'{offices.ONE_CELL}<row r="{int(row) - 1}"><c r="XFC{int(row) - 1}"><v>1</v></c></row><row r="{row}"><c r="{cell}"><v>1</v></c></row>'
    outcome = opened(xlsx(rows))
    assert isinstance(outcome, UnreadableWorkbook)
    assert outcome.code == "far_cell"
    assert outcome.details["sheet"] == "改造项目"


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="A99999999"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r=""><v>1</v></c></row>',
        '<row r="1"><c r="AAAA"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="A1048576"><v>1</v></c><c r="B1"><v>1</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
        '<row r="-5"><c><v>1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="99999999999999999999"><c><v>1</v></c></row>',
        f'<row r="1"><c r="A{"1" * 100_000}"><v>1</v></c></row>',
    ],
    ids=lambda row: row[:40],
)
def test_an_address_outside_every_sheet_is_unsafe(row: str, scanned: Refused) -> None:
    assert scanned(xlsx(row)) == "unsafe"


@pytest.mark.parametrize("area", ["A1:ZZZZ9", "A0:B2", "::", "", "A1:B99999999"])
def test_a_merged_area_outside_every_sheet_is_unsafe(area: str, scanned: Refused) -> None:
    assert scanned(xlsx(around=f'<mergeCells><mergeCell ref="{area}"/></mergeCells>')) == "unsafe"


@pytest.mark.parametrize(("count", "code"), [("4294967295", "too_heavy"), ("18446744073709551615", "not_supported")])
def test_a_false_count_of_shared_strings_ends_the_worker_alone(count: str, code: str, refused: Refused) -> None:
    strings = f'<sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}"><si><t>a</t></si></sst>'
    assert refused(xlsx(strings=strings)) == code


@pytest.mark.parametrize("part", ["workbook", "sheet", "strings"])
def test_a_document_type_is_unsafe(part: str, scanned: Refused) -> None:
    plain = {
        "workbook": offices.workbook("a"),
        "sheet": (SHEET_HEAD + SHEET_TAIL).decode(),
        "strings": f'<sst xmlns="{MAIN}"/>',
    }
    assert scanned(xlsx(**{part: ENTITIES + plain[part]})) == "unsafe"


def test_an_entity_of_the_outside_is_unsafe(refused: Refused) -> None:
    sheet = '<!DOCTYPE worksheet SYSTEM "file:///etc/passwd">' + (SHEET_HEAD + SHEET_TAIL).decode()
    assert refused(xlsx(sheet=sheet)) == "unsafe"


@pytest.mark.parametrize("depth", [200_000, 2_000_000])
def test_deep_nesting_is_harmless(depth: int, opened: Opened) -> None:
    assert harmless(opened(xlsx(around="<a>" * depth + "</a>" * depth)))


@pytest.mark.parametrize(("megabytes", "code"), [(40, "long_text"), (150, "too_large")])
@pytest.mark.parametrize("place", ["cell", "string"])
def test_a_text_of_many_megabytes_is_refused(megabytes: int, code: str, place: str, refused: Refused) -> None:
    text = f"<t>{'字a' * (megabytes * MEGABYTE // 4)}</t>"
    files = {
        "cell": lambda: xlsx(f'<row r="1"><c r="A1" t="inlineStr"><is>{text}</is></c></row>'),
        "string": lambda: xlsx(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=f'<sst xmlns="{MAIN}"><si>{text}</si></sst>'
        ),
    }
    assert refused(files[place]()) == code


def test_an_attribute_of_many_megabytes_is_harmless(opened: Opened) -> None:
    row = f'<row r="1" spans="{"字a" * (10 * MEGABYTE)}">'
    assert harmless(opened(xlsx(offices.ONE_CELL.replace('<row r="1">', row))))


@pytest.mark.parametrize(("length", "code"), [(32_767, None), (32_768, "long_text")])
def test_a_text_may_be_as_long_as_excel_takes(length: int, code: str | None, opened: Opened) -> None:
    outcome = opened(xlsx(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"字" * length}</t></is></c></row>'))
    assert getattr(outcome, "code", None) == code


def test_300_000_entries_are_not_listed(refused: Refused) -> None:
    entries = [(b"%06d" % number, b"", 0, 0) for number in range(300_000)]
    assert refused(raw_zip(entries)) == "unsafe"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "name",
    [
        SHEET,
        SHEET.upper(),
        SHEET.replace("/", "\\"),
        "../../etc/cron.d/x",
        "/etc/passwd",
        "C:\\x",
        "xl\\..\\..\\x",
        "xl/..",
    ],
)
def test_a_repeated_or_climbing_name_is_unsafe(name: str, scanned: Refused) -> None:
    assert scanned(with_entries(xlsx(), (name, "<a/>"))) == "unsafe"


def test_a_zip_bomb_in_another_method_is_unsafe(refused: Refused) -> None:
    parts = {name: zipfile.ZipFile(io.BytesIO(xlsx())).read(name) for name in ("_rels/.rels", "xl/workbook.xml")}
    assert refused(packed({**parts, "x": bytes(10 * MEGABYTE)}, zipfile.ZIP_BZIP2)) == "unsafe"


@pytest.mark.parametrize("share", [0.1, 0.9])
def test_a_file_cut_off_is_damaged(share: float, refused: Refused) -> None:
    whole = xlsx()
    assert refused(whole[: int(len(whole) * share)]) == "damaged"


def test_a_sheet_cut_off_is_damaged(refused: Refused) -> None:
    assert refused(xlsx(sheet=SHEET_HEAD.decode() + offices.ONE_CELL)) == "damaged"


def test_a_wrong_checksum_is_damaged(refused: Refused) -> None:
    plain = SHEET_HEAD + SHEET_TAIL
    deflated, size = bomb(plain, b"", 0, b"")
    assert zlib.decompress(deflated, -15) == plain
    assert refused(raw_xlsx(SHEET, deflated, size)) == "damaged"


@pytest.mark.parametrize("number", ["NaN", "-inf", "1e999"])
def test_what_is_no_number_or_infinite_is_named_by_its_cell(number: str, opened: Opened) -> None:
    outcome = opened(xlsx(f'<row r="7"><c r="C7"><v>{number}</v></c></row>'))
    assert isinstance(outcome, UnreadableWorkbook)
    assert (outcome.code, outcome.details) == ("not_finite", {"sheet": "改造项目", "cell": "C7"})


@pytest.mark.parametrize("hidden", [False, True])
def test_sheets_without_number_are_too_many(hidden: bool, refused: Refused) -> None:
    names = [f"a{number}" for number in range(limits.MOST_SHEETS + 1)]
    assert refused(xlsx(workbook=offices.workbook(*names, hidden=names[:-1] if hidden else ()))) == "too_large"


@pytest.mark.parametrize("names", [("甲", "甲"), ("a" * 300,)], ids=["repeated", "long"])
def test_a_sheet_must_be_known_by_its_name(names: tuple[str, ...], refused: Refused) -> None:
    assert refused(xlsx(workbook=offices.workbook(*names))) == "unsafe"


def test_columns_hidden_over_and_over_are_hidden_once(opened: Opened) -> None:
    columns = "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 20_000 + "</cols>"
    outcome = opened(xlsx('<row r="1"><c r="SZ1"><v>1</v></c></row>', before=columns))
    assert outcome.sheets[0].hidden_columns == frozenset(range(520))  # type: ignore[union-attr]


def test_merged_areas_without_number_are_too_large(refused: Refused) -> None:
    assert (
        refused(xlsx(around="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * (limits.MOST_MERGED + 1) + "</mergeCells>"))
        == "too_large"
    )


def test_a_file_beyond_the_limit_is_not_looked_at(refused: Refused) -> None:
    assert refused(b"PK\x03\x04" + bytes(limits.LARGEST_FILE)) == "too_big"
