"""Outlook and history as their visitors use them, on the first release and on a simulated year."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, Theme, click_cell, settle, walk, watched
from tests.browser.page_checks import is_whole

LINES_OF_THE_FIRST_ALERT = """() => {
    const sentence = document.createRange();
    sentence.selectNodeContents(document.querySelector('.st-key-first-screen [data-testid=stPageLink] p'));
    const lines = [];
    for (const box of sentence.getClientRects()) {
        const middle = (box.top + box.bottom) / 2, line = lines.find(one => Math.abs(one.middle - middle) < 8);
        if (line) line.left = Math.min(line.left, box.left); else lines.push({ middle, left: box.left });
    }
    return lines.map(line => line.left);
}"""


@pytest.mark.parametrize(("size", "theme", "language"), [("1280", "dark", "zh"), ("390", "light", "en")])
def test_a_year_of_releases_is_whole_quiet_and_named_simulated(
    browser: Browser, year: Server, size: str, theme: Theme, language: str
) -> None:
    with watched(browser, size, theme) as page:
        page.goto(f"{year.address}/?lang={language}")
        if size == "390":
            begins_at_the_left(page)
        for path in ("", "outlook", "history"):
            if path:
                walk(page, path)
            looked_at(page, language)
        page.get_by_role("radio", name="各县区" if language == "zh" else "the counties").click()
        expect(page).to_have_url(re.compile("among=counties"))
        settle(page)
        page.get_by_role("radio", name="按月" if language == "zh" else "monthly").click()
        expect(page).to_have_url(re.compile("among=counties.*interval=monthly"))
        looked_at(page, language)
    assert year.troubles() == []


def begins_at_the_left(page: Page) -> None:
    """Each line of the first alert, which is where its badge begins: on a telephone an alert has the whole width."""
    settle(page)
    lines = page.evaluate(LINES_OF_THE_FIRST_ALERT)
    assert len(lines) > 2
    assert max(lines) - min(lines) < 8


def looked_at(page: Page, language: str) -> None:
    settle(page)
    is_whole(page)
    expect(page.get_by_text("模拟数据" if language == "zh" else "Simulated data").first).to_be_visible()


def test_back_and_forward_move_between_splits_and_a_share_is_set_by_hand(browser: Browser, server: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/outlook")
        settle(page)
        most = page.get_by_text(re.compile("开工项目数到2013年12月31日还需增加298个"))
        for key, told in (
            ("按年初以来完成数占比", "埭溪镇任务最多，为71个"),
            ("按面积目标占比", "织里镇任务最多，为144个"),
        ):
            page.get_by_role("radio", name=key).click()
            expect(most).to_contain_text(told)
        expect(page).to_have_url(re.compile("key=targets"))
        settle(page)
        page.go_back()
        expect(most).to_contain_text("埭溪镇任务最多，为71个")
        settle(page)
        page.go_forward()
        expect(most).to_contain_text("织里镇任务最多，为144个")
        settle(page)
        set_by_hand(page, row=1, share="100")
        expect(page.get_by_text("1个单位人工指定，其余按面积目标占比")).to_be_visible()
        settle(page)
        rows = downloaded(page)
        assert "1个单位人工指定，其余按面积目标占比" in str(rows[0][0])
        assert [row[1] for row in rows[3:12]] == [22, 100, 20, 4, 10, 85, 31, 26, 298]
        assert "截至2013年10月15日 · 区口径" in str(rows[-1][0])


def downloaded(page: Page) -> list[tuple[object, ...]]:
    """The rows of the assignment as a spreadsheet, in which no text is a formula."""
    with page.expect_download() as download:
        page.get_by_role("button", name="下载任务分解表").click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    return list(sheet.values)


def set_by_hand(page: Page, row: int, share: str) -> None:
    """Types into the editor's second column."""
    editor = page.get_by_test_id("stDataFrame").first
    box = editor.bounding_box()
    assert box is not None
    click_cell(editor, row, x=0.35 * box["width"])
    editor.locator(f"#glide-cell-1-{row}[aria-selected=true]").wait_for(state="attached")
    page.keyboard.press("Enter")
    page.locator("input.gdg-input").fill(share)
    page.keyboard.press("Enter")


def test_the_period_chosen_is_in_the_address_and_reopens_at_the_old_address_too(browser: Browser, year: Server) -> None:
    with watched(browser) as page:
        page.goto(f"{year.address}/history")
        settle(page)
        page.get_by_role("radio", name="按月").click()
        expect(page).to_have_url(re.compile("interval=monthly"))
        page.get_by_role("button", name="东林镇").click()
        expect(page).to_have_url(re.compile("units=donglin"))
        address = page.url
    with watched(browser) as page:
        page.goto(address.replace("/history", "/trends"))
        settle(page)
        expect(page).to_have_url(address)
        expect(page.get_by_role("radio", name="按月")).to_be_checked()
        expect(page.get_by_role("heading", level=1)).to_contain_text("最近一个周期")


LINES_OF_EACH_AMOUNT_AND_LIGHT = r"""() => {
    const lines = range => new Set([...range.getClientRects()].map(box => Math.round(box.top / 12))).size, found = [];
    for (const text of [...document.querySelectorAll('h1')].map(one => one.firstChild?.firstChild ?? one.firstChild))
        for (const amount of text?.data?.matchAll(/\d[\d.]*[项个万月]/g) ?? []) {
            const range = document.createRange();
            range.setStart(text, amount.index); range.setEnd(text, amount.index + amount[0].length);
            found.push(lines(range));
        }
    for (const light of document.querySelectorAll('h2 strong')) found.push(light.getBoundingClientRect().height < 40 ? 1 : 2);
    return found;
}"""


BROKEN_CLAUSES = r"""() => {
    const canvas = document.createElement('canvas').getContext('2d'), found = [], range = document.createRange();
    for (const heading of document.querySelectorAll('h1, h2')) {
        const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT), style = getComputedStyle(heading);
        canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
        let words = '', start = 0;
        const tops = [];
        for (let text = walker.nextNode(); text; text = walker.nextNode()) {
            if (text.parentElement.closest('[role=img]')) continue;
            words += text.data;
            for (let at = 0; at < text.length; at++) { range.setStart(text, at); range.setEnd(text, at + 1); tops.push(range.getBoundingClientRect().top); }
        }
        for (const clause of words.split(/(?<=[，；：、。）\s])(?![，；：、。）])/)) {
            const parts = new Set(tops.slice(start, start + clause.length).map(top => Math.round(top / 8)));
            start += clause.length;
            if (parts.size > 1 && canvas.measureText(clause).width < heading.clientWidth * 0.95) found.push(clause);
        }
    }
    return found;
}"""
"""The parts of headings between marks of punctuation that are on two lines, although one would hold them."""


def test_a_phone_breaks_headings_between_clauses_and_no_amount_and_no_light(browser: Browser, year: Server) -> None:
    with watched(browser, "390") as page:
        page.goto(f"{year.address}/?lang=zh")
        for path in ("", "units", "outlook", "history"):
            if path:
                walk(page, path)
            settle(page)
            assert page.evaluate(BROKEN_CLAUSES) == [], path
            if path == "outlook":
                lines = page.evaluate(LINES_OF_EACH_AMOUNT_AND_LIGHT)
                assert len(lines) >= 4
                assert set(lines) == {1}
