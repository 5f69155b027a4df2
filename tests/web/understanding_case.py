"""A workbook that asks two things and leaves a third to be corrected, answered as the visit has answered."""

from __future__ import annotations

from typing import Final

from renovation.domain.labels import Label
from renovation.publishing.uploads import CheckedUpload
from renovation.reading.questions import Choice, Question, Understood
from renovation.reading.reader import Hints, Reading
from renovation.releases.differences import differences
from renovation.releases.store import Source
from renovation.web.understanding import given_answers

AREA: Final = Choice("area", Label("完成面积", "area renovated"))
TARGET: Final = Choice("target", Label("目标面积", "annual target"))
HECTARES: Final = Choice("ha", Label("公顷", "ha"))
SQUARE_METRES: Final = Choice("m2", Label("平方米", "m²"))
UNIT: Final = Question(
    "f:unit", "进度", "C2", "面积", Label("单位是哪一个？", "Which unit?"), (HECTARES, SQUARE_METRES), "m2"
)
MEANING: Final = Question("f:column", "进度", "D2", "面积2", Label("是哪一列？", "Which column?"), (AREA, TARGET))
QUESTIONS: Final = (UNIT, MEANING)


def checked() -> CheckedUpload:
    answers = given_answers()
    line = Understood(
        "column",
        "f:names",
        "进度",
        "B2",
        "面积1",
        None,
        None,
        Label("表头", "its heading"),
        value=answers.get("f:names", "area"),
        choices=(AREA, TARGET),
        answered="f:names" in answers,
    )
    reading = Reading(
        {},
        (),
        questions=tuple(question for question in QUESTIONS if question.id not in answers),
        understood=(line, *(q.answered("unit", answers[q.id]) for q in QUESTIONS if q.id in answers)),
    )
    source = Source("week.xlsx", b"week")
    return CheckedUpload(source, 1, reading, {}, {}, differences({}, {}), None, Hints(answers=answers))
