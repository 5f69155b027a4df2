"""The dates and the bases of the figures on a screen."""

from __future__ import annotations

from renovation.blocks.model import Provenance
from renovation.comparisons.alerts import Alert
from renovation.comparisons.goals import Goal
from renovation.comparisons.results import Results
from renovation.language import Words
from renovation.wording.goals import goal_basis_line
from renovation.wording.headlines import basis_line


def table_provenance(results: Results, table: str, words: Words) -> Provenance:
    """Returns the as-of date and the basis of the table named `table`, for a screen that shows its figures."""
    dated_table = results.dated_table(table)
    return Provenance(dated_table.as_of, dated_table.basis, basis_line(results, table, words))


def goal_provenance(goal: Goal, results: Results, words: Words) -> Provenance:
    """Returns the as-of date and the basis of a goal's figure, for a screen that shows the goal."""
    return Provenance(goal.as_of, results.dated_table(goal.table).basis, goal_basis_line(goal, results, words))


def alert_provenance(alert: Alert, words: Words) -> Provenance:
    """Returns the as-of date and the basis of the figures of an alert, for a screen that shows the alert."""
    line = words("As of {day} · {basis}", day=words.day(alert.as_of), basis=words.basis(alert.basis))
    return Provenance(alert.as_of, alert.basis, line)
