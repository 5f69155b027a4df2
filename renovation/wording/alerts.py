"""What wants a decision, each with the rule that caught it."""

from __future__ import annotations

from renovation.comparisons.alerts import Alert
from renovation.comparisons.goals import Goal
from renovation.domain.numbers import half_up
from renovation.domain.warning_rules import WARNING_RULES
from renovation.language import Words
from renovation.wording.goals import goal_title, last_days_clause, weekly_amount
from renovation.wording.outlook import percentage_points

ALERT_SIGNS = {"behind_schedule": "▼", "fell_back": "✕", "stood_still": "■", "mismatch": "≠", "made_good": "↗"}
"""A shape for each rule, so that none is told by colour alone."""


def alerts_finding(found: tuple[Alert, ...], words: Words) -> str:
    """How much wants a decision."""
    _ = words.gettext
    if not found:
        return _("Nothing needs a decision under the warning rules")
    return _("Matters that need a decision: {count}").format(count=len(found))


def alert_sentence(alert: Alert, words: Words) -> str:
    """What is wrong, in a sentence."""
    _, seen = words.gettext, alert.outlook
    if alert.rule == "mismatch":
        return _("Printed figures that do not add up and have not been explained: {count}.").format(
            count=int(alert.amount)
        )
    if seen is not None:
        told = (
            _("{goal}: back on course; it was off course on {since}.")
            if alert.rule == "made_good"
            else _("{goal}: {lag} behind the schedule; {needed} a week needed, {pace} so far.")
        )
        if alert.rule != "made_good" and seen.goal.needed_per_week is None:
            told = _("{goal}: {lag} behind the schedule; the deadline has come.")
        elif alert.rule != "made_good" and seen.goal.last_days:
            told = _("{goal}: {lag} behind the schedule; {left}, {pace} a week so far.")
        return told.format(
            goal=goal_title(seen.goal, words),
            lag=percentage_points(alert.amount, words),
            needed=weekly_amount(seen.goal.needed_per_week or 0.0, seen.goal, words),
            pace=weekly_amount(seen.goal.pace_per_week, seen.goal, words),
            left=last_days_clause(seen.goal, words),
            since=words.day(alert.since) if alert.since else "",
        )
    told = (
        _("{unit}: {measure} fell by {amount}, from {before} to {value}; a cumulative figure does not fall.")
        if alert.rule == "fell_back"
        else _("{unit}: {measure} has stood at {value} for {weeks}, since {since}.")
    )
    return told.format(
        unit=words.place(alert.subject),
        measure=words.in_sentence(words.heading(alert.measure)),
        amount=words.measured(alert.measure, half_up(alert.amount, 2)),
        before=words.measured(alert.measure, alert.before),
        value=words.measured(alert.measure, alert.value),
        weeks=words.number(half_up(alert.amount, 1), "周"),
        since=words.day(alert.since) if alert.since else "",
    )


def made_good_label(found: tuple[Alert, ...], goal: Goal, words: Words) -> str:
    """The mark beside a light that was red not long ago; empty where there is none."""
    since = next((c.since for c in found if c.rule == "made_good" and c.outlook and c.outlook.goal == goal), None)
    if since is None:
        return ""
    told = words.gettext("Back on course: it was off course on {since} and is still being watched")
    return f"{ALERT_SIGNS['made_good']}\N{NO-BREAK SPACE}{told.format(since=words.day(since))}"


def rule_sentence(alert: Alert, words: Words) -> str:
    """The rule that caught it, with its threshold, the day and the basis."""
    rule = WARNING_RULES[alert.rule]
    return words.gettext("Rule “{rule}”: {meaning} · As of {day} · {basis}").format(
        rule=words.label(rule.label),
        meaning=words.label(rule.meaning).format(limit=words.number(alert.threshold, rule.unit)),
        day=words.day(alert.as_of),
        basis=words.basis(alert.basis),
    )
