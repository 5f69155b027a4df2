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
from renovation.comparisons.counties import BasisComparison
from renovation.comparisons.district import RATES, district_values, value_of
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import decimal_places, rounded_as_printed, rounding_tolerance, truncated_as_printed

Verdict = Literal["mismatch", "basis", "rounding", "consistent"]
VERDICTS: Final[tuple[Verdict, ...]] = ("mismatch", "basis", "rounding", "consistent")
CHECK_COLUMNS: Final = (
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
class SumCheck:
    """A district's figure that is the sum of a column of the units' table."""

    measure: str
    column: str
    exact: bool


SUMS: Final = (
    SumCheck("projects_started", "projects_started", exact=True),
    SumCheck("projects_completed", "projects_completed", exact=True),
    SumCheck("area_renovated", "area_renovated", exact=False),
    SumCheck("district_target_area", "annual_target_area", exact=False),
)


@dataclass(frozen=True)
class Explanation:
    """Why a printed figure differs from its twin.

    `kind` is one of: `truncated` (the rate was truncated, not rounded); `denominator_fits` (a denominator from `low` to
    `high`, which rounds to the printed one, gives the rate); `parts_fit` (numerator and denominator as printed allow
    it); `summands_fit` (the summands as printed allow a sum from `low` to `high`); `cause` (see `cause`);
    `no_likely_cause`; `different_bases` (see `bases`).
    """

    kind: str
    low: float | None = None
    high: float | None = None
    cause: Cause | None = None
    bases: BasisComparison | None = None


@dataclass(frozen=True)
class ReconciliationInput:
    """What the checks are made from: `units` and `counties` as compared, `figures` as printed.

    `same_day` says whether units and figures speak of one day, so that sums may be held against totals.
    """

    units: pd.DataFrame
    counties: pd.DataFrame
    figures: pd.DataFrame
    figures_basis: str
    bases: BasisComparison | None
    same_day: bool

    def of_kind(self, measure: str) -> pd.DataFrame:
        """Every figure of the same kind as a measure."""
        quantity = MEASURES[measure].quantity or ""
        return figures_of_kind(quantity, self.figures, self.figures_basis, self.units, self.counties)


def reconcile(evidence: ReconciliationInput) -> pd.DataFrame:
    """Every check of a release, in the order of VERDICTS; columns COLUMNS.

    `form` is ratio, sum or bases; `recomputed` is unrounded; `numerator` and `denominator` belong to a ratio;
    `explanation` is an Explanation, or None where the figure is consistent. What cannot be recomputed, because a
    part is missing or speaks of another day, is not there.
    """
    parts = [_rates(evidence), _two_bases(evidence.bases)]
    if evidence.same_day:
        parts.append(_sums(evidence))
    checks = pd.concat([part.reindex(columns=CHECK_COLUMNS) for part in parts if not part.empty] or [_none()])
    order = checks["verdict"].map({verdict: place for place, verdict in enumerate(VERDICTS)})
    return checks.iloc[order.to_numpy(dtype="int64").argsort(kind="stable")].reset_index(drop=True)


def _none() -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype="object") for column in CHECK_COLUMNS})


def _rates(evidence: ReconciliationInput) -> pd.DataFrame:
    """The printed rates, of the district and of its units, against numerator ÷ denominator."""
    rates = pd.concat([_district_rates(evidence.figures), _unit_rates(evidence.units)], ignore_index=True)
    rates = rates[rates["denominator"] > 0].dropna(subset=["reported", "numerator"])
    if rates.empty:
        return rates
    slack = {part: rounding_tolerance(rates[part]).where(~rates["exact"], 0.0) for part in ("numerator", "denominator")}
    rates = rates.assign(
        form="ratio",
        recomputed=100 * rates["numerator"] / rates["denominator"],
        lowest=100 * (rates["numerator"] - slack["numerator"]) / (rates["denominator"] + slack["denominator"]),
        highest=100 * (rates["numerator"] + slack["numerator"]) / (rates["denominator"] - slack["denominator"]),
    )
    half = rounding_tolerance(rates["reported"])
    agrees = _equal(rounded_as_printed(rates["recomputed"], rates["reported"]), rates["reported"])
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


def _explain_rate(check: dict[str, Any], evidence: ReconciliationInput) -> Explanation | None:
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
    if _equal(truncated_as_printed(recomputed, reported), reported).all():
        return Explanation("truncated")
    return _denominator_that_fits(check) or Explanation("parts_fit")


def _denominator_that_fits(check: dict[str, Any]) -> Explanation | None:
    """The denominators, within what is printed, that make the rate as rounded; None where there is none."""
    parts = pd.Series([check["numerator"], check["denominator"], check["reported"]])
    numerator_half, denominator_half, half = rounding_tolerance(parts).to_numpy()
    low = 100 * (check["numerator"] - numerator_half) / (check["reported"] + half)
    high = 100 * (check["numerator"] + numerator_half) / (check["reported"] - half)
    low, high = max(low, check["denominator"] - denominator_half), min(high, check["denominator"] + denominator_half)
    places_shown = max(2, decimal_places(check["denominator"]) + 1)
    return (
        Explanation("denominator_fits", round(float(low), places_shown), round(float(high), places_shown))
        if low <= high
        else None
    )


def _sums(evidence: ReconciliationInput) -> pd.DataFrame:
    """The district's totals against the sums over its units."""
    district = district_values(evidence.figures)
    checks = [_sum(summed, value_of(district, summed.measure), evidence) for summed in SUMS]
    return pd.DataFrame([check for check in checks if check is not None])


def _sum(summed: SumCheck, reported: float, evidence: ReconciliationInput) -> dict[str, Any] | None:
    summands = evidence.units[summed.column].astype("float64")
    if pd.isna(reported) or summands.empty or summands.isna().any():
        return None
    total = float(summands.sum())
    slack = 0.0 if summed.exact else float(rounding_tolerance(summands).sum())
    printed = pd.Series([reported])
    half = 0.0 if summed.exact else float(rounding_tolerance(printed).iloc[0])
    verdict: Verdict = "mismatch"
    explanation: Explanation | None = None
    if _equal(rounded_as_printed(pd.Series([total]), printed), printed).all():
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


def _two_bases(bases: BasisComparison | None) -> pd.DataFrame:
    """The one figure that two statistics give differently: named, not repaired."""
    if bases is None:
        return _none()
    return pd.DataFrame(
        [
            {
                "subject": places.OWN_COUNTY.name,
                "measure": "area_reported",
                "form": "bases",
                "reported": bases.city_area,
                "recomputed": bases.district_area,
                "verdict": "basis",
                "explanation": Explanation("different_bases", bases=bases),
            }
        ]
    )


def _equal(left: pd.Series, right: pd.Series) -> pd.Series:
    return (left - right).abs() < 1e-9
