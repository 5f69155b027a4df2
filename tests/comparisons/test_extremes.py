"""The first and the last are found by what is printed."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.extremes import highest, lowest
from renovation.comparisons.results import results_of
from renovation.comparisons.units import absent_units, compare_units, sum_reported
from renovation.language import words_in
from renovation.wording.units import missing_units_sentence, units_finding
from tests import first_dataset

NAMES = pd.Series(["高新区", "织里镇", "道场乡"])


def test_places_that_print_the_same_rate_share_it() -> None:
    found = highest(NAMES, pd.Series([33.64, 33.56, 12.0]), "completion_rate")
    assert found is not None
    assert (found.places, found.value, found.shared, found.distinguishes) == (("高新区", "织里镇"), 33.6, True, True)


def test_areas_are_compared_with_all_their_digits() -> None:
    found = highest(NAMES, pd.Series([33.64, 33.56, 12.0]), "area_renovated")
    assert found is not None
    assert found.places == ("高新区",)


def test_a_place_alone_and_places_that_are_equal_are_neither_first_nor_last() -> None:
    alone = highest(NAMES, pd.Series([1.0, None, None]), "area_renovated")
    equal = lowest(NAMES, pd.Series([2.0, 2.0, 2.0]), "area_renovated")
    assert alone is not None
    assert equal is not None
    assert (alone.distinguishes, alone.missing) == (False, ("织里镇", "道场乡"))
    assert (equal.distinguishes, equal.all_equal) == (False, True)
    assert highest(NAMES, pd.Series([None, None, None], dtype="float64"), "area_renovated") is None


def test_units_that_print_the_same_rate_share_a_rank() -> None:
    rows = [("高新区", 3, 1, 33.64, 100, None), ("织里镇", 3, 1, 33.56, 100, None), ("道场乡", 3, 1, 12, 100, None)]
    compared = compare_units(first_dataset.table("unit_progress", rows, first_dataset.UNITS_AS_OF).frame)
    assert compared["rank_completion_rate"].tolist() == [1, 1, 3]


def test_a_unit_that_has_not_reported_is_told_and_sums_count_the_others() -> None:
    rows = [row for row in first_dataset.UNIT_PROGRESS if row[0] != "妙西镇"]
    tables = {"unit_progress": first_dataset.table("unit_progress", rows, first_dataset.UNITS_AS_OF)}
    results, zh = results_of(1, tables), words_in("zh")
    assert absent_units(results.units) == ("妙西镇",)
    assert missing_units_sentence(results, zh) == "8个单位中7个已上报，缺妙西镇。合计与占比仅含已上报单位。"
    assert units_finding(results, zh).endswith("；妙西镇未上报")
    assert sum_reported(tables["unit_progress"].frame)["reported"].tolist() == [7, 7, 7, 7]
