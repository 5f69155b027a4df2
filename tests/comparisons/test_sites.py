"""Sites: counted by what is said of them, placed with what is known, never more."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.comparisons.sites import (
    RING_KM,
    UNKNOWN,
    bin_sites,
    count_sites_by,
    count_sites_per_unit,
    filter_sites,
    smallest_majority,
    with_positions,
    with_unknown_filled,
)
from renovation.comparisons.units import compare_units
from renovation.domain.geography import geography
from tests import first_dataset


@pytest.fixture
def sites() -> pd.DataFrame:
    return with_unknown_filled(first_dataset.tables()["sites"].frame)


def test_what_is_not_said_is_a_class_of_its_own(sites: pd.DataFrame) -> None:
    assert count_sites_by(sites, "stage").to_numpy().tolist() == [
        ["preparing", 4],
        ["completed", 3],
        ["started", 2],
        [UNKNOWN, 11],
    ]
    assert count_sites_by(sites, "mode").to_numpy().tolist() == [["demolition", 2], [UNKNOWN, 18]]


def test_filters_leave_what_is_of_any_value_of_every_trait(sites: pd.DataFrame) -> None:
    assert len(filter_sites(sites, [], {})) == 20
    assert filter_sites(sites, ["道场乡"], {"stage": ["started"]})["site"].tolist() == ["化工厂（二）"]
    assert len(filter_sites(sites, [], {"stage": ["started", UNKNOWN], "led_by": []})) == 13


def test_the_units_of_which_no_site_is_named_count_none(sites: pd.DataFrame) -> None:
    counted = count_sites_per_unit(sites, [unit[0] for unit in first_dataset.UNIT_PROGRESS])
    assert counted["sites"].tolist() == [4, 5, 4, 2, 0, 2, 1, 2]


def test_two_units_hold_half_of_the_area() -> None:
    """91.3 + 38.66 = 129.96 of 241.91: 53.7 %."""
    units, share = smallest_majority(compare_units(first_dataset.tables()["unit_progress"].frame), "area_renovated")
    assert units == ["织里镇", "埭溪镇"]
    assert share == pytest.approx(129.96 / 241.91)
    assert smallest_majority(pd.DataFrame({"unit": ["a"], "x": [0.0]}), "x") == ([], 0.0)


def test_no_majority_is_named_where_a_unit_left_out_has_as_much() -> None:
    """5, 2, 2, 1 of 10: the first alone has half. 3, 2, 2, 2 of 9: the first two have 5, but so do the first and the last."""
    drawn = pd.DataFrame({"unit": list("abcd"), "x": [5.0, 2, 2, 1], "y": [3.0, 2, 2, 2]})
    assert smallest_majority(drawn, "x") == (["a"], 0.5)
    assert smallest_majority(drawn, "y") == ([], 0.0)


def test_a_site_without_a_coordinate_is_put_on_a_ring_round_its_unit(sites: pd.DataFrame) -> None:
    points = geography().points
    located = with_positions(sites, points)
    assert len(located) == 20
    assert located["on_ring"].sum() == 6
    ring = located[located["on_ring"]].merge(points, on="unit", suffixes=("", "_unit"))
    north = (ring["lat"] - ring["lat_unit"]) * 111.32
    east = (ring["lon"] - ring["lon_unit"]) * 111.32 * math.cos(math.radians(30.8))
    assert (north**2 + east**2).pow(0.5).to_numpy() == pytest.approx(RING_KM, abs=0.02)
    assert (ring["error_km"] == ring["error_km_unit"] + RING_KM).all()
    assert located.groupby(["lon", "lat"]).size().max() == 1


def test_a_site_of_a_unit_without_a_point_is_left_out(sites: pd.DataFrame) -> None:
    assert len(with_positions(sites.assign(unit="月河街道", lon=None, lat=None), geography().points)) == 0


@given(
    st.lists(
        st.tuples(st.floats(119.9, 120.3), st.floats(30.6, 30.9), st.sampled_from(["高新区", "织里镇"])),
        min_size=1,
        max_size=60,
    )
)
def test_bins_lose_no_site(rows: list[tuple[float, float, str]]) -> None:
    bins = bin_sites(pd.DataFrame(rows, columns=["lon", "lat", "unit"]), 0.02)
    assert bins["sites"].sum() == len(rows)
    assert set(bins["unit"]) <= {"高新区", "织里镇", ""}
