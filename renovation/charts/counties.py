"""The city's counties side by side, on the city's basis alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from renovation import places
from renovation.charts.style import ROW_HEIGHT, colours, figure, name_axis, quiet_axis
from renovation.language import Words


def county_bars(counties: pd.DataFrame, words: Words, dark: bool) -> go.Figure:
    """Area reported to the city, the highest first, the own county in the accent; the gap to first as text."""
    look = colours(dark)
    names = [words.place(county) for county in counties["county"]]
    own = counties["county"] == places.OWN_COUNTY.name
    drawn = figure(dark, (ROW_HEIGHT + 14) * len(counties) + 64, margin={"l": 8, "r": 8, "t": 8, "b": 8}, showlegend=False)
    drawn.add_bar(
        orientation="h", x=counties["area_reported"], y=names, customdata=counties["county"], hoverinfo="skip",
        marker={"color": np.where(own, look.actual, look.other).tolist()},
    )  # fmt: skip
    drawn.add_scatter(
        mode="text", x=counties["area_reported"], y=names, textposition="middle right", hoverinfo="skip", cliponaxis=False,
        text=[
            f"  <b>{words.number(area)}</b>" + (f"  {words.fixed_difference(gap, 2)}" if gap < 0 else "")
            for area, gap in zip(counties["area_reported"], counties["gap_to_first"], strict=True)
        ],
    )  # fmt: skip
    longest = counties["area_reported"].max()
    drawn.update_xaxes(quiet_axis(dark, title_text=words.axis("area_reported"), range=[0, float(longest) * 1.36 if pd.notna(longest) else 1]))
    drawn.update_yaxes(name_axis(dark, names))
    return drawn
