"""What does the source not give? How many rows of each column are filled."""

from __future__ import annotations

import pandas as pd

from renovation.domain.dated_tables import Tables, frame_of
from renovation.domain.tables import TABLES


def coverage(tables: Tables) -> pd.DataFrame:
    """One row for each column of each table that the schema declares.

    Columns: `table`, `column`, `filled`, `rows` (numbers of rows with a value, and in all).
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
