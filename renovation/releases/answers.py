"""Stores the clerk's answers to questions about a workbook's layout.

A question that has a stored answer is not asked again when the next workbook has the same layout.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from renovation.domain.labels import Label
from renovation.releases.database import now, transaction
from renovation.releases.schema import ANSWER


@dataclass(frozen=True)
class GivenAnswer:
    """A clerk's answer to a question about a workbook's layout.

    `id` identifies the question, and `question` is its text. `value` is the code of the selected answer, `choice` the
    text of this answer on the screen. `sheet` and `heading` say which part of the workbook the question was about.
    """

    id: str
    value: str
    question: Label
    choice: Label
    sheet: str | None
    heading: str | None


@dataclass(frozen=True)
class StoredAnswer:
    """A clerk's answer, as the database stores it.

    `release` is the number of the release with which the answer was published, `by` the name of the publisher, `at` an
    ISO timestamp in UTC.
    """

    answer: GivenAnswer
    by: str
    at: str
    release: int | None


class StoredAnswers:
    """The clerk's answers that the database stores; they can be read and withdrawn.

    Every method raises StoreUnavailable if the database does not respond.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def in_force(self) -> dict[str, StoredAnswer]:
        """Returns the newest stored answer to each question; the keys are the ids of the questions.

        Questions whose answer was withdrawn are left out.
        """
        with transaction(self._engine) as connection:
            return _in_force(connection)

    def confirmed_with(self, release: int) -> tuple[StoredAnswer, ...]:
        """Returns the answers that were first stored with the release whose number is `release`.

        Answers that were withdrawn or replaced later are included.
        """
        with transaction(self._engine) as connection:
            found = sa.select(ANSWER).where(ANSWER.c.release == release).order_by(ANSWER.c.line)
            return tuple(_stored(row) for row in connection.execute(found))

    def withdraw(self, answer_id: str, by: str) -> bool:
        """Withdraws the stored answer to the question `answer_id`, so that the question is asked again.

        `by` is the name of the person who withdraws the answer. Returns False if the question had no stored answer.
        """
        with transaction(self._engine, writes=True) as connection:
            stored = _in_force(connection).get(answer_id)
            if stored is not None:
                withdrawn = {**_line(StoredAnswer(stored.answer, by, now(), None)), "value": None}
                connection.execute(ANSWER.insert().values(withdrawn))
            return stored is not None


def add_answers(connection: sa.Connection, given: Iterable[GivenAnswer], by: str, at: str, release: int) -> None:
    """Stores the clerk's answers that are published with a release, in the same transaction as the release.

    `given` are the answers, `release` is the number of the release, `by` the publisher's name, `at` an ISO timestamp in
    UTC.
    """
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
