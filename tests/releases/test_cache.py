"""What is kept is made once, by its key, and not for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

import pytest

from renovation.releases.cache import Cache


def test_an_answer_is_made_once_for_its_key() -> None:
    kept, numbers = Cache(9), count()
    assert [kept.get(key, lambda: next(numbers)) for key in ("a", "b", "a", "b")] == [0, 1, 0, 1]


def test_many_who_ask_at_once_share_one_making() -> None:
    kept, numbers, together = Cache(9), count(), Barrier(4)

    def asked(_one: int) -> int:
        together.wait()
        return kept.get("a", lambda: next(numbers))

    with ThreadPoolExecutor(4) as visitors:
        assert list(visitors.map(asked, range(4))) == [0, 0, 0, 0]


def test_the_longest_unused_is_dropped_first() -> None:
    kept, numbers = Cache(2), count()
    assert [kept.get(key, lambda: next(numbers)) for key in ("a", "b", "a", "c", "a", "b")] == [0, 1, 0, 2, 0, 3]


def test_what_could_not_be_made_is_tried_again() -> None:
    kept = Cache(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 7) == 7
