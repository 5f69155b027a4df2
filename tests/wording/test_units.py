"""What is said of the units shown is true of them, and tables that leave the screen carry units and totals."""

from __future__ import annotations

from renovation.comparisons.results import Results, results_of
from renovation.language import words_in
from renovation.wording.counties import counties_table
from renovation.wording.district import totals_paragraphs
from renovation.wording.sites import map_finding, map_sites_table, sites_table
from renovation.wording.units import (
    contribution_finding,
    shown_contribution_finding,
    shown_units_finding,
    units_finding,
)
from renovation.wording.units_table import table_decimals, units_table, units_table_in_words, units_table_with_total
from tests import first_dataset
from tests.meeting.releases import no_targets

ZH, EN = words_in("zh"), words_in("en")


def test_english_tables_of_units_and_counties_are_in_square_metres(results: Results) -> None:
    last = units_table_with_total(results.units, results, EN).iloc[-1]
    assert (last["Area (m²)"], last["Target (m²)"]) == (2_419_100, 722_500)
    assert units_table(results.units, EN)["Area"].max() == 913_000
    first, second = counties_table(results.counties, EN).iloc[:2].to_numpy().tolist()
    assert first[2] == "1,123,900"
    assert second[2:4] == ["1,077,900", "−46,000"]
    assert "Reported (m²)" in counties_table(results.counties, EN)


def test_the_table_on_paper_has_the_numbers_of_the_screen_in_words(results: Results) -> None:
    first = results.units["unit"] == "高新区"
    units = results.units.assign(projects_completed=results.units["projects_completed"].mask(first))
    assert units_table_in_words(units, ZH).iloc[0].tolist() == [
        "高新区", "33.6", "4.2", "29.4", "800.0%", "2", "13.9%", "5.8%", "17", "无数据", "41.2%",
    ]  # fmt: skip


def test_the_file_of_units_ends_with_all_units_together(results: Results) -> None:
    listed = units_table_with_total(results.units, results, ZH)
    assert len(listed) == 9
    assert listed.iloc[-1].dropna().to_dict() == {
        "责任单位": "各责任单位合计",
        "面积（万㎡）": 241.91,
        "目标（万㎡）": 72.25,
        "与目标差额（万㎡）": 169.66,
        "完成率（%）": 334.8,
        "面积占比（%）": 100,
        "目标占比（%）": 100,
        "开工（个）": 196,
        "完工（个）": 66,
        "完工率（%）": 33.7,
    }


def test_the_file_of_two_units_ends_with_those_two_together(results: Results) -> None:
    last = units_table_with_total(results.units.head(2), results, ZH).iloc[-1].dropna().to_dict()
    assert last["责任单位"] == "所选单位合计"
    assert (last["面积（万㎡）"], last["目标（万㎡）"], last["完成率（%）"]) == (124.9, 39.0, 320.3)
    assert (last["面积占比（%）"], last["目标占比（%）"]) == (51.6, 54.0)  # 124.9 ÷ 241.91, 39 ÷ 72.25


def test_each_column_of_areas_has_the_decimals_of_its_most_exact_figure(results: Results) -> None:
    """妙西镇 has a target of 2, 八里店镇 one of 3.75; 东林镇 has renovated 7.43."""
    assert table_decimals(results.units, ZH) == {"面积": 2, "目标": 2, "与目标差额": 2}
    high_tech = results.units[results.units["unit"] == "高新区"]
    assert table_decimals(high_tech, ZH) == {"面积": 1, "目标": 1, "与目标差额": 1}
    assert table_decimals(high_tech.assign(area_renovated=float("nan")), ZH)["面积"] == 0


def test_what_is_said_of_two_units_names_no_third(results: Results) -> None:
    two = results.units[results.units["unit"].isin(["高新区", "东林镇"])]
    hidden = set(results.units["unit"]) - set(two["unit"])
    title, contribution = (say(two, results, ZH) for say in (shown_units_finding, shown_contribution_finding))
    assert title == "所选2个单位中，高新区完成面积最多（33.6万㎡）；高新区完成率最高（800.0%），但目标仅4.2万㎡"
    assert contribution == "所选单位合计占全部目标的14.0%、全部完成面积的17.0%"  # (4.2 + 5.9) ÷ 72.25, 41.03 ÷ 241.91
    assert not any(name in title + contribution for name in hidden)
    together, all_together, *_printed = totals_paragraphs(two, results, ZH).split("\n\n")
    assert together.startswith("**所选单位合计**：完成41.03万㎡，目标10.1万㎡，完成率**406.2%**")
    assert all_together.startswith("**各责任单位合计**：完成241.91万㎡")


def test_a_table_of_sites_has_no_column_without_a_value(results: Results) -> None:
    sites = results.table("sites")
    assert list(sites_table(sites, ZH))[:3] == ["点位", "改造内容", "改造方式"]
    bare = sites.assign(mode=None, led_by=None, stage=None, remark=None)
    assert list(sites_table(bare, ZH)) == ["点位", "改造内容"]
    assert list(map_sites_table(bare.assign(area=None), ZH)) == ["点位", "责任单位", "改造内容", "位置"]


def test_one_unit_accounts_for_a_share_and_several_account_for_theirs() -> None:
    """八里店镇 has 60 of 100 and 10 of 100 of the targets; then 织里镇 has 40 of 100 as well."""
    rows = [("八里店镇", 5, 2, 60.0, 10.0, None), ("织里镇", 5, 2, 40.0, 90.0, None)]
    others = [("高新区", 5, 2, 30.0, 5.0, None), ("埭溪镇", 5, 2, 30.0, 5.0, None), ("织里镇", 5, 2, 40.0, 90.0, None)]
    one, two = (
        results_of(1, {"unit_progress": first_dataset.table("unit_progress", units, first_dataset.UNITS_AS_OF)})
        for units in (rows, others)
    )
    assert contribution_finding(one, ZH) == "八里店镇占全部目标的10.0%、全部完成面积的60.0%"
    assert contribution_finding(one, EN) == (
        "Balidian Town accounts for 10.0% of all targets and 60.0% of the total area renovated"
    )
    assert contribution_finding(two, ZH) == "高新区、埭溪镇合计占全部目标的10.0%、全部完成面积的60.0%"
    assert map_finding(one, None, EN).startswith("Balidian Town accounts for 60.0%")


def test_of_all_units_the_same_is_said_as_everywhere(results: Results) -> None:
    assert shown_units_finding(results.units, results, ZH) == units_finding(results, ZH)
    assert shown_contribution_finding(results.units, results, ZH) == contribution_finding(results, ZH)
    assert "所选" not in totals_paragraphs(results.units, results, ZH)


def test_what_no_unit_has_is_said_once_and_takes_no_column() -> None:
    bare = results_of(1, no_targets())
    assert contribution_finding(bare, ZH) == "各单位均无目标，不比较占比"
    assert list(units_table(bare.units, ZH).columns) == ["责任单位", "面积", "面积占比", "开工", "完工", "完工率"]
