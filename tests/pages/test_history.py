"""历史趋势 with one release, a few and a year: what moved, on one scale, gaps kept."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from renovation.domain.dated_tables import DatedTable
from renovation.releases.store import Draft, Store
from tests import first_dataset, simulated_year
from tests.pages.conftest import Opener, charts_on, figures_on, sections_on, words_on


@pytest.fixture(scope="module")
def twelve_weeks(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a store holds the first twelve releases of a simulated year."""
    url = f"sqlite:///{tmp_path_factory.mktemp('twelve') / 'pages.db'}"
    simulated_year.publish_year(Store(url), 12)
    return url


@pytest.fixture
def twelve(twelve_weeks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_DATABASE_URL", twelve_weeks)


def without(tables: dict[str, DatedTable], unit: str) -> dict[str, DatedTable]:
    """A report in which a unit is not listed."""
    table = tables["unit_progress"]
    frame = table.frame[table.frame["unit"] != unit].reset_index(drop=True)
    return {**tables, "unit_progress": dataclasses.replace(table, frame=frame)}


def corrected(tables: dict[str, DatedTable]) -> dict[str, DatedTable]:
    """The same report with one project more in every unit."""
    table = tables["unit_progress"]
    frame = table.frame.assign(projects_started=table.frame["projects_started"] + 1)
    return {**tables, "unit_progress": dataclasses.replace(table, frame=frame)}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_with_one_release_there_is_one_point_and_no_line(open_page: Opener, language: str) -> None:
    test = open_page("history", lang=language)
    assert not test.exception
    assert not figures_on(test)
    title = {
        "zh": "2013年目前只有一个截至日期的数据，有第二个日期后才能看趋势",
        "en": "There is only one date in 2013 so far; a trend needs a second date",
    }
    assert test.title[0].value == title[language]
    assert ("2013年10月15日" if language == "zh" else "15 Oct 2013") in test.dataframe[0].value.to_string()


def test_thirty_units_with_long_names_are_selected_from_a_list(open_page: Opener, empty_database: Path) -> None:
    names = [f"{number}号工业园区管理委员会" for number in range(30)]
    rows = [(name, 3, 1, 5.0, 10.0, None) for name in names]
    many = first_dataset.table("unit_progress", rows, first_dataset.UNITS_AS_OF)
    Store(f"sqlite:///{empty_database}").publish(Draft({"unit_progress": many}, "clerk"), None)
    test = open_page("history")
    test.multiselect(key="units").set_value(names[:2]).run()
    assert list(test.dataframe[0].value) == ["截至", *names[:2]]


@pytest.mark.usefixtures("twelve")
def test_another_order_of_units_keeps_the_charts_in_their_places(open_page: Opener) -> None:
    by_area, by_rate = (open_page("history", measure=measure) for measure in ("area_renovated", "completion_rate"))
    titles = [[chart["title"] for chart in charts_on(test)] for test in (by_area, by_rate)]
    sections = [[one.proto.id for one in test.get("bidi_component")] for test in (by_area, by_rate)]
    assert titles[0] != titles[1]
    assert len(titles[0]) > 8
    assert sections[0] == sections[1]


@pytest.mark.usefixtures("twelve")
@pytest.mark.parametrize(
    ("scope", "interval", "language", "charts"),
    [
        ("units", "weekly", "en", 10),
        ("units", "quarterly", "zh", 0),
        ("counties", "monthly", "zh", 7),
        ("district", "weekly", "en", 2),
    ],
)
def test_every_choice_draws(open_page: Opener, language: str, scope: str, interval: str, charts: int) -> None:
    test = open_page("history", lang=language, among=scope, interval=interval)
    assert not test.exception
    assert len(figures_on(test)) == charts, "one quarter is one point"
    separator = ": " if language == "en" else "："
    alternatives = [chart["alt"].partition(separator)[2] for chart in charts_on(test)]
    assert all(re.search(r"\d", finding) for finding in alternatives), alternatives

    assert not re.search(r"{\w*}|None|\bnan\b|NaT", words_on(test))
    assert ("所选数据均在同一周期内" in test.title[0].value) == (interval == "quarterly")
    assert dict(test.query_params).get("among", "units") == scope


@pytest.mark.usefixtures("twelve")
@pytest.mark.parametrize(
    ("parameters", "scales", "told"), [({}, 1, "各图刻度相同"), ({"scale": "own"}, 8, "各图刻度不同")]
)
def test_small_charts_share_a_scale_unless_each_is_to_have_its_own(
    open_page: Opener, parameters: dict[str, str], scales: int, told: str
) -> None:
    test = open_page("history", **parameters)
    assert len({tuple(figure["layout"]["yaxis"]["range"]) for figure in figures_on(test)[:8]}) == scales
    assert told in words_on(test)


@pytest.mark.usefixtures("twelve")
def test_the_ranks_are_headed_by_what_changed_and_say_it_to_screen_readers(open_page: Opener) -> None:
    test = open_page("history", units="donglin")
    finding = sections_on(test)[-1]["heading"]
    assert re.fullmatch(r"与1月7日相比，(1个单位中1个位次有变动：东林镇（\d → \d）|位次均无变动)", finding), finding
    assert charts_on(test)[-1]["alt"] == f"位次变动：{finding}"


@pytest.mark.usefixtures("twelve")
def test_the_chosen_units_are_drawn_and_listed_and_stay_in_the_address(open_page: Opener) -> None:
    test = open_page("history", units="zhili,gaoxin", measure="projects_started")
    assert list(test.dataframe[0].value.columns) == ["截至", "高新区", "织里镇"]
    test.segmented_control(key="interval").set_value("monthly").run()
    assert test.query_params["interval"] == "monthly"
    assert len(test.dataframe[0].value) == 3
    assert test.query_params["units"] == "zhili,gaoxin"


@pytest.mark.usefixtures("twelve")
def test_an_older_link_tells_no_later_day(open_page: Opener) -> None:
    test = open_page("history", release="5")
    assert test.dataframe[0].value["截至"].tolist()[0] == "2014年2月4日"


@pytest.mark.usefixtures("twelve")
def test_a_missing_cell_is_no_data(open_page: Opener) -> None:
    listed = open_page("history").dataframe[0].value
    assert listed["道场乡"].tolist()[0] == "无数据"
    assert "缺少数据处，线条断开" in words_on(open_page("history"))


def test_units_that_come_go_and_are_corrected_are_told(open_page: Opener, empty_database: Path) -> None:
    """Four weeks, published out of order: 道场乡 gone after the second, 东林镇 come with the third, the first corrected."""
    store = Store(f"sqlite:///{empty_database}")
    first, second, third, fourth = (week.tables for week in simulated_year.weekly_reports(4))
    for tables in (
        without(second, "东林镇"), without(first, "东林镇"), without(fourth, "道场乡"), without(third, "道场乡"),
        corrected(without(first, "东林镇")),
    ):  # fmt: skip
        store.publish(Draft(tables, "clerk"), store.head())
    test = open_page("history", measure="projects_started")
    said = words_on(test)
    assert not test.exception
    assert test.dataframe[0].value["截至"].tolist() == [
        "2014年1月28日", "2014年1月21日", "2014年1月14日", "2014年1月7日",
    ]  # fmt: skip
    assert "东林镇自2014年1月21日起上报" in said
    assert "道场乡自2014年1月14日以后未上报" in said
    assert "◇ 发布后更正：2014年1月7日" in said
    assert test.dataframe[0].value["织里镇"].tolist()[-1].startswith("◇ ")


def test_a_correction_of_an_earlier_week_is_seen_while_the_newest_release_stays(
    open_page: Opener, empty_database: Path
) -> None:
    store = Store(f"sqlite:///{empty_database}")
    first, second = (week.tables for week in simulated_year.weekly_reports(2))
    for tables in (first, second):
        store.publish(Draft(tables, "clerk"), store.head())
    test = open_page("history", measure="projects_started")
    assert "◇" not in words_on(test)
    store.publish(Draft(corrected(first), "clerk"), store.head())
    assert "◇ 发布后更正：2014年1月7日" in words_on(test.run())
    assert store.head() == 2


def test_made_up_points_behind_a_real_release_say_so(open_page: Opener, empty_database: Path) -> None:
    store = Store(f"sqlite:///{empty_database}")
    first, second = (week.tables for week in simulated_year.weekly_reports(2))
    real = {
        name: dataclasses.replace(table, basis=table.basis.replace("（模拟）", "")) for name, table in second.items()
    }
    for tables in (first, real):
        store.publish(Draft(tables, "clerk"), store.head())
    test = open_page("history")
    assert "模拟数据" in words_on(test)
    assert "没有同口径的往期数据" in test.title[0].value
    assert "模拟数据" not in words_on(open_page("units"))


@pytest.mark.usefixtures("twelve")
def test_a_year_that_holds_nothing_falls_back_to_the_latest(open_page: Opener) -> None:
    test = open_page("history", year="1999")
    assert not test.exception
    assert len(test.dataframe[0].value) == 12


@pytest.mark.usefixtures("twelve")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_benefit_is_followed_as_the_estimate_that_it_is(open_page: Opener, language: str) -> None:
    test = open_page("history", among="district", measure="land_freed", lang=language)
    assert not test.exception
    assert figures_on(test)
    assert ("腾出用地面积（亩）" if language == "zh" else "Land freed (mu)") in words_on(test)
    assert ("初步测算，无基期" if language == "zh" else "A preliminary estimate without earlier figures") in words_on(
        test
    )


def test_the_units_know_no_benefit_and_show_the_usual_measure(open_page: Opener) -> None:
    test = open_page("units", measure="land_freed")
    assert not test.exception
    assert sections_on(test)[0]["heading"] == "完成改造建筑面积"
    assert "measure" not in test.query_params
