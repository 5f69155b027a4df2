"""Compares the district's figures with the targets that the city and the district have set."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from renovation.comparisons.units import percentage
from renovation.domain import places
from renovation.domain.columns import (
    AREA_RENOVATED,
    CITY_TARGET_AREA,
    CITY_TARGET_AREA_RATE,
    CITY_TARGET_PROJECTS,
    CITY_TARGET_PROJECTS_RATE,
    DISTRICT_TARGET_AREA,
    DISTRICT_TARGET_AREA_RATE,
    MEASURE,
    NATURE,
    PERIOD,
    PROJECTS_COMPLETED,
    PROJECTS_SCHEDULED,
    PROJECTS_STARTED,
    SHARE_OF_SCHEDULED_STARTED,
    SUBJECT,
    UNIT_OF_MEASURE,
    VALUE,
)


@dataclass(frozen=True)
class Rate:
    """A rate of the district in percent: the measure `numerator` ÷ the measure `denominator`.

    `measure` is the measure of the rate itself; under this name, the table `figures` holds the rate as it was reported.
    """

    measure: str
    numerator: str
    denominator: str


RATES: Final = (
    Rate(CITY_TARGET_PROJECTS_RATE, PROJECTS_COMPLETED, CITY_TARGET_PROJECTS),
    Rate(CITY_TARGET_AREA_RATE, AREA_RENOVATED, CITY_TARGET_AREA),
    Rate(DISTRICT_TARGET_AREA_RATE, AREA_RENOVATED, DISTRICT_TARGET_AREA),
    Rate(SHARE_OF_SCHEDULED_STARTED, PROJECTS_STARTED, PROJECTS_SCHEDULED),
)


def district_values(figures: pd.DataFrame) -> pd.Series:
    """Returns the reported figures of the whole district, each in its measure's unit of measurement.

    The index of the result is the names of the measures. `figures` is the release's table of this name, with one row
    for each figure; `subject`, `measure` and `value` are read.
    """
    district = figures[figures[SUBJECT] == places.DISTRICT.name]
    return pd.Series(district[VALUE].to_numpy(dtype="float64"), index=district[MEASURE])


def figures_of_year(figures: pd.DataFrame, year: int) -> pd.DataFrame:
    """Returns the rows of `figures` whose `period` (a year or an ISO date) is in `year`.

    A figure must be compared with a target only if both are of the same year. `figures` is the release's table of this
    name, with one row for each figure of the district.
    """
    of_year: pd.DataFrame = figures[figures[PERIOD].str.startswith(str(year))]
    return of_year


def district_rates(values: pd.Series) -> Mapping[str, float]:
    """Recomputes the district's rates that the constant RATES declares, and returns them in percent.

    The keys are the names of the rates, each of which is a measure. `values` is the result of `district_values`. A rate
    is NaN if its numerator or denominator is missing, or if the denominator is zero.
    """
    return {
        rate.measure: percentage(value_of(values, rate.numerator), value_of(values, rate.denominator)) for rate in RATES
    }


def value_of(values: pd.Series, measure: str) -> float:
    """Returns the district's figure of a measure, in the measure's unit of measurement; NaN if it is missing.

    `values` is the result of `district_values`.
    """
    return float(values.get(measure, np.nan))


def benefits_of(figures: pd.DataFrame, measures: Collection[str]) -> pd.DataFrame:
    """Returns the estimated benefits of the renovation for the district as reported, such as the land freed.

    `figures` is the release's table of this name (one row for each figure of the district); `measures` are the names of
    the wanted benefits. Columns of the result: `measure`, `value` (in `unit_of_measure`), `unit_of_measure`, `period`
    (the year or the ISO date that the value is about), `nature` (a code that says whether the value is a statistic, a
    target, a plan, a goal or an estimate).
    """
    rows = figures[(figures[SUBJECT] == places.DISTRICT.name) & figures[MEASURE].isin(measures)]
    return rows[[MEASURE, VALUE, UNIT_OF_MEASURE, PERIOD, NATURE]].reset_index(drop=True)
