"""Turns the cells of a table into texts."""

from __future__ import annotations

import pandas as pd

from renovation.language import Words


def numbers_in_words(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns `table` with its numbers as texts, a missing number as `无数据`; cells that are texts stay."""
    return table.map(lambda cell: cell if isinstance(cell, str) else words.number(cell))
