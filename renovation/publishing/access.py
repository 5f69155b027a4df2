"""Who may publish: whoever holds the publisher's key, or whom a trusted proxy names."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Final

from renovation.releases.store import Store
from renovation.settings import KEY_VARIABLE, PROXY_HEADER_VARIABLE

ATTEMPTS: Final = 5
WINDOW_SECONDS: Final = 300.0
_SETTING: Final = "publisher_key"
_COST: Final = {"n": 2**14, "r": 8, "p": 1}


def ensure_key(store: Store) -> str | None:
    """Creates the publisher's key if there is none, and returns it, to be shown once; None if there is one.

    A key in the environment variable KEY_VARIABLE is used instead and is never stored.
    """
    if os.environ.get(KEY_VARIABLE) or store.settings.get(_SETTING):
        return None
    return new_key(store)


def new_key(store: Store) -> str:
    """Replaces the publisher's key and returns the new one; only its salted hash (scrypt, RFC 7914) is stored."""
    key, salt = secrets.token_urlsafe(18), secrets.token_hex(16)
    store.settings.set(_SETTING, f"{salt}${_hashed(key, salt)}")
    return key


def renew_key(store: Store, by: str) -> str | None:
    """Replaces the publisher's key, adds an audit line, and returns the new key, to be shown once.

    Returns None if the environment variable KEY_VARIABLE sets the key: then it can only be changed there.
    """
    if os.environ.get(KEY_VARIABLE):
        return None
    key = new_key(store)
    store.add_audit_line("new key", by, {})
    return key


def holds_key(store: Store, key: str) -> bool:
    """Returns whether `key` is the publisher's key. Raises StoreUnavailable if the database does not answer."""
    configured = os.environ.get(KEY_VARIABLE)
    if configured:
        return hmac.compare_digest(configured.encode(), key.encode())
    salt, _, hashed = (store.settings.get(_SETTING) or "").partition("$")
    return bool(hashed) and hmac.compare_digest(hashed, _hashed(key, salt))


def named_by_proxy(headers: Mapping[str, str]) -> str | None:
    """Returns the visitor's name from the header that PROXY_HEADER_VARIABLE names.

    Returns None if the variable is not set, or the header is missing or empty.
    """
    header = os.environ.get(PROXY_HEADER_VARIABLE)
    return (headers.get(header) or None) if header else None


class Attempts:
    """Counts failed attempts by client address: after ATTEMPTS within WINDOW_SECONDS a client must wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: dict[str, list[float]] = {}

    def seconds_to_wait(self, client: str) -> float:
        """Returns how long a client must wait before its next attempt; 0 when it may try now."""
        recent = self._recent(client)
        return recent[0] + WINDOW_SECONDS - self._clock() if len(recent) >= ATTEMPTS else 0.0

    def failed(self, client: str) -> None:
        """Records a failed attempt, and drops the clients whose attempts are all older than WINDOW_SECONDS."""
        self._failed = {other: recent for other in self._failed if (recent := self._recent(other))}
        self._failed[client] = [*self._recent(client), self._clock()]

    def _recent(self, client: str) -> list[float]:
        since = self._clock() - WINDOW_SECONDS
        return [moment for moment in self._failed.get(client, ()) if moment > since]


def _hashed(key: str, salt: str) -> str:
    return hashlib.scrypt(key.encode(), salt=bytes.fromhex(salt), **_COST, dklen=32).hex()
