"""The clerk's pages: what is previewed is what is published, and every release tells what it changed."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from renovation.publishing.publish import Publisher, check, publish
from renovation.reading.template import write_workbook
from renovation.releases.store import Source, Store
from tests import first_dataset
from tests.pages.conftest import Opener, words_on

KEY = "the clerk's key"
DAY = dt.date(2013, 10, 22)


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_PUBLISHER_KEY", KEY)


def week(started: int | str, day: dt.date = DAY) -> bytes:
    """A workbook in which 织里镇 has started other projects than in the first dataset."""
    units = first_dataset.with_unit_value("织里镇", "projects_started", 43, day)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook({"unit_progress": units})))
    book["乡镇进度"]["B7"] = started
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def signed_in(open_page: Opener) -> Callable[[bytes], AppTest]:
    """The page with a workbook chosen by somebody who holds the key."""

    def opened(content: bytes) -> AppTest:
        page = open_page("update", lang="zh")
        page.file_uploader(key="upload").upload("week.xlsx", content).run()
        page.text_input(key="given_key").input(KEY)
        page.button[0].click().run()
        return page.text_input(key="publisher_name").input("李四").run()

    return opened


def said(page: AppTest) -> str:
    """The words of a page as a browser shows them, without the strokes that keep Markdown from reading them."""
    return words_on(page).replace("\\", "")


def pressed(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def somebody_publishes(database: Path, started: int, day: dt.date = DAY) -> Store:
    store = Store(f"sqlite:///{database}")
    checked = check(store, Source("other.xlsx", week(started, day)))
    publish(store, checked, Publisher("王五", origin="10.0.0.8"), accept_warnings=True)
    return store


def test_the_preview_tells_what_will_want_a_decision_and_the_sentences_left_out(open_page: Opener) -> None:
    """织里镇 falls from 43 to 40: one matter more than the overview's three."""
    book = openpyxl.load_workbook(io.BytesIO(week(40)))
    book["乡镇进度"]["A20"] = "注：全区完工66个"
    stream = io.BytesIO()
    book.save(stream)
    page = open_page("update", lang="zh")
    page.file_uploader(key="upload").upload("week.xlsx", stream.getvalue()).run()
    assert not page.exception
    told = said(page)
    assert "需要决策的事项：4项" in told
    assert "✕　**织里镇：开工项目数由43个减为40个，减少3个" in told
    assert "落后序时进度" in told
    assert "表中1处文字说明含有数字，不作为数据读入" in [one.label for one in page.expander]
    assert "乡镇进度 A20 注：全区完工66个" in told


def test_a_preview_that_somebody_overtook_is_shown_anew_before_it_can_be_published(
    signed_in: Callable[[bytes], AppTest], database: Path
) -> None:
    page = signed_in(week(45))
    assert "织里镇：开工项目数 43 → 45（+2）" in said(page)
    store = somebody_publishes(database, 44)
    page = pressed(page, "发布")
    assert store.head() == 2
    assert "期间已有他人发布" in said(page)
    assert "织里镇：开工项目数 44 → 45（+1）" in said(page)
    page.run()
    assert "期间已有他人发布" not in said(page)
    assert not next(button for button in page.button if button.label == "发布").disabled


def test_warnings_accepted_for_one_preview_are_not_accepted_for_the_next(
    signed_in: Callable[[bytes], AppTest],
) -> None:
    page = signed_in(week(42))
    page.checkbox[0].check().run()
    assert not next(button for button in page.button if button.label == "发布").disabled
    page.file_uploader(key="upload").clear()
    page.file_uploader(key="upload").upload("again.xlsx", week(41)).run()
    assert "织里镇：开工项目数 43 → 41（−2）" in said(page)
    assert not page.checkbox[0].value
    assert next(button for button in page.button if button.label == "发布").disabled


def test_the_history_tells_accepted_warnings_in_words(open_page: Opener, database: Path) -> None:
    open_page("releases")
    somebody_publishes(database, 40)
    assert "“开工项目数”为年内累计数，却低于上期：织里镇 43 → 40" in said(open_page("releases", lang="zh"))
    assert "is cumulative in the year, yet fell: 织里镇 43 → 40" in said(open_page("releases", lang="en"))


def test_a_correction_is_told_against_the_release_it_was_laid_upon(open_page: Opener, database: Path) -> None:
    open_page("releases")
    somebody_publishes(database, 60, dt.date(2013, 10, 29))
    somebody_publishes(database, 45, DAY)
    page = open_page("releases", lang="zh")
    assert page.selectbox(key="release_looked_at").value == 3
    assert "织里镇：开工项目数 43 → 45（+2）" in said(page)
