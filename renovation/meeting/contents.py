"""Lists the screens that can be shown for a release, in the order in which the agenda offers them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from renovation.blocks.screen import Screen
from renovation.language import Words
from renovation.meeting.change_screens import changes_screen, trend_screen
from renovation.meeting.district_screens import checks_screen, counties_screen, goals_screen, overview_screen
from renovation.meeting.map_screen import map_screen
from renovation.meeting.own_screen import only_unit_screen, own_screen
from renovation.meeting.screens import (
    ScreenBuilder,
    ScreenData,
    ScreenOptions,
    UnavailableScreen,
    measure_code,
    unit_code,
)
from renovation.meeting.task_screens import actions_screen, alerts_screen
from renovation.meeting.unit_screens import SCREEN_MEASURES, measure_screen, units_screen


def screen_builders(data: ScreenData) -> Mapping[str, ScreenBuilder]:
    """Returns the functions that build the screens of a meeting; the keys are the codes of the screens.

    `data` holds the results, alerts and history of the release that the screens are about.
    """
    units = [str(name) for name in data.results.units["unit"]]
    return {
        "overview": overview_screen(data.history),
        "changes": changes_screen(data.history),
        "trend": trend_screen(data.history),
        "units": only_unit_screen(units[0], data.history) if len(units) == 1 else units_screen,
        **{measure_code(measure): measure_screen(measure) for measure in SCREEN_MEASURES},
        "counties": counties_screen,
        "map": map_screen,
        "goals": goals_screen(data.history),
        "actions": actions_screen,
        "exceptions": alerts_screen(data.alerts),
        **{unit_code(name): own_screen(name, data.history) for name in units},
        "checks": checks_screen,
    }


def all_screens(data: ScreenData, words: Words, options: ScreenOptions) -> dict[str, Screen | UnavailableScreen]:
    """Builds every screen that an agenda can contain, for one release; the keys are the codes of the screens.

    `data` holds the results, alerts and history of the release.
    """
    return {code: build(data.results, words, options) for code, build in screen_builders(data).items()}


def agenda_screens(
    codes: Iterable[str], data: ScreenData, words: Words, options: ScreenOptions
) -> tuple[Screen | UnavailableScreen, ...]:
    """Builds the screens with the codes `codes`, in this order; an unknown code gives an UnavailableScreen.

    `data` holds the results, alerts and history of the release.
    """
    builders, unknown = screen_builders(data), words("This release has no such screen.")
    return tuple(
        builders[code](data.results, words, options) if code in builders else UnavailableScreen(code, code, unknown)
        for code in codes
    )
