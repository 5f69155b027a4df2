"""Sentences about one goal: how much is missing, which pace is needed, and why its light has its colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import pandas as pd

from renovation.comparisons.goals import AMBER_SHARE, FEWEST_WEEKS, FIRST_IN_CITY, STARTED_SHARE, Goal
from renovation.comparisons.results import Results
from renovation.domain.numbers import decimal_places, half_up
from renovation.domain.tables.figures import FIGURES
from renovation.language import Words
from renovation.wording.extremes import unit_names

HALF: Final = 50
"""The share in percent that the report calls 一半以上 (at least half)."""

_FLOAT_ERROR: Final = 1e-9  # 112.39 − 107.79 is a little less than 4.6 in binary

LIGHT_ICONS: Final = {
    "green": ":green[:material/check_circle:]",
    "amber": ":orange[:material/warning:]",
    "red": ":red[:material/error:]",
    None: ":gray[:material/help:]",
}
"""The icon of each light as Markdown; each has a different shape, so that colour alone does not convey it."""


def goal_title(goal: Goal, words: Words) -> str:
    """Returns the title of a goal: its place, its measure, its target and its deadline."""
    if goal.goal == STARTED_SHARE:
        return _share_title(goal.share, words)
    if goal.goal == FIRST_IN_CITY:
        return words("Aim for first place in the city by floor area reported to it")
    sentence = (
        words("{place}: raise {measure} to {target} by {day}")
        if pd.notna(goal.target)
        else words("{place}: {measure} by {day}")
    )
    return sentence.format(
        place=words.place(goal.subject),
        measure=words.in_sentence(words.heading(goal.measure)),
        target=goal_amount(goal.target, goal, words),
        day=words.day(goal.deadline),
    )


def _share_title(share: float | None, words: Words) -> str:
    if share == HALF:
        return words("Aim to start at least half of the scheduled projects")
    return words("Aim to start at least {share} of the scheduled projects", share=words.number(share, "%"))


def goal_gap_sentence(goal: Goal, words: Words) -> str:
    """Returns sentences with the amount that a goal still lacks, the needed pace and the pace so far.

    If these are unknown, or the goal is reached or past its deadline, the sentences say so instead.
    """
    if goal.light is None:
        return no_light_sentence(goal, words)
    if goal.gap >= 0 and not goal.rivals:
        return words("The goal has been reached.")
    if goal.needed_per_week is None or not goal.weeks_left:
        return _deadline_sentence(goal, words)
    if goal.gap > 0 and goal.rivals and goal.needed_per_week <= goal.pace_per_week:
        return words(
            "Our district is {ahead_or_behind}. At the average pace since January, it will stay in the lead.",
            ahead_or_behind=rival_clause(goal, words),
        )
    if goal.last_days:
        return words(
            "{needed}; the weekly average since January is {pace}.",
            needed=last_days_clause(goal, words),
            pace=weekly_amount(goal.pace_per_week, goal, words),
        )
    return _open_gap_sentence(goal, words).format(
        gap=goal_amount(abs(goal.gap), goal, words),
        ahead_or_behind=rival_clause(goal, words),
        rival=rival_names(goal, words),
        day=words.day(goal.deadline),
        end=words.number(half_up(goal.rival_at_deadline or 0.0, 2), goal.measurement_unit),
        needed=weekly_amount(goal.needed_per_week, goal, words),
        weeks=words.number(half_up(goal.weeks_left, 1), "周"),
        pace=pace_so_far(goal, words),
    )


def _deadline_sentence(goal: Goal, words: Words) -> str:
    """Returns the sentence about a goal on the day of its deadline: by how much it is missed, or behind its rivals."""
    if goal.rivals:
        return words("At the deadline, our district was {ahead_or_behind}.", ahead_or_behind=rival_clause(goal, words))
    return words("At the deadline, the goal was missed by {gap}.", gap=goal_amount(-goal.gap, goal, words))


def pace_so_far(goal: Goal, words: Words) -> str:
    """Returns the average pace of a goal since 1 January as text: an amount per week with its unit of measurement.

    The light depends on the exact paces. If the pace is lower than the needed pace although both are displayed with the
    same digits, a note in brackets after the amount says so.
    """
    pace, needed = (weekly_amount(value or 0.0, goal, words) for value in (goal.pace_per_week, goal.needed_per_week))
    return words.bracketed(pace, words("slightly less than needed")) if pace == needed and is_behind(goal) else pace


def is_behind(goal: Goal) -> bool:
    """Returns whether the pace so far is too low to reach the goal in time, so that its light is amber or red."""
    return goal.light in ("amber", "red")


def rival_names(goal: Goal, words: Words) -> str:
    """Returns the names of the counties to overtake, as a list; empty if the goal is not to be first in the city."""
    return unit_names(goal.rivals, words)


def rival_clause(goal: Goal, words: Words) -> str:
    """Returns how far our county's area is behind or ahead of that of its rivals, as a part of a sentence.

    The distance has as many decimals as the areas, at least two, so that a difference of 0.001 is not shown as 0. Call
    it only for the goal to be first in the city.
    """
    rival, gap = rival_names(goal, words), half_up(goal.gap, 4)
    if gap == 0:
        return words("level with {rival}", rival=rival)
    clause = words("{gap} behind {rival}") if gap < 0 else words("{gap} ahead of {rival}")
    return clause.format(gap=words.fixed(abs(gap), max(2, decimal_places(gap)), goal.measurement_unit), rival=rival)


def final_place_clause(final_gap: float, goal: Goal, words: Words) -> str:
    """Returns a part of a sentence: whether our county will be first in the city at the deadline, or level with rivals.

    `final_gap` is its projected area minus that of its rivals (万㎡); it is negative if our county will be behind.
    """
    gap = half_up(final_gap, 4)
    if gap == 0:
        return words("level with {rival}", rival=rival_names(goal, words))
    return words("our district will then be first") if gap > 0 else words("our district will then not be first")


def _open_gap_sentence(goal: Goal, words: Words) -> str:
    """Returns the template of the sentence about a goal with weeks left; the caller fills its placeholders."""
    if goal.rivals:
        return words(
            "Our district is {ahead_or_behind}. At the average pace since January, {rival} will "
            "reach {end} by the end of the year. To be first, our district needs {needed} a week "
            "in the {weeks} left; its weekly average since January is {pace}."
        )
    return words(
        "{gap} to go by {day}. In the {weeks} left, {needed} a week is needed; the weekly average since "
        "January is {pace}."
    )


def last_days_clause(goal: Goal, words: Words) -> str:
    """Returns a text with the amount that a goal still needs and the number of days left (fewer than seven)."""
    needed = goal_amount(max(goal.target_at_deadline - goal.actual, 0.0), goal, words)
    return words.plural(
        "{needed} to go, {count} day left",
        "{needed} to go, {count} days left",
        count=goal.last_days or 0,
        needed=needed,
    )


def light_label(goal: Goal, words: Words) -> str:
    """Returns the name of a goal's light; without one, “not assessed yet” or “progress cannot be assessed”."""
    unknown = words("not assessed yet") if goal.is_measured else words("progress cannot be assessed")
    return {"green": words("on course"), "amber": words("at risk"), "red": words("well behind"), None: unknown}[
        goal.light
    ]


def light_with_icon(goal: Goal, words: Words) -> str:
    """Returns the icon and the name of a goal's light as bold Markdown: `**:red[:material/error:] well behind**`."""
    return f"**{LIGHT_ICONS[goal.light]}\N{NO-BREAK SPACE}{light_label(goal, words)}**"


def light_rule_sentence(words: Words) -> str:
    """Returns sentences that explain by which rule the light of a goal is green, amber or red."""
    return words(
        "On course: the goal has been reached, or will be reached by the deadline at the average pace "
        "since January. At risk: that pace is at least {share} of the pace needed. Well behind: that "
        "pace is less than {share} of the pace needed. In the first {weeks} weeks of the year, goals "
        "are not assessed.",
        share=words.percent(100 * AMBER_SHARE, 0),
        weeks=FEWEST_WEEKS,
    )


def light_reason_sentence(goal: Goal, words: Words) -> str:
    """Returns a sentence that explains the light of a goal by comparing the pace so far with the needed pace.

    Returns an empty text for a goal without a light.
    """
    if goal.light is None:
        return ""
    sentence = words("Reason for “{light}”: {reason}")
    return sentence.format(light=light_label(goal, words), reason=_reason(goal, words))


def _reason(goal: Goal, words: Words) -> str:
    share = goal.pace_of_needed
    if goal.needed_per_week is None:
        return words("the goal was not reached by the deadline.")
    if share is None:
        sentence = (
            words("at its weekly average since January, {rival} will not exceed our present total by the deadline.")
            if goal.rivals
            else words("the goal has been reached.")
        )
        return sentence.format(rival=rival_names(goal, words))
    sentence = _last_days_paces(goal, words) if goal.last_days else _weekly_paces(goal, words)
    return sentence.format(
        limit=words.percent(100 * AMBER_SHARE, 0),
        pace=weekly_amount(goal.pace_per_week, goal, words),
        needed=weekly_amount(goal.needed_per_week, goal, words),
        share=words.percent(_short_of(share)),
    )


def _weekly_paces(goal: Goal, words: Words) -> str:
    """Returns the template of the sentence that compares the pace so far with the pace needed each week."""
    return {
        "green": words(
            "the weekly average since January is {pace}, which is {share} of the {needed} a week still needed."
        ),
        "amber": words(
            "the weekly average since January is {pace}, which is {share} of the {needed} a week still needed "
            "(at least {limit})."
        ),
        "red": words(
            "the weekly average since January is {pace}, which is {share} of the {needed} a week still needed "
            "(less than {limit})."
        ),
    }[goal.light or "red"]


def _last_days_paces(goal: Goal, words: Words) -> str:
    """Returns the template of the sentence that compares the daily average so far with that of the last days."""
    return {
        "green": words("the daily average since January is {share} of the daily average needed in the days left."),
        "amber": words(
            "the daily average since January is {share} of the daily average needed in the days left; this is at "
            "least {limit}."
        ),
        "red": words(
            "the daily average since January is {share} of the daily average needed in the days left; this is less "
            "than {limit}."
        ),
    }[goal.light or "red"]


def _short_of(share: float) -> float:
    """Returns a share (%) with one decimal, cut off where rounding would reach 80 or 100: 79.9 for 79.97."""
    exact = half_up(share, 9)  # a pace divided by itself can be 99.99999999999999 % in binary
    rounded = half_up(exact, 1)
    return math.floor(10 * exact) / 10 if exact < rounded in (100 * AMBER_SHARE, 100) else rounded


def goal_source_label(goal: Goal, words: Words) -> str:
    """Returns the name of the document that set a goal, as the workbook states it; empty if it states none.

    For a goal that the district's report sets, it is the title of the table `figures`.
    """
    if goal.source == FIGURES.sheet:
        return words.label(FIGURES.title)
    return goal.source or ""


def goal_basis_line(goal: Goal, results: Results, words: Words) -> str:
    """Returns a line with the date and the basis of a goal's figure: `截至2013年10月15日 · 区口径`."""
    return words(
        "As of {day} · {basis}", day=words.day(goal.as_of), basis=words.basis(results.dated_table(goal.table).basis)
    )


def no_light_sentence(goal: Goal, words: Words) -> str:
    """Returns a sentence that explains why a goal has no light.

    There are four reasons: the latest figures are not from the goal's year, the release lacks the figure, no target is
    set, or fewer than three weeks of the year have passed.
    """
    if goal.is_of_another_year:
        return words(
            "This goal is for {year}. The latest figures are from another year ({day}), so they are "
            "not compared with the goal.",
            year=goal.deadline.year,
            day=words.day(goal.as_of),
        )
    if pd.isna(goal.actual):
        return words("This release does not have this figure, so the goal cannot be assessed.")
    if goal.is_measured:
        return words.joined((_so_far_sentence(goal, words), too_early_sentence(words)))
    return words("No target has been set; the total so far is {actual}.", actual=goal_amount(goal.actual, goal, words))


def _so_far_sentence(goal: Goal, words: Words) -> str:
    actual = goal_amount(goal.actual, goal, words)
    if goal.rivals:
        return words(
            "The total so far is {actual}, {ahead_or_behind}.", actual=actual, ahead_or_behind=rival_clause(goal, words)
        )
    return words(
        "The total so far is {actual} and the target is {target}, which leaves {gap} to go.",
        actual=actual,
        target=goal_amount(goal.target, goal, words),
        gap=goal_amount(-goal.gap, goal, words),
    )


def too_early_sentence(words: Words) -> str:
    """Returns a sentence that says that it is too early in the year to assess a goal."""
    return words(
        "It is too early to assess this goal, because fewer than {weeks} weeks of the year have passed.",
        weeks=FEWEST_WEEKS,
    )


def was_reached(goal: Goal) -> bool | None:
    """Returns whether a goal whose deadline has passed was reached.

    Returns None if the goal has no target or no figure, and for the goal to be first in the city.
    """
    return None if goal.rivals or not goal.is_measured else goal.gap >= 0


def closed_goals_finding(goals: Sequence[Goal], words: Words) -> str:
    """Returns a title about goals whose deadlines have passed: how many were reached, missed and not assessed."""
    reached = [was_reached(goal) for goal in goals]
    labels = {
        True: words("goals reached: {count}"),
        False: words("goals missed: {count}"),
        None: words("goals not assessed: {count}"),
    }
    parts = (label.format(count=reached.count(kind)) for kind, label in labels.items() if kind in reached)
    return words("Goals past their deadline ({assessments})", assessments=words.listed(parts))


def closed_goal_sentence(goal: Goal, words: Words) -> str:
    """Returns a sentence that says whether a goal whose deadline has passed was reached.

    What counts is the last figure of the goal's year up to the deadline.
    """
    return _closed_template(goal, words).format(
        goal=_title_with_year(goal, words),
        actual=goal_amount(goal.actual, goal, words),
        target=goal_amount(goal.target, goal, words),
        day=words.day(goal.as_of),
        gap=goal_amount(abs(goal.gap), goal, words),
        ahead_or_behind=rival_clause(goal, words) if goal.rivals else "",
    )


def _title_with_year(goal: Goal, words: Words) -> str:
    """Returns the title of a goal with the year of its deadline; the title of a goal of the workbook has the day."""
    title = goal_title(goal, words)
    if goal.goal not in (STARTED_SHARE, FIRST_IN_CITY):
        return title
    return words("{goal} ({year})", goal=title, year=goal.deadline.year)


def _closed_template(goal: Goal, words: Words) -> str:
    if pd.isna(goal.actual):
        return words("{goal}: there is no figure from that year up to the deadline.")
    if not goal.is_measured:
        return words("{goal}: {actual} as of {day}; no target was set.")
    if goal.rivals:
        return words("{goal}: {actual} as of {day}, {ahead_or_behind}.")
    if goal.gap >= 0:
        return words("{goal}: {actual} of {target} as of {day}; the goal was reached.")
    return words("{goal}: {actual} of {target} as of {day}; the goal was missed by {gap}.")


def goal_amount(value: float, goal: Goal, words: Words) -> str:
    """Returns an amount of a goal as text, with the goal's unit of measurement: `112.39万㎡`.

    `value` is in this unit of measurement. A reported figure keeps its decimals; a computed figure, such as a projected
    total, has at most two.
    """
    reported = half_up(value, 4)
    is_reported = abs(reported - value) < _FLOAT_ERROR
    return words.number(reported if is_reported else half_up(value, 2), goal.measurement_unit)


def weekly_amount(value: float, goal: Goal, words: Words) -> str:
    """Returns an amount per week of a goal as text, with the goal's unit of measurement: `3.65万㎡`.

    `value` is in this unit of measurement per week. Counts have one decimal, other measures two.
    """
    decimals = weekly_decimals(goal)
    if goal.measurement_unit == "万㎡":
        return words.fixed(value, decimals, goal.measurement_unit)
    return words.number(half_up(value, decimals), goal.measurement_unit)


def weekly_decimals(goal: Goal) -> int:
    """Returns the number of decimals of a displayed amount per week: 1 if the goal counts projects, otherwise 2."""
    return 1 if goal.is_count else 2
