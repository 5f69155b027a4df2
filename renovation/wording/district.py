"""Sentences and tables about the whole district: its progress, its totals, its benefits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from renovation.comparisons.district import value_of
from renovation.comparisons.goals import FIRST_IN_CITY, STARTED_SHARE, year_end
from renovation.comparisons.outlook import Outlook, ahead_of_schedule
from renovation.comparisons.results import Results
from renovation.comparisons.units import SUMMED_MEASURES, sum_reported, total_units
from renovation.domain import places
from renovation.domain.columns import COMPLETED_TO_STARTED, COMPLETION_RATE
from renovation.domain.dated_tables import records
from renovation.domain.numbers import half_up, rounded_below
from renovation.language import Words
from renovation.wording.counties import county_finding
from renovation.wording.explanations import reported_value
from renovation.wording.extremes import few_unit_names
from renovation.wording.headlines import basis_line
from renovation.wording.units import first_and_last, measure_finding, missing_units_sentence

MOST_NAMED: Final = 3
"""The largest number of goals behind the schedule that the title of the overview names; it counts the others."""


@dataclass(frozen=True)
class Standing:
    """How a goal compares with its schedule, for the title of the overview.

    `name` is the goal as text. `state` is "behind", "level" or "ahead" of the schedule, "early" in the first weeks of a
    year, and "met" or "missed" for a goal of a year that has ended. `ahead` says by how many percentage points the goal
    is ahead of the schedule: negative if it is behind, NaN if it is not compared with the schedule. `is_of_unit` says
    whether the goal is that of a single unit.
    """

    name: str
    state: Literal["missed", "behind", "level", "ahead", "early", "met"]
    ahead: float
    is_of_unit: bool = False


def district_finding(results: Results, words: Words) -> str:
    """Returns the title of the overview, which says how each goal compares with the schedule.

    The goals are grouped: missed, behind the schedule, level with it, ahead of it, not assessed yet, met. In each group
    the district's goals come before those of a unit, and the goals furthest behind come first. The title states only
    the short name of each goal and by how many percentage points it is behind or ahead, because it is read aloud in a
    hall; only the first of these numbers is followed by its unit of measurement. The completion rate of a goal that is
    met is not stated: the figures below the title state it, and say if the source reports another rate. If no goal has
    figures, the title says so.
    """
    standings = sorted(_standings(results, words), key=_title_order)
    groups = {
        "missed": words("not met: {goals}"),
        "behind": words("behind schedule: {goals}"),
        "level": words("level with the schedule: {goals}"),
        "ahead": words("ahead of schedule: {goals}"),
        "early": words("not assessed yet: {goals}"),
        "met": words("met: {goals}"),
    }
    found, with_unit = [], True
    for state, group in groups.items():
        of_state = [one for one in standings if one.state == state]
        names = [one.name for one in of_state]
        if names and state in ("behind", "ahead"):
            names, with_unit = _with_distance(of_state, words, with_unit=with_unit), False
        if names:
            found.append(group.format(goals=words.listed(names)))
    text = words("; ").join(found)
    if text:
        return text[:1].upper() + text[1:]
    return county_finding(results, words) or words("This release has no figures for the whole district to compare")


def _title_order(standing: Standing) -> tuple[bool, float]:
    return standing.is_of_unit, 0.0 if pd.isna(standing.ahead) else standing.ahead


def _with_distance(standings: Sequence[Standing], words: Words, *, with_unit: bool) -> list[str]:
    """Returns a text for each goal: its name and by how many percentage points it is behind or ahead of the schedule.

    If there are more than MOST_NAMED goals, the last text states the number of the others. If `with_unit` is True, the
    first number is followed by its unit of measurement.
    """
    units = ["个百分点" if with_unit else "", *[""] * MOST_NAMED]
    named = [
        words.bracketed(one.name, words.number(abs(one.ahead), unit))
        for one, unit in zip(standings[:MOST_NAMED], units, strict=False)
    ]
    others = len(standings) - len(named)
    return [*named, words.plural("{count} more goal", "{count} more goals", count=others)] if others else named


def _standings(results: Results, words: Words) -> list[Standing]:
    """Returns the goals that the title of the overview is about, each compared with its schedule.

    They are the goals behind schedule, the goal to start a share of the scheduled projects in any case, and the
    district's own area target.
    """
    goals = [_goal_standing(one, words) for one in results.outlooks if _is_told(one)]
    rate = results.district_rates["district_target_area_rate"]
    return goals if pd.isna(rate) else [*goals, _area_standing(rate, results, words)]


def _area_standing(rate: float, results: Results, words: Words) -> Standing:
    """Returns the district's own area target, compared with its schedule; `rate` is the recomputed rate in percent.

    If the figures are of an earlier year than the release, the target is named with this year.
    """
    area, target = (value_of(results.district, measure) for measure in ("area_renovated", "district_target_area"))
    as_of, is_met = results.dated_table("figures").as_of, area >= target
    if as_of.year < results.as_of.year:
        name = words("the district's area target for {year}", year=as_of.year)
        percent = words.percent_below(rate)
        result = percent if is_met else words("{value} as of {day}", value=percent, day=words.day(as_of))
        return Standing(words.bracketed(name, result), "met" if is_met else "missed", np.nan)
    name = words.in_sentence(words.heading("district_target_area"))
    ahead = ahead_of_schedule(rounded_below(rate, 100), as_of, year_end(as_of), is_met)
    return Standing(name, _state(ahead, is_met), ahead)


def _state(ahead: float, is_met: bool) -> Literal["behind", "level", "ahead", "early", "met"]:
    if is_met:
        return "met"
    if pd.isna(ahead):
        return "early"
    return "behind" if ahead < 0 else "ahead" if ahead > 0 else "level"


def _is_told(outlook: Outlook) -> bool:
    if outlook.goal.goal == STARTED_SHARE:
        return outlook.goal.is_measured
    return outlook.goal.light in ("amber", "red") and outlook.ahead_of_schedule < 0


def _goal_standing(outlook: Outlook, words: Words) -> Standing:
    goal = outlook.goal
    names = {STARTED_SHARE: words("goal for project starts"), FIRST_IN_CITY: words("first place in the city")}
    measure = words.in_sentence(words.heading(goal.measure))
    of_workbook = (
        measure
        if goal.subject == places.DISTRICT.name
        else words("{place}'s {measure}", place=words.place(goal.subject), measure=measure)
    )
    state = _state(outlook.ahead_of_schedule, not goal.rivals and goal.gap >= 0)
    return Standing(names.get(goal.goal, of_workbook), state, outlook.ahead_of_schedule, goal.is_of_unit)


def ranking_paragraph(results: Results, words: Words) -> str:
    """Returns sentences about ranks: our county's rank in the city, and the first and last units of the district.

    The units are ranked by completion rate and by completed ÷ started projects. A sentence whose figures are missing is
    left out.
    """
    sentences = []
    city = county_finding(results, words)
    if city:
        sentences.append(
            words("{finding} ({basis}).", finding=city, basis=basis_line(results, "county_progress", words))
        )
    return words.joined(filter(None, (*sentences, within_district_sentence(results, words))))


def within_district_sentence(results: Results, words: Words) -> str:
    """Returns a sentence that names the first and the last unit by completion rate and by completed ÷ started projects.

    The sentence also names the units that are not ranked because figures are missing. A measure on which the units do
    not differ is left out; if no measure is left, the function returns an empty text.
    """
    within = _first_and_last_clauses(results.units, words)
    return words("{finding}.", finding=words("; ").join(within)) if within else ""


def _first_and_last_clauses(units: pd.DataFrame, words: Words) -> list[str]:
    """Returns parts of a sentence: the first and the last unit on two measures, and the units that lack a figure.

    The measures are the completion rate and completed ÷ started projects. A further part says if every unit has reached
    its annual target.
    """
    found = [
        one for one in (first_and_last(units, measure) for measure in (COMPLETION_RATE, COMPLETED_TO_STARTED)) if one
    ]
    named = [measure_finding(units, one.measure, words) for one in found]
    if units[COMPLETION_RATE].ge(100).all():  # so the last one does not lag
        named.insert(1, words("every unit has reached its annual target"))
    return [*named, *_not_ranked_clauses({one.measure: tuple(one.first.missing) for one in found}, words)]


def _not_ranked_clauses(missing: Mapping[str, tuple[str, ...]], words: Words) -> list[str]:
    """Returns parts of a sentence that name the units without a rank; one part if all measures lack the same units.

    `missing` maps each measure to the names of the units without a figure.
    """
    if len(set(missing.values())) == 1 and any(missing.values()):
        names = few_unit_names(next(iter(missing.values())), words)
        return [words("not ranked because figures are missing: {units}", units=names)]
    return [
        words(
            "not ranked by {measure} because figures are missing: {units}",
            measure=words.in_sentence(words.heading(measure)),
            units=few_unit_names(units, words),
        )
        for measure, units in missing.items()
        if units
    ]


def totals_paragraphs(units: pd.DataFrame, results: Results, words: Words) -> str:
    """Returns the totals below the table of the units, as Markdown.

    They are the sums over the selected units `units` (left out if all units are selected), the sums over all units, and
    the district's totals that the source itself states, if they differ. `units` has some or all rows of
    `Results.units`; `area_renovated`, `annual_target_area`, `projects_started` and `projects_completed` are summed.
    """
    shown = words("Total of the selected units") if len(units) < len(results.units) else ""
    lines = (
        _together(shown, units, words) if shown else "",
        units_total_sentence(results, words),
        district_total_sentence(results, words),
    )
    return "\n\n".join(filter(None, lines))


def units_total_sentence(results: Results, words: Words) -> str:
    """Returns a sentence with the sums over all units and their completion rate.

    If figures of some units are missing, the sentence says how many units the sums cover.
    """
    sentence = _together(words("Total of all units"), results.table("unit_progress"), words)
    missing = missing_units_sentence(results, words)
    return words.joined([sentence, missing]) if missing else sentence


def _together(whose: str, units: pd.DataFrame, words: Words) -> str:
    """Returns a sentence with the sums of the figures of `units`, and the completion rate computed from these sums.

    `whose` is the beginning of the sentence, such as "Total of all units". If no unit has a target, the sentence states
    neither targets nor rate; the titles and charts say why.
    """
    sums = sum_reported(units)
    together = {measure: _sum_of(sums, measure, len(units), words) for measure in SUMMED_MEASURES}
    if units["annual_target_area"].isna().all():
        sentence = words("**{whose}**: {area} renovated; projects started {started}, completed {completed}.")
    elif units[["area_renovated", "annual_target_area"]].isna().any(axis=None):
        sentence = words(
            "**{whose}**: {area} renovated, annual targets {target}; no completion rate, because figures are missing; "
            "projects started {started}, completed {completed}."
        )
    else:
        sentence = words(
            "**{whose}**: {area} of {target}, **{rate}**; projects started {started}, completed {completed}."
        )
    return sentence.format(
        whose=whose,
        area=together["area_renovated"],
        target=together["annual_target_area"],
        rate=words.percent(total_units(units)["completion_rate"]),
        started=together["projects_started"],
        completed=together["projects_completed"],
    )


def _sum_of(sums: pd.DataFrame, measure: str, count: int, words: Words) -> str:
    """Returns the sum of a measure as text: `239.34万㎡（8个单位中7个已报）` if a unit lacks the figure.

    `sums` is the result of `sum_reported`, `count` the number of units that it covers.
    """
    amount = words.measured(measure, half_up(sums["sum"][measure], 4))
    reported = int(sums["reported"][measure])
    if reported in (0, count):
        return amount
    return words("{amount} (reported by {reported} of {count} units)", amount=amount, reported=reported, count=count)


def district_total_sentence(results: Results, words: Words) -> str:
    """Returns a sentence with those totals of the source for the district that differ from the sums over the units.

    Returns an empty text if no total differs.
    """
    differing = results.checks["verdict"].isin(["mismatch", "rounding"])
    sums = results.checks[(results.checks["form"] == "sum") & differing]
    if sums.empty:
        return ""
    printed = words.listed(
        f"{words.in_sentence(words.heading(check['measure']))} {reported_value(check, words)}"
        for check in records(sums)
    )
    return words(
        "The source's own totals for the whole district differ from the units' sums: {figures} (see Checks).",
        figures=printed,
    )


def benefits_table(results: Results, words: Words) -> pd.DataFrame:
    """Returns the estimated benefits of the renovation as a table of texts.

    The columns are the measure, and the value with its unit of measurement. `Results.benefits` is read: `measure`,
    `value` and `unit_of_measure`.
    """
    rows = records(results.benefits)
    return pd.DataFrame(
        {
            words("Measure"): [words.heading(row["measure"]) for row in rows],
            words("Estimate"): [words.number(row["value"], row["unit_of_measure"]) for row in rows],
        }
    )
