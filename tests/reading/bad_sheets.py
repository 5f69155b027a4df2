"""Bad workbooks, each with one thing wrong; their reports stand in `bad/`: `python -m tests.reading.bad_sheets` writes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import openpyxl

from renovation.language import words_in
from renovation.reading.reader import read_workbook
from tests import first_dataset
from tests.reading.office import Grid, Shown, as_csv, as_xlsx

REPORTS: Final = Path(__file__).parent / "bad"
HEADINGS: Final = [
    "责任单位",
    "开工项目数",
    "完工项目数",
    "完成改造建筑面积（万㎡）",
    "年度目标面积（万㎡）",
    "完成率（%）",
]
DAY: Final = ["截至", first_dataset.UNITS_AS_OF]


def units(**cells: Any) -> list[list[Any]]:
    """The sheet of units with some cells by address replaced; headings in row 2, 高新区 in row 3."""
    rows: list[list[Any]] = [list(DAY), list(HEADINGS), *[list(unit) for unit in first_dataset.UNIT_PROGRESS]]
    for where, value in cells.items():
        column, row = openpyxl.utils.cell.coordinate_from_string(where)
        place = openpyxl.utils.column_index_from_string(column) - 1
        while len(rows) < row:
            rows.append([])
        line = rows[row - 1]
        line += [None] * (place + 1 - len(line))
        line[place] = value
    return rows


def book(name: str = "乡镇进度", **cells: Any) -> bytes:
    return as_xlsx(Grid(name, units(**cells)))


def sites(*row: Any) -> bytes:
    headings = ["点位", "责任单位", "改造方式", "进度状态", "建筑面积（万㎡）", "经度", "纬度"]
    return as_xlsx(Grid("改造项目", [DAY, headings, row]))


def figures(*row: Any) -> bytes:
    headings = ["对象", "指标", "数值", "计量单位", "截至", "性质"]
    return as_xlsx(Grid("全区指标", [DAY, headings, row]))


def hidden_row() -> bytes:
    import io

    opened = openpyxl.load_workbook(io.BytesIO(book()))
    opened["乡镇进度"].row_dimensions[4].hidden = True
    stream = io.BytesIO()
    opened.save(stream)
    return stream.getvalue()


WITHOUT_UNITS: Final = {"D2": "完成面积", "E2": "年度目标面积"}

SHEETS: Final[dict[str, Callable[[], bytes]]] = {
    "land_in_the_line_of_units": lambda: book(C1="单位：个、公顷", **WITHOUT_UNITS),
    "two_units_of_area": lambda: book(C1="单位：万平方米、平方米", **WITHOUT_UNITS),
    "last_year": lambda: book(D2="2012年完成面积（万㎡）"),
    "another_day": lambda: book(D2="截至9月底完成面积（万㎡）"),
    "key_projects_above": lambda: book(D1="重点项目"),
    "key_projects_in_the_title": lambda: book(A1="重点实施项目进度表（截至2013年10月15日）", B1=None),
    "wordings_of_two_meanings": lambda: as_xlsx(
        Grid(
            "乡镇进度",
            [DAY, ["责任单位", "开工项目数", "完工项目数", "建筑面积", "任务数"], *[row[:5] for row in units()[2:]]],
        )
    ),
    "a_slip_of_the_hand": lambda: book(D3=3360, F3=None),
    "ten_thousands_under_square_metres": lambda: book(
        D2="完成面积（㎡）",
        **{f"D{row}": line[3] * (1 if row < 5 else 10_000) for row, line in enumerate(units()[2:], 3)},
    ),
    "misspelt_unit": lambda: book(A4="织里真"),
    "unknown_unit": lambda: book(A4="月河街道办"),
    "unit_twice_by_its_alias": lambda: book(A11="湖州南太湖高新区", B11=1, C11=1, D11=1, E11=1),
    "units_missing": lambda: as_xlsx(Grid("乡镇进度", units()[:8])),
    "one_unit_alone": lambda: as_xlsx(Grid("乡镇进度", units()[:3])),
    "more_completed_than_started": lambda: book(C3=18),
    "total_of_other_rows": lambda: book(A11="合计", B11=202, C11=66, D11=241.91, E11=72.25),
    "rate_of_other_parts": lambda: book(F4=26.2),
    "rate_as_a_share": lambda: book(F4=2.62),
    "note_on_one_unit": lambda: book(A12="* 妙西镇不含风景区。"),
    "no_date": lambda: book(A1=None, B1=None),
    "date_without_year": lambda: book(A1="截至10月15日", B1=None),
    "two_dates": lambda: book(A1="截至2013年10月15日", B1="截至2013年10月8日"),
    "impossible_date": lambda: book(A1="截至2013年13月45日", B1=None),
    "words_for_a_count": lambda: book(B3="十几"),
    "half_a_project": lambda: book(B3=17.5),
    "negative_area": lambda: book(D3=-33.6),
    "about": lambda: book(D3="约33.6"),
    "two_numbers_in_a_cell": lambda: book(D3="33.6/34.2"),
    "truth_value": lambda: book(B3=True),
    "empty_count": lambda: book(B3=None),
    "dash_for_an_area": lambda: book(D3="—"),
    "error_cell": lambda: book(D3="#DIV/0!"),
    "formula_never_computed": lambda: book(D3="=SUM(B3:C3)"),
    "scaled_number_format": lambda: book(D3=Shown(336_000, '0!.0000"万"')),
    "square_metres_for_ten_thousands": lambda: book(D3=336_000),
    "column_missing": lambda: book(D2=None),
    "column_twice": lambda: book(G2="开工数", G3=17),
    "column_of_another_measure": lambda: book(G2="本周新增开工", G3=2),
    "schedule_beside_the_rate": lambda: book(G2="序时进度（%）", G3=78.9),
    "numbers_without_heading": lambda: book(H3=5),
    "rows_that_compare": lambda: book(
        A11="平均", B11=24.5, C11=8.25, D11=30.24, A12="去年同期", B12=100, C12=30, D12=60.5
    ),
    "another_table_below": lambda: book(
        A12="各乡镇存在问题", A13="乡镇", B13="存在问题", C13="数量", A14="织里镇", B14="土地指标", C14=3
    ),
    "number_above_the_table": lambda: book(D1=1215),
    "number_below_the_table": lambda: book(A12="注：另有在谈项目", B12=12),
    "unit_that_is_none": lambda: book(D2="完成改造建筑面积（平方尺）"),
    "land_for_floor_area": lambda: book(D2="完成改造建筑面积（亩）"),
    "bare_shares_without_targets": lambda: as_xlsx(
        Grid(
            "乡镇进度", [DAY, [*HEADINGS[:4], "完成率"], *[[*u[:4], u[5] / 1000] for u in first_dataset.UNIT_PROGRESS]]
        )
    ),
    "two_sheets_alike": lambda: as_xlsx(Grid("表1", units()), Grid("表2", units(B3=18))),
    "last_weeks_sheet_too": lambda: as_xlsx(Grid("乡镇进度", units()), Grid("上周", units(B3=16))),
    "hidden_row": hidden_row,
    "no_sheet_of_ours": lambda: as_xlsx(Grid("通讯录", [["姓名", "电话"], ["张三", "0572-2280000"]])),
    "headings_alone": lambda: as_xlsx(Grid("乡镇进度", [DAY, HEADINGS])),
    "no_headings": lambda: as_xlsx(Grid("乡镇进度", [["高新区", 17, 7, 33.6]])),
    "unknown_mode_and_stage": lambda: sites("金牛", "织里镇", "爆破", "快完了", 1.2, None, None),
    "swapped_point": lambda: sites("金牛", "织里镇", None, "开工", 1.2, 30.87, 120.255),
    "measure_in_another_unit": lambda: figures("全区", "腾出用地面积", 1215, "万㎡", "2013-10-15", "测算"),
    "csv_with_a_bad_count": lambda: as_csv(Grid("", units(A1="截至2013年10月15日", B1=None, B3="17个半")), "gb18030"),
}


def report(content: bytes) -> list[dict[str, Any]]:
    """The problems and questions as `check --json` prints them, with the English sentence beside the Chinese one."""
    reading = read_workbook(content)
    zh, en = words_in("zh"), words_in("en")
    problems = [{**problem.as_json(zh), "message_en": problem.message(en)} for problem in reading.problems]
    return problems + [{**question.as_json(zh), "text_en": en.label(question.text)} for question in reading.questions]


if __name__ == "__main__":
    for name, make in SHEETS.items():
        text = json.dumps(report(make()), ensure_ascii=False, indent=2)
        (REPORTS / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
