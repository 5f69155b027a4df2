"""Computes the colours of the counties on a map: five classes of the area that each county reported.

The parameter `counties` comes from `compare_counties`, with `county` and `area_reported` (万㎡, missing if the county
has not reported).
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import pandas as pd

from renovation.comparisons.sites import UNKNOWN
from renovation.domain.measures import MEASURES
from renovation.language import Words
from renovation.maps.palette import LegendClass, map_palette

CLASSES: Final = 5


def county_shades(counties: pd.DataFrame, words: Words, dark: bool) -> dict[str, str]:
    """Returns the fill colour of each county; the keys are the Chinese names of the counties, the values CSS colours.

    `counties` has the columns `county` and `area_reported` (万㎡).
    """
    colours = {one.value: one.colour for one in county_classes(counties, words, dark)}
    width = _class_width(counties)
    values = [
        UNKNOWN if pd.isna(area) else str(int(min(area / width, CLASSES - 1))) for area in counties["area_reported"]
    ]
    return {str(name): colours[value] for name, value in zip(counties["county"], values, strict=True)}


def county_classes(counties: pd.DataFrame, words: Words, dark: bool) -> tuple[LegendClass, ...]:
    """Returns the entries of the colour legend: five classes of equal width, from the smallest areas to the largest.

    If a county has not reported its area, a sixth entry stands for missing figures. `counties` has the column
    `area_reported` (万㎡).
    """
    width, measurement_unit = _class_width(counties), MEASURES["area_reported"].measurement_unit
    bounds = [width * number for number in range(1, CLASSES)]
    texts = [
        words("under {high}", high=words.number(bounds[0], measurement_unit)),
        *(
            f"{words.amount(low, measurement_unit)}–{words.number(high, measurement_unit)}"
            for low, high in pairwise(bounds)
        ),
        words("{low} or more", low=words.number(bounds[-1], measurement_unit)),
    ]
    shades = zip(map_palette(dark).rates, texts, strict=True)
    classes = tuple(LegendClass(str(number), shade, text) for number, (shade, text) in enumerate(shades))
    missing = LegendClass(UNKNOWN, map_palette(dark).unknown, words.missing)
    return (*classes, missing) if counties["area_reported"].isna().any() else classes


def _class_width(counties: pd.DataFrame) -> float:
    """Returns the width of a class of areas in 万㎡: a round number, such as 20 if the largest area is 91.3.

    It is the smallest round number with which five classes contain the largest area.
    """
    largest = float(counties["area_reported"].astype("float64").max())
    width = largest / CLASSES if largest > 0 else 1.0
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= width)
