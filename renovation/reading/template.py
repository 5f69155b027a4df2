"""Writes workbooks with the layout that clerks fill in: a template, blank or with the figures of a release."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from renovation.domain import places
from renovation.domain.column_types import OneOf, PlaceName
from renovation.domain.dated_tables import DatedTable, Tables
from renovation.domain.measures import MEASURES
from renovation.domain.tables import TABLES
from renovation.domain.tables.declaration import Column, Table
from renovation.domain.tables.unit_progress import UNIT_PROGRESS
from renovation.reading.layout.region import AS_OF_LABEL, BASIS_LABEL

HEADING_ROW: Final = 4
EXPLANATIONS: Final = "填写说明"
EXAMPLES: Final = "填写示例"
PROBLEM_LISTS: Final = ("问题清单（系统生成）", "Problems found (generated)")
"""The names, in Chinese and in English, of the sheet in an annotated workbook that lists the problems."""
UNREAD_SHEETS: Final = (EXPLANATIONS, EXAMPLES, *PROBLEM_LISTS)
"""The sheets of a template or an annotated workbook that only help the clerk and are never read."""

_EXAMPLE_ROWS: Final[Mapping[str, Sequence[Sequence[str | float | None]]]] = {
    "unit_progress": (("织里镇", 12, 5, 10.5, 8.4, 125), ("东林镇", 6, 6, 2.04, 1.7, 120)),
    "county_progress": (("吴兴区", 35.6), ("德清县", 40.12)),
    "figures": (
        ("全区", "开工项目数", 60, "个", "2013-03-31", "统计", None),
        ("全区", "区定面积目标", 72, "万㎡", "2013年", "目标", "目标填年度"),
    ),
    "sites": (
        ("示例纺织厂", "织里镇", "加层改扩建", "技术改造", "企业主体", "开工", 0.85, None, 1, *[None] * 5),
        (
            "示例村沿河厂房",
            "东林镇",
            "拆除",
            "集中拆除",
            "政府主体",
            "完工",
            1.2,
            15,
            None,
            120.09,
            30.68,
            "WGS84",
            1.5,
            "坐标据地图量取",
        ),
    ),
    "goals": (
        ("全区", "完工项目数", 30, None, "2013-06-30", "示例：某次会议纪要", None),
        ("织里镇", "完成改造建筑面积", 9, None, "2013年", "示例：某文件", None),
    ),
    "thresholds": (("进度停滞", 3, None), ("落后序时", 5, "示例：落后5个百分点以上才提示")),
    "notes": (("进展", "织里镇", "示例：两家企业已签订搬迁协议"), ("下一步", "全区", "示例：月底前完成项目排查")),
}
"""The rows on the sheet of examples, with a value for each declared column; all figures are made up."""

_A4: Final = 9
FONT: Final = {"font_name": "微软雅黑", "font_size": 11, "valign": "vcenter"}
OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_template(last: Tables) -> bytes:
    """Returns the workbook for the next report as xlsx bytes: the figures of a release, to be overwritten.

    `last` are the tables of this release. Each of the eight units has a row, in the order of the office's list; the row
    of a unit that `last` lacks is empty. The date of the table of units is left empty, so that nobody publishes new
    figures with the old date. The other tables keep their dates: a sheet that the clerk does not touch stays as it was
    published.
    """
    if UNIT_PROGRESS.name not in last:
        return write_workbook(last)
    units = last[UNIT_PROGRESS.name]
    names = [place.name for place in places.UNITS]
    listed = pd.DataFrame({"unit": [*names, *units.frame.loc[~units.frame["unit"].isin(names), "unit"]]})
    rows = listed.merge(units.frame, on="unit", how="left")
    filled = {**last, UNIT_PROGRESS.name: DatedTable(rows, units.as_of, units.basis)}
    return write_workbook(filled, undated=(UNIT_PROGRESS.name,))


def write_workbook(tables: Tables, undated: Collection[str] = ()) -> bytes:
    """Returns a workbook as xlsx bytes that `read_workbook` can read: one sheet for each table, and explanations.

    For a table that `tables` lacks, the sheet has headings and no rows. The tables named in `undated` have no date. No
    cell is written as a formula or a link.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        formats = _formats(book)
        for table in TABLES.values():
            sheet = book.add_worksheet(table.sheet)
            _write_sheet(sheet, table, tables.get(table.name), formats)
            if table.name in tables and table.name not in undated:
                sheet.write_datetime(1, 1, dt.datetime.combine(tables[table.name].as_of, dt.time()), formats["day"])
        _write_explanations(book.add_worksheet(EXPLANATIONS), formats)
        _write_examples(book.add_worksheet(EXAMPLES), formats)
    return stream.getvalue()


def _formats(book: Any) -> dict[str, Format]:
    return {
        "title": book.add_format({**FONT, "font_size": 14, "bold": True}),
        "label": book.add_format({**FONT, "font_color": "#5b6573"}),
        "day": book.add_format({**FONT, "num_format": "yyyy-mm-dd", "align": "left"}),
        "heading": book.add_format({**FONT, "bold": True, "bg_color": "#e8eef4", "bottom": 1, "text_wrap": True}),
        "cell": book.add_format(FONT),
        "note": book.add_format({**FONT, "font_color": "#5b6573", "text_wrap": False}),
    }


def _write_sheet(sheet: Worksheet, table: Table, dated: DatedTable | None, formats: dict[str, Format]) -> None:
    sheet.write_string(0, 0, f"吴兴区旧厂区改造　{table.title.zh}", formats["title"])
    sheet.write_string(1, 0, AS_OF_LABEL, formats["label"])
    sheet.write_string(2, 0, BASIS_LABEL, formats["label"])
    sheet.write_string(2, 1, dated.basis if dated is not None else table.basis, formats["cell"])
    sheet.set_row(HEADING_ROW, 34)
    for position, column in enumerate(table.columns):
        sheet.write_string(HEADING_ROW, position, column.heading_with_measurement_unit, formats["heading"])
        sheet.set_column(position, position, 40 if column.name in ("text", "remark") else 16)
        _offer_choices(sheet, column, position)
        if dated is not None:
            _write_cells(sheet, HEADING_ROW + 1, position, _as_typed(dated.frame[column.name], column), formats["cell"])
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    _set_up_print(sheet, HEADING_ROW)


def _set_up_print(sheet: Worksheet, heading_row: int) -> None:
    """Sets the printing: landscape A4, one page wide, the row of headings on every page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading_row)


def _as_typed(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    """Returns the values of a column as a clerk types them: words instead of codes."""
    if isinstance(column.type, OneOf):
        return values.map({code: word.zh for code, word in column.type.options.items()})
    return values


def _offer_choices(sheet: Worksheet, column: Column, position: int) -> None:
    """Adds a drop-down list to a column with a list of values (Excel allows 255 characters in total)."""
    rule = column.type
    if isinstance(rule, OneOf):
        words = [word.zh for word in rule.options.values()]
    elif isinstance(rule, PlaceName):
        words = [place.name for place in rule.allowed]
    else:
        return
    if len(",".join(words)) <= 255:
        sheet.data_validation(HEADING_ROW + 1, position, 999, position, {"validate": "list", "source": words})


def _write_cells(sheet: Worksheet, row: int, position: int, values: pd.Series[Any], cell: Format) -> None:
    for offset, value in enumerate(values):
        if pd.isna(value):
            continue
        if isinstance(value, str):
            sheet.write_string(row + offset, position, value, cell)
        else:
            sheet.write_number(row + offset, position, value, cell)


def _write_explanations(sheet: Worksheet, formats: dict[str, Format]) -> None:
    """Writes a row for each column, with its unit of measurement and meaning, then one for each measure of 全区指标."""
    headings = ("工作表", "列", "单位", "必填", "含义", "填写要求", "也可写作")
    rows = [headings] + [
        (
            table.sheet,
            column.heading.zh,
            column.measurement_unit or "",
            "是" if column.required else "",
            column.meaning.zh,
            column.type.expected.zh,
            "、".join(column.aliases),
        )
        for table in TABLES.values()
        for column in table.columns
    ]
    measures = [
        ("全区指标的指标", m.heading.zh, m.measurement_unit, "", m.meaning.zh, "", "")
        for m in MEASURES.values()
        if m.section
    ]
    for row, words in enumerate([*rows, *measures]):
        for position, word in enumerate(words):
            sheet.write_string(row, position, word, formats["heading"] if row == 0 else formats["cell"])
    sheet.set_column(0, 3, 14)
    sheet.set_column(4, 6, 52)
    sheet.freeze_panes(1, 0)
    _set_up_print(sheet, 0)


def _write_examples(sheet: Worksheet, formats: dict[str, Format]) -> None:
    sheet.write_string(0, 0, "填写示例（数字均为虚构，本表不读取，无需删除）", formats["title"])
    row = 2
    for table in TABLES.values():
        sheet.write_string(row, 0, f"工作表“{table.sheet}”", formats["label"])
        for position, column in enumerate(table.columns, 1):
            sheet.write_string(row + 1, position, column.heading_with_measurement_unit, formats["heading"])
        for offset, cells in enumerate(_EXAMPLE_ROWS[table.name], 2):
            sheet.write_string(row + offset, 0, "示例", formats["label"])
            for position, cell in enumerate(cells, 1):
                if cell is not None:
                    sheet.write(row + offset, position, cell, formats["cell"])
        row += 5
    sheet.set_column(0, 14, 16)
