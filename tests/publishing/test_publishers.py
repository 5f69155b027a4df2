"""Each named publisher has a key of their own, which names them."""

from __future__ import annotations

import pytest

from renovation.domain.persons import same_person
from renovation.publishing import access
from renovation.publishing.access import ensure_key, new_key
from renovation.publishing.publishers import (
    NameTaken,
    add_publisher,
    key_holder,
    named_publishers,
    remove_publisher,
    still_holds_key,
)
from renovation.releases.store import Store
from tests.releases.sql import fetch


def test_each_key_names_its_publisher_and_the_shared_one_nobody(any_store: Store) -> None:
    shared = ensure_key(any_store)
    keys = {name: add_publisher(any_store, name, "operator") for name in ("李四", "王五")}
    for name, key in keys.items():
        holder = key_holder(any_store, key)
        assert holder
        assert holder.name == name
    assert shared
    holder = key_holder(any_store, shared)
    assert holder
    assert holder.name is None
    for wrong in ("", keys["李四"] + "x", keys["李四"][:6], keys["李四"][:6] + keys["王五"][6:]):
        assert key_holder(any_store, wrong) is None
    assert [publisher.name for publisher in named_publishers(any_store)] == ["李四", "王五"]


def test_only_a_salted_hash_of_a_key_is_stored(any_store: Store) -> None:
    key = add_publisher(any_store, "李四", "operator")
    stored = str(fetch(any_store.url, "select * from publisher")) + str(fetch(any_store.url, "select * from audit"))
    assert key not in stored
    assert key[6:] not in stored
    assert len(key) == 24
    assert fetch(any_store.url, "select by, action, detail from audit where release = 0") == [
        ("operator", "add key", '{"name": "李四"}')
    ]


def test_the_key_in_the_setting_and_named_keys_work_side_by_side(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENOVATION_PUBLISHER_KEY", "钥匙")
    own = key_holder(any_store, add_publisher(any_store, "李四", "operator"))
    shared = key_holder(any_store, "钥匙")
    assert own
    assert shared
    assert (own.name, shared.name) == ("李四", None)
    assert still_holds_key(any_store, shared)
    monkeypatch.setenv("RENOVATION_PUBLISHER_KEY", "another")
    assert not still_holds_key(any_store, shared)
    assert still_holds_key(any_store, own)


def test_a_name_is_given_once_however_it_is_written(any_store: Store) -> None:
    add_publisher(any_store, "Li Si", "operator")
    for taken in ("Li Si", "li si", "ＬＩＳＩ", " Li  Si "):
        with pytest.raises(NameTaken):
            add_publisher(any_store, taken, "operator")
    assert not same_person("李四", "李四光")


def test_a_key_that_was_removed_or_renewed_ends_at_once(any_store: Store) -> None:
    first = key_holder(any_store, add_publisher(any_store, "李四", "operator"))
    ensure_key(any_store)
    shared = key_holder(any_store, new_key(any_store))
    assert first
    assert shared
    assert still_holds_key(any_store, first)
    assert still_holds_key(any_store, shared)
    assert remove_publisher(any_store, "李四", "operator")
    assert not remove_publisher(any_store, "李四", "operator")
    assert not still_holds_key(any_store, first)
    second = key_holder(any_store, add_publisher(any_store, "李四", "operator"))
    assert second
    assert not still_holds_key(any_store, first), "the old key stays ended"
    assert still_holds_key(any_store, second)
    new_key(any_store)
    assert not still_holds_key(any_store, shared)


def test_a_try_costs_at_most_two_slow_hashes_whatever_the_number_of_publishers(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_key(store)
    keys = [add_publisher(store, f"发布人{number}", "operator") for number in range(5)]
    hashed = 0
    slow = access._hashed

    def counted(key: str, salt: str) -> str:
        nonlocal hashed
        hashed += 1
        return slow(key, salt)

    monkeypatch.setattr(access, "_hashed", counted)
    assert key_holder(store, keys[-1])
    assert hashed == 1
    assert key_holder(store, "wrong key of some length") is None
    assert hashed == 2
