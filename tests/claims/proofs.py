"""Proves each claim against a release's tables. A proof returns nothing and raises AssertionError where a claim is false."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from fractions import Fraction

from tests.claims.reading import Claim, number
from tests.claims.spoken import EN_NAMES, MEASURES
from tests.claims.truth import OWN, Truth, ratio, rounded

Proof = Callable[[Claim, Truth], None]
PROOFS: dict[str, Proof] = {}
MOST_NAMES = 4
_TARGETS = {
    "区定面积目标": ("area_renovated", "district_target_area"), "district's target of area": ("area_renovated", "district_target_area"),
    "市下达面积目标": ("area_renovated", "city_target_area"), "city's target of area": ("area_renovated", "city_target_area"),
    "排定项目数": ("projects_started", "projects_scheduled"), "projects scheduled": ("projects_started", "projects_scheduled"),
    "市下达项目数目标": ("projects_completed", "city_target_projects"), "city's target of projects": ("projects_completed", "city_target_projects"),
}  # fmt: skip
_PRINTED_RATES = {"district_target_area": "district_target_area_rate", "city_target_area": "city_target_area_rate",
                  "projects_scheduled": "share_of_scheduled_started", "city_target_projects": "city_target_projects_rate"}  # fmt: skip


def proves(*kinds: str) -> Callable[[Proof], Proof]:
    def register(proof: Proof) -> Proof:
        PROOFS.update(dict.fromkeys(kinds, proof))
        return proof

    return register


def same(claim: Claim, blank: str, expected: Fraction | None) -> None:
    """The number in a blank is the expected one to the decimals that it is written with."""
    written = claim.number(blank)
    if expected is None or written is None:
        assert written == expected, (claim, blank, expected)
        return
    assert written == rounded(expected, claim.decimals(blank)), (claim, blank, float(expected))


def exactly(claim: Claim, blank: str, expected: Fraction | int | None) -> None:
    assert claim.number(blank) == expected, (claim, blank, expected)


def short_of(claim: Claim, blank: str, value: Fraction, limit: int) -> None:
    """A percentage to one decimal, which never shows a limit that is not reached."""
    written = claim.number(blank)
    assert written is not None
    assert (written >= limit) == (value >= limit), (claim, float(value))
    assert abs(written - value) <= Fraction(1, 20), (claim, float(value))


def names_are(claim: Claim, blank: str, expected: list[str]) -> None:
    named = claim.names(blank)
    if isinstance(named, int):
        assert named == len(expected) > MOST_NAMES, (claim, blank, expected)
    else:
        assert named == set(expected), (claim, blank, expected)


def ends(printed: dict[str, Fraction]) -> tuple[list[str], list[str], Fraction, Fraction]:
    top, bottom = max(printed.values()), min(printed.values())
    assert top != bottom, "nobody is first where all are equal"
    return [u for u, v in printed.items() if v == top], [u for u, v in printed.items() if v == bottom], top, bottom


def tie_is_told(claim: Claim, blank: str, places: list[str]) -> None:
    assert claim.has(blank) == (len(places) > 1), (claim, places)


@proves("most area", "highest rate")
def _superlative(claim: Claim, truth: Truth) -> None:
    first, _last, top, _bottom = ends(
        truth.printed("area_renovated" if claim.kind == "most area" else "completion_rate")
    )
    names_are(claim, "who", first)
    tie_is_told(claim, "tied", first)
    exactly(claim, "value", top)


@proves("target of the first by rate")
def _small_target(claim: Claim, truth: Truth) -> None:
    first = ends(truth.printed("completion_rate"))[0]
    assert len(first) == 1
    exactly(claim, "value", truth.small_targets()[first[0]])


def pairs(written: str, between: str) -> dict[str, Fraction | None]:
    """Named values, `织里镇5处、高新区4处`; `between` stands between a name and its number."""
    found = re.findall(rf"([^、,，]+?){between}([\d.,]*\d)", written)
    back = {english: name for name, english in EN_NAMES.items()}
    return {back.get(name.strip(), name.strip()): number(value) for name, value in found}


@proves("targets of the first by rate")
def _small_targets_of_first(claim: Claim, truth: Truth) -> None:
    first, small = ends(truth.printed("completion_rate"))[0], truth.small_targets()
    told = pairs(claim["pairs"], "(?:目标仅|'s target is only )")
    assert len(first) > 1
    assert told == {unit: small[unit] for unit in first if unit in small}, (claim, told)


@proves("only area")
def _only(claim: Claim, truth: Truth) -> None:
    printed = truth.printed("area_renovated")
    assert len(printed) == 1
    names_are(claim, "who", list(printed))
    exactly(claim, "value", next(iter(printed.values())))


@proves("equal areas", "equal rates")
def _equal(claim: Claim, truth: Truth) -> None:
    printed = truth.printed("area_renovated" if claim.kind == "equal areas" else "completion_rate")
    exactly(claim, "count", len(printed))
    assert len(printed) > 1
    assert {claim.number("value")} == set(printed.values()), claim


@proves("no area at all")
def _no_area(claim: Claim, truth: Truth) -> None:
    assert not truth.printed("area_renovated"), claim


@proves("absent units", "absent counties")
def _absent(claim: Claim, truth: Truth) -> None:
    named = claim.names()
    of_counties = not isinstance(named, int) and not named & {*truth.units, *truth.absent}
    names_are(claim, "who", truth.absent_counties if of_counties else truth.absent)


@proves("without area")
def _without_area(claim: Claim, truth: Truth) -> None:
    names_are(claim, "who", truth.without("area_renovated"))


@proves("without rate")
def _without_rate(claim: Claim, truth: Truth) -> None:
    told_already = truth.without("area_renovated")
    names_are(claim, "who", [unit for unit in truth.without("completion_rate") if unit not in told_already])


@proves("unit's area and rate", "unit's area", "unit without area")
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


@proves("contribution", "no contribution")
def _contribution(claim: Claim, truth: Truth) -> None:
    assert not truth.without("area_renovated")
    assert not truth.without("annual_target_area")
    area, target = shares(truth, "area_renovated"), shares(truth, "annual_target_area")
    ahead = [unit for unit in truth.units if area[unit] > Fraction(3, 2) * target[unit]]
    if claim.kind == "no contribution":
        exactly(claim, "factor", Fraction(3, 2))
        assert not ahead, claim
        return
    assert claim.names() == set(ahead), claim
    for blank, measure in (("target", "annual_target_area"), ("area", "area_renovated")):
        part = sum((truth.figures[measure][unit] or Fraction(0) for unit in ahead), Fraction(0))
        same(claim, blank, ratio(part, truth.sum_of(measure)[0]))


@proves("contribution of one")
def _one(claim: Claim, truth: Truth) -> None:
    assert len(truth.units) == 1, claim


@proves("contribution without figures")
def _gaps(claim: Claim, truth: Truth) -> None:
    assert truth.without("area_renovated") or truth.without("annual_target_area"), claim


@proves("contribution of nothing")
def _nothing(claim: Claim, truth: Truth) -> None:
    assert 0 in (truth.sum_of("area_renovated")[0], truth.sum_of("annual_target_area")[0]), claim


@proves("small targets")
def _warning(claim: Claim, truth: Truth) -> None:
    rates, small = truth.printed("completion_rate"), truth.small_targets()
    expected = {unit: (rates[unit], target) for unit, target in small.items() if rates.get(unit, 0) > 100}
    found = re.findall(
        r"([^、,，）]+?)(?:'s )?([\d.]+)%(?:（目标仅| comes from a target of )([\d.,]*\d)", claim["pairs"]
    )
    back = {english: name for name, english in EN_NAMES.items()}
    told = {back.get(unit.strip(), unit.strip()): (number(rate), number(target)) for unit, rate, target in found}
    assert told == expected, (claim, expected)


@proves("coverage")
def _coverage(claim: Claim, truth: Truth) -> None:
    assert claim.names() == set(truth.absent), claim
    exactly(claim, "reported", len(truth.units))
    exactly(claim, "count", len(truth.units) + len(truth.absent))


@proves("sums of the reporting")
def _of_the_reporting(claim: Claim, truth: Truth) -> None:
    assert truth.absent, claim


@proves("sums")
def _sums(claim: Claim, truth: Truth) -> None:
    blanks = {
        "area": "area_renovated",
        "target": "annual_target_area",
        "started": "projects_started",
        "completed": "projects_completed",
    }
    for blank, measure in blanks.items():
        total, reported = truth.sum_of(measure)
        exactly(claim, blank, total)
        partly = 0 < reported < len(truth.units)
        assert claim.has(f"{blank}_by") == partly, (claim, blank)
        if partly:
            exactly(claim, f"{blank}_by", reported)
            exactly(claim, f"{blank}_of", len(truth.units))
    whole = not truth.without("area_renovated") and not truth.without("annual_target_area")
    same(
        claim,
        "rate",
        ratio(truth.sum_of("area_renovated")[0], truth.sum_of("annual_target_area")[0]) if whole else None,
    )


@proves(
    "ends by completion_rate",
    "ends by completed_to_started",
    *(f"ends by {measure} with values" for measure in MEASURES),
)
def _ends(claim: Claim, truth: Truth) -> None:
    first, last, top, bottom = ends(truth.printed(claim.kind.split()[2]))
    names_are(claim, "who", first)
    names_are(claim, "last", last)
    tie_is_told(claim, "tied", first)
    tie_is_told(claim, "last_tied", last)
    if "value" in claim.blanks:
        exactly(claim, "value", top)
        exactly(claim, "last_value", bottom)


@proves("not ranked")
def _not_ranked(claim: Claim, truth: Truth) -> None:
    ranked = [
        measure
        for measure in ("completion_rate", "completed_to_started")
        if len(set(truth.printed(measure).values())) > 1
    ]
    names_are(claim, "who", [unit for unit in truth.units if any(truth.figures[m][unit] is None for m in ranked)])


def rank_of(truth: Truth, county: str) -> int:
    return 1 + sum(area > truth.reporting[county] for area in truth.reporting.values())


def on_rank(truth: Truth, rank: int) -> set[str]:
    return {county for county in truth.reporting if rank_of(truth, county) == rank}


@proves("first county", "first counties", "rank", "shared rank")
def _rank(claim: Claim, truth: Truth) -> None:
    assert claim.names() == {OWN}, claim
    assert len(set(truth.reporting.values())) > 1, "nobody is first where all are equal"
    rank = rank_of(truth, OWN)
    others = on_rank(truth, rank) - {OWN}
    assert bool(others) == ("others" in claim.blanks), claim
    if others:
        assert claim.names("others") == others, claim
    if "rank" not in claim.blanks:
        assert rank == 1, claim
        return
    exactly(claim, "rank", rank)
    assert claim.names("first") == on_rank(truth, 1), claim
    exactly(claim, "gap", max(truth.reporting.values()) - truth.reporting[OWN])
    assert rank > 1


@proves("equal counties")
def _equal_counties(claim: Claim, truth: Truth) -> None:
    assert len(truth.reporting) > 1
    exactly(claim, "count", len(truth.reporting))
    assert {claim.number("value")} == set(truth.reporting.values()), claim


@proves("only county")
def _only_county(claim: Claim, truth: Truth) -> None:
    assert claim.names() == set(truth.reporting) == {OWN}, claim


@proves("own county silent")
def _silent_county(claim: Claim, truth: Truth) -> None:
    assert claim.names() == {OWN}, claim
    assert OWN not in truth.reporting, claim


def day_of(written: str) -> dt.date:
    digits = re.fullmatch(r"(\d+)年(\d+)月(\d+)日", written)
    if digits:
        return dt.date(*map(int, digits.groups()))
    return dt.datetime.strptime(written, "%d %b %Y").date()  # noqa: DTZ007


@proves("day and basis")
def _day(claim: Claim, truth: Truth) -> None:
    basis = {"district's statistics": "区口径", "as reported to the city": "上报市口径"}.get(
        claim["basis"], claim["basis"]
    )
    assert (day_of(claim["day"]), basis) in {(truth.days[name], truth.bases[name]) for name in truth.days}, claim


@proves("bases differ", "bases agree")
def _bases(claim: Claim, truth: Truth) -> None:
    own, city = truth.district["area_renovated"], truth.reporting[OWN]
    assert own is not None
    assert truth.bases["figures"] != truth.bases["county_progress"], claim
    assert (own == city) == (claim.kind == "bases agree"), claim
    exactly(claim, "value" if own == city else "gap", own if own == city else abs(own - city))


@proves("own basis does not rank")
def _own_basis(claim: Claim, truth: Truth) -> None:
    exactly(claim, "value", truth.district["area_renovated"])
    assert truth.bases["figures"] != truth.bases["county_progress"], claim


@proves("target met", "target not met")
def _target(claim: Claim, truth: Truth) -> None:
    rate = truth.rate_of_district("area_renovated", "district_target_area")
    assert rate is not None
    assert (rate >= 100) == (claim.kind == "target met"), claim
    short_of(claim, "rate", rate, 100)


@proves("starts short", "starts reached")
def _starts(claim: Claim, truth: Truth) -> None:
    started, base, goal = (
        truth.district[name] for name in ("projects_started", "projects_scheduled", "goal_share_of_scheduled_started")
    )
    assert started is not None
    assert base is not None
    assert goal is not None
    needed = -(-base * goal // 100)
    assert (started >= needed) == (claim.kind == "starts reached"), claim
    short_of(claim, "share", 100 * started / base, int(goal))
    if claim.kind == "starts short":
        exactly(claim, "gap", needed - started)


@proves("no district figures")
def _no_figures(claim: Claim, truth: Truth) -> None:
    assert truth.rate_of_district("area_renovated", "district_target_area") is None, claim


def differs(printed: Fraction | None, total: Fraction | None) -> bool:
    """Whether a sum does not round to a printed figure, which stands for all that rounds to its own digits."""
    assert printed is not None
    assert total is not None
    decimals = next(places for places in range(10) if (printed * 10**places).denominator == 1)
    return rounded(total, decimals) != printed


@proves("printed totals")
def _printed_totals(claim: Claim, truth: Truth) -> None:
    sums = {"projects_started": "projects_started", "projects_completed": "projects_completed",
            "area_renovated": "area_renovated", "district_target_area": "annual_target_area"}  # fmt: skip
    names = {"开工项目数": "projects_started", "Projects started": "projects_started", "完工项目数": "projects_completed",
             "Projects completed": "projects_completed", "完成改造建筑面积": "area_renovated", "Floor area renovated": "area_renovated",
             "区定面积目标": "district_target_area", "District's target of area": "district_target_area"}  # fmt: skip
    told = {names[name]: value for name, value in pairs(claim["pairs"], " ").items()}
    expected = {printed: truth.district[printed] for printed, own in sums.items()
                if truth.district.get(printed) is not None and not truth.without(own) and differs(truth.district[printed], truth.sum_of(own)[0])}  # fmt: skip
    assert told == expected, (claim, told, expected)


@proves("majority")
def _majority(claim: Claim, truth: Truth) -> None:
    printed = truth.printed("area_renovated")
    ordered = sorted(printed.values(), reverse=True)
    named = claim.names()
    assert isinstance(named, set)
    part, whole = sum((printed[unit] for unit in named), Fraction(0)), sum(ordered, Fraction(0))
    same(claim, "share", 100 * part / whole)
    assert 2 * part >= whole, claim
    assert part == sum(ordered[: len(named)], Fraction(0)), "larger units are left out"
    assert 2 * sum(ordered[: len(named) - 1], Fraction(0)) < whole, "fewer units would do"
    assert claim.has("reported") == bool(truth.absent or truth.without("area_renovated")), claim


@proves("map without claim")
def _silent(claim: Claim, truth: Truth) -> None:
    assert len(truth.units) == 1 or not truth.sum_of("area_renovated")[0], claim


@proves("no sites", "sites")
def _sites(claim: Claim, truth: Truth) -> None:
    assert bool(truth.sites) == (claim.kind == "sites"), claim
    if not truth.sites:
        return
    exactly(claim, "count", len(truth.sites))
    exactly(claim, "staged", sum(site["stage"] is not None for site in truth.sites))
    units = [site["unit"] for site in truth.sites]
    assert pairs(claim["pairs"], " ?") == {unit: units.count(unit) for unit in units}, claim
    if claim.has("scheduled"):
        exactly(claim, "scheduled", truth.district["projects_scheduled"])


@proves("rate of a target")
def _rate_of_target(claim: Claim, truth: Truth) -> None:
    part, whole = _TARGETS[claim["target"]]
    exactly(claim, "value", truth.district[whole])
    rate = truth.rate_of_district(part, whole)
    assert rate is not None
    short_of(claim, "rate", rate, 100)


@proves("printed rate")
def _printed_rate(claim: Claim, truth: Truth) -> None:
    assert claim.number("rate") in {truth.district.get(rate) for rate in _PRINTED_RATES.values()}, claim


@proves("rank of")
def _rank_of(claim: Claim, truth: Truth) -> None:
    exactly(claim, "rank", rank_of(truth, OWN))
    tie_is_told(claim, "tied", sorted(on_rank(truth, rank_of(truth, OWN))))
    assert len(truth.reporting) > 1, "one county alone has no rank"
    if "count" in claim.blanks:
        exactly(claim, "count", len(truth.reporting))


@proves("own area")
def _own_area(claim: Claim, truth: Truth) -> None:
    exactly(claim, "value", truth.reporting[OWN])


@proves("behind the first")
def _behind(claim: Claim, truth: Truth) -> None:
    exactly(claim, "gap", max(truth.reporting.values()) - truth.reporting[OWN])
    assert claim.names("first") == on_rank(truth, 1), claim
    assert claim.number("gap"), claim
