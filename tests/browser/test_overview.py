"""The first screen: seen without scrolling, and each of its parts leads on."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import BOTTOM_OF_GOALS, SIZES, Server, click_part, resize, settle, watched
from tests.browser.page_checks import is_whole

TOP_OF_TITLE = "() => document.querySelector('[data-testid=stMain] h1').getBoundingClientRect().top"
BADGES_OF_ALERTS = """() => [...document.querySelectorAll('.st-key-first-screen [data-testid=stPageLink] .stMarkdownBadge')]
    .filter(badge => badge.checkVisibility()).map(badge => badge.getBoundingClientRect())"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_screen_of_a_year_is_seen_without_scrolling(browser: Browser, year: Server, language: str) -> None:
    """With changes, small histories, the notice of simulated data and seven alerts, of which the last four are named."""
    with watched(browser, "1280") as page:
        page.goto(f"{year.address}/?lang={language}")
        settle(page)
        assert page.evaluate(BOTTOM_OF_GOALS) <= SIZES["1280"][1]
        title = page.evaluate(TOP_OF_TITLE)
        alerts = page.evaluate(BADGES_OF_ALERTS)
        assert len(alerts) == 3
        assert all(below["top"] >= above["bottom"] + 2 for above, below in pairwise(alerts)), alerts
        assert len({alert["left"] for alert in alerts}) == len({alert["right"] for alert in alerts}) == 1, alerts
        page.get_by_role("button", name=re.compile("其余事项4项|Further matters: 4")).click()
        expect(page.locator("[class*=st-key-alerts-][class*=-more] a")).to_have_count(4)
        assert violations(page) == []
        is_whole(page)
        for release in (30, 12):  # the race is still open: its lines are longest
            page.goto(f"{year.address}/?lang={language}&release={release}")
            settle(page)
            notice_of_a_newer_one = page.evaluate(TOP_OF_TITLE) - title
            assert page.evaluate(BOTTOM_OF_GOALS) - notice_of_a_newer_one <= SIZES["1280"][1], release
        resize(page, "390")
        settle(page)
        is_whole(page)
    with watched(browser, "1920") as page:  # all is larger there
        for height in (1080, 900):
            page.set_viewport_size({"width": 1920 if height == 1080 else 1600, "height": height})
            for release, alerts in ((12, 4), (52, 7)):
                page.goto(f"{year.address}/?lang={language}&release={release}")
                settle(page)
                notice = page.evaluate(TOP_OF_TITLE) - 1.25 * title
                assert page.evaluate(BOTTOM_OF_GOALS) - max(notice, 0) <= height
                badges = page.evaluate(BADGES_OF_ALERTS)
                assert len(badges) == (alerts if height == 1080 else 3)
                steps = [below["top"] - above["top"] for above, below in pairwise(badges)]
                if (language, release, height) == ("zh", 12, 1080):  # elsewhere some alerts take two lines
                    assert max(steps) - min(steps) < 2, steps


def test_an_alert_leads_to_its_evidence_and_a_bar_to_its_unit(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/?lang=zh")
        settle(page)
        page.get_by_role("link", name=re.compile("不相符且未说明原因的原报值2项")).click()
        expect(page).to_have_url(re.compile(r"/checks\?.*verdict=mismatch"))
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_contain_text("区定面积目标")
        settle(page)
        chart = page.locator(".changing-chart").first
        click_part(chart, chart.locator(".barlayer .point path").nth(1), from_right=4)
        expect(page).to_have_url(re.compile(r"/units\?.*unit=daixi"))
        expect(page.get_by_role("heading", name="埭溪镇", exact=True)).to_be_visible()
        expect(page.get_by_text("年度目标与序时进度")).to_be_visible()
