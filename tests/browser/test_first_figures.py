"""A leader reads the figures before Streamlit has started, and the same ones afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Server, settle, watched

FIRST = "#first-figures"
TEXTS_AND_PLACES = """(within) => [...document.querySelectorAll(`${within} h1, ${within} .value`)].map((element) => {
  const { x, y } = element.getBoundingClientRect();
  return [element.innerText.replaceAll('\\u00a0', ' ').trim(), x, y];
})"""


def texts_and_places(page: Page, within: str) -> list[tuple[str, float, float]]:
    """The title and the headline figures, each with its pixels from the left and from the top."""
    return [tuple(found) for found in page.evaluate(TEXTS_AND_PLACES, within)]


@contextmanager
def before_streamlit(page: Page, address: str) -> Iterator[None]:
    """A page as it is before Streamlit has started: its scripts come when the block ends, and then it is drawn.

    `Page.route` would hold them too, but it switches the cache off, and all scripts would be fetched and compiled anew.
    """
    devtools = page.context.new_cdp_session(page)
    devtools.send("Fetch.enable", {"patterns": [{"urlPattern": "*.js"}]})
    page.goto(address, wait_until="commit")
    page.wait_for_selector(f"{FIRST} h1")
    yield
    devtools.send("Fetch.disable")
    settle(page)


@pytest.mark.parametrize(
    ("address", "size"),
    [
        ("?lang=zh", (1280, 720)),
        ("?lang=en", (1280, 720)),
        ("counties?lang=en", (1280, 720)),
        ("checks?lang=zh", (1280, 720)),
        ("?lang=zh", (390, 844)),
        ("?lang=en", (390, 844)),
        ("outlook?lang=en", (360, 800)),
    ],
)
def test_the_first_html_says_what_streamlit_draws_and_where(
    server: Server, browser: Browser, address: str, size: tuple[int, int]
) -> None:
    width, height = size
    with watched(browser) as page:
        page.set_viewport_size({"width": width, "height": height})
        with before_streamlit(page, f"{server.address}/{address}"):
            first = texts_and_places(page, FIRST)
        drawn = texts_and_places(page, "[data-testid=stMain]")[: len(first)]
        assert [text for text, *_ in first] == [text for text, *_ in drawn]
        for (text, *place), (_, *later) in zip(first, drawn, strict=True):
            assert place == pytest.approx(later, abs=6), text


def test_the_first_figures_are_read_without_javascript(server: Server, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(server.address)
        text = page.inner_text(FIRST)
        assert "242.01" in text
        assert "截至2013年10月15日" in text
