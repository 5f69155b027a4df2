"""Renders the sentences of a release, each under the name of the function that makes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from renovation.blocks.screen import Screen
from renovation.comparisons.history import history_of, points_of
from renovation.comparisons.results import Results
from renovation.comparisons.sites import with_unknown_filled
from renovation.domain.measures import RANKED_MEASURES
from renovation.language import Words, words_in
from renovation.meeting.contents import screen_builders
from renovation.meeting.screens import ScreenData, ScreenOptions
from renovation.wording import counties, district, headlines, sites, units
from tests.claims import district_proofs, unit_proofs
from tests.claims.reading import Claim, compiled, read
from tests.claims.spoken import KINDS
from tests.claims.tables import prove_tables
from tests.claims.truth import CITY_COUNTIES, OFFICE_UNITS, Truth

PROOFS = unit_proofs.PROOFS | district_proofs.PROOFS
MEETING_SCREENS = ("overview", "units", "counties", "map")


def sentences_of(results: Results, words: Words) -> Iterator[tuple[str, str]]:
    """The sentences of a release: where each comes from, and its text."""
    yield "units_finding", units.units_finding(results, words)
    yield "contribution_finding", units.contribution_finding(results, words)
    yield "small_target_warning", units.small_target_warning(results.units, words)
    yield "missing_units_sentence", units.missing_units_sentence(results, words)
    for unit in results.units["unit"].head(3):
        yield "selected_unit_finding", units.selected_unit_finding(unit, results, words)
    yield "county_finding", counties.county_finding(results, words)
    yield "ranking_basis_sentence", counties.ranking_basis_sentence(results, words)
    if results.bases:
        yield "bases_finding", counties.bases_finding(results.bases, words)
        yield "bases_remark", counties.bases_remark(results, words)
    yield "district_finding", district.district_finding(results, words)
    yield "within_district_sentence", district.within_district_sentence(results, words)
    yield "ranking_paragraph", district.ranking_paragraph(results, words)
    yield "units_total_sentence", district.units_total_sentence(results, words)
    yield "district_total_sentence", district.district_total_sentence(results, words)
    yield "map_finding", sites.map_finding(results, None, words)
    yield (
        "named_sites_sentence",
        sites.named_sites_sentence(results, with_unknown_filled(results.table("sites")), (), words),
    )
    for card in headlines.district_headlines(results, words):
        yield "district_headlines", "; ".join([*card.lines, card.basis])
    rank = headlines.district_headlines(results, words)[3]
    if rank.value != words.missing:
        yield "district_headlines", rank.value
    yield from meeting_sentences(results, words)


def meeting_sentences(results: Results, words: Words) -> Iterator[tuple[str, str]]:
    """What the meeting's screens say above their charts."""
    codes = (*MEETING_SCREENS, *(f"measure:{measure}" for measure in RANKED_MEASURES))
    data = ScreenData(results, (), history_of([points_of(1, results.tables)]))
    for code, build in screen_builders(data).items():
        screen = build(results, words, ScreenOptions()) if code in codes else None
        if isinstance(screen, Screen):
            yield f"meeting {code}", screen.finding


def problems_and_claims(
    results: Results, truth: Truth, languages: Sequence[str] = ("zh", "en")
) -> tuple[list[str], list[Claim]]:
    """Reads and proves the claims of a release's sentences; returns what is false or unread, and the claims."""
    problems, claims = [], []
    for language in languages:
        patterns = _patterns(tuple(sorted({*truth.units, *OFFICE_UNITS, *CITY_COUNTIES})), language)
        for source, text in sentences_of(results, words_in(language)):
            try:
                claims += proved(text, patterns, truth)
            except (AssertionError, KeyError) as error:
                problems.append(f"{source}: “{text}” {type(error).__name__} {error}")
        try:
            prove_tables(results, words_in(language), truth)
        except AssertionError as error:
            problems.append(f"tables: {error!r}")
    return problems, claims


@cache
def _patterns(names: tuple[str, ...], language: str) -> list[tuple[str, re.Pattern[str]]]:
    return compiled(KINDS, list(names), language)


def proved(text: str, patterns: list[tuple[str, re.Pattern[str]]], truth: Truth) -> list[Claim]:
    """The claims of one sentence, each proved."""
    claims = read(text, patterns)
    for claim in claims:
        PROOFS[claim.kind](claim, truth)
    return claims
