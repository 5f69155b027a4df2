"""乡镇对比: charts, table and a unit's own view, with their filters."""

from __future__ import annotations

from typing import Literal

import pytest

from renovation.comparisons.results import Results
from renovation.language import words_in
from tests.pages.conftest import LANGUAGES, Opener, charts_on, figures_on, sections_on, words_on


def test_the_units_page_shows_the_ratio_of_sums(open_page: Opener) -> None:
    said = words_on(open_page("units"))
    assert "334.8%" in said
    assert "高新区、八里店镇、环渚街道合计占全部目标的17.8%、全部完成面积的41.0%" in said
    assert "八里店镇869.3%（目标仅3.75万㎡）" in said


@pytest.mark.parametrize(("control", "value", "place"), [("measure", "completion_rate", 1), ("order", "lowest", 1)])
def test_the_browser_holds_what_the_server_shows_for_another_option(
    open_page: Opener, control: str, value: str, place: int
) -> None:
    at_first, chosen = (sections_on(open_page("units", **chosen))[0] for chosen in ({}, {control: value}))
    held, choices = at_first["choices"][control], chosen.pop("choices")
    assert held["sections"][place] == chosen
    assert [held["sections"][held["at"]], held["at"], choices[control]["at"]] == [None, 0, place]
    assert {name: len(one["sections"]) for name, one in choices.items()} == {"measure": 5, "order": 3}


def test_the_table_of_units_equals_the_figures(open_page: Opener, results: Results) -> None:
    shown = open_page("units", order="reported").dataframe[0].value
    assert shown["面积"].tolist() == results.units["area_renovated"].tolist()
    assert shown["完成率"].tolist() == [800.0, 262.4, 869.3, 381.4, 137.5, 241.6, 125.9, 671.4]


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_come_from_the_address_and_reach_charts_and_table(open_page: Opener, language: str) -> None:
    test = open_page("units", lang=language, units="donglin,gaoxin", measure="completed_to_started", order="lowest")
    assert test.dataframe[0].value.iloc[:, 0].tolist() == (
        ["高新区", "东林镇"] if language == "zh" else ["High-tech Zone", "Donglin Town"]
    )
    assert figures_on(test)[0]["data"][0]["customdata"] == ["高新区", "东林镇"]


def test_a_filter_changed_on_the_page_is_written_into_the_address(open_page: Opener) -> None:
    test = open_page("units")
    test.segmented_control(key="measure").set_value("projects_started").run()
    test.pills(key="units").set_value(["织里镇"]).run()
    assert test.query_params["measure"] == "projects_started"
    assert test.query_params["units"] == "zhili"


def test_one_unit_is_shown_in_full_and_left_again(open_page: Opener) -> None:
    test = open_page("units", unit="balidian")
    said = words_on(test)
    for told in (
        "869.3",
        "8个单位中列第1位",
        "8个单位中列第8位",
        "318国道沿线企业",
        "土地指标紧缺",
        "36家",
        "32.6 ÷ 3.75",
    ):
        assert told in said.replace("\\", "").replace("\n", "")
    test.button[0].click().run()
    assert "unit" not in dict(test.query_params)
    assert len(test.dataframe) == 1


def test_a_unit_stands_against_its_target_the_schedule_and_its_share_of_the_goals(open_page: Opener) -> None:
    said = words_on(open_page("units", unit="donglin")).replace("\\", "")
    assert "已达到目标5.9万㎡。序时进度78.9%" in said
    assert "争取排定项目一半以上开工：本单位分解任务为35个，余下11周，每周需完成3.2个" in said
    links = {link.proto.label: link.proto.query_string for link in open_page("units", unit="balidian").get("page_link")}
    assert {"查看本单位历史趋势", "查看各单位任务分解", "在地图上查看本单位", "查看全部数据核对"} <= set(links)
    assert "unit=balidian" in links["在地图上查看本单位"]


def test_no_chart_draws_a_bar_whose_length_is_a_percent_of_unlike_targets(open_page: Opener) -> None:
    for measure in ("completion_rate", "completed_to_started"):
        spec = figures_on(open_page("units", measure=measure))[0]
        assert {trace["type"] for trace in spec["data"]} == {"scatter"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_two_units_names_no_third(
    open_page: Opener, results: Results, language: Literal["zh", "en"]
) -> None:
    """In titles, remarks, tables, charts and their descriptions; the total of the two stands beside that of all."""
    test, words = open_page("units", units="donglin,gaoxin", lang=language), words_in(language)
    told = words_on(test).replace("\\", "") + "".join(str(chart) for chart in charts_on(test))
    hidden = [words.place(unit) for unit in results.units["unit"] if unit not in ("高新区", "东林镇")]
    assert [name for name in hidden if name in told] == []
    assert words.place("高新区") in told
    assert {"zh": "所选单位合计**：完成41.03万㎡", "en": "Total of the selected units"}[language] in told
