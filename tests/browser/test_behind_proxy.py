"""Two processes of the dashboard behind the printed nginx configuration: TLS, a base path, one database, one secret."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack

import httpx2
import pytest
from playwright.sync_api import Browser

from renovation.meeting import session
from renovation.meeting.agenda import Agenda
from renovation.releases.store import Store
from tests.browser.conftest import Server, in_context, settle, until
from tests.operations.proxies import Proxy, missing, running_proxy

BASE = "kanban"
SETTINGS = {
    "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
    "STREAMLIT_SERVER_COOKIE_SECRET": "the same in both processes",
    "STREAMLIT_SERVER_ALLOWED_HOSTS": "localhost 127.0.0.1",
}

pytestmark = pytest.mark.skipif(missing("nginx") is not None, reason=str(missing("nginx")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Proxy, Store]]:
    folder = tmp_path_factory.mktemp("behind")
    with ExitStack() as stack:
        servers = []
        for name in ("first", "second"):
            place = folder / name
            place.mkdir()
            servers.append(Server(place, base_path=BASE, database=folder / "renovation.db", **SETTINGS))
            stack.callback(servers[-1].stop)
        upstreams = [f"127.0.0.1:{server.port}" for server in servers]
        yield stack.enter_context(running_proxy("nginx", folder, BASE, upstreams)), Store(servers[0].database)


def test_pages_are_drawn_over_http_2_with_a_secure_cookie(site: tuple[Proxy, Store], browser: Browser) -> None:
    at, _store = site
    with in_context(browser, ignore_https_errors=True) as context:
        page, failed = context.new_page(), []
        page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
        for name in ("", "units", "update"):
            page.goto(f"{at.address}/{name}")
            settle(page)
        assert page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol") == "h2"
        (cookie,) = [one for one in context.cookies() if one["name"] == "visitor"]
        assert (cookie["secure"], cookie["httpOnly"]) == (True, True)
        assert failed == []


def test_a_websocket_of_another_site_is_refused(site: tuple[Proxy, Store]) -> None:
    at, _store = site
    assert answered(at, f"https://localhost:{at.port}") == 101
    assert answered(at, "https://elsewhere.example") == 403


def answered(at: Proxy, origin: str) -> int:
    """The status with which a WebSocket from a page of `origin` is answered.

    Asked for in one thread: websockets' client reads in a second one, and OpenSSL loses one request in some hundreds
    where that reads nginx's session tickets at the moment of writing. Nobody answers then, until nginx gives up.
    """
    handshake = {
        "connection": "upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": base64.b64encode(bytes(16)).decode(),
        "sec-websocket-protocol": "streamlit",
    }
    url = f"{at.address}/_stcore/stream"
    with (
        httpx2.Client(verify=False) as client,
        client.stream("GET", url, headers={**handshake, "origin": origin}) as said,
    ):
        return said.status_code


def test_every_process_sees_a_move_and_tells_its_followers(site: tuple[Proxy, Store]) -> None:
    """Eight followers with cookies of their own are spread over both processes; the presenter talks to one of them."""
    at, store = site
    begun, key = session.start(store, 1, Agenda(), "overview")
    here = f"{at.address}/meeting/{begun.id}"
    with ExitStack() as stack:
        streams = []
        for number in range(8):
            client = stack.enter_context(httpx2.Client(verify=False, timeout=60, cookies={"visitor": f"{number:032x}"}))
            streams.append(stack.enter_context(client.stream("GET", f"{here}/events")).iter_lines())
        assert [state_of(stream)["screen"] for stream in streams] == ["overview"] * 8
        presenter = stack.enter_context(httpx2.Client(verify=False, follow_redirects=True))
        presenter.get(f"{here}?key={key}")
        moved = presenter.post(
            f"{here}/move", json={"screen": "units"}, headers={"origin": f"https://localhost:{at.port}"}
        )
        assert moved.status_code == 200
        assert [state_of(stream)["screen"] for stream in streams] == ["units"] * 8


def state_of(lines: Iterator[str]) -> dict[str, str]:
    """The next state of the meeting in a stream of events."""
    for line in lines:
        if line.startswith("data: {"):
            state = json.loads(line.removeprefix("data: "))
            assert isinstance(state, dict)
            return state
    raise AssertionError("the stream ended")


def test_a_hall_follows_in_the_browser(site: tuple[Proxy, Store], browser: Browser) -> None:
    at, store = site
    begun, key = session.start(store, 1, Agenda(), "overview")
    here = f"{at.address}/meeting/{begun.id}"
    with (
        in_context(browser, ignore_https_errors=True) as hall,
        in_context(browser, ignore_https_errors=True, locale="zh-CN") as own,
    ):
        screen, presenter = hall.new_page(), own.new_page()
        screen.goto(here)
        presenter.goto(f"{here}?key={key}")
        with presenter.expect_response(lambda answer: answer.url.endswith("/move")) as moved:
            presenter.keyboard.press("End")
        assert moved.value.ok
        last = presenter.evaluate("document.querySelector('.slide.shown').dataset.code")
        until(screen, f"document.querySelector('.slide.shown')?.dataset.code === '{last}'")
