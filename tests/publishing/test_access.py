from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from renovation.publishing.access import (
    ATTEMPTS,
    WINDOW_SECONDS,
    Attempts,
    ensure_key,
    holds_key,
    named_by_proxy,
    new_key,
)
from renovation.releases.store import Store


def test_the_key_is_said_once_and_stored_as_a_hash(store: Store) -> None:
    key = ensure_key(store)
    assert key
    assert ensure_key(store) is None
    assert holds_key(store, key)
    assert not holds_key(store, key + "x")
    assert not holds_key(store, "")
    content = Path(store.url.removeprefix("sqlite:///")).read_bytes()
    assert key.encode() not in content


def test_a_new_key_replaces_the_old_one(store: Store) -> None:
    old = ensure_key(store)
    new = new_key(store)
    assert old
    assert not holds_key(store, old)
    assert holds_key(store, new)


def test_a_key_of_the_environment_is_never_stored(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_PUBLISHER_KEY", "钥匙")
    assert ensure_key(store) is None
    assert holds_key(store, "钥匙")
    assert not holds_key(store, "key")
    with sqlite3.connect(store.url.removeprefix("sqlite:///")) as database:
        assert database.execute("select count(*) from setting").fetchone() == (0,)


def test_without_any_key_nobody_holds_it(store: Store) -> None:
    assert not holds_key(store, "")
    assert not holds_key(store, "$")


def test_a_proxy_names_the_publisher_only_when_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {"X-Forwarded-User": "张三"}
    assert named_by_proxy(headers) is None
    monkeypatch.setenv("RENOVATION_TRUSTED_USER_HEADER", "X-Forwarded-User")
    assert named_by_proxy(headers) == "张三"
    assert named_by_proxy({}) is None


def test_too_many_failures_must_wait_and_others_need_not() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    for _ in range(ATTEMPTS):
        assert attempts.seconds_to_wait("here") == 0
        attempts.failed("here")
        now[0] += 1
    assert attempts.seconds_to_wait("here") == pytest.approx(WINDOW_SECONDS - ATTEMPTS)
    assert attempts.seconds_to_wait("there") == 0
    now[0] += WINDOW_SECONDS
    assert attempts.seconds_to_wait("here") == 0


def test_an_attempt_counts_only_within_the_window() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    for _ in range(ATTEMPTS):
        attempts.failed("here")
    now[0] = WINDOW_SECONDS - 1
    assert attempts.seconds_to_wait("here") == pytest.approx(1)
    now[0] = WINDOW_SECONDS
    assert attempts.seconds_to_wait("here") == 0


def test_clients_whose_attempts_have_passed_are_forgotten() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    for client in range(1000):
        attempts.failed(str(client))
        now[0] += 1
    assert len(attempts._failed) <= WINDOW_SECONDS


def test_keys_are_long_and_each_has_a_salt_of_its_own(store: Store) -> None:
    keys, salts, hashes = set(), set(), set()
    for _ in range(3):
        keys.add(new_key(store))
        salt, hashed = str(store.settings.get("publisher_key")).split("$")
        salts.add(salt)
        hashes.add(hashed)
    assert {len(key) for key in keys} == {24}  # 18 bytes of randomness
    assert {len(salt) for salt in salts} == {32}
    assert {len(hashed) for hashed in hashes} == {64}
    assert len(keys) == len(salts) == len(hashes) == 3
