"""Any release is a click away: from the header, from its row, and beside any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from renovation.releases.store import Store
from renovation.web import release_picker
from tests.pages.conftest import Opener, release_list, words_on
from tests.simulated_year import publish_year


@pytest.fixture
def five_weeks(empty_database: Path) -> None:
    publish_year(Store(f"sqlite:///{empty_database}"), 5)


@pytest.mark.usefixtures("five_weeks")
def test_any_two_releases_are_compared_by_unit_and_measure(open_page: Opener) -> None:
    page = open_page("releases")
    assert list(page.dataframe[0].value) == ["期次", "截至", "发布时间", "发布人", "发布类型", "说明"], (
        "none has a file"
    )
    assert release_list(page).value == 5
    assert release_list(page, "对比期次").value == 4, "by default the one before"
    page = release_list(page, "对比期次").set_value(2).run()
    said = words_on(page).replace("\\", "")
    assert "第2期至第5期的变动" in said
    assert "织里镇：开工项目数" in said


@pytest.mark.usefixtures("five_weeks")
def test_an_older_release_is_opened_and_left_and_the_newest_keeps_no_number(open_page: Opener) -> None:
    page = open_page("releases", release="2")
    assert release_list(page).value == 2, "the release on the screen"
    assert "第2期，最新为第5期" in page.info[0].value
    page.button[0].click().run()
    assert page.session_state["release"] is None, "the newest is followed, whatever comes after it"
    assert page.query_params["release"] == "5"


@pytest.mark.usefixtures("five_weeks")
def test_the_release_in_the_header_opens_the_others(open_page: Opener) -> None:
    labels = [block.proto.popover.label for block in open_page("units").get("popover")]
    assert labels[0] == "第5期 · 数据截至2014年2月4日"


def test_a_long_history_is_offered_by_year(
    open_page: Opener, empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_picker, "MOST_LISTED", 10)
    publish_year(Store(f"sqlite:///{empty_database}"), 54)
    page = open_page("releases")
    looked_at, compared_with = [box for box in page.selectbox if box.label == "年度"]
    assert looked_at.options == compared_with.options == ["2015", "2014"]
    assert all("2015年" in option for option in release_list(page).options)
    page = looked_at.set_value(2014).run()
    assert release_list(page).value is None, "another year alone opens nothing"
    assert "的变动" in words_on(page)
    page = release_list(page).set_value(3).run()
    assert "第2期至第3期的变动" in words_on(page)
