"""Only files that lie in the assets folder are given out, whatever leads to the handler."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from renovation.meeting import server
from renovation.meeting.documents import ASSETS
from renovation.meeting.server import Server
from renovation.releases.store import Store


def unreachable() -> Store:
    raise AssertionError("a file needs no store")


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The handler behind a route that, unlike ours, lets a slash through; a script lies beside the folder."""
    folder = tmp_path / "assets"
    (folder / "inner").mkdir(parents=True)
    for place in (tmp_path / "outside.js", folder / "inner" / "deeper.js"):
        place.write_text("secret")
    (folder / "stage.js").write_bytes((ASSETS / "stage.js").read_bytes())
    monkeypatch.setattr(server, "ASSETS", folder)
    handler = Server(lambda _wanted: None, lambda _release, _answers: (), unreachable).assets  # type: ignore[arg-type, return-value]
    return TestClient(Starlette(routes=[Route("/files/{name:path}", handler)]))


@pytest.mark.parametrize("name", ["..%2Foutside.js", "inner%2Fdeeper.js", "inner%2F..%2F..%2Foutside.js"])
def test_a_script_outside_the_folder_is_not_given_out(client: TestClient, name: str) -> None:
    assert client.get(f"/files/{name}").status_code == 404


def test_an_absolute_path_is_not_given_out(client: TestClient, tmp_path: Path) -> None:
    assert client.get(f"/files/%2F{str(tmp_path).strip('/').replace('/', '%2F')}%2Foutside.js").status_code == 404


def test_a_script_in_the_folder_is_given_out(client: TestClient) -> None:
    assert client.get("/files/stage.js").status_code == 200
