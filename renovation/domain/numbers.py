"""Numbers as printed: digits, rounding and tolerances."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

_SIGNIFICANT: Final = 12


def as_decimal(value: float) -> Decimal:
    """Returns the decimal that a person typed for a float: the shortest that converts back to it."""
    return Decimal(value) if isinstance(value, int) else Decimal(repr(float(value)))


def decimal_places(value: float) -> int:
    """Returns the number of decimals that a value was printed with: 1 for 91.3, 0 for 2.0."""
    exponent = as_decimal(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_up(value: float, places: int) -> float:
    """Rounds halves away from zero: 0.25 to one place is 0.3. Missing and infinite values are returned as they are.

    A ratio of printed numbers misses a half by the error of binary floats: 40.66 ÷ 40 is 101.64999999999999 %. Twelve
    significant digits hold every such ratio of numbers of up to six digits exactly, so the value is cut to them first.
    """
    if pd.isna(value) or np.isinf(value):
        return value
    return float(Decimal(f"{value:.{_SIGNIFICANT}g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def half_up_all(values: npt.ArrayLike, places: int) -> npt.NDArray[np.float64]:
    """Rounds an array as `half_up` does; missing values stay missing."""
    scaled = np.asarray(values, dtype="float64") * 10.0**places
    nudge = np.abs(scaled) * 0.5 * 10.0 ** (1 - _SIGNIFICANT)
    return np.sign(scaled) * np.floor(np.abs(scaled) + nudge + 0.5) / 10.0**places


def printed_difference(first: float, second: float, places: int) -> float:
    """Returns `first` − `second` as a reader computes it from both numbers printed to `places` decimals."""
    return half_up(half_up(first, places) - half_up(second, places), places)


def plain_number(value: float, language: str = "zh") -> str:
    """Formats a number without an exponent or a trailing `.0`; English separates thousands by commas."""
    normal = as_decimal(value).normalize()
    return f"{normal:,f}" if language == "en" else f"{normal:f}"


def with_minus_sign(digits: str) -> str:
    """Returns a formatted number with a minus sign (U+2212) instead of a hyphen."""
    return digits.replace("-", "−")


def signed_number(value: float, language: str = "zh") -> str:
    """Formats a number as `plain_number`, with a plus or minus sign (U+2212); zero has no sign."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{plain_number(abs(value), language)}"


def rounding_tolerance(values: pd.Series) -> pd.Series:
    """Returns half a unit of the last printed digit of each value: 0.05 for 91.3, in the unit of the values."""
    return values.map(lambda value: 0.5 * 10.0 ** -decimal_places(value), na_action="ignore").astype("float64")


def rounded_as_printed(values: pd.Series, printed: pd.Series) -> pd.Series:
    """Rounds each value to as many decimals as `printed` has in the same row; both in one unit."""
    scale = 10.0 ** printed.map(decimal_places)
    return pd.Series(half_up_all(values * scale, 0) / scale, index=values.index)
