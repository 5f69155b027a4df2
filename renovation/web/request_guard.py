"""Checks every request first: its host, the origin of a WebSocket, and the visitor's name that a proxy adds."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.status import WS_1008_POLICY_VIOLATION
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from renovation.settings import Network, trusted_proxies, trusted_user_header

HOST: Final = re.compile(r"([\w.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?", re.ASCII)
"""Matches a host, with or without a port: `kanban.example:8501` or `[::1]:8501`; not `[` or `a b`."""


class RequestGuard:
    """ASGI middleware that refuses requests from unknown hosts and origins, and removes untrusted visitor names.

    The name of a visitor is a header, which only a trusted proxy may add. Allowed hosts are those in
    `server.allowedHosts`; if this option is empty, all hosts are allowed. A WebSocket may come from a page of the same
    host, from `browser.serverAddress` and from `server.corsAllowedOrigins`. The header with the origin is not passed on
    to Streamlit: before Streamlit refuses an origin (`is_url_from_allowed_origins`), it asks a server on the internet
    for our address.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._proxies = app, trusted_proxies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes an allowed request on; refuses any other with status 400 (unknown host) or 403 (unknown origin)."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host, left_out = headers.get("host"), set[bytes]()
        if not is_host_allowed(host) or (host is not None and not HOST.fullmatch(host)):
            await _refuse(400, scope, receive, send)
            return
        if scope["type"] == "websocket":
            if not _is_ours(headers.get("origin"), host):
                await _refuse(403, scope, receive, send)
                return
            left_out.add(b"origin")
        if not _comes_from(self._proxies, scope, headers):
            left_out.add(trusted_user_header().lower().encode())
        kept = [pair for pair in scope["headers"] if pair[0] not in left_out]
        await self._app({**scope, "headers": kept}, receive, send)


async def _refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        # the server answers with 403
        await send({"type": "websocket.close", "code": WS_1008_POLICY_VIOLATION, "reason": ""})
    else:
        await PlainTextResponse("", status)(scope, receive, send)


def _is_ours(origin: str | None, host: str | None) -> bool:
    if origin is None or not st.get_option("server.enableCORS"):
        return True
    try:
        parts = urlsplit(origin)
        if parts.netloc == host:
            return True
        others = [f"//{st.get_option('browser.serverAddress')}", *st.get_option("server.corsAllowedOrigins")]
        return bool(parts.hostname) and parts.hostname in {urlsplit(other).hostname for other in others}
    except ValueError:
        return False


def _comes_from(proxies: tuple[Network, ...], scope: Scope, headers: Headers) -> bool:
    """Returns whether the request was sent by a trusted proxy, one of the networks `proxies`.

    `headers` are those of the request. uvicorn may replace the sender's address by the visitor's, which a sender in
    FORWARDED_ALLOW_IPS has named; it then sets the port to 0. In this case every sender in FORWARDED_ALLOW_IPS must be
    in one of the networks.
    """
    address, port = scope.get("client") or ("", 0)
    senders = [str(address)]
    if port == 0 and "x-forwarded-for" in headers:
        senders = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1").split(",")
    return all(any(_lies_in(sender.strip(), proxy) for proxy in proxies) for sender in senders)


def _lies_in(address: str, network: Network) -> bool:
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return (getattr(ip, "ipv4_mapped", None) or ip) in network
