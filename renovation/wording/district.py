"""Sentences and tables about the whole district: its progress, its totals, its benefits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.comparisons.district import value_of
from renovation.comparisons.goals import FIRST_IN_CITY, STARTED_SHARE, year_end
from renovation.comparisons.outlook import Outlook, schedule_share
from renovation.comparisons.units import SUMMED_MEASURES, sum_reported, total_units
from renovation.domain.dated_tables import records
from renovation.domain.numbers import half_up, short_of
from renovation.language import Words
from renovation.wording.counties import county_finding
from renovation.wording.explanations import reported_value
from renovation.wording.extremes import few_unit_names, tied_names
from renovation.wording.headlines import basis_line
from renovation.wording.units import first_and_last, missing_units_sentence

MOST_NAMED: Final = 3
"""Of more goals behind the schedule, the title counts those least behind."""


@dataclass(frozen=True)
class Standing:
    """Where a goal stands: its name, the percentage points ahead of schedule (negative: behind), whether it is met."""

    name: str
    ahead: float
    is_met: bool


def district_finding(answers: Answers, words: Words) -> str:
    """Says what is behind the schedule, the furthest behind first, then what keeps up: the title of the overview."""
    standings = sorted(_standings(answers, words), key=lambda one: one.ahead)
    opened = [one for one in standings if not one.is_met]
    groups = (
        (words("behind schedule: {goals}"), _named([one for one in opened if one.ahead < 0], words)),
        (words("level with the schedule: {goals}"), [one.name for one in opened if one.ahead == 0]),
        (words("ahead of schedule: {goals}"), _named([one for one in opened if one.ahead > 0], words)),
        (words("met: {goals}"), [one.name for one in standings if one.is_met]),
    )
    found = words("; ").join(group.format(goals=words.listed(names)) for group, names in groups if names)
    return found[:1].upper() + found[1:] or words("This release has no figures for the whole district to compare")


def _named(standings: Sequence[Standing], words: Words) -> list[str]:
    """Names each with its distance to the schedule; of many, counts the last."""
    named = [
        words("{goal} by {lag}", goal=one.name, lag=words.number(abs(one.ahead), "个百分点"))
        for one in standings[:MOST_NAMED]
    ]
    others = len(standings) - len(named)
    return [*named, words("{count} more", count=others)] if others else named


def _standings(answers: Answers, words: Words) -> list[Standing]:
    """Returns the goals behind schedule, that for starts wherever it stands, and the district's target of area."""
    goals = [_goal_standing(one, words) for one in answers.outlooks if _is_told(one)]
    rate = answers.district_rates["district_target_area_rate"]
    if pd.isna(rate):
        return goals
    area, target = (value_of(answers.district, measure) for measure in ("area_renovated", "district_target_area"))
    as_of = answers.dated_table("figures").as_of
    ahead = half_up(short_of(rate, 100) - half_up(schedule_share(as_of, year_end(as_of)), 1), 2)
    name = words("the district's area target")
    is_met = area >= target
    return [*goals, Standing(words.bracketed(name, words.percent(rate)) if is_met else name, ahead, is_met)]


def _is_told(outlook: Outlook) -> bool:
    if outlook.goal.goal == STARTED_SHARE:
        return outlook.goal.is_measured
    return outlook.goal.light in ("amber", "red") and outlook.lag < 0


def _goal_standing(outlook: Outlook, words: Words) -> Standing:
    goal = outlook.goal
    names = {STARTED_SHARE: words("the goal for starts"), FIRST_IN_CITY: words("first place in the city")}
    of_workbook = words(
        "{measure} of {place}",
        measure=words.in_sentence(words.heading(goal.measure)),
        place=words.place(goal.subject),
    )
    is_met = goal.rival is None and goal.gap >= 0
    return Standing(names.get(goal.goal, of_workbook), outlook.lag, is_met)


def ranking_paragraph(answers: Answers, words: Words) -> str:
    """Says where the district stands in the city, and who leads and trails within it."""
    sentences = []
    city = county_finding(answers, words)
    if city:
        sentences.append(
            words("{finding} ({basis}).", finding=city, basis=basis_line(answers, "county_progress", words))
        )
    return words.joined(filter(None, (*sentences, within_district_sentence(answers, words))))


def within_district_sentence(answers: Answers, words: Words) -> str:
    """Says which units lead and which are last; an empty text if their values do not differ."""
    within = _first_and_last_clauses(answers.units, words)
    return words("{finding}.", finding=words("; ").join(within)) if within else ""


def _first_and_last_clauses(units: pd.DataFrame, words: Words) -> list[str]:
    """Says who is first and last by rate and by completed ÷ started, where units differ; then who has no figure."""
    clauses = {
        "completion_rate": words("Completion rate: highest {first}, lowest {last}"),
        "completed_to_started": words("Completed ÷ started: highest {first}, lowest {last}"),
    }
    found = [one for one in (first_and_last(units, measure) for measure in clauses) if one]
    missing = dict.fromkeys(unit for one in found for unit in one.first.missing)
    named = [
        clauses[one.measure].format(first=tied_names(one.first, words), last=tied_names(one.last, words))
        for one in found
    ]
    if missing:
        named.append(words("not ranked because figures are missing: {units}", units=few_unit_names(missing, words)))
    return named


def totals_paragraphs(units: pd.DataFrame, answers: Answers, words: Words) -> str:
    """Returns the totals of the units shown, of all units, and those that the source prints, as Markdown.

    `units` holds the rows shown of `Answers.units`; `area_renovated`, `annual_target_area`, `projects_started` and
    `projects_completed` are summed.
    """
    shown = words("Total of the selected units") if len(units) < len(answers.units) else ""
    lines = (
        _together(shown, units, words) if shown else "",
        units_total_sentence(answers, words),
        district_total_sentence(answers, words),
    )
    return "\n\n".join(filter(None, lines))


def units_total_sentence(answers: Answers, words: Words) -> str:
    """Returns the sums over the units and their completion rate; an incomplete sum says how many units it covers."""
    sentence = _together(words("Total of all units"), answers.table("unit_progress"), words)
    missing = missing_units_sentence(answers, words)
    return words.joined([sentence, missing]) if missing else sentence


def _together(whose: str, units: pd.DataFrame, words: Words) -> str:
    """Returns the sums of units, after the words for whose they are, and the ratio of the sums."""
    sums = sum_reported(units)
    together = {measure: _sum_of(sums, measure, len(units), words) for measure in SUMMED_MEASURES}
    return words(
        "**{whose}**: {area} of {target}, **{rate}**; projects started {started}, completed {completed}.",
        whose=whose,
        area=together["area_renovated"],
        target=together["annual_target_area"],
        rate=words.percent(total_units(units)["completion_rate"]),
        started=together["projects_started"],
        completed=together["projects_completed"],
    )


def _sum_of(sums: pd.DataFrame, measure: str, count: int, words: Words) -> str:
    """Returns a sum with its unit of measurement; `239.34万㎡（8个单位中7个）` where a unit lacks the figure."""
    amount = words.measured(measure, half_up(sums["sum"][measure], 4))
    reported = int(sums["reported"][measure])
    if reported in (0, count):
        return amount
    return words("{amount} ({reported} of {count} units)", amount=amount, reported=reported, count=count)


def district_total_sentence(answers: Answers, words: Words) -> str:
    """Names the reported totals of the district that differ from the units' sums; an empty text if none does."""
    differing = answers.checks["verdict"].isin(["mismatch", "rounding"])
    sums = answers.checks[(answers.checks["form"] == "sum") & differing]
    if sums.empty:
        return ""
    printed = words.listed(
        f"{words.heading(check['measure'])} {reported_value(check, words)}" for check in records(sums)
    )
    return words(
        "The source's own totals for the whole district differ from the units' sums: {figures} (see Checks).",
        figures=printed,
    )


def benefits_table(answers: Answers, words: Words) -> pd.DataFrame:
    """Returns the estimated benefits as text: measure, and value with its unit.

    `Answers.benefits` is read: `measure`, `value` and `unit_of_measure`.
    """
    rows = records(answers.benefits)
    return pd.DataFrame(
        {
            words("Measure"): [words.heading(row["measure"]) for row in rows],
            words("Estimate"): [words.number(row["value"], row["unit_of_measure"]) for row in rows],
        }
    )
