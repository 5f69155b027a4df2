"""Writes sentences about how a workbook was read: the reader's decisions, its questions, and the clerk's answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from renovation.domain.tables import TABLES
from renovation.language import Words
from renovation.reading.questions import Question, Understood
from renovation.reading.reader import Reading
from renovation.releases.answers import StoredAnswer
from renovation.wording.releases import local_time


def understanding_finding(reading: Reading, words: Words) -> str:
    """Returns the title above the reader's decisions: how many columns were read, and how many parts were not."""
    kinds = [line.kind for line in reading.understood]
    return words(
        "How the sheet was read: {columns} columns read, {not_used} parts not read",
        columns=kinds.count("column"),
        not_used=kinds.count("not_read"),
    )


def place_line(line: Question | Understood) -> str:
    """Returns a line that says where in the workbook a question or a decision belongs: `乡镇进度 C4 完成面积`.

    It has the sheet, the cell and the heading as typed, as far as they are known.
    """
    return "　".join(part for part in (line.sheet, line.cell, line.heading) if part)


def kind_label(line: Understood, words: Words) -> str:
    """Returns what a decision is about, in one or two words, such as `Column` or `Unit of measurement`."""
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
    """Returns what the reader has decided about a part of a sheet, such as which column of the table a heading means.

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
    """Returns the line below a reader's decision: unit of measurement, reason, and the first cells as typed.

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
    """Returns a line for a clerk's stored answer: the sheet and heading, the question, and the choice."""
    answer = stored.answer
    place = "　".join(part for part in (answer.sheet, answer.heading) if part)
    question, choice = words.label(answer.question), words.label(answer.choice)
    return words("{place}: {question} → {choice}", place=place, question=question, choice=choice)


def confirmed_lines(answers: Sequence[StoredAnswer], words: Words) -> tuple[str, ...]:
    """Returns lines with the clerks' answers that were stored with a release, below a line that states their number.

    Returns an empty tuple if there are no such answers.
    """
    if not answers:
        return ()
    heading = words("Answers confirmed ({count}):", count=len(answers))
    return (heading, *(f"· {stored_answer_line(answer, words)}" for answer in answers))


def confirmed_sentence(stored: StoredAnswer, words: Words) -> str:
    """Returns the reason for a decision that rests on a clerk's stored answer: who published the answer, and when."""
    return words("as confirmed on {moment} by {name}", moment=local_time(stored.at), name=stored.by)
