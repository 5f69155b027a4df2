"""Who follows: a move is told to everybody, silence is filled with signs of life, and only those who look on count."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor

import pytest

from renovation.meeting import live, session
from renovation.meeting.agenda import Agenda
from renovation.meeting.live import Room, Rooms
from renovation.meeting.session import Meeting
from renovation.releases.store import Store


@pytest.fixture
def meeting(store: Store) -> Meeting:
    return session.start(store, 1, Agenda(), "overview")[0]


def later(meeting: Meeting, screen: str) -> Meeting:
    return dataclasses.replace(meeting, screen=screen, version=meeting.version + 1)


def in_a_loop(work: Coroutine[object, object, None]) -> None:
    """Runs it in a thread of its own, since a test in a browser leaves an event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def told(events: AsyncIterator[bytes]) -> str:
    return (await asyncio.wait_for(anext(events), 60)).decode()


def test_a_follower_hears_where_the_meeting_is_each_move_and_its_end(meeting: Meeting) -> None:
    async def follow() -> None:
        room = Room(meeting)
        events = room.events()
        first = await told(events)
        assert first.startswith("retry: ")
        assert '"screen": "overview"' in first
        room.move(later(meeting, "units"))
        assert '"screen": "units"' in await told(events)
        room.move(meeting)  # an older one, which everybody knows
        room.close()
        with pytest.raises(StopAsyncIteration):
            await told(events)
        assert (room.connections, room.followers) == (0, 0)

    in_a_loop(follow())


def test_silence_is_filled_with_a_sign_of_life_that_scripts_see(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.01)

    async def follow() -> None:
        events = Room(meeting).events()
        await told(events)
        assert await told(events) == "event: alive\ndata: 1\n\n"

    in_a_loop(follow())
    assert live.HEARTBEAT_SECONDS * 2 < live.SILENCE_SECONDS


def test_as_many_follow_as_half_of_the_open_files(store: Store) -> None:
    first, second = (session.start(store, 1, Agenda(), "overview")[0].id for _ in range(2))

    async def follow() -> None:
        rooms = Rooms(lambda meeting: session.find(store, meeting), lambda _meeting, _count: None)
        rooms.limit_connections(5)
        streams = [found.events() for found in (await rooms.room(first), await rooms.room(second)) if found]
        fullness = []
        for events in streams:
            fullness.append(rooms.are_full)
            await told(events)
        assert [*fullness, rooms.are_full] == [False, False, True], "the streams of all meetings count"
        await streams[0].aclose()
        assert not rooms.are_full

    in_a_loop(follow())


def test_whoever_steers_is_not_counted_as_a_follower(meeting: Meeting) -> None:
    async def follow() -> None:
        room = Room(meeting)
        crowd = [room.events(), room.events(), room.events(is_follower=False)]
        for events in crowd:
            await told(events)
        assert (room.connections, room.followers) == (3, 2)

    in_a_loop(follow())


def test_a_move_made_elsewhere_is_seen_in_the_store(
    meeting: Meeting, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "POLL_SECONDS", 0.01)

    async def follow() -> None:
        rooms = Rooms(lambda code: session.find(store, code), lambda _code, _count: None)
        assert await rooms.room("0" * session.ID_LENGTH) is None
        room = await rooms.room(meeting.id)
        assert room is not None
        events = room.events()
        await told(events)
        assert rooms.all_followers() == 1
        session.move(store, meeting.id, {"screen": "map"})
        assert '"screen": "map"' in await told(events)

    in_a_loop(follow())


def test_a_pointer_shows_where_it_is_last_on_the_screens_with_a_key_alone(meeting: Meeting) -> None:
    async def follow() -> None:
        room = Room(meeting)
        leading, following = room.events(is_follower=False), room.events()
        for events in (leading, following):
            await told(events)
        room.point([1, 2])
        room.point([3, 4])
        assert await told(leading) == "event: pointer\ndata: [3, 4]\n\n"
        room.point(None)
        assert await told(leading) == "event: pointer\ndata: null\n\n"
        room.move(later(meeting, "units"))
        for events in (leading, following):
            assert '"screen": "units"' in await told(events)

    in_a_loop(follow())
