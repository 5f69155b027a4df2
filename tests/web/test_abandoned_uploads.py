"""The uploads of a tab that was closed leave the memory; those of a tab that is open or was closed just now stay."""

from __future__ import annotations

import gc
import weakref

from streamlit.runtime import Runtime

from renovation.web.abandoned_uploads import GRACE_SECONDS, AbandonedUploads
from tests.meeting.test_live import in_a_loop
from tests.web.sessions import Tab, connect_with_upload


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_upload_is_freed_once_its_tab_has_been_closed_for_a_while(runtime: Runtime) -> None:
    async def visit() -> None:
        await runtime.start()
        clock = Clock()
        uploads = AbandonedUploads(runtime, clock)
        closed, open_still = connect_with_upload(runtime), connect_with_upload(runtime)
        session = weakref.ref(runtime._session_mgr.get_session_info(closed).session)  # type: ignore[union-attr]
        runtime.disconnect_session(closed)
        assert uploads.close() == 0
        clock.now += GRACE_SECONDS - 1
        assert uploads.close() == 0
        assert set(runtime.uploaded_file_mgr.file_storage) == {closed, open_still}  # type: ignore[attr-defined]
        clock.now += 1
        assert uploads.close() == 1
        assert set(runtime.uploaded_file_mgr.file_storage) == {open_still}  # type: ignore[attr-defined]
        assert not runtime.is_active_session(closed)
        gc.collect()
        assert session() is None
        assert uploads.close() == 0
        runtime.stop()

    in_a_loop(visit())


def test_a_tab_that_comes_back_keeps_its_upload_and_its_time_starts_anew(runtime: Runtime) -> None:
    async def visit() -> None:
        await runtime.start()
        clock = Clock()
        uploads = AbandonedUploads(runtime, clock)
        session = connect_with_upload(runtime)
        runtime.disconnect_session(session)
        uploads.close()
        clock.now += GRACE_SECONDS / 2
        assert runtime.connect_session(Tab(), {}, existing_session_id=session) == session
        uploads.close()
        clock.now += GRACE_SECONDS / 2
        runtime.disconnect_session(session)
        assert uploads.close() == 0
        assert session in runtime.uploaded_file_mgr.file_storage  # type: ignore[attr-defined]
        runtime.stop()

    in_a_loop(visit())
