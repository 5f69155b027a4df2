"""The drawn map shows the same circles and points as the interactive one."""

from __future__ import annotations

import re

from renovation.comparisons.units import compare_units
from renovation.language import words_in
from renovation.maps.deck import MapContext
from renovation.maps.drawn import district_figure, units_figure
from renovation.maps.layout import Encoding, MapContent, map_layout
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
