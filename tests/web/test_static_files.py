"""Streamlit's hashed files are compressed once, and come out as they went in."""

from __future__ import annotations

import asyncio
import gzip

import brotli
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from renovation.web.static_files import CompressedFiles

CONTENT = "let figure = 334.3;\n" * 500
PATH = "/static/js/index.1a2b3c.js"


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
    status, headers, body = asyncio.run(Counted().get(PATH, accepted))
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

    answers = asyncio.run(crowd())
    assert counted.asked == [""]
    assert len({body for _status, _headers, body in answers}) == 1


def test_a_client_without_compression_and_other_addresses_are_passed_on() -> None:
    counted = Counted()
    assert asyncio.run(counted.get(PATH, "identity"))[2].decode() == CONTENT
    assert asyncio.run(counted.get("/units", "br"))[0] == 404
    assert counted.asked == ["identity", "br"]


def test_a_missing_file_is_missing_and_leaves_nothing_behind() -> None:
    counted = Counted()
    for _ in range(2):
        assert asyncio.run(counted.get("/static/js/none.js", "br"))[0] == 404
    assert len(counted.asked) == 2
    assert not counted.app._locks


def test_files_are_found_under_a_base_path() -> None:
    counted = Counted("kanban")
    assert asyncio.run(counted.get("/kanban" + PATH, "br"))[1][b"content-encoding"] == b"br"
    assert b"content-encoding" not in asyncio.run(counted.get(PATH, "br"))[1]
