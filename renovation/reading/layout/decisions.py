"""The interpretation of a table on a sheet, and the decisions about it.

A decision was taken by the clerk's answer, is certain, or is still open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Final

from renovation.domain.dated_tables import Tables
from renovation.domain.labels import Label
from renovation.reading.layout.body import Body
from renovation.reading.layout.dates import AsOf
from renovation.reading.layout.fingerprint import fingerprint
from renovation.reading.layout.meanings import Sense
from renovation.reading.layout.measurement_units import StatedMeasurementUnit
from renovation.reading.layout.previous import Pairs, are_surely_cumulative, pairs_with
from renovation.reading.layout.region import Region
from renovation.reading.problems import Problem
from renovation.reading.questions import AnswersById, Choice, Question, Understood
from renovation.reading.values.cells import is_missing

NOT_READ: Final = "not_read"
"""The value of the choice that a column or a table is not read."""
NOT_READ_CHOICE: Final = Choice(NOT_READ, Label("不读取", "Do not read it"))


@dataclass(frozen=True)
class Scale:
    """The unit of measurement in which a column was typed, and the factor that converts it to the declared unit.

    If a column that is declared in 万㎡ was typed in ㎡, `measurement_unit` is ㎡ and `factor` is 1/10000.
    `measurement_unit` is None if the column is declared without a unit of measurement. `evidence` says where the unit
    of measurement was found, such as 表头 (the heading).
    """

    measurement_unit: str | None
    factor: Fraction
    evidence: Label


@dataclass(eq=False)
class Interpretation:
    """The layout of a region, a table on a sheet; `interpret` fills it in step by step.

    Column numbers and rows count from zero.

    - `day`: the as-of date.
    - `stated`: the units of measurement that the texts around the table state.
    - `previous`: the tables of the previous release.
    - `answers`: the clerk's answers, by the ids of the decisions.
    - `senses`: the meaning of the heading of each column number.
    - `fields`: the column number that was chosen for each column of the table: {'area_renovated': 3}.
    - `asked`, `asked_positions`: the columns with an open question, and the column numbers that the questions are
      about.
    - `supplied`: the columns whose values are elsewhere on the sheet, for example in the headings of groups of rows.
    - `evidence`: for a column of the table, why one of several possible columns of the sheet was chosen for it.
    - `scales`: the unit of measurement in which each column was typed: {'area_renovated': ㎡}.
    - `questions`, `understood`: the open decisions, and the decisions taken.
    - `elsewhere`: targets and rates in rows of their own below the same heading, such as the rows 计划 and 完成率 below
      改造面积; the column number and the rows of each: {'annual_target_area': (2, [5, 8, 11])}.
    - `other_rows`: the rows that were not read, since other rows of the same units were, by word: {'上周': [4, 6]}.
    - `is_read`: False if the clerk has answered that the region is not to be read.
    - `is_of_others`: True if a title or name suggests that it is about something else, such as 旧住宅区 or 重点项目.
    """

    region: Region
    body: Body
    day: AsOf
    stated: Sequence[StatedMeasurementUnit]
    previous: Tables
    answers: AnswersById
    senses: dict[int, Sense] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    supplied: set[str] = field(default_factory=set)
    asked_positions: set[int] = field(default_factory=set)
    evidence: dict[str, Label] = field(default_factory=dict)
    scales: dict[str, Scale] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    understood: list[Understood] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    elsewhere: Mapping[str, tuple[int, list[int]]] = field(default_factory=dict)
    other_rows: Mapping[str, Sequence[int]] = field(default_factory=dict)
    is_read: bool = True
    is_of_others: bool = False

    @cached_property
    def mark(self) -> str:
        """The fingerprint of the layout, with which the ids of all decisions begin.

        Two sheets with the same fingerprint have the same layout, so that answers to questions about one hold for the
        other. It depends on the sheet's name, on the name of the release's table that it is read as, on the headings,
        and on the units of measurement that the texts around the table state. Dates in them make no difference, so that
        the sheet of the next week has the same fingerprint.
        """
        paths = ["/".join(path) for _, path in sorted(self.region.paths.items())]
        measurement_units = sorted({stated.written for stated in self.stated})
        return fingerprint([self.region.sheet.name, self.region.table.name, *paths, *measurement_units], self.day.day)

    @property
    def found(self) -> set[str]:
        """The names of the table's columns that were found on the sheet, or about which there is an open question."""
        return {*self.fields, *self.asked, *self.supplied}

    @property
    def is_complete(self) -> bool:
        """Whether every required column was found or has an open question."""
        return all(column.name in self.found for column in self.region.table.columns if column.required)

    def pairs(self, position: int, column: str) -> Pairs:
        """Returns pairs (number on the sheet, number in the previous release), one for each place that has both.

        `position` is the number of the column on the sheet, `column` the name of the column in the previous release's
        table, where areas are in 万㎡. Only rows of data are compared.
        """
        return pairs_with(self.region, self.body.data, position, self.previous, column)

    def is_surely_cumulative(self, position: int, column: str, most: float = 2) -> bool:
        """Returns whether the numbers of a column are surely cumulative ones of all units of the previous release.

        A unit may lack a number only if its row says that it has not reported, such as 未报. `position` and `column`
        are those of `pairs`; the sum of the numbers is less than `most` times that of the previous release.
        """
        published = self.previous.get(self.region.table.name)
        cells = self.region.column_cells(position, self.body.data)
        unreported = sum(isinstance(cell, str) and is_missing(cell) for cell in cells)
        pairs = self.pairs(position, column)
        places = 0 if published is None else int(published.frame[column].count()) - unreported
        return are_surely_cumulative(pairs, places, most)

    def continues(self, position: int, column: str) -> bool:
        """Returns whether a column surely is cumulative and has grown no more than twice as fast as in the year before.

        The parameters are those of `pairs`.
        """
        published, day = self.previous.get(self.region.table.name), self.day.day
        if published is None or day is None:
            return False
        days = max((day - published.as_of).days, 7) / published.as_of.timetuple().tm_yday
        return self.is_surely_cumulative(position, column, 1 + 2 * days)

    def answer(self, key: str, values: Sequence[str]) -> str | None:
        """Returns the clerk's answer to the question about a decision.

        `key` is the short name of the decision, such as `column:开工`. Returns None if there is no answer, or if it is
        not one of `values`.
        """
        value = self.answers.get(f"{self.mark}:{key}")
        return value if value in values else None

    def ask(
        self,
        kind: str,
        key: str,
        text: Label,
        choices: Sequence[Choice],
        likely: str | None,
        cell: str | None,
        heading: str | None = None,
        evidence: Label | None = None,
    ) -> str | None:
        """Returns the clerk's answer to a question; if there is none, adds the question and returns `likely`.

        `key` is the short name of the decision, `kind` its kind, such as `column`. `likely` is the value of the most
        likely choice, or None if there is none. The other parameters are the fields of the Question.
        """
        sheet, id_ = self.region.sheet.name, f"{self.mark}:{key}"
        question = Question(id_, sheet, cell, heading, text, tuple(choices), likely, evidence)
        value = self.answer(key, [choice.value for choice in choices])
        if value is None:
            self.questions.append(question)
            return likely
        self.understood.append(question.answered(kind, value))
        return value

    def note(
        self,
        kind: str,
        key: str,
        cell: str | None,
        heading: str | None,
        evidence: Label,
        value: str | None = None,
        choices: Sequence[Choice] = (),
        question: Label | None = None,
        column: str | None = None,
        measurement_unit: str | None = None,
        values: tuple[str, ...] = (),
    ) -> str | None:
        """Adds a decision that needs no question, and returns its value.

        If the clerk has answered, the value is the answer; otherwise it is `value`. If a decision with the same id was
        added before, nothing is added. `key` is the short name of the decision. The other parameters are the fields of
        Understood.
        """
        answer = self.answer(key, [choice.value for choice in choices])
        id_ = f"{self.mark}:{key}"
        if id_ not in {known.id for known in self.understood}:
            self.understood.append(Understood(
                kind, id_, self.region.sheet.name, cell, heading, column, measurement_unit, evidence, values,
                answer or value, tuple(choices), answer is not None, question,
            ))  # fmt: skip
        return answer or value
