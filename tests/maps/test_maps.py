"""The map as data: circles in proportion, labels apart, the base without any address outside, the same drawn."""

from __future__ import annotations

import base64
import itertools
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from renovation.comparisons.counties import compare_counties
from renovation.comparisons.sites import UNKNOWN, known, placed, sites_per_unit
from renovation.comparisons.units import compare_units
from renovation.geography import MissingGeography, geography
from renovation.language import Words, words_in
from renovation.maps.deck import Ground, counties_map, units_map
from renovation.maps.drawn import counties_figure, district_figure, units_figure
from renovation.maps.frame import counties_in, dashes
from renovation.maps.look import OTHER, hex_to_rgb, look, rate_class, rate_classes, site_class, site_classes
from renovation.maps.marks import (
    View,
    city_view,
    district_view,
    labelled,
    site_bins,
    site_marks,
    unit_circles,
    unit_view,
)
from tests import first_dataset

BASE = geography()
MEANING = ("area_renovated", "completion_rate")
SITES = known(first_dataset.tables()["sites"].frame)
POINTS = placed(SITES, BASE.points)
OUTSIDE = re.compile(r"https?://(?!www\.w3\.org)")


def circles(words: Words, view: View | None = None, dark: bool = False) -> pd.DataFrame:
    units = compare_units(first_dataset.tables()["unit_progress"].frame)
    named = units.merge(sites_per_unit(SITES, units["unit"].tolist()), on="unit")
    return labelled(unit_circles(named, BASE.points, MEANING, words, dark), POINTS, view or district_view(None))


def marks(words: Words) -> pd.DataFrame:
    return site_marks(POINTS, "stage", site_classes(SITES, "stage", words, dark=False), words)


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
    many = known(pd.concat([first_dataset.tables()["sites"].frame] * 1).assign(work=[f"办法{n}" for n in range(20)]))
    classes = site_classes(many, "work", words_in("zh"), dark=True)
    assert [one.value for one in classes][-2:] == [OTHER, UNKNOWN]
    assert (site_class(many, "work", classes) == OTHER).sum() == 14


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_label_covers_another_or_a_point(language: str, width: int) -> None:
    """Boxes as a browser draws them: a Chinese character 15 px wide, a Latin one 8.4."""
    shown = circles(words_in(language), district_view(width))
    view = district_view(width)
    boxes = []
    for row in shown.itertuples():
        wide = sum(15 if ord(letter) > 0x2E80 else 8.4 for letter in row.label) * (0.87 if view.narrow else 1)
        left = {"start": 0.0, "middle": wide / 2, "end": wide}[row.anchor]
        x = row.lon * 111.32 * np.cos(np.radians(30.8)) * view.px_a_km + row.dx - left
        y = -row.lat * 110.9 * view.px_a_km + row.dy
        boxes.append((x, y - 9, x + wide, y + 9, row.label))
    for point in POINTS.itertuples():
        x, y = point.lon * 111.32 * np.cos(np.radians(30.8)) * view.px_a_km, -point.lat * 110.9 * view.px_a_km
        for left, top, right, bottom, label in boxes:
            assert not (left - 6 < x < right + 6 and top - 6 < y < bottom + 6), (label, point.site)
    for one, other in itertools.combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one[4], other[4])


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("view", [district_view(None), View(120.2567, 30.8736, 11.6, False)])
def test_the_base_comes_with_the_circles_and_names_nobody_outside(dark: bool, view: View) -> None:
    words = words_in("zh")
    written = units_map(circles(words), marks(words), Ground(BASE, view, words, dark), None, None).to_json()
    style = written_style(written)
    assert not OUTSIDE.search(written + json.dumps(style))
    assert style["sources"] == {}
    areas, ways, *_ = json.loads(written)["layers"]
    assert [areas["id"], ways["id"]] == ["areas", "ways"]
    assert len(areas["data"]) == 1 + 1 + 5, "ground, lake, five counties"
    assert {tuple(way["colour"]) for way in ways["data"]} == {
        tuple(hex_to_rgb(colour)) for colour in (look(dark).canal, look(dark).road)
    }


def test_borders_are_fine_where_the_map_is_close_and_stay_closed() -> None:
    far, near = district_view(None), View(120.2567, 30.8736, 11.6, False)
    own = {
        view: next(c for c in counties_in(BASE, view) if c["properties"]["name"] == "吴兴区") for view in (far, near)
    }
    corners = {view: one["geometry"]["coordinates"][0] for view, one in own.items()}
    close = [c for c in corners[near] if abs(c[0] - near.lon) < 0.05 and abs(c[1] - near.lat) < 0.08]
    coarse = [c for c in corners[far] if abs(c[0] - near.lon) < 0.05 and abs(c[1] - near.lat) < 0.08]
    assert len(close) > 3 * len(coarse)
    assert corners[near][0] == corners[near][-1]
    assert len(json.dumps(counties_in(BASE, near))) < 25_000


def test_a_line_is_cut_to_dashes_of_one_length() -> None:
    degree = 1 / 110.9
    cut = dashes([[120.0, 30.0], [120.0, 30.0 + 10 * degree], [120.0, 30.0 + 12 * degree]], 3.0, 2.0)
    ends = [[round((lat - 30.0) * 110.9, 2) for _, lat in (dash[0], dash[-1])] for dash in cut]
    assert ends == [[0, 3], [5, 8], [10, 12]]


def test_an_operators_key_lays_tiles_over_the_same_base() -> None:
    words, view = words_in("zh"), district_view(None)
    deck = units_map(circles(words), marks(words), Ground(BASE, view, words, False, "a-key"), None, None)
    style = written_style(deck.to_json())
    assert [layer["id"] for layer in style["layers"]] == ["ground", "areas", "borders", "ways", "vec", "cva"]
    assert "tk=a-key" in style["sources"]["vec"]["tiles"][0]
    assert len(style["sources"]["areas"]["data"]["features"]) == 7
    assert not {layer["id"] for layer in json.loads(deck.to_json())["layers"]} & {"areas", "ways"}


def test_on_a_wide_screen_everything_is_as_much_larger() -> None:
    words, view = words_in("zh"), district_view(None)
    usual, wide = (
        json.loads(
            units_map(circles(words), marks(words), Ground(BASE, view, words, False, "", scale), None, None).to_json()
        )
        for scale in (1.0, 1.25)
    )
    layers = [{layer["id"]: layer for layer in deck["layers"]} for deck in (usual, wide)]
    assert wide["initialViewState"]["zoom"] - usual["initialViewState"]["zoom"] == pytest.approx(np.log2(1.25))
    for layer in ("units", "sites"):
        radii = [one[layer]["data"][0]["radius"] for one in layers]
        assert radii[1] == pytest.approx(1.25 * radii[0], abs=0.1)
    assert [one["labels"]["getSize"] for one in layers] == [15, 18.75]
    drawn = [
        units_figure(circles(words), marks(words), Ground(BASE, view, words, False, "", scale), None, None)
        for scale in (1.0, 1.25)
    ]
    assert max(drawn[1].data[-2].marker.size) == pytest.approx(1.25 * max(drawn[0].data[-2].marker.size))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_deck_carries_what_is_chosen_and_asks_nobody(language: str) -> None:
    words = words_in(language)
    view = unit_view("织里镇", BASE.points, POINTS[POINTS["unit"] == "织里镇"], None)
    deck = units_map(circles(words, view), marks(words), Ground(BASE, view, words, False), "织里镇", "金牛")
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
    ground = Ground(BASE, district_view(None), words, True)
    figure = units_figure(circles(words, dark=True), marks(words), ground, "高新区", None)
    units, sites = figure.data[-2:]
    assert units.customdata[0] == "织里镇"
    assert len(sites.x) == 20
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
    words = words_in("zh")
    hostile = POINTS.assign(site="<img src=x><b>x</b>")
    shown = site_marks(hostile, "stage", site_classes(SITES, "stage", words, dark=False), words)
    figure = units_figure(circles(words), shown, Ground(BASE, district_view(None), words, False), None, None)
    assert not any("<img" in text or "<b>" in text for text in figure.data[-1].hovertext)


def test_the_counties_are_shaded_by_their_place() -> None:
    words = words_in("zh")
    table = first_dataset.tables()["county_progress"]
    counties = compare_counties(table)
    ground = Ground(BASE, city_view(None), words, False)
    figure = counties_figure(counties, ground)
    assert {note.text for note in figure.layout.annotations} >= {"德清县 112.39", "吴兴区 107.79"}
    areas = json.loads(counties_map(counties, ground).to_json())["layers"][0]["data"]
    deqing = next(one for one in BASE.outlines if one["properties"]["name"] == "德清县")["geometry"]["coordinates"][0]
    assert next(area["fill"] for area in areas if area["ring"] == deqing) == hex_to_rgb("#0c3f78")


def test_many_sites_are_gathered() -> None:
    many = pd.concat([POINTS] * 200, ignore_index=True)
    bins = site_bins(many[many["unit"] == "织里镇"], words_in("zh"), dark=False)
    assert len(bins) < 30
    assert set(bins["unit"]) == {"织里镇"}


def test_missing_figures_draw_a_circle_that_says_so() -> None:
    words = words_in("zh")
    units = compare_units(first_dataset.tables()["unit_progress"].frame)
    bare = units.assign(area_renovated=None, completion_rate=None, sites=0)
    shown = unit_circles(bare, BASE.points, MEANING, words, dark=False)
    assert set(shown["radius_px"]) == {6.0}
    assert all("无数据" in text for text in shown["first"])


@pytest.mark.parametrize("broken", ["missing", "no JSON", "another form"])
def test_a_missing_or_broken_file_is_said(tmp_path: Path, broken: str) -> None:
    if broken != "missing":
        for name in ("counties_detailed", "counties_light", "lines_schematic"):
            content = "{" if broken == "no JSON" else '{"features": [{"geometry": null}]}'
            (tmp_path / f"{name}.geojson").write_text(content, encoding="utf-8")
    with pytest.raises(MissingGeography):
        geography(tmp_path)
