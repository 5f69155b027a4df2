"""An upload is checked once, a large one in a worker with the same result, and its file is in no cache."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest

from renovation.domain.labels import Label
from renovation.language import words_in
from renovation.publishing import uploads
from renovation.publishing.publish import Publisher, publish
from renovation.publishing.uploads import CheckedUpload, annotate_upload, check, check_upload
from renovation.reading import reader
from renovation.reading.annotated import annotated_workbook
from renovation.reading.files.workbook import UnreadableWorkbook, open_book
from renovation.reading.template import write_workbook
from renovation.releases.answers import GivenAnswer
from renovation.releases.cache import Cache
from renovation.releases.database import StoreError
from renovation.releases.store import Draft, Source, Store
from tests import first_dataset


@pytest.fixture
def cache() -> Cache:
    return Cache(2**20)


@pytest.fixture
def _all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGE", 0)


def test_figures_of_a_day_to_come_cannot_be_published(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "current_date", lambda: dt.date(2013, 9, 1))
    assert {(problem.code, problem.found) for problem in check(store, week()).reading.errors} == {
        ("date_ahead", "2013-10-08"),
        ("date_ahead", "2013-10-15"),
        ("date_ahead", "2013-10-22"),
    }


def week(projects_completed: int = 40) -> Source:
    stepped = first_dataset.with_unit_value("织里镇", "projects_completed", projects_completed)
    return Source("week.xlsx", write_workbook({**first_dataset.tables(), "unit_progress": stepped}))


def checked_once(store: Store, source: Source) -> CheckedUpload:
    return check_upload(store, source, None, {}, Cache(0))


def test_an_upload_is_checked_once_for_its_content_and_the_newest_release(
    store: Store, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, original = [], uploads.read_workbook
    monkeypatch.setattr(uploads, "read_workbook", lambda *request: read.append(1) or original(*request))
    source = week()
    first, second = (check_upload(store, source, None, {}, cache) for _ in range(2))
    assert first.reading is second.reading
    assert read == [1]
    publish(store, first, Publisher("clerk"), accept_warnings=True)
    assert check_upload(store, source, None, {}, cache).head == 2
    assert read == [1, 1]


def test_a_checked_upload_can_be_published_with_its_file(store: Store, cache: Cache) -> None:
    source = week()
    check_upload(store, Source(source.name, source.content), None, {}, cache)
    checked = check_upload(store, source, None, {}, cache)
    assert publish(store, checked, Publisher("clerk"), accept_warnings=True).release.release == 2
    assert store.file(2) == source.content


def test_the_file_of_a_checked_upload_is_in_no_cache(store: Store, cache: Cache) -> None:
    assert check_upload(store, week(), None, {}, cache).source.content
    [cached] = [entry.value for entry in cache._entries.values()]
    assert cached.source.content == b""


def test_a_stored_answer_that_is_withdrawn_makes_the_check_anew(store: Store, cache: Cache) -> None:
    answer = GivenAnswer("question", "value", Label("问", "asked"), Label("答", "answered"), None, None)
    store.publish(Draft({}, "clerk", answers=(answer,)), 1)
    source = week()
    before, again = (check_upload(store, source, None, {}, cache) for _ in range(2))
    assert store.answers.withdraw("question", "clerk")
    assert before.reading is again.reading
    assert check_upload(store, source, None, {}, cache).reading is not before.reading


def test_the_release_before_is_loaded_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded, load = [], Store.load
    monkeypatch.setattr(Store, "load", lambda self, *request: loaded.append(request) or load(self, *request))
    assert check(store, week()).before.keys() == first_dataset.tables().keys()
    assert loaded == [(1,)]


@pytest.mark.usefixtures("_all_large")
def test_a_worker_checks_as_this_process_does(store: Store) -> None:
    source = week()
    in_worker, here = checked_once(store, source), check(store, source)
    assert in_worker.reading.problems == here.reading.problems
    assert [problem.code for problem in in_worker.reading.warnings]
    assert in_worker.source == source
    assert (in_worker.head, in_worker.plan) == (here.head, here.plan)
    pd.testing.assert_frame_equal(in_worker.changes.changes, here.changes.changes)
    assert in_worker.after.keys() == here.after.keys()
    for name, table in in_worker.after.items():
        pd.testing.assert_frame_equal(table.frame, here.after[name].frame)


@pytest.mark.usefixtures("_all_large")
def test_a_worker_annotates_as_this_process_does(store: Store) -> None:
    tables = {"unit_progress": first_dataset.with_unit_value("织里镇", "projects_completed", 40)}
    source = Source("week.xlsx", write_workbook(tables))
    problems = check(store, source).reading.problems
    in_worker = annotate_upload(source, problems, words_in("zh"))
    here = annotated_workbook(open_book(source.content), problems, words_in("zh"))
    assert cells(in_worker) == cells(here)


def cells(content: bytes) -> list[object]:
    return [cell.value for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.rows for cell in row]


def test_a_small_file_of_many_cells_is_checked_in_a_worker(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some hundred bytes of an ods may stand for millions of cells: they must not keep the server busy."""
    monkeypatch.setattr(uploads, "LARGE_CELLS", 10)
    source = Source("week.xlsx", write_workbook({"unit_progress": first_dataset.tables()["unit_progress"]}))
    judged_here: list[str] = []
    monkeypatch.setattr(reader, "read_book", lambda *_: judged_here.append("here"))
    assert checked_once(store, source).reading.tables
    assert judged_here == []


@pytest.mark.usefixtures("_all_large")
def test_a_worker_refuses_what_cannot_be_read(store: Store) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        checked_once(store, Source("a.pdf", b"%PDF-1.7"))
    assert (refused.value.code, refused.value.details) == ("other_kind", {"kind": "PDF"})


@pytest.mark.usefixtures("_all_large")
def test_a_worker_reports_a_store_that_does_not_answer(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "__reduce__", lambda _: (Store, ("sqlite:////proc/nowhere.db",)))
    with pytest.raises(StoreError, match="cannot be opened"):
        checked_once(store, week())
