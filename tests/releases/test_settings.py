"""A setting is set whole, and swapped only by who saw what it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from renovation.releases.store import Store


def test_a_setting_is_none_until_it_is_set_and_then_what_was_set_last(store: Store) -> None:
    assert store.settings.get("name") is None
    for value in ("one", "two", "", "湖州"):
        store.settings.set("name", value)
        assert store.settings.get("name") == value
    assert store.settings.get("other") is None


def test_a_setting_is_swapped_only_from_the_expected_value(store: Store) -> None:
    store.settings.set("name", "one")
    assert not store.settings.compare_and_swap("name", "another", "two")
    assert store.settings.get("name") == "one"
    assert store.settings.compare_and_swap("name", "one", "two")
    assert store.settings.get("name") == "two"


def test_swapping_one_setting_leaves_the_others_of_the_same_value(store: Store) -> None:
    store.settings.set("name", "one")
    store.settings.set("other", "one")
    assert store.settings.compare_and_swap("name", "one", "two")
    assert store.settings.get("other") == "one"


def test_none_is_expected_only_of_a_setting_that_was_never_set(store: Store) -> None:
    assert store.settings.compare_and_swap("name", None, "one")
    assert store.settings.get("name") == "one"
    assert not store.settings.compare_and_swap("name", None, "two")
    assert store.settings.get("name") == "one"


def test_a_setting_that_is_not_there_is_not_swapped_from_a_value(store: Store) -> None:
    assert not store.settings.compare_and_swap("name", "one", "two")
    assert store.settings.get("name") is None


@pytest.mark.parametrize("first", [None, "0"])
def test_of_many_who_swap_at_once_each_builds_on_the_one_before(store: Store, first: str | None) -> None:
    if first is not None:
        store.settings.set("count", first)

    def add(_one: int) -> None:
        while True:
            seen = store.settings.get("count")
            if store.settings.compare_and_swap("count", seen, str(int(seen or 0) + 1)):
                return

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(16)))
    assert store.settings.get("count") == "16"
