"""The addresses of a meeting: the audience's screens, the presenter's view, moves, events, previews and our assets.

/meeting/assets/NAME              scripts and stylesheets
/meeting/screen?code=…            one screen of a release, as a preview
/meeting/ID                       the audience's screens; with `key`, the browser may steer from now on
/meeting/ID/presenter             the presenter's view
/meeting/ID/events                where the meeting is and each move, as server-sent events
/meeting/ID/move                  moves it; only the one who started it, whom they gave a key, or a publisher
/meeting/ID/status                how many follow, and the newest release; for those who may move it
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import threading
from collections.abc import Callable
from functools import lru_cache
from types import FrameType
from typing import Any, Final, Literal, Protocol

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from renovation.comparisons.alerts import Alert
from renovation.comparisons.answers import Answers
from renovation.language import LANGUAGES, Words, words_in
from renovation.meeting import session
from renovation.meeting.agenda import Agenda, Item
from renovation.meeting.deck import Deck, make_deck
from renovation.meeting.documents import ASSETS, Mode, asset, calm_page, document, policy
from renovation.meeting.live import SILENCE_SECONDS, Rooms
from renovation.meeting.session import Meeting
from renovation.publishing.access import named_by_proxy
from renovation.releases.database import StoreError
from renovation.releases.store import Release, Store

LOG: Final = logging.getLogger("renovation")
PREFIX: Final = "meeting"
COOKIE_SECONDS: Final = 7 * 24 * 3600
LARGEST_MOVE: Final = 4096
MOST_FOLLOWERS: Final = 5000
_TYPES: Final = {".js": "text/javascript", ".css": "text/css"}
_HEADERS: Final = {"Content-Security-Policy": policy(inline=False), "Cache-Control": "no-store"}


class Found(Protocol):
    """A release with its answers, the nearest to the one asked for."""

    @property
    def release(self) -> Release | None:
        """The release; None where there is none at all."""

    @property
    def answers(self) -> Answers | None:
        """Its answers."""


Handler = Callable[[int, FrameType | None], Any] | int | None
OpenRelease = Callable[[int | None], Found]
Alerts = Callable[[Release, Answers], tuple[Alert, ...]]
OpenStore = Callable[[], Store]


class Server:
    """The routes of the meetings of one store."""

    def __init__(self, shown: OpenRelease, alerts: Alerts, store: OpenStore) -> None:
        """`shown` finds a release with its answers, `alerts` what wants a decision by it; `store` opens the store.

        `store` may raise StoreError.
        """
        self._shown, self._alerts, self._store = shown, alerts, store
        self._rooms = Rooms(lambda meeting: session.find(store(), meeting))
        self._decks = lru_cache(maxsize=48)(deck_of)

    def end_at_exit(self) -> None:
        """Ends the followers' streams when this process is asked to end: the web server waits for open answers.

        Called in the event loop, once the web server has set its own handlers; theirs are called as ever.
        """
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(
                number, _first(lambda: loop.call_soon_threadsafe(self._rooms.close), signal.getsignal(number))
            )

    def routes(self) -> list[Route]:
        """What app.py mounts."""
        return [
            Route(f"/{PREFIX}/assets/{{name}}", self.assets),
            Route(f"/{PREFIX}/screen", self.preview),
            Route(f"/{PREFIX}/{{meeting}}", self.audience),
            Route(f"/{PREFIX}/{{meeting}}/presenter", self.presenter),
            Route(f"/{PREFIX}/{{meeting}}/events", self.events),
            Route(f"/{PREFIX}/{{meeting}}/status", self.status),
            Route(f"/{PREFIX}/{{meeting}}/move", self.move, methods=["POST"]),
        ]

    async def assets(self, request: Request) -> Response:
        """One of our own scripts or stylesheets."""
        name = request.path_params["name"]
        path = ASSETS / name
        if path.suffix not in _TYPES or path.parent != ASSETS or not path.is_file():
            return Response(status_code=404)
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(asset(name), media_type=_TYPES[path.suffix], headers=kept)

    async def preview(self, request: Request) -> Response:
        """One screen as it would be shown, without anything that moves it."""
        told = request.query_params
        agenda = Agenda(
            (Item(told.get("code", "")[:120]),), _language(request), told.get("dark") == "1", told.get("lights") == "1"
        )
        wanted = int(told.get("release", "")) if told.get("release", "").isdecimal() else None
        made = await to_thread.run_sync(self._deck, wanted, agenda, agenda.language)
        if made is None or made.unavailable:
            words = words_in(agenda.language)
            line = made.unavailable[0].reason if made else words.gettext("No release can be shown.")
            return HTMLResponse(calm_page(words, line, (), "."), headers=_HEADERS)
        return HTMLResponse(document(made, "preview", ".", {}), headers=_HEADERS)

    async def audience(self, request: Request) -> Response:
        """The screens as the audience sees them; in the presenter's own browser they can be moved."""
        return await self._page(request, "stage", ".")

    async def presenter(self, request: Request) -> Response:
        """The presenter's view; whoever may not steer gets the audience's screens and a calm line."""
        return await self._page(request, "presenter", "..")

    async def _page(self, request: Request, mode: Literal["stage", "presenter"], root: str) -> Response:
        meeting = await self._meeting(request)
        words = words_in(_language(request, meeting))
        _ = words.gettext
        if meeting is None:
            return _nowhere(words, root)
        key = request.query_params.get("key")
        if meeting.opens_to(key):
            return _keyed(request, meeting, str(key))
        steers = _may_move(request, meeting)
        made = await to_thread.run_sync(self._deck, meeting.release, meeting.agenda, words.language)
        if made is None:
            return _nowhere(words, root)
        calm, looking = _calm(request, meeting, made, steers, mode), request.query_params.get("screen")
        config: dict[str, Any] = {
            "meeting": meeting.id,
            "root": root,
            "state": meeting.state(),
            "asked": meeting.release,
            "silence": SILENCE_SECONDS,
        }
        if looking in made.codes and not steers:
            config["looking"] = looking
        shown_as: Mode = mode if steers else "follow"
        return HTMLResponse(document(made, shown_as, root, config, calm), headers=_HEADERS)

    async def events(self, request: Request) -> Response:
        """Where the meeting is, and each move from now on."""
        try:
            room = await self._rooms.room(request.path_params["meeting"])
        except StoreError:
            return Response(status_code=503)
        if room is None:
            return Response(status_code=404)
        if room.present >= MOST_FOLLOWERS:
            return Response(status_code=503)
        looks_on = not _may_move(request, room.meeting)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(room.events(looks_on), media_type="text/event-stream", headers=headers)

    async def move(self, request: Request) -> Response:
        """Moves the meeting and tells everybody; gives the state that it has then."""
        meeting = await self._meeting(request)
        if meeting is None:
            return Response(status_code=404)
        if not _may_move(request, meeting) or not _of_our_own(request):
            return Response(status_code=403)
        wanted = await _told(request)
        if wanted is None:
            return Response(status_code=400)
        try:
            moved = await to_thread.run_sync(session.move, self._store(), meeting.id, wanted)
        except StoreError:
            LOG.exception("The store does not answer; the move waits in the presenter's browser.")
            return Response(status_code=503)
        if moved is None:
            return Response(status_code=404)
        self._rooms.moved(moved)
        return JSONResponse(moved.state(), headers={"Cache-Control": "no-store"})

    async def status(self, request: Request) -> Response:
        """How many follow here, and the newest release."""
        meeting = await self._meeting(request)
        if meeting is None or not _may_move(request, meeting):
            return Response(status_code=404 if meeting is None else 403)
        try:
            newest = await to_thread.run_sync(lambda: self._store().head())
        except StoreError:
            newest = None
        told = {"newest": newest, "followers": self._rooms.followers(meeting.id)}
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    async def _meeting(self, request: Request) -> Meeting | None:
        """The meeting of an address; where the store does not answer, as this process last knew it."""
        meeting = request.path_params["meeting"]
        try:
            return await to_thread.run_sync(lambda: session.find(self._store(), meeting))
        except StoreError:
            LOG.warning("The store does not answer; meeting %s is shown as last known.", meeting[:20])
            return self._rooms.known(meeting)

    def _deck(self, wanted: int | None, agenda: Agenda, language: str) -> Deck | None:
        found = self._shown(wanted)
        if found.release is None or found.answers is None:
            return None
        alerts = self._alerts(found.release, found.answers)
        return self._decks(_Held(found.release, found.answers, alerts), agenda, language)


def _first(act: Callable[[], object], then: Handler) -> Callable[[int, FrameType | None], None]:
    """A signal's handler that acts before the one there was."""

    def handle(number: int, frame: FrameType | None) -> None:
        act()
        if callable(then):
            then(number, frame)

    return handle


class _Held:
    """A release with its answers, the same as another of the same content: the key of a cache."""

    def __init__(self, release: Release, answers: Answers, alerts: tuple[Alert, ...]) -> None:
        self.release, self.answers, self.alerts = release, answers, alerts

    def __hash__(self) -> int:
        return hash((self.release.release, self.release.manifest_sha256))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and (self.release, self.alerts) == (other.release, other.alerts)


def deck_of(held: _Held, agenda: Agenda, language: str) -> Deck:
    """The screens of an agenda in a language."""
    return make_deck(held.release, held.answers, held.alerts, words_in(language), agenda)


def _language(request: Request, meeting: Meeting | None = None) -> str:
    wanted = request.query_params.get("lang", "")
    return wanted if wanted in LANGUAGES else meeting.agenda.language if meeting else LANGUAGES[0]


def _calm(request: Request, meeting: Meeting, made: Deck, steers: bool, mode: str) -> str:
    """What an address asks for in vain, and what is shown instead; empty where all is well."""
    _ = made.words.gettext
    told = []
    if (mode == "presenter" or request.query_params.get("key")) and not steers:
        told.append(_("This link can only watch, not control: you follow the presenter."))
    if made.release.release != meeting.release:
        told.append(
            _("Release {wanted} cannot be opened; release {shown} is shown.").format(
                wanted=meeting.release, shown=made.release.release
            )
        )
    looking = request.query_params.get("screen")
    if looking and looking not in made.codes:
        told.append(_("The link's screen is not part of this meeting; the presenter's screen is shown."))
    return made.words.joined(told)


def _nowhere(words: Words, root: str) -> Response:
    _ = words.gettext
    line = _("There is no such meeting, or it cannot be opened at the moment.")
    links = ((_("Meeting"), f"{root}/../{PREFIX}"), (_("Overview"), f"{root}/../"))
    return HTMLResponse(calm_page(words, line, links, root), status_code=404, headers=_HEADERS)


def _keyed(request: Request, meeting: Meeting, key: str) -> Response:
    """Takes the key out of the address, which everybody may see on the screen, into a cookie."""
    language = request.query_params.get("lang", "")
    address = request.url.path.rsplit("/", 1)[-1] + (f"?lang={language}" if language in LANGUAGES else "")
    answer = RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        _cookie(meeting),
        key,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def _cookie(meeting: Meeting) -> str:
    return f"{PREFIX}_{meeting.id}"


def _may_move(request: Request, meeting: Meeting) -> bool:
    return meeting.opens_to(request.cookies.get(_cookie(meeting))) or named_by_proxy(request.headers) is not None


def _of_our_own(request: Request) -> bool:
    """Whether a page of ours sent it: other sites' forms cannot send JSON, and browsers name the site they are on."""
    said = request.headers.get("content-type", "").partition(";")[0].strip()
    return said == "application/json" and request.headers.get("sec-fetch-site", "same-origin") == "same-origin"


async def _told(request: Request) -> dict[str, Any] | None:
    """The move asked for; None where it is none, or where the browser gave up waiting and asks anew."""
    try:
        body = await request.body()
        told = json.loads(body) if len(body) <= LARGEST_MOVE else None
    except (ValueError, ClientDisconnect):
        return None
    return told if isinstance(told, dict) else None
