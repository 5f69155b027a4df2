"""改造地图: filters act on map, table, counts and title; units by address; calm without a base."""

from __future__ import annotations

import json
import logging
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from renovation.domain import geography as geo
from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.pages.conftest import Opener, figures_on, tables_on, words_on

LANGUAGES = ("zh", "en")
BROWSER = {"webgl": True, "width": 1280}


def deck(test: AppTest) -> dict[str, dict[str, Any]]:
    """The layers of the page's one deck, by name; the visitor's browser has WebGL."""
    test.session_state["browser"] = BROWSER
    test.run()
    (chart,) = test.get("deck_gl_json_chart")
    return {layer["id"]: layer for layer in json.loads(chart.proto.json)["layers"]}


def sites_on(layers: dict[str, dict[str, Any]]) -> set[str]:
    return {site["site"] for site in layers["sites"]["data"]} if "sites" in layers else set()


def table(test: AppTest) -> set[str]:
    return set(test.dataframe[0].value.iloc[:, 0]) if test.dataframe else set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_act_on_map_table_counts_and_title(open_page: Opener, language: str) -> None:
    test = open_page("map", lang=language, stage="started")
    layers = deck(test)
    assert not test.exception
    assert len(sites_on(layers)) == 2
    assert sites_on(layers) == table(test)
    (chart,) = test.get("deck_gl_json_chart")
    assert chart.proto.alt.endswith(test.title[0].value.replace("\\", "")), "for screen readers"
    said = words_on(test)
    if language == "zh":
        assert test.title[0].value == "符合所选条件的点位2处（全部点位20处）"
        assert "2处点位" in said
        assert "进度状态：开工2处" in said
    else:
        assert test.title[0].value == "Sites that match the filters\\: 2 of 20"
        assert "2 sites" in said
    assert len(layers["units"]["data"]) == 8
    zhili = next(unit for unit in layers["units"]["data"] if unit["unit"] == "织里镇")
    assert "5" in zhili["third"], "a circle tells the sites named, whatever the filters leave"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filter_by_unit_leaves_its_circle_and_its_sites(open_page: Opener, language: str) -> None:
    test = open_page("map", lang=language, units="daixi,donglin")
    layers = deck(test)
    assert {unit["unit"] for unit in layers["units"]["data"]} == {"埭溪镇", "东林镇"}
    assert {site["unit"] for site in layers["sites"]["data"]} == {"埭溪镇", "东林镇"}
    assert len(table(test)) == 3


def test_a_filter_changed_on_the_page_follows_into_address_map_and_table(open_page: Opener) -> None:
    test = open_page("map")
    assert len(sites_on(deck(test))) == 20
    test.multiselect(key="stages").set_value(["unknown"]).run()
    assert dict(test.query_params)["stage"] == "unknown"
    assert len(sites_on(deck(test))) == len(table(test)) == 11
    test.multiselect(key="leaders").set_value(["enterprise"]).run()
    assert sites_on(deck(test)) == table(test)


def test_filters_that_leave_nothing_are_said(open_page: Opener) -> None:
    test = open_page("map", stage="started", units="miaoxi")
    assert "sites" not in deck(test)
    assert not test.dataframe
    assert test.title[0].value == "符合所选条件的点位0处（全部点位20处）"
    assert "没有符合条件的点位" in words_on(test)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_unit_in_the_address_opens_its_profile_and_its_sites(open_page: Opener, language: str) -> None:
    test = open_page("map", lang=language, unit="zhili", site="金牛")
    layers = deck(test)
    assert ("织里镇：完成91.3万㎡" if language == "zh" else "Zhili Town") in test.title[0].value.replace("\\", "")
    assert test.header[0].value == ("织里镇" if language == "zh" else "Zhili Town")
    said = words_on(test).replace("\\", "")
    facts = dict(tables_on(test)[0])
    assert ("点位", "金牛") in facts.items() or ("Site", "金牛") in facts.items(), "the site that is selected"
    figures = [row[1:] for row in tables_on(test)[1]]
    if language == "zh":
        assert [figure[0] for figure in figures] == ["91.3万㎡", "262.4%", "43个", "14个", "32.6%"]
        assert [figure[1] for figure in figures] == [f"8个单位中列第{rank}位" for rank in (1, 5, 2, 2, 4)]
        assert "目标34.8万㎡，差额+56.5万㎡ · 原报完成率262%" in said
        assert "- 金牛：拆旧建新，未说明进度状态" in said
    else:
        assert [row[1] for row in figures] == [f"No. {rank} of 8 units" for rank in (1, 5, 2, 2, 4)]
        assert "- 金牛: 拆旧建新, stage of the work not stated" in said
    assert len(sites_on(layers)) == 5
    assert [label["label"] for label in layers["site-label"]["data"]] == ["金牛"]
    assert {site["unit"] for site in layers["sites"]["data"]} == {"织里镇"}
    assert len(table(test)) == 5
    assert len(layers["areas"]["data"][-1]["ring"]) > 150, "near, the district's border is the detailed one"
    test.button[0].click().run()
    assert "unit" not in dict(test.query_params)
    assert "site" not in dict(test.query_params)
    assert len(sites_on(deck(test))) == 20


def test_the_selected_unit_comes_before_the_legend(open_page: Opener) -> None:
    """On a telephone one stands below the other, and the legend is as high as the screen."""
    test = open_page("map", unit="zhili")
    deck(test)
    beginnings = [one.value.partition("\n")[0] for one in test.main.markdown]
    assert beginnings.index("**点位**") < beginnings.index("**圆圈颜色：完成率**")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_county_view_shows_the_five_on_the_citys_basis(open_page: Opener, language: str) -> None:
    test = open_page("map", lang=language, view="counties")
    labels = {label["label"] for label in deck(test)["county-labels"]["data"]}
    assert len(labels) == 5
    figures = {"zh": {"112.39", "107.79", "89.5", "83.86", "47.31"}}
    figures["en"] = {"1,123,900", "1,077,900", "895,000", "838,600", "473,100"}
    assert {re.sub(r"^\D+", "", label) for label in labels} == figures[language]
    said = words_on(test)
    assert ("上报市口径" if language == "zh" else "as reported to the city") in said
    assert ("截至2013年10月8日" if language == "zh" else "As of 8 Oct 2013") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawn_map_is_a_choice_and_shows_the_same(open_page: Opener, language: str) -> None:
    test = open_page("map", lang=language)
    test.toggle(key="drawn").set_value(True).run()
    assert dict(test.query_params)["map"] == "drawn"
    assert not test.get("deck_gl_json_chart")
    (chart,) = figures_on(test)
    traces = chart["data"]
    assert traces[-2]["customdata"][0] == "织里镇"
    assert len(traces[-1]["customdata"]) == 20
    test.toggle(key="drawn").set_value(False).run()
    assert len(sites_on(deck(test))) == 20


def test_without_webgl_the_map_is_drawn_and_says_why(open_page: Opener) -> None:
    test = open_page("map")
    test.session_state["browser"] = {**BROWSER, "webgl": False}
    test.run()
    assert len(figures_on(test)) == 1
    assert "当前浏览器无法使用WebGL" in words_on(test)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_codes_in_the_address_are_said_and_the_usual_is_shown(open_page: Opener, language: str) -> None:
    strange = {
        "unit": "<b>atlantis</b>",
        "view": "moon",
        "size": "beauty",
        "by": "luck",
        "stage": "asleep",
        "map": "3d",
    }
    test = open_page("map", lang=language, **strange)
    assert not test.exception
    told = " ".join(info.value for info in test.info)
    assert "moon" in told
    assert "beauty" in told
    assert "<b>" not in told.replace("\\<b>", "")
    assert len(sites_on(deck(test))) == 20
    assert len(table(test)) == 20


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["units", "counties"])
@pytest.mark.parametrize("broken", ["missing", "no JSON", "another form"])
def test_without_its_base_the_page_stays_calm_and_keeps_its_table(
    open_page: Opener,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    broken: str,
    view: str,
    language: str,
) -> None:
    folder = tmp_path / "geo"
    shutil.copytree(geo.FOLDER, folder)
    spoilt = folder / "counties_light.geojson"
    if broken == "missing":
        spoilt.unlink()
    else:
        spoilt.write_text("{" if broken == "no JSON" else '{"features": [{"geometry": null}]}', encoding="utf-8")
    monkeypatch.setattr(geo.geography, "__defaults__", (folder,))
    with caplog.at_level(logging.ERROR, "renovation"):
        test = open_page("map", lang=language, view=view)
    assert not test.exception
    assert ("底图" if language == "zh" else "base map is missing") in test.warning[0].value
    assert not test.get("deck_gl_json_chart")
    assert not figures_on(test)
    rows = test.dataframe[0].value if view == "units" else tables_on(test)[0]
    assert len(rows) == (20 if view == "units" else 5)
    assert "Traceback" not in words_on(test)
    assert "The map's base cannot be read." in caplog.text
    assert "MissingGeography" in caplog.text
    assert str(folder) in caplog.text


@pytest.mark.parametrize("left", [("unit_progress",), ("unit_progress", "county_progress")])
@pytest.mark.parametrize("view", ["units", "counties"])
def test_a_release_without_sites_is_drawn(
    open_page: Opener, empty_database: Path, left: tuple[str, ...], view: str
) -> None:
    tables = {name: table for name, table in first_dataset.tables().items() if name in left}
    Store(f"sqlite:///{empty_database}").publish(Draft(tables, "clerk"), None)
    test = open_page("map", map="drawn", view=view)
    assert not test.exception
    assert not test.warning


def test_without_a_circle_the_map_explains_none(open_page: Opener, empty_database: Path) -> None:
    tables = first_dataset.tables()
    unknown = first_dataset.table("unit_progress", [("某工业园", 3, 1, 5.0, 10.0, None)], first_dataset.UNITS_AS_OF)
    Store(f"sqlite:///{empty_database}").publish(Draft({**tables, "unit_progress": unknown}, "clerk"), None)
    said = words_on(open_page("map", map="drawn"))
    assert "位置不明、未在图上标出的单位：某工业园" in said
    assert "圆圈" not in said
    assert "点位颜色：进度状态" in said


def test_what_no_site_states_is_neither_a_column_nor_a_filter_and_is_said_once(
    open_page: Opener, empty_database: Path
) -> None:
    tables = first_dataset.tables()
    sites = tables["sites"].frame.assign(mode=None, stage=None, area=None)
    bare = {**tables, "sites": replace(tables["sites"], frame=sites)}
    Store(f"sqlite:///{empty_database}").publish(Draft(bare, "clerk"), None)
    test = open_page("map", map="drawn")
    assert list(test.dataframe[0].value) == ["点位", "责任单位", "改造内容", "实施主体", "位置", "备注"]
    assert [widget.key for widget in test.multiselect] == ["units", "works", "leaders"]
    assert words_on(test).count("未写明进度状态") == 1
    assert "未说明20处" not in words_on(test)


def test_a_site_of_a_unit_without_figures_stands_on_the_map_and_opens_no_profile(
    open_page: Opener, empty_database: Path
) -> None:
    tables = first_dataset.tables()
    units = tables["unit_progress"]
    fewer = replace(units, frame=units.frame[units.frame["unit"] != "织里镇"].reset_index(drop=True))
    Store(f"sqlite:///{empty_database}").publish(Draft({**tables, "unit_progress": fewer}, "clerk"), None)
    test = open_page("map")
    assert "金牛" in sites_on(deck(test))
    assert "织里镇5处" in words_on(test)
    test.session_state["unit"], test.session_state["visit"].changed = "织里镇", True
    test.run()
    assert not test.exception
    assert len(table(test)) == 20


def test_a_units_area_that_is_not_reported_is_not_counted_as_nothing(open_page: Opener, empty_database: Path) -> None:
    """91.3 ÷ (241.91 − 38.66) is 44.9 %, with 高新区's 33.6 it is 61.5 %."""
    tables = first_dataset.tables()
    units = tables["unit_progress"]
    silent = units.frame.assign(area_renovated=units.frame["area_renovated"].where(units.frame["unit"] != "埭溪镇"))
    Store(f"sqlite:///{empty_database}").publish(
        Draft({**tables, "unit_progress": replace(units, frame=silent)}, "clerk"), None
    )
    title = open_page("map", map="drawn").title[0].value.replace("\\", "")
    assert title == "织里镇、高新区：合计占已上报单位完成面积的61.5%"


def test_the_sentence_on_sites_keeps_to_the_selected_units(open_page: Opener) -> None:
    said = words_on(open_page("map", units="zhili,gaoxin"))
    assert "所选单位在材料中有点位9处（织里镇5处、高新区4处），其中" in said
    assert "埭溪镇2处" not in said
    assert "材料未列出所选单位的改造点位" in words_on(open_page("map", units="miaoxi"))
