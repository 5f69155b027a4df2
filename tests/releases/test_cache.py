"""A value is made once for its key, and the least recently used are dropped when the bytes exceed the limit."""

from __future__ import annotations

import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from threading import Barrier, Event

import pytest

from renovation.releases.cache import Cache, Usage
from renovation.releases.sizes import size_of

MEGABYTE = 2**20


def bytes_of(cache: Cache, kind: str = "kind") -> int:
    return cache.usage()[kind].bytes


def test_a_value_is_made_once_for_its_kind_and_key() -> None:
    cache, numbers = Cache(MEGABYTE), count()
    asked = [("x", "a"), ("x", "b"), ("x", "a"), ("y", "a"), ("y", "a")]
    assert [cache.get(kind, key, lambda: next(numbers)) for kind, key in asked] == [0, 1, 0, 2, 2]


def test_none_is_a_value_like_any_other() -> None:
    cache, numbers = Cache(MEGABYTE), count()
    assert [cache.get("kind", "a", lambda: next(numbers) and None) for _ in range(3)] == [0, 0, 0]
    made = [cache.get("kind", "b", lambda: numbers.__next__() < 0 or None) for _ in range(3)]
    assert made == [None] * 3
    assert next(numbers) == 2


def test_threads_that_ask_at_once_wait_for_one_making() -> None:
    """The making goes on until the others have asked: without the key's lock each of them would make its own."""
    cache, numbers, together = Cache(MEGABYTE), count(), Barrier(4)
    release = Event()

    def make() -> int:
        release.wait(60)
        return next(numbers)

    def ask(_one: int) -> int:
        together.wait()
        return cache.get("kind", "a", make)

    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(ask, one) for one in range(4)]
        wait_until_waiting(cache, 4)
        release.set()
        assert [one.result() for one in asked] == [0] * 4
    assert cache.usage()["kind"][2:] == (3, 1)


def wait_until_waiting(cache: Cache, threads: int) -> None:
    """Returns when so many threads make or await a value."""
    for _ in range(12_000):
        if sum(making.threads for making in list(cache._makings.values())) >= threads:
            return
        threading.Event().wait(0.005)
    raise AssertionError("the threads never asked")


def test_one_key_does_not_wait_for_the_making_of_another() -> None:
    cache, release = Cache(MEGABYTE), Event()
    with ThreadPoolExecutor(1) as thread:
        slow = thread.submit(cache.get, "kind", "slow", lambda: release.wait(60))
        wait_until_waiting(cache, 1)
        assert cache.get("kind", "fast", lambda: 7) == 7
        assert not slow.done()
        release.set()
        assert slow.result()


def test_a_making_may_ask_for_other_values() -> None:
    cache = Cache(MEGABYTE)
    assert cache.get("outer", "a", lambda: cache.get("inner", "a", lambda: 7) + 1) == 8


def test_the_least_recently_used_are_dropped_when_bytes_exceed_the_limit() -> None:
    one = size_of(("kind", "a")) + size_of(bytes(10_000))
    cache, made = Cache(2 * one), []

    def ask(key: str) -> None:
        cache.get("kind", key, lambda: made.append(key) or bytes(10_000))

    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)
    assert made == ["a", "b", "c", "b"]
    assert cache.usage()["kind"] == Usage(2, 2 * one, 2, 4)


def test_a_large_value_drops_as_many_small_ones_as_needed() -> None:
    cache = Cache(100_000)
    for key in range(9):
        cache.get("small", key, lambda: bytes(10_000))
    cache.get("large", 0, lambda: bytes(75_000))
    assert cache.usage()["small"].entries == 2
    assert bytes_of(cache, "small") + bytes_of(cache, "large") <= 100_000


def test_a_value_larger_than_the_limit_is_returned_and_drops_nothing() -> None:
    cache, numbers = Cache(50_000), count()
    cache.get("kind", "small", lambda: bytes(10_000))
    assert [len(cache.get("kind", "large", lambda: bytes(90_000 + next(numbers)))) for _ in range(2)] == [
        90_000,
        90_001,
    ]
    assert cache.usage()["kind"].entries == 1


def test_a_failed_making_caches_nothing_and_is_tried_again() -> None:
    cache = Cache(MEGABYTE)
    with pytest.raises(ZeroDivisionError):
        cache.get("kind", "a", lambda: 1 // 0)
    assert cache.usage() == {}
    assert cache._makings == {}
    assert cache.get("kind", "a", lambda: 7) == 7


def test_who_waits_for_a_failed_making_makes_the_value() -> None:
    cache, release = Cache(MEGABYTE), Event()

    def fail() -> int:
        release.wait(60)
        raise ValueError("no")

    with ThreadPoolExecutor(2) as threads:
        failing = threads.submit(cache.get, "kind", "a", fail)
        wait_until_waiting(cache, 1)
        waiting = threads.submit(cache.get, "kind", "a", lambda: 7)
        wait_until_waiting(cache, 2)
        release.set()
        assert waiting.result() == 7
        with pytest.raises(ValueError, match="no"):
            failing.result()
    assert cache.get("kind", "a", lambda: 8) == 7


@dataclass(frozen=True)
class YieldingKey:
    """A key that lets another thread go on whenever the cache looks it up."""

    number: int

    def __hash__(self) -> int:
        time.sleep(1e-5)
        return self.number


def test_many_threads_on_a_small_cache_keep_its_books() -> None:
    """The bytes and entries agree afterwards, whatever came in between."""
    cache, asked = Cache(8_000), random.Random(7).choices(range(9), k=1500)

    def ask(n: int) -> int:
        return len(cache.get("kind", YieldingKey(n), lambda: bytes(100 * n + 1000)))

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, asked)) == [100 * n + 1000 for n in asked]
    usage = cache.usage()["kind"]
    assert usage.hits + usage.misses == 1500
    assert 0 < usage.bytes == cache._bytes <= 8_000
    assert cache._makings == {}


def test_entries_may_fill_the_limit_exactly() -> None:
    one = size_of(("kind", "a")) + size_of(bytes(10_000))
    exact, smaller = Cache(one), Cache(one - 1)
    for cache in (exact, smaller):
        cache.get("kind", "a", lambda: bytes(10_000))
    assert (exact.usage()["kind"].entries, smaller.usage()["kind"].entries) == (1, 0)


def test_what_is_dropped_or_too_large_is_logged_by_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    cache = Cache(15_000)
    with caplog.at_level("DEBUG", "renovation"):
        for key in ("a", "b"):
            cache.get("figures", key, lambda: bytes(10_000))
        cache.get("uploads", "secret name", lambda: bytes(20_000))
    dropped, too_large = [record.getMessage() for record in caplog.records]
    assert re.fullmatch(r"The cache drops 10\d\d\d bytes of kind figures\.", dropped)
    assert re.fullmatch(r"A value of kind uploads is too large to be cached: 20\d\d\d bytes\.", too_large)
