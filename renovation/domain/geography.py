"""Loads the geography of the map from `data/geo/`: counties, lake, roads, canals, and one point for each unit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from renovation.domain.data_folder import DATA

FOLDER: Final = DATA / "geo"
DISTRICT_CODE: Final = 330502
"""The administrative code of 吴兴区."""
NORTH_OF_THE_SHORE: Final = ((121.4, 31.0), (121.4, 31.9), (119.9, 31.9), (119.9, 31.05))
"""Points (longitude, latitude) that close the line of the lake's southern shore to a polygon.

No map shows the area in which they lie.
"""

Feature = dict[str, Any]


class MissingGeography(Exception):
    """A file of `data/geo/` is missing or damaged.

    The message names the folder and the error. It is written to the log; visitors do not see it.
    """


@dataclass(frozen=True)
class Geography:
    """The geography of the map: GeoJSON features with coordinates in WGS84, and one point for each responsible unit.

    `counties` are the exact boundaries, `outlines` the same boundaries with fewer vertices; the features of both have
    the properties `name`, `adcode` (the county's official code, such as 330502 for 吴兴区), `cx` and `cy` (longitude
    and latitude of the centre). `lines` are roads, waterways and the shore of the lake, with the properties `name`,
    `kind` and `precision`. `kind` is "road", "canal", "shore" or "corridor"; a corridor is a waterway whose course is
    known only roughly. `precision` is a text; it contains the word "schematic" if the course is only roughly right.
    `lake` is a polygon made from the shore. `points` has one row for each responsible unit, with the columns `unit`,
    `lon`, `lat` (degrees) and `error_km` (how far the point may be from the true place).
    """

    counties: tuple[Feature, ...]
    outlines: tuple[Feature, ...]
    lines: tuple[Feature, ...]
    lake: Feature
    points: pd.DataFrame


def geography(folder: Path = FOLDER) -> Geography:
    """Loads the geography of the map from `folder` on the first call; later calls return the cached object.

    Raises MissingGeography if a file is missing or damaged.
    """
    return _read(folder)


@cache
def _read(folder: Path) -> Geography:
    try:
        lines = _lines(folder / "lines_schematic.geojson")
        shore = next(line for line in lines if line["properties"]["kind"] == "shore")
        return Geography(
            counties=_counties(folder / "counties_detailed.geojson"),
            outlines=_counties(folder / "counties_light.geojson"),
            lines=lines,
            lake=_lake(shore),
            points=_points(folder / "units.csv"),
        )
    except (OSError, ValueError, KeyError, TypeError, StopIteration, AttributeError) as error:
        raise MissingGeography(f"{folder}: {error!r}") from error


def _counties(path: Path) -> tuple[Feature, ...]:
    counties = _features(path)
    for county in counties:
        properties = county["properties"]
        _check(isinstance(properties["adcode"], int), path)
        _check_coordinates([[properties["cx"], properties["cy"]], *county["geometry"]["coordinates"][0]], path)
    return counties


def _lines(path: Path) -> tuple[Feature, ...]:
    lines = _features(path)
    for line in lines:
        _check(all(isinstance(line["properties"][name], str) for name in ("kind", "precision")), path)
        _check_coordinates(line["geometry"]["coordinates"], path)
    return lines


def _features(path: Path) -> tuple[Feature, ...]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    _check(bool(features) and all(isinstance(one["properties"]["name"], str) for one in features), path)
    return tuple(features)


def _check_coordinates(coordinates: Any, path: Path) -> None:
    """Raises ValueError unless all `coordinates` are pairs of longitude and latitude in degrees.

    With other coordinates, the map would fail while it is drawn. `path` is the file that contains them; the error names
    it.
    """
    _check(len(coordinates) > 1, path)
    for lon, lat in coordinates:
        _check(abs(lon) <= 180 and abs(lat) <= 90, path)


def _check(holds: bool, path: Path) -> None:
    if not holds:
        raise ValueError(path.name)


def _lake(shore: Feature) -> Feature:
    coast = shore["geometry"]["coordinates"]
    ring = [*coast, *map(list, NORTH_OF_THE_SHORE), coast[0]]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def _points(path: Path) -> pd.DataFrame:
    points = pd.read_csv(path)[["unit", "lon", "lat", "error_km"]]
    _check(len(points) > 0 and points["unit"].is_unique and bool(points.notna().all(axis=None)), path)
    return points.astype({"lon": "float64", "lat": "float64", "error_km": "float64"})
