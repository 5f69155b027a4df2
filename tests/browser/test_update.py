"""The clerk's way: a bad sheet, its problems, the mended sheet, its preview, publishing, and the way back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from renovation.reading.template import write_workbook
from tests import first_dataset
from tests.browser.conftest import SIZES, Server, Theme, resize, settle, until, watched
from tests.browser.page_checks import is_whole
from tests.reading.office import Grid, as_xlsx

KEY = "the clerk's key"


@pytest.fixture
def operated(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has visited, begun as its operator begins it."""
    started = Server(tmp_path, operated=True, RENOVATION_PUBLISHER_KEY=KEY)
    yield started
    started.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that this test alone publishes on."""
    started = Server(tmp_path, RENOVATION_PUBLISHER_KEY=KEY)
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


def two_sheets(folder: Path, name: str, names: tuple[str, str], step: int = 2) -> Path:
    """A workbook with two sheets that may both be the units' table; on the second all have started `step` more."""
    headings = ["责任单位", "开工项目数", "完工项目数", "完成改造建筑面积（万㎡）", "年度目标面积（万㎡）"]
    lines = [["截至", dt.date(2013, 10, 22)], headings]
    units = [list(unit[:5]) for unit in first_dataset.UNIT_PROGRESS]
    later = [[name, started + step, *rest] for name, started, *rest in units]
    path = folder / name
    path.write_bytes(as_xlsx(Grid(names[0], [*lines, *units]), Grid(names[1], [*lines, *later])))
    return path


def in_square_metres(folder: Path) -> Path:
    """A sheet whose areas are typed in ㎡ under a heading that names no unit."""
    headings = ["责任单位", "开工项目数", "完工项目数", "完成面积", "年度目标面积（万㎡）"]
    units = [
        [unit, started + 2, completed, round(area * 10_000), target]
        for unit, started, completed, area, target, _rate in first_dataset.UNIT_PROGRESS
    ]
    path = folder / "metres.xlsx"
    path.write_bytes(as_xlsx(Grid("进度", [["截至", dt.date(2013, 10, 22)], headings, *units])))
    return path


def choose(page: Page, path: Path) -> None:
    page.set_input_files("input[type=file]", str(path))


def answer(page: Page, choice: str) -> None:
    page.get_by_role("radiogroup").get_by_text(choice, exact=True).click()


def sign_in(page: Page) -> None:
    page.get_by_label("发布密钥").fill("a wrong key")
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_text("发布密钥不正确")).to_be_visible()
    page.get_by_label("发布密钥").fill(KEY)
    page.get_by_role("button", name="继续").click()
    page.get_by_label("您的姓名").fill("李四")
    page.get_by_label("您的姓名").press("Tab")


def opens_directly(browser: Browser, server: Server) -> None:
    """A page deep in the dashboard on the very first request after a start."""
    with watched(browser) as page:
        page.goto(f"{server.address}/checks")
        settle(page)
        expect(page.get_by_text("吴兴区旧厂区改造推进看板").first).to_be_visible()
        expect(page).to_have_url(re.compile(r"/checks\?release=1&lang=zh$"))


def test_the_clerks_way_from_a_bad_sheet_to_every_screen_and_back(
    browser: Browser, operated: Server, tmp_path: Path
) -> None:
    opens_directly(browser, operated)
    with (
        watched(browser) as leader,
        watched(browser, theme="dark", beside=leader) as pinned,
        watched(browser, beside=leader) as clerk,
    ):
        leader.goto(f"{operated.address}/units?order=reported")
        pinned.goto(f"{operated.address}/?release=1")
        clerk.goto(f"{operated.address}/update")
        for page in (leader, pinned, clerk):
            settle(page)
        expect(clerk.get_by_role("button", name="选择文件")).to_be_visible()
        choose(clerk, two_sheets(tmp_path, "two.xlsx", ("Sheet1", "Sheet2")))
        expect(clerk.get_by_text("表格有1处疑问，请先回答再发布")).to_be_visible()
        answer(clerk, "Sheet2")
        expect(clerk.get_by_text("织里镇：开工项目数 43 → 45（+2）")).to_be_visible()
        clerk.get_by_role("button", name=re.compile("Remove two.xlsx")).click()

        choose(clerk, week(tmp_path, "bad.xlsx", "四十多"))
        expect(clerk.get_by_text("请改正错误后重新上传")).to_be_visible()
        expect(clerk.get_by_role("cell", name="乡镇进度 B7", exact=True)).to_be_visible()
        expect(clerk.get_by_text("填报为“四十多”")).to_be_visible()
        expect(clerk.get_by_text("发布后的变动")).to_have_count(0)
        with clerk.expect_download() as marked:
            clerk.get_by_role("button", name="下载已标注问题的工作簿").click()
        painted = openpyxl.load_workbook(io.BytesIO(marked.value.path().read_bytes()))
        assert painted["乡镇进度"]["B7"].fill.fgColor.rgb == "FFF8C9B8"

        clerk.get_by_role("button", name=re.compile("Remove bad.xlsx")).click()
        choose(clerk, week(tmp_path, "good.xlsx", 45))
        expect(clerk.get_by_text("织里镇：开工项目数 43 → 45（+2）")).to_be_visible()
        expect(clerk.get_by_text("沿用上期数据：")).to_be_visible()
        expect(clerk.get_by_text("发布后，各页面显示截至2013年10月22日的数据。")).to_be_visible()
        expect(clerk.get_by_text("织里镇 14 → 13")).to_be_visible()
        expect(clerk.get_by_role("button", name="发布", exact=True)).to_have_count(0)
        sign_in(clerk)
        clerk.get_by_text("确认发布").click()
        clerk.get_by_role("button", name="发布", exact=True).click()
        expect(clerk.get_by_text("已发布：good.xlsx为第2期")).to_be_visible()
        expect(clerk.get_by_role("link", name="查看总览")).to_have_attribute("href", re.compile("release=2"))

        expect(leader.get_by_text("第2期 · 数据截至2013年10月22日")).to_be_visible()
        expect(leader).to_have_url(re.compile("release=2"))
        expect(pinned.get_by_text("当前链接显示第1期，最新为第2期。")).to_be_visible()
        expect(pinned.get_by_text("第1期 · 数据截至2013年10月15日")).to_be_visible()

        clerk.get_by_role("link", name="数据版本").click()
        expect(clerk.get_by_role("heading", name="数据版本")).to_be_visible()
        expect(clerk.locator("[role=gridcell]", has_text="李四")).to_be_attached()
        clerk.get_by_label("选择要查看的一期").click()
        clerk.get_by_role("option", name="第1期").click()
        expect(clerk.get_by_text(re.compile(r"于20.*发布。$"))).to_be_visible()
        expect(clerk.get_by_text("织里镇：开工项目数 45 → 43（−2）")).to_be_visible()
        clerk.get_by_role("button", name="将第1期恢复为最新一期").click()
        expect(clerk.get_by_text("第1期已恢复，现为第3期")).to_be_visible()
        expect(leader.get_by_text("第3期 · 数据截至2013年10月15日")).to_be_visible()
    assert [line for line in operated.troubles() if "wrong publisher's key" not in line] == []


WORDS: Final = {
    "zh": {
        "open": "表格有1处疑问，请先回答再发布",
        "answered": "关于表格的疑问均已回答",
        "understood": re.compile("表格读取结果：读取5列"),
        "just now": "按刚才的回答",
        "confirmed": re.compile("李四于20.*确认"),
        "change": "织里镇：开工项目数 43 → 45（+2）",
        "next change": "织里镇：开工项目数 45 → 47（+2）",
        "late": "“全区指标”的数据仍截至2013年10月15日",
        "key": "发布密钥",
        "continue": "继续",
        "name": "您的姓名",
        "accept": "确认发布",
        "publish": "发布",
        "published": "已发布：",
        "before": "该文件此前已发布：第2期",
        "remembered": "已保存的回答，供以后读取表格时使用（1个）",
        "withdraw": "撤销",
        "metres": "㎡（平方米）",
        "confirm": "确认以上选定的回答（1个）",
    },
    "en": {
        "open": "Questions about the sheet to answer before publishing: 1",
        "answered": "All questions about the sheet are answered",
        "understood": re.compile("How the sheet was read: 5 columns"),
        "just now": "as answered just now",
        "confirmed": re.compile("as confirmed on 20.* by 李四"),
        "change": "Zhili Town: projects started 43 → 45 (+2)",
        "next change": "Zhili Town: projects started 45 → 47 (+2)",
        "late": "“District figures”: the figures are as of 15 Oct 2013",
        "key": "Publisher's key",
        "continue": "Continue",
        "name": "Your name",
        "accept": "and want to publish",
        "publish": "Publish",
        "published": "Published: ",
        "before": "This file was published before: release 2",
        "remembered": "Stored answers, used again for later sheets (1)",
        "withdraw": "Withdraw",
        "metres": "m²",
        "confirm": "Confirm the answers selected above (1)",
    },
}


def is_whole_on_every_screen(page: Page) -> None:
    for size in SIZES:
        resize(page, size)
        is_whole(page)
    resize(page, "1280")


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_a_clerk_answers_a_question_once_and_is_asked_again_only_when_the_answer_is_withdrawn(
    browser: Browser, own_server: Server, tmp_path: Path, language: str, theme: Theme
) -> None:
    words, names = WORDS[language], ("表1", "表2")
    first = two_sheets(tmp_path, "first.xlsx", names)
    with watched(browser, theme=theme) as clerk:
        clerk.goto(f"{own_server.address}/update?lang={language}")
        settle(clerk)
        choose(clerk, first)
        expect(clerk.get_by_text(words["open"])).to_be_visible()
        is_whole_on_every_screen(clerk)
        answer(clerk, "表2")
        expect(clerk.get_by_text(words["answered"])).to_be_visible()
        expect(clerk.get_by_text(words["change"])).to_be_visible()
        expect(clerk.get_by_text(words["late"])).to_be_visible()
        clerk.get_by_text(words["understood"]).click()
        expect(clerk.get_by_text(words["just now"])).to_be_visible()
        is_whole_on_every_screen(clerk)
        publish(clerk, words)
        expect(clerk.get_by_text(words["published"])).to_be_visible()

        clerk.get_by_role("button", name=re.compile("Remove first.xlsx")).click()
        choose(clerk, two_sheets(tmp_path, "next.xlsx", names, 4))
        expect(clerk.get_by_text(words["next change"])).to_be_visible()
        expect(clerk.get_by_text(words["open"])).to_have_count(0)
        clerk.get_by_text(words["understood"]).click()
        expect(clerk.get_by_text(words["confirmed"]).first).to_be_visible()
        clerk.get_by_text(words["remembered"]).click()
        is_whole_on_every_screen(clerk)
        clerk.get_by_role("button", name=words["withdraw"]).click()
        expect(clerk.get_by_text(words["open"])).to_be_visible()
        expect(clerk.get_by_text(words["remembered"])).to_have_count(0)
        clerk.get_by_role("button", name=re.compile("Remove next.xlsx")).click()
        choose(clerk, in_square_metres(tmp_path))
        expect(clerk.get_by_role("radio", name=words["metres"], exact=True)).to_be_checked()
        is_whole_on_every_screen(clerk)
        clerk.get_by_role("button", name=words["confirm"]).click()
        expect(clerk.get_by_text(words["answered"])).to_be_visible()
        expect(clerk.get_by_role("button", name=words["confirm"])).to_have_count(0)
    with watched(browser) as another:
        another.goto(f"{own_server.address}/update?lang={language}")
        settle(another)
        choose(another, first)
        expect(another.get_by_text(words["before"])).to_be_visible()
        settle(another)
    assert own_server.troubles() == []


def publish(page: Page, words: Mapping[str, Any]) -> None:
    page.get_by_label(words["key"]).fill(KEY)
    page.get_by_role("button", name=words["continue"]).click()
    page.get_by_label(words["name"]).fill("李四")
    page.get_by_label(words["name"]).press("Tab")
    publishing, accept = (
        page.get_by_role("button", name=words["publish"], exact=True),
        page.get_by_text(words["accept"]),
    )
    expect(publishing).to_be_visible()
    if accept.count():
        accept.click()
    publishing.click()


@pytest.mark.parametrize(
    ("language", "too_large", "wrong"),
    [
        ("zh", "文件未能上传。文件超过64MB", "这是PDF文件，不是可读取的表格文件"),
        ("en", "larger than 64 MB", "This is a PDF file"),
    ],
)
def test_a_wrong_or_too_large_file_is_refused_in_the_readers_language(
    browser: Browser, server: Server, tmp_path: Path, language: str, too_large: str, wrong: str
) -> None:
    large, report = tmp_path / "large.xlsx", tmp_path / "report.pdf"
    report.write_bytes(b"%PDF-1.7 a report")
    with large.open("wb") as file:
        file.truncate(101 << 20)
    with watched(browser) as clerk:
        clerk.goto(f"{server.address}/update?lang={language}")
        settle(clerk)
        choose(clerk, large)
        said = "getComputedStyle(document.querySelector('[data-testid=stFileUploader]'), '::after').content"
        until(clerk, f"{said}.includes({json.dumps(too_large)})")
        clerk.get_by_role("button", name=re.compile("Remove large.xlsx")).click()
        until(clerk, f"{said} === 'none'")
        choose(clerk, report)
        expect(clerk.get_by_text(wrong)).to_be_visible()


PLACEHOLDERS = """() => [...document.querySelectorAll('[data-testid=stDateInput] [data-placeholder]')]
  .filter(part => /[a-z]/i.test(part.textContent))
  .map(part => [getComputedStyle(part).fontSize, getComputedStyle(part, '::after').content])"""
"""The size of each part of an empty day as Streamlit writes it, and what stands in its place."""


def test_an_empty_day_asks_in_chinese(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/update")
        settle(page)
        assert page.evaluate(PLACEHOLDERS) == [["0px", '"年"'], ["0px", '"月"'], ["0px", '"日"']]
