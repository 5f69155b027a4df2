"""Determines how many decimals the values of a column have on the sheet.

A float does not keep a trailing zero (14.00 becomes 14), so the whole column is considered.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from renovation.domain.numbers import decimal_places, half_up_all

_UNIFORM: Final = 0.75
"""The smallest share of a column's values that must show the column's largest number of decimals.

One printed value in ten ends in a zero. In a column of eight values that were all printed with the same number of
decimals, three or more end in a zero in 4 of 100 columns; such a column is judged like one with mixed decimals.
"""


def column_decimals(values: pd.Series) -> pd.Series[int]:
    """Returns the number of decimals with which each value of a column was typed on the sheet; 0 for missing values.

    If at least three quarters of the values have the largest number of decimals, all are taken to have it: 2 for 14 in
    [33.61, 14, 20.35, 9.02], which was typed as 14.00. Otherwise each value keeps its own number of decimals.
    """
    own = values.map(decimal_places, na_action="ignore")
    most = own.max()
    is_uniform = bool((own.dropna() == most).mean() >= _UNIFORM)
    decimals = own.where(own.isna(), most) if is_uniform else own
    return decimals.fillna(0).astype("int64")


def rounded_to(values: pd.Series, decimals: pd.Series[int]) -> pd.Series[float]:
    """Rounds each of `values` to the number of decimals in the same row of `decimals`; halves are rounded up."""
    scale = 10.0**decimals
    return pd.Series(half_up_all(values * scale, 0) / scale, index=values.index)


def truncated_to(values: pd.Series, decimals: pd.Series[int]) -> pd.Series[float]:
    """Cuts off each of `values` after the number of decimals in the same row of `decimals`, without rounding."""
    scale = 10.0**decimals
    return (values * scale + 1e-9).floordiv(1) / scale
