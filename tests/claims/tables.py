"""Proves the listed tables and cards of a release: ranks, first and last, gaps, each read from its cell."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from renovation.comparisons.profile import profile
from renovation.comparisons.results import Results
from renovation.domain.dated_tables import records
from renovation.language import Words
from renovation.wording import counties, units
from renovation.wording import profile as cards
from tests.claims.reading import area, number
from tests.claims.spoken import EN_NAMES, MEASURES
from tests.claims.truth import Truth

_CARD_MEASURES = ("area_renovated", "completion_rate", "projects_started", "projects_completed", "completed_to_started")
_RANK = re.compile(
    r"(?P<count>\d+)个单位中(?:(?P<tied>并列)|列)第(?P<rank>\d+)位|No\. (?P<rank_en>\d+) of (?P<count_en>\d+) units(?P<tied_en> \(tied\))?"
)
_TARGET = re.compile(r"(?:目标 ?|target )(?P<target>.+?)(?:(?:，差额|, difference )(?P<gap>[+−]?[\d.,]*\d.*))?")
_NO_TARGET = ("无年度目标", "no annual target")


def prove_tables(results: Results, words: Words, truth: Truth) -> None:
    """Raises AssertionError where a cell is not what the tables hold."""
    _first_and_last(records(units.extremes_table(results, words)), truth, words.language)
    _counties(records(counties.counties_table(results.counties, words)), truth, words.language)
    for unit in results.units["unit"].head(4):
        _cards(str(unit), results, words, truth)


def _first_and_last(rows: list[dict[str, Any]], truth: Truth, language: str) -> None:
    place = 0 if language == "zh" else 1
    expected = [m for m in _CARD_MEASURES if len(set(truth.printed(m).values())) > 1]
    cells = [list(row.values()) for row in rows]
    assert [cell[0] for cell in cells] == [MEASURES[m][place] for m in expected]
    for measure, (_heading, first, last, *missing) in zip(expected, cells, strict=True):
        printed = truth.printed(measure)
        for written, value in ((first, max(printed.values())), (last, min(printed.values()))):
            _names_and_value(written, [u for u, v in printed.items() if v == value], value)
        silent = truth.without(measure)
        assert not silent or missing, "units without the figure are not told"
        if missing:
            _names(missing[0] if missing[0] != "—" else "", silent)


def _names_and_value(written: str, places: list[str], value: Fraction) -> None:
    found = re.fullmatch(r"(.+?)(并列| \(tied\))? ([\d.,]+\S*)", written.replace("\u00a0m²", "m²"))
    assert found, written
    assert bool(found[2]) == (len(places) > 1), (written, places)
    _names(found[1], places)
    assert number(found[3]) == value, (written, value)


def _names(written: str, places: list[str]) -> None:
    counted = re.fullmatch(r"(\d+)(?:个单位| units)", written)
    back = {english: name for name, english in EN_NAMES.items()}
    if counted:
        assert int(counted[1]) == len(places) > 4, (written, places)
    else:
        assert {back.get(name, name) for name in re.split("、|, | and ", written) if name} == set(places), (
            written,
            places,
        )


def _counties(rows: list[dict[str, Any]], truth: Truth, language: str) -> None:
    back = {english: name for name, english in EN_NAMES.items()}
    assert len(rows) == len(truth.counties)
    for rank, name, reported, *gaps in (tuple(row.values()) for row in rows):
        own = truth.counties[back.get(name, name)]
        assert area(reported, language) == own, name
        if own is None:
            continue
        larger = [other for other in truth.reporting.values() if other > own]
        assert number(rank) == 1 + len(larger), name
        to_first, to_next = (area(gap, language) if gap != "—" else 0 for gap in gaps)
        assert to_first == own - max(truth.reporting.values()), (name, gaps)
        assert to_next == (own - min(larger) if larger else 0), (name, gaps)


def _cards(unit: str, results: Results, words: Words, truth: Truth) -> None:
    tables = (results.table("sites"), results.table("notes"), results.checks, results.table("figures"))
    shown = cards.unit_headlines(profile(unit, results.units, *tables), results, words)
    for measure, card in zip(_CARD_MEASURES, shown, strict=True):
        printed = truth.printed(measure)
        in_square_metres = "m²" in card.label and card.value != words.missing
        shown_value = number(f"{card.value} m²" if in_square_metres else card.value)
        assert shown_value == printed.get(unit), (unit, measure, card.value)
        ranks = [found for line in card.lines if (found := _RANK.fullmatch(line))]
        assert bool(ranks) == (unit in printed and len(set(printed.values())) > 1), (unit, measure, card.lines)
        for found in ranks:
            rank = 1 + sum(value > printed[unit] for value in printed.values())
            assert int(found["rank"] or found["rank_en"]) == rank, (unit, measure)
            assert int(found["count"] or found["count_en"]) == len(printed), (unit, measure)
            assert bool(found["tied"] or found["tied_en"]) == (list(printed.values()).count(printed[unit]) > 1)
    _target_line(next(line for line in shown[0].lines if not _RANK.fullmatch(line)), unit, truth)


def _target_line(line: str, unit: str, truth: Truth) -> None:
    done, target = truth.figures["area_renovated"][unit], truth.figures["annual_target_area"][unit]
    if target is None:
        assert line in _NO_TARGET, line
        return
    found = _TARGET.fullmatch(line)
    assert found, line
    assert number(found["target"]) == target, line
    assert (number(found["gap"]) if found["gap"] else None) == (None if done is None else done - target), line
