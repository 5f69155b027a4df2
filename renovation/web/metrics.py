"""The URL `/metrics`: the server's own measurements in the text format of Prometheus.

They are counts, durations and bytes. They name no visitor, no file and no figure of the district.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from anyio import to_thread
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.status import WS_1008_POLICY_VIOLATION
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from renovation.domain.update_due import UpdateDue
from renovation.releases.cache import Usage
from renovation.web.base_path import under
from renovation.web.store_requests import ask_store

PATH: Final = "metrics"
_UPLOADS_PATH: Final = "_stcore/upload_file/"
_LOG: Final = logging.getLogger("renovation")

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
RUN_SECONDS: Final = Histogram(
    "renovation_run_seconds",
    "Duration of the runs of pages, without the wait for a turn",
    registry=REGISTRY,
    buckets=(0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
)
UPLOADS: Final = Counter("renovation_uploads", "Files that the server has received", registry=REGISTRY)
REFUSALS: Final = Counter("renovation_refusals", "Requests, keys and workbooks refused", ["reason"], registry=REGISTRY)
_REFUSED: Final = frozenset({400, 403, 413, 429, 503})
"""The HTTP statuses with which the server refuses a request. A 404 is usually a bookmark or a robot."""


@dataclass(frozen=True)
class StoreNumbers:
    """What `/metrics` states about the store: the number of releases, and the as-of date of the head.

    `as_of` is None for an empty store.
    """

    releases: int
    as_of: date | None


@dataclass(frozen=True)
class Sources:
    """Functions from which `/metrics` gets the server's current measurements.

    `store` may raise an exception and may take long; the other functions return at once. `sessions`, `waiting_runs` and
    `followers` return how many there are. `cache` returns statistics about each kind of cached value. `today` returns
    the current date, and `due` when data with a given as-of date must be updated, None if no update is expected.
    """

    store: Callable[[], StoreNumbers]
    sessions: Callable[[], int]
    waiting_runs: Callable[[], int]
    followers: Callable[[], int]
    cache: Callable[[], Mapping[str, Usage]]
    today: Callable[[], date]
    due: Callable[[date], UpdateDue | None]


class RequestCounter:
    """ASGI middleware that counts received uploads and refused requests; `/metrics` states the counts."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and counts it if it is a received upload or was refused."""
        is_upload = scope["type"] == "http" and scope["method"] == "PUT" and _UPLOADS_PATH in scope["path"]

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                if message["status"] in _REFUSED:
                    REFUSALS.labels(f"http_{message['status']}").inc()
                elif is_upload and message["status"] < 300:
                    UPLOADS.inc()
            elif message["type"] == "websocket.close" and message.get("code") == WS_1008_POLICY_VIOLATION:
                REFUSALS.labels("websocket").inc()
            await send(message)

        await self._app(scope, receive, send_counted)


def metrics_route(sources: Sources, base_path: str = "") -> Route:
    """Returns the route `/metrics`, which responds with the server's measurements in the text format of Prometheus.

    `sources` returns the current measurements. `base_path` is the path under which the dashboard is served, such as
    `kanban`; empty if it is the root.
    """

    async def metrics(_request: Request) -> Response:
        store = await ask_store(sources.store, _LOG, "The store's numbers cannot be read.")
        present = CollectorRegistry()
        present.register(_Present([*_process_metrics(sources), *_store_metrics(store, sources)]))
        written = await to_thread.run_sync(generate_latest, REGISTRY)
        headers = {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
        return Response(written + generate_latest(present), headers=headers)

    return Route(under(base_path, PATH), metrics)


class _Present(Collector):
    """A Prometheus collector for one request of `/metrics`; it holds the measurements at the time of the request.

    The Prometheus library calls `collect` to get them when it writes the response.
    """

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = tuple(metrics)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _process_metrics(sources: Sources) -> Iterator[Metric]:
    yield GaugeMetricFamily("renovation_sessions", "Open tabs with a connection", sources.sessions())
    yield GaugeMetricFamily("renovation_runs_waiting", "Runs of pages that wait for a turn", sources.waiting_runs())
    yield GaugeMetricFamily("renovation_followers", "Screens that follow a meeting", sources.followers())
    usage = sources.cache()
    cached = GaugeMetricFamily("renovation_cache_bytes", "Memory of cached results, estimated", labels=["kind"])
    looked_up = CounterMetricFamily("renovation_cache_lookups", "Look-ups in the cache", labels=["kind", "result"])
    for kind, kept in usage.items():
        cached.add_metric([kind], kept.bytes)
        looked_up.add_metric([kind, "hit"], kept.hits)
        looked_up.add_metric([kind, "miss"], kept.misses)
    yield cached
    yield looked_up


def _store_metrics(store: StoreNumbers | None, sources: Sources) -> Iterator[Metric]:
    yield GaugeMetricFamily("renovation_store_up", "1 if the store answers, else 0", store is not None)
    if store is None:
        return
    yield GaugeMetricFamily("renovation_releases", "Releases in the store", store.releases)
    if store.as_of is None:
        return
    age = (sources.today() - store.as_of).days
    yield GaugeMetricFamily("renovation_data_age_days", "Days since the newest data's as-of date", age)
    due = sources.due(store.as_of)
    if due is not None:
        overdue = "Days since an update of the data was due, 0 before"
        yield GaugeMetricFamily("renovation_data_overdue_days", overdue, due.days_overdue)
