"""Sentences about the alerts, and about the rules that raise them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from renovation.comparisons.alerts import Alert, UnitLag
from renovation.comparisons.goals import Goal
from renovation.domain import places
from renovation.domain.numbers import half_up, printed_difference
from renovation.domain.warning_rules import WARNING_RULES
from renovation.language import Words
from renovation.wording.extremes import few_unit_names
from renovation.wording.goals import (
    goal_title,
    last_days_clause,
    light_rule_sentence,
    pace_so_far,
    weekly_amount,
    weekly_decimals,
)
from renovation.wording.outlook import percentage_points

ALERT_SIGNS = {"behind_schedule": "▼", "fell_back": "✕", "stood_still": "■", "mismatch": "≠", "made_good": "↗"}
"""The sign of each rule: a shape, so that colour alone does not convey it."""


def alert_task(alert: Alert) -> Literal["decide", "check", "watch"]:
    """Returns what an alert asks for: a decision, a check by the clerk, or only to be watched.

    The clerk checks mismatches, and a total of the district or of a county that fell.
    """
    if alert.rule == "made_good":
        return "watch"
    is_fall = alert.rule == "fell_back" and not _is_of_unit(alert.subject)
    return "check" if is_fall or alert.rule == "mismatch" else "decide"


def alerts_finding(alerts: Sequence[Alert], words: Words) -> str:
    """Returns the title above the list of alerts: how many need a decision, a check by the clerk, or to be watched."""
    needed = sum(alert_task(alert) == "decide" for alert in alerts)
    finding = (
        words("Matters that need a decision: {count}", count=needed)
        if needed
        else words("Nothing needs a decision under the warning rules")
    )
    return with_other_tasks(finding, alerts, words)


def with_other_tasks(finding: str, alerts: Sequence[Alert], words: Words) -> str:
    """Returns `finding`, followed by the number of alerts that the clerk checks, and of those to be watched."""
    counts = Counter(map(alert_task, alerts))
    if counts["check"]:
        finding = words("{finding}; for the clerk to check: {count}", finding=finding, count=counts["check"])
    if counts["watch"]:
        finding = words("{finding}; matters to watch: {count}", finding=finding, count=counts["watch"])
    return finding


def alert_label(alert: Alert, words: Words) -> str:
    """Returns the label of one or two words before an alert in the list, such as “at risk” or “No growth”.

    For the rule `behind_schedule` it is the name of the light (of the goal, or of the unit furthest behind); for the
    other rules it is the name of the rule.
    """
    if alert.rule == "behind_schedule" and alert.light:
        return {"red": words("well behind"), "amber": words("at risk"), "green": words("on course")}[alert.light]
    return words.label(WARNING_RULES[alert.rule].label)


def alert_sentence(alert: Alert, words: Words, most_units: int | None = None) -> str:
    """Returns a sentence that states the matter of an alert, such as by how much a goal is behind the schedule.

    If the alert is about units that are behind the schedule, the sentence names at most `most_units` of them; all of
    them if `most_units` is None.
    """
    subject, statement = alert_parts(alert, words, most_units)
    return words("{subject}: {statement}", subject=subject, statement=statement)


def alert_parts(alert: Alert, words: Words, most_units: int | None = None) -> tuple[str, str]:
    """Returns the two parts of an alert's sentence: a text that says what it is about, and one that says what is wrong.

    The first text names, for example, a goal. If the alert is about units that are behind the schedule, the second text
    names at most `most_units` of them, the unit furthest behind first. If `most_units` is None, it names all of them.
    """
    if alert.rule == "mismatch":
        return few_unit_names(alert.holders, words), _mismatch_statement(alert, words)
    if alert.lags:
        return _units_behind(alert, words), _units_statement(alert, words, most_units)
    if alert.outlook is not None:
        return goal_title(alert.outlook.goal, words), _goal_statement(alert, alert.outlook.goal, words)
    return words.place(alert.subject), _total_statement(alert, words)


def _total_statement(alert: Alert, words: Words) -> str:
    """Returns a sentence that says by how much a cumulative figure fell, or since when it has not grown."""
    sentence = (
        words("{measure} fell by {amount}, from {before} to {value}; a cumulative figure should not fall.")
        if alert.rule == "fell_back"
        else words("{measure} has not grown for {weeks}, since {since}; it is still {value}.")
    )
    return sentence.format(
        measure=words.in_sentence(words.heading(alert.measure)),
        amount=words.measured(alert.measure, half_up(alert.amount, 4)),
        before=words.measured(alert.measure, alert.before),
        value=words.measured(alert.measure, alert.value),
        weeks=words.number(half_up(alert.amount, 1), "周"),
        since=words.day(alert.since) if alert.since else "",
    )


def _mismatch_statement(alert: Alert, words: Words) -> str:
    count = int(alert.amount)
    if not alert.grew:
        return words.plural(
            "{count} reported figure is inconsistent with its recomputed value and has not been explained.",
            "{count} reported figures are inconsistent with their recomputed values and have not been explained.",
            count=count,
        )
    return words.plural(
        "{count} reported figure is inconsistent with its recomputed value and has not been explained; "
        "the difference is new or has grown since the previous release: {measures}.",
        "{count} reported figures are inconsistent with their recomputed values and have not been explained; "
        "the difference is new or has grown since the previous release: {measures}.",
        count=count,
        measures=words.listed(words.heading(measure) for measure in dict.fromkeys(alert.grew)),
    )


def _units_behind(alert: Alert, words: Words) -> str:
    return words.plural(
        "{count} unit is behind schedule and has completed less than {schedule} of its annual area target",
        "{count} units are behind schedule and have each completed less than {schedule} of their annual area targets",
        schedule=words.percent(alert.schedule),
        count=len(alert.lags),
    )


def _units_statement(alert: Alert, words: Words, most: int | None) -> str:
    """Returns a sentence that names the units behind their own targets, the unit furthest behind first.

    It names at most `most` units and states the number of the others; if `most` is None, it names all of them.
    """
    units = [_lag_in_words(lag, words, in_full=most is None) for lag in alert.lags[:most]]
    others, named = len(alert.lags) - len(units), words.listed(units)
    behind = words("{units} (further units: {count})", units=named, count=others) if others else named
    clauses = (behind, _shortfall_clause(alert.lags, words), _newly_behind_clause(alert.lags, words))
    return words("{finding}.", finding=words("; ").join(filter(None, clauses)))


def _lag_in_words(lag: UnitLag, words: Words, *, in_full: bool) -> str:
    """Returns a text about a unit behind the schedule, with its completion rate: `妙西镇60.0%`.

    If `in_full` is True, the distance to the schedule follows in brackets.
    """
    unit, rate = words.place(lag.unit), words.percent(lag.rate)
    if not in_full:
        return words("{unit} {rate}", unit=unit, rate=rate)
    points = percentage_points(lag.lag, words)
    if not lag.shortfall:
        return words("{unit} {rate} ({lag} behind schedule)", unit=unit, rate=rate, lag=points)
    area = words.fixed(lag.shortfall, 2, "万㎡")
    return words("{unit} {rate} ({lag} behind schedule, {area} short)", unit=unit, rate=rate, lag=points, area=area)


def _shortfall_clause(lags: Sequence[UnitLag], words: Words) -> str:
    """Returns a part of a sentence with the area that all units in `lags` together lack to be on schedule.

    It is the sum of the areas as displayed; the text is empty if the sum is 0.
    """
    total = half_up(sum(lag.shortfall for lag in lags), 2)
    if not total:
        return ""
    clause = words("{area} short of the schedule") if len(lags) == 1 else words("{area} short of the schedule in all")
    return clause.format(area=words.fixed(total, 2, "万㎡"))


def _newly_behind_clause(lags: Sequence[UnitLag], words: Words) -> str:
    names = [lag.unit for lag in lags if lag.is_new]
    return (
        words("newly behind since the previous release: {units}", units=few_unit_names(names, words)) if names else ""
    )


def _goal_statement(alert: Alert, goal: Goal, words: Words) -> str:
    return _goal_template(alert, goal, words).format(
        lag=percentage_points(alert.amount, words),
        needed=weekly_amount(goal.needed_per_week or 0.0, goal, words),
        pace=weekly_amount(goal.pace_per_week, goal, words) if goal.last_days else pace_so_far(goal, words),
        still_needed=last_days_clause(goal, words),
        since=words.day(alert.since) if alert.since else "",
    )


def _goal_template(alert: Alert, goal: Goal, words: Words) -> str:
    if alert.rule == "made_good":
        return words("back on course; it was well behind on {since} and is still being watched.")
    if goal.needed_per_week is None:
        return words("{lag} behind the schedule at the deadline.")
    if goal.last_days:
        return words("{lag} behind the schedule; {still_needed}, the weekly average since January is {pace}.")
    return words("{lag} behind the schedule; {needed} a week is needed, the weekly average since January is {pace}.")


def alert_action(alert: Alert, words: Words) -> str:
    """Returns a sentence that says what must be done about an alert: decide, check figures, or only watch."""
    if alert.rule == "made_good":
        return words("No decision is needed yet; watch it.")
    if alert.rule == "mismatch":
        return words("The clerk is to check the inconsistent figures and give the reason.")
    if alert.lags:
        return words("Decide how and by when lagging units will catch up.")
    if alert.outlook is not None:
        return _goal_action(alert.outlook.goal, words)
    if alert.rule == "fell_back":
        if alert_task(alert) == "check":
            return words("The clerk is to check whether this is a correction or a mistake.")
        return words("{place} is to check whether this is a correction or a mistake.", place=words.place(alert.subject))
    return words(
        "{place} is to give the reason and to say by when work will move forward again.",
        place=words.place(alert.subject),
    )


def _is_of_unit(place: str) -> bool:
    """Returns whether a Chinese name is that of a unit, not of the district or of a county."""
    return place not in (places.DISTRICT.name, *(county.name for county in places.COUNTIES))


def _goal_action(goal: Goal, words: Words) -> str:
    """Returns a sentence that says what must be decided about a goal behind schedule.

    It states by how much the weekly pace must rise: the difference of the displayed paces. A difference of less than
    one project a week is not stated, because no unit can take on a part of a project.
    """
    if goal.needed_per_week is None:
        return words("Decide whether to set a new deadline.")
    is_shared = goal.subject in (places.DISTRICT.name, places.OWN_COUNTY.name)
    more = printed_difference(goal.needed_per_week, goal.pace_per_week, weekly_decimals(goal))
    is_part_of_a_project = goal.is_count and more < 1
    if goal.last_days or not more or is_part_of_a_project:
        sentence = (
            words("Decide which units take on the rest of the task.")
            if is_shared
            else words("Decide how {place} will complete the rest of the task.")
        )
    elif is_shared:
        sentence = words("Decide which units raise the weekly average by {more}.")
    else:
        sentence = words("Decide how {place} will raise its weekly average by {more}.")
    return sentence.format(
        place=words.place(goal.subject),
        more=weekly_amount(more, goal, words),
    )


def label_rule_sentence(alerts: Sequence[Alert], words: Words) -> str:
    """Returns sentences that explain by which rule the labels before alerts, such as “well behind”, are chosen.

    A label states the light of a goal, which depends on the pace so far and the needed pace. The sentence after the
    label says how many percentage points the goal is behind the schedule, and readers could take this number for the
    reason of the label. Returns an empty text if no alert has a light.
    """
    if not any(alert.light for alert in alerts):
        return ""
    sentences = [
        words(
            "The label before each line is decided by the ratio of the weekly average since January to the weekly "
            "average needed, not by how many percentage points a goal is behind the schedule."
        )
    ]
    if any(len(alert.lags) > 1 for alert in alerts):
        sentences.append(words("If a line names several units, its label is that of the unit furthest behind."))
    return words.joined((*sentences, light_rule_sentence(words)))


def made_good_label(alerts: tuple[Alert, ...], goal: Goal, words: Words) -> str:
    """Returns the note on the page 目标与进度 that `goal` was well behind and is on course again.

    `alerts` are all alerts of the release. Returns an empty text if none of them, by the rule `made_good`, is about
    this goal.
    """
    days = [alert.since for alert in alerts if alert.rule == "made_good" and _is_about(alert, goal) and alert.since]
    if not days:
        return ""
    label = words(
        "Back on course. This goal was well behind on {since} and is still being watched.", since=words.day(days[0])
    )
    return f"{ALERT_SIGNS['made_good']}\N{NO-BREAK SPACE}{label}"


def _is_about(alert: Alert, goal: Goal) -> bool:
    return alert.outlook is not None and alert.outlook.goal == goal


def rule_meaning(alert: Alert, words: Words) -> str:
    """Returns a line that explains the rule by which `alert` was found, and states the rule's threshold."""
    rule = WARNING_RULES[alert.rule]
    meaning, limit = words.label(rule.meaning_at(alert.threshold)), words.number(alert.threshold, rule.measurement_unit)
    return words(
        "Rule “{rule}”: {meaning}",
        rule=words.label(rule.label),
        meaning=meaning.format(limit=limit),
    )


def rule_sentence(alert: Alert, words: Words) -> str:
    """Returns a line that explains the rule by which an alert was found, with the date and basis of its figures."""
    return words(
        "{rule} · As of {day} · {basis}",
        rule=rule_meaning(alert, words),
        day=words.day(alert.as_of),
        basis=words.basis(alert.basis),
    )
