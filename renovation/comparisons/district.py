"""Where does the district stand against the city's targets and its own?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from renovation.comparisons.units import ratio
from renovation.domain import places


@dataclass(frozen=True)
class Rate:
    """How a district's rate is made: two measures of 全区指标, and the measure under which the source prints it."""

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
    """The printed figures of the whole district: value by measure name."""
    own = figures[figures["subject"] == places.DISTRICT.name]
    return pd.Series(own["value"].to_numpy(dtype="float64"), index=own["measure"])


def district_rates(values: pd.Series) -> Mapping[str, float]:
    """Each rate of RATES recomputed, in percent; NaN where a part is missing or the target is zero."""
    return {rate.measure: ratio(value_of(values, rate.numerator), value_of(values, rate.denominator)) for rate in RATES}


def value_of(values: pd.Series, measure: str) -> float:
    """A printed figure, NaN where the source gives none."""
    return float(values.get(measure, np.nan))


def benefits_of(figures: pd.DataFrame, measures: set[str]) -> pd.DataFrame:
    """The estimated benefits as printed: `measure`, `value`, `unit_of_measure`, `period`, `nature`."""
    rows = figures[(figures["subject"] == places.DISTRICT.name) & figures["measure"].isin(measures)]
    return rows[["measure", "value", "unit_of_measure", "period", "nature"]].reset_index(drop=True)
