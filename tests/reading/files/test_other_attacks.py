"""Attacks on xls, ods and CSV: each is refused with its reason, and the server keeps its memory."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from renovation.reading.files.workbook import UnreadableWorkbook
from tests.reading.files import offices
from tests.reading.files.conftest import MEGABYTE, Opened, Refused
from tests.reading.files.offices import ods, ods_rows, ods_table

CELL = '<table:table-cell office:value-type="float" office:value="1"{}/>'
OLD = offices.xls([[f"织里镇{column}" for column in range(12)] for _ in range(200)])


def with_word(content: bytes, offset: int, word: int) -> bytes:
    return content[:offset] + struct.pack("<I", word) + content[offset + 4 :]


def allocation(content: bytes) -> int:
    """Where the table of an OLE file stands that tells which sector follows each."""
    return 512 * (struct.unpack_from("<I", content, 76)[0] + 1)


def chain_in_a_circle(content: bytes) -> bytes:
    start = content.index("Workbook".encode("utf-16-le")) + 116
    sector = struct.unpack_from("<I", content, start)[0]
    return with_word(content, allocation(content) + 4 * (sector + 3), sector)


def directory_in_a_circle(content: bytes) -> bytes:
    sector = struct.unpack_from("<I", content, 48)[0]
    return with_word(content, allocation(content) + 4 * sector, sector)


def allocation_in_a_circle(content: bytes) -> bytes:
    """The list of the table's own sectors goes on in itself."""
    own = allocation(content) // 512 - 1
    in_itself = with_word(content, allocation(content) + 508, own)
    return with_word(with_word(in_itself, 68, own), 72, 1)


@pytest.mark.parametrize("attack", [chain_in_a_circle, directory_in_a_circle, allocation_in_a_circle])
def test_an_ole_file_whose_chains_run_in_a_circle_is_refused(
    attack: Callable[[bytes], bytes], refused: Refused
) -> None:
    assert refused(attack(OLD)) in ("unsafe", "damaged", "too_heavy")


def test_an_xls_of_noise_is_refused(refused: Refused) -> None:
    assert refused(offices.ole({"Workbook": bytes(range(256)) * 40})) in ("damaged", "not_supported")


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_an_xls_cut_off_is_damaged(share: float, refused: Refused) -> None:
    assert refused(OLD[: int(len(OLD) * share)] + "Workbook".encode("utf-16-le")) == "damaged"


def test_the_far_corner_of_an_xls_is_named(opened: Opened) -> None:
    outcome = opened(offices.xls([["a"], *[[]] * 65_534, [None] * 255 + ["b"]]))
    assert isinstance(outcome, UnreadableWorkbook)
    assert (outcome.code, outcome.details["cell"]) == ("far_cell", "IV65536")


def test_a_number_of_an_xls_that_is_none_is_named(opened: Opened) -> None:
    number = struct.pack("<d", 33.625)
    content = offices.xls([["a", 33.625]])
    assert content.count(number) == 1
    outcome = opened(content.replace(number, struct.pack("<d", float("nan"))))
    assert isinstance(outcome, UnreadableWorkbook)
    assert (outcome.code, outcome.details["cell"]) == ("not_finite", "B1")


def test_a_record_that_reaches_beyond_the_stream_is_damage(refused: Refused) -> None:
    stream = struct.pack("<HHHH", 0x809, 4, 0x600, 5) + struct.pack("<HH", 0x203, 65_535)
    assert refused(offices.ole({"Workbook": stream.ljust(4096, b"\1")})) == "damaged"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<table:table-row table:number-rows-repeated="1048576">' + CELL.format(' table:number-columns-repeated="16384"') + "</table:table-row>", "far_cell"),
        ('<table:table-row table:number-rows-repeated="1048575"/><table:table-row>' + CELL.format("") * 3 + "</table:table-row>", "far_cell"),
        ('<table:table-row table:number-rows-repeated="4294967295">' + CELL.format("") + "</table:table-row>", "unsafe"),
        ("<table:table-row>" + CELL.format(' table:number-columns-repeated="99999999999999999999"') + "</table:table-row>", "unsafe"),
        ("<table:table-row>" + CELL.format(' table:number-columns-repeated="-1"') + "</table:table-row>", "unsafe"),
        ('<table:table-row table:number-rows-repeated="1048576"/>' * 2, "unsafe"),
        ("<table:table-row>" + '<table:table-cell table:number-columns-repeated="16384"/>' * 2 + "</table:table-row>", "unsafe"),
        ('<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:formula="of:=1" table:number-columns-repeated="16384"/></table:table-row>', "far_cell"),
        ('<table:table-row><table:table-cell office:value-type="float" office:value="NaN"/></table:table-row>', "not_finite"),
        (f'<table:table-row><table:table-cell office:value-type="string"><text:p>{"a" * 40_000}</text:p></table:table-cell></table:table-row>', "long_text"),
    ],
    ids=["both", "below", "rows", "columns", "minus", "twice-rows", "twice-columns", "formula", "nan", "text"],
)  # fmt: skip
def test_what_an_ods_repeats_is_bounded(rows: str, code: str, refused: Refused) -> None:
    assert refused(ods(ods_table(rows))) == code


def test_an_empty_rest_that_reaches_to_the_end_of_the_sheet_is_fine(opened: Opened) -> None:
    rest = '<table:table-cell table:number-columns-repeated="16383"/></table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    rows = ods_rows([["甲"]]).removesuffix("</table:table-row>") + rest
    outcome = opened(ods(ods_table(rows)))
    assert outcome.sheets[0].rows == (("甲",),)  # type: ignore[union-attr]


def test_an_ods_with_entities_or_cut_off_is_refused(refused: Refused) -> None:
    assert refused(ods("", content='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')) == "unsafe"
    assert refused(ods(ods_table("</table:table-row>"))) == "damaged"
    assert refused(ods("", content="<a>" * 200_000)) == "damaged"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a,b\n" + b"\n" * (8 * MEGABYTE), "too_large"),
        (b"a,b\n" + b"," * (4 * MEGABYTE), "too_large"),
        (b"a,b,c,d\n" * 750_001, "too_large"),
        (b"a," + b"b" * (40 * MEGABYTE), "long_text"),
        (b"a," + b"b" * 40_000 + b"\n", "long_text"),
        (b'a,b\n"c,d\n' + b"e,f\n" * 100_000, "quotes"),
    ],
    ids=["lines", "commas", "cells", "text", "40000", "quote"],
)
def test_a_text_without_end_is_refused_in_the_worker(content: bytes, code: str, refused: Refused) -> None:
    assert refused(content) == code


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\nc,"d\n', "2"),
        ('a,b\n"c"d,e\n', "2"),
        ('a,b\nc,d\n"e""f,g', "3"),
        ('"a","b"\n"c""d"","e"\n', "2"),
        ('a,b\nc,"d;e\n', "2"),
    ],
)
def test_a_broken_quotation_mark_is_named_by_its_line(text: str, line: str, opened: Opened) -> None:
    outcome = opened(text.encode("gb18030"))
    assert isinstance(outcome, UnreadableWorkbook)
    assert (outcome.code, outcome.details["line"]) == ("quotes", line)
