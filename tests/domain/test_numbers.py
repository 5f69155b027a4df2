from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.domain.numbers import (
    aligned_at_point,
    decimal_places,
    half_up,
    half_up_all,
    plain_number,
    printed_difference,
    rounding_error,
    signed_number,
)


@pytest.mark.parametrize(("value", "expected"), [(91.3, 1), (2.0, 0), (2.67, 2), (1000, 0), (0.005, 3), (1e-7, 7)])
def test_the_decimals_of_a_number_are_those_that_were_typed(value: float, expected: int) -> None:
    assert decimal_places(value) == expected


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [(0.25, 1, 0.3), (381.428, 1, 381.4), (2.5, 0, 3), (-0.25, 1, -0.3), (1.005, 2, 1.01)],
)
def test_halves_are_rounded_upwards_in_size(value: float, places: int, rounded: float) -> None:
    assert half_up(value, places) == rounded


@given(st.decimals(min_value=-10_000, max_value=10_000, places=3), st.integers(0, 2))
def test_rounding_one_and_rounding_many_agree(value: object, places: int) -> None:
    typed = float(str(value))
    assert half_up_all([typed], places)[0] == pytest.approx(half_up(typed, places), abs=1e-9)


@pytest.mark.parametrize(("decimals", "error"), [(1, 0.05), (0, 0.5), (2, 0.005)])
def test_a_printed_number_is_wrong_by_half_a_unit_of_its_last_digit_at_most(decimals: int, error: float) -> None:
    assert rounding_error(decimals) == pytest.approx(error)


def test_digits_are_written_without_exponents_and_parted_in_english_alone() -> None:
    assert plain_number(16265.0) == "16265"
    assert plain_number(16265.0, "en") == "16,265"
    assert plain_number(0.0000001) == "0.0000001"
    assert [signed_number(v) for v in (1.5, -4.6, 0.0)] == ["+1.5", "−4.6", "0"]


def exact(numerator: int, denominator: int, places: int) -> float:
    """The percentage numerator ÷ denominator, rounded half up without binary floats."""
    scaled = Fraction(numerator * 100 * 10**places, denominator)
    return float(Fraction(int(scaled + Fraction(1, 2)), 10**places))


def test_every_exact_half_is_rounded_up_by_both_routines() -> None:
    """All ratios of areas in hundredths up to 130.00 to targets up to 40.00 whose percentage ends in exactly 5."""
    halves = [
        (area, target)
        for target in range(5, 4001, 5)
        for area in range(1, 13_001, 7)
        if (area * 2000) % target == 0 and (area * 2000 // target) % 2 == 1
    ]
    assert len(halves) > 3000
    rates = [100 * (area / 100) / (target / 100) for area, target in halves]
    due = [exact(area, target, 1) for area, target in halves]
    assert [half_up(rate, 1) for rate in rates] == due
    assert half_up_all(rates, 1).tolist() == due


@given(st.integers(0, 999_999), st.integers(1, 99_999), st.integers(0, 2))
def test_both_routines_round_any_ratio_as_fractions_do(numerator: int, denominator: int, places: int) -> None:
    rate = 100 * (numerator / 100) / (denominator / 100)
    assert half_up(rate, places) == pytest.approx(exact(numerator, denominator, places), abs=1e-9)
    assert half_up_all([rate], places)[0] == pytest.approx(exact(numerator, denominator, places), abs=1e-9)


def test_a_printed_difference_is_that_of_the_printed_numbers() -> None:
    assert printed_difference(154.824, 151.078, 2) == 3.74
    assert printed_difference(114.24, 85.26, 1) == 28.9
    assert printed_difference(float("nan"), 1.0, 1) != printed_difference(1.0, 1.0, 1)


def test_numbers_of_a_column_are_aligned_at_their_points() -> None:
    assert aligned_at_point(["91.3", "138.66", "7", "无数据"]) == [
        "\u200791.3\u2007",
        "138.66",
        "\u2007\u20077\u2008\u2007\u2007",
        "无数据",
    ]
    assert aligned_at_point([]) == []
