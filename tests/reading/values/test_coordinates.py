"""Points of sites: degrees in any dress, Chinese datums converted and marked, swapped and far points named."""

from __future__ import annotations

import io
import math

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.domain.column_types import Coordinate
from renovation.reading.reader import Reading, read_workbook
from renovation.reading.template import write_workbook
from renovation.reading.values.coordinates import BOUNDS, to_gcj02, to_wgs84
from tests import first_dataset

LONGITUDE, LATITUDE = Coordinate(73, 136), Coordinate(3, 54)
HUZHOU = (120.0863, 30.8941)


def placed(lon: object, lat: object, datum: str | None = None) -> Reading:
    """The reading of a workbook whose first site stands at these coordinates."""
    sites = first_dataset.tables()["sites"]
    frame = sites.frame.astype({"lon": "object", "lat": "object", "datum": "object"})
    frame.loc[0, ["lon", "lat", "datum"]] = [lon, lat, datum]
    told = type(sites)(frame, sites.as_of, sites.basis)
    return read_workbook(write_workbook({"sites": told}))


def typed(datum: str) -> Reading:
    """The reading of a workbook in which a clerk typed a datum in the first site's row."""
    book = openpyxl.load_workbook(io.BytesIO(write_workbook({"sites": first_dataset.tables()["sites"]})))
    book["改造项目"]["L6"] = datum
    written = io.BytesIO()
    book.save(written)
    return read_workbook(written.getvalue())


def codes(reading: Reading) -> list[tuple[str, str, str | None]]:
    return [(p.severity, p.code, p.cell) for p in reading.problems]


@pytest.mark.parametrize(
    ("typed", "degrees"),
    [
        ("120.2045", 120.2045),
        ("120°12′16.2″", 120.2045),
        ("东经120度12分16.2秒", 120.2045),
        ("１２０°１２′", 120.2),
        ("120.5°E", 120.5),
        (120.2045, 120.2045),
    ],
)
def test_degrees_in_any_dress(typed: str | float, degrees: float) -> None:
    assert LONGITUDE.parse(typed) == pytest.approx(degrees, abs=1e-7)


@pytest.mark.parametrize("typed", ["120°72′", "120°12′75″", "北纬", "30.8", "12O.2", "120,2"])
def test_what_is_no_longitude(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 the rule says no more than which cell
        LONGITUDE.parse(typed)


@given(st.floats(BOUNDS[0], BOUNDS[1]), st.floats(BOUNDS[2], BOUNDS[3]))
def test_the_way_back_from_gcj02_is_right_to_a_millimetre(lon: float, lat: float) -> None:
    east, north = to_wgs84(*to_gcj02(np.array([lon]), np.array([lat])), "gcj02")
    assert float(east[0]) == pytest.approx(lon, abs=1e-8)
    assert float(north[0]) == pytest.approx(lat, abs=1e-8)


def test_the_shift_is_the_one_measured_here() -> None:
    """Some 460 m east and 230 m south, as maps of Huzhou show."""
    lon, lat = HUZHOU
    east, north = to_gcj02(np.array([lon]), np.array([lat]))
    assert 440 < (float(east[0]) - lon) * 111_320 * math.cos(math.radians(lat)) < 480
    assert -250 < (float(north[0]) - lat) * 110_900 < -210


def test_a_point_of_gcj02_is_converted_and_marked_once() -> None:
    east, north = to_gcj02(np.array([HUZHOU[0]]), np.array([HUZHOU[1]]))
    reading = placed(round(float(east[0]), 6), round(float(north[0]), 6), "gcj02")
    assert reading.problems == ()
    site = reading.tables["sites"].frame.iloc[0]
    assert (site["lon"], site["lat"], site["datum"]) == (HUZHOU[0], HUZHOU[1], "from_gcj02")
    again = read_workbook(write_workbook(reading.tables)).tables["sites"].frame
    pd.testing.assert_frame_equal(again, reading.tables["sites"].frame)


def test_a_swapped_point_half_a_point_and_a_far_point_are_named_once() -> None:
    assert codes(placed(30.8941, 120.0863)) == [("error", "swapped_point", "J6")]
    assert codes(placed("北纬30°53′38.8″", "东经120°5′10.7″")) == [("error", "swapped_point", "J6")]
    assert codes(placed(30.8941, 116.4)) == [("error", "bad_value", "J6"), ("error", "bad_value", "K6")]
    assert codes(placed(120.1, None)) == [("error", "half_a_point", "K6")]
    assert codes(placed(None, 30.9)) == [("error", "half_a_point", "J6")]
    assert codes(placed(116.4, 39.9)) == [("error", "far_point", "J6")]
    assert codes(placed(119.84, 30.60)) == []


@pytest.mark.parametrize(
    ("said", "mark"),
    [
        ("gcj_02", "from_gcj02"),
        ("高德地图", "from_gcj02"),
        ("火星坐标系", "from_gcj02"),
        ("百度坐标", "from_bd09"),
        ("BD-09", "from_bd09"),
        ("国家2000坐标系", "cgcs2000"),
        ("WGS-84", "wgs84"),
        ("GPS坐标", "wgs84"),
    ],
)
def test_a_datum_is_understood_by_what_people_call_it(said: str, mark: str) -> None:
    reading = typed(said)
    assert reading.problems == ()
    assert reading.tables["sites"].frame.loc[0, "datum"] == mark


@pytest.mark.parametrize("said", ["西安80", "北京54", "高德或百度"])
def test_a_datum_that_cannot_be_converted_is_refused(said: str) -> None:
    assert codes(typed(said)) == [("error", "bad_value", "L6")]
