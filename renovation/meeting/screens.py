"""A meeting's screens: each makes one finding, one figure and the presenter's notes out of a release's answers.

A screen that the release cannot fill gives the reason instead, and the agenda says it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from renovation.blocks.html import Html
from renovation.comparisons.answers import Answers
from renovation.domain import places
from renovation.language import Words


@dataclass(frozen=True)
class LikelyQuestion:
    """A question that the audience is likely to ask, its answer, and where the answer comes from."""

    question: str
    answer: str
    source: str


@dataclass(frozen=True)
class Notes:
    """What the presenter sees beside a screen: sentences to say, and likely questions."""

    say: tuple[str, ...] = ()
    questions: tuple[LikelyQuestion, ...] = ()


@dataclass(frozen=True)
class Screen:
    """One screen: its name on the agenda, the finding that is its title, its figure, day and basis, and the notes."""

    code: str
    name: str
    finding: str
    figure: Html
    basis: str
    notes: Notes = Notes()


@dataclass(frozen=True)
class Absent:
    """A screen that leaves itself out, and why."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True)
class Wishes:
    """What the presenter wants of the screens: units in green or red by whether they reach their target, and dark."""

    lights: bool = False
    dark: bool = False


Draw = Callable[[Answers, Words, Wishes], Screen | Absent]
"""What makes one screen."""


def unit_code(name: str) -> str:
    """The code of a unit's own screen."""
    return f"unit:{places.code_of(name)}"


def measure_code(measure: str) -> str:
    """The code of a measure's screen."""
    return f"measure:{measure}"
