"""The screen with the map: a circle for each unit, sized by its area and coloured by its completion rate."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any, Final

import pandas as pd

from renovation.blocks.model import CircleMap, MapCircle, MapClass, MapName, figure
from renovation.blocks.screen import LikelyQuestion, PresenterNotes, Screen
from renovation.comparisons.results import Results
from renovation.comparisons.sites import UNKNOWN, smallest_majority
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.geography import MissingGeography, geography
from renovation.domain.measures import MEASURES
from renovation.language import Words
from renovation.maps.base_geometry import PLACE_NAMES
from renovation.maps.circles import legend_values
from renovation.maps.palette import rate_bounds, rate_class, rate_classes
from renovation.maps.views import district_view
from renovation.meeting.provenance import table_provenance
from renovation.meeting.screens import ScreenOptions, UnavailableScreen
from renovation.wording.sites import base_map_line, map_finding

LOG: Final = logging.getLogger("renovation")
SIZE: Final = "area_renovated"
COLOUR: Final = "completion_rate"


def map_screen(results: Results, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
    """Returns the screen with the map of the units.

    Returns an UnavailableScreen if the base map is missing, if no unit has a position, or if the release has only one
    unit, because a single circle compares nothing.
    """
    name = words("Map")
    if len(results.units) == 1:
        return UnavailableScreen(
            "map", name, words("This release has only one unit, so there is nothing to compare on the map.")
        )
    try:
        points = geography().points
    except MissingGeography:
        LOG.exception("The base of the map cannot be read.")
        return UnavailableScreen("map", name, words("The base map is missing."))
    reported = results.units.merge(points, on="unit", how="left").dropna(subset=[SIZE])
    bounds = rate_bounds(results.units[COLOUR])
    strong, _share = smallest_majority(results.units, SIZE)
    circles = _circles(reported.dropna(subset=["lon"]), bounds, strong, words)
    if not circles:
        return UnavailableScreen("map", name, words("No unit with figures has a position on the map."))
    finding = map_finding(results, None, words)
    exactness = LikelyQuestion(
        words("How accurate are the positions on the map?"),
        words("Each circle's centre is roughly at its unit's office; the circle does not show the unit's borders."),
        base_map_line(district_view(None), online=False, words=words),
    )
    return Screen(
        "map",
        name,
        finding,
        (_map(circles, bounds, results.units, reported[reported["lon"].isna()], words),),
        (table_provenance(results, "unit_progress", words),),
        PresenterNotes((finding,), (exactness,)),
    )


def _map(
    circles: tuple[MapCircle, ...],
    bounds: tuple[int, ...],
    units: pd.DataFrame,
    without_point: pd.DataFrame,
    words: Words,
) -> CircleMap:
    """Returns the map with the circles `circles` and its legends.

    `bounds` are the four percentages at which the second to the fifth colour class of the rate begin; if no unit has a
    rate, the map has no colour legend. `units` are the rows of `Results.units`. `without_point` holds the units whose
    position is not known, with `unit` and `area_renovated` (万㎡); the note below the map names them.
    """
    classes = (MapClass(_shade(one.value), one.text) for one in rate_classes(bounds, words, dark=False))
    has_rates = any(circle.shade is not None for circle in circles)
    some_unknown = any(circle.shade is None for circle in circles)
    largest = max(circle.figure.value or 0.0 for circle in circles)
    return CircleMap(
        circles,
        tuple(
            figure(value, words.measured(SIZE, value), MEASURES[SIZE].measurement_unit)
            for value in legend_values(largest)
        ),
        words.heading(SIZE),
        words.heading(COLOUR) if has_rates else "",
        tuple(one for one in classes if has_rates and (some_unknown or one.shade is not None)),
        tuple(MapName(zh if words.language == "zh" else en, lon, lat) for zh, en, lon, lat in PLACE_NAMES),
        words.joined(
            (
                words(
                    "The centres of the circles and the dashed roads and waterways are approximate. No "
                    "official township boundaries have been published, so none are drawn."
                ),
                _not_drawn(without_point, words),
                _not_reported(units, words),
            )
        ),
    )


def _not_drawn(units: pd.DataFrame, words: Words) -> str:
    """Returns a sentence that names the units whose position is not known, with their areas; empty if there are none.

    `units` holds these units, with `unit` and `area_renovated` (万㎡).
    """
    named = (
        f"{words.place(unit)} {words.measured(SIZE, area)}"
        for unit, area in zip(units["unit"], units[SIZE], strict=True)
    )
    return (
        words("Not shown on the map, because their position is not known: {units}.", units=words.listed(named))
        if len(units)
        else ""
    )


def _not_reported(units: pd.DataFrame, words: Words) -> str:
    """Returns a sentence that names the units without a circle because their area is missing; empty if there are none.

    `units` are the rows of `Results.units`.
    """
    silent = [words.place(unit) for unit in units["unit"][units[SIZE].isna()]]
    return (
        words(
            "Not shown on the map, because their area renovated is not reported: {units}.", units=words.listed(silent)
        )
        if silent
        else ""
    )


def _circles(
    units: pd.DataFrame, bounds: tuple[int, ...], strong: Collection[str], words: Words
) -> tuple[MapCircle, ...]:
    """Returns a circle for each unit, the largest first.

    `units` are rows of `Results.units` with `lon`, `lat` (degrees of WGS84) and `error_km`. `bounds` are the four
    percentages at which the second to the fifth colour class begin. The units named in `strong` are emphasised, because
    the title of the screen mentions them.
    """
    largest_first = units.sort_values(SIZE, ascending=False, kind="stable")
    shades = rate_class(largest_first[COLOUR], bounds)
    return tuple(_circle(unit, unit["unit"] in strong, words) for unit in records(largest_first.assign(shade=shades)))


def _circle(unit: dict[str, Any], strong: bool, words: Words) -> MapCircle:
    name = words.place(unit["unit"])
    figures = (f"{words.heading(measure)} {words.measured(measure, unit[measure])}" for measure in (SIZE, COLOUR))
    return MapCircle(
        places.code_of(unit["unit"]),
        name,
        unit["lon"],
        unit["lat"],
        figure(unit[SIZE], words.amount(unit[SIZE], MEASURES[SIZE].measurement_unit), MEASURES[SIZE].measurement_unit),
        _shade(unit["shade"]),
        "　".join((name, *figures, words("Approximate position, ±{km} km", km=f"{unit['error_km']:g}"))),
        strong,
    )


def _shade(rate_class: str) -> int | None:
    """Returns the number of a colour in the legend: 0 for the class `"0"` (the lowest rates), None for missing rates.

    `rate_class` is the code of the class, as `maps.palette.rate_class` returns it.
    """
    return None if rate_class == UNKNOWN else int(rate_class)
