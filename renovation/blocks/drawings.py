"""The figures of a screen, drawn as HTML with small SVG bars: they fit any size, and need no script to be seen.

Lengths are shares of the longest; whoever calls says them with their unit in words beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from renovation.blocks.html import Html, emphasised, joined, shortened, tag, text, width_of

Mark = Literal["bar", "dot"]
FEW: Final = 6
SOME: Final = 10
MANY: Final = 15
NAME_ROOM: Final = {"few": 20.0, "some": 20.0, "many": 12.5, "crowd": 11.5}
"""How many Chinese characters of a name a row holds: two lines where rows are few, else one."""
BRIEF: Final = 4.4
LONG: Final = 8.0
"""Up to how many characters of the longest name the column of names is narrow, and beyond how many it is wide."""
LARGE_ROOM: Final = 3.6
"""How many Chinese characters of a figure said large a card holds at its largest."""


@dataclass(frozen=True)
class Row:
    """One place in a figure.

    `code` is its stable name for the spotlight, `number` the key that calls it. `length` and `tick` are in the figure's
    measure, NaN where missing; `value` and `detail` are said beside the bar, `hover` when it is pointed at. `tone` is
    "own" for ourselves, "good" or "bad" only where the presenter wants it.
    """

    code: str
    number: int | None
    name: str
    length: float
    value: str
    detail: str = ""
    hover: str = ""
    tick: float = float("nan")
    tone: str = ""


def crowd_of(count: int) -> str:
    """How densely rows must stand: "few", "some", "many", or "crowd" in two columns."""
    return "few" if count <= FEW else "some" if count <= SOME else "many" if count <= MANY else "crowd"


def rows_figure(rows: Sequence[Row], mark: Mark, legend: Html) -> Html:
    """Rows with a bar or a dot each, the first on top; in two columns where they are many.

    The scale runs from 0 to the longest bar or tick.
    """
    lengths = pd.Series([value for row in rows for value in (row.length, row.tick)], dtype="float64")
    longest = (float(lengths.max()) if lengths.notna().any() else 0.0) or 1.0
    crowd = crowd_of(len(rows))
    drawn = [_row(row, mark, longest, NAME_ROOM[crowd]) for row in rows]
    half = -(-len(drawn) // 2)
    columns = [drawn[:half], drawn[half:]] if crowd == "crowd" else [drawn]
    lists = [tag("div", *column, class_="rows") for column in columns]
    plain = "" if any(row.detail for row in rows) else " plain"
    return joined([legend, tag("div", *lists, class_=f"columns {crowd} {_names_of(rows)}{plain}")])


def _names_of(rows: Sequence[Row]) -> str:
    """How wide a column the names want."""
    longest = max((width_of(row.name) for row in rows), default=0.0)
    return "brief" if longest <= BRIEF else "long" if longest > LONG else "usual"


def _row(row: Row, mark: Mark, longest: float, room: float) -> Html:
    number = tag("span", str(row.number), class_="no") if row.number else tag("span", class_="no")
    return tag(
        "div",
        number,
        tag("span", shortened(row.name, room), class_="name"),
        tag("span", _track(row, mark, longest), class_="track"),
        tag("span", tag("b", row.value), tag("i", row.detail) if row.detail else "", class_="value"),
        class_=f"row {row.tone}".strip(),
        data_unit=row.code,
        data_no=row.number,
        data_hover=row.hover or row.name,
    )


def _track(row: Row, mark: Mark, longest: float) -> Html:
    parts = []
    at = _percent(row.length, longest)
    if at is not None and mark == "bar":
        parts.append(tag("rect", class_="actual", x="0", y="12%", width=f"{at}%", height="76%"))
    if at is not None and mark == "dot":
        parts.append(tag("line", class_="lead", x1="0", x2=f"{at}%", y1="50%", y2="50%"))
        parts.append(tag("circle", class_="actual", cx=f"{at}%", cy="50%", r="0.5em"))
    tick = _percent(row.tick, longest)
    if tick is not None:
        parts.append(tag("line", class_="halo", x1=f"{tick}%", x2=f"{tick}%", y1="0", y2="100%"))
        parts.append(tag("line", class_="tick", x1=f"{tick}%", x2=f"{tick}%", y1="0", y2="100%"))
    return tag("svg", *parts, aria_hidden="true")


def _percent(value: float, longest: float) -> float | None:
    return None if pd.isna(value) else round(100 * max(0.0, value) / longest, 2)


def legend(*entries: tuple[str, str]) -> Html:
    """Signs with their meanings: each a kind of mark ("bar", "dot", "tick", "dotted") and its words."""
    return tag("p", *(tag("span", tag("i", class_=f"sign {kind}"), words) for kind, words in entries), class_="legend")


@dataclass(frozen=True)
class Card:
    """One figure said large: what it is, its value, a few lines, its day and basis."""

    label: str
    value: str
    lines: tuple[str, ...] = ()
    basis: str = ""


def cards_figure(cards: Sequence[Card]) -> Html:
    """Figures said large, side by side."""
    return tag("div", *(_card(card) for card in cards), class_=f"cards n{len(cards)}")


def _card(card: Card) -> Html:
    lines = [tag("p", emphasised(line)) for line in card.lines]
    basis = [tag("p", card.basis, class_="basis")] if card.basis else []
    wide = width_of(card.value)
    size = "large" if wide <= LARGE_ROOM else "large long" if wide <= 1.6 * LARGE_ROOM else "large longer"
    return tag("div", tag("h2", card.label), tag("p", card.value, class_=size), *lines, *basis, class_="card")


@dataclass(frozen=True)
class Progress:
    """One goal: its name, its light as a word with a shape, where it is on the way, and how far in words."""

    name: str
    light: str
    sign: str
    actual: float
    target: float
    forecast: float | None
    actual_told: str
    target_told: str
    told: str
    basis: str


def progress_figure(goals: Sequence[Progress]) -> Html:
    """Goals below each other, each a bar on the way to its target's tick; what the target grows to is hatched."""
    return tag("div", *(_progress(goal) for goal in goals), class_=f"goals n{len(goals)}")


def _progress(goal: Progress) -> Html:
    longest = max(goal.actual, goal.target, goal.forecast or 0.0) * 1.02 or 1.0
    at, target = _percent(goal.actual, longest), _percent(goal.target, longest)
    parts = [tag("rect", class_="way", x="0", y="20%", width=f"{max(at or 0, target or 0)}%", height="60%")]
    if goal.forecast:
        end = _percent(goal.forecast, longest) or 0.0
        start = max(at or 0.0, target or 0.0)
        parts.append(
            tag("rect", class_="forecast", x=f"{start}%", y="20%", width=f"{max(0.0, end - start)}%", height="60%")
        )
    parts.append(tag("rect", class_="actual", x="0", y="20%", width=f"{at}%", height="60%"))
    parts.append(tag("line", class_="tick", x1=f"{target}%", x2=f"{target}%", y1="4%", y2="96%"))
    head = tag("h2", goal.name, tag("span", tag("i", class_=f"light {goal.sign}"), goal.light, class_="lit"))
    ends = tag("p", tag("span", goal.actual_told), tag("span", goal.target_told), class_="ends")
    told = tag("p", goal.told, class_="told")
    return tag(
        "div",
        head,
        tag("div", tag("svg", *parts, aria_hidden="true"), class_="way"),
        ends,
        told,
        tag("p", goal.basis, class_="basis"),
        class_="goal",
    )


def table_figure(headings: Sequence[str], rows: Sequence[Sequence[str]], codes: Sequence[str] = ()) -> Html:
    """A small table; with `codes`, each row belongs to a unit and can be spotlit."""
    head = tag("tr", *(tag("th", heading) for heading in headings))
    units: Sequence[str | None] = codes or [None] * len(rows)
    body = [
        tag("tr", *(tag("td", text(cell)) for cell in row), data_unit=unit)
        for row, unit in zip(rows, units, strict=True)
    ]
    return tag("table", tag("thead", head), tag("tbody", *body), class_=f"listed {crowd_of(len(rows))}")


def points_figure(points: Sequence[tuple[str, str, str]]) -> Html:
    """Statements below each other: a sign, what is said, and in small the rule or basis behind it."""
    listed = [
        tag("li", tag("span", sign, class_="sign"), tag("div", tag("p", told), tag("p", small, class_="basis")))
        for sign, told, small in points
    ]
    return tag("ul", *listed, class_=f"points {crowd_of(len(points))}")
