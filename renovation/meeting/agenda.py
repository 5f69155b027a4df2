"""An agenda: which screens in which order for how long; agendas are saved in the store under a name."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from renovation.language import LANGUAGES
from renovation.releases.store import Store

DEFAULT_SECONDS: Final = 60
SHORTEST_SECONDS: Final = 5
LONGEST_SECONDS: Final = 3600
MOST_ITEMS: Final = 60
NAME_LENGTH: Final = 40
NOTES_LENGTH: Final = 2000
DEFAULT_CODES: Final = (
    "overview",
    "changes",
    "trend",
    "units",
    "measure:completion_rate",
    "measure:projects_started",
    "measure:completed_to_started",
    "counties",
    "map",
    "goals",
    "actions",
    "exceptions",
)
"""The screens of a meeting that nobody has composed yet."""
_SETTING: Final = "agendas"
_SWAP_TRIES: Final = 20


@dataclass(frozen=True)
class Item:
    """One screen on an agenda, the seconds planned for it, and what the presenter noted for it."""

    code: str
    seconds: int = DEFAULT_SECONDS
    notes: str = ""


@dataclass(frozen=True)
class Agenda:
    """The screens in their order, and how they are shown.

    `turns` lets the screens change by their own times; `lights` names units in green or red.
    """

    items: tuple[Item, ...] = tuple(Item(code) for code in DEFAULT_CODES)
    language: str = LANGUAGES[0]
    dark: bool = False
    lights: bool = False
    turns: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The screens' codes in their order."""
        return tuple(item.code for item in self.items)

    @property
    def seconds(self) -> dict[str, int]:
        """The seconds planned for each screen, by code."""
        return {item.code: item.seconds for item in self.items}

    @property
    def notes(self) -> dict[str, str]:
        """The presenter's notes for each screen, by code; empty where there are none."""
        return {item.code: item.notes for item in self.items}

    def with_screens(self, codes: Iterable[str], seconds: Mapping[str, int] | None = None) -> Agenda:
        """Returns this agenda with other screens, each once; a screen keeps its notes, and its seconds unless given."""
        known, planned = {item.code: item for item in self.items}, seconds or {}
        unique = tuple(dict.fromkeys(codes))[:MOST_ITEMS]
        items = (known.get(code, Item(code)) for code in unique)
        return replace(
            self, items=tuple(replace(item, seconds=_clamped(planned.get(item.code, item.seconds))) for item in items)
        )

    def with_list(self, before: Collection[str], after: Mapping[str, int]) -> Agenda:
        """Returns this agenda with the screens of `after`, in their order and with their seconds, in place of `before`.

        The other screens, such as those that a release cannot fill, stay where they are.
        """
        places = iter(after)
        codes = (next(places, None) if code in before else code for code in self.codes)
        return self.with_screens((code for code in codes if code is not None), after)

    def with_notes(self, notes: Mapping[str, str]) -> Agenda:
        """Returns this agenda with other notes for some of its screens, cut at NOTES_LENGTH characters."""
        items = (replace(item, notes=notes.get(item.code, item.notes)[:NOTES_LENGTH]) for item in self.items)
        return replace(self, items=tuple(items))

    def without_notes(self) -> Agenda:
        """Returns this agenda without notes: all that the screens depend on."""
        return self.with_notes(dict.fromkeys(self.codes, ""))


def _clamped(seconds: int) -> int:
    return max(SHORTEST_SECONDS, min(LONGEST_SECONDS, seconds))


def parse_agenda(saved: Any) -> Agenda:
    """Returns an agenda from its JSON; fields that cannot be understood take their defaults."""
    if not isinstance(saved, dict):
        return Agenda()
    items = [item for item in saved.get("items", ()) if isinstance(item, dict) and isinstance(item.get("code"), str)]
    seconds = {item["code"]: item["seconds"] for item in items if isinstance(item.get("seconds"), int)}
    notes = {item["code"]: item["notes"] for item in items if isinstance(item.get("notes"), str)}
    language = saved.get("language")
    agenda = Agenda(
        language=language if language in LANGUAGES else LANGUAGES[0],
        dark=saved.get("dark") is True,
        lights=saved.get("lights") is True,
        turns=saved.get("turns") is True,
    )
    return agenda.with_screens((item["code"] for item in items), seconds).with_notes(notes) if items else agenda


def saved_agendas(store: Store) -> dict[str, Agenda]:
    """Returns the saved agendas by name. Raises StoreError."""
    return {name: parse_agenda(saved) for name, saved in _parse(store.settings.get(_SETTING)).items()}


def save_agenda(store: Store, name: str, agenda: Agenda) -> None:
    """Saves an agenda under a name, replacing one of that name. Raises StoreError."""
    _change(store, lambda saved: saved | {name.strip()[:NAME_LENGTH]: asdict(agenda)})


def save_notes(store: Store, name: str, code: str, notes: str) -> None:
    """Saves the notes for one screen of a saved agenda; one that is not there stays absent. Raises StoreError."""

    def noted(saved: dict[str, Any]) -> dict[str, Any]:
        return saved | {name: asdict(parse_agenda(saved[name]).with_notes({code: notes}))} if name in saved else saved

    _change(store, noted)


def delete_agenda(store: Store, name: str) -> None:
    """Deletes an agenda; one that is not there is no error. Raises StoreError."""
    _change(store, lambda saved: {other: agenda for other, agenda in saved.items() if other != name})


def _change(store: Store, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Writes a change of the saved agendas, and tries again where another process wrote in between."""
    for _attempt in range(_SWAP_TRIES):
        before = store.settings.get(_SETTING)
        if store.settings.compare_and_swap(_SETTING, before, json.dumps(change(_parse(before)), ensure_ascii=False)):
            return


def _parse(setting: str | None) -> dict[str, Any]:
    try:
        saved = json.loads(setting or "{}")
    except ValueError:
        return {}
    return saved if isinstance(saved, dict) else {}
