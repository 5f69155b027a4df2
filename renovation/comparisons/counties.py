"""Compares the counties of the city, by the figures that they reported to the city."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from renovation.comparisons.extremes import Extreme, highest
from renovation.comparisons.units import rank
from renovation.domain import places
from renovation.domain.columns import (
    AREA_RENOVATED,
    AREA_REPORTED,
    AS_OF,
    BASIS,
    COUNTY,
    MEASURE,
    PERIOD,
    SUBJECT,
    VALUE,
)
from renovation.domain.dated_tables import DatedTable
from renovation.domain.numbers import decimal_places, half_up

RANK: Final = "rank"
_FEWEST_GAP_DECIMALS: Final = 2


@dataclass(frozen=True)
class BasisComparison:
    """The area renovated in the district (万㎡) on two bases: the district's own, and as reported to the city.

    The two areas must not share a chart or a ranking, because they are not comparable. `district_as_of` and
    `city_as_of` are their dates, as ISO dates. `difference` is `district_area` − `city_area`.
    """

    district_area: float
    district_basis: str
    district_as_of: str
    city_area: float
    city_basis: str
    city_as_of: str
    difference: float


def compare_counties(progress: DatedTable) -> pd.DataFrame:
    """Returns one row for each county, the largest area first.

    `progress` is the table `county_progress` with its date and basis. Columns: `county`, `area_reported` (万㎡), `rank`
    (1 is the largest area; equal areas share a rank), `gap_to_first` (this area − the largest area in 万㎡, 0 or
    negative), `gap_to_next` (this area − the next larger area in 万㎡; missing for the first county), `as_of` (ISO
    date), `basis`.
    """
    area = progress.frame[AREA_REPORTED]
    ranked = progress.frame.assign(**{RANK: rank(area)}, gap_to_first=area - area.max())
    ordered = ranked.sort_values(AREA_REPORTED, ascending=False, kind="stable", ignore_index=True)
    above = ordered[AREA_REPORTED].map(_next_above(ordered[AREA_REPORTED]))
    return ordered.assign(
        gap_to_next=ordered[AREA_REPORTED] - above, as_of=progress.as_of.isoformat(), basis=progress.basis
    )


def _next_above(areas: pd.Series) -> pd.Series:
    """Returns, for each different area in `areas`, the next larger area (万㎡); the index of the result is the areas.

    The largest area has no next larger one; its value is missing.
    """
    distinct = pd.Series(sorted(set(areas.dropna()), reverse=True), dtype="float64")
    return pd.Series(distinct.shift(1).to_numpy(), index=distinct)


@dataclass(frozen=True)
class CityRank:
    """The rank of our own county (吴兴区) among the counties of the city. Areas are in 万㎡.

    - `rank`, `area`: our county's rank (1 is the largest area) and its area.
    - `gap`: by how much our area is smaller than the largest area of a county; 0 if ours is the largest.
    - `first`: the county or counties with the largest area.
    - `tied`: the names of the other counties with the same rank as ours.
    - `missing`: the names of the counties without a figure.
    - `second`: the names of the counties with rank 2, other than ours.
    - `lead`: if our county alone is first, by how much its area is larger than that of the counties in `second`;
      otherwise 0.
    """

    rank: int
    area: float
    gap: float
    first: Extreme
    tied: tuple[str, ...]
    missing: tuple[str, ...]
    second: tuple[str, ...]
    lead: float


def city_rank(counties: pd.DataFrame) -> CityRank | None:
    """Returns the rank of our own county (吴兴区) in the city; None if our county has not reported.

    `counties` has the columns of `compare_counties`.
    """
    own = counties[counties[COUNTY] == places.OWN_COUNTY.name].dropna(subset=[RANK])
    first = highest(counties[COUNTY], counties[AREA_REPORTED], AREA_REPORTED)
    if own.empty or first is None:
        return None
    row = own.iloc[0]
    same = counties[(counties[RANK] == row[RANK]) & (counties[COUNTY] != places.OWN_COUNTY.name)]
    second = counties[(counties[RANK] == 2) & (counties[COUNTY] != places.OWN_COUNTY.name)]
    is_ahead = row[RANK] == 1 and not second.empty
    absent = tuple(place.name for place in places.COUNTIES if place.name not in set(counties[COUNTY]))
    return CityRank(
        rank=int(row[RANK]),
        area=float(row[AREA_REPORTED]),
        gap=half_up(abs(row["gap_to_first"]), gap_decimals(counties)),
        first=first,
        tied=tuple(same[COUNTY]),
        missing=(*first.missing, *absent),
        second=tuple(second[COUNTY]),
        lead=half_up(row[AREA_REPORTED] - second[AREA_REPORTED].max(), gap_decimals(counties)) if is_ahead else 0.0,
    )


def gap_decimals(counties: pd.DataFrame) -> int:
    """Returns the number of decimals, at least two, with which the differences between the counties' areas are exact.

    `counties` has the column `area_reported` (万㎡).
    """
    areas = counties[AREA_REPORTED].dropna()
    return max([_FEWEST_GAP_DECIMALS, *(decimal_places(area) for area in areas)])


def compare_bases(counties: pd.DataFrame, figures: pd.DataFrame, figures_basis: str) -> BasisComparison | None:
    """Compares the area renovated in the district by the district's own statistic with the area reported to the city.

    `counties` is the result of `compare_counties`. `figures` is the release's table of this name (one row for each
    figure of the district), and `figures_basis` is its basis. Returns None if one of the two areas is missing or both
    are on the same basis.
    """
    district = figures[(figures[SUBJECT] == places.DISTRICT.name) & (figures[MEASURE] == AREA_RENOVATED)]
    city = counties[counties[COUNTY] == places.OWN_COUNTY.name]
    if district.empty or city.empty or pd.isna(city[AREA_REPORTED].iloc[0]) or city[BASIS].iloc[0] == figures_basis:
        return None
    district_area, city_area = float(district[VALUE].iloc[0]), float(city[AREA_REPORTED].iloc[0])
    return BasisComparison(
        district_area=district_area,
        district_basis=figures_basis,
        district_as_of=district[PERIOD].iloc[0],
        city_area=city_area,
        city_basis=city[BASIS].iloc[0],
        city_as_of=city[AS_OF].iloc[0],
        difference=district_area - city_area,
    )
