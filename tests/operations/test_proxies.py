"""The printed proxies before servers that answer with what they were asked: what visitors send, and who answers them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.operations.proxies import Proxy, missing, protocol, running_proxy

PROXIES = [
    pytest.param(name, marks=pytest.mark.skipif(missing(name) is not None, reason=str(missing(name))))
    for name in ("nginx", "caddy")
]


class Echo(BaseHTTPRequestHandler):
    """Answers with the server's port, the path and the headers; below `events` with one line and no end."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.server.server_address[1] in GONE:  # a process that was killed closes the connections that it held
            self.close_connection = True
            return
        body = json.dumps([self.server.server_address[1], self.path, list(map(list, self.headers.items()))]).encode()
        self.send_response(200)
        if self.path.endswith("/events"):
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self.wfile.write(b"data: now\n\n")
            self.close_connection = True
            RELEASED.wait()
            return
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_values: Any) -> None:
        """Says nothing."""


RELEASED = threading.Event()
GONE = set[int]()


@contextmanager
def echoing() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        RELEASED.set()
        server.shutdown()
        server.server_close()
        RELEASED.clear()


@pytest.fixture(params=PROXIES)
def proxy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Proxy, list[ThreadingHTTPServer]]]:
    with ExitStack() as stack:
        servers = [stack.enter_context(echoing()) for _ in range(2)]
        addresses = [f"127.0.0.1:{one.server_address[1]}" for one in servers]
        yield stack.enter_context(running_proxy(request.param, tmp_path, "kanban", addresses)), servers


def asked(client: httpx2.Client, url: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    """Which server answered, for which path and with which headers."""
    port, path, found = client.get(url, headers=headers).raise_for_status().json()
    assert len({name.lower() for name, _value in found}) == len(found), "a header was sent twice"
    return port, path, {name.lower(): value for name, value in found}


def test_what_a_visitor_claims_is_dropped(proxy: tuple[Proxy, list[ThreadingHTTPServer]]) -> None:
    at, _servers = proxy
    claims = {"X-Forwarded-User": "mayor", "X-Forwarded-For": "10.9.9.9", "X-Forwarded-Proto": "http"}
    with httpx2.Client(verify=False) as client:
        _port, path, headers = asked(client, f"{at.address}/units?a=1", **claims)
    assert path == "/kanban/units?a=1"
    assert headers.get("x-forwarded-user", "") == ""
    assert (headers["x-forwarded-for"], headers["x-forwarded-proto"]) == ("127.0.0.1", "https")
    assert headers["host"] == f"localhost:{at.port}"


def test_http_2_is_spoken_and_metrics_stay_inside(proxy: tuple[Proxy, list[ThreadingHTTPServer]]) -> None:
    at, _servers = proxy
    assert protocol(at.port) == "h2"
    with httpx2.Client(verify=False) as client:
        assert client.get(f"{at.address}/metrics").status_code == 403
        for way in ("/", "/kanban"):
            answer = client.get(f"https://localhost:{at.port}{way}")
            assert answer.is_redirect
            assert answer.headers["location"].removeprefix(f"https://localhost:{at.port}") == "/kanban/"
        assert "max-age" in client.get(f"{at.address}/").headers["strict-transport-security"]


def test_an_event_arrives_while_the_stream_goes_on(proxy: tuple[Proxy, list[ThreadingHTTPServer]]) -> None:
    at, _servers = proxy
    url = f"{at.address}/meeting/0123456789ab/events"
    with httpx2.stream("GET", url, verify=False, timeout=60) as stream:
        assert next(stream.iter_lines()) == "data: now"
    RELEASED.set()


def test_a_browser_stays_with_one_server_until_that_is_gone(proxy: tuple[Proxy, list[ThreadingHTTPServer]]) -> None:
    at, servers = proxy
    with ExitStack() as stack:
        browsers = [stack.enter_context(httpx2.Client(verify=False, timeout=60)) for _ in range(16)]
        for number, browser in enumerate(browsers):
            browser.cookies.set("visitor", f"{number:032x}")
        first = [asked(browser, f"{at.address}/")[0] for browser in browsers]
        assert set(first) == {server.server_address[1] for server in servers}
        for browser, server in zip(browsers, first, strict=True):
            assert {asked(browser, f"{at.address}/units")[0] for _ in range(3)} == {server}
        gone, left = servers
        gone.shutdown()
        gone.server_close()
        GONE.add(gone.server_address[1])
        assert {asked(browser, f"{at.address}/")[0] for browser in browsers} == {left.server_address[1]}
