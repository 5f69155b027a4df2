"""No line ends within an amount, a date or a name, and no text stays on the screen that a page has replaced."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, settle, walk, watched

PATHS: Final = ("", "units", "counties", "map", "outlook", "history", "checks", "meeting", "update", "releases", "help")
ON_TWO_LINES: Final = r"""() => {
  const amount = new RegExp(
    "(?:\\d+年)?\\d+月\\d+日|第?[+−]?\\d[\\d,.]*(?:万㎡|个百分点|[亩个项周处位期条天年户家名吨%])"
    + "|\\d[\\d,.]*(?:\u00a0m²| percentage points?| projects?| weeks?)|\\d+ (?:Aug|Sep|Oct|Nov|Dec)(?: \\d{4})?|织里镇|环渚街道", "g");
  const found = [];
  for (const element of document.querySelectorAll("[data-testid=stApp] :is(p,li,td,th,h1,h2,h3)")) {
    if (element.closest("[data-testid=stDataFrame]") || element.querySelector("p,li,td,th")) continue;
    const texts = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode);
    const whole = texts.map(text => text.data).join("");
    const place = at => {
      for (const text of texts) {
        if (at <= text.length && text.length) return [text, at];
        at -= text.length;
      }
    };
    for (const { 0: words, index } of whole.matchAll(amount)) {
      const range = document.createRange();
      range.setStart(...place(index));
      range.setEnd(...place(index + words.length));
      const middles = [...range.getClientRects()].filter(box => box.width > 1).map(box => box.top + box.height / 2);
      if (Math.max(...middles) - Math.min(...middles) > 8) found.push(`${words} in ${whole}`);
    }
  }
  return found;
}"""
ORPHANS: Final = r"""() => [...document.querySelectorAll("[data-testid=stMain] :is(h1,h2)")].flatMap(heading => {
  const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT), lines = new Map();
  while (walker.nextNode()) for (let at = 0; at < walker.currentNode.length; at++) {
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + 1);
    const box = range.getBoundingClientRect();
    const line = Math.round((box.top + box.height / 2) / 8);
    if (box.width) lines.set(line, (lines.get(line) ?? "") + range);
  }
  return [...lines.values()].filter(line => /^[，；：、。）]/.test(line));
})"""
"""The lines of headings that begin with the punctuation that ends a clause."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_amounts_dates_and_names_stand_on_one_line_of_a_phone(browser: Browser, server: Server, language: str) -> None:
    with watched(browser, "390") as page:
        page.goto(f"{server.address}/?lang={language}")
        settle(page)
        for path in PATHS:
            if path:
                walk(page, path)
            assert page.evaluate(ON_TWO_LINES) == [], path
            assert page.evaluate(ORPHANS) == [], path


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
