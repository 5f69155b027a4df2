"""Colours of the map: its base in both themes, and the classes that circles and points stand for.

Classes of rates go from faint to strong, so that order is seen without hue; the kinds of sites take colours that stay
apart for the common kinds of colour blindness (after Okabe and Ito, "Color Universal Design", 2008).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pandas as pd

from renovation.comparisons.sites import UNKNOWN
from renovation.domain.labels import Label
from renovation.domain.vocabulary import LEADERS, MODES, STAGES
from renovation.language import Words

SIZE_MEASURES: Final = ("area_renovated", "annual_target_area", "projects_started", "projects_completed")
"""What a circle's area may stand for."""
CLASS_BOUNDS: Final[Mapping[str, tuple[float, ...]]] = {
    "completion_rate": (100, 200, 400, 800),
    "completed_to_started": (20, 40, 60, 80),
}
"""What a circle's colour may stand for, in percent, and where its classes begin."""
OTHER: Final = "other"
"""The class of all kinds beyond the colours there are."""


@dataclass(frozen=True)
class MapPalette:
    """The base and the classes in one theme."""

    ground: str
    water: str
    land: str
    district: str
    border: str
    road: str
    canal: str
    text: str
    quiet: str
    chip: str
    rates: tuple[str, str, str, str, str]
    kinds: tuple[str, ...]
    unknown: str


LIGHT: Final = MapPalette(
    ground="#e4eaf0",
    water="#c3dcf0",
    land="#eef1f4",
    district="#ffffff",
    border="#7d8a9b",
    road="#b98d3e",
    canal="#8fbde0",
    text="#0f1720",
    quiet="#5b6877",
    chip="#ffffff",
    rates=("#dbe8f4", "#a9cae6", "#6fa5d3", "#2f74b5", "#0c3f78"),
    kinds=("#e69f00", "#d55e00", "#009e73", "#cc79a7", "#7f6bb3", "#56b4e9", "#0072b2"),
    unknown="#9aa8b8",
)
DARK: Final = MapPalette(
    ground="#0b1017",
    water="#143450",
    land="#151d27",
    district="#202b38",
    border="#738296",
    road="#a88d52",
    canal="#2f6796",
    text="#e8edf2",
    quiet="#a9b5c2",
    chip="#10161e",
    rates=("#24425f", "#33679a", "#4f90cd", "#8cbdec", "#dcecfc"),
    kinds=("#f0b429", "#f58a4b", "#3ccf9f", "#e59ac4", "#b3a3e0", "#9ad4f5", "#5aa9e6"),
    unknown="#76869a",
)


def map_palette(dark: bool) -> MapPalette:
    """The colours of a theme."""
    return DARK if dark else LIGHT


def hex_to_rgb(colour: str) -> list[int]:
    """`#1f5fa8` as `[31, 95, 168]`."""
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


@dataclass(frozen=True)
class LegendClass:
    """One line of a legend: the value it stands for, its colour, its words."""

    value: str
    colour: str
    text: str


def rate_classes(measure: str, words: Words, dark: bool) -> tuple[LegendClass, ...]:
    """The classes of a rate from low to high, and the one of what is not reported."""
    bounds, shades = CLASS_BOUNDS[measure], map_palette(dark).rates
    texts = [
        words.gettext("under {high}").format(high=words.number(bounds[0], "%")),
        *(f"{low:g}–{words.number(high, '%')}" for low, high in pairwise(bounds)),
        words.gettext("{low} and more").format(low=words.number(bounds[-1], "%")),
    ]
    classes = tuple(
        LegendClass(str(place), shade, text) for place, (shade, text) in enumerate(zip(shades, texts, strict=True))
    )
    return (*classes, LegendClass(UNKNOWN, map_palette(dark).unknown, words.missing))


def rate_class(rates: pd.Series, measure: str) -> pd.Series:
    """The value of the class that each rate falls in; a bound belongs to the class it begins."""
    passed = [sum(rate >= bound for bound in CLASS_BOUNDS[measure]) for rate in rates.astype("float64")]
    places = pd.Series([str(place) for place in passed], index=rates.index)
    return places.where(rates.notna(), UNKNOWN)


def site_classes(sites: pd.DataFrame, trait: str, words: Words, dark: bool) -> tuple[LegendClass, ...]:
    """The classes of a trait of `known` sites: those that the schema declares, or the commonest words; UNKNOWN last.

    Kinds beyond the colours that keep apart share one class.
    """
    colours = map_palette(dark)
    options = {**_options(trait)}
    if not options:
        frequent = sites.loc[sites[trait] != UNKNOWN, trait].value_counts().index[: len(colours.kinds) - 1]
        options = {value: value for value in frequent}
    texts = {value: words.label(told) if isinstance(told, Label) else told for value, told in options.items()}
    classes = [
        LegendClass(value, colour, text) for (value, text), colour in zip(texts.items(), colours.kinds, strict=False)
    ]
    if not set(sites[trait]) <= {*texts, UNKNOWN}:
        classes.append(LegendClass(OTHER, colours.kinds[-1], words.gettext("other")))
    return (*classes, LegendClass(UNKNOWN, colours.unknown, words.gettext("not said")))


def site_class(sites: pd.DataFrame, trait: str, classes: tuple[LegendClass, ...]) -> pd.Series:
    """The value of the class that each site falls in."""
    values = {one.value for one in classes}
    return sites[trait].where(sites[trait].isin(values), OTHER)


def _options(trait: str) -> Mapping[str, Label]:
    return {"mode": MODES, "stage": STAGES, "led_by": LEADERS}.get(trait, {})
