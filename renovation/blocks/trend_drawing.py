"""Computes the positions of a line chart's lines and labels, in SVG units from its upper left corner.

Later dates are further right, larger values are higher. The labels at the ends of the lines are moved apart, so that
each can be read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from renovation.blocks.model import Trend, TrendLine, TrendPoint
from renovation.blocks.text import shortened, width_of

WIDTH: Final = 430.0
WIDE: Final = 880.0
"""The width of a chart that is alone on the screen, in SVG units."""
HEIGHT: Final = 340.0
LOW: Final = 150.0
"""The height of a chart that shares the screen with other blocks, in SVG units."""
_LEFT: Final = 24.0
"""The least room at the left of the lines."""
_MOST_NAMES: Final = 196.0
"""The largest width of the labels at the ends of the lines, with the gap before them."""
_LETTER: Final = 12.5
"""The width of a Chinese character in a label; `assets/stage.css` sets the same size."""
_LONGEST_NAME: Final = 11.0
"""Labels shorten longer names; in widths of a Chinese character."""
_TOP: Final = 22.0
_BELOW: Final = 28.0
"""The height of the dates below the axis."""
_LABEL_HEIGHT: Final = 16.5
_LABEL_GAP: Final = 14.0
_HEADROOM: Final = 1.04
_MOST_MARKS: Final = 20
"""A line with more points has marks at its two ends only."""


@dataclass(frozen=True)
class PlacedLine:
    """A line of a line chart, with positions in SVG units from the upper left corner of the chart.

    `path` has the points of the line as text (`x,y x,y …`). `marks` are the points (x, y) that are drawn as dots, `end`
    is the last point. `label_y` is the vertical position of the line's label.
    """

    line: TrendLine
    path: str
    marks: tuple[tuple[float, float], ...]
    end: tuple[float, float]
    label_y: float


@dataclass(frozen=True)
class TrendDrawing:
    """The positions of all parts of a line chart, in SVG units from its upper left corner.

    `width` and `height` are the size of the chart, `lines` its lines. `base` is the vertical position of the value
    zero. `left` and `right` are the horizontal positions of the first and the last date, which `first_day` and
    `last_day` state as text. The labels of the lines begin at `label_x`; in them, names wider than `name_room` Chinese
    characters are shortened.
    """

    width: float
    height: float
    lines: tuple[PlacedLine, ...]
    base: float
    left: float
    right: float
    label_x: float
    name_room: float
    first_day: str
    last_day: str


def trend_drawing(trend: Trend, is_alone: bool, is_low: bool) -> TrendDrawing:
    """Computes the positions of a line chart's lines and labels, in SVG units.

    The chart is wide if it is alone on the screen (`is_alone`), and low if other blocks share the screen (`is_low`).
    Every line of `trend` needs at least one point.
    """
    width = WIDE if is_alone else WIDTH
    total = LOW if is_low else HEIGHT
    left, right, base = _room_for_first_figures(trend), width - _room_for_names(trend), total - _BELOW
    points = [point for line in trend.lines for point in line.points]
    first, last = (act(points, key=lambda point: point.day.value) for act in (min, max))
    top = _HEADROOM * max((point.figure.value or 0.0 for point in points), default=0.0) or 1.0

    def place(point: TrendPoint) -> tuple[float, float]:
        passed = _share(point.day.value, first.day.value, last.day.value)
        height = (point.figure.value or 0.0) / top
        return round(left + passed * (right - left), 1), round(base - height * (base - _TOP), 1)

    drawn = [[place(point) for point in line.points] for line in trend.lines]
    labels = label_heights([places[-1][1] for places in drawn], _LABEL_HEIGHT, total)
    lines = tuple(
        PlacedLine(line, " ".join(f"{x},{y}" for x, y in places), _marks(places), places[-1], label)
        for line, places, label in zip(trend.lines, drawn, labels, strict=True)
    )
    label_x = right + _LABEL_GAP
    return TrendDrawing(width, total, lines, base, left, right, label_x, _LONGEST_NAME, first.day.words, last.day.words)


def _room_for_first_figures(trend: Trend) -> float:
    """Returns the width of the space left of the lines, in SVG units.

    Lines that are emphasised have their first figure there.
    """
    firsts = (line.points[0].figure.words for line in trend.lines if line.strong)
    return max([_LEFT, *(_LETTER * (width_of(first) + 1) for first in firsts)])


def _room_for_names(trend: Trend) -> float:
    """Returns the width in SVG units of the space right of the lines, in which the labels of the lines stand."""
    labels = (f"{shortened(line.name, _LONGEST_NAME)} {line.points[-1].figure.words}" for line in trend.lines)
    return min(_MOST_NAMES, _LABEL_GAP + 1.08 * _LETTER * max(map(width_of, labels), default=0.0))


def _marks(places: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    return tuple(places) if len(places) <= _MOST_MARKS else (places[0], places[-1])


def _share(day: dt.date, first: dt.date, last: dt.date) -> float:
    return (day - first) / (last - first) if last > first else 1.0


def label_heights(line_ends: list[float], gap: float, bottom: float) -> list[float]:
    """Returns the vertical position of each line's label, so that the labels do not overlap.

    `line_ends` are the vertical positions at which the lines end, in any order; the result is in the same order. All
    positions are in SVG units downwards from the top of the chart. Each label stands at the end of its line, or lower
    if a label above is closer than `gap`. The first label is at least `gap` from the top. Labels that would be lower
    than `bottom` are moved up. If the chart is too low for all labels, the upper ones are above its top.
    """
    order = sorted(range(len(line_ends)), key=lambda place: line_ends[place])
    free = list(line_ends)
    least = gap
    for place in order:
        free[place] = least = max(free[place], least)
        least += gap
    most = bottom
    for place in reversed(order):
        free[place] = most = min(free[place], most)
        most -= gap
    return [round(height, 1) for height in free]
