"""数据核对: a publisher explains a figure, and the alert of the overview no longer counts it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy

from renovation.releases.check_explanations import stored_explanations
from renovation.releases.store import Store
from tests.pages.conftest import Opener, tables_on, words_on

KEY = "the clerk's key"


def test_an_explained_figure_shows_its_reason_and_raises_no_alert(
    database: Path, open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENOVATION_PUBLISHER_KEY", KEY)
    monkeypatch.setattr(ContextProxy, "ip_address", "10.0.0.7")
    assert "不相符且未说明原因的原报值2项" in words_on(open_page("overview"))
    page = open_page("checks")
    page.text_input(key="given_key").input(KEY)
    next(button for button in page.button if button.label == "继续").click().run()
    page.text_input(key="publisher_name").input("李四").run()
    page.selectbox[0].select_index(1).run()
    page.text_input(key="check_reason").input("两个镇漏报").run()
    next(button for button in page.button if button.label == "保存说明").click().run()
    assert "说明：两个镇漏报" in words_on(page)
    stored = stored_explanations(Store(f"sqlite:///{database}"))
    assert [(key, one.reason, one.by) for key, one in stored.items()] == [
        ("全区|projects_started|sum|6|year 2013", "两个镇漏报", "李四")
    ]
    assert "不相符且未说明原因的原报值1项" in words_on(open_page("overview"))


def test_checks_are_filtered_by_their_verdict(open_page: Opener) -> None:
    everything = words_on(open_page("checks"))
    assert "若按(242.01 − 107.79) ÷ 72.4计算，恰好得出原报的185.4%" in everything.replace("\\", "")
    wrong = open_page("checks", verdict="mismatch")
    assert [metric.value for metric in wrong.metric] == ["185.4%", "334.3%", "202个", "196个"]
    assert len(tables_on(wrong)) == 1, "only what the source does not give"
