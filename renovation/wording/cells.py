"""Turns the cells of a table into texts."""

from __future__ import annotations

import pandas as pd

from renovation.language import Words


def numbers_in_words(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns a copy of `table` in which every number is a formatted text, and a missing number is `无数据`.

    Cells that are texts stay unchanged.
    """
    return table.map(lambda cell: cell if isinstance(cell, str) else words.number(cell))
