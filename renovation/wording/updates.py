"""What a checked workbook would change, in sentences a clerk can check against the sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from renovation.domain.column_types import Count, OneOf, Quantity
from renovation.domain.dated_tables import records
from renovation.domain.numbers import half_up
from renovation.domain.tables import TABLES
from renovation.language import Words
from renovation.publishing.publish import Checked
from renovation.reading.layout.sentences import Sentence
from renovation.reading.problems import Problem
from renovation.releases.differences import Differences
from renovation.releases.store import Accepted, Audit, Release

TOLD: Final = 12
LONGEST: Final = 120
FEW_ROWS: Final = 3
"""Up to so many new or missing rows of a table are named one by one."""


def check_finding(checked: Checked, words: Words) -> str:
    """How many errors and warnings were found, and whether it may be published."""
    _, reading = words.gettext, checked.reading
    errors, warnings = len(reading.errors), len(reading.warnings)
    if errors:
        return _("Errors: {errors}, warnings: {warnings}. Mend the errors before publishing").format(
            errors=errors, warnings=warnings
        )
    if warnings:
        return _("No errors; warnings: {warnings}. Look at them before publishing").format(warnings=warnings)
    return _("Checked: no errors and no warnings")


def sentences_in_words(told: Sequence[Sentence], words: Words) -> tuple[str, ...]:
    """The words on the sheets that tell a figure and were not read, with their places; the first TOLD of them."""
    lines = [
        f"{one.sheet} {one.cell}　{one.text[:LONGEST]}{'…' if len(one.text) > LONGEST else ''}" for one in told[:TOLD]
    ]
    return (*lines, *_beyond_told(len(told), words))


def _beyond_told(count: int, words: Words) -> tuple[str, ...]:
    """That there are more than the TOLD, where there are."""
    return (words.gettext("and {count} more.").format(count=count - TOLD),) if count > TOLD else ()


def changes_in_words(changes: Differences, words: Words) -> tuple[str, ...]:
    """The changes as lines, the first TOLD of them: `织里镇：开工项目数 43 → 45（+2）`; many rows of a table as one."""
    _, told = words.gettext, changes.changes
    if told.empty:
        return (_("No figure changes."),)
    alike = told.groupby(["table", "kind"], sort=False)["subject"].transform("size")
    many = (told["kind"] != "changed") & (alike > FEW_ROWS)
    counted = told[many].groupby(["table", "kind"], sort=False).size().reset_index(name="count")
    each = told[~many]
    lines = [
        *(_rows_line(row, words) for row in records(counted)),
        *(_line(row, words) for row in records(each.head(TOLD))),
    ]
    more = len(each) - TOLD
    return (*lines, *([_("and {more} more changes, in the table below").format(more=more)] if more > 0 else []))


def kept_in_words(checked: Checked, words: Words) -> tuple[str, ...]:
    """The tables that the workbook does not bring, named."""
    _ = words.gettext
    if not checked.carried_over:
        return ()
    titles = words.listed(words.label(TABLES[name].title) for name in checked.carried_over)
    return (_("Carried over unchanged: {tables}.").format(tables=titles),)


def audit_in_words(release: Release, audit: Audit, words: Words) -> tuple[str, ...]:
    """Who published a release, when, from where, from which file by its hash, and what was accepted."""
    _ = words.gettext
    moment, origin = local_time(release.published_at), audit.origin or _("no place said")
    lines = [_("Published {moment} by {name}, from {origin}.").format(moment=moment, name=release.by, origin=origin)]
    if release.file:
        lines.append(_("File {file}, SHA-256 {sha256}.").format(file=release.file, sha256=release.file_sha256))
    if audit.accepted_warnings:
        lines.append(_("Warnings accepted ({count}):").format(count=len(audit.accepted_warnings)))
        lines += [f"· {_accepted(warning, words)}" for warning in audit.accepted_warnings[:TOLD]]
    return (*lines, *_beyond_told(len(audit.accepted_warnings), words))


def _accepted(warning: Accepted, words: Words) -> str:
    """An accepted warning with its place; one that was put down as bare words as it is."""
    if isinstance(warning, str):
        return warning
    problem = Problem.of_record(warning)
    place = " ".join(part for part in (problem.sheet, problem.cell) if part)
    return f"{place}　{problem.message(words)}".strip()


def local_time(moment: str) -> str:
    """An ISO moment in the time of the server, to the minute."""
    return f"{dt.datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def destination(checked: Checked, words: Words) -> str:
    """Whether the screen will show it, or it is kept as the correction of an earlier date."""
    _, plan = words.gettext, checked.plan
    if plan is None:
        return ""
    day = words.day(plan.as_of)
    if plan.moves_head:
        return _("It will be on every screen as of {day}.").format(day=day)
    return _("It is kept as a correction of {day}; the screens go on showing the later release.").format(day=day)


def shown_value(change: dict[str, Any], which: str, words: Words) -> str:
    """A value of a change as a reader sees it."""
    value = change[which]
    if value is None or pd.isna(value):
        return words.missing
    column = TABLES[change["table"]].column(change["column"])
    if isinstance(column.type, Count | Quantity):
        return words.number(float(value))
    if isinstance(column.type, OneOf) and value in column.type.options:
        return words.label(column.type.options[value])
    return str(value)


def column_in_words(change: dict[str, Any], words: Words) -> str:
    """The heading of a changed column; the table's title for a whole row."""
    table = TABLES[change["table"]]
    return words.label(table.column(change["column"]).heading if change["column"] else table.title)


def _rows_line(rows: dict[str, Any], words: Words) -> str:
    _, table = words.gettext, words.label(TABLES[rows["table"]].title)
    told = _("{table}: {count} new rows") if rows["kind"] == "appeared" else _("{table}: {count} rows no longer there")
    return told.format(table=table, count=rows["count"])


def _line(change: dict[str, Any], words: Words) -> str:
    _ = words.gettext
    subject, column = words.place(change["subject"]), column_in_words(change, words)
    if change["kind"] != "changed":
        told = _("{subject}: new in {table}") if change["kind"] == "appeared" else _("{subject}: no longer in {table}")
        return told.format(subject=subject, table=column)
    step = change["difference"]
    difference = "" if pd.isna(step) else _(" ({difference})").format(difference=words.difference(half_up(step, 4)))
    return _("{subject}: {column} {before} → {after}{difference}").format(
        subject=subject,
        column=column,
        before=shown_value(change, "before", words),
        after=shown_value(change, "after", words),
        difference=difference,
    )
