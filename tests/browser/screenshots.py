"""Takes the pictures of the README and the manual from the running app: `python -m tests.browser.screenshots`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, sync_playwright

from renovation.help.manual import PICTURES as PICTURES_OF_THE_MANUAL
from renovation.language import LANGUAGES
from renovation.meeting import session
from renovation.meeting.agenda import Agenda
from renovation.releases.store import Store
from tests.browser.conftest import CHROMIUM, WITH_WEBGL, Server, settle, watched
from tests.simulated_year import publish_year

README = Path(__file__).parents[2] / ".readme"
MANUAL = ("overview", "units", "update", "meeting", "presenter")
"""The pictures that the manual shows too, in its own language."""
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
EMPTY_END = 40
COLOURS = 128
"""In a picture's palette: more are not told apart, and take twice the room."""


def main() -> None:
    """Takes the README's pictures in Chinese, and the manual's in both languages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=WITH_WEBGL)
        with started() as server:
            for language in LANGUAGES:
                take_first(server, browser, language, PICTURES_OF_THE_MANUAL / language)
        with started(year=True) as server:
            for name, (path, size, theme) in SIMULATED.items():
                with watched(browser, size, theme) as page:
                    take(page, f"{server.address}/{path}", README / f"{name}.png")
        browser.close()


@contextmanager
def started(year: bool = False) -> Iterator[Server]:
    """The dashboard with the first release, or with a simulated year."""
    with tempfile.TemporaryDirectory() as folder:
        if year:
            publish_year(Store(f"sqlite:///{folder}/browser.db"))
        server = Server(Path(folder))
        yield server
        server.stop()


def take_first(server: Server, browser: Browser, language: str, manual: Path) -> None:
    """Takes MANUAL of the first release in a language; in Chinese also the README's pictures."""
    manual.mkdir(parents=True, exist_ok=True)
    folder, names = (README, PICTURES) if language == LANGUAGES[0] else (manual, PICTURES.keys() & set(MANUAL))
    for name in names:
        path, size, theme = PICTURES[name]
        with watched(browser, size, theme) as page:
            take(page, f"{server.address}/{path}?lang={language}", folder / f"{name}.png")
    _meeting(server, browser, language, folder)
    if folder != manual:
        for name in MANUAL:
            shutil.copyfile(folder / f"{name}.png", manual / f"{name}.png")


def take(page: Page, address: str, path: Path) -> None:
    page.goto(address)
    settle(page)
    page.wait_for_timeout(2500 if path.stem == "map" else 500)  # the map's own scripts come last
    save(page, path)


def save(page: Page, path: Path) -> None:
    """Writes a picture of the page as PNG with a palette, without the empty ground below the last words."""
    page.screenshot(path=str(path))
    with Image.open(path) as picture:
        whole = without_empty_end(picture.convert("RGB"))
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def without_empty_end(picture: Image.Image) -> Image.Image:
    """The picture up to EMPTY_END pixels below the last row that differs from the ground at its lower left corner."""
    ground = Image.new("RGB", picture.size, picture.getpixel((0, picture.height - 1)))
    *_others, end = ImageChops.difference(picture, ground).getbbox() or (0, 0, 0, picture.height)
    return picture.crop((0, 0, picture.width, min(picture.height, end + EMPTY_END)))


def _meeting(server: Server, browser: Browser, language: str, folder: Path) -> None:
    begun, key = session.start(Store(server.database), 1, Agenda(language=language), "units")
    for name, (view, (width, height)) in MEETING.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(f"{server.address}/meeting/{begun.id}{view}?key={key}")
        page.wait_for_timeout(1500)
        save(page, folder / f"{name}.png")
        page.close()


if __name__ == "__main__":
    main()
