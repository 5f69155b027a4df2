"""Proves the claims about the units, their totals and their sites."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.claims.proving import Proofs, ends, exactly, names_are, pairs, same, short_of, tie_is_told
from tests.claims.reading import Claim, number
from tests.claims.spoken import EN_NAMES, MEASURES
from tests.claims.truth import Truth, ratio, rounded

PROOFS: Proofs[Truth] = Proofs()


@PROOFS.of("most area", "highest rate")
def _superlative(claim: Claim, truth: Truth) -> None:
    first, _last, top, _bottom = ends(
        truth.printed("area_renovated" if claim.kind == "most area" else "completion_rate")
    )
    names_are(claim, "who", first)
    tie_is_told(claim, "tied", first)
    exactly(claim, "value", top)


@PROOFS.of("target of the first by rate")
def _small_target(claim: Claim, truth: Truth) -> None:
    first = ends(truth.printed("completion_rate"))[0]
    assert len(first) == 1
    exactly(claim, "value", truth.small_targets()[first[0]])


@PROOFS.of("targets of the first by rate")
def _small_targets_of_first(claim: Claim, truth: Truth) -> None:
    first, small = ends(truth.printed("completion_rate"))[0], truth.small_targets()
    told = pairs(claim["pairs"], "(?:目标仅|'s target is only )")
    assert len(first) > 1
    assert told == {unit: small[unit] for unit in first if unit in small}, (claim, told)


@PROOFS.of("all rates reached")
def _all_reached(claim: Claim, truth: Truth) -> None:
    printed = truth.printed("completion_rate")
    assert len(printed) == len(truth.units), claim
    assert min(printed.values()) >= 100, claim


@PROOFS.of("only area")
def _only(claim: Claim, truth: Truth) -> None:
    printed = truth.printed("area_renovated")
    assert len(printed) == 1
    names_are(claim, "who", list(printed))
    exactly(claim, "value", next(iter(printed.values())))


@PROOFS.of("equal areas", "equal rates")
def _equal(claim: Claim, truth: Truth) -> None:
    printed = truth.printed("area_renovated" if claim.kind == "equal areas" else "completion_rate")
    exactly(claim, "count", len(printed))
    assert len(printed) > 1
    assert {claim.number("value")} == set(printed.values()), claim


@PROOFS.of("no area at all")
def _no_area(claim: Claim, truth: Truth) -> None:
    assert not truth.printed("area_renovated"), claim


@PROOFS.of("absent units", "absent counties")
def _absent(claim: Claim, truth: Truth) -> None:
    named = claim.names()
    of_counties = not isinstance(named, int) and not named & {*truth.units, *truth.absent}
    names_are(claim, "who", truth.absent_counties if of_counties else truth.absent)


@PROOFS.of("without area")
def _without_area(claim: Claim, truth: Truth) -> None:
    names_are(claim, "who", truth.without("area_renovated"))


@PROOFS.of("without rate")
def _without_rate(claim: Claim, truth: Truth) -> None:
    told_already = truth.without("area_renovated")
    names_are(claim, "who", [unit for unit in truth.without("completion_rate") if unit not in told_already])


@PROOFS.of("unit's area and rate", "unit's area", "unit without area")
def _unit(claim: Claim, truth: Truth) -> None:
    (unit,) = claim.names()  # type: ignore[misc]
    area, rate = truth.figures["area_renovated"][unit], truth.figures["completion_rate"][unit]
    assert (area is None) == (claim.kind == "unit without area"), claim
    assert (rate is not None) == (claim.kind == "unit's area and rate"), claim
    if area is not None:
        exactly(claim, "area", area)
    if rate is not None:
        short_of(claim, "rate", rate, 100)


def shares(truth: Truth, measure: str) -> dict[str, Fraction]:
    whole = truth.sum_of(measure)[0]
    return (
        {unit: rounded(100 * (value or 0) / whole, 1) for unit, value in truth.figures[measure].items()}
        if whole
        else {}
    )


@PROOFS.of("contribution", "no contribution")
def _contribution(claim: Claim, truth: Truth) -> None:
    assert not truth.without("area_renovated")
    assert not truth.without("annual_target_area")
    area, target = shares(truth, "area_renovated"), shares(truth, "annual_target_area")
    ahead = [unit for unit in truth.units if area[unit] > Fraction(3, 2) * target[unit]]
    if claim.kind == "no contribution":
        exactly(claim, "factor", Fraction(3, 2))
        assert not ahead, claim
        return
    names_are(claim, "who", ahead)
    for blank, measure in (("target", "annual_target_area"), ("area", "area_renovated")):
        part = sum((truth.figures[measure][unit] or Fraction(0) for unit in ahead), Fraction(0))
        same(claim, blank, ratio(part, truth.sum_of(measure)[0]))


@PROOFS.of("contribution of one")
def _one(claim: Claim, truth: Truth) -> None:
    assert len(truth.units) == 1, claim


@PROOFS.of("contribution without targets")
def _no_targets(claim: Claim, truth: Truth) -> None:
    assert set(truth.without("annual_target_area")) == set(truth.units), claim


@PROOFS.of("contribution without figures")
def _gaps(claim: Claim, truth: Truth) -> None:
    assert truth.without("area_renovated") or truth.without("annual_target_area"), claim


@PROOFS.of("contribution of nothing")
def _nothing(claim: Claim, truth: Truth) -> None:
    assert 0 in (truth.sum_of("area_renovated")[0], truth.sum_of("annual_target_area")[0]), claim


@PROOFS.of("small targets")
def _warning(claim: Claim, truth: Truth) -> None:
    rates, small = truth.printed("completion_rate"), truth.small_targets()
    expected = {unit: (rates[unit], target) for unit, target in small.items() if rates.get(unit, 0) > 100}
    found = re.findall(
        r"([^、,，）]+?)\s?([\d.]+)%(?:（目标仅| \(its target is only )([\d.,]*\d(?:\u00a0m²)?)",
        claim["pairs"].replace(" and ", ", "),
    )
    back = {english: name for name, english in EN_NAMES.items()}
    told = {back.get(unit.strip(), unit.strip()): (number(rate), number(target)) for unit, rate, target in found}
    assert told == expected, (claim, expected)


@PROOFS.of("coverage")
def _coverage(claim: Claim, truth: Truth) -> None:
    assert claim.names() == set(truth.absent), claim
    exactly(claim, "reported", len(truth.units))
    exactly(claim, "count", len(truth.units) + len(truth.absent))


@PROOFS.of("sums of the reporting")
def _of_the_reporting(claim: Claim, truth: Truth) -> None:
    assert truth.absent, claim


@PROOFS.of("sums")
def _sums(claim: Claim, truth: Truth) -> None:
    blanks = {
        "area": "area_renovated",
        "target": "annual_target_area",
        "started": "projects_started",
        "completed": "projects_completed",
    }
    for blank, measure in blanks.items():
        total, reported = truth.sum_of(measure)
        if blank == "target" and not reported:
            assert not claim.has(blank), "nothing is said of targets that no unit has"
            continue
        exactly(claim, blank, total)
        partly = 0 < reported < len(truth.units)
        assert claim.has(f"{blank}_by") == partly, (claim, blank)
        if partly:
            exactly(claim, f"{blank}_by", reported)
            exactly(claim, f"{blank}_of", len(truth.units))
    whole = not truth.without("area_renovated") and not truth.without("annual_target_area")
    assert claim.has("rate") == whole, claim
    if whole:
        same(claim, "rate", ratio(truth.sum_of("area_renovated")[0], truth.sum_of("annual_target_area")[0]))


@PROOFS.of(
    *(f"ends by {measure} with values" for measure in MEASURES),
)
def _ends(claim: Claim, truth: Truth) -> None:
    first, last, top, bottom = ends(truth.printed(claim.kind.split()[2]))
    names_are(claim, "who", first)
    names_are(claim, "last", last)
    tie_is_told(claim, "tied", first)
    tie_is_told(claim, "last_tied", last)
    exactly(claim, "value", top)
    exactly(claim, "last_value", bottom)


@PROOFS.of("not ranked")
def _not_ranked(claim: Claim, truth: Truth) -> None:
    lacking = {
        tuple(truth.without(measure))
        for measure in ("completion_rate", "completed_to_started")
        if len(set(truth.printed(measure).values())) > 1
    }
    assert len(lacking) == 1, (claim, lacking)
    names_are(claim, "who", list(lacking.pop()))


@PROOFS.of("not ranked by completion_rate", "not ranked by completed_to_started")
def _not_ranked_by(claim: Claim, truth: Truth) -> None:
    names_are(claim, "who", truth.without(claim.kind.split()[-1]))


@PROOFS.of("majority")
def _majority(claim: Claim, truth: Truth) -> None:
    printed = truth.printed("area_renovated")
    ordered = sorted(printed.values(), reverse=True)
    named = claim.names()
    count = named if isinstance(named, int) else len(named)
    part, whole = sum(ordered[:count], Fraction(0)), sum(ordered, Fraction(0))
    same(claim, "share", 100 * part / whole)
    assert 2 * part >= whole, claim
    assert isinstance(named, int) or part == sum((printed[unit] for unit in named), Fraction(0)), "larger are left out"
    assert 2 * sum(ordered[: count - 1], Fraction(0)) < whole, "fewer units would do"
    assert ordered[count - 1] not in ordered[count:], "a unit with as much is left out"
    assert claim.has("reported") == bool(truth.absent or truth.without("area_renovated")), claim


@PROOFS.of("map without claim")
def _silent(claim: Claim, truth: Truth) -> None:
    ordered = sorted(truth.printed("area_renovated").values(), reverse=True)
    fewest = next((n for n in range(1, len(ordered)) if 2 * sum(ordered[:n], Fraction(0)) >= sum(ordered)), None)
    is_tied = fewest is not None and ordered[fewest - 1] in ordered[fewest:]
    assert len(truth.units) == 1 or is_tied or not truth.sum_of("area_renovated")[0], claim


@PROOFS.of("no sites", "sites")
def _sites(claim: Claim, truth: Truth) -> None:
    assert bool(truth.sites) == (claim.kind == "sites"), claim
    if not truth.sites:
        return
    exactly(claim, "count", len(truth.sites))
    staged = sum(site["stage"] is not None for site in truth.sites)
    said = len(truth.sites) if claim.has("all") else 0 if claim.has("none") else claim.number("staged")
    assert said == staged, (claim, staged)
    assert claim.has("staged") == (0 < staged < len(truth.sites)), (claim, staged)
    units = [site["unit"] for site in truth.sites]
    assert pairs(claim["pairs"], " ?") == {unit: units.count(unit) for unit in units}, claim
    if claim.has("scheduled"):
        exactly(claim, "scheduled", truth.district["projects_scheduled"])
