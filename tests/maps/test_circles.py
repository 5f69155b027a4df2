"""A circle's area is in proportion to its figure, and the legend's circles are as large."""

from __future__ import annotations

import pytest

from renovation.comparisons.sites import count_sites_per_unit
from renovation.comparisons.units import compare_units
from renovation.language import words_in
from renovation.maps.circles import legend_circles, unit_circles
from tests import first_dataset
from tests.maps.samples import BASE, SITES, UNITS

MEANING = ("area_renovated", "completion_rate")
NAMED = UNITS.merge(count_sites_per_unit(SITES, UNITS["unit"].tolist()), on="unit")


def test_a_circles_area_is_in_proportion() -> None:
    radius = unit_circles(NAMED, BASE.points, MEANING, words_in("zh"), dark=False).set_index("unit")["radius_px"]
    assert (radius["织里镇"] / radius["埭溪镇"]) ** 2 == pytest.approx(91.3 / 38.66)
    assert radius["道场乡"] == pytest.approx(46 * (2.67 / 91.3) ** 0.5)


def test_a_unit_without_a_position_still_counts_for_the_scale_of_the_circles() -> None:
    """Without 织里镇 on the map, 埭溪镇's circle stays at 38.66 of 91.3, as the legend says."""
    points = BASE.points[BASE.points["unit"] != "织里镇"]
    radius = unit_circles(NAMED, points, MEANING, words_in("zh"), dark=False).set_index("unit")["radius_px"]
    assert radius["埭溪镇"] == pytest.approx(46 * (38.66 / 91.3) ** 0.5)


def test_the_legend_of_sizes_is_as_large_as_the_circles() -> None:
    """50 and 10 of 91.3: radii 46 √(50 ÷ 91.3) and 46 √(10 ÷ 91.3)."""
    large, small = legend_circles(UNITS, "area_renovated", words_in("zh"), narrow=False)
    assert [large[1], small[1]] == ["50万㎡", "10万㎡"]
    assert [large[0], small[0]] == pytest.approx([34.04, 15.22], abs=0.01)
    assert legend_circles(UNITS, "area_renovated", words_in("zh"), narrow=True)[0][0] == pytest.approx(
        0.6 * 34.04, abs=0.01
    )
    assert legend_circles(UNITS.assign(area_renovated=0.0), "area_renovated", words_in("zh"), narrow=False) == ()


def test_missing_figures_draw_a_circle_that_says_so() -> None:
    words = words_in("zh")
    units = compare_units(first_dataset.tables()["unit_progress"].frame)
    bare = units.assign(area_renovated=None, completion_rate=None, sites=0)
    bare_circles = unit_circles(bare, BASE.points, MEANING, words, dark=False)
    assert set(bare_circles["radius_px"]) == {6.0}
    assert all("无数据" in text for text in bare_circles["first"])


def test_a_label_is_in_the_unit_of_the_legend_in_either_language() -> None:
    """English has square metres: 91.3万㎡ are 913,000 m², and so says the legend's 500,000 m²; projects stay as they are."""
    for language, size, label, legend in (
        ("zh", "area_renovated", "织里镇 91.3", "50万㎡"),
        ("en", "area_renovated", "Zhili Town 913,000", "500,000\xa0m²"),
        ("en", "projects_started", "Zhili Town 43", "20"),
    ):
        words = words_in(language)
        circles = unit_circles(NAMED, BASE.points, (size, "completion_rate"), words, dark=False)
        assert label in set(circles["label"])
        assert legend in legend_circles(NAMED, size, words, narrow=False)[0][1]
