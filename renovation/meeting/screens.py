"""What all screens of a meeting share: data, options, codes, and the reason if a screen is unavailable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from renovation.blocks.screen import Screen
from renovation.comparisons.alerts import Alert
from renovation.comparisons.results import Results
from renovation.domain import places
from renovation.language import Words


@dataclass(frozen=True)
class UnavailableScreen:
    """A screen that cannot be shown, because the release has no data for it.

    `code` identifies the screen in agendas, `name` is its name in lists, `reason` a sentence that says which data is
    missing.
    """

    code: str
    name: str
    reason: str


@dataclass(frozen=True, eq=False)
class ScreenData:
    """The data from which the screens of a release are built.

    `history` has the figures of all releases up to this release; it is the result of `comparisons.history.history_of`.
    """

    results: Results
    alerts: tuple[Alert, ...]
    history: pd.DataFrame


@dataclass(frozen=True)
class ScreenOptions:
    """Options of an agenda that apply to all its screens.

    If `lights` is True, the name of a unit is green if the unit has reached its target, and red if it has not.
    """

    lights: bool = False


ScreenBuilder = Callable[[Results, Words, ScreenOptions], Screen | UnavailableScreen]
"""A function that builds one screen from a release's comparisons, or an UnavailableScreen if the release has no data
for it."""


def unit_code(name: str) -> str:
    """Returns the code of a unit's screen in agendas; for the unit named `织里镇` it is `unit:zhili`."""
    return f"unit:{places.code_of(name)}"


def measure_code(measure: str) -> str:
    """Returns the code of a measure's screen in agendas, such as `measure:completion_rate`."""
    return f"measure:{measure}"
