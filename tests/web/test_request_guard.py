"""Foreign hosts and origins are refused without a question to the internet; a proxy's name counts from listed proxies."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send

from renovation.settings import trusted_proxies
from renovation.web.request_guard import RequestGuard
from tests.meeting.test_live import in_a_loop

NAME = (b"x-forwarded-user", "张三".encode())
FORWARDED = (b"x-forwarded-for", b"10.9.9.9")


def asked(kind: str, *headers: tuple[bytes, bytes], client: tuple[str, int] = ("10.0.0.7", 4711)) -> dict[str, Any]:
    """What the guard does with a request: the headers that pass it, or what it sends."""
    found: dict[str, Any] = {}

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        found["headers"] = {name for name, _value in scope["headers"]}

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(message: Message) -> None:
        found.setdefault("sent", message.get("status", message["type"]))

    async def call() -> None:
        scope = {"type": kind, "method": "GET", "path": "/", "headers": list(headers), "client": client}
        await RequestGuard(app)(scope, receive, send)

    in_a_loop(call())
    return found


def host(name: str) -> tuple[bytes, bytes]:
    return b"host", name.encode()


def origin(address: str) -> tuple[bytes, bytes]:
    return b"origin", address.encode()


@pytest.mark.parametrize("address", ["http://evil.example", "null", "http://[", "https://kanban.example.evil"])
def test_a_websocket_of_another_site_is_refused_and_streamlit_does_not_see_it(address: str) -> None:
    refused = asked("websocket", host("kanban.example:8501"), origin(address))
    assert refused == {"sent": "websocket.close"}


@pytest.mark.parametrize("address", ["http://kanban.example:8501", "https://kanban.example:8501", None])
def test_a_websocket_of_our_own_pages_passes_without_its_origin(address: str | None) -> None:
    headers = [host("kanban.example:8501"), *([origin(address)] if address else [])]
    assert asked("websocket", *headers) == {"headers": {b"host"}}


def test_a_websocket_passes_from_an_address_that_the_operator_has_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"server.corsAllowedOrigins": ["https://kanban.example"], "server.allowedHosts": []}
    monkeypatch.setattr(st, "get_option", lambda name: options.get(name, True))
    behind_a_proxy = (host("127.0.0.1:8501"), origin("https://kanban.example"))
    assert asked("websocket", *behind_a_proxy) == {"headers": {b"host"}}


@pytest.mark.parametrize("name", ["[", "a b", "evil.example/path", "user@kanban.example", ""])
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_malformed_host_is_refused(kind: str, name: str) -> None:
    assert asked(kind, host(name)) == {"sent": 400 if kind == "http" else "websocket.close"}


def test_only_allowed_hosts_are_answered_where_the_operator_lists_them() -> None:
    before = st.get_option("server.allowedHosts")
    st.config.set_option("server.allowedHosts", ["kanban.example"])  # type: ignore[attr-defined]
    try:
        assert asked("http", host("kanban.example:8501")) == {"headers": {b"host"}}
        assert asked("http", host("evil.example")) == {"sent": 400}
        assert asked("http") == {"sent": 400}
    finally:
        st.config.set_option("server.allowedHosts", before)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("listed", "client", "headers", "counts"),
    [
        (None, ("127.0.0.1", 4711), (NAME,), True),
        (None, ("::1", 4711), (NAME,), True),
        (None, ("::ffff:127.0.0.1", 4711), (NAME,), True),
        (None, ("10.9.9.9", 0), (NAME, FORWARDED), True),
        (None, ("10.9.9.9", 4711), (NAME, FORWARDED), False),
        (None, ("10.9.9.9", 4711), (NAME,), False),
        ("10.9.0.0/16", ("10.9.9.9", 4711), (NAME,), True),
        ("10.9.0.0/16", ("127.0.0.1", 4711), (NAME,), False),
        ("10.9.0.0/16", ("10.9.9.9", 0), (NAME, FORWARDED), False),
        (None, ("", 4711), (NAME,), False),
    ],
)
def test_a_name_counts_from_listed_proxies_only(
    monkeypatch: pytest.MonkeyPatch, listed: str | None, client: tuple[str, int], headers: Any, counts: bool
) -> None:
    monkeypatch.setenv("RENOVATION_TRUSTED_USER_HEADER", "X-Forwarded-User")
    if listed:
        monkeypatch.setenv("RENOVATION_TRUSTED_PROXIES", listed)
    for kind in ("http", "websocket"):
        assert (NAME[0] in asked(kind, *headers, client=client)["headers"]) == counts


def test_a_wrong_address_of_a_proxy_is_told_with_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_TRUSTED_PROXIES", "127.0.0.1, proxy.example")
    with pytest.raises(ValueError, match=r"RENOVATION_TRUSTED_PROXIES.*proxy\.example"):
        trusted_proxies()
