"""The map's screen: each unit a circle in proportion to its area, on the base that asks nobody.

It is drawn as SVG in the pixels of `maps.marks`, so that its labels stand where they were found to be clear.
"""

from __future__ import annotations

import logging
from typing import Final

import pandas as pd

from renovation.blocks.html import Html, tag
from renovation.comparisons.answers import Answers
from renovation.comparisons.sites import UNKNOWN, count_sites_per_unit, with_unknown_filled
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.geography import DISTRICT_CODE, Feature, Geography, MissingGeography, geography
from renovation.language import Words
from renovation.maps.base_geometry import PLACE_NAMES
from renovation.maps.circles import unit_circles
from renovation.maps.labels import with_label_positions
from renovation.maps.palette import MapPalette, map_palette, rate_classes
from renovation.maps.views import KM_PER_DEGREE_EAST, KM_PER_DEGREE_NORTH, View, district_view
from renovation.meeting.screens import Absent, LikelyQuestion, Notes, Screen, Wishes
from renovation.wording.headlines import basis_line
from renovation.wording.sites import base_map_line, map_finding

LOG: Final = logging.getLogger("renovation")
WIDE: Final = 780
HIGH: Final = 520
"""The drawing's size in pixels of `maps.marks`; at 1080p one is some 1.4 pixels of the screen."""
MEANING: Final = ("area_renovated", "completion_rate")
_BASELINE: Final = 5


def map_screen(answers: Answers, words: Words, wishes: Wishes) -> Screen | Absent:
    """Where the renovated area lies: circles by area, their colour by completion rate."""
    _ = words.gettext
    name = _("Map")
    try:
        base = geography()
    except MissingGeography:
        LOG.exception("The base of the map cannot be read.")
        return Absent("map", name, _("The base of the map is missing."))
    circles = _circles(answers, base, words, wishes.dark)
    if circles.empty:
        return Absent("map", name, _("No unit with a figure has a place on the map."))
    finding = map_finding(answers, str(circles["unit"].iloc[0]) if len(answers.units) == 1 else None, words)
    rated = answers.units["completion_rate"].notna().all()
    figure = tag(
        "div",
        _drawing(circles, base, words, wishes.dark),
        _legend(words, wishes.dark, with_unknown=not rated),
        class_="map",
    )
    exact = LikelyQuestion(
        _("How exact are the positions?"),
        _("The circles stand at the units' seats; there are no borders."),
        base_map_line(district_view(None), online=False, words=words),
    )
    return Screen(
        "map", name, finding, figure, basis_line(answers, "unit_progress", words), Notes((finding,), (exact,))
    )


def _circles(answers: Answers, base: Geography, words: Words, dark: bool) -> pd.DataFrame:
    told = with_unknown_filled(answers.table("sites"))
    units = answers.units[answers.units[MEANING[0]].notna()]
    counted = units.merge(count_sites_per_unit(told, units["unit"].tolist()), on="unit", how="left")
    circles = unit_circles(counted, base.points, MEANING, words, dark)
    return circles if circles.empty else with_label_positions(circles, base.points.head(0), district_view(None))


def _drawing(circles: pd.DataFrame, base: Geography, words: Words, dark: bool) -> Html:
    colours, view = map_palette(dark), district_view(None)
    land = [
        tag(
            "path",
            d=_path(feature, view),
            fill=colours.district if feature["properties"]["adcode"] == DISTRICT_CODE else colours.land,
            stroke=colours.border,
            stroke_width="1.2",
        )
        for feature in base.outlines
    ]
    ground = tag("rect", width=WIDE, height=HIGH, fill=colours.ground)
    lake = tag("path", d=_path(base.lake, view), fill=colours.water)
    lines = [_line(line, view, colours) for line in base.lines if line["properties"]["kind"] != "shore"]
    names = [_place_name(place, words, view, colours) for place in PLACE_NAMES]
    marks = [_mark(circle, view, colours) for circle in records(circles)]
    labels = [_label(circle, view, colours) for circle in records(circles)]
    return tag(
        "svg", ground, lake, *land, *lines, *names, *marks, *labels, viewBox=f"0 0 {WIDE} {HIGH}", class_="drawing"
    )


def _mark(circle: dict[str, object], view: View, colours: MapPalette) -> Html:
    x, y = _at(float(str(circle["lon"])), float(str(circle["lat"])), view)
    hover = "　".join(str(circle[part]) for part in ("name", "first", "second", "exact"))
    return tag(
        "circle",
        cx=x,
        cy=y,
        r=round(float(str(circle["radius_px"])), 1),
        fill=str(circle["colour"]),
        stroke=colours.border,
        data_unit=places.code_of(str(circle["unit"])),
        data_hover=hover,
    )


def _label(circle: dict[str, object], view: View, colours: MapPalette) -> Html:
    x, y = _at(float(str(circle["lon"])), float(str(circle["lat"])), view)
    name, label = str(circle["name"]), str(circle["label"])
    return tag(
        "text",
        name,
        tag("tspan", label.removeprefix(name), class_="amount"),
        x=round(x + float(str(circle["dx"])), 1),
        y=round(y + float(str(circle["dy"])) + _BASELINE, 1),
        text_anchor=str(circle["anchor"]),
        fill=colours.text,
        stroke=colours.district,
        data_unit=places.code_of(str(circle["unit"])),
    )


def _place_name(place: tuple[str, str, float, float], words: Words, view: View, colours: MapPalette) -> Html:
    chinese, english, lon, lat = place
    x, y = _at(lon, lat, view)
    told = chinese if words.language == "zh" else english
    return tag(
        "text",
        told,
        x=x,
        y=y + _BASELINE,
        text_anchor="middle",
        fill=colours.text,
        stroke=colours.land,
        class_="ground",
    )


def _line(line: Feature, view: View, colours: MapPalette) -> Html:
    water = line["properties"]["kind"] == "canal"
    points = " ".join(f"{x},{y}" for x, y in (_at(lon, lat, view) for lon, lat in line["geometry"]["coordinates"]))
    dashes = None if line["properties"]["precision"] != "schematic" else "6 5"
    return tag(
        "polyline",
        points=points,
        fill="none",
        stroke=colours.water if water else colours.road,
        stroke_width="2",
        stroke_dasharray=dashes,
    )


def _path(feature: Feature, view: View) -> str:
    parts = []
    for ring in feature["geometry"]["coordinates"]:
        points = [f"{x} {y}" for x, y in (_at(lon, lat, view) for lon, lat in ring)]
        parts.append(f"M{'L'.join(points)}Z")
    return "".join(parts)


def _at(lon: float, lat: float, view: View) -> tuple[float, float]:
    """Where a place stands in the drawing, right and down from its corner."""
    x = WIDE / 2 + (lon - view.lon) * KM_PER_DEGREE_EAST * view.px_per_km
    y = HIGH / 2 + (view.lat - lat) * KM_PER_DEGREE_NORTH * view.px_per_km
    return round(x, 1), round(y, 1)


def _legend(words: Words, dark: bool, with_unknown: bool) -> Html:
    _ = words.gettext
    size, colour = MEANING
    swatches = [
        tag("li", tag("svg", tag("rect", width="100%", height="100%", fill=one.colour)), tag("span", one.text))
        for one in rate_classes(colour, words, dark)
        if with_unknown or one.value != UNKNOWN
    ]
    return tag(
        "div",
        tag("p", _("Circle's area: {measure}").format(measure=words.in_sentence(words.heading(size)))),
        tag("p", _("Colour: {measure}").format(measure=words.in_sentence(words.heading(colour)))),
        tag("ul", *swatches),
        tag("p", _("Positions are schematic; towns have no public borders."), class_="basis"),
        class_="key",
    )
