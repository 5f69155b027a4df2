"""A measure's history ready to be shown: whose, when, and every figure in words."""

from __future__ import annotations

import pytest

from renovation.comparisons.history import History, history_of
from renovation.domain.measures import BENEFIT_MEASURES
from renovation.domain.places import COUNTIES, UNITS
from renovation.language import words_in
from renovation.wording.extremes import few_unit_names
from renovation.wording.history import places_in_rank_finding, rank_finding
from renovation.wording.measure_history import MeasureHistory, history_subject, history_to_download, measure_history
from tests.comparisons.test_history import release_points

ZH, EN = words_in("zh"), words_in("en")


def shown(*units: str, year: int | None = None, interval: str = "weekly") -> MeasureHistory:
    """Three weeks: 甲 gains 2 and 1; 乙 misses the second week."""
    history = history_of([
        release_points(1, "10-01", 甲=5, 乙=1), release_points(2, "10-08", 甲=7), release_points(3, "10-15", 甲=8, 乙=4),
    ])  # fmt: skip
    return measure_history(History(history), history_subject("units", "projects_started"), interval, year, units, ZH)


def test_days_stand_in_rows_the_latest_first_and_units_in_columns() -> None:
    assert shown().history_table.to_dict("list") == {
        "截至": ["2013年10月15日", "2013年10月8日", "2013年10月1日"], "甲": ["8", "7", "5"], "乙": ["4", "无数据", "1"],
    }  # fmt: skip


def test_gains_stand_with_both_days() -> None:
    assert shown("甲").gains_table.to_dict("records") == [
        {"单位": "甲", "上一次数值（10月8日）": "7", "最近一次数值（10月15日）": "8", "增量（个）": "+1"}
    ]


def test_english_tables_of_areas_over_time_are_in_square_metres() -> None:
    """5 and 7 万㎡ are 50,000 and 70,000 m²."""
    points = history_of([release_points(1, "10-01", 甲=5), release_points(2, "10-08", 甲=7)])
    started = points[points["measure"] == "projects_started"]
    area = History(started.assign(measure="area_renovated"))
    told = measure_history(area, history_subject("units", "area_renovated"), "weekly", None, (), EN)
    assert told.gains_table.to_dict("records") == [
        {
            "Unit": "甲",
            "Previous figure (1 Oct)": "50,000",
            "Latest figure (8 Oct)": "70,000",
            "Increase (m²)": "+20,000",
        }
    ]
    assert told.history_table["甲"].tolist() == ["70,000", "50,000"]
    assert history_to_download(told.periods, "area_renovated", EN)["甲"].tolist() == [70_000, 50_000]
    assert told.title.endswith("change in the latest period: +20,000\u00a0m²")


def test_a_gain_of_two_weeks_says_so_and_is_ranked_by_the_week() -> None:
    """乙 gained 3 in two weeks, 1.5 a week; 甲 1 in one."""
    assert shown().title == "开工项目数：乙周均增加最多（2周变动+3个，周均+1.5个），2个单位均有增加"
    assert shown().gains_table.to_numpy().tolist() == [
        ["乙", "1（10月1日）", "4", "+3（2周）", "+1.5"],
        ["甲", "7（10月8日）", "8", "+1", "+1"],
    ]


@pytest.mark.parametrize(
    ("now", "title"),
    [
        ({"甲": 7, "乙": 3}, "开工项目数：2个单位增量相同（+2个）"),
        ({"甲": 7, "乙": 3, "丙": 9}, "开工项目数：2个单位增量相同（+2个）；丙缺少往期数据，无法计算增量"),
        ({"甲": 9, "乙": 2}, "开工项目数：甲增加最多（+4个），2个单位均有增加"),
        ({"甲": 5, "乙": 1}, "开工项目数：最近一个周期2个单位均无增加"),
        ({"甲": 4, "乙": 2}, "开工项目数：乙增加最多（+1个），2个单位中1个没有增加，其中1个单位减少"),
        ({"甲": 5, "乙": 0}, "开工项目数：最近一个周期2个单位均无增加，其中1个单位减少"),
        ({"甲": 4, "乙": 0}, "开工项目数：最近一个周期2个单位均减少"),
        ({"甲": 9}, "开工项目数：甲最近一个周期变动：+4个；乙最近一个周期无数据"),
        (
            {"甲": 4, "丙": 9},
            "开工项目数：甲最近一个周期变动：−1个；乙最近一个周期无数据；丙缺少往期数据，无法计算增量",
        ),
    ],
)
def test_the_finding_knows_ties_decreases_and_units_without_a_figure_to_compare(
    now: dict[str, float], title: str
) -> None:
    assert of_two_weeks({"甲": 5, "乙": 1}, now) == title


def test_a_number_of_places_says_what_they_are() -> None:
    """Seven of the eight units, five of the five counties."""
    units, counties = [unit.name for unit in UNITS[:7]], [county.name for county in COUNTIES]
    assert [few_unit_names(names, words_in("zh")) for names in (units, counties)] == ["7个单位", "5个县区"]
    assert [few_unit_names(names, words_in("en")) for names in (units, counties)] == ["7 units", "5 counties"]


def test_units_that_share_the_largest_gain_are_all_named() -> None:
    assert "甲、乙并列增加最多（+2个），3个单位中1个没有增加" in of_two_weeks(
        {"甲": 5, "乙": 1, "丙": 4}, {"甲": 7, "乙": 3, "丙": 4}
    )


def of_two_weeks(first: dict[str, float], second: dict[str, float]) -> str:
    """The finding about what units started in two weeks."""
    history = history_of([release_points(1, "10-01", **first), release_points(2, "10-08", **second)])
    subject = history_subject("units", "projects_started")
    return measure_history(History(history), subject, "weekly", None, (), ZH).title


def test_only_the_units_asked_for_are_shown() -> None:
    assert shown("乙").units == ["乙"]
    assert list(shown("乙").history_table.columns) == ["截至", "乙"]


@pytest.mark.parametrize("units", [(), ("甲",)])
def test_units_that_are_not_shown_count_among_the_ranked(units: tuple[str, ...]) -> None:
    assert shown(*units).places == 2


@pytest.mark.parametrize("year", [None, 2013, 1999])
def test_a_year_without_points_gives_way_to_the_latest(year: int | None) -> None:
    assert len(shown(year=year).history_table) == 3


def test_one_point_makes_no_line() -> None:
    assert shown().has_line
    assert not shown(interval="quarterly").has_line


@pytest.mark.parametrize(
    ("scope", "measure", "table", "shown_measure"),
    [
        ("units", "completion_rate", "unit_progress", "completion_rate"),
        ("units", BENEFIT_MEASURES[0], "unit_progress", "area_renovated"),
        ("counties", "completion_rate", "county_progress", "area_reported"),
        ("district", BENEFIT_MEASURES[0], "figures", BENEFIT_MEASURES[0]),
    ],
)
def test_a_measure_that_is_not_held_of_a_scope_gives_way_to_one_that_is(
    scope: str, measure: str, table: str, shown_measure: str
) -> None:
    subject = history_subject(scope, measure)
    assert (subject.table, subject.measure) == (table, shown_measure)
    assert subject.ranked == (scope != "district")


def ranks(first: dict[str, float], second: dict[str, float], *units: str) -> str:
    """The finding about the ranks by started projects on 1 and 8 October, which names whom `places_in_rank_finding` says."""
    history = history_of([release_points(1, "10-01", **first), release_points(2, "10-08", **second)])
    subject = history_subject("units", "projects_started")
    periods = measure_history(History(history), subject, "weekly", None, units, ZH).periods
    finding = rank_finding(periods, ZH)
    assert set(places_in_rank_finding(periods)) == {unit for unit in first if f"{unit}（" in finding}
    return finding


@pytest.mark.parametrize(
    ("second", "units", "finding"),
    [
        ({"甲": 9, "乙": 5, "丙": 1}, (), "与10月1日相比，位次均无变动"),
        (
            {"甲": 3, "乙": 5, "丙": 4},
            (),
            "与10月1日相比，3个单位中3个位次有变动：甲（1 → 3）、乙（2 → 1）、丙（3 → 2）",
        ),
        ({"甲": 3, "乙": 5, "丙": 4}, ("丙",), "与10月1日相比，1个单位中1个位次有变动：丙（3 → 2）"),
        ({"甲": 9, "乙": 5, "丁": 7}, (), "与10月1日相比，2个单位中1个位次有变动：乙（2 → 3）"),
        ({"丁": 7}, (), ""),
    ],
)
def test_the_ranks_say_who_changed_and_never_name_a_unit_without_two_ranks(
    second: dict[str, float], units: tuple[str, ...], finding: str
) -> None:
    assert ranks({"甲": 9, "乙": 5, "丙": 1}, second, *units) == finding


@pytest.mark.parametrize(
    ("now", "finding"),
    [
        ({"己": 70}, "与10月1日相比，6个单位中6个位次有变动，变动最大的是己（6 → 1）"),
        (dict(zip("甲乙丙丁戊己", (50, 60, 30, 40, 10, 20), strict=True)), "与10月1日相比，6个单位中6个位次有变动"),
    ],
)
def test_of_many_changed_ranks_only_the_largest_change_is_named(now: dict[str, float], finding: str) -> None:
    """The last of six becomes the first, so five others fall by one; or neighbours change places, all by one."""
    first = dict(zip("甲乙丙丁戊己", (60, 50, 40, 30, 20, 10), strict=True))
    assert ranks(first, first | now) == finding


def test_the_text_of_a_line_says_its_first_and_its_last_value() -> None:
    assert shown().ends("乙", ZH) == "2013年10月1日为1个，截至2013年10月15日为4个"
