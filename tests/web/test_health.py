"""A service manager learns whether the process lives, and a proxy whether it can show figures."""

from __future__ import annotations

import logging
from threading import Event

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from renovation.web import health, store_requests


def client(ready: health.Ready, base_path: str = "") -> TestClient:
    return TestClient(Starlette(routes=health.routes(ready, base_path)))


def broken() -> int | None:
    raise OSError("disk gone")


def test_a_store_with_a_release_is_ready() -> None:
    answer = client(lambda: 7).get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "release": 7})


def test_an_empty_or_broken_store_is_not_ready_and_the_log_says_why(caplog: pytest.LogCaptureFixture) -> None:
    assert client(lambda: None).get("/readyz").status_code == 503
    with caplog.at_level(logging.ERROR, "renovation"):
        assert client(broken).get("/readyz").json() == {"ready": False, "release": None}
    assert "disk gone" in caplog.text


def test_a_hanging_store_is_not_ready_while_the_process_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_requests, "SECONDS", 0.05)
    answers = Event()
    asked = client(lambda: answers.wait(60) and 1)
    assert asked.get("/readyz").status_code == 503
    assert asked.get("/healthz").json() == {"alive": True}
    answers.set()


def test_both_lie_under_the_base_path() -> None:
    asked = client(lambda: 1, "kanban")
    assert asked.get("/kanban/healthz").status_code == 200
    assert asked.get("/kanban/readyz").status_code == 200
    assert asked.get("/healthz").status_code == 404
