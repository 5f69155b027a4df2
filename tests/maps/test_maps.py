"""The map as data: circles in proportion, labels apart, the base without any address outside, the same drawn."""

from __future__ import annotations

import base64
import itertools
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from renovation.comparisons.counties import compare_counties
from renovation.comparisons.sites import UNKNOWN, count_sites_per_unit, with_positions, with_unknown_filled
from renovation.comparisons.units import compare_units
from renovation.domain.geography import FOLDER, MissingGeography, geography
from renovation.language import Words, words_in
from renovation.maps.base_geometry import counties_for_view, dashes
from renovation.maps.circles import legend_circles, unit_circles
from renovation.maps.counties import county_classes, county_shades
from renovation.maps.deck import MapContext, counties_map, units_map
from renovation.maps.drawn import counties_figure, district_figure, units_figure
from renovation.maps.labels import with_label_positions
from renovation.maps.layout import Encoding, MapContent, MapLayout, map_layout
from renovation.maps.palette import OTHER, hex_to_rgb, map_palette, rate_class, rate_classes, site_class, site_classes
from renovation.maps.points import site_points
from renovation.maps.views import View, city_view, district_view, unit_view
from renovation.wording.sites import units_without_position_sentence
from tests import first_dataset

BASE = geography()
MEANING = ("area_renovated", "completion_rate")
SITES = with_unknown_filled(first_dataset.tables()["sites"].frame)
POINTS = with_positions(SITES, BASE.points)
OUTSIDE = re.compile(r"https?://(?!www\.w3\.org)")


def circles(words: Words, view: View | None = None, dark: bool = False) -> pd.DataFrame:
    units = compare_units(first_dataset.tables()["unit_progress"].frame)
    named = units.merge(count_sites_per_unit(SITES, units["unit"].tolist()), on="unit")
    return with_label_positions(
        unit_circles(named, BASE.points, MEANING, words, dark), POINTS, view or district_view(None)
    )


UNITS = compare_units(first_dataset.tables()["unit_progress"].frame)


def shown(words: Words, sites: pd.DataFrame = SITES, width: int | None = None, **looked_at: Any) -> MapLayout:
    """A scene of all units and of the sites given, those of the unit looked at where there is one."""
    unit = looked_at.get("unit")
    left = sites[sites["unit"] == unit] if unit else sites
    return map_layout(
        MapContent(UNITS, sites, left, **looked_at), Encoding(), BASE, words, looked_at.pop("dark", False), width
    )


def many_sites(count: int, unit: str | None = None) -> pd.DataFrame:
    """So many sites, each near its unit, all of one unit where it is named."""
    chance = np.random.default_rng(1)
    told = SITES.iloc[np.resize(np.arange(len(SITES)), count)].reset_index(drop=True)
    told = told.assign(site=[f"点位{number}" for number in range(count)], unit=unit or told["unit"])
    middles = BASE.points.set_index("unit")
    return told.assign(
        lon=told["unit"].map(middles["lon"]) + chance.uniform(-0.04, 0.04, count),
        lat=told["unit"].map(middles["lat"]) + chance.uniform(-0.035, 0.035, count),
    )


def boxes(found: MapLayout) -> list[tuple[float, float, float, float, str]]:
    """Where labels stand from the middle of the frame, as a browser draws them: Chinese 15 px wide, Latin 8.4."""
    view, drawn = found.view, []
    for row in pd.concat([found.circles, found.selected_site]).itertuples():
        wide = sum(15 if ord(letter) > 0x2E80 else 8.4 for letter in row.label) * (0.87 if view.narrow else 1)
        x, y = on_screen(row.lon, row.lat, view)
        left = x + row.dx - {"start": 0.0, "middle": wide / 2, "end": wide}[row.anchor]
        drawn.append((left, y + row.dy - 9, left + wide, y + row.dy + 9, row.label))
    return drawn


def on_screen(lon: float, lat: float, view: View) -> tuple[float, float]:
    east, north = (lon - view.lon) * 111.32 * np.cos(np.radians(30.8)), (lat - view.lat) * 110.9
    return east * view.px_per_km, -north * view.px_per_km


def marks(words: Words) -> pd.DataFrame:
    return site_points(POINTS, "stage", site_classes(SITES, "stage", words, dark=False), words)


def written_style(deck: str) -> dict[str, Any]:
    """The MapLibre style that a deck carries as a data URL."""
    url = json.loads(deck)["mapStyle"]
    assert url.startswith("data:application/json;base64,")
    style: dict[str, Any] = json.loads(base64.b64decode(url.split(",")[1]))
    return style


def test_a_circles_area_is_in_proportion() -> None:
    radius = circles(words_in("zh")).set_index("unit")["radius_px"]
    assert (radius["织里镇"] / radius["埭溪镇"]) ** 2 == pytest.approx(91.3 / 38.66)
    assert radius["道场乡"] == pytest.approx(46 * (2.67 / 91.3) ** 0.5)


def test_a_bound_belongs_to_the_class_it_begins() -> None:
    rates = pd.Series([99.9, 100.0, 400.0, 800.0, None])
    assert rate_class(rates, "completion_rate").tolist() == ["0", "1", "3", "4", UNKNOWN]
    texts = [one.text for one in rate_classes("completion_rate", words_in("zh"), dark=False)]
    assert texts == ["100%以下", "100–200%", "200–400%", "400–800%", "800%及以上", "无数据"]


def test_kinds_beyond_the_colours_share_one_class() -> None:
    many = with_unknown_filled(
        pd.concat([first_dataset.tables()["sites"].frame] * 1).assign(work=[f"办法{n}" for n in range(20)])
    )
    classes = site_classes(many, "work", words_in("zh"), dark=True)
    assert [one.value for one in classes][-2:] == [OTHER, UNKNOWN]
    assert (site_class(many, "work", classes) == OTHER).sum() == 14


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
    assert "织里镇 91.3 · 250处点位" in set(found.circles["label"])
    narrow = shown(words_in("zh"), sites, 390)
    assert "织里镇 250" in set(narrow.circles["label"])
    unknown = sites[sites["stage"] == UNKNOWN]
    filtered = map_layout(MapContent(UNITS, sites, unknown), Encoding(), BASE, words_in("zh"), False, None)
    told = set(filtered.circles["label"])
    assert {"织里镇 91.3 · 250处点位", "东林镇 7.43 · 0处点位"} <= told, "the one site of 东林镇 has a stage"


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


def test_the_site_looked_at_stands_out_with_its_name_even_among_bins() -> None:
    words, sites = words_in("zh"), many_sites(3_000, "织里镇")
    found = shown(words, sites, unit="织里镇", site="点位7")
    assert found.selected_site["label"].tolist() == ["点位7"]
    assert found.points["site"].tolist().count("点位7") == 1
    layers = json.loads(units_map(found, MapContext(BASE, found.view, words, False), "织里镇", "点位7").to_json())[
        "layers"
    ]
    assert [one["id"] for one in layers][-2:] == ["labels", "site-label"]
    figure = units_figure(found, MapContext(BASE, found.view, words, False), "织里镇", "点位7")
    assert "点位7" in {note.text for note in figure.layout.annotations}


def test_the_sites_of_an_upload_are_all_in_its_preview() -> None:
    many = many_sites(5_000)
    figure = district_figure(UNITS, many, BASE, words_in("zh"), False)
    told = [int(re.match(r"(\d+)处", words)[1]) for words in figure.data[-1].hovertext]  # type: ignore[index]
    assert sum(told) == 5_000


def test_a_unit_without_a_position_still_counts_for_the_scale_of_the_circles() -> None:
    """Without 织里镇 on the map, 埭溪镇's circle stays at 38.66 of 91.3, as the legend says."""
    named = UNITS.merge(count_sites_per_unit(SITES, UNITS["unit"].tolist()), on="unit")
    points = BASE.points[BASE.points["unit"] != "织里镇"]
    radius = unit_circles(named, points, MEANING, words_in("zh"), dark=False).set_index("unit")["radius_px"]
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


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("view", [district_view(None), View(120.2567, 30.8736, 11.6, False)])
def test_the_base_comes_with_the_circles_and_names_nobody_outside(dark: bool, view: View) -> None:
    words = words_in("zh")
    written = units_map(shown(words), MapContext(BASE, view, words, dark), None, None).to_json()
    style = written_style(written)
    assert not OUTSIDE.search(written + json.dumps(style))
    assert style["sources"] == {}
    areas, lines, *_ = json.loads(written)["layers"]
    assert [areas["id"], lines["id"]] == ["areas", "lines"]
    assert len(areas["data"]) == 1 + 1 + 5, "ground, lake, five counties"
    assert {tuple(line["colour"]) for line in lines["data"]} == {
        tuple(hex_to_rgb(colour)) for colour in (map_palette(dark).canal, map_palette(dark).road)
    }


def test_borders_are_fine_where_the_map_is_close_and_stay_closed() -> None:
    far, near = district_view(None), View(120.2567, 30.8736, 11.6, False)
    own = {
        view: next(c for c in counties_for_view(BASE, view) if c["properties"]["name"] == "吴兴区")
        for view in (far, near)
    }
    corners = {view: one["geometry"]["coordinates"][0] for view, one in own.items()}
    close = [c for c in corners[near] if abs(c[0] - near.lon) < 0.05 and abs(c[1] - near.lat) < 0.08]
    coarse = [c for c in corners[far] if abs(c[0] - near.lon) < 0.05 and abs(c[1] - near.lat) < 0.08]
    assert len(close) > 3 * len(coarse)
    assert corners[near][0] == corners[near][-1]
    assert len(json.dumps(counties_for_view(BASE, near))) < 25_000


def test_a_line_is_cut_to_dashes_of_one_length() -> None:
    degree = 1 / 110.9
    cut = dashes([[120.0, 30.0], [120.0, 30.0 + 10 * degree], [120.0, 30.0 + 12 * degree]], 3.0, 2.0)
    ends = [[round((lat - 30.0) * 110.9, 2) for _, lat in (dash[0], dash[-1])] for dash in cut]
    assert ends == [[0, 3], [5, 8], [10, 12]]


def test_an_operators_key_lays_tiles_over_the_same_base() -> None:
    words, view = words_in("zh"), district_view(None)
    deck = units_map(shown(words), MapContext(BASE, view, words, False, "a-key"), None, None)
    style = written_style(deck.to_json())
    assert [layer["id"] for layer in style["layers"]] == ["background", "areas", "borders", "lines", "vec", "cva"]
    assert "tk=a-key" in style["sources"]["vec"]["tiles"][0]
    assert len(style["sources"]["areas"]["data"]["features"]) == 7
    assert not {layer["id"] for layer in json.loads(deck.to_json())["layers"]} & {"areas", "lines"}


def test_on_a_wide_screen_everything_is_as_much_larger() -> None:
    words, view = words_in("zh"), district_view(None)
    usual, wide = (
        json.loads(units_map(shown(words), MapContext(BASE, view, words, False, "", scale), None, None).to_json())
        for scale in (1.0, 1.25)
    )
    layers = [{layer["id"]: layer for layer in deck["layers"]} for deck in (usual, wide)]
    assert wide["initialViewState"]["zoom"] - usual["initialViewState"]["zoom"] == pytest.approx(np.log2(1.25))
    for layer in ("units", "sites"):
        radii = [one[layer]["data"][0]["radius"] for one in layers]
        assert radii[1] == pytest.approx(1.25 * radii[0], abs=0.1)
    assert [one["labels"]["getSize"] for one in layers] == [15, 18.75]
    drawn = [
        units_figure(shown(words), MapContext(BASE, view, words, False, "", scale), None, None) for scale in (1.0, 1.25)
    ]
    assert max(drawn[1].data[-2].marker.size) == pytest.approx(1.25 * max(drawn[0].data[-2].marker.size))


def test_a_unit_with_figures_and_no_position_is_named_beside_the_map() -> None:
    words = words_in("zh")
    base = replace(BASE, points=BASE.points[BASE.points["unit"] != "道场乡"])
    content = MapContent(UNITS, SITES, SITES)
    found = map_layout(content, Encoding(), base, words, False, None)
    assert "道场乡" not in set(found.circles["unit"])
    assert found.units_without_position == ("道场乡",)
    assert units_without_position_sentence(found.units_without_position, words) == "未标注在图上（位置不明）：道场乡。"
    filtered = replace(content, shown_units=("织里镇",))
    assert map_layout(filtered, Encoding(), base, words, False, None).units_without_position == ()
    assert units_without_position_sentence((), words) == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_deck_carries_what_is_chosen_and_asks_nobody(language: str) -> None:
    words = words_in(language)
    view = unit_view("织里镇", BASE.points, POINTS[POINTS["unit"] == "织里镇"], None)
    found = map_layout(
        MapContent(UNITS, SITES, SITES, unit="织里镇", site="金牛"), Encoding(), BASE, words, False, None
    )
    deck = units_map(found, MapContext(BASE, view, words, False), "织里镇", "金牛")
    written = json.loads(deck.to_json())
    assert written["initialViewState"]["zoom"] > 9.75
    layers = {layer["id"]: layer for layer in written["layers"]}
    assert len(layers["units"]["data"]) == 8
    assert len(layers["sites"]["data"]) == 20
    widths = {site["site"]: site["width"] for site in layers["sites"]["data"]}
    assert max(widths, key=lambda name: widths[name]) == "金牛"
    assert not OUTSIDE.search(deck.to_json())


def test_the_drawn_map_shows_the_same_circles_and_points() -> None:
    words = words_in("zh")
    ground = MapContext(BASE, district_view(None), words, True)
    found = map_layout(MapContent(UNITS, SITES, SITES, unit="高新区"), Encoding(), BASE, words, True, None)
    figure = units_figure(found, ground, "高新区", None)
    units, sites = figure.data[-2:]
    assert units.customdata[0] == "织里镇"
    assert len(sites.x) == 20
    assert list(sites.customdata[0]) == ["高新区", "欣安村低小散丝织厂房"]
    assert {note.text for note in figure.layout.annotations} >= {"织里镇 91.3", "道场乡 2.67"}
    again = district_figure(
        compare_units(first_dataset.tables()["unit_progress"].frame),
        first_dataset.tables()["sites"].frame,
        BASE,
        words,
        True,
    )
    assert len(again.data[-1].x) == 20


def test_markup_in_a_name_stays_letters_on_the_drawn_map() -> None:
    words, name = words_in("zh"), "<img src=x><b>x</b>"
    hostile = SITES.assign(site=name)
    found = shown(words, hostile, unit="东林镇", site=name)
    figure = units_figure(found, MapContext(BASE, found.view, words, False), "东林镇", name)
    said = [*figure.data[-1].hovertext, *(note.text for note in figure.layout.annotations)]
    assert any("‹img" in text for text in said)
    assert not any("<img" in text or "<b>" in text for text in said)


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
        "25万㎡以下",
        "25–50万㎡",
        "50–75万㎡",
        "75–100万㎡",
        "100万㎡及以上",
    ]
    silent = counties.assign(area_reported=counties["area_reported"].where(counties["county"] != "安吉县"))
    assert county_shades(silent, words, False)["安吉县"] == map_palette(False).unknown
    assert county_classes(silent, words, False)[-1].text == "无数据"


def test_missing_figures_draw_a_circle_that_says_so() -> None:
    words = words_in("zh")
    units = compare_units(first_dataset.tables()["unit_progress"].frame)
    bare = units.assign(area_renovated=None, completion_rate=None, sites=0)
    bare_circles = unit_circles(bare, BASE.points, MEANING, words, dark=False)
    assert set(bare_circles["radius_px"]) == {6.0}
    assert all("无数据" in text for text in bare_circles["first"])


SPOILT = {
    "no JSON": ("counties_light.geojson", "{", "("),
    "no shape": ("counties_light.geojson", '"coordinates"', '"points"'),
    "no features": ("counties_detailed.geojson", '"features"', '"things"'),
    "several parts": ("counties_detailed.geojson", "[[[", "[[[["),
    "no code": ("counties_light.geojson", '"adcode"', '"code"'),
    "no middle": ("counties_light.geojson", '"cx"', '"x"'),
    "no kind": ("lines_schematic.geojson", '"kind"', '"sort"'),
    "not on earth": ("lines_schematic.geojson", "[120.", "[220."),
    "no point": ("units.csv", "120.185", ""),
    "no number": ("units.csv", "120.185", "east"),
    "a unit twice": ("units.csv", "织里镇", "高新区"),
}
"""A file, and what of it is written otherwise."""


@pytest.mark.parametrize("broken", SPOILT)
def test_a_broken_file_is_found_when_it_is_read(tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "geo"
    shutil.copytree(FOLDER, folder)
    name, sound, spoilt = SPOILT[broken]
    told = (folder / name).read_text(encoding="utf-8")
    assert sound in told
    (folder / name).write_text(told.replace(sound, spoilt), encoding="utf-8")
    with pytest.raises(MissingGeography):
        geography(folder)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingGeography):
        geography(tmp_path)
