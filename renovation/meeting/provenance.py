"""The days and bases of what a screen shows."""

from __future__ import annotations

from renovation.blocks.model import Provenance
from renovation.comparisons.alerts import Alert
from renovation.comparisons.answers import Answers
from renovation.comparisons.goals import Goal
from renovation.language import Words
from renovation.wording.goals import goal_basis_line
from renovation.wording.headlines import basis_line


def table_provenance(answers: Answers, table: str, words: Words) -> Provenance:
    """Returns the day and basis of one of the release's tables."""
    dated_table = answers.dated_table(table)
    return Provenance(dated_table.as_of, dated_table.basis, basis_line(answers, table, words))


def goal_provenance(goal: Goal, answers: Answers, words: Words) -> Provenance:
    """Returns the day and basis that a goal's figures speak of."""
    return Provenance(goal.as_of, answers.dated_table(goal.table).basis, goal_basis_line(goal, answers, words))


def alert_provenance(alert: Alert, words: Words) -> Provenance:
    """Returns the day and basis that an alert's figures speak of."""
    line = words("As of {day} · {basis}", day=words.day(alert.as_of), basis=words.basis(alert.basis))
    return Provenance(alert.as_of, alert.basis, line)
