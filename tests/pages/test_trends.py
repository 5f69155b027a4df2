"""历史趋势 with one release, a few and a year: what moved, on one scale, gaps kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renovation.releases.store import Store
from tests import simulated_year
from tests.pages.conftest import Opener, words_on


@pytest.fixture
def twelve(database: Path) -> Store:
    store = Store(f"sqlite:///{database}")
    simulated_year.fill(store, 12)
    return store


@pytest.mark.parametrize("language", ["zh", "en"])
def test_with_one_release_there_is_one_point_and_no_line(open_page: Opener, language: str) -> None:
    test = open_page("trends", lang=language)
    assert not test.exception
    assert not test.get("plotly_chart")
    title = {
        "zh": "目前只有一期数据，有第二期后才能看趋势",
        "en": "There is one point only; a trend needs a second one",
    }
    assert test.title[0].value == title[language]
    assert ("2013年10月15日" if language == "zh" else "15 Oct 2013") in test.dataframe[0].value.to_string()


@pytest.mark.usefixtures("twelve")
@pytest.mark.parametrize(
    ("among", "interval", "language", "charts"),
    [
        ("units", "weekly", "en", 10),
        ("units", "quarterly", "zh", 0),
        ("counties", "monthly", "zh", 7),
        ("district", "weekly", "en", 2),
    ],
)
def test_every_choice_draws(open_page: Opener, language: str, among: str, interval: str, charts: int) -> None:
    test = open_page("trends", lang=language, among=among, interval=interval)
    assert not test.exception
    assert len(test.get("plotly_chart")) == charts, "one quarter is one point"
    assert not re.search(r"{\w*}|None|\bnan\b|NaT", words_on(test))
    assert dict(test.query_params).get("among", "units") == among


@pytest.mark.usefixtures("twelve")
def test_the_chosen_units_are_drawn_and_listed_and_stay_in_the_address(open_page: Opener) -> None:
    test = open_page("trends", units="zhili,gaoxin", measure="projects_started")
    assert list(test.dataframe[0].value.columns) == ["截至", "高新区", "织里镇"]
    test.segmented_control(key="interval").set_value("monthly").run()
    assert test.query_params["interval"] == "monthly"
    assert len(test.dataframe[0].value) == 3
    assert test.query_params["units"] == "zhili,gaoxin"


@pytest.mark.usefixtures("twelve")
def test_an_older_link_tells_no_later_day(open_page: Opener) -> None:
    test = open_page("trends", release="5")
    assert test.dataframe[0].value["截至"].tolist()[0] == "2014年2月4日"


@pytest.mark.usefixtures("twelve")
def test_a_missing_cell_is_no_data(open_page: Opener) -> None:
    listed = open_page("trends").dataframe[0].value
    assert listed["道场乡"].tolist()[0] == "无数据"
    assert "缺少数据处断线" in words_on(open_page("trends"))


@pytest.mark.usefixtures("twelve")
def test_a_year_that_holds_nothing_falls_back_to_the_latest(open_page: Opener) -> None:
    test = open_page("trends", year="1999")
    assert not test.exception
    assert len(test.dataframe[0].value) == 12
