"""A lost database leaves the newest release and the last opened ones on the screen, and no more of them."""

from __future__ import annotations

import pytest

from renovation.comparisons.results import Results
from renovation.releases.store import Release
from renovation.web.fallback import RECENT, Fallback
from tests import first_dataset

URL = "sqlite:///a.db"


def numbered(number: int) -> Release:
    day = first_dataset.tables()["unit_progress"].as_of
    return Release(number, day, "", "", "", "publish", None, None, None, "", head=False)


def opened(results: Results, numbers: list[int], newest: int) -> Fallback:
    fallback = Fallback()
    for number in numbers:
        fallback.remember(URL, numbered(number), results, newest)
    return fallback


def found(fallback: Fallback, wanted: int | None) -> int | None:
    remembered = fallback.find(URL, wanted)
    return remembered.release.release if remembered else None


def test_the_newest_and_the_last_opened_are_remembered(results: Results) -> None:
    fallback = opened(results, [9, *range(1, 9)], newest=9)
    assert [found(fallback, number) for number in range(1, 10)] == [9, 9, 9, 9, 5, 6, 7, 8, 9]
    assert RECENT == 4


def test_a_release_opened_again_is_remembered_longer(results: Results) -> None:
    fallback = opened(results, [9, 1, 2, 3, 4, 1, 5], newest=9)
    assert [found(fallback, number) for number in (1, 2, 3)] == [1, 9, 3]


def test_without_a_wish_the_newest_is_found_although_a_later_correction_was_opened(results: Results) -> None:
    fallback = opened(results, [1, 2], newest=1)
    assert found(fallback, None) == 1
    assert found(fallback, 2) == 2


def test_where_the_newest_was_never_opened_the_latest_is_found(results: Results) -> None:
    assert found(opened(results, [3, 2], newest=7), None) == 3


def test_a_release_that_is_no_longer_the_newest_is_forgotten_like_any_other(results: Results) -> None:
    fallback = opened(results, [1], newest=1)
    for number in range(2, 8):
        fallback.remember(URL, numbered(number), results, 7)
    assert [found(fallback, number) for number in (1, 2, 3)] == [7, 7, 3]


@pytest.mark.parametrize("url", ["sqlite:///b.db", ""])
def test_another_database_finds_nothing(results: Results, url: str) -> None:
    assert opened(results, [1], newest=1).find(url, 1) is None
    assert Fallback().find("", None) is None


def test_another_database_takes_the_place_of_the_first(results: Results) -> None:
    fallback = opened(results, [1, 2], newest=2)
    fallback.remember("sqlite:///b.db", numbered(1), results, 1)
    assert fallback.find(URL, 1) is None
    assert fallback.find("sqlite:///b.db", 2).release.release == 1  # type: ignore[union-attr]
