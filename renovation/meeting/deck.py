"""A deck: the screens of an agenda, made from one release in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from renovation.blocks.model import DataRow, DataTable, Day, Paragraph
from renovation.blocks.screen import PresenterNotes, Screen
from renovation.comparisons.alerts import Alert
from renovation.comparisons.answers import Answers
from renovation.domain import places
from renovation.domain.tables import TABLES
from renovation.language import Words
from renovation.meeting.agenda import Agenda
from renovation.meeting.contents import agenda_screens
from renovation.meeting.provenance import table_provenance
from renovation.meeting.screens import ScreenOptions, UnavailableScreen
from renovation.releases.store import Release

SOURCE: Final = "source"
"""The code of the last screen of every meeting: the release, its hash and its tables."""


@dataclass(frozen=True)
class Deck:
    """The screens of an agenda with their release; `unavailable` are those that the release cannot fill.

    `units` are the codes of the units in the order of their call numbers.
    """

    release: Release
    words: Words
    agenda: Agenda
    screens: tuple[Screen, ...]
    unavailable: tuple[UnavailableScreen, ...]
    units: tuple[str, ...]
    simulated: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the screens in their order."""
        return tuple(screen.code for screen in self.screens)


def make_deck(release: Release, answers: Answers, alerts: Sequence[Alert], words: Words, agenda: Agenda) -> Deck:
    """Returns the screens of an agenda, and behind them the one that says where the figures come from."""
    made = agenda_screens(agenda.codes, answers, alerts, words, ScreenOptions(agenda.lights))
    return Deck(
        release,
        words,
        agenda,
        (*(one for one in made if isinstance(one, Screen)), source_screen(release, answers, words)),
        tuple(one for one in made if isinstance(one, UnavailableScreen)),
        tuple(places.code_of(name) for name in answers.units["unit"]),
        answers.simulated,
    )


def source_screen(release: Release, answers: Answers, words: Words) -> Screen:
    """The last screen: the release and its hash, and every table with its day and basis."""
    day = words.day(release.as_of)
    rows = tuple(
        DataRow((words.label(TABLES[name].title), Day(table.as_of, words.day(table.as_of)), words.basis(table.basis)))
        for name, table in answers.tables.items()
    )
    return Screen(
        SOURCE,
        words("Sources"),
        words("All figures are from release {number}, as of {day}", number=release.release, day=day),
        (
            DataTable((words("Table"), words("As of"), words("Basis")), rows),
            Paragraph(words("SHA-256 of the release: "), release.manifest_sha256),
        ),
        (table_provenance(answers, "unit_progress", words),),
        PresenterNotes((words("The release number and the hash identify exactly these figures."),)),
    )
