"""A goal's way through the year, and the race in the city: what is, solid; what today's pace comes to, hatched."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from renovation.charts.history import day_markers
from renovation.charts.style import (
    LABEL_MARGIN,
    ROW_HEIGHT,
    TEXT_SIZE,
    axis_end,
    axis_label,
    label_bar_ends,
    name_axis,
    new_figure,
    palette,
    plain_axis,
)
from renovation.domain import places
from renovation.domain.numbers import half_up
from renovation.language import Words

GOAL_LINE_HEIGHT: Final = 330
APART: Final = 0.35
"""The share of the height that two labels need between them, also on a phone, where the legend takes its part."""


@dataclass(frozen=True)
class GoalPath:
    """A goal's way through its year.

    `aim` and `deadline` are where it is to be, `actual` and `now` where it is, `at_deadline` what today's pace comes
    to; all in `unit`, the measure's. `rival` is whose line the schedule is, None where it is the time's own.
    """

    measure: str
    unit: str
    now: dt.date
    actual: float
    deadline: dt.date
    aim: float
    at_deadline: float
    rival: str | None

    @property
    def began(self) -> dt.date:
        """1 January of its year."""
        return dt.date(self.now.year, 1, 1)

    @property
    def ends(self) -> dt.date:
        """The last day drawn."""
        return max(self.deadline, self.now)

    @property
    def is_open(self) -> bool:
        """Whether the deadline is a week away at least: of fewer days a week's pace says nothing."""
        return (self.deadline - self.now).days >= 7


def goal_line(way: GoalPath, course: pd.DataFrame, words: Words, dark: bool) -> go.Figure:
    """The goal from 1 January to its deadline: the schedule's line, the figures, today's pace hatched, what is needed.

    `course` are the points as `as_of`, `value` and `corrected`, gaps included; a single point is a mark and no line.
    """
    look, _ = palette(dark), words.gettext
    drawn = new_figure(dark, GOAL_LINE_HEIGHT, margin={"l": 8, "r": LABEL_MARGIN, "t": 52, "b": 8})
    whose = _("{rival} at its pace").format(rival=words.place(way.rival)) if way.rival else _("schedule")
    drawn.add_scatter(name=whose, x=[way.began, way.deadline], y=[0, way.aim], **_line(look.quiet, "dot"))
    if way.is_open:
        _draw_open(drawn, way, words, dark)
    told = course["value"].notna().sum()
    drawn.add_scatter(
        name=_("reported"),
        x=course["as_of"] if told > 1 else [way.now],
        y=course["value"] if told > 1 else [way.actual],
        mode="lines+markers" if told > 1 else "markers",
        line={"color": look.actual, "width": 3.5},
        marker=day_markers(course, dark) if told > 1 else {"size": 13, "color": look.actual},
        connectgaps=False,
        hovertemplate="%{x|%Y-%m-%d}  %{y}<extra></extra>",
    )
    top = max(way.aim, way.actual, way.at_deadline if way.is_open else 0, 1e-9)
    _say_ends(drawn, way, top, words, dark)
    drawn.update_xaxes(_days(words, dark, way.began, way.ends))
    drawn.update_yaxes(plain_axis(dark, range=[0, top * 1.12], title_text=words.axis(way.measure), nticks=5))
    return drawn


def _draw_open(drawn: go.Figure, way: GoalPath, words: Words, dark: bool) -> None:
    """What lies ahead: today's pace, hatched and named so, and the pace that is needed if anything lacks."""
    look, _ = palette(dark), words.gettext
    ahead = [way.now, way.ends]
    drawn.add_scatter(
        name=_("at today's pace"),
        x=ahead,
        y=[way.actual, way.at_deadline],
        fill="tozeroy",
        fillpattern={"shape": "/", "fgcolor": look.actual, "bgcolor": look.ground, "size": 9, "solidity": 0.12},
        **_line(look.actual, "dash"),
    )
    if way.actual < way.aim:
        drawn.add_scatter(name=_("pace needed"), x=ahead, y=[way.actual, way.aim], **_line(look.target, "dash"))


def _say_ends(drawn: go.Figure, way: GoalPath, top: float, words: Words, dark: bool) -> None:
    """What the lines come to, right of them and apart from each other; what is, above its mark."""
    _, look = words.gettext, palette(dark)
    ends = [(way.aim, words.place(way.rival) if way.rival else _("goal"))]
    if way.is_open:
        ends.append((way.at_deadline, _("at today's pace")))
    for (value, name), anchor in zip(ends, _anchors([value / top for value, _name in ends]), strict=True):
        text = f"{name}<br><b>{_short(value, way.unit, words)}</b>"
        _note(drawn, way.ends, value, text, anchor, dark)
    drawn.add_annotation(
        x=way.now,
        y=way.actual,
        text=f"<b>{words.number(way.actual, way.unit)}</b>",
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        xshift=-8,
        yshift=4,
        bgcolor=look.ground,
        font={"size": TEXT_SIZE, "color": look.text},
    )


def _anchors(heights: list[float]) -> list[str]:
    """Where labels hang at their heights (shares of the plot): beside, or above and below where they would touch."""
    if len(heights) < 2 or abs(heights[0] - heights[1]) > APART:
        return ["middle"] * len(heights)
    return ["bottom", "top"] if heights[0] >= heights[1] else ["top", "bottom"]


def _note(drawn: go.Figure, day: dt.date, value: float, text: str, anchor: str, dark: bool) -> None:
    drawn.add_annotation(
        x=day,
        y=value,
        text=text,
        showarrow=False,
        xanchor="left",
        yanchor=anchor,
        align="left",
        xshift=6,
        font={"size": TEXT_SIZE - 1, "color": palette(dark).text},
    )


def _short(value: float, unit: str, words: Words) -> str:
    return words.number(half_up(value, 0), unit) if unit == "个" else words.fixed(value, 2, unit)


def _line(colour: str, dash: str) -> dict[str, Any]:
    return {"mode": "lines", "line": {"color": colour, "dash": dash, "width": 2}, "hoverinfo": "skip"}


def _days(words: Words, dark: bool, began: dt.date, end: dt.date) -> dict[str, Any]:
    """An axis of days, ticked by quarter in the language's own way."""
    return plain_axis(
        dark,
        range=[began, end],
        dtick="M3",
        tick0=began,
        tickformat="%-m月" if words.language == "zh" else "%b",
        showgrid=False,
        ticklabelstandoff=10,
    )


def race_bars(race: pd.DataFrame, needed: float, day: dt.date, words: Words, dark: bool) -> go.Figure:
    """Each county's total reported, and hatched what today's pace adds by a day; a tick where first place begins.

    `race` as `at_pace` gives it; `needed` is the largest total of a rival by that day.
    """
    look, _ = palette(dark), words.gettext
    ordered = race.sort_values("at_day", ascending=False, kind="stable")
    names = [axis_label(words.place(county)) for county in ordered["county"]]
    own = ordered["county"] == places.OWN_COUNTY.name
    drawn = new_figure(dark, (ROW_HEIGHT + 12) * len(ordered) + 96, barmode="stack")
    shades = np.where(own, look.actual, look.other).tolist()
    bars = {"orientation": "h", "y": names, "hoverinfo": "skip"}
    drawn.add_bar(name=_("reported"), x=ordered["area_reported"], marker={"color": shades}, **bars)
    hatch = {"shape": "/", "fgcolor": shades, "bgcolor": look.ground, "size": 7, "solidity": 0.35}
    drawn.add_bar(
        name=_("at today's pace, by {day}").format(day=words.day(day)),
        x=ordered["at_day"] - ordered["area_reported"],
        marker={"color": look.ground, "pattern": hatch, "line": {"color": shades, "width": 1}},
        **bars,
    )
    ours = [name for name, mine in zip(names, own, strict=True) if mine]
    drawn.add_scatter(
        name=_("first place begins"),
        mode="markers",
        x=[needed] * len(ours),
        y=ours,
        hoverinfo="skip",
        cliponaxis=False,
        marker={"symbol": "line-ns", "size": 30, "line": {"width": 4, "color": look.target}},
    )
    texts = [
        f"{words.fixed(now, 2)} → <b>{words.fixed(then, 2)}</b>"
        for now, then in zip(ordered["area_reported"], ordered["at_day"], strict=True)
    ]
    furthest = ordered["at_day"].where(~own, ordered["at_day"].clip(lower=needed))
    label_bar_ends(drawn, furthest, names, texts, dark, 8)
    drawn.update_xaxes(plain_axis(dark, title_text=words.axis("area_reported"), range=[0, axis_end(furthest)]))
    drawn.update_yaxes(name_axis(dark, names))
    return drawn
