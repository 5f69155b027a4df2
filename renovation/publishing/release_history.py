"""The history that a release closes, out of the store, and what wants a decision by it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd

from renovation.comparisons.alerts import Alert, find_alerts, thresholds_from
from renovation.comparisons.answers import Answers
from renovation.comparisons.history import History, effective_releases, history_of, last_effective_release, points_of
from renovation.publishing.publish import Checked
from renovation.releases.database import DamagedRelease
from renovation.releases.store import Release, Store

LOG: Final = logging.getLogger("renovation")
TABLES: Final = frozenset({"unit_progress", "county_progress", "figures"})
Points = Callable[[Release], pd.DataFrame]
"""What gives the points of a release, as `points_of` does."""


def read_history(releases: Sequence[Release], shown: Release, points: Points, until: int | None = None) -> History:
    """The history as it stands when `shown` is on the screen, out of the releases up to the number `until`.

    `until` defaults to `last_effective_release`. A damaged release is left out, named, and leaves a gap. Raises
    StoreError where the store does not answer.
    """
    found, damaged = [], []
    for release in effective_releases(
        releases, shown, last_effective_release(releases, shown) if until is None else until
    ):
        try:
            found.append(points(release))
        except DamagedRelease:
            LOG.exception("Release %s is damaged and left out of the history.", release.release)
            damaged.append(release.release)
    return History(history_of(found), tuple(damaged))


def preview_history(releases: Sequence[Release], checked: Checked, points: Points) -> History:
    """The history as it will stand once a checked workbook, which can be, is published."""
    plan = checked.plan
    assert plan is not None, "what cannot be published closes no history"
    number = max((release.release for release in releases), default=0) + 1
    coming = Release(number, plan.as_of, "", "", "", plan.action, checked.head, None, None, "", head=plan.moves_head)

    def told(release: Release) -> pd.DataFrame:
        return points_of(number, checked.after) if release is coming else points(release)

    return read_history([*releases, coming], coming, told)


def load_points(store: Store, number: int) -> pd.DataFrame:
    """A release's points as a store holds them. Raises DamagedRelease and StoreError."""
    return points_of(number, store.load(number, TABLES))


def alerts_of(answers: Answers, points: pd.DataFrame) -> tuple[Alert, ...]:
    """What wants a decision by a release's answers and the history up to it."""
    bases = {name: table.basis for name, table in answers.tables.items()}
    thresholds = thresholds_from(answers.table("thresholds"))
    return find_alerts(answers.outlooks, bases, answers.checks, points, answers.as_of, thresholds)
