"""Who may publish: whoever holds the publisher's key, or whom a trusted proxy names."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final

from renovation.releases.store import Store
from renovation.settings import KEY_VARIABLE, PROXY_HEADER_VARIABLE

ATTEMPTS: Final = 5
WINDOW_SECONDS: Final = 300.0
_SETTING: Final = "publisher_key"
_COST: Final = {"n": 2**14, "r": 8, "p": 1}


def ensure_key(store: Store) -> str | None:
    """Makes the publisher's key at the first start and gives it, to be said once; None where there is one already.

    A key set by the environment is used instead and never stored.
    """
    if os.environ.get(KEY_VARIABLE) or store.settings.get(_SETTING):
        return None
    return new_key(store)


def new_key(store: Store) -> str:
    """A new publisher's key in place of the old one; only its salted hash (scrypt, RFC 7914) is kept."""
    key, salt = secrets.token_urlsafe(18), secrets.token_hex(16)
    store.settings.set(_SETTING, f"{salt}${_hashed(key, salt)}")
    return key


def renew_key(store: Store, by: str) -> str | None:
    """Replaces the publisher's key and notes it in the audit; returns the new key, to be shown once.

    Returns None where the environment sets the key: then it is changed there.
    """
    if os.environ.get(KEY_VARIABLE):
        return None
    key = new_key(store)
    store.add_audit_line("new key", by, {})
    return key


def holds_key(store: Store, key: str) -> bool:
    """Whether this is the publisher's key."""
    given = os.environ.get(KEY_VARIABLE)
    if given:
        return hmac.compare_digest(given.encode(), key.encode())
    salt, _, hashed = (store.settings.get(_SETTING) or "").partition("$")
    return bool(hashed) and hmac.compare_digest(hashed, _hashed(key, salt))


def named_by_proxy(headers: Mapping[str, str]) -> str | None:
    """The name that the trusted proxy hands over, None where none is configured or given."""
    header = os.environ.get(PROXY_HEADER_VARIABLE)
    return (headers.get(header) or None) if header else None


class Attempts:
    """Failed attempts by place: after ATTEMPTS within WINDOW_SECONDS a place must wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: defaultdict[str, list[float]] = defaultdict(list)

    def seconds_to_wait(self, place: str) -> float:
        """How long a place must wait before its next attempt; 0 where it need not."""
        recent = self._recent(place)
        return recent[0] + WINDOW_SECONDS - self._clock() if len(recent) >= ATTEMPTS else 0.0

    def failed(self, place: str) -> None:
        """Notes a failed attempt."""
        self._failed[place].append(self._clock())

    def _recent(self, place: str) -> list[float]:
        since = self._clock() - WINDOW_SECONDS
        self._failed[place] = [moment for moment in self._failed[place] if moment > since]
        return self._failed[place]


def _hashed(key: str, salt: str) -> str:
    return hashlib.scrypt(key.encode(), salt=bytes.fromhex(salt), **_COST, dklen=32).hex()
