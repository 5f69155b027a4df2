"""Loads the figures of the last releases, with which the growth of the figures in a workbook is compared.

If figures of a workbook grow much faster than these, the clerk is warned.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Final

import pandas as pd

from renovation.comparisons.history import effective_releases, points_of
from renovation.domain.dated_tables import Tables
from renovation.releases.database import DamagedRelease
from renovation.releases.store import Release, Store

LOG: Final = logging.getLogger("renovation")
RELEASES: Final = 9
"""The number of releases to read: nine weekly releases have eight increases between them."""
_TABLES: Final = frozenset({"unit_progress", "county_progress", "figures"})


def recent_points(store: Store, base: Release | None, tables: Tables) -> pd.DataFrame | None:
    """Returns the figures of the last releases, with which the growth of the figures in a workbook is compared.

    They are the release `base` and at most eight releases before it in its history (RELEASES − 1), the oldest first,
    with one row for each figure of each release. The columns are those of `points_of`, such as `as_of`, `release`,
    `measure` and `value`. `tables` are the tables of `base`, so that they need not be loaded again. Returns None if
    `base` is None, because there is no release yet. A damaged release is left out and logged. Raises StoreUnavailable
    if the database does not respond.
    """
    if base is None:
        return None
    earlier = effective_releases(store.releases(), base, base.release)[-RELEASES:-1]
    known = {name: table for name, table in tables.items() if name in _TABLES}
    return pd.concat([*_points(store, earlier), points_of(base.release, known)], ignore_index=True)


def _points(store: Store, releases: list[Release]) -> Iterator[pd.DataFrame]:
    for release in releases:
        try:
            yield points_of(release.release, store.load(release.release, _TABLES))
        except DamagedRelease:
            LOG.exception("Release %s is damaged; growth is judged without it.", release.release)
