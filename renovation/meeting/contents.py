"""Which screens a release can be asked for, in the order in which they stand in the agenda's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from renovation.comparisons.alerts import Alert
from renovation.comparisons.answers import Answers
from renovation.language import Words
from renovation.meeting.district_screens import checks_screen, counties_screen, goals_screen, overview_screen
from renovation.meeting.map_screen import map_screen
from renovation.meeting.screens import Absent, Draw, Screen, Wishes, measure_code, unit_code
from renovation.meeting.task_screens import actions_screen, exceptions_screen
from renovation.meeting.unit_screens import SCREEN_MEASURES, measure_screen, own_screen, units_screen

USUAL: Final = (
    "overview",
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


def draws_of(answers: Answers, alerts: Sequence[Alert]) -> Mapping[str, Draw]:
    """What makes each screen that may be asked for, by code; `alerts` are what wants a decision by the history."""
    return {
        "overview": overview_screen,
        "units": units_screen,
        **{measure_code(measure): measure_screen(measure) for measure in SCREEN_MEASURES},
        "counties": counties_screen,
        "map": map_screen,
        "goals": goals_screen,
        "actions": actions_screen,
        "exceptions": exceptions_screen(alerts),
        **{unit_code(name): own_screen(name) for name in answers.units["unit"]},
        "checks": checks_screen,
    }


def screens_of(answers: Answers, alerts: Sequence[Alert], words: Words, wishes: Wishes) -> dict[str, Screen | Absent]:
    """Every screen that may be asked for, filled or absent, by code."""
    return {code: draw(answers, words, wishes) for code, draw in draws_of(answers, alerts).items()}


def asked_for(
    codes: tuple[str, ...], answers: Answers, alerts: Sequence[Alert], words: Words, wishes: Wishes
) -> tuple[Screen | Absent, ...]:
    """The screens of an agenda in its order; codes that the release does not know are absent."""
    draws, _ = draws_of(answers, alerts), words.gettext
    return tuple(
        draws[code](answers, words, wishes)
        if code in draws
        else Absent(code, code, _("The release knows no such screen."))
        for code in codes
    )
