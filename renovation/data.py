"""The pages' one door to the data: a release's tables and answers, cached by release."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

import pandas as pd
import streamlit as st

from renovation.chronicle import History, concerns_of, history, points_in
from renovation.comparisons.exceptions import Concern
from renovation.comparisons.history import history_of, points_of
from renovation.figures import Answers, answer
from renovation.publishing import Checked, RefusedWorkbook, check, ensure_first_release
from renovation.reading.workbook import UnreadableWorkbook
from renovation.releases.database import DamagedRelease, StoreError
from renovation.releases.store import Release, Source, Store
from renovation.settings import database_url

LOG: Final = logging.getLogger("renovation")
Answer = TypeVar("Answer")
Trouble = Literal["unknown_release", "damaged_release", "database", "no_workbook", "bad_workbook"]


@dataclass(frozen=True)
class Shown:
    """What the screen shows: a release with its answers, the head behind which it may lie, and what went wrong.

    `release` and `answers` are None where nothing at all can be shown.
    """

    release: Release | None
    answers: Answers | None
    head: int | None
    trouble: Trouble | None = None


_LAST_GOOD: Final[dict[str, tuple[Release, Answers]]] = {}
"""The newest release shown by this process, for each database: what stays on the screen when the database does not."""


def shown(wanted: int | None) -> Shown:
    """The release wanted, or the newest; where that cannot be had, the nearest that can, and why.

    Never raises for what a database, a workbook or an address may hold: everything is logged.
    """
    try:
        here = store()
        newest = ensure_first_release(here)
    except StoreError:
        LOG.exception("The store does not answer; the last good release is shown, if there is one.")
        return _last_good("database")
    except OSError:
        LOG.exception("The store is empty and the first workbook cannot be read.")
        return _last_good("no_workbook")
    except (UnreadableWorkbook, RefusedWorkbook):
        LOG.exception("The store is empty and the first workbook cannot be published.")
        return _last_good("bad_workbook")
    return _nearest(here, wanted, newest)


def _nearest(here: Store, wanted: int | None, newest: int) -> Shown:
    """The wanted release; where it is unknown, the head; where it is damaged, a sound one, earlier first."""
    trouble: Trouble | None = None
    try:
        history = here.releases()
        numbers = [release.release for release in history]
        if wanted is not None and wanted not in numbers:
            LOG.warning("Release %s was asked for and does not exist; release %s is shown.", wanted, newest)
            trouble = "unknown_release"
        first = wanted if wanted in numbers else newest
        for number in sorted(numbers, key=lambda n: (n != first, n > (first or 0), -n)):
            try:
                release = next(release for release in history if release.release == number)
                answers = _answers(here.url, number, release.manifest_sha256)
            except DamagedRelease:
                LOG.exception("Release %s is damaged; an earlier one is shown.", number)
                trouble = "damaged_release"
                continue
            if number == newest:
                _LAST_GOOD[here.url] = (release, answers)
            return Shown(release, answers, newest, trouble)
    except StoreError:
        LOG.exception("The store does not answer; the last good release is shown, if there is one.")
        return _last_good("database")
    return Shown(None, None, newest, "damaged_release")


def _last_good(trouble: Trouble) -> Shown:
    release, answers = _LAST_GOOD.get(database_url(), (None, None))
    return Shown(release, answers, release.release if release else None, trouble)


def store() -> Store:
    """The store of this dashboard. Raises StoreUnavailable."""
    return _store(database_url())


def head() -> int | None:
    """The newest release's number; None where the store does not answer, which is logged."""
    try:
        return store().head()
    except StoreError:
        LOG.exception("The store does not answer; open pages stay as they are.")
        return None


def checked(source: Source, as_of: dt.date | None) -> Checked:
    """A workbook read and judged against the present head, once for each file, day and head.

    Raises UnreadableWorkbook and StoreError.
    """
    here = store()
    return _checked(here.url, source.sha256, source.name, as_of, here.head(), source)


def preview(of: Checked) -> Answers:
    """Every comparison of a checked workbook as it would be published."""
    return answer(of.head or 0, of.after)


@st.cache_resource(show_spinner=False, max_entries=16)
def _checked(url: str, sha256: str, name: str, as_of: dt.date | None, head: int | None, _source: Source) -> Checked:  # noqa: ARG001 the cache's key
    return check(_store(url), _source, as_of)


@st.cache_resource(show_spinner=False)
def _store(url: str) -> Store:
    return Store(url)


@st.cache_resource(show_spinner=False, max_entries=64)
def _answers(url: str, number: int, manifest_sha256: str) -> Answers:  # noqa: ARG001 part of the cache's key
    return answer(number, _store(url).load(number))


def past(release: Release, answers: Answers) -> History:
    """The history that a release closes: read once, and for the next release only what is new of it.

    Where the store does not answer, that one release is all there is, which is logged.
    """
    try:
        return _past(database_url(), release.release, release.manifest_sha256, release.published_at, release)
    except StoreError:
        LOG.exception("The history cannot be read; one release is all that is shown of it.")
        return History(history_of([points_of(release.release, answers.tables)]), unread=True)


def exceptions(release: Release, answers: Answers) -> tuple[Concern, ...]:
    """What wants a decision by a release and its history."""
    told = past(release, answers)
    if told.unread:
        return concerns_of(answers, told.points)
    return _exceptions(database_url(), release.release, release.manifest_sha256, release.published_at, answers, told)


@st.cache_resource(show_spinner=False, max_entries=16)
def _past(url: str, number: int, manifest_sha256: str, published_at: str, _release: Release) -> History:  # noqa: ARG001 the cache's key
    return history(_store(url).releases(), _release, lambda line: _points(url, line.manifest_sha256, line.release))


@st.cache_resource(show_spinner=False, max_entries=4096)
def _points(url: str, manifest_sha256: str, number: int) -> pd.DataFrame:  # noqa: ARG001 the cache's key
    return points_in(_store(url), number)


@st.cache_resource(show_spinner=False, max_entries=16)
def _exceptions(
    url: str,  # noqa: ARG001 the cache's key
    number: int,  # noqa: ARG001 the cache's key
    manifest_sha256: str,  # noqa: ARG001 the cache's key
    published_at: str,  # noqa: ARG001 the cache's key
    _answers: Answers,
    _past: History,
) -> tuple[Concern, ...]:
    return concerns_of(_answers, _past.points)


def worked_out(key: tuple[Hashable, ...], work: Callable[[], Answer]) -> Answer:
    """Whatever a page shows, worked out once for each key.

    The key holds everything that the work depends on, the release's manifest first; what is given is never changed.
    """
    done: Answer = _worked_out(database_url(), key, work)
    return done


@st.cache_resource(show_spinner=False, max_entries=4096)
def _worked_out(url: str, key: tuple[Hashable, ...], _work: Callable[[], Answer]) -> Answer:  # noqa: ARG001 the cache's key
    return _work()
