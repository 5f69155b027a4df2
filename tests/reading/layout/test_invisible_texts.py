"""Texts and figures in the colour of the background, which the clerk does not see."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from renovation.reading.reader import Hints, read_workbook
from tests import first_dataset

HEADINGS = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
WHITE = Font(color="FFFFFF")
DARK = PatternFill("solid", start_color="1F4E78")


def asked(
    cell: str, text: str | None = None, font: Font | None = WHITE, fill: PatternFill | None = None, code: str = ""
) -> list[str | None]:
    """The cells of the questions about a sheet of units with one row or cell in another style; the headings are white on blue."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [["截至2013年10月29日"], HEADINGS, *(unit[:5] for unit in first_dataset.UNIT_PROGRESS)]:
        sheet.append(row)
    for heading in sheet[2]:
        heading.font, heading.fill = WHITE, DARK
    styled = sheet[cell] if isinstance(sheet[cell], tuple) else (sheet[cell],)
    for one in styled:
        one.value = text or one.value
        one.number_format = code or one.number_format
        if font:
            one.font = font
        if fill:
            one.fill = fill
    stream = io.BytesIO()
    book.save(stream)
    return [q.cell for q in read_workbook(stream.getvalue(), Hints(previous=first_dataset.tables())).questions]


def test_white_headings_on_blue_are_seen() -> None:
    assert asked("Z1") == []


@pytest.mark.parametrize(("text", "font", "code"), [("以上为累计数", WHITE, ""), ("完成面积为累计", None, ";;;;")])
def test_a_note_that_nobody_sees_is_asked_about(text: str, font: Font | None, code: str) -> None:
    assert asked("A20", text, font, code=code) == ["A20"]


def test_a_note_that_nobody_sees_and_that_is_a_doubt_is_asked_about_once() -> None:
    assert asked("A20", "以上为计划数") == ["A20"]


def test_a_day_in_the_colour_of_its_background_is_asked_about() -> None:
    assert asked("A1", font=Font(color="1F4E78"), fill=DARK) == ["A1"]
    assert asked("A1", font=Font(color="1F4E78")) == []


def test_a_row_of_figures_that_nobody_sees_is_asked_about() -> None:
    assert asked("5") == ["A5"]


def test_a_word_that_says_nothing_of_the_figures_is_not_asked_about() -> None:
    assert asked("A20", "打印") == []
