"""Tables with their as-of date and basis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from renovation.domain.tables import TABLES


@dataclass(frozen=True)
class DatedTable:
    """One table of a release, with the columns that `TABLES` declares, its as-of date and its basis."""

    frame: pd.DataFrame
    as_of: dt.date
    basis: str


Tables = Mapping[str, DatedTable]
"""The tables of a release by name. A table that was never reported is missing."""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Returns the rows of any table as dictionaries by column (as `to_dict` of pandas), for sentences and cards."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def empty_frame(name: str) -> pd.DataFrame:
    """Returns an empty table with the columns and dtypes that `TABLES` declares."""
    return pd.DataFrame({c.name: pd.Series(dtype=c.type.dtype) for c in TABLES[name].columns})


def with_declared_columns(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Returns a published table with the columns that `TABLES` declares today; columns added since are empty."""
    empty = empty_frame(name)
    if list(frame.columns) == list(empty.columns):
        return frame
    return frame.reindex(columns=empty.columns).astype(empty.dtypes)


def frame_of(tables: Tables, name: str) -> pd.DataFrame:
    """Returns the rows of a table with the columns that `TABLES` declares; no rows if the release lacks the table."""
    return tables[name].frame if name in tables else empty_frame(name)
