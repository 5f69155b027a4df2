"""Sentences and tables about an upload: its problems, and what publishing it would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from renovation.comparisons.late_tables import late_tables
from renovation.domain.column_types import Count, OneOf, PlaceName, Quantity
from renovation.domain.dated_tables import Tables, records
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import half_up
from renovation.domain.tables import TABLES
from renovation.domain.tables.declaration import Column
from renovation.language import Words
from renovation.publishing.uploads import CheckedUpload
from renovation.reading.annotated import severity_in_words
from renovation.reading.layout.unread_cells import Sentence
from renovation.reading.problems import Problem
from renovation.releases.differences import KEY_SEPARATOR, Differences

MOST_LINES: Final = 12
LONGEST_TEXT: Final = 120
_PIECES: Final = "个"
"""The unit of measurement of numbers of projects."""
FEW_ROWS: Final = 3
"""The most added or removed rows of a table that are listed one by one; if there are more, only their number is
stated."""


def upload_finding(checked: CheckedUpload, words: Words) -> str:
    """Returns the title above a checked upload: how many errors and warnings it has, and whether it can be published.

    Returns an empty text if there are only questions, which have a title of their own.
    """
    reading = checked.reading
    errors, warnings = len(reading.errors), len(reading.warnings)
    if errors:
        sentence = (
            words("Errors to correct before you upload the file again: {errors}; warnings: {warnings}")
            if warnings
            else words("Errors to correct before you upload the file again: {errors}")
        )
        return sentence.format(errors=errors, warnings=warnings)
    if reading.questions:
        return words("No errors so far; warnings: {warnings}", warnings=warnings) if warnings else ""
    if warnings:
        return words("No errors; warnings to read before you publish: {warnings}", warnings=warnings)
    return words("Checked: no errors and no warnings")


def unread_text_lines(sentences: Sequence[Sentence], words: Words) -> tuple[str, ...]:
    """Returns one line for each of `sentences`, with its sheet, its cell and its text, which is cut if it is long.

    `sentences` are texts on the sheets of an uploaded workbook; they contain figures that were not read. Only the first
    MOST_LINES sentences have a line; if there are more, one more line says how many are left out.
    """
    lines = [
        f"{one.sheet} {one.cell}　{one.text[:LONGEST_TEXT]}{'…' if len(one.text) > LONGEST_TEXT else ''}"
        for one in sentences[:MOST_LINES]
    ]
    return (*lines, *more_lines(len(sentences), words))


def more_lines(count: int, words: Words) -> tuple[str, ...]:
    """Returns the line at the end of a list of which only the first MOST_LINES entries are shown: `另有3条未列出。`.

    `count` is the number of all entries. The result is a tuple, which is empty if all entries are shown.
    """
    return (words("{count} more are not listed here.", count=count - MOST_LINES),) if count > MOST_LINES else ()


def change_lines(changes: Differences, words: Words) -> tuple[str, ...]:
    """Returns lines about the figures that a release changes: `织里镇：开工项目数 43 → 45（+2）`.

    Only the first MOST_LINES changes have a line; a last line has the number of the others. If more than FEW_ROWS rows
    of a table were added or removed, one line states their number.
    """
    rows = changes.changes
    if rows.empty:
        return (words("No figure has changed."),)
    alike = rows.groupby(["table", "kind"], sort=False)["subject"].transform("size")
    many = (rows["kind"] != "changed") & (alike > FEW_ROWS)
    counted = rows[many].groupby(["table", "kind"], sort=False).size().reset_index(name="count")
    each = rows[~many]
    lines = [
        *(_rows_line(row, words) for row in records(counted)),
        *(_line(row, words) for row in records(each.head(MOST_LINES))),
    ]
    return (*lines, *more_lines(len(each), words))


def late_sentences(tables: Tables, words: Words) -> tuple[str, ...]:
    """Returns a sentence for each table of a release that is too old to be shown beside the table of units.

    The function `late_tables` decides which tables are too old.
    """
    sentence = words(
        "“{table}”: the figures are as of {day}, earlier than those of the units (as of {units_day}). Everything "
        "computed from them is also as of {day}."
    )
    return tuple(
        sentence.format(
            table=words.label(TABLES[name].title),
            day=words.day(tables[name].as_of),
            units_day=words.day(tables["unit_progress"].as_of),
        )
        for name in late_tables(tables)
    )


def carried_over_lines(checked: CheckedUpload, words: Words) -> tuple[str, ...]:
    """Returns a tuple with a line that names the tables copied from the previous release; empty if there are none."""
    if not checked.carried_over:
        return ()
    titles = words.listed(words.label(TABLES[name].title) for name in checked.carried_over)
    return (words("Tables not in this workbook, copied unchanged from the previous release: {tables}.", tables=titles),)


def destination_sentence(checked: CheckedUpload, needs_sign_off: bool, words: Words) -> str:
    """Returns a sentence about the effect of publishing: all pages show the upload, or it corrects an earlier date.

    `needs_sign_off` says whether another publisher has to confirm the release before pages show it. Returns an empty
    text if the upload cannot be published.
    """
    plan = checked.plan
    if plan is None:
        return ""
    day = words.day(plan.as_of)
    if plan.moves_head and needs_sign_off:
        return words(
            "After you publish the data and another publisher confirms it, all pages will show the "
            "figures as of {day}.",
            day=day,
        )
    if plan.moves_head:
        return words("After publishing, all pages will show the figures as of {day}.", day=day)
    return words(
        "This upload will be stored as a correction of the figures for {day}. All pages continue to "
        "show the newest release.",
        day=day,
    )


def changed_value(change: dict[str, Any], which: str, words: Words) -> str:
    """Returns the value of a cell before or after a change as text: `43`, `33.6万㎡`; `which` is "before" or "after".

    `change` is a row of `Differences.changes`.
    """
    value = change[which]
    if value is None or pd.isna(value):
        return words.missing
    column = TABLES[change["table"]].column(change["column"])
    if isinstance(column.type, Count | Quantity):
        return words.number(float(value), _measurement_unit(change))
    if isinstance(column.type, OneOf) and value in column.type.options:
        return words.label(column.type.options[value])
    return str(value)


def _measurement_unit(change: dict[str, Any]) -> str:
    """Returns the unit of measurement of a changed figure; an empty text for numbers of projects.

    A row of the table `figures` has the unit of measurement of its measure.
    """
    column = TABLES[change["table"]].column(change["column"])
    measure = change["subject"].rpartition(KEY_SEPARATOR)[2]
    unit = MEASURES[measure].measurement_unit if column.measurement_unit_column else column.measurement_unit
    return "" if unit is None or unit == _PIECES else unit


def changed_row_label(change: dict[str, Any], words: Words) -> str:
    """Returns the name of the row in which a value has changed, such as `全区 · 完成改造建筑面积`.

    `change` is a row of `Differences.changes`; its `subject` has the values of the table's key columns.
    """
    table = TABLES[change["table"]]
    values = change["subject"].split(KEY_SEPARATOR, len(table.key) - 1)
    return KEY_SEPARATOR.join(
        _key_value(table.column(name), value, words) for name, value in zip(table.key, values, strict=True)
    )


def _key_value(column: Column, value: str, words: Words) -> str:
    if isinstance(column.type, OneOf) and value in column.type.options:
        return words.label(column.type.options[value])
    return words.place(value) if isinstance(column.type, PlaceName) else value


def changed_column_label(change: dict[str, Any], words: Words) -> str:
    """Returns the heading of the column in which a value has changed.

    If a whole row was added or removed, this is the title of the table. `change` is a row of `Differences.changes`.
    """
    table = TABLES[change["table"]]
    return words.label(table.column(change["column"]).heading if change["column"] else table.title)


def _rows_line(rows: dict[str, Any], words: Words) -> str:
    table = words.label(TABLES[rows["table"]].title)
    sentence = (
        words("Rows added to {table}: {count}")
        if rows["kind"] == "appeared"
        else words("Rows removed from {table}: {count}")
    )
    return sentence.format(table=table, count=rows["count"])


def _line(change: dict[str, Any], words: Words) -> str:
    subject, column = changed_row_label(change, words), words.in_sentence(changed_column_label(change, words))
    if change["kind"] != "changed":
        sentence = (
            words("{subject}: added to {table}")
            if change["kind"] == "appeared"
            else words("{subject}: removed from {table}")
        )
        return sentence.format(subject=subject, table=column)
    step = change["difference"]
    after = changed_value(change, "after", words)
    return words(
        "{subject}: {column} {before} → {after}",
        subject=subject,
        column=column,
        before=changed_value(change, "before", words),
        after=after if pd.isna(step) else words.bracketed(after, _difference(change, words)),
    )


def _difference(change: dict[str, Any], words: Words) -> str:
    """Returns the difference of a changed figure as text, with its sign and unit of measurement: `+1.2万㎡`.

    The unit of measurement of a difference of rates is percentage points.
    """
    unit = _measurement_unit(change)
    return words.difference(half_up(change["difference"], 4), "个百分点" if unit == "%" else unit)


def problems_table(problems: tuple[Problem, ...], words: Words) -> pd.DataFrame:
    """Returns the problems of a workbook as a table of texts, with a row for each problem.

    Columns: `Severity`, `Sheet and cell`, `Problem and what to do`, with headings in the language of `words`.
    """
    return pd.DataFrame(
        {
            words("Severity"): [_unbroken(severity_in_words(problem, words)) for problem in problems],
            words("Sheet and cell"): [_place(problem) for problem in problems],
            words("Problem and what to do"): [problem.message(words) for problem in problems],
        }
    )


def _unbroken(text: str) -> str:
    """Returns `text` with no-break spaces, so that a narrow screen does not break it into lines."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _place(problem: Problem) -> str:
    return " ".join(part for part in (problem.sheet, problem.cell) if part) or "—"


def changes_table(changes: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns the changes between two releases as a table of texts, with one change in each row.

    `changes` is `Differences.changes`: `table`, `subject` (the place or site), `column`, `kind` (changed, appeared,
    vanished), `before`, `after` and `difference`. A column without any value is left out, such as the difference if all
    rows are new.
    """
    rows = records(changes)
    kinds = {"changed": words("changed"), "appeared": words("added"), "vanished": words("no longer listed")}
    table = pd.DataFrame(
        {
            words("Table"): [words.label(TABLES[row["table"]].title) for row in rows],
            words("Unit or project"): [changed_row_label(row, words) for row in rows],
            words("Column"): [changed_column_label(row, words) for row in rows],
            words("Kind of change"): [kinds[row["kind"]] for row in rows],
            words("Before the change"): [
                changed_value(row, "before", words) if row["kind"] == "changed" else "" for row in rows
            ],
            words("After the change"): [
                changed_value(row, "after", words) if row["kind"] == "changed" else "" for row in rows
            ],
            words("Change"): ["" if pd.isna(row["difference"]) else _difference(row, words) for row in rows],
        }
    )
    return table.loc[:, (table != "").any()] if rows else table
