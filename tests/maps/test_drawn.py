"""The drawn map shows the same circles and points as the interactive one."""

from __future__ import annotations

import json
import re

from renovation.comparisons.units import compare_units
from renovation.language import words_in
from renovation.maps.deck import MapContext, units_map
from renovation.maps.drawn import district_figure, units_figure
from renovation.maps.layout import Encoding, MapContent, map_layout
from renovation.maps.palette import hex_to_rgb, map_palette
from renovation.maps.views import district_view
from tests import first_dataset
from tests.maps.samples import BASE, SITES, UNITS, many_sites, shown


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


def test_the_sites_of_an_upload_are_all_in_its_preview() -> None:
    many = many_sites(5_000)
    figure = district_figure(UNITS, many, BASE, words_in("zh"), False)
    told = [int(re.match(r"(\d+)处", words)[1]) for words in figure.data[-1].hovertext]  # type: ignore[index]
    assert sum(told) == 5_000


def test_water_has_no_colour_of_roads_and_schematic_lines_are_dashed_on_both_maps() -> None:
    """Two roads, one canal that was surveyed, and three waterways that are only roughly right."""
    words, colours = words_in("zh"), map_palette(False)
    found = shown(words)
    ground = MapContext(BASE, found.view, words, False)
    lines = [trace.line for trace in units_figure(found, ground, None, None).data if trace.line.dash]
    drawn = [(line.color, line.dash) for line in lines]
    assert sorted(drawn) == sorted(
        [(colours.road, "dash")] * 2 + [(colours.canal, "solid")] + [(colours.canal, "dash")] * 3
    )
    layers = json.loads(units_map(found, ground, None, None).to_json())["layers"]
    paths = next(layer["data"] for layer in layers if layer["id"] == "lines")
    roads = [path["path"] for path in paths if path["colour"] == hex_to_rgb(colours.road)]
    water = [path["path"] for path in paths if path["colour"] == hex_to_rgb(colours.canal)]
    kinds = [line["properties"]["kind"] for line in BASE.lines]
    assert len(roads) > kinds.count("road"), "cut into dashes"
    assert len(water) > kinds.count("canal") + kinds.count("corridor")
    assert len(roads) + len(water) == len(paths)
    corridors = [line["geometry"]["coordinates"][0] for line in BASE.lines if line["properties"]["kind"] == "corridor"]
    assert all(start in [path[0] for path in water] for start in corridors)
