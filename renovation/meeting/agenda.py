"""An agenda: which screens in which order for how long, kept in the store under a name for next time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from renovation.language import LANGUAGES
from renovation.meeting.contents import USUAL
from renovation.releases.store import Store

SECONDS: Final = 60
LONGEST: Final = 3600
MOST_ITEMS: Final = 60
NAME_LENGTH: Final = 40
_SETTING: Final = "agendas"
_SWAP_TRIES: Final = 20


@dataclass(frozen=True)
class Item:
    """One screen on an agenda, and the seconds planned for it."""

    code: str
    seconds: int = SECONDS


@dataclass(frozen=True)
class Agenda:
    """The screens in their order, and how they are shown.

    `turns` lets the screens turn by their own times; `lights` names units in green or red.
    """

    items: tuple[Item, ...] = tuple(Item(code) for code in USUAL)
    language: str = LANGUAGES[0]
    dark: bool = False
    lights: bool = False
    turns: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The screens' codes in their order."""
        return tuple(item.code for item in self.items)

    def seconds_of(self, code: str) -> int:
        """The seconds planned for a screen."""
        return next((item.seconds for item in self.items if item.code == code), SECONDS)

    def arranged(self, codes: Iterable[str], seconds: dict[str, int]) -> Agenda:
        """This agenda with other screens and times; each screen stands on it once."""
        kept = tuple(dict.fromkeys(codes))[:MOST_ITEMS]
        return replace(self, items=tuple(Item(code, within(seconds.get(code, SECONDS))) for code in kept))

    def as_json(self) -> dict[str, Any]:
        """The agenda as it is kept."""
        return asdict(self)


def within(seconds: int) -> int:
    """Seconds held between 5 and LONGEST."""
    return max(5, min(LONGEST, seconds))


def agenda_from(told: Any) -> Agenda:
    """An agenda as it was kept; what cannot be understood is as usual."""
    if not isinstance(told, dict):
        return Agenda()
    items = [item for item in told.get("items", ()) if isinstance(item, dict) and isinstance(item.get("code"), str)]
    seconds = {item["code"]: item.get("seconds") for item in items}
    language = told.get("language")
    usual = Agenda(
        language=language if language in LANGUAGES else LANGUAGES[0],
        dark=told.get("dark") is True,
        lights=told.get("lights") is True,
        turns=told.get("turns") is True,
    )
    timed = {code: value for code, value in seconds.items() if isinstance(value, int)}
    return usual.arranged(seconds, timed) if items else usual


def agendas(store: Store) -> dict[str, Agenda]:
    """The agendas kept in a store, by name. Raises StoreError."""
    return {name: agenda_from(told) for name, told in _kept(store.settings.get(_SETTING)).items()}


def keep(store: Store, name: str, agenda: Agenda) -> None:
    """Keeps an agenda under a name, in place of one of that name. Raises StoreError."""
    _change(store, lambda kept: kept | {name.strip()[:NAME_LENGTH]: agenda.as_json()})


def forget(store: Store, name: str) -> None:
    """Takes an agenda away. Raises StoreError."""
    _change(store, lambda kept: {other: told for other, told in kept.items() if other != name})


def _change(store: Store, change: Any) -> None:
    """Changes what is kept, again where somebody else did so in between."""
    for _again in range(_SWAP_TRIES):
        before = store.settings.get(_SETTING)
        if store.settings.compare_and_swap(_SETTING, before, json.dumps(change(_kept(before)), ensure_ascii=False)):
            return


def _kept(setting: str | None) -> dict[str, Any]:
    try:
        told = json.loads(setting or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
