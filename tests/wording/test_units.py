"""Tables that leave the screen carry their units of measurement and their total."""

from __future__ import annotations

import pytest

from renovation.comparisons.answers import Answers
from renovation.language import words_in
from renovation.wording.units import units_table_with_total


@pytest.mark.parametrize("shown", [8, 2])
def test_the_file_of_units_ends_with_all_units_together_whichever_are_shown(answers: Answers, shown: int) -> None:
    listed = units_table_with_total(answers.units.head(shown), answers.total, words_in("zh"))
    assert len(listed) == shown + 1
    last = listed.iloc[-1].dropna().to_dict()
    assert last == {
        "责任单位": "各责任单位合计",
        "面积（万㎡）": 241.91,
        "目标（万㎡）": 72.25,
        "与目标差额（万㎡）": 169.66,
        "完成率（%）": 334.8,
        "面积占比（%）": 100,
        "目标占比（%）": 100,
        "开工（个）": 196,
        "完工（个）": 66,
        "完工率（%）": 33.7,
    }
