"""What stands on the map: circles of units and points of sites, with their words, the same for both ways of drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from renovation import schema
from renovation.comparisons.sites import UNKNOWN, binned
from renovation.language import Words
from renovation.maps.look import Class, look, rate_class, rate_classes, site_class

LARGEST_PX: Final = 46.0
SMALLEST_PX: Final = 6.0
"""Radii on the screen, whatever the zoom; areas are in proportion, down to the smallest that a finger meets."""
KM_A_DEGREE_NORTH: Final = 110.9
KM_A_DEGREE_EAST: Final = 111.32 * math.cos(math.radians(30.8))
MOST_MARKS: Final = 1_500
"""Points that are told apart and travel quickly; of more, a unit's are gathered to bins and the overview shows none."""
_CHARACTER_PX: Final = 15.0
_LINE_PX: Final = 22.0
_BEFORE_ANCHOR: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}


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
_CITY: Final = (119.86, 30.79, 8.75)
_NARROW_PX: Final = 600


def district_view(width: int | None) -> View:
    """The whole district on a screen so many pixels wide; None where that is not known."""
    return _view(_DISTRICT, width)


def city_view(width: int | None) -> View:
    """All five counties."""
    return _view(_CITY, width)


def unit_view(unit: str, points: pd.DataFrame, sites: pd.DataFrame, width: int | None) -> View:
    """A unit and its placed sites, never closer than a site's error is worth; the district for one without a point."""
    here = points[points["unit"] == unit]
    if here.empty:
        return district_view(width)
    lons, lats = [*here["lon"], *sites["lon"]], [*here["lat"], *sites["lat"]]
    spread = max(max(lons) - min(lons), max(lats) - min(lats))
    zoom = 11.6 if spread < 0.06 else 11.0 if spread < 0.12 else 10.4
    return _view(((max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2, zoom), width)


def _view(place: tuple[float, float, float], width: int | None) -> View:
    narrow = width is not None and width < _NARROW_PX
    lon, lat, zoom = place
    return View(lon, lat, zoom - 0.85 * narrow, narrow)


def unit_circles(
    units: pd.DataFrame,
    points: pd.DataFrame,
    meaning: tuple[str, str],
    words: Words,
    dark: bool,
) -> pd.DataFrame:
    """One row a unit that has a point, the largest first so that small circles lie on top.

    `units` is a comparison of units with `sites` (how many are named); `meaning` says what a circle's area and its
    colour stand for. Columns: `unit`, `lon`, `lat`, `radius_px`, `colour`, `label`, and for a tooltip `name`, `first`,
    `second`, `third`, `exact`.
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
        first=[f"{words.heading(size)} {words.measured(size, value)}" for value in here[size]],
        second=[f"{words.heading(colour)} {words.percent(value)}" for value in here[colour]],
        third=[words.gettext("{count} sites named").format(count=count) for count in here["sites"]],
        exact=[words.gettext("Position schematic, ±{km} km").format(km=f"{error:g}") for error in here["error_km"]],
    )
    return made.sort_values("radius_px", ascending=False).reset_index(drop=True)


def labelled(circles: pd.DataFrame, sites: pd.DataFrame, view: View) -> pd.DataFrame:
    """The circles with their labels placed, clear of one another and of the placed sites.

    Adds `anchor` (start, middle or end), `dx` and `dy` (pixels from the circle's middle to the label's anchor). On a
    phone circles are smaller and labels are bare names.
    """
    shown = circles
    if view.narrow:
        radius = (0.6 * circles["radius_px"]).clip(lower=SMALLEST_PX - 1)
        shown = circles.assign(radius_px=radius, label=circles["name"])
    return shown.assign(**_label_places(shown, sites, view))


def site_marks(sites: pd.DataFrame, trait: str, classes: tuple[Class, ...], words: Words) -> pd.DataFrame:
    """One row a placed site: `site`, `unit`, `lon`, `lat`, `colour`, `on_ring`, and words as in `unit_circles`."""
    by_value = {one.value: one for one in classes}
    found = [by_value[value] for value in site_class(sites, trait, classes)]
    heading = words.label(schema.SITES.column(trait).heading)
    return pd.DataFrame(
        {
            "site": sites["site"],
            "unit": sites["unit"],
            "lon": sites["lon"].round(5),
            "lat": sites["lat"].round(5),
            "on_ring": sites["on_ring"],
            "colour": [one.colour for one in found],
            "name": sites["site"],
            "first": [words.place(unit) for unit in sites["unit"]],
            "second": sites["work"].where(sites["work"] != UNKNOWN, words.gettext("Work not said")),
            "third": [f"{heading}: {one.text}" for one in found],
            "exact": [
                exactness(bool(ring), error, words)
                for ring, error in zip(sites["on_ring"], sites["error_km"], strict=True)
            ],
        }
    ).reset_index(drop=True)


def site_bins(sites: pd.DataFrame, words: Words, dark: bool) -> pd.DataFrame:
    """Placed sites gathered to bins, in the columns of `site_marks` and `radius` in pixels.

    A bin belongs to the unit of its sites, to none where they are of several.
    """
    bins = binned(sites)
    return pd.DataFrame(
        {
            "site": "",
            "unit": bins["unit"],
            "lon": bins["lon"].round(5),
            "lat": bins["lat"].round(5),
            "on_ring": False,
            "colour": look(dark).kinds[0],
            "radius": np.clip(5 * np.sqrt(bins["sites"]), 5, 26).round(1),
            "name": [words.gettext("{count} sites").format(count=count) for count in bins["sites"]],
            "first": [words.place(unit) if unit else "" for unit in bins["unit"]],
            "second": "",
            "third": "",
            "exact": words.gettext("Gathered: too many to show one by one"),
        }
    )


def exactness(on_ring: bool, error_km: float, words: Words) -> str:
    """How exact a site's point is."""
    if on_ring:
        return words.gettext("No coordinate: set on a ring round its unit, schematic")
    if pd.isna(error_km):
        return words.gettext("Position as uploaded")
    return words.gettext("Position ±{km} km").format(km=f"{error_km:g}")


def _label_places(circles: pd.DataFrame, sites: pd.DataFrame, view: View) -> dict[str, list[float] | list[str]]:
    """Each label right of, left of, above or below its circle, where it covers least of what stands already."""
    radii, widths = circles["radius_px"].tolist(), [_width(label) for label in circles["label"]]
    x, y = _pixels(circles, view)
    taken = [(cx - r, cy - r, cx + r, cy + r) for cx, cy, r in zip(x, y, radii, strict=True)]
    if len(sites) <= MOST_MARKS:
        taken += [(sx - 7, sy - 7, sx + 7, sy + 7) for sx, sy in zip(*_pixels(sites, view), strict=True)]
    moves: list[tuple[str, float, float]] = []
    for cx, cy, r, width in zip(x, y, radii, widths, strict=True):
        beside, above = r + 8, r + _LINE_PX / 2 + 4
        offers = [("start", beside, 0.0), ("end", -beside, 0.0), ("middle", 0.0, -above), ("middle", 0.0, above)]
        boxes = [
            (
                cx + dx - width * _BEFORE_ANCHOR[anchor],
                cy + dy - _LINE_PX / 2,
                cx + dx + width * (1 - _BEFORE_ANCHOR[anchor]),
                cy + dy + _LINE_PX / 2,
            )
            for anchor, dx, dy in offers
        ]
        best = min(range(len(offers)), key=lambda place: sum(_overlap(boxes[place], other) for other in taken))
        taken.append(boxes[best])
        moves.append(offers[best])
    anchors, dx, dy = zip(*moves, strict=True) if moves else ((), (), ())
    return {"anchor": list(anchors), "dx": list(dx), "dy": list(dy)}


def _pixels(points: pd.DataFrame, view: View) -> tuple[list[float], list[float]]:
    """Where points stand on the screen, in pixels right and down from anywhere."""
    east, south = points["lon"] * KM_A_DEGREE_EAST, -points["lat"] * KM_A_DEGREE_NORTH
    return (east * view.px_a_km).tolist(), (south * view.px_a_km).tolist()


def _width(label: str) -> float:
    """A label's width in pixels: a Chinese character is as wide as the type is high, others half as wide."""
    return sum(_CHARACTER_PX if ord(letter) > 0x2E80 else 0.56 * _CHARACTER_PX for letter in label) + 8


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)


def hex_to_rgb(colour: str) -> list[int]:
    """`#1f5fa8` as `[31, 95, 168]`."""
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def county_shades(counties: pd.DataFrame, dark: bool) -> dict[str, str]:
    """A colour for each county by its place in the ranking, the first strongest; none for one without a figure."""
    shades = look(dark).rates[::-1]
    ranked = counties.dropna(subset=["rank"])
    return {
        str(name): shades[min(int(rank) - 1, len(shades) - 1)]
        for name, rank in zip(ranked["county"], ranked["rank"], strict=True)
    }
