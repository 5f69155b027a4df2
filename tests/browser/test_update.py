"""The clerk's way: a bad sheet, its problems, the mended sheet, its preview, publishing, and the way back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from renovation.reading.template import write_workbook
from tests import first_dataset
from tests.browser.conftest import Server, settle, watched
from tests.reading.office import Grid, as_xlsx

KEY = "the clerk's key"


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("clerk"), operated=True, RENOVATION_PUBLISHER_KEY=KEY)
    yield started
    started.stop()


def week(folder: Path, name: str, zhili: int | str) -> Path:
    """A workbook of a week later in which 织里镇 has other starts, and one completion fewer than before."""
    tables = {
        held: dataclasses.replace(table, as_of=max(table.as_of, dt.date(2013, 10, 22)))
        for held, table in first_dataset.tables().items()
        if held in ("unit_progress", "notes")
    }
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(tables)))
    book["乡镇进度"]["B7"], book["乡镇进度"]["C7"] = zhili, 13
    book.save(folder / name)
    return folder / name


def two_weeks(folder: Path) -> Path:
    """Two sheets that may both be the units' table, of the week before and of this one."""
    headings = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
    lines = [["截至", dt.date(2013, 10, 22)], headings]
    units = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]
    later = [[name, started + 2, *rest] for name, started, *rest in units]
    path = folder / "two.xlsx"
    path.write_bytes(as_xlsx(Grid("上周", [*lines, *units]), Grid("本周", [*lines, *later])))
    return path


def choose(page: Page, path: Path) -> None:
    page.set_input_files("input[type=file]", str(path))


def sign_in(page: Page) -> None:
    page.get_by_label("发布密钥").fill("a wrong key")
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_text("发布密钥不正确")).to_be_visible()
    page.get_by_label("发布密钥").fill(KEY)
    page.get_by_role("button", name="继续").click()
    page.get_by_label("发布人姓名").fill("李四")
    page.get_by_label("发布人姓名").press("Tab")


def opens_directly(browser: Browser, server: Server) -> None:
    """A page deep in the dashboard on the very first request after a start."""
    with watched(browser) as page:
        page.goto(f"{server.address}/checks")
        settle(page)
        expect(page.get_by_text("吴兴区旧厂区改造推进看板").first).to_be_visible()
        expect(page).to_have_url(re.compile(r"/checks\?release=1&lang=zh$"))


def test_the_clerks_way_from_a_bad_sheet_to_every_screen_and_back(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    opens_directly(browser, server)
    with watched(browser) as leader, watched(browser, theme="dark") as pinned, watched(browser) as clerk:
        leader.goto(f"{server.address}/units?order=reported")
        pinned.goto(f"{server.address}/?release=1")
        clerk.goto(f"{server.address}/update")
        for page in (leader, pinned, clerk):
            settle(page)
        expect(clerk.get_by_role("button", name="选择文件")).to_be_visible()
        choose(clerk, two_weeks(tmp_path))
        expect(clerk.get_by_text("哪一处是“乡镇进度”？")).to_be_visible()
        clerk.get_by_label("哪一处是“乡镇进度”？").click()
        clerk.get_by_role("option", name=re.compile("本周")).click()
        expect(clerk.get_by_text("织里镇：开工项目数 43 → 45（+2）")).to_be_visible()
        clerk.get_by_role("button", name=re.compile("Remove two.xlsx")).click()

        choose(clerk, week(tmp_path, "bad.xlsx", "四十五"))
        expect(clerk.get_by_text("错误改正后方可发布")).to_be_visible()
        expect(clerk.get_by_role("cell", name="乡镇进度 B7", exact=True)).to_be_visible()
        expect(clerk.get_by_text("栏填写“四十五”有误")).to_be_visible()
        expect(clerk.get_by_text("变动情况")).to_have_count(0)
        with clerk.expect_download() as marked:
            clerk.get_by_role("button", name="下载标注问题的表格").click()
        painted = openpyxl.load_workbook(io.BytesIO(marked.value.path().read_bytes()))
        assert painted["乡镇进度"]["B7"].fill.fgColor.rgb == "FFF8C9B8"

        clerk.get_by_role("button", name=re.compile("Remove bad.xlsx")).click()
        choose(clerk, week(tmp_path, "good.xlsx", 45))
        expect(clerk.get_by_text("织里镇：开工项目数 43 → 45（+2）")).to_be_visible()
        expect(clerk.get_by_text("沿用上期、未作变动的数据表")).to_be_visible()
        expect(clerk.get_by_text("发布后，各页面显示截至2013年10月22日的数据。")).to_be_visible()
        expect(clerk.get_by_text("织里镇 14 → 13")).to_be_visible()
        expect(clerk.get_by_role("button", name="发布", exact=True)).to_have_count(0)
        sign_in(clerk)
        clerk.get_by_text("确认发布").click()
        clerk.get_by_role("button", name="发布", exact=True).click()
        expect(clerk.get_by_text("已发布：good.xlsx为第2期")).to_be_visible()

        expect(leader.get_by_text("第2期 · 数据截至2013年10月22日")).to_be_visible()
        expect(leader).to_have_url(re.compile("release=2"))
        expect(pinned.get_by_text("当前链接为第1期，最新为第2期。")).to_be_visible()
        expect(pinned.get_by_text("第1期 · 数据截至2013年10月15日")).to_be_visible()

        clerk.get_by_role("link", name="数据版本").click()
        expect(clerk.get_by_role("heading", name="数据版本")).to_be_visible()
        expect(clerk.get_by_role("cell", name="李四")).to_be_visible()
        clerk.get_by_label("查看某一期").click()
        clerk.get_by_role("option", name="第1期").click()
        expect(clerk.get_by_text("发布，来自")).to_be_visible()
        clerk.get_by_role("button", name="恢复第1期").click()
        expect(leader.get_by_text("第3期 · 数据截至2013年10月15日")).to_be_visible()
    assert [line for line in server.troubles() if "wrong publisher's key" not in line] == []
