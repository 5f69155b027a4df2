"""A problem is data: where it is, what was found, what is expected. Pages and the command line only print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from renovation.domain.labels import Label
from renovation.language import Words

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

    def as_record(self) -> dict[str, Any]:
        """The problem as it is put down to be told again later, in either language; `of_record` reads it."""
        expected = [self.expected.zh, self.expected.en] if self.expected else None
        return {**self.__dict__, "expected": expected}

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Problem:
        """A problem once put down."""
        expected = Label(*record["expected"]) if record["expected"] else None
        return cls(**{**record, "expected": expected})

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
    expected = words.label(problem.expected) if problem.expected else ""
    return _sentences(words)[problem.code].format(
        sheet=problem.sheet or "",
        cell=problem.cell or "",
        heading=problem.heading or "",
        found=problem.found or "",
        expected=expected,
    )


@cache
def _sentences(words: Words) -> dict[str, str]:
    return {code: sentence for group in problem_sentences(words).values() for code, sentence in group.items()}


def problem_sentences(words: Words) -> dict[str, dict[str, str]]:
    """Returns the sentence of every code by the title of its group; blanks such as `{found}` are still open."""
    _ = words.gettext
    return {
        _("The workbook and its sheets"): _of_the_workbook(words),
        _("The date"): _of_the_day(words),
        _("Headings and rows"): _of_the_form(words),
        _("One cell"): _of_a_cell(words),
        _("Coordinates"): _of_points(words),
        _("Several cells"): _between_cells(words),
        _("Compared with the previous release"): _since_the_release_before(words),
    }


def _of_the_workbook(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {
        "no_table": _("No sheet of this workbook is one the dashboard knows. Expected: {expected}."),
        "nothing_filled": _("None of the sheets holds a row of data."),
        "other_candidate": _(
            "The sheet “{found}” holds the table “{expected}” too and was left out. Check that the right one is read."
        ),
        "hidden_sheet": _("The sheet “{found}” is hidden and was left out. Unhide it if it should be read."),
        "unused_sheet": _("The sheet “{found}” holds numbers but no table the dashboard knows; it was left out."),
    }


def _of_the_day(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {
        "impossible_date": _("{found} is no day of the calendar. Write the date as in {expected}."),
        "no_as_of": _(
            "The date the figures speak of is missing. "
            "Put it beside 截至, as in {expected}, or give it where the file is chosen."
        ),
        "no_year": _("“{found}” names no year. Write the whole date beside 截至, as in {expected}."),
        "given_date_conflict": _("The date given is {found}, the sheet says {expected}. The sheet's date is taken."),
        "file_date_conflict": _("The file's name says {found}, the sheet says {expected}. The sheet's date is taken."),
    }


def _of_the_form(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {
        "no_heading_row": _("No row of headings was found. Keep the headings of the template."),
        "missing_column": _("The column “{heading}” is missing. Add it, or take the template's sheet."),
        "unknown_column": _("The column “{found}” is not known and was left out. Rename or remove it."),
        "unnamed_column": _(
            "A column with numbers ({found}) has no heading and was left out. Give it one or remove it."
        ),
        "column_of_another_kind": _(
            "“{found}” is not read as “{heading}”: {expected}. Add the column “{heading}”, or correct the heading."
        ),
        "left_aside": _("The table “{found}” of this sheet was left out, as answered."),
        "unknown_unit": _("“{found}” is no unit that fits here. Expected: {expected}."),
        "row_left_out": _("The row “{found}” compares and is no data; it was left out."),
        "other_table": _("From here on stands a table the dashboard does not know ({found}); it was left out."),
        "number_left_out": _(
            "The number {found} stands outside the table and was left out. Check that it belongs there."
        ),
        "hidden_rows": _("Rows {found} are hidden but were read. Unhide and check them, or delete them."),
        "hidden_columns": _("Columns {found} are hidden but were read. Unhide and check them."),
    }


def _of_a_cell(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {
        "missing_value": _("“{heading}” is empty. Fill in: {expected}."),
        "bad_value": _("“{heading}” holds “{found}”. Expected: {expected}."),
        "unknown_place": _("“{found}” is no known name under “{heading}”. Expected: {expected}."),
        "misspelt_place": _("“{found}” is no known name under “{heading}”. Did you mean {expected}?"),
        "approximate": _("“{heading}” says “{found}”; it is read as an exact number. Check it."),
        "percent_unclear": _(
            "It cannot be told whether {found} under “{heading}” is a percentage or a share. Expected: {expected}."
        ),
        "error_value": _(
            "“{heading}” shows an error of the spreadsheet. Mend the formula or type the value: {expected}."
        ),
        "formula_without_value": _(
            "“{heading}” holds a formula that was never computed. Open and save the file once, or type: {expected}."
        ),
        "scaled_format": _(
            "“{heading}” stores {found} but shows another size. Clear the number format and type: {expected}."
        ),
        "hidden_format": _(
            "“{heading}” stores {found}, but its number format does not show it. Clear the format, or empty the cell."
        ),
        "struck_out": _("“{heading}” holds {found}, which is struck out. Delete it, or remove the line through it."),
        "absurd_size": _("“{heading}” holds {found}, which cannot be: {expected}. Is it typed in ㎡ instead of 万㎡?"),
    }


def _of_points(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {
        "half_a_point": _("“{heading}” is missing beside its other half. Fill in both or neither: {expected}."),
        "swapped_point": _("Longitude and latitude seem to be swapped: {found}. Expected: {expected}."),
        "far_point": _("The point lies far outside the district ({found}). Expected: {expected}."),
    }


def _between_cells(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {
        "merged_number": _(
            "This cell is merged with the one above; whose number it is cannot be told. Fill in each row."
        ),
        "repeated_row": _("“{found}” stands there more than once. Keep one row."),
        "missing_places": _("These have no row: {expected}. Add them if they have reported."),
        "more_than_started": _("“{heading}” holds {found}. Expected: {expected}."),
        "total_mismatch": _("“{heading}” of the total row is {found}, but its rows add up to {expected}. Check both."),
        "far_beyond_target": _(
            "“{heading}” holds {found}, more than {expected}. Check its unit and its decimal point."
        ),
        "tiny_size": _("“{heading}” holds {found}, which is very little: {expected}. Is it typed in another unit?"),
        "rate_mismatch": _(
            "“{heading}” holds {found}, but area ÷ target makes {expected}. Check the rate and its parts."
        ),
    }


def _since_the_release_before(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {
        "earlier_date": _(
            "The figures speak of {found}, before the newest published. They will be kept as that day's correction; "
            "the screens stay as they are."
        ),
        "older_table": _(
            "“{heading}” speaks of {found}; what is published is newer. Expected: {expected}. Check the date."
        ),
        "slip_of_10000": _("“{heading}” of {found} since the release before: {expected}. Correct the cell."),
        "target_changed": _("“{heading}” is a target and changed: {found}. Expected: {expected}. Check it."),
        "fell": _("“{heading}” is cumulative in the year, yet fell: {found}. Expected: {expected}. Check it."),
        "jumped": _("“{heading}” rose more than the year's pace explains: {found}. Expected: {expected}. Check it."),
    }
