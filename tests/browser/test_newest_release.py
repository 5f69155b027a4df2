"""Open pages follow a new release by themselves; one on an older release says that there is a newer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from renovation.releases.store import Store
from tests.browser.conftest import Server, settle, watched


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("newest"))
    yield started
    started.stop()


def test_open_pages_follow_a_new_release_with_what_is_selected(browser: Browser, server: Server) -> None:
    with watched(browser) as following, watched(browser, beside=following) as pinned:
        following.goto(f"{server.address}/units?measure=projects_completed&lang=zh")
        pinned.goto(f"{server.address}/counties?release=1&lang=zh")
        settle(following)
        settle(pinned)
        for number in (2, 3):
            Store(server.database).restore(1, "test", "", expected_head=number - 1)
            expect(following.get_by_text(f"第{number}期 ·")).to_be_visible()
            expect(pinned.get_by_text(f"最新为第{number}期")).to_be_visible()
        expect(pinned.get_by_text("第1期 ·")).to_be_visible()
        assert "measure=projects_completed" in following.url
        following.bring_to_front()
        settle(following)
    assert server.troubles() == []
