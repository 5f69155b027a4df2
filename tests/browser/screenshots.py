"""Makes the README's pictures from the running app: `python -m tests.browser.screenshots FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Server, settle, watched

PICTURES = {
    "overview": ("", "1280", "light"),
    "units": ("units", "1280", "dark"),
    "map": ("map", "1280", "light"),
    "checks": ("checks", "1280", "light"),
    "phone": ("", "390", "light"),
}


def main(folder: Path) -> None:
    """Writes one PNG for each of PICTURES."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        server = Server(Path(place))
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        for name, (path, size, theme) in PICTURES.items():
            with watched(browser, size, theme) as page:
                page.goto(f"{server.address}/{path}")
                settle(page)
                page.wait_for_timeout(500)
                page.screenshot(path=str(folder / f"{name}.png"))
        browser.close()
        server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
