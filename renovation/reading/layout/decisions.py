"""Decisions about one layout: answered, certain, or asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from renovation.domain.labels import Label
from renovation.reading.questions import AnswersById, Choice, Question, Understood

LEFT_ASIDE: Final = "left_aside"
"""The value of the choice that a column or a table is not read."""
NOT_READ: Final = Choice(LEFT_ASIDE, Label("不读取", "do not read it"))


@dataclass
class Decisions:
    """Collects what was decided and what must be asked about a layout with the fingerprint `mark`."""

    mark: str
    sheet: str
    answers: AnswersById
    questions: list[Question] = field(default_factory=list)
    understood: list[Understood] = field(default_factory=list)

    def id(self, key: str) -> str:
        """The id of the decision called `key`."""
        return f"{self.mark}:{key}"

    def answer(self, key: str, values: Sequence[str]) -> str | None:
        """The stored answer to a decision, None where there is none or it is no choice any more."""
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
        """Returns the answered value; without an answer asks, and returns the likely value."""
        question = Question(self.id(key), self.sheet, cell, heading, text, tuple(choices), likely, evidence)
        value = self.answer(key, [choice.value for choice in choices])
        if value is None:
            self.questions.append(question)
            return likely
        self.understood.append(question.answered(kind, value))
        return value

    def tell(self, line: Understood) -> None:
        """Adds what was decided without a question, unless an answer told it already."""
        if line.id not in {known.id for known in self.understood}:
            self.understood.append(line)
