"""The colours of the counties: five classes of the area that each reported."""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd

from renovation.comparisons.sites import UNKNOWN
from renovation.domain.measures import MEASURES
from renovation.language import Words
from renovation.maps.palette import LegendClass, map_palette


def county_shades(counties: pd.DataFrame, words: Words, dark: bool) -> dict[str, str]:
    """A colour for each county by the class of its figure."""
    classes = {one.value: one.colour for one in county_classes(counties, words, dark)}
    step = _step(counties)
    found = ["" if pd.isna(area) else str(int(min(area / step, 4))) for area in counties["area_reported"]]
    return {str(name): classes[value or UNKNOWN] for name, value in zip(counties["county"], found, strict=True)}


def county_classes(counties: pd.DataFrame, words: Words, dark: bool) -> tuple[LegendClass, ...]:
    """Five classes of the area reported, of one width from nothing to the highest, and the one of what is missing."""
    step, unit = _step(counties), MEASURES["area_reported"].unit
    bounds = [step * place for place in range(1, 5)]
    texts = [
        words.gettext("under {high}").format(high=words.number(bounds[0], unit)),
        *(f"{low:g}–{words.number(high, unit)}" for low, high in pairwise(bounds)),
        words.gettext("{low} and more").format(low=words.number(bounds[-1], unit)),
    ]
    shades = zip(map_palette(dark).rates, texts, strict=True)
    classes = tuple(LegendClass(str(place), shade, text) for place, (shade, text) in enumerate(shades))
    missing = LegendClass(UNKNOWN, map_palette(dark).unknown, words.missing)
    return (*classes, missing) if counties["area_reported"].isna().any() else classes


def _step(counties: pd.DataFrame) -> float:
    """The round width of which five hold the highest area, the fifth begun."""
    highest = float(counties["area_reported"].astype("float64").max())
    fifth = highest / 5 if highest > 0 else 1.0
    power = 10.0 ** math.floor(math.log10(fifth))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= fifth)
