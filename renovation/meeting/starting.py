"""Limits how many meetings can be started, so that visitors without the publisher's key cannot fill the database."""

from __future__ import annotations

import time
from typing import Final

from renovation.meeting import session
from renovation.meeting.agenda import Agenda, Author
from renovation.meeting.session import Meeting
from renovation.releases.store import Store

KEPT_SECONDS: Final = 30 * 24 * 3600.0
"""A meeting is deleted if it was not moved for this number of seconds."""
IN_USE_SECONDS: Final = 24 * 3600.0
"""A meeting that was started or moved in this number of seconds is not deleted to make room for another visitor's."""
MOST_OF_ONE_VISITOR: Final = 20
MOST_OF_VISITORS: Final = 500
"""The most stored meetings that visitors without the publisher's key have started, all together."""


class TooManyMeetings(Exception):
    """So many meetings are in use that another one can be started only with the publisher's key."""


def start_meeting(
    store: Store, release: int, agenda: Agenda, screen: str, agenda_name: str, author: Author
) -> tuple[Meeting, str]:
    """Starts a meeting that shows the screen with the code `screen`, and returns the meeting with its key.

    `release` is the number of a release, `agenda_name` the name under which `agenda` is stored, empty if it is not
    stored. `author` is the visitor who starts the meeting. Meetings that were not moved for 30 days (KEPT_SECONDS) are
    deleted first.

    A visitor without the publisher's key may have at most MOST_OF_ONE_VISITOR meetings, and all these visitors together
    at most MOST_OF_VISITORS. If the new meeting would exceed a limit, the meetings that were moved longest ago are
    deleted, but never a meeting of another visitor that was started or moved in the last 24 hours (IN_USE_SECONDS).
    Raises TooManyMeetings if there would still be too many, and StoreError if the database does not respond.
    """
    now, meetings = time.time(), session.stored_meetings(store)
    superfluous = {one.id for one in meetings if now - one.since > KEPT_SECONDS}
    if not author.is_publisher:
        visitors = [one for one in meetings if one.id not in superfluous and not one.author.is_publisher]
        own = [one for one in visitors if one.author == author]
        superfluous |= {one.id for one in own[MOST_OF_ONE_VISITOR - 1 :]}
        others = [one for one in visitors if one.id not in superfluous]
        unused = {one.id for one in others[MOST_OF_VISITORS - 1 :] if now - one.since > IN_USE_SECONDS}
        if len(others) - len(unused) >= MOST_OF_VISITORS:
            raise TooManyMeetings
        superfluous |= unused
    for meeting in superfluous:
        session.delete(store, meeting)
    return session.start(store, release, agenda, screen, agenda_name, author)
