"""Who follows a meeting: one event loop holds them all, and a move is written once for everybody.

A follower costs a suspended coroutine, no thread. Other processes' moves, and those of the Streamlit page, are seen
by looking into the store once a second while anybody follows.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator, Callable
from typing import Final

from anyio import to_thread

from renovation.meeting.session import Meeting
from renovation.releases.database import StoreError

LOG: Final = logging.getLogger("renovation")
HEARTBEAT_SECONDS: Final = 15.0
SILENCE_SECONDS: Final = 40
"""After so long without a sign of life a browser takes its connection for dead and opens another."""
LOOK_SECONDS: Final = 1.0
RETRY_MILLISECONDS: Final = (1000, 3000)
"""Between which a browser waits before it comes back, so that not all come at once."""
ALIVE: Final = b"event: alive\ndata: 1\n\n"
"""A sign of life that scripts see; a comment would be seen by the browser alone."""
Find = Callable[[str], Meeting | None]


class Room:
    """One meeting with its followers."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.followers = 0
        """Those who look on; whoever steers is not counted."""
        self.present = 0
        self.closed = False
        self._event = event_of(meeting)
        self._moved: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def move(self, meeting: Meeting) -> None:
        """Tells every follower, unless they know already."""
        if meeting.version <= self.meeting.version:
            return
        self.meeting, self._event = meeting, event_of(meeting)
        self._wake()

    def close(self) -> None:
        """Lets every follower go; their browsers come back when there is a server again."""
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        told, self._moved = self._moved, asyncio.get_running_loop().create_future()
        told.set_result(None)

    async def events(self, looks_on: bool = True) -> AsyncIterator[bytes]:
        """What a browser is told: where the meeting is, each move, and a sign of life in between."""
        self.present += 1
        self.followers += looks_on
        try:
            known = self.meeting.version
            yield f"retry: {random.randint(*RETRY_MILLISECONDS)}\n\n".encode() + event_of(self.meeting)  # noqa: S311
            while not self.closed:
                moved = self._moved
                if known == self.meeting.version:
                    await asyncio.wait((moved,), timeout=HEARTBEAT_SECONDS)
                if self.closed:
                    return
                if known == self.meeting.version:
                    yield ALIVE
                    continue
                known = self.meeting.version
                yield self._event
        finally:
            self.present -= 1
            self.followers -= looks_on


class Rooms:
    """The meetings that somebody follows in this process."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._rooms: dict[str, Room] = {}
        self._watchers: dict[str, asyncio.Task[None]] = {}

    async def room(self, meeting: str) -> Room | None:
        """The room of a meeting, opened when the first enters; None where there is no such meeting."""
        if meeting not in self._rooms:
            found = await to_thread.run_sync(self._find, meeting)
            if found is None:
                return None
            self._rooms.setdefault(meeting, Room(found))
        if meeting not in self._watchers:
            self._watchers[meeting] = asyncio.create_task(self._watch(self._rooms[meeting]))
        return self._rooms[meeting]

    def followers(self, meeting: str) -> int:
        """How many follow a meeting in this process."""
        return self._rooms[meeting].followers if meeting in self._rooms else 0

    def known(self, meeting: str) -> Meeting | None:
        """A meeting as this process last knew it."""
        return self._rooms[meeting].meeting if meeting in self._rooms else None

    def moved(self, meeting: Meeting) -> None:
        """Tells the followers of a meeting that was moved here."""
        if meeting.id in self._rooms:
            self._rooms[meeting.id].move(meeting)

    def close(self) -> None:
        """Lets everybody go, since the server ends."""
        for room in self._rooms.values():
            room.close()

    async def _watch(self, room: Room) -> None:
        """Looks into the store until nobody has followed for a while; a store that does not answer changes nothing."""
        empty = 0
        while empty < HEARTBEAT_SECONDS / LOOK_SECONDS:
            await asyncio.sleep(LOOK_SECONDS)
            empty = 0 if room.present else empty + 1
            try:
                found = await to_thread.run_sync(self._find, room.meeting.id)
            except StoreError:
                LOG.warning("The store does not answer; the meeting's screens stay as they are.")
                continue
            if found is not None:
                room.move(found)
        del self._rooms[room.meeting.id], self._watchers[room.meeting.id]


def event_of(meeting: Meeting) -> bytes:
    """A meeting's state as a server-sent event (WHATWG HTML, section 9.2)."""
    return f"id: {meeting.version}\ndata: {json.dumps(meeting.state(), ensure_ascii=False)}\n\n".encode()
