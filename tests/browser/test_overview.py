"""The first screen: seen without scrolling, and each of its parts leads on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from renovation.releases.store import Store
from tests.browser.accessibility import violations
from tests.browser.conftest import Server, Theme, click_part, settle, watched
from tests.simulated_year import publish_year

BADGES_OF_ALERTS = """() => [...document.querySelectorAll('.st-key-first-screen [data-testid=stPageLink] .stMarkdownBadge')]
    .map(badge => badge.getBoundingClientRect())"""
LINES_OF_THE_FIRST_ALERT = """() => {
    const sentence = document.createRange();
    sentence.selectNodeContents(document.querySelector('.st-key-first-screen [data-testid=stPageLink] p'));
    const lines = [];
  for (const box of sentence.getClientRects()) {
    const middle = (box.top + box.bottom) / 2, line = lines.find(one => Math.abs(one.middle - middle) < 8);
    if (line) line.left = Math.min(line.left, box.left); else lines.push({ middle, left: box.left });
  }
  return lines.map(line => line.left);
}"""
BOTTOM_OF_GOALS = "() => document.querySelector('[data-testid=stMain] .goals').getBoundingClientRect().bottom"


@pytest.fixture(scope="module")
def year_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard with 30 weekly releases of simulated figures."""
    folder = tmp_path_factory.mktemp("year")
    publish_year(Store(f"sqlite:///{folder / 'browser.db'}"), 30)
    running = Server(folder)
    yield running
    running.stop()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("size", "height"), [("1280", 720), ("1920", 1080)])
def test_finding_figures_alerts_and_goals_are_seen_without_scrolling(
    browser: Browser, server: Server, language: str, size: str, height: int
) -> None:
    with watched(browser, size) as page:
        page.goto(f"{server.address}/?lang={language}")
        settle(page)
        assert page.evaluate(BOTTOM_OF_GOALS) <= height


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_screen_of_a_year_is_seen_without_scrolling(
    browser: Browser, year_server: Server, language: str
) -> None:
    """With changes, small histories, four goals and the notice of simulated data; each alert has its own rows."""
    with watched(browser, "1280") as page:
        page.goto(f"{year_server.address}/?lang={language}")
        settle(page)
        assert page.evaluate(BOTTOM_OF_GOALS) <= 720
        alerts = page.evaluate(BADGES_OF_ALERTS)
        assert len(alerts) == 3
        assert all(below["top"] >= above["bottom"] + 2 for above, below in pairwise(alerts)), alerts
        assert len({alert["left"] for alert in alerts}) == len({alert["right"] for alert in alerts}) == 1, alerts


@pytest.mark.parametrize("language", ["zh", "en"])
def test_many_alerts_leave_room_for_the_goals_and_the_others_are_named(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    """The 52nd week of the simulated year has seven."""
    publish_year(Store(f"sqlite:///{tmp_path / 'browser.db'}"), 52)
    running = Server(tmp_path)
    with watched(browser, "1280") as page:
        page.goto(f"{running.address}/?lang={language}")
        settle(page)
        assert page.evaluate(BOTTOM_OF_GOALS) <= 720
        page.get_by_role("button", name=re.compile("另有4项：|4 more: ")).click()
        expect(page.locator("[class*=st-key-alerts-][class*=-more] a")).to_have_count(4)
        assert violations(page) == []
    running.stop()


def test_on_a_phone_an_alert_has_the_whole_width(browser: Browser, year_server: Server) -> None:
    with watched(browser, "390") as page:
        page.goto(f"{year_server.address}/?lang=en")
        settle(page)
        lines = page.evaluate(LINES_OF_THE_FIRST_ALERT)
        assert len(lines) > 2
        assert max(lines) - min(lines) < 8, "all lines begin at the left, where the badge does"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_alarm_has_the_colour_of_a_goal_that_is_off_course(browser: Browser, server: Server, theme: Theme) -> None:
    """In either theme; a warning has that of a goal at risk."""
    with watched(browser, theme=theme) as page:
        page.goto(f"{server.address}/?lang=zh")
        settle(page)
        for severity, light in (("alarm", "red"), ("warning", "amber")):
            badge = page.locator(f".st-key-alerts-{severity}-first .stMarkdownBadge").first
            pill = page.locator(f".goals .{light} .pill").first
            for name in ("color", "background-color"):
                expect(badge).to_have_css(name, pill.evaluate(f"e => getComputedStyle(e)['{name}']"))


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
