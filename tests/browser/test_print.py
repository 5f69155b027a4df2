"""On paper: the first page and a unit on at most two A4 pages each, a meeting one screen a page, nothing cut."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from renovation.meeting.documents import document
from renovation.releases.store import Draft, Store
from tests.browser.conftest import Server, resize, settle, walk, watched
from tests.browser.page_checks import CUT_OFF
from tests.meeting.releases import KINDS, deck_of, deck_of_kind

A4 = (595, 842)
"""Points across and down."""


PAPER = """() => [document.documentElement, document.body, ...document.querySelectorAll(
  '[data-testid=stApp], [data-testid=stAppViewContainer], [data-testid=stMain]'
)].map((element) => getComputedStyle(element).backgroundColor)"""
"""The grounds that lie behind what is printed."""


def printed(page: Page) -> tuple[int, set[tuple[int, int]]]:
    """How many pages Ctrl+P prints, and their widths and heights in points."""
    return pages_of(page.pdf(prefer_css_page_size=True))


def pages_of(content: bytes) -> tuple[int, set[tuple[int, int]]]:
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    sizes = {(round(float(width)), round(float(height))) for width, height in boxes}
    return len(re.findall(rb"/Type /Page\b", content)), sizes


def test_the_first_page_and_a_unit_are_at_most_two_pages_without_cuts(browser: Browser, server: Server) -> None:
    with watched(browser, "1280") as page:
        for path in ("", "units?unit=balidian"):
            page.goto(f"{server.address}/{path}")
            expect(page.get_by_text("本页使用方法")).to_be_visible()  # the last thing on a page
            for size in ("1920", "1280"):
                resize(page, size)
                sheets, sizes = printed(page)
                assert sheets <= 2
                assert sizes == {A4}
                page.evaluate("dispatchEvent(new Event('beforeprint'))")
                page.emulate_media(media="print")
                page.set_viewport_size({"width": 718, "height": 1032})
                assert page.evaluate(CUT_OFF) == []
                page.emulate_media(media="null")


LOWEST_HEADING = 34 + 50
"""Points above the sheet's end: its margin, and room for a heading with its padding and the first line of a table."""


@pytest.mark.parametrize("path", ["", "history"])
def test_no_heading_stands_alone_at_the_end_of_a_sheet(browser: Browser, year: Server, path: str) -> None:
    """The page is printed with more and more room above it, so that other headings come to the end of a sheet."""
    with watched(browser) as page:
        page.goto(f"{year.address}/{path}")
        settle(page)
        page.emulate_media(media="print")
        expect(page.get_by_text("第52期 · 数据截至")).to_be_visible()
        page.emulate_media(media="null")
        for room in range(0, 200, 40):
            page.evaluate(MAKE_ROOM, room)
            printed_page = page.pdf(prefer_css_page_size=True, outline=True, tagged=True)
            heights = [float(height) for height in re.findall(rb"/Dest \[\d+ 0 R /XYZ [\d.]+ ([\d.]+)", printed_page)]
            assert len(heights) >= 4, "the outline has the headings"
            assert min(heights) > LOWEST_HEADING, room


MAKE_ROOM = """(room) => {
  const style = document.getElementById('room') ?? document.head.appendChild(Object.assign(document.createElement('style'), { id: 'room' }));
  style.textContent = `@media print { #root [data-testid=stMainBlockContainer] { padding-top: ${room}px !important } }`;
}"""
CHARTS = """() => [...document.querySelectorAll('.changing-chart')].map(chart => [
  [...chart.querySelectorAll('.xtick text, .ytick text, .bartext, .textpoint text')].filter(text => text.checkVisibility()).map(text => text.textContent).join(' '),
  Math.abs(chart.querySelector('.main-svg').getBoundingClientRect().width - chart.getBoundingClientRect().width) < 3,
])"""
"""Each chart's ticks and values, and whether it is as wide as its place."""


def test_alerts_that_a_popover_holds_on_the_screen_are_printed(browser: Browser, year: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{year.address}/?release=12")
        settle(page)
        paper = page.locator(".st-key-alerts-on-paper")
        fourth = paper.get_by_text("全区完工项目数到2014年11月30日应达到150个：落后序时进度")
        expect(fourth).to_have_count(1)
        expect(fourth).to_be_hidden()
        page.emulate_media(media="print")
        expect(fourth).to_be_visible()
        page.emulate_media(media="null")


def test_a_table_that_scrolls_is_printed_with_all_its_rows(browser: Browser, year: Server) -> None:
    """The year has 51 dates with a figure, of which the table on the screen shows ten at once."""
    with watched(browser) as page:
        page.goto(f"{year.address}/history")
        settle(page)
        scrolling, whole = page.get_by_test_id("stDataFrame"), page.locator(".st-key-history-on-paper tbody tr")
        expect(whole).to_have_count(51)
        expect(scrolling).to_be_visible()
        expect(whole.last).to_be_hidden()
        page.emulate_media(media="print")
        expect(scrolling).to_be_hidden()
        expect(whole.last).to_be_visible()
        expect(whole.last).to_contain_text("2014年1月7日")
        page.emulate_media(media="null")


def test_thirty_units_fill_their_sheets(browser: Browser, tmp_path: Path) -> None:
    """A chart of thirty rows, higher than the rest of the first sheet, left it empty; the page took six sheets."""
    server = Server(tmp_path)
    store = Store(f"sqlite:///{tmp_path / 'browser.db'}")
    store.publish(Draft(KINDS["thirty units"](), "clerk"), store.head())
    try:
        with watched(browser, "1280") as page:
            page.goto(f"{server.address}/units")
            settle(page)
            assert printed(page)[0] == 4
            page.goto(f"{server.address}/history")
            expect(page.locator(".st-key-history-on-paper table")).to_have_count(3)  # thirty columns are too wide
    finally:
        server.stop()


def test_filters_and_hints_are_not_printed(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/units")
        settle(page)
        hint, filters = page.get_by_text("点击条形可查看该单位的数据"), page.get_by_test_id("stSelectbox")
        for only_on_screen in (hint, filters.first):
            expect(only_on_screen).to_be_visible()
        page.emulate_media(media="print")
        expect(hint).to_be_hidden()
        expect(page.get_by_text("截至2013年10月15日 · 区口径").first).to_be_visible()
        expect(filters.filter(visible=True)).to_have_count(0)
        page.emulate_media(media="null")


def test_what_can_be_filled_in_or_opened_is_not_printed(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/outlook")
        settle(page)
        typed, weeks = page.get_by_text("填写某单位的人工指定任务后"), page.get_by_text("全部11周任务")
        expect(typed).to_be_visible()
        page.emulate_media(media="print")
        for only_on_screen in (typed, weeks):
            expect(only_on_screen).to_be_hidden()
        expect(page.get_by_test_id("stDataFrame").filter(visible=True)).to_have_count(1)
        page.emulate_media(media="null")


def test_every_chart_is_printed_as_it_is_on_the_screen(browser: Browser, year: Server) -> None:
    with watched(browser, "1920") as page:
        page.goto(f"{year.address}/")
        for path in ("", "units", "counties", "outlook", "history"):
            if path:
                walk(page, path)
            settle(page)
            drawn = page.evaluate(CHARTS)
            assert drawn
            printed(page)
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            page.emulate_media(media="print")
            page.set_viewport_size({"width": 718, "height": 1032})
            assert page.evaluate(CUT_OFF) == []
            assert page.evaluate(CHARTS) == drawn
            page.emulate_media(media="null")
            resize(page, "1920")


def test_a_dark_page_is_printed_dark_on_white_and_may_break_after_a_chart(browser: Browser, server: Server) -> None:
    """Where a break after the chart was avoided, the first sheet ended above it, two thirds empty."""
    with watched(browser, "1280", "dark") as page:
        page.goto(f"{server.address}/")
        settle(page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        assert set(page.evaluate(PAPER)) == {"rgba(0, 0, 0, 0)"}
        main = page.get_by_test_id("stMainBlockContainer")
        expect(main).to_have_css("color-scheme", "dark")
        expect(main).to_have_css("filter", "invert(1) hue-rotate(180deg)")
        chart = page.get_by_test_id("stElementContainer").filter(has=page.locator(".changing-chart"))
        expect(chart).to_have_css("break-after", "auto")
        page.emulate_media(media="null")


def test_a_button_downloads_the_same_two_pages(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/units?unit=balidian&release=1")
        settle(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="下载本页PDF").click()
            begun = page.get_by_test_id("stDownloadButton").filter(has=page.get_by_test_id("stSpinnerIcon"))
            assert "正在生成文件" in begun.evaluate("place => getComputedStyle(place, '::after').content")
        assert download.value.suggested_filename == "八里店镇-2013-10-15.pdf"
        assert pages_of(download.value.path().read_bytes()) == (2, {A4})
    assert server.troubles() == []


@pytest.fixture
def broken_printer(tmp_path: Path) -> Iterator[Server]:
    """A server whose Chromium does not start."""
    program = tmp_path / "chromium-headless-shell"
    program.write_text("#!/bin/sh\nexit 7\n")
    program.chmod(0o755)
    started = Server(tmp_path, PATH=f"{tmp_path}:{os.environ['PATH']}")
    yield started
    started.stop()


def test_a_failed_download_is_told_in_the_readers_language_and_logged_once(
    browser: Browser, broken_printer: Server
) -> None:
    with watched(browser) as page:
        for language, label, sentence in (
            ("zh", "下载本页PDF", "文件未能生成"),
            ("en", "Download this page as PDF", "The file could not be created"),
        ):
            page.goto(f"{broken_printer.address}/units?lang={language}")
            settle(page)
            page.get_by_role("button", name=label).click()
            failed = page.get_by_test_id("stDownloadButtonError")
            shown = failed.evaluate(
                "place => [getComputedStyle(place).fontSize, getComputedStyle(place, '::after').content]"
            )
            assert shown[0] == "0px"
            assert sentence in shown[1]
    log = broken_printer.log_path.read_text(encoding="utf-8")
    assert log.count("ended with status 7") == 2 * 2


def test_a_meeting_prints_all_its_screens_one_a_page(browser: Browser, tmp_path: Path) -> None:
    made, path = deck_of_kind("first"), tmp_path / "meeting.html"
    path.write_text(document(made, "file", "", {}), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert printed(page) == (len(made.screens), {(A4[1], A4[0])})
    page.emulate_media(media="print")
    tops = [title.bounding_box() for title in page.locator("h1").all() if title.is_visible()]
    assert len({top["y"] for top in tops if top}) == len(made.screens), "each on a sheet of its own, and none blank"
    page.close()


def test_a_dark_meeting_is_printed_dark_on_white_and_no_screen_is_divided(browser: Browser, tmp_path: Path) -> None:
    """Cards as high as their screen were cut where Chromium divided them as if they could go on on the next sheet."""
    path = tmp_path / "meeting.html"
    path.write_text(document(deck_of(KINDS["first"](), dark=True), "file", "", {}), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("h1").first).to_have_css("color", "rgb(15, 23, 32)")
    expect(page.locator(".drawing")).to_have_css("filter", "invert(1) hue-rotate(180deg)")
    expect(page.locator(".slide").first).to_have_css("contain", "size")
    page.close()
