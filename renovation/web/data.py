"""The pages' one door to the data: a release's tables and answers, cached by release."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from renovation.comparisons.alerts import Alert
from renovation.comparisons.answers import Answers, answer
from renovation.comparisons.history import History, history_of, last_effective_release, points_of
from renovation.comparisons.sites import with_unknown_filled
from renovation.domain.dated_tables import Tables
from renovation.publishing.publish import Checked, RefusedWorkbook, ensure_first_release
from renovation.publishing.release_history import alerts_of, load_points, preview_history, read_history
from renovation.publishing.worker import check_without_blocking
from renovation.reading.files.workbook import UnreadableWorkbook
from renovation.releases.cache import Answer, Cache
from renovation.releases.database import DamagedRelease, StoreError
from renovation.releases.store import Release, Source, Store
from renovation.settings import database_url
from renovation.wording.failures import DataFailure

LOG: Final = logging.getLogger("renovation")


@dataclass(frozen=True)
class OpenedRelease:
    """What the screen shows: a release with its answers, the head behind which it may lie, and what went wrong.

    `release` and `answers` are None where nothing at all can be shown.
    """

    release: Release | None
    answers: Answers | None
    head: int | None
    trouble: DataFailure | None = None


@dataclass(frozen=True)
class _Known:
    """What this process has last read of a database: every release it opened, and which was the newest."""

    opened: dict[int, tuple[Release, Answers]]
    newest: int


_STORES: Final = Cache(4)
_ANSWERS: Final = Cache(64)
_WORKED_OUT: Final = Cache(4096)
_PASTS: Final = Cache(16)
_POINTS: Final = Cache(4096)
_LAST_GOOD: Final[dict[str, _Known]] = {}
"""What stays on the screen when a database does not answer, by its URL."""
_COUNTED: Final[dict[tuple[str, int], int]] = {}
"""The last release that counts in the history of each release shown, as of the last run, by database and number."""
_SILENT: Final[set[str]] = set()
"""The databases that did not answer when last asked for their head; every open page asks every two seconds."""


def open_release(wanted: int | None) -> OpenedRelease:
    """The release wanted, or the newest; where that cannot be had, the nearest that can, and why.

    Never raises for what a database, a workbook or an address may hold: everything is logged.
    """
    try:
        here = store()
        return _nearest(here, wanted, _history(here))
    except StoreError:
        LOG.exception("The store does not answer; the last good release is shown, if there is one.")
        return _last_good(wanted, "database")
    except OSError:
        LOG.exception("The store is empty and the first workbook cannot be read.")
        return _last_good(wanted, "no_workbook")
    except (UnreadableWorkbook, RefusedWorkbook):
        LOG.exception("The store is empty and the first workbook cannot be published.")
        return _last_good(wanted, "bad_workbook")


def _history(here: Store) -> tuple[Release, ...]:
    """Every release, read in one go; on an empty store the first workbook is published before."""
    history = here.releases()
    if any(release.head for release in history):
        return history
    ensure_first_release(here)
    return here.releases()


def _nearest(here: Store, wanted: int | None, history: tuple[Release, ...]) -> OpenedRelease:
    """The wanted release; where it is unknown, the head; where it is damaged, a sound one, earlier first."""
    releases = {release.release: release for release in history}
    newest = next(release.release for release in history if release.head)
    trouble: DataFailure | None = None
    if wanted is not None and wanted not in releases:
        LOG.warning("Release %s was asked for and does not exist; release %s is shown.", wanted, newest)
        trouble = "unknown_release"
    first = wanted if wanted in releases else newest
    for number in sorted(releases, key=lambda n: (n != first, n > (first or 0), -n)):
        try:
            answers = _answers(here, releases[number])
        except DamagedRelease:
            LOG.exception("Release %s is damaged; an earlier one is shown.", number)
            trouble = "damaged_release"
            continue
        _remember(here.url, releases[number], answers, newest)
        _COUNTED[(here.url, number)] = last_effective_release(history, releases[number])
        return OpenedRelease(releases[number], answers, newest, trouble)
    return OpenedRelease(None, None, newest, "damaged_release")


def _remember(url: str, release: Release, answers: Answers, newest: int) -> None:
    known = _LAST_GOOD.get(url)
    opened = dict(known.opened) if known else {}
    _LAST_GOOD[url] = _Known({**opened, release.release: (release, answers)}, newest)


def _last_good(wanted: int | None, trouble: DataFailure) -> OpenedRelease:
    """The release wanted if this process has opened it, or the latest that it has."""
    known = _LAST_GOOD.get(database_url())
    if known is None:
        return OpenedRelease(None, None, None, trouble)
    number = wanted if wanted in known.opened else max(known.opened)
    release, answers = known.opened[number]
    return OpenedRelease(release, answers, known.newest, trouble)


def store() -> Store:
    """The store of this dashboard. Raises StoreUnavailable."""
    return _store(database_url())


def _store(url: str) -> Store:
    return _STORES.get(url, lambda: Store(url))


def head() -> int | None:
    """The newest release's number; None where the store does not answer, which is logged once until it does again."""
    url = database_url()
    try:
        newest = store().head()
    except StoreError:
        if url not in _SILENT:
            LOG.exception("The store does not answer; open pages stay as they are.")
        _SILENT.add(url)
        return None
    if url in _SILENT:
        LOG.warning("The store answers again.")
        _SILENT.discard(url)
    return newest


def check_upload(source: Source, as_of: dt.date | None, answers: tuple[tuple[str, str], ...]) -> Checked:
    """A workbook read and judged against the present head, once for each file, day, answer and head.

    `as_of` and `answers` (id, value) as in `publishing.check`.

    Raises UnreadableWorkbook and StoreError.
    """
    here = store()
    return _checked(here.url, source.sha256, source.name, as_of, answers, here.head(), source)


def preview_answers(of: Checked) -> Answers:
    """Every comparison of a checked workbook as it would be published."""
    return answer(of.head or 0, of.after)


def preview_alerts(of: Checked, answers: Answers) -> tuple[Alert, ...]:
    """What will want a decision once a checked workbook is published; `answers` are those of `preview`.

    Where the store does not answer, by that one release alone, which is logged.
    """
    try:
        here = store()
        told = preview_history(here.releases(), of, lambda line: _points(here, line))
    except StoreError:
        LOG.exception("The history cannot be read; one release is all that the preview shows of it.")
        told = _alone(0, of.after)
    return alerts_of(answers, told.points)


@st.cache_resource(show_spinner=False, max_entries=16)
def _checked(
    url: str,
    sha256: str,  # noqa: ARG001 the cache's key
    name: str,  # noqa: ARG001 the cache's key
    as_of: dt.date | None,
    answers: tuple[tuple[str, str], ...],
    head: int | None,  # noqa: ARG001 the cache's key
    _source: Source,
) -> Checked:
    return check_without_blocking(_store(url), _source, as_of, dict(answers))


def _answers(here: Store, release: Release) -> Answers:
    """Every comparison of a release. Raises DamagedRelease and StoreUnavailable."""
    number = release.release
    return _ANSWERS.get((here.url, number, release.manifest_sha256), lambda: answer(number, here.load(number)))


def cached(key: tuple[Hashable, ...], work: Callable[[], Answer]) -> Answer:
    """Whatever a page shows, worked out once for each key.

    The key holds everything that the work depends on, the release's manifest first; what is given is never changed.
    """
    return _WORKED_OUT.get((database_url(), *key), work)


def known_sites(release: Release, answers: Answers) -> pd.DataFrame:
    """A release's sites as the map takes them, made once for each release."""
    return cached((release.manifest_sha256, "known-sites"), lambda: with_unknown_filled(answers.table("sites")))


def history(release: Release, answers: Answers) -> History:
    """The history that a release closes: read once, and for the next release only what is new of it.

    Where the store does not answer, that one release is all there is, which is logged.
    """
    return _past(release, answers, _COUNTED.get((database_url(), release.release), release.release))


def _past(release: Release, answers: Answers, until: int) -> History:
    try:
        here = store()
        key = (here.url, release.release, release.manifest_sha256, release.published_at, until)
        return _PASTS.get(key, lambda: read_history(here.releases(), release, lambda line: _points(here, line), until))
    except StoreError:
        LOG.exception("The history cannot be read; one release is all that is shown of it.")
        return _alone(release.release, answers.tables)


def _alone(release: int, tables: Tables) -> History:
    """The history of one release alone, where the others cannot be read."""
    return History(history_of([points_of(release, tables)]), store_unavailable=True)


def _points(here: Store, line: Release) -> pd.DataFrame:
    return _POINTS.get((here.url, line.release, line.manifest_sha256), lambda: load_points(here, line.release))


def alerts(release: Release, answers: Answers) -> tuple[Alert, ...]:
    """What wants a decision by a release and its history."""
    return _alerts(release, answers, _COUNTED.get((database_url(), release.release), release.release))


def alerts_when_published(release: Release, answers: Answers) -> tuple[Alert, ...]:
    """What wanted a decision when a release was published, for what must not change while people look at it."""
    return _alerts(release, answers, release.release)


def _alerts(release: Release, answers: Answers, until: int) -> tuple[Alert, ...]:
    told = _past(release, answers, until)
    if told.store_unavailable:
        return alerts_of(answers, told.points)
    key = (release.manifest_sha256, "exceptions", release.release, release.published_at, until)
    return cached(key, lambda: alerts_of(answers, told.points))
