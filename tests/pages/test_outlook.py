"""目标与进度 and what wants a decision: every figure of the issue, said aloud, split to the last project."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.pages.conftest import ROOT, Opener, figures_on, tables_on, words_on

LANGUAGES = ("zh", "en")
PAGES = ROOT / "pages"
LATER = dt.date(2013, 10, 22)


def weekly_plan(test: AppTest) -> list[list[object]]:
    return test.dataframe[-1].value.to_numpy().tolist()


def publish(database: Path, **tables: list[tuple[object, ...]]) -> None:
    store = Store(f"sqlite:///{database}")
    draft = {name: first_dataset.table(name, rows, first_dataset.UNITS_AS_OF) for name, rows in tables.items()}
    store.publish(Draft(draft, "clerk"), store.head())


def test_targets_beside_the_goals_are_called_others(open_page: Opener) -> None:
    headings = [header.value for header in open_page("outlook").header]
    assert [text for text in headings if text.startswith("其他年度目标")]
    assert "年度目标" not in headings[0]


def test_a_column_in_which_all_is_reached_is_left_out(open_page: Opener) -> None:
    said = words_on(open_page("outlook"))
    assert "年初以来周均完成量" in said
    assert not [heading for heading in ("与序时进度相比", "今后每周需</th>") if heading in said]


def test_the_goals_are_ready_to_be_read_aloud(open_page: Opener) -> None:
    said = words_on(open_page("outlook")).replace("\\", "")
    assert "共2项目标：1项明显滞后、1项存在风险" in said
    assert (
        "截至2013年10月15日，全区开工项目数202个，完成目标500个的40.4%，还差298个。序时进度78.9%，落后序时进度38.5个百分点。"
        "余下11周，每周需完成27.1个，年初以来周均4.9个。按目前进度，到2013年12月31日累计256个，2013年内达不到目标。"
    ) in said
    assert (
        "落后德清县4.60万㎡；德清县按年初以来周均进度推算，年底将达145.99万㎡。余下12周，每周需完成3.18万㎡，年初以来周均2.69万㎡"
        in said
    )
    assert "要位居第一，须超过145.99万㎡；按目前进度只能达到140.01万㎡" in said
    assert "截至2013年10月8日 · 上报市口径" in said
    assert "判定为“明显滞后”的理由：年初以来周均4.9个，为今后每周所需27.1个的18.1%（低于80%）。" in said
    assert "78.9%（第288天，共365天）" in said


def test_what_the_sentence_of_a_goal_says_is_not_listed_beside_it(open_page: Opener) -> None:
    started, race, *_ = tables_on(open_page("outlook"))
    assert [item for item, _figure in started] == ["序时进度", "按序时进度应完成量", "年初以来周均完成量", "目标来源"]
    assert race[0] == ["目前完成量", "107.79万㎡（73.8%）"], "of the total that the rival will reach"


def test_the_districts_goals_come_first_and_without_goals_no_lights_are_explained(
    open_page: Opener, database: Path
) -> None:
    publish(database, goals=[("东林镇", "projects_started", 400, None, "2013", None, None)])
    test = open_page("outlook")
    assert [heading.value.split("　")[0] for heading in test.header][:3] == [
        "争取排定项目一半以上开工",
        "力争“上报市完成改造建筑面积”居全市第一",
        "东林镇开工项目数到2013年12月31日应达到400个",
    ]
    assert "所需进度的80%" in test.caption[0].value
    publish(database, figures=[], goals=[])
    assert "所需进度的80%" not in words_on(open_page("outlook"))


def test_in_january_nothing_is_projected_to_the_end_of_last_year(open_page: Opener, database: Path) -> None:
    """The units have reported in January; the counties' last figures are of October."""
    store = Store(f"sqlite:///{database}")
    units = first_dataset.table("unit_progress", [("织里镇", 1, 0, 0.1, 34.8, None)], dt.date(2014, 1, 7))
    store.publish(Draft({"unit_progress": units}, "clerk"), store.head())
    said = words_on(open_page("outlook")).replace("\\", "")
    assert "目标期限均已过（共2项）" in said
    assert "“上报市完成改造建筑面积”居全市第一（2013年）：截至2013年10月8日为107.79万㎡，落后德清县4.60万㎡。" in said
    assert "要位居第一" not in said


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
        assert (
            "✓ 各单位任务合计298个，与缺口一致。注意：各单位数据合计196个，与目标考核采用的数据202个不同。各单位完成任务后合计为494个，目标为500个。"
            in words_on(test).replace("\\", "")
        )
        assert dict(test.query_params)["key"] == key


def test_the_next_weeks_are_shown_and_the_others_added_up(open_page: Opener) -> None:
    """Of the eleven weeks to the end of the year, four have a column; the row still adds up to the task."""
    test = open_page("outlook")
    first, whole = (table.value for table in test.dataframe[-2:])
    assert list(first.columns) == ["单位", "合计（个）", "10月22日", "10月29日", "11月5日", "11月12日", "此后7周"]
    assert len(whole.columns) == 2 + 11
    assert first.iloc[:, 2:].sum(axis=1).tolist() == whole["合计（个）"].tolist()
    assert "全部11周任务" in [expander.label for expander in test.expander]


def test_the_chosen_goal_can_be_read_whole_beside_its_list(open_page: Opener, database: Path) -> None:
    publish(database, goals=[("织里镇", "area_renovated", 95, None, "2013-12-31", None, None)])
    goal, title = "zhili-area_renovated-2013-12-31", "织里镇完成改造建筑面积到2013年12月31日应达到95万㎡"
    said = words_on(open_page("outlook", whatif=goal)).replace("\\", "")
    assert f"{title}：若每周完成" in said
    assert "**争取排定项目一半以上开工：开工项目数到2013年12月31日还需增加298个" in said


def test_a_key_that_the_data_does_not_allow_is_explained(open_page: Opener) -> None:
    test = open_page("outlook", key="schedule")
    assert not test.exception
    assert "数据未提供各单位排定项目数" in words_on(test)
    assert test.query_params["key"] == "so_far"


def test_by_default_a_unit_is_asked_for_what_its_pace_so_far_suggests(open_page: Opener) -> None:
    """妙西镇 has started 5 of 196: 298 × 5 ÷ 196 = 7.6. 埭溪镇, with 47, has the largest share: 71.5."""
    test = open_page("outlook")
    assert [row[1] for row in weekly_plan(test) if row[0] in ("妙西镇", "埭溪镇", "合计")] == [8, 71, 298]
    assert "埭溪镇任务最多，为71个" in words_on(test)


def test_a_share_set_by_hand_keeps_the_sum(open_page: Opener) -> None:
    test = open_page("outlook", key="equally")
    (editor,) = test.data_editor
    test.session_state[editor.key] = {
        "edited_rows": {1: {"人工指定任务（选填）": 100}}, "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    test.run()
    plan = weekly_plan(test)
    assert [row[1] for row in plan] == [29, 100, 29, 28, 28, 28, 28, 28, 298]
    assert [sum(row[column] for row in plan[:8]) for column in range(1, 13)] == plan[8][1:]
    said = words_on(test).replace("\\", "")
    assert "每周任务（1个单位人工指定，其余各单位平均分解）" in said
    assert "✓ 各单位任务合计298个，与缺口一致。" in said
    test.session_state[editor.key] = {
        "edited_rows": {1: {"人工指定任务（选填）": 300}}, "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    assert "各单位任务合计300个，比缺口298个多2个" in words_on(test.run()).replace("\\", "")


def test_an_english_share_of_area_is_typed_in_the_square_metres_shown(open_page: Opener) -> None:
    """38.2 万㎡ are missing; 100,000 m² are 10 of them."""
    test = open_page("outlook", goal="first_in_city", lang="en")
    (editor,) = test.data_editor
    test.session_state[editor.key] = {
        "edited_rows": {1: {"Task set by hand (optional)": 100_000}}, "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    totals = test.run().dataframe[-1].value["Total (m²)"].tolist()
    assert (totals[1], totals[-1]) == (100_000, 382_000)
    assert "382,000\u00a0m²" in words_on(test)


def test_units_with_scheduled_projects_can_be_split_by_them(open_page: Opener, database: Path) -> None:
    """Every unit has 125 of the 1,000: 298 ÷ 8 is 37.25 each, the first two get 38."""
    figures = first_dataset.tables()["figures"]
    units = first_dataset.tables()["unit_progress"].frame["unit"]
    scheduled = [(unit, "projects_scheduled", 125, "个", "2013", "plan", None) for unit in units]
    added = first_dataset.table("figures", scheduled, figures.as_of).frame
    store = Store(f"sqlite:///{database}")
    whole = dataclasses.replace(figures, frame=pd.concat([figures.frame, added], ignore_index=True))
    store.publish(Draft({"figures": whole}, "clerk"), 1)
    test = open_page("outlook", key="schedule")
    assert [row[1] for row in weekly_plan(test)] == [38, 38, 37, 37, 37, 37, 37, 37, 298]
    assert "数据未提供各单位排定项目数" not in words_on(test)


def test_the_race_is_split_on_its_own_basis(open_page: Opener) -> None:
    test = open_page("outlook", goal="first_in_city")
    assert test.selectbox(key="goal").value == "first_in_city"
    assert weekly_plan(test)[8][1] == 38.2
    assert "分解总量为上报市口径" in words_on(test)


def test_what_if_says_what_comes_of_it(open_page: Opener) -> None:
    test = open_page("outlook")
    assert "到2013年12月31日累计256个，比目标少244个" in words_on(test)
    test.slider(key="pace-started_share-zh").set_value(30.0).run()
    said = words_on(test)
    assert "到2013年12月31日累计532个，比目标多32个，2013年12月24日达到目标，判定为“进度正常”" in said.replace("\\", "")


def test_an_english_pace_of_an_area_is_tried_in_square_metres(open_page: Opener) -> None:
    """2.69 万㎡ a week so far; with 30,000 m² a week, 107.79 + 3 × 12 weeks are 143.79 万㎡."""
    test = open_page("outlook", lang="en", whatif="first_in_city")
    slider = test.slider(key="pace-first_in_city-en")
    assert (slider.label, slider.value, slider.step) == ("Assumed pace per week (m²)", 26_900, 100)
    assert "will be 1,400,100\u00a0m²" in words_on(test), "the pace so far is not rounded, as above on the page"
    slider.set_value(30_000.0).run()
    assert "will be 1,437,900\u00a0m²" in words_on(test)
    assert test.query_params["pace"] == "3", "a link means the same in both languages"


def test_a_link_opens_the_assumption_that_it_was_taken_from(open_page: Opener) -> None:
    test = open_page("outlook")
    test.selectbox(key="assumed_goal").set_value("started_share").run()
    test.slider(key="pace-started_share-zh").set_value(30.0).run()
    test.slider(key="deadline-started_share").set_value(dt.date(2013, 12, 3)).run()
    link = {name: test.query_params[name] for name in ("whatif", "pace", "by_day")}
    assert link == {"whatif": "started_share", "pace": "30", "by_day": "2013-12-03"}
    opened = open_page("outlook", whatif="started_share", pace="30", by_day="2013-12-03")
    assert "到2013年12月3日累计412个" in words_on(opened), "202 + 30 × 49 ÷ 7"


def test_an_assumption_is_left_with_its_goal_and_its_limits(open_page: Opener, database: Path) -> None:
    beyond = open_page("outlook", whatif="started_share", pace="99999")
    assert "到2013年12月31日累计256个" in words_on(beyond)
    assert "pace" not in beyond.query_params
    publish(database, goals=[("织里镇", "area_renovated", 95, None, "2013-12-31", None, None)])
    test = open_page("outlook", whatif="started_share", pace="1")
    assert test.query_params["pace"] == "1"
    test.selectbox(key="assumed_goal").set_value("zhili-area_renovated-2013-12-31").run()
    assert not test.exception
    assert test.query_params["whatif"] == "zhili-area_renovated-2013-12-31"
    assert "pace" not in test.query_params


@pytest.mark.parametrize("deadline", ["2013-10-17", "2013-10-15"])
def test_what_if_takes_a_goal_due_in_days_or_today(open_page: Opener, database: Path, deadline: str) -> None:
    publish(database, goals=[("织里镇", "area_renovated", 95, None, deadline, None, None)])
    test = open_page("outlook")
    test.selectbox(key="assumed_goal").set_value(f"zhili-area_renovated-{deadline}").run()
    assert not test.exception
    assert not test.warning
    assert "到2013年10月22日累计93.52万㎡，比目标少1.48万㎡" in words_on(test).replace("\\", ""), (
        "91.3 + 91.3 ÷ 288 × 7"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_goals_of_the_workbook_that_cannot_be_told_say_so(open_page: Opener, database: Path, language: str) -> None:
    publish(
        database,
        goals=[
            ("全区", "projects_completed", 100, None, "2013-10-15", "十月会议", None),
            ("织里镇", "projects_started", 50, None, "2013-09-30", None, None),
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
            "期限为2013年10月15日，即本期数据的截至日期。",
            "织里镇开工项目数到2013年9月30日应达到50个：期限前没有该年度数据。",
            "未定目标值；目前累计91.3万㎡。",
            "本期没有该指标的数据，无法判定目标进度。",
            "十月会议",
            "2项进度无法判定",
        ):
            assert told in said
    assert not open_page("overview", lang=language).exception


def test_the_last_days_are_told_in_days_and_not_by_the_week(open_page: Opener, database: Path) -> None:
    publish(database, goals=[("全区", "projects_completed", 100, None, "2013-10-17", None, None)])
    said = words_on(open_page("outlook")).replace("\\", "")
    assert "距期限还有2天，还需完成34个；年初以来周均1.6个。" in said
    assert "119个" not in said  # 34 ÷ 2 × 7
    assert "距期限还有2天，还需完成34个，年初以来周均1.6个。" in words_on(open_page()).replace("\\", "")


def test_a_source_is_words_and_never_markup(open_page: Opener, database: Path) -> None:
    hostile = "<img src=x onerror=alert(1)> **b** [a](javascript:alert(1))"
    publish(database, goals=[("全区", "projects_completed", 100, None, "2013", hostile, None)])
    test = open_page("outlook")
    assert hostile in {cell for table in tables_on(test) for row in table for cell in row}
    assert not any("<img" in element.proto.body for element in test.get("html"))


def test_what_wants_a_decision_stands_on_the_overview_with_its_rule(open_page: Opener, database: Path) -> None:
    said = words_on(open_page()).replace("\\", "")
    assert "需要决策的事项：2项；待核对数据1项" in said
    assert "争取排定项目一半以上开工：落后序时进度38.5个百分点，每周需27.1个，年初以来周均4.9个。" in said
    assert "规则“落后序时”：目标或单位年度面积目标的完成比例低于序时进度 · 截至2013年10月15日 · 区口径" in said
    publish(database, thresholds=[("behind_schedule", 50, None), ("mismatch", 9, None)])
    assert "按预警规则，没有需要决策的事项" in words_on(open_page()).replace("\\", "")


def test_a_goal_that_the_release_has_not_is_told(open_page: Opener) -> None:
    test = open_page("outlook", goal="beauty")
    assert not test.exception
    assert "beauty" in " ".join(info.value for info in test.info)


def test_simulated_figures_say_so_on_every_page(open_page: Opener, database: Path) -> None:
    table = first_dataset.tables()["county_progress"]
    store = Store(f"sqlite:///{database}")
    store.publish(Draft({"county_progress": dataclasses.replace(table, basis="上报市口径（模拟）")}, "clerk"), 1)
    test = open_page()
    for page in sorted(PAGES.glob("*.py")):
        assert "模拟数据" in words_on(test.switch_page(str(page)).run()), page
    assert "as reported to the city, simulated" in words_on(open_page("counties", lang="en"))


def test_a_light_made_good_is_marked_on_its_goal_and_among_the_exceptions(open_page: Opener, database: Path) -> None:
    figures = first_dataset.tables()["figures"]
    store = Store(f"sqlite:///{database}")
    later = figures.frame.assign(
        value=figures.frame["value"].where(figures.frame["measure"] != "projects_started", 450),
        period=figures.frame["period"].replace("2013-10-15", "2013-10-22"),
    )
    store.publish(Draft({"figures": dataclasses.replace(figures, frame=later, as_of=LATER)}, "clerk"), 1)
    assert "已恢复正常：该目标2013年10月15日为“明显滞后”，现继续观察。" in words_on(open_page("outlook")).replace(
        "\xa0", " "
    )
    overview = words_on(open_page())
    assert "争取排定项目一半以上开工：已转为进度正常，2013年10月15日仍为明显滞后，继续观察。" in overview
    assert "规则“转好观察”" in overview


def test_the_way_is_drawn_to_the_deadline(open_page: Opener) -> None:
    specs = figures_on(open_page("outlook"))
    assert len(specs) == 3
    assert {trace["name"] for trace in specs[0]["data"]} == {"序时进度", "按目前进度推算", "达到目标所需进度", "实际"}
