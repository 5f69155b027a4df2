"""审签 in the browser: two publishers with keys of their own, and a leader who sees nothing of it until it is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from renovation.publishing.publishers import add_publisher
from renovation.releases.store import Store
from tests.browser.conftest import Server, settle, watched
from tests.browser.page_checks import is_whole
from tests.browser.test_update import choose, week


@pytest.fixture(autouse=True)
def keys_hashed_at_once() -> None:
    """Here a server reads the hashes, which knows only those of a real key."""


@pytest.fixture
def signing_server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path, RENOVATION_SIGN_OFF="on")
    yield started
    started.stop()


def sign_in(page: Page, key: str) -> None:
    page.get_by_label("发布密钥").fill(key)
    page.get_by_role("button", name="继续").click()


def test_a_leader_sees_the_new_figures_when_a_second_publisher_has_confirmed_them(
    browser: Browser, signing_server: Server, tmp_path: Path
) -> None:
    store = Store(signing_server.database)
    keys = {name: add_publisher(store, name, "test") for name in ("李四", "王五")}
    with (
        watched(browser) as leader,
        watched(browser, beside=leader) as clerk,
        watched(browser, theme="dark") as second,
    ):
        for page, path in ((leader, "units"), (clerk, "update"), (second, "releases")):
            page.goto(f"{signing_server.address}/{path}")
            settle(page)
        choose(clerk, week(tmp_path, "good.xlsx", 45))
        sign_in(clerk, keys["李四"])
        expect(clerk.get_by_text("已登录：李四")).to_be_visible()
        clerk.get_by_text("确认发布").click()
        clerk.get_by_role("button", name="发布", exact=True).click()
        expect(clerk.get_by_text("第2期已发布，待另一位发布人审签")).to_be_visible()
        is_whole(clerk)

        second.reload()
        settle(second)
        expect(second.get_by_text("待审签：第2期（李四发布）")).to_be_visible()
        expect(second.get_by_text("织里镇：开工项目数 43 → 45（+2）")).to_be_visible()
        sign_in(second, keys["王五"])
        expect(leader.get_by_text("第1期 · 数据截至2013年10月15日")).to_be_visible()
        is_whole(second)
        second.get_by_role("button", name="审签第2期").click()
        expect(second.get_by_text("王五于")).to_be_visible()
        expect(leader.get_by_text("第2期 · 数据截至2013年10月22日")).to_be_visible()
