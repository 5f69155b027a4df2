"""What stands on the map: circles of units and points of sites, with their words, the same for both ways of drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from renovation.comparisons.sites import UNKNOWN, bin_sites
from renovation.domain.measures import MEASURES
from renovation.domain.tables.sites import SITES
from renovation.domain.vocabulary import DATUMS
from renovation.language import Words
from renovation.maps.look import Class, look, rate_class, rate_classes, site_class
from renovation.reading.values.coordinates import CONVERTED

LARGEST_PX: Final = 46.0
SMALLEST_PX: Final = 6.0
"""Radii on the screen, whatever the zoom; areas are in proportion, down to the smallest that a finger meets."""
_SMALLER_ON_A_PHONE: Final = 0.6
KM_A_DEGREE_NORTH: Final = 110.9
KM_A_DEGREE_EAST: Final = 111.32 * math.cos(math.radians(30.8))
MOST_MARKS: Final = 1_500
"""Points of one unit that are told apart and travel quickly; of more, bins are shown."""
MOST_IN_DISTRICT: Final = 150
"""Points of the whole district that leave its circles to be seen; of more, each unit tells how many it has."""
MANY_MARKS: Final = 60
"""From here on points are small, so that they cover each other and the circles less."""
TEXT_PX: Final = 15
SMALL_TEXT_PX: Final = 13
"""The type of labels, and of labels on a phone and of the base's names."""
PLACE_NAMES: Final = (
    ("太湖", "Lake Tai", 120.205, 30.958),
    ("318国道", "G318", 119.965, 30.963),
    ("104国道", "G104", 120.078, 30.735),
)
"""What is written on the base, in both languages, and where its middle stands."""
_LINE_PX: Final = 22.0
POINT_PX: Final = {False: 7.0, True: 4.5}
"""A point's radius among few, and among many."""
CHOSEN_PX: Final = 9.0
"""The radius of the site that is looked at."""
_EDGE_PX: Final = 2.0
_BIN_PX: Final = 26.0
"""What a bin takes of the screen in width and height."""
_LONGEST_NAME: Final = 18
_CLOSEST: Final = 11.6
"""The closest zoom: nearer, a site's error would be most of the screen."""
_MARGIN_PX: Final = 40.0
"""What a unit's frame leaves free beyond its outermost site."""
_FRAME_PX: Final = {False: (372.0, 268.0), True: (168.0, 268.0)}
"""Half the width and height of what a screen or a phone is sure to show."""
_BEFORE_ANCHOR: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}


Box = tuple[float, float, float, float]
Move = tuple[str, float, float]
"""A label's anchor (start, middle or end), and the pixels right and down to it from its circle's middle."""


@dataclass(frozen=True)
class View:
    """What part of the world a map shows: its middle, deck.gl's zoom, and whether the screen is a phone's."""

    lon: float
    lat: float
    zoom: float
    narrow: bool

    @property
    def px_a_km(self) -> float:
        """Pixels a kilometre in this latitude; deck.gl's zoom 0 shows the world on 512 pixels."""
        return float(512 * 2.0**self.zoom / (360 * KM_A_DEGREE_EAST))


_DISTRICT: Final = (120.12, 30.79, 9.75)
_CITY: Final = (119.86, 30.76, 8.6)
_NARROW_PX: Final = 600
_FARTHER_ON_A_PHONE: Final = 0.85


def district_view(width: int | None) -> View:
    """The whole district on a screen so many pixels wide; None where that is not known."""
    return _view(_DISTRICT, width)


def city_view(width: int | None) -> View:
    """All five counties."""
    return _view(_CITY, width)


def unit_view(unit: str, points: pd.DataFrame, sites: pd.DataFrame, width: int | None) -> View:
    """A unit and all its placed sites, never closer than their error is worth; the district for one without a point."""
    here, district = points[points["unit"] == unit], district_view(width)
    if here.empty:
        return district
    lons, lats = [*here["lon"], *sites["lon"]], [*here["lat"], *sites["lat"]]
    east, north = (max(lons) - min(lons)) * KM_A_DEGREE_EAST, (max(lats) - min(lats)) * KM_A_DEGREE_NORTH
    wide, high = (2 * (half - _MARGIN_PX) for half in _FRAME_PX[district.narrow])
    px_a_km = min(wide / max(east, 0.1), high / max(north, 0.1))
    zoom = district.zoom + math.log2(px_a_km / district.px_a_km)
    closest = _CLOSEST - _FARTHER_ON_A_PHONE * district.narrow
    return View((max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2, min(zoom, closest), district.narrow)


def _view(place: tuple[float, float, float], width: int | None) -> View:
    narrow = width is not None and width < _NARROW_PX
    lon, lat, zoom = place
    return View(lon, lat, zoom - _FARTHER_ON_A_PHONE * narrow, narrow)


def unit_circles(
    units: pd.DataFrame,
    points: pd.DataFrame,
    meaning: tuple[str, str],
    words: Words,
    dark: bool,
) -> pd.DataFrame:
    """One row a unit that has a point, the largest first so that small circles lie on top.

    `units` is a comparison of units with `sites` (how many are named); `meaning` says what a circle's area and its
    colour stand for. Columns: `unit`, `lon`, `lat`, `radius_px`, `colour`, `label` and, for a phone, `short`; for a
    tooltip `name`, `first`, `second`, `third`, `exact`.
    """
    size, colour = meaning
    classes = {one.value: one for one in rate_classes(colour, words, dark)}
    here = units.merge(points, on="unit", how="inner")
    values = here[size].astype("float64")
    largest = values.max()
    radius = LARGEST_PX * (values / largest) ** 0.5 if largest > 0 else values * 0
    found = [classes[value] for value in rate_class(here[colour], colour)]
    made = here[["unit", "lon", "lat"]].assign(
        radius_px=radius.clip(lower=SMALLEST_PX).fillna(SMALLEST_PX),
        colour=[one.colour for one in found],
        name=[words.place(name) for name in here["unit"]],
        label=[
            f"{words.place(name)} {words.number(value)}" if pd.notna(value) else words.place(name)
            for name, value in zip(here["unit"], here[size], strict=True)
        ],
        short=[_on_a_phone(words.place(name)) for name in here["unit"]],
        first=[f"{words.heading(size)} {words.measured(size, value)}" for value in here[size]],
        second=[f"{words.heading(colour)} {words.percent(value)}" for value in here[colour]],
        third=[words.gettext("{count} sites named").format(count=count) for count in here["sites"]],
        exact=[words.gettext("Position schematic, ±{km} km").format(km=f"{error:g}") for error in here["error_km"]],
    )
    return made.sort_values("radius_px", ascending=False).reset_index(drop=True)


def _on_a_phone(name: str) -> str:
    """`Huanzhu Subdistrict` as `Huanzhu`: a phone has no room for what kind of place it is."""
    return name.rsplit(" ", 1)[0]


def size_samples(units: pd.DataFrame, size: str, words: Words, narrow: bool) -> tuple[tuple[float, str], ...]:
    """Circles for a legend: the radius in pixels of two round values, and the values in words; none of nothing."""
    largest = float(units[size].astype("float64").max())
    if not largest > 0:
        return ()
    power = 10.0 ** math.floor(math.log10(largest))
    upper = next(step * power for step in (5, 2, 1) if step * power <= largest)
    on_a_phone = _SMALLER_ON_A_PHONE if narrow else 1.0
    return tuple(
        (on_a_phone * max(LARGEST_PX * math.sqrt(value / largest), SMALLEST_PX), words.measured(size, value))
        for value in (upper, upper / 5)
    )


def with_counts(circles: pd.DataFrame, sites: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The circles with how many of the sites each unit has behind its name: for sites too many to stand on the map."""
    counted = [words.number(count) for count in sites["unit"].value_counts().reindex(circles["unit"], fill_value=0)]
    told = [words.gettext("{count} sites").format(count=count) for count in counted]
    return circles.assign(
        label=[f"{label} · {one}" for label, one in zip(circles["label"], told, strict=True)],
        short=[f"{short} {count}" for short, count in zip(circles["short"], counted, strict=True)],
    )


def labelled(circles: pd.DataFrame, sites: pd.DataFrame, view: View) -> pd.DataFrame:
    """The circles with their labels placed, clear of one another and of the placed sites.

    Adds `anchor` (start, middle or end), `dx` and `dy` (pixels from the circle's middle to the label's anchor). On a
    phone circles are smaller and labels are short.
    """
    shown = circles
    if view.narrow:
        radius = (_SMALLER_ON_A_PHONE * circles["radius_px"]).clip(lower=SMALLEST_PX - 1)
        shown = circles.assign(radius_px=radius, label=circles["short"])
    return shown.assign(**_label_places(shown, sites, view))


def named_site(marks: pd.DataFrame) -> pd.DataFrame:
    """The site looked at as one more circle to label: its name, cut where it is long."""
    names = marks["name"].where(marks["name"].str.len() <= _LONGEST_NAME, marks["name"].str[:_LONGEST_NAME] + "…")
    return marks[["lon", "lat"]].assign(unit="", radius_px=CHOSEN_PX, label=names, short=names)


def site_marks(sites: pd.DataFrame, trait: str, classes: tuple[Class, ...], words: Words) -> pd.DataFrame:
    """One row a placed site: `site`, `unit`, `lon`, `lat`, `colour`, `on_ring`, `radius`, and words for tooltips."""
    by_value = {one.value: one for one in classes}
    found = [by_value[value] for value in site_class(sites, trait, classes)]
    heading = words.label(SITES.column(trait).heading)
    return pd.DataFrame(
        {
            "site": sites["site"],
            "unit": sites["unit"],
            "lon": sites["lon"].round(5),
            "lat": sites["lat"].round(5),
            "on_ring": sites["on_ring"],
            "colour": [one.colour for one in found],
            "radius": POINT_PX[len(sites) > MANY_MARKS],
            "name": sites["site"],
            "first": [words.place(unit) for unit in sites["unit"]],
            "second": sites["work"].where(sites["work"] != UNKNOWN, words.gettext("Work not said")),
            "third": [f"{heading}: {one.text}" for one in found],
            "exact": [
                exactness(bool(ring), error, datum, words)
                for ring, error, datum in zip(sites["on_ring"], sites["error_km"], sites["datum"], strict=True)
            ],
        }
    ).reset_index(drop=True)


def site_bins(sites: pd.DataFrame, view: View, words: Words, dark: bool) -> pd.DataFrame:
    """Placed sites gathered to bins of one size on the screen, in the columns of `site_marks`.

    A bin's area is in proportion to its sites, and the fullest fills its place. It belongs to the unit of its sites, to
    none where they are of several; its colour is that of no class.
    """
    bins = bin_sites(sites, _BIN_PX / view.px_a_km / KM_A_DEGREE_EAST)
    return pd.DataFrame(
        {
            "site": "",
            "unit": bins["unit"],
            "lon": bins["lon"].round(5),
            "lat": bins["lat"].round(5),
            "on_ring": False,
            "colour": look(dark).quiet,
            "radius": np.clip(_BIN_PX / 2 * np.sqrt(bins["sites"] / bins["sites"].max()), 2.5, None).round(1),
            "name": [words.gettext("{count} sites").format(count=count) for count in bins["sites"]],
            "first": [words.place(unit) if unit else "" for unit in bins["unit"]],
            "second": "",
            "third": "",
            "exact": words.gettext("Gathered: too many to show one by one"),
        }
    )


def exactness(on_ring: bool, error_km: float, datum: object, words: Words) -> str:
    """How exact a site's point is, and from what it was converted."""
    _, km = words.gettext, f"{error_km:g}"
    if on_ring:
        return _("No coordinate: set on a ring round its unit, schematic, ±{km} km").format(km=km)
    said = _("Position as uploaded") if pd.isna(error_km) else _("Position ±{km} km").format(km=km)
    converted = isinstance(datum, str) and datum in CONVERTED.values()
    return f"{said} · {words.label(DATUMS[str(datum)])}" if converted else said


def _label_places(circles: pd.DataFrame, sites: pd.DataFrame, view: View) -> dict[str, list[float] | list[str]]:
    """Each label beside, above or below its circle, where it covers least of what stands already.

    That of a site (of no `unit`) stays close to its point: it may lie on its unit's circle.
    """
    height = SMALL_TEXT_PX if view.narrow else TEXT_PX
    radii, widths = circles["radius_px"].tolist(), [_width(label, height) for label in circles["label"]]
    x, y = _pixels(circles, view)
    discs = [(cx - r, cy - r, cx + r, cy + r) for cx, cy, r in zip(x, y, radii, strict=True)]
    taken = _place_names(view)
    if len(sites) <= MOST_MARKS:
        reach = POINT_PX[len(sites) > MANY_MARKS] + _EDGE_PX
        taken += [
            (sx - reach, sy - reach, sx + reach, sy + reach) for sx, sy in zip(*_pixels(sites, view), strict=True)
        ]
    moves: list[Move] = []
    for cx, cy, r, width, unit in zip(x, y, radii, widths, circles["unit"], strict=True):
        offers, covered = list(_offers(r)), [*taken, *(discs if unit else discs[-1:])]
        boxes = [_box(cx, cy, width, offer) for offer in offers]
        costs = [
            sum(_overlap(box, other) for other in covered) + _outside(box, view) + place
            for place, box in enumerate(boxes)
        ]
        best = costs.index(min(costs))
        taken.append(boxes[best])
        moves.append(offers[best])
    anchors, dx, dy = zip(*moves, strict=True) if moves else ((), (), ())
    return {"anchor": list(anchors), "dx": list(dx), "dy": list(dy)}


def _offers(radius: float) -> Iterator[Move]:
    """Where a label may stand about a circle, the best first: beside it, above, below, aslant, then farther off."""
    for off in (0.0, 7.0, 14.0, 22.0, 30.0, 44.0):
        beside, above = radius + 8 + off, radius + _LINE_PX / 2 + 4 + off
        aslant = 0.7 * beside
        yield from (("start", beside, 0.0), ("end", -beside, 0.0), ("middle", 0.0, -above), ("middle", 0.0, above))
        for anchor, east in (("start", aslant), ("end", -aslant)):
            yield from ((anchor, east, -aslant - 6), (anchor, east, aslant + 6))


def _box(cx: float, cy: float, width: float, move: Move) -> Box:
    anchor, dx, dy = move
    left = cx + dx - width * _BEFORE_ANCHOR[anchor]
    return (left, cy + dy - _LINE_PX / 2, left + width, cy + dy + _LINE_PX / 2)


def _place_names(view: View) -> list[Box]:
    names = pd.DataFrame(PLACE_NAMES, columns=["zh", "en", "lon", "lat"])
    return [(x - 30, y - 9, x + 30, y + 9) for x, y in zip(*_pixels(names, view), strict=True)]


def _pixels(points: pd.DataFrame, view: View) -> tuple[list[float], list[float]]:
    """Where points stand on the screen, in pixels right and down from its middle."""
    east, north = (points["lon"] - view.lon) * KM_A_DEGREE_EAST, (points["lat"] - view.lat) * KM_A_DEGREE_NORTH
    return (east * view.px_a_km).tolist(), (-north * view.px_a_km).tolist()


def _width(label: str, height: float) -> float:
    """A label's width in pixels: a Chinese character is as wide as the type is high, others half as wide."""
    return sum(height if ord(letter) > 0x2E80 else 0.56 * height for letter in label) + 8


def _outside(box: Box, view: View) -> float:
    """How much of a label the frame's edge would cut, in square pixels; a circle outside takes its label along."""
    wide, high = _FRAME_PX[view.narrow]
    return (box[2] - box[0]) * (box[3] - box[1]) - _overlap(box, (-wide, -high, wide, high))


def _overlap(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)


def county_shades(counties: pd.DataFrame, words: Words, dark: bool) -> dict[str, str]:
    """A colour for each county by the class of its figure."""
    classes = {one.value: one.colour for one in county_classes(counties, words, dark)}
    step = _step(counties)
    found = ["" if pd.isna(area) else str(int(min(area / step, 4))) for area in counties["area_reported"]]
    return {str(name): classes[value or UNKNOWN] for name, value in zip(counties["county"], found, strict=True)}


def county_classes(counties: pd.DataFrame, words: Words, dark: bool) -> tuple[Class, ...]:
    """Five classes of the area reported, of one width from nothing to the highest, and the one of what is missing."""
    step, unit = _step(counties), MEASURES["area_reported"].unit
    bounds = [step * place for place in range(1, 5)]
    texts = [
        words.gettext("under {high}").format(high=words.number(bounds[0], unit)),
        *(f"{low:g}–{words.number(high, unit)}" for low, high in pairwise(bounds)),
        words.gettext("{low} and more").format(low=words.number(bounds[-1], unit)),
    ]
    shades = zip(look(dark).rates, texts, strict=True)
    classes = tuple(Class(str(place), shade, text) for place, (shade, text) in enumerate(shades))
    missing = Class(UNKNOWN, look(dark).unknown, words.missing)
    return (*classes, missing) if counties["area_reported"].isna().any() else classes


def _step(counties: pd.DataFrame) -> float:
    """The round width of which five hold the highest area, the fifth begun."""
    highest = float(counties["area_reported"].astype("float64").max())
    fifth = highest / 5 if highest > 0 else 1.0
    power = 10.0 ** math.floor(math.log10(fifth))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= fifth)
