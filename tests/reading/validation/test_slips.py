from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.reading.validation.slips import power_of_ten, swapped_digits


@pytest.mark.parametrize(
    ("typed", "meant", "found"),
    [(93.1, 91.3, 91.3), (68, 86, 86), (38.4, 34.8, 34.8), (91.3, 91.3, None), (319, 913, None), (10, 1, None)],
)
def test_neighbouring_digits_may_be_swapped(typed: float, meant: float, found: float | None) -> None:
    """319 is 913 with its first digit moved two places; 10 is no swap of 01."""
    assert swapped_digits(typed, lambda value: value == meant) == found


def test_two_swaps_that_fit_name_none() -> None:
    """123 may be 213 or 132."""
    assert swapped_digits(123, lambda value: value in (213, 132)) is None


@pytest.mark.parametrize(
    ("typed", "meant", "english"), [(913, 91.3, "ten times"), (0.913, 91.3, "1/100 of"), (91.4, 91.3, None)]
)
def test_a_misplaced_decimal_point_is_named_by_its_power(typed: float, meant: float, english: str | None) -> None:
    found = power_of_ten(typed, lambda value: value == meant)
    assert (found.en if found else None) == english


@given(st.integers(11, 99_999), st.integers(0, 3))
def test_a_swap_is_found_and_undone(number: int, place: int) -> None:
    digits = list(str(number))
    place = min(place, len(digits) - 2)
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    typed = int("".join(digits))
    expected = None if typed == number or digits[0] == "0" else number
    assert swapped_digits(typed, lambda value: value == number) == expected
