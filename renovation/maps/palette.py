"""The colours of the map in both themes, and the classes of figures and sites that the colours show.

Classes of rates go from faint to strong, so that their order is visible without hue. People with the common kinds of
colour blindness can tell the colours of sites apart (after Okabe and Ito, "Color Universal Design", 2008).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from renovation.charts import style
from renovation.comparisons.sites import UNKNOWN
from renovation.domain.labels import Label
from renovation.domain.vocabulary import LEADERS, MODES, STAGES
from renovation.language import Words

SIZE_MEASURES: Final = ("area_renovated", "annual_target_area", "projects_started", "projects_completed")
"""The measures that a circle's area can show."""
COLOUR_MEASURES: Final = ("completion_rate", "completed_to_started")
"""The measures that a circle's colour can show: rates in percent."""
CLASS_BOUNDS: Final = (
    (25, 50, 75, 100),
    (100, 200, 400, 800),
    (50, 100, 150, 200),
    *((low, low + 10, low + 20, low + 30) for low in range(10, 90, 10)),
    (5, 10, 15, 20),
    (1, 2, 3, 4),
)
"""The percentages where the five classes of a rate can begin: `rate_bounds` chooses one row."""
OTHER: Final = "other"
"""The class of all values that have no colour of their own."""


@dataclass(frozen=True)
class MapPalette(style.Palette):
    """The colours of the light or the dark theme for a map: of its base map, its circles and its points.

    `outside` is the colour of the land outside the counties, `land` that of the counties, `district` that of our own
    county. `rates` are the colours of the five classes of a rate, from low to high; `kinds` are the colours of the
    classes of sites, such as one for each stage; `unknown` is the colour for missing values.
    """

    outside: str
    water: str
    land: str
    district: str
    border: str
    road: str
    canal: str
    rates: tuple[str, str, str, str, str]
    kinds: tuple[str, ...]
    unknown: str


LIGHT: Final = MapPalette(
    **vars(style.LIGHT),
    outside="#e4eaf0",
    water="#c3dcf0",
    land="#eef1f4",
    district="#ffffff",
    border="#7d8a9b",
    road="#b98d3e",
    canal="#8fbde0",
    rates=("#dbe8f4", "#a9cae6", "#6fa5d3", "#2f74b5", "#0c3f78"),
    kinds=("#e69f00", "#d55e00", "#009e73", "#cc79a7", "#7f6bb3", "#56b4e9", "#0072b2"),
    unknown="#9aa8b8",
)
DARK: Final = MapPalette(
    **vars(style.DARK),
    outside="#0b1017",
    water="#143450",
    land="#151d27",
    district="#202b38",
    border="#738296",
    road="#a88d52",
    canal="#2f6796",
    rates=("#24425f", "#33679a", "#4f90cd", "#8cbdec", "#dcecfc"),
    kinds=("#f0b429", "#f58a4b", "#3ccf9f", "#e59ac4", "#b3a3e0", "#9ad4f5", "#5aa9e6"),
    unknown="#76869a",
)


def map_palette(dark: bool) -> MapPalette:
    """Returns the colours of the dark theme if `dark` is True, otherwise those of the light theme."""
    return DARK if dark else LIGHT


def hex_to_rgb(colour: str) -> list[int]:
    """Converts a CSS colour to red, green and blue from 0 to 255: `#1f5fa8` to `[31, 95, 168]`."""
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


@dataclass(frozen=True)
class LegendClass:
    """An entry of a colour legend: a colour, the text beside it, and the code of the class that has this colour.

    `value` is the code, such as "0" for the class of the lowest rates or `started` for a stage of sites.
    """

    value: str
    colour: str
    text: str


def rate_bounds(rates: pd.Series) -> tuple[int, ...]:
    """Returns the four percentages at which the second to the fifth colour class of a rate begin.

    The constant CLASS_BOUNDS has several rows of such percentages. The result is the row with which the five classes
    contain the most equal numbers of the `rates` (in percent). One row would not be enough: rates are below 100 % for
    most of a year, but at the end of some years they are many times 100 %.
    """
    known = rates.dropna().to_numpy("float64")
    return min(CLASS_BOUNDS, key=lambda bounds: int((np.bincount(_class_numbers(known, bounds)) ** 2).sum()))


def rate_classes(bounds: tuple[int, ...], words: Words, dark: bool) -> tuple[LegendClass, ...]:
    """Returns the colour legend of a rate: an entry for each class from low to high, then one for missing figures.

    `bounds` are the four percentages at which the second to the fifth class begin.
    """
    shades = map_palette(dark).rates
    texts = [
        words("under {high}", high=words.number(bounds[0], "%")),
        *(f"{low}–{words.number(high, '%')}" for low, high in pairwise(bounds)),
        words("{low} or more", low=words.number(bounds[-1], "%")),
    ]
    classes = tuple(
        LegendClass(str(number), shade, text) for number, (shade, text) in enumerate(zip(shades, texts, strict=True))
    )
    return (*classes, LegendClass(UNKNOWN, map_palette(dark).unknown, words.missing))


def rate_class(rates: pd.Series, bounds: tuple[int, ...]) -> pd.Series:
    """Returns the code of each rate's colour class, from "0" (lowest) to "4" (highest).

    `rates` are percentages; a missing rate has the code UNKNOWN, and the index is kept. `bounds` are the percentages at
    which the second to the fifth class begin. A rate on a bound is in the higher class.
    """
    values = pd.Series(_class_numbers(rates.to_numpy("float64"), bounds), index=rates.index).astype("str")
    return values.where(rates.notna(), UNKNOWN)


def _class_numbers(rates: npt.NDArray[np.float64], bounds: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """Returns the number of each rate's class, from 0 for the lowest: how many of the `bounds` the rate has reached."""
    return np.searchsorted(bounds, rates, side="right")


def site_classes(sites: pd.DataFrame, attribute: str, words: Words, dark: bool) -> tuple[LegendClass, ...]:
    """Returns the entries of the colour legend of sites: one for each value of an attribute, the last one for UNKNOWN.

    `attribute` is the name of a column of `sites`. `stage`, `mode` and `led_by` have an entry for each allowed value,
    `work` one for each of the most frequent texts. All values for which there is no colour left share the entry OTHER.
    `sites` is the result of `comparisons.sites.with_unknown_filled`.
    """
    colours = map_palette(dark)
    texts = {value: words.label(label) for value, label in _OPTIONS.get(attribute, {}).items()}
    if not texts:
        values = sites.loc[sites[attribute] != UNKNOWN, attribute].value_counts().index[: len(colours.kinds) - 1]
        texts = {value: value for value in values}
    coloured = zip(texts.items(), colours.kinds, strict=False)
    classes = [LegendClass(value, colour, text) for (value, text), colour in coloured]
    if not set(sites[attribute]) <= {*texts, UNKNOWN}:
        classes.append(LegendClass(OTHER, colours.kinds[-1], words("other")))
    return (*classes, LegendClass(UNKNOWN, colours.unknown, words("not stated")))


def site_class(sites: pd.DataFrame, attribute: str, classes: tuple[LegendClass, ...]) -> pd.Series:
    """Returns the code of each site's colour class: its value of `attribute`, or OTHER if this value has no class.

    The index of the result is that of `sites`. `attribute` is the name of a column of `sites`, such as `stage`;
    `classes` is the result of `site_classes`.
    """
    values = {one.value for one in classes}
    return sites[attribute].where(sites[attribute].isin(values), OTHER)


_OPTIONS: Final[Mapping[str, Mapping[str, Label]]] = {"mode": MODES, "stage": STAGES, "led_by": LEADERS}
