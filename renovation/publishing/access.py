"""Checks the publisher's key, which several people may share, and the visitor names that a trusted proxy passes on.

It also limits how fast visitors can try keys.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Final

from renovation.releases.store import Store
from renovation.settings import publisher_key, trusted_user_header

FREE_ATTEMPTS: Final = 5
LONGEST_WAIT_SECONDS: Final = 30.0
FORGOTTEN_SECONDS: Final = 600.0
_SETTING: Final = "publisher_key"
_COST: Final = {"n": 2**14, "r": 8, "p": 1}


def ensure_key(store: Store) -> str | None:
    """Creates the publisher's key if there is no key yet, and returns it; returns None if there was a key already.

    The publisher's key allows its holder to publish. It can be shown only now, because only its hash is stored. If
    several processes start at the same time, one process creates the key, and the other processes get None. If the
    setting `publisher_key` contains a key, this key is used, and nothing is stored.
    """
    if publisher_key() or store.settings.get(_SETTING):
        return None
    key, record = new_key_and_record()
    return key if store.settings.compare_and_swap(_SETTING, None, record) else None


def new_key(store: Store) -> str:
    """Replaces the publisher's key and returns the new key.

    Only the salted hash of the key (scrypt, RFC 7914) is stored.
    """
    key, record = new_key_and_record()
    store.settings.set(_SETTING, record)
    return key


def renew_key(store: Store, by: str) -> str | None:
    """Replaces the publisher's key, writes an audit line, and returns the new key.

    The key can be shown only now, because only its hash is stored. `by` is the name of the person who replaces it.
    Returns None if the setting `publisher_key` contains the key; then it can be changed only in this setting.
    """
    if publisher_key():
        return None
    key = new_key(store)
    store.add_audit_line("new key", by, {})
    return key


def holds_key(store: Store, key: str) -> bool:
    """Returns whether `key` is the shared publisher's key.

    Raises StoreUnavailable if the database does not respond.
    """
    configured = publisher_key()
    if configured:
        return hmac.compare_digest(configured.encode(), key.encode())
    return key_fits(key, store.settings.get(_SETTING) or "")


def key_fits(key: str, record: str) -> bool:
    """Returns whether `key` is the key for which the text `record` was stored; False for an empty text.

    `record` consists of a salt and the hash of the key.
    """
    salt, _, hashed = record.partition("$")
    return bool(hashed) and hmac.compare_digest(hashed, _hashed(key, salt))


def shared_key_record(store: Store) -> str:
    """Returns a text that changes whenever the publisher's key changes; the key cannot be computed from it."""
    configured = publisher_key()
    return hashlib.sha256(configured.encode()).hexdigest() if configured else store.settings.get(_SETTING) or ""


def named_by_proxy(headers: Mapping[str, str]) -> str | None:
    """Returns the visitor's name from the request header that the setting `trusted_user_header` names.

    Returns None if this setting is not used, or the header is missing or empty.
    """
    header = trusted_user_header()
    return (headers.get(header) or None) if header else None


class KeyAttempts:
    """Limits how fast publishers' keys can be guessed, by all clients of all server processes together.

    FREE_ATTEMPTS wrong keys are checked at once. After each further wrong key the wait doubles, up to
    LONGEST_WAIT_SECONDS; after FORGOTTEN_SECONDS an attempt no longer counts. The attempts of each client are not
    counted separately, because a client behind a proxy can invent addresses. Clients that have given a wrong key are
    counted apart from the other clients, so that they do not delay them. Both methods raise StoreUnavailable if the
    database does not respond.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store, self._clock = store, clock

    def begin(self, client: str) -> float:
        """Stores that `client` tries to sign in; returns the seconds it must wait, 0 if its key may be checked now.

        `client` is the client's address. The attempt is counted before the key is checked, so that simultaneous
        attempts count too. An attempt that must wait is not counted.
        """
        now, named = self._clock(), _client(client)
        with self._store.key_attempts() as attempts:
            attempts.forget(now - FORGOTTEN_SECONDS)
            repeated = attempts.has_failed(named)
            count, last = attempts.counted(repeated)
            wait = last + _wait_after(count) - now if count else 0.0
            if wait <= 0:
                attempts.add(now, named, repeated)
            return max(0.0, wait)

    def end(self, client: str, is_right: bool) -> None:
        """Stores whether the key that `client` gave was right; if it was, the attempt no longer counts."""
        with self._store.key_attempts() as attempts:
            attempts.record(_client(client), is_right)


def _wait_after(count: int) -> float:
    """Returns the seconds that must pass between the last of `count` attempts to sign in and the next one."""
    return 0.0 if count < FREE_ATTEMPTS else min(2.0 ** (count - FREE_ATTEMPTS), LONGEST_WAIT_SECONDS)


def _client(address: str) -> str:
    """Returns the text by which the database identifies a client: a hash of the client's network address."""
    return hashlib.sha256(address.encode()).hexdigest()


def new_key_and_record() -> tuple[str, str]:
    """Returns a new random key, and the text to store for it, which consists of a salt and the hash of the key."""
    key, salt = secrets.token_urlsafe(18), secrets.token_hex(16)
    return key, f"{salt}${_hashed(key, salt)}"


def _hashed(key: str, salt: str) -> str:
    return hashlib.scrypt(key.encode(), salt=bytes.fromhex(salt), **_COST, dklen=32).hex()
