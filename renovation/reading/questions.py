"""What the reader understood of a sheet, and what it asks: data that the page and the command line print.

Every column, day, row and table that the reader decides on is a `Decision` with an id. A decision that is certain is
told as `Understood`; one that is not is a `Question`. Either can be answered by its id. An id begins with the
fingerprint of the sheet's layout, so that an answer never applies to another layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from renovation.domain.labels import Label
from renovation.language import Words

AnswersById = Mapping[str, str]
"""Values of choices by the ids of the decisions that they answer."""


@dataclass(frozen=True)
class Choice:
    """One answer to a question: the value that is stored, and what the clerk reads."""

    value: str
    label: Label


@dataclass(frozen=True)
class Question:
    """A decision that the reader does not take alone; the workbook cannot be published while it is open.

    `likely` is the value of the choice that fits best, None where two fit equally well. `evidence` says why it is
    asked, and which choice fits totals, rates or the previous release.
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
        """Returns the decision of `kind` that the choice `value` makes."""
        evidence = Label("按确认的回答", "as answered")
        return Understood(
            kind,
            self.id,
            self.sheet,
            self.cell,
            self.heading,
            None,
            None,
            evidence,
            value=value,
            choices=self.choices,
            answered=True,
            question=self.text,
        )

    def as_json(self, words: Words) -> dict[str, Any]:
        """The question as `check --json` prints it."""
        return {
            "id": self.id,
            "sheet": self.sheet,
            "cell": self.cell,
            "heading": self.heading,
            "text": words.label(self.text),
            "choices": [{"value": choice.value, "label": words.label(choice.label)} for choice in self.choices],
            "likely": self.likely,
            "evidence": words.label(self.evidence) if self.evidence else None,
        }


@dataclass(frozen=True)
class Understood:
    """A decision as it was taken: what a heading, a line or a row of a sheet was read as.

    `kind` is `table`, `column`, `day`, `basis`, `row` or `left_aside`. `column` is `table.column` for a column that is
    ours, else None. `unit` is the unit of measurement that the values were read in; `values` are the first cells as
    typed. `choices` are the readings that the clerk may choose under `id`, `value` the one taken; `answered` says that
    an answer decided it, `question` is then the text of the question that it answered. Every answer that decided
    something is in the list of what was understood: only those are stored.
    """

    kind: str
    id: str
    sheet: str | None
    cell: str | None
    heading: str | None
    column: str | None
    unit: str | None
    evidence: Label
    values: tuple[str, ...] = ()
    value: str | None = None
    choices: tuple[Choice, ...] = field(default=())
    answered: bool = False
    question: Label | None = None

    def as_json(self, words: Words) -> dict[str, Any]:
        """The decision as `check --json` prints it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "sheet": self.sheet,
            "cell": self.cell,
            "heading": self.heading,
            "column": self.column,
            "unit": self.unit,
            "evidence": words.label(self.evidence),
            "values": list(self.values),
            "answered": self.answered,
        }
