"""Every figure and every kind has its class and its colour."""

from __future__ import annotations

import pandas as pd
import pytest

from renovation.comparisons.sites import UNKNOWN, with_unknown_filled
from renovation.language import words_in
from renovation.maps.palette import OTHER, rate_bounds, rate_class, rate_classes, site_class, site_classes
from tests import first_dataset


def test_a_bound_belongs_to_the_class_it_begins() -> None:
    rates = pd.Series([99.9, 100.0, 400.0, 800.0, None])
    assert rate_class(rates, (100, 200, 400, 800)).tolist() == ["0", "1", "3", "4", UNKNOWN]
    texts = [one.text for one in rate_classes((100, 200, 400, 800), words_in("zh"), dark=False)]
    assert texts == ["不足100%", "100–200%", "200–400%", "400–800%", "800%及以上", "无数据"]


@pytest.mark.parametrize(
    ("rates", "bounds", "classes"),
    [
        ([125.9, 137.5, 241.6, 262.4, 381.4, 671.4, 800.0, 869.3], (100, 200, 400, 800), 4),
        ([20, 30, 55, 60, 80, 90, 101, 110], (25, 50, 75, 100), 5),
        ([44, 46, 51, 60, 62, 62, 66, 69], (30, 40, 50, 60), 3),
        ([70, 74, 86, 99, 108, 109, 114, 124], (80, 90, 100, 110), 5),
        ([70, 82, 104, 119, 155, 160, 204, 230], (50, 100, 150, 200), 4),
        ([11, 12, 21, 23, 31, 38, None], (10, 20, 30, 40), 3),
        ([1.4, 2.2, 3.5, 4.6], (1, 2, 3, 4), 4),
        ([None, None], (25, 50, 75, 100), 0),
    ],
)
def test_the_classes_of_a_rate_divide_what_is_there(
    rates: list[float | None], bounds: tuple[int, ...], classes: int
) -> None:
    values = pd.Series(rates, dtype="Float64")
    assert rate_bounds(values) == bounds
    assert len(set(rate_class(values, bounds)) - {UNKNOWN}) == classes


def test_kinds_beyond_the_colours_share_one_class() -> None:
    many = with_unknown_filled(
        pd.concat([first_dataset.tables()["sites"].frame] * 1).assign(work=[f"办法{n}" for n in range(20)])
    )
    classes = site_classes(many, "work", words_in("zh"), dark=True)
    assert [one.value for one in classes][-2:] == [OTHER, UNKNOWN]
    assert (site_class(many, "work", classes) == OTHER).sum() == 14
