"""Compares the district with the targets of the city and its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from renovation.comparisons.units import percentage
from renovation.domain import places


@dataclass(frozen=True)
class Rate:
    """A rate of the district: the measure that it is printed under, and the two measures that it is computed from."""

    measure: str
    numerator: str
    denominator: str


RATES: Final = (
    Rate("city_target_projects_rate", "projects_completed", "city_target_projects"),
    Rate("city_target_area_rate", "area_renovated", "city_target_area"),
    Rate("district_target_area_rate", "area_renovated", "district_target_area"),
    Rate("share_of_scheduled_started", "projects_started", "projects_scheduled"),
)


def district_values(figures: pd.DataFrame) -> pd.Series:
    """Returns the printed figures of the district, each in the unit of its measure, with the measures as index.

    `figures` has the columns of `FIGURES`; `subject`, `measure` and `value` are used.
    """
    district = figures[figures["subject"] == places.DISTRICT.name]
    return pd.Series(district["value"].to_numpy(dtype="float64"), index=district["measure"])


def district_rates(values: pd.Series) -> Mapping[str, float]:
    """Returns each rate of RATES in percent, recomputed from `district_values`.

    A rate is NaN if a part is missing or the denominator is zero.
    """
    return {
        rate.measure: percentage(value_of(values, rate.numerator), value_of(values, rate.denominator)) for rate in RATES
    }


def value_of(values: pd.Series, measure: str) -> float:
    """Returns a figure of `district_values`, NaN if the source gives none."""
    return float(values.get(measure, np.nan))


def benefits_of(figures: pd.DataFrame, measures: Collection[str]) -> pd.DataFrame:
    """Returns the estimated benefits of the district as printed.

    `figures` has the columns of `FIGURES`. Columns: `measure`, `value` (in `unit_of_measure`), `unit_of_measure`,
    `period`, `nature`.
    """
    rows = figures[(figures["subject"] == places.DISTRICT.name) & figures["measure"].isin(measures)]
    return rows[["measure", "value", "unit_of_measure", "period", "nature"]].reset_index(drop=True)
