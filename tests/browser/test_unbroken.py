"""No text stays on the screen that a page has replaced; `test_pages` looks at where lines end."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, settle, watched


def test_a_text_that_changes_leaves_nothing_of_the_old_one(browser: Browser, server: Server) -> None:
    with watched(browser, "390") as page:
        page.goto(f"{server.address}/units?lang=zh")
        settle(page)
        title, heading = page.locator("h1"), page.locator(".chart-section h2").first
        before = title.text_content()
        assert before == "织里镇完成面积最多（91.3万㎡）；八里店镇完成率最高（869.3%），但目标仅3.75万㎡"
        page.get_by_role("radio", name="完成率", exact=True).click()
        expect(heading).to_have_text("完成率：八里店镇居首（869.3%），东林镇居末（125.9%）")
        page.get_by_role("button", name="织里镇").click()
        expect(title).to_have_text(re.compile("^织里镇[^八]*$"))
        page.get_by_role("button", name="织里镇").click()
        expect(title).to_have_text(before)
