"""`/metrics` says how the server fares, also while the store does not answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from threading import Event

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from renovation.domain.update_due import update_due
from renovation.releases.cache import Cache
from renovation.web import metrics, store_requests
from renovation.web.metrics import StoreNumbers

TODAY = dt.date(2013, 10, 22)
WEEK_OLD = StoreNumbers(3, dt.date(2013, 10, 15))


def client(
    store: Callable[[], StoreNumbers] = lambda: WEEK_OLD, base_path: str = "", interval_days: int = 7
) -> TestClient:
    cache = Cache(1000)
    cache.get("page", "key", lambda: "x" * 100)
    cache.get("page", "key", lambda: "never made")
    sources = metrics.Sources(
        store,
        lambda: 5,
        lambda: 2,
        lambda: 40,
        cache.usage,
        lambda: TODAY,
        lambda as_of: update_due(as_of, interval_days, TODAY),
    )

    async def answer(request: Request) -> Response:
        return Response(status_code=int(request.query_params["status"]))

    routes = [metrics.metrics_route(sources, base_path), Route("/{path:path}", answer, methods=["GET", "PUT"])]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(metrics.RequestCounter)]))


def measured(asked: TestClient, path: str = "/metrics") -> dict[str, float]:
    """The samples of an answer by name and labels, as Prometheus's own parser reads them."""
    answer = asked.get(path)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/plain")
    families = text_string_to_metric_families(answer.text)
    samples = [sample for family in families for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


def test_the_present_state_is_told() -> None:
    found = measured(client())
    assert (found["renovation_sessions"], found["renovation_runs_waiting"], found["renovation_followers"]) == (5, 2, 40)
    assert (found["renovation_store_up"], found["renovation_releases"]) == (1, 3)
    assert found["renovation_data_age_days"] == 7
    assert 100 < found["renovation_cache_bytes page"] < 1000
    assert (found["renovation_cache_lookups_total page hit"], found["renovation_cache_lookups_total page miss"]) == (
        1,
        1,
    )
    assert "process_cpu_seconds_total" in found


def test_overdue_days_are_told_unless_no_update_is_expected() -> None:
    assert measured(client())["renovation_data_overdue_days"] == 0
    assert measured(client(interval_days=3))["renovation_data_overdue_days"] == 4
    assert "renovation_data_overdue_days" not in measured(client(interval_days=0))


def test_an_empty_store_has_no_age() -> None:
    found = measured(client(lambda: StoreNumbers(0, None)))
    assert found["renovation_releases"] == 0
    assert "renovation_data_age_days" not in found


def test_a_store_that_fails_or_hangs_leaves_the_other_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> StoreNumbers:
        raise OSError("disk gone")

    monkeypatch.setattr(store_requests, "SECONDS", 0.05)
    answers = Event()

    def hanging() -> StoreNumbers:
        answers.wait(60)
        return WEEK_OLD

    for store in (broken, hanging):
        found = measured(client(store))
        assert (found["renovation_store_up"], found["renovation_sessions"]) == (0, 5)
        assert "renovation_releases" not in found
    answers.set()


@pytest.mark.parametrize(
    ("method", "path", "status", "counted"),
    [
        ("PUT", "/_stcore/upload_file/a/b", 204, "renovation_uploads_total"),
        ("PUT", "/_stcore/upload_file/a/b", 413, "renovation_refusals_total http_413"),
        ("GET", "/units", 400, "renovation_refusals_total http_400"),
    ],
)
def test_uploads_and_refusals_are_counted(method: str, path: str, status: int, counted: str) -> None:
    asked = client()
    before = measured(asked)
    asked.request(method, f"{path}?status={status}")
    asked.get("/units?status=404")
    after = measured(asked)
    changed = {name for name in after if name.startswith(("renovation_uploads_total", "renovation_refusals_total"))}
    assert {name: after[name] - before.get(name, 0) for name in changed if after[name] != before.get(name, 0)} == {
        counted: 1
    }


def test_the_address_lies_under_the_base_path() -> None:
    assert measured(client(base_path="kanban"), "/kanban/metrics")["renovation_sessions"] == 5
