"""Builds the headlines and a table of the figures of one unit."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.extremes import highest
from renovation.comparisons.profile import Profile
from renovation.comparisons.results import Results
from renovation.domain.measures import MEASURES, RANKED_MEASURES, is_rate
from renovation.domain.numbers import half_up
from renovation.language import Words
from renovation.wording.headlines import Headline, basis_line

PROFILE_MEASURES = (
    "area_renovated",
    "completion_rate",
    "projects_started",
    "projects_completed",
    "completed_to_started",
)
"""The measures of `unit_headlines`, in their order."""


def unit_headlines(profile: Profile, results: Results, words: Words) -> tuple[Headline, ...]:
    """Returns the headlines of one unit, in the order of PROFILE_MEASURES, each with the unit's figure and its rank."""
    unit, basis = profile.unit, results.dated_table("unit_progress").basis
    context = {
        "area_renovated": _beside_target(unit, words),
        "completion_rate": _reported_rate(unit, words),
    }
    return tuple(
        Headline(
            words.on_basis(
                words.short_heading(measure),
                basis if measure == "area_renovated" else "",
                MEASURES[measure].measurement_unit,
            ),
            _value(unit, measure, words),
            tuple(
                line for line in (unit_rank_label(unit, measure, results.units, words), context.get(measure)) if line
            ),
            basis_line(results, "unit_progress", words),
            float("nan") if pd.isna(unit[measure]) else float(unit[measure]),
            MEASURES[measure].measurement_unit,
            "unit_progress",
        )
        for measure in PROFILE_MEASURES
    )


def unit_target_line(unit: pd.Series, words: Words) -> str:
    """Returns a line about a unit for the map page: its target, the distance to it, and the reported completion rate.

    `unit` is a row of the result of `compare_units`. A reported rate that is missing is not mentioned.
    """
    return " · ".join(filter(None, (_beside_target(unit, words), _reported_rate(unit, words))))


def _beside_target(unit: pd.Series, words: Words) -> str:
    """Returns a text with a unit's target and the difference between its area and this target.

    If the unit has no target, the text says so.
    """
    if pd.isna(unit["annual_target_area"]):
        return words("no annual target")
    target = words.measured("annual_target_area", unit["annual_target_area"])
    if pd.isna(unit["gap_area"]):
        return words("target {value}", value=target)
    gap = half_up(unit["gap_area"], 4)
    return words("target {target}, difference {gap}", target=target, gap=words.difference(gap, "万㎡"))


def _reported_rate(unit: pd.Series, words: Words) -> str:
    rate = unit["completion_rate_reported"]
    return "" if pd.isna(rate) else words("reported completion rate: {rate}", rate=words.number(rate, "%"))


def unit_rank_label(unit: pd.Series, measure: str, units: pd.DataFrame, words: Words) -> str:
    """Returns a unit's rank by `measure` among the units that report this measure, as text: `8个单位中列第2位`.

    Returns an empty text if the unit has no rank or the displayed values of all units are the same. `unit` is a row of
    `units`, the result of `compare_units`.
    """
    first = highest(units["unit"], units[measure], measure)
    rank = unit[f"rank_{measure}"]
    if pd.isna(rank) or first is None or not first.distinguishes:
        return ""
    is_tied = (units[f"rank_{measure}"] == rank).sum() > 1
    label = words("No. {rank} of {count} units (tied)") if is_tied else words("No. {rank} of {count} units")
    return label.format(rank=rank, count=first.reported)


def unit_standing(unit: pd.Series, units: pd.DataFrame, words: Words) -> str:
    """Returns a text with a unit's best and its worst rank among the units, each with its measure and value.

    If all ranks of the unit are equal, the text says so. Returns an empty text if the unit has no rank. `unit` is a row
    of `units`, the result of `compare_units`.
    """
    ranks = {one: unit[f"rank_{one}"] for one in PROFILE_MEASURES if unit_rank_label(unit, one, units, words)}
    if not ranks:
        return ""
    best, worst = min(ranks, key=ranks.__getitem__), max(ranks, key=ranks.__getitem__)
    if ranks[best] == ranks[worst] and len(ranks) > 1:
        return words("rank {rank} by every measure", rank=ranks[best])
    return words.listed(_rank_clause(unit, measure, units, words) for measure in dict.fromkeys((best, worst)))


def _rank_clause(unit: pd.Series, measure: str, units: pd.DataFrame, words: Words) -> str:
    rank = unit[f"rank_{measure}"]
    is_tied = (units[f"rank_{measure}"] == rank).sum() > 1
    clause = (
        words("tied for rank {rank} by {measure} ({value})") if is_tied else words("rank {rank} by {measure} ({value})")
    )
    return clause.format(
        rank=rank, measure=words.in_sentence(words.heading(measure)), value=words.measured(measure, unit[measure])
    )


def _value(unit: pd.Series, measure: str, words: Words) -> str:
    if is_rate(measure):
        return words.percent(half_up(unit[measure], 1)).removesuffix("%")
    return words.amount(unit[measure], MEASURES[measure].measurement_unit)


def unit_profile_table(unit: pd.Series, units: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns a unit's figures as a table of texts: a row for each of five measures, with the figure and its rank.

    `unit` is a row of `units`, the result of `compare_units`. The rank is that among all units.
    """
    return pd.DataFrame(
        {
            words("Measure"): [words.short_heading(measure) for measure in RANKED_MEASURES],
            words("Value"): [words.measured(measure, unit[measure]) for measure in RANKED_MEASURES],
            words("Rank"): [unit_rank_label(unit, measure, units, words) or "—" for measure in RANKED_MEASURES],
        }
    )
