"""The verdicts of a release beside those of the release before."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from renovation.comparisons.answers import Answers, answer
from renovation.comparisons.check_states import explanation_keys, with_states
from renovation.comparisons.history import effective_releases, last_effective_release
from renovation.publishing.uploads import CheckedUpload
from renovation.releases.check_explanations import CheckExplanation, stored_explanations
from renovation.releases.database import DamagedRelease
from renovation.releases.store import Release, Store

LOG: Final = logging.getLogger("renovation")


def release_before(releases: Sequence[Release], shown: Release, until: int | None = None) -> Release | None:
    """Returns the release that came before another one in its history, or None if it is the first.

    `until` is the last release that counts, by default `last_effective_release`. The release before has the latest
    date up to that of `shown`; of several releases of one date it is the last published.
    """
    last = last_effective_release(releases, shown) if until is None else until
    effective = effective_releases(releases, shown, last)
    earlier = [release for release in effective if _place(release) < _place(shown)]
    return max(earlier, key=_place, default=None)


def _place(release: Release) -> tuple[dt.date, int]:
    return release.as_of, release.release


def add_check_states(
    answers: Answers,
    releases: Sequence[Release],
    shown: Release,
    load: Callable[[Release], Answers],
    until: int | None = None,
) -> Answers:
    """Returns the answers of a release, their checks with the columns of `with_states`.

    `load` returns the answers of an earlier release. A damaged release is logged; then no state is known.
    """
    before = release_before(releases, shown, until)
    previous: pd.DataFrame | None = None
    if before is not None:
        try:
            previous = load(before).checks
        except DamagedRelease:
            LOG.exception("Release %s is damaged; verdicts are shown without it.", before.release)
    return replace(answers, checks=with_states(answers.checks, previous))


def stored_answers_with_states(store: Store, release: Release) -> Answers:
    """Returns the answers of a stored release with the states of their checks. Raises StoreError."""
    answers = add_check_states(_load(store, release), store.releases(), release, lambda other: _load(store, other))
    return with_reasons(answers, stored_explanations(store))


def preview_with_states(checked: CheckedUpload, answers: Answers) -> Answers:
    """Returns the answers of a checked workbook; its checks are compared with the release that it would follow."""
    previous = answer(0, checked.before).checks if checked.before else None
    return replace(answers, checks=with_states(answers.checks, previous))


def with_reasons(answers: Answers, explanations: Mapping[str, CheckExplanation]) -> Answers:
    """Returns answers whose checks have the columns `reason`, `explained_by` and `explained_at`, missing where none."""
    keys = explanation_keys(answers.checks)
    given = [explanations.get(key) for key in keys]
    return replace(
        answers,
        checks=answers.checks.assign(
            reason=pd.Series([one.reason if one else None for one in given], index=keys.index, dtype="object"),
            explained_by=pd.Series([one.by if one else None for one in given], index=keys.index, dtype="object"),
            explained_at=pd.Series([one.at if one else None for one in given], index=keys.index, dtype="object"),
        ),
    )


def _load(store: Store, release: Release) -> Answers:
    return answer(release.release, store.load(release.release))
