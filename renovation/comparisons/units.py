"""How do the units compare? Rates, gaps, shares and ranks; totals as ratios of sums."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from renovation.domain.measures import RANKED_MEASURES

SUMMED_MEASURES: Final = ("projects_started", "projects_completed", "area_renovated", "annual_target_area")
SMALL_TARGET_SHARE: Final = 0.5


def compare_units(unit_progress: pd.DataFrame) -> pd.DataFrame:
    """One row a unit, in the order reported.

    Columns: those of `schema.UNIT_PROGRESS`, and
    `completion_rate` (%, area ÷ target), `gap_area` (万㎡, area − target),
    `share_of_area`, `share_of_target` (% of the units' sums),
    `completed_to_started` (%),
    `rank_<measure>` for each of RANKED (1 is highest, ties share a rank, none where the measure is missing),
    `small_target` (the target is under half of an equal share, so that a rate says little).
    A rate without a target, or with a target of zero, is missing.
    """
    area, target = unit_progress["area_renovated"], unit_progress["annual_target_area"]
    started = unit_progress["projects_started"].astype("float64")
    completed = unit_progress["projects_completed"].astype("float64")
    compared = unit_progress.assign(
        completion_rate=percent_of(area, target),
        gap_area=area - target,
        share_of_area=percent_of(area, _whole(area)),
        share_of_target=percent_of(target, _whole(target)),
        completed_to_started=percent_of(completed, started),
        small_target=target < SMALL_TARGET_SHARE * target.sum() / max(1, target.count()),
    )
    return compared.assign(**{f"rank_{measure}": rank(compared[measure]) for measure in RANKED_MEASURES})


def total_units(unit_progress: pd.DataFrame) -> pd.Series:
    """The units together: sums, and the ratios of the sums (never a mean of rates).

    A sum over units of which one reports nothing is missing: a part is not the whole.
    Index: SUMMED, `completion_rate`, `gap_area`, `share_of_area`, `share_of_target`, `completed_to_started`.
    """
    sums = unit_progress[list(SUMMED_MEASURES)].astype("float64").sum(skipna=False, min_count=1)
    total: pd.Series = pd.concat(
        [
            sums,
            pd.Series(
                {
                    "completion_rate": ratio(sums["area_renovated"], sums["annual_target_area"]),
                    "gap_area": sums["area_renovated"] - sums["annual_target_area"],
                    "share_of_area": ratio(sums["area_renovated"], sums["area_renovated"]),
                    "share_of_target": ratio(sums["annual_target_area"], sums["annual_target_area"]),
                    "completed_to_started": ratio(sums["projects_completed"], sums["projects_started"]),
                }
            ),
        ]
    )
    return total


def rank(values: pd.Series) -> pd.Series:
    """Ranks from the highest, 1, 2, 2, 4; missing where the value is missing."""
    return values.astype("float64").rank(ascending=False, method="min").astype("Int64")


def percent_of(part: pd.Series, whole: pd.Series | float) -> pd.Series:
    """Part ÷ whole in percent; missing where the whole is missing or zero."""
    return 100 * part / pd.Series(whole, index=part.index, dtype="float64").where(lambda w: w != 0)


def ratio(part: float, whole: float) -> float:
    """Part ÷ whole in percent; NaN where the whole is missing or zero."""
    return 100 * part / whole if whole else np.nan


def _whole(values: pd.Series) -> float:
    return float(values.sum(skipna=False, min_count=1))


def select_and_sort(
    units: pd.DataFrame, chosen: tuple[str, ...], measure: str, order: str, always: str | None = None
) -> pd.DataFrame:
    """The chosen units (all where none is chosen), by `measure`: highest or lowest first, or as reported.

    `always` is kept even where it is not chosen. Units without the measure come last; ties stay in the order reported.
    """
    kept = units[units["unit"].isin((*chosen, always))] if chosen else units
    if order == "reported":
        return kept.reset_index(drop=True)
    return kept.sort_values(measure, ascending=order == "lowest", kind="stable", na_position="last", ignore_index=True)
