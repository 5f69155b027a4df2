"""Writes sentences and tables about the comparison of the units.

`units` is the result of `comparisons.units.compare_units`: one row for each unit with `unit`, the measures (areas in
万㎡, rates and shares in percent, counts), `rank_<measure>`, `gap_area` and `small_target`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from renovation.comparisons.extremes import Extreme, as_printed, highest, lowest
from renovation.comparisons.results import Results
from renovation.comparisons.units import absent_units, exceeds_small_target
from renovation.domain.dated_tables import records
from renovation.domain.measures import RANKED_MEASURES
from renovation.domain.numbers import half_up
from renovation.language import Words
from renovation.wording.extremes import MOST_NAMES, few_unit_names, superlative, tied_names, unit_names


@dataclass(frozen=True)
class FirstAndLast:
    """The units with the highest and the units with the lowest value of a measure; the two values differ."""

    measure: str
    first: Extreme
    last: Extreme


def first_and_last(units: pd.DataFrame, measure: str) -> FirstAndLast | None:
    """Returns the units with the highest and the units with the lowest value of a measure.

    Returns None if all displayed values are the same. `units` has the column `unit` and the column of the measure.
    """
    first, last = (find(units["unit"], units[measure], measure) for find in (highest, lowest))
    return FirstAndLast(measure, first, last) if first and last and first.distinguishes else None


def extremes_table(results: Results, words: Words) -> pd.DataFrame:
    """Returns a table of texts for the overview, with a row for each measure: its first and its last units.

    A measure is left out if all its values are equal. A last column names the units without the figure; it is left out
    if every unit has all figures. `Results.units` is read: `unit` and the five RANKED_MEASURES, such as
    `completion_rate`.
    """
    found = [one for one in (first_and_last(results.units, measure) for measure in RANKED_MEASURES) if one]
    columns = {
        words("Measure"): [words.heading(one.measure) for one in found],
        words("First place"): [_names_with_value(one.first, one.measure, words) for one in found],
        words("Last place"): [_names_with_value(one.last, one.measure, words) for one in found],
    }
    if any(one.first.missing for one in found):
        columns[words("Units without a figure")] = [few_unit_names(one.first.missing, words) or "—" for one in found]
    return pd.DataFrame(columns)


def _names_with_value(extreme: Extreme, measure: str, words: Words) -> str:
    return f"{tied_names(extreme, words)} {words.measured(measure, extreme.value)}"


def units_finding(results: Results, words: Words) -> str:
    """Returns a title: the units with the largest area, the units with the highest rate, and the units without figures.

    Units with equal values are named together. If the target of the unit with the highest rate is small, the title says
    so.
    """
    units = results.units
    if len(units) == 1:
        return selected_unit_finding(str(units["unit"].iloc[0]), results, words)
    clauses = (_most_area(units, words), _highest_rate(units, words), _without_figures(units, words))
    return words("; ").join(clause for clause in clauses if clause)


def shown_units_finding(units: pd.DataFrame, results: Results, words: Words) -> str:
    """Returns the title of the page 乡镇对比, which is about the units that the visitor has selected.

    `units` has the rows of `Results.units` that the page shows. If these are all rows, the title is `units_finding`.
    """
    if len(units) == len(results.units):
        return units_finding(results, words)
    if len(units) == 1:
        return selected_unit_finding(str(units["unit"].iloc[0]), results, words)
    clauses = words("; ").join(filter(None, (_most_area(units, words), _highest_rate(units, words))))
    return words("Of the {count} units selected: {finding}", count=len(units), finding=clauses)


def _most_area(units: pd.DataFrame, words: Words) -> str:
    area = highest(units["unit"], units["area_renovated"], "area_renovated")
    if area is None:
        return words("No unit has reported its area renovated")
    value = words.measured("area_renovated", area.value)
    if area.reported == 1:
        return words(
            "Only {unit} has reported its area renovated ({value})", unit=unit_names(area.places, words), value=value
        )
    if area.all_equal:
        return words("{count} units each renovated {value}", count=area.reported, value=value)
    return superlative(
        area,
        "area_renovated",
        words("{places} renovated the largest area ({value})"),
        words("{places} renovated the largest area ({value} each)"),
        words,
    )


def _highest_rate(units: pd.DataFrame, words: Words) -> str:
    """Returns a part of a title that names the units with the highest rate; empty if fewer than two have a rate."""
    rate = highest(units["unit"], units["completion_rate"], "completion_rate")
    if rate is None or rate.reported == 1:
        return ""
    if rate.all_equal:
        return words(
            "All {count} units have the same completion rate ({value})",
            count=rate.reported,
            value=words.measured("completion_rate", rate.value),
        )
    finding = superlative(
        rate,
        "completion_rate",
        words("{places} has the highest completion rate ({value})"),
        words("{places} have the highest completion rate ({value} each)"),
        words,
    )
    return _with_small_targets(finding, units[units["unit"].isin(rate.places)], words)


def _with_small_targets(finding: str, first: pd.DataFrame, words: Words) -> str:
    """Returns `finding`, the part of a title about the units with the highest rate, with their small targets added.

    `first` has the rows of these units.
    """
    small = first[first["small_target"]]
    if small.empty or len(small) > MOST_NAMES:
        return finding
    targets = [words.measured("annual_target_area", target) for target in small["annual_target_area"]]
    if len(first) == 1:
        return words("{finding}, but the target is only {target}", finding=finding, target=targets[0])
    named = (
        words("{unit}'s target is only {target}", unit=words.place(unit), target=target)
        for unit, target in zip(small["unit"], targets, strict=True)
    )
    return words.bracketed(finding, words.listed(named))


def _without_figures(units: pd.DataFrame, words: Words) -> str:
    """Returns a clause with the units that have not reported or lack an area or a rate; empty if there are none."""
    absent = absent_units(units)
    area, rate = (set(units["unit"][units[measure].isna()]) for measure in ("area_renovated", "completion_rate"))
    without_area = [unit for unit in units["unit"] if unit in area]
    without_rate = [unit for unit in units["unit"] if unit in rate - area and len(rate) < len(units)]
    clauses = (
        (absent, words("not reported: {units}")),
        (without_area, words("area renovated not reported: {units}")),
        (without_rate, words("no completion rate: {units}")),
    )
    return words("; ").join(clause.format(units=few_unit_names(named, words)) for named, clause in clauses if named)


def missing_units_sentence(results: Results, words: Words) -> str:
    """Returns sentences with the number of units that have reported and the names of the units that have not.

    Returns an empty text if all units have reported.
    """
    absent = absent_units(results.units)
    if not absent:
        return ""
    reported = words(
        "{reported} of {count} units reported; missing: {units}.",
        reported=len(results.units),
        count=len(results.units) + len(absent),
        units=unit_names(absent, words),
    )
    return words.joined((reported, words("Sums and shares cover only the units that reported.")))


def selected_unit_finding(unit: str | None, results: Results, words: Words) -> str:
    """Returns a title with the area and the completion rate of the unit `unit`.

    If `unit` is None or unknown, returns the title about all units (`units_finding`).
    """
    selected = results.units[results.units["unit"] == unit]
    if selected.empty:
        return units_finding(results, words)
    row = selected.iloc[0]
    if pd.isna(row["area_renovated"]):
        return words("{unit}: area renovated not reported", unit=words.place(str(unit)))
    finding = (
        words("{unit}: {area} renovated")
        if pd.isna(row["completion_rate"])
        else words("{unit}: {area} renovated, {rate} of its target")
    )
    return finding.format(
        unit=words.place(str(unit)),
        area=words.measured("area_renovated", row["area_renovated"]),
        rate=words.percent_below(row["completion_rate"]),
    )


SHARE_FACTOR: Final = 1.5
"""A unit is named if its share of the area is more than this many times its share of the targets."""


_FLOAT_ERROR: Final = 1e-6
"""A tolerance for float errors: 1.5 × 4.6 is a little less than 6.9. Shares are printed to 0.1, so it cannot matter."""


def measure_finding(units: pd.DataFrame, measure: str, words: Words) -> str:
    """Returns the title of a chart of one measure: the units with the highest and the lowest value, and these values.

    Returns an empty text if all values are equal. `units` has the column `unit` and the column of the measure.
    """
    found = first_and_last(units, measure)
    if found is None:
        return ""
    return words(
        "{measure}: highest {first} ({most}), lowest {last} ({least})",
        measure=words.heading(measure),
        first=tied_names(found.first, words),
        last=tied_names(found.last, words),
        most=words.measured(measure, found.first.value),
        least=words.measured(measure, found.last.value),
    )


def contribution_finding(results: Results, words: Words) -> str:
    """Returns the title of the chart of contributions: the units that contribute more than their targets require.

    These are the units whose share of the area is over 1.5 times (SHARE_FACTOR) their share of the targets. The title
    also states both shares of these units together. If the shares cannot be compared, for instance because a unit has
    no target, it says why.
    """
    units = results.units
    reason = no_contributions_reason(units, words)
    if reason:
        return reason
    ahead = _ahead_of_share(units)
    if ahead.empty:
        return words(
            "No unit's share of the area is over {factor} times its share of the targets",
            factor=words.number(SHARE_FACTOR),
        )
    total = results.total
    sentence = (
        words("{units} accounts for {target} of all targets and {area} of the total area renovated")
        if len(ahead) == 1
        else words("{units} account for {target} of all targets and {area} of the total area renovated")
    )
    return sentence.format(
        units=few_unit_names(ahead["unit"], words),
        target=words.percent(half_up(100 * ahead["annual_target_area"].sum() / total["annual_target_area"], 1)),
        area=words.percent(half_up(100 * ahead["area_renovated"].sum() / total["area_renovated"], 1)),
    )


def shown_contribution_finding(units: pd.DataFrame, results: Results, words: Words) -> str:
    """Returns the title of the chart of contributions, about the units that the page shows.

    `units` has the rows of `Results.units` that the page shows, with `share_of_target` and `share_of_area` in %. If
    these are all rows, the title is `contribution_finding`; otherwise it states what the shown units contribute
    together.
    """
    if len(units) == len(results.units):
        return contribution_finding(results, words)
    shares = units[["share_of_target", "share_of_area"]].sum(skipna=False)
    if shares.isna().any():
        return words("Share of the selected units in targets and area")
    return words(
        "The units selected account for {target} of all targets and {area} of the total area renovated",
        target=words.percent(shares["share_of_target"]),
        area=words.percent(shares["share_of_area"]),
    )


def units_in_contribution_finding(units: pd.DataFrame, results: Results, words: Words) -> tuple[str, ...]:
    """Returns the names of the units in the title of the chart of contributions, so that the chart can emphasise them.

    `units` has the rows of `results.units` (the result of `compare_units`) that the page shows. Returns an empty tuple
    if this title, `shown_contribution_finding`, names no unit.
    """
    if len(units) < len(results.units) or no_contributions_reason(units, words):
        return ()
    return tuple(_ahead_of_share(units)["unit"])


def _ahead_of_share(units: pd.DataFrame) -> pd.DataFrame:
    area, target = (as_printed(units[measure], measure) for measure in ("share_of_area", "share_of_target"))
    ahead: pd.DataFrame = units[area - SHARE_FACTOR * target > _FLOAT_ERROR]
    return ahead


def no_contributions_reason(units: pd.DataFrame, words: Words) -> str:
    """Returns a title that says why the shares of the units cannot be compared; an empty text if they can.

    `units` is the result of `compare_units`; `annual_target_area`, `area_renovated` and the shares are read.
    """
    if len(units) == 1:
        return words("Shares are not compared, because there is only one unit")
    if units["annual_target_area"].isna().all():
        return words("Shares are not compared, because no unit has a target")
    if units[["area_renovated", "annual_target_area"]].isna().any(axis=None):
        return words("Shares are not compared, because some units have not reported the area renovated or the target")
    if units[["share_of_area", "share_of_target"]].isna().any(axis=None):
        return words("Shares are not compared, because the areas or the targets add up to 0")
    return ""


def small_target_warning(units: pd.DataFrame, words: Words) -> str:
    """Returns a warning that some completion rates over 100 % come from small targets; empty if there are none.

    `units` has the columns `unit`, `annual_target_area` (万㎡), `completion_rate` (%) and `small_target` (a Boolean).
    """
    small = units[exceeds_small_target(units)].sort_values("completion_rate", ascending=False, kind="stable")
    if small.empty:
        return ""
    examples = words.listed(
        words(
            "{unit} {rate} (its target is only {target})",
            unit=words.place(unit["unit"]),
            rate=words.percent(half_up(unit["completion_rate"], 1)),
            target=words.number(unit["annual_target_area"], "万㎡"),
        )
        for unit in records(small)
    )
    return words(
        "* Units with a small target can easily reach a completion rate above 100%: {examples}. A target is small if "
        "it is less than half of the units' average target.",
        examples=examples,
    )
