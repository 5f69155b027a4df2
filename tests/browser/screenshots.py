"""Takes the pictures of the README and the manual from the running app: `python -m tests.browser.screenshots`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from renovation.help.manual import PICTURES as PICTURES_OF_THE_MANUAL
from renovation.meeting import session
from renovation.meeting.agenda import Agenda
from renovation.releases.store import Store
from tests.browser.conftest import CHROMIUM, WITH_WEBGL, Server, settle, watched
from tests.simulated_year import publish_year

README = Path(__file__).parents[2] / ".readme"
MANUAL = ("overview", "units", "update", "meeting", "presenter")
"""The pictures that the manual shows too."""
PICTURES = {
    "overview": ("", "1280", "light"),
    "units": ("units", "1280", "dark"),
    "map": ("map", "1280", "light"),
    "checks": ("checks", "1280", "light"),
    "outlook": ("outlook", "1280", "light"),
    "update": ("update", "1280", "light"),
    "phone": ("", "390", "light"),
}
SIMULATED = {"history": ("history?among=units", "1280", "dark")}
"""Pictures of a simulated year: one release has no history."""
MEETING = {"meeting": ("", (1920, 1080)), "presenter": ("/presenter", (1280, 800))}
"""Pictures of a meeting on its second screen: as the audience sees it, and as its presenter does."""


def main(folder: Path) -> None:
    """Writes one PNG for each of PICTURES and SIMULATED."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as year, sync_playwright() as playwright:
        publish_year(Store(f"sqlite:///{year}/browser.db"))
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=WITH_WEBGL)
        for place, pictures in ((first, PICTURES), (year, SIMULATED)):
            server = Server(Path(place))
            for name, (path, size, theme) in pictures.items():
                with watched(browser, size, theme) as page:
                    page.goto(f"{server.address}/{path}")
                    settle(page)
                    page.wait_for_timeout(2500 if name == "map" else 500)  # the map's own scripts come last
                    page.screenshot(path=str(folder / f"{name}.png"))
            if place == first:
                _meeting(server, browser, folder)
            server.stop()
        browser.close()


def _meeting(server: Server, browser: Browser, folder: Path) -> None:
    begun, key = session.start(Store(server.database), 1, Agenda(), "units")
    for name, (view, (width, height)) in MEETING.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(f"{server.address}/meeting/{begun.id}{view}?key={key}")
        page.wait_for_timeout(1500)
        page.screenshot(path=str(folder / f"{name}.png"))
        page.close()


if __name__ == "__main__":
    main(README)
    for name in MANUAL:
        shutil.copyfile(README / f"{name}.png", PICTURES_OF_THE_MANUAL / f"{name}.png")
