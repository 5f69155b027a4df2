"""Answers to the reader's questions, stored for the next workbook of the same layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from renovation.domain.labels import Label
from renovation.releases.database import ANSWER, now, transaction


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


class StoredAnswers:
    """The answers stored in one database. Every method raises StoreUnavailable when it does not answer."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def in_force(self) -> dict[str, StoredAnswer]:
        """Returns the newest answer of each question's id, without those that were withdrawn."""
        with transaction(self._engine) as connection:
            return _in_force(connection)

    def confirmed_with(self, release: int) -> tuple[StoredAnswer, ...]:
        """Returns the answers that a release was published with for the first time, whatever became of them."""
        with transaction(self._engine) as connection:
            found = sa.select(ANSWER).where(ANSWER.c.release == release).order_by(ANSWER.c.line)
            return tuple(_stored(row) for row in connection.execute(found))

    def withdraw(self, answer_id: str, by: str) -> bool:
        """Withdraws an answer, so that its question is asked again; returns whether it was in force."""
        with transaction(self._engine, writes=True) as connection:
            stored = _in_force(connection).get(answer_id)
            if stored is not None:
                withdrawn = {**_line(StoredAnswer(stored.answer, by, now(), None)), "value": None}
                connection.execute(ANSWER.insert().values(withdrawn))
            return stored is not None


def add_answers(connection: sa.Connection, given: Iterable[GivenAnswer], by: str, at: str, release: int) -> None:
    """Adds a line for each answer, in the transaction that writes their release."""
    lines = [_line(StoredAnswer(answer, by, at, release)) for answer in given]
    if lines:
        connection.execute(ANSWER.insert(), lines)


def _in_force(connection: sa.Connection) -> dict[str, StoredAnswer]:
    newest = sa.select(sa.func.max(ANSWER.c.line)).group_by(ANSWER.c.id)
    found = sa.select(ANSWER).where(ANSWER.c.line.in_(newest), ANSWER.c.value.is_not(None)).order_by(ANSWER.c.line)
    return {row.id: _stored(row) for row in connection.execute(found)}


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
