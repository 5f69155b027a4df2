"""Percentages in any dress: how a column of bare numbers is meant, and whether a rate follows from its parts."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from renovation.domain.numbers import decimal_places

PARTS: Final[Mapping[str, tuple[str, str]]] = {"completion_rate_reported": ("area_renovated", "annual_target_area")}
"""What each printed rate is the ratio of."""

_AS_TYPED: Final = Fraction(1)
_TIMES_HUNDRED: Final = Fraction(100)
_SAME_SIZE: Final = 5.0
"""A wrong rate still lies within this factor of its parts' ratio; a column further away is meant otherwise."""
_SURELY_PERCENT: Final = 10.0
"""A bare column that goes beyond this (1000 %) without anything to compare with is of percentages."""
_SAID: Final = 1.0
"""So is one that goes beyond this under a heading with %: 0.85 there may still be 85 %."""


@dataclass(frozen=True)
class Printed:
    """A number as printed: the true one lies within `half` of it."""

    value: float
    half: float

    @classmethod
    def typed(cls, value: float, by: Fraction = _AS_TYPED) -> Printed:
        """What the digits typed stand for, in the unit that `by` turns them into."""
        return cls(float(value * by), float(Fraction(1, 2 * 10 ** decimal_places(value)) * by))


@dataclass(frozen=True)
class Ratio:
    """A rate from its parts, in percent, and the bounds that the parts' printed digits allow."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, part: Printed, whole: Printed) -> Ratio | None:
        """`part` ÷ `whole`; None over nothing."""
        if whole.value <= whole.half:
            return None
        low = (part.value - part.half) / (whole.value + whole.half)
        high = (part.value + part.half) / (whole.value - whole.half)
        return cls(100 * part.value / whole.value, 100 * low, 100 * high)

    def explains(self, rate: Printed) -> bool:
        """Whether the printed rate may come from these parts, rounded or cut."""
        return self.high >= rate.value - rate.half - 1e-9 and self.low < rate.value + 2 * rate.half + 1e-9


def bare_factor(typed: Sequence[float], ratios: Sequence[Ratio | None], says_percent: bool) -> Fraction | None:
    """1 where a column of bare numbers holds percentages (262), 100 where shares (2.62); None where neither fits.

    Decided once for the column. Shares must agree with most of their parts to the digit; without any parts to compare
    with, what the heading says counts, then the size of the numbers.
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
        by: sum(ratio.explains(Printed.typed(rate, by)) for rate, ratio in pairs) for by in (_AS_TYPED, _TIMES_HUNDRED)
    }
    if agreeing[_TIMES_HUNDRED] > agreeing[_AS_TYPED] and 2 * agreeing[_TIMES_HUNDRED] >= len(pairs):
        return _TIMES_HUNDRED
    distance = abs(statistics.median(math.log(rate / ratio.value) for rate, ratio in pairs))
    return _AS_TYPED if agreeing[_AS_TYPED] or distance <= math.log(_SAME_SIZE) else None
