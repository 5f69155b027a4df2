"""Rounds and formats numbers. A difference of printed numbers is computed from the numbers as printed."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

_SIGNIFICANT: Final = 12


def as_decimal(value: float) -> Decimal:
    """Returns a float as the decimal number that Python prints for it: Decimal("0.1") for 0.1."""
    return Decimal(value) if isinstance(value, int) else Decimal(repr(float(value)))


def decimal_places(value: float) -> int:
    """Returns how many decimals a number has when printed: 1 for 91.3, 0 for 2.0."""
    exponent = as_decimal(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounding_error(decimals: int) -> float:
    """Returns the largest possible error of a number that was rounded to `decimals` decimals: 0.05 for one decimal."""
    return 0.5 * 10.0**-decimals


def half_up(value: float, places: int) -> float:
    """Rounds `value` to `places` decimals, halves away from zero: 0.25 to one decimal is 0.3.

    Missing and infinite values are returned unchanged. A quotient of printed numbers can fall just below a half because
    floats are binary: 40.66 ÷ 40 is 101.64999999999999 %. Therefore the value is rounded to twelve significant digits
    first, which is exact for every such quotient of numbers with up to six digits.
    """
    if pd.isna(value) or np.isinf(value):
        return value
    return float(Decimal(f"{value:.{_SIGNIFICANT}g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def half_up_all(values: npt.ArrayLike, places: int) -> npt.NDArray[np.float64]:
    """Rounds an array to `places` decimals, halves away from zero, as `half_up` does; missing values stay missing."""
    scaled = np.asarray(values, dtype="float64") * 10.0**places
    nudge = np.abs(scaled) * 0.5 * 10.0 ** (1 - _SIGNIFICANT)
    return np.sign(scaled) * np.floor(np.abs(scaled) + nudge + 0.5) / 10.0**places


def rounded_below(value: float, limit: float) -> float:
    """Rounds to one decimal; cuts to two if rounding would reach a `limit` that `value` does not: 99.97 for 99.975."""
    exact = half_up(value, 9)
    reaches_by_rounding = exact < limit <= half_up(exact, 1)
    return math.floor(100 * exact) / 100 if reaches_by_rounding else half_up(exact, 1)


def printed_difference(first: float, second: float, places: int) -> float:
    """Rounds both numbers to `places` decimals, as a visitor sees them, and returns `first` − `second`."""
    return half_up(half_up(first, places) - half_up(second, places), places)


def plain_number(value: float, language: str = "zh") -> str:
    """Formats a number without an exponent and without a trailing `.0`; in English with commas between thousands.

    `language` is "zh" or "en".
    """
    normal = as_decimal(value).normalize()
    return f"{normal:,f}" if language == "en" else f"{normal:f}"


def with_minus_sign(digits: str) -> str:
    """Returns a formatted number with a minus sign (U+2212) instead of a hyphen: `−4.6` for `-4.6`."""
    return digits.replace("-", "−")


def signed_number(value: float, language: str = "zh") -> str:
    """Formats a number as `plain_number` does, preceded by `+` or `−` (U+2212); zero has no sign."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{plain_number(abs(value), language)}"
