"""Rounds and formats numbers.

If both numbers of a difference are displayed, the difference is computed from the numbers as displayed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

_SIGNIFICANT: Final = 12
POINT_SPACE: Final = "\u2008"
DIGIT_SPACE: Final = "\u2007"
"""U+2008 and U+2007: spaces as wide as a decimal point and as a digit."""


def as_decimal(value: float) -> Decimal:
    """Returns `value` as the decimal number that Python prints for it: Decimal("0.1") for 0.1."""
    return Decimal(value) if isinstance(value, int) else Decimal(repr(float(value)))


def decimal_places(value: float) -> int:
    """Returns how many decimals `value` has as a decimal number: 1 for 91.3, 0 for 2.0."""
    exponent = as_decimal(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounding_error(decimals: int) -> float:
    """Returns the largest error that rounding to `decimals` decimals can cause: 0.05 if `decimals` is 1."""
    return 0.5 * 10.0**-decimals


def half_up(value: float, places: int) -> float:
    """Returns `value` rounded to `places` decimals, halves away from zero: 0.25 to one decimal is 0.3.

    Missing and infinite values are returned unchanged. The quotient of two decimal numbers can be just below a half
    although it is exactly a half, because floats are binary: 40.66 ÷ 40 is 101.64999999999999 %. Therefore `value` is
    rounded to twelve significant digits first. This is exact for every quotient of two numbers with up to six digits
    each.
    """
    if pd.isna(value) or np.isinf(value):
        return value
    return float(Decimal(f"{value:.{_SIGNIFICANT}g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def half_up_all(values: npt.ArrayLike, places: int) -> npt.NDArray[np.float64]:
    """Returns an array of `values` rounded to `places` decimals, halves away from zero: 0.25 to one decimal is 0.3.

    Missing and infinite values are unchanged in the result.
    """
    scaled = np.asarray(values, dtype="float64") * 10.0**places
    nudge = np.abs(scaled) * 0.5 * 10.0 ** (1 - _SIGNIFICANT)
    return np.sign(scaled) * np.floor(np.abs(scaled) + nudge + 0.5) / 10.0**places


def rounded_below(value: float, limit: float) -> float:
    """Returns `value` rounded to one decimal, except that a value below `limit` never becomes `limit`.

    If rounding would turn a value below `limit` into `limit`, the value is cut off after two decimals instead. With the
    limit 100, 99.975 gives 99.97, while 93.26 gives 93.3.
    """
    exact = half_up(value, 9)
    reaches_by_rounding = exact < limit <= half_up(exact, 1)
    return math.floor(100 * exact) / 100 if reaches_by_rounding else half_up(exact, 1)


def printed_difference(first: float, second: float, places: int) -> float:
    """Returns `first` − `second` as a reader of the page would compute it from the displayed numbers.

    Both numbers are rounded to `places` decimals before they are subtracted.
    """
    return half_up(half_up(first, places) - half_up(second, places), places)


def plain_number(value: float, language: str = "zh") -> str:
    """Returns `value` as text without an exponent and without a trailing `.0`; in English with thousands separators.

    `language` is "zh" or "en".
    """
    normal = as_decimal(value).normalize()
    return f"{normal:,f}" if language == "en" else f"{normal:f}"


def aligned_at_point(numbers: Sequence[str]) -> list[str]:
    """Adds spaces around formatted numbers, so that their decimal points are aligned when they stand in one column.

    Returns a list with one text for each of `numbers`: for `91.3` and `138.66`, the text `91.3` gets one space before
    it and one after it, each as wide as a digit. A text without digits is not changed.
    """
    parts = [one.partition(".") if any(map(str.isdigit, one)) else ("", "", "") for one in numbers]
    widest = max((len(whole) for whole, _, _ in parts), default=0)
    decimals = max((len(fraction) for _, _, fraction in parts), default=0)
    return [
        DIGIT_SPACE * (widest - len(whole)) + one + spaces_for_decimals(len(fraction), decimals) if whole else one
        for one, (whole, _, fraction) in zip(numbers, parts, strict=True)
    ]


def spaces_for_decimals(shown: int, decimals: int) -> str:
    """Returns the spaces to add after a right-aligned number, so that the decimal points of a column are aligned.

    `shown` is the number of decimals of this number, `decimals` the largest number of decimals in the same column.
    """
    return (POINT_SPACE if decimals and not shown else "") + DIGIT_SPACE * (decimals - shown)


def with_minus_sign(digits: str) -> str:
    """Replaces the hyphen in a formatted number by a minus sign (U+2212): `−4.6` for `-4.6`."""
    return digits.replace("-", "−")


def signed_number(value: float, language: str = "zh") -> str:
    """Returns `value` as text with `+` or `−` (U+2212) before it, such as `+4.6`; zero has no sign.

    The text has no exponent and no trailing `.0`; in English (`language` is "en") it has thousands separators.
    """
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{plain_number(abs(value), language)}"
