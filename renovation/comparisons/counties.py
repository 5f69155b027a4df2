"""Compares the counties of the city, on the basis and date of their own reports."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from renovation.comparisons.units import rank
from renovation.domain import places
from renovation.domain.dated_tables import DatedTable


@dataclass(frozen=True)
class BasisComparison:
    """The area renovated in the district (万㎡) by the district's and by the city's statistics.

    The two are not comparable: they never share a chart or a ranking. `district_as_of` and `city_as_of` are ISO dates.
    """

    district_area: float
    district_basis: str
    district_as_of: str
    city_area: float
    city_basis: str
    city_as_of: str
    difference: float


def compare_counties(progress: DatedTable) -> pd.DataFrame:
    """Returns one row a county, the largest area first.

    `progress` has the columns of `COUNTY_PROGRESS`. Columns: `county`, `area_reported` (万㎡), `rank` (1 is the
    largest; ties share a rank), `gap_to_first` (万㎡, 0 or negative), `gap_to_next` (万㎡, to the next larger area;
    missing for the first), `as_of` (ISO date), `basis`.
    """
    area = progress.frame["area_reported"]
    ranked = progress.frame.assign(rank=rank(area), gap_to_first=area - area.max())
    ordered = ranked.sort_values("area_reported", ascending=False, kind="stable", ignore_index=True)
    above = ordered["area_reported"].map(_next_above(ordered["area_reported"]))
    return ordered.assign(
        gap_to_next=ordered["area_reported"] - above, as_of=progress.as_of.isoformat(), basis=progress.basis
    )


def _next_above(areas: pd.Series) -> pd.Series:
    """The next larger area (万㎡) for each distinct area; missing for the largest."""
    distinct = pd.Series(sorted(set(areas.dropna()), reverse=True), dtype="float64")
    return pd.Series(distinct.shift(1).to_numpy(), index=distinct)


def compare_bases(counties: pd.DataFrame, figures: pd.DataFrame, figures_basis: str) -> BasisComparison | None:
    """Returns the area renovated in the district by both statistics.

    `counties` has the columns of `compare_counties`, `figures` those of `FIGURES`. Returns None if one of the two
    areas is missing or both are on the same basis.
    """
    district = figures[(figures["subject"] == places.DISTRICT.name) & (figures["measure"] == "area_renovated")]
    city = counties[counties["county"] == places.OWN_COUNTY.name]
    if district.empty or city.empty or pd.isna(city["area_reported"].iloc[0]) or city["basis"].iloc[0] == figures_basis:
        return None
    district_area, city_area = float(district["value"].iloc[0]), float(city["area_reported"].iloc[0])
    return BasisComparison(
        district_area=district_area,
        district_basis=figures_basis,
        district_as_of=district["period"].iloc[0],
        city_area=city_area,
        city_basis=city["basis"].iloc[0],
        city_as_of=city["as_of"].iloc[0],
        difference=district_area - city_area,
    )
