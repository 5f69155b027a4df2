"""The release in the header opens every other one, and a row of 数据版本 opens its release."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from renovation.releases.store import Store
from tests.browser.conftest import Server, click_cell, settle, watched
from tests.simulated_year import publish_year


@pytest.fixture(scope="module")
def five_weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("five-weeks")
    publish_year(Store(f"sqlite:///{folder / 'browser.db'}"), 5)
    started = Server(folder)
    yield started
    started.stop()


def test_any_release_is_opened_from_the_header_and_from_its_row(browser: Browser, five_weeks: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{five_weeks.address}/releases?lang=zh")
        settle(page)
        page.get_by_role("button", name="第5期").click()
        page.get_by_role("combobox", name="查看其他各期").click()
        page.get_by_role("option", name="第3期").click()
        expect(page).to_have_url(re.compile("release=3"))
        expect(page.get_by_text("最新为第5期")).to_be_visible()
        page.get_by_role("button", name="查看最新一期").first.click()
        expect(page).to_have_url(re.compile("release=5"))
        settle(page)
        click_cell(page.get_by_test_id("stDataFrame").first, row=3, x=16)
        expect(page).to_have_url(re.compile("release=2"))
        expect(page.get_by_text("最新为第5期")).to_be_visible()
