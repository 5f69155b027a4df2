"""Addresses that moved lead to the new ones; addresses of nothing lead to the first page, which says so."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from renovation.web.middleware import HEADERS, PageHtml, SecurityHeaders

PAGE = '<html lang="en"><head></head><body></body></html>'
HTML = {"accept": "text/html"}
DOWNLOADED = {"content-disposition": "attachment"}


def client(base_path: str = "") -> TestClient:
    """A server whose every address answers with one page."""
    prefix = f"/{base_path}" if base_path else ""
    meetings = [Route(f"{prefix}/meeting/{{meeting}}", lambda _request: HTMLResponse(PAGE))]
    file = Route(f"{prefix}/media/week.html", lambda _request: HTMLResponse(PAGE, headers=DOWNLOADED))
    first_page = Middleware(PageHtml, pages=frozenset({"history", "units"}), base_path=base_path, other_routes=meetings)
    route = Route("/{path:path}", lambda _request: HTMLResponse(PAGE))
    app = Starlette(routes=[*meetings, file, route], middleware=[Middleware(SecurityHeaders), first_page])
    return TestClient(app, follow_redirects=False)


@pytest.mark.parametrize("base", ["", "kanban"])
@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/trends?release=3&lang=en&among=district", "/history?release=3&lang=en&among=district"),
        ("/trends/?units=gaoxin,donglin", "/history?units=gaoxin,donglin"),
        ("/trends", "/history?"),
    ],
)
def test_the_old_address_of_the_history_leads_to_the_new_one_with_its_parameters(
    base: str, asked: str, led_to: str
) -> None:
    prefix = f"/{base}" if base else ""
    response = client(base).get(f"{prefix}{asked}", headers=HTML)
    assert response.status_code == 307
    assert response.headers["location"] == f"{prefix}{led_to}"


@pytest.mark.parametrize(("base", "first"), [("", "/"), ("kanban", "/kanban")])
@pytest.mark.parametrize("nothing", ["moon/dark", "units.html", "index.html", "meeting/0123456789ab/x", "meeting.x"])
def test_an_address_of_nothing_leads_to_the_first_page_which_is_told(base: str, first: str, nothing: str) -> None:
    response = client(base).get(f"{first.rstrip('/')}/{nothing}", headers=HTML)
    assert response.headers["location"] == f"{first}?page={quote(nothing, safe='')}"


@pytest.mark.parametrize("base", ["", "kanban"])
@pytest.mark.parametrize("path", ["/media/week.html", "/meeting/0123456789ab"])
def test_a_downloaded_file_and_a_meeting_are_sent_as_they_are(base: str, path: str) -> None:
    assert client(base).get(f"/{base}{path}".replace("//", "/"), headers=HTML).text == PAGE


def test_a_page_is_sent_with_its_language_and_the_servers_address() -> None:
    response = client().get("/units?lang=en", headers=HTML)
    assert response.status_code == 200
    assert '<html lang="en">' in response.text
    assert "BACKEND_BASE_URL" in response.text
    assert int(response.headers["content-length"]) == len(response.content)
    assert '<html lang="zh-CN">' in client().get("/units", headers=HTML).text
    assert HEADERS.items() <= {**{name: response.headers[name] for name in HEADERS}}.items()


@pytest.mark.parametrize(("asked", "headers"), [("/meeting/1", HTML), ("/trends", {"accept": "application/json"})])
def test_what_is_no_page_passes_as_it_is(asked: str, headers: dict[str, str]) -> None:
    assert client().get(asked, headers=headers).text == PAGE


def test_a_browser_gets_a_code_once_and_keeps_it() -> None:
    visitor = client()
    first = visitor.get("/units", headers=HTML)
    assert "httponly" in first.headers["set-cookie"].lower()
    assert len(visitor.cookies["visitor"]) == 32
    assert "set-cookie" not in visitor.get("/units", headers=HTML).headers
    assert visitor.cookies["visitor"] != client().get("/units", headers=HTML).cookies["visitor"]


def test_a_page_runs_only_the_scripts_that_we_wrote() -> None:
    policy = client().get("/units", headers=HTML).headers["content-security-policy"]
    allowed = dict(line.strip().split(" ", 1) for line in policy.split(";"))
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(allowed["script-src"].split())
    assert allowed["script-src"].count("sha256-") == 6
    assert "ws://testserver" in allowed["connect-src"]
    assert "tianditu" not in policy


def test_map_tiles_are_loaded_only_where_their_key_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_TIANDITU_KEY", "key")
    policy = client().get("/units", headers=HTML).headers["content-security-policy"]
    assert policy.count("https://*.tianditu.gov.cn") == 2
