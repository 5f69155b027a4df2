"""A meeting under way: the release it is pinned to, where it is, and who may move it.

It is kept in the store, so that it goes on after a restart. Each change raises `version` by one and is written only
over the version it was made from, so that two who move at once never undo each other unseen.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from renovation.meeting.agenda import Agenda, parse_agenda
from renovation.releases.store import Store

_PREFIX: Final = "meeting:"
_SWAP_TRIES: Final = 20
_LONGEST_CODE: Final = 120
ID_LENGTH: Final = 12


@dataclass(frozen=True)
class Meeting:
    """One meeting.

    `screen` and `spot` are codes of a screen and of a unit; `playing` lets the screens turn by their times; `since` is
    the moment (seconds of the epoch) from which the screen's time counts, `begun` that of the first move, from which
    the whole meeting's does. `keys` are the hashes of the keys that may move it.
    """

    id: str
    release: int
    agenda: Agenda
    keys: tuple[str, ...]
    screen: str
    since: float
    version: int = 1
    spot: str | None = None
    blank: bool = False
    playing: bool = False
    ended: bool = False
    begun: float | None = None

    def opens_to(self, key: str | None) -> bool:
        """Whether this key may move the meeting."""
        hashed = _hashed(key or "")
        return bool(key) and any(hmac.compare_digest(hashed, known) for known in self.keys)

    def state(self) -> dict[str, Any]:
        """What a browser must know to show what the presenter shows; no key, no hash of one.

        Until the first move no time has passed: a meeting is often started long before it is shown.
        """
        shown = ("version", "release", "screen", "spot", "blank", "playing", "ended")
        now = time.time()
        times = {
            "elapsed": 0.0 if self.begun is None else max(0.0, now - self.since),
            "running": None if self.begun is None else max(0.0, now - self.begun),
        }
        return {name: getattr(self, name) for name in shown} | times


def start(store: Store, release: int, agenda: Agenda, screen: str) -> tuple[Meeting, str]:
    """Starts a meeting and gives it with its key, which is kept nowhere. Raises StoreError."""
    key = secrets.token_urlsafe(18)
    begun = Meeting(
        secrets.token_hex(ID_LENGTH // 2),
        release,
        agenda,
        (_hashed(key),),
        screen,
        time.time(),
        playing=agenda.turns,
    )
    store.settings.set(_PREFIX + begun.id, _written(begun))
    return begun, key


def find(store: Store, meeting: str) -> Meeting | None:
    """A meeting by its id, None where there is none or what is kept cannot be read. Raises StoreError."""
    return _read(meeting, store.settings.get(_PREFIX + meeting)) if len(meeting) == ID_LENGTH else None


def move(store: Store, meeting: str, wanted: Mapping[str, Any]) -> Meeting | None:
    """Moves a meeting: `screen`, `spot`, `blank`, `playing`, `ended`, `release`; anything else is passed over.

    With `expect`, only from that version: a later one is given as it is. None where there is no such meeting.
    Raises StoreError.
    """
    expected = wanted.get("expect")

    def moved(now: Meeting) -> Meeting:
        return now if expected is not None and expected != now.version else _moved(now, wanted)

    return _change(store, meeting, moved)


def share(store: Store, meeting: str) -> str | None:
    """Another key to a meeting, for a publisher who takes it over; None where there is none. Raises StoreError."""
    key = secrets.token_urlsafe(18)
    changed = _change(store, meeting, lambda now: replace(now, keys=(*now.keys, _hashed(key))))
    return key if changed else None


def _moved(now: Meeting, wanted: Mapping[str, Any]) -> Meeting:
    changes: dict[str, Any] = {
        name: wanted[name] for name in ("blank", "playing", "ended") if isinstance(wanted.get(name), bool)
    }
    screen, spot, release = wanted.get("screen"), wanted.get("spot"), wanted.get("release")
    if isinstance(screen, str) and len(screen) <= _LONGEST_CODE:
        changes["screen"] = screen
    if "spot" in wanted and (spot is None or (isinstance(spot, str) and len(spot) <= _LONGEST_CODE)):
        changes["spot"] = spot
    if isinstance(release, int) and not isinstance(release, bool) and release > 0:
        changes["release"] = release
    if not changes:
        return now
    restarts = "screen" in changes or changes.get("playing", now.playing) != now.playing
    moment = time.time()
    since = moment if restarts else now.since
    return replace(now, **changes, version=now.version + 1, since=since, begun=now.begun or moment)


def _change(store: Store, meeting: str, change: Callable[[Meeting], Meeting]) -> Meeting | None:
    for _again in range(_SWAP_TRIES):
        before = store.settings.get(_PREFIX + meeting) if len(meeting) == ID_LENGTH else None
        now = _read(meeting, before)
        if now is None:
            return None
        changed = change(now)
        if changed == now or store.settings.compare_and_swap(_PREFIX + meeting, before, _written(changed)):
            return changed
    return find(store, meeting)


def _written(meeting: Meeting) -> str:
    return json.dumps(asdict(meeting), ensure_ascii=False)


def _read(meeting: str, kept: str | None) -> Meeting | None:
    try:
        told = json.loads(kept or "null")
        return Meeting(**{**told, "id": meeting, "agenda": parse_agenda(told["agenda"]), "keys": tuple(told["keys"])})
    except (ValueError, TypeError, KeyError):
        return None


def _hashed(key: str) -> str:
    """Keys are long and random, so that a plain hash suffices."""
    return hashlib.sha256(key.encode()).hexdigest()
