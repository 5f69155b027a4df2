"""Finds the places with the highest and the lowest value of a measure. Values that look alike on a page are equal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from renovation.domain.measures import is_rate
from renovation.domain.numbers import half_up_all

RATE_DECIMALS: Final = 1
"""The decimals to which rates are printed; other measures are printed with the decimals in their table."""


@dataclass(frozen=True)
class Extreme:
    """The places with the highest, or with the lowest, value of a measure.

    `places` are the places that share this `value`, in the order of the table. `reported` is the number of all places
    that have a value, `missing` names the places without a value. `all_equal` is True if all places have the same
    displayed value.
    """

    places: tuple[str, ...]
    value: float
    reported: int
    missing: tuple[str, ...]
    all_equal: bool

    @property
    def shared(self) -> bool:
        """Whether several places have the highest (or lowest) value."""
        return len(self.places) > 1

    @property
    def distinguishes(self) -> bool:
        """Whether at least two places have different displayed values; otherwise, no place is first or last."""
        return self.reported > 1 and not self.all_equal


def as_printed(values: pd.Series, measure: str) -> pd.Series:
    """Returns the values of `measure` as float64, with rates rounded as displayed; the index stays the same."""
    exact = values.astype("float64")
    return pd.Series(half_up_all(exact, RATE_DECIMALS), index=values.index) if is_rate(measure) else exact


def highest(names: pd.Series, values: pd.Series, measure: str) -> Extreme | None:
    """Returns the places whose value, rounded as on the screen, is the largest; None if no place has a value.

    `names` and `values` have a row for each place: the place's name, and its value of `measure` in the measure's unit
    of measurement.
    """
    return _extreme(names, as_printed(values, measure), lowest=False)


def lowest(names: pd.Series, values: pd.Series, measure: str) -> Extreme | None:
    """Returns the places whose value, rounded as on the screen, is the smallest; None if no place has a value.

    `names` and `values` have a row for each place: the place's name, and its value of `measure` in the measure's unit
    of measurement.
    """
    return _extreme(names, as_printed(values, measure), lowest=True)


def distinguished(units: pd.DataFrame, first: Sequence[str], last: Sequence[str] = ()) -> frozenset[str]:
    """Returns the names of the units that have the highest value of one measure, or the lowest value of another.

    `first` are the measures whose highest values count, `last` those whose lowest values count. The title of a chart
    names these units, and the chart emphasises them. A measure is ignored if all units have the same displayed value.
    `units` has the column `unit` and a column for each of the measures.
    """
    tops = [highest(units["unit"], units[measure], measure) for measure in first]
    bottoms = [lowest(units["unit"], units[measure], measure) for measure in last]
    return frozenset(unit for one in (*tops, *bottoms) if one and not one.all_equal for unit in one.places)


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
