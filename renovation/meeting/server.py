"""The URLs of meetings.

A browser controls a meeting if it has the meeting's key in a cookie; all other browsers only watch. The state of a
meeting says what all its browsers show: the release, the current screen, the highlighted unit, and the strokes that the
presenter has drawn (the ink). A move is a change of this state, which a controlling browser requests.

/meeting/assets/NAME              scripts and stylesheets
/meeting/screen?code=…            a preview of one screen
/meeting/ID                       the audience's screens; with `key`, this browser controls the meeting from now on
/meeting/ID/presenter             the presenter's view; a browser that does not control the meeting only watches
/meeting/ID/events                the state of the meeting, at once and after each move, as server-sent events
/meeting/ID/state                 the state of the meeting, once, for a browser that does not receive events

Only browsers that control the meeting may use the following URLs:

/meeting/ID/move                  requests a move
/meeting/ID/notes                 stores the presenter's notes for one screen
/meeting/ID/pointer               shows the presenter's pointer
/meeting/ID/status                the number of followers and the number of the newest release
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
import threading
from collections.abc import Callable
from functools import lru_cache
from types import FrameType
from typing import Any, Final, Literal, Protocol

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from renovation.comparisons.results import Results
from renovation.language import words_in
from renovation.meeting import session
from renovation.meeting.agenda import Agenda, Item
from renovation.meeting.control import (
    is_from_our_page,
    json_body,
    keep_key,
    may_control,
    release_number,
    requested_language,
)
from renovation.meeting.deck import Deck, make_deck
from renovation.meeting.documents import ASSET_NAMES, Mode, asset, document, notice_page
from renovation.meeting.live import SILENCE_SECONDS, Room, Rooms
from renovation.meeting.notices import (
    HEADERS,
    PREFIX,
    notice_about,
    other_release,
    unavailable_page,
    unknown_meeting_page,
)
from renovation.meeting.screens import ScreenData
from renovation.meeting.session import LONGEST_CODE, Meeting
from renovation.publishing.shown_releases import shown_head
from renovation.releases.database import StoreError
from renovation.releases.store import Release, Store

LOG: Final = logging.getLogger("renovation")


class OpenRelease(Protocol):
    """The release that a meeting asked for, with its results; another release if that one cannot be opened."""

    @property
    def release(self) -> Release | None:
        """The record of the release; None if there is no release."""

    @property
    def results(self) -> Results | None:
        """The results of the release; None if there is no release."""


Handler = Callable[[int, FrameType | None], Any] | int | None
FindRelease = Callable[[int | None], OpenRelease]
ReadScreenData = Callable[[Release, Results], ScreenData]
OpenStore = Callable[[], Store]
ChangeMeeting = Callable[[str, dict[str, Any]], Meeting | None]
"""A function that changes the meeting with an id as a request asks, and returns it; None if there is no such meeting.
It may raise StoreError."""


class Server:
    """The web server's routes for meetings: their pages, their events, and the presenter's requests.

    Every route with the id of a meeting responds with status 404 if there is no such meeting, and with 503 if the
    database does not respond and this process has not read the meeting before. A route that changes something responds
    with 403 if the browser does not control the meeting or another website sent the request, with 413 if the body is
    too long, with 400 if the body is no JSON object, and with 503 if the database does not respond.
    """

    def __init__(self, find_release: FindRelease, read_data: ReadScreenData, store: OpenStore) -> None:
        """Creates the routes.

        `find_release` returns the release with a number (None: the newest), `read_data` the data of its screens, and
        `store` the database; `store` may raise StoreError.
        """
        self._find_release, self._read_data, self._store = find_release, read_data, store
        self._process = secrets.token_hex(8)
        self._rooms = Rooms(
            lambda meeting: session.find(store(), meeting),
            lambda meeting, count: store().followers.report(meeting, self._process, count),
        )
        self._decks = lru_cache(maxsize=48)(_make_deck)

    def end_at_exit(self) -> None:
        """Ends all event streams when the process receives SIGTERM or SIGINT; the web server would wait for them.

        Must be called in the event loop after the web server has set its own signal handlers, which still run.
        """
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(
                number, _before(lambda: loop.call_soon_threadsafe(self._rooms.close), signal.getsignal(number))
            )

    def limit_followers(self, open_files: int) -> None:
        """Limits the number of event streams to half of `open_files`; a request for one more gets the status 503.

        `open_files` is the number of files and network connections that the process may have open at the same time; the
        other half stays free for the pages of the dashboard.
        """
        self._rooms.limit_connections(open_files)

    def followers(self) -> int:
        """Returns the number of followers of all meetings in this process, without browsers that control a meeting."""
        return self._rooms.all_followers()

    def routes(self, path: str = f"/{PREFIX}") -> list[Route]:
        """Returns the Starlette routes of meetings, all below `path`, which app.py adds to those of Streamlit."""
        return [
            Route(f"{path}/assets/{{name}}", self.assets),
            Route(f"{path}/screen", self.preview),
            Route(f"{path}/{{meeting}}", self.audience),
            Route(f"{path}/{{meeting}}/presenter", self.presenter),
            Route(f"{path}/{{meeting}}/events", self.events),
            Route(f"{path}/{{meeting}}/state", self.state),
            Route(f"{path}/{{meeting}}/status", self.status),
            Route(f"{path}/{{meeting}}/move", self.move, methods=["POST"]),
            Route(f"{path}/{{meeting}}/notes", self.notes, methods=["POST"]),
            Route(f"{path}/{{meeting}}/pointer", self.pointer, methods=["POST"]),
        ]

    async def assets(self, request: Request) -> Response:
        """Responds with a script or a stylesheet of a meeting's pages; with status 404 for an unknown name."""
        name = request.path_params["name"]
        if name not in ASSET_NAMES:
            return Response(status_code=404)
        media_type = "text/css" if name.endswith(".css") else "text/javascript"
        cached = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(asset(name), media_type=media_type, headers=cached)

    async def preview(self, request: Request) -> Response:
        """Responds with a preview: a page with one screen of a release, or a page that says why it cannot be shown.

        The query parameters are `code` (of the screen), `release` (a number), `lang` ("zh" or "en"), and `dark` and
        `lights`, each 1 or 0: the dark theme, and units in green or red depending on whether they reach their target.
        """
        query = request.query_params
        items = (Item(query.get("code", "")[:LONGEST_CODE]),)
        agenda = Agenda(items, requested_language(request), query.get("dark") == "1", query.get("lights") == "1")
        wanted = release_number(query.get("release", ""))
        made = await to_thread.run_sync(self._deck, wanted, agenda, agenda.language)
        if made is None or made.unavailable:
            words = words_in(agenda.language)
            line = (
                made.unavailable[0].reason
                if made
                else words("There are no figures to show yet. The overview says why.")
            )
            return HTMLResponse(notice_page(words, line, (), "."), headers=HEADERS)
        return HTMLResponse(document(made, "preview", ".", {}, other_release(wanted, made)), headers=HEADERS)

    async def audience(self, request: Request) -> Response:
        """Responds with the audience's page; a browser with the meeting's key can also change the screen there."""
        return await self._page(request, "stage", ".")

    async def presenter(self, request: Request) -> Response:
        """Responds with the presenter's view, or, without a key, with the audience's page and an explanation."""
        return await self._page(request, "presenter", "..")

    async def _page(self, request: Request, mode: Literal["stage", "presenter"], root: str) -> Response:
        try:
            meeting = await self._meeting(request)
        except StoreError:
            LOG.exception("The store does not answer; a meeting cannot be opened.")
            return unavailable_page(words_in(requested_language(request)), root)
        words = words_in(requested_language(request, meeting))
        if meeting is None:
            return unknown_meeting_page(words, root)
        key = request.query_params.get("key")
        if meeting.opens_to(key):
            return keep_key(request, meeting, str(key))
        moves = may_control(request, meeting)
        made = await to_thread.run_sync(self._deck, meeting.release, meeting.agenda, words.language)
        if made is None:
            return unavailable_page(words, root)
        notice, looking = notice_about(request, meeting, made, moves, mode), request.query_params.get("screen")
        config: dict[str, Any] = {
            "meeting": meeting.id,
            "root": root,
            "state": meeting.state(),
            "asked": meeting.release,
            "silence": SILENCE_SECONDS,
        }
        if looking in made.codes and not moves:
            config["looking"] = looking
        shown_as: Mode = mode if moves else "follow"
        notes = meeting.agenda.notes if shown_as == "presenter" else {}
        return HTMLResponse(document(made, shown_as, root, config, notice, notes), headers=HEADERS)

    async def events(self, request: Request) -> Response:
        """Responds with server-sent events: the state of the meeting, now and after each change.

        The status is 503 if the process already sends as many event streams as `limit_followers` allows.
        """
        room = await self._room(request)
        if isinstance(room, Response):
            return room
        if self._rooms.are_full:  # the screen asks for the state instead, each time over a connection that ends
            return Response(status_code=503, headers={"Connection": "close"})
        is_follower = not may_control(request, room.meeting)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(room.events(is_follower), media_type="text/event-stream", headers=headers)

    async def state(self, request: Request) -> Response:
        """Responds with the state of the meeting as JSON; a meeting that has a room is not read from the database."""
        room = await self._room(request)
        if isinstance(room, Response):
            return room
        return JSONResponse(room.meeting.state(), headers={"Cache-Control": "no-store", "Connection": "close"})

    async def _room(self, request: Request) -> Room | Response:
        """Returns the room of the meeting in the URL; if it cannot be found, a response with status 404 or 503."""
        try:
            room = await self._rooms.room(request.path_params["meeting"])
        except StoreError:
            return Response(status_code=503)
        return room or Response(status_code=404)

    async def move(self, request: Request) -> Response:
        """Changes the meeting as the JSON body asks, informs all followers, and responds with the new state as JSON.

        The status is 400 if a field of the body has an invalid value.
        """
        return await self._change(
            request, session.is_valid_move, lambda meeting, wanted: session.move(self._store(), meeting, wanted)
        )

    async def notes(self, request: Request) -> Response:
        """Stores the presenter's notes for one screen, and responds with the meeting's state as JSON.

        The JSON body has two texts: `code` (of the screen) and `notes`. The status is 400 if either
        is missing or not a text.
        """
        return await self._change(
            request,
            lambda wanted: isinstance(wanted.get("code"), str) and isinstance(wanted.get("notes"), str),
            lambda meeting, wanted: session.write_notes(self._store(), meeting, wanted["code"], wanted["notes"]),
        )

    async def _change(
        self, request: Request, is_valid: Callable[[dict[str, Any]], bool], change: ChangeMeeting
    ) -> Response:
        """Changes the meeting by `change`, and responds with its state; with 400 if `is_valid` refuses the body."""
        wanted = await self._wanted(request)
        if isinstance(wanted, Response):
            return wanted
        if not is_valid(wanted):
            return Response(status_code=400)
        try:
            changed = await to_thread.run_sync(change, request.path_params["meeting"], wanted)
        except StoreError:
            LOG.exception("The store does not answer; the change waits in the presenter's browser.")
            return Response(status_code=503)
        if changed is None:
            return Response(status_code=404)
        self._rooms.publish(changed)
        return JSONResponse(changed.state(), headers={"Cache-Control": "no-store"})

    async def pointer(self, request: Request) -> Response:
        """Shows the presenter's pointer in all browsers that control the meeting, or hides it; the status is 204.

        The JSON body has `at`: a point `[x, y]` on a canvas of 1600 by 900 units, or null to hide the pointer. The
        status is 400 if `at` is neither a point nor null.
        """
        wanted = await self._wanted(request)
        if isinstance(wanted, Response):
            return wanted
        at = wanted.get("at")
        if at is not None and not session.is_point(at):
            return Response(status_code=400)
        self._rooms.point(request.path_params["meeting"], at)
        return Response(status_code=204)

    async def _wanted(self, request: Request) -> dict[str, Any] | Response:
        """Returns the JSON object in the body of a request; an error response if the request must be refused."""
        meeting = await self._controlled(request)
        if isinstance(meeting, Response):
            return meeting
        return await json_body(request) if is_from_our_page(request) else Response(status_code=403)

    async def _controlled(self, request: Request) -> Meeting | Response:
        """Returns the meeting in the URL if the browser controls it; else a response with status 403, 404 or 503."""
        try:
            meeting = await self._meeting(request)
        except StoreError:
            LOG.exception("The store does not answer; the presenter's browser tries again.")
            return Response(status_code=503)
        if meeting is None:
            return Response(status_code=404)
        return meeting if may_control(request, meeting) else Response(status_code=403)

    async def status(self, request: Request) -> Response:
        """Responds with the number of followers (`followers`) and the number of the newest release (`newest`), as JSON.

        The followers in other processes are counted as those processes last reported them. If the database does not
        respond, `newest` is null and only the followers in this process are counted. The status is 403 if the browser
        does not control the meeting.
        """
        meeting = await self._controlled(request)
        if isinstance(meeting, Response):
            return meeting
        try:
            newest, elsewhere = await to_thread.run_sync(self._newest_and_followers_elsewhere, meeting.id)
        except StoreError:
            newest, elsewhere = None, 0
        status = {"newest": newest, "followers": self._rooms.followers(meeting.id) + elsewhere}
        return JSONResponse(status, headers={"Cache-Control": "no-store"})

    def _newest_and_followers_elsewhere(self, meeting: str) -> tuple[int | None, int]:
        store = self._store()
        return shown_head(store), store.followers.in_other_processes(meeting, self._process)

    async def _meeting(self, request: Request) -> Meeting | None:
        """Returns the meeting whose id is in the URL of `request`; None if there is no such meeting.

        If the store does not respond, returns the meeting as this process last read it. Raises StoreError if the
        process has not read it before.
        """
        meeting = request.path_params["meeting"]
        try:
            return await to_thread.run_sync(lambda: session.find(self._store(), meeting))
        except StoreError:
            known = self._rooms.last_known(meeting)
            if known is None:
                raise
            LOG.warning("The store does not answer; meeting %s is shown as last known.", meeting[:20])
            return known

    def _deck(self, wanted: int | None, agenda: Agenda, language: str) -> Deck | None:
        found = self._find_release(wanted)
        if found.release is None or found.results is None:
            return None
        data = self._read_data(found.release, found.results)
        return self._decks(_ReleaseKey(found.release, data), agenda.without_notes(), language)


def _before(act: Callable[[], object], then: Handler) -> Callable[[int, FrameType | None], None]:
    """Returns a signal handler that calls `act`, and then the previous signal handler `then` if that is a function."""

    def handle(number: int, frame: FrameType | None) -> None:
        act()
        if callable(then):
            then(number, frame)

    return handle


class _ReleaseKey:
    """A release with its data as a cache key; two keys with the same release and history are equal."""

    def __init__(self, release: Release, data: ScreenData) -> None:
        self.release, self.data = release, data

    def __hash__(self) -> int:
        return hash((self.release.release, self.release.manifest_sha256))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _ReleaseKey) or self.release != other.release:
            return False
        return self.data.history is other.data.history or self.data.history.equals(other.data.history)


def _make_deck(key: _ReleaseKey, agenda: Agenda, language: str) -> Deck:
    """Returns the screens of `agenda` for the release in `key`, in `language` ("zh" or "en"); the result is cached."""
    return make_deck(key.release, key.data, words_in(language), agenda)
