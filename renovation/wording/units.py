"""Sentences and tables about the comparison of the units.

`units` is what `comparisons.units.compare_units` returns: one row per unit with `unit`, the measures (areas in 万㎡,
rates and shares in percent, counts), `rank_<measure>`, `gap_area` and `small_target`.
"""

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
    """The first and the last units by one measure, several where they tie, with their values."""

    measure: str
    first: tuple[str, ...]
    first_value: float
    last: tuple[str, ...]
    last_value: float


def extremes(units: pd.DataFrame, measure: str) -> Extremes | None:
    """Returns the first and last units by a measure, or None when fewer than two different values are reported."""
    values = units[measure].astype("float64")
    if values.nunique() < 2:
        return None
    highest, lowest = values.max(), values.min()
    first, last = (tuple(units["unit"][values == value]) for value in (highest, lowest))
    return Extremes(measure, first, float(highest), last, float(lowest))


def all_extremes(answers: Answers) -> tuple[Extremes, ...]:
    """Returns the first and last units by every ranked measure that tells units apart."""
    found = (extremes(answers.units, measure) for measure in RANKED_MEASURES)
    return tuple(one for one in found if one)


def extremes_table(answers: Answers, words: Words) -> pd.DataFrame:
    """The first and last units by each measure with their values, as text: measure, first, last."""
    found = all_extremes(answers)
    return pd.DataFrame(
        {
            words("Measure"): [words.heading(one.measure) for one in found],
            words("First"): [_names_with_value(one.first, one.measure, one.first_value, words) for one in found],
            words("Last"): [_names_with_value(one.last, one.measure, one.last_value, words) for one in found],
        }
    )


def _names_with_value(units: tuple[str, ...], measure: str, value: float, words: Words) -> str:
    return f"{unit_names(units, words)} {words.measured(measure, value)}"


def units_finding(answers: Answers, words: Words) -> str:
    """The units with the largest area and with the highest rate, with its target if that is small."""
    units = answers.units
    if len(units) == 1:
        return selected_unit_finding(str(units["unit"].iloc[0]), answers, words)
    area, rate = extremes(units, "area_renovated"), extremes(units, "completion_rate")
    if not area:
        return words("The units do not differ, or too few have reported to compare them")
    most, most_area = unit_names(area.first, words), words.number(area.first_value, "万㎡")
    if not rate:
        return words("{most} renovated most ({area})", most=most, area=most_area)
    finding = words(
        "{most} renovated most ({area}); {fastest} has the highest rate ({rate})",
        most=most,
        area=most_area,
        fastest=unit_names(rate.first, words),
        rate=words.percent(half_up(rate.first_value, 1)),
    )
    small = units[units["small_target"] & units["unit"].isin(rate.first)]
    if small.empty:
        return finding
    target = words.number(float(small["annual_target_area"].iloc[0]), "万㎡")
    return finding + words(", on a target of only {target}", target=target)


def selected_unit_finding(unit: str | None, answers: Answers, words: Words) -> str:
    """The area and rate of the selected unit; `units_finding` when none is selected."""
    selected = answers.units[answers.units["unit"] == unit]
    if selected.empty:
        return units_finding(answers, words)
    row = selected.iloc[0]
    finding = (
        words("{unit}: {area} renovated")
        if pd.isna(row["completion_rate"])
        else words("{unit}: {area} renovated, {rate} of its target")
    )
    return finding.format(
        unit=words.place(str(unit)),
        area=words.measured("area_renovated", row["area_renovated"]),
        rate=words.percent(row["completion_rate"]),
    )


def contribution_finding(answers: Answers, words: Words) -> str:
    """The units whose share of the area is more than 1.5 times their share of the targets, added up."""
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
    """A warning about high rates that come from small targets; empty when there are none."""
    _ = words.gettext
    high = units["small_target"] & (units["completion_rate"] > 100)
    small = units[high].sort_values("completion_rate", ascending=False)
    if small.empty:
        return ""
    examples = words.listed(
        _("{unit}'s {rate} comes from a target of {target}").format(
            unit=words.place(unit["unit"]),
            rate=words.percent(half_up(unit["completion_rate"], 1)),
            target=words.number(unit["annual_target_area"], "万㎡"),
        )
        for unit in records(small)
    )
    return _("* Small targets make high rates easy: {told}. Small means under half of an equal share.").format(
        told=examples
    )


def unit_names(units: Iterable[str], words: Words) -> str:
    """The units' names as a list in a sentence."""
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
