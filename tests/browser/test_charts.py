"""Charts change in place: no blank, nothing jumps; a keyboard reaches their points; without our files they are drawn all the same."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from renovation.web import charts
from tests.browser.conftest import PATIENCE, Server, in_context, settle, until, watched

BARS = ".st-key-units-bars .changing-chart"
WATCH = """() => {
  window.watched = { frames: 0, blank: 0, jumps: 0, apart: 0 };
  const charts = [...document.querySelectorAll('.changing-chart')];
  const top = charts.map(chart => chart.getBoundingClientRect().top + scrollY);
  const look = () => {
    if (!window.watched) return;
    const now = [...document.querySelectorAll('.changing-chart')];
    window.watched.frames++;
    if (now.length < charts.length || now.some(chart => !chart.querySelector('.main-svg .ytick text'))) window.watched.blank++;
    if (now.some((chart, place) => Math.abs(chart.getBoundingClientRect().top + scrollY - top[place]) > 1)) window.watched.jumps++;
    const heading = document.querySelector('[data-testid=stMainBlockContainer] h2').textContent.split('：')[0];
    if (!document.querySelector('.st-key-units-bars .xtitle').textContent.startsWith(heading)) window.watched.apart++;
    requestAnimationFrame(look);
  };
  window.kept = charts;
  look();
}"""
"""Looks at every frame that the browser draws: whether a chart has no names in it, whether one has moved,
and whether the first heading names another measure than the chart below it."""


TOP_NAME = """() => [...document.querySelectorAll('.st-key-units-bars .ytick text')]
  .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)[0].textContent"""
COUNT_MOVES = """() => {
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (...given) { window.moved++; return animate.apply(this, given); };
}"""
IN_THE_ORDER_OF_THE_SOURCE = "按材料中的顺序"


def test_charts_change_in_place_move_their_bars_and_are_reached_by_keyboard(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/units")
        settle(page)
        changes_in_place_without_a_blank_or_a_jump(page)
        moves_bars_unless_the_visitor_prefers_none(page)
        tells_and_chooses_a_bar_by_keyboard(page)


def changes_in_place_without_a_blank_or_a_jump(page: Page) -> None:
    page.evaluate(WATCH)
    for motion, measure, axis in (
        ("reduce", "开工", "开工项目数（个）"),
        ("reduce", "完成率", "完成率（%）"),
        ("no-preference", "开工", "开工项目数（个）"),
        ("no-preference", "面积", "完成改造建筑面积（万㎡）"),
    ):
        page.emulate_media(reduced_motion=motion)
        page.get_by_role("radio", name=measure, exact=True).click()
        expect(page.locator(f"{BARS} .xtitle")).to_have_text(axis)
        settle(page)
    seen = page.evaluate("watched")
    assert seen["frames"] > 10
    assert (seen["blank"], seen["jumps"], seen["apart"]) == (0, 0, 0)
    heading = page.locator("[data-testid=stMainBlockContainer] h2").first
    expect(heading).to_have_text("完成改造建筑面积")
    assert page.evaluate("kept.every(chart => chart.isConnected)")
    page.evaluate("window.watched = null")


def moves_bars_unless_the_visitor_prefers_none(page: Page) -> None:
    page.evaluate(COUNT_MOVES)
    for motion, order, top, moves in (
        ("reduce", "从低到高", "道场乡", False),
        ("no-preference", "从高到低", "织里镇", True),
        ("reduce", IN_THE_ORDER_OF_THE_SOURCE, "高新区", False),
    ):
        page.evaluate("window.moved = 0")
        page.emulate_media(reduced_motion=motion)
        page.get_by_role("radio", name=order, exact=True).click()
        until(page, f"({TOP_NAME})() === '{top}'")
        settle(page)
        assert (page.evaluate("moved") > 0) == moves


def tells_and_chooses_a_bar_by_keyboard(page: Page) -> None:
    """In the order of the source: 高新区 above 织里镇."""
    page.get_by_role("figure", name="各责任单位完成改造建筑面积").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{BARS} + output")).to_contain_text("织里镇")
    expect(page.locator(f"{BARS} .hoverlayer .hovertext")).to_contain_text("织里镇")
    page.keyboard.press("Escape")
    expect(page.locator(f"{BARS} .hoverlayer .hovertext")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="高新区", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("unit=gaoxin"))
    settle(page)


PAIRS = """() => {
  const main = document.querySelector('[data-testid=stMainBlockContainer]'), charts = [...main.querySelectorAll('.changing-chart')];
  const below = (heading) => charts.find(chart => heading.compareDocumentPosition(chart) & Node.DOCUMENT_POSITION_FOLLOWING);
  const words = (chart) => [...chart.querySelectorAll('text')].map(text => text.textContent).join(' ');
  return [...main.querySelectorAll('h1, h2, strong')].filter(below).map(heading => [heading.textContent, words(below(heading))]);
}"""
"""Each heading of a page that has charts, and the words of the first chart below it."""
NOTE_PAIRS = f"""() => {{
  window.pairs = new Set();
  const look = () => {{
    for (const pair of ({PAIRS})()) window.pairs.add(JSON.stringify(pair));
    requestAnimationFrame(look);
  }};
  if (!window.looking) look();
  window.looking = true;
}}"""
Pairs = set[tuple[str, str]]


def mixed(seen: Pairs, before: Pairs, after: Pairs) -> Pairs:
    """The pairs of which one part belongs to the state before alone, and the other to the state after alone."""
    headings_before, charts_before = map(set, zip(*before, strict=True))
    headings_after, charts_after = map(set, zip(*after, strict=True))
    return {
        (heading, chart)
        for heading, chart in seen
        if (heading in headings_after - headings_before and chart in charts_before - charts_after)
        or (heading in headings_before - headings_after and chart in charts_after - charts_before)
    }


@pytest.mark.parametrize(
    ("path", "options"),
    [("units", ("完成率", "织里镇")), ("history?scope=units", ("按月", "开工", "织里镇"))],
    ids=["units", "history"],
)
def test_no_heading_stands_over_the_chart_of_another_selection(
    browser: Browser, year: Server, path: str, options: tuple[str, ...]
) -> None:
    with watched(browser) as page:
        page.goto(f"{year.address}/{path}")
        settle(page)
        for option in options:
            before = pairs_on(page)
            page.evaluate(NOTE_PAIRS)
            page.locator("[data-testid=stButtonGroup] button").filter(has_text=option).first.click()
            page.wait_for_timeout(100)
            settle(page)
            page.wait_for_timeout(300)
            seen = {tuple(json.loads(pair)) for pair in page.evaluate("[...pairs]")}
            after = pairs_on(page)
            assert after <= seen, "the browser draws frames meanwhile"
            assert mixed(seen, before, after) == set(), option


def pairs_on(page: Page) -> Pairs:
    return {(heading, chart) for heading, chart in page.evaluate(PAIRS)}


NOTE_TITLES = """() => {
  window.titles = [];
  const look = () => {
    const [heading, title] = ['h2', '.xtitle'].map(one => document.querySelector('.st-key-units-bars ' + one).textContent.split('：')[0]);
    if (title !== window.titles.at(-1)?.[1]) window.titles.push([heading, title]);
    requestAnimationFrame(look);
  };
  look();
}"""


def test_a_measure_is_shown_before_the_server_answers_and_no_late_answer_undoes_it(
    browser: Browser, server: Server
) -> None:
    with watched(browser) as page:
        late: list[tuple[WebSocketRoute, str | bytes]] = []
        is_late = False

        def connect(browser_side: WebSocketRoute) -> None:
            def forward(message: str | bytes) -> None:
                if is_late:
                    late.append((browser_side, message))
                else:
                    browser_side.send(message)

            browser_side.connect_to_server().on_message(forward)

        page.route_web_socket("**/_stcore/stream", connect)
        page.goto(f"{server.address}/units")
        settle(page)
        page.evaluate(NOTE_TITLES)
        is_late = True
        for measure, axis in (("开工", "开工项目数（个）"), ("完成率", "完成率（%）")):
            page.get_by_role("radio", name=measure, exact=True).click()
            expect(page.locator(f"{BARS} .xtitle")).to_have_text(axis)
        for browser_side, message in late:  # what arrives meanwhile is held too, and sent in its turn
            browser_side.send(message)
        is_late = False
        expect(page).to_have_url(re.compile("measure=completion_rate"))
        settle(page)
        assert page.evaluate("titles") == [
            ["完成改造建筑面积", "完成改造建筑面积（万㎡）"],
            ["开工项目数", "开工项目数（个）"],
            ["完成率", "完成率（%）"],
        ]


@pytest.mark.parametrize("name", [charts.SCRIPT_NAME, charts.PLOTLY_NAME])
def test_where_a_file_cannot_be_loaded_streamlit_draws_the_charts(browser: Browser, server: Server, name: str) -> None:
    with in_context(browser) as context:
        page = context.new_page()
        # unlike a route, this leaves the cache on: Streamlit's own Plotly takes seconds to compile
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.setBlockedURLs", {"urls": [f"*/{name}"]})
        page.goto(f"{server.address}/units")
        drawn = page.locator("[data-testid=stPlotlyChart]")
        expect(drawn).to_have_count(4, timeout=PATIENCE)
        expect(drawn.first.locator(".ytick text")).to_have_count(8)
        expect(page.get_by_role("figure", name="各责任单位完成改造建筑面积")).to_be_visible()
        box = drawn.first.locator(".barlayer .point path").first.bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
        expect(page.get_by_text("返回全部单位")).to_be_visible()
