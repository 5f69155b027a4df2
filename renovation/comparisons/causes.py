"""Finds the likely cause of a mismatch: which other figure somebody used by mistake to calculate the reported one.

The module repeats the calculation with every other figure of the same kind. Such a variation of the calculation can
also give the reported value by chance. Therefore a cause is returned only if two conditions are met: exactly one
variation gives the reported value, and the number of variations that would give it by chance is estimated to be below
0.05. For this estimate, the module counts the variations whose results lie between half and one and a half times the
reported value, and assumes that their results are spread evenly over this range.
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
"""A cause is returned only if fewer variations than this are expected to give the reported value by chance."""


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` (included) to `high` (not included)."""

    low: float
    high: float


@dataclass(frozen=True)
class Cause:
    """The likely cause of a mismatch: which figure was wrongly used in the calculation of the reported one.

    `other` is the value of the wrongly used figure X; `other_subject` (its place), `other_measure` and `other_basis`
    say which figure this is. `form` says how the calculation was wrong. A ratio N ÷ D was calculated as (N − X) ÷ D
    (`less`), (N + X) ÷ D (`plus`), X ÷ D (`instead`), N ÷ (D − X) (`target_less`), N ÷ (D + X) (`target_plus`) or N ÷ X
    (`target_instead`). In a sum, the part X was forgotten (`left_out`), added twice (`twice`), or added instead of
    another part (`swapped`).
    """

    form: str
    other: float
    other_subject: str
    other_measure: str
    other_basis: str


def figures_of_kind(
    quantity: str, figures: pd.DataFrame, figures_basis: str, units: pd.DataFrame, counties: pd.DataFrame
) -> pd.DataFrame:
    """Returns all figures that may be mistaken for one another, without missing values.

    These are the figures of all measures with the same `quantity`, such as "area" (see the field `quantity` of
    Measure). `figures` is the release's table of this name (one row for each figure of the district), and
    `figures_basis` is its basis. `units` is the result of `compare_units`, `counties` the result of `compare_counties`.
    Columns of the result: `value` (in the measure's unit of measurement), `subject` (the place), `measure`, `basis`.
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
    """Returns the likely cause of the difference between a rate and its recomputed value; None if no cause is likely.

    `reported` is the rate in percent; the caller must know already that it differs from `numerator` ÷ `denominator`.
    `kind` holds the figures that may have been used instead of the numerator, `target_kind` those that may have been
    used instead of the denominator. Both are results of `figures_of_kind`.
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
    """Returns the likely cause of the difference between a total and the sum of its parts; None if no cause is likely.

    `reported` is the total; the caller must know already that it differs from the sum. `summands` holds the parts, one
    in each row, with the columns `value`, `subject` (the place), `measure` and `basis`. `tolerance` is the difference
    that rounding can explain, 0 for counts.
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
    """Returns the cause that explains a reported figure, if exactly one variation of its calculation gives this figure.

    `reported` is this figure. `variations` maps each form of a Cause, such as "plus", to the figures that were tried
    (columns of `figures_of_kind`) and to the result of the calculation with each of them. A variation gives the figure
    if its result lies in `matching`. Returns None if none or several do, or if a match by chance is likely (see the
    module's docstring).
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
