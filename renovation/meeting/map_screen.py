"""The map's screen: each unit is a circle in proportion to its area, coloured by its completion rate."""

from __future__ import annotations

import logging
from typing import Any, Final

import pandas as pd

from renovation.blocks.model import CircleMap, MapCircle, MapClass, MapName, figure
from renovation.blocks.screen import LikelyQuestion, PresenterNotes, Screen
from renovation.comparisons.answers import Answers
from renovation.comparisons.sites import UNKNOWN, known, sites_per_unit
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.geography import MissingGeography, geography
from renovation.domain.measures import MEASURES
from renovation.language import Words
from renovation.maps.look import rate_class, rate_classes
from renovation.maps.marks import PLACE_NAMES, unit_circles
from renovation.meeting.provenance import table_provenance
from renovation.meeting.screens import ScreenOptions, UnavailableScreen
from renovation.wording.sites import base_line, map_title

LOG: Final = logging.getLogger("renovation")
SIZE: Final = "area_renovated"
COLOUR: Final = "completion_rate"


def map_screen(answers: Answers, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
    """Where the renovated area lies."""
    name = words("Map")
    try:
        points = geography().points
    except MissingGeography:
        LOG.exception("The base of the map cannot be read.")
        return UnavailableScreen("map", name, words("The base of the map is missing."))
    circles = _circles(answers, points, words)
    if not circles:
        return UnavailableScreen("map", name, words("No unit with a figure has a place on the map."))
    only_unit = str(answers.units["unit"].iloc[0]) if len(answers.units) == 1 else None
    finding = map_title(answers, only_unit, words)
    exactness = LikelyQuestion(
        words("How exact are the positions?"),
        words("The circles stand at the units' seats; there are no borders."),
        base_line(fine=False, online=False, words=words),
    )
    return Screen(
        "map",
        name,
        finding,
        (_map(circles, words),),
        (table_provenance(answers, "unit_progress", words),),
        PresenterNotes((finding,), (exactness,)),
    )


def _map(circles: tuple[MapCircle, ...], words: Words) -> CircleMap:
    classes = (MapClass(_shade(one.value), one.text) for one in rate_classes(COLOUR, words, dark=False))
    some_unknown = any(circle.shade is None for circle in circles)
    return CircleMap(
        circles,
        words.heading(SIZE),
        words.heading(COLOUR),
        tuple(one for one in classes if some_unknown or one.shade is not None),
        tuple(MapName(zh if words.language == "zh" else en, lon, lat) for zh, en, lon, lat in PLACE_NAMES),
        words("Positions are schematic; towns have no public borders."),
    )


def _circles(answers: Answers, points: pd.DataFrame, words: Words) -> tuple[MapCircle, ...]:
    """Returns a circle for each unit that reports its area and has a point, the largest first.

    `points` has a row a unit: `unit`, `lon`, `lat` (degrees of WGS84), `error_km`.
    """
    units = answers.units[answers.units[SIZE].notna()]
    counted = units.merge(sites_per_unit(known(answers.table("sites")), units["unit"].tolist()), on="unit", how="left")
    circles = unit_circles(counted, points, (SIZE, COLOUR), words, dark=False)
    figures = circles.merge(units.assign(shade=rate_class(units[COLOUR], COLOUR))[["unit", SIZE, "shade"]], on="unit")
    return tuple(_circle(row, words) for row in records(figures))


def _circle(row: dict[str, Any], words: Words) -> MapCircle:
    return MapCircle(
        places.code_of(row["unit"]),
        row["name"],
        row["lon"],
        row["lat"],
        figure(row[SIZE], words.number(row[SIZE]), MEASURES[SIZE].unit),
        _shade(row["shade"]),
        "　".join(row[part] for part in ("name", "first", "second", "exact")),
    )


def _shade(rate_class: str) -> int | None:
    """`"0"` for the lowest class gives 0; UNKNOWN gives None."""
    return None if rate_class == UNKNOWN else int(rate_class)
