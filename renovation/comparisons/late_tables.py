"""Finds the tables of a release that are older than the table of units."""

from __future__ import annotations

import datetime as dt
from typing import Final

from renovation.domain.dated_tables import Tables
from renovation.domain.tables.county_progress import COUNTY_PROGRESS
from renovation.domain.tables.figures import FIGURES
from renovation.domain.tables.unit_progress import UNIT_PROGRESS

_STATISTICS: Final = (FIGURES.name, COUNTY_PROGRESS.name)
_OTHER_BASIS_FOLLOWS_WITHIN: Final = dt.timedelta(days=7)
"""The city publishes its weekly statistic a week later, so a table on its basis may be this much older."""


def late_tables(tables: Tables) -> tuple[str, ...]:
    """Returns the names of the tables that are too old to be shown beside the table of units.

    A table with the same basis as the table of units is too old if its date is earlier than the date of the table of
    units. A table with another basis is too old if its date is more than a week earlier. Returns an empty tuple if
    there is no table of units.
    """
    units = tables.get(UNIT_PROGRESS.name)
    if units is None:
        return ()
    found = {name: tables[name] for name in _STATISTICS if name in tables}
    allowed = {
        name: dt.timedelta(0) if table.basis == units.basis else _OTHER_BASIS_FOLLOWS_WITHIN
        for name, table in found.items()
    }
    return tuple(name for name, table in found.items() if table.as_of < units.as_of - allowed[name])
