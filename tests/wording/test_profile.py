"""The cards of one unit: what is missing is said once, and a unit's standing among the units."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from renovation.comparisons.profile import profile
from renovation.comparisons.results import Results
from renovation.language import words_in
from renovation.wording.profile import unit_headlines, unit_standing, unit_target_line

ZH = words_in("zh")


@pytest.mark.parametrize(
    ("missing", "lines", "told"),
    [
        ((), ["目标34.8万㎡，差额+56.5万㎡", "原报完成率262%"], "目标34.8万㎡，差额+56.5万㎡ · 原报完成率262%"),
        (("annual_target_area", "gap_area", "completion_rate_reported"), ["无年度目标"], "无年度目标"),
        (("gap_area", "completion_rate_reported"), ["目标 34.8万㎡"], "目标 34.8万㎡"),
    ],
)
def test_what_a_unit_lacks_is_said_once(
    results: Results, missing: tuple[str, ...], lines: list[str], told: str
) -> None:
    tables = (results.table("sites"), results.table("notes"), results.checks, results.table("figures"))
    one = profile("织里镇", results.units, *tables)
    one.unit[list(missing)] = math.nan
    area, rate, *_others = unit_headlines(one, results, ZH)
    assert [*area.lines[1:], *rate.lines[1:]] == lines
    assert unit_target_line(one.unit, ZH) == told


def test_a_unit_with_one_rank_by_every_measure_is_told_so(results: Results) -> None:
    ranks = [column for column in results.units if column.startswith("rank_")]
    last = results.units.assign(**{rank: pd.Series(range(8, 0, -1)).astype("Int64") for rank in ranks})
    assert unit_standing(last.iloc[0], last, ZH) == "各项指标均列第8位"
    assert unit_standing(last.iloc[0], last.head(1), ZH) == "", "nobody ranks a unit among itself"
