"""Compresses the files of the front end once for all visitors."""

from __future__ import annotations

import asyncio
import gzip
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from renovation.web.base_path import under

FOLDER: Final = "/static/"
"""The folder of the files that Streamlit names after a hash of their content, so that they never change."""
COMPRESSORS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": lambda content: brotli.compress(content, quality=6),
    "gzip": lambda content: gzip.compress(content, compresslevel=9, mtime=0),
}
"""The functions that compress a file, best first, by the name of the encoding in `Accept-Encoding`. Browsers accept
`br` over HTTPS and on localhost only."""
_COMPRESSIBLE: Final = (".js", ".css", ".svg", ".json")


@dataclass(frozen=True)
class _File:
    headers: dict[str, str]
    content: bytes


class CompressedFiles:
    """ASGI middleware that sends compressed copies of Streamlit's scripts, styles and fonts, which never change.

    A file is compressed at the first request for it; other requests for it wait. All files of Streamlit 1.67 together
    take about 7 MB in one encoding, so the copies stay in memory.
    """

    def __init__(self, app: ASGIApp, base_path: str = "", folders: Sequence[str] = (FOLDER,)) -> None:
        """Prepares to compress the files in `folders`, whose content never changes while the server runs.

        `app` is the application that has the files. `base_path` is the path under which the dashboard is served, such
        as `kanban`; empty if it is the root.
        """
        self._app = app
        self._folders = tuple(under(base_path, folder) + "/" for folder in folders)
        self._files: dict[tuple[str, str], _File] = {}
        self._locks: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Responds to a request for a file that can be compressed; passes every other request on."""
        encoding = self._encoding(scope)
        if encoding is None:
            await self._app(scope, receive, send)
            return
        key = (str(scope["path"]), encoding)
        async with self._locks[key]:
            if key not in self._files:
                found = await self._fetched(scope)
                if found is None or found.status_code != 200:
                    del self._locks[key]
                    await (found or self._app)(scope, receive, send)
                    return
                self._files[key] = await run_in_threadpool(_compressed, found, encoding)
        file = self._files[key]
        await Response(file.content, headers=file.headers)(scope, receive, send)

    def _encoding(self, scope: Scope) -> str | None:
        """Returns the name of the compression for the response to a request, such as "br".

        Returns None if the request is not for a file that this class compresses, or if the browser accepts no such
        compression.
        """
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        path = str(scope["path"])
        if not (path.startswith(self._folders) and path.endswith(_COMPRESSIBLE)):
            return None
        accepted = {part.split(";")[0].strip() for part in Headers(scope=scope).get("accept-encoding", "").split(",")}
        return next((name for name in COMPRESSORS if name in accepted), None)

    async def _fetched(self, scope: Scope) -> Response | None:
        """Returns the application's whole response to a request for a file; None if the response is incomplete.

        The file is requested uncompressed and without conditions. The application is not told when the visitor leaves,
        because it would then stop in mid-file, and other visitors would get half a file from the cache.
        """
        left_out = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
        plain = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in left_out]}
        status, headers, body, is_whole = 500, Headers(), b"", False

        async def collect(message: Message) -> None:
            nonlocal status, headers, body, is_whole
            if message["type"] == "http.response.start":
                status, headers = message["status"], Headers(raw=message["headers"])
            else:
                body += message.get("body", b"")
                is_whole = not message.get("more_body", False)

        await self._app(plain, _nobody_leaves, collect)
        if not is_whole or len(body) != int(headers.get("content-length", len(body))):
            return None
        answer = Response(body, status)
        answer.raw_headers = [pair for pair in headers.raw if pair[0] != b"content-length"]
        answer.headers["content-length"] = str(len(body))
        return answer


async def _nobody_leaves() -> Message:
    """Waits for ever; replaces the messages from a browser, so that the application does not see the visitor leave."""
    return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]


def _compressed(answer: Response, encoding: str) -> _File:
    content = COMPRESSORS[encoding](bytes(answer.body))
    headers = MutableHeaders(raw=list(answer.raw_headers))
    for name in ("etag", "last-modified", "content-length", "accept-ranges"):
        del headers[name]
    headers["content-encoding"] = encoding
    headers.add_vary_header("Accept-Encoding")
    return _File(dict(headers), content)
