"""The counties are shaded by their figures on both maps."""

from __future__ import annotations

import json

from renovation.comparisons.counties import compare_counties
from renovation.language import words_in
from renovation.maps.counties import county_classes, county_shades
from renovation.maps.deck import MapContext, counties_map, county_labels
from renovation.maps.drawn import counties_figure
from renovation.maps.palette import hex_to_rgb, map_palette
from renovation.maps.views import city_view
from tests import first_dataset
from tests.maps.samples import BASE


def test_the_counties_are_shaded_by_their_figure() -> None:
    words = words_in("zh")
    table = first_dataset.tables()["county_progress"]
    counties = compare_counties(table)
    ground = MapContext(BASE, city_view(None), words, False)
    figure = counties_figure(counties, ground)
    assert {note.text for note in figure.layout.annotations} >= {"德清县 112.39", "吴兴区 107.79"}
    areas = json.loads(counties_map(counties, ground).to_json())["layers"][0]["data"]
    deqing = next(one for one in BASE.outlines if one["properties"]["name"] == "德清县")["geometry"]["coordinates"][0]
    assert next(area["fill"] for area in areas if area["ring"] == deqing) == hex_to_rgb("#0c3f78")
    shades = map_palette(False).rates
    shaded = county_shades(counties, words, False)
    assert [shaded[name] for name in ("吴兴区", "长兴县", "南浔区", "安吉县")] == [
        shades[4],
        shades[3],
        shades[3],
        shades[1],
    ]
    assert [one.text for one in county_classes(counties, words, False)] == [
        "不足25万㎡",
        "25–50万㎡",
        "50–75万㎡",
        "75–100万㎡",
        "100万㎡及以上",
    ]
    silent = counties.assign(area_reported=counties["area_reported"].where(counties["county"] != "安吉县"))
    assert county_shades(silent, words, False)["安吉县"] == map_palette(False).unknown
    assert county_classes(silent, words, False)[-1].text == "无数据"


def test_the_city_is_wider_than_the_lakes_outline_so_its_cut_edges_are_not_drawn() -> None:
    counties = compare_counties(first_dataset.tables()["county_progress"])
    context = MapContext(BASE, city_view(None), words_in("zh"), False)
    areas = json.loads(counties_map(counties, context).to_json())["layers"][0]["data"]
    water = map_palette(False).water
    assert hex_to_rgb(water) not in [area["fill"] for area in areas]
    assert water not in [trace.fillcolor for trace in counties_figure(counties, context).data]


def test_on_a_phone_a_county_has_its_figure_below_its_name() -> None:
    counties = compare_counties(first_dataset.tables()["county_progress"])
    for language, label in (("zh", "吴兴区\n107.79"), ("en", "Wuxing\n1,077,900")):
        context = MapContext(BASE, city_view(390), words_in(language), False)
        assert label in set(county_labels(counties, context)["label"])
        drawn = {note.text for note in counties_figure(counties, context).layout.annotations}
        assert label.replace("\n", "<br>") in drawn


def test_labels_and_legend_of_the_counties_are_in_one_unit() -> None:
    """25万㎡ are 250,000 m²; 112.39万㎡ 1,123,900 m²."""
    words = words_in("en")
    counties = compare_counties(first_dataset.tables()["county_progress"])
    assert county_classes(counties, words, False)[1].text == "250,000–500,000\xa0m²"
    labels = county_labels(counties, MapContext(BASE, city_view(None), words, False))["label"]
    assert "Deqing County 1,123,900" in set(labels)
