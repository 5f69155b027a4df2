from __future__ import annotations

import pandas as pd
import pytest

from renovation.comparisons.precision import column_decimals, rounded_to, truncated_to


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([33.61, 14.0, 20.35, 9.02], [2, 2, 2, 2]),
        ([4.2, 34.8, 3.75, 0.7, 2.0], [1, 1, 2, 1, 0]),
        ([800.0, 262.0], [0, 0]),
        ([33.61, None, 20.35], [2, 0, 2]),
        ([None, None], [0, 0]),
    ],
)
def test_a_trailing_zero_that_a_float_lost_is_read_from_the_column(
    values: list[float | None], decimals: list[int]
) -> None:
    assert column_decimals(pd.Series(values, dtype="float64")).tolist() == decimals


def test_values_are_rounded_or_cut_to_their_decimals() -> None:
    values, decimals = pd.Series([125.932, 334.268]), pd.Series([0, 1])
    assert rounded_to(values, decimals).tolist() == [126.0, 334.3]
    assert truncated_to(values, decimals).tolist() == [125.0, 334.2]
