"""Proves what 数据核对 says of a printed figure beside the previous release: new, larger, smaller, mended, the same."""

from __future__ import annotations

import re
from fractions import Fraction

from renovation.comparisons.results import Results
from renovation.domain.dated_tables import records
from renovation.language import Words
from renovation.wording.checks import checks_finding, incomplete_sentences
from renovation.wording.explanations import state_sentence
from tests.claims.own_checks import SUMS, Check, CheckKey, checks, comparable, lacked_a_unit, mismatches
from tests.claims.past import Past
from tests.claims.reading import number
from tests.claims.spoken import EN_NAMES, MEASURES
from tests.claims.truth import rounded

_N = r"([+−]?[\d.,]*\d(?:万㎡|个百分点|个|\u00a0m²|\u00a0percentage points?)?)"
INCOMPLETE = (
    r"(?P<all>\d+)个责任单位中(?P<reported>\d+)个有此项数据，缺(?P<missing>.+)。合计不完整，不与全区数比较。涉及指标：(?P<measures>.+)。",
    r"Only (?P<reported>\d+) of (?P<all>\d+) units have this figure, so their total is not compared with the district's figure\. "
    r"Missing: (?P<missing>.+)\. Figures concerned: (?P<measures>.+)\.",
)
SUM_NAMES = {**MEASURES, "district_target_area": ("区定面积目标", "District's target of area")}
STATES = {
    "new": ("本期新出现该差额。", r"This difference is new since the previous release\."),
    "uncompared": (
        r"上期合计缺少部分单位，差额无法与上期比较。",
        r"The difference cannot be compared with that in the previous release, whose total did not include all units\.",
    ),
    "larger": (
        rf"差额较上期扩大：{_N} → {_N}。",
        rf"The difference is larger than in the previous release: {_N} → {_N}\.",
    ),
    "smaller": (
        rf"差额较上期缩小：{_N} → {_N}。",
        rf"The difference is smaller than in the previous release: {_N} → {_N}\.",
    ),
    "mended": (
        rf"上期不相符（差额{_N}），本期已相符。",
        rf"This figure was inconsistent in the previous release \(difference {_N}\) and is now consistent\.",
    ),
    "unchanged": ("差额与上期相同。", r"The difference is the same as in the previous release\."),
}


def prove_states(results: Results, past: Past, words: Words) -> list[str]:
    """Raises AssertionError where a state is false or left out; returns the states told."""
    now = checks(past.shown)
    before = comparable(past.previous, past.shown) if past.previous else {}
    told = []
    for row in records(results.checks):
        key = CheckKey(row["subject"], row["measure"], row["form"])
        text, expected = state_sentence(row, words), _state(key, now.get(key), before.get(key), past)
        state = next((name for name, forms in STATES.items() for form in forms if re.fullmatch(form, text)), "")
        assert state == expected, (key, text, expected, now.get(key), before.get(key))
        _prove_numbers(text, state, key, now.get(key), before.get(key))
        told.append(state)
    _prove_counts(results, past, words)
    return [f"check {state}" for state in told if state]


def _state(key: CheckKey, now: Check | None, before: Check | None, past: Past) -> str:
    if now is None or past.previous is None:
        return ""
    was_wrong = before is not None and not before.agrees
    if now.agrees:
        return "mended" if was_wrong else ""
    is_off, was_off = _off(key, now), _off(key, before) if before else Fraction(0)
    same_year = past.previous.release.as_of.year == past.as_of.year
    if before is None and key.form == "sum" and same_year and lacked_a_unit(past.previous, key.measure):
        return "uncompared"
    if before is None or before.agrees or is_off * was_off < 0:
        return "new"
    if is_off == was_off:
        return "unchanged"
    return "larger" if abs(is_off) > abs(was_off) else "smaller"


def _prove_numbers(text: str, state: str, key: CheckKey, now: Check | None, before: Check | None) -> None:
    if state in ("larger", "smaller", "mended"):
        assert now is not None
        assert before is not None
        shown = [number(one) for one in re.findall(_N, text) if re.search(r"\d", one)]
        expected = [_off(key, before), *([] if state == "mended" else [_off(key, now)])]
        assert shown == expected, (key, text, expected)
        if state != "mended":
            assert (abs(expected[1]) > abs(expected[0])) == (state == "larger"), f"the numbers do not say so: {text}"


def _off(key: CheckKey, check: Check) -> Fraction:
    """Reported minus recomputed as both are printed: a rate to one decimal."""
    return check.printed - rounded(check.recomputed, 1 if key.form == "ratio" else 4)


def _prove_counts(results: Results, past: Past, words: Words) -> None:
    """The finding counts the figures that can be recomputed and those that do not add up."""
    numbers = [int(one) for one in re.findall(r"\d+", checks_finding(results, words))]
    total, wrong = len(checks(past.shown)), len(mismatches(past.shown))
    if total and words.language == "zh":
        assert numbers[0] == total, (numbers, total)
        assert not wrong or numbers[min(total, 2) - 1] == wrong, (numbers, wrong)
    for sentence in incomplete_sentences(results.checks, words):
        _prove_incomplete(sentence, past)


def _prove_incomplete(sentence: str, past: Past) -> None:
    """Which units have not reported, or not this figure, and which of the district's figures lack them."""
    found = next((one for one in (re.fullmatch(form, sentence) for form in INCOMPLETE) if one), None)
    assert found, f"unread: {sentence}"
    back = {english: name for name, english in EN_NAMES.items()}
    named = {back.get(name, name) for name in re.split("、|, | and ", found["missing"])}
    every = len(past.now.units) + len(past.now.absent)
    assert (int(found["all"]), int(found["reported"])) == (every, every - len(named)), sentence
    for heading in re.split("、|, | and ", found["measures"]):
        measure = next(name for name, both in SUM_NAMES.items() if heading in both)
        assert named == {*past.now.absent, *past.now.without(SUMS[measure])}, (sentence, measure)
