"""A problem is data: where it is, what was found, what is expected. Pages and the command line only print it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from renovation.language import Words
from renovation.rules import Label

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One finding about a workbook; `cell` is None where the whole sheet is meant."""

    severity: Severity
    code: str
    sheet: str | None
    cell: str | None
    heading: str | None
    found: str | None
    expected: Label | None

    def message(self, words: Words) -> str:
        """What was found and what to do, in one sentence."""
        return _sentence(self, words)

    def as_json(self, words: Words) -> dict[str, str | None]:
        """The problem as `check --json` prints it."""
        expected = words.label(self.expected) if self.expected else None
        return {
            "severity": self.severity,
            "code": self.code,
            "sheet": self.sheet,
            "cell": self.cell,
            "heading": self.heading,
            "found": self.found,
            "expected": expected,
            "message": self.message(words),
        }


def _sentence(problem: Problem, words: Words) -> str:
    _ = words.gettext
    sentences = {
        "no_table": _("No sheet of this workbook is one the dashboard knows. Expected: {expected}."),
        "no_heading_row": _("No row of headings was found. Keep the headings of the template."),
        "missing_column": _("The column “{heading}” is missing. Add it, or take the template's sheet."),
        "unknown_column": _("The column “{found}” is not known and was left out. Rename or remove it."),
        "repeated_column": _("The column “{heading}” stands there twice. Keep one of them."),
        "missing_value": _("“{heading}” is empty. Fill in: {expected}."),
        "bad_value": _("“{heading}” holds “{found}”. Expected: {expected}."),
        "repeated_row": _("“{found}” stands there more than once. Keep one row."),
        "no_rows": _("There is no row of data under the headings; the table stays as it was last published."),
        "nothing_filled": _("None of the sheets holds a row of data."),
        "no_as_of": _("The date the figures speak of is missing. Put it beside 截至, as in {expected}."),
    }
    expected = words.label(problem.expected) if problem.expected else ""
    return sentences[problem.code].format(heading=problem.heading, found=problem.found, expected=expected)
