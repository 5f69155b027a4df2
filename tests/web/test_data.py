"""What the pages get is computed once, and an upload is not kept longer than its visitor needs it."""

from __future__ import annotations

import pytest

from renovation.domain.labels import Label
from renovation.publishing import publish
from renovation.publishing.publish import Publisher
from renovation.reading.template import write_workbook
from renovation.releases.answers import GivenAnswer
from renovation.releases.store import Draft, Source, Store
from renovation.web import data
from tests import first_dataset


@pytest.fixture
def opened(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("RENOVATION_DATABASE_URL", store.url)
    return store


def week(projects_completed: int = 40) -> Source:
    stepped = first_dataset.with_unit_value("织里镇", "projects_completed", projects_completed)
    return Source("week.xlsx", write_workbook({**first_dataset.tables(), "unit_progress": stepped}))


def test_an_upload_is_checked_once_for_its_content_and_the_newest_release(
    opened: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, original = [], publish.read_workbook
    monkeypatch.setattr(publish, "read_workbook", lambda *request: read.append(1) or original(*request))
    source = week()
    first, second = (data.check_upload(source, None, ()) for _ in range(2))
    assert first.reading is second.reading
    assert read == [1]
    publish.publish(opened, first, Publisher("clerk"), accept_warnings=True)
    assert data.check_upload(source, None, ()).head == 2
    assert read == [1, 1]


def test_a_checked_upload_can_be_published_with_its_file(opened: Store) -> None:
    source = week()
    data.check_upload(Source(source.name, source.content), None, ())
    checked = data.check_upload(source, None, ())
    assert publish.publish(opened, checked, Publisher("clerk"), accept_warnings=True).release.release == 2
    assert opened.file(2) == source.content


@pytest.mark.usefixtures("opened")
def test_the_file_of_a_checked_upload_is_in_no_cache() -> None:
    assert data.check_upload(week(41), None, ()).source.content
    cached = [entry.value for (kind, _), entry in data.CACHE._entries.items() if kind == "checked upload"]
    assert [checked.source.content for checked in cached] == [b""] * len(cached)
    assert cached


def test_a_stored_answer_that_is_withdrawn_makes_the_check_anew(opened: Store) -> None:
    answer = GivenAnswer("question", "value", Label("问", "asked"), Label("答", "answered"), None, None)
    opened.publish(Draft({}, "clerk", answers=(answer,)), 1)
    source = week(42)
    before, again = (data.check_upload(source, None, ()) for _ in range(2))
    assert opened.answers.withdraw("question", "clerk")
    assert before.reading is again.reading
    assert data.check_upload(source, None, ()).reading is not before.reading
