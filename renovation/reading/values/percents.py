"""Decides whether numbers mean percentages or shares, and whether a printed rate agrees with its parts."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from renovation.domain.numbers import decimal_places, rounding_error

PARTS: Final[Mapping[str, tuple[str, str]]] = {"completion_rate_reported": ("area_renovated", "annual_target_area")}
"""The two columns whose ratio a printed rate is, by the column of the rate."""

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
    """A number with the precision at which it is printed on a sheet: 2.6 stands for 2.55 to 2.65.

    The exact number differs from it by at most `half`, which is half of one step of the last digit.
    """

    value: float
    half: float

    @classmethod
    def typed(cls, value: float, factor: Fraction = _AS_TYPED) -> Printed:
        """Returns a number that was typed in a cell, with the precision that its decimals give it.

        `factor` converts the number and its precision to another unit of measurement.
        """
        return cls(float(value * factor), rounding_error(decimal_places(value)) * float(factor))


@dataclass(frozen=True)
class Ratio:
    """The ratio of two printed numbers, in percent.

    `low` and `high` are the bounds between which it lies, because the two numbers may have been rounded.
    """

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, part: Printed, whole: Printed) -> Ratio | None:
        """Returns the ratio `part` ÷ `whole`; None if `whole` may be zero."""
        if whole.value <= whole.half:
            return None
        low = (part.value - part.half) / (whole.value + whole.half)
        high = (part.value + part.half) / (whole.value - whole.half)
        return cls(100 * part.value / whole.value, 100 * low, 100 * high)

    def explains(self, rate: Printed) -> bool:
        """Returns whether `rate` can result from this ratio by rounding or by cutting off digits."""
        return self.high >= rate.value - rate.half - 1e-9 and self.low < rate.value + 2 * rate.half + 1e-9


def bare_factor(typed: Sequence[float], ratios: Sequence[Ratio | None], says_percent: bool) -> Fraction | None:
    """Decides whether the numbers of a column are percentages (262) or shares (2.62), if they have no percent sign.

    Returns the factor that converts them to percent: 1 for percentages, 100 for shares, None if neither fits. `typed`
    are the numbers; `ratios` are, for the same rows, the ratios computed from other columns, None if unknown.

    A number agrees with its ratio if rounding the ratio, or cutting off its digits, can result in the number. The
    numbers are shares if at least half of them agree when taken as shares, and fewer when taken as percentages.
    Otherwise they are percentages if any agrees as a percentage, or if half of them are about as large as their ratios.
    If no ratio is known, they are percentages if one exceeds a limit: 1 if the heading says percent (`says_percent`),
    else 10.
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
