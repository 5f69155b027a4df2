"""The circles of the units: place, radius, colour, label and tooltip."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd

from renovation.language import Words
from renovation.maps.palette import rate_class, rate_classes

LARGEST_PX: Final = 46.0
SMALLEST_PX: Final = 6.0
"""Radii on the screen, whatever the zoom; areas are in proportion, down to the smallest that a finger meets."""
PHONE_SCALE: Final = 0.6


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
    found = [classes[value] for value in rate_class(here[colour], colour)]
    made = here[["unit", "lon", "lat"]].assign(
        radius_px=circle_radii(here[size]),
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


def circle_radii(values: pd.Series) -> pd.Series:
    """Radii in pixels of circles whose areas are in proportion to values, down to the smallest that is shown."""
    amounts = values.astype("float64")
    largest = amounts.max()
    radii = LARGEST_PX * (amounts / largest) ** 0.5 if largest > 0 else amounts * 0
    return radii.clip(lower=SMALLEST_PX).fillna(SMALLEST_PX)


def _on_a_phone(name: str) -> str:
    """`Huanzhu Subdistrict` as `Huanzhu`: a phone has no room for what kind of place it is."""
    return name.rsplit(" ", 1)[0]


def legend_circles(units: pd.DataFrame, size: str, words: Words, narrow: bool) -> tuple[tuple[float, str], ...]:
    """Circles for a legend: the radius in pixels of two round values, and the values in words; none of nothing."""
    largest = float(units[size].astype("float64").max())
    if not largest > 0:
        return ()
    power = 10.0 ** math.floor(math.log10(largest))
    upper = next(step * power for step in (5, 2, 1) if step * power <= largest)
    on_a_phone = PHONE_SCALE if narrow else 1.0
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
