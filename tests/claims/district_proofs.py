"""Proves the claims about the district: its targets and totals, its place among the counties, the two bases."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.claims.own_goals import goals_of_report
from tests.claims.proving import Proofs, exactly, pairs, short_of, tie_is_told
from tests.claims.reading import Claim
from tests.claims.titles import title
from tests.claims.truth import OWN, Truth, rounded

PROOFS: Proofs[Truth] = Proofs()

_TARGETS = {
    "区定面积目标": ("area_renovated", "district_target_area"), "district's target of area": ("area_renovated", "district_target_area"),
    "市下达面积目标": ("area_renovated", "city_target_area"), "city's target of area": ("area_renovated", "city_target_area"),
    "排定项目数": ("projects_started", "projects_scheduled"), "projects scheduled": ("projects_started", "projects_scheduled"),
    "市下达项目数目标": ("projects_completed", "city_target_projects"), "city's target of projects": ("projects_completed", "city_target_projects"),
}  # fmt: skip
_PRINTED_RATES = {"district_target_area": "district_target_area_rate", "city_target_area": "city_target_area_rate",
                  "projects_scheduled": "share_of_scheduled_started", "city_target_projects": "city_target_projects_rate"}  # fmt: skip


def rank_of(truth: Truth, county: str) -> int:
    return 1 + sum(area > truth.reporting[county] for area in truth.reporting.values())


def on_rank(truth: Truth, rank: int) -> set[str]:
    return {county for county in truth.reporting if rank_of(truth, county) == rank}


@PROOFS.of("first county", "first counties", "rank", "shared rank")
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


@PROOFS.of("equal counties")
def _equal_counties(claim: Claim, truth: Truth) -> None:
    assert len(truth.reporting) > 1
    exactly(claim, "count", len(truth.reporting))
    assert {claim.number("value")} == set(truth.reporting.values()), claim


@PROOFS.of("only county")
def _only_county(claim: Claim, truth: Truth) -> None:
    assert claim.names() == set(truth.reporting) == {OWN}, claim


@PROOFS.of("own county silent")
def _silent_county(claim: Claim, truth: Truth) -> None:
    assert claim.names() == {OWN}, claim
    assert OWN not in truth.reporting, claim


@PROOFS.of("day and basis")
def _day(claim: Claim, truth: Truth) -> None:
    written = claim["basis"].removesuffix("·模拟").removesuffix(", simulated")
    real = {"district's statistics": "区口径", "as reported to the city": "上报市口径"}.get(written, written)
    basis = real if claim["basis"] == written else f"{real}（模拟）"
    assert (claim.day("day"), basis) in {(truth.days[name], truth.bases[name]) for name in truth.days}, claim


@PROOFS.of("bases differ", "bases agree")
def _bases(claim: Claim, truth: Truth) -> None:
    own, city = truth.district["area_renovated"], truth.reporting[OWN]
    assert own is not None
    assert truth.bases["figures"] != truth.bases["county_progress"], claim
    assert (own == city) == (claim.kind == "bases agree"), claim
    exactly(claim, "value" if own == city else "gap", own if own == city else abs(own - city))


@PROOFS.of("own basis does not rank")
def _own_basis(claim: Claim, truth: Truth) -> None:
    exactly(claim, "value", truth.district["area_renovated"])
    assert truth.bases["figures"] != truth.bases["county_progress"], claim


@PROOFS.of("standings")
def _standings(claim: Claim, truth: Truth) -> None:
    assert claim.text == title(truth, "zh" if re.search("：|序时", claim.text) else "en"), (claim, title(truth, "zh"))


@PROOFS.of("no district figures")
def _no_figures(claim: Claim, truth: Truth) -> None:
    assert not title(truth, "zh"), (claim, title(truth, "zh"))
    assert OWN not in truth.reporting, (claim, truth.reporting)


def differs(printed: Fraction | None, total: Fraction | None) -> bool:
    """Whether a sum does not round to a printed figure, which stands for all that rounds to its own digits."""
    assert printed is not None
    assert total is not None
    decimals = next(places for places in range(10) if (printed * 10**places).denominator == 1)
    return rounded(total, decimals) != printed


@PROOFS.of("printed totals")
def _printed_totals(claim: Claim, truth: Truth) -> None:
    sums = {"projects_started": "projects_started", "projects_completed": "projects_completed",
            "area_renovated": "area_renovated", "district_target_area": "annual_target_area"}  # fmt: skip
    names = {"开工项目数": "projects_started", "projects started": "projects_started", "完工项目数": "projects_completed",
             "projects completed": "projects_completed", "完成改造建筑面积": "area_renovated", "floor area renovated": "area_renovated",
             "区定面积目标": "district_target_area", "district's target of area": "district_target_area"}  # fmt: skip
    told = {names[name]: value for name, value in pairs(claim["pairs"], " ").items()}
    year = str(truth.days["figures"].year)
    expected = {printed: truth.district[printed] for printed, own in sums.items()
                if truth.district.get(printed) is not None and truth.periods[printed].startswith(year) and not truth.without(own) and differs(truth.district[printed], truth.sum_of(own)[0])}  # fmt: skip
    assert told == expected, (claim, told, expected)


@PROOFS.of("rate of a target")
def _rate_of_target(claim: Claim, truth: Truth) -> None:
    if claim["target"] in ("开工目标", "goal for starts"):
        (goal,) = (one for one in goals_of_report(truth.tables) if not one.rivals and one.is_measured)
        exactly(claim, "value", goal.target)
        short_of(claim, "rate", goal.reached, 100)
        return
    part, whole = _TARGETS[claim["target"]]
    exactly(claim, "value", truth.district[whole])
    rate = truth.rate_of_district(part, whole)
    assert rate is not None
    short_of(claim, "rate", rate, 100)


@PROOFS.of("pace of the race")
def _race_pace(claim: Claim, truth: Truth) -> None:
    (race,) = (one for one in goals_of_report(truth.tables) if one.rivals and one.is_measured)
    assert race.actual is not None
    assert race.target is not None
    assert race.needed, "nothing is needed"
    assert race.light is not None, "it is too early"
    assert race.left >= 7, "a pace by weeks for less than a week"
    needed, pace = rounded(race.needed, 2), rounded(race.pace, 2)
    exactly(claim, "needed", needed)
    exactly(claim, "pace", pace)
    assert bool(claim.blanks.get("less")) == (needed == pace and race.light != "green"), claim
    assert (claim["side"] in ("争", "be")) == (race.actual < race.target), claim


@PROOFS.of("printed rate")
def _printed_rate(claim: Claim, truth: Truth) -> None:
    assert claim.number("rate") in {truth.district.get(rate) for rate in _PRINTED_RATES.values()}, claim
    if claim.blanks.get("formula"):
        assert rounded(_percent_by(claim["formula"]), claim.decimals("rate")) == claim.number("rate"), claim


def _percent_by(formula: str) -> Fraction:
    """The rate that `(242.01 − 107.79) ÷ 72.4` gives."""
    above, below = (
        sum(map(Fraction, re.findall(r"-?[\d.]+", side)), Fraction())
        for side in re.sub(r"[ ,]", "", formula).replace("−", "-").split("÷")
    )
    return 100 * above / below


@PROOFS.of("rank of")
def _rank_of(claim: Claim, truth: Truth) -> None:
    exactly(claim, "rank", rank_of(truth, OWN))
    tie_is_told(claim, "tied", sorted(on_rank(truth, rank_of(truth, OWN))))
    assert len(truth.reporting) > 1, "one county alone has no rank"


@PROOFS.of("own area")
def _own_area(claim: Claim, truth: Truth) -> None:
    exactly(claim, "value", truth.reporting[OWN])
    has_both = "figures" in truth.days and truth.periods.get("area_renovated", "")[:4] == str(
        truth.days["figures"].year
    )
    are_two = has_both and truth.bases["figures"] != truth.bases["county_progress"]
    assert bool(claim.blanks.get("other")) == are_two, claim


@PROOFS.of("behind the first")
def _behind(claim: Claim, truth: Truth) -> None:
    exactly(claim, "gap", max(truth.reporting.values()) - truth.reporting[OWN])
    assert claim.names("first") == on_rank(truth, 1), claim
    assert claim.number("gap"), claim


@PROOFS.of("ahead of the second")
def _lead(claim: Claim, truth: Truth) -> None:
    second = on_rank(truth, 2)
    assert claim.names("second") in (second, len(second)), claim
    assert on_rank(truth, 1) == {OWN}, claim
    exactly(claim, "lead", truth.reporting[OWN] - max(truth.reporting[name] for name in second))
