"""The figures from date to date: small multiples on one scale, gains, ranks. A gap stays a gap, a basis a line."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from renovation.charts.style import (
    LABEL_MARGIN,
    ROW_HEIGHT,
    TEXT_SIZE,
    axis_label,
    label_bar_ends,
    name_axis,
    new_figure,
    palette,
    plain_axis,
)
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import half_up
from renovation.language import Words

SMALL_HEIGHT: Final = 170
LARGE_HEIGHT: Final = 360
RANK_ROW_HEIGHT: Final = 40
MANY_POINTS: Final = 20
"""With more points than these their marks are small."""
_DASHES: Final = ("solid", "dash", "dot", "dashdot")


def history_line(
    rows: pd.DataFrame, measure: str, top: float, words: Words, dark: bool, large: bool = False
) -> go.Figure:
    """One place's measure over the periods, on a scale from zero to `top` that its neighbours share.

    `rows` are the place's rows of `by_period`. Each basis is a line of its own; the last value stands at its end;
    a diamond marks a day that was corrected. A single point is a mark and no line.
    """
    look = palette(dark)
    margin = {"l": 4, "r": 92, "t": 14, "b": 4}
    drawn = new_figure(dark, LARGE_HEIGHT if large else SMALL_HEIGHT, margin=margin, showlegend=False)
    for number, (_basis, line) in enumerate(rows.groupby("basis", sort=False)):
        several = line["value"].notna().sum() > 1
        drawn.add_scatter(
            x=line["as_of"],
            y=line["value"],
            mode="lines+markers" if several else "markers",
            line={"color": look.actual, "width": 2.5, "dash": _DASHES[number % len(_DASHES)]},
            marker=day_markers(line, dark),
            connectgaps=False,
            hovertemplate="%{x|%Y-%m-%d}  %{y}<extra></extra>",
        )
    told = rows.dropna(subset=["value"])
    if len(told):
        last = told.iloc[-1]
        _note(drawn, last["as_of"], last["value"], f"<b>{_value(last['value'], measure, words)}</b>", dark)
    drawn.update_xaxes(_days(rows, words, dark))
    drawn.update_yaxes(plain_axis(dark, range=[0, top], nticks=6 if large else 4))
    return drawn


def shared_axis_end(periods: pd.DataFrame) -> float:
    """Where the scale ends that neighbouring charts share: a little above the largest value."""
    largest = periods["value"].max()
    return 1.15 * float(largest) if pd.notna(largest) and largest > 0 else 1.0


def gain_bars(gained: pd.DataFrame, measure: str, words: Words, dark: bool) -> go.Figure:
    """What the last period brought each place, in the order given; with what it has come to."""
    look, _ = palette(dark), words.gettext
    names = [axis_label(words.place(unit)) for unit in gained["unit"]]
    drawn = new_figure(
        dark, ROW_HEIGHT * len(gained) + 60, margin={"l": 8, "r": LABEL_MARGIN + 20, "t": 8, "b": 8}, showlegend=False
    )
    drawn.add_bar(orientation="h", x=gained["gain"], y=names, marker={"color": look.actual}, hoverinfo="skip")
    texts = [
        words.missing if pd.isna(gain) else f"<b>{_step(gain, measure, words)}</b> → {_value(now, measure, words)}"
        for gain, now in zip(gained["gain"], gained["now"], strict=True)
    ]
    label_bar_ends(drawn, gained["gain"].clip(lower=0), names, texts, dark, 6)
    furthest = gained["gain"].max()
    most = float(furthest) if pd.notna(furthest) and furthest > 0 else 1.0
    lowest = gained["gain"].min()
    least = float(lowest) if pd.notna(lowest) and lowest < 0 else 0.0
    drawn.update_xaxes(plain_axis(dark, range=[1.05 * least, most], zeroline=least < 0, zerolinecolor=look.quiet))
    drawn.update_yaxes(name_axis(dark, names))
    return drawn


def rank_lines(periods: pd.DataFrame, chosen: tuple[str, ...], words: Words, dark: bool) -> go.Figure:
    """Each place's rank over the periods, the first on top, named at the last rank.

    The chosen places stand out; where none is chosen, those whose rank is another than at first.
    """
    look = palette(dark)
    told = periods.dropna(subset=["rank"])
    ranks = told.groupby("unit", sort=False)["rank"].agg(["first", "last"])
    lit = set(chosen) or set(ranks.index[ranks["first"] != ranks["last"]])
    count = len(ranks)
    drawn = new_figure(
        dark, RANK_ROW_HEIGHT * count + 70, margin={"l": 8, "r": LABEL_MARGIN + 20, "t": 12, "b": 8}, showlegend=False
    )
    for unit in sorted(ranks.index, key=lambda name: name in lit):
        for _basis, line in periods[periods["unit"] == unit].groupby("basis", sort=False):
            drawn.add_scatter(
                x=line["as_of"],
                y=line["rank"].astype("float64"),
                mode="lines+markers",
                line={"color": look.actual if unit in lit else look.other, "width": 3 if unit in lit else 2},
                marker={"size": 3 if len(line) > MANY_POINTS else 6},
                connectgaps=False,
                hoverinfo="skip",
            )
    _name_ranks(drawn, told, lit, words, dark)
    drawn.update_xaxes(_days(periods, words, dark))
    drawn.update_yaxes(plain_axis(dark, range=[count + 0.5, 0.5], tickvals=list(range(1, count + 1)), showgrid=False))
    return drawn


def _name_ranks(drawn: go.Figure, told: pd.DataFrame, lit: set[str], words: Words, dark: bool) -> None:
    """The places' names right of the last period; those that share a rank stand under each other."""
    last = told[told["period"] == told["period"].max()].sort_values("rank", kind="stable")
    look, end = palette(dark), told["as_of"].max()
    below = last.groupby("rank").cumcount()
    for unit, rank, row in zip(last["unit"], last["rank"], below, strict=True):
        name = f"{rank}　{axis_label(words.place(unit))}"
        text = f"<b>{name}</b>" if unit in lit else name
        _note(drawn, end, float(rank + row), text, dark, look.text if unit in lit else look.quiet)


def _note(drawn: go.Figure, day: pd.Timestamp, value: float, text: str, dark: bool, colour: str | None = None) -> None:
    drawn.add_annotation(
        x=day,
        y=value,
        text=text,
        showarrow=False,
        xanchor="left",
        align="left",
        xshift=10,
        font={"size": TEXT_SIZE - 1, "color": colour or palette(dark).text},
    )


def day_markers(line: pd.DataFrame, dark: bool) -> dict[str, Any]:
    """Dots, small where there are many; open diamonds for corrected days."""
    look = palette(dark)
    size = 5 if len(line) > MANY_POINTS else 8
    if not line["corrected"].any():
        return {"symbol": "circle", "size": size, "color": look.actual}
    return {
        "symbol": ["diamond" if corrected else "circle" for corrected in line["corrected"]],
        "size": [13 if corrected else size for corrected in line["corrected"]],
        "color": [look.ground if corrected else look.actual for corrected in line["corrected"]],
        "line": {"color": look.actual, "width": [2 if corrected else 0 for corrected in line["corrected"]]},
    }


def _days(rows: pd.DataFrame, words: Words, dark: bool) -> dict[str, Any]:
    """An axis of days over all periods: months, or the first and the last day where there are few."""
    first, last = rows["as_of"].min(), rows["as_of"].max()
    around = 0.03 * (last - first)
    month, day = ("%-m月", "%-m月%-d日") if words.language == "zh" else ("%b", "%-d %b")
    days = (last - first).days
    ticks = {"dtick": "M3" if days > 120 else "M1"} if days > 60 else {"tickvals": [first, last][: days + 1]}
    return plain_axis(
        dark,
        range=[first - around, last + around] if days else None,
        tickformat=month if days > 60 else day,
        tickangle=0,
        ticklabelstandoff=8,
        ticklabeloverflow="allow",
        showgrid=False,
        **ticks,
    )


def _value(value: float, measure: str, words: Words) -> str:
    unit = MEASURES[measure].unit
    if unit == "万㎡":
        return words.fixed(value, 2)
    return words.percent(value) if unit == "%" else words.number(half_up(value, 2))


def _step(value: float, measure: str, words: Words) -> str:
    unit = MEASURES[measure].unit
    return words.fixed_difference(half_up(value, 2), 2) if unit == "万㎡" else words.difference(half_up(value, 1))
