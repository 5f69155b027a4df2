"""Collects the decisions about the layout of a table: answered by the clerk, certain, or still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from renovation.domain.labels import Label
from renovation.reading.questions import AnswersById, Choice, Question, Understood

NOT_READ: Final = "not_read"
"""The value of the choice that a column or a table is not read."""
NOT_READ_CHOICE: Final = Choice(NOT_READ, Label("不读取", "Do not read it"))


@dataclass
class Decisions:
    """The decisions about the layout of one table, and the questions about it that are still open.

    All ids of decisions begin with `mark`, the fingerprint of the layout; `sheet` is the name of the sheet. `answers`
    maps ids to the clerk's answers; `questions` are the open questions, `understood` the decisions taken.
    """

    mark: str
    sheet: str
    answers: AnswersById
    questions: list[Question] = field(default_factory=list)
    understood: list[Understood] = field(default_factory=list)

    def id(self, key: str) -> str:
        """Returns the id of a decision, given its short name, such as `column:开工`."""
        return f"{self.mark}:{key}"

    def answer(self, key: str, values: Sequence[str]) -> str | None:
        """Returns the clerk's answer to a decision; None if there is none or it is not one of `values`.

        `key` is the short name of the decision, such as `column:开工`.
        """
        value = self.answers.get(self.id(key))
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
        """Returns the clerk's answer to a question; without an answer, adds the question and returns `likely`.

        `key` is the short name of the decision, `kind` its kind, such as `column`; the other parameters are the fields
        of the Question.
        """
        question = Question(self.id(key), self.sheet, cell, heading, text, tuple(choices), likely, evidence)
        value = self.answer(key, [choice.value for choice in choices])
        if value is None:
            self.questions.append(question)
            return likely
        self.understood.append(question.answered(kind, value))
        return value

    def add(self, line: Understood) -> None:
        """Adds a decision that is certain; does nothing if a decision with its id was added before."""
        if line.id not in {known.id for known in self.understood}:
            self.understood.append(line)
