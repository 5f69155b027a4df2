"""A meeting in Chromium: moved by keys, followed elsewhere, pinned, and outliving a restart."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from renovation.meeting import session
from renovation.meeting.agenda import Agenda, Item
from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.browser.accessibility import violations
from tests.browser.conftest import Server, resize, settle, watched
from tests.browser.meetings import on_screen, opened

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: it is stopped in mid-meeting, and gets releases."""
    started = Server(tmp_path_factory.mktemp("hall"))
    yield started
    started.stop()


def test_a_meeting_is_led_by_keys_followed_and_outlives_a_restart(browser: Browser, hall: Server) -> None:
    store = Store(hall.database)
    begun, key = session.start(store, 1, Agenda(), "overview")
    here = f"{hall.address}/meeting/{begun.id}"
    screens = opened(browser, f"{here}?key={key}", "1280")
    assert key not in screens.url
    follower = opened(browser, f"{here}?key=foreign", "1920")
    expect(follower.locator(".calm")).to_contain_text("此链接只能观看")
    phone = opened(browser, f"{here}/presenter", "390", **PHONE, storage_state=screens.context.storage_state())
    for pressed, code in (
        (("PageDown",), "units"),
        (("ArrowRight",), "measure:completion_rate"),
        (("End",), "source"),
        (("4",), "measure:projects_started"),
        (("1", "0"), "exceptions"),
        (("1", "Enter"), "overview"),
    ):
        for one in pressed:
            screens.keyboard.press(one)
        for page in (screens, follower, phone):
            on_screen(page, code)
    expect(follower.locator(".calm")).to_be_hidden()
    expect(phone.locator(".notes section:not([hidden]) li").first).to_contain_text("区定面积目标")
    order = phone.locator(".desk > div, .desk > ol").evaluate_all("all => all.map(e => e.className)")
    assert order.index("beside") < order.index("agenda"), "on a telephone the notes are not below all of the agenda"
    phone.locator("[data-do=next]").tap()
    on_screen(follower, "units")
    screens.keyboard.press("Shift+Digit2")
    expect(follower.locator(".slide.shown [data-unit=zhili].lit").first).to_be_visible()
    screens.keyboard.press("b")
    expect(follower.locator(".curtain")).to_be_visible()
    screens.keyboard.press("b")
    expect(follower.locator(".curtain")).to_be_hidden()
    expect(phone.locator(".followers")).to_contain_text("1个")

    follower.keyboard.press("End")  # looks around by itself
    on_screen(follower, "source")
    on_screen(screens, "units")
    follower.get_by_role("button", name="重新跟随主讲人").click()
    on_screen(follower, "units")

    units = first_dataset.tables()["unit_progress"]
    more = dataclasses.replace(units, frame=units.frame.assign(area_renovated=units.frame["area_renovated"] + 1))
    store.publish(Draft({"unit_progress": more}, "clerk"), 1)
    expect(phone.locator(".newer")).to_contain_text("第2期")
    expect(screens.locator(".slide.shown")).to_contain_text("91.3")
    expect(follower.locator(".newer")).to_have_count(0)

    hall.stop()
    screens.keyboard.press("ArrowRight")  # waits until the server is back
    on_screen(screens, "measure:completion_rate")
    on_screen(follower, "units")
    hall.start()
    for page in (screens, follower, phone):
        on_screen(page, "measure:completion_rate")

    phone.locator("[data-do=newer]").tap()
    screens.keyboard.press("ArrowLeft")
    expect(follower.locator(".slide.shown")).to_contain_text("92.3")
    screens.keyboard.press("Escape")  # the spotlight
    screens.keyboard.press("Escape")
    screens.get_by_role("button", name="继续演示").click()
    expect(follower.locator(".calm")).to_be_hidden()
    screens.keyboard.press("End")
    screens.keyboard.press("Escape")
    screens.get_by_role("dialog").get_by_role("button", name="结束演示").click()
    screens.keyboard.press("PageDown")  # a stray press on the last screen begins nothing anew
    for page in (screens, follower):
        expect(page.locator(".calm")).to_contain_text("演示已结束")
        on_screen(page, "source")
    assert hall.troubles() == []
    for page in (screens, follower, phone):
        page.context.close()


def test_the_presenter_draws_points_notes_and_goes_anywhere(browser: Browser, hall: Server) -> None:
    agenda = Agenda((Item("overview"), Item("units", 90, "先讲织里镇"), Item("map")))
    begun, key = session.start(Store(hall.database), 1, agenda, "overview")
    here = f"{hall.address}/meeting/{begun.id}"
    desk = opened(browser, f"{here}/presenter?key={key}", "1280")
    wall = opened(browser, here, "1920", storage_state=desk.context.storage_state())
    follower = opened(browser, here, "1280")
    for page in (desk, wall, follower):
        on_screen(page, "overview")

    desk.get_by_role("button", name="2. 乡镇对比 1:30").click()
    on_screen(follower, "units")
    expect(desk.locator(".left")).to_contain_text("（共1:30）")
    expect(desk.locator(".then .label")).to_have_text("下一屏：改造地图")
    desk.get_by_role("group", name="突出显示单位").get_by_role("button", name="埭溪镇").click()
    expect(follower.locator(".slide.shown [data-unit=daixi].lit").first).to_be_visible()

    notes = desk.get_by_role("textbox", name="我的备注")
    expect(notes).to_have_value("先讲织里镇")
    notes.fill("b 先讲埭溪镇")
    expect(desk.locator(".noted:visible")).to_have_text("已保存")
    expect(follower.locator(".curtain")).to_be_hidden()
    desk.reload()
    expect(desk.get_by_role("textbox", name="我的备注")).to_have_value("b 先讲埭溪镇")

    box = desk.locator(".now .ink").bounding_box()
    assert box is not None
    middle, half = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), box["width"] / 4
    desk.get_by_role("button", name="画笔").click()
    desk.mouse.move(*middle)
    desk.mouse.down()
    desk.mouse.move(middle[0] + half, middle[1])
    desk.mouse.up()
    for page in (wall, follower):
        expect(page.locator(".ink polyline")).to_have_attribute("points", "800 450 1200 450")
    desk.get_by_role("button", name="光标指示").click()
    desk.mouse.move(middle[0] - half, middle[1])
    expect(wall.locator(".pointer.shown")).to_have_attribute("cx", "400")
    expect(follower.locator(".pointer.shown")).to_have_count(0)
    desk.get_by_role("button", name="光标指示").click()
    expect(wall.locator(".pointer.shown")).to_have_count(0)

    for page in (desk, wall, follower):
        assert violations(page) == []
    desk.keyboard.press("Tab")
    assert desk.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px", "the focus is seen"

    desk.get_by_role("button", name="黑屏").click()
    expect(follower.locator(".curtain")).to_be_visible()
    expect(desk.get_by_text("会场当前为黑屏")).to_be_visible()
    assert desk.locator(".now .curtain").evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    desk.get_by_role("button", name="下一屏 ▶").click()
    on_screen(follower, "map")
    expect(follower.locator(".ink polyline")).to_have_count(0)
    assert hall.troubles() == []
    for page in (desk, wall, follower):
        page.context.close()


def test_a_dropped_network_leaves_the_screen_as_it_is_and_catches_up(browser: Browser, hall: Server) -> None:
    begun, key = session.start(Store(hall.database), 1, Agenda(), "overview")
    here = f"{hall.address}/meeting/{begun.id}"
    screens, follower = opened(browser, f"{here}?key={key}", "1280"), opened(browser, here, "1280")
    desk = screens.context.new_page()
    desk.goto(f"{here}/presenter")
    screens.context.set_offline(True)
    screens.keyboard.press("PageDown")
    on_screen(screens, "units")
    on_screen(follower, "overview")
    expect(desk.locator(".calm")).to_contain_text("连接中断")
    expect(screens.locator(".calm")).to_be_hidden()
    screens.context.set_offline(False)
    on_screen(follower, "units")
    expect(desk.locator(".calm")).to_be_hidden()
    follower.context.set_offline(True)
    screens.keyboard.press("PageDown")
    on_screen(screens, "measure:completion_rate")
    follower.context.set_offline(False)
    on_screen(follower, "measure:completion_rate")
    for page in (screens, follower):
        page.context.close()


def test_a_remote_control_leaves_the_question_whether_to_end(browser: Browser, hall: Server) -> None:
    """Its start key sends Escape every second time, and it has no key that answers."""
    begun, key = session.start(Store(hall.database), 1, Agenda(), "overview")
    screens = opened(browser, f"{hall.address}/meeting/{begun.id}?key={key}", "1280")
    screens.keyboard.press("Escape")
    expect(screens.get_by_role("dialog")).to_be_visible()
    screens.keyboard.press("PageDown")
    expect(screens.get_by_role("dialog")).to_be_hidden()
    on_screen(screens, "units")
    expect(screens.locator(".calm")).to_be_hidden()
    screens.context.close()


def test_eight_tabs_of_one_browser_follow_over_one_connection(browser: Browser, hall: Server) -> None:
    """Over HTTP/1.1 a browser opens six connections to a server: with one for each tab, the seventh would never load."""
    store = Store(hall.database)
    begun, _key = session.start(store, 1, Agenda(), "overview")
    first = opened(browser, f"{hall.address}/meeting/{begun.id}", "1280")
    tabs = [first, *(first.context.new_page() for _ in range(7))]
    for tab in tabs[1:]:
        tab.goto(f"{hall.address}/meeting/{begun.id}")
    session.move(store, begun.id, {"screen": "units"})
    for tab in tabs:
        on_screen(tab, "units")
    dashboard = first.context.new_page()
    dashboard.goto(f"{hall.address}/units")
    settle(dashboard)
    first.close()
    session.move(store, begun.id, {"screen": "map"})
    for tab in tabs[1:]:
        on_screen(tab, "map")
    dashboard.context.close()


def test_a_browser_without_shared_workers_follows_all_the_same(browser: Browser, hall: Server) -> None:
    store = Store(hall.database)
    begun, _key = session.start(store, 1, Agenda(), "overview")
    context = browser.new_context()
    context.add_init_script("delete window.SharedWorker")
    follower = context.new_page()
    follower.goto(f"{hall.address}/meeting/{begun.id}")
    session.move(store, begun.id, {"screen": "units"})
    on_screen(follower, "units")
    context.close()


SOON: Final = "const slow = window.setTimeout; window.setTimeout = (act, time) => slow(act, time / 20)"
"""What a page would do in some seconds, as to ask again, it does soon."""


@pytest.mark.parametrize("trouble", ["refused", "held back", "unknown to the browser"])
def test_a_hall_that_no_events_reach_follows_all_the_same(browser: Browser, hall: Server, trouble: str) -> None:
    store = Store(hall.database)
    begun, key = session.start(store, 1, Agenda(), "overview")
    context = browser.new_context()
    context.add_init_script("delete window.SharedWorker")
    context.add_init_script(SOON)
    if trouble == "unknown to the browser":
        context.add_init_script("delete window.EventSource")
    context.route("**/events", lambda route: route.abort() if trouble == "refused" else None)
    follower, presenter = context.new_page(), context.new_page()
    follower.goto(f"{hall.address}/meeting/{begun.id}")
    presenter.goto(f"{hall.address}/meeting/{begun.id}/presenter?key={key}")
    for screen in ("units", "map"):
        session.move(store, begun.id, {"screen": screen})
        on_screen(follower, screen)
        on_screen(presenter, screen)
    expect(presenter.locator(".calm")).to_be_hidden()
    context.close()


def test_a_withdrawn_release_is_said_and_asked_for_once(browser: Browser, hall: Server) -> None:
    store = Store(hall.database)
    begun, _key = session.start(store, 1, Agenda(), "overview")
    follower = opened(browser, f"{hall.address}/meeting/{begun.id}", "1280")
    on_screen(follower, "overview")
    asked: list[str] = []
    follower.on("request", lambda request: asked.append(request.url))
    session.move(store, begun.id, {"release": 77})
    expect(follower.locator(".calm")).to_contain_text("第77期无法打开")
    follower.clock.install()
    follower.clock.run_for(20_000)
    assert [url for url in asked if url.endswith(begun.id)] == [follower.url]
    follower.context.close()


WATCH_THE_LAST = """(handle) => {
  const list = handle.closest('ol'), code = list.lastElementChild.dataset.code;
  const place = () => [...list.children].findIndex((row) => row.dataset.code === code);
  window.places = [place()];
  new MutationObserver(() => window.places.push(place())).observe(list, { childList: true });
}"""
"""Records every place in the agenda that its last screen takes from now on."""


def test_an_answer_to_an_earlier_move_does_not_undo_a_later_one(browser: Browser, hall: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{hall.address}/meeting")
        settle(page)
        handles = page.locator(".handle")
        expect(handles.last).to_be_visible()
        last = handles.count() - 1
        handles.last.evaluate(WATCH_THE_LAST)
        handles.last.focus()
        for _ in range(last):
            page.keyboard.press("ArrowUp")
            page.wait_for_timeout(60)  # the server answers the first moves meanwhile
        settle(page)
        assert page.evaluate("window.places") == list(range(last, -1, -1))


def test_the_page_composes_and_starts(browser: Browser, hall: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{hall.address}/meeting")
        settle(page)
        screens = page.locator("li .name")
        expect(screens.first).to_have_text("总体进展")
        expect(page.frame_locator("iframe").locator(".slide.shown")).to_be_visible()
        for size in ("390", "1280"):
            resize(page, size)
            tops = screens.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
            assert tops == sorted(set(tops)), "in the order of the agenda, one below the other"
        handles = page.locator(".handle")
        start, end = handles.nth(0).bounding_box(), handles.nth(2).bounding_box()
        assert start is not None
        assert end is not None
        page.mouse.move(start["x"] + 9, start["y"] + 9)
        page.mouse.down()
        page.mouse.move(end["x"] + 9, end["y"] + end["height"] / 2)
        page.mouse.up()
        expect(screens.nth(2)).to_have_text("总体进展")
        handles.nth(1).focus()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")  # the first cannot go further
        expect(screens.first).to_have_text("完成率")
        page.get_by_label("“乡镇对比”的停留秒数").fill("300")
        page.keyboard.press("Tab")
        expect(page.get_by_text("共14分钟")).to_be_visible()
        screens.nth(1).click()
        preview = page.frame_locator("iframe")
        expect(preview.locator(".slide.shown")).to_have_attribute("data-code", "units")
        page.get_by_role("button", name="开始演示").click()
        page.get_by_role("button", name="观众链接").click()
        expect(page.get_by_test_id("stPopoverBody").locator("img")).to_be_visible()
        expect(page.get_by_test_id("stPopoverBody").get_by_text("此链接只能在本机打开")).to_be_visible()
        page.keyboard.press("Escape")
        link = page.get_by_role("link", name="打开大屏")
        expect(link).to_be_visible()
        with page.context.expect_page() as following:
            link.click()
        on_screen(following.value, "measure:completion_rate")
        following.value.keyboard.press("PageDown")
        on_screen(following.value, "units")


BOXES = """(selectors) => selectors.map((selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  return [box.top, box.bottom];
})"""


def test_a_message_to_the_hall_covers_neither_title_nor_foot(browser: Browser, hall: Server) -> None:
    begun, _key = session.start(Store(hall.database), 1, Agenda(), "overview")
    for size in ("1920", "1280"):
        page = opened(browser, f"{hall.address}/meeting/{begun.id}?key=foreign", size)
        expect(page.locator(".calm")).to_contain_text("此链接只能观看")
        message, title, foot = page.evaluate(BOXES, [".calm", ".slide.shown h1", ".slide.shown footer"])
        assert message[1] <= title[0]
        assert message[1] <= foot[0]
        page.context.close()


def test_the_presenters_view_fills_a_large_window(browser: Browser, hall: Server) -> None:
    begun, key = session.start(Store(hall.database), 1, Agenda(), "overview")
    page = opened(browser, f"{hall.address}/meeting/{begun.id}/presenter?key={key}", "1920")
    expect(page.locator(".clock")).not_to_be_empty()
    agenda, units, notes = page.evaluate(BOXES, [".agenda li:last-child", ".units button:last-child", ".notes"])
    assert agenda[1] > 0.8 * 1080, "twelve screens; fourteen reach the lower edge"
    assert 0.75 * 1080 < units[1] < 1080
    assert notes[1] <= 1080
    page.context.close()
