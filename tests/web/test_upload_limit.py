"""Uploads wait for one another instead of filling the memory; a small one is received beside large ones."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.runtime import Runtime

from renovation.reading.files.limits import LARGEST_FILE
from renovation.web import upload_limit
from renovation.web.upload_limit import MOST_BYTES, SMALL_UPLOAD, UploadLimit
from tests.meeting.test_live import in_a_loop
from tests.web.sessions import connect_with_upload


class Uploads:
    """Uploads on the way: each is held until it is let go."""

    def __init__(self) -> None:
        self.arrived, self.answers, self.go = list[int](), list[tuple[int, dict[bytes, bytes]]](), asyncio.Event()
        self.limit = UploadLimit(self._receive_slowly)

    async def _receive_slowly(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.arrived.append(int(dict(scope["headers"]).get(b"content-length", b"0")))
        await self.go.wait()
        await send({"type": "http.response.start", "status": 204, "headers": []})

    def send(self, session: str, size: int | None, method: str = "PUT", path: str = "") -> asyncio.Task[None]:
        headers = [] if size is None else [(b"content-length", str(size).encode())]
        path = path or f"/kanban/_stcore/upload_file/{session}/1"
        scope = {"type": "http", "method": method, "path": path, "headers": headers}

        async def receive() -> Message:
            return {"type": "http.request", "body": b""}

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.answers.append((message["status"], dict(message["headers"])))

        return asyncio.create_task(self.limit(scope, receive, answered))


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_limit, "_LOOK_SECONDS", 0.01)


async def settled() -> None:
    """Lets everything on the way run as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0.005)


def test_the_upload_that_does_not_fit_waits_until_another_is_through(runtime: Runtime) -> None:
    async def visit() -> None:
        await runtime.start()
        session, uploads = connect_with_upload(runtime), Uploads()
        half = MOST_BYTES // 8
        for _ in range(8):
            uploads.send(session, half)
        await settled()
        assert uploads.arrived == 7 * [half], "the small file that is kept already takes the last place"
        uploads.send(session, SMALL_UPLOAD)
        uploads.send(session, None, path="/units")
        uploads.send(session, LARGEST_FILE, method="DELETE")
        await settled()
        assert uploads.arrived[7:] == [SMALL_UPLOAD, 0, LARGEST_FILE], "what is small or no upload does not wait"
        uploads.go.set()
        await settled()
        assert len(uploads.arrived) == 11
        assert [status for status, _headers in uploads.answers] == 11 * [204]

    in_a_loop(visit())


def test_uploads_of_unknown_size_count_as_the_largest(runtime: Runtime) -> None:
    async def visit() -> None:
        await runtime.start()
        session, uploads = connect_with_upload(runtime), Uploads()
        for _ in range(4):
            uploads.send(session, None)
        await settled()
        assert len(uploads.arrived) == 3

    in_a_loop(visit())


def test_what_open_tabs_keep_counts_and_a_wait_ends_with_503(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_limit, "MOST_BYTES", 3000)
    monkeypatch.setattr(upload_limit, "SMALL_UPLOAD", 10)
    monkeypatch.setattr(upload_limit, "WAIT_SECONDS", 0.05)

    async def visit() -> None:
        await runtime.start()
        session, uploads = connect_with_upload(runtime, bytes(2000)), Uploads()
        await uploads.send(session, 1001)
        assert uploads.answers == [(503, uploads.answers[0][1])]
        assert b"retry-after" in uploads.answers[0][1]
        waiting = uploads.send(session, 1001)
        runtime.uploaded_file_mgr.remove_session_files(session)
        await settled()
        assert uploads.arrived == [1001]
        waiting.cancel()

    in_a_loop(visit())


def test_the_session_of_another_process_is_answered_with_404(runtime: Runtime) -> None:
    async def visit() -> None:
        await runtime.start()
        uploads = Uploads()
        await uploads.send("elsewhere", 10)
        assert ([status for status, _headers in uploads.answers], uploads.arrived) == ([404], [])

    in_a_loop(visit())
