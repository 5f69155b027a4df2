"""The pages' access to the database: releases with their comparisons, previews of uploads, and a cache for them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import pandas as pd

from renovation.comparisons.alerts import Alert
from renovation.comparisons.check_states import REASON, with_states
from renovation.comparisons.history import History, history_of, last_effective_release, points_of
from renovation.comparisons.results import Results, results_of
from renovation.comparisons.sites import with_unknown_filled
from renovation.domain.dated_tables import Tables
from renovation.meeting.screens import ScreenData
from renovation.publishing.check_history import add_check_states, preview_with_states, with_reasons
from renovation.publishing.publish import RefusedWorkbook, ensure_first_release
from renovation.publishing.release_history import alerts_of, load_points, preview_history, read_history
from renovation.publishing.shown_releases import shown_head, shown_releases
from renovation.publishing.uploads import CheckedUpload
from renovation.reading.files.workbook import UnreadableWorkbook
from renovation.releases.cache import Cache, Value
from renovation.releases.check_explanations import stored_explanations
from renovation.releases.database import DamagedRelease, NewerStore, StoreError
from renovation.releases.store import Release, Store
from renovation.settings import cache_bytes, database_url
from renovation.web.fallback import Fallback
from renovation.wording.failures import DataFailure

LOG: Final = logging.getLogger("renovation")


@dataclass(frozen=True)
class OpenedRelease:
    """The release that a page shows, and the releases that a visitor can select.

    `release` and `results` are None if no release can be shown at all. `head` is the number of the newest release, None
    if it is unknown. `trouble` says why the requested release is not shown, such as "database" or "damaged_release"; it
    is None if the requested release is shown. `releases` are all releases that can be selected, newest first.
    """

    release: Release | None
    results: Results | None
    head: int | None
    trouble: DataFailure | None = None
    releases: tuple[Release, ...] = ()


CACHE: Final = Cache(cache_bytes())
"""The cache of this process, shared by all visitors; `CACHE.usage()` returns its statistics."""
_FALLBACK: Final = Fallback()
_HISTORY_ENDS: Final[dict[tuple[str, int], int]] = {}
"""The number of the last release in the history of each opened release, by database URL and number. The value changes
when later releases are published. The dictionary needs no limit: it holds one number for each release."""
_NO_HISTORY: Final = 0
"""The value in `_HISTORY_ENDS` while the store does not respond, so that such results get a cache key of their own."""
_UNANSWERED: Final[set[str]] = set()
"""The URLs of databases that did not respond to the last request for their newest release."""


def open_release(wanted: int | None) -> OpenedRelease:
    """Opens the release with the number `wanted`; the newest release if `wanted` is None or there is no such release.

    If this release is damaged, opens the last undamaged release before it, or else the newest undamaged release. If the
    database does not respond, opens a release that is still in memory. Never raises: errors of the database and of the
    first workbook are logged, and `trouble` of the result says what kind they are.
    """
    try:
        opened = store()
        return _open_nearest(opened, wanted, _releases(opened))
    except NewerStore:
        LOG.exception("The store was written by a newer version of this program; nothing can be shown.")
        return _fall_back(wanted, "newer_store")
    except StoreError:
        LOG.exception("The store does not answer; the last good release is shown, if there is one.")
        return _fall_back(wanted, "database")
    except OSError:
        LOG.exception("The store is empty and the first workbook cannot be read.")
        return _fall_back(wanted, "no_workbook")
    except (UnreadableWorkbook, RefusedWorkbook):
        LOG.exception("The store is empty and the first workbook cannot be published.")
        return _fall_back(wanted, "bad_workbook")


def _releases(opened: Store) -> tuple[Release, ...]:
    """Returns the releases that may be shown, newest first; publishes the first workbook if the store is empty."""
    releases = shown_releases(opened)
    if any(release.head for release in releases):
        return releases
    ensure_first_release(opened)
    return shown_releases(opened)


def _open_nearest(opened: Store, wanted: int | None, history: tuple[Release, ...]) -> OpenedRelease:
    """Opens the release `wanted`, or the newest release if `wanted` is None or there is no such release.

    If this release is damaged, opens the last undamaged release before it, or else the newest undamaged release.
    `history` has all releases that may be shown, newest first.
    """
    releases = {release.release: release for release in history}
    newest = next(release.release for release in history if release.head)
    trouble: DataFailure | None = None
    if wanted is not None and wanted not in releases:
        LOG.warning("Release %s was asked for and does not exist; release %s is shown.", wanted, newest)
        trouble = "unknown_release"
    first = wanted if wanted in releases else newest
    for number in sorted(releases, key=lambda n: (n != first, n > (first or 0), -n)):
        try:
            results = _results(opened, releases[number])
        except DamagedRelease:
            LOG.exception("Release %s is damaged; an earlier one is shown.", number)
            trouble = "damaged_release"
            continue
        _FALLBACK.remember(opened.url, releases[number], results, newest)
        _HISTORY_ENDS[(opened.url, number)] = last_effective_release(history, releases[number])
        return OpenedRelease(releases[number], results, newest, trouble, history)
    return OpenedRelease(None, None, newest, "damaged_release")


def _fall_back(wanted: int | None, trouble: DataFailure) -> OpenedRelease:
    """Returns the release `wanted`, or else the newest one, from the memory of this process.

    `trouble` is the kind of failure that the result states. If the memory holds no release, the result has none either.
    """
    remembered = _FALLBACK.find(database_url(), wanted)
    if remembered is None:
        return OpenedRelease(None, None, None, trouble)
    _HISTORY_ENDS[(database_url(), remembered.release.release)] = _NO_HISTORY
    return OpenedRelease(remembered.release, remembered.results, remembered.newest, trouble)


def store() -> Store:
    """Returns the store (the database of the releases) of this dashboard.

    Raises StoreUnavailable if the database cannot be opened.
    """
    return _store(database_url())


@lru_cache(maxsize=4)
def _store(url: str) -> Store:
    return Store(url)


def head() -> int | None:
    """Returns the number of the newest release that pages show; None if the database does not respond.

    Open pages call this every few seconds, so only the first failure is logged until the database responds again.
    """
    url = database_url()
    try:
        newest = shown_head(store())
    except StoreError:
        if url not in _UNANSWERED:
            LOG.exception("The store does not answer; open pages stay as they are.")
        _UNANSWERED.add(url)
        return None
    if url in _UNANSWERED:
        LOG.warning("The store answers again.")
        _UNANSWERED.discard(url)
    return newest


def preview_results(checked: CheckedUpload) -> Results:
    """Returns all comparisons of the tables that would be published, so that the clerk sees them before publishing.

    `checked` is the checked workbook. The checks in the result have five more columns than those of `results_of`.
    `state` and `previous_difference` say how each mismatch has changed since the previous release. `reason`,
    `explained_by` and `explained_at` contain the publisher's explanation of a mismatch; these three columns are missing
    if the database does not respond.
    """
    key = (database_url(), *checked.depends_on)
    results = CACHE.get(
        "preview", key, lambda: preview_with_states(checked, results_of(checked.head or 0, checked.after))
    )
    try:
        return with_reasons(results, stored_explanations(store()))
    except StoreError:
        LOG.exception("The explanations cannot be read; mismatches are shown without them.")
        return results


def with_check_states(release: Release, results: Results) -> Results:
    """Adds five columns to the checks of `results`, which are the comparisons of `release`.

    `state` and `previous_difference` say how each mismatch has changed since the previous release. `reason`,
    `explained_by` and `explained_at` contain the publisher's explanation of a mismatch. If the database does not
    respond, this is logged, every state is None, and the last three columns are missing.
    """
    return _with_check_states(release, results, _history_end(release) or release.release)


def _with_check_states(release: Release, results: Results, until: int) -> Results:
    try:
        opened = store()
        explanations = stored_explanations(opened)
        key = (opened.url, release.release, release.manifest_sha256, until, tuple(explanations.items()))

        def checks() -> pd.DataFrame:
            earlier = shown_releases(opened)
            stated = add_check_states(results, earlier, release, lambda other: _results(opened, other).checks, until)
            return with_reasons(stated, explanations).checks

        return replace(results, checks=CACHE.get("checks", key, checks))
    except StoreError:
        LOG.exception("The previous release cannot be read; verdicts are shown without it.")
        return replace(results, checks=with_states(results.checks, None))


def preview_alerts(checked: CheckedUpload, results: Results) -> tuple[Alert, ...]:
    """Returns the alerts that the overview would show if the checked workbook `checked` were published.

    `results` is the result of `preview_results`. If the database does not respond, this is logged, and only the figures
    of the workbook are considered.
    """
    try:
        opened = store()
        releases = opened.releases()
        key = (opened.url, releases, *checked.depends_on)
        history = CACHE.get(
            "preview history",
            key,
            lambda: preview_history(releases, checked, lambda release: _points(opened, release)),
        )
    except StoreError:
        LOG.exception("The history cannot be read; one release is all that the preview shows of it.")
        return alerts_of(results, _history_of_one(0, checked.after).points)
    return CACHE.get("preview alerts", (*key, _reasons(results)), lambda: alerts_of(results, history.points))


def _results(opened: Store, release: Release) -> Results:
    """Returns all comparisons of `release`, from the cache or computed.

    Raises DamagedRelease if the release is damaged, StoreUnavailable if the database does not respond.
    """
    number = release.release
    key = (opened.url, number, release.manifest_sha256)
    return CACHE.get("results", key, lambda: results_of(number, opened.load(number)))


def cached(key: tuple[Hashable, ...], make: Callable[[], Value]) -> Value:
    """Returns the result of `make`, cached under `key`.

    All visitors get the same object, so callers must not modify it. `key` must contain everything that the result
    depends on, first of all the hash of the release.
    """
    return CACHE.get("page", (database_url(), *key), make)


def known_sites(release: Release, results: Results) -> pd.DataFrame:
    """Returns the table `sites` of a release, with UNKNOWN for missing attributes, such as a missing `stage`.

    The result is cached, so callers must not modify it. `results` are the comparisons of `release`.
    """
    key = (database_url(), release.manifest_sha256)
    return CACHE.get("sites", key, lambda: with_unknown_filled(results.table("sites")))


def history(release: Release, results: Results) -> History:
    """Returns the figures of `release` and of the earlier releases that are shown with it.

    `results` are the comparisons of `release`. Each release is read once and cached. If the database does not respond,
    this is logged, and the history consists of `release` alone.
    """
    return _history_until(release, results, _history_end(release) or release.release)


def history_key(release: Release) -> tuple[Hashable, ...]:
    """Returns a cache key for values computed from `release` and the earlier figures that are shown with it."""
    return release.manifest_sha256, release.release, release.published_at, _history_end(release)


def _history_end(release: Release) -> int:
    return _HISTORY_ENDS.get((database_url(), release.release), release.release)


def _history_until(release: Release, results: Results, until: int) -> History:
    try:
        opened = store()
        key = (opened.url, release.release, release.manifest_sha256, release.published_at, until)
        return CACHE.get(
            "history",
            key,
            lambda: read_history(shown_releases(opened), release, lambda earlier: _points(opened, earlier), until),
        )
    except StoreError:
        LOG.exception("The history cannot be read; one release is all that is shown of it.")
        _HISTORY_ENDS[(database_url(), release.release)] = _NO_HISTORY
        return _history_of_one(release.release, results.tables)


def _history_of_one(release: int, tables: Tables) -> History:
    return History(history_of([points_of(release, tables)]), store_unavailable=True)


def _points(opened: Store, release: Release) -> pd.DataFrame:
    key = (opened.url, release.release, release.manifest_sha256)
    return CACHE.get("points", key, lambda: load_points(opened, release.release))


def alerts(release: Release, results: Results) -> tuple[Alert, ...]:
    """Returns the alerts of `release`, computed from its comparisons (`results`) and its earlier figures."""
    return _alerts_until(release, results, _history_end(release))


def screen_data(release: Release, results: Results) -> ScreenData:
    """Returns the data from which the screens of a meeting about `release` are built.

    If an earlier figure was corrected after `release` was published, the history has the corrected figure. `results`
    are the comparisons of `release`.
    """
    return _screen_data_until(release, results, _history_end(release))


def screen_data_when_published(release: Release, results: Results) -> ScreenData:
    """Returns the data for the screens of a meeting, with the history as it was when `release` was published.

    `results` are the comparisons of `release`. Unlike in `screen_data`, later corrections are left out, so that the
    figures of a meeting do not change while people look at them.
    """
    return _screen_data_until(release, results, release.release)


def _screen_data_until(release: Release, results: Results, until: int) -> ScreenData:
    history = _history_until(release, results, until)
    return ScreenData(results, _alerts_until(release, results, until), history.points)


def _alerts_until(release: Release, results: Results, until: int) -> tuple[Alert, ...]:
    history = _history_until(release, results, until)
    if history.store_unavailable:
        return alerts_of(results, history.points)
    key = (database_url(), release.manifest_sha256, release.release, release.published_at, until)
    stated = _with_check_states(release, results, until)
    return CACHE.get("alerts", (*key, _reasons(stated)), lambda: alerts_of(stated, history.points))


def _reasons(results: Results) -> tuple[Hashable, ...]:
    """Returns the publishers' explanations of the checks in their order, for a cache key.

    The tuple is empty if `results` has no explanations, because the database did not respond.
    """
    return tuple(results.checks[REASON]) if REASON in results.checks else ()
