"""Sessions of Streamlit without a server."""

from __future__ import annotations

from typing import Any

from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import SessionClient
from streamlit.runtime.uploaded_file_manager import UploadedFileRec


class Tab(SessionClient):
    """A browser's tab that ignores everything it is sent."""

    def write_forward_msg(self, msg: Any) -> None:
        """Takes a message."""


def connect_with_upload(runtime: Runtime, content: bytes = b"a file") -> str:
    """A session that holds an upload."""
    session = runtime.connect_session(Tab(), {})
    runtime.uploaded_file_mgr.add_file(session, UploadedFileRec("1", "week.xlsx", "", content))  # type: ignore[attr-defined]
    return session
