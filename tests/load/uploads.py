"""What a burst of large uploads leaves in the server's memory: `python -m tests.load.uploads [UPLOADS] [MEGABYTES]`.

Each upload is a tab on 数据更新 that sends the first workbook with a picture, sees it checked, and is closed. Prints the
resident memory of the whole server before, at its highest, and each ten seconds for a minute afterwards.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import httpx2
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs, UploadedFileInfo
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from tests.load.memory import resident, upload
from tests.load.servers import HEALTH, Server, our_app
from tests.load.visitor import Visitor

AFTER_SECONDS: Final = 60
STEP_SECONDS: Final = 10


class Uploader(Visitor):
    """A tab on the page with the uploader."""

    widget = ""
    session = ""
    sent: UploadedFileInfo | None = None

    async def send(self, server: Server, name: str, content: bytes) -> None:
        """Sends a file as a browser does, and waits for the run that checks it."""
        urls = await self._urls(name)
        address = f"http://127.0.0.1:{server.port}{urls.upload_url}"
        async with httpx2.AsyncClient(timeout=300, trust_env=False) as client:
            await client.get(f"http://127.0.0.1:{server.port}{HEALTH}")
            token = {"X-Xsrftoken": client.cookies.get("_streamlit_xsrf", "")}
            while (answer := await client.put(address, files={"file": (name, content)}, headers=token)).is_server_error:
                await asyncio.sleep(float(answer.headers["Retry-After"]))  # as the page's sentence says
            answer.raise_for_status()
        self.sent = UploadedFileInfo(name=name, size=len(content), file_id=urls.file_id, file_urls=urls)
        await self.rerun()

    async def _urls(self, name: str) -> FileURLs:
        asked = BackMsg()
        asked.file_urls_request.request_id, asked.file_urls_request.session_id = "1", self.session
        asked.file_urls_request.file_names.append(name)
        await self._connection.send(asked.SerializeToString())
        while True:
            message = ForwardMsg.FromString(await self._connection.recv(decode=False))
            if message.WhichOneof("type") == "file_urls_response":
                return message.file_urls_response.file_urls[0]

    def _request(self, fragment: str) -> bytes:
        request = BackMsg.FromString(super()._request(fragment))
        if self.sent is not None:
            state = request.rerun_script.widget_states.widgets.add(id=self.widget).file_uploader_state_value
            state.uploaded_file_info.append(self.sent)
        return request.SerializeToString()

    def _take(self, message: ForwardMsg) -> Delta | None:
        if message.WhichOneof("type") == "new_session":
            self.session = message.new_session.initialize.session_id
        return super()._take(message)

    def _look_at(self, delta: Delta) -> None:
        if delta.new_element.WhichOneof("type") == "file_uploader":
            self.widget = delta.new_element.file_uploader.id


async def send(server: Server, megabytes: int, number: int) -> None:
    """Opens a tab, sends one file, and closes the tab."""
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, compression=None, proxy=None) as connection:
        visitor = Uploader(connection, "update")
        await visitor.rerun()
        source = upload(megabytes, number)
        await visitor.send(server, source.name, source.content)


async def burst(server: Server, uploads: int, megabytes: int) -> float:
    """Sends all files at once; returns the highest memory of the server meanwhile, in MB."""
    sending = asyncio.gather(*(send(server, megabytes, number) for number in range(1, uploads + 1)))
    highest = 0.0
    while not sending.done():
        highest = max(highest, resident(server.process.pid))
        await asyncio.sleep(0.2)
    await sending
    return highest


def main() -> int:
    """Measures and reports."""
    given = [int(word) for word in sys.argv[1:3]]
    uploads, megabytes = (*given, *(20, 46)[len(given) :])
    with tempfile.TemporaryDirectory() as name, our_app(Path(name)) as server:
        asyncio.run(send(server, 1, 0))
        before = resident(server.process.pid)
        began = time.perf_counter()
        highest = asyncio.run(burst(server, uploads, megabytes))
        took = time.perf_counter() - began
        print(f"{uploads} uploads of {megabytes} MB in {took:.0f} s: {before:.0f} MB before, {highest:.0f} MB at most")
        for second in range(0, AFTER_SECONDS + 1, STEP_SECONDS):
            print(f"  after {second} s: {resident(server.process.pid):.0f} MB", flush=True)
            time.sleep(STEP_SECONDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
