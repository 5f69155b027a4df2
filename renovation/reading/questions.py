"""The decisions of the reader (this package) about the layout of a sheet, and its questions to the clerk.

Every decision about a table, column, date or row has an id. A certain decision becomes an `Understood`, an uncertain
one a `Question`; the clerk can answer either by its id. An id begins with the fingerprint of the sheet's layout, so
that an answer never applies to another layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from renovation.domain.labels import Label
from renovation.language import Words

AnswersById = Mapping[str, str]
"""The values of the clerk's answers by the ids of the decisions."""


@dataclass(frozen=True)
class Choice:
    """A possible answer to a question: the value that is stored, and the text that the clerk reads."""

    value: str
    label: Label


@dataclass(frozen=True)
class Question:
    """A question to the clerk about the layout; the workbook cannot be published before it is answered.

    `likely` is the value of the most likely choice, None if no choice is more likely than the others. `evidence`
    explains why the question is asked, and which choice agrees with totals, rates or the previous release; it is None
    if there is nothing to explain. `sheet`, `cell` (a reference such as `C7`) and `heading` say what the question is
    about.
    """

    id: str
    sheet: str | None
    cell: str | None
    heading: str | None
    text: Label
    choices: tuple[Choice, ...]
    likely: str | None = None
    evidence: Label | None = None

    def answered(self, kind: str, value: str) -> Understood:
        """Returns the decision that follows from the clerk's answer `value`.

        `kind` is the kind of decision, such as `column`.
        """
        evidence = Label("按确认的回答", "as answered")
        return Understood(
            kind, self.id, self.sheet, self.cell, self.heading, None, None, evidence, value=value, choices=self.choices,
            answered=True, question=self.text,
        )  # fmt: skip

    def as_json(self, words: Words) -> dict[str, Any]:
        """Returns the question as a dictionary in the language of `words`, as `renovation check --json` prints it."""
        choices = [{"value": choice.value, "label": words.label(choice.label)} for choice in self.choices]
        evidence = words.label(self.evidence) if self.evidence else None
        return {**self.__dict__, "text": words.label(self.text), "choices": choices, "evidence": evidence}


@dataclass(frozen=True)
class Understood:
    """A decision that the reader has taken about the layout, such as which column of the table a heading means.

    `id` names the decision, so that a clerk's answer can refer to it. `value` is the decision taken; `choices` are the
    values that the clerk can choose instead. `kind` is `table`, `column`, `day`, `basis`, `row` or `not_read`. `column`
    names the table and the column as `TABLES` declares them, such as `unit_progress.area_renovated`; it is None for a
    column that is not read. `measurement_unit` is the unit of measurement of the values; `values` are the first cells
    as typed. If the clerk has decided by an answer, `answered` is True and `question` is the text of the question; only
    such answers are stored.
    """

    kind: str
    id: str
    sheet: str | None
    cell: str | None
    heading: str | None
    column: str | None
    measurement_unit: str | None
    evidence: Label
    values: tuple[str, ...] = ()
    value: str | None = None
    choices: tuple[Choice, ...] = ()
    answered: bool = False
    question: Label | None = None

    def as_json(self, words: Words) -> dict[str, Any]:
        """Returns the decision as a dictionary in the language of `words`, as `renovation check --json` prints it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "sheet": self.sheet,
            "cell": self.cell,
            "heading": self.heading,
            "column": self.column,
            "unit": self.measurement_unit,
            "evidence": words.label(self.evidence),
            "values": list(self.values),
            "answered": self.answered,
        }
