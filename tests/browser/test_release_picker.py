"""The release in the header opens every other one, and a row of 数据版本 opens its release."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, click_cell, settle, watched


def test_any_release_is_opened_from_the_header_and_from_its_row(browser: Browser, year: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{year.address}/releases?lang=zh")
        settle(page)
        page.get_by_role("button", name="第52期").click()
        page.get_by_role("combobox", name="选择其他期次").click()
        page.get_by_role("option", name="第51期").click()
        expect(page).to_have_url(re.compile("release=51"))
        expect(page.get_by_text("最新为第52期")).to_be_visible()
        page.get_by_role("button", name="查看最新一期").first.click()
        expect(page).to_have_url(re.compile("release=52"))
        settle(page)
        click_cell(page.get_by_test_id("stDataFrame").first, row=2, x=16)
        expect(page).to_have_url(re.compile("release=50"))
        expect(page.get_by_text("最新为第52期")).to_be_visible()
