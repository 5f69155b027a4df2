"""What a browser has asked for is answered, even if its page runs again before the answer is sent."""

from __future__ import annotations

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, app_session

from renovation.web.session_queue import SessionQueue, keep_answers
from tests.meeting.test_live import in_a_loop
from tests.web.sessions import Tab


def message(kind: str) -> ForwardMsg:
    made = ForwardMsg()
    getattr(made, kind).SetInParent()
    return made


@pytest.mark.parametrize("fragments", [None, ["a fragment"]])
def test_a_new_run_drops_elements_and_keeps_each_answer_once(fragments: list[str] | None) -> None:
    queue = SessionQueue()
    for kind in ("delta", "file_urls_response", "new_session", "backend_operation_response"):
        queue.enqueue(message(kind))
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=fragments)
    kept = sorted(
        str(sent.WhichOneof("type")) for sent in queue.flush() if fragments is None or not sent.HasField("delta")
    )
    assert kept == ["backend_operation_response", "file_urls_response", "new_session"]
    assert queue.is_empty()


def test_a_file_that_is_chosen_when_a_run_starts_gets_its_address(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_session, "ForwardMsgQueue", app_session.ForwardMsgQueue)

    async def visit() -> None:
        await runtime.start()
        keep_answers()
        session = runtime._session_mgr.get_session_info(runtime.connect_session(Tab(), {})).session  # type: ignore[union-attr]
        asked = BackMsg()
        asked.file_urls_request.file_names.append("week.xlsx")
        session.handle_backmsg(asked)
        session._clear_queue()  # as when a run starts
        sent = [one.file_urls_response for one in session.flush_browser_queue() if one.HasField("file_urls_response")]
        assert [len(answer.file_urls) for answer in sent] == [1]
        runtime.stop()

    in_a_loop(visit())
