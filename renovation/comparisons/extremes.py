"""Finds the places with the highest and the lowest value of a measure, by the values as they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from renovation.domain.measures import is_rate
from renovation.domain.numbers import half_up_all

RATE_DECIMALS: Final = 1
"""The decimals to which rates are printed; other measures are printed with the decimals in their table."""


@dataclass(frozen=True)
class Extreme:
    """The places at one end of a measure.

    `places` share the highest or lowest printed `value`, in their order in the table. `reported` counts the places with
    a value, `missing` names those without. `all_equal` says that all places with a value print the same one.
    """

    places: tuple[str, ...]
    value: float
    reported: int
    missing: tuple[str, ...]
    all_equal: bool

    @property
    def shared(self) -> bool:
        """Whether several places have this printed value."""
        return len(self.places) > 1

    @property
    def distinguishes(self) -> bool:
        """Whether at least two different values are printed, so that one place is first and another one last."""
        return self.reported > 1 and not self.all_equal


def as_printed(values: pd.Series, measure: str) -> pd.Series:
    """Returns the values of a measure as float64, rounded as they are printed; the index is kept."""
    exact = values.astype("float64")
    return pd.Series(half_up_all(exact, RATE_DECIMALS), index=values.index) if is_rate(measure) else exact


def highest(names: pd.Series, values: pd.Series, measure: str) -> Extreme | None:
    """Returns the places with the largest printed value, or None when no place has a value.

    `values` belong to `names` row by row, in the unit of the measure.
    """
    return _extreme(names, as_printed(values, measure), lowest=False)


def lowest(names: pd.Series, values: pd.Series, measure: str) -> Extreme | None:
    """Returns the places with the smallest printed value, or None when no place has a value."""
    return _extreme(names, as_printed(values, measure), lowest=True)


def _extreme(names: pd.Series, printed: pd.Series, lowest: bool) -> Extreme | None:
    reported = int(printed.count())
    if not reported:
        return None
    value = float(printed.min() if lowest else printed.max())
    return Extreme(
        places=tuple(names[printed == value]),
        value=value,
        reported=reported,
        missing=tuple(names[printed.isna()]),
        all_equal=bool(printed.min() == printed.max()),
    )
