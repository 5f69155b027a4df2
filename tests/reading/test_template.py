"""The workbook to fill: last figures to overwrite, a row for every unit, no date to forget."""

from __future__ import annotations

import dataclasses
import io

import openpyxl

from renovation.reading.template import write_template, write_workbook
from tests import first_dataset

UNITS = [unit for unit, *_ in first_dataset.UNIT_PROGRESS]


def cells(content: bytes, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True))


def test_the_units_come_with_their_last_figures_and_without_their_date() -> None:
    rows = cells(write_template(first_dataset.tables()), "乡镇进度")
    assert rows[1][:2] == ("截至", None)
    assert [tuple(row) for row in rows[5:]] == first_dataset.UNIT_PROGRESS


def test_a_unit_that_did_not_report_has_an_empty_row_in_its_place() -> None:
    tables = first_dataset.tables()
    units = tables["unit_progress"]
    partial = dataclasses.replace(units, frame=units.frame[units.frame["unit"] != "道场乡"].reset_index(drop=True))
    rows = cells(write_template({**tables, "unit_progress": partial}), "乡镇进度")
    assert [row[0] for row in rows[5:]] == UNITS
    assert rows[5 + UNITS.index("道场乡")][1:] == (None,) * 5


def test_the_other_tables_keep_their_dates() -> None:
    day = cells(write_template(first_dataset.tables()), "县区进度")[1][1]
    assert str(day) == "2013-10-08 00:00:00"


def test_without_a_release_the_template_is_blank() -> None:
    assert cells(write_template({}), "乡镇进度") == cells(write_workbook({}), "乡镇进度")


def test_every_table_is_printed_as_wide_as_a_page_with_its_headings_on_each() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(write_template(first_dataset.tables())))
    printed = {sheet.title: (sheet.page_setup.orientation, sheet.print_title_rows) for sheet in workbook}
    assert (printed["乡镇进度"], printed["填写说明"]) == (("landscape", "$5:$5"), ("landscape", "$1:$1"))
    assert workbook["乡镇进度"].sheet_properties.pageSetUpPr.fitToPage
    assert workbook["乡镇进度"].page_setup.paperSize == 9, "A4"
