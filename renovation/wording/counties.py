"""Sentences and a table about the counties of the city, and about our own county's figures on two bases."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.counties import BasisComparison, CityRank, city_rank, gap_decimals
from renovation.comparisons.results import Results
from renovation.domain.dated_tables import records
from renovation.domain.numbers import half_up
from renovation.domain.places import OWN_COUNTY
from renovation.domain.tables.county_progress import COUNTY_PROGRESS
from renovation.language import Words
from renovation.wording.extremes import unit_names
from renovation.wording.headlines import Headline


def county_finding(results: Results, words: Words) -> str:
    """Returns a title about our county's rank in the city by area, and its distance to the first county.

    The title also names the counties without a figure. Returns an empty text if our county has not reported.
    """
    place = city_rank(results.counties)
    if place is None:
        return ""
    own = words.place(OWN_COUNTY.name)
    if place.first.reported == 1:
        return words("Only {own} has reported to the city so far, so there is no city ranking yet", own=own)
    finding = _rank_clause(place, own, gap_decimals(results.counties), words)
    if not place.missing:
        return finding
    return words("{finding}; not reported: {counties}", finding=finding, counties=unit_names(place.missing, words))


def no_rank_sentence(counties: pd.DataFrame, words: Words) -> str:
    """Returns a title that says why our county has no rank: no county has reported an area, or our county has not.

    `counties` is the result of `compare_counties`.
    """
    if counties.empty:
        return words("This release has no figures of the counties")
    return words("Our district has not reported figures to the city")


def _rank_clause(place: CityRank, own: str, decimals: int, words: Words) -> str:
    if place.first.all_equal:
        area = words.measured("area_reported", place.area)
        return words("All {count} counties report the same area, {area}", count=place.first.reported, area=area)
    if place.rank == 1:
        sentence = (
            words("{own} shares first place in the city with {others}")
            if place.tied
            else words("{own} is first in the city")
        )
    else:
        sentence = (
            words("{own} shares rank {rank} in the city with {others}, {gap} behind first-placed {first}")
            if place.tied
            else words("{own} ranks no. {rank} in the city, {gap} behind first-placed {first}")
        )
    return sentence.format(
        own=own,
        rank=place.rank,
        others=unit_names(place.tied, words),
        gap=words.fixed(place.gap, decimals, "万㎡"),
        first=unit_names(place.first.places, words),
    )


def bases_finding(bases: BasisComparison, words: Words) -> str:
    """Returns a title with the difference between our county's area on the district's basis and on the city's basis."""
    difference = _rounded_difference(bases)
    if difference == 0:
        return words(
            "The two statistics for our district agree: both give {area}",
            area=words.number(bases.district_area, "万㎡"),
        )
    return words(
        "The two statistics for our district differ by {difference}, and the source does not say why",
        difference=words.number(difference, "万㎡"),
    )


def bases_remark(results: Results, words: Words) -> str:
    """Returns the remark below the headlines that our county's areas on the district's and the city's basis differ.

    Returns an empty text if they do not differ, or if a release has only one of them.
    """
    difference = _rounded_difference(results.bases) if results.bases else 0.0
    if difference == 0:
        return ""
    return words(
        "the area renovated differs from that reported to the city by {difference}; the source does not say why",
        difference=words.number(difference, "万㎡"),
    )


def _rounded_difference(bases: BasisComparison) -> float:
    """Returns by how much the two areas differ (万㎡), without the error of binary fractions."""
    return half_up(abs(bases.difference), 4)


def ranking_basis_sentence(results: Results, words: Words) -> str:
    """Returns a sentence that explains why the district's own figure does not count in the city's ranking.

    Returns an empty text if the area in the district's own statistic, or the area reported to the city, is missing.
    """
    bases = results.bases
    if bases is None or results.counties.empty:
        return ""
    return words(
        "The city ranks the counties by the figures they report to the city. The district's own "
        "statistics ({own}) do not count in that ranking, because the other counties have no published "
        "figures on the same basis.",
        own=words.number(bases.district_area, "万㎡"),
    )


def bases_headlines(bases: BasisComparison, words: Words) -> tuple[Headline, ...]:
    """Returns three headlines: our county's area on the district's basis, on the city's basis, and the difference."""
    day = words("As of {day} · {basis}")
    return (
        Headline(
            words.on_basis(words.heading("area_renovated"), bases.district_basis, "万㎡"),
            words.amount(bases.district_area, "万㎡"),
            (words("cannot be compared with other counties"),),
            day.format(day=words.period(bases.district_as_of), basis=words.basis(bases.district_basis)),
        ),
        Headline(
            words.on_basis(words.heading("area_reported"), "", "万㎡"),
            words.amount(bases.city_area, "万㎡"),
            (words("used for the city's ranking"),),
            day.format(day=words.period(bases.city_as_of), basis=words.basis(bases.city_basis)),
        ),
        Headline(
            words("Difference between the two ({unit})", unit=words.amount_measurement_unit("万㎡")),
            words.amount(half_up(abs(bases.difference), 4), "万㎡"),
            (),
            words("the figures come from different statistics but have the same date")
            if bases.district_as_of == bases.city_as_of
            else words("the figures come from different statistics and have different dates"),
        ),
    )


def counties_table(counties: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns the counties as a table of texts: rank, county, area, gap to the first, gap to the next larger area.

    `counties` is the result of `compare_counties`; `county`, `rank`, `area_reported`, `gap_to_first` and `gap_to_next`
    (万㎡) are read.
    """
    rows, decimals = records(counties), gap_decimals(counties)
    return pd.DataFrame(
        {
            words("Rank"): [words.number(row["rank"]) for row in rows],
            words.label(COUNTY_PROGRESS.column("county").heading): [words.place(row["county"]) for row in rows],
            words.with_amount_measurement_unit_of(words.short_heading("area_reported"), "area_reported"): [
                words.amount(row["area_reported"], "万㎡") for row in rows
            ],
            words.heading("gap_to_first"): [_gap(row["gap_to_first"], decimals, words) for row in rows],
            words.heading("gap_to_next"): [_gap(row["gap_to_next"], decimals, words) for row in rows],
        }
    )


def _gap(gap: float, decimals: int, words: Words) -> str:
    return "—" if pd.isna(gap) or gap == 0 else words.fixed_amount(gap, decimals, "万㎡")
