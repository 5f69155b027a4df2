"""An agenda: the screens of a meeting, their order and their planned times. Agendas are stored under a name."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from renovation.language import LANGUAGES
from renovation.releases.rows import Rows
from renovation.releases.store import Store

DEFAULT_SECONDS: Final = 60
SHORTEST_SECONDS: Final = 5
LONGEST_SECONDS: Final = 3600
MOST_ITEMS: Final = 60
NAME_LENGTH: Final = 40
NOTES_LENGTH: Final = 2000
MOST_AGENDAS: Final = 200
"""The most stored agendas. If there are as many, only a visitor with the publisher's key can save another one."""
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
"""The codes of the screens in the default agenda."""


@dataclass(frozen=True)
class Author:
    """The visitor who saves an agenda or starts a meeting.

    `code` differs from visitor to visitor and contains nothing personal; `is_publisher` says whether the visitor has
    the publisher's key.
    """

    code: str = ""
    is_publisher: bool = False

    def may_change(self, owner: str) -> bool:
        """Returns whether this author may change an agenda or a meeting of the visitor with the code `owner`.

        A publisher may change those of all visitors, any other visitor only their own.
        """
        return self.is_publisher or self.code == owner


NOBODY: Final = Author()
"""The author of agendas that were saved before authors were stored."""


class RefusedChange(Exception):
    """An agenda cannot be saved or deleted, because the visitor does not have the publisher's key."""


class ForeignAgenda(RefusedChange):
    """The agenda with this name was saved by another visitor, so that only a publisher may replace or delete it."""


class TooManyAgendas(RefusedChange):
    """There are MOST_AGENDAS agendas already, so that only a publisher may save another one."""


@dataclass(frozen=True)
class Item:
    """A screen on an agenda: its code, the planned time in seconds, and the presenter's notes."""

    code: str
    seconds: int = DEFAULT_SECONDS
    notes: str = ""


@dataclass(frozen=True)
class Agenda:
    """The screens of a meeting in their order (`items`), and the options that apply to all of them.

    `language` is "zh" or "en". If `turns` is True, the screens advance when their planned time is over. If `lights` is
    True, the names of units are green or red depending on whether they reach their target. `dark` selects the dark
    theme.
    """

    items: tuple[Item, ...] = tuple(Item(code) for code in DEFAULT_CODES)
    language: str = LANGUAGES[0]
    dark: bool = False
    lights: bool = False
    turns: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the screens on the agenda, in their order."""
        return tuple(item.code for item in self.items)

    @property
    def seconds(self) -> dict[str, int]:
        """The planned time of each screen in seconds; the keys are the codes of the screens."""
        return {item.code: item.seconds for item in self.items}

    @property
    def notes(self) -> dict[str, str]:
        """The presenter's notes for each screen, empty if there are none; the keys are the codes of the screens."""
        return {item.code: item.notes for item in self.items}

    def with_screens(self, codes: Iterable[str], seconds: Mapping[str, int] | None = None) -> Agenda:
        """Returns a copy of the agenda that consists of the screens `codes`, in this order.

        A code that occurs twice is taken once, and at most MOST_ITEMS screens are taken. Screens that the agenda
        already had keep their notes and planned times. `seconds` maps codes of screens to new planned times in seconds;
        None changes no time.
        """
        known, planned = {item.code: item for item in self.items}, seconds or {}
        unique = tuple(dict.fromkeys(codes))[:MOST_ITEMS]
        items = (known.get(code, Item(code)) for code in unique)
        return replace(
            self, items=tuple(replace(item, seconds=_clamped(planned.get(item.code, item.seconds))) for item in items)
        )

    def with_edited_list(self, listed: Collection[str], edited: Mapping[str, int]) -> Agenda:
        """Returns a copy of the agenda after a visitor has edited the list of its screens in the browser.

        The list shows only the screens for which the release has data; `listed` are their codes. `edited` maps the
        codes of the screens that the visitor left in the list, in their new order, to planned times in seconds. These
        screens take the positions of the listed screens in the agenda, one after another. Screens that the list does
        not show keep their positions.
        """
        places = iter(edited)
        codes = (next(places, None) if code in listed else code for code in self.codes)
        return self.with_screens((code for code in codes if code is not None), edited)

    def with_notes(self, notes: Mapping[str, str]) -> Agenda:
        """Returns a copy of the agenda with new notes; `notes` maps codes of screens to notes.

        Each note is cut at NOTES_LENGTH characters.
        """
        items = (replace(item, notes=notes.get(item.code, item.notes)[:NOTES_LENGTH]) for item in self.items)
        return replace(self, items=tuple(items))

    def without_notes(self) -> Agenda:
        """Returns a copy of the agenda without notes, which is used as a cache key for its screens.

        The screens do not depend on the notes.
        """
        return self.with_notes(dict.fromkeys(self.codes, ""))


def _clamped(seconds: int) -> int:
    return max(SHORTEST_SECONDS, min(LONGEST_SECONDS, seconds))


def parse_agenda(saved: Any) -> Agenda:
    """Builds an agenda from `saved`, the parsed JSON that the database stores.

    Missing or invalid fields get their defaults.
    """
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
    """Returns the stored agendas; the keys are their names. Raises StoreError if the database does not respond."""
    with store.agendas() as rows:
        return {row["name"]: parse_agenda(_parsed(row["content"])) for row in rows.all()}


def save_agenda(store: Store, name: str, agenda: Agenda, author: Author = NOBODY) -> None:
    """Stores `agenda` under the name `name`, of which the first NAME_LENGTH characters are used.

    An agenda with the same name is replaced, but its first author stays its owner. Raises ForeignAgenda if `author` may
    not replace it (see `Author.may_change`; the default author, NOBODY, may replace only agendas that were saved before
    owners were stored). Raises TooManyAgendas if the name is new, MOST_AGENDAS agendas are stored already and the
    author does not have the publisher's key. Raises StoreError if the database does not respond.
    """
    name = name.strip()[:NAME_LENGTH]
    with store.agendas(writes=True) as rows:
        saved = rows.get(name)
        if saved is None and not author.is_publisher and len(rows.all()) >= MOST_AGENDAS:
            raise TooManyAgendas(name)
        _put(rows, name, author.code if saved is None else _changeable(saved, author), agenda)


def save_notes(store: Store, name: str, code: str, notes: str, author: Author = NOBODY) -> None:
    """Stores the presenter's notes for the screen `code` in the agenda with the name `name`.

    Does nothing if there is no such agenda or `author` may not change it. Raises StoreError if the database does not
    respond.
    """
    with store.agendas(writes=True) as rows:
        saved = rows.get(name)
        if saved is not None and author.may_change(saved["owner"]):
            _put(rows, name, saved["owner"], parse_agenda(_parsed(saved["content"])).with_notes({code: notes}))


def delete_agenda(store: Store, name: str, author: Author = NOBODY) -> None:
    """Deletes the agenda with the name `name`; does nothing if there is no such agenda.

    Raises ForeignAgenda if `author` may not delete it, StoreError if the database does not respond.
    """
    with store.agendas(writes=True) as rows:
        saved = rows.get(name)
        if saved is not None:
            _changeable(saved, author)
            rows.delete(name)


def _changeable(saved: Mapping[str, Any], author: Author) -> str:
    """Returns the owner of a stored agenda: the code of the visitor who saved it first.

    `saved` is the row of the agenda in the store. Raises ForeignAgenda if `author` may not change the agenda.
    """
    owner: str = saved["owner"]
    if not author.may_change(owner):
        raise ForeignAgenda(saved["name"])
    return owner


def _put(rows: Rows, name: str, owner: str, agenda: Agenda) -> None:
    rows.put({"name": name, "owner": owner, "content": json.dumps(asdict(agenda), ensure_ascii=False)})


def _parsed(content: str) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
