"""Does what the source prints follow from its own parts?

Every figure that can be recomputed is, and gets a verdict that knows rounding. A printed decimal stands for the
interval of values that round to it; a printed rate also for those that are cut to it; counts are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from renovation.comparisons.causes import Cause, cause_of_ratio, cause_of_sum, figures_of_kind
from renovation.comparisons.counties import TwoBases
from renovation.comparisons.district import RATES, district_values, value_of
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import cut_like, decimals, half_steps, rounded_like

Verdict = Literal["mismatch", "basis", "rounding", "consistent"]
VERDICTS: Final[tuple[Verdict, ...]] = ("mismatch", "basis", "rounding", "consistent")
COLUMNS: Final = (
    "subject",
    "measure",
    "form",
    "reported",
    "recomputed",
    "numerator",
    "denominator",
    "verdict",
    "explanation",
)


@dataclass(frozen=True)
class Summed:
    """A district's figure that is the sum of a column of the units' table."""

    measure: str
    column: str
    exact: bool


SUMS: Final = (
    Summed("projects_started", "projects_started", exact=True),
    Summed("projects_completed", "projects_completed", exact=True),
    Summed("area_renovated", "area_renovated", exact=False),
    Summed("district_target_area", "annual_target_area", exact=False),
)


@dataclass(frozen=True)
class Explanation:
    """Why a printed figure differs from its twin.

    `kind`: `cut` (the rate was cut, not rounded); `denominator_fits` (a denominator from `low` to `high`, which is
    printed like the one given, makes the rate); `parts_fit` (numerator and denominator as printed allow it);
    `summands_fit` (the summands as printed allow a sum from `low` to `high`); `cause`; `no_likely_cause`; `two_bases`.
    """

    kind: str
    low: float | None = None
    high: float | None = None
    cause: Cause | None = None
    bases: TwoBases | None = None


@dataclass(frozen=True)
class Evidence:
    """What the checks are made from: `units` and `counties` as compared, `figures` as printed.

    `same_day` says whether units and figures speak of one day, so that sums may be held against totals.
    """

    units: pd.DataFrame
    counties: pd.DataFrame
    figures: pd.DataFrame
    figures_basis: str
    bases: TwoBases | None
    same_day: bool

    def of_kind(self, measure: str) -> pd.DataFrame:
        """Every figure of the same kind as a measure."""
        quantity = MEASURES[measure].quantity or ""
        return figures_of_kind(quantity, self.figures, self.figures_basis, self.units, self.counties)


def reconcile(evidence: Evidence) -> pd.DataFrame:
    """Every check of a release, in the order of VERDICTS; columns COLUMNS.

    `form` is ratio, sum or bases; `recomputed` is unrounded; `numerator` and `denominator` belong to a ratio;
    `explanation` is an Explanation, or None where the figure is consistent. What cannot be recomputed, because a
    part is missing or speaks of another day, is not there.
    """
    parts = [_rates(evidence), _two_bases(evidence.bases)]
    if evidence.same_day:
        parts.append(_sums(evidence))
    checks = pd.concat([part.reindex(columns=COLUMNS) for part in parts if not part.empty] or [_none()])
    order = checks["verdict"].map({verdict: place for place, verdict in enumerate(VERDICTS)})
    return checks.iloc[order.to_numpy(dtype="int64").argsort(kind="stable")].reset_index(drop=True)


def _none() -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype="object") for column in COLUMNS})


def _rates(evidence: Evidence) -> pd.DataFrame:
    """The printed rates, of the district and of its units, against numerator ÷ denominator."""
    rates = pd.concat([_district_rates(evidence.figures), _unit_rates(evidence.units)], ignore_index=True)
    rates = rates[rates["denominator"] > 0].dropna(subset=["reported", "numerator"])
    if rates.empty:
        return rates
    slack = {part: half_steps(rates[part]).where(~rates["exact"], 0.0) for part in ("numerator", "denominator")}
    rates = rates.assign(
        form="ratio",
        recomputed=100 * rates["numerator"] / rates["denominator"],
        lowest=100 * (rates["numerator"] - slack["numerator"]) / (rates["denominator"] + slack["denominator"]),
        highest=100 * (rates["numerator"] + slack["numerator"]) / (rates["denominator"] - slack["denominator"]),
    )
    half = half_steps(rates["reported"])
    agrees = _equal(rounded_like(rates["recomputed"], rates["reported"]), rates["reported"])
    fits = (rates["highest"] >= rates["reported"] - half) & (rates["lowest"] < rates["reported"] + 2 * half)
    rates = rates.assign(verdict=np.select([agrees, fits], ["consistent", "rounding"], "mismatch"))
    explanations = [_explain_rate(row, evidence) for row in records(rates)]
    return rates.assign(explanation=pd.Series(explanations, index=rates.index, dtype="object"))


def _district_rates(figures: pd.DataFrame) -> pd.DataFrame:
    district = district_values(figures)
    return pd.DataFrame(
        {
            "subject": places.DISTRICT.name,
            "measure": [rate.measure for rate in RATES],
            "reported": [value_of(district, rate.measure) for rate in RATES],
            "numerator": [value_of(district, rate.numerator) for rate in RATES],
            "denominator": [value_of(district, rate.denominator) for rate in RATES],
            "numerator_measure": [rate.numerator for rate in RATES],
            "denominator_measure": [rate.denominator for rate in RATES],
            "exact": [MEASURES[rate.numerator].unit == "个" for rate in RATES],
        }
    )


def _unit_rates(units: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "subject": units["unit"],
            "measure": "completion_rate",
            "reported": units["completion_rate_reported"],
            "numerator": units["area_renovated"],
            "denominator": units["annual_target_area"],
            "numerator_measure": "area_renovated",
            "denominator_measure": "annual_target_area",
            "exact": False,
        }
    )


def _explain_rate(check: dict[str, Any], evidence: Evidence) -> Explanation | None:
    if check["verdict"] == "consistent":
        return None
    if check["verdict"] == "mismatch":
        cause = cause_of_ratio(
            check["reported"],
            check["numerator"],
            check["denominator"],
            evidence.of_kind(check["numerator_measure"]),
            evidence.of_kind(check["denominator_measure"]),
        )
        return Explanation("cause", cause=cause) if cause else Explanation("no_likely_cause")
    recomputed, reported = pd.Series([check["recomputed"]]), pd.Series([check["reported"]])
    if _equal(cut_like(recomputed, reported), reported).all():
        return Explanation("cut")
    return _denominator_that_fits(check) or Explanation("parts_fit")


def _denominator_that_fits(check: dict[str, Any]) -> Explanation | None:
    """The denominators, within what is printed, that make the rate as rounded; None where there is none."""
    parts = pd.Series([check["numerator"], check["denominator"], check["reported"]])
    numerator_half, denominator_half, half = half_steps(parts).to_numpy()
    low = 100 * (check["numerator"] - numerator_half) / (check["reported"] + half)
    high = 100 * (check["numerator"] + numerator_half) / (check["reported"] - half)
    low, high = max(low, check["denominator"] - denominator_half), min(high, check["denominator"] + denominator_half)
    places_shown = max(2, decimals(check["denominator"]) + 1)
    return (
        Explanation("denominator_fits", round(float(low), places_shown), round(float(high), places_shown))
        if low <= high
        else None
    )


def _sums(evidence: Evidence) -> pd.DataFrame:
    """The district's totals against the sums over its units."""
    district = district_values(evidence.figures)
    checks = [_sum(summed, value_of(district, summed.measure), evidence) for summed in SUMS]
    return pd.DataFrame([check for check in checks if check is not None])


def _sum(summed: Summed, reported: float, evidence: Evidence) -> dict[str, Any] | None:
    summands = evidence.units[summed.column].astype("float64")
    if pd.isna(reported) or summands.empty or summands.isna().any():
        return None
    total = float(summands.sum())
    slack = 0.0 if summed.exact else float(half_steps(summands).sum())
    printed = pd.Series([reported])
    half = 0.0 if summed.exact else float(half_steps(printed).iloc[0])
    verdict: Verdict = "mismatch"
    explanation: Explanation | None = None
    if _equal(rounded_like(pd.Series([total]), printed), printed).all():
        verdict = "consistent"
    elif abs(total - reported) <= slack + half + 1e-9:
        verdict, explanation = "rounding", Explanation("summands_fit", round(total - slack, 4), round(total + slack, 4))
    else:
        terms = evidence.of_kind(summed.column)
        cause = cause_of_sum(reported, terms[terms["subject"].isin(evidence.units["unit"])], slack + half)
        explanation = Explanation("cause", cause=cause) if cause else Explanation("no_likely_cause")
    return {
        "subject": places.DISTRICT.name,
        "measure": summed.measure,
        "form": "sum",
        "reported": reported,
        "recomputed": total,
        "verdict": verdict,
        "explanation": explanation,
    }


def _two_bases(bases: TwoBases | None) -> pd.DataFrame:
    """The one figure that two statistics give differently: named, not repaired."""
    if bases is None:
        return _none()
    return pd.DataFrame(
        [
            {
                "subject": places.OWN_COUNTY.name,
                "measure": "area_reported",
                "form": "bases",
                "reported": bases.city,
                "recomputed": bases.own,
                "verdict": "basis",
                "explanation": Explanation("two_bases", bases=bases),
            }
        ]
    )


def _equal(left: pd.Series, right: pd.Series) -> pd.Series:
    return (left - right).abs() < 1e-9
