"""The map in Chromium: circles where they belong, chosen by a click, with WebGL and without, asking nobody."""

from __future__ import annotations

import io
import math
import re
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from renovation.domain.geography import geography
from renovation.maps.palette import MapPalette, map_palette
from renovation.maps.views import View, district_view
from tests.browser.conftest import CHROMIUM, WITH_WEBGL, Server, in_context, settle, switch, watched
from tests.browser.page_checks import is_whole

DECK = "[data-testid=stDeckGlJsonChart]"
DRAWN = ".changing-chart"
POINTS = geography().points.set_index("unit")


@pytest.fixture(scope="module")
def with_webgl(browser: Browser) -> Iterator[Browser]:
    """A Chromium that draws WebGL in software, one for all tests here."""
    opened = browser.browser_type.launch(executable_path=str(CHROMIUM), args=WITH_WEBGL)
    yield opened
    opened.close()


def place(unit: str, view: View, east: float = 0.0, north: float = 0.0) -> tuple[float, float]:
    """Where a point near a unit stands, in pixels right and down from the map's middle, some pixels off the unit."""
    world = 512 * 2**view.zoom
    x = (POINTS.loc[unit, "lon"] - view.lon) / 360 * world
    y = (_mercator(view.lat) - _mercator(POINTS.loc[unit, "lat"])) / (2 * math.pi) * world
    return x + east, y - north


def _mercator(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


def on_page(page: Page, at: tuple[float, float]) -> tuple[float, float]:
    box = page.locator(DECK).last.bounding_box()
    assert box
    return box["x"] + box["width"] / 2 + at[0], box["y"] + box["height"] / 2 + at[1]


Colours = dict[tuple[float, float], list[float]]


def differences(page: Page, expected: Colours, off: float) -> list[str]:
    """Places whose colour on the map is not the one expected, by one picture of the map."""
    box = page.locator(DECK).last.bounding_box()
    if not box:
        return ["the map is being drawn anew"]
    picture = Image.open(io.BytesIO(page.screenshot(clip=box, timeout=60_000))).convert("RGB")
    found = {
        at: picture.getpixel((picture.width // 2 + round(at[0]), picture.height // 2 + round(at[1]))) for at in expected
    }
    return [
        f"{at}: {found[at]}, not {wanted}"
        for at, wanted in expected.items()
        if found[at] != pytest.approx(wanted, abs=off)
    ]


def shows(page: Page, expected: Colours, off: float = 12) -> None:
    """Waits until the map shows these colours."""
    give_up, wrong = time.monotonic() + 40, differences(page, expected, off)
    while wrong and time.monotonic() < give_up:
        page.wait_for_timeout(300)
        wrong = differences(page, expected, off)
    assert wrong == []


def blended(colour: str, under: str, alpha: float) -> list[float]:
    parts = [[int(one[place : place + 2], 16) for place in (1, 3, 5)] for one in (colour, under)]
    return [alpha * over + (1 - alpha) * below for over, below in zip(*parts, strict=True)]


def opened(page: Page, address: str) -> None:
    """The page with all of the map on the screen: a click needs no scrolling."""
    page.set_viewport_size({"width": 1280, "height": 960})
    page.goto(address)
    settle(page)
    page.wait_for_selector(DECK, timeout=60_000)


def choose(page: Page, at: tuple[float, float], heading: re.Pattern[str]) -> None:
    """Clicks on the map, as a hand does, and waits for the heading."""
    page.mouse.click(*on_page(page, at), delay=80)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_circles_stand_where_they_belong_until_webgl_is_lost(with_webgl: Browser, server: Server) -> None:
    """In one visit, because to draw the map without a graphics card takes seconds.

    It asks after both themes, the way back, a unit, and the keyboard, which scrolls the page.
    """
    view = district_view(1280)
    with watched(with_webgl) as page:
        opened(page, f"{server.address}/map")
        expected = expected_of(view, map_palette(False))
        shows(page, expected)
        is_whole(page)
        leads_back_from_any_part(page, expected)
        switch(page, "dark")
        expected = expected_of(view, map_palette(True))
        shows(page, expected)
        opens_a_unit(page, view, expected)
        is_seen_by_keyboard(page)
        stays_drawn_without_webgl(page)


SIGN_OF_FOCUS = """() => {
  document.getAnimations().forEach((one) => one.finish());
  const at = document.activeElement, bar = at.closest('[data-testid=stElementToolbar]');
  const deck = at.closest('[data-testid=stDeckGlJsonChart]'), framed = bar ? at : deck;
  return framed && !at.closest('.mapboxgl-ctrl') && [bar ? 'bar' : 'map', (!bar || getComputedStyle(bar).opacity === '1') && getComputedStyle(framed).outlineStyle];
}"""
"""Whether the focus is on a map or on a button above it, and how it is framed; None elsewhere."""


def is_seen_by_keyboard(page: Page) -> None:
    """The keyboard's place, on the map and on the buttons above it."""
    page.get_by_role("button", name="恢复全图").focus()
    signs = []
    for _stop in range(8):
        page.keyboard.press("Tab")
        signs.append(page.evaluate(SIGN_OF_FOCUS))
    assert {tuple(sign) for sign in signs if sign} == {("bar", "solid"), ("map", "solid")}


def leads_back_from_any_part(page: Page, expected: Colours) -> None:
    """By a button, once the map was moved by hand."""
    page.mouse.move(*on_page(page, (0, 0)))
    page.mouse.down()
    page.mouse.move(*on_page(page, (150, 90)), steps=5)
    page.mouse.up()
    page.wait_for_timeout(1000)
    assert differences(page, expected, 12)
    page.get_by_role("button", name="恢复全图").click()
    settle(page)
    shows(page, expected)


def opens_a_unit(page: Page, view: View, expected: Colours) -> None:
    """By a click on its circle, and leaves it again."""
    daixi = place("埭溪镇", view, -18, 0)
    page.mouse.move(*on_page(page, daixi))
    expect(page.locator(".deck-tooltip")).to_contain_text("示意位置，误差±1.5公里")
    choose(page, daixi, re.compile("埭溪镇：完成38.66万㎡"))
    expect(page.get_by_role("heading", name="2处点位")).to_be_visible()
    expect(page.get_by_text("104国道沿线汽配厂：拆除，前期")).to_be_visible()
    expect(page).to_have_url(re.compile("unit=daixi"))
    settle(page)
    near = geography().points.set_index("unit").loc["埭溪镇"]
    close = View(near["lon"], near["lat"] + 0.0073, 11.6, False)
    shows(page, {place("埭溪镇", close, -18, 0): expected[daixi]})
    page.go_back()
    expect(page.get_by_role("heading", name="20处点位")).to_be_visible()
    expect(page).not_to_have_url(re.compile("unit="))
    settle(page)


def stays_drawn_without_webgl(page: Page) -> None:
    """Where the browser takes it from the page, also when the map is opened again."""
    page.evaluate(
        f"document.querySelector('{DECK} canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()"
    )
    expect(page.get_by_text("当前浏览器无法使用WebGL")).to_be_visible()
    expect(page.locator(DRAWN)).to_be_visible()
    settle(page)
    page.get_by_role("link", name="乡镇对比").first.click()
    page.get_by_role("link", name="改造地图").first.click()
    expect(page.get_by_text("当前浏览器无法使用WebGL")).to_be_visible()
    settle(page)
    expect(page.locator(DECK)).to_have_count(0)


def expected_of(view: View, colours: MapPalette) -> Colours:
    """织里镇 262.4 % is in the third class, 埭溪镇 241.6 % too, 高新区 800 % in the fifth; off the sites in their middle."""
    circles = {place("织里镇", view, 0, -32): 2, place("埭溪镇", view, -18, 0): 2, place("高新区", view, 0, -12): 4}
    ground = {place("妙西镇", view, -25, 0): blended(colours.district, colours.district, 1)}
    return {at: blended(colours.rates[shade], colours.district, 215 / 255) for at, shade in circles.items()} | ground


def test_without_webgl_the_map_is_drawn_and_chosen_alike(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.set_viewport_size({"width": 1280, "height": 960})
        page.goto(f"{server.address}/map")
        expect(page.get_by_text("当前浏览器无法使用WebGL")).to_be_visible()
        settle(page)
        expect(page.locator(DECK)).to_have_count(0)
        is_whole(page)
        box = page.locator(f"{DRAWN} .scatterlayer .points path.point").first.bounding_box()
        assert box
        page.mouse.click(box["x"] + 8, box["y"] + box["height"] / 2)
        expect(page.get_by_role("heading", name="织里镇：完成91.3万㎡")).to_be_visible()
        expect(page.get_by_role("heading", name="5处点位")).to_be_visible()
        expect(page).to_have_url(re.compile("unit=zhili"))


def test_a_point_and_a_row_show_their_site_and_the_link_shows_it_to_others(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.set_viewport_size({"width": 1280, "height": 1500})
        page.goto(f"{server.address}/map?map=drawn&stage=started")
        settle(page)
        expect(page.get_by_role("heading", name="2处点位")).to_be_visible()
        point = page.locator(f"{DRAWN} .scatterlayer .points").last.locator("path.point").last.bounding_box()
        assert point
        page.mouse.click(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
        expect(page).to_have_url(re.compile("unit=donglin"))
        expect(page).to_have_url(re.compile("site=" + quote("金农麦芽")))
        expect(page.locator(f"{DRAWN} .annotation", has_text="金农麦芽")).to_be_visible()
        page.get_by_role("button", name="返回全部单位").click()
        expect(page).not_to_have_url(re.compile("site="))
        settle(page)
        grid = page.locator("[data-testid=stDataFrame]").bounding_box()
        assert grid
        page.mouse.click(grid["x"] + 16, grid["y"] + 52)
        expect(page).to_have_url(re.compile("unit=daochang"))
        link = page.url
    with watched(browser) as page:
        page.goto(link)
        settle(page)
        expect(page.get_by_role("heading", name=re.compile("道场乡"), level=1)).to_be_visible()
        expect(page.get_by_role("heading", name="1处点位")).to_be_visible()
        expect(page.locator(f"{DRAWN} .annotation", has_text="化工厂（二）")).to_be_visible()


def test_of_sites_that_cover_one_another_each_can_be_chosen(browser: Browser, server: Server) -> None:
    """元昌 and 利济路 are 0.002 degrees apart: their points overlap, and a click finds only the upper one."""
    with watched(browser) as page:
        page.set_viewport_size({"width": 1280, "height": 1500})
        page.goto(f"{server.address}/map?map=drawn&unit=zhili&site={quote('元昌')}")
        settle(page)
        page.get_by_text(re.compile(r"重叠")).first.wait_for()
        page.get_by_role("combobox", name=re.compile("重叠")).click()
        choices = page.get_by_role("option")
        assert choices.all_inner_texts()[0] == "元昌"
        choices.filter(has_text="利济路沿线童装企业").click()
        expect(page).to_have_url(re.compile("site=" + quote("利济路沿线童装企业")))
        expect(page.locator(f"{DRAWN} .annotation", has_text="利济路沿线童装企业")).to_be_visible()


@pytest.fixture(scope="module")
def online(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with a key for 天地图."""
    started = Server(tmp_path_factory.mktemp("online"), RENOVATION_TIANDITU_KEY="akey")
    yield started
    started.stop()


@pytest.mark.parametrize("answers", [True, False], ids=["tiles", "refused and silent"])
def test_tiles_lie_over_the_base_and_where_they_do_not_come_it_is_seen(
    with_webgl: Browser, online: Server, answers: bool
) -> None:
    """天地图 is played by this test: no request leaves the machine."""
    asked: list[str] = []
    magenta = io.BytesIO()
    Image.new("RGB", (256, 256), "#ff00ff").save(magenta, "PNG")

    def played(route: Route) -> None:
        asked.append(route.request.url)
        if answers:
            headers = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(status=200, content_type="image/png", body=magenta.getvalue(), headers=headers)
        elif "vec_w" in route.request.url:
            route.fulfill(status=403, content_type="application/json", body='{"msg":"Key权限类型为:服务端"}')
        else:
            route.abort("timedout")

    with in_context(with_webgl) as context:
        page = context.new_page()
        page.route(re.compile(r"tianditu\.gov\.cn"), played)
        opened(page, f"{online.address}/map")
        _is_laid_over(page, answers, asked)


def _is_laid_over(page: Page, answers: bool, asked: list[str]) -> None:
    colours, view = map_palette(False), district_view(1280)
    circle = blended(colours.rates[2], "#ff00ff" if answers else colours.district, 215 / 255)
    shows(page, {place("埭溪镇", view, -18, 0): circle}, 24)
    assert {"vec_w", "cva_w"} <= {kind for kind in ("vec_w", "cva_w") if any(kind in url for url in asked)}
    assert all("tk=akey" in url for url in asked)
    inside, outside = place("妙西镇", view, -25, 0), place("妙西镇", view, -150, 0)
    if answers:
        shows(page, {inside: blended("#ff00ff", colours.district, 0.99)}, 40)
    else:
        base = {inside: colours.district, outside: colours.land}
        shows(page, {at: blended(colour, colour, 1) for at, colour in base.items()})
    expect(page.get_by_text("叠加天地图在线底图")).to_be_visible()
