"""A deck: the screens of an agenda, built from one release in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from renovation.blocks.model import DataRow, DataTable, Day, Paragraph
from renovation.blocks.screen import PresenterNotes, Screen
from renovation.comparisons.results import Results
from renovation.domain import places
from renovation.domain.tables import TABLES
from renovation.language import Words
from renovation.meeting.agenda import Agenda
from renovation.meeting.contents import agenda_screens
from renovation.meeting.provenance import table_provenance
from renovation.meeting.screens import ScreenData, ScreenOptions, UnavailableScreen
from renovation.releases.store import Release

SOURCE: Final = "source"
"""The code of the last screen of every meeting, which lists the sources: the release, its hash and its tables."""


@dataclass(frozen=True)
class Deck:
    """The screens of an agenda, built from one release in one language, in the order in which a meeting shows them.

    `unavailable` are the screens of the agenda for which the release has no data. One item of the agenda can have
    several screens, if its content does not fit on one. `seconds` maps the code of each screen to its planned time in
    seconds: the screens of one item share the time of the item; the last screen, which no agenda contains, has 0.
    `items` maps the code of each screen to the code of its item. `units` maps codes of units to names; a presenter
    highlights the first unit by typing Shift+1, the second by typing Shift+2, and so on. `simulated` says that the
    release contains made-up figures.
    """

    release: Release
    words: Words
    agenda: Agenda
    screens: tuple[Screen, ...]
    seconds: Mapping[str, int]
    items: Mapping[str, str]
    unavailable: tuple[UnavailableScreen, ...]
    units: Mapping[str, str]
    simulated: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the screens in their order."""
        return tuple(screen.code for screen in self.screens)


def make_deck(release: Release, data: ScreenData, words: Words, agenda: Agenda) -> Deck:
    """Builds the screens of an agenda for `release`, and a last screen with the sources of all figures.

    `data` holds the results, alerts and history of this release.
    """
    made = agenda_screens(agenda.codes, data, words, ScreenOptions(agenda.lights))
    pages = [one.pages() for one in made if isinstance(one, Screen)]
    source = source_screen(release, data.results, words)
    return Deck(
        release,
        words,
        agenda,
        (*chain.from_iterable(pages), source),
        {code: seconds for screen in pages for code, seconds in _shared(screen, agenda).items()} | {source.code: 0},
        {page.code: screen[0].code for screen in pages for page in screen},
        tuple(one for one in made if isinstance(one, UnavailableScreen)),
        {places.code_of(name): words.place(name) for name in data.results.units["unit"]},
        data.results.simulated,
    )


def _shared(pages: tuple[Screen, ...], agenda: Agenda) -> dict[str, int]:
    """Returns the planned time of each page of one screen in seconds; the keys are the codes of the pages.

    `pages` are all pages of the screen. The time that `agenda` plans for the screen is divided equally among them.
    """
    each, rest = divmod(agenda.seconds[pages[0].code], len(pages))
    return {page.code: each + (place < rest) for place, page in enumerate(pages)}


def source_screen(release: Release, results: Results, words: Words) -> Screen:
    """Returns the last screen of every meeting: the release with its hash, and the date and basis of each table."""
    rows = tuple(
        DataRow((words.label(TABLES[name].title), Day(table.as_of, words.day(table.as_of)), words.basis(table.basis)))
        for name, table in results.tables.items()
    )
    return Screen(
        SOURCE,
        words("Sources"),
        _source_finding(release, results, words),
        (
            DataTable((words("Table"), words("As of"), words("Basis")), rows),
            Paragraph(words("SHA-256 of the release: "), release.manifest_sha256),
        ),
        tuple(table_provenance(results, name, words) for name in results.tables),
        PresenterNotes((words("The release number and the hash identify exactly these figures."),)),
    )


def _source_finding(release: Release, results: Results, words: Words) -> str:
    days = [table.as_of for table in results.tables.values()]
    if min(days) == max(days):
        return words(
            "All figures are from release {number}, as of {day}", number=release.release, day=words.day(days[0])
        )
    return words(
        "All figures are from release {number}; the dates of its tables run from {first} to {last}",
        number=release.release,
        first=words.day(min(days)),
        last=words.day(max(days)),
    )
