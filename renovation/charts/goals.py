"""A goal's progress as one bullet: where it is, where it must be."""

from __future__ import annotations

import plotly.graph_objects as go

from renovation.charts.style import TEXT_SIZE, colours, figure, quiet_axis
from renovation.comparisons.goals import Goal
from renovation.language import Words


def goal_bullet(goal: Goal, words: Words, dark: bool) -> go.Figure:
    """Actual as a bar on the way to the target's tick, both labelled; a single row without an axis."""
    look = colours(dark)
    drawn = figure(dark, 92, margin={"l": 4, "r": 4, "t": 30, "b": 26}, showlegend=False, bargap=0.1)
    furthest = max(goal.target, goal.actual)
    drawn.add_bar(orientation="h", x=[furthest], y=[""], marker={"color": look.actual_faded}, hoverinfo="skip")
    drawn.add_bar(orientation="h", x=[goal.actual], y=[""], marker={"color": look.actual}, hoverinfo="skip")
    drawn.add_shape(
        type="line", x0=goal.target, x1=goal.target, y0=-0.12, y1=1.12, yref="paper", line={"color": look.target, "width": 4}
    )
    for value, text, y, anchor in (
        (goal.actual, words.number(goal.actual, goal.unit), 0, "top"),
        (goal.target, words.number(goal.target, goal.unit), 1, "bottom"),
    ):
        drawn.add_annotation(
            x=value, y=y, yref="paper", yanchor=anchor, xanchor="right", text=f"<b>{text}</b>", showarrow=False,
            yshift=-4 if anchor == "top" else 4, font={"size": TEXT_SIZE, "color": look.text},
        )  # fmt: skip
    drawn.update_layout(barmode="overlay")
    drawn.update_xaxes(quiet_axis(dark, visible=False, range=[0, furthest * 1.01]))
    drawn.update_yaxes(quiet_axis(dark, visible=False))
    return drawn
