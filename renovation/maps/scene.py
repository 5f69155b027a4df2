"""All that one map shows, worked out once and drawn either way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from renovation.comparisons.sites import placed, sites_per_unit
from renovation.geography import Geography
from renovation.language import Words
from renovation.maps.look import Class, rate_classes, site_classes
from renovation.maps.marks import (
    MOST_MARKS,
    View,
    district_view,
    labelled,
    site_bins,
    site_marks,
    unit_circles,
    unit_view,
)


@dataclass(frozen=True)
class Meaning:
    """What a circle's area and colour stand for, and what sites are told apart by."""

    size: str = "area_renovated"
    colour: str = "completion_rate"
    told_by: str = "stage"


@dataclass(frozen=True)
class Scene:
    """Circles and points as `marks` makes them, the frame they stand in, and the classes for a legend.

    `rings`: whether a site without a coordinate is shown; `hidden`: whether sites are left out as too many.
    """

    circles: pd.DataFrame
    points: pd.DataFrame
    view: View
    rates: tuple[Class, ...]
    kinds: tuple[Class, ...]
    rings: bool
    hidden: bool


@dataclass(frozen=True)
class Shown:
    """What of the data a map shows.

    `units` is a comparison of units, `named` all sites with a class for the unknown (`comparisons.sites.known`), and
    `left` those of them that filters leave; circles of the units `wanted` are drawn, of all where none is named.
    """

    units: pd.DataFrame
    named: pd.DataFrame
    left: pd.DataFrame
    wanted: Sequence[str] = ()
    unit: str | None = None


def scene(shown: Shown, meaning: Meaning, base: Geography, words: Words, dark: bool, width: int | None) -> Scene:
    """The map of a district, or near a unit, on a screen `width` pixels wide."""
    points = placed(shown.left, base.points)
    view = unit_view(shown.unit, base.points, points, width) if shown.unit else district_view(width)
    counted = sites_per_unit(shown.named, shown.units["unit"].tolist())
    units = shown.units.merge(counted, on="unit", how="left")
    circles = unit_circles(units, base.points, (meaning.size, meaning.colour), words, dark)
    if shown.wanted:
        circles = circles[circles["unit"].isin([*shown.wanted, shown.unit])].reset_index(drop=True)
    kinds = site_classes(shown.named, meaning.told_by, words, dark)
    many = len(points) > MOST_MARKS
    if not many:
        marks = site_marks(points, meaning.told_by, kinds, words)
    else:
        marks = site_bins(points, words, dark) if shown.unit else pd.DataFrame()
    return Scene(
        labelled(circles, points, view),
        marks,
        view,
        rate_classes(meaning.colour, words, dark),
        kinds,
        rings=not many and bool(points["on_ring"].any()),
        hidden=many and not shown.unit,
    )
