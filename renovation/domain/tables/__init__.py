"""Declares the tables of a release, one file for each table.

How a sheet is parsed belongs to `reading`, how a release is stored to `releases`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from renovation.domain.tables.county_progress import COUNTY_PROGRESS
from renovation.domain.tables.declaration import Table
from renovation.domain.tables.figures import FIGURES
from renovation.domain.tables.goals import GOALS
from renovation.domain.tables.notes import NOTES
from renovation.domain.tables.sites import SITES
from renovation.domain.tables.thresholds import THRESHOLDS
from renovation.domain.tables.unit_progress import UNIT_PROGRESS

TABLES: Final[Mapping[str, Table]] = {
    table.name: table for table in (UNIT_PROGRESS, COUNTY_PROGRESS, FIGURES, SITES, NOTES, GOALS, THRESHOLDS)
}

LEADING_TABLE: Final = next(table.name for table in TABLES.values() if table.dates_release)
"""The table whose as-of date is that of the release."""
