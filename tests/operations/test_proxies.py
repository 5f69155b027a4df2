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

    def do_PUT(self) -> None:
        """Takes an upload if this process has its session."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201 if self.server.server_address[1] in HAVE_SESSION else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_values: Any) -> None:
        """Says nothing."""


RELEASED = threading.Event()
GONE = set[int]()
HAVE_SESSION = set[int]()


@contextmanager
def echoing() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
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


def test_the_browsers_that_control_a_meeting_share_a_server(proxy: tuple[Proxy, list[ThreadingHTTPServer]]) -> None:
    at, _servers = proxy
    answered: dict[str, set[int]] = {"control": set(), "follow": set(), "pages": set()}
    for number in range(16):
        key = {"meeting_ffffffffffff": "other", "meeting_0123456789ab": "key", "visitor": f"{number:032x}"}
        for cookies, path, kind in (
            (key, "meeting/0123456789ab/pointer", "control"),
            (key, "meeting/0123456789ab", "control"),
            (key, "units", "pages"),
            ({"visitor": f"{number:032x}"}, "meeting/0123456789ab", "follow"),
        ):
            with httpx2.Client(verify=False, cookies=cookies) as browser:
                answered[kind].add(asked(browser, f"{at.address}/{path}")[0])
    assert [len(answered[kind]) for kind in ("control", "follow", "pages")] == [1, 2, 2]


@pytest.mark.skipif(missing("nginx") is not None, reason=str(missing("nginx")))
def test_an_upload_finds_the_process_that_has_its_session(tmp_path: Path) -> None:
    """A browser whose process was gone has its session in another one, and the first one is back."""
    with ExitStack() as stack:
        servers = [stack.enter_context(echoing()) for _ in range(3)]
        ports = [one.server_address[1] for one in servers]
        at = stack.enter_context(running_proxy("nginx", tmp_path, "kanban", [f"127.0.0.1:{port}" for port in ports]))
        browser = stack.enter_context(httpx2.Client(verify=False, cookies={"visitor": "0" * 32}))
        own = asked(browser, f"{at.address}/")[0]
        url = f"{at.address}/_stcore/upload_file/session/1"
        for port in ports:
            HAVE_SESSION.clear()
            HAVE_SESSION.add(port)
            assert browser.put(url, content=bytes(2_000_000)).status_code == 201
        HAVE_SESSION.clear()
        assert browser.put(url, content=b"week").status_code == 404
        assert asked(browser, f"{at.address}/")[0] == own, "who answers with 404 is not taken for gone"
