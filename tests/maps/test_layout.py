"""Labels stand apart, frames hold their sites, and many sites are gathered."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from renovation.comparisons.sites import UNKNOWN
from renovation.language import words_in
from renovation.maps.layout import Encoding, MapContent, MapLayout, map_layout
from renovation.maps.palette import map_palette
from renovation.maps.points import overlapping_sites
from renovation.wording.sites import units_without_position_sentence, unnamed_units
from tests.maps.samples import BASE, SITES, UNITS, many_sites, on_screen, shown


def boxes(found: MapLayout) -> list[tuple[float, float, float, float, str]]:
    """Where labels stand from the middle of the frame, as a browser draws them: Chinese 15 px wide, Latin 8.4."""
    view, drawn = found.view, []
    for row in pd.concat([found.circles, found.selected_site]).itertuples():
        wide = sum(15 if ord(letter) > 0x2E80 else 8.4 for letter in row.label) * (0.87 if view.narrow else 1)
        x, y = on_screen(row.lon, row.lat, view)
        left = x + row.dx - {"start": 0.0, "middle": wide / 2, "end": wide}[row.anchor]
        drawn.append((left, y + row.dy - 9, left + wide, y + row.dy + 9, row.label))
    return drawn


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1920, 1280, 390])
@pytest.mark.parametrize("unit", [None, *BASE.points["unit"]])
@pytest.mark.parametrize("count", [20, 1_000])
def test_no_label_covers_another_or_a_point(language: str, width: int, unit: str | None, count: int) -> None:
    """Of the whole district, near each unit with its first site looked at; points where they are few."""
    sites = SITES if count == 20 else many_sites(count)
    here = sites[sites["unit"] == unit]["site"].tolist() if unit else []
    found = shown(words_in(language), sites, width, unit=unit, site=here[0] if here else None)
    wide, high = (168, 268) if found.view.narrow else (372, 268)
    labels = [box for box in boxes(found) if abs(box[0] + box[2]) / 2 < wide and abs(box[1] + box[3]) / 2 < high]
    if unit is None:
        assert len(labels) == 8
        assert not [box for box in labels if max(-box[0], box[2]) > wide + 10], "no label is cut"
    for one, other in itertools.combinations(labels, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one[4], other[4])
    if count > 20:
        return
    for point in found.points.itertuples():
        x, y = on_screen(point.lon, point.lat, found.view)
        for left, top, right, bottom, label in labels:
            assert not (left - 6 < x < right + 6 and top - 6 < y < bottom + 6), (label, point.site)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("unit", BASE.points["unit"])
def test_a_circle_outside_the_frame_has_no_cut_label_in_it(language: str, width: int, unit: str) -> None:
    found = shown(words_in(language), SITES, width, unit=unit)
    wide, high = (168, 268) if found.view.narrow else (372, 268)
    for row, (left, top, right, bottom, label) in zip(found.circles.itertuples(), boxes(found), strict=False):
        x, y = on_screen(row.lon, row.lat, found.view)
        is_whole = left >= -wide and right <= wide and top >= -high and bottom <= high
        is_in = right > -wide and left < wide and bottom > -high and top < high
        assert is_whole or not is_in or (abs(x) < wide and abs(y) < high), label


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("unit", BASE.points["unit"])
@pytest.mark.parametrize("sites", [SITES, many_sites(400)], ids=["first", "400"])
def test_a_units_frame_holds_all_its_sites(sites: pd.DataFrame, unit: str, width: int) -> None:
    found = shown(words_in("zh"), sites, width, unit=unit)
    wide, high = (168, 268) if width == 390 else (372, 268)
    for point in found.points.itertuples():
        x, y = on_screen(point.lon, point.lat, found.view)
        assert abs(x) <= wide, point.site
        assert abs(y) <= high, point.site
    assert found.view.zoom <= 11.6


def test_a_district_of_many_sites_keeps_its_circles_and_tells_how_many_are_left() -> None:
    sites = many_sites(1_000)
    found = shown(words_in("zh"), sites)
    assert found.points.empty
    assert found.sites_hidden
    assert "织里镇 91.3，250处点位" in set(found.circles["label"])
    narrow = shown(words_in("zh"), sites, 390)
    assert "织里镇 250" in set(narrow.circles["label"])
    unknown = sites[sites["stage"] == UNKNOWN]
    filtered = map_layout(MapContent(UNITS, sites, unknown), Encoding(), BASE, words_in("zh"), False, None)
    told = set(filtered.circles["label"])
    assert {"织里镇 91.3，250处点位", "东林镇 7.43，0处点位"} <= told, "the one site of 东林镇 has a stage"


def test_many_sites_of_a_unit_are_small_and_too_many_are_gathered_in_bins_that_lie_apart() -> None:
    words = words_in("zh")
    few, several, many = (shown(words, many_sites(count, "织里镇"), unit="织里镇") for count in (20, 300, 3_000))
    assert [few.points["radius"].max(), several.points["radius"].max()] == [7, 4.5]
    assert [few.sites_binned, several.sites_binned, many.sites_binned] == [False, False, True]
    assert set(many.points["colour"]) == {map_palette(False).quiet}, "the colour of no class"
    spots = [(*on_screen(row.lon, row.lat, many.view), row.radius) for row in many.points.itertuples()]
    deep = [
        (one, other)
        for one, other in itertools.combinations(spots, 2)
        if np.hypot(one[0] - other[0], one[1] - other[1]) < 0.6 * (one[2] + other[2])
    ]
    assert not deep


def test_a_unit_with_figures_and_no_position_is_named_beside_the_map() -> None:
    words = words_in("zh")
    base = replace(BASE, points=BASE.points[BASE.points["unit"] != "道场乡"])
    content = MapContent(UNITS, SITES, SITES)
    found = map_layout(content, Encoding(), base, words, False, None)
    assert "道场乡" not in set(found.circles["unit"])
    assert found.units_without_position == ("道场乡",)
    assert (
        units_without_position_sentence(found.units_without_position, words) == "位置不明、未在图上标出的单位：道场乡。"
    )
    filtered = replace(content, shown_units=("织里镇",))
    assert map_layout(filtered, Encoding(), base, words, False, None).units_without_position == ()
    assert units_without_position_sentence((), words) == ""


def test_more_units_without_a_position_than_a_line_holds_are_counted_and_listed_on_demand() -> None:
    words, absent = words_in("zh"), tuple(f"{number}号片区" for number in range(30))
    assert units_without_position_sentence(absent, words) == "位置不明、未在图上标出的单位：30个单位。"
    assert unnamed_units(absent, words) == "、".join(absent)
    assert unnamed_units(absent[:4], words) == ""


def test_sites_that_cover_one_another_are_found_at_the_views_scale() -> None:
    """甲 and 乙 lie 100 metres apart, 丙 five kilometres away."""
    near = many_sites(3, "织里镇").assign(
        site=["甲", "乙", "丙"], lon=[120.2, 120.2, 120.2], lat=[30.8, 30.8009, 30.845]
    )
    layout = shown(words_in("zh"), near, unit="织里镇", site="甲")
    assert overlapping_sites(layout.points, "织里镇", "甲", layout.view) == [("织里镇", "甲"), ("织里镇", "乙")]
    assert overlapping_sites(layout.points, "织里镇", "丙", layout.view) == [("织里镇", "丙")]
    assert overlapping_sites(layout.points, "埭溪镇", "甲", layout.view) == []


def test_the_legend_names_missing_figures_only_if_one_is_missing() -> None:
    rates = UNITS["completion_rate"]
    silent = UNITS.assign(completion_rate=rates.where(UNITS["unit"] != "织里镇"))
    for units, texts in ((UNITS, ["800%及以上"]), (silent, ["800%及以上", "无数据"])):
        layout = map_layout(MapContent(units, SITES, SITES), Encoding(), BASE, words_in("zh"), dark=False, width=1280)
        assert [one.text for one in layout.colour_classes[4:]] == texts
