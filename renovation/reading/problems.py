"""A problem of a workbook as data: where it is, what was found and what is expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from renovation.domain.labels import Label
from renovation.language import Words

Severity = Literal["error", "warning"]
LocateValue = Callable[[str, int, str], tuple[str | None, str | None]]
"""A function that returns the sheet and the cell of a value, given the name of its table, its row number and its
column."""


@dataclass(frozen=True)
class Problem:
    """An error or a warning about a workbook.

    `code` selects the sentence for the clerk; `found` and `expected` fill the placeholders of this sentence. `sheet` is
    the name of the sheet, None if the problem concerns no single sheet. `cell` is a cell reference such as `C7`, None
    if the problem concerns no single cell. `heading` is the heading of the column concerned, None if no column is
    concerned.
    """

    severity: Severity
    code: str
    sheet: str | None
    cell: str | None = None
    heading: str | None = None
    found: str | None = None
    expected: Label | None = None

    def message(self, words: Words) -> str:
        """Returns the sentence for the clerk: what was found and what to do, in the language of `words`."""
        return _sentences(words)[self.code].format(
            sheet=self.sheet or "",
            cell=self.cell or "",
            heading=self.heading or "",
            found=self.found or "",
            expected=words.label(self.expected) if self.expected else "",
        )

    def as_record(self) -> dict[str, Any]:
        """Returns the problem as a dictionary for JSON, with texts in both languages, which `from_record` reads."""
        expected = [self.expected.zh, self.expected.en] if self.expected else None
        return {**self.__dict__, "expected": expected}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Problem:
        """Rebuilds a problem from a dictionary that `as_record` returned."""
        expected = Label(*record["expected"]) if record["expected"] else None
        return cls(**{**record, "expected": expected})

    def as_json(self, words: Words) -> dict[str, Any]:
        """Returns the problem as a dictionary in the language of `words`, as `renovation check --json` prints it."""
        expected = words.label(self.expected) if self.expected else None
        return {**self.__dict__, "expected": expected, "message": self.message(words)}


@cache
def _sentences(words: Words) -> dict[str, str]:
    return {code: sentence for group in problem_sentences(words).values() for code, sentence in group.items()}


def problem_sentences(words: Words) -> dict[str, dict[str, str]]:
    """Returns the sentence for each code of a problem, grouped by title: {title: {code: sentence}}.

    Placeholders such as `{found}` are not filled in.
    """
    return {
        words("The workbook and its sheets"): _of_the_workbook(words),
        words("Date of the figures"): _of_the_day(words),
        words("Headings and rows"): _of_the_form(words),
        words("One cell"): _of_a_cell(words),
        words("Coordinates"): _of_points(words),
        words("Several cells"): _between_cells(words),
        words("Compared with the previous release"): _since_the_release_before(words),
    }


def _of_the_workbook(words: Words) -> dict[str, str]:
    return {
        "no_table": words(
            "The dashboard does not recognise any sheet in this workbook. It must contain at least one of these, as "
            "in the template: {expected}."
        ),
        "near_table": words(
            "“{found}” looks like a list of measures, but not like a table that the dashboard knows. Make one "
            "table: a row for each unit (or site), a column for each measure, and the name of the "
            "measure, as in the template, at the top of its column."
        ),
        "nothing_filled": words("No sheet in this workbook has a row of data. Fill in at least one row."),
        "other_candidate": words(
            "The sheet “{found}” also has the table “{expected}” and was not read. Check that the right sheet is read."
        ),
        "macro_sheet": words("The sheet “{found}” has Excel 4 macros, not a table, and was not read."),
        "hidden_sheet": words("The sheet “{found}” is hidden and was not read. Unhide it if it should be read."),
        "unused_sheet": words(
            "The sheet “{found}” has numbers but no table that the dashboard knows. It was not read."
        ),
    }


def _of_the_day(words: Words) -> dict[str, str]:
    return {
        "date_ahead": words(
            "The figures are as of {found}, but today is {expected}. Correct the date. If this computer's date is "
            "wrong, ask the administrator to set it."
        ),
        "impossible_date": words("{found} is not a valid date. Write the date as in {expected}."),
        "no_as_of": words(
            "The date of the figures is missing. Enter the date in the sheet to the right of 截至 (as of), "
            "for example {expected}, or on this page below the file."
        ),
        "no_year": words("“{found}” has no year. Write the full date next to 截至, as in {expected}."),
        "given_date_conflict": words(
            "The date entered is {found}, but the sheet says {expected}. The sheet's date is used."
        ),
        "file_date_conflict": words(
            "The file name has the date {found}, but the sheet says {expected}. The sheet's date is used."
        ),
    }


def _of_the_form(words: Words) -> dict[str, str]:
    return {
        "no_heading_row": words("This sheet has no row of column headings. Use the headings of the template."),
        "missing_column": words(
            "The column “{heading}” is missing. The columns found are: {found}. "
            "Add the missing column, or use the template."
        ),
        "unknown_column": words(
            "The dashboard does not recognise the column “{found}” and did not read it. Rename or remove the column."
        ),
        "column_left_out": words("The column “{found}” was not read: {expected}."),
        "names_left_out": words("“{heading}” has names such as “{found}”, not {expected}. The column was not read."),
        "unnamed_column": words(
            "A column of numbers ({found}) has no heading and was not read. Add a heading or remove the column."
        ),
        "column_of_another_kind": words(
            "“{found}” was not read as “{heading}”: {expected}. Add the column “{heading}”, or correct the heading."
        ),
        "two_numbers": words("“{found}” has two numbers in one cell. Give each number a column with its own heading."),
        "left_aside": words("As you answered, the table “{found}” on this sheet was not read."),
        "unknown_unit": words("The unit of measurement “{found}” cannot be used here. Expected: {expected}."),
        "land_unit": words(
            "“{found}” is a unit of land area, but “{heading}” is floor area. If the figures are "
            "floor area, convert them to 万㎡ ({expected}); if they are land area, replace the column "
            "with one of floor area."
        ),
        "note_on_unit": words(
            "“{found}” says what the figures of one unit include. They were read as they are. Check "
            "that they are complete."
        ),
        "row_left_out": words("The row “{found}” was not read: it has no figure that the dashboard needs."),
        "rows_left_out": words("Each unit has several rows. These were not read: {found}."),
        "other_table": words(
            "Another table begins at this cell ({found}). The dashboard does not use this table and did not read it."
        ),
        "number_left_out": words(
            "The number {found} is outside the table and was not read. Check whether it is in the right place."
        ),
        "hidden_columns": words("Columns {found} are hidden but were read. Unhide and check them."),
    }


def _of_a_cell(words: Words) -> dict[str, str]:
    return {
        "missing_value": words("“{heading}” is empty. Fill in: {expected}."),
        "not_reported": words(
            "“{heading}” is empty, so it counts as not reported and totals are incomplete. If it has been reported, "
            "fill in: {expected}."
        ),
        "shifted_row": words(
            "This row has a number ({found}) outside the columns with headings, and one of its cells is empty, as if "
            "its cells had moved to the right. Put each number below its own heading."
        ),
        "bad_value": words("“{heading}” contains “{found}”. Expected: {expected}."),
        "unknown_place": words("“{found}” under “{heading}” is not a known name. Expected: {expected}."),
        "misspelt_place": words("“{found}” under “{heading}” is not a known name. Did you mean “{expected}”?"),
        "approximate": words("“{heading}” contains “{found}”, which was read as an exact number. Check it."),
        "error_value": words(
            "“{heading}” shows a spreadsheet error. Correct the formula or enter the value: {expected}."
        ),
        "formula_without_value": words(
            "“{heading}” contains a formula that was never calculated. Open the file and save it "
            "once, or enter: {expected}."
        ),
        "scaled_format": words(
            "“{heading}” is stored as {found}, but the cell's number format displays another number. Clear the "
            "format and enter: {expected}."
        ),
        "hidden_format": words(
            "“{heading}” is stored as {found}, but its number format hides it. Clear the format, or empty the cell."
        ),
        "struck_out": words(
            "“{heading}” holds {found}, which is struck out. Delete it, or remove the line through it."
        ),
        "rate_as_share": words(
            "“{heading}” is {found}, which is not a percentage: area ÷ target is {expected}. Enter {expected}."
        ),
        "comment": words("The comment “{found}” was not read. If it corrects the figure, correct the cell."),
        "absurd_size": words(
            "“{heading}” is {found}, which is too large. Expected: {expected}. Was it entered in ㎡ instead of 万㎡?"
        ),
    }


def _of_points(words: Words) -> dict[str, str]:
    return {
        "half_a_point": words("“{heading}” is missing. Enter both coordinates or neither: {expected}."),
        "swapped_point": words("Longitude and latitude seem to be swapped: {found}. Expected: {expected}."),
        "far_point": words("The coordinates are far outside the district ({found}). Expected: {expected}."),
    }


def _between_cells(words: Words) -> dict[str, str]:
    return {
        "merged_number": words(
            "This cell is merged with the one above, so it is not clear whose number it is. "
            "Unmerge the cells and fill in each row."
        ),
        "repeated_row": words("“{found}” appears more than once. Keep one row."),
        "missing_places": words("These places have no row: {expected}. Add the rows; leave unreported figures empty."),
        "more_than_started": words("“{heading}” is {found}. Expected: {expected}."),
        "total_mismatch": words(
            "“{heading}” of the total row is {found}, but the other rows add up to {expected}. Check both."
        ),
        "far_beyond_target": words(
            "“{heading}” is {found}, which is more than {expected}. Check the unit of measurement and the decimal "
            "point."
        ),
        "tiny_size": words("“{heading}” is {found}, which is too small ({expected}). Check the unit of measurement."),
        "row_of_another_day": words(
            "“{heading}” is {found}, but this table is as of {expected}. Update the figure and its date."
        ),
        "same_fact_differs": words(
            "“{heading}” is {found}, but {expected}. The two must agree; correct the wrong one."
        ),
        "too_large": words("“{heading}” is {found}. Expected: {expected}. Check both figures."),
        "units_do_not_add_up": words(
            "“{heading}” of the district is {found}, but the units add up to {expected}. "
            "Check both; if you publish them as they are, the page “Checks” shows the difference."
        ),
        "slip_of_a_unit": words(
            "“{heading}” of the district is {found}, but the units add up to another number. The two "
            "would agree after this correction: {expected}. Check whether two digits of this unit's "
            "figure were swapped or its decimal point is misplaced."
        ),
        "district_rate_mismatch": words(
            "“{heading}” is {found}, but the two figures that it is calculated from give {expected}. Check all three."
        ),
        "rate_mismatch": words(
            "“{heading}” is {found}, but area ÷ target is {expected}. Check the rate, the area and the target."
        ),
    }


def _since_the_release_before(words: Words) -> dict[str, str]:
    return {
        "earlier_date": words(
            "The figures are as of {found}, earlier than those of the newest release. They will be stored as a "
            "correction for that day; all pages continue to show the newest release."
        ),
        "older_table": words(
            "“{heading}” is as of {found}, but newer figures are already published. Expected: "
            "{expected}. Check the date."
        ),
        "slip_of_10000": words(
            "“{heading}” changed about 10,000-fold since the previous release: {found}. Expected: "
            "{expected}. Correct the cell."
        ),
        "target_changed": words(
            "“{heading}” is a target, but it differs from the previous release: {found}. "
            "Expected: {expected}. Check it."
        ),
        "fixed_changed": words(
            "“{heading}” should stay the same, but it changed: {found}. Expected: {expected}. Check it."
        ),
        "digits_swapped": words(
            "“{heading}” changed in an unusual way: {found}. Two digits may be swapped; {expected} "
            "would fit. Correct the figure, or, if it is right, accept the warning and publish."
        ),
        "decimal_point": words(
            "“{heading}” changed in an unusual way: {found}, about {expected} the plausible value. "
            "The decimal point or the number of digits may be wrong. Correct the figure, or, if it "
            "is right, accept the warning and publish."
        ),
        "fell": words("“{heading}” is a cumulative figure, but it fell: {found}. Expected: {expected}. Check it."),
        "jumped": words(
            "“{heading}” rose faster than its average pace since January: {found}. Expected: {expected}. Check it."
        ),
        "jumped_by_own_pace": words(
            "“{heading}” rose much faster than in recent releases: {found}. Expected: {expected}. Check it."
        ),
    }
