"""Where the parts of a block stand on an HTML screen: densities, widths of columns, shares of the longest bar.

Lengths are percent of a bar's track; texts are measured in the width of one Chinese character.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from renovation.blocks.model import Figure, GoalProgress, RankedRow, Ranking
from renovation.blocks.text import width_of

_DENSITIES: Final = ((6, "few"), (10, "some"), (15, "many"))
_CROWDED: Final = "crowd"
_NAME_ROOM: Final = {"few": 20.0, "some": 20.0, "many": 12.5, _CROWDED: 11.5}
"""How many characters of a name a row holds: two lines where rows are few, else one."""
_SHORT_NAME: Final = 4.4
_LONG_NAME: Final = 8.0
"""Up to how many characters of the longest name the column of names is narrow, and beyond how many it is wide."""
_HALF: Final = 50.0
_LABEL: Final = 30.0
"""The share of a track that a label takes at most."""
_LARGE_ROOM: Final = 3.6
"""How many characters of a large figure a card holds at its largest size of type."""


@dataclass(frozen=True)
class RankingLayout:
    """`columns` hold the rows; lengths are shares of the longest figure or target; `names` says how wide names are."""

    density: str
    columns: tuple[tuple[RankedRow, ...], ...]
    longest: float
    names: str
    name_room: float
    has_details: bool


def density(count: int) -> str:
    """Returns how densely so many rows stand: "few", "some", "many", or "crowd" in two columns."""
    return next((name for most, name in _DENSITIES if count <= most), _CROWDED)


def ranking_layout(ranking: Ranking) -> RankingLayout:
    """Returns where a ranking's rows stand: in two columns where they are many; the scale runs from 0."""
    rows, how = ranking.rows, density(len(ranking.rows))
    lengths = [one.value for row in rows for one in (row.figure, row.target) if one and one.value is not None]
    half = -(-len(rows) // 2)
    columns = (rows[:half], rows[half:]) if how == _CROWDED else (rows,)
    widest = max((width_of(row.name) for row in rows), default=0.0)
    return RankingLayout(
        how,
        columns,
        max(lengths, default=0.0) or 1.0,
        "brief" if widest <= _SHORT_NAME else "long" if widest > _LONG_NAME else "usual",
        _NAME_ROOM[how],
        any(row.detail for row in rows),
    )


def percent_of(figure: Figure | None, longest: float) -> float | None:
    """Returns a figure's length in percent of the longest, None where it is missing; what is negative has none."""
    return None if figure is None or figure.value is None else round(100 * max(0.0, figure.value) / longest, 2)


def card_size(figure: Figure) -> str:
    """Returns the class of a large figure's size of type, so that it stays on one line."""
    wide = width_of(figure.words)
    return "large" if wide <= _LARGE_ROOM else "large long" if wide <= 1.6 * _LARGE_ROOM else "large longer"


@dataclass(frozen=True)
class GoalLayout:
    """Percent of a goal's track: how far it is, where the target stands, and how far the target grows.

    Labels stand where their figures do: `actual_label` and `target_label` are a place with an SVG text-anchor.
    """

    actual: float
    target: float
    forecast: float | None

    @property
    def track(self) -> float:
        """The length of the way: to the target, or to the figure where it is beyond."""
        return max(self.actual, self.target)

    @property
    def target_label(self) -> tuple[float, str]:
        """The target's label ends at its tick, or begins there where the tick stands in the first half."""
        return (self.target, "end") if self.target >= _HALF else (max(self.target, self._label_room), "start")

    @property
    def actual_label(self) -> tuple[float, str]:
        """The label begins with the bar, or ends with it where the target's label stands before the bar's end."""
        return (0.0, "start") if self._label_room or self.target >= _HALF else (self.actual, "end")

    @property
    def _label_room(self) -> float:
        """What the label of a bar that ends before an early tick needs."""
        return _LABEL if self.actual < self.target < _HALF else 0.0


def goal_layout(goal: GoalProgress) -> GoalLayout:
    """Returns where a goal's figures stand, with a little room behind the longest."""
    figures = (goal.actual, goal.target, goal.forecast)
    longest = 1.02 * max(one.value or 0.0 for one in figures if one) or 1.0
    return GoalLayout(
        percent_of(goal.actual, longest) or 0.0,
        percent_of(goal.target, longest) or 0.0,
        percent_of(goal.forecast, longest),
    )


def sparkline(course: Sequence[tuple[dt.date, float]]) -> tuple[tuple[float, float], ...]:
    """Returns the points of a course in percent of a box, from its left and from its top.

    The first day stands at the left, the largest value on top; a course of equal values runs through the middle.
    """
    first, values = course[0][0], [value for _day, value in course]
    days, low, high = (course[-1][0] - first).days or 1, min(values), max(values)
    return tuple(
        (
            round(100 * (day - first).days / days, 1),
            round(100 * (high - value) / (high - low), 1) if high > low else _HALF,
        )
        for day, value in course
    )
