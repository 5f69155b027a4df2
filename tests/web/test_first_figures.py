"""The first HTML holds the finding and the headline figures of the release that the address asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from renovation.releases.store import Draft, Store
from renovation.settings import database_url
from renovation.web import middleware
from renovation.web.first_figures import first_figures
from renovation.web.middleware import PageHtml
from tests import first_dataset


@pytest.fixture
def shown(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store that pages show."""
    monkeypatch.setenv(database_url.variable, store.url)
    return store


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may need longer for a view than a page waits for it."""
    monkeypatch.setattr(middleware, "FIRST_VIEW_SECONDS", 60.0)


def words_in(html: str) -> list[str]:
    body = html.split("<div", 1)[1].split("<script>")[0]
    return [text for part in re.split(r"<[^>]+>", f"<div{body}") if (text := part.strip())]


@pytest.mark.usefixtures("shown")
def test_the_overview_holds_its_finding_figures_and_dates() -> None:
    words = words_in(first_figures("", {}))
    assert "第1期 · 数据截至2013年10月15日" in words
    assert [word for word in words if word in {"242.01", "202", "66", "第2位"}] == ["242.01", "202", "66", "第2位"]
    assert "334.3%" in words
    basis = "截至2013年10月15日 · 区口径（另有标注的除外） · 首期数据，暂无上期可比；完成面积与上报市口径相差134.22万㎡，材料未说明原因"
    assert words.count(basis) == 1, "once for the three figures that share them"
    assert words.count("截至2013年10月8日") == 1


def test_language_and_release_follow_the_address(shown: Store) -> None:
    later = {**first_dataset.tables(), "unit_progress": first_dataset.with_unit_value("织里镇", "projects_started", 44)}
    shown.publish(Draft(later, "test"), shown.head())
    assert "Release 1 · data as of 15 Oct 2013" in words_in(first_figures("", {"release": "1", "lang": "en"}))
    assert "第2期 · 数据截至2013年10月15日" in words_in(first_figures("", {"release": "nonsense"}))


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("page", ["counties", "outlook", "checks"])
def test_other_pages_hold_their_finding(page: str) -> None:
    assert len(words_in(first_figures(page, {}))) >= 3


@pytest.mark.usefixtures("shown")
def test_pages_without_a_finding_have_none() -> None:
    assert first_figures("update", {}) == ""


def test_without_a_release_there_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(database_url.variable, f"sqlite:///{tmp_path}")
    assert first_figures("", {}) == ""


def page_with(first_view: middleware.FirstView) -> str:
    async def page(_request: Request) -> HTMLResponse:
        return HTMLResponse("<html lang='en'><head></head><body><div id='root'></div></body></html>")

    app = Starlette(
        routes=[Route("/", page)],
        middleware=[Middleware(PageHtml, pages=frozenset(), first_view=first_view)],
    )
    return TestClient(app).get("/?lang=en&release=3", headers={"accept": "text/html"}).text


def test_the_view_stands_first_in_the_body() -> None:
    html = page_with(lambda page, parameters: f"<p>{page}{sorted(parameters.items())}</p>")
    assert "<body><p>[('lang', 'en'), ('release', '3')]</p><div id='root'>" in html


def test_a_view_that_fails_or_hangs_does_not_keep_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_page: str, _parameters: object) -> str:
        raise OSError("removed")

    assert "<body><div id='root'>" in page_with(broken)
    monkeypatch.setattr(middleware, "FIRST_VIEW_SECONDS", 0.0)
    assert "<body><div id='root'>" in page_with(lambda _page, _parameters: "<p>late</p>")
