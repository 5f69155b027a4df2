"""The first screen: seen without scrolling, and each of its parts leads on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, click_part, settle, watched

BOTTOM_OF_GOALS = "() => document.querySelector('[data-testid=stMain] .goals').getBoundingClientRect().bottom"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("size", "height"), [("1280", 720), ("1920", 1080)])
def test_finding_figures_alerts_and_goals_are_seen_without_scrolling(
    browser: Browser, server: Server, language: str, size: str, height: int
) -> None:
    with watched(browser, size) as page:
        page.goto(f"{server.address}/?lang={language}")
        settle(page)
        assert page.evaluate(BOTTOM_OF_GOALS) <= height


def test_an_alert_leads_to_its_evidence_and_a_bar_to_its_unit(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/?lang=zh")
        settle(page)
        page.get_by_role("link", name=re.compile("不相符且未说明原因的数字2项")).click()
        expect(page).to_have_url(re.compile(r"/checks\?.*verdict=mismatch"))
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_contain_text("区面积目标")
        settle(page)
        chart = page.locator(".changing-chart").first
        click_part(chart, chart.locator(".barlayer .point path").nth(1), from_right=4)
        expect(page).to_have_url(re.compile(r"/units\?.*unit=daixi"))
        expect(page.get_by_role("heading", name="埭溪镇", exact=True)).to_be_visible()
        expect(page.get_by_text("年度目标与序时进度")).to_be_visible()
