"""Answers to the reader's questions, stored for the next workbook of the same layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from renovation.domain.labels import Label
from renovation.releases.database import ANSWER


@dataclass(frozen=True)
class GivenAnswer:
    """An answer to be stored: the question's id and text, and the choice that was made.

    `value` is what the reader takes, `choice` what the clerk read; `sheet` and `heading` say where it was asked.
    """

    id: str
    value: str
    question: Label
    choice: Label
    sheet: str | None
    heading: str | None


@dataclass(frozen=True)
class StoredAnswer:
    """A stored answer with who confirmed it, when (ISO, UTC) and with which release."""

    answer: GivenAnswer
    by: str
    at: str
    release: int | None


def newest_answers(connection: sa.Connection) -> dict[str, StoredAnswer]:
    """The answers in force by their ids: the newest line of each id, unless that withdraws it."""
    newest = sa.select(sa.func.max(ANSWER.c.line)).group_by(ANSWER.c.id)
    in_force = sa.select(ANSWER).where(ANSWER.c.line.in_(newest), ANSWER.c.value.is_not(None)).order_by(ANSWER.c.line)
    return {row.id: _stored(row) for row in connection.execute(in_force)}


def add_answers(connection: sa.Connection, given: Iterable[GivenAnswer], by: str, at: str, release: int) -> None:
    """Adds a line for each answer."""
    lines = [_line(StoredAnswer(answer, by, at, release)) for answer in given]
    if lines:
        connection.execute(ANSWER.insert(), lines)


def add_withdrawal(connection: sa.Connection, stored: StoredAnswer, by: str, at: str) -> None:
    """Adds the line that withdraws a stored answer."""
    withdrawn = {**_line(StoredAnswer(stored.answer, by, at, None)), "value": None}
    connection.execute(ANSWER.insert().values(withdrawn))


def _stored(row: sa.Row[tuple[object, ...]]) -> StoredAnswer:
    question, choice = Label(row.question_zh, row.question_en), Label(row.choice_zh, row.choice_en)
    answer = GivenAnswer(row.id, row.value, question, choice, row.sheet, row.heading)
    return StoredAnswer(answer, row.by, row.at, row.release)


def _line(stored: StoredAnswer) -> dict[str, str | int | None]:
    answer = stored.answer
    return {
        "id": answer.id,
        "value": answer.value,
        "question_zh": answer.question.zh,
        "question_en": answer.question.en,
        "choice_zh": answer.choice.zh,
        "choice_en": answer.choice.en,
        "sheet": answer.sheet,
        "heading": answer.heading,
        "by": stored.by,
        "at": stored.at,
        "release": stored.release,
    }
