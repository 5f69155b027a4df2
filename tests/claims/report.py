"""What an office reports on one day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Report:
    """Rows in the order of the schema's columns; `counties` may be None."""

    day: dt.date
    basis: str
    units: list[Row]
    counties: list[Row] | None
    counties_late: int
    goals: list[Row]
    scheduled: int
    target: float
    share: int
