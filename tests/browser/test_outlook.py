"""Outlook and trends as their visitors use them, on the first release and on a simulated year."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from renovation.releases.store import Store
from tests.browser.conftest import Server, settle, watched
from tests.browser.test_pages import COVERED, CUT_OFF
from tests.simulated_year import fill


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose store holds a simulated year of 52 releases."""
    folder = tmp_path_factory.mktemp("year")
    fill(Store(f"sqlite:///{folder / 'browser.db'}"))
    started = Server(folder)
    yield started
    started.stop()


@pytest.mark.parametrize(("size", "theme", "language"), [("1280", "dark", "zh"), ("390", "light", "en")])
def test_a_year_of_releases_is_whole_quiet_and_named_simulated(
    browser: Browser, year: Server, size: str, theme: str, language: str
) -> None:
    with watched(browser, size, theme) as page:
        for path in ("", "outlook", "trends", "trends?among=counties&interval=monthly"):
            page.goto(f"{year.address}/{path}{'&' if '?' in path else '?'}lang={language}")
            settle(page)
            assert page.evaluate(CUT_OFF) == [], path
            assert page.evaluate(COVERED) == [], path
            expect(page.get_by_text("模拟数据" if language == "zh" else "Simulated data").first).to_be_visible()
    assert year.troubles() == []


def test_back_and_forward_move_between_splits(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/outlook")
        settle(page)
        most = page.get_by_text(re.compile("到2013年12月31日还需完成298个"))
        for key, told in (
            ("按目标面积占比", "织里镇任务最多，为144个"),
            ("按目前完成数占比", "埭溪镇任务最多，为71个"),
        ):
            page.get_by_role("radio", name=key).click()
            expect(most).to_contain_text(told)
        expect(page).to_have_url(re.compile("key=so_far"))
        page.go_back()
        expect(most).to_contain_text("织里镇任务最多，为144个")
        page.go_forward()
        expect(most).to_contain_text("埭溪镇任务最多，为71个")


def test_the_assignment_is_downloaded_with_its_method_day_and_basis(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/outlook?key=targets")
        settle(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="下载任务分解表").click()
        rows = list(openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0].values)
        assert "按目标面积占比" in str(rows[0][0])
        assert [row[1] for row in rows[3:12]] == [17, 144, 16, 3, 8, 66, 24, 20, 298]
        assert "截至2013年10月15日 · 区口径" in str(rows[-1][0])


def test_the_period_chosen_is_in_the_address_and_reopens(browser: Browser, year: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{year.address}/trends")
        settle(page)
        page.get_by_role("radio", name="按月").click()
        expect(page).to_have_url(re.compile("interval=monthly"))
        page.get_by_role("button", name="东林镇").click()
        expect(page).to_have_url(re.compile("units=donglin"))
        address = page.url
    with watched(browser) as page:
        page.goto(address)
        settle(page)
        expect(page.get_by_role("radio", name="按月")).to_be_checked()
        expect(page.get_by_role("heading", level=1)).to_contain_text("本期")
