from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.domain.numbers import (
    decimal_places,
    half_up,
    half_up_all,
    plain_number,
    rounded_as_printed,
    rounding_tolerance,
    signed_number,
    truncated_as_printed,
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


def test_half_a_step_is_half_the_last_printed_digit() -> None:
    assert rounding_tolerance(pd.Series([91.3, 2.0, 3.75])).tolist() == pytest.approx([0.05, 0.5, 0.005])


def test_a_twin_is_rounded_or_cut_to_the_printed_decimals() -> None:
    recomputed, printed = pd.Series([125.932, 334.268]), pd.Series([125.0, 185.4])
    assert rounded_as_printed(recomputed, printed).tolist() == [126.0, 334.3]
    assert truncated_as_printed(recomputed, printed).tolist() == [125.0, 334.2]


def test_digits_are_written_without_exponents_and_parted_in_english_alone() -> None:
    assert plain_number(16265.0) == "16265"
    assert plain_number(16265.0, "en") == "16,265"
    assert plain_number(0.0000001) == "0.0000001"
    assert [signed_number(v) for v in (1.5, -4.6, 0.0)] == ["+1.5", "−4.6", "0"]
