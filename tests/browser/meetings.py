"""What the tests of a meeting share: opening a view of it, and which screen it shows."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES


def on_screen(page: Page, code: str) -> None:
    expect(page.locator(f".stage .slide.shown[data-code='{code}']").first).to_be_visible()


def opened(browser: Browser, address: str, size: str, **settings: Any) -> Page:
    width, height = SIZES[size]
    page = browser.new_context(**{"viewport": {"width": width, "height": height}, **settings}).new_page()
    page.goto(address)
    return page
