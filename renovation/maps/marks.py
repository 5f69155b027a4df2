"""What stands on the map: circles of units and points of sites, with their words, the same for both ways of drawing."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import pandas as pd

from renovation import schema
from renovation.comparisons.sites import UNKNOWN, binned
from renovation.language import Words
from renovation.maps.look import Class, look, rate_class, rate_classes, site_class

LARGEST_PX: Final = 46.0
SMALLEST_PX: Final = 6.0
"""Radii at the overview's zoom; a circle's area is in proportion, down to the smallest that can be met by a finger."""
PX_A_KM: Final = 12.8
"""At the overview's zoom."""
MOST_MARKS: Final = 1_500
"""Points that are told apart and travel quickly; of more, a unit's are gathered to bins and the overview shows none."""
_CHARACTER_PX: Final = 15.0
_LINE_PX: Final = 22.0
_BEFORE_ANCHOR: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}


def unit_circles(
    units: pd.DataFrame, points: pd.DataFrame, sites: pd.DataFrame, meaning: tuple[str, str], words: Words, dark: bool
) -> pd.DataFrame:
    """One row a unit that has a point, the largest first so that small circles lie on top.

    `units` is a comparison of units with `sites` (how many are named), `sites` are placed, for labels to keep clear of;
    `meaning` says what a circle's area and its colour stand for. Columns: `unit`, `lon`, `lat`, `radius_px`,
    `radius_m`, `colour`, `label` with `anchor` (start, middle or end), `dx` and `dy` (in pixels from the circle's
    middle to the label's anchor), and for a tooltip `name`, `first`, `second`, `third`, `exact`.
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
    made = made.assign(radius_m=made["radius_px"] / PX_A_KM * 1000).sort_values("radius_px", ascending=False)
    return made.assign(**_label_places(made, sites)).reset_index(drop=True)


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
    )


def site_bins(sites: pd.DataFrame, words: Words, dark: bool) -> pd.DataFrame:
    """Placed sites of one unit gathered to bins, in the columns of `site_marks` and `radius` in pixels."""
    bins = binned(sites)
    return pd.DataFrame(
        {
            "site": "",
            "unit": sites["unit"].iloc[0],
            "lon": bins["lon"].round(5),
            "lat": bins["lat"].round(5),
            "on_ring": False,
            "colour": look(dark).kinds[0],
            "radius": np.clip(5 * np.sqrt(bins["sites"]), 5, 26).round(1),
            "name": [words.gettext("{count} sites").format(count=count) for count in bins["sites"]],
            "first": words.place(sites["unit"].iloc[0]),
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


def _label_places(circles: pd.DataFrame, sites: pd.DataFrame) -> dict[str, list[float] | list[str]]:
    """Each label right of, left of, above or below its circle, where it covers least of what stands already."""
    radii, widths = circles["radius_px"].tolist(), [_width(label) for label in circles["label"]]
    x, y = _pixels(circles)
    taken = [(cx - r, cy - r, cx + r, cy + r) for cx, cy, r in zip(x, y, radii, strict=True)]
    if len(sites) <= MOST_MARKS:
        taken += [(sx - 7, sy - 7, sx + 7, sy + 7) for sx, sy in zip(*_pixels(sites), strict=True)]
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


def _pixels(points: pd.DataFrame) -> tuple[list[float], list[float]]:
    """Where points stand at the overview's zoom, in pixels right and down from anywhere."""
    east = points["lon"] * math.cos(math.radians(30.8)) * 111.32 * PX_A_KM
    return east.tolist(), (-points["lat"] * 110.9 * PX_A_KM).tolist()


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
