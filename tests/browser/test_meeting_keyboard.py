"""A meeting without a mouse: everything on its page and in the presenter's view is reached, seen and worked by keys."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect

from renovation.meeting import session
from renovation.meeting.agenda import Agenda
from renovation.releases.store import Store
from tests.browser.conftest import Server, settle, until, watched
from tests.browser.meetings import on_screen, opened

NUMBER_STOPS: Final = """(area) => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap(e => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  const shown = (e) => e.getClientRects().length && e.checkVisibility({ visibilityProperty: true });
  const can = (e) => e.matches('a[href], button, input, textarea, summary, [tabindex]') && !e.disabled && e.tabIndex >= 0;
  const byArrows = (e) => e.matches('[role=radio][aria-checked=false]');
  window.stops = all(document.querySelector(area)).filter(e => can(e) && shown(e) && !byArrows(e));
  return window.stops.map(e => e.getAttribute('aria-label') || e.innerText || e.title || e.outerHTML.slice(0, 200));
}"""
"""Lists whatever a keyboard is to reach in an area, also within components, by its name."""
AT: Final = """() => {
  let e = document.activeElement;
  while (e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
  const box = e.getBoundingClientRect();
  return e === document.body ? null : { stop: window.stops.indexOf(e), box: [box.left, box.top, box.width, box.height] };
}"""
"""Where the keyboard is: the number of its stop, -1 outside of the area, and its box; None when it has left the page."""
TURN_AWAY: Final = """() => {
  let e = document.activeElement;
  while (e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
  window.was = e; e.blur();
}"""
LEAST_DIFFERENCE: Final = 24
"""Levels of grey out of 255 by which a sign of the focus differs from its ground."""
LEAST_PIXELS: Final = 60


def walked(page: Page) -> Iterator[dict[str, Any]]:
    """Presses Tab until the keyboard has left the page."""
    page.keyboard.press("Tab")
    while at := page.evaluate(AT):
        yield at
        page.keyboard.press("Tab")


def is_seen(page: Page, box: list[float]) -> bool:
    """Whether the element with the focus looks otherwise when it has lost it."""
    left, top, width, height = box
    around = {"x": max(0, left - 8), "y": max(0, top - 8), "width": width + 112, "height": height + 40}
    with_focus = picture(page, around)
    page.evaluate(TURN_AWAY)
    without = picture(page, around)
    page.evaluate("window.was.focus()")
    histogram = ImageChops.difference(with_focus, without).histogram()
    return sum(histogram[LEAST_DIFFERENCE:]) >= LEAST_PIXELS


def picture(page: Page, around: dict[str, float]) -> Image.Image:
    """A part of the page, in grey, once every transition has come to its end."""
    return Image.open(io.BytesIO(page.screenshot(clip=around, animations="disabled"))).convert("L")  # type: ignore[arg-type]


@pytest.fixture
def meeting(server: Server) -> tuple[str, str]:
    """The address of a meeting and its key."""
    begun, key = session.start(Store(server.database), 1, Agenda(), "overview")
    return f"{server.address}/meeting/{begun.id}", key


def test_a_keyboard_reaches_all_of_the_page_and_its_place_is_seen(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/meeting")
        settle(page)
        expect(page.locator(".handle").last).to_be_visible()
        names = page.evaluate(NUMBER_STOPS, "[data-testid=stApp]")
        stops, faint = [], []
        for at in walked(page):
            stops.append(at["stop"])
            first_of_its_kind = sum(1 for stop in stops if names[stop][:2] == names[at["stop"]][:2]) == 1
            if at["box"][3] < page.viewport_size["height"] and first_of_its_kind and not is_seen(page, at["box"]):  # type: ignore[index]
                faint.append(names[at["stop"]])
        assert [names[stop] for stop in set(range(len(names))) - set(stops)] == []
        assert stops == sorted(stops), "in the order of the page"
        assert faint == []


def test_an_agenda_is_made_and_started_by_keys(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/meeting")
        settle(page)
        rows = page.locator("li .name")
        expect(rows.first).to_have_text("总体进展")
        many = rows.count()
        page.get_by_role("button", name="移除“乡镇对比”").focus()
        page.keyboard.press("Enter")
        expect(rows).to_have_count(many - 1)
        expect(page.get_by_role("button", name="移除“完成率”")).to_be_focused()
        settle(page)
        page.get_by_role("combobox", name="添加画面").focus()
        page.keyboard.type("乡镇对比")
        expect(page.get_by_role("option", name="乡镇对比")).to_be_visible()
        page.keyboard.press("Enter")
        expect(rows).to_have_count(many)
        expect(rows.last).to_have_text("乡镇对比")
        rows.nth(2).focus()
        page.keyboard.press("Enter")
        expect(page.frame_locator("iframe").locator(".slide.shown")).to_have_attribute(
            "data-code", "measure:projects_started"
        )
        page.get_by_role("button", name="开始演示").focus()
        page.keyboard.press("Enter")
        link = page.get_by_role("link", name="打开大屏")
        link.focus()
        with page.context.expect_page() as following:
            page.keyboard.press("Enter")
        on_screen(following.value, "overview")


def test_the_presenter_leads_by_keys_and_reads_the_notes_with_the_arrows(
    browser: Browser, meeting: tuple[str, str]
) -> None:
    address, key = meeting
    page = opened(browser, f"{address}/presenter?key={key}", "1280")
    on_screen(page, "overview")
    names = page.evaluate(NUMBER_STOPS, "body")
    stops = []
    for at in walked(page):
        stops.append(at["stop"])
        assert is_seen(page, at["box"]), names[at["stop"]]
    assert stops == list(range(len(names)))
    page.set_viewport_size({"width": 1280, "height": 480})
    notes = page.get_by_role("group", name="备注和讲述要点")
    notes.focus()
    for pressed in ("ArrowDown", "PageDown"):
        notes.evaluate("e => { window.before = e.scrollTop; window.notes = e }")
        page.keyboard.press(pressed)
        until(page, "window.notes.scrollTop > window.before")
    on_screen(page, "overview")
    page.get_by_role("button", name=re.compile("3. 完成率")).focus()
    page.keyboard.press("Enter")
    on_screen(page, "measure:completion_rate")
    page.keyboard.press("ArrowDown")
    on_screen(page, "measure:projects_started")
    page.context.close()
