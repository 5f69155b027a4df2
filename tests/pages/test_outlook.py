"""目标与进度 and what wants a decision: every figure of the issue, said aloud, split to the last project."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from renovation.publishing import ensure_first_release
from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.pages.conftest import Opener, words_on

LANGUAGES = ("zh", "en")


def weekly_plan(test: AppTest) -> list[list[object]]:
    return test.dataframe[-1].value.to_numpy().tolist()


def publish(database: Path, **tables: list[tuple[object, ...]]) -> None:
    store = Store(f"sqlite:///{database}")
    ensure_first_release(store)
    draft = {name: first_dataset.table(name, rows, first_dataset.COUNTED) for name, rows in tables.items()}
    store.publish(Draft(draft, "clerk"), store.head())


def test_the_goals_are_ready_to_be_read_aloud(open_page: Opener) -> None:
    said = words_on(open_page("outlook")).replace("\\", "")
    assert "共2项目标：1项明显滞后、1项存在风险" in said
    assert (
        "截至2013年10月15日，全区开工项目数202个，完成目标500个的40.4%，还差298个。序时进度78.9%，落后38.5个百分点。"
        "余下11周，每周需完成27.1个，今年以来每周完成4.9个。按目前进度，到2013年12月31日为256个，2014年12月14日达到目标。"
    ) in said
    assert (
        "落后德清县4.60万㎡；德清县保持目前进度，年底将达到145.99万㎡。余下12周，每周需完成3.18万㎡，今年以来每周完成2.69万㎡"
        in said
    )
    assert "要列第一须超过145.99万㎡；按本区目前进度只能达到140.01万㎡" in said
    assert "截至2013年10月8日 · 上报市口径" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_in_both_languages(open_page: Opener, language: str) -> None:
    test = open_page("outlook", lang=language)
    assert not test.exception
    assert not test.warning
    assert not re.search(r"{\w*}|None|\bnan\b", words_on(test))


def test_the_assignment_adds_up_by_every_key_and_follows_the_address(open_page: Opener) -> None:
    for key, zhili in (("equally", 38), ("targets", 144), ("so_far", 65)):
        test = open_page("outlook", key=key)
        plan = weekly_plan(test)
        assert [row[1] for row in plan if row[0] in ("织里镇", "合计")] == [zhili, 298]
        assert [sum(row[column] for row in plan[:8]) for column in range(1, 13)] == plan[8][1:]
        assert "✓ 各单位任务合计298个，与缺口一致。" in words_on(test).replace("\\", "")
        assert dict(test.query_params).get("key", "equally") == key


def test_a_key_that_the_data_does_not_allow_is_explained(open_page: Opener) -> None:
    test = open_page("outlook", key="schedule")
    assert not test.exception
    assert "数据未提供各单位排定项目数" in words_on(test)
    assert "key" not in dict(test.query_params)


def test_the_race_is_split_on_its_own_basis(open_page: Opener) -> None:
    test = open_page("outlook", goal="first_in_city")
    assert test.selectbox(key="goal").value == "first_in_city"
    assert weekly_plan(test)[8][1] == 38.2
    assert "分解总量为上报市口径" in words_on(test)


def test_what_if_says_what_comes_of_it(open_page: Opener) -> None:
    test = open_page("outlook")
    assert "到2013年12月31日为256个，比目标少244个" in words_on(test)
    test.slider(key="pace-started_share").set_value(30.0).run()
    said = words_on(test)
    assert "到2013年12月31日为532个，比目标多32个，2013年12月24日达到目标：进度正常" in said.replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_goals_of_the_workbook_that_cannot_be_told_say_so(open_page: Opener, database: Path, language: str) -> None:
    publish(
        database,
        milestones=[
            ("全区", "projects_completed", 100, None, "2013-09-30", "九月会议", None),
            ("织里镇", "area_renovated", 0, None, "2013", None, None),
            ("道场乡", "cod_cut", 5, None, "2013", None, None),
        ],
    )
    test = open_page("outlook", lang=language)
    assert not test.exception
    said = words_on(test).replace("\\", "")
    assert not re.search(r"{\w*}|None|\bnan\b", said)
    if language == "zh":
        for told in (
            "2013年9月30日期限已到。",
            "未定目标值；目前为91.30万㎡。",
            "本期没有该指标的数据，无法判断。",
            "九月会议",
            "2项无法判断",
        ):
            assert told in said
    assert not open_page("overview", lang=language).exception


def test_the_last_days_are_told_in_days_and_not_by_the_week(open_page: Opener, database: Path) -> None:
    publish(database, milestones=[("全区", "projects_completed", 100, None, "2013-10-17", None, None)])
    said = words_on(open_page("outlook")).replace("\\", "")
    assert "距期限2天，还需完成34个；今年以来每周完成1.6个。" in said
    assert "119个" not in said  # 34 ÷ 2 × 7
    assert "距期限2天，还需完成34个；年初以来每周完成1.6个。" in words_on(open_page()).replace("\\", "")


def test_a_source_is_words_and_never_markup(open_page: Opener, database: Path) -> None:
    hostile = "<img src=x onerror=alert(1)> **b** [a](javascript:alert(1))"
    publish(database, milestones=[("全区", "projects_completed", 100, None, "2013", hostile, None)])
    test = open_page("outlook")
    table = next(
        table.value
        for table in test.table
        if table.value.astype("str").apply(lambda c: c.str.contains("alert")).any(axis=None)
    )
    assert "<img" not in table.to_string().replace("\\<img", "")


def test_what_wants_a_decision_stands_on_the_overview_with_its_rule(open_page: Opener, database: Path) -> None:
    said = words_on(open_page()).replace("\\", "")
    assert "需要决策的事项：3项" in said
    assert "排定项目一半以上开工：落后序时进度38.5个百分点，每周需完成27.1个，目前每周4.9个。" in said
    assert "规则“落后序时”：完成比例低于序时进度超过0个百分点 · 截至2013年10月15日 · 区口径" in said
    publish(database, thresholds=[("behind_schedule", 50, None), ("mismatch", 9, None)])
    assert "按预警规则，没有需要决策的事项" in words_on(open_page()).replace("\\", "")


def test_a_goal_that_the_release_has_not_is_told(open_page: Opener) -> None:
    test = open_page("outlook", goal="beauty")
    assert not test.exception
    assert "beauty" in " ".join(info.value for info in test.info)


def test_simulated_figures_say_so_on_every_page(open_page: Opener, database: Path) -> None:
    table = first_dataset.tables()["county_progress"]
    store = Store(f"sqlite:///{database}")
    ensure_first_release(store)
    store.publish(Draft({"county_progress": dataclasses.replace(table, basis="上报市口径（模拟）")}, "clerk"), 1)
    for page in ("overview", "units", "counties", "outlook", "trends", "checks", "history"):
        assert "模拟数据" in words_on(open_page(page)), page
    assert "as reported to the city (simulated)" in words_on(open_page("counties", lang="en"))


def test_the_way_is_drawn_to_the_deadline(open_page: Opener) -> None:
    specs = [json.loads(chart.proto.spec) for chart in open_page("outlook").get("plotly_chart")]
    assert len(specs) == 3
    assert {trace["name"] for trace in specs[0]["data"]} == {"序时进度", "按目前进度推算", "达标所需进度", "实际"}
