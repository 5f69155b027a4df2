"""ASGI middleware between Streamlit's server and the browser: security headers, and changes to the HTML of pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from urllib.parse import parse_qs, urlencode

import anyio
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from renovation.maps.base import TILE_SERVERS
from renovation.settings import tianditu_key
from renovation.web.content_policy import inline_scripts, page_policy
from renovation.web.page_html import PAGE_HEAD, VIEW_SCRIPT
from renovation.web.visitor import new_cookie

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
}
FIRST_VIEW_SECONDS: Final = 1.0
FirstView = Callable[[str, Mapping[str, str]], str]
"""A function that returns the HTML of the top of a page, given its name and the URL's parameters; an empty text if it
has none."""
_LOG: Final = logging.getLogger("renovation")
MOVED_PAGES: Final[Mapping[str, str]] = {"trends": "history"}
"""The new name of each page that was renamed, by its old name."""

WIDE_FROM: Final = 1600
"""The width in pixels from which a screen counts as wide, such as a screen on the wall of a hall."""
WIDE_SCALE: Final = 1.25
"""The factor by which everything is enlarged on a wide screen, so that it can be read from afar."""
WIDE_COOKIE: Final = "wide"
_BASE_SIZE: Final = 16
_WIDE: Final = (
    f"<style>@media(min-width:{WIDE_FROM}px){{html{{font-size:{_BASE_SIZE * WIDE_SCALE:g}px!important}}}}</style>"
    f'<script>document.cookie="{WIDE_COOKIE}="+(innerWidth>={WIDE_FROM}?1:0)+";path=/;samesite=lax"</script>'
)


class SecurityHeaders:
    """ASGI middleware that adds security headers (HEADERS) to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and its response back with HEADERS."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class PageHtml:
    """ASGI middleware that completes the HTML of every page and redirects paths that are not pages.

    - Base address: Streamlit's client guesses the server's base address from the path, so that the browser's console
      shows 404s for addresses such as `/units/_stcore/health` (streamlit/streamlit issue 7074). This middleware writes
      the base address into the `<head>`.
    - Language: the `<head>` names the language, for screen readers and for the shapes of Chinese characters.
    - Wide screens: the text is larger on wide screens. A cookie tells the server, which draws the charts, whether the
      screen is wide.
    - Scripts: the HTML `scripts` is added to the `<head>`.
    - First view: `first_view` returns HTML that the browser shows until Streamlit has drawn the page. A page waits for
      this HTML at most FIRST_VIEW_SECONDS.
    - Security: the Content-Security-Policy of a page allows the inline scripts of the `<head>`, and VIEW_SCRIPT as the
      only script in the first view.
    - Renamed pages: the old name of a page redirects to the new name.
    - Unknown pages: Streamlit responds to an unknown path with the HTML of its start page, which then opens an English
      dialog or stays empty. If the path is not in `pages`, this middleware redirects it to the overview, which shows a
      message.

    Files for download, and all requests that the routes `other_routes` match, pass unchanged. `base_path` is the part
    of the path before the name of a page.
    """

    def __init__(
        self,
        app: ASGIApp,
        pages: frozenset[str],
        base_path: str = "",
        other_routes: Sequence[BaseRoute] = (),
        first_view: FirstView = lambda _page, _parameters: "",
        scripts: str = "",
    ) -> None:
        self._root = f"/{base_path.strip('/')}"
        base = f'location.origin+"{self._root}"'
        self._app, self._pages, self._other_routes, self._first_view = app, pages, other_routes, first_view
        settings = f"<script>window.__streamlit={{BACKEND_BASE_URL:{base}}}</script>"
        self._head = f"{settings}{_WIDE}{scripts}{PAGE_HEAD}"
        self._scripts = (*inline_scripts(self._head), VIEW_SCRIPT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Completes the HTML of a page; redirects requests for a page that was renamed or does not exist.

        Every other request is passed on unchanged.
        """
        if scope["type"] != "http" or scope["method"] != "GET" or b"text/html" not in _header(scope, b"accept"):
            await self._app(scope, receive, send)
            return
        page = scope["path"].removeprefix(self._root).strip("/")
        if any(route.matches(scope)[0] is not Match.NONE for route in self._other_routes):
            await self._app(scope, receive, send)
        elif page in MOVED_PAGES:
            query = scope["query_string"].decode("latin-1")
            await self._redirect(MOVED_PAGES[page], query, scope, receive, send)
        else:
            await self._complete(page, scope, receive, send)

    async def _redirect(self, page: str, query: str, scope: Scope, receive: Receive, send: Send) -> None:
        address = f"{self._root.rstrip('/')}/{page}" if page else self._root
        await RedirectResponse(f"{address}?{query}")(scope, receive, send)

    async def _complete(self, page: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request for a page on, waits for the whole HTML of the response, completes it, and sends it.

        `page` is the name of the page in the path, "" for the overview. If there is no such page, the response is a
        redirect. The application is asked for the HTML uncompressed and without conditions; an outer middleware may
        compress it.
        """
        left_out = (b"accept-encoding", b"if-none-match", b"if-modified-since")
        plain = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in left_out]}
        started: Message | None = None
        body = b""

        async def hold_back(message: Message) -> None:
            nonlocal started, body
            if message["type"] == "http.response.start" and _is_page(message):
                started = message
            elif started is not None and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body", False):
                    return
                if page and page not in self._pages:
                    await self._redirect("", urlencode({"page": page[:40]}), scope, receive, send)
                else:
                    await self._send_completed(page, scope, started, body, send)
            else:
                await send(message)

        await self._app(plain, receive, hold_back)

    async def _send_completed(self, page: str, scope: Scope, started: Message, body: bytes, send: Send) -> None:
        parameters = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
        english = parameters.get("lang") == "en"
        view = await self._view(page, parameters)
        scripts = (*self._scripts, *inline_scripts(body.decode()))
        body = body.replace(b"<body>", b"<body>" + view.encode(), 1)
        body = body.replace(b"<head>", b"<head>" + self._head.encode(), 1)
        body = body.replace(b'<html lang="en">', b'<html lang="en">' if english else b'<html lang="zh-CN">', 1)
        headers = MutableHeaders(scope=started)
        headers["content-length"] = str(len(body))
        host = Headers(scope=scope).get("host", "")
        headers["content-security-policy"] = page_policy(scripts, host, TILE_SERVERS if tianditu_key() else "")
        for name in ("etag", "last-modified"):
            del headers[name]
        cookie = new_cookie(scope)
        if cookie:
            headers.append("set-cookie", cookie)
        await send(started)
        await send({"type": "http.response.body", "body": body})

    async def _view(self, page: str, parameters: Mapping[str, str]) -> str:
        with anyio.move_on_after(FIRST_VIEW_SECONDS):
            try:
                return await to_thread.run_sync(self._first_view, page, parameters, abandon_on_cancel=True)
            except Exception:  # noqa: BLE001 whatever fails here, the page itself must come
                _LOG.exception("The first view of a page failed; the page itself is drawn all the same.")
        return ""


def _header(scope: Scope, name: bytes) -> bytes:
    return next((bytes(value) for key, value in scope["headers"] if key == name), b"")


def _is_page(message: Message) -> bool:
    """Returns whether the start of a response announces HTML to be shown, and not a file to be downloaded."""
    headers = Headers(raw=message.get("headers", ()))
    is_html = headers.get("content-type", "").startswith("text/html")
    return message["status"] == 200 and is_html and "content-disposition" not in headers
