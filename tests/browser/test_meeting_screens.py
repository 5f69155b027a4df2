"""The screens of a meeting in Chromium: whatever a release holds, they fit; and a meeting carried as one file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, expect

from renovation.domain.dated_tables import Tables
from renovation.meeting.documents import document
from tests.browser.accessibility import CONTRAST, violations
from tests.browser.conftest import SIZES
from tests.browser.meetings import on_screen, opened
from tests.meeting.releases import KINDS, a_week_earlier, deck_of, deck_of_kind
from tests.simulated_year import weekly_reports

MOST_LARGE = 7
SMALLEST = {"1920": 20.0, "1280": 13.3}
"""Pixels of type: 20 at 1080p, and the same share of a smaller screen."""
TROUBLES = """(smallest) => {
  const told = [], slides = meeting.slides();
  const say = (words) => told.push(`${document.querySelector('.slide.shown').dataset.code} ${words}`);
  const shown = (e) => { const s = getComputedStyle(e); return s.visibility !== 'hidden' && s.display !== 'none' && e.getClientRects().length; };
  const scale = (e) => { const svg = e.closest('svg[viewBox]'); if (!svg) return 1;
    const box = svg.getBoundingClientRect(), drawn = svg.viewBox.baseVal; return Math.min(box.width / drawn.width, box.height / drawn.height); };
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => channels(colour).slice(0, 3).map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, place) => sum + v * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = (e) => { for (let p = e; p; p = p.parentElement) { const c = getComputedStyle(p).backgroundColor; if (channels(c)[3] !== 0) return c; } };
  const contrast = (e) => {
    const style = getComputedStyle(e), drawn = e instanceof SVGElement;
    const [a, b] = [light(drawn ? style.fill : style.color), light(drawn ? style.stroke : behind(e))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  for (let place = 0; place < slides.length; place++) {
    meeting.to(place);
    const slide = slides[place], boxes = [];
    const root = document.documentElement;
    if (root.scrollHeight > innerHeight + 1 || root.scrollWidth > innerWidth + 1) say('scrolls');
    if (slide.querySelectorAll('.large').length > MOST_LARGE) say('too many numbers said large');
    for (const course of slide.querySelectorAll('.course')) {
      const gap = course.querySelector('polyline').getBoundingClientRect().top - course.previousElementSibling.getBoundingClientRect().bottom;
      if (gap < parseFloat(getComputedStyle(course).fontSize) / 2) say(`a course ${gap.toFixed(0)} px below ${course.previousElementSibling.textContent}`);
    }
    for (const e of slide.querySelectorAll('*')) {
      const own = [...e.childNodes].filter(n => n.nodeType === 3 && n.textContent.trim());
      if (!own.length || !shown(e)) continue;
      const text = own.map(n => n.textContent.trim()).join(' ').slice(0, 30);
      const size = parseFloat(getComputedStyle(e).fontSize) * scale(e);
      if (size < smallest - 0.1) say(`small ${size.toFixed(1)}: ${text}`);
      if (contrast(e) < 4.5) say(`faint ${contrast(e).toFixed(1)}: ${text}`);
      for (const node of own) {
        const range = document.createRange(); range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
          if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) say(`cut: ${text}`);
          boxes.push([box, text, e]);
        }
        if (e.closest('h1, .card') && !/\\p{Script=Han}{20}/u.test(node.textContent)) for (const pair of node.textContent.matchAll(/(?<=\\p{Script=Han})\\p{Script=Han}/gu)) {
          range.setStart(node, pair.index - 1); range.setEnd(node, pair.index + 1);
          if (new Set([...range.getClientRects()].map(box => Math.round(box.top / 4))).size > 1) say(`broken within: ${text}`);
        }
        for (const dot of node.textContent.matchAll(/\\S ·/g)) {
          range.setStart(node, dot.index); range.setEnd(node, dot.index + 3);
          if (new Set([...range.getClientRects()].map(box => Math.round(box.top / 4))).size > 1) say(`a line begins with ·: ${text}`);
        }
        for (const amount of node.textContent.matchAll(/\\d[\\d,.]*\\s?(万㎡|个百分点|个|项|周|m²)/g)) {
          range.setStart(node, amount.index); range.setEnd(node, amount.index + amount[0].length);
          const lines = [...range.getClientRects()].map(box => Math.round(box.top / 4));
          if (new Set(lines).size > 1) say(`parted from its unit: ${amount[0]}`);
        }
      }
      for (let p = e; p && p !== slide; p = p.parentElement) {
        const s = getComputedStyle(p), high = p.clientHeight + parseFloat(getComputedStyle(e).fontSize) / 3;
        if (s.overflowX !== 'visible' && (p.scrollWidth > p.clientWidth + 1 || p.scrollHeight > high)) say(`cut within: ${text}`);
      }
    }
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
      const [a, one, from] = boxes[i], [b, other, to] = boxes[j];
      if (from === to || from.contains(to) || to.contains(from)) continue;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > Math.min(a.height, b.height) * 0.35) say(`overlap: ${one} | ${other}`);
    }
  }
  return told;
}""".replace("MOST_LARGE", str(MOST_LARGE))

SHOW_ALONE = """(place) => {
  const slides = [...meeting.slides()];
  window.contents ??= slides.map((slide) => [...slide.childNodes]);
  slides.forEach((slide, at) => slide.replaceChildren(...(at === place ? contents[at] : [])));
  meeting.to(place);
}"""
"""Shows a screen and empties the others, through which axe would look too: that takes three times as long."""


def written(folder: Path, kind: str, language: str = "zh", dark: bool = False) -> Path:
    path, (*earlier, tables) = folder / f"{language}-{dark}.html", reports_of(kind)
    path.write_text(document(deck_of(tables, language, dark, earlier=tuple(earlier)), "file", "", {}), encoding="utf-8")
    return path


def reports_of(kind: str) -> list[Tables]:
    """The tables of a kind, after those of the weeks before; thirty weeks have something to say in every card."""
    if kind in WEEKS:
        return [week.tables for week in weekly_reports(WEEKS[kind])]
    tables = KINDS[kind]()
    return [a_week_earlier(tables), tables] if kind in WITH_HISTORY else [tables]


WITH_HISTORY = ("units alone", "thirty units", "hostile", "many goals")
WEEKS = {"twelve weeks": 12, "thirty weeks": 30}
"""Reports in a row; in the twelfth a unit is silent about its area."""
LOOKS = [*((kind, "zh", False) for kind in KINDS), ("many goals", "en", False), ("first", "en", True)]
LOOKS += [
    ("thirty units", "en", True),
    ("twelve weeks", "zh", False),
    ("thirty weeks", "zh", False),
    ("thirty weeks", "en", True),
]


@pytest.mark.parametrize(("kind", "language", "dark"), LOOKS)
def test_every_screen_fits(browser: Browser, tmp_path: Path, kind: str, language: str, dark: bool) -> None:
    page = opened(browser, written(tmp_path, kind, language, dark).as_uri(), "1920", offline=True)
    for size, smallest in SMALLEST.items():
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(TROUBLES, smallest) == [], size
    if kind == "first":
        rules = CONTRAST if dark else ()
        assert violations(page, rules) == []
        for place in range(page.locator(".slide").count()):
            page.evaluate(SHOW_ALONE, place)
            assert violations(page, rules) == []
    page.context.close()


def test_a_move_shows_a_screen_that_is_there_already(browser: Browser, tmp_path: Path) -> None:
    path = written(tmp_path, "first")
    screens = opened(browser, path.as_uri(), "1920")
    drawn = screens.evaluate(
        """() => {
          const watch = new MutationObserver(() => {});
          watch.observe(document, { childList: true, subtree: true });
          meeting.slides().forEach((_slide, place) => meeting.to(place));
          return watch.takeRecords().flatMap((record) => [...record.addedNodes]).map((node) => node.nodeName);
        }"""
    )
    assert drawn == []
    screens.context.close()


def test_the_file_walks_by_keys_without_a_network_and_asks_for_nothing(browser: Browser, tmp_path: Path) -> None:
    path = written(tmp_path, "first")
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
    assert codes == list(deck_of_kind("first").codes)
    expect(page.locator(".slide.shown code")).to_have_text("0" * 64)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.locator(".slide.shown [data-unit=zhili]").first.click()
    expect(page.locator(".slide.shown [data-unit=zhili].lit").first).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("html.playing")).to_have_count(1)
    page.locator(".slide.shown [data-unit=zhili]").first.click()
    expect(page.locator("html.playing")).to_have_count(0)
    page.locator(".slide.shown [data-unit=zhili]").first.hover()
    expect(page.locator(".hover")).to_contain_text("年度目标面积 34.8万㎡")
    page.keyboard.press("6")
    page.reload()
    on_screen(page, "counties")
    assert told == []
    context.close()


def test_a_phone_shows_the_last_figure_of_a_units_trend(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, written(tmp_path, "twelve weeks").as_uri(), "390", offline=True)
    page.evaluate("meeting.to(meeting.slides().findIndex((slide) => slide.dataset.code === 'unit:gaoxin'))")
    last = page.locator(".slide.shown .trends text").last
    expect(last).to_contain_text("高新区")
    box = last.bounding_box()
    assert box
    assert 0 <= box["x"] < box["x"] + box["width"] <= 390
    page.context.close()
