"""Sentences and a table about the projection of a goal, and about the units' tasks for it."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from renovation.comparisons.assignments import Assignment, surplus
from renovation.comparisons.goals import Goal
from renovation.comparisons.outlook import Outlook, RecentPace, WhatIfResult, schedule_days
from renovation.comparisons.results import Results
from renovation.domain.numbers import half_up
from renovation.language import Words
from renovation.wording.extremes import few_unit_names
from renovation.wording.goals import (
    final_place_clause,
    goal_amount,
    goal_basis_line,
    goal_source_label,
    is_behind,
    last_days_clause,
    no_light_sentence,
    pace_so_far,
    rival_clause,
    rival_names,
    too_early_sentence,
    weekly_amount,
)
from renovation.wording.headlines import basis_line


def outlook_finding(results: Results, words: Words) -> str:
    """Returns the title of the page 目标与进度: how many goals are well behind, at risk, on course, and so on."""
    lights = [goal.light or ("early" if goal.is_measured else "unknown") for goal in results.goals]
    past = len(results.past_goals)
    if not lights and past:
        return words("All goals are past their deadline ({count} in all)", count=past)
    if not lights:
        return words("This release sets no goals")
    labels = {
        "red": words("{count} well behind"),
        "amber": words("{count} at risk"),
        "green": words("{count} on course"),
        "early": words("{count} not assessed yet"),
        "unknown": words("{count} whose progress cannot be assessed"),
    }
    parts = [label.format(count=lights.count(light)) for light, label in labels.items() if light in lights]
    finding = words("Goals: {total}; {assessments}", total=len(lights), assessments=words.listed(parts))
    return with_closed_goals(finding, past, words)


def with_closed_goals(finding: str, count: int, words: Words) -> str:
    """Returns `finding`, a title about open goals, with the number of closed goals added if it is not zero.

    `count` is this number. A closed goal is one whose deadline has passed.
    """
    return words("{finding}; goals past their deadline: {count}", finding=finding, count=count) if count else finding


def outlook_paragraph(outlook: Outlook, words: Words) -> str:
    """Returns sentences about a goal that can be read aloud: total so far, schedule, needed pace, projected total."""
    if not outlook.goal.is_measured:
        return no_light_sentence(outlook.goal, words)
    sentences = [_where(outlook, words)]
    if not outlook.goal.rivals and pd.notna(outlook.ahead_of_schedule):
        sentences.append(_against_schedule(outlook, words))
    return words.joined([*sentences, *_needed_sentences(outlook, words)])


def _needed_sentences(outlook: Outlook, words: Words) -> list[str]:
    """Returns sentences about what a goal needs until its deadline, and what the pace so far leads to.

    Returns an empty list if the goal needs nothing more.
    """
    goal = outlook.goal
    if goal.light is None:
        return [too_early_sentence(words)]
    if goal.needed_per_week is None:
        return [words("The deadline is {day}, the date of these figures.", day=words.day(goal.deadline))]
    if goal.needed_per_week <= 0:
        return []
    if goal.last_days:
        left, pace = last_days_clause(goal, words), weekly_amount(goal.pace_per_week, goal, words)
        return [
            words("{needed}; the weekly average since January is {pace}.", needed=left, pace=pace),
            _where_it_leads(outlook, words),
        ]
    needed = words(
        "{weeks} left: {needed} a week is still needed; the weekly average since January is {pace}.",
        weeks=words.number(half_up(goal.weeks_left, 1), "周"),
        needed=weekly_amount(goal.needed_per_week, goal, words),
        pace=pace_so_far(goal, words),
    )
    return [needed, _where_it_leads(outlook, words)]


def _where(outlook: Outlook, words: Words) -> str:
    goal = outlook.goal
    if goal.rivals:
        sentence = (
            words(
                "As of {day}, {measure} in {place} stood at {actual}, {ahead_or_behind}. At the "
                "average pace since January, {rival} will reach {end} by the end of the year."
            )
            if goal.rival_at_deadline is not None and goal.weeks_left > 0
            else words("As of {day}, {measure} in {place} stood at {actual}, {ahead_or_behind}.")
        )
    elif goal.gap >= 0:
        sentence = words(
            "As of {day}, {measure} in {place} stood at {actual}; the target of {target} has been reached."
        )
    else:
        sentence = words(
            "As of {day}, {measure} in {place} stood at {actual}, which is {reached} of the target "
            "of {target} and leaves {gap} to go."
        )
    return sentence.format(
        day=words.day(goal.as_of),
        place=words.place_in_sentence(goal.subject),
        measure=words.in_sentence(words.heading(goal.measure)),
        actual=goal_amount(goal.actual, goal, words),
        target=goal_amount(goal.target, goal, words),
        gap=goal_amount(abs(goal.gap), goal, words),
        ahead_or_behind=rival_clause(goal, words) if goal.rivals else "",
        reached=words.percent(outlook.share_reached),
        rival=rival_names(goal, words),
        end=goal_amount(goal.target_at_deadline, goal, words),
    )


def _against_schedule(outlook: Outlook, words: Words) -> str:
    schedule = words.percent(outlook.schedule)
    if outlook.ahead_of_schedule == 0 and is_behind(outlook.goal):
        return words(
            "{schedule} of the time has passed; progress is behind the schedule, but by less than {lag}.",
            schedule=schedule,
            lag=percentage_points(0.1, words),
        )
    if outlook.ahead_of_schedule == 0:
        return words("{schedule} of the time has passed; progress is level with the schedule.", schedule=schedule)
    sentence = (
        words("{schedule} of the time has passed; progress is {lag} behind the schedule.")
        if outlook.ahead_of_schedule < 0
        else words("{schedule} of the time has passed; progress is {lag} ahead of the schedule.")
    )
    return sentence.format(schedule=schedule, lag=percentage_points(abs(outlook.ahead_of_schedule), words))


def _where_it_leads(outlook: Outlook, words: Words) -> str:
    goal = outlook.goal
    return words(
        "At the current pace, the total on {day} will be {end}; {outcome}.",
        end=_rounded(outlook.at_deadline, goal, words),
        day=words.day(goal.deadline),
        outcome=arrival_clause(goal, outlook.arrival, outlook.at_deadline - goal.target_at_deadline, words),
    )


def arrival_clause(goal: Goal, arrival: dt.date | None, final_gap: float, words: Words) -> str:
    """Returns the end of a sentence that says when a goal will be reached.

    `arrival` is the date, None if the goal will not be reached in its year. If the goal is reached already, the clause
    says so. If the goal is to be first in the city and our county is first now, the clause says instead whether our
    county will be first at the deadline. `final_gap` (万㎡) decides this: our county's projected area at the deadline
    minus that of its rivals.
    """
    if goal.rivals and goal.gap >= 0:
        return final_place_clause(final_gap, goal, words)
    if goal.gap >= 0:
        return words("the goal has already been reached")
    if arrival is None:
        return (
            words("our district will not be first in {year}", year=goal.deadline.year)
            if goal.rivals
            else words("the goal will not be reached in {year}", year=goal.deadline.year)
        )
    return words("the goal will be reached on {day}", day=words.day(arrival))


def goal_table(outlook: Outlook, recent: RecentPace | None, words: Words) -> pd.DataFrame:
    """Returns the figures of a goal that `outlook_paragraph` does not state, as a table of texts.

    It has two columns: the name of a figure, and the figure. The weekly average since January is among them, because it
    is compared with the `recent` pace over about the last four weeks (None if unknown). Unknown figures are left out.
    `outlook` is the projection of the goal.
    """
    goal = outlook.goal
    rows = [
        *_share_of_rival_row(outlook, words),
        (words("Share due by now (schedule)"), _schedule(outlook, words)),
        (
            words("Amount due by now (schedule)"),
            _rounded(outlook.on_schedule, goal, words) if pd.notna(outlook.on_schedule) else "",
        ),
        (words("Weekly average since January"), weekly_amount(goal.pace_per_week, goal, words)),
        *_recent_row(recent, goal, words),
        (words("Source of the goal"), goal_source_label(goal, words)),
    ]
    figures = [(what, value) for what, value in rows if value]
    return pd.DataFrame(figures, columns=[words("About the goal"), words("Value")])


def _share_of_rival_row(outlook: Outlook, words: Words) -> list[tuple[str, str]]:
    """Returns a list with the row “Completed so far” for the goal to be first in the city; empty for other goals.

    For other goals, `outlook_paragraph` states the share that has been reached.
    """
    goal = outlook.goal
    if not goal.rivals or pd.isna(outlook.share_reached):
        return []
    reached = words.bracketed(goal_amount(goal.actual, goal, words), words.percent(outlook.share_reached))
    return [(words("Completed so far"), reached)]


def _recent_row(recent: RecentPace | None, goal: Goal, words: Words) -> list[tuple[str, str]]:
    if recent is None:
        return []
    what = words("Weekly average since {day}", day=words.day(recent.since))
    return [(what, weekly_amount(recent.per_week, goal, words))]


def _schedule(outlook: Outlook, words: Words) -> str:
    """Returns the share of the time to the deadline that has passed, and the days: `78.9%（第288天，共365天）`."""
    goal, share = outlook.goal, words.percent(outlook.schedule)
    if goal.as_of >= goal.deadline:
        return share
    gone, whole = schedule_days(goal.as_of, goal.deadline)
    return words("{schedule} (day {gone} of {whole})", schedule=share, gone=gone, whole=whole)


def percentage_points(value: float, words: Words) -> str:
    """Returns a difference of two percentages as text, rounded to one decimal: `38.5个百分点`."""
    return words.number(half_up(value, 1), "个百分点")


def _rounded(value: float, goal: Goal, words: Words) -> str:
    decimals = 0 if goal.is_count else 2  # a projected count is a whole number
    return words.missing if pd.isna(value) else goal_amount(half_up(value, decimals), goal, words)


def consequence_sentence(goal: Goal, result: WhatIfResult, words: Words) -> str:
    """Returns sentences about the result of a what-if: the projected total, its distance to the target, and the light.

    `result` is the projection of `goal` at the pace and the deadline that the visitor assumes.
    """
    sentence = (
        words(
            "At {pace} a week, the total on {day} will be {end}, {gap} more than the target; {outcome}. "
            "Assessment: {light}."
        )
        if result.gap >= 0
        else words(
            "At {pace} a week, the total on {day} will be {end}, {gap} less than the target; {outcome}. "
            "Assessment: {light}."
        )
    )
    if goal.rivals:
        sentence = (
            words(
                "At {pace} a week, the total on {day} will be {end}, {gap} more than {rival} will have at its "
                "current pace; {outcome}. Assessment: {light}."
            )
            if result.gap >= 0
            else words(
                "At {pace} a week, the total on {day} will be {end}, {gap} less than {rival} will have at its "
                "current pace; {outcome}. Assessment: {light}."
            )
        )
    if half_up(result.gap, 4) == 0:
        sentence = words("At {pace} a week, the total on {day} will be {end}; {outcome}. Assessment: {light}.")
    lights = {"green": words("on course"), "amber": words("at risk"), "red": words("well behind")}
    return sentence.format(
        pace=weekly_amount(result.pace, goal, words),
        day=words.day(result.deadline),
        end=_rounded(result.at_deadline, goal, words),
        gap=_rounded(abs(result.gap), goal, words),
        rival=rival_names(goal, words),
        outcome=arrival_clause(goal, result.arrival, result.gap, words),
        light=lights[result.light],
    )


def weighting_label(weighting: str, words: Words) -> str:
    """Returns the name of a weighting by which a goal is split among the units: `按排定项目数占比` for "schedule".

    Raises KeyError for an unknown weighting.
    """
    return {
        "equally": words("equally"),
        "schedule": words("by share of the scheduled projects"),
        "targets": words("by share of the area targets"),
        "so_far": words("by what each has completed since January"),
    }[weighting]


def assignment_finding(assigned: Assignment, words: Words) -> str:
    """Returns a title: how much a goal still needs, in all and each week, and which units have the largest tasks."""
    goal, largest, number = assigned.goal, assigned.largest, len(assigned.totals)
    low, high = (goal_amount(float(share), goal, words) for share in (largest.min(), largest.max()))
    share = low if low == high else words("{low} to {high}", low=low, high=high)
    if len(largest) == number > 1:
        template = words("{still_needed}. Split equally among the {count} units: {share} each")
    elif len(largest) > 1:
        template = words("{still_needed}. {unit} have the largest tasks: {share} each")
    elif number > 1:
        template = words("{still_needed}. {unit} has the largest task: {share}")
    else:
        template = words("{still_needed}. Only {unit} has reported")
    return template.format(
        still_needed=_left_clause(assigned, words),
        unit=few_unit_names((str(unit) for unit in largest.index), words),
        count=len(largest),
        share=share,
    )


def _left_clause(assigned: Assignment, words: Words) -> str:
    """Returns a text with the amount that a goal still needs until its deadline, in all and for each week.

    If less than a week is left, it states only the amount in all.
    """
    goal = assigned.goal
    sentence = (
        words("{measure}: {remaining} more needed by {day}")
        if goal.last_days
        else words("{measure}: {remaining} more needed by {day}, or {needed} a week")
    )
    return sentence.format(
        measure=words.heading(goal.measure),
        remaining=goal_amount(assigned.remaining, goal, words),
        day=words.day(goal.deadline),
        needed=weekly_amount(goal.needed_per_week or 0.0, goal, words),
    )


def shares_sum_sentence(assigned: Assignment, results: Results, words: Words) -> str:
    """Returns sentences that say whether the units' tasks add up to what the goal still needs.

    If they do not, the sentences state the difference. If the sum of the units' own figures differs from the figure of
    the goal, they say so.
    """
    goal, off = assigned.goal, surplus(assigned)
    whole, total = (goal_amount(value, goal, words) for value in (assigned.remaining, float(assigned.totals.sum())))
    if off == 0:
        adds_up = words("✓ The units' tasks add up to the {whole} still needed.", whole=whole)
        return words.joined((adds_up, *_units_against_goal(assigned, results, words)))
    sentence = (
        words("! The units' tasks add up to {total}, {off} more than the {whole} still needed.")
        if off > 0
        else words("✕ The units' tasks add up to {total}, {off} less than the {whole} still needed.")
    )
    return sentence.format(total=total, whole=whole, off=goal_amount(abs(off), goal, words))


def _units_against_goal(assigned: Assignment, results: Results, words: Words) -> list[str]:
    """Returns a list with a note if the units' own figures do not add up to the figure of the goal; otherwise empty.

    The note says which total the units reach with their tasks. It states dates and bases if those of the units' figures
    and of the goal's figure differ.
    """
    goal, units = assigned.goal, assigned.units_so_far
    total = units + float(assigned.totals.sum())
    if pd.isna(units) or half_up(units - goal.actual, 4) == 0:
        return []
    own, counting = goal_amount(units, goal, words), goal_amount(goal.actual, goal, words)
    sources = basis_line(results, "unit_progress", words), goal_basis_line(goal, results, words)
    if sources[0] != sources[1]:
        own, counting = words.bracketed(own, sources[0]), words.bracketed(counting, sources[1])
    return [
        words(
            "Note: the units' own figures add up to {units}, but the goal is measured by another "
            "figure, {actual}. If the units complete their tasks, their figures will add up to "
            "{total}; the target is {target}.",
            units=own,
            actual=counting,
            total=goal_amount(total, goal, words),
            target=goal_amount(goal.target_at_deadline, goal, words),
        )
    ]
