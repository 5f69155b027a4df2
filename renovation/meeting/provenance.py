"""The date and the basis (whose statistic) of the figures on a screen."""

from __future__ import annotations

from renovation.blocks.model import Provenance
from renovation.comparisons.alerts import Alert
from renovation.comparisons.answers import Answers
from renovation.comparisons.goals import Goal
from renovation.language import Words
from renovation.wording.goals import goal_basis_line
from renovation.wording.headlines import basis_line


def table_provenance(answers: Answers, table: str, words: Words) -> Provenance:
    """Returns the date and the basis (whose statistic) of the release's table named `table`."""
    dated_table = answers.dated_table(table)
    return Provenance(dated_table.as_of, dated_table.basis, basis_line(answers, table, words))


def goal_provenance(goal: Goal, answers: Answers, words: Words) -> Provenance:
    """Returns the date and the basis (whose statistic) of a goal's figures."""
    return Provenance(goal.as_of, answers.dated_table(goal.table).basis, goal_basis_line(goal, answers, words))


def alert_provenance(alert: Alert, words: Words) -> Provenance:
    """Returns the date and the basis (whose statistic) of an alert's figures."""
    line = words("As of {day} · {basis}", day=words.day(alert.as_of), basis=words.basis(alert.basis))
    return Provenance(alert.as_of, alert.basis, line)
