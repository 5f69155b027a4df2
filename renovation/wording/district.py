"""Sentences and tables about the whole district: its progress, its totals, its benefits."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.comparisons.district import value_of
from renovation.comparisons.goals import STARTED_SHARE, year_end
from renovation.comparisons.outlook import schedule_share
from renovation.comparisons.units import SUMMED_MEASURES, sum_reported, total_units
from renovation.domain.dated_tables import records
from renovation.domain.numbers import half_up, short_of
from renovation.language import Words
from renovation.wording.counties import county_finding
from renovation.wording.explanations import reported_value
from renovation.wording.extremes import few_unit_names, tied_names
from renovation.wording.headlines import basis_line
from renovation.wording.units import first_and_last, missing_units_sentence


def district_finding(answers: Answers, words: Words) -> str:
    """Says whether the area target is met and how many projects have started, as the title of the overview."""
    clauses = [clause for clause in (_target_clause(answers, words), _starts_clause(answers, words)) if clause]
    return words("; ").join(clauses) or words("This release has no figures for the whole district to compare")


def _target_clause(answers: Answers, words: Words) -> str:
    rate = answers.district_rates["district_target_area_rate"]
    if pd.isna(rate):
        return ""
    area, target = (value_of(answers.district, measure) for measure in ("area_renovated", "district_target_area"))
    if area >= target:
        return words("The district's area target is met ({rate})", rate=words.percent_short_of(rate))
    return words(
        "The district's area target is not yet met ({rate}, {schedule})",
        rate=words.percent_short_of(rate),
        schedule=_against_schedule(short_of(rate, 100), answers.dated_table("figures").as_of, words),
    )


def _against_schedule(printed_rate: float, as_of: dt.date, words: Words) -> str:
    """By how many percentage points a printed rate of the year's target is ahead of the share of the year passed."""
    ahead = half_up(printed_rate - half_up(schedule_share(as_of, year_end(as_of)), 1), 2)
    if ahead == 0:
        return words("level with the schedule")
    clause = words("{lag} behind the schedule") if ahead < 0 else words("{lag} ahead of the schedule")
    return clause.format(lag=words.number(abs(ahead), "个百分点"))


def _starts_clause(answers: Answers, words: Words) -> str:
    started = next((one for one in answers.outlooks if one.goal.goal == STARTED_SHARE), None)
    share = answers.district_rates["share_of_scheduled_started"]
    if started is None or not started.goal.is_measured or pd.isna(share):
        return ""
    goal = value_of(answers.district, "goal_share_of_scheduled_started")
    if started.goal.gap >= 0:
        sentence = words("enough projects have started to reach the goal: {share} of those scheduled")
    elif started.lag < 0:
        sentence = words(
            "project starts are behind the schedule: {share} of the scheduled projects have started, {gap} more "
            "are needed"
        )
    else:
        sentence = words(
            "project starts keep up with the schedule: {share} of the scheduled projects have started, {gap} "
            "more are needed"
        )
    return sentence.format(share=words.percent_short_of(share, goal), gap=words.number(-started.goal.gap))


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
    shown = words("Units selected together") if len(units) < len(answers.units) else ""
    lines = (
        _together(shown, units, words) if shown else "",
        units_total_sentence(answers, words),
        district_total_sentence(answers, words),
    )
    return "\n\n".join(filter(None, lines))


def units_total_sentence(answers: Answers, words: Words) -> str:
    """Returns the sums over the units and their completion rate; an incomplete sum says how many units it covers."""
    sentence = _together(words("All units together"), answers.table("unit_progress"), words)
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
