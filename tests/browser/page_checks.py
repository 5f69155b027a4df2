"""What is wrong with a page as it is drawn: words that are cut off or covered, and lines that end within an amount."""

from __future__ import annotations

import time
from typing import Final

from playwright.sync_api import Page

from tests.browser.conftest import PATIENCE

CUT_OFF: Final = """() => {
  const main = document.querySelector('[data-testid=stMainBlockContainer]');
  const cut = [];
  if (document.documentElement.scrollWidth > window.innerWidth) cut.push('the page scrolls sideways');
  for (const e of main.querySelectorAll('h1,h2,h3,p,li,button,label,.stMarkdownEllipsis,[data-testid=stMetricValue],[data-testid=stMetricLabel]')) {
    if (e.closest('[data-testid=stDataFrame]')) continue;
    const style = getComputedStyle(e);
    if (e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest('.text-table')) cut.push('beyond the edge: ' + e.innerText);
    if (e.scrollWidth > e.clientWidth + 1 && style.overflowX !== 'visible' && e.clientWidth > 0) cut.push('cut: ' + e.innerText);
  }
  for (const picture of main.querySelectorAll('img')) {
    if (picture.getBoundingClientRect().right > window.innerWidth) cut.push('cut: ' + picture.alt);
  }
  for (const chart of main.querySelectorAll('.changing-chart')) {
    const box = chart.getBoundingClientRect();
    for (const text of chart.querySelectorAll('text')) {
      const at = text.getBoundingClientRect(), turned = /rotate\\((?!0,)/.test(text.closest('.xtick') && text.getAttribute('transform'));
      if (turned || at.width && (at.left < box.left - 2 || at.right > box.right + 2)) cut.push('turned or outside its chart: ' + text.textContent);
    }
  }
  return cut;
}"""
COVERED: Final = """() => {
  const boxes = [];
  for (const chart of document.querySelectorAll('.changing-chart')) {
    const texts = [...chart.querySelectorAll('text')].filter(t => t.textContent.trim())
      .map(t => [t.textContent, t.getBoundingClientRect()]).filter(([, box]) => box.width);
    for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
      const [one, a] = texts[i], [other, b] = texts[j];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 3 && high > 5) boxes.push(one + ' / ' + other);
    }
  }
  return boxes;
}"""
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


def is_whole(page: Page) -> None:
    """Nothing is cut off, no words of a chart lie upon others, once whatever still moves has come to rest."""
    give_up = time.monotonic() + PATIENCE / 2000
    while (found := page.evaluate(CUT_OFF) + page.evaluate(COVERED)) and time.monotonic() < give_up:
        page.wait_for_timeout(200)
    assert found == [], page.url


def breaks_lines_well(page: Page) -> None:
    """No line ends within an amount, a date or a name, and no line of a heading begins with the end of a clause."""
    assert page.evaluate(ON_TWO_LINES) == [], page.url
    assert page.evaluate(ORPHANS) == [], page.url
