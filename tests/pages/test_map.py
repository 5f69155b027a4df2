"""改造地图: filters, the unit looked at, both views, the drawn map, and a calm page without a base."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from renovation import geography
from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.pages.conftest import Opener, words_on

LANGUAGES = ("zh", "en")


@pytest.fixture
def no_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder from which the map's base is read."""
    monkeypatch.setattr(geography.geography, "__defaults__", (tmp_path,))
    return tmp_path


def rows(test: AppTest) -> int:
    return len(test.dataframe[-1].value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawn_map_shows_the_same_without_webgl(open_page: Opener, language: str) -> None:
    test = open_page("map", lang=language, map="drawn")
    assert not test.exception
    assert len(test.get("plotly_chart")) == 1
    assert rows(test) == 20
    assert ("截至2013年10月15日" if language == "zh" else "as of 15 Oct 2013") in words_on(test)


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"units": "zhili"}, 5),
        ({"stage": "completed"}, 3),
        ({"stage": "started"}, 2),
        ({"led": "enterprise", "units": "zhili"}, 4),
        ({"stage": "unknown"}, 11),
    ],
)
def test_filters_act_on_the_table_and_the_count(open_page: Opener, filters: dict[str, str], left: int) -> None:
    test = open_page("map", **filters)
    assert rows(test) == left
    assert f"{left}处点位" in [one.value for one in test.subheader]


def test_the_unit_of_the_address_is_told_in_full(open_page: Opener) -> None:
    test = open_page("map", unit="daixi")
    assert "埭溪镇：完成38.66万㎡" in test.title[0].value.replace("\\", "")
    assert rows(test) == 2
    assert "第2位" in words_on(test)


def test_the_counties_stand_on_the_citys_basis(open_page: Opener) -> None:
    said = words_on(open_page("map", view="counties"))
    assert "截至2013年10月8日" in said
    assert "上报市口径" in said


def test_what_means_nothing_in_the_address_is_told(open_page: Opener) -> None:
    test = open_page("map", size="beauty", stage="gone", unit="atlantis", colour="projects_started")
    assert not test.exception
    assert "beauty" in " ".join(info.value for info in test.info)
    assert rows(test) == 20


@pytest.mark.parametrize("left", [("unit_progress",), ("unit_progress", "county_progress")])
@pytest.mark.parametrize("view", ["units", "counties"])
def test_a_release_without_sites_is_drawn(open_page: Opener, database: Path, left: tuple[str, ...], view: str) -> None:
    tables = {name: table for name, table in first_dataset.tables().items() if name in left}
    Store(f"sqlite:///{database}").publish(Draft(tables, "clerk"), None)
    test = open_page("map", map="drawn", view=view)
    assert not test.exception
    assert not test.warning


@pytest.mark.parametrize("damage", [None, "{", '{"type": "FeatureCollection", "features": [1]}'])
@pytest.mark.parametrize("view", ["units", "counties"])
def test_a_base_that_is_missing_or_broken_leaves_the_table(
    open_page: Opener, no_base: Path, caplog: pytest.LogCaptureFixture, damage: str | None, view: str
) -> None:
    if damage:
        for name in ("lines_schematic.geojson", "counties_light.geojson"):
            (no_base / name).write_text(damage, encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        test = open_page("map", view=view)
    assert not test.exception
    assert "底图文件缺失" in " ".join(one.value for one in (*test.warning, *test.info))
    assert test.dataframe or test.table
    assert "geo" in caplog.text.lower() or "base" in caplog.text.lower()
