"""How does the district stand among the city's counties? Always on the counties' own basis and date."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from renovation.comparisons.units import rank
from renovation.domain import places
from renovation.domain.dated_tables import DatedTable


@dataclass(frozen=True)
class BasisComparison:
    """The own county's area in two statistics, which never share a chart, a ranking or an unnamed subtraction."""

    district_area: float
    district_basis: str
    district_as_of: str
    city_area: float
    city_basis: str
    city_as_of: str
    difference: float


def compare_counties(progress: DatedTable) -> pd.DataFrame:
    """One row a county, the highest first.

    Columns: `county`, `area_reported` (万㎡), `rank` (ties share one), `gap_to_first` (万㎡, 0 or below),
    `gap_to_next` (万㎡, to the one ranked just above; missing for the first), `as_of`, `basis`.
    """
    area = progress.frame["area_reported"]
    ranked = progress.frame.assign(rank=rank(area), gap_to_first=area - area.max())
    ordered = ranked.sort_values("area_reported", ascending=False, kind="stable", ignore_index=True)
    above = ordered["area_reported"].map(_next_above(ordered["area_reported"]))
    return ordered.assign(
        gap_to_next=ordered["area_reported"] - above, as_of=progress.as_of.isoformat(), basis=progress.basis
    )


def _next_above(areas: pd.Series) -> pd.Series:
    """For each distinct area the next larger one; missing for the largest."""
    distinct = pd.Series(sorted(set(areas.dropna()), reverse=True), dtype="float64")
    return pd.Series(distinct.shift(1).to_numpy(), index=distinct)


def compare_bases(counties: pd.DataFrame, figures: pd.DataFrame, figures_basis: str) -> BasisComparison | None:
    """The own county's area in the district's statistics beside what was reported to the city.

    None where one of the two is missing, or where both speak of the same basis.
    """
    own = figures[(figures["subject"] == places.DISTRICT.name) & (figures["measure"] == "area_renovated")]
    city = counties[counties["county"] == places.OWN_COUNTY.name]
    if own.empty or city.empty or pd.isna(city["area_reported"].iloc[0]) or city["basis"].iloc[0] == figures_basis:
        return None
    mine, theirs = float(own["value"].iloc[0]), float(city["area_reported"].iloc[0])
    return BasisComparison(
        mine, figures_basis, own["period"].iloc[0], theirs, city["basis"].iloc[0], city["as_of"].iloc[0], mine - theirs
    )
