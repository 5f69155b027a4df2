"""What the comparison of the units says."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.domain.dated_tables import records
from renovation.domain.measures import RANKED_MEASURES
from renovation.domain.numbers import half_up
from renovation.language import Words


@dataclass(frozen=True)
class Lead:
    """Who is first and who is last by one measure; several names where they tie."""

    measure: str
    first: tuple[str, ...]
    first_value: float
    last: tuple[str, ...]
    last_value: float


def lead(units: pd.DataFrame, measure: str) -> Lead | None:
    """Who is first and last by a measure; None where fewer than two different values are reported."""
    values = units[measure].astype("float64")
    if values.nunique() < 2:
        return None
    highest, lowest = values.max(), values.min()
    return Lead(
        measure,
        tuple(units["unit"][values == highest]),
        float(highest),
        tuple(units["unit"][values == lowest]),
        float(lowest),
    )


def leads(answers: Answers) -> tuple[Lead, ...]:
    """First and last by every ranked measure that tells."""
    found = (lead(answers.units, measure) for measure in RANKED_MEASURES)
    return tuple(one for one in found if one)


def leads_listed(answers: Answers, words: Words) -> pd.DataFrame:
    """First and last by each measure with their values: measure, first, last."""
    _ = words.gettext
    found = leads(answers)
    return pd.DataFrame(
        {
            _("Measure"): [words.heading(one.measure) for one in found],
            _("First"): [
                f"{names_listed(one.first, words)} {words.measured(one.measure, one.first_value)}" for one in found
            ],
            _("Last"): [
                f"{names_listed(one.last, words)} {words.measured(one.measure, one.last_value)}" for one in found
            ],
        }
    )


def unit_finding(answers: Answers, words: Words) -> str:
    """What the units' comparison says: rate and contribution disagree."""
    _ = words.gettext
    small = answers.units[answers.units["small_target"]]
    area = lead(answers.units, "area_renovated")
    rate = lead(answers.units, "completion_rate")
    if len(answers.units) == 1:
        return unit_title(str(answers.units["unit"].iloc[0]), answers, words)
    if not area:
        return _("The units do not differ, or too few of them report to compare them")
    if not rate:
        return _("{most} renovated most ({area})").format(
            most=names_listed(area.first, words), area=words.number(area.first_value, "万㎡")
        )
    said = _("{most} renovated most ({area}); {fastest} has the highest rate ({rate})").format(
        most=names_listed(area.first, words),
        area=words.number(area.first_value, "万㎡"),
        fastest=names_listed(rate.first, words),
        rate=words.percent(half_up(rate.first_value, 1)),
    )
    leader = small[small["unit"].isin(rate.first)]
    if leader.empty:
        return said
    target = words.number(float(leader["annual_target_area"].iloc[0]), "万㎡")
    return said + _(", on a target of only {target}").format(target=target)


def unit_title(unit: str | None, answers: Answers, words: Words) -> str:
    """The finding over all units, or over the one looked at: its area, rate and rank."""
    row = answers.units[answers.units["unit"] == unit]
    if row.empty:
        return unit_finding(answers, words)
    one, _ = row.iloc[0], words.gettext
    told = (
        _("{unit}: {area} renovated")
        if pd.isna(one["completion_rate"])
        else _("{unit}: {area} renovated, {rate} of its target")
    )
    return told.format(
        unit=words.place(str(unit)),
        area=words.measured("area_renovated", one["area_renovated"]),
        rate=words.percent(one["completion_rate"]),
    )


def contribution_finding(answers: Answers, words: Words) -> str:
    """The units whose share of the area most exceeds their share of the targets, together."""
    _ = words.gettext
    if answers.units[["share_of_area", "share_of_target"]].isna().any(axis=None):
        return _("Not every unit reports area and target, so contributions are not compared")
    ahead = answers.units[answers.units["share_of_area"] > 1.5 * answers.units["share_of_target"]]
    if ahead.empty:
        return _("Every unit's share of the area is near its share of the targets")
    total = answers.total
    return _("{units} hold {target} of the targets and {area} of the area").format(
        units=words.listed(words.place(unit) for unit in ahead["unit"]),
        target=words.percent(half_up(100 * ahead["annual_target_area"].sum() / total["annual_target_area"], 1)),
        area=words.percent(half_up(100 * ahead["area_renovated"].sum() / total["area_renovated"], 1)),
    )


def small_target_warning(units: pd.DataFrame, words: Words) -> str:
    """A plain warning for rates that come from small targets; empty where there are none."""
    _ = words.gettext
    high = units["small_target"] & (units["completion_rate"] > 100)
    small = units[high].sort_values("completion_rate", ascending=False)
    if small.empty:
        return ""
    told = words.listed(
        _("{unit}'s {rate} comes from a target of {target}").format(
            unit=words.place(unit["unit"]),
            rate=words.percent(half_up(unit["completion_rate"], 1)),
            target=words.number(unit["annual_target_area"], "万㎡"),
        )
        for unit in records(small)
    )
    return _("* Small targets make high rates easy: {told}. Small means under half of an equal share.").format(
        told=told
    )


def names_listed(units: tuple[str, ...], words: Words) -> str:
    """Units' names as a list in a sentence."""
    return words.listed(words.place(unit) for unit in units)
