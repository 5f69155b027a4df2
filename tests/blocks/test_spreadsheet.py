"""Downloads hold numbers and dates, are ready to print, and never hold a formula."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pandas as pd

from renovation.blocks.spreadsheet import file_name, write_table
from renovation.comparisons.history import history_of
from renovation.comparisons.results import Results
from renovation.comparisons.sites import with_unknown_filled
from renovation.language import words_in
from renovation.wording.measure_history import history_to_download
from renovation.wording.sites import sites_to_download
from tests.comparisons.test_history import release_points, started_by_period

ZH, EN = words_in("zh"), words_in("en")


def opened(frame: pd.DataFrame, sheet_name: str = "表") -> Any:
    return openpyxl.load_workbook(io.BytesIO(write_table(frame, sheet_name, "标题", "截至2013年10月15日"))).active


def test_numbers_and_dates_keep_their_kind_and_line_up() -> None:
    frame = pd.DataFrame({
        "截至": [dt.date(2013, 10, 15), dt.date(2013, 10, 8)],
        "面积": [91.3, 38.66],
        "开工": pd.array([45, None], dtype="Int64"),
    })  # fmt: skip
    sheet = opened(frame)
    assert [cell.value for cell in sheet[3]] == ["截至", "面积", "开工"]
    assert [sheet["A4"].value, sheet["B4"].value, sheet["C4"].value] == [pd.Timestamp("2013-10-15"), 91.3, 45]
    assert [sheet[at].number_format for at in ("A4", "B4", "B5", "C4")] == [
        "yyyy-mm-dd",
        "#,##0.00",
        "#,##0.00",
        "#,##0",
    ]
    assert sheet["C5"].value is None


def test_text_that_looks_like_a_formula_stays_text() -> None:
    sheet = opened(pd.DataFrame({"=1+1": ['=HYPERLINK("http://evil.test")', "+1", "@SUM(A1)"]}))
    assert {sheet[at].data_type for at in ("A3", "A4", "A5", "A6")} == {"s"}
    assert sheet["A4"].value == '=HYPERLINK("http://evil.test")'


def test_a_sheet_is_not_called_as_one_that_excel_keeps_for_itself() -> None:
    assert opened(pd.DataFrame({"a": [1]}), "History").title == "History 1"
    assert file_name("History", dt.date(2013, 10, 15)) == "History-2013-10-15.xlsx"


def test_the_sheet_prints_on_one_pages_width_with_its_headings_repeated() -> None:
    sheet = opened(pd.DataFrame({"a": range(200)}), "一张：名称[很长]的表" * 4)
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert len(sheet.title) <= 31
    assert not set("[]:*?/\\") & set(sheet.title)


def test_a_table_of_many_weeks_prints_on_several_pages_rather_than_too_small() -> None:
    few, many = (opened(pd.DataFrame({f"第{week}周": [1.0] for week in range(weeks)})) for weeks in (20, 41))
    assert (few.page_setup.fitToWidth or 1, few.print_title_cols) == (1, None)
    assert (many.page_setup.fitToWidth, many.print_title_cols) == (3, "$A:$A")


def test_a_long_footer_has_its_lines_within_the_first_page() -> None:
    frame = pd.DataFrame({str(week): [1.0] for week in range(41)})
    made = write_table(frame, "表", "标题", "截至2013年10月15日 · " + "全区原报值与各单位合计不一致；" * 10)
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A6:T6"], "20 columns of 10 characters"
    assert sheet["A6"].alignment.wrap_text
    assert sheet.row_dimensions[6].height == 33.75, "322 characters in lines of 200"


def test_a_file_is_named_after_its_table_and_day() -> None:
    assert file_name("乡镇对比", dt.date(2013, 10, 5)) == "乡镇对比-2013-10-05.xlsx"
    assert "/" not in file_name("a/b", dt.date(2013, 10, 5))


def test_the_downloaded_history_holds_numbers_by_day_and_names_corrections() -> None:
    history = history_of(
        [
            release_points(1, "10-01", 甲=5, 乙=1),
            release_points(2, "10-08", 甲=7, 乙=2),
            release_points(3, "10-01", 甲=6, 乙=1),
        ]
    )
    table = history_to_download(started_by_period(history), "projects_started", ZH)
    assert list(table.columns) == ["截至", "甲", "乙", "发布后更正"]
    assert table["截至"].tolist() == [dt.date(2013, 10, 8), dt.date(2013, 10, 1)]
    assert table["甲"].tolist() == [7, 6]
    assert table["发布后更正"].tolist()[-1] == "甲"


def test_the_downloaded_sites_hold_areas_as_numbers_with_their_unit(results: Results) -> None:
    table = sites_to_download(with_unknown_filled(results.table("sites")), ZH)
    areas = table["建筑面积（万㎡）"].dropna()
    english = sites_to_download(with_unknown_filled(results.table("sites")), EN)["Floor area (m²)"].dropna()
    assert len(table) == 20
    assert areas.dtype == "float64"
    assert (areas.tolist(), english.tolist()) == ([2.25], [22_500])
    assert table["改造方式"].isna().any()
