"""What the comparison of the units says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES, RANKED_MEASURES, is_rate
from renovation.domain.numbers import half_up, half_up_all
from renovation.domain.tables.unit_progress import UNIT_PROGRESS
from renovation.language import Words


@dataclass(frozen=True)
class Extremes:
    """Who is first and who is last by one measure; several names where they tie."""

    measure: str
    first: tuple[str, ...]
    first_value: float
    last: tuple[str, ...]
    last_value: float


def extremes(units: pd.DataFrame, measure: str) -> Extremes | None:
    """Who is first and last by a measure; None where fewer than two different values are reported."""
    values = units[measure].astype("float64")
    if values.nunique() < 2:
        return None
    highest, lowest = values.max(), values.min()
    return Extremes(
        measure,
        tuple(units["unit"][values == highest]),
        float(highest),
        tuple(units["unit"][values == lowest]),
        float(lowest),
    )


def all_extremes(answers: Answers) -> tuple[Extremes, ...]:
    """First and last by every ranked measure that tells."""
    found = (extremes(answers.units, measure) for measure in RANKED_MEASURES)
    return tuple(one for one in found if one)


def extremes_table(answers: Answers, words: Words) -> pd.DataFrame:
    """First and last by each measure with their values: measure, first, last."""
    _ = words.gettext
    found = all_extremes(answers)
    return pd.DataFrame(
        {
            _("Measure"): [words.heading(one.measure) for one in found],
            _("First"): [
                f"{unit_names(one.first, words)} {words.measured(one.measure, one.first_value)}" for one in found
            ],
            _("Last"): [
                f"{unit_names(one.last, words)} {words.measured(one.measure, one.last_value)}" for one in found
            ],
        }
    )


def units_finding(answers: Answers, words: Words) -> str:
    """What the units' comparison says: rate and contribution disagree."""
    _ = words.gettext
    small = answers.units[answers.units["small_target"]]
    area = extremes(answers.units, "area_renovated")
    rate = extremes(answers.units, "completion_rate")
    if len(answers.units) == 1:
        return selected_unit_finding(str(answers.units["unit"].iloc[0]), answers, words)
    if not area:
        return _("The units do not differ, or too few have reported to compare them")
    if not rate:
        return _("{most} renovated most ({area})").format(
            most=unit_names(area.first, words), area=words.number(area.first_value, "万㎡")
        )
    said = _("{most} renovated most ({area}); {fastest} has the highest rate ({rate})").format(
        most=unit_names(area.first, words),
        area=words.number(area.first_value, "万㎡"),
        fastest=unit_names(rate.first, words),
        rate=words.percent(half_up(rate.first_value, 1)),
    )
    leader = small[small["unit"].isin(rate.first)]
    if leader.empty:
        return said
    target = words.number(float(leader["annual_target_area"].iloc[0]), "万㎡")
    return said + _(", on a target of only {target}").format(target=target)


def selected_unit_finding(unit: str | None, answers: Answers, words: Words) -> str:
    """The finding over all units, or over the one looked at: its area, rate and rank."""
    row = answers.units[answers.units["unit"] == unit]
    if row.empty:
        return units_finding(answers, words)
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
        return _("Each unit's share of the area is close to its share of the targets")
    total = answers.total
    return _("{units} account for {target} of the targets and {area} of the area").format(
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


def unit_names(units: Iterable[str], words: Words) -> str:
    """Units' names as a list in a sentence."""
    return words.listed(words.place(unit) for unit in units)


UNIT_COLUMNS: Final = (
    "area_renovated",
    "annual_target_area",
    "gap_area",
    "completion_rate",
    "rank_completion_rate",
    "share_of_area",
    "share_of_target",
    "projects_started",
    "projects_completed",
    "completed_to_started",
)


def units_table(units: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The units' comparison: `unit` in words, then UNIT_COLUMNS; percentages to one decimal, headings as names."""
    shown = units[["unit", *UNIT_COLUMNS]].assign(
        unit=units["unit"].map(words.place),
        gap_area=half_up_all(units["gap_area"], 4),
        **{name: half_up_all(units[name], 1) for name in UNIT_COLUMNS if is_rate(name)},
    )
    return shown.rename(columns={name: units_table_heading(name, words) for name in shown.columns})


def units_table_with_total(units: pd.DataFrame, total: pd.Series, words: Words) -> pd.DataFrame:
    """`units_listed` for a file of its own: headings with units of measurement, and below it all units together.

    The last row holds the whole release, whichever units are listed, and no rank.
    """
    together = total.to_frame().T.assign(
        unit=words.gettext("All units together"),
        **{name: half_up_all([total[name]], 4) for name in ("area_renovated", "annual_target_area")},
    )
    whole = units_table(together.reindex(columns=["unit", *UNIT_COLUMNS]), words)
    listed = pd.concat([units_table(units, words).astype("object"), whole.astype("object")], ignore_index=True)
    measures = [name for name in UNIT_COLUMNS if name in MEASURES]
    return listed.rename(
        columns={
            units_table_heading(name, words): words.with_unit_of(units_table_heading(name, words), name)
            for name in measures
        }
    )


def units_table_heading(column: str, words: Words) -> str:
    """The heading of a column of `units_listed`."""
    if column == "unit":
        return words.label(UNIT_PROGRESS.column("unit").heading)
    if column.startswith("rank_"):
        return words.gettext("Rank by {measure}").format(measure=words.short(column.removeprefix("rank_")))
    return words.short(column)
