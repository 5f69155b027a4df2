"""Compares the units: rates, gaps, shares and ranks, and their totals."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from renovation.comparisons.extremes import as_printed
from renovation.domain import places
from renovation.domain.columns import (
    ANNUAL_TARGET_AREA,
    AREA_RENOVATED,
    COMPLETED_TO_STARTED,
    COMPLETION_RATE,
    GAP_AREA,
    PROJECTS_COMPLETED,
    PROJECTS_STARTED,
    SHARE_OF_AREA,
    SHARE_OF_TARGET,
    UNIT,
)
from renovation.domain.measures import RANKED_MEASURES

SUMMED_MEASURES: Final = (PROJECTS_STARTED, PROJECTS_COMPLETED, AREA_RENOVATED, ANNUAL_TARGET_AREA)
SMALL_TARGET_SHARE: Final = 0.5
"""A target below this share of the average target is small: its completion rate says little."""
WHOLE: Final = 100.0
"""The completion rate, in percent, of a unit that has just reached its target."""


def compare_units(unit_progress: pd.DataFrame) -> pd.DataFrame:
    """Returns one row for each unit, in the order of the sheet.

    `unit_progress` is the release's table of this name, with one row for each unit. The result has the same columns and
    these:
    - `completion_rate` (%): area ÷ target, missing if the target is missing or zero
    - `gap_area` (万㎡): area − target
    - `share_of_area`, `share_of_target` (%): the unit's share of the sum over all units
    - `completed_to_started` (%): completed ÷ started projects
    - `rank_<measure>` for each of the five RANKED_MEASURES, such as `completion_rate`: 1 is the highest; units whose
      displayed values are equal share a rank; a unit that alone has a figure has no rank
    - `small_target`: whether the target is below half of the average target (SMALL_TARGET_SHARE)
    """
    area, target = unit_progress[AREA_RENOVATED], unit_progress[ANNUAL_TARGET_AREA]
    started = unit_progress[PROJECTS_STARTED].astype("float64")
    completed = unit_progress[PROJECTS_COMPLETED].astype("float64")
    compared = unit_progress.assign(
        completion_rate=percentages(area, target),
        gap_area=area - target,
        share_of_area=percentages(area, _whole(area)),
        share_of_target=percentages(target, _whole(target)),
        completed_to_started=percentages(completed, started),
        small_target=target < SMALL_TARGET_SHARE * target.sum() / max(1, target.count()),
    )
    return compared.assign(
        **{
            f"rank_{measure}": _among_others(rank(as_printed(compared[measure], measure)))
            for measure in RANKED_MEASURES
        }
    )


def reported_measures(units: pd.DataFrame) -> tuple[str, ...]:
    """Returns those of the RANKED_MEASURES for which at least one unit has a value, in the order of RANKED_MEASURES.

    `units` has their columns, such as `completion_rate`.
    """
    return tuple(measure for measure in RANKED_MEASURES if units[measure].notna().any())


def exceeds_small_target(units: pd.DataFrame) -> pd.Series[bool]:
    """Returns, for each unit, whether its target is small and its displayed completion rate is over 100 %.

    `units` has the columns `completion_rate` (%) and `small_target` (a Boolean) of `compare_units`.
    """
    return units["small_target"] & (as_printed(units[COMPLETION_RATE], COMPLETION_RATE) > WHOLE)


def total_units(unit_progress: pd.DataFrame) -> pd.Series:
    """Returns the sums over the units, and the rates computed from these sums (never the mean of the units' rates).

    `unit_progress` is the release's table of this name, with one row for each unit. A sum is missing if any unit lacks
    the figure. Index: `projects_started`, `projects_completed`, `area_renovated` and `annual_target_area` (万㎡),
    `completion_rate` (%), `gap_area` (万㎡), `share_of_area` (%), `share_of_target` (%), `completed_to_started` (%).
    """
    sums = unit_progress[list(SUMMED_MEASURES)].astype("float64").sum(skipna=False, min_count=1)
    total: pd.Series = pd.concat(
        [
            sums,
            pd.Series(
                {
                    COMPLETION_RATE: percentage(sums[AREA_RENOVATED], sums[ANNUAL_TARGET_AREA]),
                    GAP_AREA: sums[AREA_RENOVATED] - sums[ANNUAL_TARGET_AREA],
                    SHARE_OF_AREA: percentage(sums[AREA_RENOVATED], sums[AREA_RENOVATED]),
                    SHARE_OF_TARGET: percentage(sums[ANNUAL_TARGET_AREA], sums[ANNUAL_TARGET_AREA]),
                    COMPLETED_TO_STARTED: percentage(sums[PROJECTS_COMPLETED], sums[PROJECTS_STARTED]),
                }
            ),
        ]
    )
    return total


def sum_reported(unit_progress: pd.DataFrame) -> pd.DataFrame:
    """Returns, for each measure that can be summed, the sum over the units that report it.

    `unit_progress` is the release's table of this name, with one row for each unit. Index: the four SUMMED_MEASURES,
    such as `area_renovated`. Columns: `sum` (in the measure's unit of measurement, missing if no unit reports the
    measure), `reported` (number of units that report it).
    """
    figures = unit_progress[list(SUMMED_MEASURES)].astype("float64")
    return pd.DataFrame({"sum": figures.sum(min_count=1), "reported": figures.count()})


def absent_units(units: pd.DataFrame) -> tuple[str, ...]:
    """Returns the names of the district's units that have no row in `units`.

    `units` has the column `unit`. Returns an empty tuple if no row of `units` is about a unit of the district.
    """
    names = [place.name for place in places.UNITS]
    return tuple(name for name in names if name not in set(units[UNIT])) if units[UNIT].isin(names).any() else ()


def rank(values: pd.Series) -> pd.Series:
    """Ranks values: 1 is the highest; equal values share a rank (1, 2, 2, 4). A missing value has no rank."""
    return values.astype("float64").rank(ascending=False, method="min").astype("Int64")


def _among_others(ranks: pd.Series) -> pd.Series:
    """Returns `ranks` unchanged, or without any rank if only one unit has one, because a rank compares units."""
    is_only_one = ranks.notna() & (ranks.count() == 1)
    return ranks.mask(is_only_one)


def percentages(part: pd.Series, whole: pd.Series | float) -> pd.Series:
    """Returns `part` ÷ `whole` in percent, row by row; a value is missing if its `whole` is missing or zero."""
    return 100 * part / pd.Series(whole, index=part.index, dtype="float64").where(lambda w: w != 0)


def percentage(part: float, whole: float) -> float:
    """Returns `part` ÷ `whole` in percent; NaN if `whole` is missing or zero."""
    return 100 * part / whole if whole else np.nan


def _whole(values: pd.Series) -> float:
    return float(values.sum(skipna=False, min_count=1))


def select_and_sort(
    units: pd.DataFrame, selection: tuple[str, ...], measure: str, order: str, always: str | None = None
) -> pd.DataFrame:
    """Returns the selected units, sorted by a measure; all units if the selection is empty.

    `units` is the result of `compare_units`; the result has the same columns. `order` is "highest", "lowest" or
    "reported" (the order of the sheet). If `always` names a unit, this unit is included even if it is not selected. If
    `order` is "highest" or "lowest", units without a value come last, and units with equal values stay in the order of
    the sheet.
    """
    selected = units[units[UNIT].isin((*selection, always))] if selection else units
    if order == "reported":
        return selected.reset_index(drop=True)
    return selected.sort_values(
        measure, ascending=order == "lowest", kind="stable", na_position="last", ignore_index=True
    )
