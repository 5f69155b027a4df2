"""A target changed between two reports is told where rates are compared."""

from __future__ import annotations

import datetime as dt

from renovation.comparisons.history import History, history_of, points_of
from renovation.language import words_in
from renovation.wording.measure_history import history_subject, measure_history
from tests import first_dataset


def remarks_on(measure: str, units: tuple[str, ...] = ()) -> str:
    later = {
        "unit_progress": first_dataset.with_unit_value("织里镇", "annual_target_area", 37.8, dt.date(2013, 10, 22))
    }
    points = history_of([points_of(1, first_dataset.tables()), points_of(2, later)])
    told = measure_history(History(points), history_subject("units", measure), "weekly", 2013, units, words_in("zh"))
    return "".join(told.remarks)


def test_a_changed_target_is_told_beside_the_rates_that_it_moves() -> None:
    sentence = "织里镇目标由34.8万㎡（截至2013年10月15日）调整为37.8万㎡（截至2013年10月22日），完成率随之变动。"
    assert sentence in remarks_on("completion_rate")
    assert sentence in remarks_on("completion_rate", ("织里镇",))


def test_a_changed_target_is_not_told_beside_other_figures_or_units() -> None:
    assert "目标由" not in remarks_on("area_renovated")
    assert "目标由" not in remarks_on("completion_rate", ("高新区",))
