"""Typed tables with the day they speak of and the statistic they come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from renovation.domain.tables import TABLES


@dataclass(frozen=True)
class DatedTable:
    """One table of a release: columns as `TABLES[name]` declares, its as-of date and its basis."""

    frame: pd.DataFrame
    as_of: dt.date
    basis: str


Tables = Mapping[str, DatedTable]
"""Tables by their names in `TABLES`; a table that is not there has never been reported."""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a small table one by one, for words and cards; never for computing."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def empty_frame(name: str) -> pd.DataFrame:
    """The table called `name` without rows, in its declared columns and dtypes."""
    return pd.DataFrame({c.name: pd.Series(dtype=c.type.dtype) for c in TABLES[name].columns})


def with_declared_columns(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A table as once published in today's columns: those that it was published without are empty."""
    empty = empty_frame(name)
    if list(frame.columns) == list(empty.columns):
        return frame
    return frame.reindex(columns=empty.columns).astype(empty.dtypes)


def frame_of(tables: Tables, name: str) -> pd.DataFrame:
    """A table's rows; none where the release does not hold the table."""
    return tables[name].frame if name in tables else empty_frame(name)
