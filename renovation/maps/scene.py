"""All that one map shows, worked out once and drawn either way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from renovation.comparisons.sites import count_sites_per_unit, with_positions
from renovation.domain.geography import Geography
from renovation.language import Words
from renovation.maps.look import Class, rate_classes, site_classes
from renovation.maps.marks import (
    MOST_IN_DISTRICT,
    MOST_MARKS,
    View,
    district_view,
    labelled,
    named_site,
    site_bins,
    site_marks,
    size_samples,
    unit_circles,
    unit_view,
    with_counts,
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

    `chosen`: the label of the site looked at, one row or none. `sizes`: radius in pixels and words of the samples of a
    legend. `rings`: whether a site without a coordinate is shown; `hidden`, `gathered`: whether sites are left out, or
    shown as bins, as too many.
    """

    circles: pd.DataFrame
    points: pd.DataFrame
    chosen: pd.DataFrame
    view: View
    sizes: tuple[tuple[float, str], ...]
    rates: tuple[Class, ...]
    kinds: tuple[Class, ...]
    rings: bool
    hidden: bool
    gathered: bool


@dataclass(frozen=True)
class MapContent:
    """What of the data a map shows.

    `units` is a comparison of units, `named` all sites with a class for the unknown (`comparisons.sites.known`), and
    `left` those of them that filters leave; circles of the units `wanted` are drawn, of all where none is named.
    `unit` and `site` are those looked at. `every_site`: sites too many for a district are shown as bins all the same.
    """

    units: pd.DataFrame
    named: pd.DataFrame
    left: pd.DataFrame
    wanted: Sequence[str] = ()
    unit: str | None = None
    site: str | None = None
    every_site: bool = False


def scene(shown: MapContent, meaning: Meaning, base: Geography, words: Words, dark: bool, width: int | None) -> Scene:
    """The map of a district, or near a unit, on a screen `width` pixels wide."""
    points = with_positions(shown.left, base.points)
    view = unit_view(shown.unit, base.points, points, width) if shown.unit else district_view(width)
    kinds = site_classes(shown.named, meaning.told_by, words, dark)
    many = len(points) > (MOST_MARKS if shown.unit else MOST_IN_DISTRICT)
    gathered = many and bool(shown.unit or shown.every_site)
    looked_at = site_marks(points[_is_looked_at(points, shown)], meaning.told_by, kinds, words)
    if many:
        marks = pd.concat([site_bins(points, view, words, dark) if gathered else points.head(0), looked_at])
    else:
        marks = site_marks(points, meaning.told_by, kinds, words)
    circles = _circles(shown, meaning, base, words, dark)
    if many and not gathered:
        circles = with_counts(circles, points, words)
    told = labelled(pd.concat([circles, named_site(looked_at)], ignore_index=True), points, view)
    return Scene(
        told.head(len(circles)),
        marks,
        told.tail(len(looked_at)),
        view,
        size_samples(shown.units, meaning.size, words, view.narrow),
        rate_classes(meaning.colour, words, dark),
        kinds,
        rings=not many and bool(points["on_ring"].any()),
        hidden=many and not gathered,
        gathered=gathered,
    )


def _circles(shown: MapContent, meaning: Meaning, base: Geography, words: Words, dark: bool) -> pd.DataFrame:
    counted = count_sites_per_unit(shown.named, shown.units["unit"].tolist())
    units = shown.units.merge(counted, on="unit", how="left")
    circles = unit_circles(units, base.points, (meaning.size, meaning.colour), words, dark)
    if not shown.wanted:
        return circles
    return circles[circles["unit"].isin([*shown.wanted, shown.unit])].reset_index(drop=True)


def _is_looked_at(points: pd.DataFrame, shown: MapContent) -> pd.Series:
    """Which of the placed sites is the one looked at: two units may have one of the same name."""
    return (points["site"] == shown.site) & (points["unit"] == shown.unit)
