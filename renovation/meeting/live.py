"""Sends each change of a meeting to the browsers of all followers, as server-sent events.

A follower is a suspended coroutine and needs no thread; each event is serialised once for all followers. While anybody
follows, the database is read once a second to find changes made by other processes.
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
"""If a browser has received nothing for this number of seconds, it opens a new connection."""
POLL_SECONDS: Final = 1.0
RETRY_MILLISECONDS: Final = (1000, 3000)
"""The shortest and the longest time that a browser waits before it reconnects. The time is random, so that not all
browsers reconnect at once."""
ALIVE: Final = b"event: alive\ndata: 1\n\n"
"""The heartbeat of the stream of events. It is an event, because scripts do not see comments in the stream."""
REPORT_SECONDS: Final = 10.0
"""The longest time between two reports of a process about its number of followers; it also reports each change."""
MOST_CONNECTIONS: Final = 5000
Find = Callable[[str], Meeting | None]
Report = Callable[[str, int], None]
"""A function that stores, for the other processes, how many browsers follow a meeting in this process: it is called
with the meeting's id and this number. It may raise StoreError."""


class Room:
    """A meeting in this server process, which sends each change to the browsers that follow or control it.

    `meeting` is the state that was last sent. `followers` is the number of browsers that only watch, `connections` the
    number of all connected browsers. `closed` is True when the server stops.
    """

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.followers = 0
        """The connections that only watch; a presenter's is not counted."""
        self.connections = 0
        self.closed = False
        self._event = event_of(meeting)
        self._pointer, self._pointer_moves = b"", 0
        self._moved, self._pointed = _future(), _future()

    def move(self, meeting: Meeting) -> None:
        """Sends the new state of the meeting to every connected browser.

        A state is ignored if its version is not higher than that of the last state that was sent.
        """
        if meeting.version <= self.meeting.version:
            return
        self.meeting, self._event = meeting, event_of(meeting)
        self._wake()

    def point(self, at: list[int] | None) -> None:
        """Sends the position of the presenter's pointer to the browsers that control the meeting.

        `at` is the position `[x, y]` on a canvas of 1600 by 900 units over the screen, counted from its upper left
        corner; None hides the pointer. The position is neither stored nor sent to followers, because it changes 15
        times a second, and thousands may follow.
        """
        self._pointer = f"event: pointer\ndata: {json.dumps(at)}\n\n".encode()
        self._pointer_moves += 1
        pointed, self._pointed = self._pointed, _future()
        pointed.set_result(None)

    def close(self) -> None:
        """Ends every connection; the browsers connect again when a server responds."""
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        moved, self._moved = self._moved, _future()
        moved.set_result(None)

    async def events(self, is_follower: bool = True) -> AsyncIterator[bytes]:
        """Yields server-sent events: the state of the meeting now and after each change, and a heartbeat in between.

        If `is_follower` is False (the browser controls the meeting), positions of the pointer are sent too.
        """
        self.connections += 1
        self.followers += is_follower
        try:
            known, pointed = self.meeting.version, self._pointer_moves
            yield f"retry: {random.randint(*RETRY_MILLISECONDS)}\n\n".encode() + event_of(self.meeting)  # noqa: S311
            while not self.closed:
                signals = (self._moved,) if is_follower else (self._moved, self._pointed)
                if known == self.meeting.version and (is_follower or pointed == self._pointer_moves):
                    await asyncio.wait(signals, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                if self.closed:
                    return
                if known != self.meeting.version:
                    known = self.meeting.version
                    yield self._event
                elif not is_follower and pointed != self._pointer_moves:
                    pointed = self._pointer_moves
                    yield self._pointer
                else:
                    yield ALIVE
        finally:
            self.connections -= 1
            self.followers -= is_follower


def _future() -> asyncio.Future[None]:
    return asyncio.get_running_loop().create_future()


class Rooms:
    """The meetings to which browsers are connected in this server process, one Room for each meeting.

    `find` reads the meeting with an id from the store; `report` stores the number of followers of a meeting.
    """

    def __init__(self, find: Find, report: Report) -> None:
        self._find, self._report = find, report
        self._rooms: dict[str, Room] = {}
        self._watchers: dict[str, asyncio.Task[None]] = {}
        self._most_connections = MOST_CONNECTIONS

    async def room(self, meeting: str) -> Room | None:
        """Returns the room of the meeting with the id `meeting`; creates the room if necessary.

        Returns None if there is no such meeting. Raises StoreError if the database does not respond.
        """
        if meeting not in self._rooms:
            found = await to_thread.run_sync(self._find, meeting)
            if found is None:
                return None
            self._rooms.setdefault(meeting, Room(found))
        if meeting not in self._watchers:
            self._watchers[meeting] = asyncio.create_task(self._watch(self._rooms[meeting]))
        return self._rooms[meeting]

    def followers(self, meeting: str) -> int:
        """Returns the number of followers that the meeting with the id `meeting` has in this process."""
        return self._rooms[meeting].followers if meeting in self._rooms else 0

    def all_followers(self) -> int:
        """Returns the number of followers of all meetings in this process."""
        return sum(room.followers for room in list(self._rooms.values()))

    def limit_connections(self, open_files: int) -> None:
        """Limits the connections of all meetings together to MOST_CONNECTIONS and to half of `open_files`.

        `open_files` is the number of files and network connections that the process may have open at the same time; the
        other half stays free for the pages of the dashboard.
        """
        self._most_connections = min(MOST_CONNECTIONS, open_files // 2)

    @property
    def are_full(self) -> bool:
        """Whether the browsers of all meetings together already have as many connections as are allowed."""
        return sum(room.connections for room in list(self._rooms.values())) >= self._most_connections

    def last_known(self, meeting: str) -> Meeting | None:
        """Returns the meeting with the id `meeting` as this process last read it; None if it was never read."""
        return self._rooms[meeting].meeting if meeting in self._rooms else None

    def publish(self, meeting: Meeting) -> None:
        """Sends the new state of a meeting to the browsers that are connected to this process.

        The other processes find the new state in the database.
        """
        if meeting.id in self._rooms:
            self._rooms[meeting.id].move(meeting)

    def point(self, meeting: str, at: list[int] | None) -> None:
        """Sends the position of the presenter's pointer to the browsers in this process that control the meeting.

        `meeting` is the meeting's id. `at` is the position `[x, y]` on a canvas of 1600 by 900 units over the screen,
        counted from its upper left corner; None hides the pointer.
        """
        if meeting in self._rooms:
            self._rooms[meeting].point(at)

    def close(self) -> None:
        """Ends all connections; called when the server stops."""
        for room in self._rooms.values():
            room.close()

    async def _watch(self, room: Room) -> None:
        """Reads the meeting of `room` from the store every second, and sends its changes to the browsers in the room.

        It also reports the number of followers to the store. Errors of the store are logged, and it continues. It stops
        when no browser has been connected for HEARTBEAT_SECONDS, and removes the room.
        """
        empty, reported, since = 0, 0, 0.0
        while empty < HEARTBEAT_SECONDS / POLL_SECONDS:
            await asyncio.sleep(POLL_SECONDS)
            empty = 0 if room.connections else empty + 1
            try:
                found = await to_thread.run_sync(self._find, room.meeting.id)
                followers, since = room.followers, since + POLL_SECONDS
                if followers != reported or (followers and since >= REPORT_SECONDS):
                    await to_thread.run_sync(self._report, room.meeting.id, followers)
                    reported, since = followers, 0.0
            except StoreError:
                LOG.warning("The store does not answer; the meeting's screens stay as they are.")
                continue
            if found is not None:
                room.move(found)
        del self._rooms[room.meeting.id], self._watchers[room.meeting.id]


def event_of(meeting: Meeting) -> bytes:
    """Returns the state of a meeting as a server-sent event, in bytes (WHATWG HTML, section 9.2)."""
    return f"id: {meeting.version}\ndata: {json.dumps(meeting.state(), ensure_ascii=False)}\n\n".encode()
