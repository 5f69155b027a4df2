"""A real server on this machine that takes messages, or treats them badly."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Received:
    """What has arrived: the parameters of the address and the document, by message; `closing` ends what hangs."""

    port: int
    parameters: list[dict[str, str]] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)
    closing: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/robot/send?access_token=TOKEN"


def answer(status: int = 200, body: bytes = b'{"errcode": 0, "errmsg": "ok"}', **headers: str) -> Answer:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return respond


def endless(count: int) -> Answer:
    """Sends `count` bytes again and again and never ends."""

    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b" " * count)
            time.sleep(0.01)

    return respond


@contextmanager
def webhook_server(*answers: Answer) -> Iterator[Received]:
    """A server that gives one answer after the other, the last one again and again; without any, it never answers."""
    waiting = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            received.parameters.append({name: values[0] for name, values in query.items()})
            received.documents.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if not waiting:
                received.closing.wait(60)
                return
            respond = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            with suppress(OSError):  # the other side has given up
                respond(self)

        def log_message(self, *_line: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    received = Received(server.server_address[1])
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield received
    finally:
        received.closing.set()
        server.shutdown()
        server.server_close()
