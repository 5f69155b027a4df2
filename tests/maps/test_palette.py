"""Every figure and every kind has its class and its colour."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.sites import UNKNOWN, with_unknown_filled
from renovation.language import words_in
from renovation.maps.palette import OTHER, rate_class, rate_classes, site_class, site_classes
from tests import first_dataset


def test_a_bound_belongs_to_the_class_it_begins() -> None:
    rates = pd.Series([99.9, 100.0, 400.0, 800.0, None])
    assert rate_class(rates, "completion_rate").tolist() == ["0", "1", "3", "4", UNKNOWN]
    texts = [one.text for one in rate_classes("completion_rate", words_in("zh"), dark=False)]
    assert texts == ["不足100%", "100–200%", "200–400%", "400–800%", "800%及以上", "无数据"]


def test_kinds_beyond_the_colours_share_one_class() -> None:
    many = with_unknown_filled(
        pd.concat([first_dataset.tables()["sites"].frame] * 1).assign(work=[f"办法{n}" for n in range(20)])
    )
    classes = site_classes(many, "work", words_in("zh"), dark=True)
    assert [one.value for one in classes][-2:] == [OTHER, UNKNOWN]
    assert (site_class(many, "work", classes) == OTHER).sum() == 14
