"""A goal's progress as one bullet: where it is, where it must be."""

from __future__ import annotations

import plotly.graph_objects as go

from renovation.charts.style import TEXT_SIZE, new_figure, palette, plain_axis
from renovation.language import Words


def goal_bullet(
    actual: float, target: float, unit: str, words: Words, dark: bool, forecast: float | None = None
) -> go.Figure:
    """Actual as a bar on the way to the target's tick, both labelled in `unit`; a single row without an axis.

    `forecast`, hatched, is what the target grows to by the deadline at its own pace.
    """
    look = palette(dark)
    furthest = max(target, actual, forecast or 0.0)
    drawn = new_figure(dark, 92, margin={"l": 4, "r": 4, "t": 30, "b": 26}, showlegend=False, bargap=0.1)
    hatched = {"shape": "/", "fgcolor": look.quiet, "bgcolor": look.ground, "size": 7} if forecast else None
    for length, marker in (
        (furthest, {"color": look.actual_faded, "pattern": hatched}),
        (max(target, actual), {"color": look.actual_faded}),
        (actual, {"color": look.actual}),
    ):
        drawn.add_bar(orientation="h", x=[length], y=[""], marker=marker, hoverinfo="skip")
    tick = {"color": look.target, "width": 4}
    drawn.add_shape(type="line", x0=target, x1=target, y0=-0.12, y1=1.12, yref="paper", line=tick)
    for value, edge in ((actual, 0), (target, 1)):
        text = words.fixed(value, 2, unit) if unit == "万㎡" else words.number(value, unit)
        _label(drawn, value, text, edge, dark)
    drawn.update_layout(barmode="overlay")
    drawn.update_xaxes(plain_axis(dark, visible=False, range=[0, furthest * 1.01 or 1]))
    drawn.update_yaxes(plain_axis(dark, visible=False))
    return drawn


def _label(drawn: go.Figure, value: float, text: str, y: int, dark: bool) -> None:
    """A value's label, under the bar (y 0) or over it (y 1), held inside the plot at either end."""
    low = value < 0.25 * max(bar.x[0] for bar in drawn.data)
    drawn.add_annotation(
        x=value,
        y=y,
        yref="paper",
        xanchor="left" if low else "right",
        yanchor="bottom" if y else "top",
        yshift=4 if y else -4,
        text=f"<b>{text}</b>",
        showarrow=False,
        font={"size": TEXT_SIZE, "color": palette(dark).text},
    )
