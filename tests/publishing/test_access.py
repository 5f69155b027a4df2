from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from renovation.publishing.access import (
    FORGOTTEN_SECONDS,
    FREE_ATTEMPTS,
    LONGEST_WAIT_SECONDS,
    KeyAttempts,
    ensure_key,
    holds_key,
    named_by_proxy,
    new_key,
)
from renovation.releases.store import Store


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def test_the_key_is_said_once_and_stored_as_a_hash(store: Store) -> None:
    key = ensure_key(store)
    assert key
    assert ensure_key(store) is None
    assert holds_key(store, key)
    assert not holds_key(store, key + "x")
    assert not holds_key(store, "")
    assert key not in str(store.settings.get("publisher_key"))


def test_of_several_first_starts_one_gets_the_key_and_it_is_the_right_one(store: Store) -> None:
    together = Barrier(4)

    def start(_number: int) -> str | None:
        together.wait()
        return ensure_key(Store(store.url))

    with ThreadPoolExecutor(4) as pool:
        shown = [key for key in pool.map(start, range(4)) if key]
    assert len(shown) == 1
    assert holds_key(store, shown[0])


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
    assert store.settings.get("publisher_key") is None


def test_without_any_key_nobody_holds_it(store: Store) -> None:
    assert not holds_key(store, "")
    assert not holds_key(store, "$")


def test_a_proxy_names_the_publisher_only_when_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {"X-Forwarded-User": "张三"}
    assert named_by_proxy(headers) is None
    monkeypatch.setenv("RENOVATION_TRUSTED_USER_HEADER", "X-Forwarded-User")
    assert named_by_proxy(headers) == "张三"
    assert named_by_proxy({}) is None


class Guessed:
    """Attempts with wrong keys on a clock of their own; `judged` counts those whose key was looked at.

    Each is made by another process.
    """

    def __init__(self, store: Store) -> None:
        self.now, self.judged = 1e9, 0
        self._store = store

    @property
    def attempts(self) -> KeyAttempts:
        return KeyAttempts(self._store, lambda: self.now)

    def try_wrong(self, client: str = "here") -> float:
        wait = self.attempts.begin(client)
        if not wait:
            self.judged += 1
            self.attempts.end(client, is_right=False)
        return wait


def test_each_wrong_key_doubles_the_wait_up_to_a_bound_that_a_publisher_can_wait(store: Store) -> None:
    guessed = Guessed(store)
    assert [guessed.try_wrong() for _ in range(FREE_ATTEMPTS + 1)] == [0.0] * (FREE_ATTEMPTS + 1)
    waits = []
    for _ in range(10):
        while wait := guessed.try_wrong():
            waits.append(wait)
            guessed.now += wait
    assert waits[:6] == [1, 2, 4, 8, 16, LONGEST_WAIT_SECONDS]
    assert max(waits) == LONGEST_WAIT_SECONDS


def test_invented_addresses_do_not_evade_the_wait(store: Store) -> None:
    guessed = Guessed(store)
    for second in range(60):
        guessed.now += 1
        guessed.try_wrong(f"10.0.{second // 256}.{second % 256}")
    assert guessed.judged <= FREE_ATTEMPTS + 6 + 60 / LONGEST_WAIT_SECONDS


def test_guesses_from_one_address_do_not_delay_another(store: Store) -> None:
    guessed = Guessed(store)
    for _ in range(100):
        guessed.now += 1
        guessed.try_wrong("there")
    assert guessed.try_wrong("there") > 0
    assert guessed.attempts.begin("here") == 0


def test_an_attempt_that_must_wait_makes_nobody_wait_longer(store: Store) -> None:
    guessed = Guessed(store)
    while not guessed.try_wrong():
        pass
    assert [guessed.try_wrong() for _ in range(100)] == [1.0] * 100
    guessed.now += 1
    assert guessed.attempts.begin("here") == 0


def test_parallel_attempts_are_all_counted(store: Store) -> None:
    attempts, together = KeyAttempts(store, lambda: 1e9), Barrier(10)

    def guess(_number: int) -> float:
        together.wait()
        return attempts.begin("here")

    with ThreadPoolExecutor(10) as pool:
        waits = list(pool.map(guess, range(10)))
    assert waits.count(0.0) == FREE_ATTEMPTS


def test_a_right_key_does_not_count_and_old_failures_are_forgotten(store: Store) -> None:
    guessed = Guessed(store)
    for _ in range(3 * FREE_ATTEMPTS):
        assert guessed.attempts.begin("here") == 0
        guessed.attempts.end("here", is_right=True)
    while not guessed.try_wrong():
        pass
    guessed.now += FORGOTTEN_SECONDS + 60
    assert [guessed.try_wrong() for _ in range(FREE_ATTEMPTS)] == [0.0] * FREE_ATTEMPTS
    with store.key_attempts() as attempts:
        assert attempts.counted(repeated=True) == (FREE_ATTEMPTS - 1, guessed.now)


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
