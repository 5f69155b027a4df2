"""A leader reads the figures before Streamlit has started, and the same ones afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Server

FIRST = "#first-figures"
TITLE_AND_VALUES = """([title, value]) => [
  document.querySelector(title).innerText.replaceAll('\\u00a0', ' ').trim(),
  [...document.querySelectorAll(value)].map((element) => element.innerText),
]"""


def read(page: Page, title: str, value: str) -> Any:
    return page.evaluate(TITLE_AND_VALUES, [title, value])


@pytest.mark.parametrize("address", ["?lang=zh", "?lang=en", "counties?lang=en", "checks?lang=zh"])
def test_the_first_html_says_what_streamlit_draws(server: Server, browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        page = context.new_page()
        page.goto(f"{server.address}/{address}", wait_until="commit")
        page.wait_for_selector(f"{FIRST} h1")
        first = read(page, f"{FIRST} h1", f"{FIRST} .value")
        page.wait_for_selector(FIRST, state="detached")
        title, values = read(page, "[data-testid=stMain] h1", "[data-testid=stMain] .value")
        assert first == [title, values[: len(first[1])]]


def test_the_first_figures_are_read_without_javascript(server: Server, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(server.address)
        text = page.inner_text(FIRST)
        assert "242.01" in text
        assert "截至2013年10月15日" in text


def test_nothing_moves_when_the_page_takes_over(server: Server, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        page = context.new_page()
        page.goto(server.address, wait_until="commit")
        first = page.wait_for_selector(f"{FIRST} .value").bounding_box()
        page.wait_for_selector(FIRST, state="detached")
        drawn = page.wait_for_selector("[data-testid=stMain] .value").bounding_box()
        assert abs(first["y"] - drawn["y"]) <= 6
        assert abs(first["x"] - drawn["x"]) <= 6
