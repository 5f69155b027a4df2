"""Which printed figures do not add up, by the definitions: no function of renovation.comparisons is used.

A printed decimal stands for all that rounds to it, a printed rate also for what is cut to it; counts are exact. A number
was printed with the digits that it shows, in a column of uniform digits with those of the column.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from tests.claims.generated import Published
from tests.claims.past import CURRENT_NAMES
from tests.claims.truth import DISTRICT, Truth, Value, rounded

DISTRICT_RATES = {
    "city_target_projects_rate": ("projects_completed", "city_target_projects"),
    "city_target_area_rate": ("area_renovated", "city_target_area"),
    "district_target_area_rate": ("area_renovated", "district_target_area"),
    "share_of_scheduled_started": ("projects_started", "projects_scheduled"),
}
SUMS = {
    "projects_started": "projects_started",
    "projects_completed": "projects_completed",
    "area_renovated": "area_renovated",
    "district_target_area": "annual_target_area",
}


class CheckKey(NamedTuple):
    subject: str
    measure: str
    form: str


@dataclass(frozen=True)
class Check:
    """A printed figure beside what its parts come to."""

    printed: Fraction
    recomputed: Fraction
    agrees: bool

    @property
    def off(self) -> Fraction:
        return self.printed - self.recomputed


def mismatches(one: Published) -> dict[CheckKey, Check]:
    return {key: check for key, check in checks(one).items() if not check.agrees}


@cache
def checks(one: Published) -> dict[CheckKey, Check]:
    """Every printed figure that can be recomputed, but for the sums that lack a unit."""
    truth = Truth(dict(one.tables))
    return {**_unit_rates(truth), **_district_rates(truth), **_sums(truth)}


def comparable(previous: Published, now: Published) -> dict[CheckKey, Check]:
    """The checks of the previous release that are of the same year as those of the release: figures start at zero each year.

    A unit has its current name.
    """
    return {key._replace(subject=CURRENT_NAMES.get(key.subject, key.subject)): check
            for key, check in checks(previous).items() if _year(previous, key) == _year(now, key)}  # fmt: skip


def _year(one: Published, key: CheckKey) -> int | None:
    table = one.tables.get("figures" if key.subject == DISTRICT else "unit_progress")
    return table.as_of.year if table else None


def digits(value: Fraction) -> int:
    return next(places for places in range(12) if (value * 10**places).denominator == 1)


def column_digits(values: list[Value]) -> dict[Fraction, int]:
    held = [value for value in values if value is not None]
    own = {value: digits(value) for value in held}
    most = max(own.values(), default=0)
    uniform = held and sum(own[value] == most for value in held) * 4 >= 3 * len(held)
    return dict.fromkeys(held, most) if uniform else own


def _half(places: int) -> Fraction:
    return Fraction(1, 2 * 10**places)


def _rate(printed: Fraction, part: Fraction, whole: Fraction, places: tuple[int, int, int], exact: bool) -> Check:
    own, slack_part, slack_whole = places[0], *(Fraction(0) if exact else _half(one) for one in places[1:])
    recomputed = 100 * part / whole
    agrees = rounded(recomputed, own) == printed
    if not agrees and whole > slack_whole:
        low, high = (
            100 * (part - slack_part) / (whole + slack_whole),
            100 * (part + slack_part) / (whole - slack_whole),
        )
        agrees = high >= printed - _half(own) and low < printed + 2 * _half(own)
    return Check(printed, recomputed, agrees)


def _unit_rates(truth: Truth) -> dict[CheckKey, Check]:
    names = ("completion_rate_reported", "area_renovated", "annual_target_area")
    columns = [column_digits(list(truth.figures[name].values())) for name in names]
    found = {}
    for unit in truth.units:
        printed, part, whole = (truth.figures[name][unit] for name in names)
        if printed is not None and part is not None and whole is not None and whole > 0:
            places = columns[0][printed], columns[1][part], columns[2][whole]
            found[CheckKey(unit, "completion_rate", "ratio")] = _rate(printed, part, whole, places, exact=False)
    return found


def _district_rates(truth: Truth) -> dict[CheckKey, Check]:
    found = {}
    for rate, (part_name, whole_name) in DISTRICT_RATES.items():
        printed, part, whole = (truth.district.get(name) for name in (rate, part_name, whole_name))
        same_year = truth.periods.get(part_name, "")[:4] == truth.periods.get(whole_name, "")[:4]
        if printed is not None and part is not None and whole is not None and whole > 0 and same_year:
            exact = part_name.startswith("projects")
            places = digits(printed), digits(part), digits(whole)
            found[CheckKey(DISTRICT, rate, "ratio")] = _rate(printed, part, whole, places, exact)
    return found


def lacked_a_unit(one: Published, measure: str) -> bool:
    """Whether a release prints a sum that was not judged, because a unit was missing from it and others had reported."""
    truth, column = Truth(dict(one.tables)), SUMS[measure]
    is_printed = truth.district.get(measure) is not None and truth.periods[measure].startswith(
        str(truth.days["unit_progress"].year)
    )
    some = any(value is not None for value in truth.figures[column].values())
    same_day = truth.days.get("figures") == truth.days["unit_progress"]
    return is_printed and same_day and some and bool(_lacking(truth, column))


def _lacking(truth: Truth, column: str) -> list[str]:
    return truth.without(column) or truth.absent


def _sums(truth: Truth) -> dict[CheckKey, Check]:
    """Sums are judged only where the figures are of the units' day and basis and no unit is missing."""
    sources = [(truth.days.get(name), truth.bases.get(name)) for name in ("figures", "unit_progress")]
    if sources[0] != sources[1]:
        return {}
    found = {}
    year = str(truth.days["unit_progress"].year)
    for measure, column in SUMS.items():
        printed, parts = truth.district.get(measure), list(truth.figures[column].values())
        if printed is None or _lacking(truth, column) or not truth.periods[measure].startswith(year):
            continue
        total, counted = sum((part or Fraction(0) for part in parts), Fraction(0)), column.startswith("projects")
        known = column_digits(parts)
        slack = (
            Fraction(0)
            if counted
            else sum((_half(known[part]) for part in parts if part is not None), Fraction(0)) + _half(digits(printed))
        )
        agrees = rounded(total, digits(printed)) == printed or abs(total - printed) <= slack
        found[CheckKey(DISTRICT, measure, "sum")] = Check(printed, total, agrees)
    return found
