"""Declares `DatedTable`: a table of a release with its as-of date and its basis (whose statistic the figures are)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from renovation.domain.tables import TABLES

# with Arrow's strings, pandas' default, small tables take a third more CPU, and a ledger of 20,000 rows the same
pd.set_option("mode.string_storage", "python")


@dataclass(frozen=True)
class DatedTable:
    """One table of a release: its rows, the date that its figures are about, and their basis.

    `frame` has the columns that `TABLES` declares. `basis` is the Chinese name of the statistic that the figures come
    from, such as 区口径 (the district's own).
    """

    frame: pd.DataFrame
    as_of: dt.date
    basis: str


Tables = Mapping[str, DatedTable]
"""The tables of a release; the keys are their names. A table that was never reported is not in it."""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Returns the rows of any table in their order, each as a dictionary from column name, such as `unit`, to value."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


@cache
def empty_frame(name: str) -> pd.DataFrame:
    """Returns a DataFrame without rows, with the columns and dtypes that `TABLES` declares for the table `name`."""
    return pd.DataFrame({c.name: pd.Series(dtype=c.type.dtype) for c in TABLES[name].columns})


def with_declared_columns(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Returns a stored table with exactly the columns that `TABLES` declares today for the table called `name`.

    `frame` holds the rows as they were published. Columns that were declared later are added with missing values;
    columns that are no longer declared are dropped.
    """
    empty = empty_frame(name)
    if list(frame.columns) == list(empty.columns):
        return frame
    return frame.reindex(columns=empty.columns).astype(empty.dtypes)


def frame_of(tables: Tables, name: str) -> pd.DataFrame:
    """Returns the rows of the table `name` of a release, with the columns that `TABLES` declares.

    `tables` are the tables of the release by name. If the release lacks the table `name`, the DataFrame has no rows.
    """
    return tables[name].frame if name in tables else empty_frame(name)
