"""Recomputes the reported figures that follow from other figures, such as rates and totals, and compares the two.

The verdict allows for rounding: a reported decimal stands for all values that round to it, a reported rate also for
those that truncate to it. Counts are exact. A sum is incomplete, and not judged, if a unit has not reported.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from renovation.comparisons.causes import Cause, cause_of_ratio, cause_of_sum, figures_of_kind
from renovation.comparisons.counties import BasisComparison
from renovation.comparisons.district import RATES, district_values, value_of
from renovation.comparisons.precision import column_decimals, rounded_to, truncated_to
from renovation.comparisons.units import absent_units
from renovation.domain import places
from renovation.domain.columns import (
    ANNUAL_TARGET_AREA,
    AREA_RENOVATED,
    AREA_REPORTED,
    COMPLETION_RATE,
    COMPLETION_RATE_REPORTED,
    DISTRICT_TARGET_AREA,
    MEASURE,
    PROJECTS_COMPLETED,
    PROJECTS_STARTED,
    SUBJECT,
    UNIT,
)
from renovation.domain.dated_tables import records
from renovation.domain.measurement_units import COUNTS
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import decimal_places, half_up, rounding_error

Verdict = Literal["mismatch", "basis", "incomplete", "rounding", "consistent"]
VERDICTS: Final[tuple[Verdict, ...]] = ("mismatch", "basis", "incomplete", "rounding", "consistent")
YEAR: Final = "year"
_PARTS: Final = ("numerator", "denominator")
_PRINTED: Final = ("reported", *_PARTS)
_HAIR: Final = 1e-9
"""A tolerance that is smaller than any printed digit and larger than the errors of floats."""

CHECK_COLUMNS: Final = (
    SUBJECT,
    MEASURE,
    "form",
    "reported",
    "recomputed",
    "numerator",
    "denominator",
    "verdict",
    "explanation",
    YEAR,
)


@dataclass(frozen=True)
class SumCheck:
    """Declares the check that the district's figure of `measure` equals the sum of the units' figures in `column`.

    If `exact` is True (for counts), the two must be equal; otherwise they may differ by rounding.
    """

    measure: str
    column: str
    exact: bool


SUMS: Final = (
    SumCheck(PROJECTS_STARTED, PROJECTS_STARTED, exact=True),
    SumCheck(PROJECTS_COMPLETED, PROJECTS_COMPLETED, exact=True),
    SumCheck(AREA_RENOVATED, AREA_RENOVATED, exact=False),
    SumCheck(DISTRICT_TARGET_AREA, ANNUAL_TARGET_AREA, exact=False),
)


@dataclass(frozen=True)
class Explanation:
    """Why a reported figure differs from the recomputed figure.

    `kind` is one of:

    - `truncated`: the rate was cut off, not rounded
    - `denominator_fits`: an unrounded denominator between `low` and `high`, which rounds to the reported denominator,
      gives the reported rate
    - `parts_fit`: some unrounded numerator and denominator, which round to the reported ones, give the reported rate
    - `summands_fit`: unrounded summands, which round to the reported ones, can have any sum from `low` to `high`
    - `cause`: the field `cause` says which figure was wrongly used
    - `no_likely_cause`: no explanation was found
    - `different_bases`: the two figures in the field `bases` are on different bases
    - `units_missing`: the sum lacks the units named in `missing`; `units` is the number of all units
    """

    kind: str
    low: float | None = None
    high: float | None = None
    cause: Cause | None = None
    bases: BasisComparison | None = None
    missing: tuple[str, ...] = ()
    units: int = 0


@dataclass(frozen=True)
class ReconciliationInput:
    """The figures that `reconcile` checks.

    `units` is the result of `compare_units`, `counties` the result of `compare_counties`, `bases` the result of
    `compare_bases`. `figures` is the release's table of this name, whose rows must be of one year, because a figure is
    never compared with a target of another year. `figures_as_of` and `units_as_of` are the dates of the tables of
    figures and of units, `figures_basis` and `units_basis` their bases. The district's totals are compared with the
    sums of the units only if both the dates and the bases are equal.
    """

    units: pd.DataFrame
    counties: pd.DataFrame
    figures: pd.DataFrame
    figures_basis: str
    bases: BasisComparison | None
    figures_as_of: dt.date
    units_as_of: dt.date
    units_basis: str

    def of_kind(self, measure: str) -> pd.DataFrame:
        """Returns all figures that may be mistaken for a figure of `measure` (they have the same `Measure.quantity`).

        Columns: `value` (in the measure's unit of measurement), `subject` (the place), `measure`, `basis`.
        """
        quantity = MEASURES[measure].quantity or ""
        if quantity not in self._by_quantity:
            self._by_quantity[quantity] = figures_of_kind(
                quantity, self.figures, self.figures_basis, self.units, self.counties
            )
        return self._by_quantity[quantity]

    @cached_property
    def _by_quantity(self) -> dict[str, pd.DataFrame]:
        """A cache of `of_kind`: the result for each `quantity` of a measure."""
        return {}


def reconcile(inputs: ReconciliationInput) -> pd.DataFrame:
    """Returns one row for each figure that can be recomputed, the mismatches first.

    Columns: `subject` (the place), `measure`, `form`, `reported` and `recomputed` (both in the measure's unit of
    measurement; `recomputed` is not rounded), `numerator` and `denominator`, `verdict` ("mismatch", "basis",
    "incomplete", "rounding" or "consistent"), `explanation` (an Explanation, or None if the figure is consistent),
    `year` (of the reported figure).

    `form` is "ratio" for a rate recomputed from `numerator` and `denominator`, which are missing for the other forms;
    "sum" for a total of the district recomputed from the units' figures; or "bases" for our county's area: `reported`
    is then the area reported to the city, and `recomputed` the area in the district's own statistic, which may differ.
    """
    parts = [_rates(inputs), _different_bases(inputs.bases)]
    if (inputs.figures_as_of, inputs.figures_basis) == (inputs.units_as_of, inputs.units_basis):
        parts.append(_sums(inputs))
    checks = pd.concat([part.reindex(columns=CHECK_COLUMNS) for part in parts if not part.empty] or [_empty()])
    is_of_district = checks[SUBJECT] == places.DISTRICT.name
    checks[YEAR] = np.where(is_of_district, inputs.figures_as_of.year, inputs.units_as_of.year)
    order = checks["verdict"].map({verdict: place for place, verdict in enumerate(VERDICTS)})
    return checks.iloc[order.to_numpy(dtype="int64").argsort(kind="stable")].reset_index(drop=True)


def _empty() -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype="object") for column in CHECK_COLUMNS})


def _rates(inputs: ReconciliationInput) -> pd.DataFrame:
    """Returns one check for each reported rate of the district and of the units, recomputed as numerator ÷ denominator.

    The columns include CHECK_COLUMNS except `year`.
    """
    rates = pd.concat([_district_rates(inputs.figures), _unit_rates(inputs.units)], ignore_index=True)
    rates = rates[rates["denominator"] > 0].dropna(subset=["reported", "numerator"])
    if rates.empty:
        return rates
    slack = {part: rates[f"{part}_decimals"].map(rounding_error).where(~rates["exact"], 0.0) for part in _PARTS}
    rates = rates.assign(
        form="ratio",
        recomputed=100 * rates["numerator"] / rates["denominator"],
        lowest=100 * (rates["numerator"] - slack["numerator"]) / (rates["denominator"] + slack["denominator"]),
        highest=100 * (rates["numerator"] + slack["numerator"]) / (rates["denominator"] - slack["denominator"]),
    )
    half = rates["reported_decimals"].map(rounding_error)
    agrees = _equal(rounded_to(rates["recomputed"], rates["reported_decimals"]), rates["reported"])
    in_range = (rates["highest"] >= rates["reported"] - half) & (rates["lowest"] < rates["reported"] + 2 * half)
    rates = rates.assign(verdict=np.select([agrees, in_range], ["consistent", "rounding"], "mismatch"))
    explanations = [_explain_rate(row, inputs) for row in records(rates)]
    return rates.assign(explanation=pd.Series(explanations, index=rates.index, dtype="object"))


def _district_rates(figures: pd.DataFrame) -> pd.DataFrame:
    """Returns the district's reported rates, one in each row, with their numerators, denominators and decimals.

    The decimals of a figure are those with which it was typed, because the figures of a row are of different measures.
    """
    district = district_values(figures)
    rates = pd.DataFrame(
        {
            SUBJECT: places.DISTRICT.name,
            MEASURE: [rate.measure for rate in RATES],
            "reported": [value_of(district, rate.measure) for rate in RATES],
            "numerator": [value_of(district, rate.numerator) for rate in RATES],
            "denominator": [value_of(district, rate.denominator) for rate in RATES],
            "numerator_measure": [rate.numerator for rate in RATES],
            "denominator_measure": [rate.denominator for rate in RATES],
            "exact": [MEASURES[rate.numerator].measurement_unit in COUNTS for rate in RATES],
        }
    )
    own = {f"{part}_decimals": rates[part].map(decimal_places, na_action="ignore").fillna(0) for part in _PRINTED}
    return rates.assign(**own)


def _unit_rates(units: pd.DataFrame) -> pd.DataFrame:
    rates = pd.DataFrame(
        {
            SUBJECT: units[UNIT],
            MEASURE: COMPLETION_RATE,
            "reported": units[COMPLETION_RATE_REPORTED],
            "numerator": units[AREA_RENOVATED],
            "denominator": units[ANNUAL_TARGET_AREA],
            "numerator_measure": AREA_RENOVATED,
            "denominator_measure": ANNUAL_TARGET_AREA,
            "exact": False,
        }
    )
    return rates.assign(**{f"{part}_decimals": column_decimals(rates[part]) for part in _PRINTED})


def _explain_rate(check: dict[str, Any], inputs: ReconciliationInput) -> Explanation | None:
    if check["verdict"] == "consistent":
        return None
    if check["verdict"] == "mismatch":
        cause = cause_of_ratio(
            check["reported"],
            check["numerator"],
            check["denominator"],
            inputs.of_kind(check["numerator_measure"]),
            inputs.of_kind(check["denominator_measure"]),
        )
        return _explain_mismatch(cause)
    recomputed, decimals = pd.Series([check["recomputed"]]), pd.Series([int(check["reported_decimals"])])
    if _equal(truncated_to(recomputed, decimals), pd.Series([check["reported"]])).all():
        return Explanation("truncated")
    return _denominator_range(check) or Explanation("parts_fit")


def _denominator_range(check: dict[str, Any]) -> Explanation | None:
    """Returns the range of unrounded denominators that give the reported rate; None if there is none.

    `check` is a row of the rates. The denominators round to the reported one and have one or two decimals more than it.
    The reported rate may have been rounded or cut off.
    """
    half_rate, half = rounding_error(check["reported_decimals"]), rounding_error(check["denominator_decimals"])
    low = max(100 * check["numerator"] / (check["reported"] + 2 * half_rate) + _HAIR, check["denominator"] - half)
    high = min(100 * check["numerator"] / (check["reported"] - half_rate), check["denominator"] + half - _HAIR)
    first = max(2, int(check["denominator_decimals"]) + 1)
    for digits in (first, first + 1):
        step = 10.0**digits
        inner_low, inner_high = np.ceil(low * step - _HAIR) / step, np.floor(high * step + _HAIR) / step
        if inner_low <= inner_high:
            return Explanation("denominator_fits", round(float(inner_low), digits), round(float(inner_high), digits))
    return None


def _sums(inputs: ReconciliationInput) -> pd.DataFrame:
    district = district_values(inputs.figures)
    checks = [_sum(check, value_of(district, check.measure), inputs) for check in SUMS]
    return pd.DataFrame([check for check in checks if check is not None])


def _sum(check: SumCheck, reported: float, inputs: ReconciliationInput) -> dict[str, Any] | None:
    summands = inputs.units[check.column].astype("float64")
    if pd.isna(reported) or summands.notna().sum() == 0:
        return None
    verdict, explanation = _judge_sum(check, reported, summands, inputs)
    return {
        SUBJECT: places.DISTRICT.name,
        MEASURE: check.measure,
        "form": "sum",
        "reported": reported,
        "recomputed": float(summands.sum()),
        "verdict": verdict,
        "explanation": explanation,
    }


def _judge_sum(
    check: SumCheck, reported: float, summands: pd.Series, inputs: ReconciliationInput
) -> tuple[Verdict, Explanation | None]:
    absent = absent_units(inputs.units)
    missing = (*absent, *inputs.units[UNIT][summands.isna()])
    if missing:
        return "incomplete", Explanation("units_missing", missing=missing, units=len(summands) + len(absent))
    total, decimals = float(summands.sum()), decimal_places(reported)
    slack = 0.0 if check.exact else float(column_decimals(summands).map(rounding_error).sum())
    half = 0.0 if check.exact else rounding_error(decimals)
    if abs(half_up(total, decimals) - reported) < _HAIR:
        return "consistent", None
    if abs(total - reported) <= slack + half + _HAIR:
        return "rounding", Explanation("summands_fit", round(total - slack, 4), round(total + slack, 4))
    terms = inputs.of_kind(check.column)
    cause = cause_of_sum(reported, terms[terms[SUBJECT].isin(inputs.units[UNIT])], slack + half)
    return "mismatch", _explain_mismatch(cause)


def _explain_mismatch(cause: Cause | None) -> Explanation:
    return Explanation("cause", cause=cause) if cause else Explanation("no_likely_cause")


def _different_bases(bases: BasisComparison | None) -> pd.DataFrame:
    """Returns one check that sets our county's area as reported to the city beside the district's own figure.

    The result has no rows if `bases` is None, because one of the two areas is missing.
    """
    if bases is None:
        return _empty()
    return pd.DataFrame(
        [
            {
                SUBJECT: places.OWN_COUNTY.name,
                MEASURE: AREA_REPORTED,
                "form": "bases",
                "reported": bases.city_area,
                "recomputed": bases.district_area,
                "verdict": "basis",
                "explanation": Explanation("different_bases", bases=bases),
            }
        ]
    )


def _equal(left: pd.Series, right: pd.Series) -> pd.Series:
    return (left - right).abs() < _HAIR
