"""The addresses of a meeting: whoever has the key steers, everybody else looks on, and nothing leads into a wall."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from renovation.comparisons.history import history_of, points_of
from renovation.comparisons.results import Results, results_of
from renovation.meeting import server, session
from renovation.meeting.agenda import Agenda
from renovation.meeting.control import LARGEST_BODY
from renovation.meeting.screens import ScreenData
from renovation.meeting.server import Server
from renovation.releases.database import StoreUnavailable
from renovation.releases.store import Release, Store
from tests.meeting.test_live import in_a_loop


@dataclass(frozen=True)
class Nearest:
    release: Release | None
    results: Results | None


class World:
    """A server over a store that can be taken away."""

    def __init__(self, store: Store) -> None:
        self.store, self.gone = store, False
        self.meeting, self.key = session.start(store, 1, Agenda(), "overview")

        def opened() -> Store:
            if self.gone:
                raise StoreUnavailable("removed")
            return store

        def shown(wanted: int | None) -> Nearest:
            number = wanted if wanted in {line.release for line in store.releases()} else store.head()
            return Nearest(store.release(number or 1), results_of(number or 1, store.load(number or 1)))

        self.server = Server(
            shown, lambda _release, results: ScreenData(results, (), history_of([points_of(1, results.tables)])), opened
        )
        self.app = Starlette(routes=self.server.routes())
        self.here = f"/meeting/{self.meeting.id}"

    def client(self) -> TestClient:
        return TestClient(self.app, base_url="http://localhost")


@pytest.fixture(scope="module", autouse=True)
def decks_made_once() -> Iterator[None]:
    """Worlds whose release is the same have the same deck, which takes most of a test's time to make."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "_make_deck", lru_cache(server._make_deck))
        yield


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def test_the_key_leaves_the_address_for_a_cookie_and_steers(world: World) -> None:
    client = world.client()
    first = client.get(f"{world.here}?key={world.key}", follow_redirects=False)
    assert first.status_code == 303
    assert world.key not in first.headers["location"]
    assert "httponly" in first.headers["set-cookie"].lower()
    page = client.get(world.here)
    assert 'data-mode="stage"' in page.text
    assert world.key not in page.text
    moved = client.post(f"{world.here}/move", json={"screen": "units"})
    assert moved.json()["screen"] == "units"
    assert 'data-mode="presenter"' in client.get(f"{world.here}/presenter").text
    assert client.get(f"{world.here}/status").json() == {"newest": 1, "followers": 0}


def test_the_state_is_told_to_a_screen_that_no_events_reach(world: World) -> None:
    presenter, follower = world.client(), world.client()
    presenter.get(f"{world.here}?key={world.key}")
    assert follower.get(f"{world.here}/state").json()["screen"] == "overview"
    presenter.post(f"{world.here}/move", json={"screen": "units"})
    answer = follower.get(f"{world.here}/state")
    assert (answer.json()["screen"], answer.headers["cache-control"]) == ("units", "no-store")
    assert follower.get("/meeting/0123456789ab/state").status_code == 404


def test_beyond_half_of_the_open_files_a_screen_asks_for_the_state_instead(world: World) -> None:
    world.server.limit_followers(0)
    refused = world.client().get(f"{world.here}/events")
    assert (refused.status_code, refused.headers["connection"]) == (503, "close")
    answered = world.client().get(f"{world.here}/state")
    assert (answered.json()["screen"], answered.headers["connection"]) == ("overview", "close")


def test_everybody_else_looks_on(world: World) -> None:
    client = world.client()
    page = client.get(f"{world.here}/presenter?key=wrong")
    assert page.status_code == 200
    assert 'data-mode="follow"' in page.text
    assert "此链接只能观看" in page.text
    assert client.post(f"{world.here}/move", json={"screen": "units"}).status_code == 403
    assert client.get(f"{world.here}/status").status_code == 403
    assert "主讲人提示" not in client.get(world.here).text
    found = session.find(world.store, world.meeting.id)
    assert found is not None
    assert found.screen == "overview"


def test_a_move_comes_from_a_page_of_ours_alone(world: World) -> None:
    client = world.client()
    client.get(f"{world.here}?key={world.key}")
    assert client.post(f"{world.here}/move", data={"screen": "units"}).status_code == 403
    foreign = {"sec-fetch-site": "cross-site"}
    assert client.post(f"{world.here}/move", json={"screen": "units"}, headers=foreign).status_code == 403
    assert client.post(f"{world.here}/move", json=["units"]).status_code == 400
    assert client.post(f"{world.here}/move", json={"screen": "u" * 20_000}).status_code == 413


def test_notes_are_the_presenters_alone(world: World) -> None:
    leader, other = world.client(), world.client()
    leader.get(f"{world.here}?key={world.key}")
    noted = {"code": "overview", "notes": "先讲<b>进度"}
    assert other.post(f"{world.here}/notes", json=noted).status_code == 403
    assert leader.post(f"{world.here}/notes", json=noted).status_code == 200
    assert "先讲&lt;b&gt;进度" in leader.get(f"{world.here}/presenter").text
    for page in (leader.get(world.here), other.get(world.here), other.get(f"{world.here}/presenter")):
        assert "先讲" not in page.text
    assert world.server._decks.cache_info().currsize == 1, "screens do not depend on notes"


@pytest.mark.parametrize(
    ("at", "status"), [([800, 450], 204), (None, 204), ([800], 400), ("here", 400), ([2000, 1], 400)]
)
def test_a_pointer_is_a_point_of_the_canvas_or_nowhere(world: World, at: object, status: int) -> None:
    client = world.client()
    assert client.post(f"{world.here}/pointer", json={"at": at}).status_code == 403
    client.get(f"{world.here}?key={world.key}")
    assert client.post(f"{world.here}/pointer", json={"at": at}).status_code == status


@pytest.mark.parametrize("address", ["/meeting/nowhere", "/meeting/%3Cscript%3E", f"/meeting/{'0' * 12}/presenter"])
def test_a_meeting_that_is_none_is_a_calm_line_and_a_way_on(world: World, address: str) -> None:
    page = world.client().get(address)
    assert page.status_code == 404
    assert "没有该编号的会议。" in page.text
    assert "<script" not in page.text
    assert 'href="' in page.text


def test_unknown_screens_and_releases_are_said_and_the_nearest_is_shown(world: World) -> None:
    client = world.client()
    assert "链接中的画面不在本次会议议程内" in client.get(f"{world.here}?screen=beauty").text
    session.move(world.store, world.meeting.id, {"release": 77})
    assert '"asked": 77' in client.get(world.here).text
    assert "第77期无法打开，已改为显示第1期" in client.get(world.here).text
    assert client.get("/meeting/screen?code=beauty&release=99").status_code == 200
    assert "第99期无法打开，已改为显示第1期" in client.get("/meeting/screen?code=units&release=99").text
    assert "无法打开" not in client.get("/meeting/screen?code=units&release=1").text
    assert "无法打开" not in client.get("/meeting/screen?code=units").text
    assert client.get("/meeting/screen?code=units&lang=en&dark=1").text.count('class="slide"') == 2


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fserver.py", "%2Fetc%2Fpasswd", "stage.py"])
def test_only_our_own_files_are_given_out(world: World, name: str) -> None:
    assert world.client().get(f"/meeting/assets/{name}").status_code == 404
    assert world.client().get("/meeting/assets/stage.js").status_code == 200


def test_pages_run_only_our_own_scripts(world: World) -> None:
    policy = world.client().get(world.here).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_an_overlong_release_number_is_no_error(world: World) -> None:
    assert world.client().get(f"/meeting/screen?code=units&release={'9' * 5000}").status_code == 200


HALF_A_PAIR = rb'{"screen": "\ud800"}'
DEEP = b'{"screen":' + b"[" * 4000 + b"]" * 4000 + b"}"
WRONG = [
    b"",
    b"\xff\xfe\xff",
    b"[1]",
    b'"units"',
    HALF_A_PAIR,
    DEEP,
    b'{"release": 1' + b"0" * 4400 + b"}",
    b'{"release": 1' + b"0" * 40 + b"}",
    b'{"screen": 5}',
    b'{"ink": [[1]]}',
    b'{"blank": NaN}',
]


@pytest.mark.parametrize("body", WRONG)
def test_what_is_no_move_is_refused_and_changes_nothing(world: World, body: bytes) -> None:
    client = world.client()
    client.get(f"{world.here}?key={world.key}")
    before = session.find(world.store, world.meeting.id)
    for tail in ("move", "notes"):
        sent = client.post(f"{world.here}/{tail}", content=body, headers={"content-type": "application/json"})
        assert sent.status_code == 400
    assert session.find(world.store, world.meeting.id) == before


def test_a_body_that_is_too_long_is_not_read_to_its_end(world: World) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 80_000_000:
            read += 1000
            yield b" " * 1000

    async def send() -> int:
        transport = httpx2.ASGITransport(app=world.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
            await client.get(f"{world.here}?key={world.key}")
            headers = {"content-type": "application/json"}
            return (await client.post(f"{world.here}/move", content=endless(), headers=headers)).status_code

    status: list[int] = []

    async def remember() -> None:
        status.append(await send())

    in_a_loop(remember())
    assert status == [413]
    assert read <= 2 * LARGEST_BODY


TEXTS = st.text(max_size=200)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=8,
)
FIELDS = (
    st.sampled_from(["screen", "spot", "blank", "playing", "ended", "ink", "release", "expect", "code", "notes", "at"])
    | TEXTS
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["{here}", "{here}/presenter", "{here}/status", "screen", "assets", "assets/stage.js", ""])
    | TEXTS,
    query=st.dictionaries(
        st.sampled_from(["code", "release", "lang", "dark", "lights", "key", "screen"]) | TEXTS, TEXTS
    ),
    cookie=st.binary(max_size=50),
)
def test_no_address_fails(world: World, path: str, query: dict[str, str], cookie: bytes) -> None:
    address = f"/meeting/{quote(path.format(here=world.meeting.id) if '{here}' in path else path, errors='replace')}"
    headers = {"cookie": cookie.replace(b"\n", b"").replace(b"\r", b"")}
    answer = world.client().get(address, params=query, headers=headers, follow_redirects=False)
    assert answer.status_code in {200, 303, 307, 403, 404, 405}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tail=st.sampled_from(["move", "notes", "pointer"]), wanted=st.dictionaries(FIELDS, VALUES) | VALUES)
def test_no_body_fails(world: World, tail: str, wanted: object) -> None:
    client = world.client()
    client.cookies.set(f"meeting_{world.meeting.id}", world.key)
    body = json.dumps(wanted).encode()
    sent = client.post(f"{world.here}/{tail}", content=body, headers={"content-type": "application/json"})
    assert sent.status_code in {200, 204, 400, 413}
    assert session.find(world.store, world.meeting.id) is not None


def test_whom_a_proxy_names_only_watches_until_they_take_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_TRUSTED_USER_HEADER", "X-Forwarded-User")
    client = world.client()
    client.headers["X-Forwarded-User"] = "zhang"
    assert 'data-mode="follow"' in client.get(world.here).text
    assert client.post(f"{world.here}/move", json={"screen": "units"}).status_code == 403
    client.get(f"{world.here}?key={session.add_key(world.store, world.meeting.id)}")
    assert client.post(f"{world.here}/move", json={"screen": "units"}).status_code == 200


def test_a_lost_store_is_told_apart_from_a_meeting_that_is_none(world: World) -> None:
    client = world.client()
    client.get(f"{world.here}?key={world.key}")
    world.gone = True
    page = client.get(f"{world.here}/presenter")
    assert (page.status_code, page.headers["refresh"]) == (503, "5")
    assert "会议暂时无法打开，本页会自动重试。" in page.text
    for tail in ("move", "notes", "pointer"):
        assert client.post(f"{world.here}/{tail}", json={"screen": "map"}).status_code == 503
    for tail in ("status", "events"):
        assert client.get(f"{world.here}/{tail}").status_code == 503
    world.gone = False
    assert client.post(f"{world.here}/move", json={"screen": "map"}).json()["screen"] == "map"
    assert client.get("/meeting/0123456789ab").status_code == 404


def test_a_lost_store_leaves_a_followed_meeting_on_the_screen(world: World) -> None:
    in_a_loop(_look_while_the_store_is_gone(world))


async def _look_while_the_store_is_gone(world: World) -> None:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=world.app), base_url="http://localhost") as client:
        await client.get(f"{world.here}?key={world.key}")
        follower = (await world.server._rooms.room(world.meeting.id)).events()  # type: ignore[union-attr]
        await anext(follower)
        world.gone = True
        page = await client.get(world.here)
        assert (page.status_code, 'data-mode="stage"' in page.text) == (200, True)
        assert (await client.post(f"{world.here}/move", json={"screen": "map"})).status_code == 503
        await follower.aclose()  # type: ignore[attr-defined]
