"""The progress to one goal as a bullet: what is reached, and the tick where it must be."""

from __future__ import annotations

import plotly.graph_objects as go

from renovation.charts.style import TEXT_SIZE, new_figure, palette, plain_axis, tooltip
from renovation.comparisons.goals import Goal
from renovation.language import Words


def goal_bullet(goal: Goal, title: str, words: Words, dark: bool) -> go.Figure:
    """Returns one row: the actual total as a bar on the way to the target's tick, both labelled with their unit.

    In a race, the hatched part is what the rival's total grows to by the deadline at its own pace.
    """
    colours = palette(dark)
    forecast = goal.rival_at_deadline
    axis_end = max(goal.target, goal.actual, forecast or 0.0)
    figure = new_figure(dark, 92, margin={"l": 4, "r": 4, "t": 30, "b": 26}, showlegend=False, bargap=0.1)
    hatch = {"shape": "/", "fgcolor": colours.quiet, "bgcolor": colours.ground, "size": 7} if forecast else None
    for length, marker in (
        (axis_end, {"color": colours.actual_faded, "pattern": hatch}),
        (max(goal.target, goal.actual), {"color": colours.actual_faded}),
        (goal.actual, {"color": colours.actual}),
    ):
        hover = {"hovertext": _tooltip(goal, title, words), "hoverinfo": "text"}
        figure.add_bar(orientation="h", x=[length], y=[""], marker=marker, **hover)
    tick = {"color": colours.target, "width": 4}
    figure.add_shape(type="line", x0=goal.target, x1=goal.target, y0=-0.12, y1=1.12, yref="paper", line=tick)
    for value, edge in ((goal.actual, 0), (goal.target, 1)):
        _add_label(figure, value, f"<b>{_amount(value, goal, words)}</b>", edge, dark)
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(plain_axis(dark, visible=False, range=[0, axis_end * 1.01 or 1]))
    figure.update_yaxes(plain_axis(dark, visible=False))
    return figure


def _tooltip(goal: Goal, title: str, words: Words) -> str:
    lines = [
        words("so far {value}", value=_amount(goal.actual, goal, words)),
        words("goal {value}", value=_amount(goal.target, goal, words)),
    ]
    if goal.rival and goal.rival_at_deadline is not None:
        total = _amount(goal.rival_at_deadline, goal, words)
        lines.append(f"{words('{rival} at its pace', rival=words.place(goal.rival))} {total}")
    return tooltip(title, lines, goal.as_of, words)


def _amount(value: float, goal: Goal, words: Words) -> str:
    return words.fixed(value, 2, goal.unit) if goal.unit == "万㎡" else words.number(value, goal.unit)


def _add_label(figure: go.Figure, value: float, text: str, edge: int, dark: bool) -> None:
    """Adds a label under the bar (edge 0) or over it (edge 1), held inside the plot at either end."""
    near_start = value < 0.25 * max(bar.x[0] for bar in figure.data)
    figure.add_annotation(
        x=value,
        y=edge,
        yref="paper",
        xanchor="left" if near_start else "right",
        yanchor="bottom" if edge else "top",
        yshift=4 if edge else -4,
        text=text,
        showarrow=False,
        font={"size": TEXT_SIZE, "color": palette(dark).text},
    )
