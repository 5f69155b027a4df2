"""Streamlit's hashed files are compressed once, and come out as they went in."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import brotli
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from renovation.web.static_files import CompressedFiles

CONTENT = "let figure = 334.3;\n" * 500
PATH = "/static/js/index.1a2b3c.js"
SCOPE = {"type": "http", "method": "GET", "path": PATH, "query_string": b"", "headers": [(b"accept-encoding", b"br")]}


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine, run in a thread of its own: a browser test may leave a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class Counted:
    """An application with one file, which counts how often it is asked for it."""

    def __init__(self, base_path: str = "") -> None:
        self.asked: list[str] = []
        inner = Starlette(routes=[Route("/{path:path}", self.answer)])
        self.app = CompressedFiles(inner, base_path)

    async def answer(self, request: Request) -> Response:
        self.asked.append(request.headers.get("accept-encoding", ""))
        if not request.url.path.endswith(PATH):
            return PlainTextResponse("not found", 404)
        await asyncio.sleep(0)
        headers = {"cache-control": "public, immutable", "etag": '"1"'}
        return Response(CONTENT, headers=headers, media_type="text/javascript")

    async def get(self, path: str, accepted: str) -> tuple[int, dict[bytes, bytes], bytes]:
        sent: list[dict] = []
        scope = {
            "type": "http", "method": "GET", "path": path, "query_string": b"", "root_path": "",
            "headers": [(b"accept-encoding", accepted.encode())],
        }  # fmt: skip

        async def receive() -> dict:
            return {"type": "http.request", "body": b""}

        async def send(message: dict) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return sent[0]["status"], dict(sent[0]["headers"]), body


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpacked"),
    [("gzip, deflate, br;q=1", b"br", brotli.decompress), ("gzip, deflate", b"gzip", gzip.decompress)],
)
def test_a_file_is_sent_in_the_best_encoding_that_the_browser_takes(accepted, encoding, unpacked) -> None:
    status, headers, body = finished(Counted().get(PATH, accepted))
    assert status == 200
    assert headers[b"content-encoding"] == encoding
    assert headers[b"cache-control"] == b"public, immutable"
    assert headers[b"vary"].lower() == b"accept-encoding"
    assert headers[b"content-length"] == str(len(body)).encode()
    assert b"etag" not in headers
    assert unpacked(body).decode() == CONTENT


def test_visitors_who_come_at_once_share_one_compression() -> None:
    counted = Counted()

    async def crowd() -> list[tuple[int, dict[bytes, bytes], bytes]]:
        return await asyncio.gather(*(counted.get(PATH, "br") for _ in range(20)))

    answers = finished(crowd())
    assert counted.asked == [""]
    assert len({body for _status, _headers, body in answers}) == 1


def test_a_client_without_compression_and_other_addresses_are_passed_on() -> None:
    counted = Counted()
    assert finished(counted.get(PATH, "identity"))[2].decode() == CONTENT
    assert finished(counted.get("/units", "br"))[0] == 404
    assert counted.asked == ["identity", "br"]


def test_a_missing_file_is_missing_and_leaves_nothing_behind() -> None:
    counted = Counted()
    for _ in range(2):
        assert finished(counted.get("/static/js/none.js", "br"))[0] == 404
    assert len(counted.asked) == 2
    assert not counted.app._locks


def test_files_are_found_under_a_base_path() -> None:
    counted = Counted("kanban")
    assert finished(counted.get("/kanban" + PATH, "br"))[1][b"content-encoding"] == b"br"
    assert b"content-encoding" not in finished(counted.get(PATH, "br"))[1]


class Interrupted:
    """An application that sends half of its file when the visitor has left, as servers of files do."""

    async def __call__(self, _scope, receive, send) -> None:
        leaving = asyncio.ensure_future(receive())
        await asyncio.sleep(0.01)
        left = leaving.done() and leaving.result()["type"] == "http.disconnect"
        leaving.cancel()
        content = CONTENT.encode()
        headers = [(b"content-type", b"text/javascript"), (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if left:
            await send({"type": "http.response.body", "body": content[:100], "more_body": True})
            return
        await send({"type": "http.response.body", "body": content})


def test_a_visitor_who_leaves_in_mid_file_spoils_it_for_nobody() -> None:
    app = CompressedFiles(Interrupted())

    async def ask(receive) -> bytes:
        sent: list[dict] = []

        async def send(message: dict) -> None:
            sent.append(message)

        await app(SCOPE, receive, send)
        return b"".join(message.get("body", b"") for message in sent[1:])

    async def leaves() -> dict:
        return {"type": "http.disconnect"}

    async def stays() -> dict:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def both() -> tuple[bytes, bytes]:
        return await ask(leaves), await ask(stays)

    for body in finished(both()):
        assert brotli.decompress(body).decode() == CONTENT


def test_half_a_file_is_never_kept() -> None:
    async def half(_scope, _receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"500")]})
        await send({"type": "http.response.body", "body": b"half"})

    app = CompressedFiles(half)

    async def send(_message: dict) -> None: ...

    finished(app(SCOPE, None, send))
    assert not app._files
