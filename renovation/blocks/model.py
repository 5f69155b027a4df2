"""The blocks of a screen as data: figures, the texts that show them, units of measurement, dates and bases.

A basis says whose statistic a figure comes from. The blocks do not depend on HTML, so that code can also write them to
Word, PowerPoint or Excel files.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Mark = Literal["bar", "dot"]
"""How a ranking shows its figures: a bar for an amount, a dot for a rate."""
Tone = Literal["", "own", "other", "good", "bad"]
"""Selects the colour of a row in a ranking; see `RankedRow`."""
ChangeTone = Literal["up", "down", "level", "slow"]
"""The colour of a change: better, worse, neither, or better but too slow for a goal."""
GoalLight = Literal["green", "amber", "red"]


@dataclass(frozen=True)
class Figure:
    """A figure, and the text that shows it on a screen (`words`).

    `value` is in the unit of measurement `measurement_unit` (a key of `domain.measurement_units`, such as `万㎡`); it
    is None if the figure is missing. The text omits the unit of measurement if a heading names it.
    """

    value: float | None
    words: str
    measurement_unit: str = ""


@dataclass(frozen=True)
class Day:
    """A date, and the text that shows it (`words`)."""

    value: dt.date
    words: str


@dataclass(frozen=True)
class Provenance:
    """The as-of date of some figures, their basis (whose statistic they are), and a text that states both (`words`)."""

    as_of: dt.date
    basis: str
    words: str


@dataclass(frozen=True)
class HeadlineCard:
    """A card with one large figure, its label, the lines of text that explain it, its as-of date and its basis.

    The part of a line between two `**` is bold. `change` is a text about the difference from the previous figure, empty
    if there is no previous figure; `change_tone` selects its colour. `course` has the dates and values of the figure
    since 1 January, oldest first, which are drawn as a small line; `course_ends` states the first and the last of them
    as text.
    """

    label: str
    figure: Figure
    lines: tuple[str, ...] = ()
    provenance: Provenance | None = None
    change: str = ""
    change_tone: ChangeTone = "level"
    course: tuple[tuple[dt.date, float], ...] = ()
    course_ends: str = ""


@dataclass(frozen=True)
class HeadlineCards:
    """Cards with one large figure each, side by side."""

    cards: tuple[HeadlineCard, ...]


@dataclass(frozen=True)
class RankedRow:
    """A place in a ranking, with its figure.

    `code` identifies the place in URLs. `rank` is None if the figure is missing; equal figures have the same rank.
    `call_number` is the number that a presenter types to show the screen of this place. `target` is in the unit of
    measurement of `figure`; `detail` is a second figure, shown beside the first. `tone` selects the colour: "own" for
    our county, "other" (pale) for a place that the title does not mention, "good" for a place that has reached its
    target, "bad" for a place below its target, and "" for the usual colour. `tooltip` is a text with more figures.
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
    """Places ranked by one measure, the first at the top.

    `mark` says how the figures are drawn: "bar" for amounts, "dot" for rates. `measure` is the heading above the
    figures, `target_heading` the heading above the targets, `detail_heading` the heading above the second figures.
    `remarks` are sentences about the figures, printed below them. If `is_low` is True, the rows are low, because other
    blocks share the screen.
    """

    measure: str
    rows: tuple[RankedRow, ...]
    mark: Mark = "bar"
    target_heading: str = ""
    detail_heading: str = ""
    remarks: tuple[str, ...] = ()
    is_low: bool = False


@dataclass(frozen=True)
class GoalProgress:
    """The progress towards one goal (a total to reach by a deadline), drawn as a bar.

    `light` is "green", "amber" or "red", and `light_words` its name on the screen. `actual` (the total so far),
    `target` and `forecast` are in the same unit of measurement. `forecast` is the area that each rival will have at the
    deadline if its pace stays the same, None for a goal without rivals. `distance` is a sentence that says how much is
    still missing.
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
    """Several goals, one below another; `rule` explains when a light is green, amber or red."""

    goals: tuple[GoalProgress, ...]
    rule: str


Cell = str | Figure | Day


@dataclass(frozen=True)
class DataRow:
    """A row of a table; `code` identifies the place that the row is about, None if it is not about a single place.

    If `strong` is True, the row is emphasised, because the title of the screen mentions its place.
    """

    cells: tuple[Cell, ...]
    code: str | None = None
    strong: bool = False


@dataclass(frozen=True)
class DataTable:
    """A table with headings; every row has one cell for each heading."""

    headings: tuple[str, ...]
    rows: tuple[DataRow, ...]


@dataclass(frozen=True)
class Bullet:
    """One item of a bullet list: a character such as • or ✓ (`sign`), then a sentence.

    `subject` is printed bold before the sentence and says what it is about. `light` sets the colour of the sign.
    `action` is a second sentence, on a line of its own, about what must be done. `detail` is small text below, such as
    a date.
    """

    sign: str
    sentence: str
    detail: str = ""
    subject: str = ""
    light: GoalLight | None = None
    action: str = ""


@dataclass(frozen=True)
class BulletList:
    """A list of sentences, such as the alerts in order of urgency."""

    bullets: tuple[Bullet, ...]


@dataclass(frozen=True)
class Paragraph:
    """A line of text (`words`), followed by the text `literal`, which may be empty.

    `literal`, such as a hash, is printed unchanged and is never shortened.
    """

    words: str
    literal: str = ""


@dataclass(frozen=True)
class MapCircle:
    """A circle on the map for one place; `lon` and `lat` are its centre in degrees (WGS84).

    The area of the circle shows `figure`. The colour of the circle shows a rate: `shade` is the number of this colour
    in the legend, None if the rate is missing. If `strong` is True, its label is emphasised, because the title of the
    screen mentions its place.
    """

    code: str
    name: str
    lon: float
    lat: float
    figure: Figure
    shade: int | None
    tooltip: str = ""
    strong: bool = False


@dataclass(frozen=True)
class MapClass:
    """An entry in the colour legend of a map: the number of a colour, and the text beside it.

    `shade` is 0 for the colour of the lowest values; None stands for missing figures.
    """

    shade: int | None
    words: str


@dataclass(frozen=True)
class MapName:
    """A name on the base map; `lon` and `lat` are the middle of the text in degrees (WGS84)."""

    words: str
    lon: float
    lat: float


@dataclass(frozen=True)
class CircleMap:
    """A map of the district with one circle for each place.

    `size_heading` and `colour_heading` name the measures that the area and the colour of the circles show; `classes` is
    the colour legend. `sizes` are round numbers: the legend shows a circle for each of them. `note` says how exact the
    positions are. Without rates, `colour_heading` and `classes` are empty, and all circles have one colour.
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
    """A point of a line chart: a figure and its as-of date."""

    day: Day
    figure: Figure


@dataclass(frozen=True)
class TrendLine:
    """A line of a line chart: the figures of a place in order of time. `code` identifies the place in URLs.

    If `strong` is True, the line is emphasised, because the title of the screen mentions its place.
    """

    code: str
    name: str
    points: tuple[TrendPoint, ...]
    strong: bool = False


@dataclass(frozen=True)
class Trend:
    """A line chart with one line for each place, and its heading.

    All lines share a scale that begins at zero. Each line is labelled with its name and its last figure.
    """

    heading: str
    lines: tuple[TrendLine, ...]


@dataclass(frozen=True)
class Trends:
    """Line charts side by side, each with its own scale.

    If `is_low` is True, the charts are low, because other blocks share the screen. If `is_narrow` is True, a single
    chart has the width of one of two, because another block stands beside it.
    """

    trends: tuple[Trend, ...]
    is_low: bool = False
    is_narrow: bool = False


Block = HeadlineCards | Ranking | GoalList | DataTable | BulletList | Paragraph | CircleMap | Trends


def figure(value: float | None, words: str, measurement_unit: str = "") -> Figure:
    """Returns a Figure with the text `words`; its value is a float, or None if `value` is missing (None or NaN).

    `measurement_unit` is the unit of measurement of `value`, by its Chinese name.
    """
    return Figure(None if value is None or pd.isna(value) else float(value), words, measurement_unit)
