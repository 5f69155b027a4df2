"""Builds the JSON document of the command `renovation export --json`: all tables of a release, as published."""

from __future__ import annotations

from typing import Any

import pandas as pd

from renovation.domain.dated_tables import Tables, records
from renovation.releases.store import Release


def tables_document(release: Release, tables: Tables) -> dict[str, Any]:
    """Returns the JSON document of the command `renovation export --json`: all tables of a release.

    Each table has its as-of date, its basis and its rows. Missing values are null; whole numbers are written without
    decimals.
    """
    return {
        "release": release.release,
        "as_of": release.as_of.isoformat(),
        "tables": {
            name: {"as_of": table.as_of.isoformat(), "basis": table.basis, "rows": _rows(table.frame)}
            for name, table in tables.items()
        },
    }


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{column: _json_value(value) for column, value in row.items()} for row in records(frame)]


def _json_value(value: Any) -> str | int | float | None:
    """Returns the value of a cell as JSON stores it: None for a missing value, an int for a whole number."""
    if pd.isna(value):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value if isinstance(value, str) else int(value)
