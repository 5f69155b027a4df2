"""A running meeting: its release, its current screen, and the keys by which a browser may control it.

A meeting is stored in the database, so that it continues after a restart, and other processes see it. Each change adds
one to `version`, and is made in one transaction, so that neither of two simultaneous changes is lost.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from renovation.meeting.agenda import NOBODY, Agenda, Author, parse_agenda, save_notes
from renovation.releases.rows import Rows
from renovation.releases.store import Store

LONGEST_CODE: Final = 120
LARGEST_RELEASE: Final = 999_999_999
ID_LENGTH: Final = 12
_ID: Final = re.compile(f"[0-9a-f]{{{ID_LENGTH}}}")  # 0123456789ab, not 0123456789AB
CANVAS: Final = (1600, 900)
"""The width and height of the canvas that lies over a screen. Positions of ink and pointer are in units of this canvas,
so that they are the same in a window of any size."""
MOST_INK: Final = 2000
"""The most coordinates of ink on one screen; there is a limit, because every move sends them to every follower."""


@dataclass(frozen=True)
class Meeting:
    """A running meeting: the number of its `release`, its agenda, and what it shows at the moment.

    `screen` is the code of the current screen, `spot` the code of the highlighted unit (None if no unit is
    highlighted); `blank` hides the screen. If `playing` is True, the screens advance when their planned time is over.
    `ended` says that the presenter has ended the meeting; its last screen stays visible.

    `since` is the time (seconds since the epoch) at which the current screen was shown, `begun` the time of the first
    change of the meeting. `keys` are the hashes of the keys that control the meeting. `ink` are the strokes drawn on
    the current screen, each as `x, y, x, y, …` on a canvas of 1600 by 900 units (CANVAS). `agenda_name` is the name of
    the stored agenda, or an empty text. `author` started the meeting. `version` counts the changes.
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
    ink: tuple[tuple[int, ...], ...] = ()
    agenda_name: str = ""
    author: Author = NOBODY

    def opens_to(self, key: str | None) -> bool:
        """Returns whether a browser with the key `key` (None: without a key) may control the meeting."""
        hashed = _hashed(key or "")
        return bool(key) and any(hmac.compare_digest(hashed, known) for known in self.keys)

    def state(self) -> dict[str, Any]:
        """Returns the state that browsers need to show the current screen; it contains neither keys nor hashes.

        The keys are names of fields, such as `screen`, and `elapsed` and `running`: the seconds since the screen was
        shown and since the first change of the meeting. Until the first change, these are 0 and None, because a meeting
        is often started long before it begins.
        """
        shown = ("version", "release", "screen", "spot", "blank", "playing", "ended", "ink")
        now = time.time()
        times = {
            "elapsed": 0.0 if self.begun is None else max(0.0, now - self.since),
            "running": None if self.begun is None else max(0.0, now - self.begun),
        }
        return {name: getattr(self, name) for name in shown} | times


def start(
    store: Store, release: int, agenda: Agenda, screen: str, agenda_name: str = "", author: Author = NOBODY
) -> tuple[Meeting, str]:
    """Starts a meeting that shows the screen with the code `screen`, and returns the meeting with its key.

    `release` is the number of a release. Only the hash of the key is stored. `agenda_name` is the name under which
    `agenda` is stored, empty if it is not stored. `author` is the visitor who starts the meeting. Raises StoreError if
    the database does not respond.
    """
    key = secrets.token_urlsafe(18)
    begun = Meeting(
        secrets.token_hex(ID_LENGTH // 2),
        release,
        agenda,
        (_hashed(key),),
        screen,
        time.time(),
        playing=agenda.turns,
        agenda_name=agenda_name,
        author=author,
    )
    with store.meetings(writes=True) as rows:
        rows.put(_row(begun))
    return begun, key


def find(store: Store, meeting: str) -> Meeting | None:
    """Returns the meeting with the id `meeting`; None if there is no such meeting or its record is damaged.

    Raises StoreError if the database does not respond.
    """
    with store.meetings() as rows:
        return _found(rows, meeting)


def is_valid_move(wanted: Mapping[str, Any]) -> bool:
    """Returns whether every field of a requested change of a meeting has a valid value.

    `wanted` maps the names of fields, such as `screen`, to new values; unknown fields are ignored.
    """
    return all(is_valid(wanted[name]) for name, is_valid in _VALID.items() if name in wanted)


def stored_meetings(store: Store) -> tuple[Meeting, ...]:
    """Returns all meetings whose records can be read; the meeting whose screen changed last comes first.

    Raises StoreError if the database does not respond.
    """
    with store.meetings() as rows:
        found = map(_parse, rows.all())
    return tuple(sorted(filter(None, found), key=lambda meeting: meeting.since, reverse=True))


def delete(store: Store, meeting: str) -> None:
    """Deletes the meeting with the id `meeting`; does nothing if there is no such meeting.

    Raises StoreError if the database does not respond.
    """
    with store.meetings(writes=True) as rows:
        rows.delete(meeting)


def move(store: Store, meeting: str, wanted: Mapping[str, Any]) -> Meeting | None:
    """Changes fields of a meeting (`screen`, `spot`, `blank`, `playing`, `ended`, `ink`, `release`), and returns it.

    `Meeting` says what these fields mean. `wanted` maps their names to new values; other names and invalid values are
    ignored. `wanted` may also contain `expect`, the version of the meeting that the sender knows. If the meeting has
    another version by now, it is returned unchanged. A new screen or release removes the ink. Returns None if there is
    no meeting with the id `meeting`. Raises StoreError if the database does not respond.
    """
    expected = wanted.get("expect")

    def moved(now: Meeting) -> Meeting:
        return now if expected is not None and expected != now.version else _moved(now, wanted)

    return _change(store, meeting, moved)


def write_notes(store: Store, meeting: str, code: str, notes: str) -> Meeting | None:
    """Stores the presenter's notes for the screen `code` in the meeting, and in its stored agenda if there is one.

    Returns the meeting, or None if there is no meeting with the id `meeting`. Raises StoreError if the database does
    not respond.
    """
    changed = _change(store, meeting, lambda now: replace(now, agenda=now.agenda.with_notes({code: notes})))
    if changed and changed.agenda_name:
        save_notes(store, changed.agenda_name, code, notes, changed.author)
    return changed


def add_key(store: Store, meeting: str) -> str | None:
    """Creates a further key for a meeting, with which a publisher takes control of it, and returns this key.

    Only the hash of the key is stored. Returns None if there is no meeting with the id `meeting`. Raises StoreError if
    the database does not respond.
    """
    key = secrets.token_urlsafe(18)
    changed = _change(store, meeting, lambda now: replace(now, keys=(*now.keys, _hashed(key))))
    return key if changed else None


def _moved(now: Meeting, wanted: Mapping[str, Any]) -> Meeting:
    changes = {name: wanted[name] for name, is_valid in _VALID.items() if name in wanted and is_valid(wanted[name])}
    if not changes:
        return now
    if "ink" in changes:
        changes["ink"] = tuple(map(tuple, changes["ink"]))
    elif changes.get("screen", now.screen) != now.screen or changes.get("release", now.release) != now.release:
        changes["ink"] = ()
    restarts = "screen" in changes or changes.get("playing", now.playing) != now.playing
    moment = time.time()
    since = moment if restarts else now.since
    return replace(now, **changes, version=now.version + 1, since=since, begun=now.begun or moment)


def _change(store: Store, meeting: str, change: Callable[[Meeting], Meeting]) -> Meeting | None:
    with store.meetings(writes=True) as rows:
        now = _found(rows, meeting)
        changed = now and change(now)
        if changed and changed != now:
            rows.put(_row(changed))
        return changed


def _found(rows: Rows, meeting: str) -> Meeting | None:
    row = rows.get(meeting) if _ID.fullmatch(meeting) else None
    return None if row is None else _parse(row)


def _row(meeting: Meeting) -> dict[str, Any]:
    fields = asdict(meeting)
    author = {"author": meeting.author.code, "by_publisher": meeting.author.is_publisher}
    return fields | {name: json.dumps(fields[name], ensure_ascii=False) for name in ("agenda", "keys", "ink")} | author


def _parse(row: Mapping[str, Any]) -> Meeting | None:
    fields = dict(row)
    try:
        agenda, keys, ink = (json.loads(fields.pop(name)) for name in ("agenda", "keys", "ink"))
        author = Author(fields.pop("author"), fields.pop("by_publisher"))
        strokes = tuple(map(tuple, ink))
        return Meeting(**fields, agenda=parse_agenda(agenda), keys=tuple(keys), ink=strokes, author=author)
    except (ValueError, TypeError):
        return None


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_CODE and value.isprintable()


def _is_ink(value: Any) -> bool:
    """Returns whether a value is a list of strokes, each a list of coordinates `[x, y, x, y, …]` on the canvas.

    All strokes together may have at most MOST_INK coordinates.
    """
    strokes = value if isinstance(value, list) and all(isinstance(stroke, list) for stroke in value) else None
    if strokes is None or sum(map(len, strokes)) > MOST_INK:
        return False
    return all(len(stroke) % 2 == 0 and all(map(_is_coordinate, stroke)) for stroke in strokes)


def _is_coordinate(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= CANVAS[0]


def is_point(value: Any) -> bool:
    """Returns whether a value is a point `[x, y]` on the canvas of a screen: whole numbers from 0 to its width."""
    return isinstance(value, list) and len(value) == 2 and all(map(_is_coordinate, value))


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


_VALID: Final[Mapping[str, Callable[[Any], bool]]] = {
    "screen": _is_code,
    "spot": lambda value: value is None or _is_code(value),
    "blank": _is_flag,
    "playing": _is_flag,
    "ended": _is_flag,
    "ink": _is_ink,
    "release": lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_RELEASE,
}
"""The fields that a move may change, each with a check of its new value."""


def _hashed(key: str) -> str:
    """Returns the hash of a key; a plain hash suffices, because keys are long and random."""
    return hashlib.sha256(key.encode()).hexdigest()
