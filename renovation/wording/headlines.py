"""Builds the headlines of the district: large figures on cards, each with its target, basis and date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from renovation.comparisons.counties import CityRank, city_rank, gap_decimals
from renovation.comparisons.district import value_of
from renovation.comparisons.goals import FIRST_IN_CITY, STARTED_SHARE
from renovation.comparisons.results import Results
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES
from renovation.language import Words
from renovation.wording.explanations import cause_formula
from renovation.wording.extremes import few_unit_names, unit_names
from renovation.wording.goals import pace_so_far, weekly_amount


@dataclass(frozen=True)
class Change:
    """How a figure has changed since its previous value; `words` is a text that says so.

    `direction` is one of:

    - "up": the figure became better (a rank becomes better if its number becomes smaller)
    - "down": it became worse
    - "level": it did not change, or the week and the average since January lead to opposite judgements
    - "slow": it grew by less than a goal needs

    If `judged` is False, neither an increase nor a decrease of the figure is better; `direction` is then "up" for an
    increase and "down" for a decrease.
    """

    words: str
    direction: Literal["up", "down", "level", "slow"]
    judged: bool = True

    @property
    def tone(self) -> Literal["up", "down", "level", "slow"]:
        """The value that selects the colour: `direction`, or "level" if neither direction is better."""
        return self.direction if self.judged else "level"


@dataclass(frozen=True)
class Headline:
    """One large figure on a page: its label, its value, lines such as the one with the target, its date and its basis.

    `named_basis` is the part of `basis` that `label` already contains. `amount` is the value as a number in the unit of
    measurement `measurement_unit`, NaN if the value is missing. `table` is the name of the table with the value.
    `change` is the difference from the previous figure. `course` has the dates and values of the year, oldest first;
    the last value is `amount`. A rank of 2 is -2 in `course`, so that a larger number is always better. `course_ends`
    states the first and the last value of `course` as text. If there is no previous figure, `change` is None, and
    `course` and `course_ends` are empty.
    """

    label: str
    value: str
    lines: tuple[str, ...]
    basis: str
    amount: float = float("nan")
    measurement_unit: str = ""
    table: str = ""
    change: Change | None = None
    course: tuple[tuple[dt.date, float], ...] = ()
    course_ends: str = ""
    named_basis: str = ""


def district_headlines(results: Results, words: Words, with_printed_rates: bool = True) -> tuple[Headline, ...]:
    """Returns the headlines of the district: area, started projects, completed projects, our county's rank in the city.

    If `with_printed_rates` is True, a recomputed rate that differs from the reported rate is followed by the reported
    rate.
    """
    return (
        _total_card(results, words, "area_renovated", ("district_target_area", "city_target_area"), with_printed_rates),
        _total_card(results, words, "projects_started", ("projects_scheduled",), with_printed_rates),
        _total_card(results, words, "projects_completed", ("city_target_projects",), with_printed_rates),
        _rank(results, words),
    )


_RATES = {
    "district_target_area": "district_target_area_rate",
    "city_target_area": "city_target_area_rate",
    "projects_scheduled": "share_of_scheduled_started",
    "city_target_projects": "city_target_projects_rate",
}


def _total_card(
    results: Results, words: Words, measure: str, targets: tuple[str, ...], with_printed_rates: bool
) -> Headline:
    lines = [_target_line(results, words, target, with_printed_rates) for target in targets]
    if measure == "projects_started":
        lines.append(_started_goal_line(results, words))
    amount, measurement_unit = value_of(results.district, measure), MEASURES[measure].measurement_unit
    basis = results.dated_table("figures").basis if measure == "area_renovated" else ""
    return Headline(
        words.on_basis(words.heading(measure), basis, measurement_unit),
        words.amount(amount, measurement_unit),
        tuple(line for line in lines if line),
        "" if pd.isna(amount) else basis_line(results, "figures", words),
        amount,
        measurement_unit,
        "figures",
    )


def _started_goal_line(results: Results, words: Words) -> str:
    """Returns the line with the started projects in percent of the goal for starts: `开工目标500个的58.0%`.

    Returns an empty text if the release has no such goal.
    """
    started = next((one for one in results.outlooks if one.goal.goal == STARTED_SHARE), None)
    if started is None or not started.goal.is_measured:
        return ""
    return words(
        "**{rate}** of the {target} ({value})",
        rate=words.percent_below(started.share_reached),
        target=words("goal for starts"),
        value=words.number(started.goal.target, started.goal.measurement_unit),
    )


def _target_line(results: Results, words: Words, target: str, with_printed_rate: bool) -> str:
    """Returns the line with a total of the district in percent of its target: `区定面积目标72.4万㎡的334.3%`.

    `target` is the measure of the target. If `with_printed_rate` is True and the source reports another rate, the line
    states that too. Returns an empty text if the target or the rate is missing.
    """
    value, rate = value_of(results.district, target), results.district_rates[_RATES[target]]
    if pd.isna(value) or pd.isna(rate):
        return ""
    sentence = words(
        "**{rate}** of the {target} ({value})",
        rate=words.percent_below(rate),
        target=words.in_sentence(words.heading(target)),
        value=words.measured(target, value),
    )
    return _with_reported_rate(sentence, results, words, _RATES[target]) if with_printed_rate else sentence


def _with_reported_rate(line: str, results: Results, words: Words, rate: str) -> str:
    """Returns `line` with the rate that the source reports added, if it differs from the recomputed one.

    `rate` is the measure of the rate. If the likely cause of the difference is known, the line states the calculation
    that gives the reported rate.
    """
    wrong = records(results.checks[(results.checks["measure"] == rate) & (results.checks["verdict"] == "mismatch")])
    if not wrong:
        return line
    cause = wrong[0]["explanation"].cause
    sentence = (
        words("{line}; reported as {rate}, probably from {formula} (see Checks)")
        if cause
        else words("{line}; reported as {rate} (see Checks)")
    )
    formula = cause_formula(wrong[0], cause, words) if cause else ""
    return sentence.format(line=line, rate=words.number(wrong[0]["reported"], "%"), formula=formula)


def _rank(results: Results, words: Words) -> Headline:
    place, label = city_rank(results.counties), words("Rank in the city")
    if place is None or place.first.reported == 1:
        return Headline(label, words.missing, (), "")
    basis = results.dated_table("county_progress").basis
    reported = words("{area} reported to the city", area=words.measured("area_reported", place.area))
    lines = [_ranked_by(reported, words) if results.bases else reported]
    lines.extend(_distance_lines(place, gap_decimals(results.counties), words))
    if place.missing:
        lines.append(words("not reported: {counties}", counties=unit_names(place.missing, words)))
    lines.extend(_race_lines(results, words))
    value = words("No. {rank} (tied)") if place.tied else words("No. {rank}")
    return Headline(
        words.on_basis(label, basis),
        value.format(rank=place.rank),
        tuple(lines),
        basis_line(results, "county_progress", words),
        float(place.rank),
        "名",
        "county_progress",
        named_basis=words.basis(basis) if words.short_basis(basis) else "",
    )


def _ranked_by(reported: str, words: Words) -> str:
    return words("{reported}, used for the city's ranking", reported=reported)


def _distance_lines(place: CityRank, decimals: int, words: Words) -> list[str]:
    """Returns a list with one line: how far our county is behind the first county, or how far it leads the second.

    The list is empty if our county shares the first place. Areas have `decimals` decimals.
    """
    if place.lead:
        lead, second = words.fixed(place.lead, decimals, "万㎡"), few_unit_names(place.second, words)
        return [words("**{lead}** ahead of {second}, which is second", lead=lead, second=second)]
    if not place.gap:
        return []
    gap, first = words.fixed(place.gap, decimals, "万㎡"), unit_names(place.first.places, words)
    return [words("**{gap}** behind first-placed {first}", gap=gap, first=first)]


def _race_lines(results: Results, words: Words) -> list[str]:
    """Returns a list with one line: the area per week that first place in the city needs, and the average so far.

    The list is empty if the release has no goal to be first in the city, if this goal has no light or needs nothing
    more, or if less than a week is left.
    """
    race = next((one for one in results.goals if one.goal == FIRST_IN_CITY), None)
    if race is None or race.light is None or not race.needed_per_week or race.last_days:
        return []
    sentence = (
        words("**{needed}** a week to be first; average so far {pace}")
        if race.gap < 0
        else words("**{needed}** a week to stay first; average so far {pace}")
    )
    return [sentence.format(needed=weekly_amount(race.needed_per_week, race, words), pace=pace_so_far(race, words))]


def basis_line(results: Results, table: str, words: Words) -> str:
    """Returns the line with the as-of date and the basis of a table: `截至2013年10月15日 · 区口径`.

    `table` is the name of the table.
    """
    dated = results.dated_table(table)
    return words("As of {day} · {basis}", day=words.day(dated.as_of), basis=words.basis(dated.basis))


def simulated_notice(words: Words) -> str:
    """Returns the notice, as Markdown, that the figures on a page were made up to try out the dashboard."""
    made_up = words("These figures were made up to try out the dashboard. Do not draw conclusions from them.")
    return ":orange-badge[:material/science: " + words("Simulated data") + f"] {made_up}"
