"""Open pages learn the number of the newest release from one question a second to the store."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from renovation.web import newest_release

ROOT = Path(__file__).parents[2]


def client(ask: Callable[[], int | None], base_path: str = "") -> TestClient:
    return TestClient(Starlette(routes=[newest_release.route(ask, base_path)]))


def test_the_newest_release_is_answered_under_the_base_path() -> None:
    assert client(lambda: 7).get("/newest").json() == {"release": 7}
    assert client(lambda: 7, "/kanban/").get("/kanban/newest").json() == {"release": 7}


def test_a_store_without_an_answer_names_no_release() -> None:
    assert client(lambda: None).get("/newest").json() == {"release": None}


def test_a_hanging_store_holds_nobody_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest_release, "_WAIT_SECONDS", 0.05)
    assert client(lambda: time.sleep(0.5) or 7).get("/newest").json() == {"release": None}


def test_many_pages_make_one_question_and_a_later_page_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest_release, "_ANSWER_SECONDS", 3600.0)
    numbers = iter((7, 8))
    with client(lambda: next(numbers)) as asked, ThreadPoolExecutor(8) as pages:
        answers = list(pages.map(lambda _page: asked.get("/newest").json()["release"], range(20)))
        assert answers == [7] * 20
        monkeypatch.setattr(newest_release, "_ANSWER_SECONDS", 0.0)
        assert asked.get("/newest").json() == {"release": 8}


def test_no_fragment_runs_by_a_timer() -> None:
    """Streamlit would leave a fragment's old elements on the screen where a timed one runs right after it."""
    sources = [*(ROOT / "pages").glob("*.py"), *(ROOT / "renovation").rglob("*.py")]
    assert [path.name for path in sources if "run_every=" in path.read_text(encoding="utf-8")] == []
