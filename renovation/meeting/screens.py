"""What every screen of a meeting has in common: the options it is made with, its code, and why it may be left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from renovation.blocks.screen import Screen
from renovation.comparisons.alerts import Alert
from renovation.comparisons.answers import Answers
from renovation.domain import places
from renovation.language import Words


@dataclass(frozen=True)
class UnavailableScreen:
    """A screen for which the release has no data; `reason` says what is missing."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True, eq=False)
class ScreenData:
    """What the screens of a release are made from; `history` up to the release has the columns of `history_of`."""

    answers: Answers
    alerts: tuple[Alert, ...]
    history: pd.DataFrame


@dataclass(frozen=True)
class ScreenOptions:
    """What the presenter chose for all screens: `lights` names units in green or red by their target."""

    lights: bool = False


ScreenBuilder = Callable[[Answers, Words, ScreenOptions], Screen | UnavailableScreen]
"""Makes one screen out of a release's comparisons."""


def unit_code(name: str) -> str:
    """Returns the code of a unit's own screen."""
    return f"unit:{places.code_of(name)}"


def measure_code(measure: str) -> str:
    """Returns the code of a measure's screen."""
    return f"measure:{measure}"
