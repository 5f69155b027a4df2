"""The pages' one door to the data: a release's tables and answers, cached by release."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from renovation.comparisons.sites import known
from renovation.figures import Answers, answer
from renovation.publishing import Checked, RefusedWorkbook, check, ensure_first_release
from renovation.reading.workbook import UnreadableWorkbook
from renovation.releases.database import DamagedRelease, StoreError
from renovation.releases.store import Release, Source, Store
from renovation.settings import database_url

LOG: Final = logging.getLogger("renovation")
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


def checked(source: Source, as_of: dt.date | None, meant: tuple[tuple[str, str], ...]) -> Checked:
    """A workbook read and judged against the present head, once for each file, day, answer and head.

    `as_of` and `meant` (table, place) as in `publishing.check`.

    Raises UnreadableWorkbook and StoreError.
    """
    here = store()
    return _checked(here.url, source.sha256, source.name, as_of, meant, here.head(), source)


def preview(of: Checked) -> Answers:
    """Every comparison of a checked workbook as it would be published."""
    return answer(of.head or 0, of.after)


@st.cache_resource(show_spinner=False, max_entries=16)
def _checked(
    url: str,
    sha256: str,  # noqa: ARG001 the cache's key
    name: str,  # noqa: ARG001 the cache's key
    as_of: dt.date | None,
    meant: tuple[tuple[str, str], ...],
    head: int | None,  # noqa: ARG001 the cache's key
    _source: Source,
) -> Checked:
    return check(_store(url), _source, as_of, dict(meant))


@st.cache_resource(show_spinner=False)
def _store(url: str) -> Store:
    return Store(url)


@st.cache_resource(show_spinner=False, max_entries=64)
def _answers(url: str, number: int, manifest_sha256: str) -> Answers:  # noqa: ARG001 part of the cache's key
    return answer(number, _store(url).load(number))


def known_sites(release: Release, answers: Answers) -> pd.DataFrame:
    """A release's sites as the map takes them, made once for each release."""
    return _known_sites(database_url(), release.manifest_sha256, answers)


@st.cache_resource(show_spinner=False, max_entries=16)
def _known_sites(url: str, manifest_sha256: str, _answers: Answers) -> pd.DataFrame:  # noqa: ARG001 the cache's key
    return known(_answers.table("sites"))


def drawn(key: tuple[Hashable, ...], draw: Callable[[], go.Figure]) -> go.Figure:
    """A figure, drawn once for each key; the key holds everything that the drawing depends on, the release first."""
    return _drawn(database_url(), key, draw)


@st.cache_resource(show_spinner=False, max_entries=1024)
def _drawn(url: str, key: tuple[Hashable, ...], _draw: Callable[[], go.Figure]) -> go.Figure:  # noqa: ARG001 the cache's key
    return _draw()
