"""The interactive map carries its base, its circles and what is selected, and asks nobody outside."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import numpy as np
import pytest

from renovation.language import words_in
from renovation.maps.deck import MapContext, units_map
from renovation.maps.drawn import units_figure
from renovation.maps.labels import SELECTED_RADIUS_PX
from renovation.maps.layout import Encoding, MapContent, map_layout
from renovation.maps.palette import hex_to_rgb, map_palette
from renovation.maps.views import View, district_view, unit_view
from tests.maps.samples import BASE, POINTS, SITES, UNITS, many_sites, shown

ZH = words_in("zh")
OUTSIDE = re.compile(r"https?://(?!www\.w3\.org)")


def written_style(deck: str) -> dict[str, Any]:
    """The MapLibre style that a deck carries as a data URL."""
    url = json.loads(deck)["mapStyle"]
    assert url.startswith("data:application/json;base64,")
    style: dict[str, Any] = json.loads(base64.b64decode(url.split(",")[1]))
    return style


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


def test_the_label_of_the_site_looked_at_leaves_its_point_free() -> None:
    words = words_in("zh")
    found = shown(words, unit="织里镇", site="金牛")
    layers = json.loads(units_map(found, MapContext(BASE, found.view, words, False), "织里镇", "金牛").to_json())[
        "layers"
    ]
    (label,) = next(layer["data"] for layer in layers if layer["id"] == "site-label")
    assert label["offset"] == [round(found.selected_site[name].iloc[0]) for name in ("dx", "dy")]
    assert max(map(abs, label["offset"])) > SELECTED_RADIUS_PX


def test_the_wheel_scrolls_the_page_and_not_the_map() -> None:
    written = json.loads(units_map(shown(ZH), MapContext(BASE, district_view(None), ZH, False), None, None).to_json())
    assert [view["controller"] for view in written["views"]] == [{"scrollZoom": False}]


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
