"""Finds the number that a clerk meant to type if two digits are swapped or the decimal point is misplaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Final

from renovation.domain.labels import Label
from renovation.domain.numbers import as_decimal, plain_number

_POWERS: Final[Mapping[int, Label]] = {
    10: Label("10倍", "ten times"),
    100: Label("100倍", "a hundred times"),
    1000: Label("1000倍", "a thousand times"),
}


def swapped_digits(value: float, fits: Callable[[float], bool]) -> float | None:
    """Returns the number that was probably meant if two neighbouring digits of `value` are swapped.

    `fits` is a function that returns whether a number is plausible. Returns None if no swap gives a plausible number,
    or if several do.
    """
    return _only_fitting(_swaps(value), fits)


def power_of_ten(value: float, fits: Callable[[float], bool]) -> Label | None:
    """Returns by how much `value` is too large or too small if its decimal point is misplaced; otherwise None.

    The result is a text such as "ten times" or "1/10 of". `fits` is a function that returns whether a number is
    plausible.
    """
    number = Fraction(as_decimal(value))
    for power, times in _POWERS.items():
        if fits(float(number / power)):
            return times
        if fits(float(number * power)):
            return Label(f"{power}分之一", f"1/{plain_number(power)} of")
    return None


def without_slip(value: float, fits: Callable[[float], bool]) -> float | None:
    """Returns the number that was probably meant if `value` has swapped digits or a misplaced decimal point.

    `fits` is a function that returns whether a number is plausible. Returns None if no correction gives a plausible
    number, or if several do.
    """
    number = Fraction(as_decimal(value))
    shifted = {float(shift) for power in _POWERS for shift in (number / power, number * power)}
    return _only_fitting({*_swaps(value), *shifted}, fits)


def _only_fitting(candidates: Iterable[float], fits: Callable[[float], bool]) -> float | None:
    fitting = {candidate for candidate in candidates if fits(candidate)}
    return fitting.pop() if len(fitting) == 1 else None


def _swaps(value: float) -> Iterator[float]:
    """Yields every number made by swapping two neighbouring digits, also across a decimal point, which stays in place.

    Numbers that begin with a zero are left out, because nobody would type 010 for 100.
    """
    digits = plain_number(value)
    places = [place for place, digit in enumerate(digits) if digit.isdigit()]
    for first, second in pairwise(places):
        if digits[first] != digits[second]:
            swapped = list(digits)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            if swapped[0] != "0":
                yield float("".join(swapped))
