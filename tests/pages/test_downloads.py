"""Downloaded files: each is named after its page and the date of its figures, and says what it holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import streamlit as st

from tests.pages.conftest import Opener

Downloads = dict[str, Callable[[], bytes]]


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> Downloads:
    """The files that the last page offers, by their names."""
    offered: Downloads = {}
    draw = st.download_button

    def recorded(label: str, data: Callable[[], bytes], file_name: str, **settings: Any) -> bool:
        offered[file_name] = data
        return draw(label, data, file_name, **settings)

    monkeypatch.setattr(st, "download_button", recorded)
    return offered


@pytest.mark.parametrize(
    ("page", "zh", "en"),
    [
        ("units", "乡镇对比-2013-10-15.xlsx", "Units-2013-10-15.xlsx"),
        ("map", "改造点位-2013-10-22.xlsx", "Renovation sites-2013-10-22.xlsx"),
        ("outlook", "各单位任务分解-2013-10-15.xlsx", "Tasks of each unit-2013-10-15.xlsx"),
        ("history", "历史趋势-2013-10-15.xlsx", "History-2013-10-15.xlsx"),
        ("meeting", "会议演示-第1期-2013-10-15.html", "Meeting-Release 1-2013-10-15.html"),
    ],
)
def test_a_file_is_named_after_its_page_and_the_date_of_its_figures(
    downloads: Downloads, open_page: Opener, page: str, zh: str, en: str
) -> None:
    open_page(page)
    assert zh in downloads
    open_page(page, lang="en")
    assert en in downloads


@pytest.mark.parametrize(
    ("filters", "footer"),
    [
        ({}, "截至2013年10月22日 · 区口径 · 第1期"),
        ({"stage": "completed"}, "截至2013年10月22日 · 区口径 · 第1期 · 进度状态：完工"),
        (
            {"units": "zhili,gaoxin", "mode": "unknown"},
            "截至2013年10月22日 · 区口径 · 第1期 · 责任单位：织里镇、高新区；改造方式：未说明",
        ),
        ({"unit": "zhili", "units": "zhili,gaoxin"}, "截至2013年10月22日 · 区口径 · 第1期 · 责任单位：织里镇"),
    ],
)
def test_a_list_of_some_sites_says_which(
    downloads: Downloads, open_page: Opener, filters: dict[str, str], footer: str
) -> None:
    open_page("map", **filters)
    sheet = openpyxl.load_workbook(io.BytesIO(downloads["改造点位-2013-10-22.xlsx"]())).active
    assert sheet
    assert sheet.cell(sheet.max_row, 1).value == footer
