"""Names, notes and files that carry markup, links, formulas or direction marks harm no page and no file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from renovation.domain.dated_tables import DatedTable, Tables
from renovation.publishing.publish import Publisher, ensure_first_release, publish
from renovation.publishing.uploads import check
from renovation.reading.template import write_workbook
from renovation.releases.store import Source, Store
from tests import first_dataset
from tests.browser.conftest import Server, settle, walk, watched

MARKUP = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>'
LINK = "[点这里](javascript:window.harmed=1) ![x](http://evil.test/x.png) www.evil.test"
FORMULA = "=cmd|' /C calc'!A0"
TURNED = "厂\u202ecod.exe\u200b\x07房"
PATHS = ("units", "map", "", "counties", "checks", "outlook", "history", "releases", "update")
HARM = """() => [
  window.harmed ? 'a script ran' : '',
  ...[...document.querySelectorAll('img[src="x"], img[src*="evil"], a[href*="evil"], a[href^="javascript"]')].map(e => e.outerHTML),
].filter(Boolean)"""


def hostile(tables: Tables) -> dict[str, DatedTable]:
    """The first dataset with hostile words wherever a clerk may type words."""
    words = {
        "sites": {"site": [MARKUP, LINK, FORMULA, TURNED], "work": [LINK, MARKUP, TURNED, FORMULA], "remark": [MARKUP] * 4},
        "notes": {"text": [MARKUP, LINK, FORMULA, TURNED]},
        "figures": {"remark": [MARKUP, LINK, FORMULA, TURNED]},
    }  # fmt: skip
    return {name: _with(table, words.get(name, {})) for name, table in tables.items()}


def _with(table: DatedTable, words: dict[str, list[str]]) -> DatedTable:
    columns = {
        column: pd.Series([*typed, *table.frame[column].iloc[len(typed) :]], dtype="str", index=table.frame.index)
        for column, typed in words.items()
    }
    frame = table.frame.assign(**columns)
    return DatedTable(frame.assign(unit="高新区") if "site" in columns else frame, table.as_of, table.basis)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    store = Store(f"sqlite:///{tmp_path / 'browser.db'}")
    ensure_first_release(store)
    source = Source(f"{MARKUP}{LINK}.xlsx", write_workbook(hostile(first_dataset.tables())))
    checked = check(store, source)
    assert checked.reading.errors == ()
    publish(store, checked, Publisher(MARKUP, LINK, FORMULA), accept_warnings=True)
    started = Server(tmp_path)
    yield started
    started.stop()


def test_hostile_words_stay_words_on_every_page(browser: Browser, server: Server, tmp_path: Path) -> None:
    with watched(browser) as page:
        page.goto(f"{server.address}/units?unit=gaoxin")
        settle(page)
        for path in PATHS:
            walk(page, path)
            assert "unit=gaoxin" in page.url or path not in ("units", "map")
            assert page.evaluate(HARM) == [], path
        marked = _upload(page, tmp_path)
        assert page.evaluate(HARM) == []
    cells = [cell for sheet in openpyxl.load_workbook(marked).worksheets for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == FORMULA for cell in cells)
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]


def _upload(page: Page, folder: Path) -> io.BytesIO:
    """A bad file with hostile words in its name and cells; gives the marked workbook."""
    path = folder / "<b onmouseover=alert(1)>[x](http:evil.test).xlsx"
    units = first_dataset.with_unit_value("高新区", "projects_started", 17)
    names = units.frame["unit"].where(units.frame["unit"] != "高新区", FORMULA)
    bad = DatedTable(units.frame.assign(unit=names.replace("织里镇", MARKUP)), units.as_of, units.basis)
    path.write_bytes(write_workbook({"unit_progress": bad}))
    page.set_input_files("input[type=file]", str(path))
    expect(page.get_by_text("请改正错误后重新上传")).to_be_visible()
    with page.expect_download() as marked:
        page.get_by_role("button", name="下载已标注问题的工作簿").click()
    return io.BytesIO(marked.value.path().read_bytes())
