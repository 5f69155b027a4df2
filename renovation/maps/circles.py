"""The circles of the units: place, radius, colour, label and tooltip."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd

from renovation.language import Words
from renovation.maps.palette import rate_class, rate_classes

LARGEST_PX: Final = 46.0
SMALLEST_PX: Final = 6.0
"""Radii on the screen at every zoom. Areas are in proportion, down to the smallest circle that a finger can touch."""
PHONE_SCALE: Final = 0.6
"""Circles are smaller on a phone by this factor."""


def unit_circles(
    units: pd.DataFrame, points: pd.DataFrame, measures: tuple[str, str], words: Words, dark: bool
) -> pd.DataFrame:
    """Returns one row per unit that has a point, the largest circle first, so that small circles lie on top.

    `units` is a comparison of units with `sites`, the number of sites named. `points` has `unit`, `lon`, `lat` and
    `error_km`. `measures` are those of a circle's area and of its colour. Columns: `unit`, `lon`, `lat`, `radius_px`,
    `colour`, `label` and, for a phone, `short`; for the tooltip `name`, `first`, `second`, `third`, `exact`.

    A unit without a point has no row (`MapLayout.units_without_position` names it), but it counts for the scale.
    """
    size, colour = measures
    classes = {one.value: one for one in rate_classes(colour, words, dark)}
    placed = units.assign(radius_px=circle_radii(units[size])).merge(points, on="unit", how="inner")
    names = [words.place(name) for name in placed["unit"]]
    circles = placed[["unit", "lon", "lat", "radius_px"]].assign(
        colour=[classes[value].colour for value in rate_class(placed[colour], colour)],
        name=names,
        label=[_label(name, value, words) for name, value in zip(names, placed[size], strict=True)],
        short=[_short_name(name) for name in names],
        first=[f"{words.heading(size)} {words.measured(size, value)}" for value in placed[size]],
        second=[f"{words.heading(colour)} {words.percent(value)}" for value in placed[colour]],
        third=[words("{count} sites named", count=count) for count in placed["sites"]],
        exact=[words("Position schematic, ±{km} km", km=f"{error:g}") for error in placed["error_km"]],
    )
    return circles.sort_values("radius_px", ascending=False).reset_index(drop=True)


def circle_radii(values: pd.Series) -> pd.Series:
    """Returns radii in pixels of circles whose areas are in proportion to `values`, down to the smallest circle."""
    amounts = values.astype("float64")
    largest = amounts.max()
    radii = LARGEST_PX * (amounts / largest) ** 0.5 if largest > 0 else amounts * 0
    return radii.clip(lower=SMALLEST_PX).fillna(SMALLEST_PX)


def _label(name: str, value: float, words: Words) -> str:
    return f"{name} {words.number(value)}" if pd.notna(value) else name


def _short_name(name: str) -> str:
    """`Huanzhu Subdistrict` as `Huanzhu`: a phone has no room for the kind of place."""
    return name.rsplit(" ", 1)[0]


def legend_circles(units: pd.DataFrame, size: str, words: Words, narrow: bool) -> tuple[tuple[float, str], ...]:
    """Returns the circles of the legend: radius in pixels and text of two round values; none when all values are 0.

    `units` is a comparison of units, `size` the measure of a circle's area.

    It has the column named by `size`, such as `area_renovated`.
    """
    largest = float(units[size].astype("float64").max())
    scale = PHONE_SCALE if narrow else 1.0
    return tuple(
        (scale * max(LARGEST_PX * math.sqrt(value / largest), SMALLEST_PX), words.measured(size, value))
        for value in legend_values(largest)
    )


def legend_values(largest: float) -> tuple[float, ...]:
    """Returns two round values that explain circles, 50 and 10 where the largest is 91.3; none when it is 0."""
    if not largest > 0:
        return ()
    power = 10.0 ** math.floor(math.log10(largest))
    upper = next(step * power for step in (5, 2, 1) if step * power <= largest)
    return (upper, upper / 5)


def with_counts(circles: pd.DataFrame, sites: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns the circles with each unit's number of sites behind its name, for sites too many to draw.

    Takes the columns `label` and `short` of `unit_circles`, and one row per site with its `unit`.
    """
    counts = [words.number(count) for count in sites["unit"].value_counts().reindex(circles["unit"], fill_value=0)]
    return circles.assign(
        label=[
            f"{label} · {words('{count} sites', count=count)}"
            for label, count in zip(circles["label"], counts, strict=True)
        ],
        short=[f"{short} {count}" for short, count in zip(circles["short"], counts, strict=True)],
    )
