"""Reported against recomputed: verdicts and causes on the report, on small tables, and on many made-up ones."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from renovation.comparisons.causes import Cause, cause_of_ratio, cause_of_sum
from renovation.comparisons.counties import compare_bases, compare_counties
from renovation.comparisons.reconciliation import Explanation, ReconciliationInput, reconcile
from renovation.comparisons.results import results_of
from renovation.comparisons.units import compare_units
from renovation.domain.dated_tables import empty_frame
from tests import first_dataset

VERDICTS_BY_HAND = {
    ("全区", "projects_started"): ("mismatch", 202, 196),
    ("全区", "projects_completed"): ("consistent", 66, 66),
    ("全区", "area_renovated"): ("rounding", 242.01, 241.91),
    ("全区", "district_target_area"): ("rounding", 72.4, 72.25),
    ("全区", "city_target_projects_rate"): ("consistent", 194, 194.1176),
    ("全区", "city_target_area_rate"): ("consistent", 761, 761.0377),
    ("全区", "district_target_area_rate"): ("mismatch", 185.4, 334.2680),
    ("吴兴区", "area_reported"): ("basis", 107.79, 242.01),
    ("高新区", "completion_rate"): ("consistent", 800, 800.0),
    ("织里镇", "completion_rate"): ("consistent", 262, 262.3563),
    ("八里店镇", "completion_rate"): ("consistent", 869, 869.3333),
    ("道场乡", "completion_rate"): ("rounding", 404, 381.4286),
    ("妙西镇", "completion_rate"): ("rounding", 135, 137.5),
    ("埭溪镇", "completion_rate"): ("consistent", 242, 241.625),
    ("东林镇", "completion_rate"): ("rounding", 125, 125.9322),
    ("环渚街道", "completion_rate"): ("consistent", 671, 671.4286),
}


def evidence(same_day: bool = True, units_basis: str = "区口径", **changed: pd.DataFrame) -> ReconciliationInput:
    """The report's evidence, with some of its tables changed."""
    tables = first_dataset.tables()
    units = compare_units(changed.get("units", tables["unit_progress"].frame))
    counties = changed.get("counties", compare_counties(tables["county_progress"]))
    figures = changed.get("figures", tables["figures"].frame)
    bases = compare_bases(counties, figures, "区口径")
    day = first_dataset.UNITS_AS_OF
    figures_day = day if same_day else day - dt.timedelta(days=7)
    return ReconciliationInput(units, counties, figures, "区口径", bases, figures_day, day, units_basis)


def units(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Units drawn small: name, started, completed, area, target, reported rate."""
    return first_dataset.table("unit_progress", list(rows), first_dataset.UNITS_AS_OF).frame


def only(rows: pd.DataFrame) -> pd.DataFrame:
    """The checks of these units and of nothing else."""
    no_counties = compare_counties(first_dataset.table("county_progress", [], first_dataset.UNITS_AS_OF))
    return reconcile(evidence(units=rows, counties=no_counties, figures=empty_frame("figures")))


def explanation(checks: pd.DataFrame, subject: str, measure: str) -> Explanation:
    row = checks[(checks["subject"] == subject) & (checks["measure"] == measure)]
    found = row["explanation"].iloc[0]
    assert isinstance(found, Explanation)
    return found


def test_the_report_gets_the_verdicts_worked_out_by_hand() -> None:
    checks = reconcile(evidence())
    got = {
        (row.subject, row.measure): (row.verdict, row.reported, pytest.approx(row.recomputed, abs=5e-5))
        for row in checks.itertuples()
    }
    assert got == VERDICTS_BY_HAND


def test_the_most_serious_verdicts_come_first() -> None:
    order = reconcile(evidence())["verdict"].drop_duplicates().tolist()
    assert order == ["mismatch", "basis", "rounding", "consistent"]


def test_it_finds_by_itself_that_185_is_the_part_above_107() -> None:
    cause = explanation(reconcile(evidence()), "全区", "district_target_area_rate").cause
    assert cause == Cause("less", 107.79, "吴兴区", "area_reported", "上报市口径")


def test_six_missing_starts_get_no_likely_cause() -> None:
    found = explanation(reconcile(evidence()), "全区", "projects_started")
    assert (found.kind, found.cause) == ("no_likely_cause", None)


def test_it_says_which_target_would_fit() -> None:
    """2.75 ÷ 2.03 is 135.5 and is cut to 135, 2.75 ÷ 2.04 is 134.8; 2.75 ÷ 2.05 is 134.1."""
    checks = reconcile(evidence())
    miaoxi = explanation(checks, "妙西镇", "completion_rate")
    daochang = explanation(checks, "道场乡", "completion_rate")
    assert (miaoxi.kind, miaoxi.low, miaoxi.high) == ("denominator_fits", 2.03, 2.04)
    assert (daochang.kind, daochang.low, daochang.high) == ("denominator_fits", 0.66, 0.66)
    assert explanation(checks, "东林镇", "completion_rate").kind == "truncated"


def test_a_rate_that_no_rounding_explains_is_a_mismatch() -> None:
    checks = only(units(("高新区", 1, 1, 33.65, 4.25, 700)))
    assert checks["verdict"].tolist() == ["mismatch"]


def test_a_sum_of_counts_must_be_exact_and_one_of_areas_need_not() -> None:
    figures = first_dataset.tables()["figures"].frame
    areas = figures.assign(value=figures["value"].where(figures["measure"] != "area_renovated", 242.14))
    off = reconcile(evidence(figures=areas)).set_index(["subject", "measure"])
    assert off.loc[("全区", "area_renovated"), "verdict"] == "mismatch"
    counts = figures.assign(value=figures["value"].where(figures["measure"] != "projects_completed", 67.0))
    off = reconcile(evidence(figures=counts)).set_index(["subject", "measure"])
    assert off.loc[("全区", "projects_completed"), "verdict"] == "mismatch"


@pytest.mark.parametrize("other", [{"same_day": False}, {"units_basis": "上报市口径"}])
def test_sums_of_another_date_or_basis_are_not_compared_with_totals(other: dict[str, Any]) -> None:
    assert "sum" not in set(reconcile(evidence(**other))["form"])


EIGHT_AREAS = (33.61, 14.0, 20.11, 10.33, 5.44, 12.55, 13.27, 9.63)
"""Printed with two decimals; they add up to 118.94."""


@pytest.mark.parametrize(
    ("first", "verdict"), [((33.61, 14.0), "mismatch"), ((33.6, 14.0), "mismatch"), ((33.6, 14.0, 20.1), "rounding")]
)
def test_precision_belongs_to_the_column(first: tuple[float, ...], verdict: str) -> None:
    """14.00 comes back as 14: among two decimals it excuses 0.005, not 0.5. Three short values of eight are a mixture."""
    areas = (*first, *EIGHT_AREAS[len(first) :])
    names = first_dataset.tables()["unit_progress"].frame["unit"]
    rows = units(*((name, 1, 1, area, 4.2, None) for name, area in zip(names, areas, strict=True)))
    figures = first_dataset.table(
        "figures",
        [("全区", "area_renovated", 119.4, "万㎡", "2013-10-15", "reported", None)],
        first_dataset.UNITS_AS_OF,
    ).frame
    checks = reconcile(evidence(units=rows, figures=figures))
    assert checks[checks["form"] == "sum"]["verdict"].tolist() == [verdict]


def test_a_sum_that_lacks_a_unit_is_incomplete() -> None:
    """Without 妙西镇 the units have started 191; neither that nor the other sums are called wrong."""
    rows = first_dataset.tables()["unit_progress"].frame
    checks = reconcile(evidence(units=rows[rows["unit"] != "妙西镇"]))
    sums = checks[checks["form"] == "sum"]
    assert sums["verdict"].unique().tolist() == ["incomplete"]
    assert sums.set_index("measure")["recomputed"]["projects_started"] == 191
    assert explanation(checks, "全区", "projects_started").missing == ("妙西镇",)


def test_an_empty_cell_makes_its_own_sum_incomplete() -> None:
    rows = first_dataset.tables()["unit_progress"].frame
    area = rows["area_renovated"].mask(rows["unit"] == "道场乡")
    checks = reconcile(evidence(units=rows.assign(area_renovated=area))).set_index(["form", "measure"])
    assert checks.loc[("sum", "area_renovated"), "verdict"] == "incomplete"
    assert checks.loc[("sum", "projects_completed"), "verdict"] == "consistent"


def test_a_rate_is_not_checked_against_a_target_of_another_year() -> None:
    """On 7 January 2014 the sheet still holds the target of 2013: 10 of 72.4 is 13.8 %, but of 2014 no target is known."""

    def checked(year: str) -> list[tuple[str, str]]:
        day = dt.date(2014, 1, 7)
        rows = [
            ("全区", "area_renovated", 10, "万㎡", "2014-01-07", "reported", None),
            ("全区", "district_target_area", 72.4, "万㎡", year, "target", None),
            ("全区", "district_target_area_rate", 13.8, "%", "2014-01-07", "reported", None),
        ]
        units = first_dataset.table("unit_progress", [("甲", 1, 0, 10.0, 72.4, None)], day)
        checks = results_of(1, {"unit_progress": units, "figures": first_dataset.table("figures", rows, day)}).checks
        return [(measure, form) for measure, form in zip(checks["measure"], checks["form"], strict=True)]

    assert checked("2013") == [("area_renovated", "sum")]
    assert checked("2014") == [
        ("district_target_area_rate", "ratio"), ("area_renovated", "sum"), ("district_target_area", "sum"),
    ]  # fmt: skip


def test_what_has_no_parts_is_not_checked() -> None:
    checks = only(
        units(("高新区", 1, 1, 33.6, None, 800), ("织里镇", 1, 1, None, 4.0, 800), ("东林镇", 1, 1, 4.0, 0, 5))
    )
    assert checks.empty


def test_a_fit_by_chance_is_not_offered() -> None:
    """Whole-numbered rates and many figures: something always fits, so nothing is said."""
    kind = pd.DataFrame({"value": range(1, 60), "subject": "x", "measure": "area_renovated", "basis": "区口径"})
    assert cause_of_ratio(262, 50.0, 40.0, kind, kind) is None


def test_two_fits_are_no_cause() -> None:
    kind = pd.DataFrame(
        {"value": [107.79, 107.79], "subject": ["a", "b"], "measure": "area_reported", "basis": "上报市口径"}
    )
    assert cause_of_ratio(185.4, 242.01, 72.4, kind, kind.iloc[0:0]) is None


def test_a_summand_left_out_is_found_where_it_is_significant() -> None:
    summands = pd.DataFrame(
        {"value": [100.13, 200.21, 57.36], "subject": ["a", "b", "c"], "measure": "m", "basis": "x"}
    )
    cause = cause_of_sum(300.34, summands, 0.015)
    assert cause is not None
    assert (cause.form, cause.other) == ("left_out", 57.36)


printed = st.decimals(min_value=Decimal("0.1"), max_value=Decimal(500), places=2)


@given(area=printed, target=printed, places=st.integers(0, 2), cut=st.booleans(), coarse=st.integers(0, 2))
def test_rounding_is_never_called_a_mismatch(
    area: Decimal, target: Decimal, places: int, cut: bool, coarse: int
) -> None:
    """Whatever the true figures, a rate computed from them and printed beside their rounded selves is explained."""
    step, coarse_step = Decimal(1).scaleb(-places), Decimal(1).scaleb(-coarse)
    rate = (100 * area / target).quantize(step, ROUND_DOWN if cut else ROUND_HALF_UP)
    shown_area, shown_target = (value.quantize(coarse_step, ROUND_HALF_UP) for value in (area, target))
    assume(shown_target > 0)
    checks = only(units(("高新区", 1, 1, float(shown_area), float(shown_target), float(rate))))
    assume(not checks.empty)
    assert checks["verdict"].iloc[0] in {"consistent", "rounding"}
