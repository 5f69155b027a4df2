"""Sentences and a table about the comparison with the other counties, and about the two bases."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.comparisons.counties import BasisComparison
from renovation.domain.dated_tables import records
from renovation.domain.numbers import half_up
from renovation.domain.places import OWN_COUNTY
from renovation.domain.tables.county_progress import COUNTY_PROGRESS
from renovation.language import Words
from renovation.wording.headlines import Headline


def county_finding(answers: Answers, words: Words) -> str:
    """The own county's rank and its distance to the first; empty when it has not reported."""
    _ = words.gettext
    own = answers.counties[answers.counties["county"] == OWN_COUNTY.name]
    if own.empty or pd.isna(own["rank"].iloc[0]):
        return ""
    row, first = own.iloc[0], answers.counties.iloc[0]
    if row["rank"] == 1 and len(answers.counties[answers.counties["rank"] == 1]) > 1:
        return _("{own} shares first place in the city").format(own=words.place(OWN_COUNTY.name))
    if row["rank"] == 1:
        return _("{own} is first in the city").format(own=words.place(OWN_COUNTY.name))
    return _("{own} ranks no. {rank} in the city, {gap} behind {first}").format(
        own=words.place(OWN_COUNTY.name),
        rank=row["rank"],
        gap=words.fixed(-row["gap_to_first"], 2, "万㎡"),
        first=words.place(first["county"]),
    )


def bases_finding(bases: BasisComparison, words: Words) -> str:
    """By how much the two statistics differ; the source gives no reason."""
    return words.gettext("The two bases differ by {difference}, and the source does not say why").format(
        difference=words.number(half_up(abs(bases.difference), 4), "万㎡")
    )


def ranking_basis_sentence(answers: Answers, words: Words) -> str:
    """Why the district's own statistic does not count in the city's ranking."""
    bases = answers.bases
    if bases is None or answers.counties.empty:
        return ""
    return words.gettext(
        "The city ranks the counties by what they report to it. The district's own figure, "
        "{own}, does not count there, and the other counties' figures on that basis are not "
        "known."
    ).format(own=words.number(bases.district_area, "万㎡"))


def bases_headlines(bases: BasisComparison, words: Words) -> tuple[Headline, ...]:
    """The own county's area in the two statistics and their difference, each with its day and basis."""
    _ = words.gettext
    day = _("As of {day} · {basis}")
    return (
        Headline(
            words.axis("area_renovated"),
            words.number(bases.district_area),
            (_("not comparable with other counties"),),
            day.format(day=words.period(bases.district_as_of), basis=words.basis(bases.district_basis)),
        ),
        Headline(
            words.axis("area_reported"),
            words.number(bases.city_area),
            (_("the basis of the city's ranking"),),
            day.format(day=words.period(bases.city_as_of), basis=words.basis(bases.city_basis)),
        ),
        Headline(
            _("Between them ({unit})").format(unit=words.unit("万㎡")),
            words.number(half_up(abs(bases.difference), 4)),
            (_("the source gives no explanation"),),
            _("different bases and dates"),
        ),
    )


def counties_table(counties: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The counties as text: rank, county, area, gap to the first, gap to the next above (万㎡).

    `counties` is what `comparisons.counties.compare_counties` returns.
    """
    _ = words.gettext
    rows = records(counties)
    return pd.DataFrame(
        {
            _("Rank"): [words.number(row["rank"]) for row in rows],
            words.label(COUNTY_PROGRESS.column("county").heading): [words.place(row["county"]) for row in rows],
            words.short("area_reported"): [words.number(row["area_reported"]) for row in rows],
            words.heading("gap_to_first"): [_gap(row["gap_to_first"], words) for row in rows],
            words.heading("gap_to_next"): [_gap(row["gap_to_next"], words) for row in rows],
        }
    )


def _gap(gap: float, words: Words) -> str:
    return "—" if pd.isna(gap) or gap == 0 else words.fixed_difference(gap, 2)
