"""The map's base: counties, lake, roads and canals, and a point for each unit, from `data/geo/`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from renovation.settings import DATA

FOLDER: Final = DATA / "geo"
DISTRICT_CODE: Final = 330502
"""吴兴区 among the counties, by its administrative code."""
NORTH_OF_THE_SHORE: Final = ((121.4, 31.0), (121.4, 31.9), (119.9, 31.9), (119.9, 31.05))
"""Closes the shore's line to a lake: what lies north of it, beyond every frame that the map shows."""

Feature = dict[str, Any]


class MissingGeography(Exception):
    """A file of `data/geo/` is missing or broken; the text names it, for the log."""


@dataclass(frozen=True)
class Geography:
    """The base in WGS84, as GeoJSON features and a table.

    `counties` and, with fewer corners, `outlines` have `adcode`, `name`, `cx` and `cy` (their middle); `lines` have
    `name`, `kind` and `precision`; `points` has a row a unit: `unit`, `lon`, `lat`, `error_km`.
    """

    counties: tuple[Feature, ...]
    outlines: tuple[Feature, ...]
    lines: tuple[Feature, ...]
    lake: Feature
    points: pd.DataFrame


def geography(folder: Path = FOLDER) -> Geography:
    """The base as it stands in a folder, read once. Raises MissingGeography."""
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
        told = county["properties"]
        _check(isinstance(told["adcode"], int), path)
        _check_way([[told["cx"], told["cy"]], *county["geometry"]["coordinates"][0]], path)
    return counties


def _lines(path: Path) -> tuple[Feature, ...]:
    lines = _features(path)
    for line in lines:
        _check(all(isinstance(line["properties"][told], str) for told in ("kind", "precision")), path)
        _check_way(line["geometry"]["coordinates"], path)
    return lines


def _features(path: Path) -> tuple[Feature, ...]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    _check(bool(features) and all(isinstance(one["properties"]["name"], str) for one in features), path)
    return tuple(features)


def _check_way(way: Any, path: Path) -> None:
    """A ring or line is a row of pairs of numbers: another form would fail, or draw nonsense, only on the screen."""
    _check(len(way) > 1, path)
    for lon, lat in way:
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
