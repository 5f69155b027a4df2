"""Finds the heading rows of a table, and the heading cells above each column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from renovation.domain import places
from renovation.domain.cells import Cell, half_width, is_numeric, typed_text, whole_number
from renovation.reading.files.workbook import Sheet
from renovation.reading.layout.grammar import HeadingPath, folded, parse
from renovation.reading.layout.lexicon import MADE
from renovation.reading.layout.times import whole_day

DEEPEST: Final = 5
"""The largest number of heading rows of a table."""
LONGEST_PARENT: Final = 20
# 制定机关：, 表号：, 填报日期：; not 其中：
_OF_FORM: Final = rf"({MADE}|上报|统计|机关|[表文编]号|有效期|日期|时间)[^:：]{{0,4}}[:：]"
LABELLED: Final = re.compile(
    rf"单位[:：]|{_OF_FORM}"  # 单位：万㎡, not 责任单位
    r"|截至.*\d|20\d\d[年.\-/]\d|二[〇○零0].{2}年"  # 截至10月15日, 2013年10月, 二〇一三年; not 截至上周, 2013年
)
"""Matches a line of text above the headings, such as `单位：万㎡` or `截至10月15日`; not the heading `单位`."""
_LABEL_ALONE: Final = re.compile(r"(截[至止]|统计)?(日期|时间)?|口径")  # 截至 in a cell of its own, not 截至本周
# 旧厂区改造进度表, （第45期）; not 项目情况, 第45周
_TITLE: Final = re.compile(r"[表报]$|.{7}况$|^[（(]?第[\d一二三四五六七八九十]+期[)）]?$")
_DATED: Final = re.compile(rf"20\d\d.*[月.\-/]\d|(单位|截至)[^:：]{{0,4}}[:：]|{_OF_FORM}")  # 2013.10.15, 单位：
# 吴兴区旧改办, 领导小组办公室编; not 环渚街道办, a unit
_SENDER: Final = re.compile("[一-鿿]{2,}(?<!街道)(?:局|办|委|办公室|领导小组|指挥部|政府|中心)[编制印]?")
ISSUE: Final = re.compile("第.+期")  # 总第31期; not 本期
_IN_BRACKETS: Final = re.compile("[（(][^（()）]*[)）]")
_NUMBER: Final = re.compile(r"[0-9]+|[一二三四五六七八九十]+")
_MOST_CELLS_OF_A_LINE: Final = 3
_LAST_ROW_OF_DAYS: Final = 40
MONTH: Final = dt.timedelta(days=31)
_LEAP_YEAR: Final = 2000
_TWO_DECIMALS: Final = re.compile(r"\.\d\d$")
_OF_COLUMNS: Final = re.compile(
    r"[甲乙丙丁]|栏次|列次|列号|序号|[a-z]|[①-⑳]|\d{1,2}|[一二三四五六七八九十]{1,2}"  # 甲, A, ①; not 高新区
    r"|[a-z①-⑳\d]{1,2}=[a-z①-⑳\d/÷×*+\-()%]+"  # F=D/E, 5=3÷4×100%; not 开工
)

_FIELD: Final = re.compile("[a-z][a-z0-9_]+", re.IGNORECASE)  # kgs, WC_MJ; not 开工数


def visible_cells(sheet: Sheet, row: int) -> list[Cell]:
    """Returns the cells of a row as a person sees them: cells that a merged cell covers are None."""
    cells = list(sheet.rows[row])
    for area in sheet.merged_from(range(max(0, row - DEEPEST), row + 1)):
        if row <= area.bottom:
            first = [cells[area.left]] if row == area.top else []
            cells[area.left : area.right + 1] = [*first, *[None] * (area.right + 1 - area.left - len(first))]
    return cells


def with_days_spelled_out(sheet: Sheet) -> Sheet:
    """Returns the sheet with the days below its headings as texts, so that the reader recognises them as dates.

    10.22 | 10.29 | 增加 becomes 10月22日 | 10月29日 | 增加. Such a row repeats the same ascending days, of one month at
    most, for several measures, and has no other cells.
    """
    for row, cells in enumerate(sheet.rows[1:_LAST_ROW_OF_DAYS], 1):
        days = {position: _day(cell) for position, cell in enumerate(cells) if not (cell is None or _names_gain(cell))}
        found = list(dict.fromkeys(days.values()))
        is_repeated = (
            len(found) > 1 and len(days) > len(found) and list(days.values()) == found * (len(days) // len(found))
        )
        if None in found or not is_repeated or holds_number(sheet, row - 1):
            continue
        first, *_, last = (day for day in found if day)
        if dt.timedelta(0) < last - first <= MONTH:
            spelled = tuple(
                f"{day.month}月{day.day}日" if (day := days.get(at)) else cell for at, cell in enumerate(cells)
            )
            return replace(sheet, rows=(*sheet.rows[:row], spelled, *sheet.rows[row + 1 :]))
    return sheet


def _day(cell: Cell) -> dt.date | None:
    """Returns the day that a cell below a heading means, in a leap year: 10.22, 10/22, a date.

    Returns None for any other cell, and for the number 10.3, which may be 10.30.
    """
    if isinstance(cell, dt.date):
        return dt.date(_LEAP_YEAR, cell.month, cell.day)
    text = typed_text(cell)
    is_cut = is_numeric(cell) and not isinstance(cell, str) and not _TWO_DECIMALS.search(text)
    day = None if is_cut else whole_day(folded(text))
    return day.to_date(_LEAP_YEAR) if day else None


def _names_gain(cell: Cell) -> bool:
    heading = parse((cell,)) if isinstance(cell, str) else None
    return heading is not None and not heading.unknown and heading.says("growth", "new")


def is_parent_row(sheet: Sheet, row: int, below: int) -> bool:
    """Returns whether the row `row` contains headings of groups of columns; `below` is the heading row below it.

    The result is False for a title, a line of text and a row of data.
    """
    cells = _merged_view(sheet, row)
    filled = [cell for cell in cells if cell is not None]
    if not filled or holds_number(sheet, row) or is_line(sheet, row):
        return False
    if any(not isinstance(cell, str) or len(cell) > LONGEST_PARENT for cell in filled):
        return False
    width = sum(cell is not None for cell in _merged_view(sheet, below))
    own = [cell for cell in sheet.rows[row] if cell is not None]
    return len(own) < max(width, 2) or any(row < area.bottom for area in sheet.merged_from(range(row, row + 1)))


def is_line(sheet: Sheet, row: int) -> bool:
    """Returns whether a row is a title or a line of text, such as 单位：万㎡ or 填报人：张三."""
    cells = _merged_view(sheet, row)
    filled = {position: cell for position, cell in enumerate(cells) if cell is not None}
    texts = dict.fromkeys(half_width(cell) for cell in filled.values() if isinstance(cell, str))
    if not texts or (len(texts) > 1 and any(map(heads_one_column, texts))):
        return False
    if len(texts) <= _MOST_CELLS_OF_A_LINE and any(map(_LABEL_ALONE.fullmatch, texts)):
        return True
    others = [text for text in texts if not is_sender(text)]
    if len(others) == len(texts) - 1 and others and not any(map(_heads_columns, others)):
        return True
    if len(texts) > 1:
        return any(_DATED.search(text) and not names_measure(text) and not _names_period(text) for text in texts)
    text = next(iter(texts))
    below = sheet.rows[row + 1] if row + 1 < len(sheet.rows) else ()
    first = next((position for position, cell in enumerate(below) if cell is not None), 0)
    if _TITLE.search(text) or _DATED.search(text):
        return True
    if len(filled) > 1:  # merged: a title over the whole width, unless it qualifies all columns below
        return len(filled) >= sum(cell is not None for cell in below) - 1 and not qualifies_columns(text)
    return min(filled) <= first or LABELLED.search(text) is not None or not qualifies_columns(text)


def is_sender(text: str) -> bool:
    """Returns whether a text is the name of an office that issues a sheet: 吴兴区旧改办."""
    return _SENDER.fullmatch(folded(text)) is not None and places.parse_place_name(text, places.UNITS) is None


def _heads_columns(text: str) -> bool:
    """Returns whether a text, which stands beside the name of an office, is the heading of a column."""
    return is_label(text) or names_measure(text) or (qualifies_columns(text) and not ISSUE.search(text))


def _names_period(text: str) -> bool:
    """Returns whether a text without its brackets is only the name of a period: 本期（2013年11月19日）."""
    heading = parse((_IN_BRACKETS.sub("", text),))
    return bool(heading.all_of("period")) and not heading.unknown and not heading.times


def heads_one_column(text: str) -> bool:
    """Returns whether a text is the heading of a column, because it names a measure and its unit: 年度目标（万㎡）."""
    return names_measure(text) and bool(parse((text,)).measurement_units) and not LABELLED.search(text)


def qualifies_columns(text: str) -> bool:
    """Returns whether a short text names the time, status or part of the columns below it: 2013年, 其中：重点项目."""
    heading = parse((text,))
    says = heading.times or heading.all_of("period") or heading.all_of("scope") - {"district"}
    return (
        len(text) <= LONGEST_PARENT and not heading.unknown and bool(says or heading.says("plan", "actual", "reported"))
    )


def names_measure(text: str) -> bool:
    """Returns whether a text names a measure, such as 2013年1-10月完成（万㎡）, but not 统计时间：2013年10月."""
    return bool(parse((text,)).all_of("quantity") & {"started", "completed", "done", "area", "target"})


def holds_number(sheet: Sheet, row: int) -> bool:
    """Returns whether the row `row` of a sheet contains a number or a date."""
    return any(is_numeric(cell) or not isinstance(cell, str | None) for cell in sheet.rows[row])


def is_label(text: str) -> bool:
    """Returns whether a text may be the heading of a column, such as 单位, but not a row's name, such as 织里镇."""
    heading = parse((text,))
    says_row = heading.all_of("statistic") or heading.all_of("period") or heading.all_of("scope") or heading.times
    return not heading.unknown and not says_row


def can_continue_heading(text: str) -> bool:
    """Returns whether a text in the row below a heading can continue the heading: `（万㎡）`, `1-10月` or `竣工`.

    The text must contain a unit of measurement, a time or a word for a quantity or a statistic, and no unknown word.
    Other texts are data: in a list of sites, the first row of data consists of texts too.
    """
    heading = parse((text,))
    says = heading.measurement_units or heading.times or heading.all_of("quantity") or heading.all_of("statistic")
    return bool(says) and not heading.unknown


def _merged_view(sheet: Sheet, row: int) -> list[Cell]:
    """Returns the cells of a row; each cell that a merged range covers has the value of this range."""
    cells = list(sheet.rows[row])
    for area in sheet.merged_from(range(max(0, row - DEEPEST), row + 1)):
        if row <= area.bottom < area.top + DEEPEST:
            cells[area.left : area.right + 1] = [sheet.rows[area.top][area.left]] * (area.right + 1 - area.left)
    return cells


def heading_paths(sheet: Sheet, top: int, bottom: int) -> dict[int, HeadingPath]:
    """Returns the heading cells above each column, from the top down, such as `("项目数", "开工")`.

    `top` and `bottom` are the first and the last heading row. The keys are column numbers on the sheet. Columns without
    a heading and rows that number the columns are left out.
    """
    rows = [row for row in range(top, bottom + 1) if not numbers_columns(sheet.rows[row])]
    lines = [_reaching(sheet, row, bottom) for row in rows]
    paths = {}
    for position, cells in enumerate(zip(*lines, strict=True)):
        parts = [typed_text(cell) for cell in cells if cell is not None]
        path = tuple(part for place, part in enumerate(parts) if part and part not in parts[:place])
        if path:
            paths[position] = path
    return paths


def _reaching(sheet: Sheet, row: int, bottom: int) -> list[Cell]:
    """Returns the headings in a row for each column; one that is not merged also holds for blank cells to its right."""
    cells = _merged_view(sheet, row)
    if row == bottom:
        return cells
    areas = sheet.merged_from(range(max(0, row - DEEPEST), row + 1))
    covered = {place for area in areas if row <= area.bottom for place in range(area.left, area.right + 1)}
    free = [
        position not in covered and any(sheet.rows[below][position] is not None for below in range(row + 1, bottom + 1))
        for position in range(len(cells))
    ]
    for position in range(1, len(cells)):
        if cells[position] is None and free[position] and free[position - 1]:
            cells[position] = cells[position - 1]
    return cells


def numbers_columns(cells: Sequence[Cell]) -> bool:
    """Returns whether a row only gives the columns numbers or letters, such as 甲 | 1 | 2 | 3.

    A formula may follow them, which says how the column is computed: A | B | C=A/B, or （1） | （2） |
    （3）=（1）/（2）.
    """
    filled = [re.sub("[()（） ]", "", typed_text(cell).lower()) for cell in cells if cell is not None]
    plain = (folded(re.sub("[①-⑳]", "a", text)).replace("×100%", "") for text in filled)  # ① would become 1
    if len(filled) < 3 or not all(map(_OF_COLUMNS.fullmatch, plain)):
        return False
    numbers = [text.partition("=")[0] for text in filled]
    figures = [whole_number(number) for number in numbers if _NUMBER.fullmatch(number)]
    letters = [ord(number) for number in numbers if re.fullmatch("[a-z①-⑳]", number)]
    return bool(figures or letters) and all(b - a == 1 for run in (figures, letters) for a, b in pairwise(run))


def names_fields(cells: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Returns whether a row only gives the columns the names of a program's fields, such as dw | kgs | wgs.

    In the row `below`, at least two of these columns must contain numbers.
    """
    filled = [(cell, under) for cell, under in zip(cells, below, strict=True) if cell is not None]
    are_names = all(isinstance(cell, str) and _FIELD.fullmatch(cell.strip()) for cell, _ in filled)
    return are_names and sum(is_numeric(under) for _, under in filled) > 1
