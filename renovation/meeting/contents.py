"""Which screens a release can be asked for, in the order in which they stand in the agenda's list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from renovation.blocks.screen import Screen
from renovation.comparisons.alerts import Alert
from renovation.comparisons.answers import Answers
from renovation.language import Words
from renovation.meeting.district_screens import checks_screen, counties_screen, goals_screen, overview_screen
from renovation.meeting.map_screen import map_screen
from renovation.meeting.screens import ScreenBuilder, ScreenOptions, UnavailableScreen, measure_code, unit_code
from renovation.meeting.task_screens import actions_screen, alerts_screen
from renovation.meeting.unit_screens import SCREEN_MEASURES, measure_screen, own_screen, units_screen


def screen_builders(answers: Answers, alerts: Sequence[Alert]) -> Mapping[str, ScreenBuilder]:
    """Returns what makes each screen, by code."""
    return {
        "overview": overview_screen,
        "units": units_screen,
        **{measure_code(measure): measure_screen(measure) for measure in SCREEN_MEASURES},
        "counties": counties_screen,
        "map": map_screen,
        "goals": goals_screen,
        "actions": actions_screen,
        "exceptions": alerts_screen(alerts),
        **{unit_code(name): own_screen(name) for name in answers.units["unit"]},
        "checks": checks_screen,
    }


def all_screens(
    answers: Answers, alerts: Sequence[Alert], words: Words, options: ScreenOptions
) -> dict[str, Screen | UnavailableScreen]:
    """Returns every screen of a release, by code."""
    return {code: build(answers, words, options) for code, build in screen_builders(answers, alerts).items()}


def agenda_screens(
    codes: Iterable[str], answers: Answers, alerts: Sequence[Alert], words: Words, options: ScreenOptions
) -> tuple[Screen | UnavailableScreen, ...]:
    """Returns the screens of an agenda in its order; a code that the release does not know is unavailable."""
    builders, unknown = screen_builders(answers, alerts), words("This release has no such screen.")
    return tuple(
        builders[code](answers, words, options) if code in builders else UnavailableScreen(code, code, unknown)
        for code in codes
    )
