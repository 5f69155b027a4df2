"""Only our scripts and stylesheets are given out, whatever leads to the handler; what moves in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from renovation.meeting.documents import asset
from renovation.meeting.server import Server
from renovation.releases.store import Store


def unreachable() -> Store:
    raise AssertionError("a file needs no store")


@pytest.fixture
def client() -> TestClient:
    """The handler behind a route that, unlike ours, lets a slash through."""
    handler = Server(lambda _wanted: None, lambda _release, _answers: (), unreachable).assets  # type: ignore[arg-type, return-value]
    return TestClient(Starlette(routes=[Route("/files/{name:path}", handler)]))


@pytest.mark.parametrize("name", ["../server.py", "../assets/stage.js", "./stage.js", str(Path(__file__).resolve())])
def test_a_file_outside_the_folder_is_not_given_out(client: TestClient, name: str) -> None:
    assert client.get(f"/files/{name.replace('/', '%2F')}").status_code == 404


def test_a_script_in_the_folder_is_given_out(client: TestClient) -> None:
    assert client.get("/files/stage.js").status_code == 200


def test_nothing_moves_but_lines_that_run_over_time_and_those_only_for_whom_movement_is_welcome() -> None:
    styles = asset("stage.css") + asset("presenter.css")
    welcome = re.compile(r"@media \(prefers-reduced-motion: no-preference\) {\n.*?\n}", re.DOTALL)
    [moving] = welcome.findall(styles)
    assert re.findall(r"([^\n{}]*){ animation:", moving) == ["  .slide.shown .trends polyline "]
    assert re.findall(r"transition:.*?;|animation: (?!none).*?;", welcome.sub("", styles)) == []
