"""Compares the checks of a release with those of the previous release, and adds the publishers' explanations.

A check compares a reported figure with its recomputed value.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from renovation.comparisons.check_states import explanation_keys, with_states
from renovation.comparisons.history import effective_releases, last_effective_release
from renovation.comparisons.results import Results, checks_of, results_of
from renovation.publishing.shown_releases import releases_up_to
from renovation.publishing.uploads import CheckedUpload
from renovation.releases.check_explanations import CheckExplanation, stored_explanations
from renovation.releases.database import DamagedRelease
from renovation.releases.store import Release, Store

LOG: Final = logging.getLogger("renovation")


def release_before(releases: Sequence[Release], shown: Release, until: int | None = None) -> Release | None:
    """Returns the release with which the figures of the release `shown` are compared; None if there is none.

    It is the release before `shown` in the history that pages show with `shown`. In this history, releases are sorted
    by as-of date, and by number if their dates are equal. Therefore a correction of an earlier date comes before
    `shown`, even if it was published later. `releases` are all releases, including those that do not belong to the
    history (see `effective_releases`). `until` is the number of the last release that may belong to it; if it is None,
    the history includes the corrections that were published while `shown` was the newest release.
    """
    last = last_effective_release(releases, shown) if until is None else until
    effective = effective_releases(releases, shown, last)
    earlier = [release for release in effective if _place(release) < _place(shown)]
    return max(earlier, key=_place, default=None)


def _place(release: Release) -> tuple[dt.date, int]:
    return release.as_of, release.release


def add_check_states(
    results: Results,
    releases: Sequence[Release],
    shown: Release,
    load: Callable[[Release], pd.DataFrame],
    until: int | None = None,
) -> Results:
    """Returns a copy of `results` in which each check says how its difference has changed since the previous release.

    The added columns are `state` (such as "new", "larger" or "mended") and `previous_difference`, the difference in the
    previous release. `results` belong to the release `shown`; the previous release is the one before `shown` in its
    history. `releases` are all releases. `until` is the number of the last release that may belong to the history; if
    it is None, the history includes the corrections that were published while `shown` was the newest release. `load`
    returns the table of checks of a release. If the previous release is damaged, this is logged; every `state` is then
    None, as if there were no previous release.
    """
    before = release_before(releases, shown, until)
    previous: pd.DataFrame | None = None
    if before is not None:
        try:
            previous = load(before)
        except DamagedRelease:
            LOG.exception("Release %s is damaged; verdicts are shown without it.", before.release)
    return replace(results, checks=with_states(results.checks, previous))


def results_with_states(store: Store, release: Release) -> Results:
    """Loads `release` and returns its results, with five more columns in its checks.

    `state` and `previous_difference` say how the difference between the reported and the recomputed figure has changed
    since the previous release. `reason`, `explained_by` and `explained_at` contain the publisher's explanation of the
    difference. Raises StoreError if the database does not respond or `release` is damaged.
    """
    releases = releases_up_to(store, release)
    results = results_of(release.release, store.load(release.release))
    results = add_check_states(results, releases, release, lambda other: checks_of(store.load(other.release)))
    return with_reasons(results, stored_explanations(store))


def preview_with_states(checked: CheckedUpload, results: Results) -> Results:
    """Returns a copy of `results` in which each check says how its difference would change by publishing an upload.

    `results` are the results of the tables `checked.after`; they are compared with those of `checked.before`. The added
    columns are `state` (such as "new", "larger" or "mended") and `previous_difference`, the difference before
    publishing.
    """
    previous = checks_of(checked.before) if checked.before else None
    return replace(results, checks=with_states(results.checks, previous))


def with_reasons(results: Results, explanations: Mapping[str, CheckExplanation]) -> Results:
    """Returns a copy of `results` in which each check has the explanation that a publisher gave for its difference.

    The new columns are `reason` (the text), `explained_by` (the publisher) and `explained_at` (an ISO timestamp in
    UTC). The keys of `explanations` are those of `explanation_keys`; the columns have missing values for a check
    without an explanation.
    """
    keys = explanation_keys(results.checks)
    given = [explanations.get(key) for key in keys]
    return replace(
        results,
        checks=results.checks.assign(
            reason=pd.Series([one.reason if one else None for one in given], index=keys.index, dtype="object"),
            explained_by=pd.Series([one.by if one else None for one in given], index=keys.index, dtype="object"),
            explained_at=pd.Series([one.at if one else None for one in given], index=keys.index, dtype="object"),
        ),
    )
