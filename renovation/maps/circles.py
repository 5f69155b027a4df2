"""Computes the circles of the units on a map: position, radius, colour, label and tooltip."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd

from renovation.domain.measures import MEASURES
from renovation.language import Words
from renovation.maps.palette import rate_bounds, rate_class, rate_classes

LARGEST_PX: Final = 46.0
SMALLEST_PX: Final = 6.0
"""Largest and smallest radius on the screen at every zoom; the smallest circle can still be touched with a finger."""
PHONE_SCALE: Final = 0.6
"""Circles are smaller on a phone by this factor."""


def unit_circles(
    units: pd.DataFrame, points: pd.DataFrame, measures: tuple[str, str], words: Words, dark: bool
) -> pd.DataFrame:
    """Returns one row for each unit that has a point on the map, the largest circle first, so that no circle is hidden.

    `units` is the result of `comparisons.units.compare_units`, with the added column `sites`, the number of sites of
    each unit. `points` has `unit`, `lon` and `lat` (degrees) and `error_km`. `measures` is a pair: the measure that the
    area of a circle shows, and the measure that its colour shows, such as `("area_renovated", "completion_rate")`.

    Columns returned: `unit`, `lon`, `lat`, `radius_px`, `colour`, `label` (the unit's name and its value of the first
    measure) and `short` (the shorter label that phones show). The tooltip shows the columns `name` (of the unit),
    `first` and `second` (the two measures with their values), `third` (the number of sites) and `exact` (how exact the
    position is).

    A unit without a point has no row (`MapLayout.units_without_position` lists these units). Its values still count
    when the sizes of the circles and the classes of the colours are computed.
    """
    size, colour = measures
    bounds = rate_bounds(units[colour])
    classes = {one.value: one for one in rate_classes(bounds, words, dark)}
    placed = units.assign(radius_px=circle_radii(units[size])).merge(points, on="unit", how="inner")
    names = [words.place(name) for name in placed["unit"]]
    circles = placed[["unit", "lon", "lat", "radius_px"]].assign(
        colour=[classes[value].colour for value in rate_class(placed[colour], bounds)],
        name=names,
        label=[_label(name, value, size, words) for name, value in zip(names, placed[size], strict=True)],
        short=[_short_name(name) for name in names],
        first=[f"{words.heading(size)} {words.measured(size, value)}" for value in placed[size]],
        second=[f"{words.heading(colour)} {words.percent(value)}" for value in placed[colour]],
        third=[words("Sites listed in the source: {count}", count=count) for count in placed["sites"]],
        exact=[words("Approximate position, ±{km} km", km=f"{error:g}") for error in placed["error_km"]],
    )
    return circles.sort_values("radius_px", ascending=False).reset_index(drop=True)


def circle_radii(values: pd.Series) -> pd.Series:
    """Returns the radius of a circle in pixels for each value; the areas of the circles are proportional to the values.

    The largest value has the radius LARGEST_PX; small and missing values have SMALLEST_PX. The index of `values` is
    kept.
    """
    amounts = values.astype("float64")
    largest = amounts.max()
    radii = LARGEST_PX * (amounts / largest) ** 0.5 if largest > 0 else amounts * 0
    return radii.clip(lower=SMALLEST_PX).fillna(SMALLEST_PX)


def _label(name: str, value: float, measure: str, words: Words) -> str:
    """Returns the label of a circle: the name of its unit and the number `value`, such as `织里镇 91.3`.

    `value` is the unit's value of `measure`. The label omits the unit of measurement, which the legend states. If
    `value` is missing, the label is only the name.
    """
    return f"{name} {words.amount(value, MEASURES[measure].measurement_unit)}" if pd.notna(value) else name


def _short_name(name: str) -> str:
    """Returns the name of a unit for phones, without the kind of place: `Huanzhu` for `Huanzhu Subdistrict`."""
    return name.rsplit(" ", 1)[0]


def legend_circles(units: pd.DataFrame, size: str, words: Words, narrow: bool) -> tuple[tuple[float, str], ...]:
    """Returns the two circles of the legend as pairs (radius in pixels, text); no circles if all values are 0.

    `units` is the result of `compare_units`; `size` is the measure that the area of a circle shows, such as
    `area_renovated`. `narrow` is True for a phone, where circles are smaller.
    """
    largest = float(units[size].astype("float64").max())
    scale = PHONE_SCALE if narrow else 1.0
    return tuple(
        (scale * max(LARGEST_PX * math.sqrt(value / largest), SMALLEST_PX), words.measured(size, value))
        for value in legend_values(largest)
    )


def legend_values(largest: float) -> tuple[float, ...]:
    """Returns two round values for the legend of circle sizes, such as 50 and 10 for 91.3.

    `largest` is the largest value on the map; the first value returned is not above it. Returns an empty tuple if
    `largest` is 0.
    """
    if not largest > 0:
        return ()
    power = 10.0 ** math.floor(math.log10(largest))
    upper = next(step * power for step in (5, 2, 1) if step * power <= largest)
    return (upper, upper / 5)


def with_counts(circles: pd.DataFrame, sites: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns `circles` with the number of sites added to the label of each unit, for maps with too many sites to draw.

    `circles` is the result of `unit_circles`, whose columns `label` and `short` change; `sites` has one row for each
    site, with its `unit`.
    """
    counts = [int(count) for count in sites["unit"].value_counts().reindex(circles["unit"], fill_value=0)]
    return circles.assign(
        label=[
            words(", ").join((label, words.plural("{count} site", "{count} sites", count=count)))
            for label, count in zip(circles["label"], counts, strict=True)
        ],
        short=[f"{short} {words.number(count)}" for short, count in zip(circles["short"], counts, strict=True)],
    )
