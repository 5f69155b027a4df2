"""Under `--server.baseUrlPath` every address and every link of ours stays below the base path and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest
from playwright.sync_api import Browser, expect

from renovation.meeting import session
from renovation.meeting.agenda import Agenda
from renovation.releases.store import Store
from tests.browser.conftest import ROOT, Server, settle, watched

BASE = "kanban"
LINK = re.compile(r'(?:href|src)="([^"#]+)"')


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("below"), base_path=BASE)
    yield started
    started.stop()


def test_every_link_below_the_base_path_answers(below: Server) -> None:
    meeting, key = session.start(Store(below.database), 1, Agenda(), "overview")
    here = f"{below.address}/meeting/{meeting.id}"
    pages = [f"{below.address}/{page.stem}" for page in (ROOT / "pages").glob("*.py") if page.stem != "overview"]
    starts = [f"{below.address}/", *pages, here, f"{here}/presenter", f"{below.address}/meeting/screen?code=units"]
    own = [f"{below.address}/{path}" for path in ("healthz", "readyz", "metrics", "newest")]
    with httpx2.Client(follow_redirects=True, headers={"accept": "text/html,*/*"}) as client:
        assert client.get(f"{here}?key={key}").text.count('data-mode="stage"') == 1
        asked = dict.fromkeys([*starts, *own], 0)
        for address in starts:
            asked |= dict.fromkeys((urljoin(address, link) for link in LINK.findall(client.get(address).text)), 0)
        ours = [address for address in asked if address.startswith("http://localhost")]
        assert len(ours) > 20
        assert {address for address in ours if not urlsplit(address).path.startswith(f"/{BASE}/")} == set()
        assert {address: client.get(address).status_code for address in ours} == dict.fromkeys(ours, 200)
        moved = client.post(f"{here}/move", json={"screen": "units"})
        assert (moved.status_code, moved.json()["screen"]) == (200, "units")


def test_addresses_of_nothing_lead_to_the_first_page_below_the_base_path(below: Server) -> None:
    with httpx2.Client(follow_redirects=True, headers={"accept": "text/html"}) as client:
        lost = client.get(f"{below.address}/moon")
        assert (lost.status_code, urlsplit(str(lost.url)).path.rstrip("/")) == (200, f"/{BASE}")
        nowhere = client.get(f"{below.address}/meeting/0123456789ab")
        links = [urljoin(str(nowhere.url), link) for link in LINK.findall(nowhere.text)]
        assert nowhere.status_code == 404
        assert {client.get(link).status_code for link in links} == {200}


def test_a_meeting_is_started_and_followed_below_the_base_path(below: Server, browser: Browser) -> None:
    with watched(browser) as page:
        page.goto(f"{below.address}/meeting")
        settle(page)
        expect(page.frame_locator("iframe").first.locator(".slide.shown").first).to_be_attached()
        page.get_by_role("button", name="开始演示").click()
        link = page.get_by_role("link", name="打开大屏")
        link.wait_for()
        assert f"/{BASE}/meeting/" in str(link.get_attribute("href"))
        page.goto(str(link.get_attribute("href")))
        with page.expect_response(re.compile(r"/move$")) as moved:
            page.keyboard.press("End")
        assert moved.value.ok
