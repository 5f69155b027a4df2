"""Counts how many rows of each column of a release's tables have a value."""

from __future__ import annotations

import pandas as pd

from renovation.domain.dated_tables import Tables, frame_of
from renovation.domain.tables import TABLES


def coverage(tables: Tables) -> pd.DataFrame:
    """Returns how complete the tables of a release are: one row for each column of each table.

    Columns: `table` and `column` (names), `filled` (number of rows with a value in this column), `rows` (number of all
    rows of the table).
    """
    frames = {name: frame_of(tables, name) for name in TABLES}
    return pd.concat(
        [
            pd.DataFrame(
                {"table": name, "column": frame.columns, "filled": frame.notna().sum().to_numpy(), "rows": len(frame)}
            )
            for name, frame in frames.items()
        ],
        ignore_index=True,
    )
