"""Reads the earlier figures that are shown with a release, and finds the alerts that follow from them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd

from renovation.comparisons.alerts import Alert, find_alerts, thresholds_from
from renovation.comparisons.history import History, effective_releases, history_of, last_effective_release, points_of
from renovation.comparisons.results import Results
from renovation.publishing.uploads import CheckedUpload
from renovation.releases.database import DamagedRelease
from renovation.releases.store import Release, Store

LOG: Final = logging.getLogger("renovation")
TABLES: Final = frozenset({"unit_progress", "county_progress", "figures", "goals"})
Points = Callable[[Release], pd.DataFrame]
"""A function that returns the figures of a release, as the result of `points_of` (in `comparisons.history`)."""


def read_history(releases: Sequence[Release], shown: Release, points: Points, until: int | None = None) -> History:
    """Returns the history of figures to show with the release `shown`, from the releases up to the number `until`.

    `releases` are all releases; `points` is a function that returns the figures of a release. If `until` is None, the
    history includes the corrections of earlier dates that were published while `shown` was the newest release. A
    damaged release is left out, logged and listed in the history. Raises StoreError if the database does not respond.
    """
    last = last_effective_release(releases, shown) if until is None else until
    found, damaged = [], []
    for release in effective_releases(releases, shown, last):
        try:
            found.append(points(release))
        except DamagedRelease:
            LOG.exception("Release %s is damaged and left out of the history.", release.release)
            damaged.append(release.release)
    return History(history_of(found), tuple(damaged))


def preview_history(releases: Sequence[Release], checked: CheckedUpload, points: Points) -> History:
    """Returns the history as it will be after a checked workbook is published.

    `releases` are all releases, `checked` is a workbook that can be published (`checked.plan` is not None), and
    `points` is a function that returns the figures of a release.
    """
    plan = checked.plan
    assert plan is not None, "a workbook that cannot be published has no history"
    number = max((release.release for release in releases), default=0) + 1
    preview = Release(number, plan.as_of, "", "", "", plan.action, checked.head, None, None, "", head=plan.moves_head)

    def points_with_preview(release: Release) -> pd.DataFrame:
        return points_of(number, checked.after) if release is preview else points(release)

    return read_history([*releases, preview], preview, points_with_preview)


def load_points(store: Store, number: int) -> pd.DataFrame:
    """Loads the figures of the release `number`, as the result of `points_of`: one row for each figure.

    Raises DamagedRelease if the release is damaged, StoreError if the database does not respond.
    """
    return points_of(number, store.load(number, TABLES))


def alerts_of(results: Results, points: pd.DataFrame) -> tuple[Alert, ...]:
    """Returns the alerts of a release, found in its results and its history.

    `points` is this history, the result of `history_of`: a row for each figure of each release.
    """
    thresholds = thresholds_from(results.table("thresholds"))
    return find_alerts(
        results.outlooks, results.units, results.tables, results.checks, points, results.as_of, thresholds
    )
