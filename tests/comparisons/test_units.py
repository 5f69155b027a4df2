"""Units: values worked out by hand from the report of 2013-10-22."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.comparisons.units import compare_units, rank, select_and_sort, total_units
from renovation.domain.dated_tables import DatedTable
from tests import first_dataset

BY_HAND = {
    # unit: rate %, gap 万㎡, share of area %, share of target %, completed ÷ started %, rank by rate, rank by area
    "高新区": (800.0, 29.4, 13.889, 5.813, 41.176, 2, 3),
    "织里镇": (262.356, 56.5, 37.741, 48.166, 32.558, 5, 1),
    "八里店镇": (869.333, 28.85, 13.476, 5.190, 20.0, 1, 5),
    "道场乡": (381.429, 1.97, 1.104, 0.969, 22.222, 4, 8),
    "妙西镇": (137.5, 0.75, 1.137, 2.768, 40.0, 7, 7),
    "埭溪镇": (241.625, 22.66, 15.981, 22.145, 25.532, 6, 2),
    "东林镇": (125.932, 1.53, 3.071, 8.166, 73.913, 8, 6),
    "环渚街道": (671.429, 28.0, 13.600, 6.782, 29.412, 3, 4),
}


def small(rows: list[tuple[str, int | None, int | None, float | None, float | None]]) -> pd.DataFrame:
    """Units drawn small: name, started, completed, area, target."""
    return first_dataset.table("unit_progress", [(*row, None) for row in rows], first_dataset.UNITS_AS_OF).frame


def test_every_unit_has_the_values_computed_by_hand(tables: dict[str, DatedTable]) -> None:
    units = compare_units(tables["unit_progress"].frame).set_index("unit")
    columns = ["completion_rate", "gap_area", "share_of_area", "share_of_target", "completed_to_started"]
    for unit, (*figures, by_rate, by_area) in BY_HAND.items():
        assert units.loc[unit, columns].tolist() == pytest.approx(figures, abs=5e-4)
        assert units.loc[unit, ["rank_completion_rate", "rank_area_renovated"]].tolist() == [by_rate, by_area]


def test_units_together_are_ratios_of_sums_and_never_a_mean_of_rates(tables: dict[str, DatedTable]) -> None:
    total = total_units(tables["unit_progress"].frame)
    assert total["projects_started"] == 196
    assert total["projects_completed"] == 66
    assert total["area_renovated"] == pytest.approx(241.91)
    assert total["annual_target_area"] == pytest.approx(72.25)
    assert total["completion_rate"] == pytest.approx(334.8235, abs=1e-4)
    assert total["completed_to_started"] == pytest.approx(33.673, abs=1e-3)


def test_the_four_smallest_targets_are_warned_of(tables: dict[str, DatedTable]) -> None:
    units = compare_units(tables["unit_progress"].frame)
    assert set(units["unit"][units["small_target"]]) == {"高新区", "八里店镇", "道场乡", "妙西镇"}


def test_ties_share_a_rank_and_the_next_is_left_out() -> None:
    assert rank(pd.Series([5.0, 7.0, 5.0, 1.0])).tolist() == [2, 1, 2, 4]


def test_a_missing_value_has_no_rank_and_makes_the_total_missing() -> None:
    units = small([("高新区", 4, 2, 10.0, 5.0), ("织里镇", None, 1, None, 5.0)])
    compared = compare_units(units)
    assert compared["rank_projects_completed"].tolist() == [1, 2]
    assert compared["rank_area_renovated"].isna().all()  # nothing to be ranked with
    assert pd.isna(total_units(units)["area_renovated"])
    assert pd.isna(total_units(units)["projects_started"])
    assert total_units(units)["annual_target_area"] == 10.0


def test_a_target_of_zero_or_none_gives_no_rate() -> None:
    compared = compare_units(
        small([("高新区", 0, 0, 1.0, 0.0), ("织里镇", 2, 1, 1.0, None), ("东林镇", 2, 1, 1.0, 2.0)])
    )
    assert compared["completion_rate"].isna().tolist() == [True, True, False]
    assert compared["completed_to_started"].isna().tolist() == [True, False, False]


def test_input_is_never_changed(tables: dict[str, DatedTable]) -> None:
    before = tables["unit_progress"].frame.copy(deep=True)
    compare_units(tables["unit_progress"].frame)
    pd.testing.assert_frame_equal(tables["unit_progress"].frame, before)


def test_units_are_chosen_and_put_in_order(tables: dict[str, DatedTable]) -> None:
    units = compare_units(tables["unit_progress"].frame)
    assert select_and_sort(units, (), "area_renovated", "highest")["unit"].tolist()[:2] == ["织里镇", "埭溪镇"]
    assert select_and_sort(units, (), "completed_to_started", "lowest")["unit"].iloc[0] == "八里店镇"
    assert select_and_sort(units, (), "area_renovated", "reported")["unit"].tolist() == units["unit"].tolist()
    assert select_and_sort(units, ("东林镇", "高新区"), "completion_rate", "highest")["unit"].tolist() == [
        "高新区",
        "东林镇",
    ]


@given(st.permutations(range(8)))
def test_the_order_of_rows_changes_no_figure(order: list[int]) -> None:
    frame = first_dataset.tables()["unit_progress"].frame
    straight = compare_units(frame).set_index("unit").sort_index()
    shuffled = compare_units(frame.iloc[order].reset_index(drop=True)).set_index("unit").sort_index()
    pd.testing.assert_frame_equal(straight, shuffled)
