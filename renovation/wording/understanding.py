"""Sentences about how a workbook was read: the decisions of the reader, its questions, and the clerk's answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from renovation.domain.tables import TABLES
from renovation.language import Words
from renovation.reading.questions import Question, Understood
from renovation.reading.reader import Reading
from renovation.releases.answers import StoredAnswer
from renovation.wording.releases import local_time


def understanding_finding(reading: Reading, words: Words) -> str:
    """Returns a title: how many columns were read, and how many parts of the sheets were not read."""
    kinds = [line.kind for line in reading.understood]
    return words(
        "How the sheet was read: {columns} columns read, {not_used} parts not read",
        columns=kinds.count("column"),
        not_used=kinds.count("not_read"),
    )


def place_line(line: Question | Understood) -> str:
    """Returns the place in the workbook that a question or a decision is about: sheet, cell, and heading as typed."""
    return "　".join(part for part in (line.sheet, line.cell, line.heading) if part)


def kind_label(line: Understood, words: Words) -> str:
    """Returns what kind of thing the line `line` tells of the sheet, such as `Column` or `Unit of measurement`."""
    kinds = {
        "table": words("Table"),
        "day": words("As of"),
        "basis": words("Basis"),
        "column": words("Column"),
        "unit": words("Unit of measurement"),
        "row": words("Rows"),
        "not_read": words("Not read"),
    }
    return kinds.get(line.kind, line.kind)


def meaning_label(line: Understood, words: Words) -> str:
    """Returns what was decided: the selected choice, the column of the table, or the value.

    For a part of the sheet that was not read, the text is “not read”. For other decisions without a value, it is empty.
    """
    chosen = next((choice.label for choice in line.choices if choice.value == line.value), None)
    if chosen is not None:
        return words.label(chosen)
    if line.column:
        table, _dot, column = line.column.partition(".")
        return words.label(TABLES[table].column(column).heading)
    if line.value is not None:
        return line.value
    return words("not read") if line.kind in ("column", "not_read") else ""


def evidence_line(line: Understood, stored: Mapping[str, StoredAnswer], words: Words) -> str:
    """Returns a line about a decision: the unit of measurement, the reason for the decision, and the first cells.

    `stored` maps the ids of questions to the stored answers of clerks. If such an answer is the reason, the line says
    who published it and when.
    """
    confirmed = stored.get(line.id)
    if line.answered and confirmed is not None and confirmed.answer.value == line.value:
        reason = confirmed_sentence(confirmed, words)
    else:
        reason = words("as answered just now") if line.answered else words.label(line.evidence)
    named = words.measurement_unit(line.measurement_unit) if line.measurement_unit else ""
    measured_in = words("unit of measurement: {unit}", unit=named) if named else ""
    why = ("，" if words.language == "zh" else ", ").join(part for part in (measured_in, reason) if part)
    return " · ".join(part for part in (why, words.listed(value or "–" for value in line.values)) if part)


def stored_answer_line(stored: StoredAnswer, words: Words) -> str:
    """Returns a stored answer on one line: place in the workbook, question and choice."""
    answer = stored.answer
    place = "　".join(part for part in (answer.sheet, answer.heading) if part)
    question, choice = words.label(answer.question), words.label(answer.choice)
    return words("{place}: {question} → {choice}", place=place, question=question, choice=choice)


def confirmed_lines(answers: Sequence[StoredAnswer], words: Words) -> tuple[str, ...]:
    """Returns a heading with the number of `answers`, and a line for each of these answers of clerks.

    `answers` were stored when a release was published. Returns an empty tuple if `answers` is empty.
    """
    if not answers:
        return ()
    heading = words("Answers confirmed ({count}):", count=len(answers))
    return (heading, *(f"· {stored_answer_line(answer, words)}" for answer in answers))


def confirmed_sentence(stored: StoredAnswer, words: Words) -> str:
    """Returns a text that says who published an answer of a clerk, and when."""
    return words("as confirmed on {moment} by {name}", moment=local_time(stored.at), name=stored.by)
