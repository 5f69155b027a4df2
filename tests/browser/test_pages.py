"""Every page as its visitors see it: complete at three sizes, quiet in the console, asking nobody outside."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import CONTRAST, violations
from tests.browser.conftest import (
    BOTTOM_OF_GOALS,
    SIZES,
    Server,
    Theme,
    click_cell,
    click_part,
    resize,
    settle,
    switch,
    walk,
    watched,
)
from tests.browser.page_checks import breaks_lines_well, is_whole

PATHS = ("", "units", "map", "counties", "outlook", "history", "checks", "meeting")
OTHER_PATHS = ("update", "releases", "help")


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_every_page_is_whole_quiet_and_offline(browser: Browser, server: Server, language: str, theme: Theme) -> None:
    """One visit walks through all pages at two sizes, as a leader does; where words stand depends on no theme.

    The map sets its labels apart for the width that it was opened at. In the light visit the theme changes twice.
    """
    rules = () if theme == "light" else CONTRAST
    with watched(browser, "1920", theme) as page:
        page.goto(f"{server.address}/?lang={language}")
        settle(page)
        sizes = ["1920", "1280"]
        for path in PATHS:
            if path:
                walk(page, path)
            if path == "map" and theme == "light":
                switch(page, "light")
            is_whole(page)
            assert violations(page, rules) == []
            assert links_without_release(page) == []
            if not path:
                ends_above_the_fold(page, "1920")
                alarms_as_the_goals_do(page)
            if path != "map":
                sizes.reverse()
                resize(page, sizes[0])
                is_whole(page)
            if not path:
                ends_above_the_fold(page, "1280")
            if path == "units":
                assert sizes_of_type(page) == (20, 19)
                if theme == "light":
                    draws_charts_in_the_dark(page)
        for path in OTHER_PATHS:
            walk(page, path)
            assert violations(page, rules) == []
            assert links_without_release(page) == []
    assert server.troubles() == []


def draws_charts_in_the_dark(page: Page) -> None:
    """Of a theme that changes while a page is open; the map, which comes next, changes back."""
    label = page.locator(".changing-chart .ytick text").first
    expect(label).to_have_css("fill", "rgb(15, 23, 32)")
    switch(page, "dark")
    expect(label).to_have_css("fill", "rgb(232, 237, 242)")


def ends_above_the_fold(page: Page, size: str) -> None:
    """Finding, figures, alerts and goals are seen without scrolling."""
    assert page.evaluate(BOTTOM_OF_GOALS) <= SIZES[size][1]


def alarms_as_the_goals_do(page: Page) -> None:
    """An alarm has the colour of a goal that is well behind, a warning that of a goal at risk."""
    for severity, light in (("alarm", "red"), ("warning", "amber")):
        badge = page.locator(f".st-key-alerts-{severity}-first .stMarkdownBadge").first
        pill = page.locator(f".goals .{light} .pill").first
        for name in ("color", "background-color"):
            expect(badge).to_have_css(name, pill.evaluate(f"e => getComputedStyle(e)['{name}']"))


def links_without_release(page: Page) -> list[str]:
    """The links on a page that would need two presses of the back button: the page behind them completes its address."""
    links = page.get_by_test_id("stPageLink").locator("a")
    addresses: list[str] = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [address for address in addresses if "release=" not in address or "lang=" not in address]


def sizes_of_type(page: Page) -> tuple[float, float]:
    """Pixels of the first text and of a chart's labels: larger on a wide screen, which is seen from further away."""
    sized = "e => parseFloat(getComputedStyle(e).fontSize)"
    text, labels = page.locator("[data-testid=stMarkdown] p"), page.locator(".changing-chart .ytick text")
    return text.first.evaluate(sized), labels.first.evaluate(sized)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_whole_quiet_and_offline_on_a_telephone(browser: Browser, server: Server, language: str) -> None:
    with watched(browser, "390") as page:
        page.goto(f"{server.address}/?lang={language}")
        settle(page)
        for path in (*PATHS, *OTHER_PATHS):
            if path:
                walk(page, path)
            is_whole(page)
            breaks_lines_well(page)
            if path == "counties":
                assert page.locator(".text-table").evaluate("table => table.scrollWidth <= table.clientWidth")
    assert server.troubles() == []


def test_a_unit_is_chosen_by_bar_and_by_row_and_the_address_reopens_it(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/units?order=reported")
        settle(page)
        assert sizes_of_type(page) == (16, 15)
        _is_downloaded(page)
        chart = page.locator(".changing-chart").first
        click_part(chart, chart.locator(".barlayer .point path").nth(2), from_right=4)
        expect(page.get_by_role("heading", name="八里店镇", exact=True)).to_be_visible()
        expect(page).to_have_url(re.compile("unit=balidian"))
        address = page.url
        page.go_back()
        expect(page.get_by_role("heading", name="全部指标")).to_be_visible()
        settle(page)
        click_cell(page.get_by_test_id("stDataFrame"), row=1, x=16)
        expect(page.get_by_role("heading", name="织里镇", exact=True)).to_be_visible()
        settle(page)
        assert violations(page) == []
        page.get_by_text("English").click()
        expect(page.get_by_role("heading", name="Zhili Town", exact=True)).to_be_visible()
        settle(page)
        assert len(_heights_of_figures(page)) == 5
        assert len(set(_heights_of_figures(page))) == 1
    with watched(browser, "390", "dark") as page:
        page.goto(address)
        settle(page)
        expect(page.get_by_role("heading", name="八里店镇", exact=True)).to_be_visible()
        is_whole(page)
        page.get_by_role("button", name="返回全部单位").click()
        expect(page.get_by_role("heading", name="全部指标")).to_be_visible()
        expect(page).not_to_have_url(re.compile("unit="))


def _heights_of_figures(page: Page) -> list[float]:
    """Where each figure of a unit begins, in pixels from the top."""
    tops: list[float] = page.locator(".figure").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    return tops


def _is_downloaded(page: Page) -> None:
    """The table of units as a spreadsheet, with its day, its basis and its own sum."""
    with page.expect_download() as download:
        page.get_by_role("button", name="下载本表").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[3][:5] == ("高新区", 33.6, 4.2, 29.4, 800)
    assert rows[2][:2] == ("责任单位", "面积（万㎡）")
    assert rows[11][:6] == ("各责任单位合计", 241.91, 72.25, 169.66, 334.8, None)
    assert "截至2013年10月15日" in str(rows[-1][0])
    assert "202" in str(rows[-1][0])
    assert not page.get_by_role("button", name="Download as CSV").count()


def test_back_and_forward_are_obeyed_and_filters_survive_page_and_language(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/units")
        settle(page)
        for measure in ("完成率", "开工"):
            page.get_by_role("radio", name=measure, exact=True).click()
            expect(page.locator("h2").first).to_contain_text({"完成率": "完成率：", "开工": "开工项目数："}[measure])
            settle(page)
        page.go_back()
        expect(page.locator("h2").first).to_contain_text("完成率：")
        expect(page).to_have_url(re.compile("measure=completion_rate"))
        settle(page)
        page.go_forward()
        expect(page.locator("h2").first).to_contain_text("开工项目数：")
        settle(page)
        page.get_by_role("button", name="东林镇").click()
        expect(page).to_have_url(re.compile("units=donglin"))
        page.get_by_role("link", name="县区对比").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("居全市第2位")
        expect(page).to_have_url(re.compile(r"/counties\?.*units=donglin"))
        page.get_by_text("English").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("no. 2 in the city")
        page.get_by_role("link", name="Units").click()
        expect(page).to_have_url(re.compile(r"/units\?.*lang=en.*units=donglin"))
        expect(page.get_by_role("button", name="Donglin Town")).to_have_attribute("aria-pressed", "true")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        settle(page)
        page.get_by_text("中文").click()
        expect(page.get_by_role("button", name="东林镇")).to_have_attribute("aria-pressed", "true")
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_page_opened_in_a_new_tab_keeps_release_language_and_filters(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/?lang=en&units=donglin")
        settle(page)
        for link, how in (("Counties", {"modifiers": ["Control"]}), ("Go to Checks", {"button": "middle"})):
            with page.context.expect_page() as opened:
                page.get_by_role("link", name=link).click(**how)
            expect(opened.value).to_have_url(re.compile(r"/(counties|checks)\?release=1&lang=en&units=donglin"))
            opened.value.close()
        expect(page).to_have_url(re.compile(r"/\?release=1"))


def test_an_address_without_a_page_leads_to_the_first_and_says_so(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        for path in ("nowhere", "units/units"):
            page.goto(f"{server.address}/{path}")
            settle(page)
            expect(page.get_by_text("无法识别，已按默认设置显示")).to_be_visible()
            expect(page.get_by_role("heading", level=1)).to_contain_text("落后序时：")
