"""The map in Chromium: circles where they belong, chosen by a click, with WebGL and without, asking nobody."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from renovation.geography import geography
from renovation.maps.look import look
from renovation.maps.marks import View, district_view
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Server, settle, watched

DECK = "[data-testid=stDeckGlJsonChart]"
POINTS = geography().points.set_index("unit")
WEBGL = [one for one in ARGUMENTS if one != "--disable-gpu"] + ["--ignore-gpu-blocklist"]
WITHOUT = [*(one for one in ARGUMENTS if "swiftshader" not in one), "--disable-3d-apis"]


def launched(browser: Browser, arguments: list[str]) -> Browser:
    """Another Chromium beside the session's, with other switches."""
    return browser.browser_type.launch(executable_path=str(CHROMIUM), args=arguments)


def place(page: Page, unit: str, view: View, east: float = 0.0, north: float = 0.0) -> tuple[float, float]:
    """Where a point near a unit stands on the screen, some pixels off its middle."""
    box = page.locator(DECK).bounding_box()
    assert box
    world = 512 * 2**view.zoom
    x = (POINTS.loc[unit, "lon"] - view.lon) / 360 * world
    y = (_mercator(view.lat) - _mercator(POINTS.loc[unit, "lat"])) / (2 * math.pi) * world
    return box["x"] + box["width"] / 2 + x + east, box["y"] + box["height"] / 2 + y - north


def _mercator(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


def drawn_at(page: Page, at: tuple[float, float]) -> tuple[int, ...]:
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB").getpixel((round(at[0]), round(at[1])))  # type: ignore[return-value]


def blended(colour: str, under: str, alpha: float) -> list[float]:
    parts = [[int(one[place : place + 2], 16) for place in (1, 3, 5)] for one in (colour, under)]
    return [alpha * over + (1 - alpha) * below for over, below in zip(*parts, strict=True)]


def ready(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1800})  # all of the page at once: a click needs no scrolling
    settle(page)
    page.wait_for_selector(f"{DECK} canvas", timeout=30_000)
    page.wait_for_timeout(1500)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_circles_stand_where_they_belong_and_open_their_unit(browser: Browser, server: Server, theme: str) -> None:
    colours, view = look(theme == "dark"), district_view(1280)
    with_webgl = launched(browser, WEBGL)
    with watched(with_webgl, theme=theme) as page:
        page.goto(f"{server.address}/map")
        ready(page)
        # 织里镇 262.4 % is in the third class, 埭溪镇 241.6 % too, 高新区 800 % in the fifth; off the sites in their middle
        for unit, shade, off in (("织里镇", 2, (0, -32)), ("埭溪镇", 2, (-18, 0)), ("高新区", 4, (0, -12))):
            expected = blended(colours.rates[shade], colours.district, 215 / 255)
            assert drawn_at(page, place(page, unit, view, *off)) == pytest.approx(expected, abs=12), unit
        empty = drawn_at(page, place(page, "妙西镇", view, -25, 0))
        assert empty == pytest.approx(blended(colours.district, colours.district, 1), abs=12)
        page.mouse.move(*place(page, "埭溪镇", view, -18, 0))
        expect(page.locator(".deck-tooltip")).to_contain_text("位置示意，±1.5公里", timeout=10_000)
        page.mouse.click(*place(page, "埭溪镇", view, -18, 0), delay=80)
        expect(page.get_by_role("heading", name=re.compile("埭溪镇：完成38.66万㎡"))).to_be_visible(timeout=10_000)
        expect(page.get_by_role("heading", name="2处点位")).to_be_visible()
        expect(page).to_have_url(re.compile("unit=daixi"))
        ready(page)
        page.wait_for_timeout(2000)  # what the choice still makes run would write its address over the one gone back to
        page.go_back()
        expect(page.get_by_role("heading", name="20处点位")).to_be_visible(timeout=10_000)
    with_webgl.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_without_webgl_the_map_is_drawn_and_chosen_alike(browser: Browser, server: Server, theme: str) -> None:
    without = launched(browser, WITHOUT)
    with watched(without, theme=theme) as page:
        page.goto(f"{server.address}/map")
        settle(page)
        expect(page.get_by_text("当前浏览器不支持WebGL")).to_be_visible(timeout=15_000)
        settle(page)
        circle = page.locator("[data-testid=stPlotlyChart] .scatterlayer .points path.point").first
        expect(page.locator(DECK)).to_have_count(0)
        box = circle.bounding_box()
        assert box
        page.mouse.click(box["x"] + 8, box["y"] + box["height"] / 2)
        expect(page.get_by_role("heading", name=re.compile("织里镇：完成91.3万㎡"))).to_be_visible(timeout=10_000)
        expect(page.get_by_role("heading", name="5处点位")).to_be_visible()
        expect(page).to_have_url(re.compile("unit=zhili"))
    without.close()


def test_a_row_of_the_table_shows_its_site(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/map?map=drawn&stage=started")
        page.set_viewport_size({"width": 1280, "height": 1800})
        settle(page)
        expect(page.get_by_role("heading", name="2处点位")).to_be_visible()
        grid = page.locator("[data-testid=stDataFrame]").bounding_box()
        assert grid
        page.mouse.click(grid["x"] + 16, grid["y"] + 52)
        expect(page).to_have_url(re.compile("site=.*unit=daochang|unit=daochang.*site="), timeout=10_000)
        settle(page)
        page.reload()
        settle(page)
        expect(page.get_by_role("heading", name=re.compile("道场乡"), level=1)).to_be_visible()


@pytest.fixture(scope="module")
def online(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with a key for 天地图."""
    started = Server(tmp_path_factory.mktemp("online"), RENOVATION_TIANDITU_KEY="a-key")
    yield started
    started.stop()


@pytest.mark.parametrize("answer", ["tiles", "refused", "silent"])
def test_tiles_lie_over_the_base_and_where_they_do_not_come_it_is_seen(
    browser: Browser, online: Server, answer: str
) -> None:
    """天地图 is played by this test: no request leaves the machine."""
    asked: list[str] = []
    magenta = io.BytesIO()
    Image.new("RGB", (256, 256), "#ff00ff").save(magenta, "PNG")

    def played(route: Route) -> None:
        asked.append(route.request.url)
        if answer == "tiles":
            headers = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(status=200, content_type="image/png", body=magenta.getvalue(), headers=headers)
        elif answer == "refused":
            route.fulfill(status=403, content_type="application/json", body='{"msg":"Key权限类型为:服务端"}')
        else:
            route.abort("timedout")

    colours, view = look(False), district_view(1280)
    with_webgl = launched(browser, WEBGL)
    page = with_webgl.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.route(re.compile(r"tianditu\.gov\.cn"), played)
    page.goto(f"{online.address}/map")
    ready(page)
    page.wait_for_timeout(2500)
    assert asked
    assert all("tk=a-key" in url for url in asked)
    red, green, blue = drawn_at(page, place(page, "妙西镇", view, -25, 0))
    if answer == "tiles":
        assert red > green + 150
        assert blue > green + 150
    else:
        expected = blended(colours.district, colours.district, 1)
        assert (red, green, blue) == pytest.approx(expected, abs=12)
        outside = drawn_at(page, place(page, "妙西镇", view, -150, 0))
        assert outside == pytest.approx(blended(colours.land, colours.land, 1), abs=6)
    circle = blended(colours.rates[2], "#ff00ff" if answer == "tiles" else colours.district, 215 / 255)
    assert drawn_at(page, place(page, "埭溪镇", view, -18, 0)) == pytest.approx(circle, abs=24)
    with_webgl.close()
