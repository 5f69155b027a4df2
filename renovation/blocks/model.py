"""The blocks that a screen is made of: figures with their printed words, units, dates and bases.

Nothing here knows how it is drawn: the same blocks are meant for HTML, Word, PowerPoint and Excel.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Mark = Literal["bar", "dot"]
"""How a ranking shows its figures: a bar for an amount, a dot for a rate."""
Tone = Literal["", "own", "other", "good", "bad"]
"""Whether a row is the district's own among others, or judged by its target."""
GoalLight = Literal["green", "amber", "red"]


@dataclass(frozen=True)
class Figure:
    """A figure and the words in which it is printed.

    `value` is in `unit` (of `domain.units_of_measurement`), None where the data holds none. The words leave the unit
    out where a heading names it.
    """

    value: float | None
    words: str
    unit: str = ""


@dataclass(frozen=True)
class Day:
    """A day and the words in which it is printed."""

    value: dt.date
    words: str


@dataclass(frozen=True)
class Provenance:
    """The day and the basis (whose statistic) of figures, and the words for both."""

    as_of: dt.date
    basis: str
    words: str


@dataclass(frozen=True)
class HeadlineCard:
    """One large figure with its label, explaining lines and provenance; `**` stands around what is bold in a line."""

    label: str
    figure: Figure
    lines: tuple[str, ...] = ()
    provenance: Provenance | None = None


@dataclass(frozen=True)
class HeadlineCards:
    """Large figures side by side."""

    cards: tuple[HeadlineCard, ...]


@dataclass(frozen=True)
class RankedRow:
    """One place of a ranking.

    `code` is the place's stable name; `rank` is shared by equal figures, None where there is none; `call_number` is
    the number by which a presenter calls the place. `target` is in the figure's unit; `detail` is a second figure
    beside the first. `tooltip` holds more figures in words.
    """

    code: str
    name: str
    figure: Figure
    rank: int | None = None
    call_number: int | None = None
    target: Figure | None = None
    detail: Figure | None = None
    tone: Tone = ""
    tooltip: str = ""


@dataclass(frozen=True)
class Ranking:
    """Places by one measure, the first on top.

    `measure`, `target_heading` and `detail_heading` head the rows' figures; `remarks` explain them.
    """

    measure: str
    rows: tuple[RankedRow, ...]
    mark: Mark = "bar"
    target_heading: str = ""
    detail_heading: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoalProgress:
    """One goal on its way.

    `light` has its word in `light_words`. `actual`, `target` and `forecast` (what the target grows to by the deadline,
    where a rival sets it) are in one unit. `distance` says in words how far it is.
    """

    name: str
    light: GoalLight
    light_words: str
    actual: Figure
    target: Figure
    forecast: Figure | None
    distance: str
    provenance: Provenance


@dataclass(frozen=True)
class GoalList:
    """Goals below each other, and the rule behind their lights."""

    goals: tuple[GoalProgress, ...]
    rule: str


Cell = str | Figure | Day


@dataclass(frozen=True)
class DataRow:
    """The cells of a table's row; `code` is the stable name of the place that it belongs to, if to one."""

    cells: tuple[Cell, ...]
    code: str | None = None


@dataclass(frozen=True)
class DataTable:
    """A table with its headings."""

    headings: tuple[str, ...]
    rows: tuple[DataRow, ...]


@dataclass(frozen=True)
class Bullet:
    """One statement of a list: its sign, the sentence, and in small the rule or provenance behind it."""

    sign: str
    sentence: str
    detail: str = ""


@dataclass(frozen=True)
class BulletList:
    """Statements below each other, such as alerts in order of urgency."""

    bullets: tuple[Bullet, ...]


@dataclass(frozen=True)
class Paragraph:
    """A line of text; `literal` follows it letter for letter, as a hash."""

    words: str
    literal: str = ""


@dataclass(frozen=True)
class MapCircle:
    """A place on the map: `figure` is the circle's area, `shade` the index of its class, None where not reported.

    `lon` and `lat` are degrees of WGS84.
    """

    code: str
    name: str
    lon: float
    lat: float
    figure: Figure
    shade: int | None
    tooltip: str = ""


@dataclass(frozen=True)
class MapClass:
    """One class of a map's colours; `shade` counts from 0, the lowest, and is None for what is not reported."""

    shade: int | None
    words: str


@dataclass(frozen=True)
class MapName:
    """A name written on the ground of a map, with the degrees of its middle."""

    words: str
    lon: float
    lat: float


@dataclass(frozen=True)
class CircleMap:
    """The district with a circle for each place; what area and colour mean, and how exact the positions are.

    `sizes` are round figures whose circles explain the areas.
    """

    circles: tuple[MapCircle, ...]
    sizes: tuple[Figure, ...]
    size_heading: str
    colour_heading: str
    classes: tuple[MapClass, ...]
    names: tuple[MapName, ...]
    note: str


@dataclass(frozen=True)
class TrendPoint:
    """A figure on a day."""

    day: Day
    figure: Figure


@dataclass(frozen=True)
class TrendLine:
    """A place's figures from day to day, the earliest first; `code` is the place's stable name."""

    code: str
    name: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True)
class Trend:
    """Lines on one scale from zero, each with its name and last figure at its end."""

    heading: str
    lines: tuple[TrendLine, ...]


@dataclass(frozen=True)
class Trends:
    """Trends side by side, each on a scale of its own; `is_low` where they share the screen with other blocks."""

    trends: tuple[Trend, ...]
    is_low: bool = False


Block = HeadlineCards | Ranking | GoalList | DataTable | BulletList | Paragraph | CircleMap | Trends


def figure(value: float | None, words: str, unit: str = "") -> Figure:
    """Returns a figure whose value is None where the data holds NaN."""
    return Figure(None if value is None or pd.isna(value) else float(value), words, unit)
