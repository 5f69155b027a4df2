"""Finds the likely cause of a mismatch between a reported and a recomputed figure: a wrong figure was used.

The calculation is repeated with every other figure of the same kind; such a variation may give the reported value by
chance. A cause is therefore returned only if exactly one variation gives the reported value, and if fewer than 0.05
variations are expected to give it by chance. This expected number is estimated from the variations whose results differ
from the reported value by at most half of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from renovation.domain.columns import BASIS, COUNTY, MEASURE, SUBJECT, UNIT, VALUE
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import decimal_places
from renovation.domain.tables.declaration import CITY_BASIS, DISTRICT_BASIS

CHANCE: Final = 0.05
"""No cause is returned if this number of chance matches, or more, is to be expected."""


@dataclass(frozen=True)
class Interval:
    """A range of values: `low` is included, `high` is not."""

    low: float
    high: float


@dataclass(frozen=True)
class Cause:
    """The likely cause of a mismatch: the figure `other` was used in the calculation by mistake.

    `other_subject`, `other_measure` and `other_basis` identify this figure. `form` says how it was used. For a ratio N
    ÷ D and the figure X: `less` (N − X) ÷ D, `plus` (N + X) ÷ D, `instead` X ÷ D, `target_less` N ÷ (D − X),
    `target_plus` N ÷ (D + X), `target_instead` N ÷ X. For a sum: `left_out` or `twice` (X is a part of the sum), or
    `swapped` (X was added in place of another part).
    """

    form: str
    other: float
    other_subject: str
    other_measure: str
    other_basis: str


def figures_of_kind(
    quantity: str, figures: pd.DataFrame, figures_basis: str, units: pd.DataFrame, counties: pd.DataFrame
) -> pd.DataFrame:
    """Returns all figures of the measures that have the same `quantity` (see `Measure`), without missing values.

    `figures` has the columns of `FIGURES` and the basis `figures_basis`, `units` has the columns of `compare_units`,
    `counties` those of `compare_counties`. Columns: `value` (in the measure's unit of measurement), `subject`,
    `measure`, `basis`.
    """
    measures = {name for name, measure in MEASURES.items() if measure.quantity == quantity}
    listed = figures[figures[MEASURE].isin(measures)][[VALUE, SUBJECT, MEASURE]].assign(basis=figures_basis)
    columns = [
        pd.DataFrame({VALUE: frame[name], SUBJECT: frame[place], MEASURE: name, BASIS: basis})
        for frame, place, basis in ((units, UNIT, DISTRICT_BASIS), (counties, COUNTY, CITY_BASIS))
        for name in frame.columns
        if name in measures
    ]
    return pd.concat([listed, *columns], ignore_index=True).dropna(subset=[VALUE])


def cause_of_ratio(
    reported: float, numerator: float, denominator: float, kind: pd.DataFrame, target_kind: pd.DataFrame
) -> Cause | None:
    """Returns the likely cause if the rate `reported` (%) differs from `numerator` ÷ `denominator`, or None.

    `kind` and `target_kind` hold the figures that may have been used instead of the numerator and the denominator, with
    the columns of `figures_of_kind`.
    """
    others, targets = (frame[VALUE].to_numpy(dtype="float64") for frame in (kind, target_kind))
    variations = {
        "less": (kind, 100 * (numerator - others) / denominator),
        "plus": (kind, 100 * (numerator + others) / denominator),
        "instead": (kind, 100 * others / denominator),
        "target_less": (target_kind, _over(numerator, denominator - targets)),
        "target_plus": (target_kind, _over(numerator, denominator + targets)),
        "target_instead": (target_kind, _over(numerator, targets)),
    }
    step = 10.0 ** -decimal_places(reported)
    return _significant(variations, reported, Interval(reported - step / 2, reported + step))


def cause_of_sum(reported: float, summands: pd.DataFrame, tolerance: float) -> Cause | None:
    """Returns the likely cause if the total `reported` differs from the sum of its parts; None if no cause is likely.

    `summands` holds the parts, with the columns of `figures_of_kind`. `tolerance` is the difference that rounding can
    explain, 0 for counts.
    """
    value = summands[VALUE].to_numpy(dtype="float64")
    total = float(value.sum())
    swapped = summands.merge(summands.add_suffix("_there"), how="cross")
    swapped = swapped[swapped[SUBJECT] != swapped["subject_there"]]
    variations = {
        "left_out": (summands, total - value),
        "twice": (summands, total + value),
        "swapped": (swapped, total - swapped["value_there"].to_numpy("float64") + swapped[VALUE].to_numpy("float64")),
    }
    width = max(tolerance, 0.5)
    return _significant(variations, reported, Interval(reported - width, reported + width))


def _over(numerator: float, denominators: np.ndarray) -> np.ndarray:
    return 100 * numerator / np.where(denominators > 0, denominators, np.nan)


def _significant(
    variations: Mapping[str, tuple[pd.DataFrame, np.ndarray]], reported: float, matching: Interval
) -> Cause | None:
    """Returns the only variation that matches, unless a match by chance is likely.

    `variations` holds for each form the figures that were used (columns of `figures_of_kind`) and their results.
    """
    near = sum(int((np.abs(result - reported) <= reported / 2).sum()) for _figures, result in variations.values())
    by_chance = near * (matching.high - matching.low) / reported if reported > 0 else np.inf
    matches = [
        (form, figures.iloc[int(place)])
        for form, (figures, result) in variations.items()
        for place in np.flatnonzero((result >= matching.low) & (result < matching.high))
    ]
    if len(matches) != 1 or by_chance >= CHANCE:
        return None
    form, match = matches[0]
    return Cause(form, float(match[VALUE]), match[SUBJECT], match[MEASURE], match[BASIS])
