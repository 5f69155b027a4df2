"""Decides whether numbers mean percentages or shares, and whether a reported rate agrees with its parts."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from renovation.domain.numbers import decimal_places, rounding_error

PARTS: Final[Mapping[str, tuple[str, str]]] = {"completion_rate_reported": ("area_renovated", "annual_target_area")}
"""Maps the column of each reported rate to the two columns whose ratio the rate is: numerator and denominator."""

_AS_TYPED: Final = Fraction(1)
_TIMES_HUNDRED: Final = Fraction(100)
_SAME_SIZE: Final = 5.0
"""A rate that is wrong, but in the same unit of measurement, is within this factor of the ratio of its parts; otherwise
the column is in another unit (percentages or shares)."""
_SURELY_PERCENT: Final = 10.0
"""If nothing can be compared and a number exceeds this (1000 % if it were a share), the column has percentages."""
_SAID: Final = 1.0
"""If nothing can be compared, the heading has a % sign and a number exceeds this, the column has percentages. If no
number does, 0.85 may still mean 85 %."""


@dataclass(frozen=True)
class Printed:
    """A number as a sheet states it, with the precision that its decimals give it: 2.6 stands for 2.55 to 2.65.

    The exact number differs from `value` by at most `half`, which is half of one step of the last digit.
    """

    value: float
    half: float

    @classmethod
    def typed(cls, value: float, factor: Fraction = _AS_TYPED) -> Printed:
        """Returns a number that was typed in a cell, with the precision that its decimals give it.

        `factor` converts `value` and its precision to another unit of measurement.
        """
        return cls(float(value * factor), rounding_error(decimal_places(value)) * float(factor))


@dataclass(frozen=True)
class Ratio:
    """The ratio of two numbers on a sheet, in percent.

    `value` is the ratio of the two numbers as they are typed. The two numbers may have been rounded; therefore the
    exact ratio lies between `low` and `high`.
    """

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, part: Printed, whole: Printed) -> Ratio | None:
        """Returns the ratio `part` ÷ `whole` in percent; None if the exact value of `whole` may be zero."""
        if whole.value <= whole.half:
            return None
        low = (part.value - part.half) / (whole.value + whole.half)
        high = (part.value + part.half) / (whole.value - whole.half)
        return cls(100 * part.value / whole.value, 100 * low, 100 * high)

    def explains(self, rate: Printed) -> bool:
        """Returns whether `rate` can result from this ratio by rounding or by cutting off digits."""
        return self.high >= rate.value - rate.half - 1e-9 and self.low < rate.value + 2 * rate.half + 1e-9


def bare_factor(typed: Sequence[float], ratios: Sequence[Ratio | None], says_percent: bool) -> Fraction | None:
    """Decides whether the numbers of a column that have no percent sign are percentages (262) or shares of 1 (2.62).

    `typed` are the numbers. `ratios` are, for the same rows, the ratios in percent that were computed from other
    columns; a ratio that is not known is None. `says_percent` says whether the heading has a percent sign.

    Returns the factor that converts the numbers to percent: 1 for percentages, 100 for shares. Returns None if the
    numbers may be either.

    Rows are compared in which the number and the ratio are both known and positive. A number agrees with its ratio if
    rounding the ratio, or cutting off its digits, can give the number. The first of these rules that applies decides:

    - If no row can be compared: the result is 1 if all numbers are zero or one of them exceeds a limit, otherwise None.
      The limit is 1 if `says_percent` is True, otherwise 10.
    - The result is 100 if at least half of the compared numbers agree when they are taken as shares, and more numbers
      agree as shares than as percentages.
    - The result is 1 if any number agrees when it is taken as a percentage.
    - The result is 1 if the median of number ÷ ratio lies between 1/5 and 5.
    - Otherwise the result is None.
    """
    pairs = [
        (rate, ratio)
        for rate, ratio in zip(typed, ratios, strict=True)
        if ratio and ratio.value > 0 and rate > 0 and 0 < rate / ratio.value < math.inf
    ]
    if not pairs:
        filled = [abs(rate) for rate in typed if rate]
        return _AS_TYPED if not filled or max(filled) > (_SAID if says_percent else _SURELY_PERCENT) else None
    agreeing = {
        factor: sum(ratio.explains(Printed.typed(rate, factor)) for rate, ratio in pairs)
        for factor in (_AS_TYPED, _TIMES_HUNDRED)
    }
    if agreeing[_TIMES_HUNDRED] > agreeing[_AS_TYPED] and 2 * agreeing[_TIMES_HUNDRED] >= len(pairs):
        return _TIMES_HUNDRED
    distance = abs(statistics.median(math.log(rate / ratio.value) for rate, ratio in pairs))
    return _AS_TYPED if agreeing[_AS_TYPED] or distance <= math.log(_SAME_SIZE) else None
