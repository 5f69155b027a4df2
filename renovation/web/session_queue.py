"""Keeps the responses to a browser's requests when a page runs again.

A run that starts empties the queue of a session (`ForwardMsgQueue.clear` of Streamlit 1.67), so that old elements are
not sent. Responses that wait there for some milliseconds are lost too, and the browser waits for them: a file that is
chosen at that moment is never uploaded, and a download never comes.
"""

from __future__ import annotations

from typing import Final

from streamlit.runtime import app_session
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

_ANSWERS: Final = ("file_urls_response", "backend_operation_response")
"""The messages that answer an upload, and a download or the next rows of a table."""


class SessionQueue(ForwardMsgQueue):
    """Streamlit's queue of messages to one browser, which keeps responses when it is emptied for a new run.

    A response belongs to a request of the browser; it is, for instance, the address of a file to download.
    """

    def clear(self, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None) -> None:
        """Removes the messages from the queue as Streamlit does, but keeps responses when a page runs again.

        The parameters are Streamlit's own. `retain_lifecycle_msgs` is True if a new run starts. `fragment_ids_this_run`
        is None for a run of the whole page; in a run of a fragment, Streamlit itself keeps the responses.
        """
        is_new_run = retain_lifecycle_msgs and fragment_ids_this_run is None
        answers = [message for message in self._queue if is_new_run and message.WhichOneof("type") in _ANSWERS]
        super().clear(retain_lifecycle_msgs, fragment_ids_this_run)
        self._queue += answers


def keep_answers() -> None:
    """Makes all Streamlit sessions that are opened from now on use SessionQueue."""
    app_session.ForwardMsgQueue = SessionQueue  # type: ignore[attr-defined]
