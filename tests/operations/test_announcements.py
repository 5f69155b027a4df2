"""What happens in the store is announced once, whoever published it, and publishing never waits for that."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from renovation.domain.update_due import UpdateDue, update_due
from renovation.language import words_in
from renovation.operations import announcements
from renovation.operations.announcements import MOST_RELEASES, announcing, new_announcements
from renovation.operations.webhook import Message, Webhook
from renovation.releases.database import StoreUnavailable
from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.operations.webhook_server import answer, webhook_server

ZH, EN = words_in("zh"), words_in("en")


def never(_as_of: dt.date) -> UpdateDue | None:
    return None


def on(today: dt.date) -> Callable[[dt.date], UpdateDue | None]:
    return lambda as_of: update_due(as_of, 7, today)


def publish(store: Store, started: int, day: dt.date = dt.date(2013, 10, 22)) -> None:
    units = first_dataset.with_unit_value("织里镇", "projects_started", started, day)
    store.publish(Draft({"unit_progress": units}, "李四"), store.head())


def texts(messages: list[Message]) -> list[str]:
    return [message.text for message in messages]


def test_each_release_after_the_first_look_is_announced_once(store: Store) -> None:
    assert new_announcements(store, never, ZH) == []
    publish(store, 44)
    publish(store, 45, dt.date(2013, 10, 15))
    store.restore(1, "王五", "", store.head())
    published, corrected, restored = new_announcements(store, never, ZH)
    assert published.facts | {"published_at": ""} == {
        "release": 2,
        "as_of": "2013-10-22",
        "published_at": "",
        "by": "李四",
        "action": "publish",
        "head": False,
        "awaits_sign_off": False,
        "signed_off_by": None,
    }
    assert published.text == "吴兴区旧厂区改造推进看板：李四已发布第2期，数据截至2013年10月22日。"
    assert corrected.text.endswith("李四已更正2013年10月15日的数据（第3期），各页面仍显示最新一期。")
    assert restored.text.endswith("王五已恢复截至2013年10月15日的数据，现为第4期。")
    assert new_announcements(store, never, ZH) == []


def test_a_long_history_is_not_announced_whole(store: Store) -> None:
    new_announcements(store, never, EN)
    for started in range(44, 44 + MOST_RELEASES + 2):
        publish(store, started)
    said = texts(new_announcements(store, never, EN))
    assert len(said) == MOST_RELEASES
    assert "release 4 was published by 李四, with figures as of 22 Oct 2013." in said[0]


def test_an_overdue_update_is_announced_once_for_its_day(store: Store) -> None:
    assert new_announcements(store, on(dt.date(2013, 10, 22)), EN) == []
    [overdue] = new_announcements(store, on(dt.date(2013, 10, 23)), EN)
    assert overdue.facts == {"release": 1, "as_of": "2013-10-15", "due": "2013-10-22", "days_overdue": 1}
    assert overdue.text.endswith("the figures are as of 15 Oct 2013; the update was due on 22 Oct 2013, 1 day ago.")
    assert new_announcements(store, on(dt.date(2013, 10, 24)), EN) == []
    publish(store, 44)
    assert [one.event for one in new_announcements(store, on(dt.date(2013, 10, 29)), EN)] == ["published"]
    assert [one.event for one in new_announcements(store, on(dt.date(2013, 11, 2)), EN)] == ["overdue"]


def test_data_of_a_year_long_past_is_not_announced(store: Store) -> None:
    assert new_announcements(store, on(dt.date(2026, 11, 29)), EN) == []


def test_of_several_processes_one_announces(store: Store) -> None:
    new_announcements(store, never, EN)
    publish(store, 44)
    together = Barrier(4)

    def look(_number: int) -> list[Message]:
        own = Store(store.url)
        together.wait()
        return new_announcements(own, on(dt.date(2013, 11, 2)), EN)

    with ThreadPoolExecutor(4) as pool:
        found = [message.event for messages in pool.map(look, range(4)) for message in messages]
    assert sorted(found) == ["overdue", "published"]


def run_while(store: Callable[[], Store], hook: Webhook | None, act: Callable[[], bool]) -> None:
    """Runs the announcer until `act`, which is called again and again, returns True."""

    async def running() -> None:
        async with announcing(hook, store, never, EN):
            while not await asyncio.to_thread(act):
                await asyncio.sleep(0.02)

    asyncio.run(asyncio.wait_for(running(), 60))


def test_the_running_dashboard_announces(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "LOOK_SECONDS", 0.05)
    with webhook_server(answer(204, b"")) as server:

        def act() -> bool:
            if store.head() == 1 and store.settings.get("announced_release"):
                publish(store, 44)
            return bool(server.documents)

        run_while(lambda: store, Webhook(server.url), act)
    assert [(one["event"], one["release"]) for one in server.documents] == [("published", 2)]


def test_a_server_that_hangs_keeps_nobody_from_publishing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "LOOK_SECONDS", 0.05)
    with webhook_server() as server:

        def act() -> bool:
            if not store.settings.get("announced_release"):
                return False
            publish(store, 44 + len(store.releases()))
            return bool(server.documents) and len(store.releases()) >= 4

        run_while(lambda: store, Webhook(server.url), act)
    assert store.head() == len(store.releases())


def test_a_store_that_does_not_answer_is_logged_once(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(announcements, "LOOK_SECONDS", 0.01)
    asked = 0

    def flaky() -> Store:
        nonlocal asked
        asked += 1
        if asked < 4:
            raise StoreUnavailable("gone")
        return store

    run_while(flaky, Webhook("http://127.0.0.1:1/"), lambda: asked > 6)
    assert [record.getMessage() for record in caplog.records if record.name == "renovation.webhook"] == [
        "The store does not answer; nothing is announced until it does."
    ]


def test_without_a_webhook_the_store_is_never_asked() -> None:
    def asked() -> Store:
        raise AssertionError("asked")

    run_while(asked, None, lambda: True)
