"""Numbers as printed: their digits, their rounding, their intervals."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd


def as_decimal(value: float) -> Decimal:
    """The decimal that a person typed for this float: the shortest that reads back as it."""
    return Decimal(repr(float(value))) if not isinstance(value, int) else Decimal(value)


def decimal_places(value: float) -> int:
    """How many decimals the value was printed with: 91.3 has one, 2.0 none."""
    exponent = as_decimal(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_up(value: float, places: int) -> float:
    """Rounded as people do, halves upwards in size: 0.25 to one place is 0.3."""
    if pd.isna(value) or np.isinf(value):
        return value
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def half_up_all(values: npt.ArrayLike, places: int) -> npt.NDArray[np.float64]:
    """`half_up` over an array, missing values kept."""
    scaled = np.asarray(values, dtype="float64") * 10.0**places
    nudge = np.abs(scaled) * 1e-12
    return np.sign(scaled) * np.floor(np.abs(scaled) + nudge + 0.5) / 10.0**places


def plain_number(value: float, language: str = "zh") -> str:
    """The digits of a number without an exponent or a trailing `.0`; thousands are parted in English."""
    normal = as_decimal(value).normalize()
    return f"{normal:,f}" if language == "en" else f"{normal:f}"


def signed_number(value: float, language: str = "zh") -> str:
    """As `plain_number`, with a plus or a true minus sign; zero has none."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{plain_number(abs(value), language)}"


def rounding_tolerance(values: pd.Series) -> pd.Series:
    """Half of each value's last printed digit, 0.05 for 91.3: how far the true value may lie from the printed."""
    return values.map(lambda value: 0.5 * 10.0 ** -decimal_places(value), na_action="ignore").astype("float64")


def rounded_as_printed(values: pd.Series, printed: pd.Series) -> pd.Series:
    """Each value rounded, halves upwards, to as many decimals as its printed twin holds."""
    places = printed.map(decimal_places)
    return pd.Series(half_up_all(values * 10.0**places, 0) / 10.0**places, index=values.index)


def truncated_as_printed(values: pd.Series, printed: pd.Series) -> pd.Series:
    """Each value cut, not rounded, to as many decimals as its printed twin holds."""
    places = printed.map(decimal_places)
    return (values * 10.0**places + 1e-9).floordiv(1) / 10.0**places
