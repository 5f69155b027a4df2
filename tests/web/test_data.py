"""What pages share of the store's releases: nothing that was computed while the store did not answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from renovation.publishing.release_history import History, Points, preview_history
from renovation.publishing.uploads import CheckedUpload, check
from renovation.reading.template import write_workbook
from renovation.releases.database import StoreUnavailable
from renovation.releases.store import Draft, Release, Source, Store
from renovation.web import data
from tests import first_dataset, simulated_year


def unanswered(_store: Store) -> tuple[Release, ...]:
    raise StoreUnavailable("the disk is away")


def test_what_is_computed_while_the_store_is_away_is_not_used_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'away.db'}"
    monkeypatch.setenv("RENOVATION_DATABASE_URL", url)
    store = Store(url)
    for week in simulated_year.weekly_reports(3):
        store.publish(Draft(week.tables, "clerk"), store.head())
    opened = data.open_release(None)
    release, results = opened.release, opened.results
    assert release
    assert results
    key = data.history_key(release)
    with monkeypatch.context() as away:
        away.setattr(Store, "releases", unanswered)
        assert data.history(release, results).store_unavailable
        assert data.history_key(release) != key
        data.open_release(None)
        assert data.history_key(release) != key
    data.open_release(None)
    assert data.history_key(release) == key
    assert data.history(release, results).points["release"].nunique() == 3


def test_a_preview_is_computed_once_for_a_file_and_anew_where_its_name_may_date_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENOVATION_DATABASE_URL", store.url)
    content = write_workbook(first_dataset.tables())
    first, again, renamed = (
        data.preview_results(check(store, Source(name, content)))
        for name in ("week.xlsx", "week.xlsx", "20131022.xlsx")
    )
    assert first.units is again.units
    assert renamed.units is not first.units


def test_the_history_of_a_preview_is_put_together_once_and_anew_when_there_is_another_release(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENOVATION_DATABASE_URL", store.url)
    checked = check(store, Source("week.xlsx", write_workbook(first_dataset.tables())))
    results, seen = data.preview_results(checked), []

    def counted(releases: Sequence[Release], upload: CheckedUpload, points: Points) -> History:
        seen.append(len(releases))
        return preview_history(releases, upload, points)

    monkeypatch.setattr(data, "preview_history", counted)
    first, again = (data.preview_alerts(checked, results) for _ in range(2))
    assert first is again
    explained = replace(results, checks=results.checks.assign(reason="两次统计的截止时间不同"))
    assert {alert.rule for alert in first} - {alert.rule for alert in data.preview_alerts(checked, explained)} == {
        "mismatch"
    }
    store.restore(1, "clerk", "", 1)
    data.preview_alerts(checked, results)
    assert seen == [1, 2]
