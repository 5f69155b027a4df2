"""Adds to headlines the change of each figure since its previous value, and its values during the year."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Literal

import pandas as pd

from renovation.comparisons.annual_targets import annual_targets
from renovation.comparisons.figure_history import FigureHistory, city_rank_history, figure_history
from renovation.comparisons.goals import Goal
from renovation.comparisons.history import is_in_year_to
from renovation.comparisons.profile import Profile
from renovation.comparisons.results import Results
from renovation.domain import places
from renovation.domain.columns import COMPLETED_TO_STARTED
from renovation.domain.measures import MEASURES, is_rate
from renovation.domain.numbers import decimal_places, half_up, printed_difference
from renovation.language import Words
from renovation.wording.counties import bases_remark
from renovation.wording.goals import is_behind, pace_so_far, weekly_amount, weekly_decimals
from renovation.wording.headlines import Change, Headline, district_headlines
from renovation.wording.history import course_ends
from renovation.wording.profile import PROFILE_MEASURES, unit_headlines

_DISTRICT_MEASURES = ("area_renovated", "projects_started", "projects_completed")


def district_headlines_with_changes(
    results: Results, history: pd.DataFrame, words: Words, with_printed_rates: bool = True
) -> tuple[Headline, ...]:
    """Returns the headlines of the district, each with its change since the previous figure.

    `history` is the result of `history_of`. If `with_printed_rates` is True, a recomputed rate that differs from the
    reported rate is followed by the reported rate.
    """
    *counted, rank = district_headlines(results, words, with_printed_rates)
    return (
        *(
            _with_change(headline, "figures", places.DISTRICT.name, measure, results, history, words)
            for headline, measure in zip(counted, _DISTRICT_MEASURES, strict=True)
        ),
        _with_rank_change(rank, results, history, words),
    )


def no_earlier_figures_remark(results: Results, history: pd.DataFrame, words: Words) -> str:
    """Returns the remark that there are no earlier figures of the year to compare with; an empty text if there are.

    `history` is the result of `history_of`.
    """
    of_year = history[is_in_year_to(history, results.as_of)]
    if len(set(of_year["release"])) > 1:
        return ""
    if len(set(history["release"])) > 1:
        return words("first figures of the year; there is nothing to compare them with")
    return words("first release; there is nothing to compare it with")


def headlines_remark(results: Results, history: pd.DataFrame, words: Words) -> str:
    """Returns the remark below the headlines of the district, which may be empty.

    It says that there are no earlier figures of the year to compare with, and that two areas differ by their bases.
    `history` is the result of `history_of`.
    """
    remarks = (no_earlier_figures_remark(results, history, words), bases_remark(results, words))
    return words("; ").join(filter(None, remarks))


def unit_headlines_with_changes(
    profile: Profile, results: Results, history: pd.DataFrame, words: Words
) -> tuple[Headline, ...]:
    """Returns the headlines of one unit, each with its change since the previous figure.

    `profile` collects the figures of the unit, `results` are the comparisons of the release, `history` is the result of
    `history_of`.
    """
    name = str(profile.unit["unit"])
    return tuple(
        _with_change(headline, "unit_progress", name, measure, results, history, words)
        for headline, measure in zip(unit_headlines(profile, results, words), PROFILE_MEASURES, strict=True)
    )


def _with_change(
    headline: Headline, table: str, place: str, measure: str, results: Results, history: pd.DataFrame, words: Words
) -> Headline:
    until = results.dated_table(table).as_of
    course = figure_history(history, table, place, measure, headline.amount, until)
    if course is None or course.before is None or course.since is None:
        return headline
    change = _difference(course.amounts[-1], course.before, measure)
    measurement_unit = "个百分点" if is_rate(measure) else MEASURES[measure].measurement_unit
    in_words = words.difference(change, measurement_unit) if change else words("no change")
    judged = measure != COMPLETED_TO_STARTED  # new starts alone make this ratio fall
    change_in_words = _change(in_words, _direction(change), course.since, words, judged)
    goal = _most_demanding_goal(results, table, place, measure, until)
    if goal is not None and change >= 0:
        change_in_words = _beside_pace_needed(change_in_words, change, (until - course.since).days, goal, words)
    ends = course_ends(course.days, [words.measured(measure, amount) for amount in course.amounts], words)
    return replace(headline, change=change_in_words, course=_points(course), course_ends=ends)


def _most_demanding_goal(results: Results, table: str, place: str, measure: str, day: dt.date) -> Goal | None:
    """Returns the open goal or annual target of a figure that needs the largest amount per week; None if there is none.

    `table`, `place` (a Chinese name), `measure` and `day` identify the figure; rates have no such goal. Goals without a
    light, reached goals, and goals with less than a week left are left out.
    """
    figure = (table, place, measure, day)
    goals = (*results.goals, *annual_targets(results, place, measure))
    own = [one for one in goals if (one.table, one.subject, one.measure, one.as_of) == figure]
    assessed = [one for one in own if one.light and one.needed_per_week and not one.last_days]
    return None if is_rate(measure) else max(assessed, key=lambda one: one.needed_per_week or 0.0, default=None)


def _beside_pace_needed(change: Change, increase: float, days: int, goal: Goal, words: Words) -> Change:
    """Returns `change` with a clause that compares the increase of the last week with the pace that `goal` needs.

    `increase` is the increase in `days` days. If it is enough for a week but the average since January is not, the
    clause states this average, because it is what puts the goal at risk. All amounts are compared as displayed.
    `change` is returned unchanged if `days` is not 6 to 8, if the increase per seven days would compare differently, or
    if the needed pace is displayed as 0.
    """
    decimals = weekly_decimals(goal)
    needed = half_up(goal.needed_per_week or 0.0, decimals)
    signs = {_direction(half_up(amount, decimals) - needed) for amount in (increase, increase * (7 / days))}
    if abs(days - 7) > 1 or len(signs) > 1 or not needed:
        return change
    clauses = {
        "down": words("{change}, below the {needed} needed a week"),
        "level": words("{change}, equal to the {needed} needed a week"),
        "up": words("{change}, above the {needed} needed a week"),
    }
    sign = signs.pop()
    sentence = clauses[sign].format(change=change.words, needed=weekly_amount(needed, goal, words))
    if sign != "down" and is_behind(goal):
        pace = pace_so_far(goal, words)
        sentence = words("{change}; weekly average since January only {pace}", change=sentence, pace=pace)
    return replace(change, words=sentence, direction=_direction_beside_pace(sign, goal, change))


def _direction_beside_pace(sign: str, goal: Goal, change: Change) -> Literal["up", "down", "level", "slow"]:
    """Returns the direction of a change that is compared with the pace that `goal` needs.

    `sign` says how the week compares with this pace: "down", "level" or "up". If the average since January says the
    opposite, the direction is "level". Otherwise it is "slow" for a week below the pace, or that of `change`.
    """
    if (sign == "down") != is_behind(goal):
        return "level"
    return "slow" if sign == "down" else change.direction


def _change(
    in_words: str, direction: Literal["up", "down", "level"], since: dt.date, words: Words, judged: bool = True
) -> Change:
    sentence = words("{change} since {day}", change=in_words, day=words.short_day(since))
    return Change(sentence, direction, judged)


def _difference(now: float, before: float, measure: str) -> float:
    return printed_difference(now, before, 1) if is_rate(measure) else half_up(now - before, 4)


def _with_rank_change(headline: Headline, results: Results, history: pd.DataFrame, words: Words) -> Headline:
    """Returns the headline of our county's rank in the city, with its change since the previous figures.

    The change is that of the rank and that of the distance to the first county.
    """
    ranks, gaps = city_rank_history(history, results.dated_table("county_progress").as_of)
    if ranks is None or gaps is None or ranks.amounts[-1] != headline.amount:
        return headline
    if ranks.before is None or gaps.before is None or ranks.since is None:
        return headline
    up = ranks.before - ranks.amounts[-1]
    wider = half_up(gaps.amounts[-1] - gaps.before, 4)
    clauses = [_rank_clause(up, words), _gap_clause(wider, max(2, decimal_places(wider)), words)]
    change = _change(words(", ").join(filter(None, clauses)), _direction(up or -wider), ranks.since, words)
    best_on_top = replace(ranks, amounts=tuple(-rank for rank in ranks.amounts))
    ends = course_ends(ranks.days, [words("No. {rank}", rank=words.number(rank)) for rank in ranks.amounts], words)
    return replace(headline, change=change, course=_points(best_on_top), course_ends=ends)


def _rank_clause(up: float, words: Words) -> str:
    if up == 0:
        return words("rank unchanged")
    sentence = words("rank up by {count}") if up > 0 else words("rank down by {count}")
    return sentence.format(count=words.number(abs(up)))


def _gap_clause(wider: float, decimals: int, words: Words) -> str:
    if wider == 0:
        return ""
    sentence = words("gap wider by {amount}") if wider > 0 else words("gap narrower by {amount}")
    return sentence.format(amount=words.fixed(abs(wider), decimals, "万㎡"))


def _direction(change: float) -> Literal["up", "down", "level"]:
    return "up" if change > 0 else "down" if change < 0 else "level"


def _points(course: FigureHistory) -> tuple[tuple[dt.date, float], ...]:
    return tuple(zip(course.days, course.amounts, strict=True))
