"""Lines of the panel: what a column was read as, why, and who confirmed it."""

from __future__ import annotations

from dataclasses import replace

from renovation.domain.labels import Label
from renovation.language import words_in
from renovation.reading.questions import Choice, Understood
from renovation.releases.answers import GivenAnswer, StoredAnswer
from renovation.wording.understanding import evidence_line, meaning_label, stored_answer_line

ZH, EN = words_in("zh"), words_in("en")
AREA = Understood(
    "column",
    "3f2a:面积",
    "进度",
    "C2",
    "面积",
    "unit_progress.area_renovated",
    "万㎡",
    Label("表头写明单位", "the heading says the unit"),
    ("33.6", "", "91.3"),
)
ANSWER = GivenAnswer(AREA.id, "万㎡", Label("单位是？", "Which unit?"), Label("万平方米", "10,000 m²"), "进度", "面积")
STORED = StoredAnswer(ANSWER, "李四", "2013-10-22T02:00:00+00:00", 2)


def test_a_column_says_its_meaning_its_unit_why_and_its_first_cells() -> None:
    assert meaning_label(AREA, ZH) == "完成改造建筑面积"
    assert evidence_line(AREA, {}, ZH) == "计量单位：万㎡，表头写明单位 · 33.6、–、91.3"


def test_a_unit_without_an_english_name_is_left_out_of_the_english_line() -> None:
    counted = replace(AREA, measurement_unit="个")
    assert evidence_line(counted, {}, ZH).startswith("计量单位：个，")
    assert "unit of measurement" not in evidence_line(counted, {}, EN)
    assert evidence_line(AREA, {}, EN).startswith("unit of measurement: 10,000 m², ")


def test_the_label_of_the_choice_comes_before_the_name_of_the_column() -> None:
    line = replace(AREA, value="x", choices=(Choice("x", Label("年度目标面积", "Annual target area")),))
    assert meaning_label(line, EN) == "Annual target area"
    assert meaning_label(replace(AREA, column=None), ZH) == "未读取"
    assert meaning_label(replace(AREA, kind="row", column=None), ZH) == ""


def test_an_answered_line_says_who_confirmed_it_unless_it_was_answered_otherwise_just_now() -> None:
    answered = replace(AREA, value="万㎡", answered=True, measurement_unit=None, values=())
    assert "李四于2013-10-22" in evidence_line(answered, {AREA.id: STORED}, ZH)
    assert evidence_line(answered, {}, ZH) == "按刚才的回答"
    assert evidence_line(replace(answered, value="㎡"), {AREA.id: STORED}, ZH) == "按刚才的回答"
    assert stored_answer_line(STORED, EN) == "进度　面积: Which unit? → 10,000 m²"
