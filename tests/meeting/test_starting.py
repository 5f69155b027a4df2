"""Visitors without the publisher's key cannot fill the database with meetings, and meetings do not stay for ever."""

from __future__ import annotations

import pytest

from renovation.meeting import session, starting
from renovation.meeting.agenda import Agenda, Author
from renovation.meeting.session import Meeting
from renovation.meeting.starting import (
    IN_USE_SECONDS,
    KEPT_SECONDS,
    MOST_OF_ONE_VISITOR,
    TooManyMeetings,
    start_meeting,
)
from renovation.releases.store import Store

CLERK = Author("clerk", is_publisher=True)


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


class Clock:
    def __init__(self) -> None:
        self.now = 1e9

    def time(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in (session, starting):
        monkeypatch.setattr(module, "time", clock)
    return clock


def begun(store: Store, author: Author) -> Meeting:
    return start_meeting(store, 1, Agenda(), "overview", "", author)[0]


def test_a_meeting_that_nobody_moved_for_a_month_is_deleted_at_the_next_start(store: Store, clock: Clock) -> None:
    old, moved = begun(store, Author("a")), begun(store, CLERK)
    clock.now += KEPT_SECONDS - 100
    session.move(store, moved.id, {"screen": "units"})
    clock.now += 200
    newest = begun(store, Author("b"))
    assert session.find(store, old.id) is None
    assert [one.id for one in session.stored_meetings(store)] == [newest.id, moved.id]


def test_one_visitor_keeps_the_last_of_many_meetings_and_others_theirs(store: Store) -> None:
    other, clerks = begun(store, Author("other")), begun(store, CLERK)
    meetings = [begun(store, Author("a")) for _ in range(MOST_OF_ONE_VISITOR + 5)]
    kept = {one.id for one in session.stored_meetings(store)}
    assert kept == {other.id, clerks.id, *(one.id for one in meetings[5:])}


def test_invented_visitors_are_limited_together_and_a_publisher_never(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "MOST_OF_VISITORS", 3)
    first, *_others = [begun(store, Author(f"visitor {number}")) for number in range(3)]
    with pytest.raises(TooManyMeetings):
        begun(store, Author("one more"))
    clerks = begun(store, CLERK)
    clock.now += IN_USE_SECONDS
    begun(store, Author("one more"))
    assert session.find(store, first.id) is None
    assert session.find(store, clerks.id) is not None
    assert len(session.stored_meetings(store)) == 4
