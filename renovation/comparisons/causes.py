"""What may have caused a mismatch: the printed parts kept, one term varied among the figures of the same kind.

Numbers fit one another by chance too. A cause is therefore offered only where exactly one variation gives the
printed value, and where so many variations would be expected to give it by chance less than once in twenty times:
the number of variations that come near (within half of the printed value) times the share of that neighbourhood
which counts as a fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from renovation.domain.measures import MEASURES
from renovation.domain.numbers import decimal_places
from renovation.domain.tables.declaration import CITY_BASIS, DISTRICT_BASIS

CHANCE: Final = 0.05


@dataclass(frozen=True)
class Interval:
    """The values that count as fitting, `low` included and `high` not."""

    low: float
    high: float


@dataclass(frozen=True)
class Cause:
    """A likely cause: `form` says how `other` (of `other_subject`, `other_measure`, on `other_basis`) came in.

    Forms of a ratio N ÷ D: `less` (N − X) ÷ D, `plus` (N + X) ÷ D, `instead` X ÷ D, `target_less` N ÷ (D − X),
    `target_plus` N ÷ (D + X), `target_instead` N ÷ X. Forms of a sum: `left_out`, `twice`, `swapped`.
    """

    form: str
    other: float
    other_subject: str
    other_measure: str
    other_basis: str


def figures_of_kind(
    quantity: str, figures: pd.DataFrame, figures_basis: str, units: pd.DataFrame, counties: pd.DataFrame
) -> pd.DataFrame:
    """Every figure of one kind: `value`, `subject`, `measure`, `basis`, without what is missing."""
    measures = {name for name, measure in MEASURES.items() if measure.quantity == quantity}
    listed = figures[figures["measure"].isin(measures)][["value", "subject", "measure"]].assign(basis=figures_basis)
    by_unit = units.melt("unit", [c for c in units.columns if c in measures], "measure", "value")
    by_county = counties.melt("county", [c for c in counties.columns if c in measures], "measure", "value")
    return pd.concat(
        [
            listed,
            by_unit.rename(columns={"unit": "subject"}).assign(basis=DISTRICT_BASIS),
            by_county.rename(columns={"county": "subject"}).assign(basis=CITY_BASIS),
        ],
        ignore_index=True,
    ).dropna(subset=["value"])


def cause_of_ratio(
    reported: float, numerator: float, denominator: float, kind: pd.DataFrame, target_kind: pd.DataFrame
) -> Cause | None:
    """The likely cause of a rate (in percent) that does not follow from its parts."""
    others, targets = kind["value"], target_kind["value"]
    variations = pd.concat(
        [
            kind.assign(form="less", result=100 * (numerator - others) / denominator),
            kind.assign(form="plus", result=100 * (numerator + others) / denominator),
            kind.assign(form="instead", result=100 * others / denominator),
            target_kind.assign(form="target_less", result=_over(numerator, denominator - targets)),
            target_kind.assign(form="target_plus", result=_over(numerator, denominator + targets)),
            target_kind.assign(form="target_instead", result=_over(numerator, targets)),
        ]
    )
    step = 10.0 ** -decimal_places(reported)
    return _significant(variations, reported, Interval(reported - step / 2, reported + step))


def cause_of_sum(reported: float, summands: pd.DataFrame, tolerance: float) -> Cause | None:
    """The likely cause of a total that is not the sum of its parts: one left out, counted twice or swapped.

    `summands` as `figures_of_kind` gives them. `tolerance` is what rounding may explain, 0 for counts.
    """
    value = summands["value"].astype("float64")
    total = float(value.sum())
    swapped = summands.merge(summands.add_suffix("_there"), how="cross")
    swapped = swapped[swapped["subject"] != swapped["subject_there"]]
    variations = pd.concat(
        [
            summands.assign(form="left_out", result=total - value),
            summands.assign(form="twice", result=total + value),
            swapped.assign(form="swapped", result=total - swapped["value_there"] + swapped["value"]),
        ]
    )
    width = max(tolerance, 0.5)
    return _significant(variations, reported, Interval(reported - width, reported + width))


def _over(numerator: float, denominators: pd.Series) -> pd.Series:
    return 100 * numerator / denominators.where(denominators > 0)


def _significant(variations: pd.DataFrame, reported: float, fitting: Interval) -> Cause | None:
    """The only variation that fits, unless that many variations would be likely to fit by chance."""
    result = variations["result"]
    fits = variations[(result >= fitting.low) & (result < fitting.high)]
    near = int((np.abs(result - reported) <= reported / 2).sum())
    by_chance = near * (fitting.high - fitting.low) / reported if reported > 0 else np.inf
    if len(fits) != 1 or by_chance >= CHANCE:
        return None
    fit = fits.iloc[0]
    return Cause(fit["form"], float(fit["value"]), fit["subject"], fit["measure"], fit["basis"])
