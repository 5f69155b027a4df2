"""A meeting in Chromium: moved by keys, followed elsewhere, pinned, outliving a restart, and carried as one file."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from renovation.meeting import session
from renovation.meeting.agenda import Agenda
from renovation.meeting.documents import document
from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.browser.conftest import SIZES, Server, settle, watched
from tests.meeting.releases import KINDS, deck_of

SMALLEST = {"1920": 20.0, "1280": 13.0}
"""Pixels of type: 20 at 1080p, and the same share of a smaller screen."""
TROUBLES = """(smallest) => {
  const slide = document.querySelector('.slide.shown'), told = [];
  if (document.documentElement.scrollHeight > innerHeight + 1 || document.documentElement.scrollWidth > innerWidth + 1) told.push('scrolls');
  const shown = (e) => { const s = getComputedStyle(e); return s.visibility !== 'hidden' && s.display !== 'none' && e.getClientRects().length; };
  const scale = (e) => { const svg = e.closest('svg[viewBox]'); return svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1; };
  const boxes = [];
  for (const e of slide.querySelectorAll('*')) {
    const own = [...e.childNodes].filter(n => n.nodeType === 3 && n.textContent.trim());
    if (!own.length || !shown(e)) continue;
    const text = own.map(n => n.textContent.trim()).join(' ').slice(0, 30);
    const size = parseFloat(getComputedStyle(e).fontSize) * scale(e);
    if (size < smallest - 0.1) told.push(`small ${size.toFixed(1)}: ${text}`);
    for (const node of own) {
      const range = document.createRange(); range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) told.push(`cut: ${text}`);
        boxes.push([box, text, e]);
      }
    }
    for (let p = e; p && p !== slide; p = p.parentElement) {
      const s = getComputedStyle(p);
      if (s.overflowX !== 'visible' && p.scrollWidth > p.clientWidth + 1) told.push(`cut within: ${text}`);
    }
  }
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const [a, one, from] = boxes[i], [b, other, to] = boxes[j];
    if (from === to || from.contains(to) || to.contains(from)) continue;
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 2 && high > Math.min(a.height, b.height) * 0.35) told.push(`overlap: ${one} | ${other}`);
  }
  return told;
}"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: it is stopped in mid-meeting, and gets releases."""
    started = Server(tmp_path_factory.mktemp("hall"))
    yield started
    started.stop()


def on_screen(page: Page, code: str) -> None:
    expect(page.locator(f".stage .slide.shown[data-code='{code}']").first).to_be_visible(timeout=15_000)


def opened(browser: Browser, address: str, width: int, height: int, **settings: object) -> Page:
    page = browser.new_context(viewport={"width": width, "height": height}, **settings).new_page()  # type: ignore[arg-type]
    page.goto(address)
    return page


def test_a_meeting_is_led_by_keys_followed_and_outlives_a_restart(browser: Browser, hall: Server) -> None:
    store = Store(hall.database)
    begun, key = session.start(store, 1, Agenda(), "overview")
    here = f"{hall.address}/meeting/{begun.id}"
    screens = opened(browser, f"{here}?key={key}", 1280, 720)
    assert key not in screens.url
    follower = opened(browser, here, 1920, 1080)
    phone = browser.new_context(viewport=None, no_viewport=True, storage_state=screens.context.storage_state())
    view = phone.new_page()
    view.goto(f"{here}/presenter")
    on_screen(view, "overview")
    for pressed, code in (
        ("PageDown", "units"),
        ("ArrowRight", "measure:completion_rate"),
        ("End", "source"),
        ("4", "measure:projects_started"),
        ("Home", "overview"),
    ):
        screens.keyboard.press(pressed)
        on_screen(screens, code)
        on_screen(follower, code)
        on_screen(view, code)
    expect(view.locator(".notes section:not([hidden]) li").first).to_contain_text("区定年度面积目标")
    screens.keyboard.press("ArrowRight")
    screens.keyboard.press("Shift+Digit2")
    expect(follower.locator(".slide.shown [data-unit=zhili].lit").first).to_be_visible()
    screens.keyboard.press("b")
    expect(follower.locator(".curtain")).to_be_visible()
    screens.keyboard.press("b")
    expect(follower.locator(".curtain")).to_be_hidden()

    follower.keyboard.press("End")  # looks around by itself
    on_screen(follower, "source")
    on_screen(screens, "units")
    follower.get_by_role("button", name="回到主讲画面").click()
    on_screen(follower, "units")

    units = first_dataset.tables()["unit_progress"]
    more = dataclasses.replace(units, frame=units.frame.assign(area_renovated=units.frame["area_renovated"] + 1))
    store.publish(Draft({"unit_progress": more}, "clerk"), 1)
    expect(view.locator(".newer")).to_contain_text("第2期", timeout=10_000)
    expect(screens.locator(".slide.shown")).to_contain_text("91.3")
    expect(follower.locator(".newer")).to_have_count(0)

    hall.stop()
    screens.keyboard.press("ArrowRight")  # waits until the server is back
    on_screen(screens, "measure:completion_rate")
    on_screen(follower, "units")
    hall.start()
    on_screen(follower, "measure:completion_rate")
    on_screen(view, "measure:completion_rate")

    view.locator("[data-do=newer]").click()
    screens.keyboard.press("ArrowLeft")
    expect(follower.locator(".slide.shown")).to_contain_text("92.3", timeout=10_000)
    screens.keyboard.press("Escape")
    screens.keyboard.press("Escape")
    expect(follower.locator(".calm")).to_contain_text("演示已结束", timeout=10_000)
    assert hall.troubles() == []
    for page in (screens, follower, view):
        page.context.close()


def test_a_key_moves_the_screen_within_a_tenth_of_a_second(browser: Browser, hall: Server) -> None:
    begun, key = session.start(Store(hall.database), 1, Agenda(), "overview")
    screens = opened(browser, f"{hall.address}/meeting/{begun.id}?key={key}", 1920, 1080)
    on_screen(screens, "overview")
    spent = screens.evaluate(
        """() => { const began = performance.now();
                   for (let i = 0; i < 10; i++) { meeting.to(i); document.body.offsetHeight; }
                   return (performance.now() - began) / 10; }"""
    )
    assert spent < 100, "each move shows a screen that is there already"
    screens.context.close()


@pytest.mark.parametrize(("kind", "dark"), [*((kind, False) for kind in KINDS), ("first", True)])
def test_every_screen_fits(browser: Browser, tmp_path: Path, kind: str, dark: bool) -> None:
    for language in ("zh", "en") if kind in ("first", "thirty units") and not dark else ("zh",):
        path = tmp_path / f"{language}.html"
        path.write_text(document(deck_of(KINDS[kind](), language, dark), "file", "", {}), encoding="utf-8")
        for size in SMALLEST:
            width, height = SIZES[size]
            page = opened(browser, path.as_uri(), width, height, offline=True)
            for _slide in range(page.locator(".slide").count()):
                code = page.locator(".slide.shown").get_attribute("data-code")
                assert page.evaluate(TROUBLES, SMALLEST[size]) == [], (language, size, code)
                page.keyboard.press("PageDown")
            page.context.close()


def test_the_file_walks_by_keys_without_a_network_and_asks_for_nothing(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "meeting.html"
    path.write_text(document(deck_of(KINDS["first"]()), "file", "", {}), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    page, told = context.new_page(), []

    def note(said: ConsoleMessage) -> None:
        told.append(said.text)

    page.on("console", note)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda asked: told.append(asked.url) if not asked.url.startswith("file:") else None)
    page.goto(path.as_uri())
    codes = []
    for _slide in range(page.locator(".slide").count()):
        codes.append(page.locator(".slide.shown").get_attribute("data-code"))
        page.keyboard.press("ArrowRight")
    assert codes == list(deck_of(KINDS["first"]()).codes)
    expect(page.locator(".slide.shown code")).to_have_text("0" * 64)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.locator(".slide.shown [data-unit=zhili]").first.click()
    expect(page.locator(".slide.shown [data-unit=zhili].lit").first).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("html.playing")).to_have_count(1)
    assert told == []
    context.close()


def test_the_page_composes_and_starts(browser: Browser, hall: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{hall.address}/meeting")
        page.set_viewport_size({"width": 1280, "height": 2400})
        settle(page)
        preview = page.frame_locator("iframe").first
        expect(preview.locator(".slide.shown")).to_be_visible(timeout=15_000)
        page.get_by_role("button", name="开始演示").click()
        link = page.get_by_role("link", name="打开大屏")
        expect(link).to_be_visible(timeout=10_000)
        with page.context.expect_page() as following:
            link.click()
        on_screen(following.value, "overview")
        following.value.keyboard.press("PageDown")
        on_screen(following.value, "units")
