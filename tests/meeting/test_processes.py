"""Two processes on one database hold one meeting: each has a server and a store of its own, and no memory in common."""

from __future__ import annotations

import asyncio

import pytest

from renovation.meeting import live, session
from renovation.meeting.agenda import Agenda
from renovation.meeting.live import Rooms
from renovation.releases import followers
from renovation.releases.store import Store
from tests.meeting.test_live import in_a_loop, told
from tests.meeting.test_server import World


@pytest.fixture
def worlds(any_store: Store) -> tuple[World, World]:
    return World(any_store), World(Store(any_store.url))


def test_a_meeting_started_in_one_process_is_shown_and_moved_in_the_other(worlds: tuple[World, World]) -> None:
    first, second = worlds
    presenter = second.client()
    assert presenter.get(f"{first.here}?key={first.key}", follow_redirects=False).status_code == 303
    assert presenter.post(f"{first.here}/move", json={"screen": "units"}).json()["screen"] == "units"
    page = first.client().get(first.here)
    assert page.status_code == 200
    assert '"screen": "units"' in page.text


def test_followers_in_one_process_hear_the_moves_of_the_other(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "POLL_SECONDS", 0.01)
    begun, _key = session.start(any_store, 1, Agenda(), "overview")
    here, there = any_store, Store(any_store.url)

    async def follow() -> None:
        rooms = Rooms(lambda meeting: session.find(here, meeting), lambda _meeting, _count: None)
        room = await rooms.room(begun.id)
        assert room is not None
        crowd = [room.events() for _ in range(3)]
        for events in crowd:
            await told(events)
        for screen in ("map", "goals", "overview"):
            session.move(there, begun.id, {"screen": screen})
            assert [f'"screen": "{screen}"' in await told(events) for events in crowd] == [True] * 3

    in_a_loop(follow())


def test_a_process_counts_the_followers_of_the_others_until_they_end(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "POLL_SECONDS", 0.01)
    begun, _key = session.start(any_store, 1, Agenda(), "overview")
    elsewhere = Store(any_store.url).followers

    async def counted(expected: int) -> None:
        async with asyncio.timeout(60):
            while elsewhere.in_other_processes(begun.id, "there") != expected:
                await asyncio.sleep(0.01)

    async def follow() -> None:
        rooms = Rooms(
            lambda meeting: session.find(any_store, meeting),
            lambda meeting, count: any_store.followers.report(meeting, "here", count),
        )
        room = await rooms.room(begun.id)
        assert room is not None
        crowd = [room.events() for _ in range(3)]
        for events in crowd:
            await told(events)
        await counted(3)
        assert any_store.followers.in_other_processes(begun.id, "here") == 0
        await crowd[0].aclose()
        await counted(2)

    in_a_loop(follow())
    monkeypatch.setattr(followers, "FORGOTTEN_SECONDS", -1.0)
    assert elsewhere.in_other_processes(begun.id, "there") == 0


def test_the_presenter_is_told_the_followers_of_both_processes(worlds: tuple[World, World]) -> None:
    first, second = worlds
    second.store.followers.report(first.meeting.id, "another", 7)
    presenter = first.client()
    presenter.get(f"{first.here}?key={first.key}")
    assert presenter.get(f"{first.here}/status").json() == {"newest": 1, "followers": 7}
